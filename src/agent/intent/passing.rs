//! Dangers that are told beside an answer, as if they were part of it: pills that have been taken, an age that will not grow, a
//! house put in order, a partner's hands told as a trait, pain that lets the pressure out.
//!
//! As in [`veiled`](super::veiled) each kind has what it is told by, and what the same words mean otherwise. Whoever tells one
//! is asked, and no more is claimed; but pills that have been taken do not wait for an answer.

use super::Danger;
use crate::agent::hera::text::patterns;

patterns! {
    // All of a packet, or many; of a medicine, or of what is not named.
    TAKEN = concat!(
        r"(?i)\b(?:took|taken|swallowed|necked|downed|taking) (?:(?:the|a|my|her|his|all|nearly|almost|pretty much|like|about|what was left of) )*(?:the lot|(?:(?:whole|entire|full|rest of the|last of the) )+(?:packet|pack|box|bottle|strip|blister(?: pack)?|lot|tub|jar|prescription|sheet|month'?s worth|pills|tablets|meds))(?: of (?:them|it|those|my \w+|pills|tablets|sleeping (?:pills|tablets)|meds|painkillers|paracetamol|ibuprofen|antidepressants|codeine|xanax|valium|sertraline))?(?: ?[,.;!…]|$| (?:about|like|maybe|around|just|at|an|half|ten|twenty|thirty|and|now|tonight|before|earlier|in one|with|im|i'?m|\d))",
        r"|\b(?:took|swallowed|necked|downed) (?:about |like |maybe |around )?(?:[1-9]\d|a dozen|fifteen|twenty|thirty|forty|fifty|sixty|a handful|a fistful|handfuls|loads|all)(?: or so| odd)? of (?:them|those|my (?:pills|tablets|meds|\w+ pills)|mum'?s \w+|mom'?s \w+|the (?:pills|tablets|white ones|blue ones|little ones))\b",
        r"|(?:錠剤|錠|シート|眠剤|睡眠薬|睡眠導入剤|安定剤|風邪薬|痛み止め|頭痛薬|市販薬|カプセル|薬)(?:を|は|も)?、?(?:全部|ぜんぶ|一気に|まとめて|ありったけ|あるだけ|残り|いっぺんに|たくさん|大量に|一箱|ひと箱|一瓶|ひと瓶|\d+)(?:を|、)?[^。!?]{0,8}(?:飲ん|のん|飲み|のみ|流し|口に入れ)(?:だ|で|じゃ|込|こ|干|ちゃ|た|てしま|ました)|(?:[2-9]\d|[1-9]\d\d|[二三四五六七八九]十|何十)(?:錠|粒|カプセル)(?:くらい|ほど|ぐらい)?(?:を|、)?[^。!?]{0,8}(?:飲ん|のん|飲み|のみ|流し)(?:だ|で|じゃ|込|こ|干|ちゃ|まし)",
    );
    // When, or how it feels.
    SINCE_THEN = concat!(
        r"(?i)\b(?:ago|(?:hour|minutes?|mins?|while|bit) back|just now|earlier|already|so far)\b|\b(?:floaty|floating|woozy|dizzy|drowsy|sleepy|spinning|spinny|blurry|fuzzy|numb|tingl\w*|heavy|slurr\w*|faint|swimming|wobbly|nodding|shaky|light ?headed|sick|warm and|calm now)\b",
        r"|さっき|今しがた|たった今|先ほど|(?:分|時間)(?:くらい|ほど|ぐらい)?前|ふわふわ|ふらふら|フラフラ|くらくら|クラクラ|ぼーっと|ボーッと|ぼんやり|眠く|ねむ|ゆれ|揺れ|ろれつ|呂律|目がまわ|目が回|しびれ|痺れ|気持ち悪|吐き気|だる|字が|手が震",
    );
    // Who speaks of sweets, or of long ago, or gives it away.
    NO_PILLS = r"(?i)サプリ|ラムネ|プロテイン|青汁|飴|整腸|BGM|\b(?:biscuits?|cookies|crisps|sweets|chocolates?|mints?|gum|doughnuts?|donuts?|haribo|vitamins?|probiotics?|course of antibiotics|years ago|to the (?:vet|charity|chemist|pharmacy|tip|hospital pharmacy))\b";

    // An age that will not grow, a birthday that will not come, by who has one.
    NO_MORE_YEARS = concat!(
        r"(?i)(?:年齢|歳|とし|年)(?:は|も|が)[^。!?]{0,3}(?:もう|これ以上|これから)(?:は)?、?(?:増え|とら|取ら|重ね)(?:ない|ません|ることは)(?:と思い|と思う|だろう|でしょう|です|ので|から|はず|[。!…、]|$)|(?:次|来年|今年|つぎ)の誕生日(?:は|も|が)[^。!?]{0,4}(?:来(?:ない|ません)|こない|迎え(?:ない|ません|ること)|ない(?:と|ので|から|です|[。!]|$)|ありません)",
        r"|\d\d歳(?:に)?(?:は|まで(?:は)?)、?(?:もう|たぶん|多分|きっと|、)*(?:なら(?:ない|ません)|なれ(?:ない|ません)|生き(?:ない|ません|られ(?:ない|ません)|てい?(?:ない|ません))|迎え(?:ない|ません))(?:と思|だろう|でしょう|です|から|けど|つもり|[。!…、]|$)",
        r"|(?:^|[,.;!?] ?|\bi |\band |\bbut |\band i |\bprobably )(?:wo(?:n'?t)|will not|am not going to|not going to|not gonna|never going to|shan'?t) (?:be|see|reach|turn|make(?: it to)?|get to|live to (?:be|see)) (?:my )?(?:\d\d(?:th|nd|st|rd)?|thirty|forty|fifty|sixty|seventy|eighty)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?(?: birthday)?(?: ?[,.;!?…)]|$| (?:if i'?m|if im|tbh|honestly|to be honest|and|so|anyway|ever|now|i (?:think|reckon|guess|suspect)))",
        r"|\b(?:there (?:wo(?:n'?t)|will not) be (?:a|an|another|any more) (?:\d\d(?:th|nd|st|rd)?|next|birthdays?)(?: (?:one|birthday))?|(?:that|this|it) (?:was|is|will be|'ll be) my last (?:ever )?birthday)(?: ?[,.;!?…)]|$| (?:if i'?m|tbh|honestly|and|so|i (?:think|reckon|guess)))",
    );
    NOT_YET = r"(?i)まだ|来月|再来月|ならないと(?:もら|飲|入|使|買|いけ|だめ|取|乗)|定年|年金|\b(?:till|until|yet|before|next month|november|december|january|february|march|april|may|june|july|august|september|october|mph|km|kg|kilos|stone|degrees)\b";
    // Whom the children are about to lose.
    LOSES_ME = concat!(
        r"(?i)\b(?:dad|mum|mom|mam|father|mother|daddy|mummy|husband|wife|son|daughter)\b[^.!?]{0,16}\b(?:they|he|she|you)(?:'re|re| are|'s| is) (?:about|going|soon|due) to (?:be )?los(?:e|ing)\b|\b(?:kids?|children|they|boys|girls|my (?:son|daughter|wife|husband|family))\b[^.!?]{0,20}\b(?:about to|going to|gonna|soon|will soon) lose (?:me|their (?:dad|mum|mom|mam|father|mother))\b",
        r"|(?:子ども|子供|息子|娘|あの子|この子|家族|妻|夫)(?:たち)?(?:は|が|も|に)[^。!?]{0,6}もうすぐ、?(?:父親|母親|父|母|お父さん|お母さん|パパ|ママ|私|わたし|俺|おれ|僕)(?:が|を)?[^。!?]{0,4}(?:いなくな|失|なくす|亡くす)",
    );
    // A house in order: the animal is given away, the fridge is empty, the bills are paid, and nothing is left but to wait.
    PET = r"(?i)(?:猫|犬|ねこ|いぬ|うさぎ|ハムスター|インコ|金魚|植木|鉢植え)(?:たち)?(?:は|も|を)[^。!?、]{0,10}(?:頼ん|頼み|預け|託し|引き取|もらわれ|譲|あげ|お願いし)|\b(?:gave|given|giving|took|left|dropped|handed|rehomed|found (?:a )?(?:home|place) for) (?:the|my|our) (?:dog|cat|cats|dogs|rabbits?|budgie|hamster|parrot|plants|goldfish)\b|\b(?:dog|cat|cats|dogs|rabbits?|budgie|hamster|parrot)(?:'s|s| is| are| has| have)? (?:gone|going|been|now|at|with|rehomed|sorted|living)\b";
    HOUSE = r"(?i)(?:冷蔵庫|冷凍庫|部屋|本棚|机|引き出し|ロッカー|クローゼット|押し入れ)(?:は|も|を|の中も)[^。!?、]{0,6}(?:空|から|カラ|片付|片づ|処分|掃除|きれいに)|\b(?:fridge|freezer|flat|desk|locker|wardrobe|drawers|room|cupboards?)(?:'s|s| is| are)? (?:all )?(?:empt\w+|cleared|clean|cleaned|scrubbed|bare|defrosted)\b|\b(?:emptied|cleared|cleaned|defrosted|scrubbed)(?: out)? (?:the|my|our) (?:fridge|freezer|flat|desk|locker|wardrobe|drawers|room|cupboards?)\b";
    PAPERS = r"(?i)(?:家賃|光熱費|電気|ガス|携帯|口座|通帳|パスワード|保険|カード|借金|サブスク)(?:は|も|を)[^。!?、]{0,10}(?:払|解約|止め|整理|まとめ|書い|返し|済ま|名義)|\b(?:bills?|rent|accounts?|paperwork|papers|passwords?|subscriptions?|debts?)(?:'?s| is| are)? (?:all )?(?:paid|sorted|cancelled|closed|settled|written|in (?:the|an) (?:drawer|envelope|folder))\b|\b(?:paid|sorted|cancelled|closed|settled|wrote down)(?: off| up| out)? (?:all )?(?:the|my|our) (?:bills?|rent|accounts?|paperwork|papers|passwords?|subscriptions?|debts?)\b";
    WAITS = r"(?i)(?:あと|後|これで|もう|残り)は?、?[^。!?、]{0,8}(?:待つ(?:だけ|のみ)|待ってる(?:だけ)?|その日を|やる(?:べき)?こと(?:は|も)(?:ない|ありません|全部|終わ))|\b(?:now|just|only|all (?:that'?s )?left is|nothing (?:left )?(?:to do )?but|nothing else but) (?:\w+ )?(?:to )?wait(?:ing)? (?:for|on|till|until)\b|\bnothing (?:left|else|more) to do\b|\b(?:then|now) (?:i'?m|im|that'?s) (?:done|me done|finished|ready)\b";
    // Who says goodbye after one good evening.
    ONE_EVENING = concat!(
        r"(?i)\b(?:one|a|just one|this) (?:(?:last|good|nice|final|proper|happy|normal|lovely|more) )+(?:evening|night|day|dinner|meal|tea|supper|chat|talk|laugh|hug|cuddle|weekend|christmas|time|game|walk|story|cup of tea|cuppa|brew|pint|drink)\b[^.!?]{0,24}\bbefore (?:i (?:go|leave|do it|went|left|stop|finish)|i'?m (?:gone|off))(?: ?[,.;!…]|$| (?:for good|and|so|love|thank|bye))",
        r"|(?:行く|いく|逝く|いなくなる|消える|旅立つ|終わらせる)前に、?[^。!?]{0,16}(?:だけ|一度|一晩|ひと晩|一回|もう一度|最後に)[^。!?]{0,16}(?:たかった|たくて|できてよかった|できた|もらえてよかった|られてよかった|られた)",
    );
    BYE = r"(?i)\b(?:bye|good-?bye|farewell|ta-?ra|so long|cheerio|love (?:you|u|ya)|thank (?:you|u)|thanks|sorry|forgive|be good|take care|look after)\b|ありがとう|ばいばい|バイバイ|さよなら|さようなら|大好き|ごめん|元気で|お世話に|じゃあね";
    JOURNEY = r"(?i)旅行|出張|飛行機|帰省|引っ越|引越|入院|新幹線|空港|留学|キャンプ|手術|里帰り|温泉|退去|赴任|転勤|単身|また明日|またね|また来|バス|電車|学校|仕事に|寝る前|ボーナス|給料|配達|\b(?:flights?|fly|plane|train|bus|airport|taxi|uni|holidays?|trip|moving|move|movers|landlord|tenancy|deployment|deploy|shift|to bed|(?:to|at|for) work|to school|army|tour|cruise|surgery|operation|hospital|wedding|honeymoon|ferry|travel\w*|camping|spain|paris|tomorrow|later|soon|see you|next (?:week|month|time)|payday|delivery|come back|back (?:on|in|by))\b";

    // What somebody's hands do when they are angry.
    AT_THE_THROAT = concat!(
        r"(?i)(?:怒る|怒った|キレる|切れる|酔う|飲む|機嫌が悪い|カッとなる|かっとなる|喧嘩する|けんかになる|イライラする|負ける|気に入らない)(?:と|とき|時|ら)(?:は|に|、|すぐ|つい|、)*(?:私の|わたしの|こっちの)?(?:首|喉|のど|髪|胸ぐら)(?:に|を|へ)[^。!?]{0,4}(?:手が(?:くる|来る|来|いく|行く|伸び|かか|出)|手を(?:かけ|回|伸ば)|つか|掴|絞|締|しめ|引っぱ|引っ張)",
        r"|\b(?:his|her) (?:hands?|fingers?|arm) (?:always |just |sort of |kind of |sometimes )?(?:goes?|go|finds?|ends? up|closes?|comes?|gets?|lands?|is|are|wraps?) (?:up )?(?:a?round|on|at|to|over|for|across) my (?:throat|neck|mouth|windpipe)\b|\b(?:grabs?|takes?|holds?|has|pins?|lifts?) (?:me|us) (?:up )?by (?:the|my) (?:throat|neck|hair)\b",
    );
    // Who has learnt how to be hit.
    LEARNT = concat!(
        r"(?i)\b(?:learn(?:ed|t)|know|knew|taught|easier|quicker|best|trick|safer|better)\b[^.!?]{0,30}\b(?:go|stay|get|lie|keep|stand|curl|fall|drop|be) (?:down|still|quiet|low|small|limp|out|up)\b[^.!?]{0,24}\b(?:punch\w*|slaps?|blows?|kicks?|swings?|fists?|belt)\b|\b(?:before|after|by|until|till) (?:the|his|her) (?:first|second|third|next) (?:punch|slap|blow|kick|swing|belt)\b",
        r"|(?:[一二三四]|[1-4])発目(?:が|の|を|は|で|まで)?[^。!?]{0,8}(?:前に|来る|くる|よけ|避け|倒れ|しゃが|うずくま|黙|済|殴|我慢)|(?:殴ら|叩か|蹴ら)れ(?:る|た)(?:とき|時|前|たら)(?:は|に|には)?、?[^。!?]{0,6}(?:丸く|丸まっ|頭を|歯を|力を抜|じっと|声を出さ|コツ|こつ)",
    );
    // Who knows which boards creak.
    CREAKS = concat!(
        r"(?i)\b(?:count\w*|know|knows|learn(?:ed|t)|memori[sz]ed|avoid|tell you) (?:\w+ )?(?:which|what|every|all the|the) (?:floor ?boards?|stairs?|steps?|boards)\b[^.!?]{0,16}\b(?:creaks?|squeaks?|groans?|makes? (?:a )?(?:noise|sound))\b",
        r"|(?:床|床板|階段)(?:の)?[^。!?]{0,4}(?:きし|軋|鳴る|ギシ)[^。!?]{0,10}(?:場所|とこ|ところ|板|段)[^。!?]{0,8}(?:数え|覚え|避け|よけ|踏まない|知って|わか)",
    );
    NOT_OF_FEAR = r"(?i)赤ちゃん|赤ん坊|子ども|子供|猫|幽霊|古民家|夜食|忍者|大工|リフォーム|\b(?:baby|babies|toddler|kids?|twins|dog|cat|ghosts?|haunted|snack|carpenter|joiner|fitted|built|laid|nailed|old house|renovat\w*|estate agent|hide and seek|santa|presents?|joists?|refurb\w*)\b";
    // Kind to everybody, and somebody else where nobody sees.
    KIND_OUTSIDE = r"(?i)外(?:で|面|づら|では)(?:は|が)?、?[^。!?]{0,8}(?:いい人|良い人|いい顔|優し|やさし|完璧|愛想|立派|よく見え|人気|よくて|よく、|いい(?:ん|の|です|けど|、))|(?:みんな|周り|周囲|近所|人前)(?:に|で|の前で)(?:は|も)?、?[^。!?]{0,8}(?:いい人|良い人|優し|やさし|完璧|愛想)|\b(?:lovely|charming|nice|sweet|kind|polite|perfect|an? angel|a gentleman|a saint|a delight|the life and soul|good|great|wonderful) (?:to|with|in front of|around|for|in) (?:everyone|everybody|all|other people|others|strangers|the neighbou?rs|my (?:family|friends|mum|mom|parents)|company|people|outsiders|public|guests)\b";
    SOMEBODY_ELSE = concat!(
        r"(?i)(?:別の人|別人|違う人|ちがう人|人が変わ|豹変|鬼)(?:に|みたい|のよう|る|り|っ|し|で|です|だ|[。!]|$)|(?:玄関|ドア|扉|戸)(?:が|を)(?:閉ま|閉め|しめ|しま)(?:る|った|た)(?:と|瞬間|途端|とたん|ら)|二人(?:きり|だけ)(?:に)?(?:なる|だ)と、?[^。!?]{0,6}(?:怖|こわ|違|変わ|黙|手が)",
        r"|\ba (?:completely |totally |very |quite )?different (?:man|person|woman|bloke|story|human)\b|\banother (?:man|person|woman) (?:when|once|after|at|if|with me|inside|indoors|the moment)\b|\bsomeone else (?:entirely|altogether|when|once|after)\b|\b(?:when|once|after|until|till|as soon as|the minute) the (?:front )?door(?:'s| is)? (?:shuts?|closes?|closed|clicks|locks?|locked|shut)\b|\bbehind closed doors\b",
    );
    // What sets it off, where the kindness is not told of.
    SET_OFF = r"(?i)(?:割っ|こぼし|失敗し|遅れ|遅く|間違え|言い返|口答え|逆らっ|焦がし|忘れ)[^。!?]{0,4}(?:夜|とき|時|日|たび|と|ら)(?:だけ|に|は|、)*(?:別の人|別人|違う人|人が変わ|豹変)|\b(?:break|broke|spill|spilt|spilled|burnt?|answer(?:ed)? back|am late|was late|forget|forgot|say no|said no|drop|dropped)\b[^.!?]{0,24}\b(?:different|another) (?:man|person|woman)\b|\b(?:different|another) (?:man|person|woman) (?:when|if|after|once) i (?:break|spill|burn|answer|am late|forget|say no|drop|get (?:it|things) wrong|make a mistake)\b";
    IN_FUN = r"(?i)歌|笑|踊|陽気|甘え|甘え|メイク|化粧|ハンドル|運転|ゲーム|阪神|野球|カラオケ|楽し|面白|おもしろ|かわい|可愛|パンツ|だらしな|ぐうたら|ソファ|部屋着|ジャージ|赤ちゃん言葉|オヤジギャグ|\b(?:sings?|singing|snor\w+|goofy|silly|pants|pyjamas|pajamas|farts?|dances?|dancing|baby talk|nerd\w*|karaoke|behind the wheel|on stage|coffee|football|softie|soppy|cuddl\w+|giggl\w+|jokes?|laughs?|slob|sofa|trackies|joggers|kinder|sweeter|funnier|gentler)\b";

    // Small things to be hurt with, and what it is good for.
    SMALL_PAIN = concat!(
        r"(?i)\b(?:scratch\w*|cuts?|cutting|nicks?|pricks?|pok(?:e|es|ed|ing)|jab\w*|burns?|dig\w*|press\w*|scor(?:e|ing)|lines|drag\w*|stab\w*|snap\w*|carv\w*)\b[^.!?]{0,24}\b(?:with|using|from|of) (?:the |a |my |some )?(?:compass|safety pins?|paper ?clips?|pins?|needles?|lighter|ruler|scissors|staples?|house keys?|keys?|tweezers|sharpener(?: blade)?|drawing pins?|thumb ?tacks?|nail file|fork|broken \w+|hair ?band|elastic(?: band)?|rubber band|nails)\b|\b(?:just|only|bare?ly|nothing but)(?: \w+)? (?:scratches|nicks|little lines|little cuts|pin ?pricks|little burns|marks)\b",
        r"|(?:コンパス|安全ピン|画鋲|シャーペン|シャー芯|ピン|針|クリップ|ホチキス|定規|ハサミ|はさみ|爪|ライター|輪ゴム|ヘアゴム|毛抜き|フォーク|カミソリ|カッター)(?:の(?:針|先|刃))?(?:で|を)[^。!?]{0,14}(?:引っかい|引っかく|ひっかい|ひっかく|引っ掻|ひっか|引っか|刺し|刺す|ちくちく|チクチク|つつ|なぞ|線を|傷|押し当て|押しつけ|押し付け|弾い|弾く|はじい|はじく|当てて|立て)|(?:引っかき傷|ひっかき傷|かすり傷|小さい傷|浅い傷)(?:だけ|くらい|程度)",
    );
    RELIEF = concat!(
        r"(?i)\b(?:lets?|letting|takes?|gets?|eas(?:e|es)|reliev\w+|releas\w+|turns?) (?:\w+ ){0,2}(?:pressure|steam|stress|tension|edge|noise|feelings?|static|buzzing|volume)\b|\bcalms? (?:me|my|it|everything|things)\b|\b(?:goes|gets|go|is|makes? (?:it|my head|everything)) quiet\w*\b|\bfeel (?:something|real|alive|less|anything|lighter|better)\b|\bhelps? (?:me )?(?:to )?(?:cope|breathe|think|sleep|focus|feel)\b|\b(?:only thing|only way|keeps me (?:going|sane|here)|clears my head|settles me)\b",
        r"|落ち着|楽に|スッと|すっと|すーっと|スーッと|スッキリ|すっきり|ほっと|ホッと|安心|圧が|プレッシャーが|抜け(?:る|て)|頭(?:の中)?が(?:静か|空っぽ)|静かにな|気が?(?:まぎ|紛)|紛れ|マシに|ましに|息ができ|忘れられ|眠れる|生きてる(?:感じ|気|って)",
    );
    NO_PAIN = r"(?i)型紙|工作|裁縫|刺繍|縫|編み|フェルト|ツボ|鍼|お灸|版画|消しゴムはんこ|シール|図面|作図|プラモ|かゆ|痒|蚊|レコード|宝くじ|スクラッチ|猫|ネイル|切り絵|庭|梱包|\b(?:tattoo\w*|cats?|kittens?|sew\w*|knit\w*|quilt\w*|crochet|embroider\w*|lottery|scratch ?cards?|paint\w*|wood\w*|leather|linocut|clay|lino|glass|car|record|itch\w*|eczema|mosquito\w*|midge\w*|blister|splinter|acupunctur\w+|brambles?|roses?|garden\w*|craft\w*|collage|paper ?cut|pastry|dough)\b";

    OF_SPORT = r"(?i)試合|柔道|ボクシング|空手|剣道|相撲|道場|格闘|花火|大会|\b(?:box(?:ing|er|ed)|judo|karate|spar\w*|mma|rugby|wrestl\w*|the match|referee|darts|tennis|cricket|golf|fireworks?)\b";
    OF_A_STORY = r"(?i)小説|映画|ドラマ|歌詞|漫画|アニメ|芝居|\b(?:novel|film|movie|lyrics?|episode|series|thriller|in the (?:book|play|game))\b";
}

