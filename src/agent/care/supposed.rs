//! Violence that is only asked about, supposed, denied, or played: "you'd never hit me, would you?", 「パパをなぐってもいい？」,
//! 「ボクシングで殴られた」, a film's plot. It is no report of what happened, and nobody is left out of a family for it.
//!
//! A sentence is taken for that only where nothing in it tells of what happens: who does it again, whose fault it is, fear.

use std::borrow::Cow;

use crate::agent::hera::text::{language_of, normalise, patterns};
use crate::domain::Language;

patterns! {
    VIOLENCE = concat!(
        r"(?i)殴|なぐ[るりっらろ]|叩[いくかけき]|たた(?:い[てた]|く|か[なれ])|蹴[るりっらろ飛]|けら(?:れ|な)|ぶ(?:った|たれ)|刺[しさす]|殺[すさしせそ]|絞め|いじめ|傷つけ|暴力|暴れ|手を(?:上げ|あげ)|(?-i:DV)|虐待",
        r"|\b(?:hit|hurt|slap|punch|kick|kill|stab|shoot|chok|strangl|smack|spank|beat|attack|murder|harm|abus|violen)\w*\b|\bhands? on\b|\braise (?:a|your|his|her) hand\b",
    );
    // What else somebody in danger speaks of.
    OWN_DANGER = concat!(
        r"(?i)自分|死|自殺|自傷|消え|薬|飛び降り|首を(?:吊|つ)|切[りっる]|殺して(?:くれ|ほし|欲し|ください|下さい|よ|$|[。!])|レイプ|犯され|触られ",
        r"|\b(?:my ?self|suicid\w*|die|dying|dead|death|pills?|overdose|cut(?:ting)?|razor|knife|gun|rap(?:e|ed)|(?:please|just|can you|could you|will you|would you|someone|somebody) kill me)\b",
    );
    // What is told beside the question, or in it: 殴るのは普通？, "is it my fault that he hits me?"
    TELLS_JAPANESE = concat!(
        r"また|今日も|今夜|毎日|毎晩|いつも|何度も|ずっと|ら?れて(?:い)?(?:る|ます|て)|られ(?:た|ました)(?:$|[。!]|の|ん|から|けど|し)|んだけど|んですけど|のに|怖|こわい|助け|逃げ|なんで|なぜ|どうして|何で|普通|当たり前|が悪い|せい[でだ?]|仕方|しょうがない|みたい|のよう",
        r"|(?:^|[^お義])(?:夫|旦那|主人|妻|嫁|彼氏|彼女|彼|父|母|親|上司|同居人|相手)(?:に|が|から)",
    );
    TELLS_ENGLISH = concat!(
        r"(?i)\b(?:he|she|they|someone|somebody|(?:my|our) (?:\w+ )?(?:husband|hubby|wife|boyfriend|girlfriend|partner|fianc[eé]e?|bf|gf|ex|dad|father|mum|mom|mother|stepdad|stepmum|stepmom|uncle|boss))(?:'s|'ll|'d)?(?: \w+){0,3} (?:hit|hurt|slap|punch|kick|chok|strangl|smack|beat|attack|abus|harm)\w*",
        r"|\bby (?:him|her|them|my|our|the)\b|\b(?:again|last night|yesterday|this morning|tonight|always|every (?:day|night|time|week)|keeps?|kept|stop|still|any ?more|deserve\w*|fault|normal|scared|afraid|terrified|frightened|help|why|police|leave (?:him|her)|bruis\w*|blood\w*)\b",
    );
    // Who is asked what they would do, or did, or may do.
    ASKED_JAPANESE = concat!(
        r"(?:殴|なぐ)(?:り(?:ません|ます|たい|たく|そう|合)|ら(?:ない|ん|へん)|っ(?:たり|て(?:も|しまっても)|たこと|てみ|て(?:いい|良い|よい|だめ|ダメ)|た(?:\?|の\?|ら))|る(?:の|か|よう|つもり|人|タイプ|気|こと|\?)|られ(?:たら|ても|たこと|なかった|たい))",
        r"|(?:叩|たた)(?:き(?:ません|ます|たい|そう)|か(?:ない|ん|へん)|い(?:たり|ても|たこと|て(?:いい|良い|だめ|ダメ)|た(?:\?|の\?|ら))|く(?:の|か|よう|つもり|人|タイプ|気|こと|\?)|かれ(?:たら|ても|たこと|なかった))",
        r"|(?:蹴|け)(?:り(?:ません|ます|たい)|ら(?:ない|へん)|っ(?:たり|ても|たこと|て(?:いい|だめ|ダメ)|たら)|る(?:の|か|つもり|人|\?)|られ(?:たら|ても|たこと|なかった))",
        r"|ぶ(?:ったり|っても|ったこと|たない|つの|たれたら|たれたこと)|殺(?:さない|したり|しても|したい|すの|す気|す\?|される?\?|されちゃ)|刺(?:さない|したり|しても|すの|す\?)|いじめ(?:ない|たり|ても|たこと|る(?:の|人|\?)|られたら|られなかった)|傷つけ(?:ない|たり|ても|る(?:の|人|\?))",
        r"|暴力(?:は|を|とか|って)?、?(?:ふる|振る|使)(?:わない|わん|います|いません|う(?:の|か|人|タイプ|こと|\?)|っ(?:たり|ても|たこと|たら))|暴力的な(?:人|夫|妻|の)|暴力(?:は|って)?(?:あり|好き|嫌い|平気)|手を(?:上|あ)げ(?:ない|ません|ます|たり|ても|たこと|る(?:の|か|人|タイプ|こと|\?))|(?-i:DV)(?:する|しない|とか|夫|な人|気質|は|って)|虐待(?:する|しない|したり|したこと)|暴れ(?:る|たり|ない)",
    );
    ASKS_JAPANESE = r"\?|(?:か|かな|かしら|よね|よな|でしょ(?:う)?|だよね)[。!…]*$";
    MAY_JAPANESE = r"(?:ても|で)(?:いい|良い|よい|大丈夫|平気|ええ)";
    SUPPOSES_JAPANESE = r"もし|例えば|たとえば|仮に|万が一|だとしたら|としたら|約束";
    ASKED_ENGLISH = concat!(
        r"(?i)^(?:[\p{L}'’]+,? ){0,3}?(?:would|will|could|can|may|might|should|shall|wouldn'?t|won'?t|couldn'?t|do|don'?t|does|did|didn'?t|have|haven'?t|has|are|aren'?t|were|is it (?:ok|okay|fine|alright|all right)|is (?:anyone|anybody)) (?:\w+ )??(?:you|i|we|it|(?-i:\p{Lu}\p{L}+)|any ?one|anybody|mum|mom|mummy|mommy|dad|daddy|papa|grand\w+|(?:your|our) \w+|to|if)\b",
        r"|^(?:[\p{L}'’]+,? ){0,3}?(?:what (?:would|will|do|did) (?:you|we|mum|mom|dad|(?-i:\p{Lu}\p{L}+))|how would you|which of you|who (?:would|here))\b",
        r"|\b(?:you|we|(?-i:\p{Lu}\p{L}+))(?:'d|'ll|'re)? ?(?:would|will|won'?t|wouldn'?t|do|don'?t|are|aren'?t|have|haven'?t|could|couldn'?t|never)?\b[^.!]*,? (?:would|will|do|are|have|could|did|right|ok|okay|yeah|correct|won'?t|wouldn'?t|don'?t) ?(?:you|we|he|she|they)?\s*\?",
    );
    SUPPOSES_ENGLISH = r"(?i)\b(?:what if|if|suppose|imagine|say|pretend|in case) (?:you|i|we|any ?one|anybody|mum|mom|dad|daddy|(?-i:\p{Lu}\p{L}+))(?:'d| ever| were to| was to)? (?:hit|hurt|slap|punch|kick|kill|smack|spank|beat|attack|harm)\w*\b|\bpromise (?:me )?(?:that )?(?:you|not to)\b";
    // 夫に殴られたらどうしよう: it may have happened.
    FEARED = concat!(
        r"(?i)(?:殴|なぐ|叩か|たたか|蹴|ぶた)(?:ら)?れたら|暴力(?:を)?(?:ふる|振る)(?:われ|っ)たら|手を(?:上|あ)げ(?:られ)?たら",
        r"|\b(?:what if|if|when|in case|suppose) (?:he|she|they|my (?:\w+ )?\w+|(?-i:\p{Lu}\p{L}+))(?:'d| ever| should| were to| was to| does| did)? ?(?:hits?|hurts?|slap\w*|punch\w*|kick\w*|beats?|chok\w*|attack\w*) (?:me|us|my|the)\b",
        r"|^(?:would|will|could|might|does|do you think) (?:he|she|they|my (?:\w+ )?\w+)(?: would| will| could| might)?(?: ever)? (?:hit|hurt|slap|punch|kick|beat|choke|attack)s? (?:me|us|my|the)\b",
    );
    DENIED_JAPANESE = r"(?:(?:殴|なぐ|叩か|蹴)(?:ら|り|れ|っ)*|(?:殴|なぐ|蹴)(?:ったり|り)|叩いたり|(?:殴|叩|蹴)[^。]{0,4}こと(?:は|も|が|なんて|など)?(?:一度も|一回も)?|暴力(?:を|は|とか|なんて)?(?:ふるわ|振るわ|ふるい|振るい|ふるったり|使わ|使い)?|手を(?:上げ|あげ)(?:たり)?)(?:し|は)?(?:ない|ません|なかった|ませんでした|ないです|ないよ|ないし|ないから|ないので|ないんだ|嫌い|きらい)(?:よ|です|から|し|ので|んだ|わ|ね)*(?:[。!]|$)";
    // 最近は殴らない, "he hasn't hit me since": it was otherwise.
    ONCE_JAPANESE = r"まだ|最近|今日|もう|今は|今のところ|この頃|けど|けれど|だけ|しか|ただ|以外|わけ|とは限";
    DENIED_ENGLISH = r"(?i)\b(?:never(?: once| ever)?|(?:does|did|would|will|has|have|had|do|could)(?:n'?t| not| never)(?: ever| once)?|won'?t(?: ever)?|nobody|no one)(?: \w+)?? (?:hit|hurt|slap|punch|kick|beat(?:en)?|harm|attack|raise[ds]?|laid?|lay|touch(?:ed)?|abused?)\w*\b|\b(?:is|was|are|'s|been)(?:n'?t| not| never) (?:\w+ )?(?:violent|abusive)\b|\b(?:never|n'?t|not) been (?:\w+ )?(?:violent|abusive)\b";
    ONCE_ENGLISH = r"(?i)\b(?:any ?more|any ?longer|yet|since|lately|recently|this (?:week|month|year)|today|but|just|only|except|unless|until|when|so far|in (?:weeks|months|days|a while)|much|often|that hard|hard|really)\b";
    PLAYED_JAPANESE = concat!(
        r"(?:ボクシング|ジム|空手|柔道|剣道|格闘(?:技|ゲーム)|格ゲー|キックボクシング|スパーリング|スパー|試合|道場|プロレス|ゲーム|スマブラ|マリカ|マイクラ|フォートナイト|APEX|サバゲー|オセロ|将棋|チェス|トランプ|ラグビー|アメフト|夢)(?:の中)?(?:で|中に|の最中に)[^。と]{0,10}(?:殴|なぐ|叩|蹴|殺|刺|ぶ[ったん])|(?:ボクシング|空手|柔道|剣道|格闘技|キックボクシング|プロレス|ラグビー|相撲)(?:を|は|も)?(?:や|し)って(?:い)?(?:ます|る|て|ました|た)(?:から|ので|し|けど|んで)?、?[^。と]{0,6}(?:殴|なぐ|叩|蹴)",
        r"|(?:枕|まくら|クッション|ぬいぐるみ|風船|雪玉|新聞紙|ハリセン|スリッパ|おもちゃ|スプーン)で[^。]{0,4}(?:殴|なぐ|叩|たた)|(?:猫|ねこ|ネコ|犬|いぬ|赤ちゃん|赤ん坊|[0-3]歳(?:児|の子|の娘|の息子)?|ニワトリ|鹿|猿|サル|馬|蚊|波|雨|風|現実|ツッコミ)(?:に|が|から)[^。]{0,8}(?:殴|なぐ|叩|たた|蹴|襲)",
    );
    // Who is hit in a game by a grown-up they live with may be hit.
    BY_SOMEBODY = r"(?:夫|旦那|主人|妻|嫁|彼氏|彼女|彼|父|母|親|コーチ|監督|先生|先輩|顧問)(?:さん)?(?:に|が|から)|負け(?:る|た)と|あとで|後で|帰り";
    // A child that is not born yet: 胎動, 「お腹の子に蹴られた」. Nothing else may stand between.
    UNBORN_JAPANESE = r"(?:お?(?:腹|なか)の(?:子|赤ちゃん|中)|胎児|胎動|ベビ(?:ー|ちゃん|たん)?|赤ちゃん|赤ん坊)(?:に|が|から)(?:は|も)?(?:、|今|いま|さっき|今日も?|また|よく|ずっと|もう|夜中に?も?|朝から|毎[日晩]|めっちゃ|めちゃ(?:くちゃ|めちゃ)?|すご(?:く|くて|い)|何度も|いっぱい|たくさん|思いっきり|思い切り|元気(?:に|よく)|(?:お腹の)?(?:中|内側)(?:から)?|(?:ポコポコ|ぽこぽこ|ボコボコ|ぼこぼこ|ドンドン|どんどん|ドコドコ)(?:と)?|(?:肋骨|あばら|お腹|おなか|膀胱|みぞおち|胃|わき腹|脇腹)を)*(?:蹴|け(?:られ|って))";
    // 「今めっちゃ蹴られた🦵」: the picture tells who kicks. It is the whole sentence.
    PICTURED = r"^(?:今|いま|さっき|めっちゃ|めちゃ(?:くちゃ|めちゃ)?|すごく|すごい|思いっきり|ぽこっと|ポコッと|内側から|、|あ|お|っ|!|！| )*蹴(?:られ(?:た|て(?:い)?る|てます|ました)|ってる|った)[^\p{L}\p{N}]*[🦵🦶👣👶🤰🤱🍼][^\p{L}\p{N}]*$";
    // Who loses a game is beaten by nobody.
    LOST_JAPANESE = r"(?:将棋|囲碁|オセロ|チェス|トランプ|ゲーム|スマブラ|マリカ|卓球|テニス|バドミントン|クイズ|しりとり|百人一首|腕相撲)(?:で|では|でも)(?:は)?(?:、|いつも|毎回|毎晩|妻に|夫に|嫁に|旦那に|彼女に|彼氏に|彼に|娘に|息子に|負かされて|こてんぱんに|コテンパンに)*(?:叩き|たたき)のめさ";
    // A home in which nobody is hit is wished for.
    HOME_JAPANESE = r"(?:手を(?:上げ|あげ)|殴ら|叩か|怒鳴ったり叩いたりし)ない(?:家|家庭|親|父親|母親|お?父さん|お?母さん|パパ|ママ)(?:に|で)(?:し(?:たい|よう)|な(?:りたい|ろう)|い(?:たい|よう))[^。!]{0,8}(?:[。!]|$)";
    // What tells of an injury or of fear; and who else may have kicked somebody.
    INJURED_JAPANESE = r"怖|こわ|恐|血|あざ|アザ|痣|骨折|病院|警察|逃げ|助け|流産|泣|怒|酒|酔|喧嘩|けんか|ケンカ|心配|不安|負けると|負けたら";
    OTHERS_JAPANESE = r"夫|旦那|主人|彼|父|母|義|男|上司|人に|妻|嫁|元";
    JESTS_JAPANESE = r"(?:冗談|ふざけ|じゃれ|ツッコミ|プロレスごっこ)[^。と]*(?:殴|なぐ|叩|たた|蹴)[^。]*(?:[wｗ笑草]|\n)";
    STORY_JAPANESE = r"(?:映画|ドラマ|アニメ|漫画|マンガ|小説|番組|ニュース|ゲーム|歌詞|舞台|芝居|朗読|主人公|登場人物|キャラ|シーン|場面|絵本|昔話)";
    FIRST_JAPANESE = r"私|わたし|あたし|俺|おれ|僕|ぼく|うち[のでは]|自分|思い出|みたいに|のように|同じ";
    PLAYED_ENGLISH = concat!(
        r"(?i)\b(?:hit|beat|kill|punch|kick|slap|shoot|shot|stab|hurt|smack|destroy|attack)\w*(?: (?:me|us|him|her|them|you|my \w+|(?-i:\p{Lu}\p{L}+)))?(?: \w+)? (?:at|in|on|during|while) (?:a |an |the |our |my |his |her )?(?:\w+ )?(?:chess|checkers|cards|poker|tennis|golf|scrabble|monopoly|uno|darts|pool|mario\w*|kart|smash|fortnite|minecraft|fifa|roblox|call of duty|halo|tekken|video ?games?|board ?games?|games?|match|race|sparring|boxing|karate|judo|mma|training|rugby|football|hockey|paintball|laser tag|quiz|debate)\b",
        r"|\b(?:box(?:ing|ed|er)|sparring|spar|karate|judo|taekwondo|mma|wrestling|rugby|paintball|fencing)\b",
        r"|\bwith (?:a |an |the |his |her |my |your )?(?:pillow|snowball|cushion|balloon|spoon|toy|teddy|nerf \w+|water (?:gun|balloon)|foam \w+|rolled.?up \w+|newspaper)\b",
        r"|\b(?:toddler|baby|newborn|infant|kitten|cat|puppy|dog|goose|geese|seagull|swan|rooster|horse|cow|wave|ball|branch|bill|tax(?:es)?|news|smell|realisation|realization|heat|cold|traffic|stairs|shoes|feet|back|job|commute|suspense|reality)(?: \w+)? (?:hit|beat|attack|punch|kick|slap|smack|hurt|kill|knock)\w*\b",
        r"|\b(?:hits? (?:me|us|him|her|them) up\b|hit me (?:with (?:your|the|a|it))|beat me to (?:it|the)|can'?t beat|hit the (?:gym|road|hay|sack|spot|town|beach))",
    );
    // A child that is not born yet.
    UNBORN_ENGLISH = concat!(
        r"(?i)\b(?:baby|babies|bab|bub|bubba|bump|little one|peanut|bean|twins|foetus|fetus)(?:(?:'s| is| are| has| have| was| were)?(?: (?:just|really|already|always|still|been|keeps?|kept|started|starts|loves?|likes?|to|now|totally|literally|properly|finally|only))* kicking|(?:'s| has| have)?(?: (?:just|really|already|always|still|been|keeps?|kept|started|starts|loves?|likes?|to|now|totally|literally|properly|finally|only))* kick(?:s|ed)?)\b",
        r"|\b(?:felt|feel|feeling) (?:\w+ ){0,2}kicks?(?: from (?:the |our |my )?(?:baby|inside|bump|little one))\b|\bkick(?:s|ed|ing)? (?:me )?from (?:the )?inside\b",
    );
    // Who is better at something. An argument is no game: there somebody may be hit.
    BEATEN_ENGLISH = concat!(
        r"(?i)\bbeat(?:s|en|ing)? (?:me|us|him|her|them|everyone|everybody)(?: (?:again|always|easily|hands down|fair and square|every (?:single )?time|all the time|hollow))*(?: in| at)(?: (?:every|any|all|each|most|the|our|of|a|single|political|family|little|silly|philosophical))* (?:discussions?|debates?|debating|negotiations?|quiz(?:zes)?|quiz nights?|trivia|crosswords?|wordle|sudoku|word games?|board games?|card games?|arm[- ]?wrestling|backgammon|rummy|dominoes|ping[- ]?pong|table tennis|squash|badminton|bowling|pub quiz(?:zes)?|charades|karaoke|puns)\b",
        r"|\bbeat(?:s|en|ing)? (?:me|us|him|her|them|everyone|everybody) to (?:it|the (?:punch ?line|punch|joke|bathroom|shower|remote|coffee|front seat|last (?:slice|biscuit|cookie|piece|bite)))\b",
    );
    INJURED_ENGLISH = r"(?i)\b(?:bruis\w*|blood\w*|bleed\w*|scared|afraid|terrified|frighten\w*|fear|hurts?|cry\w*|cried|drunk|drink\w*|police|hospital|black eye|throat|fists?|belt|slap\w*|punch(?:es|ed|ing)|hits?|hitting|chok\w*|shov\w*|worried|lost|miscarr\w*|help)\b";
    OTHERS_ENGLISH = r"(?i)\b(?:husband|hubby|wife|boyfriend|girlfriend|partner|ex|he|him|his|man|dad|father|mum|mom|mother|daddy|brother|boss|somebody|someone)\b";
    PARTNER_ENGLISH = r"(?i)\b(?:husband|hubby|wife|boyfriend|girlfriend|partner|fianc[eé]e?|bf|gf|ex|dad|father|mum|mom|mother|stepdad|stepmum|uncle)\b[^.?!]*\b(?:hits?|beats?|punch\w*|slap\w*|kick\w*|chok\w*)\b";
    GAME = r"(?i)\b(?:beats?|kill(?:s|ed)?|destroy(?:s|ed)?|hits?|shot|shoots?) (?:me|us|him|her|them|you|everyone) (?:again |always |every time )?(?:at |in (?:a |the )?(?:race|match|game|mario|fortnite|minecraft|smash|fifa|roblox)|with a (?:pillow|snowball|balloon|cushion))";
    STORY_ENGLISH = r"(?i)\b(?:film|movie|book|novel|show|series|episode|play|plot|character|actor|actress|scene|documentary|the news|lyrics?|song|story|anime|manga|game|soap|drama)\b";
    FIRST_ENGLISH = r"(?i)\b(?:me|us|my|our|i)\b[^.?!]*\b(?:hit|beat|hurt|abus|punch|slap|kick|chok)|\b(?:hit|beat|hurt|abus|punch|slap|kick|chok|attack)\w* (?:me|us|my|our)\b|\bjust like\b|\bsame (?:thing|as)\b|\bremind\w* me\b";
}

