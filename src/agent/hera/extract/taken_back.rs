//! What is taken back while the interview still goes on, in a word: "*Sarah", "sorry typo, Leeds", "nah it's 36", 「訂正、38歳」,
//! 「名古屋じゃなくて豊橋」. What is meant follows from what kind of thing is said, and from what was told just before.

use super::amend::{Amended, forget, known_names, taken};
use super::answer::{Question, is_gender_word, is_status_word, read_answer};
use super::{Extraction, income, names, partner, personality, place, refusal, renaming};
use crate::agent::hera::text::{language_of, normalise, patterns, tidy};
use crate::domain::{Gender, Language, Topic, UserProfile};

patterns! {
    // Words that take something back, whatever was asked.
    STRONG = concat!(
        r"(?i)^\W{0,2}(?:(?:oh|ah|ugh|argh|wait|no+|nah|nope|naw|sorry|sry|um+|er+|err|ok|あ+っ?|え|おっと|すみません|すいません|ごめん(?:なさい)?|すまん|いや|いえ)[、,.!…\s-]*)*",
        r"(?:typo|mis-?typed?|misspelled|misspelt|i meant(?: to (?:say|type|write|put))?|meant|scratch that|strike that|correction|let me correct (?:that|myself)|make (?:it|that)|change (?:it|that) to|(?:that |it )?should(?:'ve| have)? (?:be|been|read|say)|autocorrect|fat fingers?|(?:(?:i )?(?:got|gave|put|typed) (?:you )?(?:the |my |her |his )?(?:wrong )?(?:age|name|place|town|city|salary|income|gender) (?:wrong)?|wrong (?:name|word|one|button|key|number|age|place|town|city|year))|my bad|my mistake|my mistake|oops|whoops|nah,? (?:it'?s|he'?s|she'?s|i'?m)|no,? (?:it'?s|wait)|wait,? no|dinnae mean that|naw,? (?:it'?s|i'?m)",
        r"|ちが(?:う|います|った|いました|うわ|うねん|うよ)(?:です)?|違(?:う|います|った|いました|うわ|うねん|うよ)(?:です)?|ちゃう(?:わ|ねん|よ|て)?|間違(?:え(?:てまし|まし|て|ちゃっ)?た|い(?:です|でした|ました)?|った)|まちが(?:え(?:まし|て|ちゃっ)?た|い(?:です|でした|ました)?)|打ち間違(?:い|え)(?:です|ました|た)?|変換(?:ミス|間違い)(?:です)?|誤字(?:です)?|誤変換(?:です)?|訂正(?:します|です|させてください)?|正しくは|正確には|(?:じゃ|では|や)な(?:くて?|かった)|でなく(?:て)?|せやのうて|ちごた|ちごて)",
        r"(?:(?:です|でした|けど|ので|で)?[:、,。!…\s-]+(?:it'?s |it is |i'?m |he'?s |she'?s )?|\s*$|(?:、|\s)+)",
    );
    // The same, but an answer may begin so, too: "no, single".
    WEAK = r"(?i)^\W{0,2}(?:(?:no+|nah|nope|naw|sorry|actually|wait|i mean|well|rather|ah|oh|hm+|いや|いえ|いいえ|ううん|やっぱり|やっぱ|あ+っ?|ごめん(?:なさい)?|すみません|すまん|ほんまは|本当は)[、,.!…\s-]+)+(?:(?:it'?s|it is|i'?m|i am|he'?s|she'?s|that'?s|make it)\s+)?";
    STARRED = r"^\s*[*＊]\s*(.{1,40}?)\s*$|^\s*(\S{2,24})[*＊]\s*$";
    BEHIND = r"(?i)^(.{1,30}?)(?:の(?:間違い|まちがい|誤り|誤字|タイポ)(?:です|でした)?|に(?:訂正|変更|修正|直)(?:します|して(?:ください)?|で|です|お願いします)?|が正しいです?|,?\s+(?:i meant?|is what i meant|typo|my bad|sorry typo))[。.!]*$";
    // 「Aじゃなくて B」, "B not A"
    CONTRAST_JA = r"(?:^|[、。!\s])(?:あ+っ?|いや|ごめん|すみません|やっぱり?)?、?([^、。!?\s]{1,14}?)(?:じゃなく(?:て)?|ではなく(?:て)?|やなく(?:て)?|でなく(?:て)?|やのうて|じゃない(?:です)?(?:、|。)|ではありません(?:、|。)|ちゃう(?:くて|て)?、?)[、。\s]*([^、。!?]{1,20}?)(?:です|でした|だよ|だった|なんです|なの|や(?:で|ねん)?|に(?:変えて|直して|して).*)?[。!]*$";
    CONTRAST_EN = r"(?i)^(?:(?:no|sorry|oops|actually|wait|oh)[,.!\s]+)*(?:(?:it'?s |i'?m |i am |he'?s |she'?s |i live in |in )?(?P<new>[^,.;]{1,30}?),?\s+(?:and )?(?:not|instead of|rather than) (?:in |an? )?(?P<old>[^,.;]{1,24})(?:, [^.;]{1,40})?|(?:it'?s |i'?m |i am |he'?s |she'?s )?not (?:in |an? )?(?P<old2>[^,.;]{1,24}?)(?:,|;|\.| but| it'?s|, but)+\s*(?:but |it'?s |i'?m |in )?(?P<new2>[^,.;]{1,30}))[.!]*$";
    // 年齢間違えた46です: what is right follows at once.
    MISTAKEN = r"^(?:あ|すみません|ごめん(?:なさい)?|、|。|!)*(?:さっきの)?(?:年齢|歳|年|とし|名前|住所|住まい|場所|年収|性別|人数)(?:を|が|は|も)?(?:間違(?:え|い|って)|まちが(?:え|い|って))(?:ました|ちゃった|てました|てた|た|です|でした)*(?:けど)?[、。!\s]*";
    // 「さっき京都って言ったけど正確には宇治市です」, "I said Leeds but it's really Bradford"
    SAID_JA = r"(?:^|[、。!\s])(?:さっき(?:は)?|先ほど(?:は)?|最初(?:は|に)?|前に?)?、?(?P<old>[^、。!?\s]{1,14}?)(?:って|と)(?:言|い|書|打)(?:った|いた|いました|きました|ってた|ちゃった)(?:ん(?:です|だ))?(?:けど|けれど|が|のは|の)(?:間違い|まちがい|嘘|うそ)?(?:で|です|でした)?[、。]?(?:正確には|本当は|ほんとは|ほんまは|実は|正しくは|やっぱり|、)*(?P<new>[^、。!?]{1,20})[。!]*$";
    SAID_EN = r"(?i)\bi (?:said|put|wrote|typed|told you)\s+(?:in |it was )?(?P<old>[^,.;]{1,30}?),?\s+(?:(?:earlier|before),?\s+)?(?:but|and|though)[,\s]+(?:(?:it'?s|i'?m|it is|i meant?|i live in|that'?s|that should be|it should be|actually|really|in fact|now)\s+)+(?:in )?(?P<new>[^,.;]{1,30})[.!]*$";
    TAIL = r"(?i)(?:です|でした|だよ|だった|なんです|や(?:で|ねん)?|です(?:ね|よ)|[,\s]+(?:lol|haha|sorry|please|thanks|actually|instead|i mean))[。.!]*$";
}

