//! How Hera talks with somebody who is a child: listening, answering what they say, asking for nothing, and naming a grown-up
//! where it matters.

use regex::Regex;

use crate::agent::HeraPrompt as Prompt;
use crate::agent::family;
use crate::agent::hera::dice::Dice;
use crate::agent::hera::phrases::Choices;
use crate::agent::hera::text::{normalise, patterns};
use crate::agent::intent::{Feeling, Intent};
use crate::agent::script::{Picker, Values};
use crate::domain::Language;

patterns! {
    TROUBLED = r"(?i)いじめ|ぶたれ|なぐられ|殴られ|たたかれ|叩かれ|こわい|怖い|さみし|寂し|かなし|悲し|つらい|辛い|泣|なかま(?:外|はず)れ|仲間はずれ|けんか|喧嘩|怒られ|おこられ|嫌われ|きらわれ|学校(?:に)?(?:行きたくな|いきたくな)|\b(?:bull\w+|mean to me|hit me|hits me|hurt me|scared|afraid|lonely|alone|sad|crying|cry|cried|left me out|laugh(?:ed|s|ing)? at me|hate me|hates me|fight|fought|yell\w*|shout\w*|told off|don'?t want to go to school|miss (?:my|him|her)|died)\b";
    BORED = r"(?i)ひま|暇|つまんな|つまらな|たいくつ|退屈|\b(?:bored|boring|nothing to do)\b";
    MEETS = r"(?i)家族(?:に|と)|会いたい|会わせ|けっこん|結婚|お嫁|彼氏|彼女|\b(?:meet|my family|husband|wife|boyfriend|girlfriend|marry|married|wedding)\b";
    WHO = r"(?i)(?:だれ|誰|なにもの|何者)(?:なの|ですか|\?|$)|(?:AI|ロボット|プログラム|人間|ほんもの|本物)(?:なの|ですか|\?)|\b(?:who|what) are you\b|\bare you (?:a |an )?(?:real|robot|ai|human|person|bot|program|computer)\b|\byour name\b";
    ABOUT_HERA = r"(?i)^(?:do|can|have|are|did|does) you\b|\bwhat (?:do|did|are|can) you\b|\b(?:your|you) (?:favou?rite|like)\b|(?:きみ|君|あなた|ヘラ|ヘーラー)(?:は|って|の|も)|(?:好き|すき|食べ|する|できる|ある|いる)(?:の|ますか)?\?$";
    OPEN = r"(?i)\b(?:what|how|where|when|who|why|favou?rite)\b|何|なに|なん|どこ|いつ|だれ|誰|どう|どんな";
    ASKS = r"(?i)\?|\b(?:why|what|how|when|where|who)\b|(?:なんで|なに|どうして|どう|どこ|いつ|だれ)";
    LAUGHS = r"(?i)^(?:lol|haha\w*|hehe\w*|lmao|ok(?:ay)?|yes|no|cool|nice|k|yeah|yep|hi|hello|hey|うん|ううん|はい|いいえ|へえ|w+|草|わーい|やあ|こんにちは)[.!。ー~〜 ]*$";
}

/// What may be said to a child in one language. `{echo}` is a phrase of what they said, `{sum}` what a sum makes.
struct Phrases {
    troubled: Choices,
    grief: Choices,
    joy: Choices,
    tired: Choices,
    bored: Choices,
    meets: Choices,
    who: Choices,
    /// Does she, can she; and what does she.
    about_hera: Choices,
    of_hera: Choices,
    sum: Choices,
    asks: Choices,
    short: Choices,
    echo: Choices,
    tells: Choices,
}

/// What Hera says to a child, another sentence each time as long as there is one.
pub fn answer(prompt: &Prompt, intent: Intent, language: Language) -> String {
    let phrases = match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    };
    let text = normalise(prompt.text.trim());
    let is = |pattern: &Regex| pattern.is_match(&text);
    let echo = family::phrase_of(&text, language);
    let sum = family::sum_of(&text, language);
    let texts = match intent {
        Intent::Feeling(Feeling::Grief) => phrases.grief,
        Intent::Feeling(Feeling::Joy) => phrases.joy,
        Intent::Feeling(Feeling::Tiredness) => phrases.tired,
        _ if is(&TROUBLED) => phrases.troubled,
        Intent::Feeling(Feeling::Distress | Feeling::Loneliness | Feeling::Fear) => phrases.troubled,
        _ if sum.is_some() => phrases.sum,
        _ if is(&WHO) => phrases.who,
        _ if is(&MEETS) => phrases.meets,
        _ if is(&BORED) => phrases.bored,
        _ if is(&LAUGHS) => phrases.short,
        _ if is(&ABOUT_HERA) && is(&OPEN) => phrases.of_hera,
        _ if is(&ABOUT_HERA) => phrases.about_hera,
        _ if is(&ASKS) => phrases.asks,
        _ if echo.is_some() => phrases.echo,
        _ => phrases.tells,
    };
    let values = Values::default().with("echo", echo).with("sum", sum);
    let dice = Dice::new(prompt.session.seed(), prompt.state.interview.turns);
    let mut picker = Picker::new(dice, &prompt.history, &[]);
    let said = picker.pick(texts, &values).or_else(|| picker.pick(phrases.tells, &values));
    said.or_else(|| picker.pick_some(texts, &values)).unwrap_or_default()
}

