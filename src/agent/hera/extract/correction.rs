//! What is taken back of names and of children: 「トシエ」ではなく「トシヱ」, "make Coco a boy", "and a girl too".

use std::sync::LazyLock;

use regex::Regex;

use super::names;
use crate::agent::hera::text::{pattern, patterns, tidy};
use crate::domain::{Child, Field, Gender, UserProfile};

patterns! {
    QUOTED_PAIR = r#"[「『"]([^「」『』"]{1,20})[」』"]?[^「」『』"]{0,12}(?:では?なく|じゃなく|やなく|でなく|から|を)[^「」『』"]{0,16}[「『"]([^「」『』"]{1,20})[」』"]"#;
    // 呼ぶときは「やっちゃん」にして
    CALLED = r"(?:呼(?:ぶ|んで|び名)|名前は)[^「」。]{0,10}「([^「」]{1,12})」|「([^「」]{1,12})」(?:と|って)呼んで|(?:^|[、。\s])(?:(?:私|わたし|僕|俺|あたし)(?:の)?(?:こと)?は、?)?([^\s、。!?「」]{2,12}?)(?:と|って)呼んで(?:ください|下さい|ほしい|欲しい|ね|よ|もら|いい|$|[。、!])";
    // 娘は「ソフィア」とカタカナにします
    OF_CHILD_QUOTED = r"(?P<girl>娘|女の子|長女|次女)?(?P<boy>息子|男の子|長男|次男)?(?:の名前)?(?:は|を|の)[^「」。]{0,24}「([^「」]{1,12})」(?:に|と|で)";
    SPELLED = r"(?i)\b(?:spell|write|call|make|change)\s+(?:his |her |their |the |my |our )?(?:(?P<boy>boy|son|lad)|(?P<girl>girl|daughter|lass))(?:'s|s)?\s*(?:name)?\s*(?:as |to |it )?\s*(\p{Lu}[\p{L}\p{M}'ʻ’-]+)";
    YOUNGEST = r"(?i)下の子|末っ子|二番目|2番目|もう1人は|\b(?:youngest|younger(?: one)?|second(?: one| child)?|little one)\b";
    ELDEST = r"(?i)上の子|一番目|1番目|最初の子|\b(?:eldest|oldest|older(?: one)?|first(?: one| child)?)\b";
    GIRL = r"(?i)女の子|女|おんな|\b(?:girl|daughter|lass)\b";
    BOY = r"(?i)男の子|男|おとこ|\b(?:boy|son|lad)\b";
    NAMED = r"(?:名前|なまえ|名)は?、?([^、。!?\n\s]{1,10}?)(?:で|に|が|です|$|。)|(?i:\b(?:named|called|name is)\s+)(\p{Lu}[\p{L}\p{M}'ʻ’-]+)";
}

/// What follows a name that says whether it is a girl or a boy.
static GENDER_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:ちゃん|くん|さん)?(?:は|が|を|も|、)?[^。、!?\n]{0,4}(?:(女の子|女|おんな)|(男の子|男|おとこ))(?:に|で|や|だ|が|。|、|$)|^(?:'s| is| should be| would be| as| to be| into)?\s+(?:actually |really |rather )?(?:an? )?(?:(girl|daughter)|(boy|son))\b",
    )
});

/// What the partner is to be like instead: "make him silly", "the buzzcut is pink now, not green".
pub fn redescribe(profile: &mut UserProfile, text: &str) -> bool {
    patterns! {
        MAKE = r"(?i)\b(?:make|let) (?:him|her|them)(?: be| more| a bit)?\s+([\p{L} ,'-]{3,40})[.!]*$";
        INSTEAD = r"(?i)\b(?:is|are|'s) (\p{L}+)\b[^.!?]{0,24}\bnot (\p{L}+)";
    }
    let field = profile.partner_field();
    let partner = match field {
        Field::CurrentPartner => &mut profile.current_partner,
        _ => &mut profile.ideal_partner,
    };
    let Some(partner) = partner else { return false };
    if let Some(found) = MAKE.captures(text).filter(|_| partner.temperament.is_some()) {
        partner.temperament = tidy(&found[1]);
        return true;
    }
    let Some(found) = INSTEAD.captures(text) else { return false };
    let mut changed = false;
    for words in [&mut partner.temperament, &mut partner.appearance].into_iter().flatten() {
        if words.contains(&found[2]) {
            *words = words.replace(&found[2], &found[1]);
            changed = true;
        }
    }
    if changed {
        profile.partner_face_description.clone_from(&partner.appearance);
    }
    changed
}

