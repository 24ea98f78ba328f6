//! From what a person writes to what is known of them.

mod ages;
mod amend;
mod answer;
mod beside;
mod children;
mod clean;
mod correction;
mod described;
mod genders;
mod income;
mod left;
mod listed;
mod names;
mod partner;
mod person;
mod personality;
mod place;
mod refusal;
mod renaming;
mod roll;
mod slips;
mod stated;
mod taken_back;
mod told;
mod trimmed;
mod wishes;

pub use answer::{Question, is_aside, read};
pub use children::is_list_of;
pub use described::of_a_child;
pub use names::{as_said as name_as_said, insists_on_small};
pub use partner::strip_honorific;
pub use personality::read as read_character;
pub use told::{MOST_CHILDREN, Told};

use std::collections::BTreeSet;

use regex::Captures;

use super::piece::{Piece, Who, pieces};
use super::text::{normalise, patterns};
use crate::agent::intent;
use crate::domain::{BigFive, Child, Field, Gender, Partner, RelationshipStatus, Topic, UserProfile};
use stated::Stated;

/// Who is younger is a child.
const ADULT: u8 = 18;

patterns! {
    CORRECTS = r"(?i)やっぱり|やっぱ|いや[、,。]|じゃなくて|ではなくて|でなくて|訂正|間違|まちがえ|誤っ|違います|違って|違う|変更|変えて|ごめん|\b(?:actually|sorry|i meant|i mean|tell a lie|scratch that|strike|spell|no,|no wait|wait|correction|instead|change|mistake|oops|rather,|make that|let me correct|not)\b";
    // 花子じゃなくて桜子, "Sakura, not Hana", "change Hana to Sakura": what was wrong, and what is right.
    RENAMES_JA = r"([^はがもの、。,!?\n\s]{1,12}?)(?:ちゃん|くん|さん)?(?:じゃなくて|ではなくて|でなくて|じゃなく|ではなく|やなくて|やのうて|でのうて|を|から)、?\s*([^はがも、。,!?\n\s]{1,12}?)(?:ちゃん|くん|さん)?(?:です|でした|だよ|に(?:変|し|直|す)|にして|で|。|$|!)";
    RENAMES_EN = r"(?i)\bnot ([\p{L}\p{M}'ʻ-]+)[,.]?\s+(?:but |it's |it is |should be )?([\p{L}\p{M}'ʻ-]+)|\b([\p{L}\p{M}'ʻ-]+),?\s+(?:and )?not ([\p{L}\p{M}'ʻ-]+)|\b(?:change|rename) ([\p{L}\p{M}'ʻ-]+) (?:to|into) ([\p{L}\p{M}'ʻ-]+)|\b([\p{L}\p{M}'ʻ-]+) instead of ([\p{L}\p{M}'ʻ-]+)";
    // 静かな町で, "a quiet street": what is told of where and how somebody lives is no character.
    OF_PLACE = r"(?i)住[んみまい]|暮ら|町|街|(?:^|[^務])所|部屋|近所|田舎|\b(?:live|living|street|town|village|city|house|flat|apartment|neighbou?rhood|place|countryside|suburbs?|area|corner)\b";
    // あ、やっぱりうみじゃなくてなぎさ
    BEFORE_NAME = r"^(?:やっぱり|やっぱ|あ|いや|ごめん|えっと|すみません)+";
    CONTRAST_JA = r"[^はがもの、。,!?\n\s]{1,12}(?:じゃなくて|ではなくて|でなくて|じゃなく、|ではなく、)、?\s*";
    // "I don't think I'm shy", 社交的とは言えません: a denial, and no refusal to say.
    DENIES_SELF = r"(?i)\bi (?:don'?t|do not|wouldn'?t|would not|never) (?:really |exactly |ever )?(?:think|say|believe|feel|consider|call|describe)(?: that)? (?:i'?m|i am|myself(?: as)?)\b|\b(?:i'?m|i am) (?:far from|anything but|by no means|in no way)\b";
    DENIES_JA = r"とは(?:あまり|とても)?(?:言|い)え(?:ない|ません)|(?:と(?:いう|言う|いった)|って)(?:わけ|ほど|こと|タイプ|感じ)(?:では|でも|じゃ)(?:ない|ありません)";
    CONTRAST_EN = r",?\s*\b(?i:not) (?:(?i:an?) )?(?:\d+|\p{Lu}\p{Ll}+)\b,?(?:\s+(?i:but)\b)?";
}

