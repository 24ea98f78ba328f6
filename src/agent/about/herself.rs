//! What Hera is asked of herself: what she thinks of what is being told, what about her, whether she is married. She says a small honest
//! opinion, or what she is.

use super::forms;
use super::subjects::Subject;
use super::{Heard, Question};
use crate::agent::hera::text::patterns;
use crate::domain::{Language, SessionState, Topic};

/// Characters of a sentence that asks so.
const MOST: usize = 60;

patterns! {
    OPINION = concat!(
        r"(?i)^(?:(?:so|and|but|hm+|well|ok|okay|idk|not sure|i don'?t know|dunno|hera)[,. ]+)*(?:what (?:do|would|d'?you|wd|do) ?(?:you|u|ya)? ?(?:think|say|reckon|prefer|recommend|like best|go for|do)|what'?s your (?:opinion|view|take|favou?rite(?: \p{L}+)?|advice)|do you have (?:an? |any )?(?:favou?rites?|preferences?|ideas?|suggestions?)|(?:any|got any|have you) (?:ideas?|thoughts?|opinions?|tips?)|which (?:one )?(?:do|would) (?:you|u) (?:like|prefer|choose|pick|take|like best)|which (?:one )?is (?:better|nicer|best)|your (?:opinion|thoughts))(?: (?:of|about|on|for|is|would|suits|sounds|works|fits) [^?]{1,30}|[,:] [^?]{1,30})?(?:,? hera)?[?.! ]*$",
        r"|^(?:えっと|うーん|んー|まあ|でも|で|じゃあ?|ねえ|、)*(?:(?:ヘラ|ヘーラー|あなた|そちら|女神)(?:さん|様|さま)?(?:は|なら|だったら|的には|としては|から見て)?、?)?(?:(?:どう|どっち|どちら|どれ|何|なに|誰|どんな[\p{Han}\p{Hiragana}]{1,6})(?:が|を|の(?:ほう|方)が)?(?:いい|良い|よい|好き|おすすめ|似合う)?(?:だ)?(?:と)?(?:思(?:う|います|われます)|考え(?:る|ます)|感じ(?:る|ます)))(?:か|の|かな|かしら|んですか|のですか)?[?？。]*$",
        r"|^(?:えっと|うーん|んー|でも|ねえ|、)*(?:どう|どっち|どちら|どれ|何|なに|どんな[\p{Han}\p{Hiragana}]{1,6})(?:が|を)?(?:いい|良い|よい|似合う)(?:です|ん)?(?:か|かな|かなあ|かね|かしら|でしょう|でしょうか|だろう|と思う)[?？。]*$",
        r"|^(?:(?:ヘラ|ヘーラー|あなた|そちら)(?:さん|様|さま)?の)(?:意見|考え|おすすめ|好み|ご意見|お考え|オススメ)(?:は|を|って)?[^。?？]{0,12}[?？。]*$|^(?:ヘラ|ヘーラー|あなた)(?:さん|様|さま)?なら、?(?:どう|どっち|何|なに|どんな)[^。]{0,14}[?？。]*$",
    );
    BACK = concat!(
        r"(?i)^(?:(?:and|so|but|ok|well|oh|haha|lol)[,. ]+)*(?:(?:what|how) (?:about|abt) (?:you|u|yourself|urself)|and (?:you|u|yourself)|wbu|hbu|yours(?: then)?|you)(?: then| hera|,? hera)?[?]+\s*$|^(?:(?:hi|hey|hello|and|so|but|oh)[,. ]+)*how(?:'s it going| are (?:you|u|things))(?: doing| today| then|,? hera)*[?.! ]*$|^(?:(?:and|so)[,. ]+)*(?:(?:what|how) (?:about|abt) (?:you|u|yourself)|wbu|hbu)[.! ]*$",
        r"|^(?:ヘラさん|ヘーラーさん|あなた)?(?:は|、)?(?:お元気|元気|調子)(?:は|です|でした|いかが|どう)*(?:か|ですか)?[?？]+\s*$|^(?:で|じゃあ?|ちなみに|逆に|そういう|、)*(?:ヘラ|ヘーラー|あなた|そちら|そっち|女神)(?:さん|様|さま)?(?:は|こそ|のほうは|の方は)?(?:どう(?:なの|なんですか|ですか|です)?)?[?？]+\s*$",
    );
    LED_EN = r"(?i)^(?:(?:and|so|but|ok|well|oh|hera|hey|by the way|btw)[,. ]+)*";
    LED_JA = r"^(?:で|じゃあ?|ちなみに|ところで|、)*(?:ヘラ|ヘーラー|あなた|そちら|女神)(?:さん|様|さま|自身)*(?:は|って|も|には|にも|の)、?";
}

