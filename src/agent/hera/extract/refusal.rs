//! What the person would rather not say, and what they do not wish for.

use std::collections::BTreeSet;

use crate::agent::hera::piece;
use crate::agent::hera::text::patterns;
use crate::domain::{Field, Topic};

patterns! {
    REFUSES = concat!(
        r"(?i)(?:言|話|答え|教え|公開|明か|いい|こたえ|おしえ)(?:い|し)?(?:たく|た|とう)な|(?:言|いい|答え|教え|話し)(?:い)?たない|(?:言|話|答え|教え|お答え)(?:え|せ|られ|でき|ら|わ|い|し)?(?:ない(?:です|$|な)|ません|ぬ|んです|ん$|れん(?:です|$|な|わ))|(?:問|申)(?:い|し)(?:ませぬ|ません)|問わ(?:ない|ん|ぬ)|言わない(?:$|[、。でよわ])|言わん(?:$|わ|といて|とく|で)|言われん|言いたく|話したく|(?:話|こと|件)(?:は|を|も)?(?:あまり|あんまり)?し(?:たく|とう)(?:な|あり)|却下|内緒|ないしょ|ナイショ|秘密|ひみつ|ヒミツ|ノーコメント|(?:^|[、。\s]|じゃあ?|では|それは|今回は|やっぱり?)パス(?:で|し|っ|や|$|、|。|!)|スキップ|(?:飛|と)ばし|控え(?:ます|させ|たい|とく)|聞かないで|きかんで|聞かんと|勘弁|堪忍|かんにん|容赦|遠慮(?:し|させ)|非公開|黙秘|プライベートなこと|抵抗が?ある|それ以上は|人に聞いて|伏せ|ここでは(?:ちょっと|控)|ちょっと(?:…|\.\.\.|ね?$|です?ね?$)|つけない|なし(?:に|で)(?:して|お願い|いい|もらえ|い|ええ|$)|名無し|匿名(?:希望|で|に|$)|べつにいい|別にいい|名乗る(?:ほど|気)|(?:^|[、。は\s])(?:名前?|なまえ)?(?:は|も)?、?(?:つけ|付け|いら|要ら|言わ|いわ)(?:ね|ねえ|ねぇ|ん|へん)(?:で(?:け|れ|ください|いい|ええ).*|よ|わ|$|[、。!])",
        r"|\b(?:rather not|prefer not|prefer (?:to )?(?:don'?t|no|keep)|(?:don'?t|do not|wouldn'?t|won'?t|will not|not going to|not gonna|can'?t|cannot) (?:really |even )?(?:want to |wanna |like to |feel like |feel comfortable |care to |wish to )?(?:say|saying|tell|telling|answer|answering|share|sharing|talk about|discuss|disclose|reveal|comfortable|describe|name|go there|do names|give)|skip|pass(?: on)?\b(?: (?:that|this|on))?|shall not (?:discuss|say|tell|answer)|not (?:up |open )?(?:for|to) discuss\w*|not discussing|no comment|private(?:$|[^ ]| (?:matter|thing|stuff|info\w*|one|please|so|sorry|to|for|and|thanks|thank|between|question)\b)|none of your business|nunya|not comfortable|uncomfortable|to myself|secret\b|not telling|^next(?: question| one)?(?: please)?[.!]*$|not share|decline|(?:we'?ll |let'?s |let us )?leave (?:that|it|this|the \w+)(?: one)? ?(?:out|blank|alone|empty|$|[,.])|leave that one|leave (?:that|this|the) (?:\w+ )?question\b|not go there|no (?:on|to|for) the\b|skip|won'?t answer|off limits|nameless|no name|not (?:giving|naming|gonna (?:give|name)|going to (?:give|name))\b[^.!?]{0,24}\b(?:name|him|her|them)|without a name|would be a lie|(?:not|no) (?:needed|necessary|required)|no need|\bn/a\b|^na[.!]*$|redacted|classified|let'?s not|(?:jump|skip) over|moving on|leave (?:[\w']+ ){1,3}out\b|mind your|nobody'?s business|between me and|(?:am|i'?m|ah'?m) (?:no|nae|not) (?:gonnae |gonna )?(?:say|tell)(?:in'?|ing)?\b|(?:don'?t|dinnae|do not|shouldn'?t|never|mustn'?t) ask (?:folk|people|a (?:lady|man|woman|person)|anybody|anyone|that|me that))",
    );
    NONE = r"(?i)^(?:なし|ない|いらん|いらない|要らん(?:やろ)?|不要|無し|特になし|結構(?:です)?|no|none|nope|nah|naw|nothing|not needed|no thanks?)(?:です|で|や|だ|っす|よ)?[。.!]*$";
    NO = r"(?i)^(?:(?:ha )*(?:no|nope|nah|naw|nae|nuh-uh)\b.{0,16}|いや|いいえ|やだ|嫌)$";
    CHILDLESS = concat!(
        r"(?i)(?:子供|子ども|こども|お子さん|子|キッズ)(?:は|が|も)?(?:、)?(?:特に|別に|今は|もう)?(?:いらな|いらん|要らな|要らん|いりませ|欲しくな|ほしくな|望んでい?な|望みませ|考えてい?な|考えてい?ませ|作る気は?な|作りませ|作らな|持たない|持ちませ|おらんで|いなくて|いいかな|ええかな|ええわ|いいです|結構|なし|無し|不要)|チャイルドフリー|(?:^|[。、!])(?:産|生)(?:まない|まん|みません)|(?:^|[。、!])子(?:ども|供)?(?:は|も)(?:おりません|ございません|いません|おらん|いない|ありません)|授か(?:りません|らな|れな)|^(?:いません|おりません|ございません)(?:[。、!]|$)|^(?:不要|いない|いらない|いらんいらん|いらん|なし|無し|いらないです|ゼロ|夫婦)(?:。|$|です|で|や|だけ|、)|いない。いらない|2人(?:だけ)?で(?:いい|十分|生き|ええ)|夫婦だけ",
        r"|\b(?:don'?t|do not|never|not|didn'?t) (?:really |ever )?(?:want|wanted|plan(?:ning)?|having|have|need)(?: to have| on having)? (?:any |no )?(?:(?:human|more|own|actual|real) )?(?:kids?|children|babies)|\bchild-?free\b|\bno (?:human |more |actual |real )?(?:kids?|children|babies|little ones)\b|\b(?:not|never) (?:having|gonna have|going to have) (?:any )?(?:kids?|children|babies)\b|\bwithout (?:kids|children)\b|\bjust (?:the )?(?:two|2) of us\b|^(?:none|no|nope|zero|0|no one|nah)[.!, ]*(?:thanks?|thank you|for us|please|pls|plz)?[.! ]*$|\bnot to have (?:any )?(?:kids?|children|babies)\b|\b(?:none|zero) (?:for us|for me|please|thanks)\b|\bfur babies only\b",
    );
    // There are none yet, and there may be some: 妊活中, "no kids yet, we've been trying".
    NOT_YET = r"(?i)まだ(?:子ども|子供|こども)?(?:は|が|も)?(?:い(?:ない|ません)|おら|おりません|授か|でき(?:ない|てない|てません|ません))|妊活|\b(?:no|not|none|haven'?t|don'?t)\b[^.!?;]{0,24}\byet\b|\b(?:trying|hoping) (?:for|to have) (?:an? |some |one |kids|children)";
    OF_AGE = r"(?i)年齢|歳は|年は|とし(?:は|も)|\b(?:age|old)\b";
    OF_GENDER = r"(?i)性別|\b(?:gender|sex)\b";
    OF_STATUS = r"(?i)結婚|恋愛|交際|関係|既婚|独身|\b(?:relationship|marital|married|dating)\b";
    OF_PLACE = r"(?i)住まい|住所|住んで|場所|居住|市は|\b(?:live|location|address|where|city)\b";
    OF_INCOME = r"(?i)年収|収入|給料|給与|お金|稼ぎ|所得|金額|額|\b(?:income|salary|money|earn\w*|finances?|paid|wages?|make|bank)\b";
    OF_CHARACTER = r"(?i)性格|\b(?:personality|temperament|character|myself|traits?)\b";
    OF_LOOKS = r"(?i)見た目|外見|顔|容姿|ルックス|\b(?:looks?|appearance|face)\b";
    OF_CHILDREN = r"(?i)子供|子ども|こども|\b(?:kids?|child|children|baby|babies)\b";
    OF_NAME = r"(?i)名前|なまえ|名乗|\bnames?\b";
    OF_PARTNER = r"(?i)相手|パートナー|彼女のこと|彼のこと|\b(?:about (?:him|her|my (?:partner|wife|husband)))\b";
    MARKS = r"[。!?\n、,;]|\.\s";
}