/// Something the person leaves to Hera.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entrusted {
    PartnerName,
    PartnerTemperament,
    PartnerAppearance,
    ChildGenders,
    ChildNames,
}

/// What one message told.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a message may do all of these at once")]
pub struct Extraction {
    /// The profile with everything told in it.
    pub profile: UserProfile,
    /// The fields the message told something of, new or not.
    pub found: BTreeSet<Field>,
    /// The fields the person would rather not speak of.
    pub declined: BTreeSet<Field>,
    /// What the person leaves to Hera.
    pub entrusted: BTreeSet<Entrusted>,
    /// Whether the message takes something back.
    pub corrected: bool,
    /// Whether the message tells when the person was born, which is no age without today's date.
    pub born: bool,
    /// Parts of fields that the person would rather not speak of.
    pub let_go: BTreeSet<Topic>,
    /// Whose name the message told, the last of several.
    pub named: Option<Topic>,
    /// Whether what was taken for a name may well be something else.
    pub doubtful: bool,
    /// Something that was read out is not so, and is to be asked for once more.
    pub reopened: Option<Topic>,
    /// Something that was read out is not so, and nobody has said what.
    pub differs: bool,
    /// What one of the children is like, by name and in the person's words: they are to be so when they are met.
    pub of_child: Option<(String, String)>,
    /// Whether a name that was known was replaced by the one that is right.
    pub renamed: bool,
}

/// Reads `text`, said after Hera asked for `asked`, by a person known as `profile`.
///
/// Only the first few thousand characters are examined; values kept are short and free of control characters.
#[must_use]
pub fn extract(profile: &UserProfile, asked: &BTreeSet<Field>, text: &str) -> Extraction {
    match stated::read(text) {
        Some(stated) => state(profile, stated, text),
        None => hear(profile, asked, &trimmed::plain(text)),
    }
}

/// Whether `text` is what a form says.
#[must_use]
pub fn is_stated(text: &str) -> bool {
    stated::read(text).is_some()
}

/// The profile with every name as it is said: who types all in small letters means names with capitals.
#[must_use]
pub fn as_said(profile: &UserProfile) -> UserProfile {
    let mut said = profile.clone();
    let partners = [&mut said.current_partner, &mut said.ideal_partner].into_iter().flatten();
    let names = partners.map(|partner| &mut partner.name).chain(said.children.iter_mut().map(|child| &mut child.name));
    for name in names.chain([&mut said.name]).flatten() {
        *name = names::as_said(name);
    }
    said
}

/// Whether `text` leaves the children's names to Hera, in so many words.
#[must_use]
pub fn leaves_names_of_children(text: &str) -> bool {
    left::read(&normalise(text)).is_some_and(|left| left.what.contains(&Entrusted::ChildNames))
}

/// Whether `text` says that there are no children, or shall be none.
#[must_use]
pub fn tells_childless(text: &str) -> bool {
    refusal::no_children(&normalise(text))
}

/// Takes what a form said.
fn state(profile: &UserProfile, stated: Stated, text: &str) -> Extraction {
    let mut told = Extraction { profile: profile.clone(), corrected: CORRECTS.is_match(text), ..Extraction::default() };
    told.found.insert(stated.field(profile.partner_field()));
    match stated {
        Stated::Gender(gender) => told.profile.gender = Some(gender),
        Stated::Status(status) => told.profile.relationship_status = Some(status),
        Stated::Place(place) => told.profile.location = Some(place),
        Stated::Income(income) => {
            let heard = hear(profile, &[Field::IncomeRange].into(), text);
            let tidied = heard.profile.income_range.filter(|_| heard.found.contains(&Field::IncomeRange));
            told.profile.income_range = tidied.or(Some(income));
        }
        Stated::Character(traits) => {
            told.profile.personality = None;
            told.profile.traits = if traits.known() < 2 { over(traits, &profile.traits) } else { traits }
        }
        Stated::Face(face) => told.profile.partner_face_description = Some(face),
        Stated::Partner(partner) => told.take_partner(partner),
        Stated::Children(children) => told.profile.children = children,
    }
    told.settle();
    told
}

