//! Which question it is, by what a sentence speaks of: `subjects.txt`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::forms;
use crate::domain::Field;

/// What may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    AgeOk,
    Advice,
    AreReal,
    AreYouAi,
    Begin,
    CanChange,
    ChildrenMany,
    Cost,
    DataUse,
    Delete,
    Device,
    Export,
    Feelings,
    HowLong,
    Kept,
    Language,
    Limit,
    /// What is meant by a field, and an example; of none that is named, by what was asked last.
    Meaning(Option<Field>),
    NoChildren,
    OtherFamily,
    Photo,
    /// A picture that was sent along; not in the table.
    Picture,
    Portrait,
    Purpose,
    RealName,
    Repeat,
    Restart,
    Safe,
    SameSex,
    Share,
    Simpler,
    Single,
    Skip,
    Stop,
    Support,
    TrueFuture,
    Voice,
    WhatAsked,
    WhatKnown,
    WhatNext,
    WhenMeet,
    WhoAreYou,
    WhoMade,
    WhoSees,
    /// Why a field is asked for; of none that is named, why what was asked last is.
    Why(Option<Field>),
    WhyMany,
    WrongAnswer,
}

impl Subject {
    /// The subjects by their names in the table.
    const NAMED: [(&str, Self); 46] = [
        ("age_ok", Self::AgeOk),
        ("advice", Self::Advice),
        ("are_real", Self::AreReal),
        ("are_you_ai", Self::AreYouAi),
        ("begin", Self::Begin),
        ("can_change", Self::CanChange),
        ("children_many", Self::ChildrenMany),
        ("cost", Self::Cost),
        ("data_use", Self::DataUse),
        ("delete", Self::Delete),
        ("device", Self::Device),
        ("export", Self::Export),
        ("feelings", Self::Feelings),
        ("how_long", Self::HowLong),
        ("kept", Self::Kept),
        ("language", Self::Language),
        ("limit", Self::Limit),
        ("meaning", Self::Meaning(None)),
        ("no_children", Self::NoChildren),
        ("other_family", Self::OtherFamily),
        ("photo", Self::Photo),
        ("portrait", Self::Portrait),
        ("purpose", Self::Purpose),
        ("real_name", Self::RealName),
        ("repeat", Self::Repeat),
        ("restart", Self::Restart),
        ("safe", Self::Safe),
        ("same_sex", Self::SameSex),
        ("share", Self::Share),
        ("simpler", Self::Simpler),
        ("single", Self::Single),
        ("skip", Self::Skip),
        ("stop", Self::Stop),
        ("support", Self::Support),
        ("true_future", Self::TrueFuture),
        ("voice", Self::Voice),
        ("what_asked", Self::WhatAsked),
        ("what_known", Self::WhatKnown),
        ("what_next", Self::WhatNext),
        ("when_meet", Self::WhenMeet),
        ("who_are_you", Self::WhoAreYou),
        ("who_made", Self::WhoMade),
        ("who_sees", Self::WhoSees),
        ("why", Self::Why(None)),
        ("why_many", Self::WhyMany),
        ("wrong_answer", Self::WrongAnswer),
    ];

    /// Its name in the table.
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

/// Which words of the table name a field.
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

/// What the form of a sentence must be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Any,
    Asks,
    Requests,
}

/// A way of asking.
struct Way {
    subject: Subject,
    /// It only shows what a question to Hera may be about.
    loose: bool,
    /// How much it names.
    weight: usize,
    spoken_of: Vec<usize>,
    not: Vec<usize>,
    form: Form,
}

impl Way {
    /// Its words leave no doubt.
    const fn is_plain(&self) -> bool {
        self.weight > self.spoken_of.len()
    }

    fn is_better_than(&self, other: &Self) -> bool {
        let plainer = self.subject == other.subject && self.is_plain() && !other.is_plain();
        self.weight > other.weight || (self.weight == other.weight && plainer)
    }
}