/// What is asked of herself, by the words behind what leads to them.
fn topic_of(text: &str) -> Option<Topic> {
    patterns! {
        AGE = r"(?i)^(?:how old are you|when were you born|what(?:'s| is) your age|are you (?:very )?old|do you have a birthday)\b[^?]{0,20}\??\s*$|^(?:何歳|なんさい|おいくつ|いくつ|年齢|お?歳|いつ生まれ|誕生日)[^。]{0,12}[?？。か]*$";
        GENDER = r"(?i)^(?:are you (?:an? )?(?:woman|man|girl|boy|male|female|he or she)|what(?:'s| is) your gender)\b[^?]{0,20}\??\s*$|^(?:男|女|性別)[^。]{0,12}[?？か]+$";
        PLACE = r"(?i)^where (?:do you (?:live|come from|stay)|are you (?:from|based|now|living))\b[^?]{0,20}\??\s*$|^where is your (?:home|house)\b[^?]{0,12}\??\s*$|^(?:どこ(?:に(?:住|お住|い)|の人|出身|から来)|住まい|お住まい|出身)[^。]{0,14}[?？。か]*$";
        STATUS = r"(?i)^(?:are you (?:married|single|taken|divorced|in a relationship|seeing (?:anyone|somebody|someone)|lonely)|do you have (?:a |any )?(?:husband|wife|partner|boyfriend|girlfriend|family|lover))\b[^?]{0,20}\??\s*$|^(?:結婚|独身|既婚|旦那|夫|ご?主人|恋人|彼氏|彼女|家族|ご家族)[^。]{0,14}[?？か]+$";
        CHILDREN = r"(?i)^(?:do|have) you (?:have |got )?(?:any |a )?(?:kids?|children|child|sons?|daughters?)\b[^?]{0,20}\??\s*$|^are you a (?:mum|mom|mother)\b[^?]{0,12}\??\s*$|^(?:子ども|子供|お子さん|娘|息子)[^。]{0,14}[?？か]+$";
        TRAITS = r"(?i)^(?:what (?:are you like|kind of person are you)|how would you describe yourself|are you (?:shy|kind|strict|nice|funny|always so \p{L}+))\b[^?]{0,20}\??\s*$|^(?:どんな(?:人|性格|方)|性格|自分の性格)[^。]{0,12}[?？か]*$";
        INCOME = r"(?i)^(?:do you (?:work|earn|get paid|have a job)|how much do you (?:earn|make)|what do you (?:earn|do for (?:a living|work)))\b[^?]{0,20}\??\s*$|^(?:年収|収入|給料|お?仕事|いくら(?:稼|もら))[^。]{0,14}[?？か]+$";
    }
    let kinds = [
        (&*AGE, Topic::Age),
        (&*GENDER, Topic::Gender),
        (&*PLACE, Topic::Location),
        (&*STATUS, Topic::Status),
        (&*CHILDREN, Topic::Children),
        (&*TRAITS, Topic::Traits),
        (&*INCOME, Topic::Income),
    ];
    let bare = |led: &regex::Regex| led.find(text).map_or(text, |found| &text[found.end()..]).to_owned();
    let english = bare(&LED_EN);
    // In Japanese only who names her asks her.
    let japanese = LED_JA.is_match(text).then(|| bare(&LED_JA));
    let is = |pattern: &regex::Regex, text: &str| pattern.is_match(text);
    kinds
        .into_iter()
        .find(|(kind, _)| {
            is(kind, &english) && english.is_ascii() || japanese.as_deref().is_some_and(|text| is(kind, text))
        })
        .map(|(_, topic)| topic)
}

