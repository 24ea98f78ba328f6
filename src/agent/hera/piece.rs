//! A message cut into pieces, each with whom it is about.

use std::cell::Cell;
use std::collections::BTreeSet;

use super::text::patterns;
use crate::domain::Field;

/// Whom a piece is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Person,
    Partner,
    Child,
    Someone,
}

/// The smallest part that is read at once: a clause or a list item.
#[derive(Debug)]
pub struct Piece<'a> {
    pub text: &'a str,
    /// Where it stands in the message, in bytes.
    pub start: usize,
    /// Which sentence it belongs to.
    pub sentence: usize,
    /// Its grammatical subject, where one is said.
    pub subject: Option<Who>,
    /// Whom it goes on about: what was named last, or what Hera asked about.
    pub topic: Who,
    /// Whether something was learnt from it, so that a bare word is no longer taken for an answer.
    pub used: Cell<bool>,
}

impl Piece<'_> {
    pub const fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether the piece may tell of the person themself.
    pub fn of_person(&self) -> bool {
        matches!(self.subject, None | Some(Who::Person))
    }

    /// Whether a description without a subject is the person's own.
    pub fn describes_person(&self) -> bool {
        self.of_person() && self.topic == Who::Person
    }
}

patterns! {
    SENTENCE_END = r"[。!?\n;…]+|\.+(?:\s+|$)";
    CLAUSE_END = r"(?i)[、・/()「」（）|]+|,\s*|\s+(?:and|but|while|whereas)\s+|\s*&\s*|\s+-+\s+|:\s*";
    // A named group says whom the clause is about from here on.
    SUBJECT = concat!(
        r"(?i)(?P<person>(?:私|わたし|わたくし|あたし|僕|ぼく|俺|おれ|オレ|ボク|自分|うち)(?:たち|自身)?(?:は|が|も|の(?:年収|収入|性格|年齢|歳|住まい))",
        r"|(?:世帯)?(?:年収|収入|月収|月給)|(?:^|[。、!])自分の性格|(?:住まい|居住地|職業|仕事)(?:は|:)|\b(?:i'm|im|i am|i|my (?:age|income|salary|own personality|personality|gender|location))\b|\b(?:my (?:wife|husband|partner|girlfriend|boyfriend) and i|we)\b)",
        r"|(?P<partner>(?:妻|奥さん|嫁(?:さん|はん)?|女房|家内|ワイフ|夫|旦那(?:さん|さま|様)?|だんな|主人|彼女(?:さん)?|彼氏(?:さん)?|恋人|パートナー|相手|お相手|婚約者|フィアンセ|配偶者|彼|理想(?:の(?:人|相手|タイプ|恋人|妻|夫|彼女|彼氏|パートナー|女性|男性|奥さん|旦那さん))?)(?:は|も|が|の|なら|って|:)",
        r"|\b(?:my|our|the|an?)\s+(?:(?:lovely|dear|ideal|dream|future|beautiful|current|perfect|late|ex-?)\s+)*(?:wife|husband|partner|girlfriend|boyfriend|gf|bf|fianc[eé]e?|spouse|hubby|missus|fella|other half|better half)(?:'s)?\b|^(?:wife|husband|partner|girlfriend|boyfriend|gf|bf|fianc[eé]e?|spouse|hubby|missus|other half)(?:'?s)?\b|\b(?:dream|ideal|perfect) (?:guy|girl|man|woman|boy|gal|wife|husband|partner|girlfriend|boyfriend|date|match)\b|\b(?:she|he|her|his|she's|he's)\b|\ban?\s+(?:\w+\s+)?(?:man|woman|guy|girl|lady|person)\s+(?:who|that|with|named|called)\b|\b(?:someone|somebody)\b|\bideally\b)",
        r"|(?P<child>(?:お子さん|子供|子ども|こども|娘|息子|女の子|男の子|長女|長男|次女|次男|三女|三男|上の子|下の子|双子)(?:たち|の名前)?(?:は|が|も|の(?:名前|ほう|方)|なら|って|:))",
        r"|(?P<someone>お?(?:隣|近所|友達|友人|兄|弟|姉|妹|同僚|上司|部下|先輩|後輩|知り合い|いとこ|社長|店長|息子|娘)(?:さん)?の(?:奥さん|嫁(?:さん)?|旦那(?:さん)?|夫|妻|ご?主人|彼女|彼氏|お?子(?:さん|ども|供)?|娘|息子)(?:は|も|が|の)|\b(?:my|our|the|his|her) (?:\w+ )?(?:neighbou?r|brother|sister|friend|boss|mate|cousin|colleague|son|daughter)'?s (?:wife|husband|partner|girlfriend|boyfriend|fianc[eé]e?|kids?|son|daughter)\b|(?:母|父|両親|親|友達|友人|兄|姉|弟|妹|祖母|祖父|上司|犬|猫|うちの(?:犬|猫))(?:は|が|も)|\b(?:my|our)\s+(?:(?:best|old|older|younger|big|little|close|dear)\s+)*(?:mother|father|mom|mum|dad|parents?|brother|sister|friend|boss|dog|cat|grandma|grandpa|roommate|neighbou?r|ex)(?:'s)?\b)",
    );
    CHILD_WORD = r"(?i)むすめ|むすこ|ふたご|子供|子ども|こども|女の子|男の子|娘|息子|長女|長男|次女|次男|三女|三男|上の子|下の子|双子|女児|男児|男女|1人ずつ|of each|\b(?:older|younger|elder|first|second|third|eldest|oldest|youngest|other) one\b|おとこのこ|おんなのこ|\b(?:daughters?|sons?|boys?|girls?|lads?|lass(?:es)?|kids?|child|children|twins?|bab(?:y|ies))\b";
    ABOUT_SELF_AS_CHILD = r"(?i)\bi(?:'?m| am) (?:just |only )?(?:an? )?(?:\w+ )?(?:girl|boy|child|kid|son|daughter|baby)\b|一人っ子|1人っ子";
    WISHED_PARTNER = r"(?i)(?:人|ひと|女性|男性|方|子)(?:が|を)(?:いい|良い|よい|好き|好み|理想|タイプ|希望|求め)|がタイプ|が理想|\b(?:a|the) (?:man|woman|guy|girl|person|partner) (?:who|with|that)\b";
    AMOUNT = r"^[$€£¥]?\d";
    // What is wished, thought or imagined need not be about oneself.
    SUPPOSES = r"(?i)^(?:'d|'ll| want| would| wish| dream| think| hope| guess| suppose| like| love| imagine| picture)\b";
    HAS = r"(?i)^(?:i|we)(?:'ve (?:got|had)|'d (?:have|love|like)|(?: have| had| got| want| wanted)(?: got| had)?)\b";
    SIBLING = "^[兄弟姉妹]";
    ANYBODY = r"(?i)^(?:someone|somebody|an? .* (?:who|that|with|named|called))$";
    SELF_BEFORE = r"(?i)\b(?:i'?m|i am|as)\s+(?:\w+\s+){0,2}$";
    GENITIVE = r"^\p{Han}+の(?:転勤|仕事|実家|都合)";
    PRONOUN = r"(?i)^(?:she|he|her|his|she's|he's)$";
    EXISTS = "^(?:1人)?(?:い(?:る|ま|て|な)|おり|居)";
    OBJECT_BEFORE = r"(?i)\b(?:with|have|has|had|got|and|of|for|to|than|love|miss|about|call|name|named|is|be)\s+$";
}

