//! Who is to have another name: "change her name to Zoe", 「娘の名前をゆりに変えて」. Whose it is follows from the words, or from
//! who was spoken of just before; where it may be two people's, it is asked about.

use super::Extraction;
use super::amend::{Amended, Place, known_names};
use super::{names, partner};
use crate::agent::given_names;
use crate::agent::hera::text::patterns;
use crate::domain::{Gender, UserProfile};

patterns! {
    JA = r"(?:^|[、。!?\s]|でも|あと|やっぱり|じゃあ|それと)(?:(?P<who>[\p{Han}\p{Hiragana}\p{Katakana}ー]{1,8}?)の)?(?:お?名前|なまえ)を、?[「『]?(?P<name>[\p{Han}々]{1,5}|[\p{Hiragana}ー]{1,7}?|[\p{Katakana}ー・]{2,12}|\p{Lu}[\p{L}'’ -]{1,20}?)[」』]?に(?:変え|かえ|変更|直し|なおし|して|しと|します|したい|訂正)";
    OF_CHILD_JA = r"(?P<who>女の子|男の子|娘|息子|上の子|下の子|長女|長男|次女|次男)(?:の(?:お?名前|なまえ))?(?:は|を)、?(?:やっぱり)?[「『]?(?P<name>[\p{Han}々]{1,5}|[\p{Hiragana}ー]{1,7}?|[\p{Katakana}ー・]{2,12})[」』]?に(?:変え|かえ|変更|直し|なおし|して|しと|します|したい|訂正)";
    EN = r"(?i:\b(?:change|switch|update|make|edit|correct|fix)\s+(?P<who>her|his|their|my|(?:(?:my|the|our)\s+)?(?:\p{L}+\s+)?\p{L}+(?:'s|’s|s'))\s+name\s+(?:to|into|as|be)\s+|\brename\s+(?P<whom>her|him|them|(?:my|the|our)\s+\p{L}+|\p{L}+)\s+(?:to|as)\s+)(?P<name>\p{L}[\p{L}\p{M}'ʻ’-]+(?: \p{Lu}[\p{L}\p{M}'ʻ’-]+)?)";
    OF_PARTNER = r"(?i)相手|パートナー|妻|嫁|奥さん|家内|女房|夫|旦那|だんな|主人|彼女|彼氏?$|恋人|\b(?:partner|wife|husband|hubby|boyfriend|girlfriend|spouse|fianc[eé]e?|missus)";
    OWN = r"(?i)^(?:私|わたし|僕|ぼく|俺|おれ|自分|うち|my|me)$";
    GIRL = r"(?i)女|娘|\b(?:girl|daughter)";
    BOY = r"(?i)男|息子|\b(?:boy|son)\b|\b(?:boy|son)'s";
    SHE = r"(?i)^her$";
    HE = r"(?i)^(?:his|him)$";
    THEY = r"(?i)^(?:their|them)$";
    ELDER = r"上の子|長";
    YOUNGER = r"下の子|次";
}

/// The name that is put in the place of one that is known, if the text asks for that; `before` is what was said before.
pub fn read(profile: &UserProfile, before: &str, text: &str) -> Option<Extraction> {
    let found = JA.captures(text).or_else(|| OF_CHILD_JA.captures(text)).or_else(|| EN.captures(text))?;
    let name = &found["name"];
    let who = found.name("who").or_else(|| found.name("whom")).map_or("", |who| who.as_str());
    let known = known_names(profile);
    if !names::fits(name) || known.iter().any(|(_, other)| other == name) {
        return None;
    }
    let name = if name.starts_with(char::is_lowercase) { partner::capitalised(name) } else { name.to_owned() };
    let mut amended = Amended::of(profile);
    match meant(profile, &known, who, before).as_slice() {
        [] if who.is_empty() || is_pronoun(who) => {}
        [] => return None,
        [place] => amended.put(*place, &name),
        _ => {}
    }
    Some(amended.told())
}

fn is_pronoun(who: &str) -> bool {
    SHE.is_match(who) || HE.is_match(who) || THEY.is_match(who)
}

/// Everybody whose name may be meant.
fn meant(profile: &UserProfile, known: &[(Place, String)], who: &str, before: &str) -> Vec<Place> {
    let children = || known.iter().filter(|(place, _)| matches!(place, Place::Child(_)));
    let gender_of = |place: Place, name: &str| match place {
        Place::Own => profile.gender,
        Place::Partner => given_names::gender(name),
        Place::Child(index) => profile.children.get(index).and_then(|child| child.desired_gender),
    };
    let places = |of: &dyn Fn(&(Place, String)) -> bool| -> Vec<Place> {
        known.iter().filter(|one| of(one)).map(|(place, _)| *place).collect()
    };
    if OWN.is_match(who) {
        return places(&|(place, _)| matches!(place, Place::Own));
    }
    let plain = who.trim_end_matches("'s").trim_end_matches("’s");
    if let Some((place, _)) = known.iter().find(|(_, name)| name.eq_ignore_ascii_case(plain)) {
        return vec![*place];
    }
    if who.is_empty() || is_pronoun(who) {
        let gender = match who {
            _ if SHE.is_match(who) => Some(Gender::Female),
            _ if HE.is_match(who) => Some(Gender::Male),
            _ => None,
        };
        let own = who.is_empty();
        let may_be = |(place, name): &(Place, String)| {
            let of = gender_of(*place, name);
            (own || !matches!(place, Place::Own)) && (gender.is_none() || of.is_none() || of == gender)
        };
        let all = places(&may_be);
        // Whoever was spoken of just before.
        let spoken =
            |(place, name): &(Place, String)| may_be(&(*place, name.clone())) && before.contains(name.as_str());
        let spoken = places(&spoken);
        return if spoken.len() == 1 { spoken } else { all };
    }
    let gender = match who {
        _ if GIRL.is_match(who) => Some(Gender::Female),
        _ if BOY.is_match(who) => Some(Gender::Male),
        _ => None,
    };
    if OF_PARTNER.is_match(who) {
        return places(&|(place, _)| matches!(place, Place::Partner));
    }
    if ELDER.is_match(who) && gender.is_none() {
        return children().map(|(place, _)| *place).take(1).collect();
    }
    if YOUNGER.is_match(who) && gender.is_none() {
        return children().map(|(place, _)| *place).next_back().into_iter().collect();
    }
    if gender.is_none() {
        return Vec::new();
    }
    places(&|(place, name)| matches!(place, Place::Child(_)) && gender_of(*place, name) == gender)
}
