//! What is put right of what was read out: "my partner's name is Anna", "not Ann, Anna", 「みさきじゃなくてみさ」, or the right
//! name alone.

use super::answer::Question;
use super::{Extraction, MOST_CHILDREN, correction, names, refusal, renaming, taken_back};
use crate::agent::hera::kinds::{self, Kind};
use crate::agent::hera::piece;
use crate::agent::hera::text::{normalise, patterns};
use crate::agent::hera::vocabulary;
use crate::domain::{Child, Field, Gender, Partner, Topic, UserProfile};

patterns! {
    PARTNER = r"(?i)相手|パートナー|妻|嫁|奥さん|家内|女房|夫|旦那|だんな|主人|彼女|彼氏|恋人|婚約者|\b(?:partner|wife|husband|hubby|boyfriend|girlfriend|spouse|fianc[eé]e?|missus|other half|(?:her|his|their) name)\b";
    NAMED = r"(?i)名前|なまえ|呼び名|と呼|という|といい|\b(?:names?|named|called|call|spelled|spelt)\b";
    OWN = r"(?i)(?:私|わたし|僕|ぼく|俺|おれ|自分|うち|本人)(?:の(?:名前|なまえ)|は)|^(?:名前|なまえ)は|と呼んで|\b(?:my (?:own )?name|call me|i'?m called|i am called)\b";
    AGE = r"(?i)年齢|歳(?:は|じゃ|で|です|$)|\b(?:my age|years? old|aged?)\b|\bi(?:'m| am) \d{2}\b|^\d{2}(?:歳|才)?$";
    PLACE = r"(?i)住まい|住んで|暮らして|住所|場所は|\b(?:i live|i'm living|living in|where i live|based in|my (?:home|town|city|place|address)|location)\b";
    INCOME = r"(?i)年収|収入|月収|月給|給料|\b(?:income|salary|earn|i make|per (?:year|month)|a (?:year|month))\b";
    STATUS = r"(?i)結婚して|独身|既婚|未婚|離婚|死別|つきあって|付き合って|恋人が|\b(?:i'?m|i am) (?:\w+ )?(?:married|single|divorced|widowed|separated|engaged|partnered|in a relationship)\b|\b(?:marital|relationship status)\b";
    GENDER = r"(?i)性別|(?:私|僕|俺|自分)は(?:女|男)|^(?:女性?|男性?)(?:です|だよ)?$|\b(?:gender|i'?m (?:a |not a )?(?:woman|man|male|female|girl|guy|non-?binary)|i am (?:a |not a )?(?:woman|man|male|female))\b";
    CHILDS_GENDER = r"男の子|女の子|息子|娘";
    CHARACTER = r"(?i)(?:私|僕|俺|自分|うち)(?:の|は)?(?:性格|、)|^性格は|\b(?:my (?:own )?(?:personality|character|nature|temperament))\b";
    LOOKS = r"(?i)見た目|外見|顔|容姿|髪|\b(?:looks?|looked|appearance|face|hair|eyes)\b";
    NATURE = r"(?i)性格|人柄|\b(?:personality|character|temperament|nature)\b";
    // Words before what is right, which are none of it.
    LEAD = r"(?i)^(?:(?:いや|いえ|いいえ|ううん|違(?:う|い(?:ます|ました)?|って)|ちが(?:う|い(?:ます)?|って)|訂正|間違[いえっ](?:です|てる|てます)?|あの|えっと|すみません|ごめん(?:なさい)?|no|nope|not quite|almost|nearly|wait|sorry|actually|oops|one thing|hm+|well|but|yes|yes but|that'?s wrong|wrong)(?:[、。,.!:;…\s-]|です[、。]?|けど[、。]?)+)+";
    DIFFERENT = r"(?i)(?:違う|ちがう|違い|間違)(?:ところ|とこ|もの|箇所)?(?:が)?(?:ある|あり|ます|です|$)|^(?:いいえ|いや|違う|ちがう|違います|ちがいます)[。!、]*$|\b(?:is|are|something's|isn'?t|not) (?:different|wrong|right|correct)\b|^(?:no|nope|not quite|wrong)[.!, ]*$";
    JUST_NAMED = r"(?i)^(?:my (?:own |partner's )?|our |the |私の|相手の|お相手の|子どもの?|子供の?|お?子さんの?|自分の)*[\p{L}' ]{0,32}(?:が|は|is|are|was|were)?\s*(?:違います|違う|ちがう|ちがいます|間違って(?:います|る)|different|wrong|not right)[。.!]*$";
    // "my partner's looks: ", 「私の性格は、」: only says what it is about.
    LABEL = r"(?i)^(?:(?:私|わたし|僕|俺|自分|お?相手|パートナー|妻|夫|嫁|旦那|彼氏?|彼女|その人|お?子(?:ども|供|さん))(?:の|たち)*)?(?:性格|人柄|見た目|外見|容姿|年齢|歳|住まい|住所|年収|収入|性別|結婚のこと|子ども|子供|お子さん)(?:は|が|:|：)、?\s*|^(?:my |our |the )?(?:own |partner's |wife's |husband's |his |her |their )?(?:personality|character|temperament|nature|looks|appearance|age|income|salary|gender|relationship status|status|where i live|location|home|children|kids)(?:\s+(?:is|are)\b|\s*:)\s*";
    CLAUSES = r"[。!?\n;]+|\.\s+|\.$";
}

