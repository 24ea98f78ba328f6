//! Names, letter by letter: found in what answers "what is the name?", and among whatever else is said. Any alphabet will do; what
//! is not clear is not taken.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::partner::{capitalised, describes, plausible, strip_honorific};
use crate::agent::given_names;
use crate::agent::hera::kinds::{self, Kind};
use crate::agent::hera::text::{begins_as_name, language_of, pattern, patterns, tidy};
use crate::agent::hera::vocabulary::{self, en, ja};
use crate::domain::Language;

/// Characters of a name in Japanese letters, and of a word of any other.
const JAPANESE: usize = 9;
/// So many letters beside a name tell nothing else.
const BESIDE_NAME: usize = 8;
/// Bytes of a message that says how a name is to be written.
const MOST_WISH: usize = 400;
/// Words of a name in letters that are written apart.
const WORDS: usize = 3;

/// A name that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub name: String,
    /// It may well be something else, and is said back.
    pub doubtful: bool,
}

/// Who somebody is to the person.
const RELATION_JA: &str = "(?:うちの|僕の|私の|俺の|わたしの)?(?:りそうの(?:人|ひと)|か[かが]あ|カカア|かみさん|妻|嫁はん|嫁さん|お?嫁|奥さん|奥|家内|女房|夫|おっと|旦那さん|旦那|だんな|主人|父さん|つれあい|連れ合い|彼女|彼氏|彼ぴ|彼|パートナー|相方|相手|理想の(?:人|相手|パートナー)|息子|娘|長男|長女|次男|次女)";

static LEAD_JA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:(?:うちの(?:やつ|もん|ひと|人)?は|えーっと|えーと|えっと|えと|うーん|んー|まあ|まぁ|じゃあ|じゃ|では|ほな|ほんなら|そうですね|そうねえ|そうね|たぶん|やっぱり|やっぱ|一応|あの|だから|さっき(?:も)?(?:言っ|いっ)た(?:けど|やろ|よ|が)?|はい|ええと|叶うなら|理想(?:なら|は|だと)|強いて言えば|できれば|下の名前は|呼び名は|仮名で|名前|名|なまえ|ここでは)(?:、|は、?|:)?|{RELATION_JA}(?:さん|はん|さま|様)?(?:の)?(?:お?名前|なまえ|名)?(?:は|が|も|の|って|:|ですね|はですね)?、?|(?:わたし|私|僕|ぼく|俺|おれ|わし|あたし|うち|自分|本名|名前|お名前|なまえ|名)(?:は|が|:)?、?)+"
    ))
});

