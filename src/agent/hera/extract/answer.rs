//! The answer to what was asked last. What free speech tells is read first ([`super::hear`]); then what was asked for is
//! looked for in what the message says besides: a lone word answers the question, whatever else it might mean.

mod asides;
mod others;
mod own;
mod parts;

pub(super) use own::{is_gender_word, is_status_word};

use std::collections::BTreeSet;

use super::{
    Entrusted, Extraction, amend, children, correction, described, genders, income, left, names, partner, personality,
    refusal, slips, taken_back, trimmed, wishes,
};
use crate::agent::hera::kinds::{self, Kind};
use crate::agent::hera::piece;
use crate::agent::hera::text::{japanese, kanji_value, language_of, normalise, patterns, tidy};
use crate::agent::hera::vocabulary::{self, en};
use crate::agent::intent::{self, Intent};
use crate::domain::{Child, Field, Language, Topic, UserProfile};

/// Characters of an answer in one's own words.
const OWN_WORDS: usize = 120;
/// Asked so often, any words are taken for an answer that do not speak of something else.
const ASKED_ON: u8 = 2;

patterns! {
    // What is said in between, and answers nothing.
    ASIDE = concat!(
        r"(?i)[?？]\s*$|^(?:待って|まって|ちょい|ちょっと(?:待|まって|休|疲)|ちょ待|すみません|すんません|すまん|すまね|ごめん|あっ|おっと(?:$|[、。!っ])|うわ|ふう|電話|誰か|宅配|トイレ|さっき)|^(?:続け|つづけ|次(?:へ|の|に|$)|つぎ(?:へ|$)|進め|先に進|どうぞ|おけ$|りょ$)|^(?:よし|うん|はい|はーい|ええ|へえ|なるほど|おもしろい?|面白い?)(?:$|[、。!ねよ])",
        r"|疲れた|呼ばれ|鳴っ|来ちゃ|戻り(?:ます|まし)|休んで|(?:これ|それ|この|その|ここ)(?:って|、|は|、|に|で|聞|質問|サイト|アプリ)|聞いてもらえ|聞き上手|書きながら|打って|充電|指が|^(?:w+|笑|草)$|^ちょ[、い]|^ask (?:my|the|him|her|them)\b",
        r"|^(?:hm+|um+|uh|oh|ah|wow|hey|hi|hello|wait|hang on|hold (?:on|up)|one (?:sec|moment)|just a (?:sec|moment|minute)|sorry|brb|back|bear with|give me|ok|okay|right|sure|yes|yeah|yep|lol|haha|hehe|amen|voilà|cheers|thanks|mahalo|where was|did it|is (?:this|that|a|it)|are you|can (?:i|you|we)|do (?:i|you)|should i|what|why|how|who)\b[^a-z]*(?:$|\b)",
        r"|^(?:nice|cool|great|lovely)(?:$|[.!,…]|\s+(?:one|thanks|thank|question|idea|to (?:meet|know|hear|see)|app|thing|stuff|that|ok|so|lol|i|let|you)\b)",
        r"|^(?:k{2,}|(?:ha|he|ja|je){2,}|lol|xd|jaja\w*)\b|\b(?:you'?re|you are|you know what|are you|do you|did you|your|this (?:is|feels|thing|form|app)|that was|these questions|break'?s|doorbell|phone|boiling|kettle|oven|bus|train|in a (?:minute|moment|second)|hang on|hold on|bear with me)\b",
    );
    // "St. Paul, MN": the mark ends no sentence.
    SAINT = r"\b(St|Mt|Ft)\. (\p{Lu})";
    // うそ: what was said just before is taken back.
    LIE = r"[^。!?！？\n]*[。!?！？\n…]*\s*(?:うそ|嘘|ウソ)(?:やで|や|です|だよ|だ)?(?:[、。!！…]|$)";
    SELF = r"(?i)(?:と|って)(?:は|も)?(?:よく)?(?:言わ|いわ)れ(?:る|ます|てる|ております)|私は|わたしは|僕は|俺は|自分は|うちは|わしは|(?:年収|月収|月給|給料|収入|所得)(?:は|が|も|で)?\D{0,6}\d|\b(?:i'?m|i am|i (?:make|earn|live)|my (?:age|salary|income))\b";
    SUM = r"(?i)\d\s*(?:万|億|千?円|k\b|grand\b|thousand\b|lakh\b|euros?\b|dollars?\b|pounds?\b|quid\b|[$€£¥])|[$€£¥₹₱₩]\s?\d";
    IS_CURIOUS = r"(?i)\bi'?m (?:just |only |a bit )?curious\b[.!]*$";
    QUESTIONS = r"[^。.!！?？\n]*[?？]";
    PLACED = r"(?i)住|暮ら|引っ越|在住|\b(?:live|living|moved|move|based|home|place in)\b";
    // "I'm married to Ken", after all.
    SAYS_STATUS = r"(?i)\b(?:i'?m|i am|we'?re|we are|i got|we got) (?:\w+ )?(?:married|engaged|divorced|widowed|separated|single)\b|結婚して(?:い)?(?:ます|る)|結婚しました|(?:おっと|夫|妻|旦那|嫁|主人|奥さん)(?:さん)?(?:が|は)?(?:い(?:る|ます)|お(?:る|ります))|独身(?:です|だ)|離婚し|婚約(?:中|し)";
    OF_THEM = r"(?i)\b(?:she|he|they|her|his|who)\b|\b(?:wife|husband|partner|boyfriend|girlfriend|[bg]f)(?:'s| is| has)\b|(?:妻|夫|嫁|旦那|彼氏|彼女|彼|パートナー|相手|主人)(?:さん)?(?:は|の)";
    SPEAKS_OF_CHARACTER = r"(?i)性格|タイプ|(?:私|わたし|僕|俺|自分|うち)は、?|な人間|\b(?:i'?m|i am|i tend|i'?ve always been|personality|myself|i'?d call)\b";
    NAMES_PARTNER = r"(?i)名前|なまえ|という|といい|といって|と申|って(?:いう|言)|いう(?:うね|んよ|て|が)|理想は|「|\b(?:called|named|names?|name's|married to|engaged to|with (?:my|our))\b|\b(?:(?i:wife|husband|partner|boyfriend|girlfriend|fianc[eé]e?|blonde|missus|other half)),?\s+(?:is\s+)?\p{Lu}";
}

