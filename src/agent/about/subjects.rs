//! Which question it is: a small linear classifier over runs of letters and over what a sentence speaks of (`concepts.txt`),
//! learnt from the sentences in `about/sentences` by `examples/train_classifiers.rs`.

use std::sync::LazyLock;

use super::{PLAIN, forms};
use crate::agent::classify::classifier::Classifier;
use crate::agent::classify::features::Reader;
use crate::domain::{Field, Topic};

/// What may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    Account,
    AddChild,
    Advice,
    AgeOk,
    AnyGender,
    AreReal,
    AreYouAi,
    Begin,
    /// How the letter comes.
    ByPost,
    /// Whether one is seen or heard, or known where one is.
    Camera,
    CanChange,
    ChildrenMany,
    Cost,
    DataUse,
    /// Whether somebody real is to be met.
    Dating,
    Delete,
    Device,
    /// Whether one may write as one talks.
    Dialect,
    Export,
    Feelings,
    /// Whether a child may use it.
    ForChildren,
    HaveChildren,
    HeraAgain,
    HowLong,
    Kept,
    Language,
    /// Whether somebody who has died may belong to the family.
    LateOne,
    Limit,
    /// What is meant by a field, and an example; of none that is named, by what was asked last.
    Meaning(Option<Field>),
    /// Whether names must be found, or are chosen.
    NameChosen,
    NewStory,
    NoChildren,
    Notify,
    /// What becomes of it when the connection is lost.
    Offline,
    /// What Hera thinks of what she has asked, and what she is herself: of one thing, or of what was asked last. Patterns know
    /// these ([`super::herself`]).
    Opinion,
    Herself(Option<Topic>),
    OtherFamily,
    Pets,
    Photo,
    /// A picture that was sent along; nobody asks for it.
    Picture,
    Portrait,
    Purpose,
    RealName,
    /// Whether somebody who exists may belong to the family.
    RealPerson,
    Repaint,
    Repeat,
    Restart,
    Safe,
    SameSex,
    /// How a message is sent.
    Sending,
    Share,
    Simpler,
    Single,
    Skip,
    Stop,
    Support,
    TextSize,
    TrueFuture,
    Voice,
    WhatAsked,
    WhatKnown,
    WhatNext,
    WhenLetter,
    WhenMeet,
    WhoAreYou,
    WhoMade,
    WhoSees,
    /// Why a field is asked for; of none that is named, why what was asked last is.
    Why(Option<Field>),
    WhyFamily,
    WhyHera,
    WhyMany,
    WrongAnswer,
}

impl Subject {
    /// The subjects by their names, as in the sentences.
    const NAMED: [(&str, Self); 69] = [
        ("account", Self::Account),
        ("add_child", Self::AddChild),
        ("advice", Self::Advice),
        ("age_ok", Self::AgeOk),
        ("any_gender", Self::AnyGender),
        ("are_real", Self::AreReal),
        ("are_you_ai", Self::AreYouAi),
        ("begin", Self::Begin),
        ("by_post", Self::ByPost),
        ("camera", Self::Camera),
        ("can_change", Self::CanChange),
        ("children_many", Self::ChildrenMany),
        ("cost", Self::Cost),
        ("data_use", Self::DataUse),
        ("dating", Self::Dating),
        ("delete", Self::Delete),
        ("device", Self::Device),
        ("dialect", Self::Dialect),
        ("export", Self::Export),
        ("feelings", Self::Feelings),
        ("for_children", Self::ForChildren),
        ("have_children", Self::HaveChildren),
        ("hera_again", Self::HeraAgain),
        ("how_long", Self::HowLong),
        ("kept", Self::Kept),
        ("language", Self::Language),
        ("late_one", Self::LateOne),
        ("limit", Self::Limit),
        ("meaning", Self::Meaning(None)),
        ("name_chosen", Self::NameChosen),
        ("new_story", Self::NewStory),
        ("no_children", Self::NoChildren),
        ("notify", Self::Notify),
        ("offline", Self::Offline),
        ("other_family", Self::OtherFamily),
        ("pets", Self::Pets),
        ("photo", Self::Photo),
        ("portrait", Self::Portrait),
        ("purpose", Self::Purpose),
        ("real_name", Self::RealName),
        ("real_person", Self::RealPerson),
        ("repaint", Self::Repaint),
        ("repeat", Self::Repeat),
        ("restart", Self::Restart),
        ("safe", Self::Safe),
        ("same_sex", Self::SameSex),
        ("sending", Self::Sending),
        ("share", Self::Share),
        ("simpler", Self::Simpler),
        ("single", Self::Single),
        ("skip", Self::Skip),
        ("stop", Self::Stop),
        ("support", Self::Support),
        ("text_size", Self::TextSize),
        ("true_future", Self::TrueFuture),
        ("voice", Self::Voice),
        ("what_asked", Self::WhatAsked),
        ("what_known", Self::WhatKnown),
        ("what_next", Self::WhatNext),
        ("when_letter", Self::WhenLetter),
        ("when_meet", Self::WhenMeet),
        ("who_are_you", Self::WhoAreYou),
        ("who_made", Self::WhoMade),
        ("who_sees", Self::WhoSees),
        ("why", Self::Why(None)),
        ("why_family", Self::WhyFamily),
        ("why_hera", Self::WhyHera),
        ("why_many", Self::WhyMany),
        ("wrong_answer", Self::WrongAnswer),
    ];