/// Whether the text says that something is not to be said.
pub fn refuses(text: &str) -> bool {
    // なまえ、なし、に、して: who separates words writes what others write in one.
    REFUSES.is_match(text.trim()) || (text.contains('、') && REFUSES.is_match(&text.replace('、', "")))
}

/// Whether it says nothing else.
pub fn refuses_all(text: &str) -> bool {
    let parts = || MARKS.split(text).map(str::trim).filter(|part| part.chars().any(char::is_alphanumeric));
    NONE.is_match(text.trim()) || (refuses(text) && parts().count() <= 2)
}

/// Whether it says no, and hardly more.
pub fn says_no(text: &str) -> bool {
    NO.is_match(text.trim()) || NONE.is_match(text.trim())
}

/// Whether it says that there shall be no children: in all, or at first, before it speaks of something else ("None. Cats are
/// enough").
pub fn no_children(text: &str) -> bool {
    let text = text.trim();
    if NOT_YET.is_match(text) {
        return false;
    }
    let (first, rest) = text.split_once(['.', '。', '!', '\n', ',', '、']).unwrap_or((text, ""));
    let told_after = piece::speaks_of_children(rest);
    let whole = CHILDLESS.find(text).is_some_and(|found| !told_after || found.end() > first.len() + 3);
    whole || (CHILDLESS.is_match(first.trim()) && !piece::speaks_of_children(rest))
}

