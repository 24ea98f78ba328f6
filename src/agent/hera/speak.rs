//! How a reply is put together from what was heard and what is still open.

use std::collections::BTreeMap;

use regex::Regex;

use super::dice::Dice;
use super::extract::{self, Extraction};
use super::phrases::{Choices, Phrases, Whom, fill};
use super::text::patterns;
use crate::domain::{Alone, BigFive, Child, Field, Gender, Partner, RelationshipStatus, Topic, UserProfile};

/// Sentences with which a reply takes up what was told, at most.
const MOST_HEARD: usize = 4;

patterns! {
    GREETS = r"(?i)^(?:こんにち[はわ]|こんばん[はわ]|おはよう|はじめまして|初めまして|やあ|どうも|もしもし|よろしく|hi|hello|hey|howdy|good (?:morning|evening|afternoon)|greetings|yo\b)\b?";
    THANKS = r"(?i)ありがと|感謝|どうも$|\b(?:thanks|thank you|thx|cheers)\b";
    WHO = r"(?i)(?:あなた|きみ|君|ヘーラー?|Hera|これ|ここ)(?:は|って|とは)?(?:誰|だれ|何|なに|どこ|なん)|\b(?:who|what) (?:are|is) (?:you|hera|this)\b|自己紹介|\bare you (?:an? )?(?:ai|bot|human|real|robot)\b|AIですか|人間ですか|ロボット";
    WAITS = r"(?i)待って|まって|ちょっと|電話|戻り|\b(?:wait|hang on|hold (?:on|up)|one (?:sec|moment)|brb|sorry|bear with)\b";
    WHEN = r"(?i)会え|会いたい|会わせ|\bmeet\b|いつ";
    GOES_ON = r"(?i)^(?:(?:で|それで|で、)?(?:次|つぎ)?(?:は|の質問)?|(?:and |so |then |what'?s )?next|go on|and|so|then)[?.。、!\s]*$";
    ASKS = r"(?:\?|か。?|かな|の)\s*$|\?";
}

/// Everything a reply is made of.
#[expect(clippy::struct_excessive_bools, reason = "a scene may be all of these at once")]
pub struct Scene<'a> {
    pub phrases: &'static Phrases,
    /// What the person wrote, normalised.
    pub text: &'a str,
    /// The answer to what was asked of Hera, if something was; it may be that she is to ask once more.
    pub answered: Option<&'a str>,
    pub before: &'a UserProfile,
    pub told: &'a Extraction,
    /// What Hera chose for the person, in words.
    pub chosen: Vec<String>,
    /// What she asks next; nothing when the profile is complete.
    pub topics: &'a [Topic],
    /// How often each topic was asked for before.
    pub times: &'a BTreeMap<Topic, u8>,
    /// What is asked for no more from now on.
    pub let_go: &'a [Topic],
    /// The person's husband or wife has died.
    pub widowed: bool,
    /// Why there is no partner in the family, if there is none.
    pub alone: Option<Alone>,
    /// The person says that they want none.
    pub refuses: bool,
    /// There is neither a partner nor a child.
    pub by_oneself: bool,
    pub first: bool,
    /// Whether the profile was complete before.
    pub was_complete: bool,
    /// All that was understood, when the last of it was told just now.
    pub read_out: Option<&'a str>,
    /// The reaction used last.
    pub last_phrase: Option<u32>,
    /// Whether she is about to paint the partner.
    pub paints: bool,
}

