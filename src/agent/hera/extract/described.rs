//! What is put right, or comes to it, of how the partner looks and is, while the rest stays: "her hair to red",
//! 「髪は赤にして」, "give him freckles", "Tom is a bit mad, too"; and what is told of a child by name.

use super::{Extraction, partner};
use crate::agent::hera::kinds::{self, Kind};
use crate::agent::hera::text::patterns;
use crate::domain::{Child, Partner, UserProfile};

/// Characters of a message that says such a thing and nothing else.
const MOST: usize = 90;
/// Words before a part of somebody that belong to it.
const BEFORE: usize = 3;

patterns! {
    LEAD = r"(?i)^(?:(?:actually|nah|no|nope|and|oh|also|but|btw|wait|sorry|hmm+|please|can you|could you|you know what|i should have said|i forgot to say|one more thing|on second thoughts?|あ|あと|それと|やっぱり|やっぱ|ごめん|すみません|そうだ|実は)[,、.…:\s]*)+";
    // What only says that it comes late, or besides.
    TAIL = r"(?i)(?:[,.、。\s]+(?:too|as well|also|actually|instead|please|pls|now|btw|by the way|really|though|i should(?:'ve| have) said(?: (?:that|so|it))?(?: before| earlier)?|(?:i )?forgot(?: to (?:say|mention))?(?: (?:that|it))?|should(?:'ve| have) (?:said|mentioned)(?: that)?|言い忘れ\S*|言うのを忘れ\S*|忘れてた\S*|って(?:言え|言う)\S*))+[.!。]*$|[.!。]+$";
    BESIDES = r"(?i)\b(?:too|as well|also|should(?:'ve| have) (?:said|mentioned)|forgot to (?:say|mention))\b|言い忘れ|言うのを忘れ|もある|でもある|も(?:いい|ほし|欲し)";
    PART_IS = r"(?i)^(?:(?:make|change|turn|colou?r|dye) )?(?P<whose>(?:her|his|their|the|my (?:partner|wife|husband|boyfriend|girlfriend)(?:'s)?|\p{L}[\p{L}\p{M}'’-]*s) )?(?P<part>hair|eyes?|beard|moustache|skin|smile|glasses|buzzcut|fringe|ponytail|curls|braids)(?: colou?r)?(?:(?:'s| is| are| was| were)? (?:to be|should be|would be|will be|being)|'s| is| are| was| were| to| into|:)? (?:more |now )?(?P<how>\p{L}[\p{L}-]*(?: \p{L}[\p{L}-]*)??)(?: (?:now|btw|by the way|actually|really|again))*(?:,? (?:not|instead of|rather than) [\p{L} -]{2,20})?(?:,? (?:they|she|he|we|it)(?:'d|'ve)? .{2,40})?$";
    PART_JA = r"^(?P<whose>(?:相手|お相手|その人|妻|夫|彼女?|パートナー|[\p{Han}\p{Hiragana}\p{Katakana}ー]{1,6}?)(?:さん|ちゃん|くん)?の)?(?P<part>髪の毛|髪|目|瞳|ひげ|髭|肌|めがね|眼鏡)(?:の色)?(?:は|を|が)、?(?:やっぱり)?(?P<how>[^、。はがをの\s]{1,6}?)(?:(?:(?:して|したい|する).*|に(?:して|変え|直し|しと|します|したい|染め).*|(?:が|で)いい.*|でお願い.*|です(?:ね|よ)?|だった|でした|だよ|やねん|や|だ)?)$";
    MAKE = r"(?i)^(?:make|let|give|have) (?P<whom>him|her|them|\p{L}[\p{L}\p{M}'’-]*)(?P<how> be| have| wear| look| more| a bit(?: more)?| a little(?: more)?)* (?P<what>[\p{L}][\p{L} ,'’-]{1,40})$";
    IS = r"(?i)^(?P<whom>she|he|they|my (?:partner|wife|husband|hubby|boyfriend|girlfriend)|\p{L}[\p{L}\p{M}'’-]*)(?:'s got|'s|'re| is| are| was| has got| has| can be) (?P<what>[\p{L}\d][\p{L} ,'’-]{0,50})$";
    IS_JA = r"^(?P<whom>[\p{Han}\p{Hiragana}\p{Katakana}ー]{1,8}?)(?:さん|ちゃん|くん)?(?:は|って|も)、?(?P<what>[^。!?]{2,24}?)(?:です(?:よ|ね)?|だよ|だ|なの|なんです(?:よ|ね)?|な子|な子です|やねん|や)?$";
    AGED = r"^(?:now |only |just )?(?P<age>\d{1,2})(?P<year>歳|才|さい| years old| years| yo|)$";
    COLOURS = r"(?i)^(?:red|reddish|ginger|auburn|brown|brunette|black|blonde?|fair|dark|grey|gray|white|silver|blue|green|hazel|pink|purple|copper|golden|chestnut|amber)$";
    STOPS = r"(?i)^(?:with|and|has|have|had|got|a|an|the|her|his|their|is|are|of|in|on|or|but|n)$";
}

