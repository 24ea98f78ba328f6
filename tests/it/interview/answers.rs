//! What is extracted from the answers in `tests/it/answers`.

use std::collections::BTreeSet;

use hera::agent::hera::{Entrusted, extract};
use hera::domain::{Child, Field, Gender, Partner, RelationshipStatus, UserProfile};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    answer: Vec<Answer>,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    asked: String,
    #[serde(default)]
    before: Facts,
    text: String,
    #[serde(flatten)]
    told: Facts,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Facts {
    age: Option<u8>,
    gender: Option<String>,
    status: Option<String>,
    location: Option<String>,
    income: Option<String>,
    traits: Option<String>,
    name: Option<String>,
    temperament: Option<String>,
    looks: Option<String>,
    children: Option<Vec<String>>,
    declined: Option<Vec<String>>,
    entrusted: Option<Vec<String>>,
}

const TRAITS: [char; 5] = ['O', 'C', 'E', 'A', 'N'];

/// A profile as comparable text: one line per fact.
fn lines(profile: &UserProfile, entrusted: &BTreeSet<Entrusted>) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(profile.age.map(|age| format!("age {age}")));
    lines.extend(profile.gender.map(|gender| format!("gender {gender:?}")));
    lines.extend(profile.relationship_status.map(|status| format!("status {status:?}")));
    lines.extend(profile.location.as_ref().map(|place| format!("location {place}")));
    lines.extend(profile.income_range.as_ref().map(|income| format!("income {income}")));
    let five = &profile.traits;
    for (letter, value) in TRAITS.iter().zip([
        five.openness,
        five.conscientiousness,
        five.extraversion,
        five.agreeableness,
        five.neuroticism,
    ]) {
        match value {
            Some(value) if (0.7..=0.8).contains(&value) => lines.push(format!("trait {letter}+")),
            Some(value) if (0.2..=0.3).contains(&value) => lines.push(format!("trait {letter}-")),
            Some(value) => lines.push(format!("trait {letter} out of range: {value}")),
            None => {}
        }
    }
    lines.extend(profile.partner_face_description.as_ref().map(|face| format!("face {face}")));
    lines.extend(profile.current_partner.as_ref().map(|partner| format!("current {partner:?}")));
    lines.extend(profile.ideal_partner.as_ref().map(|partner| format!("ideal {partner:?}")));
    lines.extend(profile.children.iter().map(|child| format!("child {child:?}")));
    lines.extend(profile.declined.iter().map(|field| format!("declined {field:?}")));
    lines.extend(entrusted.iter().map(|what| format!("entrusted {what:?}")));
    lines
}

impl Facts {
    /// Puts these facts over `profile`.
    fn over(&self, profile: &mut UserProfile) -> BTreeSet<Entrusted> {
        profile.age = self.age.or(profile.age);
        profile.gender = self.gender.as_deref().map(gender).or(profile.gender);
        let status = self.status.as_deref().map(|status| match status {
            "married" => RelationshipStatus::Married,
            "partnered" => RelationshipStatus::Partnered,
            "single" => RelationshipStatus::Single,
            "other" => RelationshipStatus::Other,
            other => panic!("no such status: {other}"),
        });
        profile.relationship_status = status.or(profile.relationship_status);
        profile.location = self.location.clone().or(profile.location.take());
        profile.income_range = self.income.clone().or(profile.income_range.take());
        for token in self.traits.as_deref().unwrap_or("").split_whitespace() {
            let value = Some(if token.ends_with('+') { 0.75 } else { 0.25 });
            match token.chars().next() {
                Some('O') => profile.traits.openness = value,
                Some('C') => profile.traits.conscientiousness = value,
                Some('E') => profile.traits.extraversion = value,
                Some('A') => profile.traits.agreeableness = value,
                _ => profile.traits.neuroticism = value,
            }
        }
        self.partner_over(profile);
        if let Some(children) = &self.children {
            profile.children = children.iter().map(|text| child(text)).collect();
        }
        if let Some(declined) = &self.declined {
            profile.declined = declined.iter().map(|name| field(name)).collect();
        }
        let entrusted = self.entrusted.iter().flatten().map(|name| match name.as_str() {
            "partner name" => Entrusted::PartnerName,
            "partner temperament" => Entrusted::PartnerTemperament,
            "partner appearance" => Entrusted::PartnerAppearance,
            "child genders" => Entrusted::ChildGenders,
            "child names" => Entrusted::ChildNames,
            other => panic!("nothing to entrust: {other}"),
        });
        entrusted.collect()
    }