/// The table, read.
struct Table {
    /// Words that stand for the same, as they are found in a spelling.
    words: Vec<Vec<String>>,
    ways: Vec<Way>,
    fields: Vec<(usize, Field)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("subjects.txt")));

/// What `sentence` asks about the thing itself, or seems to ask, if it may be taken loosely; and whether its words leave no
/// doubt.
pub fn of(sentence: &str, loosely: bool) -> Option<(Subject, bool)> {
    let spelt = forms::sentence(sentence);
    let requests = forms::requests(&spelt);
    let asks = requests && forms::asks(&spelt);
    let table = &*TABLE;
    let mut known: Vec<Option<bool>> = vec![None; table.words.len()];
    let mut speaks_of = |word: usize| {
        let found = || table.words[word].iter().any(|word| spelt.contains(word.as_str()));
        *known[word].get_or_insert_with(found)
    };
    let mut best: Option<&Way> = None;
    for way in table.ways.iter().filter(|way| way.loose == loosely) {
        let form = match way.form {
            Form::Any => true,
            Form::Asks => asks,
            Form::Requests => requests,
        };
        let fits = form
            && best.is_none_or(|best| way.is_better_than(best))
            && way.spoken_of.iter().all(|word| speaks_of(*word))
            && !way.not.iter().any(|word| speaks_of(*word));
        if fits {
            best = Some(way);
        }
    }
    let way = best?;
    let field = table.fields.iter().find(|(word, _)| speaks_of(*word)).map(|(_, field)| *field);
    Some((way.subject.about(field), way.is_plain()))
}

impl Table {
    /// Reads the table. A line that cannot be read is left out; a test finds it.
    fn read(text: &str) -> Self {
        let lines = || text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(':'));
        let named: Vec<(&str, &str)> =
            lines().filter_map(|(name, words)| Some((name.strip_prefix('=')?, words))).collect();
        let numbers: BTreeMap<&str, usize> =
            named.iter().enumerate().map(|(number, (name, _))| (*name, number)).collect();
        let words = named.iter().map(|(_, words)| words.split_whitespace().map(written).collect()).collect();
        let ways = lines().filter(|(name, _)| !name.starts_with('=')).filter_map(|(name, way)| {
            let loose = name.starts_with('~');
            let (_, subject) = Subject::NAMED.iter().find(|(known, _)| *known == name.trim_start_matches('~'))?;
            let form = if loose { Form::Asks } else { Form::Any };
            let mut read = Way { subject: *subject, loose, weight: 0, spoken_of: Vec::new(), not: Vec::new(), form };
            for word in way.split_whitespace() {
                match (word, word.strip_prefix('-')) {
                    ("?", _) => read.form = Form::Asks,
                    ("!", _) => read.form = Form::Requests,
                    (_, Some(word)) => read.not.push(*numbers.get(word)?),
                    (word, None) => {
                        read.weight += if word.ends_with("_p") { 2 } else { 1 };
                        read.spoken_of.push(*numbers.get(word)?);
                    }
                }
            }
            Some(read)
        });
        let fields = FIELDS.iter().filter_map(|(name, field)| Some((*numbers.get(name)?, *field))).collect();
        Self { ways: ways.collect(), words, fields }
    }
}

/// A word of the table as it is found in a spelling.
fn written(word: &str) -> String {
    let whole = word.ends_with('_');
    let spelt = forms::spelling(&word.replace('_', " "));
    match spelt.trim() {
        letters if letters.contains(|c: char| c > '\u{3040}') => letters.to_owned(),
        letters if whole => format!(" {letters} "),
        letters => format!(" {letters}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = || include_str!("subjects.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let ways = lines().filter(|line| !line.starts_with('=')).count();
        assert_eq!((TABLE.ways.len(), TABLE.words.len()), (ways, lines().count() - ways));
        assert_eq!(TABLE.fields.len(), FIELDS.len());
        for (name, subject) in Subject::NAMED {
            assert!(TABLE.ways.iter().any(|way| way.subject == subject), "nothing asks for {name}");
        }
    }
}