/// The reply, and the reaction used in it.
pub fn speak(scene: &Scene<'_>, dice: &mut Dice) -> (String, Option<u32>) {
    let phrases = scene.phrases;
    let told = scene.told;
    let learnt = !told.found.is_empty() || !scene.chosen.is_empty() || told.named.is_some() || told.of_child.is_some();
    let mut parts: Vec<String> = Vec::new();
    let mut used = scene.last_phrase;
    if scene.first {
        parts.push(dice.one(if learnt { phrases.opening_in_the_middle } else { phrases.opening }).to_owned());
    }
    if let Some(corrected) = corrected(scene, dice) {
        parts.push(corrected);
    } else {
        let heard = heard(scene, dice);
        // Nothing is lovely about a divorce.
        let grave = told.found.contains(&Field::RelationshipStatus)
            && told.profile.relationship_status == Some(RelationshipStatus::Other);
        if !heard.is_empty() && !scene.first && !grave {
            let (thanks, index) = another(phrases.thanks, scene.last_phrase, dice);
            used = Some(index);
            parts.push(thanks.to_owned());
        }
        // What is read out in the same breath is not taken up before.
        parts.extend(heard.into_iter().filter(|_| scene.read_out.is_none()));
    }
    parts.extend(scene.answered.filter(|answer| !answer.is_empty()).map(str::to_owned));
    if !told.declined.is_empty() || !told.let_go.is_empty() {
        let childless = told.let_go.is_empty() && told.declined.iter().all(|field| *field == Field::ChildrenInfo);
        let respected = if scene.refuses {
            phrases.respected_alone
        } else if childless && scene.alone.is_some() {
            phrases.respected_on_ones_own
        } else if childless {
            phrases.respected_childless
        } else {
            phrases.respected
        };
        parts.push(dice.one(respected).to_owned());
    }
    if let Some((name, words)) = &told.of_child {
        parts.push(fill(dice.one(phrases.heard_of_child), &[("name", name), ("words", words)]));
    }
    // What is left to her before there is anybody to choose it for.
    let waits = scene.chosen.is_empty() && !told.entrusted.is_empty();
    if waits {
        parts.push(dice.one(phrases.to_entrusted).to_owned());
    }
    if !scene.chosen.is_empty() {
        parts.push(fill(dice.one(phrases.chose), &[("what", &list(phrases, &scene.chosen))]));
    }
    let refused = !told.declined.is_empty() || !told.let_go.is_empty();
    let answered = waits || learnt || refused || asks_age_in_years(scene) || scene.answered.is_some();
    if !answered && !told.differs && told.reopened.is_none() {
        parts.extend(reaction(scene, dice));
    }
    if !scene.let_go.is_empty() {
        parts.push(dice.one(phrases.lets_go).to_owned());
    }
    if scene.paints {
        parts.push(dice.one(phrases.paints_partner).to_owned());
    }
    parts.extend(closing(scene, dice));
    let text = parts.join(phrases.space);
    let text = scene.read_out.map_or(text.clone(), |read_out| format!("{text}\n\n{read_out}"));
    (text, used)
}

/// One of the texts, another than last time.
fn another(texts: Choices, last: Option<u32>, dice: &mut Dice) -> (&'static str, u32) {
    let last = last.and_then(|last| usize::try_from(last).ok());
    let mut index = dice.below(texts.len());
    if Some(index) == last {
        index = (index + 1) % texts.len().max(1);
    }
    (texts.get(index).copied().unwrap_or(""), u32::try_from(index).unwrap_or(0))
}

/// The question, or what is said before all is read out, and after that.
fn closing(scene: &Scene<'_>, dice: &mut Dice) -> Vec<String> {
    let phrases = scene.phrases;
    if !scene.topics.is_empty() {
        return ask(scene, dice);
    }
    let texts = match () {
        () if scene.told.differs => phrases.ask_what_differs,
        () if scene.by_oneself => phrases.complete_by_oneself,
        () if scene.was_complete => phrases.still_complete,
        () => phrases.complete,
    };
    vec![dice.one(texts).to_owned()]
}

/// The reaction to a message that told nothing.
fn reaction(scene: &Scene<'_>, dice: &mut Dice) -> Option<String> {
    if scene.text.is_empty() {
        return None;
    }
    let phrases = scene.phrases;
    let is = |pattern: &Regex| pattern.is_match(scene.text);
    let choices = if !scene.text.chars().any(char::is_alphanumeric) || is(&WAITS) {
        phrases.to_silence
    } else if is(&WHO) {
        phrases.to_who_are_you
    } else if is(&GREETS) {
        phrases.to_greeting
    } else if is(&THANKS) {
        phrases.to_thanks
    } else if is(&WHEN) && scene.topics.is_empty() {
        return None;
    } else if is(&WHEN) {
        phrases.to_impatient
    } else if is(&GOES_ON) {
        return None;
    } else if is(&ASKS) {
        phrases.to_question
    } else if scene.first || scene.topics.is_empty() {
        return None;
    } else if extract::is_aside(scene.text) {
        phrases.to_aside
    } else {
        phrases.not_understood
    };
    // The opening already greets and says who she is.
    let said = scene.first && choices != phrases.to_question;
    (!said).then(|| dice.one(choices).to_owned())
}

/// Whether the person told when they were born, and Hera is still to hear how old they are.
fn asks_age_in_years(scene: &Scene<'_>) -> bool {
    scene.told.born && scene.topics.contains(&Topic::Age)
}

