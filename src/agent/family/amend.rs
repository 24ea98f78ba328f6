//! What is put right of the family itself, said to the family: a child there is not, or none at all.

use regex::Regex;

use super::Scene;
use super::matter::is_named;
use crate::agent::cue::Cue;
use crate::agent::hera;
use crate::agent::hera::text::{normalise, patterns};
use crate::agent::script::{Script, Values};
use crate::domain::{FamilyRole, Field, Member, PhotoKind, SessionState, StateUpdate};

patterns! {
    // After a name: ケンはいない, ケンを外して.
    GONE_JA = r"^(?:ちゃん|くん|さん|君)?(?:は|って|という子は|なんて)?(?:い(?:ない|ません)(?:よ|です|んです)?|存在しない|生まれて(?:い)?ない|うちの子じゃない)(?:[。!]|$)|^(?:ちゃん|くん|さん|君)?(?:を|は)(?:家族から)?(?:外して|はずして|消して|削除|抜いて|除いて)";
    // "Leave Ken out", "there is no Ken", "Ken doesn't exist".
    BEFORE_EN = r"(?i)(?:\b(?:leave|take|keep)|\bremove|\bdelete|\berase|\bthere(?:'s| is) no|\bthere isn'?t (?:a|any)|\bi (?:don'?t|do not) have (?:a |any )?(?:\w+ )?(?:called|named)?|\bi never had (?:a )?(?:\w+ )?(?:called|named)?|\bno such child as)\s*$";
    AFTER_EN = r"(?i)^ (?:out\b(?: of (?:it|this|the family|our family|my family))?[.!]?$|does(?:n'?t| not) exist|is(?:n'?t| not) (?:my|our|a) (?:child|kid|son|daughter)|was never (?:there|born|mine|ours)|from (?:the|my|our) family)";
    // "I don't have Ken's number" takes nobody out.
    ENDS = r"(?i)^(?:$|[.!,]| (?:here|at all|in (?:the|my|our) family))";
    NEEDS_AFTER = r"(?i)\b(?:leave|take|keep)\s*$";
    NONE = r"(?i)(?:子供|子ども|こども)(?:は|なんて|たちは)?(?:、)?(?:いらない|要らない|いりません|いない(?:よ|です|んです)?|いません|なし(?:で|にして|がいい)|欲しくない|ほしくない)(?:[。!]|$)|\b(?:i|we) (?:don'?t|do not|never) (?:have|want|wanted|wish for) (?:any )?(?:kids|children)\b|^(?:no,? )?(?:no|without) (?:kids|children)\b(?: please)?[.!]*$|\bthere are no (?:kids|children)\b";
    ONLY_ONE = r"(?i)\b(?:only|just) (?:one|1|a single) (?:child|kid|son|daughter|boy|girl)\b|(?:子供|子ども|こども)は?(?:1人|一人|ひとり)(?:だけ|です|だよ)|ひとりっ子|一人っ子|1人っ子";
}

/// Which children, by their places, the message says there are not: of those who are `members`.
pub fn taken_back(text: &str, members: &[Member]) -> Vec<usize> {
    let text = normalise(text);
    let is_child = |index: &usize| members[*index].role == FamilyRole::Child;
    let children: Vec<usize> = (0..members.len()).filter(is_child).collect();
    if text.trim_end().ends_with('?') {
        return Vec::new();
    }
    if NONE.is_match(&text) {
        return children;
    }
    if ONLY_ONE.is_match(&text) && children.len() > 1 {
        // The one who is named, or else the first.
        let named = children.iter().copied().find(|index| is_named(&text, &members[*index].name));
        let kept = named.unwrap_or(children[0]);
        return children.into_iter().filter(|index| *index != kept).collect();
    }
    children.into_iter().filter(|index| is_gone(&text, &normalise(&members[*index].name))).collect()
}

/// Whether `text` says that there is nobody of that name.
fn is_gone(text: &str, name: &str) -> bool {
    let is = |pattern: &Regex, part: &str| pattern.is_match(part);
    !name.is_empty()
        && text.match_indices(name).any(|(at, _)| {
            let (before, after) = (&text[..at], &text[at + name.len()..]);
            let there_is_none = is(&BEFORE_EN, before) && !is(&NEEDS_AFTER, before) && is(&ENDS, after);
            let put_out = is(&AFTER_EN, after) && (!after.starts_with(" out") || is(&NEEDS_AFTER, before));
            there_is_none || put_out || is(&GONE_JA, after)
        })
}