/// Whether it says that there are no children so far, which closes nothing.
pub fn none_yet(text: &str) -> bool {
    NOT_YET.is_match(text)
}

/// Whether the text speaks of the field.
pub fn names(text: &str, field: Field) -> bool {
    let pattern = match field {
        Field::Age => &OF_AGE,
        Field::Gender => &OF_GENDER,
        Field::RelationshipStatus => &OF_STATUS,
        Field::Location => &OF_PLACE,
        Field::IncomeRange => &OF_INCOME,
        Field::UserPersonalityTraits => &OF_CHARACTER,
        Field::PartnerFaceDescription => &OF_LOOKS,
        Field::ChildrenInfo => &OF_CHILDREN,
        Field::CurrentPartner | Field::IdealPartner => &OF_PARTNER,
    };
    // In the sentence that refuses.
    let mut parts = text.split(['。', '!', '?', '\n', ';']).flat_map(|part| part.split(". "));
    parts.any(|part| refuses(part) && pattern.is_match(part))
}

/// The person's own fields that a short sentence of the text refuses by name.
pub fn named(text: &str) -> Vec<Field> {
    const OWN: [Field; 5] = [Field::Age, Field::Gender, Field::RelationshipStatus, Field::Location, Field::IncomeRange];
    // Longer ones may only mention it.
    const SHORT: usize = 40;
    let sentences = || text.split(['。', '!', '?', '\n', ';']).flat_map(|part| part.split(". "));
    let short = |field: &Field| sentences().any(|part| part.chars().count() <= SHORT && names(part, *field));
    OWN.into_iter().filter(short).collect()
}

/// What of the `topics` that were asked for is refused: what is named, or else the one thing that is not `answered`. Of
/// several, what one is most likely to keep to oneself.
pub fn read(text: &str, topics: &[Topic], answered: impl Fn(Topic) -> bool) -> BTreeSet<Topic> {
    const PRIVATE: [Topic; 13] = [
        Topic::Income,
        Topic::PartnerLooks,
        Topic::OwnName,
        Topic::PartnerName,
        Topic::Location,
        Topic::Age,
        Topic::Gender,
        Topic::Status,
        Topic::Traits,
        Topic::PartnerTemperament,
        Topic::ChildNames,
        Topic::ChildGenders,
        Topic::Children,
    ];
    let open: Vec<Topic> = PRIVATE.into_iter().filter(|topic| topics.contains(topic) && !answered(*topic)).collect();
    let none = NONE.is_match(text.trim()) && topics.iter().any(|topic| may_be_none(*topic))
        || (says_no(text) && topics.contains(&Topic::Income));
    if open.is_empty() || !(refuses(text) || none) {
        return BTreeSet::new();
    }
    let named: BTreeSet<Topic> = open.iter().copied().filter(|topic| speaks_of(text, *topic)).collect();
    // 名乗るほどの者では。まあ、玲子です: what is spoken of was told after all.
    let told_after_all = topics.iter().any(|topic| answered(*topic) && speaks_of(text, *topic));
    if named.is_empty() && !told_after_all { open.into_iter().take(1).collect() } else { named }
}

pub fn speaks_of(text: &str, topic: Topic) -> bool {
    match topic {
        Topic::OwnName | Topic::PartnerName | Topic::ChildNames => OF_NAME.is_match(text),
        Topic::PartnerTemperament => OF_CHARACTER.is_match(text),
        other => names(text, other.field(Field::IdealPartner)),
    }
}

/// Whether "none" says that there is nothing to tell.
const fn may_be_none(topic: Topic) -> bool {
    matches!(
        topic,
        Topic::OwnName | Topic::PartnerName | Topic::PartnerLooks | Topic::PartnerTemperament | Topic::Traits
    )
}
