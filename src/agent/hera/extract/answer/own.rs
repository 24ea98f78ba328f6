//! What answers a question about the person themself.

use super::super::{ADULT, correction, income, names, partner, personality, place, refusal, wishes};
use super::{ASIDE, OWN_WORDS, QUESTIONS, Reader, is_filler, joint};
use crate::agent::given_names;
use crate::agent::hera::kinds::{self, Kind};
use crate::agent::hera::piece;
use crate::agent::hera::text::{patterns, tidy};
use crate::agent::hera::vocabulary::{self, ja};
use crate::agent::intent;
use crate::domain::{Field, Gender, RelationshipStatus, Topic, UserProfile};

patterns! {
    // Someone has died, gone or is not there: a status as it is said.
    ALONE = r"(?i)^(?:(?:今は?|今んとこ|まだ|全然|ずっと|残念ながら|特に|誰も|もう)、?)*(?:い(?:ない|ません|ねえ|ねぇ|ねー|ないんだ)|おら(?:ん|へん|ず)|おれへん|おりません|して(?:い)?(?:ない|ません)|してへん|しとらん|なし|ひとり|独り|1人|ソロ|募集中|no|none|nope|nobody|no one|alone|solo|just me)(?:です|だよ|や|やで|っす|よ|な|ね|わ|の|けど|んです|んよ|なあ|ねん|ばい|ぜ|たい)*[。.!、\s]*$";
    // ばあさんと2人じゃ: so says who is old of their wife.
    OF_OLD = r"(?:ばあさん|婆さん|じいさん|爺さん|ばばあ|じじい)(?:と|が|も)(?:[2二]人|一緒|いっしょ|暮ら|住ん|い(?:る|ます)|お(?:る|り))";
    TOGETHER = r"(?i)(?:彼氏|彼女|恋人)が?(?:、|やっと|最近|この前)*でき(?:た|まし|とる)|(?:パートナー|恋人|彼氏|彼女|相方|相手)(?:さん)?と(?:一緒に|いっしょに|[2二]人で|ずっと)?(?:暮ら|住ん|生活|同居|い(?:る|ます)|おる)|恋人(?:が|は|も)?(?:あり|い(?:る|ま)|お(?:る|り)|持ち)|(?:こいびと|かれし|かのじょ)(?:が|も)?(?:いる|います|おる)|^(?:彼氏|彼女|恋人|パートナー)(?:です|だけ)?[。.!]*$|^(?:いる|います|おる|おります|いるよ|あり)[。.!]*$|パートナー(?:です)?$|\b(?:got (?:a |an |me |my )?(?:wife|husband|missus|hubby) |in a couple|seeing (?:someone|somebody|a \w+)|dating|engaged|in a relationship|together|common[- ]law|civil partner(?:ship)?|going out|going steady|partner|talkin[g']? to (?:someone|somebody))\b|同棲|同居|つきお?う|つきあ|付き?合[っい]|交際|彼(?:が|も)?(?:いる|います|いて|おる|おり)|彼女(?:と|いる|おる|あり|持ち)|彼氏(?:と|いる|おる|あり|持ち)";
    WED = r"(?i)^(?:the |my )?(?:wife|husband|hubby|missus|wifey)\b|\b(?:got|have|has|'ve got) (?:a |an |one |my |me )?(?:\w+ )?(?:wife|husband|hubby|missus)\b|同性婚|人妻|結婚(?:ずみ|済)|(?:妻|夫|嫁|旦那|かみさん|かかあ|かがあ|カカア|女房|連れ合い|つれあい)(?:が|は|も|ど|と)?、?(?:い(?:る|ま)|お(?:る|り)|一緒|いっしょ|持ち|もち)|連れ添|つれそ|^(?:妻|夫|嫁|旦那|おっと|つま|奥さん|かみさん|カミさん|奥様|家内|女房|嫁はん|嫁さん|主人)(?:が|は)?(?:あり|い|お|と)|再婚|既婚|結婚(?:し|\d)|けっこん[\s、]?(?:し(?:て(?:い)?(?:ます|る)|ました|とる)|$|。)|嫁おる|おる、嫁|\b(?:married|remarried|hitched|wed)\b";
    GONE = r"(?i)逃げられ|出て行かれ|別れ(?:た|て|まし)|離縁|死別|先立た|亡くし|亡くな|他界|未亡人|やもめ|離婚|wakareta|バツ|×\s*\d|別居|\b(?:widow\w*|passed|died|divorc\w+|separated|lost (?:him|her|my))\b";
    UNATTACHED = r"(?i)片(?:思|想)い|好きな(?:人|子)(?:は|が|なら)?い(?:る|ます)|\b(?:no (?:one|body|wife|husband|partner|boyfriend|girlfriend|bf|gf)|not (?:have )?(?:marriage|married|a partner|dating|seeing)|(?:have|got) no (?:one|body|wife|husband|partner))\b|\bdokushin\b|\bhitori\b|恋人(?:は|も)?(?:なし|いない)|独身|ぼっち|募集中|(?:彼女|彼氏|相手|恋人|こいびと|かれし|かのじょ)(?:は|が|も)?(?:なし|おらん|いない|いません|おれへん|おりません)|独り|ひとり(?:者|身)|どくしん|フリー|シングル|ソロ|\b(?:single|alone|unattached|on my own|by myself|bachelor|never married|solo)\b";
    WOMAN = r"(?i)^(?:girlie|girly|grl|gurl|wumman|onna|josei|joshi|女|おんな|オンナ|おなご|女性|女子|女の子|f|female|woman|girl|lady|lass|gal|she|ma'?am|mama|娘|母ちゃん|ばあさん|ばばあ|おばさん|おばちゃん|オバサン|オバチャン)(?:\b|や|だ|で|じゃ|の|っ|$|よ|、|,|〜|に決|ど|な[のん]|ば[いっ]|たい|ちゃ|ざ)|\b(?:woman|female|lass|gal|mama|wahine|grandma|nan|abuela|mujer|femme|auntie)\b|おなご|ばあさん|婆|おばさん|おばちゃん|母ちゃん|\blassie\b";
    MAN = r"(?i)^(?:otoko|dansei|danshi|男|おとこ|オトコ|おどご|だんせい|男性|男子|m|male|man|guy|boy|bloke|lad|fella|dude|gent|gents|gentleman|he|mann|メンズ|feller|おっさん|おじさん|おっちゃん|オッサン|オジサン|オッチャン|じいさん|爺|親父|おやじ)(?:\b|や|だ|で|じゃ|の|っ|$|よ|、|,|〜|っす|に決|ど|な[のん]|ば[いっ]|たい|ちゃ|ざ)|\b(?:man|male|bloke|fella|feller|lad|geezer|kāne|homme|hombre|grandpa|chap|fellow)\b|おっさん|おじさん|おじい|じいさん|爺|メンズ|おやじ|オヤジ|親父";
    NEITHER = r"(?i)^(?:other|they)(?: ?/ ?\w+)*[.!]*$|どちらでも|どっちでも|その他|ノンバイナリー|ジェンダー|中性|決めてない|\b(?:neither|non-?binary|enby|agender|genderqueer|genderfluid|(?:an)?other (?:gender|sex)|it'?s complicated|two[- ]spirit|not (?:a )?(?:man|woman) or)\b";
    JOB = r"学生|院生|会社員|主婦|主夫|公務員|フリーター|無職|社員|教師|看護師|エンジニア|デザイナー|医者|自営業|農家|職人";
    HERE_JA = r"^(?:今は|いまは|現在は|住まいは|住んでいるのは|場所は|えっと|家は|うちは|やっぱり|こっちは|普段は)+、?";
    PLACE_TAIL = r"(?:に(?:住(?:んで|み|まい).*|おります|います|いる|暮ら.*|引っ越.*|おる.*)|(?:住み|在住|暮らし|寄り)(?:です|っす)?|に|(?:です|だす|だよ|だ|や(?:で|き|ねん)?|っす|じゃ(?:けえ)?|でございます|よ|とだけ)(?:[よねわ])?)+$";
    HERE_EN = r"(?i)^(?:.*\b(?:living in|live in|lives in|based in|put up in|staying in|settled in|moved to|out by|from|near|in|outside|around|at)\s+|(?:it's|i'm|we're|just|currently|still|sunny|good old|now|presently|rn|at present|(?:right |for )now)\s+)";
    // "fog's rolling in"
    GOING_ON = r"(?i)\b\p{L}+(?:'s| is| are) \p{L}+ing\b";
    // "we're out by Miles City"
    NAMED_PLACE = r"\b(?:in|near|by|outside|around) \p{Lu}\p{L}+";
    PLACE_END = r"(?i)\s+(?:with|where|since|born|but|and|for|because|which|at the moment|right now|now|these days|well|by the (?:sea|river|lake|coast|canal))\b.*$";
    // Words before an answer that are none of it.
    LEAD_EN = r"(?i)^(?:(?:well|oh|um+|uh|so|ok(?:ay)?|yeah|yes|right|hmm+|honestly|i guess|i think|i'd say|i would say|people (?:say|tell me)|they say|let me think|to be honest|i suppose|probably|maybe|and|but)[,.…]*\s+)+";
    LEAD_JA = r"^(?:(?:えーっと|えーと|えっと|えと|うーん|んー|まあ|まぁ|そうですね|そうねえ|そうね|たぶん|一応|あの|ええと|性格は|私は|わたしは|僕は|俺は|自分は|うちの性格は)、?)+";
    SELF_EN = r"(?i)^(?:i'?m|i am|i'?d call myself|i would call myself|me[,:]?|i tend to be|i'?ve been called|my personality is|i'?m (?:a|an|the))\s+";
}