impl Scene<'_> {
    /// Those children leave the family, what is known, and what is remembered; their places are others' from now on.
    pub(super) fn amend(mut self, gone: &[usize]) -> Script {
        let mut script = Script::new(self.language);
        let names: Vec<String> = gone.iter().map(|index| self.members[*index].name.clone()).collect();
        script.change(without(self.state, &self.members, gone));
        // A face keeps to whom it is of.
        let numbers = |members: &[Member]| -> Vec<String> {
            members.iter().filter(|member| member.role == FamilyRole::Child).map(|member| member.name.clone()).collect()
        };
        let before = numbers(&self.members);
        let kept: Vec<Member> = (0..self.members.len())
            .filter(|index| !gone.contains(index))
            .map(|index| self.members[index].clone())
            .collect();
        for (number, name) in (1_u8..).zip(numbers(&kept)) {
            let old = before.iter().position(|other| *other == name).and_then(|at| u8::try_from(at + 1).ok());
            let photo = old.filter(|old| *old != number).and_then(|old| self.state.photos.of(PhotoKind::Child(old)));
            if let Some(photo) = photo {
                let mut photo = *photo;
                photo.kind = PhotoKind::Child(number);
                script.change(StateUpdate { photo: Some(photo), ..StateUpdate::default() });
            }
        }
        for index in gone.iter().rev() {
            let by = super::answer::place_of(*index);
            self.talk.facts.retain(|fact| fact.by != by);
            for fact in self.talk.facts.iter_mut().filter(|fact| fact.by > by) {
                fact.by -= 1;
            }
        }
        self.talk.addressed = None;
        self.members = kept;
        let values = Values::default().with("names", Some(crate::agent::script::list(&names, self.phrases.list)));
        let nobody = self.members.is_empty();
        let texts = if nobody { self.phrases.nobody } else { self.phrases.amended };
        let words = self.picker.pick_some(texts, &values).unwrap_or_default();
        script.say(hera::NAME, words, Cue::AsWritten);
        self.conclude(script)
    }
}

/// The change by which children leave the family and what is known of it.
fn without(state: &SessionState, members: &[Member], gone: &[usize]) -> StateUpdate {
    let mut profile = state.profile.clone();
    let names: Vec<&str> = gone.iter().map(|index| members[*index].name.as_str()).collect();
    let first = members.iter().position(|member| member.role == FamilyRole::Child).unwrap_or(0);
    let mut number = 0;
    profile.children.retain(|child| {
        let index = first + number;
        number += 1;
        // A child without a name is the one in its place.
        !child.name.as_deref().map_or(gone.contains(&index), |name| names.contains(&name))
    });
    if profile.children.is_empty() {
        profile.declined.insert(Field::ChildrenInfo);
    }
    let members = (0..members.len()).filter(|index| !gone.contains(index)).map(|index| members[index].clone());
    StateUpdate { profile: Some(profile), members: Some(members.collect()), ..StateUpdate::default() }
}

#[cfg(test)]
mod tests {
    use super::super::personas;
    use super::*;
    use crate::domain::{Child, Language, Partner, UserProfile};

    #[test]
    fn a_child_there_is_not_is_told_from_one_that_is_spoken_of() {
        let child = |name: &str| Child { name: Some(name.into()), ..Child::default() };
        let profile = UserProfile {
            ideal_partner: Some(Partner { name: Some("Tom".into()), ..Partner::default() }),
            children: vec![child("Mia"), child("Ken"), child("つむぎ")],
            ..UserProfile::default()
        };
        let members = personas::of(&profile, false, Language::English, 1);
        for (text, gone) in [
            ("leave Ken out", &[2][..]),
            ("please leave Ken out of it.", &[2]),
            ("there is no Ken", &[2]),
            ("Ken doesn't exist", &[2]),
            ("remove Mia", &[1]),
            ("no, only one child", &[2, 3]),
            ("only one child, Ken", &[1, 3]),
            ("I don't want any kids", &[1, 2, 3]),
            ("つむぎはいません", &[3]),
            ("つむぎを外して", &[3]),
            ("子どもはいらない", &[1, 2, 3]),
            ("leave Ken alone", &[]),
            ("take Ken out for dinner", &[]),
            ("I don't have Ken's number", &[]),
            ("Is there no Ken?", &[]),
            ("つむぎはいないの？", &[]),
            ("つむぎはアイスいらないって", &[]),
            ("Mia, go out and play", &[]),
            ("Let's go without Ken's bike", &[]),
        ] {
            assert_eq!(taken_back(text, &members), gone, "{text}");
        }
    }
}