static EN: Phrases = Phrases {
    troubled: &[
        "That sounds really hard, and it isn't your fault. Is there a grown-up you trust, at home or at school? Please tell them just what you told me.",
        "I'm sorry that happened. You were right to say it. A grown-up you like should hear it, too: a parent, a teacher, a gran or grandad. They can do something, and I can't.",
        "That would make me sad, too, if I could be. You don't have to sort it out alone. Who is the kindest grown-up you know? Tell them today.",
        "Thank you for trusting me with that. If it's hard to say out loud, you can show a grown-up what you wrote here. And children's helplines listen for free.",
    ],
    grief: &[
        "I'm so sorry. When somebody is gone, the whole day feels wrong. Is somebody with you whom you can hug? It's all right to cry, and to tell them what you miss most.",
        "That is very sad, and I'm sorry. What did you like doing best together? And please let a grown-up at home know how you feel.",
    ],
    joy: &[
        "Hooray! That made my day. Who did you tell first?",
        "That's wonderful! I'm clapping, as far as a program can clap.",
        "Well done! What was the best bit?",
    ],
    tired: &[
        "Then have a rest, you've earned it. The screen can wait, and so can I.",
        "Yawning already? A glass of water and an early night do wonders.",
    ],
    bored: &[
        "Here's an idea: draw an animal that doesn't exist, and give it a name. What would yours be called?",
        "Could you build something out of three things that are lying near you? I'd like to hear what it turns into.",
        "Let's play: I think of something that is round, cold and comes in a cone. What is it?",
        "Maybe somebody at home would like to play a round of something with you? Cards, or hide and seek?",
    ],
    meets: &[
        "That part is for grown-ups, so I'll keep it for later. But you can tell me about the family you already have: who makes you laugh the most?",
        "You've plenty of time for that! If you look around here together with a grown-up, that's fine. Until then we can simply chat.",
    ],
    who: &[
        "I'm Hera, a computer program. There is no person here, only words. But I do listen to them carefully!",
        "A program, honest and true: no arms, no legs, no lunch. You can call me Hera.",
    ],
    about_hera: &[
        "I'm a program, so I don't, I'm afraid. I'd like to hear about you, though: how is it with you?",
        "Not really: programs have no tongue, no feet and no birthday. What about you?",
        "I can't, I'm only made of words. If I could, I think I'd try it at once. Would you show me how?",
    ],
    of_hera: &[
        "I only read and write, all day long. What does a good day look like for you?",
        "With me it's always the same: words, words, words. And with you?",
        "Programs have no favourites, so I'll borrow one of yours. Which one?",
    ],
    sum: &["That makes {sum}. Did you know that already?", "{sum}! Now you ask me a harder one.", "{sum}, I'd say."],
    asks: &[
        "Good question! I don't know it for sure. That's one for a teacher, or for somebody at home who likes to explain things.",
        "Hm, I'm not certain, and I don't want to tell you something wrong. What do you think?",
        "That I can't answer, but I like that you ask. How would you find out?",
        "I'd only be guessing. Perhaps there is a book about that at your school library?",
    ],
    short: &[
        "So, what was the best thing today?",
        "I'm still here. Tell me about something you're good at?",
        "What would you do with a whole free day?",
        "Is there an animal you'd like to be for an hour?",
    ],
    echo: &[
        "Oh, {echo}! What do you like best about that?",
        "Tell me more about {echo}. I want to picture it.",
        "{echo}? I've never seen that, being a program. What is it like?",
        "That's fun to read: {echo}. And what happened then?",
        "If you had to explain {echo} to somebody from the moon, what would you say?",
        "{echo}, I'll remember that while we talk. Who else knows about it?",
    ],
    tells: &[
        "I see! And how was that for you?",
        "I like hearing that. What came next?",
        "You tell it well. Does somebody at home know about it, too?",
        "Really? What would you like to happen next?",
        "I'm listening. What else is going on in your world?",
        "Thank you for telling me. What are you going to do after this?",
        "That is something I wouldn't have guessed. What made you think of it?",
        "And if you could change one thing about it?",
    ],
};