/// Puts right what is taken back; tells whether anything was.
pub fn put_right(profile: &mut UserProfile, text: &str) -> bool {
    if add_sibling(profile, text) {
        return true;
    }
    let renamed = rename(profile, text);
    let regendered = regender(profile, text);
    let replaced = !renamed && !regendered && replace_by_order(profile, text);
    renamed || regendered || replaced
}

/// Whether a word is what children call somebody, and nobody's name: パパって呼んで.
pub fn is_kin(word: &str) -> bool {
    patterns! {
        KIN = r"(?i)^(?:パパ|ママ|お?父(?:さん|ちゃん)|お?母(?:さん|ちゃん)|とうちゃん|かあちゃん|mum|mom|mummy|mommy|dad|daddy|papa|mama)$";
    }
    KIN.is_match(word)
}

/// What the person would like to be called from now on.
pub fn own_name(text: &str) -> Option<String> {
    if let Some(name) = called_en(text) {
        return Some(name);
    }
    let found = CALLED.captures(text)?;
    let name = found.get(1).or_else(|| found.get(2)).or_else(|| found.get(3))?.as_str();
    if is_kin(name) {
        return None;
    }
    // A pet name keeps its ending: it is what was asked for.
    (!name.trim().is_empty()).then(|| name.trim().to_owned())
}

/// "Just call me Mimi", and nothing else.
pub fn called_en(text: &str) -> Option<String> {
    patterns! {
        CALL_ME = r"(?i)^(?:(?:actually|please|pls|just|you can|everyone|everybody|people|friends|and|but|or|so|oh)[, ]+)*(?:calls? me|i go by)\s+(?P<name>\p{L}[\p{L}\p{M}'’-]+)(?: please| instead| for short| then)?[.!]*$";
    }
    let name = &CALL_ME.captures(text.trim())?["name"];
    (!is_kin(name) && names::is_name_word(name) && names::fits(name)).then(|| name.to_owned())
}

fn rename(profile: &mut UserProfile, text: &str) -> bool {
    if let Some(found) = QUOTED_PAIR.captures(text).filter(|found| names::fits(&found[2])) {
        return replace_name(profile, &found[1], &found[2]);
    }
    let found = OF_CHILD_QUOTED.captures(text).or_else(|| SPELLED.captures(text));
    let Some(found) = found else { return false };
    let gender = match (found.name("girl"), found.name("boy")) {
        (Some(_), _) => Gender::Female,
        (_, Some(_)) => Gender::Male,
        _ => return false,
    };
    let name = found.get(3).map_or("", |name| name.as_str());
    // "Spell the boy's name Petrus, Pieter is the grandpa": the name that was wrong is mentioned.
    let mentioned = |child: &Child| child.name.as_deref().is_some_and(|old| old != name && text.contains(old));
    if let Some(child) = profile.children.iter_mut().find(|child| child.desired_gender.is_none() && mentioned(child))
        && names::fits(name)
    {
        *child = Child { desired_gender: Some(gender), name: Some(name.to_owned()) };
        return true;
    }
    let mut alike = profile.children.iter_mut().filter(|child| child.desired_gender == Some(gender));
    match (alike.next(), alike.next()) {
        (Some(child), None) if names::fits(name) && child.name.is_some() => {
            child.name = Some(name.to_owned());
            true
        }
        _ => false,
    }
}

/// Puts the name `new` wherever `old` stood.
fn replace_name(profile: &mut UserProfile, old: &str, new: &str) -> bool {
    let partners = [&mut profile.current_partner, &mut profile.ideal_partner].into_iter().flatten();
    let partners = partners.map(|partner| &mut partner.name);
    let children = profile.children.iter_mut().map(|child| &mut child.name);
    let mut replaced = false;
    for name in [&mut profile.name].into_iter().chain(partners).chain(children) {
        if name.as_deref() == Some(old) {
            *name = Some(new.to_owned());
            replaced = true;
        }
    }
    replaced
}