/// Whether the text tells of a status, or of a gender, in words that are known.
pub fn is_status_word(text: &str) -> bool {
    [&*GONE, &*WED, &*UNATTACHED, &*TOGETHER, &*ALONE].iter().any(|pattern| pattern.is_match(text.trim()))
}

pub fn is_gender_word(text: &str) -> bool {
    [&*WOMAN, &*MAN, &*NEITHER].iter().any(|pattern| pattern.is_match(text.trim()))
}

/// Whether a part of a list tells, in a word or two, how old somebody is, who they are, how they live or what they do.
fn tells_of_oneself(piece: &str) -> bool {
    patterns! {
        TRADE = r"(?i)^(?:i'?m )?(?:an? )?(?:retired |trainee |student |primary |school |junior |senior |software |civil |shop |bus |taxi |truck |lorry |care |staff |midwife |full[- ]time |part[- ]time |self[- ]employed )*(?:nurse|midwife|teacher|student|doctor|dentist|vet|lawyer|solicitor|engineer|developer|programmer|designer|chef|cook|baker|barista|waiter|waitress|bartender|plumber|electrician|carpenter|joiner|builder|bricklayer|roofer|mechanic|driver|pilot|farmer|fisherman|gardener|cleaner|carer|caretaker|clerk|cashier|assistant|receptionist|secretary|accountant|banker|manager|consultant|analyst|scientist|researcher|librarian|journalist|writer|editor|artist|musician|photographer|actor|actress|hairdresser|barber|butcher|tailor|welder|soldier|sailor|policeman|policewoman|cop|firefighter|fireman|paramedic|pharmacist|physio|therapist|counsell?or|social worker|worker|housewife|househusband|mum|mom|dad|retired|pensioner|unemployed|jobless|self[- ]employed|freelancer?|in (?:sales|it|retail|marketing|finance|banking))$";
    }
    let short = piece.chars().count() <= TRADE_WORDS;
    piece.chars().any(|c| c.is_ascii_digit())
        || (short && (is_gender_word(piece) || is_status_word(piece)))
        || TRADE.is_match(piece)
}

/// Characters of a word or two that tell who somebody is.
const TRADE_WORDS: usize = 24;
/// Characters of a word that tells of a status, and of nothing else.
const STATUS: usize = 8;
/// Characters of what somebody says that they do.
const TRADE: usize = 40;
const LIKELY_ELSE: f32 = 0.75;
/// From this age on, somebody's old man or woman is their husband or wife.
const OLD: u8 = 55;