/// Whether the text speaks of children.
pub fn speaks_of_children(text: &str) -> bool {
    CHILD_WORD.is_match(text) && !ABOUT_SELF_AS_CHILD.is_match(text)
}

/// Whether the text speaks of the partner.
pub fn speaks_of_partner(text: &str) -> bool {
    SUBJECT.captures_iter(text).any(|found| found.name("partner").is_some())
}

/// Whom words without a subject are about, after Hera asked for `asked`.
pub fn default_topic(asked: &BTreeSet<Field>) -> Who {
    const OWN: [Field; 6] = [
        Field::Age,
        Field::Gender,
        Field::RelationshipStatus,
        Field::Location,
        Field::IncomeRange,
        Field::UserPersonalityTraits,
    ];
    let partner = [Field::CurrentPartner, Field::IdealPartner, Field::PartnerFaceDescription];
    if asked.contains(&Field::UserPersonalityTraits) {
        Who::Person
    } else if partner.iter().any(|field| asked.contains(field)) {
        Who::Partner
    } else if OWN.iter().any(|field| asked.contains(field)) || !asked.contains(&Field::ChildrenInfo) {
        Who::Person
    } else {
        Who::Child
    }
}

/// Cuts a normalised message into pieces.
pub fn pieces<'a>(text: &'a str, asked: &BTreeSet<Field>) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut topic = default_topic(asked);
    let mut start = 0;
    let ends = SENTENCE_END.find_iter(text).map(|m| (m.start(), m.end())).chain([(text.len(), text.len())]);
    for (sentence, (end, next)) in ends.enumerate() {
        let mut subject = None;
        for (from, to) in clauses(text, start, end) {
            cut_at_subjects(text, (from, to), sentence, &mut subject, &mut topic, &mut pieces);
        }
        start = next;
    }
    pieces
}