/// Reads `text`, said by somebody of whom all that is asked for is known as `profile`. `question` has what was asked once
/// more, if anything was. Nothing if the text puts nothing right in a way that is known here.
pub fn read(profile: &UserProfile, question: &Question, text: &str) -> Option<Extraction> {
    let normal = normalise(text);
    if let Some(told) = renaming::read(profile, &question.before, &normal) {
        return Some(told);
    }
    // "make Coco a boy": what puts a name or a child right in words of its own is read as everywhere.
    if question.topics.is_empty() && correction::put_right(&mut profile.clone(), &normal) {
        return None;
    }
    let mut amended = Amended { profile: profile.clone(), ..Amended::default() };
    if let [topic, ..] = question.topics.as_slice() {
        amended.take(*topic, text, text);
    } else if !amended.rename(&normal, text) {
        let lead = LEAD.find(text).map_or(0, |found| found.end());
        let rest = &text[lead..];
        if refusal::refuses(&normal) {
            return None;
        }
        // 「子どもは、一人。名前は海です」: what is said first is what all of it is about.
        let labelled = LABEL.find(rest).and_then(|label| Some((topic_of(label.as_str())?, &rest[label.end()..])));
        if let Some((topic, said)) = labelled.filter(|(topic, said)| {
            *topic == Topic::Children && said.chars().any(char::is_alphanumeric) && !JUST_NAMED.is_match(rest)
        }) {
            amended.take(topic, said, rest);
            return (!amended.topics.is_empty() || amended.reopened.is_some()).then(|| amended.told());
        }
        // What follows without saying whom it speaks of goes on about the same.
        let mut clauses: Vec<(Topic, Vec<&str>)> = Vec::new();
        for clause in CLAUSES.split(rest).map(str::trim).filter(|clause| clause.chars().any(char::is_alphanumeric)) {
            match (topic_of(clause).or_else(|| of_partner_by_name(profile, clause)), clauses.last_mut()) {
                (Some(topic), Some((before, said))) if *before == topic => said.push(clause),
                (Some(topic), _) => clauses.push((topic, vec![clause])),
                (None, Some((_, said))) => said.push(clause),
                (None, None) => {}
            }
        }
        for (topic, said) in clauses {
            let said = said.join("\n");
            if JUST_NAMED.is_match(&said) {
                amended.reopened = Some(topic);
            } else {
                amended.take(topic, &LABEL.replace(&said, ""), &said);
            }
        }
        if amended.topics.is_empty() && amended.reopened.is_none() {
            if let Some(told) = taken_back::read(profile, question, text) {
                return Some(told);
            }
            if !DIFFERENT.is_match(&normal) {
                amended.lone_name(rest, lead > 0);
            }
        }
    }
    let nothing = amended.topics.is_empty() && amended.reopened.is_none();
    if nothing && !amended.whose && !(question.topics.is_empty() && DIFFERENT.is_match(normal.trim())) {
        return None;
    }
    Some(amended.told())
}

/// "My partner's name is different": it is asked for once more, whatever was asked.
pub fn reopens(profile: &UserProfile, text: &str) -> Option<Extraction> {
    patterns! {
        OF_CHILD = r"(?i)子|\bchild";
    }
    let text = text.trim();
    let topic = topic_of(text).filter(|_| JUST_NAMED.is_match(text))?;
    let topic = if OF_CHILD.is_match(text) { Topic::ChildNames } else { topic };
    let mut profile = profile.clone();
    if !matches!(topic, Topic::OwnName | Topic::PartnerName | Topic::ChildNames) {
        return None;
    }
    // Whoever was told of last is meant.
    if topic == Topic::ChildNames
        && let Some(child) = profile.children.iter_mut().rfind(|child| child.name.is_some())
    {
        child.name = None;
    }
    Some(Extraction { profile, reopened: Some(topic), corrected: true, ..Extraction::default() })
}