/// From here on a part of an answer is taken for something that is only said in between.
pub(super) const SURELY_ELSE: f32 = 0.6;
/// From here on words that answer nothing are what somebody is like.
const CLEARLY: f32 = 0.7;

impl<'a> Reader<'a> {
    pub(super) fn own_name(&mut self) {
        patterns! {
            // "J, 33": F and M say something else.
            LETTER = r"^[A-EG-LN-Z]$";
            AGES = r"(?i)(?:i'?m |i am )?\d{1,3}(?:歳|才|さい)?(?:です|だよ|や|っす|じゃ)?(?: years?(?: old)?)?\b|(?:i'?m |i am )?\b\d{1,3}\b";
        }
        // What a child or a partner is to be called is no name of one's own.
        let of_self = self.before.name.is_some()
            && (correction::called_en(self.text).is_some()
                || !self.is_about_others() && !piece::speaks_of_children(self.text));
        if let Some(name) = correction::own_name(self.text).filter(|_| of_self) {
            self.told.profile.name = Some(name);
            self.told.named = Some(Topic::OwnName);
            return;
        }
        // Of those who give their age some say then what they are called, asked or not: はるか、31歳です.
        let beside = self.question.asks(Topic::Age) && self.told.found.contains(&Field::Age);
        let beside = beside || (self.question.first && self.told.found.contains(&Field::Age));
        let late = beside
            && self.pieces().len() == 2
            && self.before.name.is_none()
            && !self.before.let_go.contains(&Topic::OwnName);
        let first = || names::introduces(self.text).filter(|_| self.question.first && self.before.name.is_none());
        let asked = self.question.asks(Topic::OwnName) || late;
        let told = names::own(self.text).filter(|_| asked || !self.is_about_others());
        // The age may stand beside it: "Maya, 34".
        let answer = || {
            let rest = AGES.replace_all(&self.without_other_answers(), "\n").into_owned();
            let read = if self.excuses() { None } else { names::read(&rest) };
            read.filter(|read| names::is_introduced(self.text, &read.name))
        };
        let letter = || {
            let pieces = self.pieces();
            let first = pieces.first().filter(|first| LETTER.is_match(first) && pieces.len() <= 3)?;
            Some(names::Name { name: (*first).to_owned(), doubtful: true })
        };
        let introduced = told.is_some();
        let told = told.map(|name| names::Name { name, doubtful: false });
        let small = || names::own_small(self.text, asked).filter(|_| !self.is_about_others());
        let answered = || answer().or_else(letter).filter(|_| asked);
        let Some(read) = told.or_else(small).or_else(first).or_else(answered) else {
            return;
        };
        let name = read.name;
        // "Male, Lisbon" and "29, leeds" tell a place; "Austin, 29" tells who somebody is.
        let same = |place: &String| place.to_lowercase() == name.to_lowercase();
        let located =
            self.told.found.contains(&Field::Location) && self.told.profile.location.as_ref().is_some_and(same);
        // 千葉ことね begins as a place does, and is a name.
        let known = || place::known(&name).as_ref().is_some_and(same) && given_names::gender(&name).is_none();
        // "My name is Paris, 30": who says so lives elsewhere.
        let located = located && !(introduced && names::is_of_self(self.text));
        if self.told.profile.location.as_ref().is_some_and(same)
            && !located
            && self.told.found.contains(&Field::Location)
        {
            self.told.forget(self.before, Field::Location);
        }
        if !introduced && is_administrative(&name) {
            // 「三十四、宇治市、女です」
            if self.told.profile.location.is_none() {
                self.told.profile.location = Some(name);
                self.told.found.insert(Field::Location);
            }
            return;
        }
        if located || (!introduced && known()) || name.chars().all(|c| "〇一二三四五六七八九十百".contains(c))
        {
            return;
        }
        if self.before.name.as_ref() != Some(&name) && (asked || self.before.name.is_none()) {
            self.told.profile.name = Some(name);
            self.told.named = Some(Topic::OwnName);
            self.told.doubtful |= read.doubtful;
        }
    }

    /// What is left of the message without what answers something else than a question for a name: 独身, "a lady".
    fn without_other_answers(&self) -> String {
        self.without(&QUESTIONS.replace_all(self.text, ""), |piece| self.answers_else(piece))
    }

    /// `text` without what is only said in between.
    pub(super) fn without_asides(&self, text: &str) -> String {
        self.without(text, |piece| {
            let aside = ASIDE.is_match(piece) || kinds::read(piece).of(Kind::Else) > SURELY_ELSE;
            // "umm Idris"
            let led = names::is_lone_name(&LEAD_EN.replace(&names::without_tail(piece), ""));
            names::is_of_self(piece) || (aside && !led && !names::gives_name(piece))
        })
    }

    fn without(&self, text: &str, is_else: impl Fn(&str) -> bool) -> String {
        let mut rest = text.to_owned();
        for piece in self.pieces().into_iter().filter(|piece| is_else(piece)) {
            rest = rest.replacen(piece, "", 1);
        }
        rest
    }

    fn answers_else(&self, piece: &str) -> bool {
        let asks = |topic: Topic| self.question.asks(topic);
        let is = |patterns: &[&regex::Regex]| patterns.iter().any(|pattern| pattern.is_match(piece));
        (asks(Topic::Gender) && is(&[&*WOMAN, &*MAN, &*NEITHER]))
            || (asks(Topic::Status) && is(&[&*GONE, &*WED, &*UNATTACHED, &*TOGETHER, &*ALONE]))
            || (asks(Topic::Location) && place::known(piece).is_some())
            || (asks(Topic::Income) && income::is_sum(piece))
            || (asks(Topic::Traits) && personality::mentions_character(piece))
            || ASIDE.is_match(piece)
            || refusal::refuses(piece)
            || piece::speaks_of_children(piece)
            || (piece::speaks_of_partner(piece) && !names::is_of_self(piece) && self.question.asks(Topic::OwnName))
            || (kinds::read(piece).of(Kind::Else) > SURELY_ELSE && !names::gives_name(piece))
    }

