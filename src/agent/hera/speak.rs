//! How a reply is put together from what was heard and what is still open.

use regex::Regex;

use super::dice::Dice;
use super::extract::Extraction;
use super::needs::{CHILDREN, DAYS, Need, PARTNER, PERSON};
use super::phrases::{Choices, Phrases, fill};
use super::text::patterns;
use crate::domain::{BigFive, Child, Field, Gender, Partner, RelationshipStatus, UserProfile};

/// Sentences with which a reply takes up what was told, at most.
const MOST_HEARD: usize = 3;

patterns! {
    GREETS = r"(?i)^(?:こんにち[はわ]|こんばん[はわ]|おはよう|はじめまして|初めまして|やあ|どうも|もしもし|よろしく|hi|hello|hey|howdy|good (?:morning|evening|afternoon)|greetings|yo)\b?";
    THANKS = r"(?i)ありがと|感謝|どうも$|\b(?:thanks|thank you|thx|cheers)\b";
    WHO = r"(?i)(?:あなた|きみ|君|ヘーラー?|Hera|これ|ここ)(?:は|って|とは)?(?:誰|だれ|何|なに|どこ|なん)|\b(?:who|what) (?:are|is) (?:you|hera|this)\b|自己紹介|\bare you (?:an? )?(?:ai|bot|human|real|robot)\b|AIですか|人間ですか|ロボット";
    WHEN = r"(?i)会え|会いたい|会わせ|\bmeet\b|いつ";
    ASKS = r"(?:\?|か。?|かな|の)\s*$|\?";
}

/// Everything a reply is made of.
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
    pub needs: &'a [Need],
    pub first: bool,
    /// Whether the profile was complete before.
    pub was_complete: bool,
    /// The reaction used last.
    pub last_phrase: Option<u32>,
    /// Whether she is about to paint the partner.
    pub paints: bool,
}