/// "Yes, Siân", after that name was said back: it is right, and tells nothing new.
pub fn confirms(profile: &UserProfile, said_back: Option<Topic>, text: &str) -> Option<Extraction> {
    patterns! {
        YES = r"(?i)^(?:はい|うん|ええ|そう|そうです|合って(?:います|ます|る)|yes|yep|yeah|yup|aye|correct|right|that'?s (?:right|it|me))[、,.!。\s]+(.{1,40}?)(?:です|だよ|で合ってます)?[。.!]*$";
    }
    let topic = said_back?;
    let found = YES.captures(text.trim())?;
    let same = |(place, name): &(Place, String)| {
        let of_topic = place.topic() == topic || (topic == Topic::ChildNames && place.topic() == Topic::Children);
        of_topic && name.to_lowercase() == found[1].trim().to_lowercase()
    };
    let known = known_names(profile).iter().any(same);
    known.then(|| Extraction { profile: profile.clone(), named: Some(topic), ..Extraction::default() })
}

/// What the clause tells of, where it says whom and what.
fn topic_of(clause: &str) -> Option<Topic> {
    let is = |pattern: &regex::Regex| pattern.is_match(clause);
    let named = is(&NAMED);
    let of_children = piece::speaks_of_children(clause);
    if of_children && (!is(&GENDER) || is(&CHILDS_GENDER)) {
        return Some(Topic::Children);
    }
    if is(&PARTNER) {
        let chances = kinds::read(clause);
        return Some(match () {
            () if is(&STATUS) => Topic::Status,
            () if named => Topic::PartnerName,
            () if is(&LOOKS) => Topic::PartnerLooks,
            () if is(&NATURE) => Topic::PartnerTemperament,
            () if names::read(clause).is_some_and(|name| !name.doubtful) => Topic::PartnerName,
            () if chances.of(Kind::Looks) > chances.of(Kind::Character) => Topic::PartnerLooks,
            () => Topic::PartnerTemperament,
        });
    }
    let own = [
        (&*OWN, Topic::OwnName),
        (&*INCOME, Topic::Income),
        (&*AGE, Topic::Age),
        (&*PLACE, Topic::Location),
        (&*STATUS, Topic::Status),
        (&*GENDER, Topic::Gender),
        (&*CHARACTER, Topic::Traits),
    ];
    own.into_iter().find_map(|(pattern, topic)| is(pattern).then_some(topic))
}

/// "Anna's got curly hair": what the clause tells of the partner, who is called by name.
fn of_partner_by_name(profile: &UserProfile, clause: &str) -> Option<Topic> {
    let name = profile.partner().and_then(|partner| partner.name.as_deref())?;
    let rest = clause.strip_prefix(name)?;
    let of_partner = if rest.is_ascii() { format!("my partner{rest}") } else { format!("パートナー{rest}") };
    topic_of(&of_partner).filter(|topic| matches!(topic, Topic::PartnerLooks | Topic::PartnerTemperament))
}

/// What was put right so far.
#[derive(Default)]
pub struct Amended {
    pub profile: UserProfile,
    pub topics: Vec<Topic>,
    reopened: Option<Topic>,
    /// A name was said, and nobody knows whose.
    whose: bool,
}

impl Amended {
    /// Nothing yet, of what is known as `profile`.
    pub fn of(profile: &UserProfile) -> Self {
        Self { profile: profile.clone(), ..Self::default() }
    }

    pub const fn changed(&self) -> bool {
        !self.topics.is_empty()
    }

    /// Takes what is said of the topic; of a name, the one that is meant, as it is written in `whole`.
    pub fn take_or_name(&mut self, topic: Topic, said: &str, whole: &str) {
        if !matches!(topic, Topic::OwnName | Topic::PartnerName | Topic::Children) {
            return self.take(topic, said, whole);
        }
        let before = self.profile.clone();
        if topic == Topic::Children && taken_back::flip_alone(self, &before, said) {
            return;
        }
        let Some(name) = names::read(said) else { return };
        let name = names::as_written(name.name, whole);
        let likeness = |other: &str| strsim::normalized_levenshtein(&other.to_lowercase(), &name.to_lowercase());
        let known = known_names(&before).into_iter().filter(|(place, _)| place.topic() == topic);
        let best = known.max_by(|one, other| likeness(&one.1).total_cmp(&likeness(&other.1)));
        if let Some((place, _)) = best.filter(|(_, known)| *known != name) {
            self.put(place, &name);
        }
    }