/// What is known of a character, with the new over the old.
fn over(new: BigFive, old: &BigFive) -> BigFive {
    BigFive {
        openness: new.openness.or(old.openness),
        conscientiousness: new.conscientiousness.or(old.conscientiousness),
        extraversion: new.extraversion.or(old.extraversion),
        agreeableness: new.agreeableness.or(old.agreeableness),
        neuroticism: new.neuroticism.or(old.neuroticism),
    }
}

/// Reads free speech.
fn hear(profile: &UserProfile, asked: &BTreeSet<Field>, text: &str) -> Extraction {
    let text = normalise(text);
    let mut told =
        Extraction { profile: profile.clone(), corrected: CORRECTS.is_match(&text), ..Extraction::default() };
    told.rename(&text);
    let renamed = !told.found.is_empty();
    told.renamed = renamed;
    let text = DENIES_SELF.replace_all(&text, "I'm not");
    let text = DENIES_JA.replace_all(&text, "ではない");
    // What a person is not like says something, too.
    let text = CONTRAST_JA.replace_all(&text, |found: &Captures<'_>| {
        if personality::mentions_character(&found[0]) { found[0].to_owned() } else { String::new() }
    });
    let text = CONTRAST_EN.replace_all(&text, "");
    let (gender, text) = person::pronouns(&text);
    if gender.is_some() {
        told.profile.gender = gender;
        told.found.insert(Field::Gender);
    }
    let expected = expected(profile, asked, told.corrected);
    let pieces = pieces(&text, &expected);
    told.person(&text, &pieces, &expected);
    told.born = ages::tells_birth(&text, &pieces, asked.contains(&Field::Age));
    if !renamed {
        told.partner(&text, &pieces, &expected);
        told.children(&text, &pieces, &expected);
    }
    for piece in &pieces {
        if told.profile.location.is_none()
            && let Some(place) = place::leftover(piece, asked)
        {
            told.learn(Field::Location, piece).profile.location = Some(place);
        }
    }
    told.entrusted = wishes::entrusted(&pieces, &expected);
    told.declined = wishes::declined(&text, &pieces, asked, &told.found, &told.profile);
    told.settle();
    told
}

/// What a bare word may answer: what was asked, and in a correction what is known.
fn expected(profile: &UserProfile, asked: &BTreeSet<Field>, corrected: bool) -> BTreeSet<Field> {
    let mut expected = asked.clone();
    if corrected {
        let own = [Field::Age, Field::Gender, Field::Location, Field::IncomeRange];
        expected.extend(own.into_iter().filter(|field| profile.has(*field)));
    }
    expected
}

impl Extraction {
    /// Takes back what was read of a field: it is as it was in `before`.
    pub fn forget(&mut self, before: &UserProfile, field: Field) {
        match field {
            Field::UserPersonalityTraits => {
                self.profile.traits = before.traits;
                self.profile.personality.clone_from(&before.personality);
            }
            Field::Age => self.profile.age = before.age,
            Field::Gender => self.profile.gender = before.gender,
            Field::RelationshipStatus => self.profile.relationship_status = before.relationship_status,
            Field::Location => self.profile.location.clone_from(&before.location),
            Field::IncomeRange => self.profile.income_range.clone_from(&before.income_range),
            Field::ChildrenInfo => self.profile.children.clone_from(&before.children),
            _ => return,
        }
        self.found.remove(&field);
    }

    /// Asks for it no more, without a word of it.
    pub fn let_go_silently(&mut self, topic: Topic) {
        self.profile.let_go.insert(topic);
    }

    /// Takes back a name that was read for the partner's.
    fn forget_name(&mut self, before: &UserProfile) {
        let known = before.partner().and_then(|partner| partner.name.clone());
        for partner in [&mut self.profile.current_partner, &mut self.profile.ideal_partner].into_iter().flatten() {
            if partner.name != known && !self.renamed {
                partner.name.clone_from(&known);
                self.named = None;
            }
        }
    }

    fn learn(&mut self, field: Field, piece: &Piece<'_>) -> &mut Self {
        piece.used.set(true);
        self.found.insert(field);
        self
    }