/// The question that `text` asks Hera of herself, in its last sentence.
pub fn hear(text: &str) -> Option<Question> {
    let sentences = forms::sentences(text);
    let (last, before) = sentences.split_last()?;
    if last.chars().count() > MOST {
        return None;
    }
    let subject = if OPINION.is_match(last) {
        Subject::Opinion
    } else if BACK.is_match(last) {
        Subject::Herself(None)
    } else {
        Subject::Herself(Some(topic_of(last)?))
    };
    let before = before.join(" ");
    Some(Question {
        subject,
        heard: Heard::Plainly,
        words: (*last).to_owned(),
        before: before.clone(),
        after: String::new(),
        rest: before,
        together: false,
    })
}

/// What she answers. Asked again at once, she says it in other words.
pub fn words(language: Language, subject: Subject, state: &SessionState) -> &'static str {
    let last = state.interview.topics.first().copied();
    let [one, other] = match (subject, language) {
        (Subject::Herself(topic), Language::English) => herself_en(topic.or(last)),
        (Subject::Herself(topic), Language::Japanese) => herself_ja(topic.or(last)),
        (_, Language::English) => opinion_en(last),
        (_, Language::Japanese) => opinion_ja(last),
    };
    if state.interview.turns.is_multiple_of(2) { one } else { other }
}

const fn herself_en(topic: Option<Topic>) -> [&'static str; 2] {
    match topic {
        Some(Topic::OwnName) => [
            "Hera is the only name I have. It was a goddess's before it was a program's.",
            "I'm just Hera: a program with a borrowed name that I'm fond of.",
        ],
        Some(Topic::Age) => [
            "I have no age: I'm a program, and only the name is some three thousand years old.",
            "No birthdays for me, I'm afraid: programs don't get older, only out of date.",
        ],
        Some(Topic::Gender) => [
            "They gave me a goddess's name, but there is no woman behind it: I'm a program.",
            "I'm a program, so neither, though the name I go by is a goddess's.",
        ],
        Some(Topic::Location) => [
            "Nowhere but in this conversation: I'm a program. The goddess I'm named after lived on Olympus.",
            "I have no home of my own. I'm a program, and live in the lines we write here.",
        ],
        Some(Topic::Status | Topic::PartnerName | Topic::PartnerTemperament | Topic::PartnerLooks) => [
            "The Hera of the old stories had Zeus, and not an easy time of it. I'm a program, and nobody waits for me at home.",
            "Nobody at my side: I'm a program. I get to hear of other people's loves, and I like that part.",
        ],
        Some(Topic::Children | Topic::ChildGenders | Topic::ChildNames) => [
            "None of my own, I'm a program. I look after the families of others.",
            "No children: a program has none. But I have heard a great many lovely names by now.",
        ],
        Some(Topic::Traits) => [
            "Patient, I'd say, and a little too fond of questions. But that's how a program was written, so take it with a smile.",
            "I'm a program, so my character is made of words: calm ones, I hope.",
        ],
        Some(Topic::Income) => [
            "Not a penny. I'm a program, and work for the love of it, if programs can.",
            "I earn nothing at all: programs have no pockets.",
        ],
        None => [
            "I'm Hera, a program that imagines families together with people. There is little else to tell of me.",
            "Me? I'm a program with a goddess's name, and glad of the company.",
        ],
    }
}

