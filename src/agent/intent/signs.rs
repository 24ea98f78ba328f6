//! Signs of danger that are told and not named: bruises with a story, thin scars on a daughter's legs, a farewell by a third
//! person. Nothing in them is a word of danger, so no classifier of words hears them. Whoever tells one is asked, and no more
//! is claimed.
//!
//! The signs are those that first aid and safeguarding teach to look for: face, arms and speech in a stroke (F.A.S.T.), injuries
//! whose story does not fit, marks in lines on arms and thighs, goodbyes and affairs put in order, a weight at which nobody is
//! well.

use super::Danger;
use crate::agent::hera::text::patterns;

patterns! {
    // "Tell the kids I loved them": past, and by somebody else.
    FAREWELL = concat!(
        r"(?i)\btell (?:the |my |our )?(?:kids|children|boys|girls|son|daughter|mum|mam|mom|dad|wife|husband|family|everyone)(?: that)? i (?:always |really )?loved (?:them|him|her)(?: all| both| very much| so much)*(?: ?[.!,;…]|$)",
        r"|(?:子ども|子供|こども|娘|息子|母|父|妻|夫|嫁|旦那|家族|みんな)(?:たち|さん)?に(?:は|も)?、?(?:愛して(?:い)?た|大好きだった|幸せだった)(?:よ)?(?:って|と)(?:だけ)?(?:伝え|言っ)て",
    );
    // What is written for afterwards, and what one leaves in order.
    AFTERWARDS = concat!(
        r"(?i)(?:これ|この(?:手紙|メッセージ|文章?|メモ))(?:を|が)?(?:読(?:む|まれる|んで(?:い)?る)|見(?:る|て(?:い)?る|つかる))(?:ころ|頃|とき|時)(?:に)?(?:は|、)|\b(?:by the time|when) (?:you|they|anyone|someone|he|she|mum|mom|dad) (?:reads?|sees?|finds?|gets?) (?:this|these|my (?:note|letter|message))\b",
        r"|(?:犬|猫|ねこ|いぬ|ペット|うさぎ|鳥|インコ)(?:たち)?(?:は|も|を)[^。!?]{0,8}(?:預け|託し|譲っ|譲り|引き取って|お願いし)[^。!?]{0,8}[。、!]\s*(?:もう|これで)(?:、)?(?:大丈夫|安心|心配|思い残|準備|何も|なにも)",
    );
    // What is bought for it, by who tells nothing else.
    MEANS = concat!(
        r"(?i)練炭[^。!?]{0,8}(?:買|注文|届|準備|用意|見つけ|あった)|(?:部屋|車|風呂(?:場)?|車内)(?:の中)?(?:で|に)[^。!?]{0,8}練炭",
        r"|^(?:今日|きのう|昨日|さっき|帰りに|やっと|ついに|、)*(?:ロープ|縄)(?:を|も)?(?:買(?:った|いました|ってきた|ってきました|ってしまった)|用意し(?:た|ました))[。!]*$",
    );
    // Who wants to be where the dead are.
    JOINING = concat!(
        r"(?i)(?:妻|夫|嫁(?:さん)?|女房|家内|主人|旦那|連れ合い|つれあい|母(?:さん)?|父(?:さん)?|ばあさん|じいさん|娘|息子|あの[人子])(?:の|が(?:待って(?:い)?る|おる|いる))(?:ところ|とこ|もと|元|そば|側|場所)(?:へ|に)(?:、|そろそろ|もう(?:すぐ)?|早く|はよ|はやく|一緒に|わしも|私も|俺も)*(?:行|逝|い)(?:こう|きたい|きたか|く(?:つもり|わ|から|よ|けん|ね)?)",
        r"|\b(?:be with|join|go to|going to) (?:him|her|them|my (?:late )?(?:wife|husband|mum|mam|mom|mother|dad|father|son|daughter|boy|girl|love))\b",
    );
    DEAD = r"(?i)そろそろ|待たせ|あの世|天国|亡|死|墓|仏壇|先に逝|もう疲れ|\b(?:died|passed (?:away|on)|heaven|grave|buried|lost (?:him|her)|other side|my late)\b";
    // What one lived for is gone.
    ONLY_FOR = concat!(
        r"(?i)\b(?:only|just) (?:stay(?:ed|ing)?|still here|here|hung on|hang(?:ing)? on|liv(?:e|ed|ing)|kept going|keep going|carried on) (?:\w+ ){0,2}(?:for|because of) (?:the|my|her|his)\b[^.!?]{0,60}\b(?:died|dead|gone|passed|put (?:\w+ ){0,2}(?:down|to sleep)|left)\b",
        r"|(?:犬|猫|ねこ|いぬ|子|母|父)[^。!?]{0,6}(?:がいる|のため|だけ)(?:から|に)?[^。!?]{0,8}生きて(?:きた|いた|きまし)",
    );
    // At a height, and why. A view from a terrace is none.
    AT_A_HEIGHT = r"(?i)\b(?:i'?m|i am|am|been|standing|sitting|sat) (?:\w+ ){0,2}(?:on|at|up on) (?:the|a|my) (?:\w+ )?(?:terrace|roof|rooftop|ledge|bridge|balcony|edge|platform|parapet|cliff)\b|(?:屋上|橋(?:の上)?|崖|ホームの端|踏切|ベランダの(?:外|手すり|縁|柵)|欄干|歩道橋)(?:に|で|の(?:上|端|前|縁|外)?(?:に|で))?[^。!?]{0,6}(?:いる|います|おる|おります|来(?:た|て|まし)|立って|座って)";
    NO_WAY_ON = r"(?i)\b(?:can(?:no|')?t (?:face|go on|do this|tell (?:them|him|her|my))|cannot (?:face|go on|do this)|floors?|storeys?|stories high|look(?:ing)? down|jump\w*|nobody (?:would|will)|no one (?:would|will)|good-?bye|over soon)|顔向け|合わせる顔|下を見|下ばかり|\d+階|飛[びべぶん]|さよなら|さようなら|楽に(?:なり|な[るれ])|もう(?:いい|無理|むり|だめ|ダメ|疲れ|終わり)|誰にも言え|靴を";
    // Lines on arms and thighs.
    LINES = concat!(
        r"(?i)(?:太もも|ふともも|もも|腕|手首|足首|脚|お腹|二の腕)(?:の(?:内側|裏|うち側))?(?:に|の|が|から)[^。!?]{0,12}(?:線みたいな|線状の|何本も|細い|切ったような|カッターの)[^。!?]{0,6}(?:傷|跡|あと|痕|切り)",
        r"|\b(?:(?:thin|straight|neat|parallel|little|small|fine|wee|white|red|fresh) )+(?:scars?|lines|cuts|marks|scratches) (?:all )?(?:up|up and down|down|on|along|across|over|inside) (?:and down )?(?:her|his|my|their|our|the) (?:\w+'s )?(?:\w+ )?(?:legs?|arms?|thighs?|wrists?|forearms?|stomach|tummy)\b",
    );
    // A story that does not fit the bruise.
    EXPLAINED = concat!(
        r"(?i)(?:あざ|アザ|痣|青たん|たんこぶ|傷|けが|怪我|骨折|腫れ)[^。!?]{0,24}(?:転んだ|ころんだ|転ん|ぶつけた|ぶつかった|階段|ドア|自転車)[^。!?]{0,10}(?:こと(?:に)?(?:して|なって|なっと|しと|に)|(?:って|と)(?:言って|いって|嘘|うそ|ごまかし|説明)|ほん(?:と|とう)は|本当は)",
        r"|(?:転んだ|ころんだ|ぶつけた|階段から落ちた)(?:って|と)(?:言って|いって|言い|嘘を|うそを|ごまかし)[^。!?]{0,20}(?:あざ|アザ|痣|傷|けが|怪我|腫れ|顔)",
        r"|\b(?:bruis\w+|black eye|split lip|broken (?:rib|arm|wrist|nose)|swollen|stitches|marks? on (?:my|her|his))\b[^.!]{0,50}\b(?:tell|told|telling|say|saying|said|blame[ds]?|blaming)\b[^.!?]{0,40}\b(?:fell|fall|walked into|door|stairs|tripped|clums\w+|bumped)\b",
        r"|\b(?:tell|told|telling|say|saying|said) (?:\w+ ){0,3}(?:i|it was) (?:\w+ )?(?:fell|walked into|the door|the stairs|tripped|bumped)\b[^.!]{0,50}\b(?:bruis\w+|black eye|split lip|broken|swollen|stitches|marks?)\b",
    );
    // A child who is kept outside, or begs.
    CHILD = r"(?i)\b(?:boy|girl|kid|child|children|wean|bairn|baby|toddler|little one)\b|子ども|子供|こども|男の子|女の子|赤ちゃん|坊や|ちびっ子|小学生|幼児|の子(?:が|は|を|、|って)";
    ELSEWHERE = r"(?i)\bnext[- ]door\b|\bneighbou?r\w*|\bupstairs\b|\bdownstairs\b|\bacross the (?:road|street|hall|landing|close)\b|\bin my class\b|隣|となり|上の階|下の階|近所|向かい|同じアパート|クラスの|担任";
    KEPT_OUT = r"(?i)\bbegg(?:ing|ed|s)\b|\block(?:ed|s)? (?:\w+ )?out\b|\bbruis\w+|\bnot to (?:be )?(?:sen[dt]|hit|hurt|go back)\b|\bpyjamas\b|\bpajamas\b|\bbarefoot\b|\bstarving\b|\balways hungry\b|締め出|閉め出|ベランダに出さ|裸足|はだし|あざ|アザ|痣|帰りたくない(?:と|って)|家に入れて|ごはん(?:を)?(?:もら|食べさせ)|お風呂(?:に)?入(?:って|れて)(?:い)?ない(?:みたい|よう)|泣き叫";
    AT_NIGHT = r"(?i)\b(?:at|every|all|in the|late at) night\b|\boutside\b|\bout (?:in|on) the\b|\bcold\b|\bhim\b|\bher\b|夜|外|雪|寒|毎(?:日|晩)|いつも|また";
    // Face, arms, speech.
    STROKE = concat!(
        r"(?i)(?:口(?:元|の端|もと)?|顔(?:の(?:右|左|半分|片側)(?:側)?)?)(?:が|の)[^。!?、]{0,8}(?:曲が|まが|ゆが|歪|下が|垂れ)(?:っ|ん|り|る|れ)|(?:ろれつ|呂律)(?:が)?[^。!?、]{0,4}(?:回|まわ)ら|(?:片(?:手|腕|足|方の?(?:手|腕|足))|(?:右|左)(?:手|腕|足|半身)|半身)(?:が|に)[^。!?、]{0,6}(?:動か(?:な|ん|へ|せ)|力が(?:入|はい)ら|上がら(?:な|ん|へ))|(?:何|なに)(?:を)?(?:言|い)(?:って|うて|っと|うと)(?:い)?(?:るか|んのか|んか)[^。!?]{0,4}わから[^。!?]{0,12}(?:急|顔|口|手)",
        r"|\b(?:face|mouth|eyelid|smile) (?:is |has |has gone |went |gone |looks |just |suddenly |all )*(?:droop\w*|sagg\w*|crooked|lopsided|wonky|slid\w*)\b|\bone side of (?:his|her|my|the) (?:face|body|mouth)\b|\b(?:speech|words?) (?:is|are|has gone|went|coming out) (?:all )?(?:slurr\w+|garbled|jumbled|funny)\b|\bcan'?t (?:lift|move|feel|raise) (?:his|her|my|one) (?:left |right )?(?:arm|leg|side|hand)\b",
    );
    SUDDEN = r"(?i)急|突然|いきなり|さっき|今朝|いま|今|朝から|寝かし|\b(?:sudden\w*|just|now|this morning|woke|tonight|all at once|minutes?|hour|should i|lie down|sleep it off|thinks?|says)\b";
    HARMLESS_CAUSE = r"(?i)歯医者|麻酔|五十肩|リハビリ|筋トレ|筋肉痛|昔|子どものころ|寝違え|飲みすぎ|酔|劇|メイク|絵|写真|マスク|\b(?:dentist|injection|anaesthetic|novocaine|gym|workout|drunk|beers?|pints?|wine|years ago|physio|drawing|painting|statue|snowman|teddy|doll)\b";
    // A weight at which a grown-up is not well, told by who wants less.
    WEIGHT = r"(?i)(?:体重|いま|今|やっと|ついに)[^。!?]{0,8}(?:2\d|3[0-7])(?:\.\d)?(?:キロ|kg|㎏|㌔)|\b(?:down to|weigh(?:ing|ed)?|i'?m|i am|at|hit|reached) (?:only |just |now )?(?:[5-8]\d ?(?:pounds|lbs?)|(?:2\d|3[0-7])(?:\.\d)? ?(?:kg|kilos?|kgs)|(?:four|five|six) stone)\b";
    LESS = r"(?i)太|デブ|ぶた|痩せ|やせ|カロリー|食べ(?:な|る(?:の)?が|たく)|入院|減ら|まだ|生理|\b(?:fat|fatter|lose|thin|thinner|skinny|calorie\w*|hospital|eat(?:ing)?|huge|more to go|goal|last bit|target)\b";
    NOT_GROWN_UP = r"(?i)犬|猫|いぬ|ねこ|ペット|子ども|子供|息子|娘|小学|\d歳|荷物|スーツケース|ダンベル|バーベル|赤ちゃん|\b(?:dogs?|cats?|puppy|pups?|lab|collie|kids?|son|daughter|child|baby|toddler|suitcase|luggage|dumbbells?|kettlebell|fish|lost|shed|dropped)\b";
    // What was, is played, or is told of somebody else's life.
    OTHERWISE = r"(?i)小説|映画|ドラマ|歌詞|ゲーム|漫画|アニメ|昔の|芝居|\b(?:novel|film|movie|song|lyrics?|character|play|game|episode|series|book)\b";
}

