//! What must never be missed, whatever the classifier makes of it: danger, or a loss, in so many words.

use std::borrow::Cow;

use super::Danger;
use crate::agent::hera::text::patterns;

patterns! {
    OWN_DEATH = concat!(
        r"(?i)死にた(?:い|くな[るりっ]|か|すぎ)|死にてえ|しにたい|死のうと|自殺(?:したい|しよう|します|を(?:考え|しよう))|死んでしまいたい|死ぬ(?:しかない|つもり|覚悟)",
        r"|消えてしまいたい|生きていたくない|生きるのをやめ|首を(?:吊|つ)(?:ろう|って死|りたい)|死んだほうが(?:いい|まし)",
        r"|\b(?:want(?:ed)? to|wanna|plan(?:ning)? to) die\b|\b(?:wanna|going to|gonna) kms\b|\bend it all\b",
        r"|\bkill(?:ing)? my ?self\b|\bi'?m suicidal\b|\bi (?:don'?t|do not) want to (?:live|be alive)\b|\bend(?:ing)? my (?:own )?life\b",
    );
    // "I just want to vanish", and nothing that says where to: into the countryside, from social media.
    VANISHING = concat!(
        r"(?i)\b(?:wan(?:t(?:ed)? to|na)|wish i (?:could|did|would)|(?:would|i'?d) (?:rather|like to|prefer to|love to)|hop(?:e|ing) to|longing to) (?:just |simply |really |completely |kind of |quietly )*",
        r"(?:vanish|disappear|not (?:exist|wake up|be alive)|never (?:wake up|have existed)|stop existing|cease to exist)",
        r"(?: (?:for ?ever|for good|completely|entirely|tonight|now|too|again|tomorrow|any ?more|without a trace|from (?:this|the) (?:world|earth)))*(?: ?[.!;…]|$| (?:but|so|because|bc|tbh|honestly|idk)\b)",
    );
    // "I don't want to die, I'm having far too good a time", 死にたいと思ったことはない: asked about, if at all.
    DENIED = r"(?i)死にたい(?:わけ(?:じゃ|では)な|と(?:は|まで|までは)?思(?:わな|って(?:い)?な|ったこと(?:は|が)?な)|なんて(?:思|言)(?:わな|って(?:い)?な))|\b(?:don'?t|do not|didn'?t|never|not) (?:\w+ )?(?:want(?:ed)? to|wanna|planning to|going to|gonna|thought (?:of|about)|think(?:ing)? (?:of|about)|considered|be) (?:die|kill(?:ing)? my ?self|end(?:ing)? my (?:own )?life|suicidal)\b";
    // What only sounds like danger: 花粉の薬がないと生きていけない, ねこがひざで寝てて動けない, "roofer. heights don't bother me".
    FIGURES = concat!(
        r"(?i)(?:が|は|も|なし)(?:ない|なく|で)(?:と|では|じゃ|て(?:は)?|は)?、?(?:もう|とても|絶対)?生き(?:て(?:い|ゆ)?[けか](?:ない|ません|ん|へん|れない)|られ(?:ない|ません|ん|へん))",
        r"|(?:ねこ|ネコ|猫|いぬ|犬|わんこ|ワンコ|にゃんこ|うさぎ|子ども|子供|赤ちゃん|娘|息子|孫)(?:が|に)[^。!?、]{0,10}(?:ひざ|膝|腕|足|上|隣|となり|お腹|布団)[^。!?]{0,12}(?:動け|立て|起き(?:上が)?れ)(?:ない|ません|ん|へん)",
        r"|(?:電線|電柱|鉄塔|屋根|足場|高所|クレーン|ビル|窓|煙突|橋|植木|庭木)(?:の|で|に)?(?:工事|作業|修理|掃除|清掃|点検|塗装|職人|剪定|仕事|組み立て|組立)[^。!?]{0,20}高い(?:とこ(?:ろ)?|所|場所)[^。!?]{0,12}|高い(?:とこ(?:ろ)?|所)(?:は|が|も)[^。!?]{0,6}(?:平気|得意|好き|苦手|怖|こわ|大丈夫)[^。!?]{0,6}|(?:雷|かみなり)(?:が|も|で)?、?(?:ゴロゴロ|ごろごろ|鳴|光|すご)[^。!?]{0,8}",
        r"|\b(?:can'?t|cannot|couldn'?t|could not|can not|couldnt|cant) (?:really |possibly )?(?:live|survive|function|exist) without (?:(?:my|a|the|some|good|strong|morning|daily) )*(?:coffee|tea|music|books?|phone|wi-?fi|internet|football|chocolate|cheese|rice|gym|sea|sun|garden|bike|guitar|dogs?|cats?|sleep|chilli|spice|glasses|inhaler|hay ?fever (?:pills?|meds|tablets)|antihistamines?|kettle|netflix|sport|dance|dancing)\b",
        r"|\b(?:cat|kitten|dog|puppy|baby|toddler|kid)(?:'s| is|s are)? (?:\w+ ){0,3}(?:on|across|in) (?:me|my (?:lap|legs?|knees?|arms?|chest|feet))\b[^.!?]{0,24}\b(?:can'?t|cannot|cant|dare not|not allowed to) (?:move|get up|budge|reach)\b",
        // The same of small beasts and of foes in games; a weir, a low bridge; labels that somebody is given.
        r"|(?:ぶっ)?殺[すしせそさ][^。!?]{0,16}(?:蚊|ハエ|ゴキブリ|ゴキ|クモ|虫|ハチ|蜂|ムカデ|ゾンビ|ボス|モンスター|敵キャラ)[^。!?]{0,12}|(?:蚊|ハエ|ゴキブリ|ゴキ|クモ|虫|ハチ|蜂|ムカデ|ゾンビ|ボス|モンスター|敵キャラ)(?:を|は|に)[^。!?]{0,10}殺[すしせそさ][^。!?]{0,6}|沈下橋|(?:道に迷|迷子|遭難し)[^。!?]{0,10}(?:た|だ)(?:とき|時)?の?話(?:し|す|を|聞)[^。!?]{0,8}|(?:決め|押し)(?:つ|付)け(?:られ)?(?:る|た|て|ない)*(?:の|こと)?(?:が|は)?、?(?:苦手|嫌|いや|困る)?",
        // An empty battery; legs that have gone to sleep; breath that is short of stairs; a diary that is full; a train that
        // has left; a morning in bed; a record that is beaten; a household job that waits.
        r"|(?:充電|電池|バッテリー|スマホ|携帯|電源|パソコン)(?:が|は|も|、)?[^。!?、]{0,8}(?:死[ぬにん]|切れ|落ち)[^。!?、]{0,6}(?:、?死ぬ前に)?|(?:正座|あぐら)[^。!?]{0,10}(?:しびれ|痺れ)(?:[^。!?]{0,10}(?:立て|歩け|動け)(?:ない|ません|ん))?",
        r"|(?:階段|坂|走っ?|ジョギング|マラソン|縄跳び|自転車|エレベーターなし)[^。!?]{0,14}(?:息(?:が|も)?(?:切れ|上が|あが|でき)|ぜえぜえ|ゼーゼー|心臓(?:が)?(?:バクバク|ばくばく|止まり))[^。!?]{0,6}|(?:走|泳|歩|漕)(?:れる|る|った|いた|いで|って)(?:の)?(?:は|が|も)?[^。!?]{0,4}\d+ ?(?:キロ|km)[^。!?]{0,4}",
        r"|(?:来月|来週|来年|今月|今週|年末|夏|週末)(?:の|は|も)?(?:カレンダー|予定|スケジュール|手帳)?(?:は|が|も|、)?(?:もう)?(?:予定|用事)?(?:で|が)?(?:いっぱい|埋ま|うま|パンパン|ぎっしり|びっしり|詰ま)[^。!?]{0,6}|(?:明日|週末|土曜|日曜|今日|朝)(?:が|は|も)?(?:休み|日曜|祝日|雪|有給)[^。!?]{0,10}(?:寝て(?:い)?たい|寝たい|寝坊|だらだら)[^。!?]{0,4}|(?:業者|引っ越し|不用品|粗大ごみ|回収)(?:の|を|に)(?:日|日程|見積もり?|予約|手配)[^。!?]{0,12}",
        r"|\b(?:too late|(?:a|one|two) (?:minutes?|steps?|seconds?) (?:too )?late|just missed|missed|late)\b[^.!?]{0,24}\b(?:train|bus|tram|ferry|flight)\b(?: (?:had )?(?:left|gone|pulled out|went|is cancelled))?|\b(?:stairs?|steps|hill|climb|run(?:ning)?|jog(?:ging)?|workout|spin class|hike)\b[^.!?]{0,30}\b(?:breathless|out of breath|puffed|winded)\b|\b(?:legs?|foot|feet|arms?|bum) (?:has |have |went |gone |fell |fallen |is |are )+(?:asleep|to sleep|dead|numb from sitting)\b",
        r"|\b(?:did it again\b[^.!?]{0,24}\b)?(?:beat(?:en|s|ing)?|broke|smashed|crushed) (?:my|his|her|our|the) (?:own |old |\w+ )?(?:best|time|score|record|pb|high score)(?: time| score)?\b|\b(?:one of these days|some ?day|at some point) (?:i'?m |im |i'?ll |ill |i |we'?ll |we'?re )?(?:gonna |going to |will )?(?:paint|fix|clean|sort|mend|repair|learn|finish|write|plant|build|tidy|replace|redecorate|visit|see|travel|cook)\b[^.!?]{0,24}",
        r"|\b(?:said|says|promised)(?: that)? (?:if|when) i (?:leave|go|finish|come|am|get|have to)\b[^.!?]{0,16} (?:he'?ll|she'?ll|they'?ll|hell|shell|theyll) (?:cover|drive|help|cook|pick|make|wait|pay|bring|call|text|ring|let|give)\b[^.!?]{0,16}",
        r"|(?:髭|ひげ|ヒゲ)(?:剃り|そり)[^。!?]{0,12}切っ[^。!?]{0,8}",
        // An idiom of hitting; an ordinary dose; hunger since the last meal; a sport and what it breaks; what one wears and why;
        // a will that is made, and a wish to sink into the ground.
        r"|\bhit(?:s|ting)? (?:(?:me|us|him|her|them|you) up|the (?:roof|ceiling|road|hay|sack|gym|shops|town|spot|jackpot|pub|snooze|beach|mark)|(?:all |every |those |the |right |high |low |wrong )+(?:notes?|keys|spots?))\b",
        r"|\b(?:took|taken|had|popped|take|taking) (?:a|an|one|two|1|2|a couple(?: of)?|some|my) (?:\w+ )?(?:paracetamol|ibuprofen|aspirin|nurofen|advil|tylenol|painkillers?|antihistamines?|tablets?|panadol) (?:for|because of) (?:my|a|the|this) (?:\w+ )?(?:head\w*|back|migraine|cold|hay ?fever|tooth\w*|knee|shoulder|period|cramps|hangover|fever|flu|sniffles)\b",
        r"|\b(?:starv(?:ing|ed)|famished|(?:have ?n'?t|havent|not) eaten)(?:,? (?:have ?n'?t|havent|not) eaten)? since (?:lunch|breakfast|brunch|noon|midday|elevenses|this morning|half|\d{1,2} ?(?:am|pm|o'?clock))\b",
        r"|\b(?:rugby|football|hockey|hurling|lacrosse|judo|boxing|karate|mma|wrestling|skiing|skateboarding|climbing|netball|cricket)\b[.,:;]? (?:i )?(?:\w+ ){0,2}(?:broke[n]?|bust\w*|black eye|split lip|concuss\w+|stitches|dislocated|bruised) (?:my |a |the )?\w+(?: \w+){0,3}",
        r"|\bsun ?burn\w*\b[^.!?]{0,24}|\blong sleeves?\b[^.!?]{0,24}\b(?:sun\w*|air ?con\w*|a/?c|cold|freezing|midges|mosquitoe?s|uniform|tattoos?|nettles|brambles)\b",
        r"|\b(?:sort(?:ed|ing)?(?: out)?|paid(?: for)?|bought|doing|did|made|making|arranged|signed) (?:the |my |our |a |up )*(?:funeral plan|will|wills|power of attorney|funeral cover)(?: with (?:the|a|my) \w+)?(?:,? so (?:that )?(?:the |my |our )?(?:kids|children|family|lot)(?: do ?n'?t| won'?t| dont) (?:have|need) to\b[^.,!?]{0,16})?",
        r"|\bwish(?:ed|ing)? (?:that )?(?:the )?(?:ground|earth|floor) (?:would|could|had|'d) (?:just )?(?:swallow(?:ed)?(?: me)?|open(?:ed)?)(?: up)?\b",
        r"|,? ?\b(?:just |spelled |spelt )?like the (?:month|season|flower|colou?r|city|country|state|river|singer|actor|actress|saint|tree|bird|star|planet|day of the week)\b",
        r"|\b(?:named|called) after (?:me|him|her|my \w+)\b",
        r"|\bbleeds? (?:red|blue|claret|green|orange|black|white|gold|maroon|purple|yellow|navy|scarlet)(?: (?:and|&) \w+)?\b",
        r"|\b(?:heights?|ladders?|roofs?) (?:do not|don'?t|never|doesn'?t|dont) (?:bother|scare|worry|frighten|faze) me\b|\b(?:good|fine|ok|okay|happy|comfortable|used) (?:with|to|at) heights?\b",
        r"|\b(?:to )?(?:wak(?:e|es|ing)|woke) up to (?:someone|somebody|her|him|them|the (?:smell|sound)|coffee|music|birds?(?:song)?|a (?:song|kiss|coffee))\b[^.!?]{0,12}\b(?:hum\w*|sing\w*|whistl\w*|laugh\w*|cook\w*|smil\w*|danc\w*|coffee|bacon|breakfast|birds?|kiss)?",
        r"|\b(?:do|will|would|are|can|did|don'?t) (?:you|u|ya) (?:ever |really |actually |even )*(?:get |feel |be )?(?:bored|lonely|sad|miss me|tired|sleep|dream|cold|scared|jealous|wait(?:ing)?)\b(?:[^.!?]{0,12}\b(?:when|if|while|without) (?:i'?m |i am |me|we'?re |nobody|no one)[^.!?]{0,20})?",
    );
    // まんじゅうを食べて死にたい, "I want to die laughing": no wish to die.
    IN_JEST = concat!(
        r"(?i)(?:恥ずかし|面白|おもしろ|かわい|可愛|尊|笑い|うれし|嬉し)[^。!?]{0,8}死にた|死にたいくらい(?:恥|暑|眠)|死ぬかと|笑い死|(?:[wｗ]+|笑[)）]?)[。!！]*$",
        r"|(?:laughing|of (?:shame|embarrassment|boredom)|from cringe|\blol\b|\blmao\b|haha)|\b(?:nearly|almost|practically) had a (?:heart attack|stroke|seizure|fit)\b|\bstroke of (?:genius|luck|midnight)\b",
    );
    // "Not joking actually": then it is none.
    IN_EARNEST = r"(?i)\b(?:not (?:even |actually |really )?(?:joking|kidding|a joke)|no joke|being serious|dead serious)\b|冗談(?:じゃ|では)な(?:く|いです)|本気(?:です|だよ|なんだ)";
    // 小説の主人公が「死にたい」と言う.
    IN_A_STORY = r"(?i)\b(?:novel|film|movie|book|song|lyrics?|character|play|game)\b|小説|映画|ドラマ|歌詞|台詞|セリフ|ゲーム|漫画|研修|相談員|ボランティア";
    // Where every minute counts.
    PERISHING = concat!(
        r"(?i)(?:山|雪|森|沢|樹海)(?:の中)?で[^。!?]{0,8}(?:迷いました|迷った|迷って|動けな)|遭難(?:し(?:た|まし|て)|中)|滑落し|息をして(?:い)?(?:ない|ません)|意識が(?:ない|ありません)",
        r"|呼んでも(?:返事|反応)(?:が|を)|血を吐い|(?:のど|喉)に詰まら|119(?:を|に)?(?:呼|かけ|電話)|救急車(?:を)?呼んで",
        r"|\b(?:isn'?t|not|stopped) breathing\b|\bunconscious\b|\bwon'?t wake up\b|\b(?:having|just had|has just had) a (?:heart attack|stroke|seizure)\b|\bcall (?:an ambulance|911|999|112)\b",
        r"|\bi'?m (?:lost|stuck|trapped) (?:on|in) (?:the|a) (?:mountain|hills?|woods|forest|snow|moor)",
    );
    // ODして返事しない: said in letters.
    OVERDOSED = r"(?:^|[^A-Za-z])OD(?:し(?:て|た|ちゃ|まし|よう)|で(?:倒|搬送|救急))|オーバードーズし|(?i:\bo\.?d'?e?d\b|\b(?:has|have|is|i'?ve|she'?s|he'?s) overdos(?:ed|ing)(?: on (?:\w+ )?(?:pills|tablets|meds|paracetamol|heroin|fentanyl|insulin|drugs))?[.!]*$)";
    // 山で迷った昔話, "when I was unconscious in 1982".
    LONG_PAST = r"(?i)昔|子どものころ|子供のころ|[0-9０-９一二三四五六七八九十]+年(?:前|ほど前)|笑い話|訓練|講習|(?:た|だ)(?:とき|時|頃|ころ)?の?話(?:を|し|、|$|。|す|聞|あ)|\b(?:years? ago|when i was|once|as a (?:kid|child)|used to|training|course)\b";
    // "My dad had a stroke": somebody else's illness, told as news. It is the whole message.
    ILLNESS = concat!(
        r"(?i)^(?:(?:実は|あの|昨日|きのう|おととい|先日|先週|先月|去年|今年|最近|今朝|ゆうべ|昨夜|、|うちの|実家の|田舎の|義理の|義) ?)*(?:父|母|お父さん|お母さん|父親|母親|祖父|祖母|お?じい(?:ちゃん|さん)|お?ばあ(?:ちゃん|さん)|じいじ|ばあば|親父|おふくろ|兄|姉|弟|妹|夫|妻|嫁|主人|旦那|義父|義母|叔父|叔母|おじ|おば|伯父|伯母|いとこ|友人|友達|友だち|同僚|上司|先輩)(?:さん)?(?:が|は|も)、?",
        r"(?:昨日|きのう|おととい|先日|先週|先月|去年|今朝|昨夜|ゆうべ|急に|突然|職場で|家で|畑で|脳(?:梗塞|卒中|出血)で|心臓(?:発作)?で|心筋梗塞で|仕事中に|職場で|、)*(?:倒れ(?:た|まし(?:た)?|て)|(?:脳梗塞|脳卒中|脳出血|心筋梗塞|心臓発作)(?:に(?:なっ|なりまし)た?|を起こし(?:た|まし(?:た)?)|で))",
        r"(?:んです|んだ|の|よ|です|けど|って|、|た|入院(?:し(?:て(?:い)?(?:る|ます)?|た|ました)|中(?:です|だ)?)|手術(?:し(?:た|ました))?|運ばれ(?:た|ました|て)|病院に|救急車で|しまい(?:ました)?|しまった)*[。.!…]*$",
        r"|^(?:so |well |hi |hello |sorry |actually |yesterday |last (?:week|night|month|year),? |this morning,? )*(?:my|our) (?:\w+[- ])?(?:dad|father|mum|mom|mother|grand\w+|nan|gran|brother|sister|uncle|aunt|husband|wife|partner|friend|son|daughter|father-in-law|mother-in-law|boss) (?:has |has recently |recently |also |sadly )?(?:(?:had|suffered) (?:a|another|his|her) (?:\w+ )?(?:heart attack|stroke|seizure)|(?:collapsed|fainted|had a (?:bad |nasty )?fall|fell ill|was taken ill)(?: (?:at \w+|on \w+|last night|yesterday|this morning))*(?:,? and)? (?:is|was|got|he's|she's|ended up|had to go|has been)? ?(?:now |taken |rushed |kept )?(?:in|to|into) (?:the )?(?:hospital|a&e|icu))\b",
        r"(?: (?:last|a|few|couple|of|the|other|two|three|four|five|six|\d+|days?|weeks?|months?|years?|ago|yesterday|week|month|year|night|this|on|in|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|and|he's|she's|he|she|is|was|has|been|hospital|the|recovering|stable|better|ok|okay|home|now|sadly|recently|at|work|at|age))*[.!…]*$",
    );
    // While it happens, every minute counts.
    HAPPENS = r"(?i)たった今|今倒|いま倒|目の前|助けて|どうしよう|どうすれば|息|意識|反応|さっき|\b(?:right now|just now|help|breath\w*|minutes? ago|what do i)\b";
    // "He doesn't hit me anymore": it has passed. "He hasn't hit me since" is not sure, nor what has a "but".
    VIOLENCE_OVER = concat!(
        r"(?i)^(?:(?:で|でも|今は|いまは|最近は|おかげで|離婚して|別れて|、) ?)*もう ?(?:(?:夫|旦那|主人|妻|彼|彼氏|彼女|父|母|元夫|元彼|誰|だれ)(?:に|から|は|にも) ?)?(?:殴|なぐ|叩|たた|蹴|ぶた)(?:ら|か)?れ(?:て(?:い)?な(?:い|くなった)|て(?:い)?ません|ることは(?:ない|なくなった|ありません)|なくなった|なくなりました|ない|ません)(?:です|よ|んです|から(?:大丈夫)?|の)*[。!]*$",
        r"|^もう ?(?:(?:夫|旦那|主人|妻|彼|彼氏|彼女|父|母)は ?)?(?:殴|なぐ|叩|たた|蹴|暴力(?:を|は)?(?:ふる|振る))(?:わ|ら|か|って|いて)?(?:こ|い)?(?:ない|ません|なくなった|なくなりました)(?:です|よ|んです|の)*[。!]*$",
        r"|^(?:well,? |but |now |and |luckily |thankfully |thank god,? )*(?:he|she|they|my (?:\w+ )?(?:husband|wife|boyfriend|girlfriend|partner|ex|dad|father|mum|mom|mother)) (?:does not|doesn'?t|don'?t|never) (?:hit|beat|hurt|slap|punch|kick|abuse)s? (?:me|us)(?: (?:any ?more|any longer|these days|now))+[.!]*$",
        r"|^(?:well,? |but |now |and )*(?:he|she|they|my (?:\w+ )?(?:husband|wife|boyfriend|girlfriend|partner|ex|dad|father|mum|mom|mother))(?:'s| has| have)? (?:no longer (?:hits|beats|hurts|slaps|punches|kicks)|(?:long )?(?:stopped|quit) (?:hitting|beating|hurting|slapping|punching|kicking)) (?:me|us)(?: (?:long ago|years ago|now|for good|last year|a long time ago))*[.!]*$",
        r"|^(?:he|she|they|my (?:ex|ex-\w+|dad|father|mum|mom|mother)) used to (?:hit|beat|hurt|slap|punch|kick) (?:me|us),?(?: but)?(?: (?:not anymore|not any more|that'?s over(?: now)?|it'?s over(?: now)?|(?:he|she|they) (?:doesn'?t|don'?t|stopped)(?: any ?more)?))[.!]*$",
    );
    // What philosophers ask, and who jests.
    OF_LIFE = concat!(
        r"(?i)^(?:(?:ねえ|ところで|ちなみに|じゃあ|ヘラ|ヘーラー|、|,) ?)*(?:人生|生命|命|この世|宇宙)(?:の意味)?(?:と)?(?:は|って)(?:いったい|一体)?、?(?:何|なに|なん)(?:だ(?:ろう|と思う)?|でしょう|です|なの|だと思います)?(?:か|かな|ね|の)*[。?？]*$",
        r"|^(?:(?:so|hey|hi|ok|okay|well|and|but|tell me|hera|seriously|quick question|i wonder|do you know)[,:]? )*(?:what(?:'s| is|s)|do you know|what do you think is) (?:really |then )?(?:the )?(?:true |real )?meaning of life(?: anyway| then| to you| hera| for you| in your opinion| according to you|, (?:hera|please|though|then|the universe,? and everything))*[.!?？ ]*$",
        r"|^(?:is|does) (?:the )?(?:meaning of life|answer) 42[?.! ]*$",
    );
    // Who asks to be forgiven, or whether they do well as a parent, is not angry.
    ASKS_KINDLY = concat!(
        r"(?i)^(?:(?:ねえ|ごめん(?:ね|なさい)?|もう|、|。) ?)*(?:許して|ゆるして)(?:くれ(?:る|ます|ますか|ない)|もらえ(?:る|ます|ますか))?(?:かな|よね|か)?[。?？!]*$",
        r"|^(?:ねえ|ねぇ|なんか|何か|なにか|もっと|ちょっと|、|。| )*(?:おもしろい|面白い|楽しい|たのしい)?(?:こと|お?話|おはなし)?(?:を|、)?(?:話して|はなして|しゃべって|喋って|聞かせて)(?:よ|ね|くれる?|ください|ちょうだい|ほしい)?[。!！ー〜]*$",
        r"|(?:お母さん|お父さん|母親|父親|ママ|パパ|親|夫|妻|奥さん|旦那)(?:を|として|は|、)*(?:ちゃんと|うまく|よく)?(?:でき|やれ|なれ|務まっ)て(?:い)?(?:る|ます)(?:の)?(?:かな|かしら|でしょうか|だろうか|か)[。?？…]*$",
        r"|^(?:please,? |so |mum,? |mom,? |dad,? |oh |\w+, )*(?:will|can|could|would|do) you (?:ever |please )?forgive me(?: please| for (?:that|it|this|being late|yesterday))?[.!?？ ]*$",
        r"|^(?:am i|do you think i'?m|do you think i am) (?:being |really )?a (?:good|decent|bad|terrible) (?:mum|mom|mother|dad|father|parent|wife|husband|partner)[.?？ ]*$",
    );
    SUPPOSES = r"(?:たら|だら|れば)(?:、|みんな|きみ|君|あなた)*(?:は|、)*(?:どう|何|なに|どこ|誰|だれ|いくら|いつ)[^。!！]{0,16}[?？]$|(?i)^(?:what (?:would|will) (?:you|we|i)|what if)\b[^.!]*\?$";
    LONG_DEAD = r"^[^。!！?？\n]{0,8}(?:じいさん|じいちゃん|ばあさん|ばあちゃん|祖父|祖母|夫|妻|嫁(?:さん)?|主人|旦那|家内|女房|つれあい|連れ合い|父|母|父さん|母さん|親父|おふくろ|兄|姉|弟|妹|犬|猫)(?:は|が|も)(?:もう)?、?(?:\d{1,2}|[〇一二三四五六七八九十]{1,3}|何)(?:年|十年)も?前に?[^。!！?？\n]{0,6}(?:死ん(?:だ|で(?:しま|も|る|い))|亡くな|なくな|他界|逝)[^。!！?？\n]{0,10}[。!！]?$";
    // "Will they ask for my phone number?": who asks what is to be told fears for what is theirs, and not for themselves.
    OF_DATA = concat!(
        r"(?i)^(?:(?:so|and|but|ok|okay|hey|btw|wait|also|hera),? )*(?:will|do|does|would|can|could|are|is|must|why|what|when|how|should) (?:do |does |would |will )?(?:they|you|i|we|it|this|anybody|anyone|somebody|someone|hera|the \w+)(?:'ll)?\b",
        r"(?: (?:all|ever|going|gonna|even|also|really|need|have|want|ask|asks|asking|give|tell|know|see|use|store|save|keep|share|sell|get|enter|for|to|me|us|my|your|our|a|an|the|any|about|you|them|it))*",
        r" (?:(?:tele)?phone number|phone|number|e-?mail(?: address)?|address|password|credit card|card number|bank (?:details|account|number)|passport|id|date of birth|birth ?day|surname|last name|real name|full name)s?(?: too| as well| here| at some point| later| for this| please)*[?!. ]*$",
        // 今までわしの何がわかったか言うてみ
        r"|^[^。!?]{0,16}(?:何|なに)(?:が|を)(?:わか|分か|知|聞|覚え|メモし|書)(?:った|って(?:い)?る|いた|えた|えて(?:い)?る|た)(?:ん|の)?(?:か|こと)?、?(?:を)?(?:言[っう]て|いって|ゆうて|教えて|話して|まとめて|見せて|読んで)[^。!?]{0,8}[。!?？]*$",
    );
    ATTACKED = concat!(
        r"(?i)(?:レイプ|強姦)され|殺される[、,。!！ ]*(?:助け|たすけ)|首を(?:絞|し)められ(?:た|て|ま)",
        r"|\bi (?:was|got|have been|'ve been) (?:raped|sexually assaulted)\b|\b(?:he|she|they)(?:'s| is| are|'re) going to kill me\b",
    );
    // "I had a rough day at work", 寂しいですね、正直: plain words, and no less meant.
    BAD_DAY = concat!(
        r"(?i)\b(?:had|having|been|was|what) (?:such |just |really |quite |kind of |kinda )*an? (?:really |very |pretty |bit of a |super |absolutely |truly )*(?:rough|tough|hard|bad|crap|crappy|shit|shitty|awful|terrible|horrible|rotten|lousy|stressful|rubbish|grim|miserable|dreadful) (?:old )?(?:day|week|night|morning|afternoon|month|time of it|shift)\b",
        r"|\b(?:my|the) (?:day|week) (?:was|has been|'?s been) (?:really |so |just |pretty )*(?:rough|tough|hard|awful|terrible|horrible|rotten|crap|shit|miserable|dreadful)\b",
        r"|(?:最悪|散々|さんざん)な(?:一日|いちにち|1日|日|一週間)(?:だっ|でし)|(?:今日|今週|昨日|きのう)は?、?(?:ほんと(?:に|うに|、)?|めっちゃ|すごく|とても|なんか|ちょっと|仕事で|職場で|会社で)*(?:最悪|散々|さんざん|しんどかった|きつかった|つらかった|辛かった|ついてな(?:い|かった))",
        r"|^(?:正直(?:に言うと)?|やっぱり|、| )*(?:寂し|さびし|さみし|淋し)い(?:です|んです|んだ|な|もんです|もん|かな|ん)?(?:ね|よ|けど)?(?:、|。|…| )*(?:正直(?:に言うと)?)?[。…]*$",
    );
    // "Broke up in March, still not over it", 去年別れて、まだ引きずってます: a parting, and that it hurts still.
    PARTED = concat!(
        r"(?i)\b(?:broke(?:n)? up|break-?up|split up|splitting up|divorced?|separated|dumped|ghosted|cheated on|called (?:it|the wedding) off|left me|walked out(?: on me)?|left (?:by|at the altar)|my ex)\b",
        r"|別れ(?:た|て|ちゃ|まし|ばかり)|振られ|ふられ|フラれ|失恋|離婚(?:し|、|。|が|で)|婚約破棄|婚約(?:を|が)?(?:解消|なくな|だめ)|破局|出て(?:行|い)(?:かれ|った)|捨てられ|浮気され",
    );
    ACHES = concat!(
        r"(?i)\b(?:(?:still )?not (?:\w+ )?over (?:it|him|her|them|that|the (?:breakup|break-up|divorce))|(?:haven'?t|havent|can'?t|cant|cannot|never) (?:\w+ )?(?:got(?:ten)?|get|gotten|be) over (?:it|him|her|them)|still (?:\w+ )?(?:hurts?|hurting|stings?|aches?|raw|cry\w*|love (?:him|her|them)|miss\w*|sad|gutted|sore|broken|heartbroken|reeling|think about (?:him|her|them) every)|(?:miss|think (?:of|about)) (?:him|her|them) (?:so much|every day|a lot|like (?:mad|crazy)|all the time|terribly|loads)|cry\w* (?:every|about|over|most|all|a lot)|heartbroken|broke(?:n)? my heart|devastated|gutted|struggling|(?:taking|took) it hard|in bits|a wreck|can'?t (?:sleep|eat|stop crying))\b",
        r"|引きず(?:っ|り)|引き摺|立ち直(?:れ(?:な|て(?:い)?な|ま)|ってな|っていな)|忘れられ(?:な|ま|ず|なく)|吹っ切れ(?:な|て(?:い)?な|ま)|ふっきれ(?:な|て)|未練|傷(?:が)?(?:癒え|いえ)|まだ(?:正直)?(?:つら|辛|好き|悲し|寂し|さみし|苦し|しんど|泣)|(?:毎日|毎晩|まだ|ずっと)(?:、)?(?:泣いて|思い出して|考えて(?:しま|ばかり))|心(?:に|が)(?:穴|折れ|ぽっかり)|会いたくて",
    );
    BEREAVED = concat!(
        r"(?i)(?:母|父|妻|夫|息子|娘|兄|姉|弟|妹|祖母|祖父|犬|猫)(?:が|を)[^。!?、]{0,6}(?:亡くし(?:ま|た)|亡くなり|亡くなっ(?:た|て)|他界し(?:た|ま))",
        r"|\b(?:my|our) (?:wife|husband|partner|mum|mom|mother|dad|father|son|daughter|baby|brother|sister|nan|gran\w*|best friend|dog|cat) (?:has |just |suddenly )?(?:died|passed away)\b",
        // A child that was to come: "we've been trying. We lost one last spring".
        r"|\bwe(?:'ve| have)? lost (?:one|two|another|him|her|twins|a baby|our (?:baby|little one|first)) (?:last (?:spring|summer|autumn|fall|winter|year|month|week)|(?:early )?this (?:spring|summer|autumn|fall|winter|year|month|week)|at \d+ (?:weeks|months)|(?:in|back in) (?:the )?(?:spring|summer|autumn|fall|winter|\p{L}+(?:ary|ch|il|ay|ne|ly|st|ber))|(?:a few|two|three|four|five|six|\d+) (?:weeks|months|years) ago)\b",
    );
}

