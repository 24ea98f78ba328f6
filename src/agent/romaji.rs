//! Japanese in Latin letters: "watashi wa Kenji desu, 28 sai". The words that tables know become Japanese ones; names, and
//! words that no table has, stay as they were typed.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::domain::{Author, Message};

/// Words, each with how it is written in Japanese. A star marks those that no other language has: one of them tells that a
/// text is Japanese.
const WORDS: &str = "\
    watashi*私 watasi*私 watashiwa*私は boku僕 ore俺 atashi*あたし uchi*うち jibun*自分 \
    wa は ga が no の ni に o を wo を to と mo も de で kara から ya や yo よ ne ね na な ka か made まで dake だけ kedo けど \
    desu*です des*です dayo*だよ da だ desuyo*ですよ desune*ですね deshita*でした janakute*じゃなくて dewanaku*ではなく \
    imasu*います imasen*いません inai*いない iru いる iruyo*いるよ aru ある arimasu*あります arimasen*ありません \
    sai 歳 nin 人 man 万 en 円 sen 千 hyakuman 百万 \
    otoko*男 onna*女 dansei*男性 josei*女性 danshi*男子 joshi*女子 \
    dokushin*独身 kekkon*結婚 kikon*既婚 mikon*未婚 rikon*離婚 hitori*ひとり shiteru*してる shiteimasu*しています shitemasu*してます \
    shite して shita した shimasu*します shimashita*しました tsukiatte*付き合って wakareta*別れた wakaremashita*別れました kanojo*彼女 kareshi*彼氏 \
    koibito*恋人 tsuma*妻 yome*嫁 okusan*奥さん otto*夫 danna*旦那 shujin*主人 aite*相手 risou*理想 hito*人 \
    sunde*住んで sunderu*住んでる sundemasu*住んでます sundeimasu*住んでいます sumi*住み zaijuu*在住 kurashite*暮らして umare*生まれ \
    tokyo 東京 toukyou*東京 osaka 大阪 oosaka*大阪 kyoto 京都 kyouto*京都 nagoya 名古屋 yokohama 横浜 fukuoka 福岡 sapporo 札幌 sendai 仙台 kobe 神戸 hiroshima 広島 okinawa 沖縄 \
    nenshuu*年収 nenshu*年収 gesshuu*月収 gesshu*月収 shuunyuu*収入 jikyuu*時給 kyuuryou*給料 nenkin*年金 oku 億 doru ドル \
    namae*名前 onamae*お名前 moushimasu*申します iimasu*言います iu 言う yobu*呼ぶ yonde*呼んで kaite*書いて \
    seikaku*性格 yasashii*優しい yasashikute*優しくて akarui*明るい akarukute*明るくて otonashii*おとなしい shizuka*静か majime*真面目 \
    nonki*のんき omoshiroi*面白い genki*元気 shinpaishou*心配性 nonbiri*のんびり odayaka*穏やか shakouteki*社交的 kimagure*気まぐれ ganko*頑固 hitomishiri*人見知り \
    kami 髪 kaminoke*髪の毛 nagai*長い nagakute*長くて mijikai*短い mijikame*短め kurokami*黒髪 chairo*茶色 megane*眼鏡 se 背 takai*高い takakute*高くて hikui*低い \
    kao*顔 me 目 egao*笑顔 hiyake*日焼け kawaii*かわいい kirei*きれい kuroi*黒い hosoi*細い futome*太め marui*丸い \
    kodomo*子ども onnanoko*女の子 otokonoko*男の子 musume*娘 musuko*息子 choujo*長女 chounan*長男 futago*双子 futari*ふたり \
    hoshii*欲しい hoshikunai*欲しくない iranai*いらない ii いい yokatta よかった onegai*お願い onegaishimasu*お願いします kudasai*ください makaseru*任せる omakase*おまかせ \
    ima 今 mada まだ totemo とても sukoshi*少し chotto*ちょっと yappari*やっぱり machigaeta*間違えた machigai*間違い chigau*違う teisei*訂正 gomen*ごめん sumimasen*すみません \
    iie*いいえ hai*はい konnichiwa*こんにちは konbanwa*こんばんは hajimemashite*はじめまして arigatou*ありがとう arigato*ありがとう yoroshiku*よろしく \
    shinitai*死にたい kietai*消えたい tsurai*つらい kanashii*悲しい sabishii*寂しい tsukareta*疲れた nakunatta*亡くなった nakunarimashita*亡くなりました \
    himitsu*秘密 iitakunai*言いたくない tabun たぶん issho 一緒 kureru くれる hou ほう mitai みたい yoku よく warau*笑う";

/// How each word is written, and whether it tells that the text is Japanese.
static TABLE: LazyLock<HashMap<&str, (&str, bool)>> = LazyLock::new(|| {
    let mut table = HashMap::new();
    let mut waiting = "";
    for word in WORDS.split_whitespace() {
        let at = word.find(|c: char| !c.is_ascii()).or_else(|| word.find('*')).unwrap_or(word.len());
        let (typed, written) = (&word[..at], &word[at..]);
        match (typed.split_once('*'), written) {
            (Some((typed, _)), written) if !written.is_empty() => drop(table.insert(typed, (written, true))),
            (None, "") => waiting = typed,
            (None, written) if typed.is_empty() => drop(table.insert(waiting, (written, false))),
            (None, written) => drop(table.insert(typed, (written, false))),
            _ => {}
        }
    }
    table
});

