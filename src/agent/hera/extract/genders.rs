//! Who of the children that are known is a girl and who a boy: "first two are boys, daisys a girl", "Leo boy, Mila girl".

use regex::Captures;

use crate::agent::hera::text::patterns;
use crate::domain::{Child, Gender};

patterns! {
    TOKEN = concat!(
        r"(?i)\b(?:(?P<boy>boys?|males?|lads?|sons?|m)|(?P<girl>girls?|females?|lass(?:es)?|daughters?|f))\b",
        r"|\b(?:(?P<head>first (?:two|2|three|3))|(?P<tail>last (?:two|2|three|3))|(?P<first>first|eldest|oldest|1st)|(?P<second>second|2nd)|(?P<third>third|3rd)|(?P<last>last|youngest|baby)|(?P<others>other(?: one| two| 2)?s?|rest|the others)|(?P<all>both|all)(?: of them)?)\b",
        r"|(?P<word>[\p{L}\p{M}'’-]+)",
    );
}

/// Takes up what `text` says of each; tells whether it says of somebody by name or by place in the row.
pub fn read(children: &mut [Child], text: &str) -> bool {
    let mut meant: Vec<usize> = Vec::new();
    let mut last: Option<Gender> = None;
    let mut told = vec![None; children.len()];
    let mut row = false;
    for found in TOKEN.captures_iter(text) {
        let gender = match (found.name("girl"), found.name("boy")) {
            (Some(_), _) => Some(Gender::Female),
            (_, Some(_)) => Some(Gender::Male),
            _ => None,
        };
        if let Some(gender) = gender {
            meant.drain(..).for_each(|index| told[index] = Some(gender));
            last = Some(gender);
            continue;
        }
        let who = who(&found, children, &told);
        row |= !who.is_empty();
        meant.extend(who);
    }
    // "boy is Leo, girl Mila": what follows the last word.
    if let Some(gender) = last.filter(|_| told.iter().any(Option::is_none)) {
        meant.into_iter().filter(|_| row).for_each(|index| told[index] = told[index].or(Some(gender)));
    }
    let fits = row && told.iter().any(Option::is_some);
    if fits {
        for (child, gender) in children.iter_mut().zip(told) {
            child.desired_gender = gender.or(child.desired_gender);
        }
    }
    fits
}

/// Whom a word means.
fn who(found: &Captures<'_>, children: &[Child], told: &[Option<Gender>]) -> Vec<usize> {
    let count = children.len();
    let number = |name: &str| {
        let word = found.name(name)?.as_str();
        Some(if word.ends_with(['3', 'e']) && !word.ends_with("one") { 3 } else { 2 }.min(count))
    };
    if let Some(number) = number("head") {
        return (0..number).collect();
    }
    if let Some(number) = number("tail") {
        return (count - number..count).collect();
    }
    let places = [("first", 0), ("second", 1), ("third", 2), ("last", count.saturating_sub(1))];
    if let Some((_, index)) = places.into_iter().find(|(name, _)| found.name(name).is_some()) {
        return (index < count).then_some(index).into_iter().collect();
    }
    if found.name("others").is_some() {
        return (0..count).filter(|index| told[*index].is_none()).collect();
    }
    if found.name("all").is_some() {
        return (0..count).collect();
    }
    let word = found.name("word").map_or("", |word| word.as_str()).to_lowercase();
    let bare = word.strip_suffix("'s").unwrap_or(&word);
    let named = |name: &str| {
        let name = name.to_lowercase();
        name == bare || bare.strip_suffix('s') == Some(name.as_str())
    };
    let same = |child: &Child| child.name.as_deref().is_some_and(|name| name.split(' ').any(named));
    (0..count).filter(|index| same(&children[*index])).collect()
}