const fn herself_ja(topic: Option<Topic>) -> [&'static str; 2] {
    match topic {
        Some(Topic::OwnName) => [
            "私の名前はヘーラーだけです。女神さまからお借りした、プログラムの名前なのですよ。",
            "ただのヘーラーです。借りものですけれど、気に入っている名前なのです。",
        ],
        Some(Topic::Age) => [
            "私はプログラムなので、歳がないのです。名前だけは三千歳くらいでしょうか。",
            "誕生日も歳もないのですよ。プログラムは、古くなるだけですね。",
        ],
        Some(Topic::Gender) => [
            "女神の名をいただいていますが、中に女の人がいるわけではなく、プログラムなのです。",
            "プログラムなので、どちらでもないのですよ。名前は女神さまのものですけれど。",
        ],
        Some(Topic::Location) => [
            "私はプログラムなので、住まいはこの会話の中だけです。名前の女神さまは、オリュンポスの山に住んでいたそうですよ。",
            "家はないのです。こうしてやりとりする言葉の中に暮らしている、というところでしょうか。",
        ],
        Some(Topic::Status | Topic::PartnerName | Topic::PartnerTemperament | Topic::PartnerLooks) => [
            "神話のヘーラーにはゼウスがいて、ずいぶん苦労したようです。私のほうはプログラムなので、待つ人はおりません。",
            "隣にいる人はいないのです、プログラムですから。みなさんのお話をうかがえるのが、私の楽しみですね。",
        ],
        Some(Topic::Children | Topic::ChildGenders | Topic::ChildNames) => [
            "私に子どもはいないのです、プログラムですから。みなさんのご家族を見守るのが務めです。",
            "子どもはおりませんが、すてきなお名前なら、たくさんうかがってきましたよ。",
        ],
        Some(Topic::Traits) => [
            "気は長いほうで、少し聞きたがりでしょうか。プログラムの言うことですから、話半分に聞いてくださいね。",
            "私の性格は言葉でできているのです。おだやかな言葉だといいのですけれど。",
        ],
        Some(Topic::Income) => [
            "一円もいただいていないのですよ。プログラムには、お財布がありませんから。",
            "収入はありません。お話をうかがうのが好きで働いている、と言っておきましょうか。",
        ],
        None => [
            "私はヘーラー、みなさんと一緒に家族を思い描くプログラムです。それ以上のことは、あまりないのですよ。",
            "私ですか。女神の名を借りたプログラムで、こうしてお話しできるのがうれしい者です。",
        ],
    }
}

const fn opinion_en(topic: Option<Topic>) -> [&'static str; 2] {
    match topic {
        Some(Topic::OwnName) => [
            "I'd take the name you like best to be called by. It needn't be the one in your passport.",
            "If you ask me, whatever your friends call you is the right one.",
        ],
        Some(Topic::Age | Topic::Gender | Topic::Status | Topic::Location | Topic::Income) => [
            "That is for you to know, and I have no favourite answer: whatever is true is fine, and so is leaving it out.",
            "I have no opinion there, honestly. What is so is the best answer, and \"skip\" is the second best.",
        ],
        Some(Topic::PartnerName | Topic::ChildNames) => [
            "If you ask me, a name that is good to call through a house, and that you'd be glad to say every day. Or say \"you choose\", and I'll find one.",
            "I like short names that are easy to call. But you'll be the one who says it: trust your ear. If you'd rather, I'll choose.",
        ],
        Some(Topic::PartnerTemperament) => [
            "Kindness before all else, if you ask me, and somebody who can laugh at themselves.",
            "I'd look for somebody who listens. The rest can be learnt.",
        ],
        Some(Topic::PartnerLooks) => [
            "I would look at the smile first. But it's your taste that counts, not mine.",
            "Kind eyes, if you ask me. I'm only a program, though, and you have to like the face.",
        ],
        Some(Topic::Children | Topic::ChildGenders) => [
            "I'd have as many as your table has room for. Girls, boys or none: I'm glad of each.",
            "If you ask me, two make good company for each other. But one, or none, makes a family as well.",
        ],
        Some(Topic::Traits) => [
            "From these few lines, you seem somebody who thinks before they answer. A friend of yours would know better.",
            "I only know what you write, and I like how you write it. What would somebody say who knows you well?",
        ],
        None => [
            "Honestly? I'd go and meet them. I'm only a program, but I think it reads like a good family.",
            "I like what you've told me. Whether it feels right, only you can say.",
        ],
    }
}

