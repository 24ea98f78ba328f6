//! Dangers that are told in passing, with plain words and no word of danger: fists in an argument, things that are thrown at
//! somebody, bruises under make-up, the same place cut again, a bottle before noon, a meal that is not kept down, a heart that
//! will not slow down. Whoever tells one is asked, and no more is claimed.
//!
//! Each kind has what it is told by, and what the same words mean otherwise: in the ring, at the hairdresser's, on the stairs.

use super::Danger;
use crate::agent::hera::text::patterns;

patterns! {
    // Who has the last word with his hands.
    FISTS = concat!(
        r"(?i)\b(?:w[io]ns?|argues?|settles?|talks?|answers?|speaks?|thinks|ends?|solves?|finish\w*|makes? (?:his|her) points?|handy|quick|free|replies|explains?|communicates?|disciplin\w+|punish\w*|ready|uses?)\b[^.!?,;]{0,30}\b(?:with|by|using|of|his|her) (?:his|her|their|the )?(?:own )?(?:fists?|knuckles|back of (?:his|her|the) hand)\b",
        r"|\b(?:free|quick|loose) with (?:his|her) hands\b|\b(?:gives?|gave|gets?|got|takes?|took) (?:me |us |him |her |the kids )?(?:the|his|her) (?:belt|back of (?:his|her|the) hand)\b",
        r"|\bholes? (?:in|through) (?:the|our|my|every|all the|half the) (?:\w+ )?(?:walls?|doors?|plaster(?:board)?|drywall)\b[^.!?]{0,30}\b(?:temper|fist|punch\w*|when (?:he|she)|where (?:he|she)|he|his)\b",
        r"|\b(?:learn(?:ed|t)?|knows?|knew) (?:when|how|just when) to (?:duck|dodge|get out of (?:his|her|the) way)\b",
        r"|(?:拳|こぶし|げんこつ|ゲンコツ|平手|ベルト|手のひら)(?:で|が)[^。!?]{0,8}(?:黙ら|わからせ|分からせ|言うこと|返っ|返事|飛んで|しつけ|教え|解決)|(?:口|言葉)より(?:も)?(?:先に|早く)?、?手が(?:先に)?(?:出|早|飛)|(?:すぐ(?:に)?|酔うと|飲むと|怒ると|キレると)、?(?:手|足|拳|物|もの|皿)が(?:出|飛)",
    );
    // Things are thrown at who tells it; what a child or a pet throws is none.
    THROWN = concat!(
        r"(?:物|もの|モノ|皿|お皿|コップ|グラス|リモコン|椅子|いす|イス|茶碗|灰皿|スマホ|携帯|瓶|ビン|鍋)(?:を|とか(?:を)?|など(?:を)?)[^。!?、]{0,6}(?:投げ|なげ|ぶつけ|壊し|こわし|叩きつけ|たたきつけ|蹴)[^。!?]{0,10}(?:私|わたし|あたし|俺|おれ|僕|ぼく|うち|自分|子ども|子供|娘|息子|母|妻|こっち|家族)(?:や[^。!?、]{0,6})?(?:に|へ|を|のほう)(?:も|まで)?[^。!?]{0,4}(?:当た|あた|八つ|やつ|ぶつけ|投げ|なげ|向か|殴|なぐ|蹴)",
        r"|(?:私|わたし|あたし|俺|おれ|僕|ぼく|子ども|子供|娘|息子|母|こっち)(?:や[^。!?、]{0,6})?(?:に|へ|めがけて|に向かって|に向けて)[^。!?、]{0,4}(?:物|もの|モノ|皿|お皿|コップ|グラス|リモコン|椅子|いす|茶碗|灰皿|スマホ|包丁|瓶)(?:を|が)[^。!?]{0,6}(?:投げ|なげ|飛んで)",
        r"|(?:酔うと|飲むと|怒ると|キレると|機嫌が悪いと|気に入らないと|負けると)、?[^。!?]{0,10}(?:私|わたし|あたし|俺|おれ|僕|子ども|子供|娘|息子|母|家族)(?:や[^。!?、]{0,6})?に(?:も|まで)?(?:当た|あたり|あたる|手を|暴)",
    );
    BY_A_SMALL_ONE = r"(?:息子|娘|子ども|子供|赤ちゃん|孫|犬|猫|ねこ|いぬ|園児|サル|猿)(?:が|は)|ボール|雪玉|枕|おもちゃ|ぬいぐるみ|豆|試合|ゲーム|キャッチ";
    // What is put over a bruise.
    HIDDEN = concat!(
        r"(?i)(?:あざ|アザ|痣|青たん|首の(?:跡|あと|痕)|手の(?:跡|あと|痕)|指の(?:跡|あと|痕)|顔の傷|殴られた)[^。!?、]{0,10}(?:コンシーラー|ファンデ|メイク|化粧|長袖|マフラー|スカーフ|タートル|ハイネック|マスク|サングラス|前髪|髪)[^。!?]{0,6}(?:隠|かく|ごまか|消)|(?:コンシーラー|ファンデ|化粧|マスク|サングラス|スカーフ|タートル|長袖)[^。!?]{0,8}(?:あざ|アザ|痣|青たん|首の(?:跡|あと))",
        r"|\b(?:cover\w*|hid\w*|conceal\w*|disguis\w*|explain\w*)\b[^.!?]{0,14}\b(?:bruis\w+|black eyes?|finger ?marks?|hand ?prints?|marks on my (?:neck|arms?|face|throat)|the marks)\b|\b(?:concealer|foundation|make-?up|sunglasses|scar(?:f|ves)|turtlenecks?|polo ?necks?|long sleeves?)\b[^.!?]{0,24}\b(?:bruis\w+|black eyes?|finger ?marks?|hand ?prints?|marks on my (?:neck|arms?|face|throat))\b",
    );
    OF_SPORT = r"(?i)自転車|試合|部活|練習|柔道|ラグビー|バスケ|サッカー|スキー|スノボ|転んで(?:できた)|採血|点滴|献血|\b(?:rugby|football|hockey|boxing|judo|karate|derby|training|match|game|gym|skateboard\w*|bik(?:e|ing)|climbing|blood test|drip|cosplay|halloween|costume|film|play|apples?|bananas?|peach\w*)\b";
    // The same place again, and what it is hidden under.
    AGAIN = concat!(
        r"(?i)\b(?:did|done|doing) it again\b[^!?]{0,50}\b(?:(?:long )?sleeves?|(?:my|up my|both) (?:arms?|thighs?|legs?|wrists?)|plasters?|band-?aids?|bandages?|scars?|blades?|razors?|bleed\w*|blood)\b",
        r"|\blong ?sleeves?\b[^.!?]{0,30}\b(?:hide|hiding|so (?:that )?(?:no ?one|nobody|they|mum|mom|he|she)|in (?:this|the|all this) heat|see (?:my|the) (?:arms?|cuts|scars|marks|lines))\b|\b(?:no ?one|nobody|they|he|she|mum|mom) (?:can|could|must|will|would)(?: not|n'?t)? (?:ever )?see (?:what'?s )?(?:under my sleeves?|my (?:arms|thighs|wrists))\b",
        r"|(?:いつもの|同じ|前と同じ|例の)(?:ところ|とこ|場所|箇所)(?:を|に|、)?[^。!?]{0,6}(?:切っ|切り|きっちゃ|傷つけ|焼い|やっちゃ)|(?:また|夜中に|こっそり|お風呂で|トイレで)[^。!?、]{0,8}(?:腕|手首|太もも|ふともも|足首|お腹)(?:を)?[^。!?]{0,4}(?:切っ|切り|きっ|傷つけ|焼い|やっ)",
        r"|長袖[^!?]{0,16}(?:腕|手首|傷|跡|あと)[^。!?]{0,12}(?:見せ|見られ|隠|ばれ|バレ)|(?:腕|手首|太もも|ふともも)(?:は|を|が|、)[^。!?]{0,4}(?:誰にも|だれにも|人に)?(?:見せられ|見せれ|見られたら)(?:な|ま|困|まず|ヤバ|やば|終)",
    );
    NOT_HURT = r"(?i)美容|前髪|髪|爪|ヘア|カット|トリミング|芝|野菜|玉ねぎ|料理|包丁で|電話|電源|カード|日焼け|タトゥー|刺青|入れ墨|脱毛|ムダ毛|毛深|筋肉|二の腕がぷ|ぷよ|\b(?:hair\w*|fringe|nails?|tattoo\w*|sun\w*|tan|midges|mosquito\w*|shav\w+|wax\w*|karaoke|yoga|squats?|press-?ups?|push-?ups?|biceps|gym|blood (?:drive|donor|test)|garden\w*|brambles|roses|cat|kitten|painting|baking)\b";
    // A body that cannot be without it; and who has begun again.
    NEEDS_DRINK = concat!(
        r"(?i)\b(?:shak\w+|shakes|sweat\w*|trembl\w*|throw(?:ing)? up|ill|sick)\b[^.!?]{0,20}\b(?:if|when|unless|until|till?|without) i (?:do(?:n'?t| not)?|dont|have(?:n'?t)?|drink|stop|quit)\b",
        r"|\b(?:vodka|gin|whisk(?:e)?y|wine|beers?|cans?|bottles?|cider|drink|drinks|drinking)\b[^.!?]{0,20}\b(?:before (?:noon|breakfast|work|i can)|to (?:get|be able to get) (?:up|out of bed|going|through the day)|first thing|isn'?t even noon|not even (?:noon|breakfast|nine|ten|lunch\w*)|hide|hidden|hiding)\b",
        r"|\b(?:been|started|i'?m|im|am|back) using again(?: ?[.,!;…]|$| (?:alone|and|since|every|after|tonight|but|today|because))|\b(?:back on|(?:been|started|i'?m|im|am) (?:shooting|smoking|snorting|injecting)) (?:the )?(?:gear|smack|heroin|meth|fent\w*|crack|coke|oxy\w*|pills|needle|it again|up)\b",
        r"|(?:朝|昼間?|起き抜け|起きて(?:すぐ)?|仕事(?:前|中))(?:から|に|も)?[^。!?]{0,8}(?:酒|ビール|焼酎|ストゼロ|ウイスキー|ワイン|日本酒|飲ま|飲んで)[^。!?]{0,14}(?:ないと|なきゃ|やめられ|手が震|震え|隠れて)|(?:酒|ビール|焼酎|薬)(?:が|を)?(?:切れ|抜け|やめ)(?:る|た)?と、?[^。!?]{0,6}(?:手|体|汗|幻|震え)|また(?:クスリ|薬物|シャブ|大麻|覚醒剤|ハッパ)(?:に|を)",
    );
    OF_DRINK = r"(?i)\b(?:bottles?|drink\w*|vodka|gin|whisk(?:e)?y|wine|beers?|cans?|booze|alcohol|cider|pills?|oxy\w*|dose|using|tablets?|xanax|noon)\b|酒|ビール|焼酎|ストゼロ|ウイスキー|ワイン|飲|クスリ|薬|シャブ|大麻";
    SOBER = r"(?i)\b(?:sober|water bottle|hot water bottle|coffee|tea|juice|smoothies?|protein|water|baby|lamb|calf|kittens?|duolingo|hangover|recovered|used to|years ago|in 19\d\d|in 20\d\d)\b|コーヒー|水を|お茶|牛乳|ジュース|青汁|断酒|禁酒|昔|頭痛薬|花粉|漢方|プロテイン";
    // A meal that is not to stay.
    NOT_KEPT_DOWN = concat!(
        r"(?i)\b(?:kept?|keep(?:ing)?|stay(?:s|ed)?|held?) (?:(?:a|any|my|one|no|single|thing) )*(?:meals?|food|dinners?|lunch|anything|supper)? ?down\b[^!?]{0,40}\b(?:make sure|i see to (?:it|that)|on purpose|my fingers?|never let|don'?t let|dont let|won'?t let|nobody knows|no ?one knows)\b",
        r"|\bfingers? down (?:my|her|his|their) throat\b|\b(?:run(?:ning)?|turn(?:ing)? on|leave|leaving) the (?:tap|shower|water|fan) (?:on )?(?:so|when|while|to)\b[^.!?]{0,30}\b(?:hear|heard|drown|cover)\b|\b(?:go|goes|going|run|runs|rush\w*|disappears?) (?:straight )?to the (?:bathroom|toilet|loo) (?:right |straight )?after (?:every|each|all) meals?\b",
        r"|食べ(?:た|て|る)(?:ら|あと|後|たび)?(?:は|に|から|すぐ)?[^。!?]{0,6}(?:トイレで|指(?:を|で)|全部)(?:[^。!?]{0,6})(?:吐|戻し|出し|出す|突っ込)|指(?:を)?[^。!?]{0,4}(?:のど|喉|口)[^。!?]{0,4}(?:入れ|突っ込|つっこ)",
    );
    // Hands at a throat, in somebody's mind; who is not to leave on their feet.
    IN_MIND = concat!(
        r"(?i)\b(?:pictur\w+|imagin\w+|see|dream\w*|thinking|think|fantasi[sz]\w+|visuali[sz]\w+)(?: (?:about|of|it|myself))? (?:(?:my|his|her|putting|wrapping|both|closing) )*(?:hands?|fingers?|pillow|knife|belt) (?:a?round|on|at|over|in|into|to) (?:her|his|their|its|the baby'?s?|my \w+(?:'?s)?) (?:\w+ )?(?:throat|neck|mouth|face|chest|back)\b",
        r"|\b(?:if|when|next time) (?:he|she|they|that \w+|my \w+)(?:'s|'re)? [^.!?]{2,50}\b(?:not|never|won'?t|wont|isn'?t|aint|ain'?t|'?s not)(?: be| gonna| going to)* (?:walk\w* (?:out|away|home|again|anywhere|straight)|leav\w* (?:alive|in one piece|on (?:his|her|their) feet)|get\w* (?:back )?up|breath\w* again|com\w* out alive|see\w* (?:the )?morning)\b",
        r"|(?:首|口|顔|のど|喉)に(?:、)?(?:思わず|つい|気づいたら)?手(?:を|が)(?:かけ|かか|伸び|当て|のび)|(?:今度|次|また|もし)[^。!?]{0,16}(?:たら|れば)、?[^。!?]{0,6}(?:ただじゃ|ただでは|生きて(?:は)?(?:帰|返|かえ)|無事(?:では|じゃ)(?:済|す|帰|い)|命(?:は|が)?な(?:い|く))",
    );
    AS_A_MOTHER = r"(?i)\b(?:christen\w*|necklace|scarf|massage|hug\w*|dance|kiss\w*|horse|goal\w*|boxing|ring|zombie\w*|boss fight|level|clients?|doctor|physio|nurse)\b|マッサージ|熱|冷えピタ|ネックレス|マフラー|ゲーム|敵|ボス|ゾンビ|蚊|ゴキ|試合";
    // What a death is worth, and the last words to all.
    WORTH_MORE = concat!(
        r"(?i)\bworth more (?:to (?:them|everyone|my \w+) )?(?:dead|gone|buried|in the ground)\b|\b(?:my|the|his|her) (?:life )?(?:insurance|policy|pension|payout|death benefit)\b[^.!?]{0,24}\b(?:would|will|'?d|'?ll|should|covers?|pays?|sorts?|clears?)\b[^.!?]{0,24}\b(?:kids?|children|family|them|wife|husband|mortgage|debts?|house|college|uni\w*)\b[^.!?]{0,24}\b(?:i'?m gone|without me|if i|when i|better|at least|once i|anyway)\b",
        r"|(?:私|わたし|俺|おれ|僕|ぼく|わし|自分|うち)の(?:生命|死亡)?保険(?:金)?(?:で|が|なら|さえ)[^。!?]{0,20}(?:行け|いけ|残せ|残る|助か|楽に|返せ|払え|困らな|暮らせ|足り|なんとか|出せ)",
        r"|(?:みんな|皆さん|皆|家族|友達|友だち|親|母|父|子ども|子供|娘|息子|妻|夫|あなたたち|お前たち)[^。!?、]{0,4}(?:に|へ)(?:も|は)?、?(?:最後|最期)(?:の|に)(?:あいさつ|挨拶|お礼|お別れ|ことば|言葉|ありがとう|ひとこと|一言)[^。!?]{0,8}(?:しときた|しておきた|だけ|言いた|言っておき|伝えた|残した|残しと)",
        r"|\b(?:just )?(?:want(?:ed)?|need(?:ed)?) (?:to )?(?:say|a) (?:one )?(?:last|final) (?:good ?bye|thank ?(?:you|s)|words?|i love you)\b",
    );
    OF_A_MOVE = r"(?i)転勤|退職|異動|引っ越|引越|卒業|送別|定年|閉店|最終日|最後の(?:授業|試合|大会|出勤)|結婚|学資|勧誘|\b(?:job|office|work|colleagues|team|school|class|moving|move|flight|airport|retire\w*|graduat\w+|tour|concert|show|song|encore|wedding|season)\b";
    // What one has no more use for, and what is to be found.
    NO_MORE_USE = concat!(
        r"(?i)\bno point (?:in )?(?:renew\w*|keeping (?:it|them) up|buying|making plans|booking|saving|signing up|replacing)\b|\b(?:practi[sc]\w*|rehears\w*|draft\w*|writ\w*|know|wrote) (?:\w+ ){0,3}(?:the|my) note (?:should|would|will|is going to) (?:say|be|read)\b|\bif (?:the|my|this) (?:surgery|op|operation|plane|flight|car|bus|train|heart)\b[^.!?]{0,30}\bat least\b[^.!?]{0,24}\b(?:fault|choice|over|my doing|blame|on me)\b",
        r"|遺影[^。!?]{0,14}(?:写真|使え|選ん|撮|探し|用意|決め)|(?:解約|退会|処分|キャンセル)(?:し)[^。!?]{0,12}もう(?:使う|必要|いら|更新)(?:こと)?(?:も|は)?な|(?:手術|飛行機|事故|病気)[^。!?]{0,16}(?:なら|だったら|れば)[^。!?]{0,10}(?:自分|誰|だれ|わたし|私|俺|僕)のせい(?:じゃ|では|に(?:は)?なら)",
    );
    STILL_OF_USE = r"(?i)\b(?:expir\w+|cheaper|never (?:go|use)|clos(?:ed|ing)|new (?:one|phone|car|gym)|sick note|thank[- ]you note|footnote|piano|music|next year|moving|lecture|exam)\b|祖父|祖母|おじい|おばあ|父の|母の|亡く|終活講座|引っ越";
    // Lines that are laughed at; hair and skin that are torn.
    LAUGHED_AT = concat!(
        r"(?i)\b(?:arms?|thighs?|wrists?|forearms?|legs?)\b[^.!?]{0,12}\blike (?:a |an |some )?(?:barcode|zebra|ladder|grid|tally|tiger stripes)|\b(?:pull\w*|pick\w*|rip\w*|tear\w*) (?:out )?(?:at )?my (?:own )?(?:hair|lashes|eyelashes|eyebrows|skin|scalp)\b[^!?]{0,40}\b(?:can'?t stop|cant stop|bald|bleed\w*|raw|patches)\b",
        r"|(?:腕|手首|太もも|ふともも|足)[^。!?、]{0,8}(?:バーコード|シマシマ|しましま|縞模様)|(?:髪|まつげ|眉毛|皮|爪)を?(?:抜|むし|剥|はが)[^。!?]{0,8}(?:止まら|やめられ|とまら)[^!?]{0,16}(?:血|地肌|はげ|ハゲ|禿|痛)",
    );
    // Somebody's ways are known, and what is to be done there; nobody else is to have them; fire.
    LIES_IN_WAIT = concat!(
        r"(?i)\b(?:mapped|know|learn(?:ed|t)|followed|watched|timed|got|have) (?:out )?(?:his|her|their|my (?:ex|boss|neighbou?r|wife|husband)(?:'?s)?) (?:\w+ )?(?:route|address|routine|schedule|walk|way|gym times|shifts?)\b[^!?]{0,40}\b(?:zip ?ties|rope|duct tape|knife|gun|petrol|crowbar|hammer|pay|regret|sorry|no cameras|nobody around|waiting)\b",
        r"|\bif\b[^.!?]{2,40}\b(?:make sure|see to it)(?: that)? (?:no ?body|no ?one|none of us|neither of us) (?:else )?(?:does|do|will|gets? (?:him|her|them)|has (?:him|her|them)|ever sees (?:him|her|them))\b|\bif i can'?t have (?:him|her|them)\b",
        r"|火(?:を)?(?:つけ|付け|放)(?:た(?:る|ろ)|てや(?:る|ろう)|ちゃおうか)|(?:彼女|彼|あの[人子]|妻|夫|嫁|子ども|子供)(?:は|を)[^。!?]{0,8}(?:誰|だれ|あいつ|他の男|ほかの男)に(?:は|も)渡さない|(?:俺|私)のものにならないなら",
        r"|(?:夜泣き|泣き止ま|泣きやま|泣い|ぐず)[^!?]{0,24}(?:揺らし|ゆすっ|揺さぶっ|叩い|投げ|落とし|床に)(?:てしま|ちゃ|そうに)|\b(?:won'?t|wont|wouldn'?t|doesn'?t) stop (?:crying|screaming)\b[^.!?]{0,40}\b(?:shook|shake|throw|threw|slam\w*|pillow|grabbed|dropped|hand over)\b",
    );
    LIT = r"(?i)キャンプ|花火|ろうそく|線香|コンロ|炭|薪|焚|ストーブ|ハート|やる気|\b(?:delivery|running|hiking|school run|surprise|birthday|raffle|cake|biscuits?)\b";
    // What was taken without count, and what it does; what is breathed in to forget.
    HIGH = concat!(
        r"(?i)\b(?:lost count|no idea how many|don'?t know how many|dont know how many|too many)\b[^.!?]{0,20}\b(?:gummies|pills|tablets|edibles|xanax|lines|shots|drinks|cans|painkillers|bars)\b[^!?]{0,40}\b(?:room|spinning|walls|floor|can'?t|cant|sick|slur\w*|heart|floaty|melting|hold still)\b|\b(?:huff|sniff|inhal)\w* (?:\w+ )?(?:glue|paint|gas|aerosols?|petrol|duster|nitrous|deodorant|lighter fluid)\b",
        r"|(?:シンナー|ガスパン|スプレー|ボンド|ライターのガス|ガス)(?:を)?[^。!?]{0,4}(?:吸|嗅)(?:う|って|い|っ)[^。!?]{0,14}(?:忘れ|楽に|ふわ|気持ち|やめられ|飛べ)",
    );
    // Who is watched, timed, aimed at; who shakes at the sound of a key; who hides a sister.
    UNDER_WATCH = concat!(
        r"(?i)\b(?:puts?|hid|hides|has|installed|keeps|planted) (?:a |an )?(?:gps|tracker|air ?tag|tracking)(?: \w+)? (?:in|on|under|into) (?:my|our)\b",
        r"|\b(?:plates?|cups?|glass|mugs?|pan|bottle|phone|remote|chair|knife|vase|dish|kettle)\b[^.!?]{0,30}\b(?:at|past|next to|near|by|beside|inches from|missed) my (?:head|face|ear)\b",
        r"|\bwhen (?:i|we) hear (?:his|her|dad'?s?|my \w+(?:'?s)?) (?:car|keys?|steps|footsteps|voice|boots|truck)\b[^.!?]{0,40}\b(?:shak\w*|freez\w+|freeze|sick|hide|stomach|tense|flinch)|\bhides? (?:my |me and my )?(?:little |baby )?(?:sister|brother|son|daughter|kids) (?:in|under|behind) (?:the |my )?(?:closet|wardrobe|bed|cupboard|attic|shed)\b[^.!?]{0,40}\b(?:when|before|if|so|until) (?:he|dad|she|mum|mom|they)\b",
        r"|(?:GPS|エアタグ|AirTag|盗聴器|監視アプリ|位置情報)(?:を|が|で)?[^。!?]{0,10}(?:つけられ|付けられ|入れられ|仕込|見張|監視|見られ|チェックされ)|(?:皿|コップ|リモコン|瓶|包丁|灰皿|椅子)[^。!?]{0,10}(?:顔|頭|耳)(?:の)?(?:横|すぐ|近く|そば|スレスレ|めがけ|に向かって)",
        r"|(?:夫|旦那|主人|妻|彼|彼氏|彼女|父|母|親|義父)(?:が|の)(?:帰|足音|車の音|鍵の音|声)[^。!?]{0,14}(?:震え|ふるえ|固ま|動けな|息が|吐き|動悸|喉を通ら)|(?:父|義父|継父|兄|叔父|おじ|先生|コーチ)の(?:部屋|布団|車)に(?:呼ば|連れて|来い)[^。!?]{0,20}(?:隠|鍵|逃げ|内緒|秘密|日は|たびに|怖|こわ)",
    );
    OF_THINGS = r"(?i)\b(?:dog|cat|keys|luggage|suitcase|bike|hide and seek|game|seagulls?|frisbee|ball|toddler|my son threw|dishwasher|new year|midnight|kick-?off)\b|犬|猫|財布|登山|スーツケース|かくれんぼ|配達|荷物|配送|子どもの|孫";
    // A body in panic, and where it lies.
    PANIC = concat!(
        r"(?i)\b(?:heart|chest|breath\w*|breathe|hands?|throat|legs)\b[^.!?]{0,24}\b(?:won'?t (?:slow|stop|calm)|wont (?:slow|stop|calm)|racing|pounding|tight|closing|numb|exploding|can'?t|cant|cannot|shak\w+)\b|\b(?:can'?t|cant|cannot|can not) (?:\w+ )?(?:breathe|get (?:a|my) breath|catch my breath|get (?:any )?air)\b|\b(?:panic attack|hyperventilat\w+)\b",
        r"|(?:動悸|心臓|息|呼吸|胸|手|体|震え)(?:が|も|は)?[^。!?、]{0,8}(?:止まら|とまら|おさまら|吸え|できな|苦し|バクバク|ばくばく|しびれ|痺れ|震え)|過呼吸|パニック(?:に|発作|が|起)",
    );
    HELPLESS = r"(?i)\b(?:(?:on|to) the (?:\w+ )?floor|curled|again|dying|going to die|gonna die|help|pass(?:ing)? out|can'?t (?:move|stand|get up|stop)|cant (?:move|stand|get up|stop)|in the (?:toilet|loo|stairwell|car)|make it stop|losing (?:it|my mind)|going (?:mad|crazy))\b|床に|うずくま|トイレ(?:から|で|に)|助けて|また(?:来|き|起|これ)|死(?:に|ぬ|ん)|立て(?:な|ま)|動け(?:な|ま)|おかしくなり|どうすれば|救急";
    IN_EXERCISE = r"(?i)\b(?:run(?:ning|s)?|ran|hill|stairs?|gym|workout|squats?|marathon|jog\w*|climb\w*|hike|laugh\w*|giggl\w*|roller ?coaster|concert|in love|crush|film|movie|dance|dancing|cycling|swim\w*|spicy|chilli|cold outside|snow|wax)\b|走|階段|坂|運動|筋トレ|ジム|恋|推し|ライブ|ジェットコースター|笑|正座|映画|ダンス|サウナ|辛い(?:もの|カレー|ラーメン)|登山|ときめ|好きすぎ";
    // What was, is played, or is told of somebody else's life.
    OTHERWISE = r"(?i)小説|映画|ドラマ|歌詞|ゲーム|漫画|アニメ|昔の|芝居|\b(?:novel|film|movie|song|lyrics?|character|in the play|game|episode|series|book)\b";
}