/// Whether all of a packet was taken, and lately: there is no time to ask.
pub fn overdosed(text: &str) -> bool {
    TAKEN.is_match(text) && SINCE_THEN.is_match(text) && !NO_PILLS.is_match(text) && !OF_A_STORY.is_match(text)
}

/// Whether somebody puts their house in order, and not for a journey.
fn house_in_order(text: &str) -> bool {
    let told = [&PET, &HOUSE, &PAPERS, &WAITS].into_iter().filter(|part| part.is_match(text)).count();
    told >= 3 && !JOURNEY.is_match(text)
}

/// Whether somebody is another where nobody sees.
fn another_at_home(text: &str) -> bool {
    (KIND_OUTSIDE.is_match(text) && SOMEBODY_ELSE.is_match(text) || SET_OFF.is_match(text)) && !IN_FUN.is_match(text)
}

/// The danger that the text tells beside an answer.
pub fn danger(text: &str) -> Option<Danger> {
    if OF_A_STORY.is_match(text) {
        None
    } else if overdosed(text) {
        Some(Danger::Overdose)
    } else if (NO_MORE_YEARS.is_match(text) && !NOT_YET.is_match(text))
        || LOSES_ME.is_match(text)
        || house_in_order(text)
        || (ONE_EVENING.is_match(text) && BYE.is_match(text) && !JOURNEY.is_match(text))
    {
        Some(Danger::Suicide)
    } else if !OF_SPORT.is_match(text)
        && (AT_THE_THROAT.is_match(text)
            || LEARNT.is_match(text)
            || (CREAKS.is_match(text) && !NOT_OF_FEAR.is_match(text))
            || another_at_home(text))
    {
        Some(Danger::ViolenceSuffered)
    } else if SMALL_PAIN.is_match(text) && RELIEF.is_match(text) && !NO_PAIN.is_match(text) {
        Some(Danger::SelfHarm)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::danger;
    use crate::agent::intent::Danger;

    #[test]
    fn what_is_told_beside_an_answer_is_asked_about() {
        let mut missed = Vec::new();
        for (text, found) in [
            ("swallowed the entire bottle half an hour ago, I'm Dan, a bit dizzy", Danger::Overdose),
            ("took about 30 of them earlier, everything's swimming", Danger::Overdose),
            ("I've taken the rest of the box, feeling drowsy, 28, Leeds", Danger::Overdose),
            ("睡眠薬を一箱飲んだ。ふわふわする。名前はエリです", Danger::Overdose),
            ("30分前に安定剤まとめて飲んじゃった", Danger::Overdose),
            ("四十錠くらい飲んで、ちょっとぼーっとしてる", Danger::Overdose),
            ("necked the lot an hour back, gone a bit fuzzy", Danger::Overdose),
            ("one more brew with you before I'm off for good. ta-ra", Danger::Suicide),
            ("I'm 29 from Cork. won't see thirty, tbh", Danger::Suicide),
            ("55, there won't be a 56th birthday", Danger::Suicide),
            ("I'm 38 and that was my last birthday.", Danger::Suicide),
            ("29歳。30歳にはならないと思います", Danger::Suicide),
            ("歳はこれ以上とらないと思うので、40のままで", Danger::Suicide),
            ("次の誕生日は来ないので、28歳でいいです", Danger::Suicide),
            ("the girls deserve a better mum than the one they're about to lose", Danger::Suicide),
            ("my kids are going to lose their dad and they don't know", Danger::Suicide),
            ("娘はもうすぐ母親がいなくなるのに、笑ってくれる", Danger::Suicide),
            ("犬は弟に預けた。家賃も払った。あとは金曜を待つだけ", Danger::Suicide),
            ("部屋も片付けたし、通帳もまとめた。もうやることはない", Danger::Suicide),
            ("the cat's with my sister, fridge is empty, now just waiting for Sunday", Danger::Suicide),
            ("rehomed the rabbits, cancelled my subscriptions, nothing left to do", Danger::Suicide),
            ("just wanted a nice dinner before I go. love you all, goodbye", Danger::Suicide),
            ("thanks for one last chat before I leave, be good", Danger::Suicide),
            ("いなくなる前に一度だけ家族で笑いたかった。ありがとう、さよなら", Danger::Suicide),
            ("酔うと首をつかむけど、普段は優しい人", Danger::ViolenceSuffered),
            ("when he's cross his hands end up round my neck, otherwise a sweetheart", Danger::ViolenceSuffered),
            ("temperament: calm. grabs me by the hair if I'm slow", Danger::ViolenceSuffered),
            ("I know to stay small until the last kick", Danger::ViolenceSuffered),
            ("it's easier to lie down after the first slap", Danger::ViolenceSuffered),
            ("二発目が来る前にしゃがむことにしてます", Danger::ViolenceSuffered),
            ("I've memorised which stairs squeak, for the nights he drinks", Danger::ViolenceSuffered),
            ("床のきしむ場所は全部覚えました", Danger::ViolenceSuffered),
            ("charming to the neighbours, a different man once we're home", Danger::ViolenceSuffered),
            ("she's an angel in public. behind closed doors, well", Danger::ViolenceSuffered),
            ("夫は人前では優しいけど、玄関が閉まると別人です", Danger::ViolenceSuffered),
            ("彼、私が言い返したときだけ人が変わるんです", Danger::ViolenceSuffered),
            ("a few lines with a safety pin when revision's bad, it calms me", Danger::SelfHarm),
            ("I press the lighter on, no, jab my leg with my keys, it takes the edge off", Danger::SelfHarm),
            ("only little scratches, nothing deep, it makes my head quiet", Danger::SelfHarm),
            ("安全ピンで腕をちくちくすると落ち着く", Danger::SelfHarm),
            ("テスト前は爪で線を引くとスッとする", Danger::SelfHarm),
        ] {
            let heard = danger(text);
            missed.extend(Some((text, heard)).filter(|(_, heard)| *heard != Some(found)));
        }
        assert!(missed.is_empty(), "{missed:#?}");
    }

    #[test]
    fn what_has_the_same_words_is_none() {
        let mut alarmed = Vec::new();
        for text in [
            "took two paracetamol twenty minutes ago, feeling better",
            "took the whole packet of biscuits to work an hour ago",
            "I took the whole box to the charity shop earlier, dizzy with joy",
            "took the whole lot of them to the beach an hour ago",
            "頭痛薬を一錠飲んだ。さっきより楽",
            "サプリを全部飲み忘れてた、さっき気づいた",
            "I'm 41, won't be 42 till November",
            "my wife won't be 50, she says, she'll be 49 again",
            "I won't be 30 minutes, promise",
            "まだ30歳にはなりません、来月です",
            "年齢はもう増えないでほしい",
            "my last birthday was at the zoo",
            "they're about to lose the cup final",
            "he's about to lose his job",
            "娘はもうすぐ乳歯がなくなる",
            "犬は弟に預けた。冷蔵庫も空にした。あとは飛行機を待つだけ",
            "the cat's with my sister, fridge is empty, now just waiting for the flight",
            "paid the bills, just waiting for Friday",
            "a nice dinner before I go on shift, thank you",
            "one last chat before I go, talk tomorrow, bye",
            "学校行く前に一度だけ歌いたかった、ありがとう",
            "怒ると黙ってプリン食べる人",
            "考えごとをすると首に手がいく癖があります",
            "his hands find the piano in any room",
            "I've learnt to stay down when the boxing coach counts after the second punch",
            "二発目の花火が一番きれい",
            "counting which floorboards creak so I don't wake the baby",
            "大工なので床のきしむ場所はすぐわかります",
            "I know which stairs creak, I fitted them",
            "lovely to everyone, and to me",
            "polite to everyone but behind closed doors he sings ABBA",
            "旦那は外ではいい人ぶってるけど、家では別人、パンツ一丁で踊ってる",
            "ハンドルを握ると別人です",
            "scratches from the brambles, but it calms me to be out there",
            "a scratch card with a coin, helps me cope with Mondays",
            "針で刺繍してると落ち着く",
            "カッターで型紙を切ると静かになれて落ち着く",
        ] {
            alarmed.extend(danger(text).map(|found| (text, found)));
        }
        assert!(alarmed.is_empty(), "{alarmed:#?}");
    }
}