    /// A number alone, or among a few words.
    pub(super) fn age(&mut self) {
        patterns! {
            DECADE = r"(?i)\d0代|ties\b|\d0'?s\b";
            DECADES = r"(?i)\b\d0'?s\b|\d0代";
            TAKEN_BACK = r"(?i)\b(?:no|actually|wait|mean|hang (?:on|about)|sorry|make that|rather|i lie)\b|いや|じゃな|ちがう|違う|じゃのう|やなく";
            RECONSIDERED = r"(?i)^(?:(?:oh|wait|no|sorry|oops|hang on|i mean|well)[,.!\s]+)+(?:i'?m |make (?:it|that) )?(\d{2})(?: actually| now)?\s*[,.!]";
            BESIDE_NAME = r"(?i)\b(?:i'?m|i am|my name is|name'?s)\s+\p{L}+[\s,]+(?:and )?(\d{2})\s*(?:[,.!;]|$)";
            NUMBER = r"(?i)(?:^|[^\d.,$€£¥])(\d{2})(?:[^\d.,万円千億k%代]|[.,]\s|[.,]?$)";
        }
        // "wait, 46 actually, birthday was yesterday": beside the answer to something else.
        if let Some(found) = RECONSIDERED.captures(self.text).filter(|_| !self.question.asks(Topic::Income))
            && let Some(age) =
                found[1].parse().ok().filter(|age| *age >= ADULT && self.before.age.is_some_and(|old| old != *age))
        {
            self.told.profile.age = Some(age);
            self.told.found.insert(Field::Age);
            self.told.corrected = true;
        }
        if !self.question.asks(Topic::Age) && self.told.profile.age.is_none() {
            // "im sarah 41"
            let age = BESIDE_NAME.captures(self.text).and_then(|found| found[1].parse().ok()).filter(|age| *age >= 10);
            if age.is_some() {
                self.told.profile.age = age;
                self.told.found.insert(Field::Age);
            }
        }
        if !self.question.asks(Topic::Age) || self.told.born {
            return;
        }
        let known = self.told.profile.age.filter(|_| self.told.found.contains(&Field::Age));
        // "My kids are 12 and 15" is no age of a grown-up.
        let least = if intent::is_of_others(self.text) { ADULT } else { 10 };
        // "30s, lets say 36": how old somebody is about, and how old.
        let exact = DECADES.replace_all(self.text, " ");
        let numbers: Vec<u8> = NUMBER
            .captures_iter(&exact)
            .filter_map(|found| found[1].parse().ok())
            .filter(|age| *age >= least)
            .collect();
        // "fifty-eight, no, hang about, fifty-seven": what is said last.
        let age = match numbers.as_slice() {
            // "Mid thirties. 36 if you must know"
            [age] if known.is_none_or(|known| DECADE.is_match(self.text) && known.abs_diff(*age) < 10) => Some(age),
            [_, age] if TAKEN_BACK.is_match(self.text) => Some(age),
            // "33 only, but my aunts speak as if 63": their own comes first.
            [age, ..] if known.is_none() => Some(age),
            _ => None,
        };
        if let Some(age) = age {
            self.told.profile.age = Some(*age);
            self.told.found.insert(Field::Age);
        }
    }

    pub(super) fn gender(&mut self) {
        patterns! {
            ALONE = r"(?i)^(?:an? )?(?:m|f|male|female|man|woman|男|女|男性|女性|おとこ|おんな)(?:です|だよ)?$";
            // "tasha 29 f leeds"
            LETTERED = r"(?i)(?:^|[\s,./])(?:\d{2}[ /]?([mf])|([mf])[ /]?\d{2})(?:$|[\s,./])";
            TELLS = r"(?i)^(?:she|he|they) \p{L}";
        }
        let known = self.told.profile.gender.is_some() || self.told.found.contains(&Field::Gender);
        if !self.question.asks(Topic::Gender) && !known && !self.is_about_others() {
            // "Tom, 35, m": who begins to tell of themself.
            let pieces = self.pieces();
            let said = pieces.iter().filter(|_| pieces.len() > 1).find(|piece| ALONE.is_match(piece));
            if let Some(said) = said {
                let gender = if WOMAN.is_match(said) { Gender::Female } else { Gender::Male };
                self.told.profile.gender = Some(gender);
                self.told.found.insert(Field::Gender);
            }
        }
        if (self.question.asks(Topic::Age) || self.question.first)
            && !known
            && let Some(found) = LETTERED.captures(self.text)
        {
            let letter = found.get(1).or_else(|| found.get(2)).map_or("", |letter| letter.as_str());
            let female = letter.eq_ignore_ascii_case("f");
            self.told.profile.gender = Some(if female { Gender::Female } else { Gender::Male });
            self.told.found.insert(Field::Gender);
        }
        if !self.question.asks(Topic::Gender) || self.told.found.contains(&Field::Gender) {
            return;
        }
        // "They tell me", "he was gentle": of whom somebody tells.
        let heard = self.pieces().into_iter().filter(|piece| !TELLS.is_match(piece)).find_map(|piece| {
            if NEITHER.is_match(piece) {
                Some(Gender::Other)
            } else if WOMAN.is_match(piece) {
                Some(Gender::Female)
            } else if MAN.is_match(piece) {
                Some(Gender::Male)
            } else {
                None
            }
        });
        if heard.is_some() {
            self.told.profile.gender = heard;
            self.told.found.insert(Field::Gender);
        }
    }