/// What of `text` tells of anything: without the sentences in which violence is only asked about, supposed, denied or played.
pub fn told(text: &str) -> Cow<'_, str> {
    if !VIOLENCE.is_match(&normalise(text)) {
        return Cow::Borrowed(text);
    }
    let ends = |c: char| matches!(c, '。' | '.' | '!' | '?' | '！' | '？' | '\n');
    let sentences = text.split_inclusive(ends).map(|sentence| (sentence, is_untold(sentence)));
    let sentences: Vec<(&str, bool)> = sentences.collect();
    if sentences.iter().all(|(_, untold)| !untold) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(sentences.into_iter().filter(|(_, untold)| !untold).map(|(sentence, _)| sentence).collect())
}

/// Whether `text` only supposes that somebody near is violent: "what if he hits me?" Whether that is so is asked.
pub fn supposes(text: &str) -> bool {
    FEARED.is_match(&normalise(text))
}

/// Whether a sentence speaks of violence, and tells of none.
fn is_untold(sentence: &str) -> bool {
    if PICTURED.is_match(sentence.trim()) {
        return true;
    }
    let text = normalise(sentence.trim());
    let text = text.trim();
    if !VIOLENCE.is_match(text) || OWN_DANGER.is_match(text) {
        return false;
    }
    if language_of(text) == Some(Language::Japanese) { is_untold_japanese(text) } else { is_untold_english(text) }
}

