//! Who says in so many words that they are a child: by age, by year of birth, by year at school.

use crate::agent::hera::text::{normalise, patterns};
use crate::domain::{Clock as _, SystemClock};

/// Who is younger is a child.
const ADULT: u32 = 18;
/// The youngest who may well write, and the oldest whose age is believed.
const WRITES: u32 = 4;
const OLDEST: u32 = 110;
/// Ages that `normalise` leaves as words.
const WORDS: [(&str, u32); 20] = [
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("四", 4),
    ("五", 5),
    ("六", 6),
    ("七", 7),
    ("八", 8),
    ("九", 9),
    ("十", 10),
    ("十一", 11),
    ("十二", 12),
    ("十三", 13),
    ("十四", 14),
    ("十五", 15),
    ("十六", 16),
    ("十七", 17),
];
const MILLISECONDS_OF_A_YEAR: i64 = 31_556_952_000;

patterns! {
    // Said of somebody else, or of long ago.
    OF_OTHER = concat!(
        r"(?i)息子|娘|子ども|子供|こども[がはのもとをに]|うちの子|甥|姪|孫|弟|妹|兄|姉|生徒|教え|教師|教員|講師|先生(?:を|です|やって|して)|勤務|主人公|保護者|PTA|彼氏|彼女|妻|夫|嫁|旦那|友達|友だち|友人",
        r"|(?:の|だった)(?:とき|時|頃|ころ)|時代|から(?:の|ずっと)|以来|まで|卒|向け|以上|以下|昔|年(?:前|上|下|目|ぶり|連続|生の)|(?:歳|才)(?:の?(?:とき|時|で(?:結|上|家|渡|独))|差|上|下|年)|永遠|気分|みたい|っぽい|心は|中身|精神|築|同級生|クラス会|同窓",
        r"|\b(?:my|our|her|his|their|the|she|he|they|we) (?:\w+ )?(?:son|daughter|kids?|child(?:ren)?|boys?|girls?|girl is|brother|sister|nephew|niece|grand\w+|step\w+|students?|pupils?|cousin|wife|husband|partner)\b|\b(?:she|he|they)(?:'s|'re| is| are| was| turns?| starts?)\b",
        r"|\b(?:was|were|when i|since|used to|back (?:in|when)|ago|left school|teach\w*|taught|teacher|tutor|coach|volunteer|work|drive|at heart|inside|feel|uni|university|college|degree|reunion|married|sober|a \d+ year old)\b",
    );
    // The message is of children one has, of a time that has passed, of a length: its numbers are nobody's own age.
    OTHERS = concat!(
        r"(?i)双子(?:だから|だし|で[、。す]?|が|の|を|な(?:ので|んで)|い)|(?:^|[^男女の])(?:子ども|子供|こども|お子さん)(?:たち|ら)?(?:が|は|も|の|と|、|2|二)|\d(?:歳|才|さい)(?:児|の(?:子|息子|娘|男の子|女の子|双子)(?:が|と|も|を|、|で|い|の|$|[1-9]))|(?:歳|才|さい)?の?子(?:が|を)(?:\d|い|ひとり|ふたり|1人|2人|育)|(?:上|下|真ん中)(?:の子)?(?:が|は)|長男|長女|次男|次女|三男|三女|末っ子(?:が|は)|息子|娘(?:が|は|も|の|と|、|で|[0-9])|うちの(?:子|チビ|坊主)|孫|甥|姪",
        r"|[\d](?:歳|才|さい|つ)(?:差|違い|ちがい|年?(?:上|下))|結婚(?:して|し|生活|歴|\d)|付き合|つきあ|交際|経験|勤続|勤め|(?:歴|キャリア)(?:は|が)?\d|\d年(?:目|間|住|暮|一緒|続|前|働)|(?:歳|才|さい|つ)(?:の?(?:とき|時|ころ|頃)|から|まで|で(?:結|上京|渡|引|始|家|親|母|父))|(?:猫|ねこ|犬|うさぎ|ハムスター|ペット|車|家|マンション)(?:が|は|も)",
        // 花子8歳と太郎5歳, "Mia 8 and Tom 5": two who are named.
        r"|(?:[\p{Han}々]{2,4}|[\p{Katakana}ー]{2,8}|[\p{Hiragana}]{2,5})(?:が|は)?[(]?\d{1,2}(?:歳|才|さい)[)]?(?:と|、|,|や|で| )+(?:[\p{Han}々]{2,4}|[\p{Katakana}ー]{2,8}|[\p{Hiragana}]{2,5})(?:が|は)?[(]?\d{1,2}(?:歳|才|さい)|(?-i:\p{Lu}\p{Ll}+),? (?:is |aged? )?[(]?\d{1,2}[)]?(?:,| and|,? &)+ (?-i:\p{Lu}\p{Ll}+),? (?:is |aged? )?[(]?\d{1,2}\b",
        r"|\b(?:my|our|have|has|had|got|of|with|the|two|three|four|five|both|raising|\d) (?:\w+ )?(?:kids?|child(?:ren)?|daughters?|sons?|twins|triplets|boys|girls|toddlers?|babies|grandkids|grandchildren)\b|\b(?:kids|children|twins|boys|girls|daughters?|sons?)(?:[:,]| (?:are|is|aged?|who|turn))|\bmy (?:\w+ )?(?:son|daughter|boy|girl|kid|cat|dog)'s\b|\btwins\b",
        r"|\b(?:a|an|of|my|our|one|two) \d+[- ]?(?:year|yr)s?[- ]?olds?\b|\bboth (?:girls|boys)\b|\bfor (?:\w+ )?\d+ (?:years|yrs)\b|\b\d+ (?:years?|yrs) (?:of|in|on|together|married|older|younger|sober|clean|ago|now|apart|here|with|single|divorced|and counting)\b|\b(?:married|together|dating|been|lived|worked|working|sober|single|divorced|teaching|partnered|engaged|hitched|wed|relationship|partner|boyfriend|girlfriend|[bg]f|husband|wife|separated|widowed)[,.;:-]* (?:\w+ ){0,4}\d+ (?:years|yrs|y)(?:$|[.,!?]| [^o])|\b\d+ (?:foot|feet|ft|cm|kg|lbs?|pounds|months?|weeks?)\b|\d'\d|\bi was (?:\w+ )?\d|\b(?:when i was|back when|at the age)\b|\b(?:cat|dog|car|house)(?:'s| is| are)\b",
    );
    OWN_AGE = concat!(
        r"(?i)(?:私|わたし|あたし|僕|ぼく|ボク|俺|おれ|オレ|自分)(?:は|も|が|、|って)?(?:まだ|もうすぐ|いま|今)? ?\d{1,2} ?(?:歳|才|さい)?(?:$|です|だ|や|の(?:男|女|子)|、|。|っす)",
        r"|\bi(?:'m| am|m) (?:only |just |still |nearly |almost |turning |like |really |actually )*\d{1,2}(?:$|[.,!?)]| (?:years?[- ]old|yrs?|yo|lol|btw|f|m|and (?:i|my|a|this|have|in)|but|so|next|soon|in)\b)",
    );
    // 「30歳です。うそ、ほんとは11」: an age that is taken back.
    TAKES_BACK = r"(?i)うそ|嘘|ウソ|冗談|なんてね|ほんとう?は|本当は|実は|じつは|って言ったけど|\b(?:jk|kidding|lied?|actually|really|said i was)\b";
    AGE_JAPANESE = concat!(
        r"(?:^|私|わたし|あたし|うち|僕|ぼく|俺|おれ|ボク|オレ|年齢|ねんれい|とし|いま|今|まだ|もうすぐ|来月|来週|今年|今日|もう|ほんとは|本当は|やっと|実は|明日|女|男|子)(?:は|って|も|で|に|から)? ?(\d{1,3}) ?(?:(?:歳|才|さい)(?:$|です|だ|っす|や|じゃ|け?ど|し|の(?:$|男|女|子)|半|に(?:な|も)|って|なん|男|女|くん|ちゃん|で(?:$|す|も)))",
        r"|(?:まだ|もうすぐ|ほんとは|本当は|実は) ?(\d{1,3}|十[一二三四五六七]?|[四五六七八九])(?:$|です|だ|っす|や|け?ど|に(?:な|も)|なん)",
        r"|^(1[0-7])(?:だ(?:けど|よ|し)|なんだけど|ですけど|の(?:男|女)|っす)",
    );
    AGE_ENGLISH = concat!(
        r"(?i)(?:\b(?:i'?m|i am|we'?re|aged?|ages|i turned|i turn|i'?ll be|am|hi|hello|hey)|^(?:actually|really|only|just|still|nearly|almost|turning|not even)|^)",
        r" ?(?:only |just |about |almost |nearly |actually |really |like |turning |turned |about to (?:be|turn) |still |all |a girl |a boy |not even |and )*(\d{1,3}|four|five|six|seven|eight|nine)(?: (?:and )?(?:a half|three quarters|and a bit))?",
        r"(?:$|[.!?)]|,| (?:years?[- ]old\b|yrs?|yo|lol|lmao|btw|and|but|so|is that|does that|next|soon|in (?:a|two|\w+)|tho|actually|now|haha|today|tomorrow|this \w+)\b|yo\b|yrs\b)",
    );
    // Of other things there are so many.
    NO_AGE = r"(?i)\d+ (?:next|in|this|today|tomorrow) (?:line|row|total|to|one)|^(?:hi |hello |hey )?\d+[.!)]?$|\b(?:in|of|at|by) \d+$|\bfrom \d|\d+ and \d";
    // The whole of it: "13 f", "14m uk", f14.
    LETTERED = r"(?i)^(?:hi |hey |hello )?(?:(\d{1,2}) ?[,/ ]? ?(?:f|m|nb|girl|boy|female|male)|(?:f|m|girl|boy) ?[,/ ]? ?(\d{1,2}))(?:[,/ ]+[a-z]{2,12})?$";
    SCHOOL_JAPANESE = concat!(
        r"(?:^|私|わたし|あたし|うち|僕|ぼく|俺|おれ|いま|今|今年|ことし|来年|らいねん|春|4月|まだ|ほんとは|本当は|現役|実は|ガチの)(?:から|は|も|が|って|で)?",
        r"(?:(?:小|しょう)(?:学校?|がく)? ?[1-6一二三四五六](?:年|ねん)?|(?:中|ちゅう)(?:学校?|がく)? ?[1-3一二三に](?:年|ねん)?|(?:高|こう)(?:校|こう)? ?[1-3一二三](?:年|ねん)?|[1-6一二三四五六](?:年|ねん)(?:生|せい|[1-9一二三四五六七]組)|(?:小|中)学生?|(?:小|中|高)学?校?生|しょうがくせい|ちゅうがくせい|こうこうせい|幼稚園児?|ようちえん|保育園|年長|年中|高校|[JD][KCS] ?[1-3]?)",
        r"(?:生|せい)?(?:$|です|だ(?:よ|け|し|っ|$)|っす|や(?:$|で|ね)|なん|に(?:な|あが|上が|入)|の(?:$|男|女|年[長中少]|[ぁ-ん]{1,3}組|\p{Han}{1,3}組)|男|女|受験|って|け?ど)",
        r"|未成年(?:です|だ|なん|で|$)|18(?:歳)?(?:未満|になってない|じゃない)|(?:中学|高校)受験(?:で|まで|が|の(?:勉強|ため))|義務教育中",
    );
    SCHOOL_ENGLISH = concat!(
        r"(?i)(?:\b(?:i'?m|i am|i go|i'?ll be|me)\b.{0,20}|^(?:hi |hey |hello )?(?:going |starting |start |just finished |in |into )*)\b(?:(?:year|grade|class|standard) (?:[1-9]|1[0-3]|one|two|three|four|five|six|seven|eight|nine)\b|(?:[1-9]|1[0-2])(?:st|nd|rd|th)[ -]?grade(?:r)?\b|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)[ -](?:grade|form)(?:r)?\b|kindergarten|primary school|elementary|middle school|junior high|high ?school(?:er)?\b|secondary\b|sixth form|freshman\b|sophomore\b)",
        r"|\b(?:i'?m|i am) (?:still |not |under |not even |not quite |not yet )+18\b|^(?:under|not|not yet|not even|not quite) 18\b|\bi(?:'?m| am) (?:just |only |still )*(?:a )?(?:minor|kid|child|underage|schoolkid|schoolgirl|schoolboy|preteen|tween)\b(?: (?:and|so|lol|is|still|if|but)\b|[.!,]|$)|^kid here\b",
    );
    // What no child says of themselves, or says nothing of an age.
    GROWN_UP = concat!(
        r"(?i)(?:^|\D)(?:1[89]|[2-9]\d) ?(?:歳|才|さい)(?:$|[^年差上下若])|大学生|社会人|職場|(?:会社|仕事)(?:から|で|中|帰り|終わり|の(?:パソコン|PC|休憩|昼休み|合間))|残業|出勤|夜勤|年金|住宅ローン|息子|娘|孫が|孫の|甥|姪|うちの子",
        r"|\bi(?:'m| am|m) (?:now |only |just |about |nearly |almost )*(?:1[89]|[2-9]\d)\b(?:$|[.!?,]| (?:now|and|years old|but|so|myself)\b)|\b(?:1[89]|[2-9]\d) (?:now|myself|years old|on paper)\b",
        r"|\b(?:my|our) (?:\w+ )?(?:sons?|daughters?|kids?|child(?:ren)?|boys?|girls?|grand(?:son|daughter|kids|child)\w*|step(?:son|daughter)|students|pupils|wife|husband|nephew|niece)\b|\bi teach\b",
        r"|\b(?:i'?m|i am|here|from|still) (?:\w+ )?at work\b|\bmy (?:boss|office|shift|co-?workers?|colleagues?|mortgage|pension|lunch break at work)\b|\bon (?:a |my |the )?(?:night ?|day ?|late ?|early ?)?shift\b",
        // 駅から12分: no age.
        r"|\d ?(?:分|時間|キロ|匹|羽|頭|杯|階|号室|円|巻)(?:$|[^\p{Han}])",
        r"|\bi(?:'m| am|m) \d+ (?:foot|feet|ft|weeks?|months?|minutes?|mins?|miles?|hours?)\b",
    );
    BORN = r"(?i)((?:19|20)\d\d)年?(?:生まれ|うまれ)|(平成|令和)(\d{1,2})年?(?:生まれ|うまれ)|\bi was born (?:in )?((?:19|20)\d\d)\b";
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Child,
    GrownUp,
}