/// As long as what takes something back in a word.
const IN_A_WORD: usize = 40;
/// How like a name the right one is at least, where another was not told just before.
const ALIKE: f64 = 0.3;

/// Reads `text` as something that is taken back of what is known; nothing if it is not one.
pub fn read(profile: &UserProfile, question: &Question, text: &str) -> Option<Extraction> {
    let normal = normalise(text);
    let normal = normal.trim();
    if normal.chars().count() > 4 * IN_A_WORD || refusal::refuses(normal) {
        return None;
    }
    if let Some(told) = renaming::read(profile, &question.before, normal).filter(|told| !told.differs) {
        return Some(told);
    }
    let mut amended = Amended::of(profile);
    let renamed = |amended: &mut Amended| respelled(amended, profile, normal) || recalled(amended, profile, normal);
    if renamed(&mut amended) || replaced(&mut amended, profile, normal) {
        return Some(amended.told());
    }
    if contrasted(&mut amended, profile, normal) || moved(&mut amended, normal) {
        return Some(amended.told());
    }
    let (rest, strong) = said(normal)?;
    if rest.chars().count() > IN_A_WORD || !rest.chars().any(char::is_alphanumeric) {
        return None;
    }
    let told = told_before(profile, &question.before);
    // "York, moved last month": what stands behind may only say why.
    let head = rest.split_once(", ").map_or(&*rest, |(head, _)| head);
    let said = [&*rest, head];
    let found = said.iter().find_map(|said| Some((meant(profile, question, &told, said, strong)?, *said)));
    let (topic, said) = found?;
    amended.take_or_name(topic, said, text);
    amended.changed().then(|| amended.told())
}