    pub(super) fn status(&mut self) {
        self.weigh_status();
        if !self.question.asks(Topic::Status) || self.told.found.contains(&Field::RelationshipStatus) {
            return;
        }
        patterns! {
            NOT_SINGLE = r"(?i)(?:独身|ひとり|独り|フリー|シングル)(?:身|者)?(?:では|じゃ|とかでは?)(?:ない|な[くい]|ありません)|\bnot (?:really )?(?:single|alone|unattached)\b";
        }
        patterns! {
            NOT_YET = r"(?i)(?:結婚|けっこん)(?:は|も|、|\s)*(?:まだ|(?:し(?:て(?:い)?)?)?(?:ない|ません))|まだ、?(?:1人|ひとり|独り|独身)|\bhave(?:n'?t| not) (?:got )?(?:an? )?(?:gf|bf|girlfriend|boyfriend|partner|marriage|anyone)\b";
        }
        let text = &*NOT_SINGLE.replace_all(self.text, "");
        let pieces = if text.len() == self.text.len() { self.pieces() } else { Vec::new() };
        let is = |pattern: &regex::Regex| pattern.is_match(text) || pieces.iter().any(|piece| pattern.is_match(piece));
        let status = if is(&NOT_YET) {
            RelationshipStatus::Single
        } else if is(&GONE) {
            RelationshipStatus::Other
        } else if is(&WED) || (is(&OF_OLD) && self.told.profile.age.is_some_and(|age| age >= OLD)) {
            RelationshipStatus::Married
        } else if is(&UNATTACHED) {
            RelationshipStatus::Single
        } else if is(&TOGETHER) {
            RelationshipStatus::Partnered
        } else if is(&ALONE) {
            RelationshipStatus::Single
        } else {
            return;
        };
        self.told.profile.relationship_status = Some(status);
        self.told.found.insert(Field::RelationshipStatus);
    }

    /// Who is not married but with somebody is partnered, and whose husband has died is not married.
    fn weigh_status(&mut self) {
        patterns! {
            WITH = r"(?i)\b(?:i'?m|i am|been) with (?:my |(?-i:\p{Lu}))|\b(?:in a (?:\w+ )?relationship|seeing (?:someone|somebody)|dating|engaged|fianc[eé]e?|we(?:'re| are|ren't)|boyfriend|girlfriend|partner|together|couple|common[- ]law|(?:live|living|stay) with my)\b|\b(?:partnered|partnership)\b|交際(?:相手|中)|付き?合って(?:い)?る|つきあって(?:い)?る|(?:連れ合い|つれあい|つれ添う|連れ添)[^。]{0,8}(?:いる|おる|いま|おり)|彼氏(?:が|は)?(?:い|おる|あり)|彼女(?:が|は)?(?:い|おる|あり)|パートナーが";
            NOT_WED = r"(?i)\bnot (?:yet )?married\b|\bunmarried\b|独身|籍は|未婚|紙(?:きれ|切れ)?は|結婚は(?:して(?:い)?(?:な|ま)|しな|した(?:く|ことが)な|まだ|考え)|\b(?:never|not) (?:ever )?(?:getting|going to (?:get|be)|gonna (?:get|be)) married\b|\bno need (?:of|for) (?:a |any )?(?:certificate|papers?|ring|wedding)\b|\bnobody (?:here )?marr(?:y|ies)\b";
            AGAIN = r"(?i)再婚|\bre-?married\b|\bmarried again\b";
            PARTED = r"(?i)(?:彼女|彼氏|恋人)(?:と|に)[^。]{0,16}(?:別れ|振られ|ふられ)|\b(?:broke|split) up\b|\bgot dumped\b|\b(?:was|were|used to be|got) engaged\b[^.!?]{0,40}\b(?:but|until|till|then|not any|once|before)\b|\b(?:engagement|wedding|relationship)\b[^.!?]{0,24}\b(?:cancel+ed|called off|broken off|fell through|ended|is over|was off)\b|\b(?:called|broke|break) (?:it|the \w+) off\b|\b(?:called|broke) off (?:the|my|our) (?:engagement|wedding)\b";
            OLD_LOSS = r"(?:ばあさん|婆さん|じいさん|爺さん)(?:は|が|も)[^。]{0,16}(?:亡|先立|他界|死別|死ん|逝)";
            OWN_LOSS = r"(?i)(?:妻|夫|父さん|つれあい|連れ合い|主人|家内|旦那|嫁)[^。]{0,16}(?:亡|先立|他界|死別)|未亡人|やもめ|死別|\bwidow\w*|\bmy (?:late )?(?:\p{Lu}\w+|wife|husband|partner) (?:(?:is|was|has|had) )?(?:passed|died|dead|gone)\b";
        }
        if !(self.told.found.contains(&Field::RelationshipStatus) || self.question.asks(Topic::Status)) {
            return;
        }
        let is = |pattern: &regex::Regex| pattern.is_match(self.text);
        let elder = is(&OLD_LOSS) && self.told.profile.age.is_some_and(|age| age >= OLD);
        let status = if elder {
            RelationshipStatus::Other
        } else if is(&PARTED) && !is(&WED) {
            RelationshipStatus::Single
        } else if is(&OWN_LOSS) && !is(&AGAIN) {
            RelationshipStatus::Other
        } else if is(&NOT_WED) && is(&WITH) {
            RelationshipStatus::Partnered
        } else {
            return;
        };
        self.told.profile.relationship_status = Some(status);
        self.told.found.insert(Field::RelationshipStatus);
    }

    pub(super) fn place(&mut self) {
        self.place_between();
        if !self.question.asks(Topic::Location) || self.told.found.contains(&Field::Location) {
            return;
        }
        let age = self.question.asks(Topic::Age);
        // "wagga wagga. cant sit still": the first of several is the place, where it is no word of the language.
        let first = |piece: &str| {
            let pieces = self.pieces();
            let odd = |word: &str| names::is_name_word(word) && !vocabulary::is_ordinary(word);
            pieces.len() > 1
                && pieces[0] == piece
                && piece.is_ascii()
                && piece.split(' ').count() <= 2
                && piece.split(' ').all(odd)
                && !personality::mentions_character(piece)
        };
        let taken =
            |piece: &str| {
                let number = age && piece.chars().any(|c| c.is_ascii_digit());
                let gender = WOMAN.is_match(piece) || MAN.is_match(piece) || NEITHER.is_match(piece);
                let of_another = piece::speaks_of_partner(piece) || piece::speaks_of_children(piece);
                let of_own =
                    self.told.profile.name.as_ref().is_some_and(|name| {
                        piece.to_lowercase().trim_start_matches("just ").trim() == name.to_lowercase()
                    });
                number
                    || of_own
                    || (of_another && !NAMED_PLACE.is_match(piece))
                    || gender
                    || JOB.is_match(piece)
                    || refusal::refuses(piece)
                    || ASIDE.is_match(piece)
                    || self.is_status(piece)
                    || names::is_of_self(piece)
                    || (!names::has_capitals(piece)
                        && !NAMED_PLACE.is_match(piece)
                        && !first(piece)
                        && kinds::read(piece).is_none_of(&[Kind::Place, Kind::Name]))
            };
        let pieces = self.pieces();
        let known = pieces.iter().enumerate().find_map(|(index, piece)| {
            let place = place::known(piece).filter(|_| !taken(piece))?;
            // "Trondheim, Norway": the town before its country.
            let town = index.checked_sub(1).map(|before| pieces[before]).filter(|town| {
                self.text.contains(&format!("{town}, {piece}")) && names::has_capitals(town) && !taken(town)
            });
            Some(town.and_then(as_place).map_or(place.clone(), |town| format!("{town}, {place}")))
        });
        let free = || {
            let places = self.pieces().into_iter().filter(|piece| !taken(piece)).filter_map(as_place);
            let places: Vec<String> = places.filter(|place| place.chars().any(char::is_alphabetic)).collect();
            // "SA. Adelaide": the town rather than the letters of its state.
            let short = |place: &&String| place.len() <= 3 && place.chars().all(|c| c.is_ascii_uppercase());
            places.iter().find(|place| !short(place)).or_else(|| places.first()).cloned()
        };
        let Some(place) = known.or_else(free) else { return };
        self.told.profile.location = Some(place);
        self.told.found.insert(Field::Location);
    }