    /// What was put right, as a message tells it.
    pub fn told(self) -> Extraction {
        let partner = self.profile.partner_field();
        let found = self.topics.iter().filter(|topic| **topic != Topic::OwnName).map(|topic| topic.field(partner));
        let mut told = Extraction {
            found: found.collect(),
            corrected: true,
            named: self.topics.iter().copied().find(|topic| *topic == Topic::OwnName),
            reopened: self.reopened,
            differs: self.topics.is_empty() && self.reopened.is_none(),
            profile: self.profile,
            ..Extraction::default()
        };
        told.settle();
        told
    }

    /// Takes what the clause says of the topic, as an answer to the question for that alone.
    fn take(&mut self, topic: Topic, clause: &str, whole: &str) {
        let known = &self.profile;
        let mut open = known.clone();
        forget(&mut open, topic);
        let question = Question { topics: vec![topic], times: 1, ..Question::default() };
        let told = super::answer::read_answer(&open, &question, clause);
        let Some(mut told) = taken(known, &told.profile, topic) else { return };
        if topic == Topic::Children {
            let Some(list) = children(&known.children, &told.children, whole) else {
                self.reopened =
                    Some(Topic::ChildNames).filter(|_| known.children.iter().any(|child| child.name.is_none()));
                return;
            };
            told.children = list;
        }
        if told != *known {
            self.profile = told;
            self.topics.push(topic);
        }
    }

    /// "not Ann, Anna", 「みさきじゃなくてみさ」: one of the names that were read out, and the right one.
    fn rename(&mut self, normal: &str, text: &str) -> bool {
        let lower = normal.to_lowercase();
        let mut known = known_names(&self.profile);
        known.sort_by_key(|(_, name)| std::cmp::Reverse(name.len()));
        for (place, old) in known {
            let Some(at) = lower.find(&old.to_lowercase()) else { continue };
            let end = at + old.len();
            let (Some(before), Some(after)) = (normal.get(..at), normal.get(end..)) else { continue };
            let Some(said) = right_one(before, after) else { continue };
            let Some(name) = names::read(said).map(|name| name.name).filter(|name| *name != old) else { continue };
            self.put(place, &names::whole_as_written(name, text));
            return true;
        }
        false
    }

    /// A name alone: the one that was read out, and is most like it, was wrong.
    fn lone_name(&mut self, said: &str, protests: bool) {
        let Some(name) = names::read(&normalise(said)).filter(|name| !name.doubtful || protests) else { return };
        let name = names::as_written(name.name, said);
        let rest = said.chars().count().saturating_sub(name.chars().count());
        let known = known_names(&self.profile);
        if rest > 8 || known.iter().any(|(_, other)| *other == name) {
            return;
        }
        let likeness = |other: &str| strsim::normalized_levenshtein(&other.to_lowercase(), &name.to_lowercase());
        let alike = known.iter().map(|(place, other)| (*place, likeness(other)));
        let best = alike.max_by(|one, other| one.1.total_cmp(&other.1)).filter(|(_, likeness)| *likeness >= 0.3);
        // Or else the one that hardly is a name.
        let odd =
            || known.iter().find(|(_, other)| vocabulary::is_ordinary(&other.to_lowercase())).map(|(place, _)| *place);
        // Or the one that nobody has told, where only one is lacking.
        let lacking = || {
            let partner = self.profile.partner().is_some_and(|partner| partner.name.is_some());
            match (self.profile.name.is_some(), partner) {
                (false, true) => Some(Place::Own),
                (true, false) => Some(Place::Partner),
                _ => None,
            }
        };
        match best.map(|(place, _)| place).or_else(odd).or_else(lacking) {
            Some(place) => self.put(place, &name),
            None => self.whose = true,
        }
    }

    pub fn put(&mut self, place: Place, name: &str) {
        let name = Some(name.to_owned());
        let topic = match place {
            Place::Own => {
                self.profile.name = name;
                Topic::OwnName
            }
            Place::Partner => {
                partner(&mut self.profile).name = name;
                Topic::PartnerName
            }
            Place::Child(index) => {
                if let Some(child) = self.profile.children.get_mut(index) {
                    child.name = name;
                }
                Topic::Children
            }
        };
        self.topics.push(topic);
    }
}