    /// Replaces a name that is known by the one the person says is right.
    fn rename(&mut self, text: &str) {
        let mut pairs = Vec::new();
        for found in RENAMES_JA.captures_iter(text) {
            pairs.push((found[1].to_owned(), found[2].to_owned()));
        }
        for found in RENAMES_EN.captures_iter(text) {
            let group = |index: usize| found.get(index).map(|m| m.as_str().to_owned());
            let pair = [(1, 2), (4, 3), (5, 6), (8, 7)].into_iter().find_map(|(old, new)| group(old).zip(group(new)));
            pairs.extend(pair);
        }
        for (old, new) in pairs {
            let old = BEFORE_NAME.replace(&old, "").into_owned();
            let same =
                |name: &Option<String>| name.as_ref().is_some_and(|name| name.to_lowercase() == old.to_lowercase());
            // "my wife says not Leila": a word of the sentence is no name.
            let word = new.starts_with(char::is_lowercase) && names::is_word(&new);
            let new = partner::strip_honorific(&new);
            let respelt = old != new && old.to_lowercase() == new.to_lowercase();
            let new = if respelt { new } else { partner::capitalised(&new) };
            if word || !partner::plausible(&new) {
                continue;
            }
            if same(&self.profile.name) {
                self.profile.name = Some(new.clone());
                self.named = Some(Topic::OwnName);
            }
            for child in self.profile.children.iter_mut().filter(|child| same(&child.name)) {
                child.name = Some(new.clone());
                self.found.insert(Field::ChildrenInfo);
            }
            let field = self.profile.partner_field();
            for known in [&mut self.profile.current_partner, &mut self.profile.ideal_partner].into_iter().flatten() {
                if same(&known.name) {
                    known.name = Some(new.clone());
                    self.found.insert(field);
                }
            }
        }
    }