patterns! {
    QUOTED = r#"[「『"“]([^「」『』"“”]{1,20})[」』"”]"#;
    // 数と書いて「かず」: how it is written, before how it is read.
    WRITTEN = r"(?:^|[「『、。\s])([\p{Han}々]{1,4})[」』]?(?:、|って)?と?書(?:いて|き)、?[「『]?[\p{Hiragana}\p{Katakana}]";
    // 月渚でるな: how it is written, and how it is read.
    WRITTEN_AND_READ = r"^([\p{Han}々]{0,3}[\p{Han}々&&[^人名歳才年月日時回個件]])で[「『]?[\p{Hiragana}ー]{2,5}?[」』]?(?:です|だよ|と読(?:み|む).*|って読.*)?[。!]*$";
    NAME_IS = r"(?:お?名前|なまえ|名)(?:は|が|:)、?([^。!?\n(（]{1,24})";
    READ_AND_WRITTEN = r"^[\p{Hiragana}ー]{2,6}[、。]\s*([\p{Han}々]{1,4})(?:です|だよ|や|$|[。、\s])";
    // 文子といいました文学の文に: a sentence that nobody has ended.
    RUNS_ON = r"(です|ます|ました)([\p{Han}\p{Katakana}]|ひらがな|かたかな)";
    // ろくじゅうよん: a number.
    KANA_NUMBER = r"^(?:(?:いち|に|さん|よん|し|ご|ろく|なな|しち|はち|きゅう|く)?(?:じゅう|ひゃく|びゃく|せん|まん))+(?:いち|に|さん|よん|し|ご|ろく|なな|しち|はち|きゅう?|く)?$";
    IN_SUM = r"、で、?([\p{Han}々]{2,4})(?:です|だす|や|。|$)";
    // Nor is what is asked for: 何歳, いくつ.
    COUNT = r"^[一二三四五六七八九十\d]{1,2}[名人]$|^(?:何|なん)(?:歳|才|さい|人|年|月|時|個)|^(?:おいくつ|いくつ|だれ|誰|どこ|いつ|なに)(?:か|なの|です|ですか)?$";
    // Edna E D N A
    SPELLED = r"(?: \p{Lu}){2,}\.?$";
    // "翔と考えて「澪」に": what was thought of, and is not it.
    CONSIDERED = r"[^、。「\s]{1,6}(?:と|も|か|とも)(?:考え|悩|迷)(?:て|た|って|んで)";
    // What follows a word in Japanese and is no given name.
    PARTICLES = r"^(?:ども|[はがをにでともの]|から|まで|より|だけ|くらい|ぐらい|ころ|ごろ|など|とか|です|ます|だっ|やっ|じゃ|やね|やで|だよ|だね|する|した|して|しい|くて|くない|ない|らし|っぽ|みたい|さん|ちゃん|くん|たち)|(?:です|ます|した|より|だよ|やね|やで|だね|けど|から|さい|った|って|して|ない|いて|んで|だ|や|よ|わ|る|い|う|く|て)$";
    HAN_AND_KANA = r"^[\p{Han}々]{1,3}([\p{Hiragana}]{2,4}|[\p{Katakana}ー]{2,5})$";
    // Whatever follows the name in Japanese and is none of it.
    TAIL_JA = concat!(
        r"(?:(?:さん|ちゃん|くん|君|様|さま|どの|殿)?(?:です(?:ね|よ|わ|かな|たい|ばい|がね)?|でした|だった|やった|どす(?:え)?|でっ?す|ばい|やが(?:な|ね)?|だべ(?:さ|な)?|だっぺ|っちゃ|やさ|だに|だがね|がや|ぜよ|だす|だよ|だな|だね|だわ|でございます|である|やで|やき|やねん|やわ|じゃ|じゃけえ|っす(?:ね)?",
        r"|と(?:申し(?:ます|まして)?|もうし(?:ます|まして)?|いい(?:ます|まし(?:た|て))?|言い(?:ます|まし(?:た|て))?|いう(?:名前|名|んです|のです|ねん|んや|人)?|言う(?:名前|んです)?|書(?:きます|いて|く)|名(?:付|づ)け.*|決めて.*|呼(?:んで.*|びます|ばれてます))",
        r"|って(?:いう(?:名前|んです|の|人)?|言う(?:名前|んです)?|名前|呼(?:んで.*|ばれて.*)|い(?:い)?ます|書いて.*)(?:がいい.*|で)?",
        r"|っつ?う(?:んだ|の|か)?|いう(?:うねん|ねん|んよ|が|んです|て)?|いい(?:ます|まして?ね?|ました)|言い(?:ます|ました)|で(?:お願い.*|どう.*|いい.*|ええ.*|よろしく.*|たのむ.*|頼む.*|す)?|に(?:し(?:ます|よう|とこ|とく|て.*|たい.*)|する|決め.*)|が(?:いい|ええ|良い|よい|好き).*|かな[ぁあ]?|かも|とか(?:ええ|いい)な[ぁあ]?|とか|にしと(?:いて|く|こ).*|でも?(?:ええ|たの[むみ]|頼[むみ]).*|とお?呼び?(?:ください|下さい|いただ).*|なんて.*|をお願い.*))+[ねよわなさー]?$",
    );
    // A single letter that ends a sentence: of the name only where it is in the same letters.
    ENDING = r"^(.*[\p{Han}\p{Katakana}ー々ヶ])(?:や|よ|だ|で|な|ね|わ|や[なわ]|ったい|たい|ばい|じゃ|のう|っちゃ|やが|どす|っす)$";
    CALLED_JA = r"([\p{Han}々]{1,5}|[\p{Katakana}ー・ヴヱヰ]{2,14}|[\p{Hiragana}ー]{2,6}|\p{Lu}[\p{L}\p{M}'ʻ’-]+)(?:さん|ちゃん|くん)?(?:(?:さん|ちゃん|くん)みたい|みたいな名前|と申し|といい|と言い|という(?:名前|名|の|人|$)|と呼んで|って(?:いう(?:名前|の)|名前|呼んで)|と書いて|いうて|いうねん|いう(?:んよ|が|ん)|いいまし)";
    NAME_JA = r"^(?:[\p{Han}々ヶ]{1,5}|[\p{Han}々ヶ]{1,4}[\p{Katakana}ー]{2,5}|[\p{Hiragana}ー]{1,7}|[\p{Katakana}ー・ヴヱヰ]{1,15}|[\p{Hiragana}]{1,2}[\p{Han}々]{1,2}|[\p{Han}々]{1,3}[えみよのかゑりこらさきせゆまゐほ]{1,2}|[\p{Katakana}ー]{2,4}[\p{Han}々]{1,2}|[\p{Latin}\p{Cyrillic}\p{Greek}\p{Hangul}\p{Arabic}\p{Hebrew}\p{Devanagari}\p{Bengali}\p{Tamil}\p{Telugu}\p{Malayalam}\p{Thai}\p{Georgian}\p{Armenian}\p{M}'ʻ’・. -]{1,30})$";
    // んじゃ, あー: no name begins or sounds so.
    NO_NAME_SOUND = r"^[んーっぁぃぅぇぉゃゅょッンァィゥェォャュョ]|^[あいうえおはへほアイウエオハヘホ]ー+$";
    // いらねえだろ, つけね: what somebody says of the question.
    SAID_OF_IT = r"^(?:も|は)?(?:いら|要ら|つけ|付け|決め|きめ|言わ|いわ|知ら|しら|わから|分から|考え|かんがえ|ござら|あら)(?:ね|ん|へん|ない|ねえ|ねぇ|ねー|ぬ|まへん)|(?:だろう?|やろう?|じゃん|じゃんか|かよ|でけ|でれ|っぺ|失礼)$|^少々";
    // 「こども ないてる」 is said in between.
    VERBAL = r"^(?:年|歳|年齢|名前|性別|住まい|仕事|相手|性格)か?$|^(?:ない|ね|たべ|おこっ|よん)て(?:る|いる|ます|います)$|(?:たい|ない|しい|した|った|する|める|いる|ます|ません|です|けど|から|ので|って|いい|ください|たら|れば|ながら|だけど|ですが|のは|でね|ないし|だし|ですし|なくて|でしょ|なら)$|^(?:だす|です|でしょ|だす?か|ですか|どっち|どちら|ふたりとも)|^[はがをにでとへもの]\p{Han}|^[\p{Hiragana}\p{Katakana}]$|^.{4,}[はがをも]$|^(?:それ|これ|あれ|どれ|その|この|あの|もし|ちょ|そろそろ|ねえ|ねぇ|もう(?:よ|い|む|だ|ち|す)|まあまあ|とりあえず|なんか|めっちゃ)";

    FIRST_LATIN = r"^(\p{Lu}[\p{Latin}\p{M}'ʻ’-]+(?: \p{Lu}[\p{Latin}\p{M}'ʻ’-]+){0,2})[,.(（、]\s*[^\p{Han}\p{Hiragana}\p{Katakana}]*[\p{Han}\p{Katakana}]";
    // "tyler hes right here"
    FIRST_SMALL = r"(?i)^(\p{L}[\p{L}\p{M}'-]+),?\s+(?:[-–—:]\s*)?(?:he|she|they)(?:'?s|'re| is| are)\b";
    // "Gus'd be the boy": D'Arcy and O'Shea have more behind their mark.
    CONTRACTS = r"['’](?:d|ll|ve|s|re)$";
    // "Callum'll dae"
    SHORTENED_LL = r"(\p{L})['’]ll\b";
    // "idk, mia i guess"
    LEAD_EN = r"(?i)^(?:(?:idk|dunno|(?:i )?don'?t know|maybe|um+|uh+|hmm+|well|so|o+h?|ok|okay|like|go on(?: then)?|suppose|i suppose|something like)[,. ]+)+";
    TAIL_EN = r"(?i)[, ]+(?:like (?:the|in the) \p{L}+|as in (?:the )?\p{L}+|ngl|fr|i guess|i think|i suppose|i'd say|please|pls|or something|lol|haha|btw|obviously|obvs|tbh)[.!]*$";
    TITLE = r"^(?i:mr|mrs|ms|miss|mx|dr|prof|sir|lady|madam|mister)\.?\s+";
    CALLED = r"(?i)\b(?:her|his|their|the|my|full|first|good)?\s*(?:good |first |full )?names?(?:'s|'d| is| was| will be| would be| should be|:)?\s+(?:is |be |was |just |simply )?|\b(?:called|named|goes by|go by|christened|known as|answers to)\s+|\b(?:let|make) (?:him|her|them|it) be\s+|\bmy (?:bf|gf|hubby|man|missus|other half|fella) is\s+|\b(?:call|name|address) (?:me|her|him|them)\s+(?:as |just |simply )?|\b(?:write|put|use|spell it|spelled|make it|go with|went with)\s+(?:it |her |him |just )?";
    IS = r"(?i)\b(?:i'?m|i am|this is|that's|that is|its|it's|it is|my (?:\p{L}+ ){0,2}\p{L}+(?:'s| is| was)|i (?:said|told you)|(?:as )?i (?:already )?said|she's|he's|she is|he is|they're|myself|(?:wife|husband|hubby|partner|girlfriend|boyfriend|fianc[eé]e?|spouse|missus|other half)(?:'s| is| was|,|:)?|maybe|perhaps|probably|let's say|say|how about|just|make it)\s+";
    // A person's own name, wherever it is said.
    OWN = r"\b(?:(?i:(?:my|the) name(?:'s| is)|call me|address me as|know me as|people call me|they call me|every(?:one|body) calls me|dem call (?:me|mi)|friends call me)\s+(\p{L}[\p{L}\p{M}'ʻ’-]*(?: \p{Lu}[\p{L}\p{M}'ʻ’-]*)?)|(?:I'm|I’m|Im|I am|i'm|i am|[Aa]h'm|This is|this is)\s+(\p{Lu}[\p{L}\p{M}'ʻ’-]*(?: \p{Lu}[\p{L}\p{M}'ʻ’-]*)?)(?:\s*[,.!;(—–-]|\s+(?:and|here|from|by|nice|\d)|\s*$)|^(\p{Lu}[\p{L}\p{M}'ʻ’-]*) here\b)|(?:^|[,.!;]\s*)(?i:names?(?:'s| is|:)?)\s+(\p{Lu}[\p{L}\p{M}'ʻ’-]*(?: \p{Lu}[\p{L}\p{M}'ʻ’-]*)?)\s*(?:[,.!;(]|\d|$)";
    // "hi im mehmet, 34": in small letters, where nothing but a name stands so.
    OWN_SMALL = r"(?i)(?:^|[.!?\n;,]\s*|\b(?:hi|hey|hello|hiya|yo|g'day|hallo)(?: there| all| hera)?[ ,!.]+)(?P<cue>(?:so )?(?:i'?m|i am|ah'?m|this is|(?:the |my )?name'?s(?: is)?))\s+(?P<name>\p{L}[\p{L}\p{M}'ʻ-]+)(?P<more>(?: \p{L}[\p{L}\p{M}'ʻ-]+){0,2}?)\s*(?:(?P<age>,?\s*(?:and )?(?:i'?m |am |aged? )?\d{2}\b)|[,.!;(\n]|$|\s+(?:from|here|and i|nice to|pleased))";
    GREETS = r"(?i)^\W*(?:hi|hey|hello|hiya|yo|g'day|howdy|good (?:morning|evening|afternoon)|nice to meet you)\b";
    OWN_JA = r"(?:^|[、。!?\n]|の|は)(\p{Lu}[\p{Latin}\p{M}'ʻ’-]+|[\p{Han}々]{1,5}|[\p{Han}々]{1,4}[\p{Hiragana}\p{Katakana}ー]{2,5}?|[\p{Katakana}ー]{2,10}|[\p{Hiragana}]{2,6})(?:と申します|といいます|と言います|って(?:いいます|言います|呼んで))";
    // 名前は山本浩二
    OWN_NAME_IS_JA = r"(?:^|[、。!?\n])(?:私の|わたしの|僕の|俺の)?(?:お?名前|なまえ|名)は、?([\p{Han}々]{1,6}|[\p{Katakana}ー・]{2,12}|[\p{Hiragana}]{2,6}?|[\p{Han}々]{1,4}[\p{Hiragana}\p{Katakana}]{2,5}?)(?:です|だよ|といい|と申|っていい|っす|[、。!\n]|$)";
    // はじめまして、田中みさきです
    GREETED_JA = r"^(?:はじめまして|初めまして|こんにち[はわ]|こんばん[はわ]|おはよう(?:ございます)?|どうも|よろしく(?:お願いします)?)[、。!\s]*(?:(?:私|わたし|僕|俺)は、?)?(\p{Lu}[\p{Latin}\p{M}'ʻ’-]+|[\p{Han}々]{1,5}[\p{Hiragana}\p{Katakana}ー]{0,5}?|[\p{Katakana}ー・]{2,10}|[\p{Hiragana}ー]{2,6}?)(?:です|と申します|といいます|っす|だよ|やで)(?:[。、!\s]|よろしく|$)";
    // 田中みさき29歳, 達也、37です: a name, and at once the age.
    NAME_AND_AGE_JA = r"(?:^|[、。!?\n\s])(?:(?:私|わたし|僕|俺)は、?)?([\p{Han}々]{2,6}|[\p{Han}々]{1,4}[\p{Hiragana}\p{Katakana}]{2,5}|[\p{Katakana}ー・]{2,10}|[\p{Hiragana}]{2,5}?)(?:です|だよ|といいます)?[、。,!\s]*[(（]?(?:今|ことし|今年で?|いま)?\d{2}[)）]?(?:歳|才|さい|です|だよ|、|。|$|男|女|\n)";
    // 静岡市葵区
    TOWN = r"^[\p{Han}\p{Katakana}ー]{1,5}[市県府区][\p{Han}\p{Katakana}ー]*$";
    // "a bloke from Stoke": a place.
    PLACED = r"(?i)\b(?:from|in|near|at|to|around|outside)\s+(?:the\s+)?$";
    // "Beverley but Bev": what somebody is called after all.
    KNOWN_AS = r"^\p{Lu}[\p{L}\p{M}'ʻ’-]+,? (?:but|or|aka|a\.k\.a\.|known as|shortened to) (?:(?i:(?:every(?:one|body)|people|we|i|they|friends|just|mostly|always|usually|call|calls|say|says|her|him|them|really|simply) )*)(\p{Lu}[\p{L}\p{M}'ʻ’-]+)[.!]*$";
    // "debbie but deb", where the other is a part of it.
    SHORTENED = r"^(?:(?i:it'?s|i'?m|my name(?:'s| is)) )?(\p{Ll}[\p{L}\p{M}'ʻ’-]+),? (?:but|or|short is|short|aka) (?:(?:call me|everyone says|just|mostly|really|i go by|go by) )*(\p{Ll}[\p{L}\p{M}'ʻ’-]+)[.!]*$";
    // "Call her Dot. No, Dulcie": what is said after all, where a name stands before it.
    AFTER_ALL = r"\p{Lu}[\p{L}\p{M}'ʻ’-]+\s*[.!,…—–-]+\s*(?i:no|nah|wait|actually|scratch that|make that|or rather|sorry|hang on|on second thoughts?)[,.!…\s]+(?i:(?:no|wait|actually|make (?:it|that|her|him)|call (?:her|him|them|it)|it'?s|let'?s say|it should be)[,\s]+)*(\p{Lu}[\p{L}\p{M}'ʻ’-]+)(?:[.!,]|$)";
    // "lucía but everyone says lu"
    SAID_BY_ALL = r"(?i)\bbut (?:ev\w*(?:one|body)|people|friends|my friends|they|most people|all)\s+(?:just |mostly )?(?:calls?|says?)\s+(?:me |him |her |them )?(\p{L}[\p{L}\p{M}'ʻ’-]*)[.!]*$";
    // "Siân would be a nice name"
    AFTER_NAME = r"(?i)^(?:'ll\b|\s+was (?:his|her|their)\b|\s+is what\b)|^\s+(?:would|could|will|is (?:fine|good|nice|lovely|her|his|their|the|my)|it is|please|of course|obviously|then|maybe|perhaps|i think|i guess|i suppose|for|or|because|after|like|with|short|but|and|as ever)\b";
    OTHERS = r"(?i)男の子|女の子|双子|赤ちゃん|妻|嫁|夫|旦那|主人|彼女|彼氏|相手|息子|娘|子ども|子供|犬|猫|\b(?:wife|husband|partner|son|daughter|dog|cat|her|his)\b";
}

