//! One field, stated whole: the sentences that the page's forms write (static/js/corrections.js). What a form holds is
//! meant word for word, so it is not searched for hints as free speech is.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::personality;
use crate::agent::hera::text::{pattern, patterns, tidy};
use crate::domain::{BigFive, Child, Field, Gender, Partner, RelationshipStatus};

patterns! {
    LEAD = r"^\s*(?:訂正します。|お伝えします。|Let me correct that: |For the record, )";
    PLACE = r"^住まいは([^、。]+)です。$|^I live in ([^.;:!?]+)\.$";
    INCOME = r"^年収は([^、。]+)です。$|^I earn ([^;:!?]+) a year\.$";
    CHARACTER = r"^性格は「([^」]+)」です。$|^in character I am ([^.;:!?]+)\.$";
    FACE = r"^パートナーの顔立ちは「([^」]+)」です。$|^my partner's face is like this: ([^;:!?]+)\.$";
    PARTNER = concat!(
        r"^パートナーの名前は([^「」。]+?)(?:、性格は「([^」]+)」)?(?:、見た目は「([^」]+)」)?です。$",
        r"|^my partner's name is ([^.;:!?]+?)(?:, in character ([^;:!?]+?))?(?:, in appearance ([^;:!?]+))?\.$",
    );
    CHILDREN = r"^子どもは(.+)です。$|^I would like (.+)\.$";
}

/// What is chosen from a list.
const GENDERS: [(&str, Gender); 6] = [
    ("性別は女性です。", Gender::Female),
    ("性別は男性です。", Gender::Male),
    ("性別はその他です。", Gender::Other),
    ("I'm a woman.", Gender::Female),
    ("I'm a man.", Gender::Male),
    ("my gender is other.", Gender::Other),
];
const STATUSES: [(&str, RelationshipStatus); 8] = [
    ("結婚しています。", RelationshipStatus::Married),
    ("交際している人がいます。", RelationshipStatus::Partnered),
    ("独身です。", RelationshipStatus::Single),
    ("パートナーとの関係はその他です。", RelationshipStatus::Other),
    ("I'm married.", RelationshipStatus::Married),
    ("I'm in a relationship.", RelationshipStatus::Partnered),
    ("I'm single.", RelationshipStatus::Single),
    ("my relationship is of another kind.", RelationshipStatus::Other),
];

/// Where a child begins in the list of them.
static CHILD: LazyLock<Regex> = LazyLock::new(|| pattern("(?:^|と)(女の子|男の子)の|(?:^|,? and )a (girl|boy) named "));

/// What a form said.
#[derive(Debug, Clone, PartialEq)]
pub enum Stated {
    Gender(Gender),
    Status(RelationshipStatus),
    Place(String),
    Income(String),
    Character(BigFive),
    Face(String),
    Partner(Partner),
    Children(Vec<Child>),
}

impl Stated {
    /// The field it is about, for a person whose partner is told of in `partner`.
    pub const fn field(&self, partner: Field) -> Field {
        match self {
            Self::Gender(_) => Field::Gender,
            Self::Status(_) => Field::RelationshipStatus,
            Self::Place(_) => Field::Location,
            Self::Income(_) => Field::IncomeRange,
            Self::Character(_) => Field::UserPersonalityTraits,
            Self::Face(_) => Field::PartnerFaceDescription,
            Self::Partner(_) => partner,
            Self::Children(_) => Field::ChildrenInfo,
        }
    }
}

/// The field that `text` states, if it states one and says nothing else. `text` is as the person wrote it.
pub fn read(text: &str) -> Option<Stated> {
    let lead = LEAD.find(text)?;
    let said = text[lead.end()..].trim();
    let chosen = chosen(&GENDERS, said).map(Stated::Gender);
    if let Some(chosen) = chosen.or_else(|| self::chosen(&STATUSES, said).map(Stated::Status)) {
        return Some(chosen);
    }
    if let Some(found) = PARTNER.captures(said) {
        let part = |japanese: usize| part(&found, [japanese, japanese + 3]);
        return Some(Stated::Partner(Partner { name: part(1), temperament: part(2), appearance: part(3) }));
    }
    let value = |pattern: &Regex| part(&pattern.captures(said)?, [1, 2]);
    if let Some(character) = value(&CHARACTER) {
        let mut traits = BigFive::default();
        return personality::read(&character, &mut traits).then_some(Stated::Character(traits));
    }
    None.or_else(|| value(&PLACE).map(Stated::Place))
        .or_else(|| value(&INCOME).map(Stated::Income))
        .or_else(|| value(&FACE).map(Stated::Face))
        .or_else(|| children(&value(&CHILDREN)?).map(Stated::Children))
}