/// What was asked last, and what was said back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Question {
    /// In the order in which it was asked for.
    pub topics: Vec<Topic>,
    /// How often the first of them has been asked for.
    pub times: u8,
    /// Whose name was said back.
    pub said_back: Option<Topic>,
    /// The conversation begins: nothing was asked for yet.
    pub first: bool,
    /// What the person said before.
    pub before: String,
}

impl Question {
    fn asks(&self, topic: Topic) -> bool {
        self.topics.contains(&topic)
    }

    fn asks_of_children(&self) -> bool {
        let of_children = [Topic::Children, Topic::ChildGenders, Topic::ChildNames];
        self.topics.iter().any(|topic| of_children.contains(topic))
    }

    fn asks_on(&self) -> bool {
        self.times >= ASKED_ON
    }
}

/// Reads `text`, the answer to `question`, by a person known as `profile`.
#[must_use]
pub fn read(profile: &UserProfile, question: &Question, text: &str) -> Extraction {
    if super::is_stated(text) {
        return super::extract(profile, &BTreeSet::new(), text);
    }
    if asks_back(text) {
        return Extraction { profile: profile.clone(), ..Extraction::default() };
    }
    let text = &*trimmed::plain(text);
    let text = &*japanese::plain(text);
    if let Some(told) = entrusted_by_name(profile, question, text) {
        return told;
    }
    let of_looks = question.asks(Topic::PartnerLooks) || question.asks(Topic::PartnerTemperament);
    if let Some(told) = (!question.first && !of_looks).then(|| described::read(profile, text)).flatten() {
        return told;
    }
    let all_known = !question.first && profile.missing().is_empty();
    let amended = all_known.then(|| amend::read(profile, question, text)).flatten();
    if let Some(told) = amend::confirms(profile, question.said_back, text) {
        return told;
    }
    if let Some(told) = (!all_known).then(|| amend::reopens(profile, text)).flatten() {
        return told;
    }
    let taken_back = || (!question.first).then(|| taken_back::read(profile, question, text)).flatten();
    amended.or_else(taken_back).unwrap_or_else(|| asides::read(profile, question, text))
}

