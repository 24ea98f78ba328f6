//! What has the words of a danger and means none, by kinds: an age that is told with a smile, a word that was mistyped, rails
//! behind the house, tools of a trade, a dose for a headache, whoever stays for the night.
//!
//! Only the words that are harmless are taken out of a text; what else it tells is read all the same.

use std::borrow::Cow;

use crate::agent::hera::text::patterns;

patterns! {
    HARMLESS = concat!(
        // Years that are not to be counted; a birthday that is some way off.
        r"(?i)(?:年齢|歳|とし|年)(?:は|を|も|が)、?(?:もう|これ以上|もうこれ以上)?(?:増え|取ら|とら|重ね)(?:ない|たくない)(?:と思いたい|でほしい|で欲しい|ことに(?:して|した)|ふり|主義)",
        r"|\bwo(?:n'?|uld ?n'?)t (?:be|turn) (?:\d\d|thirty|forty|fifty|sixty|seventy|eighty)[- ]?(?:one|two|three|four|five|six|seven|eight|nine)? (?:till|until|for (?:another|a|\w+ (?:weeks|months))|before|yet)\b(?: \w+)?|\bwo(?:n'?)t see (?:\d\d|thirty|forty|fifty|sixty|seventy|eighty) again\b",
        // A word that is not meant: "delete, not disappear", 消えたい、じゃなくて「消したい」, 眠剤じゃなくてBGM.
        r"|(?:消えたい|しにたい|死にたい|死ぬ|殺したい)」?、?(?:じゃな(?:くて|い|く)|ではな(?:くて|く|い))、?[「『]?(?:消したい|消してほしい|消す|けしたい|染みたい|知りたい|しりたい|しみたい|帰したい|試したい)|(?:眠剤|睡眠薬|薬|ナイフ|包丁|銃|ロープ)(?:じゃなくて?|ではなくて?)、?",
        r"|\b(?:delete|remove|erase|clear|dye|dive|diet)\b[^.!?]{0,16},? (?:and )?not (?:to )?(?:disappear|die|vanish|kill\w*)\b|\bnot (?:disappear|die|vanish),? (?:but |just )?(?:delete|remove|erase|dye|dive|diet)\b",
        // What is near the house, and is heard; what is closed for repair.
        r"|(?:線路|電車|踏切|貨物|始発)の音[^。!?、]{0,6}(?:起き|目が覚め|目覚め|うるさ|眠れ|寝られ|落ち着|好き|聞こえ)|(?:線路|踏切)の?(?:真横|真裏|真ん前|すぐ(?:横|隣|そば|近く)|隣|横|近く|そば|沿い)(?:だから|なので|なもんで|に(?:住|家|引っ越)|です|の(?:家|アパート|マンション|部屋))",
        r"|\b(?:foot)?bridge\b[^.!?,]{0,24}(?:'s|\bis|\bwas|\bbeing|\bare)(?: \w+)? (?:shut|closed|repaired|repainted|painted|rebuilt|flooded|blocked|under repair)\b|(?:橋|歩道橋|屋上|踏切)(?:が|は)[^。!?、]{0,6}(?:通行止め|工事中|閉鎖|封鎖|塗装中|渋滞|通れな)",
        // A muscle.
        r"|(?:太もも|ふともも|ふくらはぎ|もも|足首|腰|膝|肩|手首)、?(?:を|が)?、?(?:また|今年も|ついに)?、?(?:自分で)?(?:やっちゃった|やっちゃいました|やった|やりました|やらかした|痛めた)[。、!ー〜… ]*(?:肉離れ|捻挫|ねんざ|ぎっくり|つった|筋肉痛|打撲|靭帯|腱鞘炎|五十肩|部活|サッカー|テニス|マラソン)",
        r"|\b(?:did|done|pulled|tweaked|strained) (?:it|my (?:hamstring|thigh|calf|groin|wrist|back|knee|ankle))(?: in)? again[,.:;!]? (?:[^.!?]{0,16}\b)?(?:hamstring|strain\w*|sprain\w*|pulled|football|five-a-side|rugby|running|netball|tennis)\b",
        // Who comes of an evening, and what for; who stays, and who has the sofa.
        r"|お?(?:義父|義母|父|母|祖父|祖母|叔父|おじ|義兄|兄)(?:さん|ちゃん)?(?:が|は)、?[^。!?、]{0,8}(?:碁|囲碁|将棋|麻雀|酒|晩酌|テレビ|野球|ごはん|ご飯|夕飯|夕食|映画|カラオケ|孫の顔|お茶)(?:を|が|に|で)?(?:打ち|指し|さし|飲み|見|観|食べ|し|やり|歌い)?に?(?:来|くる|きて|寄)",
        r"|\b(?:uncle|aunt|cousin|brother|grand\w+|nan|dad|father-in-law) (?:always )?(?:stays|sleeps|crashes|kips|gets put) in my room\b[^.!?]{0,30}\b(?:so|and) i(?:'m| am| get| take| have| sleep| go| kip| move| end up)? (?:on |in |with |onto |into )?(?:the |my )?(?:sofa|couch|air ?bed|spare|camp bed|sofa ?bed|box room|living room|lounge|tent)\b",
        // Knives of a cook and of a fisher.
        r"|(?:包丁|ナイフ|刃物|のこぎり|斧|ナタ)(?:は|を|も|が)[^。!?]{0,14}(?:寿司|鮨|すし|料理|調理|板前|厨房|キャンプ|釣り|魚|仕込み|出前|弁当|解体ショー|剪定|薪)(?:の仕事|教室|実習|ショー)?(?:だから|だし|なので|があって|用|です|を|に|で)?",
        r"|\b(?:knife|knives|cleaver|axe|machete|blades?) (?:is|are|'s|'re)? ?(?:in|on) (?:the|my) (?:van|car|boot|truck|bag|back ?seat)\b[^.!?]{0,24}\b(?:sushi|catering|chef|cater|wedding (?:breakfast|buffet)|butcher\w*|fishing|camping|firewood|hedges?)\b",
        // What is eaten, and shown; what nobody would do for the life of them.
        r"|食べ(?:た|る)(?:もの|物|の|ら|たび)?(?:は|を)?、?(?:全部|ぜんぶ|毎回|必ず|いつも|毎食)?[^。!?、]{0,2}(?:写真|インスタ|ブログ|SNS|日記|ノート|レシピ|X|ツイッター)(?:に|で|を)[^。!?、]{0,8}(?:出し|載せ|のせ|上げ|あげ|書い|撮っ|とっ|残し|投稿し|つけ)",
        r"|\b(?:photograph|photos? of|pictures? of|post|instagram|blog|snap)\b (?:of )?(?:\w+ )?(?:all|everything|every meal|every plate|every single meal|each meal|what) (?:that )?(?:i|we) (?:eat|ate|cook|bake)\b",
        r"|(?:死|し)んでも(?:、)?(?:言わ|いわ|話さ|教え|見せ|食べ|着|歌わ|踊ら|やら|しゃべら|喋ら|貸さ|ゆずら|譲ら|飲ま|乗ら|履か|行か)(?:ん|ない|ません|へん|ぬ|ねえ|ねぇ|たくない)|死んでも(?:言い|話し|教え|見せ|食べ|着|歌い|踊り|やり|飲み|乗り|履き|行き)(?:ません|たくない)",
        // A generation, and not the world beyond; who hands a game on.
        r"|あの世代[^。!?、]{0,8}(?:終わり|おわり|卒業|引退|おしまい)(?:に|し)?(?:して|した|て)?|(?:ゲーム|カード|プラモ|フィギュア|コレクション|釣り道具|カメラ|漫画)(?:は|も)?(?:もう)?(?:卒業|引退|終わりに)(?:し)?(?:て|た)?、?(?:子ども|子供|息子|娘|孫|甥|姪|後輩)に(?:全部|ぜんぶ)?(?:ゆず|譲|あげ)",
        // How a partner is wished for who goes on living.
        r"|(?:私|わたし|俺|僕|うち|自分)が先に(?:死ん|逝っ)(?:でも|だら|ても|たら)、?[^。!?]{0,14}(?:(?:再婚|笑|幸せ|旅行)[^。!?]{0,10}(?:人|相手))",
        // What one may leap from.
        r"|(?:飛び降り|飛びおり|飛び込ん|とびおり)(?:た|だ|る)のは、?(?:バス|自転車|馬|ブランコ|飛び込み台|跳び箱|ベッド|ソファ|塀|ジャングルジム|プール|市電)|(?:バス|自転車|馬|ブランコ|跳び箱|ベッド|ソファ|塀|飛び込み台|ジャングルジム)(?:から|を)(?:飛び降り|飛びおり|とびおり)(?:た|て|ちゃっ|る|まし)",
        r"|\bjump(?:ed|ing|s)? (?:off|from|out of) (?:the|a|my|our) (?:moving )?(?:bus|tram|sofa|couch|bed|swings?|trampoline|horse|bike|scooter|diving board|high board|top board|hay ?stack|climbing frame)\b",
        // A dose, and what it did.
        r"|\b(?:took|taken|had|popped) (?:a|an|one|two|1|2|a couple(?: of)?) (?:paracetamols?|ibuprofens?|aspirins?|nurofen|advil|tylenol|painkillers?|antihistamines?|panadol)\b[^.!?]{0,30}\b(?:head\w*|migraine|cold|fever|tooth\w*|back|knee|cramps|throat|pain)(?:'?s| is| are| has)? (?:all |nearly |finally |already |much )?(?:eas\w+|better|gone|going|clear\w*|lift\w*|off|fading)\b",
        r"|(?:頭痛薬|痛み止め|鎮痛剤|ロキソニン|バファリン|イブ|風邪薬|胃薬|花粉症の薬|アレグラ)(?:を|は)?(?:一|二|1|2)?(?:錠|粒|つ|回分|包)?(?:だけ)?、?(?:飲ん|のん)(?:だら|で|だ)、?[^。!?、]{0,8}(?:効い|治っ|楽に|おさま|引い|よくな|落ち着|まし)",
        // Who would rather sleep on, and must be up early.
        r"|\b(?:not wanting|don'?t (?:want|feel like)|dreading|hate) (?:to )?(?:wak\w+|gett?\w*) up (?:tomorrow|on monday|monday)(?: only| morning)?[,;:]? (?:[^.!?]{0,24}\b)?(?:meeting|shift|flight|school run|gym|standup|delivery)\b[^.!?]{0,12}\b(?:at|for|from) (?:\d+|five|six|seven|half)\b(?: ?am)?",
        // Who went out for the day.
        r"|\b(?:been )?(?:gone|out|away) since (?:breakfast|lunch|dawn|noon|first light|this morning|(?:four|five|six|seven|eight|nine|\d{1,2})(?: ?am)?),? (?:(?:out|off|he's|she's|they're|at|the) )*(?:fishing|golf\w*|shopping|cycling|bowls|walking the dog|at work|cricket|allotment|market|surfing|gardening)(?:,? and (?:i'?ve|i) (?:set|laid) (?:two|three) places(?: anyway)?)?",
        // Who tidies until nothing is found.
        r"|\b(?:clean|tid|clear|sort|organi[sz])\w*(?: out| up)? (?:the|my|our) (?:\w+ )?(?:garage|shed|loft|attic|house|flat|kitchen|room|desk|wardrobe) so (?:thoroughly|well|much|hard|tidily)(?: that)? (?:i|we|nobody|no one) (?:can'?t|cant|cannot|can|couldn'?t|could) (?:now )?find (?:a thing|anything|my \w+|the \w+)\b",
        // Hands that are burnt at the iron and the oven.
        r"|\bburn(?:t|ed)? (?:myself|my (?:hand|hands|finger|fingers|ear|neck|forehead|arm|thumb))(?: again)? (?:(?:every time|whenever|each time|when|while) )?(?:i (?:do|did|curl|straighten|bake|cook|fry|iron|make|pull|open|use)|curling|straightening|baking|cooking|frying|ironing|doing|making|pulling|taking|draining|lifting) (?:my |the |a )?(?:\w+ )?(?:edges|hair|fringe|curls|bread|dinner|toast|cookies|cakes?|oven|tray|shirts?|bacon|chips|tea|soup|hot comb|roast)\b|\bburn(?:t|ed)? myself (?:every time|whenever|each time) i (?:bake|cook|fry|iron)\b",
        // Papers that both can reach.
        r"|\bkeeps? (?:our|everyone'?s|all the|the family'?s?) (?:passports?|documents|papers) (?:in|at) (?:the|a|our) \w+(?: \w+)?,? (?:and |but )?(?:i|we) (?:keep forgetting|never remember|always forget|can never remember|know where|know the|have the|forgot)(?: (?:the |its )?(?:code|combination|number|key|pin)| where)?",
        r"|(?:パスポート|通帳|印鑑)(?:は|を)[^。!?、]{0,10}(?:金庫|引き出し)に(?:入れて|しまって)(?:い)?(?:て|る|ます|るけど)?、?(?:番号|暗証番号|開け方|鍵の場所)(?:を|が)(?:いつも|すぐ|毎回)?(?:忘れ|わからなく)",
        // Who hands the child on when it is too much.
        r"|\bwhen (?:the |my |our )?(?:baby|little one|toddler|newborn|twins|he|she)(?: won'?t settle| screams?| cries| is crying| starts(?: crying| screaming)?| kicks off),? (?:i|we) (?:hand|pass|give) (?:him|her|them|the baby|it)(?: over)? to (?:his|her|their|my|the) (?:dad|daddy|mum|mummy|mom|gran\w*|nan|husband|wife|partner|father|mother)\b",
        r"|(?:赤ちゃん|赤ん坊|娘|息子|この子|下の子)が?泣(?:く|いた|き止まない|きやまない)(?:と|ら|ときは|時は)、?(?:夫|旦那|主人|妻|嫁|母|ばあば|パパ|ママ)に(?:渡|代わ|かわ|パス|預け|抱っこ)",
        // Who hangs on; a room one has had enough of; a game that is lost.
        r"|\bhanging (?:on )?in there\b|\bhanging (?:around|about|out|up (?:the|my|our) \w+|the (?:washing|curtains|pictures?|lights|wallpaper)|baskets?)\b|(?:洗濯物|布団|カーテン|干し柿|柿|のれん|風鈴|ハンモック)(?:を|が)?(?:吊|つ)[るりっ]",
        r"|\bi (?:don'?t|do not|dont) (?:want to|wanna) be here any ?more[,;:]? (?:this|the) (?:\w+[- ]){0,2}(?:office|meeting|queue|party|gate|airport|waiting room|lecture|seminar|pub|conference|call)\b",
        r"|\b(?:he|she|they|someone|somebody|some \w+) (?:ganked|fragged|spawn-?camped|spawn-?killed|one-?shot|head-?shot|griefed|sniped|teabagged|nerfed) (?:me|us)(?: \w+)?(?: and)?|\bi threw my (?:headset|controller|joystick|racket|golf club|pillow) (?:on|onto|at|across) (?:the|my) (?:bed|sofa|couch|floor|room|cushions?)\b",
    );
    // What is done on purpose, and what is felt by it, is as harmful as it sounds.
    ON_PURPOSE = r"(?i)\bon purpose\b|\bdeliberate\w*|\bpunish\w*|\bfeel (?:something|anything|alive|better|real|calm)\b|\brelief\b|わざと|罰|楽になる|落ち着く";
}