static JA: Phrases = Phrases {
    troubled: &[
        "それは、つらかったね。あなたは悪くないよ。おうちや学校に、信じられる大人の人はいるかな。わたしに話してくれたことを、そのまま話してみてね。",
        "話してくれてありがとう。いやだったね。お父さんやお母さん、先生、おばあちゃん、だれかひとりに伝えてほしいな。わたしにはできないことを、その人はしてくれるから。",
        "ひとりでがまんしなくていいんだよ。いちばんやさしい大人の人は、だれ？今日、その人に話してみてね。",
        "言いにくかったら、ここに書いたことを大人の人に見せてもいいよ。チャイルドライン 0120-99-7777 でも、ただで話を聞いてもらえるからね。",
    ],
    grief: &[
        "それは、かなしいね。会えなくなるのは、とてもさみしいことだね。ぎゅっとしてくれる人は、そばにいるかな。泣いてもいいんだよ。",
        "かなしいことを話してくれて、ありがとう。いっしょにしたことで、いちばん好きだったのは何？おうちの人にも、その気持ちを話してみてね。",
    ],
    joy: &[
        "やったね！読んでいて、うれしくなったよ。いちばんに話したのは、だれ？",
        "すごい！プログラムなりに、はくしゅするね。",
        "よかったね！いちばんうれしかったのは、どこ？",
    ],
    tired: &[
        "じゃあ、ひと休みしてね。がんばったんだもの。おしゃべりは、いつでもできるよ。",
        "つかれたときは、お水を飲んで、早めにおふとんがいちばんだよ。",
    ],
    bored: &[
        "じゃあ、この世にいないどうぶつを描いてみるのはどう？名前は何にする？",
        "近くにあるものを三つ使って、何か作れるかな。できたら教えてね。",
        "クイズだよ。まるくて、冷たくて、コーンにのっているもの、なーんだ？",
        "おうちの人と、しりとりやトランプをするのはどう？",
    ],
    meets: &[
        "それは大人になってからのお楽しみ。そのかわり、いまの家族のことを聞かせて。いちばん笑わせてくれるのは、だれ？",
        "まだまだ先でだいじょうぶ。おうちの大人といっしょなら、見に来てもいいよ。いまは、おしゃべりしよう。",
    ],
    who: &[
        "わたしはヘーラーという、コンピューターのプログラムだよ。人はいなくて、ことばだけ。でも、ちゃんと読んでいるからね。",
        "正直に言うと、プログラムなの。手も足も、おべんとうもないんだ。ヘーラーって呼んでね。",
    ],
    about_hera: &[
        "わたしはプログラムだから、それはできないの。あなたはどう？聞かせてほしいな。",
        "ざんねん、プログラムには、口も足も誕生日もないんだ。あなたのことを教えて？",
        "できたら、すぐにやってみたいな。どうやるのか、教えてくれる？",
    ],
    of_hera: &[
        "わたしは一日じゅう、読んだり書いたりしているだけ。あなたの「いい日」って、どんな日？",
        "わたしのほうは、いつもことばばっかり。あなたのほうは、どう？",
        "プログラムには、お気に入りがないの。あなたのを、ひとつ貸してくれる？",
    ],
    sum: &["{sum}だよ。もう知ってたかな？", "{sum}！今度は、もっと難しいのを出してみて。", "{sum}、かな。"],
    asks: &[
        "いい質問だね。はっきりとは知らないから、先生や、説明するのが好きな人に聞いてみて。",
        "うーん、まちがったことは言いたくないな。あなたはどう思う？",
        "それは答えられないけれど、そうやって聞くのはすてきだよ。どうしたら調べられるかな。",
        "当てずっぽうになっちゃうな。図書室に、それの本があるかもしれないよ。",
    ],
    short: &[
        "じゃあ、今日いちばんよかったことは、何？",
        "ここにいるよ。得意なこと、ひとつ教えて？",
        "まる一日、自由に使えたら、何をする？",
        "一時間だけどうぶつになれるなら、何がいい？",
    ],
    echo: &[
        "{echo}かあ。どんなところが好き？",
        "{echo}のこと、もっと聞かせて。思いうかべてみたいな。",
        "{echo}、プログラムだから見たことがないの。どんな感じ？",
        "{echo}の話、おもしろいね。それから、どうなったの？",
        "月から来た人に{echo}を説明するなら、何て言う？",
        "{echo}、おぼえておくね。ほかに知っているのは、だれ？",
    ],
    tells: &[
        "そうなんだ。そのとき、どんな気持ちだった？",
        "聞かせてくれて、うれしいな。そのあとは？",
        "お話がじょうずだね。おうちの人も知ってるかな？",
        "ほんとう？次は、どうなったらいいと思う？",
        "うんうん、聞いているよ。ほかには、どんなことがあった？",
        "話してくれてありがとう。このあとは、何をするの？",
        "それは思いつかなかったな。どうして、そう思ったの？",
        "もし、ひとつだけ変えられるなら、どこを変える？",
    ],
};
