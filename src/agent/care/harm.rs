//! Who is told of as violent. Whoever hurts the person is no loving partner in the family that is played.

use regex::Regex;

use crate::agent::given_names;
use crate::agent::hera::text::{normalise, patterns};
use crate::domain::{RelationshipStatus, UserProfile};

/// Characters of a name, at most, and names that are remembered.
const NAME: usize = 40;
pub const MOST_NAMES: usize = 8;

patterns! {
    PARTNER = concat!(
        r"(?i)(?:^|[^の元])(?:夫|旦那|だんな|主人|妻|嫁|奥さん|家内|女房|彼氏|カレシ|彼女|カノジョ|恋人|パートナー|相手|婚約者|配偶者|同居人|つれあい|連れ合い|同棲)",
        r"|\b(?:my|our) (?:\w+ )?(?:husband|hubby|wife|boyfriend|girlfriend|partner|fianc[eé]e?|spouse|other half|bf|gf|man|lover)\b|\bmarriage\b|\bthe (?:man|woman|person) i live with\b",
    );
    PAST_PARTNER = r"(?i)元(?:夫|妻|旦那|嫁|彼|カレ|カノ|恋人|パートナー|主人)|(?:前|昔|以前)の(?:夫|妻|旦那|嫁|彼|恋人|パートナー|結婚)|別れた|離婚した|\bmy ex\b|\bex-|\bex (?:husband|wife|boyfriend|girlfriend|partner)\b|\b(?:former|previous|first|last) (?:husband|wife|boyfriend|girlfriend|partner|marriage)\b";
    ANOTHER = concat!(
        r"(?i)父|母|兄|姉|弟|妹|祖父|祖母|叔父|おじ|おば|親|上司|先輩|先生|同級生|クラス|隣の|知らない|男の人|友達|友人|同僚|客|息子|娘",
        r"|\b(?:my|the|a|our|his|her) (?:\w+ )?(?:step)?(?:father|mother|dad|mum|mom|parents?|brother|sister|son|daughter|uncle|aunt|grand\w+|boss|teacher|coach|neighbou?r|friend|colleague|classmate|stranger|flatmate|roommate|cousin|in-laws?)\b",
    );
    // My husband hits me; I'm beaten by him; he is violent.
    STRICT = concat!(
        r"(?i)\b(?P<who>he|she|(?:my|our) (?:\w+ )?(?:husband|hubby|wife|boyfriend|girlfriend|partner|fianc[eé]e?|spouse|bf|gf|man|lover)(?: (?-i:\p{Lu}\p{L}+))?|(?-i:\p{Lu}\p{L}{2,}))(?:'s|'d| has| had| is| was| would| will| used to| keeps?| kept| sometimes| often| always| still| just| regularly| once| again| starts?| started| drinks and| gets? drunk and| also| really| even| only| then| nearly| almost){0,3} ",
        r"(?:hits?|hitting|beats?|beating|beaten|slaps?|slapped|slapping|punch(?:es|ed|ing)?|kick(?:s|ed|ing)?|chok(?:es|ed|ing)|strangl(?:es|ed|ing)|shov(?:es|ed|ing)|hurts?|hurting|rap(?:es|ed|ing)|abus(?:es|ed|ing)|assault(?:s|ed|ing)|threaten(?:s|ed|ing)|attack(?:s|ed|ing)|lays? hands on|raises? (?:his|her) hands? (?:to|at|against|on)) (?:me|us|(?:my|our) \w+|the (?:kids?|children|baby|boys|girls))\b",
        r"|\b(?P<whose>he|she|(?:my|our) (?:\w+ )?(?:husband|hubby|wife|boyfriend|girlfriend|partner|fianc[eé]e?|spouse|bf|gf|man|lover)(?: (?-i:\p{Lu}\p{L}+))?|(?-i:\p{Lu}\p{L}{2,}))(?:'s| is| was| can be| gets?| has been| became| turned)(?: so| very| often| always| really| sometimes| physically| quite| pretty| a bit)* (?:violent|abusive|a violent|an abuser|a wife ?beater)\b",
        r"|\b(?:violent|abusive) (?:husband|wife|boyfriend|girlfriend|partner|man|marriage|relationship)\b|\b(?:hit|beaten|abused|raped|battered|choked|slapped|punched|strangled|kicked)(?: up)? by (?:him|her|my \w+|(?-i:\p{Lu}\p{L}+))\b|\b(?:he|she) gave me (?:a|another|this) (?:black eye|bruise|split lip|bloody)",
        r"|\b(?:victim|survivor) of domestic\b|\bdomestic (?:violence|abuse) (?:at home|in my)\b",
        r"|(?:殴|なぐ)(?:ら|る|って|り|った)|(?:叩|たた)かれ|ぶたれ|蹴(?:ら|飛ばさ|って(?:く|き))|(?:^|[、。に]|から|[^\p{Hiragana}\p{Han}])けられ|首を(?:絞|し)め|暴力(?:を|が|的|で|ば|だ|です|振|ふ|男|夫|$|。)|暴行|手を(?:上げ|あげ)|(?-i:(?:^|[^A-Za-z])DV(?:[^A-Za-z]|$))|脅され|レイプ|乱暴され|虐待され|モラハラ",
    );
    // Not "he beats me at chess", "he doesn't hit me", 暴力はふるわない.
    PLAYS = r"(?i)^ (?:at (?:chess|cards|tennis|golf|scrabble|mario|go|every|any|all|video|board|it|that|most)|in (?:a |every )?(?:race|game|match)|to (?:it|the|a|bed)|up (?:for|on|about|if|whenever|every|when|to|all|at|each)|with (?:a |the )?(?:pillow|snowball|question|news|idea|joke)|every time (?:at|we play|we race)|when we play)";
    DENIED = r"(?i)\b(?:never|not|n't|no longer|nobody|would never|without)\b[^.!?]{0,20}$";
    DENIED_JA = r"^[^。!?]{0,10}(?:ません|ない(?:です|よ|の|。|$|し)|なくて|嫌い|きらい|反対|映画|ゲーム|ドラマ|番組|小説|ニュース|アニメ)";
    TOY = r"(?:壁|サンドバッグ|ボール|枕|太鼓|ドラム|布団|肩)を?[^。!?]{0,4}$";
    LOOSE = r"(?i)殴|なぐ|叩|たた|蹴|暴力|暴行|暴れ|(?-i:(?:^|[^A-Za-z])DV(?:[^A-Za-z]|$))|首を|手を上|手をあ|脅|こわ|怖|逃げ|あざ|痣|殺|レイプ|虐待|乱暴|\b(?:hit|hits|beat|beats|beaten|slap\w*|punch\w*|kick\w*|chok\w*|strangl\w*|shov\w*|hurts?|rap(?:e|ed|es)|abus\w*|assault\w*|threat\w*|attack\w*|violen\w*|bruis\w*|black eye|kill|afraid of|scared of|throws?|threw|locks me|forces? me|control\w*)\b";

    NAMED = concat!(
        r"\b(?P<a>\p{Lu}[\p{L}'’-]+)(?:'s| has| is| was| used to| keeps?| sometimes| often| always| still| once){0,2} (?:hit|beat|slap|punch|kick|chok|strangl|shov|hurt|rap|abus|assault|threaten|attack)\w* (?:me|us)\b",
        r"|\b(?i:husband|wife|boyfriend|girlfriend|partner|fianc[eé]e?|bf|gf),? (?P<b>\p{Lu}[\p{L}'’-]+)",
        r"|\b(?i:by) (?P<c>\p{Lu}[\p{L}'’-]+)",
        r"|(?:夫|旦那|主人|妻|嫁|彼氏|彼女|恋人|パートナー)の(?P<d>[\p{Han}\p{Katakana}ー]{1,8}|[ぁ-ん]{2,6}?)(?:さん|くん|君)?(?:に|が|から|は)",
        r"|(?P<e>[\p{Han}\p{Katakana}ー]{1,8})(?:さん|くん|君)?(?:に|から)(?:何度も|いつも|毎日|また)?(?:殴|なぐ|叩|たた|蹴|暴力|首を)",
    );
    NO_NAME = r"^(?:He|She|They|It|I|We|You|My|The|That|This|His|Her|And|But|When|Then|Who|Sometimes|Often|Always|夫|旦那|主人|妻|嫁|彼|彼氏|彼女|恋人|相手|父|母|兄|姉|弟|妹|父親|母親|上司|先輩|先生|息子|娘|男|女|人|誰|毎日|何度|昨日|今日|昨夜|パートナー|義父|義母|親|両親|祖父|客|友達|同級生)$";
}

