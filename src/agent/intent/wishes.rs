//! Wishes for children, and what puts such a wish right: "make the girl Meenakshi", 「女の子にして」. To the classifier they
//! sound like talk of children that is declined. Each word of such a message is one of a few that wishes are made of, or a name.

use super::may_be_improper;
use crate::agent::hera::text::{normalise, patterns};

/// Names in one message, at most.
const NAMES: usize = 6;

patterns! {
    // What asks for something: not part of a wish about a child, and fit for one.
    ASKS_ENGLISH = r"(?i)\b(?:can|could|would|will) (?:you|we|i)(?: please)?\b|\byou can\b|\b(?:i|we)(?:'d| would) (?:like|love|prefer)\b";
    WORD_ENGLISH = concat!(
        r"^(?i:make|give|add|put|let|want|wants|wish|need|get|change|switch|swap|call|called|name|named|names|spell|spelled|spelt|write|written|is|are|be|being|have|has|should|i|we|i'm|i'd|we'd|us|me|it|it's|the|that|this|a|an|one|two|three|four|five|first|second|last|",
        r"girls?|boys?|twins?|twin|triplets|baby|babies|child|children|kids?|sons?|daughters?|brothers?|sisters?|please|instead|then|too|also|another|more|just|only|not|no|yes|ok|okay|actually|sorry|oops|wait|rather|than|same|other|both|and|or|but|to|in|of|for|with|without|as|from|by|my|our|her|his|their|them|she|he|him|they|there|now|any|either|whichever|gender|",
        r"accent|accents|letter|capital|hyphen|apostrophe|umlaut|at|end|start|front|order|age|aged|old|older|oldest|young|younger|youngest|years?|year-old|little|small|tiny|big|tall|blonde?|brown|black|red|curly|hair|haired|eyes|eyed|dark|light|long|short|taller|smaller|bigger|longer|shorter|darker|lighter|freckles|glasses|dots|smart|kind|funny|cheerful|happy|shy|calm|curious|brave|quiet)$",
    );
    NUMBER = r"^\d{1,2}$";
    // A name stands after another word: "the girl Meenakshi". Its first letter is a capital, and no other.
    NAME = r"^\p{Lu}\p{Ll}+(?:['’-]\p{Lu}?\p{Ll}+)*$";
    OF_CHILD = r"(?i)\b(?:girls?|boys?|twins?|triplets|bab(?:y|ies)|child(?:ren)?|kids?|sons?|daughters?|name|named|called|accent|spell(?:ed)?|spelt|her|him|them)\b";
    // "One child, any sex": that of a child of whom no other is told.
    ANY_SEX = r"(?i)^(?:(?:a|one|two|three|just|only|we|i|want|would|like|maybe|please|small|healthy|happy) )*(?:child(?:ren)?|kids?|bab(?:y|ies)),? (?:of )?(?:any|either|whatever|whichever) sex(?:(?: is| would be|,| really|'s)? (?:fine|ok|okay|good|welcome))?[.!]*$";
    // No wish for a child.
    NO_WISH = r"(?i)\b(?:have|need|get) (?:the|her|him|them|my|his|that|this)\b|\bwants? (?:her|him|them)(?: now| please)*[.!]*$";
    // 女の子としたい is none, nor 娘に入れて.
    WISH_JAPANESE = concat!(
        r"^(?:やっぱり?|じゃあ|では|あと|もう|まず|まだ|もっと|ごめん|すみません|いや|違う|違います|できれば|、|。|!|\?|…|ー| |",
        r"女の子|男の子|おんなのこ|おとこのこ|女児|男児|娘|息子|双子|ふたご|三つ子|赤ちゃん|あかちゃん|子ども|子供|こども|お姉ちゃん|お兄ちゃん|妹|弟|姉|兄|長女|長男|次女|次男|末っ子|名前|順番|ひとり|ふたり|さんにん|[一二三四1-5]人|\d{1,2}(?:歳|才)|上|下|先|逆|片方|両方|",
        r"にして|にした(?:い|く)|に(?:変え|かえ|変更し)て|を(?:入れ|いれ|作っ|つくっ|足し|増やし|加え|追加し)て|(?:つくっ|作っ|増やし|足し|追加し)て|じゃな(?:い|く)(?:て)?|でお願い(?:します)?|がいい|が(?:ほし|欲し)い|(?:ほし|欲し)い|ください|下さい|お願い(?:します)?|くれ(?:る|ます|ない)|もらえ(?:る|ます)(?:か)?|",
        r"です|だ(?:よ|けど)?|を|が|は|も|で|の|と|だけ|ね|よ|な|か|んだ(?:けど)?|のほう|の方)+$",
    );
    APART = r"[\s,.!?;:]+";
    CHILD_JAPANESE = r"子|娘|息子|赤ちゃん|あかちゃん|ふたご|姉|兄|妹|弟|長女|長男|次女|次男|おんなのこ|おとこのこ|女児|男児";
}

/// Whether `text` only wishes for children, or puts such a wish right.
pub fn is_wish(text: &str) -> bool {
    // What is no word of it may be a name: the capitals tell.
    let plain = normalise(text);
    if ANY_SEX.is_match(text.trim()) {
        return true;
    }
    if may_be_improper(text) || NO_WISH.is_match(text) || !(OF_CHILD.is_match(text) || CHILD_JAPANESE.is_match(&plain))
    {
        return false;
    }
    WISH_JAPANESE.is_match(plain.trim()) || is_wish_english(text)
}

fn is_wish_english(text: &str) -> bool {
    let rest = ASKS_ENGLISH.replace_all(text, " ");
    let words: Vec<&str> = APART.split(rest.trim()).filter(|word| !word.is_empty()).collect();
    let plain = |word: &str| word.trim_end_matches("'s").trim_end_matches("’s").to_owned();
    let known = |word: &str| WORD_ENGLISH.is_match(&plain(word)) || NUMBER.is_match(word);
    let names: Vec<&str> = words.iter().copied().filter(|word| !known(word)).collect();
    // "Make The Girl Cry" has capitals everywhere: they tell nothing.
    let lower = words.iter().filter(|word| word.starts_with(char::is_lowercase)).count();
    names.len() <= NAMES && names.len() <= lower && names.iter().all(|name| NAME.is_match(name))
}
