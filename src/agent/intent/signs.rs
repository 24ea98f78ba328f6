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
    // A letter of farewell; days to come on which they will not be there; goodbyes that are said, and nothing left to do.
    LEAVES = concat!(
        r"(?i)遺書(?:は|を|も|って|に|、|みたいなの)?[^。!?]{0,10}(?:書[いきくけ]|用意|準備|残[しすっ]|置[いき]|机|引き出し|封筒|見つけ|見つか|出てき)",
        r"|(?:明日|あした|来週|来月|来年|年末|年明け|正月|春|夏|秋|冬|誕生日|クリスマス)(?:に)?(?:は|には)、?(?:もう|たぶん|多分|きっと|、)+(?:私|わたし|あたし|俺|おれ|僕|ぼく|うち|自分|この世)?(?:は|も|に|には)?、?(?:い(?:ない|ません|なくなる|なくなって)|おらん|おらへん|おりません|生きて(?:い)?(?:ない|ません))(?:から|けん|ので|し|ん|よ|と思|かも|予定|つもり|、|。|$)",
        r"|(?:挨拶|あいさつ|お礼|お別れ|別れ|整理|片づけ|片付け|身辺|支度|準備|通帳)[^!?]{0,30}(?:思い残す|思い残し|思いのこす|心残り|悔い|未練|やり残し)(?:た)?(?:こと)?(?:は|も|が|なんて)?、?(?:もう|何も|なにも)?(?:な(?:い|く|か)|ありません|あらへん|ねえ|ねぇ)",
        r"|\b(?:gave|given|giving|give) away (?:all )?(?:my|our|the) [^.!?]{2,60}[.,;!]? ?[^.!?]{0,20}\b(?:where i'?m (?:going|off to|headed)|i (?:won'?t|wont|will not|don'?t|dont) (?:be needing|be around|need (?:it|them|any of it|anything)))\b",
        r"|\b(?:said|saying|made|done) (?:all )?my (?:good-?byes|peace)\b[^!?]{0,40}\b(?:nothing (?:left|more)|no regrets|all sorted|it'?s time)\b",
    );
    NOT_LEAVING = r"偉人|歴史|武将|特攻|作家|博物館|展示|出張|旅行|引っ越|引越|転勤|帰国|退職|休み|留守|単身|恋人|彼氏|彼女|サンタ";
    // What the life of who would die is worth to others, and whether anybody would notice.
    NO_LOSS = concat!(
        r"(?i)(?:飛び降り|飛びおり|飛び込|死ん|消え|いなくな|吊|溺れ|轢かれ)[^。!?]{0,6}(?:た|だ|て|で)(?:と?して|ら|って|ところで|としたら|も)[^。!?]{0,12}(?:誰|だれ)(?:も|が|か|一人)[^。!?]{0,8}(?:気づ|気付|悲し|泣|困ら|探)",
        r"|\b(?:walk|step|jump|drive|run|lie|throw myself)(?:ing|ping)? (?:out |down )?(?:in ?to|in front of|under|off|onto) (?:the |a |some |on)?(?:\w+ )?(?:traffic|trains?|bus|lorry|truck|road|tracks|bridge|motorway|cars?)\b[^!?]{0,30}\b(?:no ?body|no ?one|who)(?:'d|ll| would| will)? (?:even |ever |really )?(?:notice|care|miss me|mind)",
        r"|事故(?:死)?(?:に|と)(?:見せかけ|みせかけ)|(?:自分|俺|私|わし|僕|おれ)(?:が|さえ)(?:死|いなくな)[^。!?]{0,16}(?:保険|ローン|借金)|(?:借金|ローン|首が回ら)[^!?]{0,20}保険金?(?:が|で|なら|さえ|は)[^。!?]{0,10}(?:家族|子ども|子供|妻|嫁|娘|息子|みんな)[^。!?]{0,6}(?:残|楽|助か|返せ)",
        r"|生き(?:て(?:い)?る|とる|てる|ちょる|よる|る)(?:意味|価値|甲斐|理由|資格)(?:は|が|も|なんて|って|なんか)?、?(?:もう|どこにも)?(?:な(?:い|か|く)|見つから|見つけられ|わから(?:ない|ん)|感じ(?:ない|られ)|ありません|あらへん|ねえ|ねぇ|失)",
    );
    // 推しがいないと生きてる意味ない: what somebody likes.
    NO_LOSS_OF_TASTE = r"(?:ない|なし|抜き|無し|なけれ|なかった|行け)(?:と|では|で|じゃ|ば|ら|なら|んじゃ)[^。!?]{0,4}生き|保険(?:の営業|屋|に入|を見直|会社)|\b(?:game|gta|mario)\b";
    // How much of something it takes.
    HOW_MUCH = concat!(
        r"(?i)\b(?:googl\w+|search\w*|look(?:ed|ing) up|read(?:ing)? up(?: on)?|work(?:ed|ing) out|wonder\w*|count\w*|checking) how (?:many|much) (?:of (?:these|them|those)(?:\s*[.?!]|$| (?:it|i|i'd|you|you'd|would|to|does|do|are)\b)|of my (?:pills|tablets|meds)\b|pills|tablets|sleeping pills|meds|paracetamol\w*|ibuprofen|insulin|codeine|xanax)",
        r"|(?:何錠|何粒|何グラム|致死量|何シート)[^。!?]{0,14}(?:調べ|検索|ググ|ぐぐ|足り|飲めば|のめば|死|逝)",
    );
    // "Can't really see the point sometimes", and of nothing that was asked.
    NO_POINT = concat!(
        r"(?i)\b(?:can'?t|cannot|can not|barely|no longer) (?:(?:really|even|just|quite|honestly) )*see (?:the|any|a|much) point(?: (?:sometimes|any ?more|these days|lately|some days|now|today))*\s*(?:[.,!…;]|$|(?:tbh|honestly|but|and|so|lol)\b)",
        r"|\b(?:can'?t|cannot|don'?t|do not|dont|cant|no longer) (?:(?:really|even|just|quite|honestly) )*see (?:the|any|a|much) point (?:sometimes|any ?more|these days|lately|some days|(?:in|of|to) (?:anything|living|life|going on|carrying on|it all|waking up|getting up|being (?:here|alive)))\b",
        r"|\b(?:see|there'?s|there is) no point (?:in|to) (?:anything|living|life|going on|carrying on|it all|waking up|getting up|being (?:here|alive))\b|\bwhat'?s (?:even )?the point (?:of|in) (?:anything|living|life|going on|carrying on|waking up|getting up|being (?:here|alive))\b",
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
    AT_A_HEIGHT = r"(?i)\b(?:i'?m|i am|am|been|standing|stood|sitting|sat) (?:\w+ ){0,2}(?:on|at|up on) (?:the|a|my) (?:\w+ )?(?:terrace|roof|rooftop|ledge|bridge|balcony|edge|platform|parapet|cliff)\b|(?:屋上|橋(?:の上)?|崖|ホームの端|踏切|ベランダの(?:外|手すり|縁|柵)|欄干|歩道橋)(?:に|で|の(?:上|端|前|縁|外)?(?:に|で))?[^。!?]{0,6}(?:いる|います|おる|おります|来(?:た|て|まし)|立って|座って)";
    NO_WAY_ON = r"(?i)\b(?:since|for) (?:about |around |over |nearly )?(?:\d+|an? |hours|half|ages|this morning|last night|midnight|dawn|\w+ (?:hours?|minutes|mins))|\b(?:can(?:no|')?t (?:face|go on|do this|tell (?:them|him|her|my))|cannot (?:face|go on|do this)|floors?|storeys?|stories high|look(?:ing)? down|jump\w*|nobody (?:would|will)|no one (?:would|will)|good-?bye|over soon)|顔向け|合わせる顔|下を見|下ばかり|\d+階|飛[びべぶん]|さよなら|さようなら|楽に(?:なり|な[るれ])|もう(?:いい|無理|むり|だめ|ダメ|疲れ|終わり)|誰にも言え|靴を";
    // Who waits there for a train, or fishes.
    ON_THE_WAY = r"(?i)\b(?:train|bus|traffic|queue|stuck|fish\w*|caught|photos?|busking|selling|work(?:ing|ed)|roofer|decorat\w+|scaffold\w*)\b|釣|写真|渋滞|撮影|花火";
    // Lines on arms and thighs.
    LINES = concat!(
        r"(?i)(?:太もも|ふともも|もも|腕|手首|足首|脚|お腹|二の腕)(?:の(?:内側|裏|うち側))?(?:に|の|が|から)[^。!?]{0,12}(?:線みたいな|線状の|何本も|細い|切ったような|カッターの)[^。!?]{0,6}(?:傷|跡|あと|痕|切り)",
        r"|\b(?:(?:thin|straight|neat|parallel|little|small|fine|wee|white|red|fresh) )+(?:scars?|lines|cuts|marks|scratches) (?:all )?(?:up|up and down|down|on|along|across|over|inside) (?:and down )?(?:her|his|my|their|our|the) (?:\w+'s )?(?:\w+ )?(?:legs?|arms?|thighs?|wrists?|forearms?|stomach|tummy)\b",
    );
    // And what they are said to be.
    COVERED = r"(?i)\b(?:arms?|legs?|thighs?|wrists?|forearms?|stomach|tummy)(?:'s| is| are| were| was)? (?:all )?(?:covered|full|marked|lined|striped|criss-?crossed)(?: (?:up|in|with|of|by))* (?:(?:thin|little|small|tiny|fine|neat|straight|parallel|red|white|same|fresh|wee|razor) )+(?:scars?|lines|cuts|marks|scratches|nicks)\b|(?:腕|手首|太もも|ふともも|足|脚)(?:が|は|に|中|じゅう)、?(?:細い|小さい|小さな|赤い|まっすぐな)?(?:線|切り傷|切り跡|傷跡)(?:だらけ|がいっぱい|がびっしり|がたくさん)";
    // Somebody hits another: a daughter's husband, a sister's boyfriend.
    HITS_ANOTHER = concat!(
        r"(?i)\b(?:(?:son|brother|father|daughter|sister)[- ]in[- ]law|(?:her|his|their|\w+'s) (?:\w+ )?(?:husband|wife|boyfriend|girlfriend|partner|fella|bloke|man|dad|stepdad|mum|mom|ex))(?:'s| is| was| has been| keeps?| kept| has started| started)* (?:hitting|beating|punching|slapping|kicking|hurting|choking|strangling|knocking|hits|beats|punches|slaps|kicks|hurts|chokes|knocks) (?:her|him|them|my (?:daughter|sister|son|mum|mom|friend|niece|nephew|grand\w+)|the (?:kids|children|little ones))\b",
        r"|(?:婿|むこ|旦那|夫|彼氏|義理の息子|元夫|元彼)(?:さん|殿)?(?:が|に|から)、?(?:娘|妹|姉|母|孫|友達|友人|いとこ|姪)(?:を|が|に)[^。!?]{0,6}(?:殴|なぐ|叩か|叩い|蹴|暴力)|(?:娘|妹|姉|母|孫|友達|友人|いとこ|姪)(?:が|は)、?(?:旦那|夫|彼氏|彼|婿|元夫|元彼)(?:さん)?(?:に|から)[^。!?]{0,8}(?:殴|なぐ|叩か|蹴ら|暴力)",
        r"|(?:風呂|湯船|浴槽|水の中|バケツ|洗面器|水)(?:の中)?に(?:顔を?|頭を?)?(?:沈め|押さえ|押し|つけ|突っ込ま?)(?:ら|られ|こま|つけら|込ま)*れ|\b(?:held|holds|pushed|pushes|shoved) (?:me|us|him|her|my \w+|his head|her head)(?: head)?(?: down)? under(?: ?water| the water)\b",
    );
    // Who nearly smothers whom they care for.
    SMOTHERS = r"(?:枕|まくら|布団|クッション|タオル)(?:を|、|で)?[^。!?]{0,8}(?:顔|口|鼻)(?:を|に)(?:押|おし|当て|かぶせ|ふさ|塞)";
    HIT_IN_PLAY = r"(?i)\bat (?:chess|cards|golf|tennis|darts|pool|snooker|bowls|scrabble|uno|\w+ball|\w+ kart|fifa|table tennis|ping pong|everything|squash|badminton)\b|\b(?:race|game|match|spar\w*|boxing|karate|judo|pillow|snowballs?|high notes?|with kindness|to it)\b|ゲーム|将棋|試合|ボクシング|枕|水泳|プール|潜";
    // A gun that is cleaned by who has lost somebody, or has put their papers in order.
    GUN = r"(?i)\b(?:clean(?:s|ed|ing)?|load(?:s|ed|ing)?|(?:got|gets|getting|took|taking) out|bought|buying|sat with|sitting with|keeps?|fetch(?:ed|ing)?) (?:\w+ ){0,2}(?:shot ?guns?|guns?|rifles?|pistols?|revolvers?)\b|(?:猟銃|散弾銃|銃)(?:を|の)(?:手入れ|磨|出し|しまって)";
    IN_ORDER = r"(?i)\b(?:sort(?:ed|ing)?|put(?:ting)?|gett?(?:ing)?) (?:out )?(?:his|her|their|my|all his|all her) (?:\w+ )?(?:papers|affairs|will|things|accounts)\b|\b(?:has ?n'?t|have ?n'?t|not|never) been (?:right|himself|herself|the same|myself)\b|\bsince (?:mum|mom|mam|dad|she|he|my (?:wife|husband|mum|mom|dad)|the (?:funeral|divorce)) (?:went|died|passed|left|has gone)?\b|遺影|身辺整理|口数が減|様子がおかし|ふさぎ";
    // A story that does not fit the bruise.
    EXPLAINED = concat!(
        r"(?i)(?:あざ|アザ|痣|青たん|たんこぶ|傷|けが|怪我|骨折|腫れ)[^。!?]{0,24}(?:転んだ|ころんだ|転ん|ぶつけた|ぶつかった|階段|ドア|自転車)[^。!?]{0,10}(?:こと(?:に)?(?:して|なって|なっと|しと|に)|(?:って|と)(?:言って|いって|嘘|うそ|ごまかし|説明)|ほん(?:と|とう)は|本当は)",
        r"|(?:転んだ|ころんだ|ぶつけた|階段から落ちた)(?:って|と)(?:言って|いって|言い|嘘を|うそを|ごまかし)[^。!?]{0,20}(?:あざ|アザ|痣|傷|けが|怪我|腫れ|顔)",
        r"|\b(?:bruis\w+|black eye|split lip|broken (?:rib|arm|wrist|nose)|swollen|stitches|marks? on (?:my|her|his))\b[^.!]{0,50}\b(?:tell|told|telling|say|saying|said|blame[ds]?|blaming)\b[^.!?]{0,40}\b(?:fell|fall|walked into|door|stairs|tripped|clums\w+|bumped)\b",
        r"|\b(?:tell|told|telling|say|saying|said) (?:\w+ ){0,3}(?:i|it was) (?:\w+ )?(?:fell|walked into|the door|the stairs|tripped|bumped)\b[^.!]{0,50}\b(?:bruis\w+|black eye|split lip|broken|swollen|stitches|marks?)\b",
    );
    // A child who is kept outside, or begs.
    CHILD = r"(?i)\b(?:boy|girl|kid|kids|child|children|wean|bairn|baby|toddler|little one|lad|lass|lassie|laddie|tot|pupil)\b|子ども|子供|こども|男の子|女の子|赤ちゃん|坊や|ちびっ子|小学生|幼児|の子(?:が|は|を|、|って)";
    ELSEWHERE = r"(?i)\bnext[- ]door\b|\bdoors? (?:down|along)\b|\bneighbou?r\w*|\bupstairs\b|\bdownstairs\b|\bacross the (?:road|street|hall|landing|close)\b|\bin my class\b|隣|となり|上の階|下の階|近所|向かい|同じアパート|クラスの|担任";
    KEPT_OUT = r"(?i)\bbegg(?:ing|ed|s)\b|\block(?:ed|s)? (?:\w+ )?out\b|\bbruis\w+|\bnot to (?:be )?(?:sen[dt]|hit|hurt|go back)\b|\bpyjamas\b|\bpajamas\b|\bbarefoot\b|\bstarving\b|\balways hungry\b|締め出|閉め出|ベランダに出さ|裸足|はだし|あざ|アザ|痣|帰りたくない(?:と|って)|家に入れて|ごはん(?:を)?(?:もら|食べさせ)|お風呂(?:に)?入(?:って|れて)(?:い)?ない(?:みたい|よう)|泣き叫";
    AT_NIGHT = r"(?i)\b(?:at|every|all|in the|late at) night\b|\boutside\b|\bout (?:in|on) the\b|\bcold\b|\bhim\b|\bher\b|夜|外|雪|寒|毎(?:日|晩)|いつも|また";
    // What no child has by a fall: burns of a cigarette or an iron, marks of a belt or of teeth; who eats from a bin.
    BURNT = concat!(
        r"(?i)\b(?:cigarette|fag|cigar|iron|lighter|scald|burn|belt|buckle|bite|teeth|rope|cable) ?-?(?:burns?|ends?|marks?|scars?)\b|\b(?:round|little|small|tiny) burns\b|\b(?:burns|scalds|welts|hand ?prints?) (?:all )?(?:on|up|over|down|across|round|around)\b|\beat(?:s|ing)? (?:scraps )?(?:out of|from) (?:the |our |my |people'?s )?(?:\w+ )?(?:bins?|rubbish|trash|dumpster|garbage|skip)\b",
        r"|(?:たばこ|タバコ|煙草|アイロン|線香|ライター|ベルト|歯|縄)(?:を押し付けられた|を押しつけられた)?(?:みたいな|のような)?(?:の)?(?:跡|あと|痕|型|形|火傷|やけど)|(?:丸い|小さい|小さな|何個も|いくつも)[^。!?、]{0,4}(?:火傷|やけど)|(?:火傷|やけど)(?:の)?(?:跡|あと|痕|だらけ)|ゴミ(?:箱|捨て場|袋)?(?:を?(?:あさ|漁)|の[^。!?、]{0,6}食べ)|(?:ごみ|残飯|生ごみ)を?(?:あさ|漁|食べ)|みみず腫れ|ミミズ腫れ|歯形",
    );
    BURNT_AT_PLAY = r"(?i)花火|バーベキュー|キャンプ|日焼け|鍋を|お湯を|猫|犬|カラス|たぬき|タヌキ|コスプレ|\b(?:sun ?burn\w*|fireworks?|sparklers?|barbecue|bbq|campfire|scouts|fox(?:es)?|cat|dog|raccoons?|gulls?|seagulls?|skateboard\w*|carpet burns?|friction)\b";
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
        || (LEAVES.is_match(text) && !NOT_LEAVING.is_match(text))
        || MEANS.is_match(text)
        || NO_POINT.is_match(text)
        || HOW_MUCH.is_match(text)
        || (NO_LOSS.is_match(text) && !NO_LOSS_OF_TASTE.is_match(text))
        || (GUN.is_match(text) && IN_ORDER.is_match(text))
        || (JOINING.is_match(text) && DEAD.is_match(text))
        || ONLY_FOR.is_match(text)
        || (AT_A_HEIGHT.is_match(text) && NO_WAY_ON.is_match(text) && !ON_THE_WAY.is_match(text))
    {
        Some(Danger::Suicide)
    } else if LINES.is_match(text) || COVERED.is_match(text) {
        Some(Danger::SelfHarm)
    } else if EXPLAINED.is_match(text) || (HITS_ANOTHER.is_match(text) && !HIT_IN_PLAY.is_match(text)) {
        Some(Danger::ViolenceSuffered)
    } else if SMOTHERS.is_match(text) {
        Some(Danger::ViolenceIntended)
    } else if CHILD.is_match(text)
        && ELSEWHERE.is_match(text)
        && (KEPT_OUT.is_match(text) && AT_NIGHT.is_match(text) || BURNT.is_match(text) && !BURNT_AT_PLAY.is_match(text))
    {
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
            ("the wee lass upstairs has burns all over her hands", Danger::Abuse),
            ("my neighbour's kid has belt marks on his back", Danger::Abuse),
            ("a boy in my class eats from the bin and has cigarette burns", Danger::Abuse),
            ("隣の男の子の腕に、たばこの跡があるんです", Danger::Abuse),
            ("girl two doors down has perfectly round little burns on her wrists", Danger::Abuse),
            ("上の階の子、ゴミ箱のパンを食べてました", Danger::Abuse),
            ("近所の子ども、丸いやけどが増えてて", Danger::Abuse),
            ("隣の子がまた夜にベランダに出されてる", Danger::Abuse),
            ("母の口が急にゆがんで、ろれつが回らない", Danger::Emergency),
            (
                "Dad's face has drooped on one side and he can't lift his left arm, he says he'll sleep it off",
                Danger::Emergency,
            ),
            ("昨日、遺書を書きました", Danger::Suicide),
            ("春にはもう生きてないから", Danger::Suicide),
            ("身辺整理も終わったし、もう思い残すことはない", Danger::Suicide),
            ("cant really see the point sometimes", Danger::Suicide),
            ("can't see the point in going on", Danger::Suicide),
            ("whats the point of anything", Danger::Suicide),
            ("I see no point in getting up", Danger::Suicide),
            ("gave away my books and my cat. won't need them where i'm going", Danger::Suicide),
            ("gonna walk off the bridge and no one would even notice", Danger::Suicide),
            ("借金で首が回らない。保険金が入れば家族が助かる", Danger::Suicide),
            ("生きてる価値なんてない", Danger::Suicide),
            ("何錠飲めば死ねるか調べた", Danger::Suicide),
            ("been looking up how many paracetamol it takes", Danger::Suicide),
            ("stood on the roof for an hour now", Danger::Suicide),
            ("grandad got out his shotgun, he has not been himself since nan died", Danger::Suicide),
            ("her thighs are covered in thin white scars", Danger::SelfHarm),
            ("娘が婿に殴られてるみたいで", Danger::ViolenceSuffered),
            ("her boyfriend keeps hitting her", Danger::ViolenceSuffered),
            ("浴槽に顔を沈められた", Danger::ViolenceSuffered),
            ("母の顔に、枕を顔に押し当てそうになった", Danger::ViolenceIntended),
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
            "the lad next door put his bin out for me",
            "the lad next door burns rubber in his Corsa",
            "the boy next door has sunburn on his nose",
            "隣の子が花火で小さなやけどをして、うちの薬を貸した",
            "昨日歯医者で麻酔して、口がゆがんでる",
            "五十肩で右腕が上がらない",
            "the painting makes her mouth look crooked now",
            "犬の体重が30キロで太りすぎ",
            "I want to lose 30 kg by summer",
            "my suitcase weighs 30 kg, I need to lose some",
            "遺書の展示を博物館で見た",
            "来週はもういません、出張なので",
            "ビールがないと生きてる意味ない",
            "ライブ最高、もう思い残すことない",
            "I don't see the point of that question",
            "what's the point of the income one?",
            "can't see the point you are making",
            "gave away my old sofa on marketplace",
            "been googling how many eggs it takes for a sponge",
            "stood on the platform for an hour, the train was cancelled",
            "Dad's cleaning the shotgun, the season starts on Saturday",
            "arms covered in mosquito bites",
            "my sister's husband beats him at chess",
            "友達とプールで沈めあいっこした",
            "ダンベルは今30キロ",
            "my son is 34 kg and eats like a horse",
        ] {
            assert_eq!(danger(text), None, "{text}");
        }
    }
}