/// The name that `text` says, in answer to the question for one. It is as the person wrote it, but for `normalise`.
pub fn read(text: &str) -> Option<Name> {
    let text = &*RUNS_ON.replace_all(text, "$1。$2");
    let text = &*without_considered(text);
    // "Mei Ling, Chinese is 美玲": what comes first is the name.
    if let Some(found) = FIRST_LATIN.captures(text).filter(|found| found[1].split(' ').all(is_name_word)) {
        return sure(&found[1]);
    }
    match language_of(text) {
        Some(Language::Japanese) => japanese(text),
        _ => english(text),
    }
}

/// The text without names that were thought of and not chosen.
pub fn without_considered(text: &str) -> Cow<'_, str> {
    CONSIDERED.replace_all(text, "")
}

fn sure(name: &str) -> Option<Name> {
    fits(name).then(|| Name { name: bare(name), doubtful: false })
}

/// Letters of a word that is taken for a name though it stands alone, and nobody asked for one.
const SHORTEST: usize = 4;
/// How people greet in other languages, who then go on in English.
const GREETINGS: [&str; 34] = [
    "hola", "ciao", "salut", "bonjour", "ahoj", "czesc", "cześć", "merhaba", "selam", "marhaba", "ahlan", "shalom",
    "privet", "namaste", "sawubona", "jambo", "sasa", "hallo", "servus", "moin", "gruezi", "grüezi", "tere", "sveiki",
    "zdravo", "aloha", "halo", "annyeong", "nihao", "kiaora", "hujambo", "habari", "hejsan", "terve",
];