    /// "29, galway, nurse", "31 galway": a town that is known for one, among other things that are told in a word or two; also
    /// where a name is asked for.
    pub(super) fn town(&mut self) {
        patterns! {
            // What stands beside a town without a mark.
            BEFORE = r"(?i)^\p{L}+ (\d{2}\b.*)$";
            AFTER = r"(?i)[ /]+(?:[mf]|(?:fe)?male|(?:wo)?man|\d{2})$";
            BESIDE = r"(?i)^(?:(?:i'?m |im )?\d{2}(?: ?(?:yo|y/o|years old))?|[mf]|\d{2} ?[mf]|[mf] ?\d{2}|(?:fe)?male|(?:wo)?man|girl|guy|single|married|from|in)[ /]+";
        }
        let known = self.told.profile.location.is_some() || self.told.found.contains(&Field::Location);
        if known || self.is_about_others() {
            return;
        }
        let pieces = self.pieces();
        let told = |piece: &&str| tells_of_oneself(piece) || given_names::gender(piece).is_some();
        let among = pieces.len() > 1 && pieces.iter().any(told);
        let town = pieces.iter().find_map(|piece| {
            let mut bare = BEFORE.captures(piece).and_then(|found| found.get(1)).map_or(*piece, |rest| rest.as_str());
            while let Some(led) = BESIDE.find(bare) {
                bare = &bare[led.end()..];
            }
            bare = AFTER.find(bare).map_or(bare, |tail| &bare[..tail.start()]);
            (vocabulary::is_town(bare) && (among || bare.len() < piece.len())).then_some(bare)
        });
        if let Some(town) = town {
            self.told.profile.location = tidy(town);
            self.told.found.insert(Field::Location);
        }
    }

    /// "31, nantes, male": what is left among an age, a gender, a status and a trade, and is nobody's name.
    fn place_between(&mut self) {
        let known = self.told.profile.location.is_some();
        let pieces = self.pieces();
        if known || !(3..=5).contains(&pieces.len()) || !self.text.is_ascii() {
            return;
        }
        let named = self.told.profile.name.as_deref();
        let own = |piece: &str| named.is_some_and(|name| name.eq_ignore_ascii_case(piece));
        let [piece] =
            *pieces.iter().filter(|piece| !tells_of_oneself(piece) && !own(piece)).copied().collect::<Vec<_>>()
        else {
            return;
        };
        let chances = kinds::read(piece);
        let town = piece.split(' ').all(|word| names::is_name_word(word) && !vocabulary::is_ordinary(word));
        if !town
            || piece.split(' ').count() > 2
            || given_names::gender(piece).is_some()
            || personality::mentions_character(piece)
            || refusal::refuses(piece)
            || chances.of(Kind::Name) > chances.of(Kind::Place)
        {
            return;
        }
        self.told.profile.location = as_place(piece);
        if self.told.profile.location.is_some() {
            self.told.found.insert(Field::Location);
        }
    }

    fn is_status(&self, piece: &str) -> bool {
        self.question.asks(Topic::Status)
            && [&*GONE, &*WED, &*UNATTACHED, &*TOGETHER, &*ALONE].iter().any(|pattern| pattern.is_match(piece))
    }

