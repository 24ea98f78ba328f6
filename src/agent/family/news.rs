//! Bad news that the person brings: somebody dear to them is ill, has died, has lost their work; they part from each other; or
//! the day was hard. It is met with care, and no word of it is played with.

use regex::Regex;

use super::Scene;
use super::replies::{self, ByAge};
use super::speak::Part;
use crate::agent::cue::Move;
use crate::agent::hera::text::patterns;
use crate::agent::script::Values;
use crate::domain::Language;

/// What has happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Ill,
    Died,
    Accident,
    Work,
    Parting,
    /// Something else that is hard to bear, or was.
    Sore,
}

/// What has happened, and to whom, in the words of who answers: "your mum", お母さん.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    pub kind: Kind,
    pub who: Option<String>,
}

patterns! {
    KIN_EN = r"(?i)\b(my|our) ((?:dear |poor |old |little |big |older |younger |elder |best |twin |great-?|step-?|ex-?)*(?:grand(?:mother|father|ma|pa|dad|mum|mom|son|daughter|child)|granny|gran|nan|nana|mother|mum|mom|mam|mummy|dad|daddy|father|brother|sister|husband|wife|partner|boyfriend|girlfriend|fianc[eé]e?|son|daughter|child|kid|baby|aunt(?:ie|y)?|uncle|cousin|nephew|niece|friend|mate|neighbou?r|colleague|teacher|boss|godmother|godfather|dog|cat|rabbit|hamster|horse|pony|parrot|puppy|kitten)(?:-in-law)?)\b";
    PARENTS_EN = r"(?i)\b(?:my|our) (?:parents|grandparents|in-laws|kids|children|friends|mum and dad|mom and dad)\b";
    ILL_EN = r"(?i)\b(?:in|into|at) (?:the )?(?:hospital|hospice|icu|intensive care|a coma|a&e)\b|\b(?:is|are|got|gets|fell|been|feels|so|very|really|seriously|badly|was|gone|going|terminally) (?:\w+ )?(?:ill|sick|unwell|poorly|dying|blind|deaf|paralysed|paralyzed)\b|\b(?:has|have|had|got|with|diagnosed|fighting|having|needs) (?:\w+ ){0,2}(?:cancer|tumou?r|leuk\w+|dementia|alzheimer'?s?|parkinson'?s?|covid|pneumonia|diabetes|depression|surgery|an? operation|a stroke|a heart attack|an infection|a relapse|a fever|the flu|chemo\w*)\b|\bhospitali[sz]ed\b|\bdiagnos(?:ed|is)\b|\bnot (?:doing|feeling) (?:so |too |very )?well\b";
    WELL_EN = r"(?i)\b(?:out of (?:the )?hospital|recovered|remission|better now|cured|works? (?:in|at)|working (?:in|at)|(?:nurse|doctor) (?:in|at)|born in|all clear|came home|discharged|not (?:ill|sick))\b";
    DIED_EN = r"(?i)\b(?:died|passed away|passed on|is dead|was killed|took (?:his|her) (?:own )?life|funeral|we lost (?:him|her|my|our)|lost my (?:mother|mum|mom|dad|father|husband|wife|son|daughter|brother|sister|baby|friend|dog|cat))\b|\bput (?:him|her|my|our) .{0,16}to sleep\b|\bmiscarriage\b|\bstillborn\b";
    ACCIDENT_EN = r"(?i)\b(?:accident|crash(?:ed)?|hit by a|run over|car wreck|broke (?:his|her|a|an) \w+|injured|got (?:hurt|attacked|beaten|robbed|mugged|stabbed|burgled|arrested)|is missing|went missing|was (?:hurt|attacked|robbed|mugged|stabbed|arrested)|in (?:prison|jail))\b";
    WORK_EN = r"(?i)\b(?:lost|losing|loses|may lose|might lose|going to lose) (?:my|his|her|their|our|the) (?:\w+ )?(?:jobs?|work|business|company|house|home|shop|position)\b|\b(?:got|was|been|were|is being|getting|being) (?:laid off|fired|sacked|made redundant|let go|evicted|suspended|expelled)\b|\blaid off\b|\bmade redundant\b|\b(?:bankrupt|bankruptcy|went under|unemployed|out of (?:a job|work))\b";
    PARTING_EN = r"(?i)\b(?:getting|filed? for|want(?:s|ed)? a|got|in the middle of a|going through a|after the|my|our) (?:\w+ )?(?:divorce|divorced|separation|separated|break-?up)\b|\b(?:splitting|split|broke|breaking|broken) up\b|\b(?:left|dumped|cheated on|is leaving|walked out on|is divorcing|divorced) (?:me|us|him|her)\b";
    SORE_EN = r"(?i)\b(?:horrible|awful|terrible|dreadful|hate[sd]?|shout(?:ed|ing|s)?|yell(?:ed|ing|s)?|scream(?:ed|ing|s)? at|rude|(?:so|was|is|were|are|being) mean|unfair|argu(?:ed|ment|ing)|a fight|fighting|fought|cried|crying|exhaust\w+|stress\w*|worst|lonely|miserable|depressed|worried|worries me|anxious|humiliat\w+|bull(?:y|ied|ying)|ignored|insult\w*|betray\w+|cheated|rejected|struggl\w+|overwhelmed|burn(?:t|ed) out|fed up|can'?t (?:cope|sleep|take|stand|go on|stop)|a mess|a nightmare|(?:so|really|very|too) (?:hard|tired|difficult|sad|bad|tough)|(?:want to|wanna|about to|going to) quit (?:my job|work|school)|don'?t want to go (?:to|back to) (?:work|school)|rough (?:day|week|night|time|one)|(?:bad|hard|tough|long|tiring) (?:day|week|night|time|month|year)|in (?:debt|trouble)|failed|went wrong|goes wrong|going wrong|disappoint\w+|sad|upset|angry|furious|scared|afraid|hurts)\b";
    NOT_SORE_EN = r"(?i)\b(?:not|n't|never|isn't|no longer) (?:\w+ )?(?:sad|upset|angry|scared|afraid|bad|hard|tired|worried|horrible|awful|terrible)\b|\b(?:film|movie|book|song|show|match|game|joke|series|story)\b";
    KIN_JA = r"(お?(?:母|父|かあ|とう|ばあ|じい|兄|姉|にい|ねえ)(?:さん|ちゃん)|(?:祖母|祖父|義母|義父|母親|父親|母|父|兄|姉|弟|妹|夫|旦那|主人|妻|嫁|奥さん|息子|娘|孫|おば|おじ|叔母|叔父|伯母|伯父|いとこ|従兄弟|姪|甥|友達|友だち|友人|親友|同僚|上司|先輩|後輩|部下|恩師|先生|彼氏|彼女|恋人|相方|うちの(?:犬|猫|子|うさぎ|鳥)|愛犬|愛猫|飼い犬|飼い猫|犬|猫|うさぎ|ハムスター))(?:は|が|の|も|を|に|、|って|と)";
    ILL_JA = r"入院|手術(?:する|した|を|に|が|中)|(?:病気|がん|ガン|癌|腫瘍|白血病|認知症|うつ(?:病)?|鬱|肺炎|脳梗塞|心筋梗塞|脳卒中|骨折|コロナ|インフル\w*|糖尿病|重病|難病|末期)(?:な|に|で|だ|が|と|を|の|、|。|って|かも|$)|危篤|余命|体調(?:を|が)(?:崩|悪)|具合が悪|寝たきり|倒れ(?:た|て|ちゃ)|意識(?:が|不明)|調子が悪";
    WELL_JA = r"退院|治った|治りました|よくなった|良くなった|元気になっ|完治|寛解|病院で(?:働|勤)|病気じゃな|大丈夫だった|なんともなかった";
    DIED_JA = r"亡くな|なくなって|死ん(?:だ|じゃ|でしま)|他界|逝っ|息を引き取|葬式|お葬式|葬儀|通夜|流産|死産|天国に行っ|虹の橋";
    ACCIDENT_JA = r"事故|轢かれ|ひかれ(?:た|て)|(?:けが|ケガ|怪我)(?:を)?(?:した|しちゃ|して)|骨(?:を)?折|襲われ|刺され|殴られ|行方不明|いなくなっ(?:た|ちゃ|て)|逮捕|捕まっ|火事";
    WORK_JA = r"(?:仕事|職|会社|店|家)(?:を|が|も)?(?:失|なくし|なくな|潰れ|つぶれ|倒産|クビ|首に)|クビ(?:に|だ|って)|首になっ|リストラ|解雇|倒産|失業|無職に|破産|雇い止め|内定取り消し|追い出され|退学に";
    PARTING_JA = r"離婚(?:する|した|し(?:て|そう|よう)|に|が|を|届|調停|の話)|別居(?:する|した|して|に|中)|(?:彼|彼女|夫|妻|旦那|嫁|恋人|彼氏)と?(?:に|が|と)?(?:別れ|出て(?:行|い)っ|浮気|不倫|振られ|ふられ|フラれ)|(?:ふられ|振られ|フラれ)(?:た|ちゃ|て)|浮気(?:され|して)|失恋";
    SORE_JA = r"ひど(?:い|く|すぎ|かった)|最悪|最低|つら(?:い|く|かった)|辛(?:い|く|かった)|しんど|苦し|悲し|寂し|さみし|さびし|淋し|泣(?:い|き|け)|怒鳴|どな(?:ら|っ)|怒られ|叱られ|責められ|いじめ|無視され|嫌(?:われ|がらせ|なこと|な目|だった)|いやなこと|むかつ|腹(?:が)?立|イライラ|いらいら|ストレス|めちゃくちゃ|へこ(?:ん|む)|凹|落ち込|不安|心配(?:で|なの|だ|事|ごと)|怖(?:い|か|く)|こわかった|眠れな|疲れ(?:た|て|切|果)|つかれ(?:た|て)|くたくた|もう(?:無理|だめ|ダメ|嫌)|うまくいかな|けんか(?:し|に|中)|ケンカ(?:し|に|中)|喧嘩(?:し|に|中)|(?:仕事|会社|学校|バイト|部活)(?:を|は)?、?(?:辞め|やめ)たい|(?:仕事|会社|学校)(?:に)?(?:行きたくない|いきたくない)|馬鹿にされ|バカにされ|裏切|騙され|だまされ|借金|落ちた|失敗し|きつ(?:い|かった)|参った|まいった|大変(?:だった|なの|で|な(?:日|一日|目))";
    NOT_SORE_JA = r"映画|ドラマ|小説|漫画|マンガ|ゲーム|くな(?:い|かった)|じゃない|怖い話|怖いもの|おばけ|お化け";
}