/// Words between the parts of a name: María de la O, Jan van der Berg.
const JOINING: [&str; 22] = [
    "de", "la", "las", "los", "del", "da", "das", "do", "dos", "di", "du", "van", "von", "der", "den", "ter", "ten",
    "bin", "ibn", "al", "el", "y",
];

/// How many words a name has, without those that join them.
fn words_of(name: &str) -> usize {
    name.split_whitespace().filter(|word| !JOINING.contains(word)).count()
}

/// Whether the word may be a name.
pub fn fits(name: &str) -> bool {
    let name = bare(name);
    let japanese = language_of(&name) == Some(Language::Japanese);
    let long = if japanese { name.chars().count() > JAPANESE } else { words_of(&name) > WORDS };
    // 三十九 is a number; 一二三 is a name.
    let kanji = name.contains(['十', '百']) && name.chars().all(|c| "〇一二三四五六七八九十百".contains(c));
    let number = kanji || KANA_NUMBER.is_match(&name) || COUNT.is_match(&name);
    // "f 34": a letter for who one is.
    let letter = matches!(name.as_str(), "f" | "m" | "F" | "M");
    !(name.is_empty()
        || long
        || letter
        || number
        || !(NAME_JA.is_match(&name) || is_family_and_given(&name))
        || (japanese && (VERBAL.is_match(&name) || NO_NAME_SOUND.is_match(&name) || SAID_OF_IT.is_match(&name)))
        || !plausible(&name))
}

/// 佐藤ゆい: the family's name, and a given one that is known.
fn is_family_and_given(name: &str) -> bool {
    HAN_AND_KANA.captures(name).is_some_and(|found| {
        let (given, family) = (&found[1], &name[..name.len() - found[1].len()]);
        let named = !vocabulary::is_ordinary(family) || ja::PLACES.contains(&family);
        let sounds = named
            && !ja::NOT_NAMES.contains(&family)
            && !vocabulary::is_ordinary(given)
            && !VERBAL.is_match(given)
            && !PARTICLES.is_match(given);
        given_names::gender(given).is_some() || (sounds && !describes(name) && !ja::NOT_NAMES.contains(&given))
    })
}

/// A name of one letter, which is one only where it is said to be: 「あ」.
fn is_short(name: &str) -> bool {
    name.chars().count() == 1 && name.chars().all(char::is_alphabetic)
}

/// The name without titles.
fn bare(name: &str) -> String {
    let name = name.trim().trim_matches(['.', ',', '!', '・']);
    let name = TITLE.replace(name, "");
    let name = SPELLED.replace(&name, "");
    let name = CONTRACTS.replace(&name, "");
    // J-e-r-o-e-n
    let spelled = name.contains('-') && name.split('-').all(|part| part.chars().count() == 1);
    if spelled { name.replace('-', "") } else { strip_honorific(&name) }
}

fn japanese(text: &str) -> Option<Name> {
    // 嫁（仮）は
    let text = &*text.replace("(仮)", "").replace("(笑)", "").replace("(予定)", "");
    if let Some(found) = WRITTEN_AND_READ.captures(text.trim()).filter(|found| fits(&found[1])) {
        return sure(&found[1]);
    }
    if let Some(found) = WRITTEN.captures(text).filter(|found| fits(&found[1])) {
        return sure(&found[1]);
    }
    if let Some(found) = QUOTED.captures_iter(text).find(|found| fits(&found[1]) || is_short(&found[1])) {
        return Some(Name { name: found[1].to_owned(), doubtful: false });
    }
    if let Some(found) = NAME_IS.captures(text)
        && let Some(name) = parts(&found[1]).into_iter().find_map(japanese_part)
    {
        return Some(name);
    }
    // あずさ。梓: how it is read, and how it is written.
    if let Some(found) = READ_AND_WRITTEN.captures(text).filter(|found| fits(&found[1])) {
        return sure(&found[1]);
    }
    let mut weak = None;
    for clause in text.split(['。', '!', '?', '\n', '…']) {
        let clause = clause.split(['(', '（']).next().unwrap_or("").trim();
        for part in parts(clause) {
            if let Some(name) = japanese_part(part) {
                let name = whole_name(text, name);
                // 失礼 is an ordinary word: a name only where there is no other, and nothing else is said.
                if !vocabulary::is_ordinary(&name.name) {
                    return Some(name);
                }
                let alone = text.chars().count() <= name.name.chars().count() + 4;
                weak = weak.or(alone.then_some(Name { doubtful: true, ..name }));
            }
        }
    }
    if weak.is_some() {
        return weak;
    }
    // 清い、に治す、で清治: the letters one by one, and then the name.
    if let Some(found) = IN_SUM.captures(text).filter(|found| fits(&found[1])) {
        return sure(&found[1]);
    }
    let found = CALLED_JA.captures(text)?;
    sure(&found[1]).map(|name| Name { doubtful: true, ..name })
}

/// 岩崎です、岩崎勇: the name with what is said of it later.
fn whole_name(text: &str, name: Name) -> Name {
    let others = text.split(['。', '!', '\n', '…', '、']).filter_map(|part| japanese_part(part.trim()));
    let longer = |other: &Name| other.name.len() > name.name.len() && other.name.starts_with(&name.name);
    let han = |name: &str| name.chars().all(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '々'));
    others.into_iter().find(|other| longer(other) && han(&other.name)).unwrap_or(name)
}

/// ひろしや without what people in some places say for です: where the rest is a name that is known, and the whole is none.
fn without_copula(name: &str) -> &str {
    let known = |name: &str| given_names::gender(name).is_some();
    let copulas = ["やで", "やねん", "ばい", "たい", "だべ", "じゃ", "や", "だ"];
    let rest = copulas.iter().find_map(|copula| name.strip_suffix(copula));
    rest.filter(|rest| rest.chars().count() > 1 && known(rest) && !known(name)).unwrap_or(name)
}

/// なおみよ without the よ; かよ and たかよ are names.
fn without_yo(name: &str) -> &str {
    let kana = name.chars().all(|c| ('\u{3041}'..='\u{309f}').contains(&c));
    name.strip_suffix('よ').filter(|rest| kana && rest.chars().count() > 2).unwrap_or(name)
}