/// What comes of `text` for somebody known as `profile`, of whose partner and children something is known.
pub fn read(profile: &UserProfile, text: &str) -> Option<Extraction> {
    if text.chars().count() > MOST || text.trim_end().ends_with(['?', '？']) {
        return None;
    }
    let lead = LEAD.find(text).map_or(0, |found| found.end());
    let said = TAIL.replace(text[lead..].trim(), "");
    let said = said.trim();
    of_child(profile, said)
        .or_else(|| looks(profile, said))
        .or_else(|| made(profile, said, text))
        .or_else(|| besides(profile, said, text))
}

/// What `text` tells of one of the children by name: "Anna is a bit shy".
pub fn of_a_child<'a>(children: &'a [Child], text: &str) -> Option<(&'a str, String)> {
    if text.chars().count() > MOST {
        return None;
    }
    let lead = LEAD.find(text).map_or(0, |found| found.end());
    let said = TAIL.replace(text[lead..].trim(), "");
    child_and_words(children, said.trim())
}

fn child_and_words<'a>(children: &'a [Child], said: &str) -> Option<(&'a str, String)> {
    let found = IS.captures(said).or_else(|| IS_JA.captures(said))?;
    let whom = found["whom"].to_lowercase();
    let child = children.iter().filter_map(|child| child.name.as_deref()).find(|name| name.to_lowercase() == whom)?;
    let what = found["what"].trim();
    let aged = AGED.captures(what).map(|age| match &age["year"] {
        "歳" | "才" | "さい" => what.to_owned(),
        _ => format!("{} years old", &age["age"]),
    });
    // "a right handful"
    let like = || partner::describes(what) || kinds::read(what).of(Kind::Character) > 0.5;
    aged.or_else(|| like().then(|| what.to_owned())).map(|words| (child, words))
}

fn of_child(profile: &UserProfile, said: &str) -> Option<Extraction> {
    let (name, words) = child_and_words(&profile.children, said)?;
    let of_partner = profile.partner().and_then(|partner| partner.name.as_deref()) == Some(name);
    (!of_partner).then(|| Extraction {
        profile: profile.clone(),
        of_child: Some((name.to_owned(), words)),
        ..Extraction::default()
    })
}

/// Whether it is the partner who is meant: by name, or in a word where no child may be.
fn is_partner(profile: &UserProfile, whom: &str) -> bool {
    patterns! {
        ANYBODY = r"(?i)^(?:her|his|him|their|them|she|he|they|the|it|my (?:partner|wife|husband|hubby|boyfriend|girlfriend|missus|fella)(?:'s)?|お?相手|その人|妻|嫁|奥|家内|女房|夫|旦那|主人|彼氏?|彼女|相方|恋人|パートナー)?$";
    }
    let whom = whom.trim();
    let whom = whom.strip_suffix("'s").or_else(|| whom.strip_suffix('の')).unwrap_or(whom);
    let whom = whom.trim_end_matches("さん");
    let named = profile.partner().and_then(|partner| partner.name.as_deref());
    // "shells hair", without the mark.
    let is = |name: &str| {
        let (name, whom) = (name.to_lowercase(), whom.to_lowercase());
        whom == name || whom.strip_suffix('s') == Some(name.as_str())
    };
    ANYBODY.is_match(whom) || named.is_some_and(is)
}

/// "Her hair to red": one part of looks that are known; what else is known of them stays.
fn looks(profile: &UserProfile, said: &str) -> Option<Extraction> {
    let known = profile.partner()?.appearance.as_deref()?;
    let japanese = PART_JA.captures(said);
    let found = japanese.as_ref().map_or_else(|| PART_IS.captures(said), |_| None);
    let found = japanese.as_ref().or(found.as_ref())?;
    let whose = found.name("whose").map_or("", |whose| whose.as_str());
    let (part, how) = (&found["part"], &found["how"]);
    if !is_partner(profile, whose) || STOPS.is_match(how) {
        return None;
    }
    let new = if japanese.is_some() { with_part_ja(known, part, how) } else { with_part(known, part, how) };
    (new != known).then(|| described(profile, None, Some(new)))
}

