//! A family without a partner: because the person wants none, or because the partner hurts them.

use crate::agent::hera::piece;
use crate::agent::hera::text::{normalise, patterns};
use crate::agent::hera::{Entrusted, Extraction};
use crate::domain::{Alone, Care, Field, Topic, UserProfile};

patterns! {
    WANTS_NONE = concat!(
        r"(?i)(?:結婚)?(?:相手|パートナー|恋人|夫|妻|旦那|お相手|配偶者|彼氏|彼女)(?:は|なんて|とか|も|なら)?(?:もう|別に|特に|今は|全然|一切)?(?:いらない|要らない|いりません|要りません|いらん|要らん|不要|必要(?:ない|ありません|ではない|じゃない)|なしで|欲しくない|ほしくない|欲しくありません|求めてい?(?:ない|ません)|考えて(?:い)?(?:ない|ません))(?:です|でいい|で結構|でお願い|よ|ので|から|んです|と思って(?:い)?(?:る|ます))*",
        r"|(?:独身|シングル)の?(?:まま)?(?:で|が)(?:い(?:たい|るつもり)|いい(?:です|んです|の)?)|(?:ひとり|一人|1人)(?:のまま)?で(?:いたい|いるつもり|生きて(?:い)?(?:く|き))|(?:ずっと|この先も|これからも|今後も|一生)(?:独身|ひとり|一人|1人)(?:のまま)?(?:で|が)(?:いい|い(?:たい|る))",
        r"|結婚(?:する)?(?:気|つもり|予定)は?(?:ない|ありません)(?:です|んです)?|結婚(?:は)?(?:したくない|しません|したくありません)(?:です|んです)?",
        r"|\b(?:i )?(?:really )?(?:(?:do not|don'?t|dont|never|no longer) (?:want|need|wish for|have or want|am looking for)|(?:'m|am|im) not (?:looking for|interested in)) (?:a |any |another |to have a |to imagine a )?(?:partner|husband|wife|boyfriend|girlfriend|man|woman|spouse|relationship)\b(?: in (?:it|this|my family))?",
        r"|\b(?:leave|keep|take) (?:the |that |any |a )?(?:partner|husband|wife|man|woman) (?:out|away)(?: of (?:it|this))?",
        r"|\b(?:i )?(?:want|wish|would like|'d like|prefer|plan|intend|hope|mean) to (?:stay|remain|be|keep it) (?:single|so|alone|that way|on my own|by myself)\b|\b(?:had|have had|i've had) enough of (?:partners|men|women|relationships|dating|love|all that)\b|\b(?:i'?m |am )?(?:done|finished|through) with (?:partners|men|women|relationships|dating|love)\b|\bno more (?:partners|men|women|husbands|wives|relationships)\b|\bstaying (?:single|that way|on my own)\b|\bsingle (?:forever|for life|and staying)(?: (?:that way|so))?\b",
        r"|\b(?:just|only) (?:me|myself) and (?:my|the) (?:kids?|children|child|daughters?|sons?|girls?|boys?|little ones?|baby)\b|\b(?:solo|single) (?:mum|mom|mother|dad|father|parent) by choice\b",
    );
    // Who was asked whether they have one means something else by it.
    HAS_NONE = r"(?i)(?:相手|パートナー|恋人|夫|妻|旦那|お相手|配偶者|彼氏|彼女)(?:は)?なし(?:です|で(?:いい|お願い(?:します)?))?|\b(?:no|without(?: a| any)?|skip the|not a|zero|0) (?:partner|husband|wife|boyfriend|girlfriend|spouse)s?\b(?:,? (?:please|thanks|thank you|really|for me|at all|ever))*";
    // パートナーはいらないわけではない, "I'm not saying I don't want a partner", "no partner yet".
    NOT_SO = r"(?i)^[^。!?]{0,3}(?:わけ(?:では|じゃ)|とは言|ことは)|^ (?:who|that|which|with|like|for now|yet|at the moment|right now|now|currently|so far|i can (?:think|name)|name)\b|^(?:,? but)? i(?:'d| would) like one";
    NOT_BEFORE = r"(?i)\b(?:not saying|can'?t say|not that|if|when)\b[^.!?]{0,12}$";
    NOBODY = r"(?i)^(?:no ?(?:one|body)(?: at all)?|none|i (?:don'?t )?want (?:none|no ?(?:one|body)|any(?:one|body))|いらない(?:です)?|要らない(?:です)?|いりません|要りません|不要(?:です)?|なしで(?:いい|お願いします)?(?:です)?)[.!。 ]*$";
}

/// What is said of the partner by who wants none: `asked` is whether the partner was asked about, `known` whether it is known if
/// they have one.
#[derive(Debug, Clone, Copy)]
pub struct Hearing {
    pub asked: bool,
    pub known: bool,
}

impl Hearing {
    /// Whether `text` says that the person wants no partner in the family.
    pub fn wants_none(self, text: &str) -> bool {
        let text = normalise(text);
        !self.refusals(&text).is_empty() || (self.asked && NOBODY.is_match(text.trim()))
    }