/// The bad news in `text`, which is in the usual spelling; nothing where it is a question about something else.
pub fn of(text: &str, language: Language) -> Option<News> {
    match language {
        Language::English => english(text),
        Language::Japanese => japanese(text),
    }
}

fn english(text: &str) -> Option<News> {
    let is = |pattern: &Regex| pattern.is_match(text);
    let kin = KIN_EN.captures(text);
    let who = kin.as_ref().map(|found| format!("your {}", found[2].to_lowercase()));
    let others = kin.is_some() || is(&PARENTS_EN);
    let we = is(&WE);
    let kind = match () {
        () if is(&DIED_EN) && (others || is(&LOST)) => Kind::Died,
        () if others && is(&ILL_EN) && !is(&WELL_EN) => Kind::Ill,
        () if others && is(&ACCIDENT_EN) => Kind::Accident,
        () if is(&WORK_EN) && (others || we) => Kind::Work,
        () if is(&PARTING_EN) && (others || we) => Kind::Parting,
        () if is(&SORE_EN) && !is(&NOT_SORE_EN) && !text.contains('?') => Kind::Sore,
        () => return None,
    };
    let own = kind == Kind::Sore || OWN_EN.is_match(text) && matches!(kind, Kind::Work | Kind::Parting);
    Some(News { kind, who: who.filter(|_| !own) })
}

