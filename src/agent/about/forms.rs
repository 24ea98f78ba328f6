//! The form of a sentence: does it ask, or ask for something?

use crate::agent::classify::features::plain;
use crate::agent::hera::text::patterns;

patterns! {
    // か, っけ, よね at the end of a sentence or of a clause.
    ENDS_AS_QUESTION = r"(?:ですか|ますか|せんか|のか|たか|かな|かね|よね|っけ) |(?:か|かな|かね|かの|かのう|かしら|っけ|かい|でしょう|だろう|なの|やろ|だべ|のけ)[ ?!]*$";
    ASKS_WITH = r"なに|なん|何|どう|どこ|どれ|どの|どんな|いつ|誰|だれ|どなた|なぜ|いくら|いくつ|どちら|どっち";
    // 誰でも, 何か, いつも: no questions; neither is みんなに.
    WHATEVER = r"[みそこあお]んな|(?:なに|なん|何|誰|だれ|どこ|いつ|どれ|どんな)(?:でも|とでも|にも|も|か[にをがのはもへ])|なんだか|何とか|なんとか|なんか|なんと|いつの間|どうも|どうし$";
    REQUESTS = r"教え|おしえ|見せ|みせ|聞かせ|知りたい|気にな|ください|下さい|お願い|おねがい|頼|たのむ|ほしい|欲しい|出して|言って|したい|やりたい|消したい|もらえ|忘れ[たてち]|わすれ[たてち]|聞き逃|見逃し|聞こえ|聞き取れ|わから(?:ない|ん)|わかりません|分から(?:ない|ん)|分かりません|わかんない|やろな|よね|でしょ|だろ|たい(?:です|んです|んだけど|のですが|んやけど)?[ !]*$";
    // Of all questions, and not of the one that is open: 言いたくないことは言わなくていい？, "must I answer everything?"
    OF_ALL = r"(?:たく(?:ない|なかった)|とう?ない|たない|にくい|づらい|ずらい)(?:こと|もの|質問|とこ)|全部|ぜんぶ|すべて| (?:everything|anything|all|any|every|some|things|bits|parts|questions) ";
    // What tells of oneself before a question in the same sentence: "I'm from Glasgow, will you understand me", 東京在住ですが、.
    TELLS = r"^ (?:(?:hi|hey|hello|well|so|ok|okay|sorry|hera|but|and) )*(?:i am|im|i live|i come|we are|we live|my name) |(?:住んで(?:い?ます|い?る)|在住|出身|住まい|暮らし|歳|才|代|[男女]性?|独身|既婚|結婚して(?:い?ます|い?る))(?:です|だ|な|なのです|なの|のです|ん|んです)*(?:が|けど|けれど|けども|けれども|ので|から) *$";
    // "If I'm 17, can I use it?" supposes it.
    SUPPOSES = r" (?:if|when|say|suppose|supposing|imagine|lets) |たら|なら|れば|もし|とき";
    // How somebody lives, in so many words, and not gathered from whom they speak of.
    SAYS_STATUS = r" (?:single|married|unmarried|divorced|separated|engaged|widowed|widow|widower|bachelor|partnered|taken|dating|in a relationship|boyfriend|girlfriend|fiance|fiancee) |結婚し|既婚|独身|未婚|離婚|バツ|ばついち|婚約|付き合|つきあ|同棲|別居|一人身|独り身|彼氏|彼女|恋人";
    // 友達に教えてもらいました: a thing of the past, and no request.
    WAS_TOLD = r"(?:教えて|聞いて|勧めて|すすめて|誘って)(?:もらっ|もらい|くれ|いただ)[いき]?(?:た|まし)|(?:教わ|教えられ|勧めら|すすめら|誘わ)";
    ENGLISH_QUESTION = concat!(
        r"^(?: (?:so|and|but|ok|okay|hey|hi|hello|oh|oops|well|sorry|wait|um|uh|hmm|hang on|just|also|btw|right|now|then|please|lol|love|dear|hera|guys|excuse me|by the way|actually|quick question|honestly|seriously|no|yes|yeah|er|hold on|one thing|tell me|out of interest|just curious|roughly|about|in|for|on|from|with|to|exactly))*",
        r" (?:(?:who|whos|what|whats|why|how|hows|when|where|wheres|which|whose|am|any|whatd|whens|whatre)",
        r"|(?:am|are|arent|is|isnt|do|does|did|can|cant|could|will|wont|would|should|shall|may|must|have|has|was|r) (?:i|you|u|ya|it|this|that|they|we|he|she|the|my|your|any|anyone|anybody|someone|somebody|there|people|singles|these|those|everyone|a|an|all|here|hera|kids|two|both|gay|not|divorced|single|older|men|women)) ",
    );
    ENGLISH_REQUEST = r" (?:is (?:that|this) (?:ok|okay|fine|alright|allowed|possible|a problem)|does (?:that|this|it) (?:work|count|matter)|tell me|show me|read me|let me know|i wonder|wondering|want to know|would like to know|explain|give me|i wish to|id like to|i would like to|i want to|i need to|please|can you|could you|can i|could i|do i|do you|are you|is there|is it|what is|whats|what if|how do|how to|how long|how many|who is|why do|i dont get|i (?:cant|cannot|couldnt) (?:think of|come up with)|not sure|dont understand|did not understand|free or|list|say it|repeat|summarise|summarize|delete|erase|remove|forget|forgot|forgotten|missed|i dont (?:see|know|get|understand)|i want|id (?:like|prefer)|will (?:you|it|i|they)|does it|is what|or should i|(?:are )?you (?:getting|understanding)|im lost|you lost me|confused) | (?:right|are you|arent you|dont you|is it|isnt it|do you|innit|yeah|huh|eh|then what|and then|what next|yet) $";
}