    /// What tells of the person themself.
    fn person(&mut self, text: &str, pieces: &[Piece<'_>], asked: &BTreeSet<Field>) {
        let mut status = None;
        for piece in pieces.iter().filter(|piece| !matches!(piece.subject, Some(Who::Child | Who::Someone))) {
            if let Some(heard) = person::relationship(piece.text)
                && !(status == Some(RelationshipStatus::Single) && heard.status == RelationshipStatus::Other)
                && (!heard.implied || (self.profile.relationship_status.is_none() && status.is_none()))
            {
                status = Some(heard.status);
                self.found.insert(Field::RelationshipStatus);
                if !heard.implied {
                    piece.used.set(true);
                }
            }
        }
        self.profile.relationship_status = status.or(self.profile.relationship_status);
        let spoken_of = income::is_named(text);
        let others = ages::of_children(text);
        let of_others = intent::is_of_others(text);
        for piece in pieces {
            // A sum is not taken back by a word such as "average" after it.
            let counted = self.found.contains(&Field::IncomeRange);
            let income = income::told(piece, asked, spoken_of);
            if let Some(income) = income.filter(|income| !counted || income.contains(|c: char| c.is_ascii_digit())) {
                self.learn(Field::IncomeRange, piece).profile.income_range = Some(income);
            }
            let age = person::age(piece, &others, asked, asked.contains(&Field::Age));
            // "My kids are 12 and 15", 10年付き合ってる: what would be a child's age is not the person's own.
            if let Some(age) = age.filter(|age| *age >= ADULT || !of_others) {
                self.learn(Field::Age, piece).profile.age = Some(age);
            }
            // ノンバイナリー。男でも女でもないです: what is said after it explains it.
            let other = self.found.contains(&Field::Gender) && self.profile.gender == Some(Gender::Other);
            let gender = person::gender(piece, asked.contains(&Field::Gender)).filter(|_| !other);
            if let Some(gender) = gender {
                self.learn(Field::Gender, piece).profile.gender = Some(gender);
            }
            let of_place = OF_PLACE.is_match(piece.text) && !asked.contains(&Field::UserPersonalityTraits);
            if piece.describes_person() && !of_place && personality::read(piece.text, &mut self.profile.traits) {
                self.learn(Field::UserPersonalityTraits, piece);
            }
        }
        let places = pieces.iter().filter_map(|piece| Some((piece, place::told(piece, text)?))).last();
        let place = places.or_else(|| {
            let introduces = self.found.contains(&Field::Age) || self.found.contains(&Field::Gender);
            let bare = |piece| Some((piece, place::bare(piece, asked.contains(&Field::Location), introduces)?));
            pieces.iter().find_map(bare)
        });
        if let Some((piece, place)) = place {
            self.learn(Field::Location, piece).profile.location = Some(place);
        }
    }

    fn partner(&mut self, text: &str, pieces: &[Piece<'_>], asked: &BTreeSet<Field>) {
        let expected = [Field::CurrentPartner, Field::IdealPartner, Field::PartnerFaceDescription];
        let expected = expected.iter().any(|field| asked.contains(field));
        let named = self.known_partner().name.is_some();
        let told = partner::read(text, pieces, expected, named);
        if told == Partner::default() {
            return;
        }
        if told.name.is_some() {
            self.named = Some(Topic::PartnerName);
        }
        self.found.insert(self.profile.partner_field());
        self.take_partner(told);
    }

    /// What is told of the partner, over what is known.
    fn take_partner(&mut self, mut told: Partner) {
        // "42, and look 28" describes nobody.
        told.appearance = told.appearance.filter(|looks| looks.chars().any(char::is_alphabetic));
        let known = self.known_partner();
        if told.appearance.is_some() {
            self.profile.partner_face_description.clone_from(&told.appearance);
            self.found.insert(Field::PartnerFaceDescription);
        }
        let partner = Partner {
            name: told.name.or(known.name),
            temperament: told.temperament.or(known.temperament),
            appearance: told.appearance.or(known.appearance),
        };
        self.set_partner(partner);
    }

    /// The partner told of so far, whichever kind of partner was meant then.
    fn known_partner(&mut self) -> Partner {
        let (current, ideal) = (self.profile.current_partner.take(), self.profile.ideal_partner.take());
        let known = match self.profile.partner_field() {
            Field::CurrentPartner => current.or(ideal),
            _ => ideal.or(current),
        };
        let known = known.unwrap_or_default();
        if known != Partner::default() {
            self.set_partner(known.clone());
        }
        known
    }

    fn set_partner(&mut self, partner: Partner) {
        match self.profile.partner_field() {
            Field::CurrentPartner => self.profile.current_partner = Some(partner),
            _ => self.profile.ideal_partner = Some(partner),
        }
    }

    fn children(&mut self, text: &str, pieces: &[Piece<'_>], asked: &BTreeSet<Field>) {
        let told = children::read(text, pieces, asked.contains(&Field::ChildrenInfo));
        if told.children.iter().any(|child| *child != Child::default()) || !told.children.is_empty() {
            self.profile.children = children::merge(&self.profile.children, told, self.corrected);
            self.named = Some(Topic::ChildNames);
            self.found.insert(Field::ChildrenInfo);
        }
    }

    /// Makes the profile of one piece: what is told is not declined, a face is a look, the partner is of the right kind.
    fn settle(&mut self) {
        clean::clean(&mut self.profile);
        let known = self.known_partner();
        let face = self.profile.partner_face_description.clone().or_else(|| known.appearance.clone());
        if known.appearance != face {
            self.set_partner(Partner { appearance: face.clone(), ..known });
        }
        self.profile.partner_face_description = face;
        let field = self.profile.partner_field();
        let other = if field == Field::CurrentPartner { Field::IdealPartner } else { Field::CurrentPartner };
        if self.profile.declined.remove(&other) {
            self.profile.declined.insert(field);
        }
        self.profile.declined.extend(&self.declined);
        self.profile.declined.retain(|field| !self.found.contains(field));
        self.profile.let_go.extend(&self.let_go);
        let partner = self.profile.partner().cloned().unwrap_or_default();
        let (children, named) = (self.profile.children.clone(), self.profile.name.is_some());
        // What is told after all is known.
        self.profile.let_go.retain(|topic| match topic {
            Topic::OwnName => !named,
            Topic::PartnerName => partner.name.is_none(),
            Topic::PartnerTemperament => partner.temperament.is_none(),
            Topic::ChildGenders => children.iter().any(|child| child.desired_gender.is_none()),
            Topic::ChildNames => children.iter().any(|child| child.name.is_none()),
            _ => true,
        });
    }
}