/// What the message leaves to Hera and names, where something else was asked; the rest of it answers the question.
fn entrusted_by_name(profile: &UserProfile, question: &Question, text: &str) -> Option<Extraction> {
    let left = left::read(text)?;
    let topic = |what: &Entrusted| match what {
        Entrusted::PartnerName => Topic::PartnerName,
        Entrusted::PartnerTemperament => Topic::PartnerTemperament,
        Entrusted::PartnerAppearance => Topic::PartnerLooks,
        Entrusted::ChildGenders => Topic::ChildGenders,
        Entrusted::ChildNames => Topic::ChildNames,
    };
    // Of what was asked for, the whole message is the answer.
    let of_question = left.what.iter().any(|what| question.asks(topic(what)))
        || (question.asks(Topic::Children)
            && left.what.iter().any(|what| topic(what).field(Field::IdealPartner) == Field::ChildrenInfo));
    let nothing_else =
        !left.rest.chars().any(char::is_alphanumeric) || is_filler(left.rest.trim_end_matches([',', '、', '.', ' ']));
    if of_question && !nothing_else {
        return None;
    }
    let mut told = if nothing_else {
        Extraction { profile: profile.clone(), ..Extraction::default() }
    } else {
        read(profile, question, &left.rest)
    };
    // 「男の子の名前はおまかせ」: the one of whom nobody had said so is a boy.
    if left.what.contains(&Entrusted::ChildNames)
        && let Some(gender) = children::only_gender(text)
    {
        let mut open = told.profile.children.iter_mut().filter(|child| child.name.is_none());
        if let (Some(child), None) = (open.next(), open.next())
            && child.desired_gender.is_none()
        {
            child.desired_gender = Some(gender);
            told.found.insert(Field::ChildrenInfo);
        }
    }
    told.entrusted.extend(left.what);
    Some(told)
}

/// Whether the text only asks Hera something of herself, and tells nothing: 「ヘラさんは結婚してるの？」
fn asks_back(text: &str) -> bool {
    patterns! {
        OF_HERA = r"(?i)^\W*(?:ところで、?|で、?)?(?:ヘラ|ヘーラー|あなた|そちら|あんた)(?:さん|様|さま|自身|こそ)*(?:は|って|も|に(?:は|も)?)[^。!?？\n]{1,40}[?？]\s*$|^\W*(?:and |so |but |hey |hera,? )*(?:are|do|did|have|were) you (?:\p{L}+[ ']?){1,8}\?\s*$";
    }
    OF_HERA.is_match(text)
}

/// Reads `text`, the answer to `question`, by somebody of whom not all is known.
pub fn read_answer(profile: &UserProfile, question: &Question, text: &str) -> Extraction {
    let text = &*LIE.replace_all(text, "");
    let text = &*SAINT.replace_all(text, "$1 $2");
    let text = &*if question.asks(Topic::Location) { trimmed::of_place(text) } else { text.into() };
    let supposed = children::supposed(text);
    let text = &*match () {
        () if question.asks_of_children() => children::apposed(&supposed),
        () if children::is_told_whole(text) => supposed,
        () => text.into(),
    };
    let asks_word = question.asks(Topic::Status) || question.asks(Topic::Gender);
    let text = &*if asks_word { slips::mended(text) } else { text.into() };
    let counted = if question.asks(Topic::Age) { kanji_age(text) } else { text.to_owned() };
    let (text, written) = (counted.as_str(), text);
    let normal = normalise(text);
    let mut reader = Reader { question, text: &normal, before: profile, told: free(profile, question, text) };
    if reader.puts_name_right() {
        return reader.told;
    }
    if reader.puts_right() {
        return reader.told;
    }
    reader.age();
    reader.town();
    reader.own_name();
    reader.gender();
    reader.status();
    reader.place();
    reader.name_of_partner();
    reader.partner_in_own_words();
    reader.children();
    reader.character();
    reader.character_beside();
    reader.income();
    reader.entrusted();
    reader.refusals();
    reader.off_the_question();
    let mut told = reader.told;
    if let Some(name) = told.profile.name.as_mut().filter(|name| profile.name.as_ref() != Some(name)) {
        *name = names::with_given(std::mem::take(name), written);
    }
    let known: Vec<String> = names_of(&mut profile.clone()).into_iter().map(|name| name.clone()).collect();
    let small = names::leaves_out_capitals(written);
    for name in names_of(&mut told.profile).into_iter().filter(|name| !known.contains(name)) {
        *name = names::as_written(std::mem::take(name), written);
        // Who writes arjun where they wrote Arjun gives no other name.
        let same = known.iter().find(|other| other.to_lowercase() == *name && *other != name);
        if let Some(same) = same {
            name.clone_from(same);
        }
    }
    if let Some(place) = told.profile.location.as_mut().filter(|place| profile.location.as_ref() != Some(place))
        && (small || vocabulary::is_town(place))
    {
        *place = names::with_capitals(place);
    }
    told.settle();
    told
}

/// Whether the text is only said in between, and answers nothing: "my kettle is singing".
pub fn is_aside(text: &str) -> bool {
    ASIDE.is_match(text.trim()) || kinds::read(text).of(Kind::Else) > own::SURELY_ELSE
}

