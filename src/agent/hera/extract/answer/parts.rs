//! An answer to two questions that have little to do with each other ("are you married?", "what are you like?"), cut into
//! what answers the one and what answers the other: whom and what a clause speaks of comes before what it says.

use super::super::{Extraction, income, names, partner, personality, place, refusal, wishes};
use super::{Question, joint, own, split_at};
use crate::agent::given_names;
use crate::agent::hera::kinds::{self, Kind};
use crate::agent::hera::piece;
use crate::agent::hera::vocabulary;
use crate::domain::{Topic, UserProfile};

/// From here on a clause is taken for what it speaks of most likely.
const LIKELY: f32 = 0.5;
const MARKS: [char; 11] = ['。', '、', ',', '!', '?', '\n', ';', '！', '？', '…', '/'];

/// Reads the answer to two questions part by part; nothing where it is not clear what belongs to which.
pub fn read(profile: &UserProfile, question: &Question, text: &str) -> Option<Extraction> {
    let [one, two] = *question.topics.as_slice() else { return None };
    // Where somebody lives, and with whom, is told in one.
    if group(one) == group(two) || group(one).max(group(two)) == 1 {
        return None;
    }
    let [of_one, of_two] = parted(text, one, two)?;
    let asked = |topic: Topic| Question { topics: vec![topic], ..question.clone() };
    let first = (!of_one.is_empty()).then(|| super::read_answer(profile, &asked(one), &of_one));
    let before = first.as_ref().map_or(profile, |told| &told.profile);
    let second = (!of_two.is_empty()).then(|| super::read_answer(before, &asked(two), &of_two));
    match (first, second) {
        (Some(first), Some(second)) => Some(join(first, second)),
        (first, second) => first.or(second),
    }
}

/// What is asked for in one breath, and read in one: the questions for a name, an age, a gender and a place; for what the
/// partner is like and looks like; and for what a person is like and earns.
const fn group(topic: Topic) -> u8 {
    match topic {
        Topic::OwnName | Topic::Age | Topic::Gender | Topic::Location => 0,
        Topic::Status => 1,
        Topic::PartnerName | Topic::PartnerTemperament | Topic::PartnerLooks => 2,
        Topic::Children | Topic::ChildGenders | Topic::ChildNames => 3,
        Topic::Traits | Topic::Income => 4,
    }
}

/// What of the text answers the one, and what the other.
fn parted(text: &str, one: Topic, two: Topic) -> Option<[String; 2]> {
    let pieces = pieces(text);
    let mut owners: Vec<Option<Topic>> = pieces
        .iter()
        .map(|piece| {
            let (of_one, of_two) = (speaks_of(piece, one), speaks_of(piece, two));
            match of_one.partial_cmp(&of_two)? {
                std::cmp::Ordering::Greater => Some(one),
                std::cmp::Ordering::Less => Some(two),
                std::cmp::Ordering::Equal => None,
            }
        })
        .collect();
    if owners.iter().all(Option::is_none) {
        // A word that nobody knows is a child's name only where it looks like one.
        let of_children = |topic: &Topic| matches!(topic, Topic::Children | Topic::ChildGenders | Topic::ChildNames);
        let other = [one, two]
            .into_iter()
            .find(|topic| !of_children(topic))
            .filter(|_| of_children(&one) || of_children(&two))?;
        let named = pieces.iter().any(|piece| names::is_lone_name(piece)) || pieces.len() > 2 || other == Topic::Income;
        return (!named)
            .then(|| if other == one { [text.to_owned(), String::new()] } else { [String::new(), text.to_owned()] });
    }
    // What declines or leaves something open, and does not say what, is about what nothing else is told of.
    let told = |topic: Topic, owners: &[Option<Topic>]| owners.contains(&Some(topic));
    for index in 0..pieces.len() {
        if owners[index].is_some() {
            continue;
        }
        let closes =
            refusal::refuses(pieces[index]) || refusal::says_no(pieces[index]) || wishes::entrusts(pieces[index]);
        let untold = [one, two].into_iter().find(|topic| !told(*topic, &owners)).filter(|_| closes);
        let before = index.checked_sub(1).and_then(|before| owners[before]);
        let after = || owners[index..].iter().flatten().next().copied();
        owners[index] = untold.or(before).or_else(after);
    }
    let joint = joint(text);
    let of = |topic: Topic| {
        let own = pieces.iter().zip(&owners).filter(|(_, owner)| **owner == Some(topic));
        own.map(|(piece, _)| *piece).collect::<Vec<_>>().join(joint)
    };
    Some([of(one), of(two)])
}

fn pieces(text: &str) -> Vec<&str> {
    let pieces = split_at(text, &MARKS).into_iter().flat_map(|piece| piece.split(". ")).map(str::trim);
    pieces.filter(|piece| piece.chars().any(char::is_alphanumeric)).collect()
}

/// How surely the piece speaks of the topic.
fn speaks_of(piece: &str, topic: Topic) -> f32 {
    let likely = |kind: Kind| Some(kinds::read(piece).of(kind)).filter(|chance| *chance > LIKELY).unwrap_or(0.0);
    let sure = |is: bool, else_likely: f32| if is { 1.0 } else { else_likely };
    match topic {
        Topic::Income => sure(income::is_sum(piece) || refusal::speaks_of(piece, Topic::Income), likely(Kind::Income)),
        Topic::Children | Topic::ChildGenders | Topic::ChildNames => {
            let childless = piece::speaks_of_children(piece) || refusal::no_children(piece) && !refusal::says_no(piece);
            let named = if is_list_of_names(piece) { LIKELY } else { 0.0 };
            sure(childless, likely(Kind::Children).max(likely(Kind::Name)).max(named))
        }
        Topic::Status => sure(own::is_status_word(piece), likely(Kind::Status)),
        Topic::Traits => sure(personality::mentions_character(piece), likely(Kind::Character)),
        Topic::PartnerTemperament => sure(partner::kind_of(piece).0, likely(Kind::Character)),
        Topic::PartnerLooks => sure(partner::kind_of(piece).1, likely(Kind::Looks)),
        Topic::Location => sure(is_place(piece), likely(Kind::Place)),
        Topic::Age => likely(Kind::Age),
        Topic::Gender => sure(own::is_gender_word(piece), likely(Kind::Gender)),
        Topic::OwnName | Topic::PartnerName => likely(Kind::Name),
    }
}

/// Whether the piece is a place, and hardly anything else: 「関東 我慢強い」 tells of two things.
fn is_place(piece: &str) -> bool {
    const BESIDE: usize = 3;
    let known = place::known(piece).is_some_and(|place| piece.chars().count() <= place.chars().count() + BESIDE);
    known || vocabulary::is_town(piece)
}

/// "Ottilie and Esi", 武と勇: several names, and nothing else. One alone may be anybody's.
fn is_list_of_names(piece: &str) -> bool {
    if piece.contains('と') {
        return piece.split('と').map(str::trim).all(|name| given_names::gender(name).is_some());
    }
    let listed: Vec<&str> = piece.split(" and ").flat_map(|part| part.split(" & ")).collect();
    listed.len() > 1 && listed.into_iter().all(names::is_lone_name)
}

pub fn join(first: Extraction, mut second: Extraction) -> Extraction {
    second.found.extend(first.found);
    second.declined.extend(first.declined);
    second.entrusted.extend(first.entrusted);
    second.let_go.extend(first.let_go);
    second.corrected |= first.corrected;
    second.born |= first.born;
    second.doubtful |= first.doubtful;
    second.renamed |= first.renamed;
    second.named = second.named.or(first.named);
    second
}