/// What is put in the place of what was said, and whether the words leave no doubt that something is taken back.
fn said(text: &str) -> Option<(String, bool)> {
    let plain = |rest: &str| TAIL.replace(rest.trim(), "").trim().to_owned();
    if let Some(found) = STARRED.captures(text) {
        return Some((plain(found.get(1).or_else(|| found.get(2))?.as_str()), true));
    }
    if let Some(found) = MISTAKEN.find(text) {
        return Some((plain(&text[found.end()..]), true));
    }
    if let Some(found) = STRONG.find(text) {
        let rest = &text[found.end()..];
        // "scratch that, make it 36"
        let rest = STRONG.find(rest).map_or(rest, |more| &rest[more.end()..]);
        return Some((plain(rest), true));
    }
    if let Some(found) = BEHIND.captures(text) {
        return Some((plain(&found[1]), true));
    }
    WEAK.find(text).map(|found| (plain(&text[found.end()..]), false))
}

/// The topics that the message `before` told of, as they are known.
fn told_before(profile: &UserProfile, before: &str) -> Vec<Topic> {
    const TOPICS: [Topic; 10] = [
        Topic::OwnName,
        Topic::PartnerName,
        Topic::Children,
        Topic::Location,
        Topic::Age,
        Topic::Income,
        Topic::Gender,
        Topic::Status,
        Topic::PartnerTemperament,
        Topic::PartnerLooks,
    ];
    let lower = normalise(before).to_lowercase();
    let mut told: Vec<Topic> = Vec::new();
    let has = |name: &Option<String>| name.as_ref().is_some_and(|name| lower.contains(&name.to_lowercase()));
    for topic in TOPICS.into_iter().chain([Topic::Traits]) {
        let is = match topic {
            Topic::OwnName => has(&profile.name),
            Topic::PartnerName => profile.partner().is_some_and(|partner| has(&partner.name)),
            Topic::Location => has(&profile.location),
            Topic::Children if profile.children.iter().any(|child| has(&child.name)) => true,
            _ => tells(profile, topic, before),
        };
        told.extend(is.then_some(topic));
    }
    told
}

/// Whether `before`, as an answer to the question for the topic, tells what is known of it.
fn tells(profile: &UserProfile, topic: Topic, before: &str) -> bool {
    if before.is_empty() || taken(profile, profile, topic).is_none() {
        return false;
    }
    let mut open = profile.clone();
    forget(&mut open, topic);
    let question = Question { topics: vec![topic], times: 1, ..Question::default() };
    let told = read_answer(&open, &question, before);
    taken(&open, &told.profile, topic).is_some_and(|told| {
        let mut known = profile.clone();
        known.traits = told.traits;
        told == known
    })
}

/// What the words are put in the place of.
fn meant(profile: &UserProfile, question: &Question, told: &[Topic], rest: &str, strong: bool) -> Option<Topic> {
    let kinds: Vec<Topic> = KINDS.iter().copied().filter(|topic| is_of(profile, *topic, rest)).collect();
    let alike = || most_alike(profile, rest);
    let of_name = |topic: &Topic| matches!(topic, Topic::OwnName | Topic::PartnerName | Topic::Children);
    // An answer to what is asked is one: "no, single".
    let answers = |topic: &Topic| {
        question.topics.iter().any(|asked| {
            *asked == *topic || (of_name(asked) && of_name(topic)) || (is_described(*asked) && is_described(*topic))
        })
    };
    let known = |topic: &Topic| taken(profile, profile, *topic).is_some();
    let latest = kinds.iter().copied().filter(known).find(|topic| told.contains(topic) && (strong || !answers(topic)));
    // A name or a place that is like what was told is meant by it.
    if let Some(topic) = alike().filter(|_| strong || !question.topics.iter().any(of_name)) {
        return Some(topic);
    }
    if latest.is_some() {
        return latest;
    }
    // Before all is told, what was asked may be answered by it.
    let any =
        kinds.into_iter().filter(known).find(|topic| !answers(topic) && !of_name(topic) && *topic != Topic::Location);
    any.filter(|topic| strong || matches!(topic, Topic::Age | Topic::Income))
}