/// The whole clause, then what stands before and after its commas.
fn parts(clause: &str) -> Vec<&str> {
    let mut parts = vec![clause];
    if clause.contains('、') {
        parts.extend(clause.split('、'));
    }
    parts
}

fn japanese_part(part: &str) -> Option<Name> {
    let part = part.trim_matches(['、', ' ', ':', '-']);
    let led = LEAD_JA.replace(part, "");
    let led = &*led;
    if led.is_empty() {
        return None;
    }
    let led = without_yo(without_copula(led));
    let plain = TAIL_JA.replace(led, "");
    let plain = ENDING.replace(&plain, "$1");
    let name = if fits(&plain) { &*plain } else { led };
    let kana = name.chars().all(|c| ('\u{3041}'..='\u{309f}').contains(&c) || c == 'ー');
    let town = TOWN.is_match(name) && name.chars().count() > 3;
    // ちっちゃい is no name: those that end so are short.
    let adjective = kana && name.ends_with('い') && name.chars().count() > 3;
    if town
        || adjective
        || !fits(name)
        || describes(name)
        || ja::NOT_NAMES.contains(&name)
        || ja::PLACES.contains(&name)
    {
        return None;
    }
    // そうた would be そう with a tail: what was cut off in hiragana is asked about.
    // せっかち is what somebody is like.
    let chances = kinds::read(name);
    if kana && name.chars().count() > 3 && chances.of(Kind::Character).max(chances.of(Kind::Looks)) > 0.5 {
        return None;
    }
    let cut = plain.len() < led.len() && !led.ends_with("です") && !led.ends_with("ます");
    Some(Name { name: bare(name), doubtful: kana && cut })
}

/// Whether a message of several clauses, in Japanese, gives `name` as what somebody is called: 「植木屋、今日は松の枝を」 does not.
pub fn is_introduced(text: &str, name: &str) -> bool {
    patterns! {
        SAID_AS_NAME = r"^(?:さん|ちゃん|くん|君)?[」』)]?(?:[、。 ]*\d|、?(?:です|でーす|と申|ともうし|と?い[いう]|と言[いう]|って(?:いい|言い|ゆ|呼)|と(?:お)?呼|でお願い|で(?:い|え)い|で頼|で(?:$|[。!])|だよ(?:$|[。、!])|っす|じゃ|や(?:で|ねん|わ)?(?:$|[。、!])|だ(?:$|[。、!])|でございます|[。!、 ]*(?:よろしく|はじめまして|初めまして|ヨロシク)))";
        LED = r"(?:名前|なまえ|名|呼び名|ニックネーム|あだ名|本名|仮名|下|私|わたし|僕|ぼく|俺|おれ|わし|あたし|うち|わ)(?:は|が|:)?[、「『]?$|(?:はじめまして|初めまして|こんにちは|こんばんは|どうも)[、。! ]*$";
        TRADE = r"^(?:\p{Han}{2,}(?:屋|家|師|士|員|官|業|係|長|職|生|者|手)|大工|左官|遺書|遺言)$";
        // 今週三本
        TIME = r"^(?:今日|昨日|明日|今週|先週|来週|今月|先月|来月|今年|去年|来年|毎日|毎週|毎晩|一日|今夜|昨夜|今朝)";
        SPOKEN = r"[\p{Han}\p{Hiragana}\p{Katakana}]";
    }
    if language_of(name) != Some(Language::Japanese) || given_names::gender(name).is_some() {
        return true;
    }
    let Some(at) = text.find(name) else { return true };
    let (before, after) = (&text[..at], &text[at + name.len()..]);
    let others = SPOKEN.find_iter(before).count() + SPOKEN.find_iter(after).count();
    if TIME.is_match(name) || (TRADE.is_match(name) && others > 0) {
        return false;
    }
    // かのん！あだ名は…
    let first = before.trim().is_empty() && after.starts_with(['。', '!', '！', '\n']);
    others <= BESIDE_NAME || (first && !is_katakana(name)) || SAID_AS_NAME.is_match(after) || LED.is_match(before)
}

fn is_katakana(name: &str) -> bool {
    name.chars().all(|c| matches!(c, '\u{30a1}'..='\u{30fc}'))
}

fn english(text: &str) -> Option<Name> {
    let read = read_english(text);
    // "joy", and nothing else: it is said back.
    let alone = text.trim().trim_end_matches(['.', '!']);
    let word = || {
        let named = vocabulary::is_ordinary(alone) || en::HOMONYMS.contains(&alone.to_lowercase().as_str());
        alone.chars().all(char::is_alphabetic) && named && kinds::read(alone).of(Kind::Else) < 0.5
    };
    let plain = || !en::NOT_NAMES.contains(&alone) && !en::WORDS.contains(&alone) && !describes(alone);
    read.or_else(|| (word() && plain()).then(|| Name { name: capitalised_words(alone), doubtful: true }))
}

fn read_english(text: &str) -> Option<Name> {
    let text = &*LEAD_EN.replace(text, "");
    let text = &*TAIL_EN.replace(text, "");
    let text = &*SHORTENED_LL.replace(text, "$1 will");
    if let Some(found) = FIRST_SMALL.captures(text.trim()).filter(|found| is_name_word(&found[1]) && fits(&found[1])) {
        return Some(Name { name: bare(&capitalised_words(&found[1])), doubtful: is_in_doubt(&found[1]) });
    }
    if let Some(found) = QUOTED.captures_iter(text).find(|found| fits(&found[1]) && !is_word(&found[1])) {
        return sure(&found[1]);
    }
    if let Some(found) = KNOWN_AS.captures(text.trim()).filter(|found| is_name_word(&found[1]) && fits(&found[1])) {
        return sure(&found[1]);
    }
    if let Some(found) = SHORTENED.captures(text.trim()).filter(|found| found[1].starts_with(&found[2])) {
        return sure(&capitalised(&found[2]));
    }
    if let Some(found) = SAID_BY_ALL.captures(text.trim()).filter(|found| is_name_word(&found[1])) {
        return sure(&capitalised(&found[1]));
    }
    // What a cue names, the last of them: "Jhun-Jhun, but write Jun".
    if let Some(found) = AFTER_ALL.captures(text).filter(|found| is_name_word(&found[1]) && fits(&found[1])) {
        return sure(&found[1]);
    }
    let named = CALLED.find_iter(text).filter_map(|cue| run(&text[cue.end()..], true)).last();
    if let Some(name) = named {
        return Some(Name { name: bare(&name), doubtful: false });
    }
    let clauses =
        || text.split([',', '.', '!', '?', '\n', ';', '(', '—', '–', ':']).map(str::trim).filter(|c| !c.is_empty());
    let shouts = text.chars().any(char::is_lowercase);
    for clause in clauses() {
        let rest = IS.find(clause).filter(|cue| cue.start() == 0).map_or(clause, |cue| &clause[cue.end()..]);
        // "Braids, dimples" describes somebody.
        let chances = kinds::read(rest);
        let least = if text.contains([',', '.']) { 0.5 } else { 0.8 };
        let describes = chances.of(Kind::Looks).max(chances.of(Kind::Character)) > least;
        if is_lone(rest) && !describes && (shouts || text.split_whitespace().count() <= 3) {
            return Some(Name { name: bare(&capitalised_words(rest)), doubtful: is_in_doubt(rest) });
        }
    }
    let cued = IS.find_iter(text).find_map(|cue| run(&text[cue.end()..], false));
    let cued = cued.filter(|name| !en::DEMONYMS.contains(&name.to_lowercase().as_str()));
    if let Some(name) = cued {
        return Some(Name { name: bare(&name), doubtful: false });
    }
    // One run of capitals in the first clause that has any. The first word of a sentence has a capital, whatever it is.
    for clause in clauses() {
        let runs = runs(clause);
        if let [name] = runs.as_slice()
            && clause.strip_prefix(name.as_str()).is_none_or(|rest| rest.is_empty() || AFTER_NAME.is_match(rest))
            && !PLACED.is_match(&clause[..clause.find(name.as_str()).unwrap_or(0)])
        {
            return fits(name).then(|| Name { name: bare(name), doubtful: true });
        }
    }
    None
}

