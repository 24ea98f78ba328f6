//! Stories and letters of a model that does not count: they have their lengths all the same.

use hera::domain::{Language, Phase};
use hera::model::Request;
use serde_json::json;

use super::double::{Double, conversation, data, pieces};

/// How a model writes that is asked for a text.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Writes {
    /// A third of what it is asked for, however often.
    TooLittle,
    TooMuch,
    /// On and on, without the end of a sentence.
    OnAndOn,
    /// A good length.
    Well,
}

/// The most that is asked for, of the whole or of what is missing; small numbers are no lengths.
fn asked_for(request: &Request) -> usize {
    let mut numbers =
        request.instructions.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok());
    numbers.rfind(|number| *number > 20).expect("a length is asked for")
}

/// So many words, or characters, in sentences.
fn text(language: Language, length: usize, ends: bool) -> String {
    let sentence = match (language, ends) {
        (Language::Japanese, true) => "海は静かに光る。",
        (Language::Japanese, false) => "海は静かに光って",
        (Language::English, true) => "And then the sea went on to shine. ",
        (Language::English, false) => "and then the sea went on to shine ",
    };
    sentence.repeat(length.div_ceil(8))
}

#[test]
fn stories_and_letters_of_every_model_have_their_lengths() {
    for language in [Language::Japanese, Language::English] {
        for writes in [Writes::TooLittle, Writes::TooMuch, Writes::OnAndOn, Writes::Well] {
            let model = Double::new(move |request, _| {
                if request.schema.is_some() {
                    return pieces(&json!({"answer": "yes"}).to_string());
                }
                let most = if data(request)["family"].is_null() { 8 } else { asked_for(request) };
                pieces(&match writes {
                    Writes::TooLittle => text(language, most * 2 / 5, true),
                    Writes::TooMuch => text(language, most * 3, true),
                    Writes::OnAndOn => text(language, most * 3, false),
                    Writes::Well => text(language, most * 9 / 10, true),
                })
            });
            let mut conversation = conversation(&model, 32_000);
            conversation.state.phase = Phase::Family;
            let (hello, yes) =
                if language == Language::Japanese { ("こんにちは", "はい") } else { ("hello", "yes") };
            conversation.say(hello);
            conversation.state.family.trip.destination = Some("Kyoto".into());
            conversation.state.family.trip.activities = vec!["tea".into(), "walks".into()];
            conversation.state.family.talk.offer = Some(hera::domain::Offer::Plan);
            model.asked();
            conversation.say(yes);
            let plan = conversation.state.family.plan.clone().unwrap_or_else(|| panic!("no plan: {writes:?}"));
            let length = |text: &str| match language {
                Language::Japanese => text.chars().filter(|c| !c.is_whitespace()).count(),
                Language::English => text.split_whitespace().count(),
            };
            let (story, letter) = (length(&plan.story), length(&plan.letter));
            let (stories, letters) = match language {
                Language::Japanese => (800..=1_200, 600..=900),
                Language::English => (400..=600, 300..=450),
            };
            assert!(stories.contains(&story), "{language:?} {writes:?}: {story}");
            assert!(letters.contains(&letter), "{language:?} {writes:?}: {letter}");
            let asked = model.asked().iter().filter(|request| !data(request)["family"].is_null()).count();
            let again = matches!(writes, Writes::TooLittle | Writes::TooMuch);
            assert_eq!(asked > 2, again, "{language:?} {writes:?}: {asked} requests");
            let said = |text: &str| conversation.history.iter().any(|message| message.text == text);
            assert!(said(&plan.story) && said(&plan.letter), "what is kept is what was shown");
        }
    }
}