/// "tall with long brown hair", whose hair is red: "tall with long red hair".
fn with_part(known: &str, part: &str, how: &str) -> String {
    let words: Vec<&str> = known.split(' ').collect();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let Some(at) = words.iter().position(|word| bare(word) == part.to_lowercase()) else {
        // "blonde, short": the colour alone was that of the hair.
        let new = format!("{how} {part}");
        let of_hair = part.eq_ignore_ascii_case("hair") && how.split(' ').any(|word| COLOURS.is_match(word));
        let colour = known.split(", ").position(|clause| of_hair && COLOURS.is_match(clause));
        let mut clauses: Vec<&str> = known.split(", ").collect();
        match colour {
            Some(at) => clauses[at] = &new,
            None => clauses.push(&new),
        }
        return clauses.join(", ");
    };
    let ends = |word: &str| word.ends_with([',', '.', ';']) || STOPS.is_match(word);
    let from = (at.saturating_sub(BEFORE)..at).rev().take_while(|index| !ends(words[*index])).last().unwrap_or(at);
    // "hair is brown"
    let until = match words.get(at + 1..at + 3) {
        Some([is, _]) if ["is", "are"].contains(is) => at + 3,
        _ => at + 1,
    };
    // A colour takes the place of a colour, and long hair stays long.
    let coloured = how.split(' ').any(|word| COLOURS.is_match(word));
    let stays = words[from..at].iter().filter(|word| COLOURS.is_match(&bare(word)) != coloured);
    let mark = words[until - 1].trim_start_matches(|c: char| c.is_alphanumeric() || c == '-');
    let new = stays.copied().chain([how]).chain([part]).collect::<Vec<_>>().join(" ");
    let new = format!("{new}{mark}");
    words[..from]
        .iter()
        .copied()
        .chain([new.as_str()])
        .chain(words[until..].iter().copied())
        .collect::<Vec<_>>()
        .join(" ")
}

/// 「背が高い、黒髪」, whose hair is red: 「背が高い、赤い髪」.
fn with_part_ja(known: &str, part: &str, how: &str) -> String {
    const BARE: [&str; 5] = ["赤", "黒", "白", "青", "黄色"];
    let letter = part.chars().next().unwrap_or_default();
    let how = how.strip_suffix('く').map_or_else(|| how.to_owned(), |stem| format!("{stem}い"));
    let joint = match () {
        () if BARE.contains(&how.as_str()) => "い",
        () if how.ends_with(letter) || how.ends_with('い') || how.ends_with('な') => "",
        () => "の",
    };
    let part = if how.ends_with(letter) { "" } else { part };
    let new = format!("{how}{joint}{part}");
    let mut clauses: Vec<&str> = known.split('、').collect();
    match clauses.iter().position(|clause| clause.contains(letter)) {
        Some(at) => clauses[at] = &new,
        None => clauses.push(&new),
    }
    clauses.join("、")
}

/// "Give him freckles", "make her funny, too".
fn made(profile: &UserProfile, said: &str, text: &str) -> Option<Extraction> {
    let partner = profile.partner()?;
    let found = MAKE.captures(said)?;
    let (what, how) = (found["what"].trim(), found.name("how").map_or("", |how| how.as_str().trim()));
    // "Give her a name" describes nobody.
    if !is_partner(profile, &found["whom"]) || !(partner::describes(what) || how == "have" || how == "wear") {
        return None;
    }
    if partner.temperament.is_none() && partner.appearance.is_none() {
        return None;
    }
    let adds = BESIDES.is_match(text) || !said.to_lowercase().starts_with("make") || !how.is_empty();
    Some(add(profile, what, adds))
}

/// "Tom is a bit mad, too": it comes to what is known.
fn besides(profile: &UserProfile, said: &str, text: &str) -> Option<Extraction> {
    let partner = profile.partner().filter(|_| BESIDES.is_match(text))?;
    let found = IS.captures(said).or_else(|| IS_JA.captures(said))?;
    let what = found["what"].trim();
    let known = partner.temperament.is_some() || partner.appearance.is_some();
    (known && is_partner(profile, &found["whom"]) && partner::describes(what)).then(|| add(profile, what, true))
}

