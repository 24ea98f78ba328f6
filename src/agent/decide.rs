//! What a message tells ([`Heard`]), by the tables; and what follows from it, whoever has made it out ([`play`]).

use super::hera::Extraction;
use super::intent;
use super::script::{Line, Script};
use super::{HeraPrompt as Prompt, care, family, hera, memory};
use crate::domain::Phase;

/// What a message tells, to whom it is said.
pub(super) enum Heard {
    Hera {
        told: Box<Extraction>,
        /// The person wishes to meet their family.
        wishes_to_meet: bool,
    },
    Family(family::Heard),
    /// Nobody listens: the story is owed.
    Nothing,
}

/// What a message tells, by the tables.
pub(super) fn by_tables(prompt: &Prompt) -> Heard {
    let state = &prompt.state;
    match state.phase {
        // Begun with an agent elsewhere: to Hera, everything is still to be told.
        Phase::Interview | Phase::Chat => Heard::Hera {
            told: Box::new(hera::listen(state, &prompt.history, &prompt.text)),
            wishes_to_meet: family::wishes_to_meet(&prompt.text),
        },
        Phase::Complete if state.family.plan.is_none() => Heard::Nothing,
        Phase::Family | Phase::Complete => Heard::Family(family::hear(prompt)),
    }
}

/// Whether the message is for the family, of whom all is told, and who only wait to be met: 「ひな、今日学校で何したの？」
pub(super) fn is_for_the_family(prompt: &Prompt) -> bool {
    let waits = prompt.state.phase == Phase::Interview && prompt.state.profile.missing().is_empty();
    waits && family::is_for_them(prompt)
}

/// What is said and done then.
pub(super) fn play(prompt: &Prompt, heard: Heard) -> Script {
    match heard {
        // Of whom all is known, and who asks for the family and for nothing else, or speaks to it already.
        Heard::Hera { told, wishes_to_meet }
            if prompt.state.profile.missing().is_empty()
                && told.found.is_empty()
                && !told.differs
                && told.reopened.is_none()
                && (wishes_to_meet || is_for_the_family(prompt)) =>
        {
            enter(prompt)
        }
        Heard::Hera { told, .. } => hera::turn(prompt, *told),
        Heard::Family(heard) => {
            let told = prompt.state.phase != Phase::Family;
            let answer = if told { memory::respond(prompt, &heard) } else { family::respond(prompt, &heard) };
            care::settle(prompt, answer)
        }
        Heard::Nothing => memory::write(prompt),
    }
}

/// The family comes, and answers what the same message says to it: "Yes. Hi Mia, how was school?"
fn enter(prompt: &Prompt) -> Script {
    let mut script = family::enter(prompt);
    let sentences = intent::sentences_of(&prompt.text);
    let said: Vec<&str> = sentences.iter().map(|sentence| sentence.trim()).collect();
    let said = if said.is_empty() { vec![prompt.text.trim()] } else { said };
    let rest: Vec<&str> = said.into_iter().filter(|sentence| !family::wishes_to_meet(sentence)).collect();
    let mut met = Prompt { text: rest.join(" "), ..prompt.clone() };
    for line in &script.lines {
        if let Line::State(update) = line {
            update.apply(&mut met.state);
        }
    }
    if rest.is_empty() || met.state.phase != Phase::Family || !family::is_for_them(&met) {
        return script;
    }
    let answer = family::respond(&met, &family::hear(&met));
    let paints = script.lines.iter().any(|line| matches!(line, Line::Afterwards(_)));
    // One thing only is done afterwards.
    script.lines.extend(answer.lines.into_iter().filter(|line| !(paints && matches!(line, Line::Afterwards(_)))));
    script
}