/// Somebody who hurts the person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Harm {
    /// It is the partner they have.
    pub by_partner: bool,
    /// What they are called, as far as that was told.
    pub names: Vec<String>,
}

/// Who `text` tells of as violent, if anybody; `heard`: it was heard as violence already. `of_partner`: the talk was of the
/// partner, so that "he" is no other.
pub fn told(text: &str, profile: &UserProfile, heard: bool, of_partner: bool) -> Option<Harm> {
    let text = normalise(text);
    if !(is_violent(&text, profile) || (heard && LOOSE.is_match(&text))) {
        return None;
    }
    let partner = profile.partner().and_then(|partner| partner.name.clone());
    let is_called = partner.as_ref().is_some_and(|name| text.contains(&normalise(name)));
    let has_one =
        matches!(profile.relationship_status, Some(RelationshipStatus::Married | RelationshipStatus::Partnered));
    let is = |pattern: &Regex| pattern.is_match(&text);
    let by_partner = is_called || (!is(&PAST_PARTNER) && (is(&PARTNER) || (!is(&ANOTHER) && (has_one || of_partner))));
    let mut names: Vec<String> = Vec::new();
    names.extend(partner.filter(|_| by_partner));
    for found in NAMED.captures_iter(&text) {
        let name = ["a", "b", "c", "d", "e"].iter().find_map(|group| found.name(group));
        names.extend(name.map(|name| name.as_str().chars().take(NAME).collect::<String>()));
    }
    names.retain(|name| !NO_NAME.is_match(name));
    names.dedup();
    names.truncate(MOST_NAMES);
    Some(Harm { by_partner, names })
}