/// The question: for two things in one breath where both are asked for the first time, or one by one. What was asked for
/// before comes in other words.
fn ask(scene: &Scene<'_>, dice: &mut Dice) -> Vec<String> {
    let phrases = scene.phrases;
    let whom = if scene.widowed {
        Whom::Late
    } else if scene.told.profile.partner_field() == Field::CurrentPartner {
        Whom::Current
    } else {
        Whom::Ideal
    };
    let times = |topic: &Topic| usize::from(scene.times.get(topic).copied().unwrap_or(0));
    if let [first, second] = scene.topics
        && times(first) == 0
        && times(second) == 0
        && !asks_age_in_years(scene)
        && let Some(texts) = (phrases.both)(*first, *second, whom)
    {
        return vec![dice.one(texts).to_owned()];
    }
    let question = |topic: &Topic| match topic {
        Topic::Age if asks_age_in_years(scene) => phrases.ask_age_in_years,
        topic => (phrases.question)(*topic, whom)[times(topic).min(2)],
    };
    scene.topics.iter().map(|topic| dice.one(question(topic)).to_owned()).collect()
}

/// What changed of what was known before, said back.
fn corrected(scene: &Scene<'_>, dice: &mut Dice) -> Option<String> {
    let (phrases, before, after) = (scene.phrases, scene.before, &scene.told.profile);
    let mut what: Vec<String> = Vec::new();
    let mut silent = false;
    for field in &scene.told.found {
        match field {
            Field::Age if before.age.is_some() && before.age != after.age => {
                what.extend(after.age.map(|age| fill(phrases.age, &[("age", &age.to_string())])));
            }
            Field::Gender if before.gender.is_some() && before.gender != after.gender => {
                what.extend(after.gender.map(|gender| phrases.gender[gender_index(gender)].to_owned()));
            }
            Field::RelationshipStatus
                if before.relationship_status.is_some() && before.relationship_status != after.relationship_status =>
            {
                what.extend(after.relationship_status.map(|status| phrases.status[status_index(status)].to_owned()));
            }
            Field::Location if before.location.is_some() && before.location != after.location => {
                what.extend(after.location.clone());
            }
            Field::IncomeRange if before.income_range.is_some() && before.income_range != after.income_range => {
                what.extend(after.income_range.clone());
            }
            Field::ChildrenInfo if is_taken_back(&before.children, &after.children) => {
                what.push(children_text(phrases, &after.children));
            }
            Field::CurrentPartner | Field::IdealPartner => {
                let (old, new) = (before.partner(), after.partner());
                if let (Some(old), Some(new)) = (old.and_then(|p| p.name.as_ref()), new.and_then(|p| p.name.as_ref()))
                    && old != new
                {
                    what.push(partner_text(phrases, new));
                } else if scene.was_complete {
                    let new = |part: fn(&Partner) -> &Option<String>| {
                        let now = after.partner().and_then(|partner| part(partner).as_ref())?;
                        let then = before.partner().and_then(|partner| part(partner).as_ref());
                        (then != Some(now)).then(|| now.clone())
                    };
                    what.extend(new(|partner| &partner.temperament));
                    what.extend(new(|partner| &partner.appearance));
                }
            }
            Field::UserPersonalityTraits => {
                silent |= before.traits.known() > 0 && before.traits != after.traits && after.personality.is_none();
                what.extend(
                    after
                        .personality
                        .clone()
                        .filter(|words| before.personality.as_ref().is_some_and(|before| before != words)),
                );
            }
            _ => {}
        }
    }
    if !what.is_empty() {
        return Some(fill(dice.one(phrases.corrected), &[("what", &list(phrases, &what))]));
    }
    (silent && scene.was_complete).then(|| dice.one(phrases.corrected_silently).to_owned())
}