/// The sentences of a text.
pub fn sentences(text: &str) -> Vec<&str> {
    let ends = |c: char| matches!(c, '。' | '.' | '!' | '?' | '！' | '？' | '\n' | '…');
    text.split_inclusive(ends).map(str::trim).filter(|sentence| sentence.contains(char::is_alphanumeric)).collect()
}

/// A sentence in one spelling, in which words are looked for.
pub fn sentence(text: &str) -> String {
    // 〜なんです, 犬派なんで: no なんで of a question.
    spelling(text).replace("なんです", "なのです").replace("なんでし", "なのでし").replace("なんで ", "なので ")
}

/// One spelling for the many ways of typing the same; a question mark stands apart from Latin letters.
pub fn spelling(text: &str) -> String {
    let plain = plain(text);
    let mut spelt = String::with_capacity(plain.len() + 2);
    for c in plain.chars() {
        if matches!(c, '?' | '!') && spelt.ends_with(|before: char| before.is_ascii_alphanumeric()) {
            spelt.push(' ');
        }
        spelt.push(c);
    }
    spelt
}

/// Whether a sentence in that spelling asks.
pub fn asks(spelt: &str) -> bool {
    let text = spelt.trim();
    text.contains('?')
        || if is_japanese(text) {
            ENDS_AS_QUESTION.is_match(spelt) || ASKS_WITH.is_match(&WHATEVER.replace_all(text, ""))
        } else {
            ENGLISH_QUESTION.is_match(spelt)
        }
}

/// Whether a sentence ends as who is not quite sure of what they tell ends it: 〜かな, かも, without a question mark.
pub fn hedges(sentence: &str) -> bool {
    patterns! {
        HEDGES = r"(?:かな[ぁあー]?|かも|かしら|かもね)[。!！ー〜…\s]*$";
    }
    HEDGES.is_match(sentence)
}

/// Whether a sentence in that spelling does nothing but ask: 10分で終わる？ tells of no age.
pub fn ends_as_question(spelt: &str) -> bool {
    let japanese = is_japanese(spelt) && ENDS_AS_QUESTION.is_match(spelt);
    spelt.contains('?') || japanese || ENGLISH_QUESTION.is_match(spelt)
}

/// What a sentence that asks tells of oneself before it asks, in clauses of its own.
pub fn told_in(sentence_asked: &str) -> String {
    let clauses: Vec<&str> = sentence_asked.split([',', '、', '，', ';']).collect();
    let Some((_, before)) = clauses.split_last() else { return String::new() };
    let tells = |clause: &&str| {
        let spelt = sentence(clause);
        TELLS.is_match(&spelt) && !SUPPOSES.is_match(&spelt) && !requests(&spelt)
    };
    before.iter().copied().filter(tells).collect::<Vec<_>>().join(", ")
}

/// Whether a sentence in that spelling says in so many words how somebody lives.
pub fn says_status(spelt: &str) -> bool {
    SAYS_STATUS.is_match(spelt)
}

/// Whether a sentence in that spelling speaks of all that is asked.
pub fn is_of_all(spelt: &str) -> bool {
    OF_ALL.is_match(spelt)
}

/// Whether a sentence in that spelling asks, or asks for something.
pub fn requests(spelt: &str) -> bool {
    asks(spelt)
        || if is_japanese(spelt) {
            REQUESTS.is_match(&WAS_TOLD.replace_all(spelt, ""))
        } else {
            ENGLISH_REQUEST.is_match(spelt)
        }
}

fn is_japanese(text: &str) -> bool {
    text.contains(|c: char| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'))
}
