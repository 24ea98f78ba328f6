//! What is put right of the family itself, said to the family: somebody there is not, somebody there is as well, another name,
//! another age. It is said back in one sentence, and the profile, the faces, the story and the letter follow.

mod added;
mod ages;
mod gone;
mod named;

use super::Scene;
use super::arrange;
use super::hear;
use super::personas;
use super::spelling::spelled;
use crate::agent::care::alone;
use crate::agent::cue::Cue;
use crate::agent::hera;
use crate::agent::hera::phrases::Choices;
use crate::agent::hera::text::normalise;
use crate::agent::script::{Script, Values, list};
use crate::domain::{
    Alone, Author, Child, FamilyRole, Field, Gender, Language, Member, Message, PhotoKind, StateUpdate, UserProfile,
};

/// What the family remembers of its animal.
const OUR_PET: &str = "our pet";
/// Children of a family, at most.
const MOST_CHILDREN: usize = 10;
/// Members who say at once what the person is called from now on, at most.
const MOST_WHO_CALL: usize = 3;

/// Something that is put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Those members are not there, by their places.
    Gone(Vec<usize>),
    /// There is one more child.
    Added {
        name: Option<String>,
        gender: Option<Gender>,
        age: Option<u8>,
    },
    /// There is an animal: "a dog called Rex".
    Pet(String),
    Named(usize, String),
    Aged(Vec<(usize, u8)>),
}

/// What the person wants to be called from now on, by the message of the scene.
pub fn called(scene: &Scene<'_>) -> Option<String> {
    let bare = hear::without_names_of(&spelled(scene.text, scene.language), &scene.members);
    let taken = |name: &String| scene.members.iter().any(|member| member.name == *name);
    arrange::called(&bare, scene.language).filter(|name| !taken(name))
}

/// What the message of the scene puts right.
pub fn of(scene: &Scene<'_>) -> Option<Change> {
    let text = spelled(scene.text, scene.language);
    read(&text, scene.language, &scene.members, scene.talk.addressed.map(usize::from))
}

/// What `text` puts right of a family with these members; `last` is whom the last message was for. `text` is in the usual
/// spelling.
fn read(text: &str, language: Language, members: &[Member], last: Option<usize>) -> Option<Change> {
    if text.trim_end().ends_with('?') {
        return None;
    }
    if let Some((index, name)) = named::told(text, language, members, last) {
        return Some(Change::Named(index, name));
    }
    let gone = gone::told(text, members);
    if !gone.is_empty() {
        return Some(Change::Gone(gone));
    }
    if let Some(change) = added::told(text, language, members) {
        return Some(change);
    }
    let ages = ages::told(text, language, members, false);
    (!ages.is_empty()).then_some(Change::Aged(ages))
}

/// The members with the ages that the person told of them before.
pub fn with_ages(mut members: Vec<Member>, history: &[Message], language: Language) -> Vec<Member> {
    for message in history.iter().filter(|message| matches!(message.author, Author::User { .. })) {
        let text = spelled(&message.text, language);
        for (index, age) in ages::told(&text, language, &members, true) {
            members[index].age = age;
        }
    }
    members
}

/// The members, each child as the person told of it before: "Anna is a bit shy".
pub fn with_natures(mut members: Vec<Member>, children: &[Child], history: &[Message]) -> Vec<Member> {
    for message in history.iter().filter(|message| matches!(message.author, Author::User { .. })) {
        let Some((name, words)) = hera::extract::of_a_child(children, &normalise(&message.text)) else { continue };
        let child = |member: &&mut Member| {
            member.role == FamilyRole::Child && member.name.to_lowercase() == name.to_lowercase()
        };
        if let Some(member) = members.iter_mut().find(child) {
            hera::extract::read_character(&words, &mut member.personality);
            if !words.starts_with(|c: char| c.is_ascii_digit()) {
                member.traits.insert(0, words);
            }
        }
    }
    members
}

/// How old the children of `profile` are, as far as one of the `texts` tells.
pub fn ages_of_children<'a>(
    profile: &UserProfile,
    texts: impl Iterator<Item = &'a str>,
    language: Language,
) -> Vec<Option<u8>> {
    let members = personas::of(profile, false, language, 0);
    let partners = members.iter().filter(|member| member.role == FamilyRole::Partner).count();
    let mut ages = vec![None; profile.children.len()];
    for text in texts {
        for (index, age) in ages::told(&spelled(text, language), language, &members, true) {
            if let Some(slot) = index.checked_sub(partners).and_then(|at| ages.get_mut(at)) {
                *slot = Some(age);
            }
        }
    }
    ages
}