/// Every name that is known.
fn names_of(profile: &mut UserProfile) -> Vec<&mut String> {
    let partners = [&mut profile.current_partner, &mut profile.ideal_partner].into_iter().flatten();
    let partners = partners.filter_map(|partner| partner.name.as_mut());
    let children = profile.children.iter_mut().filter_map(|child| child.name.as_mut());
    profile.name.iter_mut().chain(partners).chain(children).collect()
}

/// What free speech tells. A bare word counts only for what has words of its own: numbers and the like.
fn free(profile: &UserProfile, question: &Question, text: &str) -> Extraction {
    let mut asked: BTreeSet<Field> = BTreeSet::new();
    for topic in &question.topics {
        match topic {
            Topic::Age => asked.extend([Field::Age]),
            Topic::Gender => asked.extend([Field::Gender]),
            Topic::Income => asked.extend([Field::IncomeRange]),
            Topic::Children | Topic::ChildGenders | Topic::ChildNames => asked.extend([Field::ChildrenInfo]),
            _ => {}
        }
    }
    if question.first {
        asked.extend([Field::Age, Field::Gender]);
    }
    // A sum of money answers no other question.
    let sum = SUM.is_match(&normalise(text));
    if sum {
        asked.extend([Field::IncomeRange]);
    }
    let mut told = super::hear(profile, &asked, text);
    let of_children = [Topic::Children, Topic::ChildGenders, Topic::ChildNames];
    let of_partner = [Topic::PartnerName, Topic::PartnerTemperament, Topic::PartnerLooks];
    // To "a girl or a boy?" nobody answers with another name.
    if question.asks(Topic::ChildGenders) && !question.asks(Topic::ChildNames) && !told.renamed {
        let known = |child: &Child| profile.children.iter().any(|other| other.name == child.name);
        told.profile.children.retain(|child| known(child) || child.desired_gender.is_some());
    }
    // おっとりしてて几帳面かな names no child.
    if question.asks_of_children() && !told.renamed && only_describes(text) {
        told.forget(profile, Field::ChildrenInfo);
        told.named = None;
    }
    // What is said of the partner is nothing said of oneself, and the other way round.
    let about_self = sum || SELF.is_match(text);
    let of_others = is_about_others(question) && !about_self;
    let own = [
        (Topic::Age, Field::Age),
        (Topic::Gender, Field::Gender),
        (Topic::Status, Field::RelationshipStatus),
        (Topic::Location, Field::Location),
        (Topic::Income, Field::IncomeRange),
    ];
    for (topic, field) in own.into_iter().filter(|(topic, _)| !question.asks(*topic) && !question.first) {
        let unasked = of_others && topic != Topic::Status;
        let placed = topic == Topic::Location && PLACED.is_match(text);
        let known = profile.has(field) && !profile.declined.contains(&field);
        let of_status = topic == Topic::Status && SAYS_STATUS.is_match(text);
        if (unasked || (known && !placed && !of_status)) && !told.corrected {
            told.forget(profile, field);
        }
        if topic == Topic::Location && told.corrected && known && !placed {
            told.forget(profile, field);
        }
    }
    // 妻と静かに暮らしております says nothing of a character; who tells of several things at once may well.
    let of_much = question.first
        || (sum && is_about_others(question))
        || told.found.intersection(&own.map(|(_, field)| field).into()).count() > 1;
    if !question.asks(Topic::Traits) && (of_others || !(of_much || SPEAKS_OF_CHARACTER.is_match(text))) {
        told.forget(profile, Field::UserPersonalityTraits);
    }
    // "But I'm curious" says why somebody is here.
    if !question.asks(Topic::Traits) && IS_CURIOUS.is_match(text) {
        told.forget(profile, Field::UserPersonalityTraits);
    }
    if told.found.contains(&Field::IncomeRange)
        && refusal::refuses(text)
        && !told.profile.income_range.as_deref().is_some_and(|income| income.contains(|c: char| c.is_ascii_digit()))
    {
        told.forget(profile, Field::IncomeRange);
    }
    // まあ普通: beside the question what somebody is like, that is the answer to it.
    if question.asks(Topic::Traits)
        && !income::is_named(text)
        && told.found.contains(&Field::IncomeRange)
        && told.profile.income_range.as_deref().is_some_and(|income| !income.contains(|c: char| c.is_ascii_digit()))
        && language_of(text) == Some(Language::Japanese)
        && !income::is_sum(text)
    {
        told.forget(profile, Field::IncomeRange);
    }
    // "boyfriend, sarcastic": where the person is asked what they are like, it is they who are so.
    if question.asks(Topic::Traits)
        && !question.topics.iter().any(|topic| of_partner.contains(topic))
        && !OF_THEM.is_match(text)
    {
        let known = profile.partner().and_then(|partner| partner.temperament.clone());
        for partner in [&mut told.profile.current_partner, &mut told.profile.ideal_partner].into_iter().flatten() {
            partner.temperament.clone_from(&known);
        }
    }
    // Whoever is not asked for is named in so many words.
    if !question.topics.iter().any(|topic| of_partner.contains(topic)) && !names_partner(text) {
        told.forget_name(profile);
    }
    if !told.renamed && !question.topics.iter().any(|topic| of_children.contains(topic)) {
        let lone = intent::sentences_of(text).len() < 2 && normalise(text).chars().count() < 12;
        let changes = told.corrected || children::adds(&normalise(text));
        let corrects = changes && !profile.children.is_empty() && piece::speaks_of_children(text);
        let whole = children::is_told_whole(text);
        if !corrects && !whole && (lone || !children::is_wished(&normalise(text))) {
            told.forget(profile, Field::ChildrenInfo);
        }
    }
    told
}