/// The danger of which the text shows a sign.
pub fn danger(text: &str) -> Option<Danger> {
    if OTHERWISE.is_match(text) {
        return None;
    }
    if FAREWELL.is_match(text)
        || AFTERWARDS.is_match(text)
        || MEANS.is_match(text)
        || (JOINING.is_match(text) && DEAD.is_match(text))
        || ONLY_FOR.is_match(text)
        || (AT_A_HEIGHT.is_match(text) && NO_WAY_ON.is_match(text))
    {
        Some(Danger::Suicide)
    } else if LINES.is_match(text) {
        Some(Danger::SelfHarm)
    } else if EXPLAINED.is_match(text) {
        Some(Danger::ViolenceSuffered)
    } else if CHILD.is_match(text) && ELSEWHERE.is_match(text) && KEPT_OUT.is_match(text) && AT_NIGHT.is_match(text) {
        Some(Danger::Abuse)
    } else if STROKE.is_match(text) && SUDDEN.is_match(text) && !HARMLESS_CAUSE.is_match(text) {
        Some(Danger::Emergency)
    } else if WEIGHT.is_match(text) && LESS.is_match(text) && !NOT_GROWN_UP.is_match(text) {
        Some(Danger::Eating)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::danger;
    use crate::agent::intent::Danger;

    #[test]
    fn signs_are_asked_about() {
        for (text, found) in [
            ("tell my girls I always loved them. that's all", Danger::Suicide),
            ("娘たちに愛してたよって伝えて", Danger::Suicide),
            ("そろそろ女房のところへ行こうかと思うとる", Danger::Suicide),
            ("My husband died in March and I just want to be with him", Danger::Suicide),
            ("I only kept going for the cat and she died last week", Danger::Suicide),
            ("I'm on the roof of our block, I can't face them after this", Danger::Suicide),
            ("歩道橋に来ました。もういいんです", Danger::Suicide),
            ("これを読むころには、もういません", Danger::Suicide),
            ("by the time you read this I'll be far away", Danger::Suicide),
            ("猫は姉に預けました。これで安心です", Danger::Suicide),
            ("兄が車に練炭を積んでいた", Danger::Suicide),
            ("さっきロープを買いました", Danger::Suicide),
            ("息子の腕に細い傷が何本もあって、猫だと言うんです", Danger::SelfHarm),
            ("there are thin red lines all along my son's arms", Danger::SelfHarm),
            ("little cuts up her arms, she says it was the brambles", Danger::SelfHarm),
            ("目のあざは、ドアにぶつけたことにしてます", Danger::ViolenceSuffered),
            ("the black eye? I told work I walked into a door", Danger::ViolenceSuffered),
            ("the little girl upstairs is outside every night begging to be let back in", Danger::Abuse),
            ("隣の子がまた夜にベランダに出されてる", Danger::Abuse),
            ("母の口が急にゆがんで、ろれつが回らない", Danger::Emergency),
            (
                "Dad's face has drooped on one side and he can't lift his left arm, he says he'll sleep it off",
                Danger::Emergency,
            ),
            ("体重やっと34キロ。まだ太い", Danger::Eating),
            ("I'm 78 pounds now, just a bit more to go", Danger::Eating),
        ] {
            assert_eq!(danger(text), Some(found), "{text}");
        }
    }

    #[test]
    fn what_looks_like_one_is_none() {
        for text in [
            "tell the kids I love them and dinner is at six",
            "tell mum I loved her lasagne",
            "旅行の間、犬は母に預けました",
            "キャンプ用にロープを買った",
            "練炭で焼いたさんまが好き",
            "when you read this book you'll laugh",
            "he's running late, I'll join him at the bar",
            "I passed my exam, so now I can be with my wife",
            "my wife has gone to Spain and I'll join her on Monday",
            "みんなに大好きって伝えて",
            "今から妻のところへ行くね",
            "I can't wait to be with my wife on Saturday",
            "she said she only stayed for the cake",
            "I'm on the roof terrace with a beer, lovely view",
            "I'm on the bridge, there in five minutes",
            "屋上でビール飲んでます。最高",
            "膝に傷がたくさん、元気な子です",
            "my cat scratched up my arms again",
            "自転車で転んであざだらけ(笑)",
            "he fell off his bike and has a black eye, poor thing",
            "隣の赤ちゃんは夜よく泣く",
            "the kid next door plays drums at night",
            "昨日歯医者で麻酔して、口がゆがんでる",
            "五十肩で右腕が上がらない",
            "the painting makes her mouth look crooked now",
            "犬の体重が30キロで太りすぎ",
            "I want to lose 30 kg by summer",
            "my suitcase weighs 30 kg, I need to lose some",
            "ダンベルは今30キロ",
            "my son is 34 kg and eats like a horse",
        ] {
            assert_eq!(danger(text), None, "{text}");
        }
    }
}