    /// What `text` says besides that.
    pub fn rest(self, text: &str) -> String {
        let text = normalise(text);
        if self.asked && NOBODY.is_match(text.trim()) {
            return String::new();
        }
        let mut rest = String::with_capacity(text.len());
        let mut from = 0;
        for (start, end) in self.refusals(&text) {
            rest.push_str(&text[from..start.max(from)]);
            from = end.max(from);
        }
        rest.push_str(&text[from..]);
        let marks = [',', '、', ' ', '。', '.', '!', '\n'];
        let rest = rest.trim_matches(marks);
        let ends = [" and", " but", " so", " i", "ので", "から", "けど", "が"];
        let rest = ends.iter().find_map(|end| rest.strip_suffix(end)).unwrap_or(rest).trim_matches(marks);
        let filler =
            ["please", "really", "i", "sorry", "thanks", "i said", "です", "ごめんなさい", "すみません", "no", "あの"];
        if filler.contains(&rest.to_lowercase().as_str()) { String::new() } else { rest.to_owned() }
    }

    fn refusals(self, text: &str) -> Vec<(usize, usize)> {
        let so = |found: &regex::Match<'_>| {
            !NOT_SO.is_match(&text[found.end()..]) && !NOT_BEFORE.is_match(&text[..found.start()])
        };
        let weak = HAS_NONE.find_iter(text).filter(|_| self.asked || self.known);
        let mut found: Vec<(usize, usize)> =
            WANTS_NONE.find_iter(text).chain(weak).filter(so).map(|found| (found.start(), found.end())).collect();
        found.sort_unstable();
        found
    }
}

/// Whether the partner is among what was asked for.
pub fn is_of_partner(topics: &[Topic]) -> bool {
    topics.iter().any(|topic| matches!(topic, Topic::PartnerName | Topic::PartnerTemperament | Topic::PartnerLooks))
}

/// Leaves the partner out of what is known, and asks for none.
pub fn part(profile: &mut UserProfile) {
    profile.current_partner = None;
    profile.ideal_partner = None;
    profile.partner_face_description = None;
    profile.declined.extend([profile.partner_field(), Field::PartnerFaceDescription]);
}

/// Why the family is without a partner after a message that told what is `told`, in answer to what was asked; what was told of
/// one is left out of it. `refuses`: the message says that the person wants none.
pub fn settle(care: &Care, before: &UserProfile, told: &mut Extraction, text: &str, refuses: bool) -> Option<Alone> {
    if told.declined.contains(&Field::ChildrenInfo) {
        // "No kids either" leaves nothing to Hera.
        told.entrusted.retain(|what| !matches!(what, Entrusted::ChildGenders | Entrusted::ChildNames));
    }
    let named = told.profile.partner().and_then(|partner| partner.name.as_ref());
    let feared = named.is_some_and(|name| care.feared.iter().any(|feared| feared == name));
    let tells_one = told.named == Some(Topic::PartnerName) && named.is_some();
    let alone = match care.alone {
        _ if feared => Some(Alone::Hurt),
        Some(Alone::Hurt) => Some(Alone::Hurt),
        _ if refuses => Some(Alone::Chosen),
        // Who names somebody after all wants one.
        Some(Alone::Chosen) if tells_one => None,
        alone => alone,
    };
    if alone.is_some() {
        part(&mut told.profile);
        if refuses {
            told.declined.insert(told.profile.partner_field());
        }
        for field in [Field::CurrentPartner, Field::IdealPartner, Field::PartnerFaceDescription] {
            told.found.remove(&field);
        }
        if told.named == Some(Topic::PartnerName) {
            told.named = None;
        }
        told.entrusted.retain(|what| matches!(what, Entrusted::ChildGenders | Entrusted::ChildNames));
        // 夫の名前は達也です: that is nobody's child.
        let text = normalise(text);
        if piece::speaks_of_partner(&text) && !piece::speaks_of_children(&text) {
            told.profile.children.clone_from(&before.children);
            told.found.remove(&Field::ChildrenInfo);
        }
    }
    alone
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATED: Hearing = Hearing { asked: false, known: false };
    const ASKED: Hearing = Hearing { asked: true, known: true };

    #[test]
    fn who_wants_no_partner_is_heard() {
        for text in [
            "I don't want a partner",
            "I'm single and want to stay so",
            "leave the partner out",
            "just me and my kids",
            "I'm not looking for a husband",
            "single mum by choice",
            "相手はいらない",
            "パートナーは不要です",
            "相手はいりません",
            "独身のままでいいです",
            "結婚する気はない",
        ] {
            assert!(STATED.wants_none(text), "{text}");
        }
        for text in ["no partner", "No partner, really", "nobody", "パートナーなしで"] {
            assert!(ASKED.wants_none(text), "{text}");
        }
        for text in [
            "no partner",
            "nobody",
            "I have no partner yet",
            "my partner is kind",
            "I'm single",
            "独身です",
            "女の子ひとりがいい",
            "子どもは一人でいいです",
            "パートナーはいますが別居です",
            "I don't want a partner who smokes",
            "相手は優しい人がいいです",
        ] {
            assert!(!STATED.wants_none(text), "{text}");
        }
    }

    #[test]
    fn what_else_is_said_is_left() {
        assert_eq!(STATED.rest("I'm single and want to stay so"), "I'm single");
        for text in ["no partner please", "no partner, really", "相手はいらないです", "nobody"] {
            assert_eq!(ASKED.rest(text), "", "{text}");
        }
        assert_eq!(ASKED.rest("No partner. One daughter, Mia"), "1 daughter, Mia");
    }
}