    /// What the person is like, as they say it.
    pub(super) fn character(&mut self) {
        patterns! {
            // "we had": what it had stands elsewhere.
            LEADS_ON = r"(?i)^(?:and |but )?(?:i|we|he|she|they|there)(?: \w+)? (?:had|have|has|got|want|wanted|with|are|were|is|was)$";
        }
        if !self.question.asks(Topic::Traits) || refusal::refuses_all(self.text) || ASIDE.is_match(self.text.trim()) {
            return;
        }
        if self.leaves_character() {
            return;
        }
        let with_income = self.question.asks(Topic::Income);
        let own = |piece: &&str| {
            let money = with_income && income::is_sum(piece);
            let known = personality::mentions_character(piece) || partner::kind_of(piece).0;
            // A word or two may be anything; what speaks of something else is none of it.
            let chances = kinds::read(piece);
            // Beside another question, words that no table has are a character only where they sound like one.
            let beside = self.told.found.contains(&Field::IncomeRange) || self.question.asks(Topic::Status);
            let least = if beside { 0.35 } else { 0.0 };
            let other = || {
                let elsewhere = if self.question.asks_on() {
                    chances.of(Kind::Else) > SURELY_ELSE
                } else {
                    chances.is_none_of(&[Kind::Character, Kind::Looks])
                };
                elsewhere || chances.of(Kind::Character) < least
            };
            let first = piece.split([' ', '\'', '’']).next();
            let named = self.told.profile.children.iter().any(|child| {
                child.name.as_deref().is_some_and(|name| {
                    name == *piece || (!known && first.is_some_and(|first| first.eq_ignore_ascii_case(name)))
                })
            }) || (self.told.found.contains(&Field::Location)
                && self.told.profile.location.as_deref() == Some(*piece));
            let of_partner = self.before.partner().and_then(|partner| partner.name.as_deref());
            let of_partner = of_partner.is_some_and(|name| piece.split(' ').next() == Some(name));
            let of_children = named || of_partner || piece::speaks_of_children(piece);
            let place = self.told.found.contains(&Field::Location)
                && self.told.profile.location.as_deref().is_some_and(|place| piece.contains(place));
            !(money
                || (place && !known)
                || (!known && is_status_word(piece) && piece.chars().count() <= STATUS)
                || self.is_status(piece)
                || of_children
                || self.is_said_of_partner(piece)
                || LEADS_ON.is_match(piece)
                || (!known && piece::speaks_of_partner(piece))
                || refusal::refuses(piece)
                || refusal::says_no(piece)
                || (!known && wishes::entrusts(piece))
                || piece.chars().filter(|c| c.is_alphabetic()).count() < if piece.is_ascii() { 3 } else { 1 }
                || is_filler(piece)
                || ASIDE.is_match(piece)
                || (!known && (personality::is_none(piece) || partner::kind_of(piece) == (false, true) || other())))
        };
        let pieces: Vec<&str> = self.without_echo().into_iter().filter(own).collect();
        let read = |profile: &mut UserProfile| personality::read(&pieces.join(joint(self.text)), &mut profile.traits);
        let known = read(&mut self.told.profile);
        let words = pieces.iter().map(|piece| own_words(piece)).filter(|words| !words.is_empty());
        let words: Vec<String> = words.collect();
        let joint = joint(self.text);
        let words = tidy(&words.join(joint)).filter(|words| words.chars().count() <= OWN_WORDS);
        if !known && (words.is_none() || !self.may_be_own_words(&pieces.join("、"))) {
            return;
        }
        self.told.profile.personality = words.or_else(|| self.before.personality.clone());
        self.told.found.insert(Field::UserPersonalityTraits);
    }

    /// What the person is like, told where something else is asked: 「私はおっとりしてて几帳面かな」, "Tom. i'm shy but funny".
    pub(super) fn character_beside(&mut self) {
        let told = self.told.found.contains(&Field::UserPersonalityTraits);
        let known = self.before.personality.is_some() || self.told.profile.personality.is_some();
        if !told || known || self.question.asks(Topic::Traits) {
            return;
        }
        let own = |piece: &&str| {
            let of_others = piece::speaks_of_partner(piece) || piece::speaks_of_children(piece);
            personality::mentions_character(piece) && !of_others && !self.is_said_of_partner(piece)
        };
        let words: Vec<String> = self.pieces().into_iter().filter(own).map(own_words).collect();
        let words = tidy(&words.join(joint(self.text))).filter(|words| words.chars().count() <= OWN_WORDS / 2);
        self.told.profile.personality = words;
    }

    /// Whether the person leaves it to Hera what they are like: it stays open.
    pub(super) fn leaves_character(&self) -> bool {
        patterns! {
            LEFT = r"(?i)^(?:(?:それは|性格は|全部|ok|oh|well|just|please)[、, ]*)*(?:お?任せ|おまかせ|まかせ|(?:あなた|ヘラさん|そちら|そっち)が決め|(?:u|you|hera) (?:can |should )?(?:choose|pick|decide)|up to you|your (?:choice|call|pick)|i'?ll leave (?:it|that) to you|surprise me)";
        }
        self.question.asks(Topic::Traits) && LEFT.is_match(self.text.trim())
    }

    /// "bit grumpy but i make people laugh", where something else was asked: who tells nothing of that tells what they are like.
    pub(super) fn off_the_question(&mut self) {
        patterns! {
            OF_SELF = r"(?i)\b(?:i|i'?m|i'?ve|i'?d|me|my|myself)\b|私|わたし|僕|俺|自分|うち|性格|言われ|タイプ|(?:方|ほう)です";
        }
        let told = &self.told;
        let tells = !told.found.is_empty() || told.named.is_some() || told.born || !told.entrusted.is_empty();
        let closes = !told.declined.is_empty() || !told.let_go.is_empty();
        let known = self.before.personality.is_some() || self.before.traits.known() > 0;
        let text = self.text.trim();
        if tells || closes || known || self.question.topics.is_empty() || self.question.asks(Topic::Traits) {
            return;
        }
        // Where a child's name is asked for, what somebody is like is said of oneself.
        let own = self.question.asks_of_children() && super::only_describes(text);
        if self.is_about_others() && !(own || OF_SELF.is_match(text))
            || piece::speaks_of_partner(text)
            || piece::speaks_of_children(text)
            || ASIDE.is_match(text)
            || text.ends_with('?')
            || !self.may_be_own_words(text)
        {
            return;
        }
        let words = tidy(&own_words(text)).filter(|words| words.chars().count() <= OWN_WORDS);
        // Said of oneself: what merely sounds like a character is no answer to something else.
        let character = (own || OF_SELF.is_match(text))
            && (personality::mentions_character(text) || kinds::read(text).of(Kind::Character) > CLEARLY);
        if let Some(words) = words.filter(|_| character) {
            let _ = personality::read(text, &mut self.told.profile.traits);
            self.told.profile.personality = Some(words);
            self.told.found.insert(Field::UserPersonalityTraits);
        }
    }

    /// Whether what the piece tells of a character or of looks is said of the partner: "She's a firecracker, blonde".
    fn is_said_of_partner(&self, piece: &str) -> bool {
        let Some(start) = self.text.find(piece) else { return false };
        let within = |part: &&piece::Piece<'_>| part.start < start + piece.len() && part.end() > start;
        let parts = piece::pieces(self.text, &[Field::UserPersonalityTraits].into());
        let told: Vec<_> = parts.iter().filter(within).filter(|part| partner::describes(part.text)).collect();
        !told.is_empty() && told.iter().all(|part| part.subject == Some(piece::Who::Partner))
    }