fn chosen<T: Copy>(choices: &[(&str, T)], said: &str) -> Option<T> {
    choices.iter().find(|(sentence, _)| *sentence == said).map(|(_, choice)| *choice)
}

/// What stands in the group that matched: the first of a Japanese sentence, the second of an English one.
fn part(found: &Captures<'_>, groups: [usize; 2]) -> Option<String> {
    groups.into_iter().find_map(|group| tidy(found.get(group)?.as_str()))
}

/// Every child of the list, in its order; `None` if it is no list of children.
fn children(list: &str) -> Option<Vec<Child>> {
    let heads: Vec<_> = CHILD.captures_iter(list).collect();
    let ends = heads.iter().skip(1).filter_map(|head| Some(head.get(0)?.start())).chain([list.len()]);
    let child = |(head, end): (&Captures<'_>, usize)| {
        let girl = head.get(1).is_some_and(|word| word.as_str() == "女の子")
            || head.get(2).is_some_and(|word| word.as_str() == "girl");
        let name = tidy(&list[head.get(0)?.end()..end])?;
        Some(Child { desired_gender: Some(if girl { Gender::Female } else { Gender::Male }), name: Some(name) })
    };
    if heads.first()?.get(0)?.start() != 0 {
        return None;
    }
    heads.iter().zip(ends).map(child).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn child(gender: Gender, name: &str) -> Child {
        Child { desired_gender: Some(gender), name: Some(name.to_owned()) }
    }

    #[test]
    fn what_a_form_holds_is_taken_word_for_word() {
        let text = |said: &str| Some(said.to_owned());
        for (said, stated) in [
            ("訂正します。性別はその他です。", Stated::Gender(Gender::Other)),
            ("For the record, I'm married.", Stated::Status(RelationshipStatus::Married)),
            ("Let me correct that: I'm in a relationship.", Stated::Status(RelationshipStatus::Partnered)),
            ("訂正します。独身です。", Stated::Status(RelationshipStatus::Single)),
            ("Let me correct that: I'm a woman.", Stated::Gender(Gender::Female)),
            ("For the record, my relationship is of another kind.", Stated::Status(RelationshipStatus::Other)),
            ("お伝えします。住まいは北海道の田舎です。", Stated::Place("北海道の田舎".to_owned())),
            ("Let me correct that: I live in a village in Wales.", Stated::Place("a village in Wales".to_owned())),
            (
                "訂正します。パートナーの顔立ちは「面長で、ひげがある」です。",
                Stated::Face("面長で、ひげがある".to_owned()),
            ),
            (
                "Let me correct that: my partner's name is Aiko Tanaka, in character orderly, kind, in appearance tall.",
                Stated::Partner(Partner {
                    name: text("Aiko Tanaka"),
                    temperament: text("orderly, kind"),
                    appearance: text("tall"),
                }),
            ),
            (
                "訂正します。パートナーの名前は田中 愛子、見た目は「背が高い」です。",
                Stated::Partner(Partner {
                    name: text("田中 愛子"), temperament: None, appearance: text("背が高い")
                }),
            ),
            (
                "訂正します。子どもは女の子のまことと男の子の太郎です。",
                Stated::Children(vec![child(Gender::Female, "まこと"), child(Gender::Male, "太郎")]),
            ),
            ("Let me correct that: I would like a boy named Leo.", Stated::Children(vec![child(Gender::Male, "Leo")])),
        ] {
            assert_eq!(read(said), Some(stated), "{said}");
        }
    }

    #[test]
    fn free_speech_is_no_statement() {
        for said in [
            "住まいは東京です。",
            "訂正します。住まいは東京で、年収は500万円です。",
            "訂正します。子どもは二人です。",
            "Let me correct that: I would like to go out.",
            "For the record, I am tired",
        ] {
            assert_eq!(read(said), None, "{said}");
        }
    }
}