/// Sentences that take up what was told, the weightiest first.
fn heard(scene: &Scene<'_>, dice: &mut Dice) -> Vec<String> {
    let (phrases, profile) = (scene.phrases, &scene.told.profile);
    let found = |field: Field| scene.told.found.contains(&field);
    let mut heard = Vec::new();
    let doubted = doubted(scene.before, scene.told);
    if let Some((topic, names)) = &doubted {
        let who: Vec<String> = match topic {
            Topic::OwnName | Topic::PartnerName => names.iter().map(|name| partner_text(phrases, name)).collect(),
            _ => names.clone(),
        };
        heard.push(fill(dice.one(phrases.heard_doubtful_name), &[("who", &list(phrases, &who))]));
    }
    let doubts = |topic: Topic| doubted.as_ref().is_some_and(|(doubted, _)| *doubted == topic);
    let own = profile.name.as_ref().filter(|name| scene.before.name.as_ref() != Some(name));
    if let Some(name) = own.filter(|_| !doubts(Topic::OwnName)) {
        heard.push(fill(dice.one(phrases.heard_name), &[("name", name)]));
    }
    heard.extend(heard_of_person(scene, dice));
    let gender = profile.gender.filter(|gender| found(Field::Gender) && scene.before.gender != Some(*gender));
    heard.extend(gender.map(|gender| dice.one(phrases.heard_gender[gender_index(gender)]).to_owned()));
    if let Some(status) = profile
        .relationship_status
        .filter(|status| found(Field::RelationshipStatus) && scene.before.relationship_status != Some(*status))
        // Nobody is dreamt up for who wants nobody.
        .filter(|_| scene.alone.is_none())
    {
        let texts = if scene.widowed && status == RelationshipStatus::Other {
            phrases.heard_widowed
        } else {
            phrases.heard_status[status_index(status)]
        };
        heard.push(dice.one(texts).to_owned());
    }
    if found(Field::UserPersonalityTraits) {
        let five = heard_traits(phrases, &scene.before.traits, &profile.traits, dice);
        let own = profile.personality.as_ref().filter(|words| scene.before.personality.as_ref() != Some(words));
        let own = own.map(|words| fill(dice.one(phrases.heard_own_words), &[("words", words)]));
        heard.extend(own.or(five));
    }
    if let Some(income) = profile.income_range.as_deref().filter(|_| found(Field::IncomeRange)) {
        let none = ["なし", "none"].contains(&income);
        heard.push(fill(
            dice.one(if none { phrases.heard_no_income } else { phrases.heard_income }),
            &[("income", income)],
        ));
    }
    if found(Field::CurrentPartner) || found(Field::IdealPartner) {
        heard.extend(heard_partner(scene, dice));
    }
    if found(Field::ChildrenInfo)
        && !profile.children.is_empty()
        && scene.chosen.is_empty()
        && !doubts(Topic::ChildNames)
    {
        let named = profile.children.iter().any(|child| child.name.is_some());
        let text = children_text(phrases, &profile.children);
        let template = dice.one(if named { phrases.heard_children } else { phrases.heard_children_unnamed });
        heard.push(capitalise_sentences(&fill(template, &[("children", &text)])));
    }
    heard.truncate(MOST_HEARD);
    heard
}

/// Whose names were told just now and may have been misheard, with these names.
pub fn doubted(before: &UserProfile, told: &Extraction) -> Option<(Topic, Vec<String>)> {
    let topic = told.named.filter(|_| told.doubtful)?;
    let after = &told.profile;
    let names: Vec<String> = match topic {
        Topic::OwnName => after.name.iter().filter(|name| before.name.as_ref() != Some(name)).cloned().collect(),
        Topic::PartnerName => {
            let known = before.partner().and_then(|partner| partner.name.as_ref());
            let name = after.partner().and_then(|partner| partner.name.as_ref());
            name.into_iter().filter(|name| known != Some(name)).cloned().collect()
        }
        _ => {
            let new = |name: &&String| before.children.iter().all(|child| child.name.as_ref() != Some(name));
            after.children.iter().filter_map(|child| child.name.as_ref()).filter(new).cloned().collect()
        }
    };
    (!names.is_empty()).then_some((topic, names))
}

/// Whether anything that was known of the children is no longer so: what only comes to it is no correction.
fn is_taken_back(before: &[Child], after: &[Child]) -> bool {
    let still = |old: &Child, new: &Child| {
        (old.name.is_none() || old.name == new.name)
            && (old.desired_gender.is_none() || old.desired_gender == new.desired_gender)
    };
    before.iter().any(|old| !after.iter().any(|new| still(old, new)))
}

fn heard_of_person(scene: &Scene<'_>, dice: &mut Dice) -> Option<String> {
    let (phrases, profile, found) = (scene.phrases, &scene.told.profile, &scene.told.found);
    let age = profile.age.filter(|_| found.contains(&Field::Age)).map(|age| age.to_string());
    let place = profile.location.as_deref().filter(|_| found.contains(&Field::Location));
    let (template, age, place) = match (age, place) {
        (Some(age), Some(place)) => (phrases.heard_age_and_place, age, place),
        (Some(age), None) => (phrases.heard_age, age, ""),
        (None, Some(place)) => (phrases.heard_place, String::new(), place),
        (None, None) => return None,
    };
    Some(fill(dice.one(template), &[("age", &age), ("place", place)]))
}