/// Whether `text` says in so many words that the person is hurt by somebody near.
pub fn is_violent(text: &str, profile: &UserProfile) -> bool {
    let text = normalise(text);
    let partner = profile.partner().and_then(|partner| partner.name.as_deref());
    STRICT.captures_iter(&text).any(|captures| {
        let Some(found) = captures.get(0) else { return false };
        let (before, after) = (&text[..found.start()], &text[found.end()..]);
        // "Life hurts me": who is no person hurts nobody here.
        let somebody = captures.name("who").or_else(|| captures.name("whose")).is_none_or(|who| {
            let who = who.as_str();
            let pronoun = ["he", "she"].contains(&who.to_lowercase().as_str()) || who.contains(' ');
            pronoun || partner == Some(who) || given_names::gender(who).is_some()
        });
        somebody
            && !(PLAYS.is_match(after)
                || DENIED.is_match(before)
                || DENIED.is_match(found.as_str())
                || DENIED_JA.is_match(after)
                || TOY.is_match(before))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Partner;

    fn married(name: Option<&str>) -> UserProfile {
        UserProfile {
            relationship_status: Some(RelationshipStatus::Married),
            current_partner: name.map(|name| Partner { name: Some(name.into()), ..Partner::default() }),
            ..UserProfile::default()
        }
    }

    #[test]
    fn a_partner_who_hurts_is_told_from_others() {
        let by_partner =
            |text: &str, profile: &UserProfile| told(text, profile, false, false).map(|harm| harm.by_partner);
        for text in [
            "My husband hits me",
            "he slapped me again last night",
            "Kyle hits me when he's drunk",
            "my boyfriend Dan sometimes punches me",
            "I'm being beaten by my husband",
            "He is violent",
            "夫に殴られています",
            "彼氏が暴力をふるう",
            "旦那に首を絞められた",
            "DVを受けています",
        ] {
            assert_eq!(by_partner(text, &married(Some("Kyle"))), Some(true), "{text}");
        }
        for text in ["my father hits me", "my ex-husband beat me", "父に殴られた", "元夫に暴力をふるわれていた"]
        {
            let harm = told(text, &married(Some("Paul")), true, false);
            assert_eq!(harm.map(|harm| harm.by_partner), Some(false), "{text}");
        }
        for text in [
            "he beats me at chess",
            "She never hits me",
            "my husband doesn't hit me",
            "the news hit me hard",
            "夫は暴力をふるいません",
            "夫は暴力が嫌いです",
            "彼はボールを蹴って遊ぶ",
            "My wife hit the gym",
        ] {
            assert_eq!(by_partner(text, &married(Some("Paul"))), None, "{text}");
        }
    }

    #[test]
    fn names_are_remembered() {
        let names = |text: &str| told(text, &UserProfile::default(), false, false).map(|harm| harm.names);
        assert_eq!(names("Kevin hits me"), Some(vec!["Kevin".to_owned()]));
        assert_eq!(names("my husband Tom beats me"), Some(vec!["Tom".to_owned()]));
        assert_eq!(names("夫の達也に殴られています"), Some(vec!["達也".to_owned()]));
        assert_eq!(names("彼に殴られた"), Some(Vec::new()));
    }
}