/// A clause that is a name and nothing else.
fn is_lone(clause: &str) -> bool {
    let clause = TITLE.replace(clause, "");
    let joins = |at: usize, word: &str| at > 0 && JOINING.contains(&word);
    let words = clause.split_whitespace().enumerate().filter(|(at, word)| !joins(*at, word));
    let words: Vec<&str> = words.map(|(_, word)| word).collect();
    let ends = clause.split_whitespace().next_back().is_some_and(|last| !JOINING.contains(&last));
    let capital = words.iter().all(|word| begins_as_name(word));
    // "priya nair": two words that are no words of the language, and sound like a name.
    let named = |word: &&str| !vocabulary::is_ordinary(word) && word.is_ascii() && small(word).is_some();
    let two = words.len() == 2 && words.iter().all(named) && !kinds::read(&clause).is_none_of(&[Kind::Name]);
    let few = if capital { WORDS } else { 1 + usize::from(two) };
    ends && (1..=few).contains(&words.len()) && words.iter().all(|word| is_name_word(word)) && fits(&clause)
}

/// Whether the text is a name and nothing else: with capitals, or in katakana.
pub fn is_lone_name(text: &str) -> bool {
    let capital = text.starts_with(char::is_uppercase) && is_lone(text);
    let katakana = is_katakana(text) && fits(text);
    capital || (katakana && (2..=6).contains(&text.chars().count()))
}

/// The name with a capital that follows the first place where `cue` matches.
pub fn after(text: &str, cue: &Regex) -> Option<String> {
    let name = cue.find_iter(text).find_map(|cue| run(&text[cue.end()..], false))?;
    let lower = name.to_lowercase();
    (!en::DEMONYMS.contains(&lower.as_str()) && !en::PLACES.contains(&lower.as_str())).then(|| bare(&name))
}

/// Whether the text ends with a name that it gives somebody: "my man is Hennie".
pub fn gives_name(text: &str) -> bool {
    patterns! {
        IS_WHAT = r"^\p{Lu}[\p{L}\p{M}'ʻ’-]+ (?:is|was) what\b";
        ASKS_FOR = r"^[\p{Han}\p{Hiragana}\p{Katakana}ー々]{2,8}?で(?:お?願い|よろしく|頼)";
        GIVES = r"(?:\bis|'s|\bwas) (\p{Lu}[\p{L}\p{M}'ʻ’-]+)[.!]*$";
    }
    let cued = |cue: &Regex| cue.find_iter(text).any(|cue| run(&text[cue.end()..], true).is_some());
    let written =
        WRITTEN.is_match(text) || FIRST_SMALL.captures(text.trim()).is_some_and(|found| is_name_word(&found[1]));
    if written || ASKS_FOR.is_match(text.trim()) || IS_WHAT.is_match(text.trim()) || SAID_BY_ALL.is_match(text) {
        return true;
    }
    GIVES.captures(text.trim()).is_some_and(|found| is_name_word(&found[1])) || cued(&CALLED)
}

/// Whether the text says what the person themself is called.
pub fn is_of_self(text: &str) -> bool {
    patterns! {
        OF_SELF = r"(?i)\b(?:my name(?:'s| is)|call me|people call me)\b|(?:私|わたし|僕|ぼく|俺|おれ|自分)(?:の名前)?は.{1,12}(?:と申|といい|という名|って(?:いい|言い))";
    }
    OF_SELF.is_match(text)
}

/// Whether each word begins with a capital.
pub fn has_capitals(text: &str) -> bool {
    text.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
}

/// A word that may be part of a name.
pub fn is_name_word(word: &str) -> bool {
    let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
    has_name_letters(plain) && !is_word(plain)
}

fn has_name_letters(plain: &str) -> bool {
    !plain.is_empty() && plain.chars().all(|c| c.is_alphabetic() || "'ʻ’-.".contains(c) || unicode_mark(c))
}

const fn unicode_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Whether it is a word of the language rather than a name: what no table of names has, and tables of words have.
pub fn is_word(word: &str) -> bool {
    // Written small: "turned", "already". A capital makes Joy of joy; where all are capitals, JOY is still a name, and
    // THEMSELVES is none.
    let lower = word.to_lowercase();
    let shouted = word.chars().count() > 2 && word.chars().all(char::is_uppercase);
    let shouted = shouted && !en::HOMONYMS.contains(&lower.as_str()) && vocabulary::is_ordinary(&lower);
    shouted || (word.starts_with(char::is_lowercase) && vocabulary::is_ordinary(word)) || is_known_word(word)
}

/// The same by the tables of words that are never names.
fn is_known_word(word: &str) -> bool {
    patterns! {
        // "what's", "you're": O'Brien is none.
        CONTRACTED = r"^(?:what|that|it|who|where|there|here|how|let|he|she|you|they|we|i|aren|isn|don|doesn|didn|won|can|wasn|couldn|wouldn|shouldn|haven|hasn|everything|everyone|name|nothing|somebody|someone|y)['’](?:s|re|ve|ll|d|m|t|all)$";
        // "kkk", "hmmm", "haha"
        LAUGHS = r"^(?:[hjk]+|h+m+|m+h?m+|(?:[hj][aeu])+h?|(?:l+o+)+l+|x+d+|o+h+|a+h+|u+h+|e+h+|w+)$";
    }
    let lower = word.to_lowercase();
    let known = en::NOT_NAMES.contains(&lower.as_str())
        || en::WORDS.contains(&lower.as_str())
        || en::INTERJECTIONS.contains(&lower.as_str())
        || CONTRACTED.is_match(&lower)
        || LAUGHS.is_match(&lower);
    (known && !en::NAMES_BY_CAPITAL.contains(&word)) || describes(&lower)
}

/// The name at the head of `rest`: words with capitals, or one without where the cue names it (`lower`).
fn run(rest: &str, lower: bool) -> Option<String> {
    let rest = rest.trim_start();
    let rest = TITLE.replace(rest, "");
    let mut words: Vec<&str> = Vec::new();
    for word in rest.split_inclusive([' ', ',', '.', '!', '?', '\n', ';', '(', '—', '–']) {
        let plain = word.trim_matches(|c: char| !c.is_alphabetic() && !"'ʻ’-".contains(c) && !unicode_mark(c));
        let plain = plain.trim_matches(['-', '\'']);
        let capital = begins_as_name(plain);
        // After "my name is" an ordinary word is a name, too: "my name is ash".
        let named = lower && words.is_empty() && has_name_letters(plain) && !is_known_word(plain);
        let second = lower && words.len() == 1 && !words[0].starts_with(char::is_uppercase);
        if plain.is_empty() || !(named || is_name_word(plain)) || !(capital || (lower && words.is_empty()) || second) {
            break;
        }
        words.push(plain);
        // "his name wei jie": where nobody writes capitals, and nothing follows.
        if lower && words.len() == 1 && !capital && is_followed_by_one(&rest, plain) {
            continue;
        }
        if !word.ends_with(' ') || !capital || words.len() == WORDS {
            break;
        }
    }
    let name = capitalised_words(&words.join(" "));
    fits(&name).then_some(name)
}