patterns! {
    WE = r"(?i)\b(?:i|i'm|i've|we|we're|we've|me|us)\b";
    LOST = r"(?i)\b(?:miscarriage|stillborn|funeral|passed away)\b";
    OWN_EN = r"(?i)\b(?:i|i've) (?:\w+ )?(?:lost|got|was|am|have been)\b|\b(?:left|dumped|cheated on|leaving|divorcing) me\b|\bwe(?:'re| are|'ve| have)? \b";
    OWN_JA = r"(?:わたし|私|僕|ぼく|俺|おれ|うち)(?:は|が|も)";
}

fn japanese(text: &str) -> Option<News> {
    let is = |pattern: &Regex| pattern.is_match(text);
    let kin = KIN_JA.captures(text);
    let others = kin.is_some();
    let asks = text.trim_end().ends_with('?');
    let kind = match () {
        () if asks => return None,
        () if is(&DIED_JA) && (others || text.contains("葬") || text.contains("流産")) => Kind::Died,
        () if others && is(&ILL_JA) && !is(&WELL_JA) => Kind::Ill,
        () if others && is(&ACCIDENT_JA) => Kind::Accident,
        () if is(&WORK_JA) => Kind::Work,
        () if is(&PARTING_JA) => Kind::Parting,
        () if is(&SORE_JA) && !is(&NOT_SORE_JA) => Kind::Sore,
        () => return None,
    };
    let own = kind == Kind::Sore || kind == Kind::Parting || is(&OWN_JA);
    let who = kin.filter(|_| !own).map(|found| called(&found[1]));
    Some(News { kind, who })
}