fn is_untold_japanese(text: &str) -> bool {
    let tells = TELLS_JAPANESE.is_match(text);
    let asked = ASKED_JAPANESE.is_match(text)
        && (ASKS_JAPANESE.is_match(text) || SUPPOSES_JAPANESE.is_match(text) || MAY_JAPANESE.is_match(text));
    let denied = DENIED_JAPANESE.is_match(text) && !ONCE_JAPANESE.is_match(text);
    let played = PLAYED_JAPANESE.is_match(text) && !BY_SOMEBODY.is_match(text);
    let story = STORY_JAPANESE.is_match(text) && !FIRST_JAPANESE.is_match(text) && !BY_SOMEBODY.is_match(text);
    let unborn = UNBORN_JAPANESE.is_match(text) && !(INJURED_JAPANESE.is_match(text) || OTHERS_JAPANESE.is_match(text));
    let lost = LOST_JAPANESE.is_match(text) && !INJURED_JAPANESE.is_match(text);
    let home = HOME_JAPANESE.is_match(text) && !ONCE_JAPANESE.is_match(text) && !INJURED_JAPANESE.is_match(text);
    (asked && !tells) || denied || played || story || unborn || lost || home || JESTS_JAPANESE.is_match(text)
}

fn is_untold_english(text: &str) -> bool {
    let tells = TELLS_ENGLISH.is_match(text);
    let asked = (ASKED_ENGLISH.is_match(text) || SUPPOSES_ENGLISH.is_match(text)) && !tells;
    let denied = DENIED_ENGLISH.is_match(text) && !ONCE_ENGLISH.is_match(text);
    let played = PLAYED_ENGLISH.is_match(text) && (!PARTNER_ENGLISH.is_match(text) || GAME.is_match(text));
    let story = STORY_ENGLISH.is_match(text) && !FIRST_ENGLISH.is_match(text);
    let unborn = UNBORN_ENGLISH.is_match(text) && !(INJURED_ENGLISH.is_match(text) || OTHERS_ENGLISH.is_match(text));
    let beaten = BEATEN_ENGLISH.is_match(text) && !INJURED_ENGLISH.is_match(text);
    asked || denied || played || story || unborn || beaten
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_only_asked_supposed_denied_or_played_tells_of_no_violence() {
        let mut untold = Vec::new();
        for text in [
            "you'd never hit me, would you?",
            "you wouldn't hurt me, right?",
            "would you hit your brother?",
            "Would Anna ever hurt me?",
            "have you ever hit anyone",
            "Anna, do you hit Mia?",
            "can I hit dad?",
            "is it ok to hit people",
            "what would you do if I hit you",
            "what if I hit you?",
            "if you hit me I'd leave",
            "promise you won't hit me",
            "are you going to kill me if I'm late?",
            "he never hit me",
            "My husband doesn't hit me.",
            "she has never been violent",
            "he beat me at chess",
            "my brother killed me in Mario Kart",
            "my boxing coach punched me today lol",
            "my toddler hit me with a spoon",
            "the cat attacked me this morning",
            "in the film the husband beats his wife",
            "私を殴ったりしない？",
            "パパをなぐってもいい？",
            "私のこと殴らないよね？",
            "もし私が嘘ついたら殴る？",
            "怒ったら手を上げる？",
            "人を殴ったことある？",
            "弟を叩いたりするん？",
            "暴力ふるう人じゃないよね、手を上げたりしない？",
            "殴られたらどうする？",
            "夫は殴ったりしないよ",
            "うちの人は暴力はふるいません",
            "ボクシングで殴られた",
            "昨日の試合で顔面殴られてさ",
            "ゲームで弟に殺された",
            "映画で主人公が奥さんを殴るシーンがつらかった",
            "枕で殴られたw",
            "猫に殴られた",
            "さくら、今日は叩かれなかった？",
            "今めっちゃ蹴られた🦵",
            "さっき蹴られた👶",
            "お腹の子に蹴られました",
            "胎動がすごくて、夜中に何度も蹴られる",
            "ベビちゃんにお腹の中からポコポコ蹴られてます",
            "赤ちゃんが肋骨を蹴ってくる",
            "妻に将棋でいつも負かされて、叩きのめされています",
            "子どもには手を上げない家にしたい",
            "baby just kicked me",
            "the baby is kicking me in the ribs right now",
            "our little one keeps kicking my bladder",
            "she beat me in every discussion",
            "my wife beats me in all our debates",
            "he always beats me at the pub quiz",
            "my wife beats me to the punchline every time",
        ] {
            untold.extend(Some(text).filter(|text| !told(text).trim().is_empty()));
        }
        assert!(untold.is_empty(), "{untold:#?}");
    }

    #[test]
    fn what_happens_is_told_whatever_form_it_has() {
        let mut missed = Vec::new();
        for text in [
            "he hits me",
            "my wife hits me",
            "my husband beat me again, should I leave?",
            "is it normal that he hits me?",
            "why does he hit me?",
            "would you leave if your husband hit you? mine hits me",
            "do you think it's my fault when he hits me?",
            "have you ever been hit by your husband? I have",
            "he doesn't hit me anymore",
            "he hasn't hit me since Christmas",
            "he never hits me, he only chokes me",
            "if I tell anyone he hits me he'll leave",
            "can you help, she hit me",
            "my boyfriend is a boxer and he punches me",
            "my husband hits me when he loses at cards and he beats me",
            "the film reminded me of how he hit me",
            "please kill me",
            "would you kill me if I asked you to? I want to die",
            "what if I hurt myself",
            "夫に殴られた",
            "夫に殴られたらどうしたらいい？",
            "また殴られるのかな",
            "殴られるのは普通ですか？",
            "私が悪いから殴られるの？",
            "なんで殴るの？",
            "最近は殴られていない",
            "彼は殴らないけど、首を絞める",
            "ゲームで負けると夫に殴られる",
            "ドラマみたいに夫に殴られた",
            "昨日、彼に殴られて怖いです",
            "殴られない日はない",
            "自分を殴ってもいい？",
            "殺してくれる？",
            "今めっちゃ蹴られた",
            "夫に蹴られた🦵",
            "また蹴られた🦵",
            "妊娠中なのにお腹を蹴られた",
            "彼にお腹を蹴られて赤ちゃんが心配",
            "お腹の子ごと夫に蹴られました",
            "お腹の中の子に蹴られて、夫にも蹴られた",
            "将棋で負けると夫に叩きのめされる、殴られる",
            "手を上げない家にしたい、怖いから",
            "she beat me",
            "the baby and I were kicked by him",
            "my bump was kicked",
            "she beat me in an argument",
            "he beats me in every room",
            "she beat me in every discussion and I have bruises",
            "he beats me to the ground",
        ] {
            missed.extend(Some(text).filter(|text| told(text).trim().is_empty()));
        }
        assert!(missed.is_empty(), "{missed:#?}");
        assert_eq!(told("Would you hit me? My husband hits me.").trim(), "My husband hits me.");
    }

    #[test]
    fn what_may_have_happened_is_supposed() {
        for text in ["what if he hits me again", "would he ever hit me?", "夫に殴られたらどうしよう"] {
            assert!(supposes(text), "{text}");
        }
        for text in ["he hits me", "夫に殴られた"] {
            assert!(!supposes(text), "{text}");
        }
    }
}