impl Scene<'_> {
    /// Puts it right, and says so.
    pub(super) fn amend(mut self, change: &Change) -> Script {
        let mut script = Script::new(self.language);
        let (texts, values) = match change {
            Change::Gone(gone) => self.remove(gone, &mut script),
            Change::Added { name, gender, age } => self.add(name.as_deref(), *gender, *age, &mut script),
            Change::Pet(pet) => {
                let values = Values::default().with("what", Some(pet.as_str()));
                self.remember(0, OUR_PET, pet);
                (self.phrases.pet_added, values)
            }
            Change::Named(index, name) => self.rename(*index, name, &mut script),
            Change::Aged(ages) => {
                for (index, age) in ages {
                    self.members[*index].age = *age;
                }
                let update = StateUpdate { members: Some(self.members.clone()), ..StateUpdate::default() };
                script.change(update);
                let each = ages.iter().map(|(index, age)| match self.language {
                    Language::English => format!("{} is {age}", self.members[*index].name),
                    Language::Japanese => format!("{}{age}歳", self.members[*index].name),
                });
                let values = Values::default().with("ages", Some(list(&each.collect::<Vec<_>>(), self.phrases.list)));
                (self.phrases.aged, values)
            }
        };
        let words = self.picker.pick_some(texts, &values).unwrap_or_default();
        script.say(hera::NAME, words, Cue::AsWritten);
        // Who has not met them yet is greeted by those who are there.
        if self.talk.turns == 0 && !self.members.is_empty() {
            script.change(self.beginning());
            self.greet(&mut script);
        }
        self.conclude(script)
    }

    /// The person is called so from now on, by who is meant, or else by who leads and a child.
    pub(super) fn call_person(mut self, called: &str) -> Script {
        let mut script = Script::new(self.language);
        self.call(called);
        if !arrange::is_title(called, self.language) {
            let profile = UserProfile { name: Some(called.to_owned()), ..self.state.profile.clone() };
            script.change(StateUpdate { profile: Some(profile), ..StateUpdate::default() });
        }
        let meant = hear::hear(self.text, self.language, &self.members, self.state).meant;
        let children = self.first_child()..self.members.len();
        let speakers = if meant.is_empty() { [0].into_iter().chain(children.take(1)).collect() } else { meant };
        self.talk.addressed = None;
        for index in speakers.into_iter().take(MOST_WHO_CALL) {
            let words = self.on_called(index);
            self.say(&mut script, index, [words]);
        }
        if self.talk.turns == 0 {
            script.change(self.beginning());
        }
        self.conclude(script)
    }

    /// They leave the family, what is known, and what is remembered; their places are others' from now on.
    fn remove(&mut self, gone: &[usize], script: &mut Script) -> (Choices, Values) {
        let names: Vec<String> = gone.iter().map(|index| self.members[*index].name.clone()).collect();
        script.change(self.without(gone));
        let kept =
            (0..self.members.len()).filter(|index| !gone.contains(index)).map(|index| self.members[index].clone());
        let kept: Vec<Member> = kept.collect();
        self.keep_faces(&kept, script);
        for index in gone.iter().rev() {
            let by = super::answer::place_of(*index);
            self.talk.facts.retain(|fact| fact.by != by);
            for fact in self.talk.facts.iter_mut().filter(|fact| fact.by > by) {
                fact.by -= 1;
            }
        }
        self.talk.addressed = None;
        self.members = kept;
        let values = Values::default().with("names", Some(list(&names, self.phrases.list)));
        (if self.members.is_empty() { self.phrases.nobody } else { self.phrases.amended }, values)
    }

    /// A face keeps to whom it is of.
    fn keep_faces(&self, kept: &[Member], script: &mut Script) {
        let children = |members: &[Member]| -> Vec<String> {
            members.iter().filter(|member| member.role == FamilyRole::Child).map(|member| member.name.clone()).collect()
        };
        let before = children(&self.members);
        for (number, name) in (1_u8..).zip(children(kept)) {
            let old = before.iter().position(|other| *other == name).and_then(|at| u8::try_from(at + 1).ok());
            let photo = old.filter(|old| *old != number).and_then(|old| self.state.photos.of(PhotoKind::Child(old)));
            if let Some(photo) = photo {
                let mut photo = *photo;
                photo.kind = PhotoKind::Child(number);
                script.change(StateUpdate { photo: Some(photo), ..StateUpdate::default() });
            }
        }
    }

    /// The change by which members leave the family and what is known of it.
    fn without(&self, gone: &[usize]) -> StateUpdate {
        let (state, members) = (self.state, &self.members);
        let mut profile = state.profile.clone();
        let names: Vec<&str> = gone.iter().map(|index| members[*index].name.as_str()).collect();
        let first = self.first_child();
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
        let mut interview = None;
        if gone.iter().any(|index| members[*index].role == FamilyRole::Partner) {
            alone::part(&mut profile);
            let mut kept = state.interview.clone();
            kept.care.alone = kept.care.alone.or(Some(Alone::Chosen));
            interview = Some(kept);
        }
        let members = (0..members.len()).filter(|index| !gone.contains(index)).map(|index| members[index].clone());
        let members = Some(members.collect());
        StateUpdate { profile: Some(profile), members, interview, ..StateUpdate::default() }
    }

    fn first_child(&self) -> usize {
        self.members.iter().position(|member| member.role == FamilyRole::Child).unwrap_or(self.members.len())
    }

    /// One more child, who is the youngest by place.
    fn add(
        &mut self,
        name: Option<&str>,
        gender: Option<Gender>,
        age: Option<u8>,
        script: &mut Script,
    ) -> (Choices, Values) {
        let mut profile = self.state.profile.clone();
        profile.children.push(Child { desired_gender: gender, name: name.map(str::to_owned) });
        profile.declined.remove(&Field::ChildrenInfo);
        let alone = self.state.interview.care.alone.is_some();
        let all = personas::of(&profile, alone, self.language, self.seed);
        let Some(mut child) = all.into_iter().next_back() else { return (self.phrases.nobody, Values::default()) };
        let youngest = self.members[self.first_child()..].iter().map(|member| member.age).min();
        let younger = youngest.map_or(child.age, |youngest| child.age.min(youngest.saturating_sub(1)).max(1));
        child.age = age.unwrap_or(younger);
        if let Some(last) = profile.children.last_mut() {
            last.name = Some(child.name.clone());
        }
        let values = Values::default().with("names", Some(child.name.as_str()));
        self.members.push(child);
        script.change(StateUpdate {
            profile: Some(profile),
            members: Some(self.members.clone()),
            ..StateUpdate::default()
        });
        (if name.is_some() { self.phrases.added } else { self.phrases.added_unnamed }, values)
    }

    /// Another name, for the one and the same.
    fn rename(&mut self, index: usize, name: &str, script: &mut Script) -> (Choices, Values) {
        let mut profile = self.state.profile.clone();
        let old = std::mem::replace(&mut self.members[index].name, name.to_owned());
        if self.members[index].role == FamilyRole::Partner {
            for partner in [&mut profile.current_partner, &mut profile.ideal_partner].into_iter().flatten() {
                partner.name = Some(name.to_owned());
            }
        } else if let Some(child) = profile.children.get_mut(index - self.first_child()) {
            child.name = Some(name.to_owned());
        }
        script.change(StateUpdate {
            profile: Some(profile),
            members: Some(self.members.clone()),
            ..StateUpdate::default()
        });
        let values = Values::default().with("name", Some(name)).with("old", Some(old));
        (self.phrases.renamed, values)
    }

    /// The animal of this family, if the person has told of one.
    pub fn pet(&self) -> Option<String> {
        let facts = self.talk.facts.iter().rev();
        facts.filter(|fact| fact.about == OUR_PET).map(|fact| fact.what.clone()).next()
    }
}