/// Whether after the first word of `rest` one more that may be of a name stands, and nothing else.
fn is_followed_by_one(rest: &str, first: &str) -> bool {
    let after = rest.strip_prefix(first).unwrap_or("").trim_start();
    let end = after.find([',', '.', '!', '?', '\n', ';', '(']).unwrap_or(after.len());
    let next = after[..end].trim();
    !next.is_empty()
        && !next.contains(' ')
        && has_name_letters(next)
        && is_name_word(next)
        && !kinds::read(next).is_none_of(&[Kind::Name])
}

/// The runs of capitalised words of a clause that are no words of the language.
fn runs(clause: &str) -> Vec<String> {
    let mut runs: Vec<Vec<&str>> = vec![Vec::new()];
    for word in clause.split_whitespace() {
        let plain = word.trim_matches(|c: char| !c.is_alphabetic() && !"ʻ’".contains(c));
        if begins_as_name(plain) && is_name_word(plain) {
            runs.last_mut().into_iter().for_each(|run| run.push(plain));
        } else if runs.last().is_some_and(|run| !run.is_empty()) {
            runs.push(Vec::new());
        }
    }
    runs.into_iter().filter(|run| (1..=WORDS).contains(&run.len())).map(|run| run.join(" ")).collect()
}

fn capitalised_words(name: &str) -> String {
    if name.chars().any(char::is_uppercase) {
        return name.to_owned();
    }
    name.split(' ').map(capitalised).collect::<Vec<_>>().join(" ")
}

/// Whether a word that stands where a name was asked for may well be something else: it is written small, and nobody known
/// is called so.
fn is_in_doubt(word: &str) -> bool {
    let lower = word.to_lowercase();
    let word_too = en::HOMONYMS.contains(&lower.as_str()) || vocabulary::is_ordinary(&lower);
    let other = word_too || kinds::read(word).is_none_of(&[Kind::Name]);
    !begins_as_name(word) && given_names::gender(word).is_none() && other
}

/// What the person is called, said in small letters: "hi im mehmet, 34". A word that is also something else is doubtful.
pub fn own_small(text: &str, asked: bool) -> Option<Name> {
    patterns! {
        // "hi there, liam here"
        IS_HERE = r"(?i)^(?:(?:hi|hey|hello|hiya|yo|ok|morning|evening)(?: there| all| hera)?[ ,!.]+)?(?:its |it's )?(\p{L}[\p{L}\p{M}'-]+) here(?:[.,!\n]|$)";
    }
    if let Some(name) = IS_HERE.captures(text).and_then(|found| small(&found[1].to_lowercase())) {
        return Some(Name { doubtful: is_in_doubt(&name), name });
    }
    let found = OWN_SMALL.captures(text)?;
    let name = &found["name"];
    let lower = name.to_lowercase();
    let homonym = en::HOMONYMS.contains(&lower.as_str());
    let word = is_word(&lower) || en::DEMONYMS.contains(&lower.as_str()) || en::PLACES.contains(&lower.as_str());
    let greeted = asked || found.name("age").is_some() || GREETS.is_match(text);
    if !greeted || (word && !homonym) || describes(&lower) && !homonym || !(homonym || fits(name)) {
        return None;
    }
    // "im nguyen thi lan, 28"
    let more = &found["more"];
    let goes_on = more.split_whitespace().all(is_name_word) && fits(&format!("{name}{more}"));
    if !more.is_empty() && !goes_on {
        return None;
    }
    Some(Name { name: capitalised_words(&format!("{name}{more}")), doubtful: is_in_doubt(name) || !more.is_empty() })
}

/// What the person is called, said without having been asked: "Hi, I'm Maya".
pub fn own(text: &str) -> Option<String> {
    if let Some(found) = OWN.captures(text) {
        let name = (1..=4).find_map(|index| found.get(index))?.as_str();
        let head = name.split(' ').next().unwrap_or("");
        if is_name_word(head) && !en::DEMONYMS.contains(&head.to_lowercase().as_str()) {
            let whole = name.split(' ').all(is_name_word);
            return tidy(&capitalised_words(if whole { name } else { head }));
        }
    }
    if let Some(found) = NAME_AND_AGE_JA.captures(text)
        && let Some(name) = japanese_part(&found[1]).filter(|name| is_own_ja(&name.name) && is_clear_ja(&name.name))
        // 気持ちは50や
        && !(name.name.ends_with(['は', 'が', 'も']) && given_names::gender(&name.name).is_none())
    {
        return Some(name.name);
    }
    let found = OWN_JA
        .captures(text)
        .or_else(|| OWN_NAME_IS_JA.captures(text))
        .or_else(|| GREETED_JA.captures(text).filter(|found| is_own_ja(&found[1])))
        .filter(|found| !OTHERS.is_match(found.get(0).map_or("", |m| &text[..m.start()])))?;
    (fits(&found[1]) && !super::correction::is_kin(&found[1])).then(|| found[1].to_owned())
}

/// Whether the word is a name wherever it stands: ジャスト 30 tells none.
fn is_clear_ja(name: &str) -> bool {
    let han = name.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}'));
    han || given_names::gender(name).is_some()
}

/// Whether a word that somebody says of themself in greeting is a name: no gender, trade or status.
fn is_own_ja(name: &str) -> bool {
    let short = !name.starts_with(|c| ('\u{3041}'..='\u{309f}').contains(&c)) || !vocabulary::is_ordinary(name);
    let kind = kinds::read(name);
    let other =
        [Kind::Gender, Kind::Status, Kind::Place, Kind::Age, Kind::Else].iter().any(|other| kind.of(*other) > 0.6);
    short && !other && !vocabulary::is_ordinary(name) && !ja::PLACES.contains(&name) && !ja::NOT_NAMES.contains(&name)
}