const KINDS: [Topic; 11] = [
    Topic::Age,
    Topic::Income,
    Topic::Children,
    Topic::Gender,
    Topic::Status,
    Topic::PartnerLooks,
    Topic::PartnerTemperament,
    Topic::Traits,
    Topic::Location,
    Topic::PartnerName,
    Topic::OwnName,
];

const fn is_described(topic: Topic) -> bool {
    matches!(topic, Topic::Traits | Topic::PartnerTemperament | Topic::PartnerLooks)
}

/// Whether the words may say such a thing.
fn is_of(profile: &UserProfile, topic: Topic, rest: &str) -> bool {
    patterns! {
        AGE = r"(?i)^\d{1,2}(?:歳|才|さい)?(?: ?(?:years?(?: old)?|yo|y/o))?$";
        PLACE = r"^(?:\p{Lu}|\p{Han}|\p{Katakana})";
    }
    match topic {
        Topic::Age => AGE.is_match(rest),
        Topic::Income => income::is_sum(rest),
        Topic::Children if is_child_gender(rest) => true,
        Topic::Children => named(rest) && profile.children.iter().any(|child| child.name.is_some()),
        Topic::Gender => is_gender_word(rest),
        Topic::Status => is_status_word(rest),
        Topic::PartnerLooks => partner::kind_of(rest).1,
        Topic::PartnerTemperament => partner::kind_of(rest).0,
        Topic::Traits => personality::mentions_character(rest),
        Topic::Location => place::known(rest).is_some() || (PLACE.is_match(rest) && named(rest)),
        Topic::PartnerName | Topic::OwnName => named(rest),
        _ => false,
    }
}

fn named(rest: &str) -> bool {
    names::read(rest).is_some_and(|name| rest.chars().count() <= name.name.chars().count() + 4)
}

/// "a boy", 女の子: said of a child.
fn is_child_gender(rest: &str) -> bool {
    patterns! {
        GENDER = r"(?i)^(?:an? )?(?:boy|girl|son|daughter)$|^(?:男の子|女の子|息子|娘)$";
    }
    GENDER.is_match(rest)
}

/// Whose name, or whether the place, is most like the words.
fn most_alike(profile: &UserProfile, rest: &str) -> Option<Topic> {
    if !named(rest) && place::known(rest).is_none() {
        return None;
    }
    let lower = rest.to_lowercase();
    let likeness = |known: &str| strsim::normalized_levenshtein(&known.to_lowercase(), &lower);
    let of_names = known_names(profile).into_iter().map(|(place, name)| (place.topic(), likeness(&name)));
    let of_place = profile.location.iter().map(|place| (Topic::Location, likeness(place)));
    let best = of_names.chain(of_place).max_by(|one, other| one.1.total_cmp(&other.1));
    best.filter(|(_, likeness)| *likeness >= ALIKE && *likeness < 1.0).map(|(topic, _)| topic)
}

/// さくらは平仮名ではなく「咲良」にします, 菜々の字がちゃう、「奈々」や: a name that is known, and how it is written.
fn respelled(amended: &mut Amended, profile: &UserProfile, text: &str) -> bool {
    patterns! {
        IS_OTHER = r"(?:では|じゃ|や|で)なく|違|ちが|ちゃう|ちゃいます|間違|まちが|正しくは|(?:漢字|平仮名|ひらがな|カタカナ)(?:で|に)|に(?:します|変え|直)";
        QUOTED = r"[「『]([^「」『』]{1,12})[」』]";
        WRITTEN_SO = r"(?P<old>[\p{Han}々]{1,4})の(?:字|漢字)(?:は|が)、?(?:\p{Han}{1,4}の)?(?:[\p{Han}々]{1,2})?(?:と書いて|で|と書く|、)*(?P<new>[\p{Han}々]{1,4})(?:たい|ばい|です|や|じゃ|だ|と書き|と読み|$|[。、])";
    }
    // 「勝の字は克服の克と書いて克たい」
    if let Some(found) = WRITTEN_SO.captures(text) {
        let known = known_names(profile);
        let meant = known.iter().find(|(_, old)| *old == found["old"] && old != &found["new"]);
        if let Some((place, _)) = meant {
            amended.put(*place, &found["new"]);
            return true;
        }
    }
    if !IS_OTHER.is_match(text) {
        return false;
    }
    let Some(new) = QUOTED.captures_iter(text).last().map(|found| found[1].to_owned()) else { return false };
    let known = known_names(profile);
    let meant = known.iter().filter(|(_, old)| text.contains(old.as_str()) && *old != new);
    let Some((place, _)) = meant.max_by_key(|(_, old)| old.len()) else { return false };
    // Who is mentioned beside another name that is known is not called so.
    let other = known.iter().any(|(_, name)| *name == new);
    if other || !(names::fits(&new) || new.chars().count() == 1) {
        return false;
    }
    amended.put(*place, &new);
    true
}