/// The reply, and the reaction used in it.
pub fn speak(scene: &Scene<'_>, dice: &mut Dice) -> (String, Option<u32>) {
    let phrases = scene.phrases;
    let told = scene.told;
    let learnt = !told.found.is_empty() || !scene.chosen.is_empty();
    let mut parts: Vec<String> = Vec::new();
    let mut used = scene.last_phrase;
    if scene.first {
        parts.push(dice.one(if learnt { phrases.opening_in_the_middle } else { phrases.opening }).to_owned());
    }
    if let Some(corrected) = corrected(scene, dice) {
        parts.push(corrected);
    } else {
        let heard = heard(scene, dice);
        if !heard.is_empty() && !scene.first {
            let (thanks, index) = another(phrases.thanks, scene.last_phrase, dice);
            used = Some(index);
            parts.push(thanks.to_owned());
        }
        parts.extend(heard);
    }
    parts.extend(scene.answered.filter(|answer| !answer.is_empty()).map(str::to_owned));
    if !told.declined.is_empty() {
        let childless = told.declined.iter().all(|field| *field == Field::ChildrenInfo);
        parts.push(dice.one(if childless { phrases.respected_childless } else { phrases.respected }).to_owned());
    }
    if !scene.chosen.is_empty() {
        parts.push(fill(dice.one(phrases.chose), &[("what", &list(phrases, &scene.chosen))]));
    }
    let answered = learnt || !told.declined.is_empty() || asks_age_in_years(scene) || scene.answered.is_some();
    let mut confused = false;
    if !answered {
        let (reaction, question) = reaction(scene, dice);
        parts.extend(reaction);
        confused = question;
    }
    if !confused {
        parts.extend(closing(scene, dice, answered));
    }
    if scene.paints {
        parts.push(dice.one(phrases.paints_partner).to_owned());
    }
    (parts.join(phrases.space), used)
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

/// The question, or the farewell when nothing is left to ask.
fn closing(scene: &Scene<'_>, dice: &mut Dice, answered: bool) -> Vec<String> {
    let phrases = scene.phrases;
    if !scene.needs.is_empty() {
        return ask(scene, dice);
    }
    if scene.was_complete {
        return vec![dice.one(phrases.still_complete).to_owned()];
    }
    let family = family(phrases, &scene.told.profile);
    let text = if family.is_empty() || !answered {
        dice.one(phrases.complete_alone).to_owned()
    } else {
        capitalise_sentences(&fill(dice.one(phrases.complete), &[("family", &family)]))
    };
    vec![text]
}

/// The reaction to a message that told nothing, and whether it already asks.
fn reaction(scene: &Scene<'_>, dice: &mut Dice) -> (Option<String>, bool) {
    let phrases = scene.phrases;
    let is = |pattern: &Regex| pattern.is_match(scene.text);
    let choices = if !scene.text.chars().any(char::is_alphanumeric) {
        phrases.to_silence
    } else if is(&WHO) {
        phrases.to_who_are_you
    } else if is(&GREETS) {
        phrases.to_greeting
    } else if is(&THANKS) {
        phrases.to_thanks
    } else if is(&WHEN) && scene.needs.is_empty() {
        return (None, false);
    } else if is(&WHEN) {
        phrases.to_impatient
    } else if is(&ASKS) {
        phrases.to_question
    } else if scene.first || scene.needs.is_empty() {
        return (None, false);
    } else {
        let items: Vec<&str> = scene.needs.iter().map(|need| (phrases.need)(*need).0).collect();
        let example = (phrases.need)(scene.needs[0]).1;
        let text =
            fill(dice.one(phrases.not_understood), &[("items", &questions(phrases, &items)), ("example", example)]);
        return (Some(text), true);
    };
    // The opening already greets and says who she is.
    let said = scene.first && choices != phrases.to_question;
    ((!said).then(|| dice.one(choices).to_owned()), false)
}

/// Whether the person told when they were born, and Hera is still to hear how old they are.
fn asks_age_in_years(scene: &Scene<'_>) -> bool {
    scene.told.born && scene.needs.contains(&Need::Age)
}

fn ask(scene: &Scene<'_>, dice: &mut Dice) -> Vec<String> {
    let phrases = scene.phrases;
    let in_years = asks_age_in_years(scene);
    let needs: Vec<Need> = scene.needs.iter().copied().filter(|need| !(in_years && *need == Need::Age)).collect();
    let has_all = |group: &[Need]| group.iter().all(|need| needs.contains(need));
    let partner = match scene.told.profile.partner_field() {
        Field::CurrentPartner => phrases.ask_current_partner,
        _ => phrases.ask_ideal_partner,
    };
    let mut rest = needs.clone();
    let mut questions = Vec::new();
    for (group, texts) in
        [(PERSON, phrases.ask_person), (DAYS, phrases.ask_days), (PARTNER, partner), (CHILDREN, phrases.ask_children)]
    {
        if has_all(group) {
            let texts = if group == CHILDREN && !questions.is_empty() { phrases.and_children } else { texts };
            questions.push(dice.one(texts).to_owned());
            rest.retain(|need| !group.contains(need));
        }
    }
    if !rest.is_empty() {
        let items: Vec<&str> = rest.iter().map(|need| (phrases.need)(*need).0).collect();
        let question = fill(dice.one(phrases.ask_rest), &[("items", &self::questions(phrases, &items))]);
        questions.insert(0, question);
    }
    if in_years {
        questions.insert(0, dice.one(phrases.ask_age_in_years).to_owned());
    }
    questions
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
            Field::ChildrenInfo
                if before.children != after.children
                    && (all_named(&before.children) || scene.told.corrected && !before.children.is_empty()) =>
            {
                what.push(children_text(phrases, &after.children));
            }
            Field::CurrentPartner | Field::IdealPartner => {
                let (old, new) = (partner_of(before), partner_of(after));
                if let (Some(old), Some(new)) = (old.and_then(|p| p.name.as_ref()), new.and_then(|p| p.name.as_ref()))
                    && old != new
                {
                    what.push(partner_text(phrases, new));
                } else {
                    silent |= old.is_some_and(Partner::is_complete) && old != new;
                }
            }
            Field::UserPersonalityTraits => silent |= before.traits.known() >= 2 && before.traits != after.traits,
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
    heard.extend(heard_of_person(scene, dice));
    if let Some(status) = profile
        .relationship_status
        .filter(|status| found(Field::RelationshipStatus) && scene.before.relationship_status != Some(*status))
    {
        heard.push(dice.one(phrases.heard_status[status_index(status)]).to_owned());
    }
    if found(Field::UserPersonalityTraits) {
        heard.extend(heard_traits(phrases, &scene.before.traits, &profile.traits, dice));
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
    if found(Field::ChildrenInfo) && !profile.children.is_empty() && scene.chosen.is_empty() {
        let named = profile.children.iter().any(|child| child.name.is_some());
        let text = children_text(phrases, &profile.children);
        let template = dice.one(if named { phrases.heard_children } else { phrases.heard_children_unnamed });
        heard.push(capitalise_sentences(&fill(template, &[("children", &text)])));
    }
    heard.truncate(MOST_HEARD);
    heard
}

fn all_named(children: &[Child]) -> bool {
    !children.is_empty() && children.iter().all(|child| child.name.is_some())
}

fn heard_of_person(scene: &Scene<'_>, dice: &mut Dice) -> Option<String> {
    let (phrases, profile, found) = (scene.phrases, &scene.told.profile, &scene.told.found);
    let age = profile.age.filter(|_| found.contains(&Field::Age)).map(|age| age.to_string());
    let place = profile.location.as_deref().filter(|_| found.contains(&Field::Location));
    let (template, age, place) = match (age, place) {
        (Some(age), Some(place)) => (phrases.heard_age_and_place, age, place),
        (Some(age), None) => (phrases.heard_age, age, ""),
        (None, Some(place)) => (phrases.heard_place, String::new(), place),
        (None, None) if found.len() == 1 && found.contains(&Field::Gender) => (phrases.heard_gender, String::new(), ""),
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
    let partner = partner_of(&scene.told.profile)?;
    let known = partner_of(scene.before);
    let described = partner.temperament.is_some() || partner.appearance.is_some();
    let Some(name) = &partner.name else {
        return Some(dice.one(phrases.heard_partner_unnamed).to_owned());
    };
    let new_name = known.is_none_or(|known| known.name.is_none());
    let template = if new_name && !described { phrases.heard_partner_name } else { phrases.heard_partner };
    Some(fill(dice.one(template), &[("partner", &partner_text(phrases, name))]))
}

/// The partner this person is asked about, as far as known.
pub const fn partner_of(profile: &UserProfile) -> Option<&Partner> {
    match profile.partner_field() {
        Field::CurrentPartner => profile.current_partner.as_ref(),
        _ => profile.ideal_partner.as_ref(),
    }
}

const fn gender_index(gender: Gender) -> usize {
    match gender {
        Gender::Male => 0,
        Gender::Female => 1,
        Gender::Other => 2,
    }
}

const fn status_index(status: RelationshipStatus) -> usize {
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

/// The person and those they told of, in one phrase; empty when they told of nobody.
fn family(phrases: &Phrases, profile: &UserProfile) -> String {
    let mut members: Vec<String> = Vec::new();
    let partner = partner_of(profile).and_then(|partner| partner.name.as_ref());
    members.extend(partner.map(|name| partner_text(phrases, name)));
    if !profile.children.is_empty() {
        members.push(children_text(phrases, &profile.children));
    }
    if members.is_empty() {
        return String::new();
    }
    let you =
        profile.location.as_ref().map_or(phrases.you.1.to_owned(), |place| fill(phrases.you.0, &[("place", place)]));
    members.insert(0, you);
    let (comma, and) = phrases.list;
    // Several children are one member with an "and" of its own: commas alone keep it readable.
    if profile.children.len() > 1 { members.join(comma) } else { join(&members, comma, and) }
}

fn list<S: AsRef<str>>(phrases: &Phrases, items: &[S]) -> String {
    join(&items.iter().map(|item| item.as_ref().to_owned()).collect::<Vec<_>>(), phrases.list.0, phrases.list.1)
}

/// Things asked for, in one phrase.
fn questions(phrases: &Phrases, items: &[&str]) -> String {
    let items: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
    join(&items, phrases.list.0, if items.len() > 2 { phrases.then } else { phrases.list.1 })
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