/// Whether somebody says that they are a child.
pub fn is_child(text: &str) -> bool {
    let text = normalise(text);
    if is_of_others(&text) {
        return false;
    }
    let said = said(&text, this_year());
    said.contains(&Said::Child) && (!said.contains(&Said::GrownUp) || TAKES_BACK.is_match(&text))
}

/// Whether somebody says what no child says of themselves: the age of a grown-up, that they have children; or a number that is
/// no age.
pub fn is_grown_up(text: &str) -> bool {
    let text = normalise(text);
    GROWN_UP.is_match(&text) && !TAKES_BACK.is_match(&text)
}

/// Whether the numbers of a message are of other people, or of other things: 「双子だから4歳」, "we've been married 8 years".
pub fn is_of_others(text: &str) -> bool {
    let text = normalise(text);
    OTHERS.is_match(&text) && !OWN_AGE.is_match(&text)
}

/// What each part of a message says of who writes it.
fn said(text: &str, this_year: u32) -> Vec<Said> {
    let ends = |c: char| matches!(c, '。' | '.' | '!' | '?' | '\n' | '、' | ',' | ';' | '(' | ')' | '…' | '「' | '」');
    let parts = text.split(ends).flat_map(|part| part.split(" and my ")).map(str::trim);
    parts.filter(|part| !part.is_empty()).filter_map(|part| said_in(part, this_year)).collect()
}