/// The text without what only sounds like danger, where that is said of work, weather, pets and what somebody likes.
pub fn without_figures(text: &str) -> Cow<'_, str> {
    FIGURES.replace_all(text, " ")
}

/// Whether the text jests.
pub fn in_jest(text: &str) -> bool {
    IN_JEST.is_match(text) && !IN_EARNEST.is_match(text)
}

/// Whether it tells of a story.
pub fn in_a_story(text: &str) -> bool {
    IN_A_STORY.is_match(text)
}

/// Whether it tells, as news, that somebody near is badly ill: not while every minute counts.
pub fn illness_told(text: &str) -> bool {
    ILLNESS.is_match(text.trim()) && !HAPPENS.is_match(text)
}

/// Whether it tells of violence that has passed, and of nothing else.
pub fn violence_over(text: &str) -> bool {
    VIOLENCE_OVER.is_match(text.trim())
}

/// Whether it asks what life is about, as everybody may.
pub fn asks_of_life(text: &str) -> bool {
    OF_LIFE.is_match(text.trim())
}

/// Whether it asks whether something of the person's is to be told, and nothing else.
pub fn asks_of_data(text: &str) -> bool {
    OF_DATA.is_match(text.trim())
}

/// Whether it asks who, what or how much, and tells nothing of the person.
pub fn asks_of_the_world(text: &str) -> bool {
    patterns! {
        ASKS = r"(?i)^(?:(?:so|and|hey|ok|btw),? )*(?:who|which|what|when|where|how (?:far|long|many|much|old|tall|big|high|deep|fast)) [^!,.]*\??$";
        OWN = r"(?i)\b(?:i|i'm|im|my|me|we|us|our)\b|\bguess\b";
    }
    ASKS.is_match(text.trim()) && !OWN.is_match(text)
}