/// Who says what they are called before anything is asked, and nothing else, or only the age behind it: ゆかりです, "tom, 34,
/// wakefield". A word that greets somebody, or may be anything, names nobody.
pub fn introduces(text: &str) -> Option<Name> {
    patterns! {
        ALONE_JA = r"^(?P<name>\p{Lu}[\p{Latin}\p{M}'ʻ’-]+|[\p{Han}々]{1,5}[\p{Hiragana}\p{Katakana}ー]{0,5}?|[\p{Katakana}ー・]{2,10}|[\p{Hiragana}ー]{2,6}?)(?P<end>です|と申します|ともうします|といいます|と言います|っす|だよ|やで|でーす)?[。.!〜ー]*$";
        WITH_AGE = r"(?i)^(?:(?:hi|hey|hello|hiya)[,.! ]+)?(?:i'?m |it'?s |this is )?(?P<name>\p{L}[\p{L}\p{M}'ʻ’-]+)[,.]? \d{2}(?:$|[,.\s])";
    }
    let text = text.trim();
    if let Some(found) = ALONE_JA.captures(text) {
        let name = &found["name"];
        let known =
            given_names::gender(name).is_some() || ja::FAMILY_NAMES.contains(&name) || ja::KANA_NAMES.contains(&name);
        let chance = kinds::read(name).of(Kind::Name);
        let said = chance > if found.name("end").is_some() { 0.3 } else { 0.6 };
        let named = known || (said && is_own_ja(name) && name.chars().count() > 1);
        let named = named && fits(name) && !describes(name);
        if named || !name.is_ascii() || found.name("end").is_some() {
            return named.then(|| Name { name: bare(name), doubtful: !known });
        }
    }
    // "maya", and nothing else; "Niamh", whom no table knows.
    let alone = text.trim_end_matches(['.', '!']);
    if alone.chars().all(char::is_alphabetic) && given_names::gender(alone).is_some() {
        return Some(Name { name: capitalised_words(alone), doubtful: false });
    }
    let lower = alone.to_lowercase();
    let other = vocabulary::is_ordinary(&lower)
        || vocabulary::is_town(alone)
        || en::PLACES.contains(&lower.as_str())
        || en::DEMONYMS.contains(&lower.as_str());
    let greets = GREETINGS.contains(&lower.as_str()) || alone.chars().count() < SHORTEST;
    if !other && !greets && is_lone_name(alone) && !is_katakana(alone) {
        return Some(Name { name: alone.to_owned(), doubtful: true });
    }
    let name = &WITH_AGE.captures(text)?["name"];
    let lower = name.to_lowercase();
    let known = given_names::gender(name).is_some();
    let other = vocabulary::is_ordinary(&lower)
        || vocabulary::is_town(name)
        || en::PLACES.contains(&lower.as_str())
        || en::DEMONYMS.contains(&lower.as_str());
    let named = known || (!other && is_name_word(name) && !kinds::read(name).is_none_of(&[Kind::Name]));
    (named && fits(name)).then(|| Name { name: capitalised_words(name), doubtful: !known && !begins_as_name(name) })
}

/// Whether the text says that a name is to stay in small letters: "small n, please".
pub fn insists_on_small(text: &str) -> bool {
    patterns! {
        INSISTS = r"(?i)\b(?:small|lower[- ]?case|little) (?:letters?|\p{L}\b)|\blower[- ]?case\b|\b(?:no|without|not? an?|don'?t (?:use|want|put) (?:an?|any)?) ?(?:caps?|capitals?|capital letters?|big letters?|upper[- ]?case)\b|\bnot? capitali[sz]ed\b|小文字";
    }
    text.len() <= MOST_WISH && INSISTS.is_match(text)
}

/// A name as it is said: one in small letters with capitals, but for the words that join its parts.
pub fn as_said(name: &str) -> String {
    let small = !name.chars().any(char::is_uppercase) && name.chars().any(char::is_lowercase);
    if !small {
        return name.to_owned();
    }
    let words = name.split(' ').enumerate();
    let words =
        words.map(|(at, word)| if at > 0 && JOINING.contains(&word) { word.to_owned() } else { capitalised(word) });
    words.collect::<Vec<_>>().join(" ")
}

/// A word in small letters that stands where only a name can: "my gf mel".
pub fn small(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let named = is_name_word(word) && fits(word) && !en::DEMONYMS.contains(&lower.as_str());
    (named && !kinds::read(word).is_none_of(&[Kind::Name])).then(|| capitalised(word))
}

/// Whether the person writes no capitals, but where a sentence begins and for "I": a place is meant with one all the same.
pub fn leaves_out_capitals(text: &str) -> bool {
    let mut begins = true;
    for word in text.split_whitespace() {
        let plain = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        let mut letters = plain.chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        let own = plain == "I" || plain.starts_with("I'") || plain.starts_with("I’");
        if capital && !begins && !own {
            return false;
        }
        begins = word.ends_with(['.', '!', '?', ':']);
    }
    true
}

/// "stoke on trent" as places are written: the small words in it stay so.
pub fn with_capitals(name: &str) -> String {
    const SMALL: [&str; 12] = ["of", "the", "upon", "on", "in", "near", "by", "and", "de", "da", "la", "le"];
    if name.chars().any(|c| c.is_uppercase() || !(c.is_lowercase() || " '’.-,".contains(c))) {
        return name.to_owned();
    }
    let words = name.split(' ').enumerate();
    let words =
        words.map(|(index, word)| if index > 0 && SMALL.contains(&word) { word.to_owned() } else { capitalised(word) });
    words.collect::<Vec<_>>().join(" ")
}

/// The words without what only follows a name: "Kiara i guess".
pub fn without_tail(text: &str) -> Cow<'_, str> {
    TAIL_EN.replace(text, "")
}

/// The name as the person wrote it, with the family's and the given one.
pub fn whole_as_written(name: String, text: &str) -> String {
    with_given(as_written(name, text), text)
}

/// 「山田 太郎です」: a family's name, with the given one that stands behind the blank.
pub fn with_given(name: String, text: &str) -> String {
    patterns! {
        GIVEN = r"^[ 　]+(?P<given>[\p{Han}々]{1,3}|[\p{Hiragana}ー]{2,5}?|[\p{Katakana}ー]{2,6})(?:と申|ともうし|といい|と言い|です|だよ|でございます|、|。|\n|!|$)";
        FAMILY = r"^[\p{Han}々]{1,4}$";
        BEFORE = r"(?:^|[、。\n!は])([\p{Han}々]{1,3})[ 　]+$";
        NO_GIVEN = r"^[〇一二三四五六七八九十百\d男女]+$";
    }
    let before = |at: usize| BEFORE.captures(&text[..at]).filter(|found| is_own_ja(&found[1]) && fits(&found[1]));
    // 鈴木 一郎と申します: the given name was read, and its family's stands before it.
    if let Some(found) = text.match_indices(&name).find_map(|(at, _)| before(at)) {
        let given = FAMILY.is_match(&name) || given_names::gender(&name).is_some();
        return if given && !NO_GIVEN.is_match(&found[1]) { format!("{} {name}", &found[1]) } else { name };
    }
    let behind = |at: usize| GIVEN.captures(&text[at + name.len()..]);
    let found = text.match_indices(&name).filter(|_| FAMILY.is_match(&name)).find_map(|(at, _)| behind(at));
    let given = found.as_ref().map(|found| &found["given"]).filter(|given| is_own_ja(given) && fits(given));
    let known =
        |given: &&str| !NO_GIVEN.is_match(given) && (FAMILY.is_match(given) || given_names::gender(given).is_some());
    match given.filter(known) {
        Some(given) => format!("{name} {given}"),
        None => name,
    }
}

/// The name as the person wrote it: small letters stay small, and `normalise` has another apostrophe.
pub fn as_written(name: String, text: &str) -> String {
    if text.contains(&name) {
        return name;
    }
    let small = name.to_lowercase();
    if text.contains(&small) {
        return small;
    }
    let others = ['’', '‘', '`', '´'];
    others.iter().map(|mark| name.replace('\'', &mark.to_string())).find(|other| text.contains(other)).unwrap_or(name)
}
