//! What the person would rather not say, and what they leave to Hera.

use std::collections::BTreeSet;

use super::{Entrusted, refusal};
use crate::agent::hera::piece::{Piece, Who};
use crate::agent::hera::text::patterns;
use crate::domain::{Field, UserProfile};

patterns! {
    REFUSES = concat!(
        r"(?i)(?:言|話|答え|教え|公開|明か)(?:い|し)?(?:たく|た)な|(?:言|話|答え|教え|お答え)(?:え|せ|られ|でき|ら)?(?:ない(?:です|$|な)|ません|ぬ)|言いたく|話したく|内緒|ないしょ|ナイショ|秘密|ひみつ|ヒミツ|ノーコメント|パス(?:で|し|$|、)|スキップ|(?:飛|と)ばし|控え(?:ます|させ|たい)|聞かないで|勘弁|非公開|黙秘|プライベートなこと|抵抗が?ある",
        r"|\b(?:rather not|prefer not|(?:don'?t|do not|wouldn'?t|won'?t|not going to|not gonna) (?:really )?(?:want to |wanna |like to |feel like |feel comfortable )?(?:say|saying|tell|telling|answer|answering|share|sharing|talk|talking|discuss|disclose|reveal|comfortable)|skip|pass(?: on)?\b|no comment|private(?:$|[^ ]| (?:matter|thing|stuff|info\w*|one|please|so|sorry|to|for|and|thanks|thank|between|question)\b)|none of your business|not comfortable|uncomfortable|to myself|secret\b|not telling|next question|not share)",
    );
    NO_CHILDREN = r"(?i)(?:子供|子ども|こども|お子さん)(?:は|が|も)?(?:特に|別に|今は)?(?:いらな|要らな|いりませ|欲しくな|ほしくな|望んでい?な|望みませ|考えてい?な|考えてい?ませ|作る気は?な|作りませ|持たない|持ちませ)|\b(?:don'?t|do not|never|not) (?:really |ever )?(?:want|wanted|plan(?:ning)?|having|have)(?: to have| on having)? (?:any )?(?:kids?|children)|\bchild-?free\b|\bno (?:kids|children)\b";
    ALL = r"(?i)全部|すべて|全て|どれも|\b(?:all|everything|anything|any of)\b";
    ENTRUSTS = concat!(
        r"(?i)おまかせ|お任せ|任せ(?:ます|る|た)|まかせ(?:ます|る|た)|まかした|任した|どちらでも|どっちでも|どれでも|^特に(?:は|も)?(?:ない|ありません|なし)|(?:なん|何|誰|だれ)でも(?:いい|良い|よい|大丈夫|構|OK|嬉|$|です)|(?:決|選|考え|つけ|付け)(?:め|ん)?で?て?(?:ほしい|欲しい|ください|下さい|もらえ|もらって|くれ|いただ|お願い|ちょうだい|頂)|^(?:あなた|そっち|ヘラ|君|きみ|そちら)?(?:が|で|に)?、?(?:適当に|勝手に|好きに)?(?:決|選|考え|つけ|付け)(?:め|ん)?[てで](?:よ|ね|や)?[。!！]*$|(?:あなた|そっち|ヘラ(?:さん|様|さま)?|そちら)が(?:適当に|勝手に|好きに)?(?:決|選|考え|つけ|付け)(?:め|ん)?[てで]|気に(?:し|なら)(?:ない|ません)(?:です|から|けど|よ|ね|わ)*(?:$|[。、!])|気にせん|問わ(?:ない|ん$)|問いません|(?:なん|何)でもええ|どうでもいい|(?:こだわり|拘り|希望)(?:は|が|も)?(?:特に|とくに|別に)?(?:ない|ありません|なし)|ヘーラー?(?:に|様に|さんに)|(?:名前|なまえ|名)(?:は|も|を)?、?(?:決めて|選んで|考えて|つけて|付けて)(?:ください|下さい|ほしい|ね|よ)?[。!！]*$|(?:名前|なまえ|名)(?:は|も)?(?:まだ)?(?:決めない|決めてない|決まってない)",
        r"|\b(?:u|you|ya) (?:can |only |just |please |pls |to )*(?:pick|choose|decide|name|suggest|tell)(?: (?:na|only|some|one|it|them|names?|something|pls|please|for me|yaar))*[.!]*$|\bnames? (?:u|you) (?:suggest|pick|choose|like|decide|tell)\b|\bsuggest (?:some(?:thing)?|one|me|a name|names?)\b|\bu (?:can )?(?:pick|choose|decide|name)\b|\bur (?:choice|call|pick)\b|\bid[mc]\b|\bbahala (?:ka|na|kayo|ikaw)\b|\bsurprise us\b|\b(?:choose|pick) (?:one|it|them|something|a name) for (?:me|us)\b|\bwhat(?:ever)? (?:u|you) (?:want|like)\b|\byou (?:only )?(?:tell|say) (?:some|a|the|me)\b|\byou (?:can |could |may |should |get to )?(?:choose|pick|decide|name)\b|\bup to you\b|\bsurprise me\b|\beither\b|\bany(?:thing)? (?:is|works|would be|will do)\b|(?:^|[,.!?;]\s*|\b(?:i|we) (?:really |honestly )?)(?:don'?t|do not) (?:really )?(?:care|mind)\b|\b(?:don'?t|doesn'?t|do not) (?:really )?matter\b|\bno preference|\bwhatever\b|\byour (?:choice|call|pick)\b|\bboy or (?:a )?girl\b|\bgirl or (?:a )?boy\b|\blet you\b|\bleave (?:\w+ ){0,3}(?:(?:up )?to|with) (?:you|u|hera)\b|\b(?:i|we)(?:'ll| will)? leave (?:it|that|this|them|the names?)(?: up)? to (?:you|u)\b|\bhelp me (?:choose|pick|name)",
    );
    NAME_CUE = r"(?i)名前|なまえ|名付|\bnames?\b";
    GENDER_CUE = r"(?i)性別|男の子|女の子|どちらでも|どっちでも|\b(?:girl|boy|gender|sex|either)\b";
    CHILD_CUE = r"(?i)子供|子ども|こども|\b(?:kids?|child|children|baby|babies)\b";
    LOOKS_CUE = r"(?i)見た目|外見|顔|容姿|ルックス|\b(?:looks?|appearance|face)\b";
    TEMPERAMENT_CUE = r"(?i)性格|\b(?:personality|temperament|character)\b";
    PARTNER_CUE = r"(?i)相手|パートナー|妻|夫|奥さん|旦那|彼女|彼氏|恋人|理想の|\b(?:partner|wife|husband|girlfriend|boyfriend|spouse|he|she|his|her)\b";
    AGE_CUE = r"(?i)年齢|歳は|年は|とし(?:は|も)|\b(?:age|old)\b";
    OWN_GENDER_CUE = r"(?i)性別|\b(?:gender|sex)\b";
    STATUS_CUE = r"(?i)結婚|恋愛|交際|関係|既婚|独身|\b(?:relationship|marital|married|dating)\b";
    PLACE_CUE = r"(?i)住|場所|居住|住所|\b(?:live|location|address|where|city|place)\b";
    INCOME_CUE = r"(?i)年収|収入|給料|給与|お金|稼ぎ|所得|\b(?:income|salary|money|earn\w*|finances|pay|make)\b";
}