/// Whose name it is.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    Own,
    Partner,
    Child(usize),
}

impl Place {
    pub const fn topic(self) -> Topic {
        match self {
            Self::Own => Topic::OwnName,
            Self::Partner => Topic::PartnerName,
            Self::Child(_) => Topic::Children,
        }
    }
}

/// Every name that is known, with whose it is.
pub fn known_names(profile: &UserProfile) -> Vec<(Place, String)> {
    let own = profile.name.iter().map(|name| (Place::Own, name.clone()));
    let partner = profile.partner().and_then(|partner| partner.name.clone()).map(|name| (Place::Partner, name));
    let children = profile.children.iter().enumerate();
    let children = children.filter_map(|(index, child)| Some((Place::Child(index), child.name.clone()?)));
    own.chain(partner).chain(children).collect()
}

/// What stands in the place of a name that is taken back: what was `before` it, or what comes `after`.
fn right_one<'a>(before: &'a str, after: &'a str) -> Option<&'a str> {
    patterns! {
        TAKEN_BACK_JA = r"^(?:さん|ちゃん|くん|君)?(?:じゃなく(?:て)?|ではなく(?:て)?|でなく(?:て)?|やなく(?:て)?|やのうて|じゃない(?:です)?|ではない(?:です)?|じゃありません|ではありません)[、。,.\s]*";
        NOT_BEFORE = r"(?i)\b(?:not|isn'?t|instead of|rather than)\s+(?:called\s+)?$";
        IT_IS = r"(?i)^\W*(?:but |it'?s |it is |should be |that'?s |just )*";
        SAID_JA = r"^(?:さん|ちゃん|くん|君)?(?:って|と)(?:言|い|書)(?:った|いた|いました|きました|ってた)(?:ん(?:です|だ)|の)?(?:けど|けれど|が|のは|ですが|ですけど)、?(?:正確には|本当は|ほんとは|ほんまは|実は|正しくは|やっぱり)*、?";
        I_SAID = r"(?i)\bi (?:said|put|wrote|typed)\s+$";
        BUT_IT_IS = r"(?i)^[,\s]+(?:earlier |before )?but\s+(?:(?:it'?s|it is|i meant?|actually|really|in fact|that'?s|should be)\s+)+";
        IS_WRONG = r"(?i)^\W*(?:is wrong|is not right|should be|->|→)[\s,.:]*(?:it'?s |it is |it should be )?";
    }
    let said = |text: &'a str| text.chars().any(char::is_alphanumeric).then_some(text);
    let but = || BUT_IT_IS.find(after).filter(|_| I_SAID.is_match(before));
    if let Some(found) =
        TAKEN_BACK_JA.find(after).or_else(|| SAID_JA.find(after)).or_else(|| IS_WRONG.find(after)).or_else(but)
    {
        return said(&after[found.end()..]);
    }
    let found = NOT_BEFORE.find(before)?;
    let follows = IT_IS.find(after).map_or(after, |lead| &after[lead.end()..]);
    let precedes = before[..found.start()].trim_end().trim_end_matches([',', ';', '-', ':']);
    let precedes = LEAD.find(precedes).map_or(precedes, |lead| &precedes[lead.end()..]);
    said(follows).or_else(|| said(precedes))
}

/// The profile without what is known of the topic.
pub fn forget(profile: &mut UserProfile, topic: Topic) {
    let of_partner: fn(&mut Partner) = match topic {
        Topic::PartnerName => |partner| partner.name = None,
        Topic::PartnerTemperament => |partner| partner.temperament = None,
        Topic::PartnerLooks => |partner| partner.appearance = None,
        _ => |_| {},
    };
    for partner in [&mut profile.current_partner, &mut profile.ideal_partner].into_iter().flatten() {
        of_partner(partner);
    }
    match topic {
        Topic::OwnName => profile.name = None,
        Topic::Age => profile.age = None,
        Topic::Gender => profile.gender = None,
        Topic::Location => profile.location = None,
        Topic::Status => profile.relationship_status = None,
        Topic::PartnerLooks => profile.partner_face_description = None,
        Topic::Children | Topic::ChildGenders | Topic::ChildNames => profile.children.clear(),
        Topic::Traits => {
            profile.traits = crate::domain::BigFive::default();
            profile.personality = None;
        }
        Topic::Income => profile.income_range = None,
        Topic::PartnerName | Topic::PartnerTemperament => {}
    }
}