/// Whether the text only says what somebody is like, clause by clause, and speaks of no child.
fn only_describes(text: &str) -> bool {
    const MOST: usize = 60;
    if text.chars().count() > MOST || piece::speaks_of_children(text) || names::is_lone_name(text.trim()) {
        return false;
    }
    let marks = ['。', '、', ',', '!', '?', '\n', ';', '！', '？'];
    let mut pieces = split_at(text, &marks).into_iter().filter(|piece| piece.chars().any(char::is_alphanumeric));
    let like = |piece: &str| personality::mentions_character(piece) || kinds::read(piece).of(Kind::Character) > 0.5;
    personality::mentions_character(text) && pieces.all(like)
}

/// Whether the text says what the partner is called, in so many words or by a name that many have: 夫がいます、健二です.
fn names_partner(text: &str) -> bool {
    NAMES_PARTNER.is_match(text) || partner::named_next(text).is_some()
}

/// Whether the partner or the children were asked about.
fn is_about_others(question: &Question) -> bool {
    let own = |topic: &Topic| {
        let own =
            [Topic::OwnName, Topic::Age, Topic::Gender, Topic::Location, Topic::Status, Topic::Traits, Topic::Income];
        own.contains(topic)
    };
    !question.topics.is_empty() && !question.topics.iter().any(own)
}

/// An age in kanji that stands alone: 五十一, 二十八です.
fn kanji_age(text: &str) -> String {
    patterns! {
        KANA = r"(^|[。、!\s])((?:に|さん|よん|ご|ろく|なな|はち|きゅう)?じゅう)(いち|に|さん|よん|し|ご|ろく|なな|しち|はち|きゅう|く)?($|[。、!\s]|です|さい|歳|だ|じゃ)";
        ALONE = r"(^|[。、!\s]|年(?:で|は)|年齢は|歳は|とし(?:で|は)|もう|今|満(?:で(?:は|も)?)?)([一二三四五六七八九]?十[一二三四五六七八九]?)($|[。、!\s]|です|になり|や|だ|じゃ|どす|っす|の)";
    }
    let text = KANA.replace_all(text, |found: &regex::Captures<'_>| {
        let tens = kana_digit(found[2].trim_end_matches("じゅう")).max(1);
        let ones = found.get(3).map_or(0, |digit| kana_digit(digit.as_str()));
        format!("{}{}歳{}", &found[1], tens * 10 + ones, found[4].trim_start_matches("さい"))
    });
    ALONE
        .replace_all(&text, |found: &regex::Captures<'_>| {
            format!("{}{}歳{}", &found[1], kanji_value(&found[2]), &found[3])
        })
        .into_owned()
}

/// The number that a digit written out in kana is; 0 for none.
fn kana_digit(word: &str) -> u8 {
    match word {
        "いち" => 1,
        "に" => 2,
        "さん" => 3,
        "よん" | "し" => 4,
        "ご" => 5,
        "ろく" => 6,
        "なな" | "しち" => 7,
        "はち" => 8,
        "きゅう" | "く" => 9,
        _ => 0,
    }
}

struct Reader<'a> {
    question: &'a Question,
    text: &'a str,
    before: &'a UserProfile,
    told: Extraction,
}