fn regender(profile: &mut UserProfile, text: &str) -> bool {
    let mut changed = false;
    for child in &mut profile.children {
        let Some(name) = child.name.clone() else { continue };
        let Some(at) = text.find(&name) else { continue };
        let Some(found) = GENDER_AFTER.captures(&text[at + name.len()..]) else { continue };
        let girl = found.get(1).or_else(|| found.get(3)).is_some();
        let gender = Some(if girl { Gender::Female } else { Gender::Male });
        changed |= child.desired_gender != gender;
        child.desired_gender = gender;
    }
    changed
}

/// 「海の下に弟もほしい、名前はリバーで」, "a little brother for Grace, called Kai": one more beside a child who is known.
fn add_sibling(profile: &mut UserProfile, text: &str) -> bool {
    patterns! {
        SIBLING = r"(?i)(?P<who>[\p{L}ー々]{1,12}?)(?:ちゃん|くん)?の?(?:下|あと|次)?に、?(?:も|は)?(?:もう1人|もうひとり)?(?:(?P<sister>妹)|弟)(?:も|を|が)|\b(?:(?P<girl>sister)|brother)(?: too)? for (?P<other>\p{L}+)";
        CALLED = r"(?:名前は|名は|なまえは)、?「?(?P<ja>[\p{Han}々]{1,4}|[\p{Hiragana}ー]{2,5}?|[\p{Katakana}ー]{2,8}|\p{Lu}\p{L}+)」?(?:で|が|に|です|だよ|って|と|や|$|[。、!])|\b(?i:called|named|name(?:'s| is)?|call (?:him|her|them))\s+(?P<en>\p{Lu}[\p{L}'’-]+)";
    }
    let Some(found) = SIBLING.captures(text) else { return false };
    let Some(named) = CALLED.captures(text).and_then(|named| named.name("ja").or_else(|| named.name("en"))) else {
        return false;
    };
    let who = found.name("who").or_else(|| found.name("other")).map_or("", |who| who.as_str()).to_lowercase();
    let name = named.as_str();
    let is = |child: &Child, wanted: &str| {
        child.name.as_deref().is_some_and(|known| wanted.ends_with(&known.to_lowercase()))
    };
    let known = profile.children.iter().any(|child| is(child, &who));
    if !known || !names::fits(name) || profile.children.iter().any(|child| child.name.as_deref() == Some(name)) {
        return false;
    }
    let sister = found.name("sister").or_else(|| found.name("girl")).is_some();
    let gender = Some(if sister { Gender::Female } else { Gender::Male });
    profile.children.push(Child { desired_gender: gender, name: Some(name.to_owned()) });
    true
}

/// やっぱり下の子は男がいい。名前は瀬名で: the child that is meant by its place.
fn replace_by_order(profile: &mut UserProfile, text: &str) -> bool {
    let place = if YOUNGEST.is_match(text) {
        profile.children.len().checked_sub(1)
    } else if ELDEST.is_match(text) {
        Some(0)
    } else {
        None
    };
    let named = NAMED.captures(text).and_then(|found| Some(found.get(1).or_else(|| found.get(2))?.as_str().to_owned()));
    let named = named.filter(|name| names::fits(name));
    // Of a younger one nobody has told yet.
    if let ([only], Some(name)) = (profile.children.as_slice(), &named)
        && YOUNGEST.is_match(text)
        && only.name.as_ref().is_some_and(|known| known != name)
    {
        let gender = only.desired_gender.filter(|_| !BOY.is_match(text));
        profile.children.push(Child { desired_gender: gender, name: named });
        return true;
    }
    let Some(child) = place.and_then(|place| profile.children.get_mut(place)) else { return false };
    let gender = match (GIRL.is_match(text), BOY.is_match(text)) {
        (true, false) => Some(Gender::Female),
        (false, true) => Some(Gender::Male),
        _ => None,
    };
    let name = named;
    if gender.is_none() && name.is_none() {
        return false;
    }
    let told = Child { desired_gender: gender.or(child.desired_gender), name: name.or_else(|| child.name.clone()) };
    let changed = *child != told;
    *child = told;
    changed
}