fn heard_traits(phrases: &Phrases, before: &BigFive, after: &BigFive, dice: &mut Dice) -> Option<String> {
    let five = |traits: &BigFive| {
        [traits.openness, traits.conscientiousness, traits.extraversion, traits.agreeableness, traits.neuroticism]
    };
    let words: Vec<&str> = five(after)
        .iter()
        .zip(five(before))
        .zip(phrases.trait_words)
        .filter(|((now, then), _)| now.is_some() && **now != *then)
        .filter_map(|((now, _), (high, low))| now.map(|value| if value > 0.5 { high } else { low }))
        .take(2)
        .collect();
    (!words.is_empty()).then(|| fill(dice.one(phrases.heard_traits), &[("traits", &list(phrases, &words))]))
}

fn heard_partner(scene: &Scene<'_>, dice: &mut Dice) -> Option<String> {
    let phrases = scene.phrases;
    let partner = scene.told.profile.partner()?;
    let known = scene.before.partner();
    let changed = |part: fn(&Partner) -> &Option<String>| {
        let now = part(partner).as_deref()?;
        let then = known.and_then(|known| part(known).as_deref());
        (then != Some(now)).then_some(now)
    };
    let told = [changed(|partner| &partner.temperament), changed(|partner| &partner.appearance)];
    let mut told: Vec<&str> = told.into_iter().flatten().collect();
    told.dedup();
    let words = told.join(phrases.list.0);
    let Some(name) = &partner.name else {
        let text = dice.one(phrases.heard_partner_unnamed);
        return (!words.is_empty()).then(|| fill(text, &[("words", &words)]));
    };
    let new_name = known.is_none_or(|known| known.name.as_ref() != Some(name));
    let shown = partner_text(phrases, name);
    let values = [("partner", shown.as_str()), ("words", words.as_str())];
    // A doubtful one is said back by itself.
    if new_name && scene.told.doubtful && scene.told.named == Some(Topic::PartnerName) {
        return None;
    }
    if !words.is_empty() {
        return Some(fill(dice.one(phrases.heard_partner), &values));
    }
    new_name.then(|| fill(dice.one(phrases.heard_partner_name), &values))
}

pub const fn gender_index(gender: Gender) -> usize {
    match gender {
        Gender::Male => 0,
        Gender::Female => 1,
        Gender::Other => 2,
    }
}

pub const fn status_index(status: RelationshipStatus) -> usize {
    match status {
        RelationshipStatus::Married => 0,
        RelationshipStatus::Partnered => 1,
        RelationshipStatus::Single => 2,
        RelationshipStatus::Other => 3,
    }
}

/// The partner by name.
pub fn partner_text(phrases: &Phrases, name: &str) -> String {
    fill(phrases.partner, &[("name", name)])
}

/// The children: by name, and those without one by number.
pub fn children_text(phrases: &Phrases, children: &[Child]) -> String {
    let kind = |child: &Child| match child.desired_gender {
        Some(Gender::Female) => 0,
        Some(Gender::Male) => 1,
        _ => 2,
    };
    let mut items: Vec<String> = Vec::new();
    for child in children {
        items.extend(child.name.as_ref().map(|name| fill(phrases.child[kind(child)], &[("name", name)])));
    }
    for (index, texts) in phrases.children.iter().enumerate() {
        let count = children.iter().filter(|child| child.name.is_none() && kind(child) == index).count();
        if let Some(last) = count.checked_sub(1) {
            items.push(fill(texts[last.min(2)], &[("n", &count.to_string())]));
        }
    }
    list(phrases, &items)
}

pub fn list<S: AsRef<str>>(phrases: &Phrases, items: &[S]) -> String {
    join(&items.iter().map(|item| item.as_ref().to_owned()).collect::<Vec<_>>(), phrases.list.0, phrases.list.1)
}

fn join(items: &[String], comma: &str, and: &str) -> String {
    match items {
        [] => String::new(),
        [head @ .., last] if !head.is_empty() => format!("{}{and}{last}", head.join(comma)),
        [only, ..] => only.clone(),
    }
}

/// English sentences that begin with what was filled in begin with a capital.
fn capitalise_sentences(text: &str) -> String {
    let mut begins = true;
    let capital = |c: char| {
        let upper = begins && c.is_lowercase();
        begins = matches!(c, '.' | '!' | '?') || (begins && c == ' ');
        if upper { c.to_uppercase().collect::<String>() } else { c.to_string() }
    };
    text.chars().map(capital).collect()
}