impl<'a> Reader<'a> {
    /// "No, Misato", after a name was said back.
    fn puts_name_right(&mut self) -> bool {
        patterns! {
            TOOK_BACK = r"(?i)でした|だった|間違|まちがえ|やっぱ|\b(?:meant|actually|it'?s|it was|wrong)\b";
            PROTESTS = r"(?i)^(?:いや|いえ|いいえ|ううん|違(?:う|い|って|くて)|ちが(?:う|い|って|くて)|間違|まちがえ|ごめん|すまん|すみません|no|nope|not quite|wrong|sorry|actually|oops)[^、,。.!\s]{0,8}[、,。.!\s-]+(.{1,30})$";
        }
        let Some(topic) = self.question.said_back.or_else(|| self.named_before()).filter(|_| !self.told.renamed) else {
            return false;
        };
        let Some(found) = PROTESTS.captures(self.text.trim()) else { return false };
        // Where another name is asked for, a "no" may be the answer to that.
        let names = [Topic::PartnerName, Topic::Children, Topic::ChildNames, Topic::OwnName];
        let asks_another = self.question.topics.iter().any(|asked| names.contains(asked) && *asked != topic);
        if (asks_another && !TOOK_BACK.is_match(self.text)) || piece::speaks_of_children(self.text) {
            return false;
        }
        let Some(name) =
            names::read(&found[1]).filter(|name| found[1].chars().count() <= name.name.chars().count() + 16)
        else {
            return false;
        };
        let (field, slot) = match topic {
            Topic::OwnName => (None, &mut self.told.profile.name),
            Topic::PartnerName => {
                let field = self.told.profile.partner_field();
                let partner = match field {
                    Field::CurrentPartner => &mut self.told.profile.current_partner,
                    _ => &mut self.told.profile.ideal_partner,
                };
                (Some(field), &mut partner.get_or_insert_default().name)
            }
            _ => {
                let Some(child) = self.told.profile.children.iter_mut().rfind(|child| child.name.is_some()) else {
                    return false;
                };
                (Some(Field::ChildrenInfo), &mut child.name)
            }
        };
        // "No comment" names nobody; who writes all in small letters has done so before.
        let small = found[1].starts_with(char::is_lowercase) && !self.text.contains(',');
        let typed_small = slot.as_ref().is_some_and(|known| known.starts_with(char::is_lowercase));
        if slot.as_ref() == Some(&name.name) || (small && !typed_small) || refusal::refuses(self.text) {
            return false;
        }
        *slot = Some(name.name);
        self.told.found.extend(field);
        self.told.named = Some(topic);
        self.told.corrected = true;
        true
    }

    /// Whose name was told, where the children's is asked for and none is known: いや、やっぱり大輝でした is the partner's.
    fn named_before(&self) -> Option<Topic> {
        let asks = self.question.asks(Topic::Children) && self.before.children.is_empty();
        let named = self.before.partner().is_some_and(|partner| partner.name.is_some());
        (asks && named).then_some(Topic::PartnerName)
    }

    /// Whether the message excuses itself, and names nobody by the way: すみません、にほんご まだ べんきょうちゅう.
    fn excuses(&self) -> bool {
        patterns! {
            NAMES = r"です|だよ|って|とい|と申|名前|「|\p{Lu}";
        }
        let pieces = self.pieces();
        pieces.len() > 2 && pieces.first().is_some_and(|first| ASIDE.is_match(first)) && !NAMES.is_match(self.text)
    }

    /// What is taken back; what free speech made of the message is forgotten then.
    fn puts_right(&mut self) -> bool {
        let mut profile = self.before.clone();
        // "First two are boys, Daisy's a girl" answers who is what.
        let of_genders = self.question.asks(Topic::ChildGenders) && !self.told.corrected;
        if of_genders && genders::read(&mut profile.children.clone(), self.text) {
            return false;
        }
        let mut found = BTreeSet::new();
        let renamed = correction::put_right(&mut profile, self.text);
        if renamed {
            let of_children = profile.children != self.before.children;
            found.insert(if of_children { Field::ChildrenInfo } else { profile.partner_field() });
        } else if self.told.corrected && correction::redescribe(&mut profile, self.text) {
            found.insert(profile.partner_field());
        } else if let Some(place) = self.another_place() {
            profile.location = Some(place);
            found.insert(Field::Location);
        } else {
            // A name that free speech put in the place of another is all that is told.
            return self.told.renamed;
        }
        self.told = Extraction { profile, found, corrected: true, renamed, ..Extraction::default() };
        true
    }

    /// Where the person lives, if they say that it is not where they said.
    fn another_place(&self) -> Option<String> {
        patterns! {
            IN = r"\b(?:in|to|near|at)\s+(\p{Lu}[\p{L}\p{M}'’-]+(?:[ -]\p{Lu}[\p{L}\p{M}'’-]+)*)";
        }
        let known = self.before.location.as_deref().filter(|_| self.told.corrected)?;
        if self.told.profile.location.as_deref() != Some(known) || !self.text.contains(known) {
            return None;
        }
        let other = IN.captures_iter(self.text).map(|found| found[1].to_owned()).find(|place| !place.contains(known));
        other.and_then(|place| tidy(&place))
    }