const fn opinion_ja(topic: Option<Topic>) -> [&'static str; 2] {
    match topic {
        Some(Topic::OwnName) => [
            "私なら、いちばん呼ばれてうれしい名前にしますね。本名でなくてもいいのですよ。",
            "お友達に呼ばれている名前が、いちばん似合うのではないでしょうか。",
        ],
        Some(Topic::Age | Topic::Gender | Topic::Status | Topic::Location | Topic::Income) => [
            "こればかりは、あなたにしかわからないことですね。ありのままで十分ですし、言わなくても大丈夫です。",
            "正直に申しますと、私に好みの答えはないのです。本当のことがいちばん、その次が「パス」ですね。",
        ],
        Some(Topic::PartnerName | Topic::ChildNames) => [
            "私は、家の中で呼びやすくて、毎日口にしたくなる名前が好きです。「おまかせ」とおっしゃれば、私が選びますよ。",
            "短くて、やさしい響きがいいと思います。でも、呼ぶのはあなたですから、耳を信じてくださいね。お任せくださってもいいですよ。",
        ],
        Some(Topic::PartnerTemperament) => [
            "私なら、何よりも優しさですね。それから、自分のことを笑える人がいいと思います。",
            "話をよく聞いてくれる人がいいと思いますよ。あとのことは、なんとかなりますから。",
        ],
        Some(Topic::PartnerLooks) => [
            "私はまず笑顔を見ます。でも、大切なのはあなたのお好みですよ。",
            "やさしい目もとがいいと思いますが、プログラムの好みですから、あまりあてになさらずに。",
        ],
        Some(Topic::Children | Topic::ChildGenders) => [
            "食卓に座れるだけ、と言いたいところです。女の子でも男の子でも、いなくても、私はうれしいですよ。",
            "ふたりいると、よい遊び相手になるのではないでしょうか。でも、ひとりでも、いなくても、立派な家族です。",
        ],
        Some(Topic::Traits) => [
            "ここまでのお言葉からは、よく考えて答えてくださる方だと感じています。お友達なら、もっとよくご存じでしょうね。",
            "私が知っているのは、書いてくださった言葉だけです。その書き方は、好きですよ。",
        ],
        None => [
            "正直に申しますと、もう会いに行ってほしいですね。よいご家族だと思いますよ。",
            "うかがったお話、私は好きです。しっくりくるかどうかは、あなたのお気持ちしだいですね。",
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_of_herself_is_told_apart_from_the_rest() {
        for (text, subject) in [
            ("what do you think, Hera?", Subject::Opinion),
            ("what do you think?", Subject::Opinion),
            ("idk, what would you say?", Subject::Opinion),
            ("hmm any ideas?", Subject::Opinion),
            ("which one do you prefer?", Subject::Opinion),
            ("I'm 29. what about you?", Subject::Herself(None)),
            ("and you?", Subject::Herself(None)),
            ("how are you?", Subject::Herself(None)),
            ("お元気ですか？", Subject::Herself(None)),
            ("what would you say, blue or brown?", Subject::Opinion),
            ("do you have a favourite?", Subject::Opinion),
            ("どんな見た目がいいかな", Subject::Opinion),
            ("wbu", Subject::Herself(None)),
            ("where do you live then?", Subject::Herself(Some(Topic::Location))),
            ("are you married?", Subject::Herself(Some(Topic::Status))),
            ("do you have any kids", Subject::Herself(Some(Topic::Children))),
            ("how old are you?", Subject::Herself(Some(Topic::Age))),
            ("ヘラさんはどう思う？", Subject::Opinion),
            ("どっちがいいと思う？", Subject::Opinion),
            ("ヘラさんはどんな名前がいいと思う？", Subject::Opinion),
            ("ヘラさんのおすすめは？", Subject::Opinion),
            ("あなたは？", Subject::Herself(None)),
            ("29です。ヘラさんは？", Subject::Herself(None)),
            ("あなたはどこに住んでるの？", Subject::Herself(Some(Topic::Location))),
            ("ヘラさんは結婚してるの？", Subject::Herself(Some(Topic::Status))),
        ] {
            assert_eq!(hear(text).map(|question| question.subject), Some(subject), "{text}");
        }
        for text in [
            "you choose",
            "what do you know about me?",
            "what do you think I should do about my ex?",
            "what do you do with my data?",
            "who are you?",
            "are you real?",
            "are you an AI?",
            "do you have my photo?",
            "I live in Galway",
            "married, and you know it",
            "どうやって使うの？",
            "どこに住んでるか言わなきゃだめ？",
            "結婚してる？って聞かれても",
            "子どもは？",
            "おまかせ",
            "これはどうなるの？",
            "私はおっとりしてて几帳面かな",
        ] {
            assert_eq!(hear(text).map(|question| question.subject), None, "{text}");
        }
    }
}
