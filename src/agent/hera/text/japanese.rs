//! Japanese as people type and dictate it, with the marks that they leave out, and the ends of its sentences as the rest of
//! the rules knows them: 「わしは堺や」, 「彼女おるで」, 「名前はゆみこです年は三十四」, 「明るいw」.

use std::borrow::Cow;

use regex::{Captures, Regex};

use unicode_normalization::UnicodeNormalization as _;

use super::{language_of, patterns};
use crate::domain::Language;

patterns! {
    // A word that cannot stand alone belongs to what stands before it, whatever is typed between them.
    DEPENDENT = r"([\p{Hiragana}\p{Katakana}\p{Han}ー\d]) +((?:です|デス|でした|だよ|だ|っす|ます|さん|ちゃん|くん|さい|歳|才|は|が|を|に|へ|で|と|も|の)(?:[ 、。!?\n]|$))";
    // 嫁はん, 彼ぴ: who that is to somebody, in the words that all rules know.
    WIFE = r"(嫁|奥|婿|旦)はん";
    BOYFRIEND = r"彼(?:ぴっ?|ピッ?)(?:ぴ|ピ)?|カレシ|かれぴ";
    GIRLFRIEND = r"彼女ぴ|かのぴ|カノジョ";
    // 娘っこ, 息子っ子: of the north.
    DEAR_CHILD = r"(娘|息子|孫|嫁)っ[こ子]";
    // 仕事と結婚した, 船が嫁や: nobody's husband or wife.
    TO_A_THING = r"(?:仕事|研究|学問|音楽|推し|船|バイク|車|山|海|畑|店|趣味|野球)(?:と結婚し(?:た|て(?:い)?る|てん)|が(?:嫁|妻|恋人|彼女|彼氏|旦那|女房)(?:や|だ|です|みたいなもの?|やき|じゃ)+)";
    // What an input method leaves behind: 住んでmす, けっこnして, 28さいでs, かおりてす; and わ for は.
    UNFINISHED = r"([\p{Hiragana}\p{Katakana}\p{Han}\d])(?:でs|てs|てす|れす|デス)([ 、。!?\n]|$)";
    HALF = r"(\p{Hiragana})m(す|せん)";
    SYLLABIC = r"(\p{Hiragana})[nN](\p{Hiragana})";
    TOPIC = r"(なまえ|名前|わたし|ぼく|おれ|ねんれい|とし|しごと|せいかく)わ([ 、]|\p{Hiragana}{2})";
    EXCLAIMS = r"([\p{Hiragana}\p{Katakana}\p{Han}])さ[ーぁ]+([ 、。!?\n]|$)";
    // Laughter that ends a clause, however long it is, and faces of brackets.
    LAUGHS = r"([\p{Hiragana}\p{Katakana}\p{Han}ー円\d])(?:w+|笑+|草)([ 、。!?\n]|$)";
    FACES = r"[mｍ＼ヽo]?\((?:[^()\p{Hiragana}\p{Han}\d]{0,12}[\^;><ω∀дДωT_´'・▽◡◕≧≦=ˊ][^()\p{Hiragana}\p{Han}\d]{0,12})\)[mｍノ/oﾉ゛]*|\^[_o▽-]?\^;*|\b(?:orz|xD)\b|;_;|T[_.]T";
    // The end of a polite sentence that no mark ends: 〜です年は, 〜ますあと.
    RUNS_ON = r"((?:です|でした|ます|ました|ません)(?:よ|ね)?)([\p{Han}\p{Katakana}「]|(?:あと|それから|それと|そして|ちなみに|えっと|あの|ただ|でも|まだ|もう|よろしく|お願い|いつか|できれば)\p{Hiragana}*)";
    // 男だよ名古屋に
    TOLD_ON = r"((?:だよ|だね|っす|やで|やねん|ばい)ー?)([\p{Han}\p{Katakana}])";
    // こういうの: no こう is called so.
    SUCH = r"(こ|そ|ど)(?:う|ー)(?:いう|言う|ゆう)(の|ん|こと|もの|人|とこ)";
    // What somebody is called, in the ways to say that.
    CALLED = r"(?:ち(?:言う|いう)(?:ど|と)?|(?:って|と|て)?(?:いう|言う|ゆう)(?:ねん|んよ|んや(?:けど)?|んじゃ|ばい|とよ|とです|と|っちゃ(?:けど)?|んさ|だ|べ|んだわ|んだがや|んだ(?:けど|よ|わ)?|んですけど|んっす|の(?:ね|よ)?|わ)|って(?:ゆ|言)います|っつう?んだ)([ 、。!?\n]|$)";
    // Somebody is there.
    IS_THERE = r"(?:い|お)る(?:で|さ|よ|ぜ|けん|ばい|たい|っちゃ|とよ|ねん|わ|んよ|んじゃ|んだ|べ|だ|ど|っす)(?:けど|ね|な|よ)?([ 、。!?\n]|$)";
    LIVES = r"(住|す)ん(?:どる|どー|どう|じょる|ちょる|とる|でら|どります|どりますわ|でんねん|でまんねん|でます|でんで|だはる|でる)(?:よ|で|ねん|けん|ばい|わ|んよ|んだ|っす|っちゃ)?";
    TO_LIVE = r"([\p{Han}\p{Katakana}])(?:さ|ん)(いる|おる|住んで|すんで|おります)";
    // 堺や, 会社員だべ, 58やで: what a noun or a number ends with.
    IS = r"([\p{Han}\p{Katakana}ー\d々ヶ])(?:や(?:で|ねん|わ|けど|なあ?|ねえ?|ろな?)?|だべ(?:さ|な)?|だっぺ|ばい|ぜよ|じゃ(?:け[えん]?|のう?|よ|な|が)?|じゃっど(?:なあ?)?|だわ|だて|さ[ーぁ]+|どす(?:え)?|でんがな|だが[やね]|だに|ずら|だす|でがす|でございます|でござる|であります|っす(?:ね|よ)?|なり|でっ?せ|でっ?す)([ 、。!?\n]|$)";
}