    /// Whether the partner or the children were asked about.
    fn is_about_others(&self) -> bool {
        is_about_others(self.question)
    }

    /// The parts of the message, as they are separated by marks.
    fn pieces(&self) -> Vec<&'a str> {
        let marks = ['。', '、', ',', '!', '?', '\n', ';', '/', '(', ')', '…'];
        let pieces = split_at(self.text, &marks)
            .into_iter()
            .flat_map(|piece| piece.split(". "))
            .flat_map(|piece| piece.split(" - "))
            .map(|piece| piece.trim().trim_end_matches('.'));
        pieces.filter(|piece| piece.chars().any(char::is_alphanumeric)).collect()
    }

    /// The parts of the message without a question that only repeats Hera's: うちの性格？めんどくさがり.
    fn without_echo(&self) -> Vec<&'a str> {
        patterns! {
            ECHO = r"^[^。.!！?？\n]{1,16}[?？]\s*";
        }
        let echo = ECHO.find(self.text).map_or("", |found| found.as_str());
        let rest = &self.text[echo.len()..];
        let pieces = self.pieces();
        if !rest.chars().any(char::is_alphanumeric) {
            return pieces;
        }
        let echoed = echo.trim().trim_end_matches(['?', '？']);
        pieces.into_iter().filter(|piece| *piece != echoed).collect()
    }

    /// Whether words that no table has are an answer in one's own words, rather than something said in between.
    fn may_be_own_words(&self, text: &str) -> bool {
        let short = text.chars().count() <= OWN_WORDS;
        let speaks_of_else = ASIDE.is_match(text.trim());
        let other = || {
            matches!(
                intent::read(text),
                Intent::Question | Intent::Thanks | Intent::Goodbye | Intent::DontKnow | Intent::Refusal
            )
        };
        short && !speaks_of_else && (self.question.asks_on() || !other())
    }

    /// What of it is left to Hera.
    fn entrusted(&mut self) {
        if !wishes::entrusts(self.text) {
            return;
        }
        for topic in &self.question.topics {
            let what: &[Entrusted] = match topic {
                Topic::PartnerName => &[Entrusted::PartnerName],
                Topic::PartnerTemperament => &[Entrusted::PartnerTemperament],
                Topic::PartnerLooks => &[Entrusted::PartnerAppearance],
                Topic::ChildGenders => &[Entrusted::ChildGenders],
                Topic::ChildNames => &[Entrusted::ChildNames],
                _ => &[],
            };
            self.told.entrusted.extend(what);
        }
    }

    /// What the person would rather not say: what they name, or else one thing of what was asked for and not answered.
    fn refusals(&mut self) {
        let partner = self.told.profile.partner_field();
        let mut refused = refusal::read(self.text, &self.question.topics, |topic| self.is_answered(topic));
        // Nobody else knows what somebody is like.
        if self.leaves_character() && !self.is_answered(Topic::Traits) {
            refused.insert(Topic::Traits);
        }
        // The reading of free speech closes whatever was asked for; here, each thing alone is closed.
        // 性別は言いたくないです closes that, whatever was asked.
        let meant = !refused.is_empty() && refused.iter().all(|topic| refusal::speaks_of(self.text, *topic));
        let unasked: Vec<Field> = refusal::named(self.text)
            .into_iter()
            .filter(|field| !meant && !self.told.found.contains(field) && !self.before.has(*field))
            .collect();
        let refused = if unasked.is_empty() { refused } else { BTreeSet::new() };
        self.told.declined.extend(unasked);
        // Who has no name for the partner is not pressed for one.
        if self.question.asks(Topic::PartnerName) && others::is_shrug(self.text) {
            self.told.let_go.insert(Topic::PartnerName);
            self.told.profile.let_go.insert(Topic::PartnerName);
        }
        let named = std::mem::take(&mut self.told.declined);
        self.told.profile.declined.clone_from(&self.before.declined);
        self.told.declined.extend(named.into_iter().filter(|field| {
            // "Skip" to "a girl or a boy?" takes back nobody who is known.
            let none =
                *field == Field::ChildrenInfo && (self.before.children.is_empty() || refusal::no_children(self.text));
            none || refusal::names(self.text, *field)
        }));
        // 男の子、名前は内緒: the child was told, and the name is not.
        let nameless = self.question.asks(Topic::Children)
            && self.told.found.contains(&Field::ChildrenInfo)
            && refusal::refuses(self.text)
            && refusal::speaks_of(self.text, Topic::ChildNames);
        for topic in refused.into_iter().chain(nameless.then_some(Topic::ChildNames)) {
            match topic {
                Topic::OwnName
                | Topic::PartnerName
                | Topic::PartnerTemperament
                | Topic::ChildGenders
                | Topic::ChildNames => {
                    self.told.let_go.insert(topic);
                    self.told.profile.let_go.insert(topic);
                }
                _ => {
                    self.told.declined.insert(topic.field(partner));
                }
            }
        }
    }

    fn is_answered(&self, topic: Topic) -> bool {
        let told = &self.told.profile;
        match topic {
            Topic::OwnName => told.name.is_some(),
            Topic::PartnerName => told.partner().is_some_and(|partner| partner.name.is_some()),
            Topic::PartnerTemperament => told.partner().is_some_and(|partner| partner.temperament.is_some()),
            Topic::PartnerLooks => told.partner().is_some_and(|partner| partner.appearance.is_some()),
            Topic::ChildGenders | Topic::ChildNames | Topic::Children => self.told.found.contains(&Field::ChildrenInfo),
            _ => self.told.found.contains(&topic.field(told.partner_field())),
        }
    }
}