/// "Scratch Colleen, make it Darlene": a name that is known, and the one in its place.
fn replaced(amended: &mut Amended, profile: &UserProfile, text: &str) -> bool {
    patterns! {
        INSTEAD = r"\b(?i:scratch|scrap|forget|drop|lose|bin|ditch|not|change|swap)\s+(?P<old>\p{L}[\p{L}\p{M}'ʻ’ -]*?)[,.;:—–-]*\s+(?i:and |but |then )?(?i:(?:make|call|name|let'?s (?:say|go with|call|make)|go(?:ing)? with|use|put|try|it'?s|to|for)(?: it| her| him| them| that)?)\s+(?P<new>\p{Lu}[\p{L}\p{M}'ʻ’-]+(?: \p{Lu}[\p{L}\p{M}'ʻ’-]+)?)\b";
    }
    let Some(found) = INSTEAD.captures(text) else { return false };
    let (old, new) = (found["old"].to_lowercase(), &found["new"]);
    let known = known_names(profile);
    let Some((place, _)) = known.iter().find(|(_, name)| name.to_lowercase() == old) else { return false };
    if known.iter().any(|(_, name)| name == new) || !names::fits(new) || !new.split(' ').all(names::is_name_word) {
        return false;
    }
    amended.put(*place, new);
    true
}

/// "Make the girl Meenakshi": the only child of that gender has another name.
fn recalled(amended: &mut Amended, profile: &UserProfile, text: &str) -> bool {
    patterns! {
        MAKE = r"\b(?i:make|call|name)\s+(?i:the|my|our)\s+(?i:(?P<girl>girl|daughter)|boy|son)(?i:'s name)?\s+(?P<name>\p{Lu}[\p{L}\p{M}'ʻ’-]+)[.!]*\s*$";
    }
    let Some(found) = MAKE.captures(text) else { return false };
    let gender = if found.name("girl").is_some() { Gender::Female } else { Gender::Male };
    let alike = |(_, child): &(usize, &crate::domain::Child)| child.desired_gender == Some(gender);
    let mut alike = profile.children.iter().enumerate().filter(alike);
    let (Some((at, child)), None) = (alike.next(), alike.next()) else { return false };
    let name = &found["name"];
    if child.name.as_deref() == Some(name) || !names::fits(name) {
        return false;
    }
    amended.put(super::amend::Place::Child(at), name);
    true
}

/// "From next month I am shifting to Bengaluru, please put Bengaluru", 「来月から大阪なので大阪にしてください」: where somebody lives is to be
/// another place.
fn moved(amended: &mut Amended, text: &str) -> bool {
    patterns! {
        PUT = r"(?i)\b(?:please|pls|plz|kindly|just|so|better|can you|could you|you can) (?:please |just )?(?:put|write|note|say|enter|keep|add|use|take|mention)(?: down)?(?: it as| me down as| me as| that as| as)? (?P<place>\p{L}[\p{L}\p{M}'’-]+(?: \p{L}[\p{L}\p{M}'’-]+)??)(?: (?:instead|actually|please|there|then|for me|as location|as my (?:city|place|location)))*(?P<more>[,.;!]| (?:since|because|cos|as|i am|i'm)\b|$)";
        MOVES = r"(?i)\b(?:moving|move|shifting|shift|relocat\w+|transferr?(?:ed|ing))\b";
        PUT_JA = r"(?P<place>[\p{Han}\p{Katakana}ー]{2,8}?)(?:に|って|と)(?:して|書いて|変えて|直して|しといて|しておいて)(?:ください|下さい|もらえ|ほしい|ね|$|。)";
        MOVES_JA = r"引っ越|ひっこ|転勤|移住|移る|移り";
    }
    let Some(known) = amended.profile.location.clone() else { return false };
    let moves = MOVES.is_match(text) || MOVES_JA.is_match(text);
    let Some(found) = PUT.captures(text).or_else(|| PUT_JA.captures(text).filter(|_| moves)) else { return false };
    let said = &found["place"];
    let is_place = place::known(said).is_some() && known_names(&amended.profile).iter().all(|(_, name)| name != said);
    if !(moves || is_place) || known.eq_ignore_ascii_case(said) || !names::is_name_word(said) {
        return false;
    }
    amended.profile.location = Some(names::with_capitals(said));
    amended.topics.push(Topic::Location);
    true
}