    fn partner_over(&self, profile: &mut UserProfile) {
        let known = profile.current_partner.take().or(profile.ideal_partner.take()).unwrap_or_default();
        let partner = Partner {
            name: self.name.clone().or(known.name),
            temperament: self.temperament.clone().or(known.temperament),
            appearance: self.looks.clone().or(known.appearance),
        };
        if partner == Partner::default() {
            return;
        }
        profile.partner_face_description.clone_from(&partner.appearance);
        match profile.partner_field() {
            Field::CurrentPartner => profile.current_partner = Some(partner),
            _ => profile.ideal_partner = Some(partner),
        }
    }
}

fn gender(name: &str) -> Gender {
    match name {
        "male" | "m" => Gender::Male,
        "female" | "f" => Gender::Female,
        "other" | "o" => Gender::Other,
        _ => panic!("no such gender: {name}"),
    }
}

fn child(text: &str) -> Child {
    let (kind, name) = text.split_once(':').expect("gender and name");
    let desired_gender = (kind != "?").then(|| gender(kind));
    Child { desired_gender, name: (!name.is_empty()).then(|| name.to_owned()) }
}

fn field(name: &str) -> Field {
    match name {
        "age" => Field::Age,
        "gender" => Field::Gender,
        "location" => Field::Location,
        "status" => Field::RelationshipStatus,
        "income" => Field::IncomeRange,
        "traits" => Field::UserPersonalityTraits,
        "looks" => Field::PartnerFaceDescription,
        "children" => Field::ChildrenInfo,
        "current partner" => Field::CurrentPartner,
        "ideal partner" => Field::IdealPartner,
        _ => panic!("no such field: {name}"),
    }
}

fn asked(group: &str, profile: &UserProfile) -> BTreeSet<Field> {
    let partner = [profile.partner_field(), Field::PartnerFaceDescription];
    match group {
        "person" => [Field::Age, Field::Gender, Field::Location, Field::RelationshipStatus].into(),
        "days" => [Field::IncomeRange, Field::UserPersonalityTraits].into(),
        "partner" => partner.into(),
        "children" => [Field::ChildrenInfo].into(),
        "family" => partner.into_iter().chain([Field::ChildrenInfo]).collect(),
        "" => BTreeSet::new(),
        _ => panic!("no such group: {group}"),
    }
}

fn check(table: &str) {
    let table: Table = toml::from_str(table).expect("the table is well-formed");
    assert!(table.answer.len() >= 70, "only {} answers", table.answer.len());
    let mut wrong = Vec::new();
    for answer in &table.answer {
        let mut before = UserProfile::default();
        answer.before.over(&mut before);
        let mut expected = before.clone();
        let entrusted = answer.told.over(&mut expected);
        // A field that was declined and is now told is declined no more.
        if answer.told.declined.is_none() && answer.told.income.is_some() {
            expected.declined.remove(&Field::IncomeRange);
        }
        let told = extract(&before, &asked(&answer.asked, &before), &answer.text);
        let (got, want) = (lines(&told.profile, &told.entrusted), lines(&expected, &entrusted));
        if got != want {
            let missing: Vec<_> = want.iter().filter(|line| !got.contains(line)).collect();
            let extra: Vec<_> = got.iter().filter(|line| !want.contains(line)).collect();
            wrong.push(format!("{:?}\n  missing {missing:?}\n  extra   {extra:?}", answer.text));
        }
    }
    assert!(wrong.is_empty(), "{} of {} answers:\n{}", wrong.len(), table.answer.len(), wrong.join("\n"));
}

#[test]
fn japanese_answers_are_understood() {
    check(include_str!("../answers/ja.toml"));
}

#[test]
fn english_answers_are_understood() {
    check(include_str!("../answers/en.toml"));
}

#[test]
fn a_birth_is_the_persons_own_and_no_age() {
    let told = |text: &str| {
        let told = extract(&UserProfile::default(), &[Field::Age].into(), text);
        (told.born, told.profile.age)
    };
    for own in [
        "昭和60年生まれです",
        "平成五年生まれ",
        "1990年生まれ",
        "85年生まれの男です",
        "1990年",
        "1990/5/3",
        "born in 1990",
        "I was born on May 3, 1985",
        "I'm a 1988 baby",
        "1990",
    ] {
        assert_eq!(told(own), (true, None), "{own}");
    }
    for other in ["娘は2015年生まれです", "My son was born in 2015", "大阪生まれです", "I was born in Leeds"]
    {
        assert_eq!(told(other), (false, None), "{other}");
    }
}