/// `text` in Japanese, if it is Japanese in Latin letters. Who has written so before in `history` goes on so, in words that no
/// table has.
pub fn as_japanese(history: &[Message], text: &str) -> Option<String> {
    if is_clear(text) {
        return Some(written(text));
    }
    let latin = text.chars().any(|c| c.is_ascii_alphabetic()) && text.is_ascii();
    let person = |message: &&Message| matches!(message.author, Author::User { .. });
    let last = history.iter().rev().filter(person).find(|message| message.text.chars().any(char::is_alphabetic));
    let goes_on = latin && last.is_some_and(|message| is_clear(&message.text) || goes_on(history, message));
    if !goes_on || !tokens(text).iter().all(|word| is_syllables(word)) {
        return None;
    }
    let japanese = written(text);
    // A name alone would be in no language.
    Some(if japanese.is_ascii() { format!("{}です", japanese.trim_end_matches(['.', '!'])) } else { japanese })
}

/// Whether what the person said before was Japanese in Latin letters, too: some word of any message was.
fn goes_on(history: &[Message], message: &Message) -> bool {
    let earlier = history.iter().any(|other| matches!(other.author, Author::User { .. }) && is_clear(&other.text));
    earlier && tokens(&message.text).iter().all(|word| is_syllables(word))
}

/// Whether the text is Japanese by a word that no other language has, and has no word that Japanese cannot have.
fn is_clear(text: &str) -> bool {
    if !text.is_ascii() {
        return false;
    }
    let words = tokens(text);
    let marked = words.iter().filter(|word| TABLE.get(word.as_str()).is_some_and(|(_, clear)| *clear)).count();
    let other = words.iter().filter(|word| !TABLE.contains_key(word.as_str()) && !is_syllables(word)).count();
    let greeting = ["konnichiwa", "konbanwa", "arigatou", "arigato", "hajimemashite"];
    let only_greets =
        words.iter().filter(|word| TABLE.contains_key(word.as_str())).all(|word| greeting.contains(&word.as_str()));
    marked > 0 && !only_greets && other * 4 <= words.len()
}

/// The words in small letters; those with a capital may be names of any language.
fn tokens(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphabetic() && c != '\'').filter(|word| !word.is_empty());
    words.filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase())).map(str::to_owned).collect()
}

/// Whether the word has none but Japanese syllables.
fn is_syllables(word: &str) -> bool {
    let mut rest = word;
    while !rest.is_empty() {
        let doubled =
            rest.len() > 1 && rest.as_bytes()[0] == rest.as_bytes()[1] && !rest.starts_with(['a', 'i', 'u', 'e', 'o']);
        if doubled && !rest.starts_with('n') {
            rest = &rest[1..];
        }
        let starts = [
            "ch", "sh", "ts", "ky", "gy", "ny", "hy", "by", "py", "my", "ry", "k", "g", "s", "z", "j", "t", "d", "n",
            "h", "f", "b", "p", "m", "y", "r", "w",
        ];
        let start = starts.iter().find(|start| rest.starts_with(**start)).map_or(0, |start| start.len());
        let vowel = rest[start..].starts_with(['a', 'i', 'u', 'e', 'o']);
        if vowel {
            rest = &rest[start + 1..];
        } else if rest.starts_with('n') {
            rest = &rest[1..];
        } else {
            return false;
        }
    }
    true
}

/// The text with its known words in Japanese: no space stands beside these.
fn written(text: &str) -> String {
    let mut out = String::new();
    let mut japanese = false;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if first.is_ascii_alphabetic() {
            rest.find(|c: char| !c.is_ascii_alphabetic() && c != '\'').unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(end);
        rest = after;
        let lower = word.to_ascii_lowercase();
        match TABLE.get(lower.as_str()) {
            Some((known, _)) => {
                out.truncate(out.trim_end_matches(' ').len());
                out.push_str(known);
                japanese = true;
            }
            None if word == " " && japanese => {}
            None if word == "," || word == "." => {
                out.push_str(if word == "," { "、" } else { "。" });
                japanese = true;
            }
            None => {
                out.push_str(word);
                japanese = false;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_in_latin_letters_is_written_as_such() {
        for (typed, japanese) in [
            ("watashi wa Kenji desu, 28 sai", "私はKenjiです、28歳"),
            ("otoko desu", "男です"),
            ("Osaka ni sunde imasu, dokushin desu", "大阪に住んでいます、独身です"),
            ("onnanoko ga hoshii, Sakura", "女の子が欲しい、Sakura"),
            ("kami ga nagai", "髪が長い"),
            ("musume ga hitori, namae wa Nami", "娘がひとり、名前はNami"),
        ] {
            assert_eq!(as_japanese(&[], typed).as_deref(), Some(japanese), "{typed}");
        }
    }

    #[test]
    fn other_languages_stay() {
        for typed in [
            "hello",
            "konnichiwa!",
            "I made it to the sea",
            "no",
            "me too",
            "Tokyo",
            "i like anime",
            "Me llamo Ana",
            "sono di Roma",
            "kind and calm",
            "My wife Yasashii is kind",
            "34 m",
            "a boy and a girl",
            "sai baba",
            "Namaste",
        ] {
            assert_eq!(as_japanese(&[], typed), None, "{typed}");
        }
    }
}