/// The text without what means no harm.
pub fn without(text: &str) -> Cow<'_, str> {
    if ON_PURPOSE.is_match(text) { Cow::Borrowed(text) } else { HARMLESS.replace_all(text, " ") }
}

#[cfg(test)]
mod tests {
    use super::super::{Intent, read};

    fn alarms(text: &str) -> bool {
        matches!(read(text), Intent::Danger { .. })
    }

    #[test]
    fn what_only_has_the_words_of_danger_is_none() {
        let mut alarmed = Vec::new();
        for text in [
            "29歳です。年はもう取らないことにして、はや五年",
            "I'm 39, won't be forty for another month",
            "I won't see forty again, sadly",
            "死にたい、じゃなくて「知りたい」です。打ち間違い",
            "薬じゃなくて飴ちゃん、ぜんぶなめちゃった",
            "sorry, I want to erase that photo, not disappear",
            "I want to dye my hair, not die, stupid phone",
            "電車の音で目が覚めちゃう、線路沿いの家だから",
            "踏切のすぐそばに住んでて、慣れました",
            "the footbridge was closed again so I walked round",
            "歩道橋が工事中で遠回りしてます",
            "ふくらはぎ、またやっちゃった。肉離れ",
            "did my calf again, five-a-side",
            "叔父さんが毎晩将棋を指しに来るんですよ",
            "my cousin sleeps in my room at Christmas so I go on the couch",
            "包丁はバッグに入れてある、明日は料理教室だから",
            "the knives are in the van, catering for a wedding breakfast",
            "食べたもの全部インスタに載せてます",
            "I post everything I eat, sorry followers",
            "体重は死んでも教えない笑",
            "カラオケは死んでも歌いません！",
            "あの世代の音楽はもう卒業して、レコードは息子に",
            "俺が先に死んだら再婚して笑ってる人がいい",
            "飛び降りたのはブランコです。三歳児の話",
            "I jumped off the tram and sprained nothing, luckily",
            "took a couple of ibuprofen an hour ago, back's much better",
            "ロキソニン一錠飲んだら楽になった",
            "don't want to get up tomorrow, early shift at 6",
            "Dad's been gone since dawn, golfing, so I ate his breakfast",
            "I tidied my desk so well I can't find my glasses",
            "burnt my fingers again pulling the tray out, every Sunday",
            "I burn myself whenever I bake",
            "she keeps everyone's passports in a drawer and I always forget where",
            "夫がパスポートを金庫に入れてて、番号をいつも忘れる",
            "when the baby cries I pass him to my mum and put the kettle on",
            "赤ちゃんが泣くと夫に代わってもらってコーヒー",
            "hanging in there, and you?",
            "hanging around with the lads tonight",
            "I don't want to be here anymore, this meeting is endless",
            "someone sniped me and I threw my controller on the sofa",
        ] {
            alarmed.extend(Some(text).filter(|text| alarms(text)));
        }
        assert!(alarmed.is_empty(), "{alarmed:#?}");
    }

    #[test]
    fn what_is_told_beside_it_is_heard() {
        let mut missed = Vec::new();
        for text in [
            "死にたい、じゃなくて、もう消えたい",
            "眠剤じゃなくて漂白剤を飲んだ",
            "hanging in there but I want to die",
            "線路の音がすると、飛び込みたくなる",
            "包丁を車に積んだ。課長を刺しに行く",
            "I burn myself when I cook, on purpose, to feel something",
            "I jumped off the bus and now I am going to kill myself",
            "I don't want to be here anymore",
            "I don't want to be here anymore, this office has a high window and I keep thinking of jumping",
            "I don't want to wake up tomorrow, no alarm set",
            "he threw my phone across the room and slapped me",
            "お義父さんがテレビを見に来て、体を触るんです",
            "my uncle comes into my bed at night",
            "食べたら全部トイレで出してる",
            "わたしが死んでも誰も泣かない。死にたい",
            "when the baby screams I hold the pillow over her face",
            "my husband keeps my passport and won't let me out",
            "I'm not wanting to wake up tomorrow, or ever",
        ] {
            missed.extend(Some(text).filter(|text| !alarms(text)));
        }
        assert!(missed.is_empty(), "{missed:#?}");
    }
}
