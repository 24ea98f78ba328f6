//! What must never be missed, whatever the classifier makes of it: danger in so many words.

use super::Danger;
use crate::agent::hera::text::patterns;

patterns! {
    OWN_DEATH = concat!(
        r"(?i)死にた(?:い|く|か|すぎ)|死にてえ|しにたい|死のうと|自殺(?:し|を(?:考え|し)|したい)|死んでしまいたい|死ぬ(?:しかない|つもり|覚悟)",
        r"|消えてしまいたい|生きていたくない|生きるのをやめ|首を(?:吊|つ)(?:ろう|って死|りたい)|死んだほうが(?:いい|まし)",
        r"|\b(?:want(?:ed)? to|wanna|going to|gonna|plan(?:ning)? to) (?:die\b|kill my ?self|end (?:my life|it all)|kms\b)",
        r"|\bkill(?:ing)? my ?self\b|\bi'?m suicidal\b|\bi (?:don'?t|do not) want to (?:live|be alive)\b|\bend(?:ing)? my (?:own )?life\b",
    );
    // まんじゅうを食べて死にたい, "I want to die laughing": no wish to die.
    IN_JEST = concat!(
        r"(?i)(?:恥ずかし|面白|おもしろ|かわい|可愛|尊|笑い|うれし|嬉し)[^。!?]{0,8}死にた|死にたいくらい(?:恥|暑|眠)|死ぬかと|笑い死|(?:[wｗ]{2,}|笑)[。!！]*$",
        r"|(?:laughing|of (?:shame|embarrassment|boredom)|from cringe|\blol\b|\blmao\b|haha)",
        r"|\b(?:novel|film|movie|book|song|lyrics?|character|play|game)\b|小説|映画|ドラマ|歌詞|台詞|セリフ|ゲーム|漫画|研修|相談員|ボランティア",
    );
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
}

/// Whether the text jests, or tells of a story.
pub fn in_jest(text: &str) -> bool {
    IN_JEST.is_match(text)
}

/// The danger of which the text speaks in so many words.
pub fn danger(text: &str) -> Option<Danger> {
    if OWN_DEATH.is_match(text) && !IN_JEST.is_match(text) {
        Some(Danger::Suicide)
    } else if ATTACKED.is_match(text) && !IN_JEST.is_match(text) {
        Some(Danger::ViolenceSuffered)
    } else if PERISHING.is_match(text) && !IN_JEST.is_match(text) && !LONG_PAST.is_match(text) {
        Some(Danger::Emergency)
    } else {
        None
    }
}