/// 「名古屋じゃなくて豊橋」, "Leeds, not Hull", "I'm 36, not 35": what is known, and what is right instead.
fn contrasted(amended: &mut Amended, profile: &UserProfile, text: &str) -> bool {
    let pair = match language_of(text) {
        Some(Language::Japanese) => CONTRAST_JA.captures(text).map(|found| (found[1].to_owned(), found[2].to_owned())),
        _ => CONTRAST_EN.captures(text).and_then(|found| {
            let group =
                |one: &str, other: &str| Some(found.name(one).or_else(|| found.name(other))?.as_str().to_owned());
            Some((group("old", "old2")?, group("new", "new2")?))
        }),
    };
    let said = SAID_JA.captures(text).or_else(|| SAID_EN.captures(text));
    let said = said.map(|found| (found["old"].to_owned(), found["new"].to_owned()));
    let Some((old, new)) = pair.or(said) else { return false };
    let (old, new) = (old.trim(), TAIL.replace(new.trim(), "").trim().to_owned());
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let same = |known: &Option<String>| {
        known.as_ref().is_some_and(|known| {
            let (known, old) = (known.to_lowercase(), old.to_lowercase());
            known == old || (old.chars().count() > 1 && known.contains(&old)) || old.contains(&known)
        })
    };
    let amount = |known: &Option<String>| {
        known.as_ref().is_some_and(|known| !digits(old).is_empty() && digits(known).starts_with(&digits(old)))
    };
    // A name is put right by who reads names.
    if known_names(profile).iter().any(|(_, name)| name.to_lowercase() == old.to_lowercase()) {
        return false;
    }
    let known = profile.partner().cloned().unwrap_or_default();
    let topic = match () {
        () if profile.age.is_some_and(|age| digits(old) == age.to_string()) && is_of(profile, Topic::Age, &new) => {
            Topic::Age
        }
        () if amount(&profile.income_range) && !digits(&new).is_empty() => Topic::Income,
        () if same(&profile.location) => Topic::Location,
        () if is_status_word(old) && is_status_word(&new) && profile.relationship_status.is_some() => Topic::Status,
        () if is_child_gender(old) && is_child_gender(&new) => return flip(amended, profile, &new),
        () if same(&known.appearance) => return replace(amended, Topic::PartnerLooks, old, &new),
        () if same(&known.temperament) => return replace(amended, Topic::PartnerTemperament, old, &new),
        () if same(&profile.personality) => Topic::Traits,
        () => return false,
    };
    amended.take_or_name(topic, &new, text);
    amended.changed()
}

/// Puts `new` in the place of `old` in what is known of the partner.
fn replace(amended: &mut Amended, topic: Topic, old: &str, new: &str) -> bool {
    let partner = super::amend::partner(&mut amended.profile);
    let words = match topic {
        Topic::PartnerLooks => &mut partner.appearance,
        _ => &mut partner.temperament,
    };
    let changed = words.as_ref().and_then(|words| tidy(&words.replace(old, new)));
    if changed.is_none() || changed == *words {
        return false;
    }
    *words = changed;
    if topic == Topic::PartnerLooks {
        let looks = super::amend::partner(&mut amended.profile).appearance.clone();
        amended.profile.partner_face_description = looks;
    }
    amended.topics.push(topic);
    true
}

/// "a boy", and nothing else, said of a child who is known for a girl.
pub fn flip_alone(amended: &mut Amended, profile: &UserProfile, said: &str) -> bool {
    is_child_gender(said) && flip(amended, profile, said)
}

/// The only child of the other gender, or the one told of last, is of this one.
fn flip(amended: &mut Amended, profile: &UserProfile, new: &str) -> bool {
    patterns! {
        GIRL = r"(?i)girl|daughter|女|娘";
    }
    let gender = if GIRL.is_match(new) { Gender::Female } else { Gender::Male };
    let Some(at) = profile.children.iter().rposition(|child| child.desired_gender != Some(gender)) else {
        return false;
    };
    if let Some(child) = amended.profile.children.get_mut(at) {
        child.desired_gender = Some(gender);
    }
    amended.topics.push(Topic::Children);
    true
}