/// What is `known`, with what was `told` of the topic, if anything was.
pub fn taken(known: &UserProfile, told: &UserProfile, topic: Topic) -> Option<UserProfile> {
    let mut taken = known.clone();
    let field = topic.field(known.partner_field());
    let told_partner = || told.current_partner.clone().or(told.ideal_partner.clone()).unwrap_or_default();
    match topic {
        Topic::OwnName => taken.name = Some(told.name.clone()?),
        Topic::Age => taken.age = Some(told.age?),
        Topic::Gender => taken.gender = Some(told.gender?),
        Topic::Location => taken.location = Some(told.location.clone()?),
        Topic::Status => {
            taken.relationship_status = Some(told.relationship_status?);
        }
        Topic::PartnerName => {
            let name = told_partner().name?;
            partner(&mut taken).name = Some(name);
            taken.let_go.remove(&Topic::PartnerName);
        }
        Topic::PartnerTemperament => {
            let temperament = told_partner().temperament?;
            partner(&mut taken).temperament = Some(temperament);
            taken.let_go.remove(&Topic::PartnerTemperament);
        }
        Topic::PartnerLooks => {
            let looks = told.partner_face_description.clone().or(told_partner().appearance)?;
            partner(&mut taken).appearance = Some(looks.clone());
            taken.partner_face_description = Some(looks);
        }
        Topic::Children | Topic::ChildGenders | Topic::ChildNames => {
            if told.children.is_empty() {
                return None;
            }
            taken.children.clone_from(&told.children);
        }
        Topic::Traits => {
            if told.traits.known() == 0 && told.personality.is_none() {
                return None;
            }
            taken.traits = told.traits;
            taken.personality.clone_from(&told.personality);
        }
        Topic::Income => taken.income_range = Some(told.income_range.clone()?),
    }
    if !matches!(topic, Topic::OwnName | Topic::PartnerName | Topic::PartnerTemperament) {
        taken.declined.remove(&field);
    }
    Some(taken)
}

/// The partner, as they are kept.
pub fn partner(profile: &mut UserProfile) -> &mut Partner {
    let slot = match profile.partner_field() {
        Field::CurrentPartner => &mut profile.current_partner,
        _ => &mut profile.ideal_partner,
    };
    slot.get_or_insert_default()
}

/// The children after some were `told` of: all, or the one among the `known` who is meant. Nobody loses a name by that.
fn children(known: &[Child], told: &[Child], clause: &str) -> Option<Vec<Child>> {
    patterns! {
        ALL = r"(?i)子どもは|子供は|子どもたち|\b(?:children|kids|all|both)\b";
    }
    let nameless = |child: &Child| child.name.is_none();
    if told.iter().any(nameless) && !known.iter().any(nameless) {
        let named: Vec<Child> = told.iter().filter(|child| !nameless(child)).cloned().collect();
        if told.len() == known.len() && named.is_empty() {
            let both = known.iter().zip(told);
            return Some(
                both.map(|(child, new)| Child { desired_gender: new.desired_gender, ..child.clone() }).collect(),
            );
        }
        return Some(named).filter(|named| !named.is_empty());
    }
    // 「もう一人男の子がほしい」 takes nobody away.
    let new = told.iter().all(|child| known.iter().all(|other| other.name != child.name));
    let adds = super::children::adds(clause) || super::children::adds(&normalise(clause));
    if adds && !known.is_empty() && new {
        return Some(known.iter().chain(told).take(MOST_CHILDREN).cloned().collect());
    }
    let [one] = told else { return Some(told.to_vec()) };
    if known.len() < 2 || ALL.is_match(clause) {
        return Some(told.to_vec());
    }
    let alike = |gender: Option<Gender>| {
        let mut alike = known.iter().enumerate().filter(move |(_, child)| child.desired_gender == gender);
        let first = alike.next().map(|(index, _)| index);
        first.filter(|_| alike.next().is_none())
    };
    let same = known.iter().position(|child| child.name.is_some() && child.name == one.name);
    let mut children = known.to_vec();
    let Some(child) = same.or_else(|| alike(one.desired_gender)).and_then(|index| children.get_mut(index)) else {
        return Some(told.to_vec());
    };
    child.name = one.name.clone().or(child.name.take());
    child.desired_gender = one.desired_gender.or(child.desired_gender);
    Some(children)
}