/// The clauses of `text[start..end]`, as byte ranges. A comma within a number is none.
fn clauses(text: &str, start: usize, end: usize) -> Vec<(usize, usize)> {
    let digit = |at: Option<&u8>| at.is_some_and(u8::is_ascii_digit);
    let mut clauses = Vec::new();
    let mut from = start;
    for found in CLAUSE_END.find_iter(&text[start..end]) {
        let (cut, next) = (start + found.start(), start + found.end());
        let before = text.as_bytes()[..cut].last();
        let after = &text.as_bytes()[next..end];
        let between =
            found.as_str().trim().eq_ignore_ascii_case("and") && digit(before) && AMOUNT.is_match(&text[next..end]);
        let thousands =
            found.as_str() == "," && digit(before) && after.len() >= 3 && after[..3].iter().all(u8::is_ascii_digit);
        if !thousands && !between {
            clauses.push((from, cut));
            from = next;
        }
    }
    clauses.push((from, end));
    clauses
}

fn cut_at_subjects<'a>(
    text: &'a str,
    (start, end): (usize, usize),
    sentence: usize,
    subject: &mut Option<Who>,
    topic: &mut Who,
    pieces: &mut Vec<Piece<'a>>,
) {
    let clause = &text[start..end];
    let mut cuts: Vec<(usize, Option<(Who, bool)>)> = vec![(0, None)];
    for found in SUBJECT.captures_iter(clause) {
        let Some(whole) = found.get(0) else { continue };
        let who = [("person", Who::Person), ("partner", Who::Partner), ("child", Who::Child)]
            .into_iter()
            .find(|(name, _)| found.name(name).is_some())
            .map_or(Who::Someone, |(_, who)| who);
        let rest = &clause[whole.end()..];
        let before = &clause[..whole.start()];
        let object = (OBJECT_BEFORE.is_match(before) && who != Who::Person && !ANYBODY.is_match(whole.as_str()))
            || (SELF_BEFORE.is_match(before) && who == Who::Partner);
        let exists = EXISTS.is_match(rest) || (who == Who::Partner && rest.starts_with("好き"));
        let supposes = ["i", "we"].contains(&whole.as_str().to_lowercase().as_str()) && SUPPOSES.is_match(rest);
        // "We had three, Susan, Peter and little Anne": of the children, whoever has them.
        let has_them = *topic == Who::Child && who == Who::Person && HAS.is_match(&clause[whole.start()..]);
        if object || exists || supposes || has_them {
            continue;
        }
        let lasting = !whole.as_str().ends_with(['が', 'も', 'の']);
        // Where a child was just spoken of, he, she and 兄 are children.
        let of_child = PRONOUN.is_match(whole.as_str()) || SIBLING.is_match(whole.as_str());
        let who = if *topic == Who::Child && of_child { Who::Child } else { who };
        cuts.push((whole.start(), Some((who, lasting))));
    }
    for (index, &(from, marker)) in cuts.iter().enumerate() {
        let to = cuts.get(index + 1).map_or(clause.len(), |next| next.0);
        let part = &clause[from..to];
        let trimmed = part.trim();
        if trimmed.is_empty() {
            continue;
        }
        let own = marker.map(|(who, _)| who);
        // 夫の転勤で大阪に: what is his may still be told of the person.
        let genitive = own == Some(Who::Partner) && GENITIVE.is_match(trimmed);
        if let Some((who, lasting)) = marker {
            *topic = who;
            *subject = lasting.then_some(who);
        }
        *topic = mentioned(trimmed, own, *topic);
        pieces.push(Piece {
            text: trimmed,
            start: start + from + (part.len() - part.trim_start().len()),
            sentence,
            subject: if genitive { None } else { own.or(*subject) },
            topic: *topic,
            used: Cell::new(false),
        });
    }
}

/// Whom `text` goes on about by what it mentions, or else `topic`.
fn mentioned(text: &str, own: Option<Who>, topic: Who) -> Who {
    let child = CHILD_WORD.is_match(text);
    if own != Some(Who::Someone) && topic != Who::Child && !child && WISHED_PARTNER.is_match(text) {
        Who::Partner
    } else if child && !ABOUT_SELF_AS_CHILD.is_match(text) {
        Who::Child
    } else {
        topic
    }
}