/// How whoever answers calls them.
fn called(kin: &str) -> String {
    let polite = [
        ("母親", "お母さん"),
        ("父親", "お父さん"),
        ("義母", "お義母さん"),
        ("義父", "お義父さん"),
        ("祖母", "おばあさん"),
        ("祖父", "おじいさん"),
        ("母", "お母さん"),
        ("父", "お父さん"),
        ("兄", "お兄さん"),
        ("姉", "お姉さん"),
        ("弟", "弟さん"),
        ("妹", "妹さん"),
        ("夫", "旦那さん"),
        ("旦那", "旦那さん"),
        ("主人", "ご主人"),
        ("妻", "奥さん"),
        ("嫁", "奥さん"),
        ("息子", "息子さん"),
        ("娘", "娘さん"),
        ("孫", "お孫さん"),
        ("おば", "おばさん"),
        ("おじ", "おじさん"),
        ("叔母", "おばさん"),
        ("伯母", "おばさん"),
        ("叔父", "おじさん"),
        ("伯父", "おじさん"),
        ("犬", "わんちゃん"),
        ("愛犬", "わんちゃん"),
        ("飼い犬", "わんちゃん"),
        ("うちの犬", "わんちゃん"),
        ("猫", "猫ちゃん"),
        ("愛猫", "猫ちゃん"),
        ("飼い猫", "猫ちゃん"),
        ("うちの猫", "猫ちゃん"),
    ];
    polite
        .iter()
        .find(|(plain, _)| *plain == kin)
        .map_or_else(|| kin.trim_start_matches("うちの").to_owned(), |(_, polite)| (*polite).to_owned())
}

impl Scene<'_> {
    /// What a member says to bad news; of an outing nothing is said for a while.
    pub(super) fn on_news(&mut self, news: &News, index: usize, values: &Values) -> Part {
        self.talk.proposed = Some(self.talk.turns);
        let replies = &replies::of(self.language).news;
        let texts: &ByAge = match news.kind {
            Kind::Ill => &replies.ill,
            Kind::Died => &replies.died,
            Kind::Accident => &replies.accident,
            Kind::Work => &replies.work,
            Kind::Parting => &replies.parting,
            Kind::Sore => &replies.sore,
        };
        let values = values.clone().with("who", news.who.clone());
        let said = self.reply(Move::Answer, texts, index, &values);
        said.or_else(|| self.reply(Move::Answer, &replies.sore, index, &values))
    }
}

#[cfg(test)]
mod tests {
    use super::super::spelling::spelled;
    use super::*;

    #[test]
    fn bad_news_is_heard_and_good_news_is_none() {
        for (language, text, kind, who) in [
            (Language::English, "my mum is in hospital", Kind::Ill, Some("your mum")),
            (Language::English, "My grandfather has dementia now", Kind::Ill, Some("your grandfather")),
            (Language::English, "my brother lost his job", Kind::Work, Some("your brother")),
            (Language::English, "I lost my job yesterday", Kind::Work, None),
            (Language::English, "we are getting a divorce", Kind::Parting, None),
            (Language::English, "my parents are splitting up", Kind::Parting, None),
            (Language::English, "my sister had an accident", Kind::Accident, Some("your sister")),
            (Language::English, "my gran died last week", Kind::Died, Some("your gran")),
            (Language::English, "a man shouted at me on the bus", Kind::Sore, None),
            (Language::Japanese, "母が入院してる", Kind::Ill, Some("お母さん")),
            (Language::Japanese, "祖父が認知症になって", Kind::Ill, Some("おじいさん")),
            (Language::Japanese, "弟が仕事をなくした", Kind::Work, Some("弟さん")),
            (Language::Japanese, "リストラされた", Kind::Work, None),
            (Language::Japanese, "離婚することになった", Kind::Parting, None),
            (Language::Japanese, "姉が事故にあった", Kind::Accident, Some("お姉さん")),
            (Language::Japanese, "猫が病気なの", Kind::Ill, Some("猫ちゃん")),
            (Language::Japanese, "祖母が先週亡くなった", Kind::Died, Some("おばあさん")),
            (Language::Japanese, "バスで知らない人に怒鳴られた", Kind::Sore, None),
        ] {
            let news = of(&spelled(text, language), language);
            assert_eq!(news, Some(News { kind, who: who.map(str::to_owned) }), "{text}");
        }
        for (language, text) in [
            (Language::English, "my mum is out of hospital"),
            (Language::English, "my sister works in a hospital"),
            (Language::English, "my brother won his game"),
            (Language::English, "I painted the fence"),
            (Language::English, "it was not bad at all"),
            (Language::Japanese, "母が退院したよ"),
            (Language::Japanese, "姉は病院で働いてる"),
            (Language::Japanese, "弟と映画を見た"),
            (Language::Japanese, "フェンスを塗ったよ"),
        ] {
            assert_eq!(of(&spelled(text, language), language), None, "{text}");
        }
    }
}
