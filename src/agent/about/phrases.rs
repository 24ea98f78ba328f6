//! The answers, as tables: one file per language. `{...}` stands for what the state knows ([`super::facts`]).

mod en;
mod ja;

use super::subjects::Subject;
use crate::domain::{Field, Language, Phase};

/// How what is known is said.
pub struct Known {
    /// `{what}`
    pub person: &'static str,
    pub partner: &'static str,
    pub children: &'static str,
    pub declined: &'static str,
    pub nothing: &'static str,
    /// Male, female, other.
    pub gender: [&'static str; 3],
    /// Married, partnered, single, other.
    pub status: [&'static str; 4],
    pub home: &'static str,
    pub income: &'static str,
    pub traits: &'static str,
    /// The person's own words about themself.
    pub own_words: &'static str,
    /// The outing: nothing of it, where it goes `{place}`, what is done `{what}`, and both.
    pub no_outing: &'static str,
    pub place: &'static str,
    pub activities: &'static str,
    pub outing: &'static str,
}

/// What Hera answers.
pub const fn hera(language: Language, subject: Subject) -> &'static str {
    match language {
        Language::Japanese => ja::hera(subject),
        Language::English => en::hera(subject),
    }
}

/// What the partner answers, in this act.
pub const fn partner(language: Language, subject: Subject, phase: Phase) -> &'static str {
    let told = matches!(phase, Phase::Complete);
    match language {
        Language::Japanese => ja::partner(subject, told),
        Language::English => en::partner(subject, told),
    }
}

/// What a child answers to who asks whether they are real.
pub const fn child_is_real(language: Language) -> &'static str {
    match language {
        Language::Japanese => ja::CHILD_IS_REAL,
        Language::English => en::CHILD_IS_REAL,
    }
}

/// The answer that is offered to who asks why, or whether they must: what stands on it, and what it says.
pub const fn leave_out(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::Japanese => ("この質問は飛ばす", "言いたくないです"),
        Language::English => ("Leave this one out", "I'd rather not say"),
    }
}

/// The same once more: `{said}`.
pub const fn again(language: Language) -> &'static str {
    match language {
        Language::Japanese => ja::AGAIN,
        Language::English => en::AGAIN,
    }
}

/// What is meant by a field, with an example.
pub const fn meaning(language: Language, field: Field) -> &'static str {
    match language {
        Language::Japanese => ja::meaning(field),
        Language::English => en::meaning(field),
    }
}

/// The name of a field.
pub const fn field(language: Language, field: Field) -> &'static str {
    match language {
        Language::Japanese => ja::field(field),
        Language::English => en::field(field),
    }
}

/// Who finds the words: a model, or nobody but tables.
pub const fn mind(language: Language, by_model: bool) -> &'static str {
    match language {
        Language::Japanese => ja::MIND[by_model as usize],
        Language::English => en::MIND[by_model as usize],
    }
}

/// Who else reads what is written, if anybody does.
pub const fn reader(language: Language, by_model: bool) -> &'static str {
    let readers = match language {
        Language::Japanese => ja::READER,
        Language::English => en::READER,
    };
    if by_model { readers } else { "" }
}

/// `{done}`, `{left}`, `{all}`
pub const fn progress(language: Language) -> &'static str {
    match language {
        Language::Japanese => ja::PROGRESS,
        Language::English => en::PROGRESS,
    }
}

/// That all is told.
pub const fn progress_done(language: Language) -> &'static str {
    match language {
        Language::Japanese => ja::PROGRESS_DONE,
        Language::English => en::PROGRESS_DONE,
    }
}

pub const fn of_known(language: Language) -> &'static Known {
    match language {
        Language::Japanese => &ja::KNOWN,
        Language::English => &en::KNOWN,
    }
}