/// Learners put a blank between all words: where marks end their clauses, the blanks part nothing.
fn joined(text: &str) -> Cow<'_, str> {
    patterns! {
        KANA_APART = r"(\p{Hiragana}) +(\p{Hiragana}{1,3})";
    }
    let learns = text.matches(' ').count() > 1
        && text.contains(['、', '。', ','])
        && !text.contains(|c| matches!(c, '\u{3400}'..='\u{9fff}'));
    // はままつ すんでる: before this is a place.
    let apart = |found: &Captures<'_>| {
        let lives = ["すん", "くら", "いま"].iter().any(|verb| found[2].starts_with(verb));
        if lives { found[0].to_owned() } else { format!("{}{}", &found[1], &found[2]) }
    };
    if learns { KANA_APART.replace_all(text, apart) } else { text.into() }
}

/// The text with its marks, and in standard endings.
pub fn plain(text: &str) -> Cow<'_, str> {
    if language_of(text) != Some(Language::Japanese) {
        return Cow::Borrowed(text);
    }
    let wide: String = text.nfkc().collect();
    let mut text = joined(&wide);
    // Twice, where neighbours share what stands between them.
    for (pattern, instead) in [
        (&*DEPENDENT, "$1$2"),
        (&*DEPENDENT, "$1$2"),
        (&*UNFINISHED, "${1}です$2"),
        (&*HALF, "${1}ま$2"),
        (&*SYLLABIC, "$1ん$2"),
        (&*TOPIC, "$1は$2"),
        (&*EXCLAIMS, "$1$2"),
        (&*WIFE, "${1}さん"),
        (&*BOYFRIEND, "彼氏"),
        (&*GIRLFRIEND, "彼女"),
        (&*DEAR_CHILD, "$1"),
        (&*TO_A_THING, ""),
        (&*FACES, "\n"),
        (&*LAUGHS, "$1\n$2"),
        (&*RUNS_ON, "$1。$2"),
        (&*TOLD_ON, "$1。$2"),
        (&*SUCH, "${1}んな$2"),
        (&*CALLED, "といいます$1"),
        (&*IS_THERE, "います$1"),
        (&*LIVES, "${1}んでいます"),
        (&*TO_LIVE, "${1}に$2"),
        (&*IS, "${1}です$2"),
    ] {
        replace(&mut text, pattern, instead);
    }
    Cow::Owned(text.into_owned())
}

fn replace(text: &mut Cow<'_, str>, pattern: &Regex, instead: &str) {
    if let Cow::Owned(changed) = pattern.replace_all(text, instead) {
        *text = Cow::Owned(changed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_endings_are_those_that_the_rules_know() {
        for (typed, read) in [
            ("おとこ です", "おとこです"),
            ("41さい です。はままつ すんでる", "41さいです。はままつ すんでいます"),
            ("怒ると怖いw 髪はショート", "怒ると怖い\n 髪はショート"),
            ("明るい(^^)", "明るい\n"),
            ("名前はゆみこです年は34歳です", "名前はゆみこです。年は34歳です"),
            ("女だよ名古屋に", "女だよ。名古屋に"),
            ("嫁は洋子いうねん", "嫁は洋子といいます"),
            ("彼女おるで", "彼女います"),
            ("堺に住んどるで", "堺に住んでいます"),
            ("横手さいる", "横手にいる"),
            ("男や。堺や", "男です。堺です"),
            ("58やで", "58です"),
        ] {
            assert_eq!(plain(typed), read);
        }
    }

    #[test]
    fn what_only_looks_like_it_stays() {
        for text in [
            "あや",
            "見たい",
            "さやです",
            "かなやん",
            "草津",
            "笑顔がいい",
            "まあや、たいが",
            "女の子、男の子(りく)",
            "たけるだ",
            "趣味が彼女と同じ",
            "海と結婚式",
        ] {
            assert_eq!(plain(text), text);
        }
    }
}