/// Puts `what` to the partner's character or looks, or in their place.
fn add(profile: &UserProfile, what: &str, adds: bool) -> Extraction {
    let known = profile.partner().cloned().unwrap_or_default();
    let joint = super::answer::joint(what);
    let joined = |known: Option<String>| match known {
        Some(known) if adds => format!("{known}{joint}{what}"),
        _ => what.to_owned(),
    };
    if partner::kind_of(what) == (true, false) {
        return described(profile, Some(joined(known.temperament)), None);
    }
    // "She's got curly dark hair": the hair that is known is no other.
    let part = what.rsplit_once(' ').zip(known.appearance.as_deref());
    let part = part.filter(|((_, part), looks)| adds && looks.split([' ', ',']).any(|word| word == *part));
    let looks = match part {
        Some(((how, part), looks)) => with_part(looks, part, how),
        None => joined(known.appearance),
    };
    described(profile, None, Some(looks))
}

fn described(profile: &UserProfile, temperament: Option<String>, appearance: Option<String>) -> Extraction {
    let mut told = Extraction { profile: profile.clone(), corrected: true, ..Extraction::default() };
    told.found.insert(profile.partner_field());
    told.take_partner(Partner { name: None, temperament, appearance });
    told.settle();
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Gender;

    fn known() -> UserProfile {
        let partner = Partner {
            name: Some("Tom".to_owned()),
            temperament: Some("kind".to_owned()),
            appearance: Some("tall with long brown hair".to_owned()),
        };
        let child = Child { desired_gender: Some(Gender::Female), name: Some("Anna".to_owned()) };
        UserProfile {
            partner_face_description: partner.appearance.clone(),
            ideal_partner: Some(partner),
            children: vec![child],
            ..UserProfile::default()
        }
    }

    #[test]
    fn one_thing_is_put_right_and_the_rest_stays() {
        for (text, temperament, looks) in [
            ("her hair to red", "kind", "tall with long red hair"),
            ("Tom's hair is red actually", "kind", "tall with long red hair"),
            ("actually make his hair short", "kind", "tall with brown short hair"),
            ("his eyes are green btw", "kind", "tall with long brown hair, green eyes"),
            ("oh the hair is pink now btw not brown, they redid it", "kind", "tall with long pink hair"),
            ("give him freckles", "kind", "tall with long brown hair, freckles"),
            ("let him have a beard", "kind", "tall with long brown hair, a beard"),
            ("Tom's a bit mad too", "kind, a bit mad", "tall with long brown hair"),
            ("make him funny too", "kind, funny", "tall with long brown hair"),
            ("he is stubborn, i should have said", "kind, stubborn", "tall with long brown hair"),
        ] {
            let told = read(&known(), text).unwrap_or_else(|| panic!("{text}"));
            let partner = told.profile.partner().unwrap();
            let now = (partner.temperament.as_deref(), partner.appearance.as_deref());
            assert_eq!(now, (Some(temperament), Some(looks)), "{text}");
        }
        assert_eq!(with_part("blonde, short", "hair", "brown"), "brown hair, short");
        assert_eq!(with_part("blonde, short", "eyes", "brown"), "blonde, short, brown eyes");
        let mut japanese = known();
        japanese.ideal_partner.as_mut().unwrap().appearance = Some("背が高い、黒髪".to_owned());
        for (text, looks) in [
            ("髪は赤にして", "背が高い、赤い髪"),
            ("やっぱり髪は茶色がいい", "背が高い、茶色の髪"),
            ("目は青です", "背が高い、黒髪、青い目"),
            ("髪を短くして", "背が高い、短い髪"),
        ] {
            let told = read(&japanese, text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(told.profile.partner().unwrap().appearance.as_deref(), Some(looks), "{text}");
        }
        for text in [
            "give him a name",
            "my hair is red",
            "I have brown hair",
            "make her name Zoe",
            "is her hair red?",
            "he is kind",
            "Anna",
            "let me think",
            "make it Zoe",
        ] {
            assert!(read(&known(), text).is_none_or(|told| told.profile == known()), "{text}");
        }
    }

    #[test]
    fn what_is_told_of_a_child_is_of_that_child() {
        let profile = known();
        for (text, words) in [
            ("Anna is a bit shy, I should have said", Some("a bit shy")),
            ("oh and Anna's very funny", Some("very funny")),
            ("Anna is 4", Some("4 years old")),
            ("Anna is a girl", None),
            ("Anna is my daughter", None),
            ("Tom is a bit shy", None),
        ] {
            let told = of_a_child(&profile.children, text);
            assert_eq!(told, words.map(|words| ("Anna", words.to_owned())), "{text}");
        }
        let child = Child { desired_gender: Some(Gender::Female), name: Some("さくら".to_owned()) };
        let told = of_a_child(&[child], "さくらは人見知りです、言い忘れました").map(|(_, words)| words);
        assert_eq!(told.as_deref(), Some("人見知り"));
    }
}