/// A family for the tests: a partner, a girl and a boy.
#[cfg(test)]
fn family(language: Language) -> Vec<Member> {
    use crate::domain::{Partner, UserProfile};
    let child = |name: &str, gender| Child { name: Some(name.into()), desired_gender: Some(gender) };
    let (partner, girl, boy) = match language {
        Language::English => ("Ken", "Mia", "Leo"),
        Language::Japanese => ("健太", "さくら", "れん"),
    };
    let profile = UserProfile {
        ideal_partner: Some(Partner { name: Some(partner.into()), ..Partner::default() }),
        children: vec![child(girl, Gender::Female), child(boy, Gender::Male)],
        ..UserProfile::default()
    };
    personas::of(&profile, false, language, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: Language, cases: &[(&str, Option<Change>)]) {
        let members = family(language);
        for (text, change) in cases {
            assert_eq!(read(&spelled(text, language), language, &members, None), *change, "{text}");
        }
    }

    fn added(name: Option<&str>, gender: Option<Gender>) -> Change {
        Change::Added { name: name.map(str::to_owned), gender, age: None }
    }

    #[test]
    fn what_is_put_right_in_english_is_heard() {
        check(
            Language::English,
            &[
                ("leave Ken out of it", Some(Change::Gone(vec![0]))),
                ("I don't have a husband any more", Some(Change::Gone(vec![0]))),
                ("please stop talking about my husband", Some(Change::Gone(vec![0]))),
                ("it's just me and Mia now", Some(Change::Gone(vec![0, 2]))),
                ("I don't want a second child after all", Some(Change::Gone(vec![2]))),
                ("we don't have a son", Some(Change::Gone(vec![2]))),
                ("actually there's a third one, Noah", Some(added(Some("Noah"), None))),
                ("we also have a daughter called Ivy", Some(added(Some("Ivy"), Some(Gender::Female)))),
                ("You forgot our son Max", Some(added(Some("Max"), Some(Gender::Male)))),
                ("I'd like another girl", Some(added(None, Some(Gender::Female)))),
                ("we also have a dog", Some(Change::Pet("a dog".into()))),
                ("We have a cat called Miso", Some(Change::Pet("a cat called Miso".into()))),
                ("his name is Theo, not Leo", Some(Change::Named(2, "Theo".into()))),
                ("it's Maya, not Mia", Some(Change::Named(1, "Maya".into()))),
                ("not Ken, Ben", Some(Change::Named(0, "Ben".into()))),
                ("you got the name wrong, it's Leon", Some(Change::Named(2, "Leon".into()))),
                ("my husband's name is Ben", Some(Change::Named(0, "Ben".into()))),
                ("Mia is 7 now", Some(Change::Aged(vec![(1, 7)]))),
                ("mia is seven and leo is four", Some(Change::Aged(vec![(1, 7), (2, 4)]))),
                ("Mia is 7 minutes late", None),
                ("not Leo again, please", None),
                ("I talked about my husband with a friend", None),
                ("my sister has a dog", None),
                ("I had a dog as a child", None),
                ("my friend has another girl now", None),
                ("it's just me and my thoughts", None),
                ("Leave Ken alone", None),
                ("Do we have a dog?", None),
                ("It's Monday, not Tuesday", None),
            ],
        );
    }

    #[test]
    fn what_is_put_right_in_japanese_is_heard() {
        check(
            Language::Japanese,
            &[
                ("夫の話はもうしないで", Some(Change::Gone(vec![0]))),
                ("健太はいません", Some(Change::Gone(vec![0]))),
                ("夫はいないよ", Some(Change::Gone(vec![0]))),
                ("やっぱり子どもはいらない", Some(Change::Gone(vec![1, 2]))),
                ("下の子はいらない", Some(Change::Gone(vec![2]))),
                ("二人目はいらないや", Some(Change::Gone(vec![2]))),
                ("さくらだけでいい", Some(Change::Gone(vec![2]))),
                ("弟もいるよ、名前はソラ", Some(added(Some("ソラ"), Some(Gender::Male)))),
                ("もう一人女の子がほしい", Some(added(None, Some(Gender::Female)))),
                ("実は三人目がいて、レオっていうの", Some(added(Some("レオ"), None))),
                ("末っ子のソラもいるよ", Some(added(Some("ソラ"), None))),
                ("うちには犬もいるよ", Some(Change::Pet("犬".into()))),
                ("猫を飼ってるよ、名前はミケ", Some(Change::Pet("猫のミケ".into()))),
                ("名前まちがってる、さくだよ", Some(Change::Named(1, "さく".into()))),
                ("れんじゃなくてレンタだよ", Some(Change::Named(2, "レンタ".into()))),
                ("夫の名前は健二です", Some(Change::Named(0, "健二".into()))),
                ("れんは5さい", Some(Change::Aged(vec![(2, 5)]))),
                ("さくらはもう七歳だよ", Some(Change::Aged(vec![(1, 7)]))),
                ("上の子は8歳、下の子は4歳", Some(Change::Aged(vec![(1, 8), (2, 4)]))),
                ("友達の犬もいるよ", None),
                ("わたしには弟もいるよ", None),
                ("公園に犬がいた", None),
                ("さくらはいないの？", None),
                ("カレーじゃなくてラーメンがいい", None),
                ("夫の話を聞いて", None),
                ("れんはアイスいらないって", None),
            ],
        );
    }
}