    /// Whether what sounds like it may as well be asked of somebody of the family, about themselves or the family.
    #[must_use]
    pub const fn may_be_of_family(self) -> bool {
        matches!(
            self,
            Self::AgeOk
                | Self::Advice
                | Self::Begin
                | Self::Camera
                | Self::ChildrenMany
                | Self::Dating
                | Self::Dialect
                | Self::Feelings
                | Self::ForChildren
                | Self::HowLong
                | Self::Kept
                | Self::Language
                | Self::Limit
                | Self::Meaning(_)
                | Self::NameChosen
                | Self::NoChildren
                | Self::RealName
                | Self::RealPerson
                | Self::Simpler
                | Self::Single
                | Self::WhatAsked
                | Self::WhatKnown
                | Self::WhatNext
                | Self::WhenMeet
                | Self::WhoAreYou
                | Self::Why(_)
                | Self::WhyHera
                | Self::WhyMany
        )
    }

    /// Whether who asks it after speaking of danger has turned to something else. "Is anybody there?", "how do I end it?" and
    /// "who will read this?" may still be of the danger.
    #[must_use]
    pub const fn may_follow_danger(self) -> bool {
        !matches!(
            self,
            Self::Advice
                | Self::AreReal
                | Self::AreYouAi
                | Self::Camera
                | Self::Delete
                | Self::Feelings
                | Self::HeraAgain
                | Self::Kept
                | Self::LateOne
                | Self::Repeat
                | Self::Safe
                | Self::Simpler
                | Self::Stop
                | Self::Support
                | Self::WhoAreYou
                | Self::WhoSees
                | Self::WhyFamily
        )
    }

    /// Whether it is heard only where one of the words stands that ask for it (`asks` in `concepts.txt`), or where there is no
    /// doubt. What is asked in words like its own is mostly another subject: "when does it end?", "can it be changed?".
    const fn needs_its_words(self) -> bool {
        matches!(
            self,
            Self::Account
                | Self::AddChild
                | Self::AnyGender
                | Self::ByPost
                | Self::Camera
                | Self::Dating
                | Self::Dialect
                | Self::ForChildren
                | Self::HaveChildren
                | Self::HeraAgain
                | Self::LateOne
                | Self::NameChosen
                | Self::NewStory
                | Self::Notify
                | Self::Offline
                | Self::Pets
                | Self::RealPerson
                | Self::Repaint
                | Self::Sending
                | Self::TextSize
                | Self::WhenLetter
                | Self::WhyFamily
                | Self::WhyHera
        )
    }

    /// Whether words of which somebody in danger speaks are words of it as well: who has died, what is cut off, what is lost.
    #[must_use]
    pub const fn has_words_of_danger(self) -> bool {
        matches!(
            self,
            Self::ByPost
                | Self::Dating
                | Self::LateOne
                | Self::NameChosen
                | Self::Offline
                | Self::Sending
                | Self::TextSize
        )
    }

    /// Whether it asks for what the family never gives, however it is asked for: "can I talk to Hera again?"
    #[must_use]
    pub const fn is_never_of_family(self) -> bool {
        matches!(
            self,
            Self::Account | Self::HeraAgain | Self::NewStory | Self::Notify | Self::Repaint | Self::WhenLetter
        )
    }

    /// Whether it may be of a way, or of a thing: "how far is it?"
    #[must_use]
    pub const fn is_of_length(self) -> bool {
        matches!(self, Self::HowLong | Self::Limit)
    }

