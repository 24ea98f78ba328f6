//! With a model the family keeps to the same rules: who is meant, what was told, what was decided, and how seldom a place is
//! proposed are not the model's to choose.

use hera::domain::{Child, Gender, Language, Offer, Partner, Phase, StateUpdate, UserProfile};
use serde_json::{Value, json};

use super::double::{Double, conversation, data, pieces};
use crate::family::conversation::Conversation;
use crate::family::understanding::{met as told_by_tables, speakers};

/// A conversation with Ken, Mia and Leo, on a model that understands nothing of what it is told.
fn met() -> (std::sync::Arc<Double>, Conversation) {
    let model = Double::new(|request, number| {
        let text = if request.schema.is_some() { "{}".to_owned() } else { format!("Said {number}.") };
        pieces(&text)
    });
    let mut conversation = conversation(&model, 32_000);
    let child = |name: &str, gender| Child { desired_gender: Some(gender), name: Some(name.into()) };
    let profile = UserProfile {
        gender: Some(Gender::Female),
        children: vec![child("Mia", Gender::Female), child("Leo", Gender::Male)],
        ideal_partner: Some(Partner { name: Some("Ken".into()), ..Partner::default() }),
        ..UserProfile::default()
    };
    StateUpdate { profile: Some(profile), ..StateUpdate::default() }.apply(&mut conversation.state);
    conversation.say("hello");
    conversation.press();
    model.asked();
    (model, conversation)
}

/// Says something; who is asked to speak, with what instructions and data.
fn asked(model: &Double, conversation: &mut Conversation, text: &str) -> Vec<(String, String, Value)> {
    conversation.say(text);
    let spoken = model.asked().into_iter().filter(|request| request.schema.is_none());
    spoken
        .map(|request| {
            let data = data(&request);
            (data["you"]["name"].as_str().unwrap_or_default().to_owned(), request.instructions.clone(), data)
        })
        .collect()
}

#[test]
fn who_is_called_is_asked_to_speak_and_told_what_was_told() {
    let (model, mut conversation) = met();
    let lunch = asked(&model, &mut conversation, "Ken, what did you have for lunch?");
    assert_eq!(lunch.len(), 1);
    let (name, instructions, data) = &lunch[0];
    assert_eq!(name, "Ken");
    assert!(instructions.contains("Answer what was said to you, first and to the point"), "{instructions}");
    assert!(instructions.contains("Never say a sentence a second time"), "{instructions}");
    let told = data["about"].as_str().expect("what he had").to_owned();
    // Who is not named goes on, also when the model names nobody.
    let liked = asked(&model, &mut conversation, "Did you like it?");
    assert_eq!(liked[0].0, "Ken");
    assert_eq!(liked[0].2["told"], json!([{"name": "Ken", "about": "ate", "said": told}]));
    let again = asked(&model, &mut conversation, "What did you have for lunch again, Ken?");
    assert_eq!((again[0].0.as_str(), &again[0].2["about"]), ("Ken", &json!(told)));
    assert!(again[0].1.contains("what was said before"), "{}", again[0].1);
}

#[test]
fn a_place_is_seldom_asked_for_and_no_model_says_what_they_are() {
    let (model, mut conversation) = met();
    let mut proposed = Vec::new();
    for line in ["My tomatoes are red", "The cat came by", "I made curry", "I read all day", "It was fun", "So it goes"]
    {
        let said = asked(&model, &mut conversation, line);
        proposed.push(said.iter().any(|(_, instructions, _)| {
            instructions.contains("ask where they would like to go") || instructions.contains("Propose to go where")
        }));
    }
    for four in proposed.windows(4) {
        assert!(four.iter().filter(|proposed| **proposed).count() <= 1, "{proposed:?}");
    }
    let said = conversation.say("Are you all only imaginary?");
    assert!(model.asked().iter().all(|request| request.schema.is_some()), "said as it is written");
    assert!(["program", "computer", " AI"].iter().any(|word| said[0].1.contains(word)), "{said:?}");
}

#[test]
fn whoever_speaks_to_the_family_that_waits_has_met_it_with_a_model_too() {
    // All is told, and the family waits: the model understands nothing of what is said then.
    let waiting = || {
        let (model, mut conversation) = met();
        let mut state = told_by_tables(Language::English, 11).state;
        state.phase = Phase::Interview;
        state.family = hera::domain::Family::default();
        conversation.state = state;
        assert_eq!(conversation.state.profile.missing(), []);
        (model, conversation)
    };
    for text in ["how was school Leo?", "Ken, what do you like about me?", "let's go to the sea at the weekend"] {
        let (model, mut conversation) = waiting();
        let said = conversation.say(text);
        assert!(conversation.state.phase == Phase::Family && speakers(&said).len() >= 3, "{text}: {said:?}");
        assert!(model.asked().iter().any(|request| request.schema.is_none()), "{text}: in the model's words");
    }
    for text in ["I live in Chicago, not Boston", "are you an AI?", "who sees this?"] {
        let (_, mut conversation) = waiting();
        conversation.say(text);
        assert_eq!(conversation.state.phase, Phase::Interview, "{text}");
    }
}

#[test]
fn what_is_arranged_is_the_same_with_a_model() {
    let (model, mut conversation) = met();
    let called = asked(&model, &mut conversation, "Mia, call me Bear");
    assert_eq!((called.len(), called[0].0.as_str()), (1, "Mia"));
    assert_eq!(conversation.state.profile.name.as_deref(), Some("Bear"));
    let day = asked(&model, &mut conversation, "so, Saturday suits me");
    assert_eq!(day[0].2["person"]["wants_to_be_called"], "Bear");
    let hour = asked(&model, &mut conversation, "what time do we leave?");
    assert_eq!(hour[0].2["outing"]["day"], "Saturday");
    let leaves_at = hour[0].2["about"].clone();
    let again = asked(&model, &mut conversation, "so it is a long way");
    assert!(leaves_at.is_string() && again[0].2["outing"]["leaves_at"] == leaves_at, "{leaves_at}");
    // The plan that is proposed is taken by a day that suits better, whatever the model makes of it.
    conversation.state.family.trip.destination = Some("the lake".into());
    conversation.state.family.trip.activities = vec!["fishing".into(), "swimming".into()];
    conversation.state.family.talk.offer = Some(Offer::Plan);
    conversation.say("Sunday works better");
    assert_eq!(conversation.state.phase, Phase::Complete);
}