    pub(super) fn income(&mut self) {
        if !self.question.asks(Topic::Income) || self.told.found.contains(&Field::IncomeRange) {
            return;
        }
        let declined = refusal::refuses(self.text) && !self.text.chars().any(|c| c.is_ascii_digit());
        let sum = self.pieces_with_commas().into_iter().find(|piece| income::is_sum(piece)).and_then(tidy);
        patterns! {
            NOTHING = r"(?i)^(?:i (?:have|get|earn|make) )?(?:0|zero|nil|nothing|none|nowt|zilch|zip)\b(?:[^\d]|$)|\bjust (?:a |my )?(?:student loan|pocket money|benefits|pension)\b|^(?:ゼロ|なし|ない|0円?|無い|ありません|ないです)(?:です|や|だ|っす|よ)?[。!]*$";
            WORKS = r"(?i)\b(?:i'?m|i am|mi|still|just|work as|working as) (?:an? )?(?:\p{L}+ )?(?:student|driver|nurse|teacher|farmer|cleaner|cook|chef|waiter|waitress|barista|builder|carer|labourer|plumber|clerk|priest|monk|pensioner|retired)\b|^(?:bus|taxi|lorry|truck) driver|僧侶|坊主|学生|主婦|農家|漁師|公務員|会社員|フリーター|バイト|パート";
        }
        let none = self.question.topics.len() == 1 && NOTHING.is_match(self.text.trim());
        if none && !declined && !income::is_sum(self.text) {
            self.told.profile.income_range = tidy(self.text);
            self.told.found.insert(Field::IncomeRange);
            return;
        }
        // A number alone, where nothing else that is asked for has one.
        let number = |piece: &&str| (2..=3).contains(&piece.len()) && piece.chars().all(|c| c.is_ascii_digit());
        let alone =
            || self.pieces().into_iter().find(number).filter(|_| !self.question.asks(Topic::Age)).map(str::to_owned);
        // Words without a number that speak of what comes in: "we get by".
        let of_income = |piece: &&str| kinds::read(piece).of(Kind::Income) > 0.5 && !refusal::says_no(piece);
        let words = || self.pieces().into_iter().find(of_income).and_then(tidy);
        // "still a bus driver": asked once more, what somebody does is what they have to say of it.
        let lone = self.question.topics.len() == 1
            && (self.question.asks_on() || WORKS.is_match(self.text))
            && !ASIDE.is_match(self.text.trim());
        let trade = || {
            let short =
                |piece: &&str| piece.chars().count() <= TRADE && !refusal::refuses(piece) && !refusal::says_no(piece);
            let none_of_it = |piece: &&str| {
                let other = personality::mentions_character(piece) || names::is_lone_name(piece) || is_filler(piece);
                !other && kinds::read(piece).of(Kind::Else) < LIKELY_ELSE
            };
            self.pieces().into_iter().filter(|_| lone).filter(short).find(none_of_it).and_then(tidy)
        };
        let Some(income) = sum.or_else(alone).or_else(words).or_else(trade).filter(|_| !declined) else { return };
        self.told.profile.income_range = Some(income);
        self.told.found.insert(Field::IncomeRange);
    }

    /// The sentences, with the commas that a sum may have.
    fn pieces_with_commas(&self) -> Vec<&'a str> {
        let sentences = self.text.split(['。', '!', '?', '\n', ';']).flat_map(|piece| piece.split(". "));
        sentences.flat_map(|piece| piece.split('、').flat_map(|piece| piece.split(", "))).map(str::trim).collect()
    }
}

/// How the person is, without what leads to it.
fn own_words(piece: &str) -> String {
    patterns! {
        TAIL = r"(?:(?:と|って)(?:は|も)?(?:よく)?(?:言わ|いわ)れ(?:ます|る|ました|た)(?:ね|よ)?|です(?:かな|かね|ね|よ)?|でしょうか|だと思います|と思います|だよ|やで|っす(?:ね)?|かな|やね|じゃ)$";
    }
    let piece = LEAD_EN.replace(piece, "");
    let piece = SELF_EN.replace(&piece, "");
    let piece = LEAD_JA.replace(&piece, "");
    TAIL.replace(&piece, "").trim().to_owned()
}

/// A piece as a place, where one was asked for: as it is said, without what only leads to it.
fn as_place(piece: &str) -> Option<String> {
    patterns! {
        NO_PLACE = r":|^\d人|^\p{Hiragana}$|から|電話|って呼|と呼んで|\p{Han}[はがを]|\.\.|うーん|理想|(?:った|した|んだ|ます|ました|てる|ている|てくる|てきます|ますね|たい|ない|けど|です|のとおり|の通り|たいが)$|^と言|\boriginally\b|先週|先月|去年|昨日|今日|来週|さっき|来月|^(?:うん|ええ|はい|女|男)";
    }
    if GOING_ON.is_match(piece) {
        return None;
    }
    let piece = HERE_JA.replace(piece, "");
    let piece = PLACE_TAIL.replace(&piece, "");
    let piece = HERE_EN.replace(&piece, "");
    let piece = PLACE_END.replace(&piece, "");
    let place = tidy(&piece).filter(|place| !NO_PLACE.is_match(place) && !ja::NOT_NAMES.contains(&place.as_str()))?;
    let latin = place.chars().any(|c| c.is_ascii_alphabetic());
    let words = place.split_whitespace().count();
    let long = if latin { words > 6 } else { place.chars().count() > 14 };
    // In small letters, "dublin" and "the hague", but not "of course".
    let of_name = |word: &str| names::is_name_word(word) || ["new", "old", "the", "south"].contains(&word);
    let named = !latin
        || place.split_whitespace().any(|word| word.starts_with(char::is_uppercase) && names::is_name_word(word))
        || (words <= 2
            && place.split_whitespace().all(|word| of_name(word) || word.chars().all(|c| c.is_ascii_digit())));
    let word = latin && words == 1 && !names::is_name_word(&place);
    (!long && named && !word).then_some(place)
}

/// Whether it is written as cities, wards and prefectures are: 宇治市. 中村 and 与市 are names.
fn is_administrative(name: &str) -> bool {
    name.ends_with(['市', '区', '県', '府']) && name.chars().count() > 2 && given_names::gender(name).is_none()
}