/// The fields the person declines: those they name, or else all that was asked and not `answered`.
pub fn declined(
    text: &str,
    pieces: &[Piece<'_>],
    asked: &BTreeSet<Field>,
    answered: &BTreeSet<Field>,
    profile: &UserProfile,
) -> BTreeSet<Field> {
    let mut declined = BTreeSet::new();
    for (index, piece) in pieces.iter().enumerate() {
        if NO_CHILDREN.is_match(piece.text) && !refusal::none_yet(text) {
            declined.insert(Field::ChildrenInfo);
        }
        if !REFUSES.is_match(piece.text) {
            continue;
        }
        let mut named = named_fields(piece, profile);
        // "my income, I'd rather not say", 「年収は、ちょっと…」
        let same = pieces[..index].iter().rev().take_while(|before| before.sentence == piece.sentence);
        for before in same.filter(|before| !before.used.get()) {
            if named.is_empty() || before.topic != Who::Child {
                named.append(&mut named_fields(before, profile));
            }
        }
        if named.is_empty() || ALL.is_match(piece.text) {
            named.extend(asked.iter().copied().filter(|field| !profile.has(*field) && !answered.contains(field)));
        }
        declined.append(&mut named);
    }
    if !text.is_empty() && declined.is_empty() && NO_CHILDREN.is_match(text) && !refusal::none_yet(text) {
        declined.insert(Field::ChildrenInfo);
    }
    if declined.contains(&profile.partner_field()) {
        declined.insert(Field::PartnerFaceDescription);
    }
    declined.retain(|field| !answered.contains(field));
    declined
}

fn named_fields(piece: &Piece<'_>, profile: &UserProfile) -> BTreeSet<Field> {
    let text = piece.text;
    let partner = profile.partner_field();
    let about_partner = PARTNER_CUE.is_match(text) || (piece.topic == Who::Partner && NAME_CUE.is_match(text));
    [
        (AGE_CUE.is_match(text), Field::Age),
        (OWN_GENDER_CUE.is_match(text) && piece.topic != Who::Child, Field::Gender),
        (STATUS_CUE.is_match(text), Field::RelationshipStatus),
        (PLACE_CUE.is_match(text), Field::Location),
        (INCOME_CUE.is_match(text), Field::IncomeRange),
        (TEMPERAMENT_CUE.is_match(text) && piece.topic == Who::Person, Field::UserPersonalityTraits),
        (LOOKS_CUE.is_match(text), Field::PartnerFaceDescription),
        (CHILD_CUE.is_match(text), Field::ChildrenInfo),
        (about_partner, partner),
    ]
    .into_iter()
    .filter_map(|(named, field)| named.then_some(field))
    .collect()
}

/// Whether the text leaves something to Hera.
pub fn entrusts(text: &str) -> bool {
    ENTRUSTS.is_match(text)
}

/// What the person leaves to Hera, of what she asked or they speak of.
pub fn entrusted(pieces: &[Piece<'_>], asked: &BTreeSet<Field>) -> BTreeSet<Entrusted> {
    let mut entrusted = BTreeSet::new();
    let asked_partner = asked.contains(&Field::CurrentPartner) || asked.contains(&Field::IdealPartner);
    let asked_looks = asked.contains(&Field::PartnerFaceDescription);
    let asked_children = asked.contains(&Field::ChildrenInfo);
    for (index, piece) in pieces.iter().enumerate().filter(|(_, piece)| ENTRUSTS.is_match(piece.text)) {
        let same = pieces[..=index].iter().rev().take_while(|other| other.sentence == piece.sentence);
        let spoken: Vec<&str> = same.take(2).map(|other| other.text).collect();
        let cue = |pattern: &regex::Regex| spoken.iter().any(|text| pattern.is_match(text));
        let (name, gender) = (cue(&NAME_CUE), cue(&GENDER_CUE));
        let (looks, temperament) = (cue(&LOOKS_CUE), cue(&TEMPERAMENT_CUE));
        let child = cue(&CHILD_CUE) || piece.topic == Who::Child || (asked_children && !asked_partner);
        let partner = cue(&PARTNER_CUE) || piece.topic == Who::Partner || (asked_partner && !asked_children);
        let open = !(name || gender || looks || temperament);
        let of_child = child && !(partner && piece.topic == Who::Partner && !cue(&CHILD_CUE));
        if of_child && (asked_children || cue(&CHILD_CUE)) {
            entrusted.extend((gender || open).then_some(Entrusted::ChildGenders));
            entrusted.extend((name || open).then_some(Entrusted::ChildNames));
        }
        if (asked_partner || asked_looks) && partner && (!of_child || open && !cue(&CHILD_CUE)) {
            entrusted.extend((name || open).then_some(Entrusted::PartnerName));
            entrusted.extend((temperament || open).then_some(Entrusted::PartnerTemperament));
            entrusted.extend((looks || open).then_some(Entrusted::PartnerAppearance));
        }
    }
    entrusted
}