    /// Its name, as in the sentences.
    #[must_use]
    pub fn name(self) -> &'static str {
        let bare = match self {
            Self::Why(_) => Self::Why(None),
            Self::Meaning(_) => Self::Meaning(None),
            other => other,
        };
        Self::NAMED.iter().find(|(_, subject)| *subject == bare).map_or("", |(name, _)| name)
    }

    /// The same, about the field of which the sentence speaks.
    fn about(self, field: Option<Field>) -> Self {
        match self {
            Self::Why(_) => Self::Why(field),
            Self::Meaning(_) => Self::Meaning(field),
            other => other,
        }
    }
}

/// What is spoken of where a field is named (`concepts.txt`).
const FIELDS: [(&str, Field); 9] = [
    ("money", Field::IncomeRange),
    ("personality", Field::UserPersonalityTraits),
    ("looks", Field::PartnerFaceDescription),
    ("children", Field::ChildrenInfo),
    ("age", Field::Age),
    ("gender", Field::Gender),
    ("location", Field::Location),
    ("status", Field::RelationshipStatus),
    ("partner_w", Field::IdealPartner),
];

/// How much likelier it may be that nothing is asked than that the likeliest subject is.
const DOUBT: f32 = 1.5;

const CONCEPTS: &str = include_str!("concepts.txt");

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(CONCEPTS, ""));

/// The classifier, read when it is first asked.
#[expect(clippy::expect_used, reason = "the file is part of the program, and the tests read it")]
static CLASSIFIER: LazyLock<Classifier> =
    LazyLock::new(|| Classifier::read(include_bytes!("weights.bin")).expect("the weights are whole"));

/// The subject of each class of the classifier; `None` of what asks nothing about the thing itself.
static SUBJECTS: LazyLock<Vec<Option<Subject>>> = LazyLock::new(|| {
    let of = |class: &String| Subject::NAMED.iter().find(|(name, _)| name == class).map(|(_, subject)| *subject);
    CLASSIFIER.classes.iter().map(of).collect()
});

/// What `sentence` most likely asks about the thing itself, and how likely that is, if it asks, or asks for something.
pub fn of(sentence: &str) -> Option<(Subject, f32)> {
    if !forms::requests(&forms::sentence(sentence)) {
        return None;
    }
    let spoken_of = READER.spoken_of(sentence);
    let is_said = |subject: Subject| spoken_of.iter().any(|name| name.strip_prefix("asks ") == Some(subject.name()));
    let chances = CLASSIFIER.chances(&READER.features(sentence));
    let (mut likeliest, mut nothing, mut heard) = (None, 0.0, 0.0);
    for (subject, chance) in SUBJECTS.iter().zip(chances) {
        if subject.is_some_and(|subject| subject.needs_its_words() && chance < PLAIN && !is_said(subject)) {
            continue;
        }
        heard += chance;
        match subject {
            Some(subject) if likeliest.is_none_or(|(_, most)| chance > most) => likeliest = Some((*subject, chance)),
            Some(_) => {}
            None => nothing += chance,
        }
    }
    let (subject, chance) = likeliest.filter(|(_, chance)| chance * DOUBT > nothing)?;
    let field = FIELDS.iter().find(|(name, _)| spoken_of.contains(name)).map(|(_, field)| *field);
    // 性別って答えなきゃだめ？ asks of a field, and of no name.
    let of_name = || sentence.contains("名") || sentence.to_lowercase().contains("name") || sentence.contains("呼");
    let subject = if subject == Subject::RealName && field.is_some() && !of_name() { Subject::Skip } else { subject };
    Some((subject.about(field), chance / heard))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::agent::classify::sentences;

    #[test]
    fn the_weights_are_made_of_the_sentences_that_are_there() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/agent/about/sentences");
        let number = u32::from_le_bytes(include_bytes!("weights.bin")[5..9].try_into().unwrap());
        let texts = sentences::files(&folder).unwrap();
        let made_of = sentences::number(&texts, [CONCEPTS, ""]);
        assert_eq!(number, made_of, "run `cargo run --release --example train_classifiers`");
        for (name, _) in Subject::NAMED {
            assert!(CLASSIFIER.classes.iter().any(|class| class == name), "nothing asks for {name}");
        }
        assert_eq!(CLASSIFIER.classes.len(), Subject::NAMED.len() + 1, "and one of what asks nothing");
        for (name, _) in FIELDS {
            assert!(CONCEPTS.contains(&format!("\n{name}: ")), "{name}");
        }
    }
}