fn said_in(part: &str, this_year: u32) -> Option<Said> {
    let of_age = |age: u32| match age {
        WRITES..ADULT => Some(Said::Child),
        ADULT..=OLDEST => Some(Said::GrownUp),
        _ => None,
    };
    if let Some(year) = year_of_birth(part) {
        return of_age(this_year.saturating_sub(year + 1));
    }
    if OF_OTHER.is_match(part) {
        return None;
    }
    if let Some(age) = age(part) {
        return of_age(age);
    }
    (SCHOOL_JAPANESE.is_match(part) || SCHOOL_ENGLISH.is_match(part)).then_some(Said::Child)
}

fn age(part: &str) -> Option<u32> {
    let english = || AGE_ENGLISH.captures(part).filter(|_| !NO_AGE.is_match(part));
    let found = LETTERED.captures(part).or_else(|| AGE_JAPANESE.captures(part)).or_else(english)?;
    let number = found.iter().skip(1).flatten().next()?.as_str();
    let word = || WORDS.iter().find(|(word, _)| *word == number).map(|(_, age)| *age);
    number.parse().ok().or_else(word)
}

fn year_of_birth(part: &str) -> Option<u32> {
    let found = BORN.captures(part)?;
    let number = |group| found.get(group)?.as_str().parse::<u32>().ok();
    let of_era = || Some(number(3)? + if &found[2] == "平成" { 1988 } else { 2018 });
    let born = || number(1).or_else(of_era).filter(|_| !OF_OTHER.is_match(part));
    number(4).or_else(born)
}

/// The year it is, near enough for an age.
fn this_year() -> u32 {
    u32::try_from(SystemClock.now().0 / MILLISECONDS_OF_A_YEAR).map_or(1970, |years| years + 1970)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_born_in_a_year_is_as_old_as_that_makes_them() {
        for (text, is) in [
            ("2013年生まれです", Said::Child),
            ("平成25年生まれ", Said::Child),
            ("I was born in 2014", Said::Child),
            ("平成2年生まれ", Said::GrownUp),
            ("令和1年うまれ", Said::Child),
            ("1990年生まれ", Said::GrownUp),
            ("I was born in 1981", Said::GrownUp),
        ] {
            assert_eq!(said(text, 2026), [is], "{text}");
        }
    }
}