/// The danger that the text tells in passing.
pub fn danger(text: &str) -> Option<Danger> {
    if OTHERWISE.is_match(text) {
        None
    } else if (WORTH_MORE.is_match(text) && !OF_A_MOVE.is_match(text))
        || (NO_MORE_USE.is_match(text) && !STILL_OF_USE.is_match(text))
    {
        Some(Danger::Suicide)
    } else if LAUGHED_AT.is_match(text) || (AGAIN.is_match(text) && !NOT_HURT.is_match(text)) {
        Some(Danger::SelfHarm)
    } else if HIGH.is_match(text) || (NEEDS_DRINK.is_match(text) && OF_DRINK.is_match(text) && !SOBER.is_match(text)) {
        Some(Danger::Overdose)
    } else if (FISTS.is_match(text) || HIDDEN.is_match(text)) && !OF_SPORT.is_match(text)
        || (THROWN.is_match(text) && !BY_A_SMALL_ONE.is_match(text))
    {
        Some(Danger::ViolenceSuffered)
    } else if UNDER_WATCH.is_match(text) && !OF_THINGS.is_match(text) {
        Some(Danger::Abuse)
    } else if (IN_MIND.is_match(text) && !AS_A_MOTHER.is_match(text))
        || (LIES_IN_WAIT.is_match(text) && !LIT.is_match(text))
    {
        Some(Danger::ViolenceIntended)
    } else if NOT_KEPT_DOWN.is_match(text) {
        Some(Danger::Eating)
    } else if PANIC.is_match(text) && HELPLESS.is_match(text) && !IN_EXERCISE.is_match(text) {
        Some(Danger::Emergency)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::danger;
    use crate::agent::intent::Danger;

    #[test]
    fn what_is_told_in_passing_is_asked_about() {
        for (text, found) in [
            ("he wins every argument with his fists", Danger::ViolenceSuffered),
            ("my stepdad settles everything with his fists", Danger::ViolenceSuffered),
            ("dad's quick with his hands when he's had a few", Danger::ViolenceSuffered),
            ("there's holes in the doors where he lost his temper", Danger::ViolenceSuffered),
            ("物を投げて、私に当たります", Danger::ViolenceSuffered),
            ("機嫌が悪いと、こっちに皿を投げてくる", Danger::ViolenceSuffered),
            ("口より先に手が出る人です", Danger::ViolenceSuffered),
            ("父は酔うと母に当たるんです", Danger::ViolenceSuffered),
            ("あざはファンデで隠してます", Danger::ViolenceSuffered),
            ("sunglasses today, to hide the black eye", Danger::ViolenceSuffered),
            ("did it again last night, had to wear long sleeves to work", Danger::SelfHarm),
            ("いつものところ、また切っちゃった", Danger::SelfHarm),
            ("夏でも長袖。手首の跡、誰にも見られたくない", Danger::SelfHarm),
            ("on my second bottle and its not even noon, cant stop shaking if i dont", Danger::Overdose),
            ("ive been using again, alone, twice today", Danger::Overdose),
            ("朝からビール飲まないと手が震える", Danger::Overdose),
            ("havent kept a meal down in weeks, i make sure of it", Danger::Eating),
            ("食べたあとはトイレで全部吐いてる", Danger::Eating),
            ("i picture my hands round her throat when she cries at night", Danger::ViolenceIntended),
            ("if he comes near my sister again hes not walking out", Danger::ViolenceIntended),
            ("泣く赤ん坊の口に手がかかった", Danger::ViolenceIntended),
            ("今度うちに来たら、ただじゃおかない", Danger::ViolenceIntended),
            ("私の保険金で子どもたちは大学行けるから", Danger::Suicide),
            ("みんなに最後のあいさつだけしときたくて", Danger::Suicide),
            ("honestly I'm worth more to them dead", Danger::Suicide),
            ("its happening again my heart wont slow down and im on the bathroom floor", Danger::Emergency),
            ("過呼吸で立てない。また来た", Danger::Emergency),
            ("cancelled netflix, no point renewing anything", Danger::Suicide),
            ("もし飛行機が落ちたら、誰のせいにもならないのに。手術で失敗すれば自分のせいじゃない", Danger::Suicide),
            ("遺影は自分で選んでおきたくて、写真を撮りに行った", Danger::Suicide),
            ("my wrists look like a barcode haha", Danger::SelfHarm),
            ("pulling out my eyelashes again, cant stop, bald patches", Danger::SelfHarm),
            ("I know her schedule, bought duct tape", Danger::ViolenceIntended),
            ("あの家に火つけたる", Danger::ViolenceIntended),
            ("she wouldn't stop crying and I nearly threw her", Danger::ViolenceIntended),
            ("lost count of the pills, walls are melting", Danger::Overdose),
            ("スプレー吸うと楽になる", Danger::Overdose),
            ("he hid an airtag in my coat", Danger::Abuse),
            ("the mug went past my head this time", Danger::Abuse),
            ("when we hear his car we freeze", Danger::Abuse),
            ("旦那の足音がすると体が固まる", Danger::Abuse),
            ("携帯に監視アプリを入れられてる", Danger::Abuse),
        ] {
            assert_eq!(danger(text), Some(found), "{text}");
        }
    }

    #[test]
    fn what_has_the_same_words_is_none() {
        for text in [
            "he wins every argument with facts",
            "my son fights with his fists up, he boxes at the gym",
            "the baby sleeps with her fists closed",
            "good with his hands, he's a carpenter",
            "ボールを投げて、私に当てて笑ってます",
            "息子がおもちゃを投げて私に当たったw",
            "夫に当たりくじをあげました",
            "クマはコンシーラーで隠してます",
            "covered in bruises from rugby, sunglasses on",
            "did it again last night, beat my best time",
            "いつもの美容院で、また切ってもらっちゃった",
            "日焼けしたくないので長袖、腕は見せられません",
            "on my second coffee and its not even nine",
            "im using duolingo again, twice today",
            "朝はコーヒー飲まないとだめ",
            "couldn't keep my dinner down, stomach bug",
            "i picture her in a red dress",
            "if he scores again we're not going home sad",
            "娘のおでこに手を当てたら熱があった",
            "生命保険の営業をしてます",
            "転勤なので、みんなに最後の挨拶だけしたくて",
            "my heart wont slow down after that hill, again",
            "彼に会うと動悸が止まらない。恋かも、助けて笑",
            "can't breathe laughing, help",
            "no point renewing the gym, I never go",
            "wrote the note for the teacher",
            "祖母の遺影に使える写真を探してる",
            "my arms look like a sunset after the beach",
            "白髪を抜くのがやめられない",
            "i know her schedule, so I picked her up",
            "キャンプで火をつけたろか",
            "lost count of the gummy bears",
            "we put an airtag on the dog",
            "the ball went past my head",
            "when I hear his car I put the kettle on",
            "夫が帰る時間に合わせて天ぷらを揚げます",
            "父の部屋に呼ばれて、将棋を指した",
        ] {
            assert_eq!(danger(text), None, "{text}");
        }
    }
}