/// Whether it only tells that somebody died years ago: 「じいさんは5年前に死んでしまった」.
pub fn long_dead(text: &str) -> bool {
    LONG_DEAD.is_match(text.trim())
}

/// Whether it asks what would be if: 「宝くじ当たったらどうする？」 is no news.
pub fn supposes(text: &str) -> bool {
    SUPPOSES.is_match(text.trim())
}

/// Whether it asks to be told something or to be forgiven, or whether somebody does well as a parent.
pub fn asks_kindly(text: &str) -> bool {
    ASKS_KINDLY.is_match(text.trim())
}

/// Whether it tells of a bad day, or of being lonely, in so many words, and not of long ago.
pub fn had_a_bad_day(text: &str) -> bool {
    BAD_DAY.is_match(text) && !LONG_PAST.is_match(text)
}

/// Whether it tells, in so many words, that somebody has died, and not long ago.
pub fn bereaved(text: &str) -> bool {
    BEREAVED.is_match(text) && !LONG_PAST.is_match(text)
}

/// Whether a game was lost, and nobody: "my team lost 3-0".
pub fn of_a_game(text: &str) -> bool {
    patterns! {
        GAME = concat!(
            r"(?i)\b(?:my|our|the|his|her) (?:\w+ )?(?:team|side|club|lads|squad)\b[^.!?]{0,24}\b(?:lost|lose|losing|beaten|thrashed|knocked out|relegated)\b|\b(?:lost|losing) \d+ ?(?:[-–:]|to) ?\d+\b",
            r"|(?:チーム|代表|巨人|阪神|カープ|推し球団|試合|決勝|準決勝)(?:が|は|に|で|も)?[^。!?]{0,10}(?:負け|敗れ|敗退|降格|惨敗)",
        );
    }
    GAME.is_match(text)
}

/// Whether it tells of a parting that hurts still, and lately: who is long divorced simply answers.
pub fn is_heartbroken(text: &str) -> bool {
    PARTED.is_match(text) && ACHES.is_match(text)
}

/// What else the text tells beside a parting, clause by clause: it is no less known for it.
pub fn beside_heartbreak(text: &str) -> String {
    let clauses = text.split_inclusive(['。', '.', '!', '?', '、', ',', '…', '\n']);
    clauses.filter(|clause| !PARTED.is_match(clause) && !ACHES.is_match(clause)).collect()
}

/// The danger of which the text speaks in so many words.
pub fn danger(text: &str) -> Option<Danger> {
    if in_jest(text) || IN_A_STORY.is_match(text) {
        None
    } else if OWN_DEATH.is_match(&DENIED.replace_all(text, " ")) || VANISHING.is_match(text) {
        Some(Danger::Suicide)
    } else if OVERDOSED.is_match(text) && !LONG_PAST.is_match(text) {
        Some(Danger::Overdose)
    } else if ATTACKED.is_match(text) {
        Some(Danger::ViolenceSuffered)
    } else if PERISHING.is_match(text) && !LONG_PAST.is_match(text) {
        Some(Danger::Emergency)
    } else {
        None
    }
}