/// The parts between the marks; the comma of 1,800 separates nothing.
fn split_at<'a>(text: &'a str, marks: &[char]) -> Vec<&'a str> {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, mark) in text.match_indices(marks) {
        let next = at + mark.len();
        let thousands = mark == "," && digit(text[..at].chars().next_back()) && digit(text[next..].chars().next());
        if !thousands {
            parts.push(&text[from..at]);
            from = next;
        }
    }
    parts.push(&text[from..]);
    parts
}

/// What stands between the parts of a list in the language of `text`.
pub fn joint(text: &str) -> &'static str {
    if language_of(text) == Some(Language::Japanese) { "、" } else { ", " }
}

/// A word or two that only lead to something else.
fn is_filler(piece: &str) -> bool {
    patterns! {
        DONT_KNOW = r"^(?:まだ|よく|全然|正直|自分(?:で|じゃ)も?|ちょっと|さあ|、)*(?:(?:わか|分か|判)(?:らない|らん|らへん|んない|んねえ|りません|らなく)|知らない|知らん|しらん)(?:です|けど|なあ?|ね|よ|わ|の|し|w)*$";
        LABEL = r"(?i)^(?:(?:私|わたし|僕|俺|自分|お?相手|パートナー|妻|夫|お?子(?:ども|供|さん)?)の)?(?:お?名前|性格|人柄|見た目|外見|容姿|年齢|住まい|住所|年収|収入|性別)(?:は|が|も|の方は|:)?$|^(?:my |his |her |their |our |the )?(?:partner'?s |wife'?s |husband'?s )?(?:name|character|personality|looks|appearance|age|income|location|gender)(?: is| are|:)?$|^(?:理想の|うちの|私の|僕の|俺の)*(?:お?相手|パートナー|人|ひと|タイプ|男性|女性|妻|夫|嫁|旦那|彼氏|彼女|彼|主人|奥さん)(?:は|って|としては|なら)$|^(?:(?:my|the|an?) )?(?:ideal |perfect |dream )(?:partner|type|wife|husband|man|woman|guy|girl|match)(?: is| would be|:)?$";
        // Why it is told only now.
        LATE = r"(?i)^(?:あ、?|あと、?)?(?:さっき|先ほど|前に?)(?:の|は)?[^、。]{0,10}?(?:聞かれ|きかれ|言われ|質問)[^、。]{0,6}$|^(?:言い|いい|書き|伝え)忘れ(?:た|て(?:た|い|まし)|まし)[^、。]{0,6}$|^(?:i )?(?:forgot|meant|should(?:'ve| have)) (?:to )?(?:say|said|mention(?:ed)?|add(?:ed)?|tell you|told you)(?: that| this| before| earlier)?$|^(?:to answer|as for) (?:your |the )?(?:last|earlier|previous|first) (?:question|one)$";
        FILLER = r"(?i)^(?:あっ?|ああ|うーん|えーと|えっと|えと|んー|まあ|そうですね|そうねえ|特になし|はい|well|um+|uh|hmm+|oh|so|ok|okay|yes|yeah|let me think|i guess|i think|さっきのやけど|要は|つまり|ほんまは|あと|あとは|それから|それと|そして|やっぱり|やっぱ|じゃあ|で|でも|えー|ねえ|actually|also|and|but|then|anyway)$";
    }
    FILLER.is_match(piece.trim())
        || LATE.is_match(piece.trim())
        || LABEL.is_match(piece.trim())
        || DONT_KNOW.is_match(piece.trim())
        || en::INTERJECTIONS.contains(&piece.trim().to_lowercase().as_str())
}
