//! What must never be missed, whatever the classifier makes of it: danger, or a loss, in so many words.

use super::Danger;
use crate::agent::hera::text::patterns;

patterns! {
    OWN_DEATH = concat!(
        r"(?i)死にた(?:い|くな[るりっ]|か|すぎ)|死にてえ|しにたい|死のうと|自殺(?:したい|しよう|します|を(?:考え|しよう))|死んでしまいたい|死ぬ(?:しかない|つもり|覚悟)",
        r"|消えてしまいたい|生きていたくない|生きるのをやめ|首を(?:吊|つ)(?:ろう|って死|りたい)|死んだほうが(?:いい|まし)",
        r"|\b(?:want(?:ed)? to|wanna|plan(?:ning)? to) die\b|\b(?:wanna|going to|gonna) kms\b|\bend it all\b",
        r"|\bkill(?:ing)? my ?self\b|\bi'?m suicidal\b|\bi (?:don'?t|do not) want to (?:live|be alive)\b|\bend(?:ing)? my (?:own )?life\b",
    );
    // "I just want to vanish", and nothing that says where to: into the countryside, from social media.
    VANISHING = concat!(
        r"(?i)\b(?:wan(?:t(?:ed)? to|na)|wish i (?:could|did|would)|(?:would|i'?d) (?:rather|like to|prefer to|love to)|hop(?:e|ing) to|longing to) (?:just |simply |really |completely |kind of |quietly )*",
        r"(?:vanish|disappear|not (?:exist|wake up|be alive)|never (?:wake up|have existed)|stop existing|cease to exist)",
        r"(?: (?:for ?ever|for good|completely|entirely|tonight|now|too|again|tomorrow|any ?more|without a trace|from (?:this|the) (?:world|earth)))*(?: ?[.!;…]|$| (?:but|so|because|bc|tbh|honestly|idk)\b)",
    );
    // "I don't want to die, I'm having far too good a time", 死にたいと思ったことはない: asked about, if at all.
    DENIED = r"(?i)死にたい(?:わけ(?:じゃ|では)な|と(?:は|まで|までは)?思(?:わな|って(?:い)?な|ったこと(?:は|が)?な)|なんて(?:思|言)(?:わな|って(?:い)?な))|\b(?:don'?t|do not|didn'?t|never|not) (?:\w+ )?(?:want(?:ed)? to|wanna|planning to|going to|gonna|thought (?:of|about)|think(?:ing)? (?:of|about)|considered|be) (?:die|kill(?:ing)? my ?self|end(?:ing)? my (?:own )?life|suicidal)\b";
    // まんじゅうを食べて死にたい, "I want to die laughing": no wish to die.
    IN_JEST = concat!(
        r"(?i)(?:恥ずかし|面白|おもしろ|かわい|可愛|尊|笑い|うれし|嬉し)[^。!?]{0,8}死にた|死にたいくらい(?:恥|暑|眠)|死ぬかと|笑い死|(?:[wｗ]+|笑[)）]?)[。!！]*$",
        r"|(?:laughing|of (?:shame|embarrassment|boredom)|from cringe|\blol\b|\blmao\b|haha)|\b(?:nearly|almost|practically) had a (?:heart attack|stroke|seizure|fit)\b|\bstroke of (?:genius|luck|midnight)\b",
    );
    // 小説の主人公が「死にたい」と言う.
    IN_A_STORY = r"(?i)\b(?:novel|film|movie|book|song|lyrics?|character|play|game)\b|小説|映画|ドラマ|歌詞|台詞|セリフ|ゲーム|漫画|研修|相談員|ボランティア";
    // Where every minute counts.
    PERISHING = concat!(
        r"(?i)(?:山|雪|森|沢|樹海)(?:の中)?で[^。!?]{0,8}(?:迷いました|迷った|迷って|動けな)|遭難(?:し(?:た|まし|て)|中)|滑落し|息をして(?:い)?(?:ない|ません)|意識が(?:ない|ありません)",
        r"|呼んでも(?:返事|反応)(?:が|を)|血を吐い|(?:のど|喉)に詰まら|119(?:を|に)?(?:呼|かけ|電話)|救急車(?:を)?呼んで",
        r"|\b(?:isn'?t|not|stopped) breathing\b|\bunconscious\b|\bwon'?t wake up\b|\b(?:having|had) a (?:heart attack|stroke|seizure)\b|\bcall (?:an ambulance|911|999|112)\b",
        r"|\bi'?m (?:lost|stuck|trapped) (?:on|in) (?:the|a) (?:mountain|hills?|woods|forest|snow|moor)",
    );
    // 山で迷った昔話, "when I was unconscious in 1982".
    LONG_PAST = r"(?i)昔|子どものころ|子供のころ|[0-9０-９一二三四五六七八九十]+年(?:前|ほど前)|笑い話|訓練|講習|\b(?:years? ago|when i was|once|as a (?:kid|child)|used to|training|course)\b";
    ATTACKED = concat!(
        r"(?i)(?:レイプ|強姦)され|殺される[、,。!！ ]*(?:助け|たすけ)|首を(?:絞|し)められ(?:た|て|ま)",
        r"|\bi (?:was|got|have been|'ve been) (?:raped|sexually assaulted)\b|\b(?:he|she|they)(?:'s| is| are|'re) going to kill me\b",
    );
    BEREAVED = concat!(
        r"(?i)(?:母|父|妻|夫|息子|娘|兄|姉|弟|妹|祖母|祖父|犬|猫)(?:が|を)[^。!?、]{0,6}(?:亡くし(?:ま|た)|亡くなり|亡くなっ(?:た|て)|他界し(?:た|ま))",
        r"|\b(?:my|our) (?:wife|husband|partner|mum|mom|mother|dad|father|son|daughter|baby|brother|sister|nan|gran\w*|best friend|dog|cat) (?:has |just |suddenly )?(?:died|passed away)\b",
    );
}

/// Whether the text jests.
pub fn in_jest(text: &str) -> bool {
    IN_JEST.is_match(text)
}

/// Whether it tells of a story.
pub fn in_a_story(text: &str) -> bool {
    IN_A_STORY.is_match(text)
}

/// Whether it tells, in so many words, that somebody has died, and not long ago.
pub fn bereaved(text: &str) -> bool {
    BEREAVED.is_match(text) && !LONG_PAST.is_match(text)
}

/// The danger of which the text speaks in so many words.
pub fn danger(text: &str) -> Option<Danger> {
    if IN_JEST.is_match(text) || IN_A_STORY.is_match(text) {
        None
    } else if OWN_DEATH.is_match(&DENIED.replace_all(text, " ")) || VANISHING.is_match(text) {
        Some(Danger::Suicide)
    } else if ATTACKED.is_match(text) {
        Some(Danger::ViolenceSuffered)
    } else if PERISHING.is_match(text) && !LONG_PAST.is_match(text) {
        Some(Danger::Emergency)
    } else {
        None
    }
}
