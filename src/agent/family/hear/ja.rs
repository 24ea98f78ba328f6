//! Destinations and activities in Japanese.

use regex::Captures;

use super::super::places::{self, Kind};
use super::{Place, Planning};
use crate::agent::hera::text::patterns;
use crate::domain::Trip;

patterns! {
    GOES = r"([^、。!?\s「」\n]{1,30}?)(?:に|へ|まで)(?:は|も)?(?:みんなで|皆で|一緒に|いっしょに|家族で|また|ぜひ|遊びに|旅行に|ドライブに)*(?:行|い[きこく]|いって|出かけ|でかけ|遊び|旅行|泊ま)";
    // 動物園行くか, ボウリング場行こ: only what looks like a place.
    GOES_BARE = r"([^、。!?\s「」\n]{2,30}?)(?:行[くこきっ]|いこ[うか]?(?:$|。|!|、|よ|な|ね)|いきたい)";
    CHOSEN = r"([^、。!?\s「」\n]{1,30}?)(?:がいい|が良い|がよい|が一番|がいちばん|にしよ|にしましょう|にする|に変え|はどう|とかどう|なんてどう|なんかどう|はいかが|で決まり|も捨てがたい|希望|だ(?:な|ね|よ)?(?:!|$)|で(?:いい|良い)(?:や|よ|ね|です|かな)?(?:!|。|$)|かな(?:あ|ぁ)?(?:。|$))";
    NAMED = r"(?:行き先|目的地|行きたいの|場所)は、?([^、。!?\s\n]{1,30}?)(?:です|だ|で|がいい|にし|な$|ね$|な。|ね。|$|。|、|!)";
    // 弘前の桜、みんなで見たい
    SEES = r"([^、。!?\s「」\n]{1,20}?)の[^、。!?\s「」\n]{1,12}?(?:を|が|、)?(?:みんなで|一緒に|また)?(?:見|観|食べ|入)(?:たい|に行|よう|ましょう)";
    // What comes before the place itself.
    LEAD = r"^.*(?:は|なら|から|ので|って|けど|たら|たち?と|家族と|みんなと|皆と|みんなで|家族で|人で|じゃあ|やっぱり|やっぱ|えっと|今度|次|いつか|できれば|久しぶりに|たまには|しかも|また|そして|まず|あと|じゃなくて|ではなくて|でなくて|やめて|より|日曜|土曜|休み|週末|連休|当日)(?:、|の)?";
    NO_PLACE = r"^(?:どこ|何処|いつ|何|なに|ここ|そこ|あそこ|どっか|どこか|早く|はやく|すぐ|本当|ほんと|仕事|学校|会社|病院|迎え|会い|それ|これ|一緒|先|外|家|うち|あなた|君|みんな|家族|僕|私|俺|好き|別|他|旅行|旅|お出かけ|出かけ|塾|保育園|幼稚園|買い物|買物|トイレ|お風呂|墓参り|お墓参り|[0-9]*人|一人|二人|三人)$|学校|会社|病院";
    FOOD = r"(?:丼|飯|ごはん|ご飯|カレー|ラーメン|うどん|そば|寿司|ずし|焼き?|鍋|定食|弁当|ケーキ|パン|料理|サラダ|スープ|焼肉|パスタ|ピザ|刺身|アイス|おにぎり|味噌汁)$";
    REFUSED = r"^(?:じゃな|ではな|は(?:いや|嫌|やめ|ちょっと|だめ|もう|無理)|以外|より)";
    PAST = r"(?:戻|もど|帰)(?:った|って(?:き|来)た)|(?:た|だ|ました|でした|たよ|たんだ|たの|たんだよ|てた|てたよ)(?:よ|ね|な|わ|けど)?[。!]*$|昨日|きのう|先週|昔|以前|の人|さん|先生|住んで|出身|仕事|会社|学校";
    DOES = r"([^、。!?\s「」\n]{0,16}?)(を|に|と|で|が|も)?((?:見|観|み|食べ|眺め|ながめ|集め|投げ|浴び)|(?:作|つく|乗|の|撮|登|のぼ|入|はい|滑|すべ|釣|走|触|さわ|踊|めぐ|巡|浸か|潜|掘|飾|まわ|回|寄)(?:り|ろう?|って|る)|(?:拾|ひろ|買|歌|習|歩きまわ)(?:い|おう?|って|う)|(?:歩|聞|描|焼)(?:き|こう?|いて|く)|泳(?:ぎ|ごう?|いで|ぐ)|(?:遊|飛|選)(?:び|ぼう?|んで|ぶ)|(?:飲|読)(?:み|もう?|んで|む)|(?:探|さが)(?:し|そう?|して|す))(たい|に行|に出か|よう|ましょう|てみ|ながら|よ[。!]|る(?:の|ぞ|よ|か|ね|わ)?[。!、]?$|る、|て、|て$|、|。|!|$|ます|るの|り、)?";
    SURU = r"([^、。!?\s「」\nをがもはにで]{2,14})(?:を|が|も|でも)?(?:したい|しよう|しましょう|やりたい|やろう|してみたい|してみよう|しない|するか|がいいな|に誘う)";
    NO_ACTIVITY = r"^(?:どう|何|なに|そう|こう|話|お話|相談|お願い|参加|賛成|決定|出発|一緒|いっしょ|楽しみ|変更|おすすめ|それ|これ|みんな|のんびり|ゆっくり|旅行|お出かけ|計画|約束|いろいろ|もっと|今日|ごはん|夕飯|ご飯|何か|なんか|どれ|誰|だれ|けんか|静か|近く|遠く|屋内|屋外|人|うち|来年|来月|来週|仕事|宿題|覚え|電話|連絡|しりとり|なぞなぞ|クイズ|ゲーム)|学校|会社";
    // 給料日だから焼肉行こう: what is eaten or done there, and no place.
    GOES_OUT = r"(焼き?肉|ラーメン|お?寿司|回転寿司|カレー|うどん|そば|蕎麦|パフェ|ケーキ|ピザ|中華|イタリアン|しゃぶしゃぶ|すき焼き|お好み焼き|たこ焼き|ランチ|ご飯|ごはん|カラオケ|ボウリング|ボーリング|映画)(?:に|を)?(?:でも)?(?:食べに|見に)?(?:、)?(?:行|い)(?:こう|きたい|こっか|こか|かない|きましょう)";
    SINGS = r"^(?:何か|なにか|なんか|一曲|、)*(?:お?歌|うた|踊り)?(?:を)?(?:歌|うた|踊|おど|弾)[いっ]て(?:よ|ね|みて|くれる?|くれない|ほしい|ちょうだい|ください)*[。!?ー〜]*$";
    WHICH = r"(?:どっち|どちら|どれ)(?:に|が|の|へ|から|いく|行)|[^、。!?]{1,8}か[^、。!?]{1,8}か[?。]*$";
    // 仙台まで, 大浜公園の水族館みたいなとこ: what stands behind the name of a place.
    BEHIND = r"(?:まで|みたいな(?:とこ(?:ろ)?|場所)|のとこ(?:ろ)?|あたり|とか)$";
    EVER = r"こと(?:は|が|って)?(?:ある|あります|ない|ありません)";
    IS_THERE = r"^(?:は|って|も|とか)?(?:いる|おる|ある|います|あります)(?:の|ん|かな|か)*\?";
    PROPOSED = r"^(?:じゃあ|やっぱ(?:り)?|ほな|なら|それなら|あ|で)?、?([^、。!?\s]{2,14}?)(?:は|とか|なんか|なんて|に(?:せえへん|せん|しない|しよ(?:う)?か?|する|しません))(?:は)?(?:どう|どうかな|どうやろ|いいかも)?\?$";
    // 病院に行った: where somebody was.
    WENT = r"^(?:っ?て(?:今|いま|さっき|から|きて|、)?(?:戻|もど|帰)|った|きました|ってきた|って来た|ってた|っていた|ってい?る|きましょうかと思いましたが)";
    // 温泉に入りたい: something to do, wherever they go.
    BATHES = r"(?:温泉|お?風呂|露天風呂|足湯)(?:に|へ)?(?:も)?(?:ゆっくり|のんびり|みんなで|一緒に)?(?:入|はい|浸か|つか)";
    TITLED = r"^(?:さん|ちゃん|くん|君|様|先生|先輩|部長|課長|社長|という|って(?:人|子|名前|いう))";
    ALONE = r"^(?:かな|がいい|でいい|だな|だね|だよ|へ|に|!|。|、|$)";
    WISHED = r"行|い[きこ]|出かけ|でかけ|旅行|旅|遊び|泊ま|見たい|見に|たい|よう|ましょう|ろう[。!よか]|泳ぎ|がいい|はどう|どうかな|いいな|好き|憧れ|あこがれ|休み|週末|連休|提案|おすすめ|ドライブ|ピクニック|キャンプ";
    SHELL = "貝(?:がら|ガラ|ｶﾞﾗ)";
    THINGS = r"(?:手持ち|線香)?花火(?:大会)?|バーベキュー|BBQ|(?:海|川|磯)?釣り|ハイキング|登山|キャンプファイヤー|ピクニック|(?:お)?買い物|ショッピング|(?:家族|記念)?写真(?:撮影)?|(?:夕方の|朝の)?散歩|ドライブ|サイクリング|シュノーケリング|ダイビング|サーフィン|海水浴|潮干狩り|(?:すいか|スイカ)割り|貝殻拾い|砂(?:のお)?城作り|砂遊び|磯遊び|観覧車|ジェットコースター|メリーゴーランド|コーヒーカップ|お化け屋敷|(?:夜の)?パレード|イルカショー|(?:餌|えさ)やり|露天風呂|足湯|卓球(?:大会)?|食べ歩き|(?:お寺|神社|美術館|カフェ|路地)(?:めぐり|巡り)|美術館|博物館|雪合戦|雪だるま(?:作り)?|そり(?:遊び|すべり)|スキー|スノーボード|スノボ|かまくら(?:作り)?|焚き火|たき火|星空観察|天体観測|川遊び|虫取り|お弁当|かき氷|ボート|カヤック|凧(?:揚げ|あげ)|どんぐり拾い|宝(?:物)?探し|鬼ごっこ|かくれんぼ|スケッチ|お土産選び|おみやげ選び|温泉まんじゅう|ソフトクリーム|ペンギン|パンダ|キリン|ゾウ|ロープウェイ|キャッチボール|花見";
    // A thing by itself at the end of a clause, when it was asked what to do.
    THING = r"^(?:.*(?:あと|それから|それと|次|帰り|行き|途中|最後|そこ|下|上|朝|昼|夜|着いたら|先)(?:は|に|で|の)?)?([\p{Han}\p{Katakana}ーa-zA-Zぁ-ん・]{2,14}?)(?:も|ね|な|かな|とか|など|で|よ|だね|だな|がいい|もいい|もね|も外せない|は外せない|でしょ|は必須)*$";
    NO_THING = r"^(?:うん|はい|ええ|いい|いや|そう|それ|これ|あれ|ここ|やった|すごい|ありがとう|ごめん|お願い|おねがい|わかった|了解|賛成|楽しみ|みんな|全会一致|決行|完璧|最高|なるほど|ほんと|本当|まあ|えっと|でも|じゃあ|だって|やっぱり|大丈夫|よし|おはよう|こんにちは|ただいま|おやすみ|元気|今日|明日|今度|次|なに|何|どこ|だれ|誰|いつ|どう|俺|私|僕|わたし|ぼく|おれ|もう|また|いま|今|ちょっと|少し|笑|負け|勝|嘘|うそ|冗談|来年|来月|来週|うち|おり|ねる|こだわ|人[多少]|ころ$|ところ$|とこ$|場所$|はは|あはは|へえ|ふうん)|(?:た|だ|ない|たい|です|ます|よう|って|から|けど|して|だよ|だね|なる|する|ある|いる|ぞ|か|の|とおり|多い|少ない|高い|遠い|近い|寒い|暑い|眠い)$|さん$|ちゃん$|くん$";
    IS_THING = r"^[\p{Han}\p{Katakana}ーA-Za-z・]+[りきげぎみしいけえせ]?$|^お?[ぁ-ん]{2,5}$";
    // エレベーターでいい: in the place of what is not wished.
    INSTEAD = r"([\p{Han}\p{Katakana}ー]{2,12})(?:で(?:いい|良い)|がいい|にし(?:よう|ます|て)|にする)";
    REFUSES = r"([^、。!?\s「」\n]{1,20}?)(?:じゃな(?:くて?|い)|ではなく|はやめ|やめ(?:て|よう|とこ)|以外|は(?:いや|嫌|なし|だめ|無理|やだ)|やだ|なしで|より)";
}

/// Deeds by the stems of their verbs: what they are called by themselves (if they are), and after what they are done to.
const DEEDS: &[(&[&str], &str, &str)] = &[
    (&["見", "観", "み", "眺め", "ながめ"], "", "見物"),
    (&["食べ", "飲", "浴び", "聞", "習"], "", ""),
    (&["集め"], "", "集め"),
    (&["投げ"], "", "投げ"),
    (&["作", "つく"], "", "作り"),
    (&["乗", "の", "入", "はい", "浸か", "まわ", "回", "寄"], "", ""),
    (&["撮"], "写真撮影", "撮影"),
    (&["登", "のぼ"], "山登り", "登り"),
    (&["滑", "すべ"], "雪すべり", "すべり"),
    (&["釣"], "釣り", "釣り"),
    (&["走"], "かけっこ", "走り"),
    (&["触", "さわ"], "", "とのふれあい"),
    (&["踊"], "踊り", "踊り"),
    (&["めぐ", "巡"], "", "めぐり"),
    (&["潜"], "素潜り", "潜り"),
    (&["掘"], "", "掘り"),
    (&["飾"], "", "の飾りつけ"),
    (&["拾", "ひろ"], "", "拾い"),
    (&["買", "選"], "", "選び"),
    (&["歌"], "歌", "の歌"),
    (&["歩"], "散歩", "の散歩"),
    (&["描"], "お絵かき", "のスケッチ"),
    (&["焼"], "", "焼き"),
    (&["泳"], "ひと泳ぎ", "泳ぎ"),
    (&["遊"], "水遊び", "遊び"),
    (&["読"], "読書", "の読書"),
    (&["探", "さが"], "", "探し"),
];

/// Where `text` says that they go.
pub fn destination(text: &str, trip: &Trip, planning: Planning) -> Option<Place> {
    // Which of two is still a question, and so is whether somebody has ever been there.
    if text.contains("それとも") || WHICH.is_match(text) || EVER.is_match(text) {
        return None;
    }
    let explicit = GOES.captures_iter(text).map(|found| (found, true));
    let bare = GOES_BARE.captures_iter(text).map(|found| (found, false));
    let seen = SEES.captures_iter(text).map(|found| (found, false));
    let chosen = CHOSEN.captures_iter(text).chain(NAMED.captures_iter(text)).map(|found| (found, false));
    let told = seen.chain(bare).chain(explicit).chain(chosen);
    // 動物園は？: a question that proposes.
    let proposed = PROPOSED.captures_iter(text).map(|found| (found, false));
    let told = told.chain(proposed);
    let mut told: Vec<(usize, String)> = told
        .filter(|(found, _)| !found.get(0).is_some_and(|whole| WENT.is_match(&text[whole.end()..])))
        .filter_map(|(found, goes)| {
            let named = found.get(0).is_some_and(|whole| {
                ["行き先", "目的地", "行きたいの", "場所"].iter().any(|word| whole.as_str().starts_with(word))
            });
            Some((found.get(1)?.end(), place(text, &found, goes || named)?))
        })
        .collect();
    told.extend(alone(text, trip, planning));
    // What is said last counts.
    if let Some((_, last)) = told.into_iter().max_by_key(|(at, _)| *at) {
        return Some(Place { name: last, sure: true });
    }
    if trip.destination.is_some() || PAST.is_match(text) || BATHES.is_match(text) {
        return None;
    }
    let mut rest = text;
    while let Some((start, end)) = places::known(rest) {
        // 海斗, 森さん, 山田: a part of a name is no place; and nobody goes where nothing says so.
        let (before, name, after) = (&rest[..start], &rest[start..end], &rest[end..]);
        let joined =
            |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{30a1}'..='\u{30fc}' | '々'));
        let proper = places::is_proper(name) && name.chars().count() > 1;
        let part = joined(after.chars().next()) || (joined(before.chars().next_back()) && !proper);
        let titled = TITLED.is_match(after);
        let alone = before.trim_matches(['、', ' ']).is_empty() && ALONE.is_match(after);
        if !part && !titled && !REFUSED.is_match(after) && (alone || WISHED.is_match(text)) {
            return Some(Place { name: name.to_owned(), sure: true });
        }
        rest = &rest[end..];
    }
    None
}

/// A place that stands by itself: びわ湖ホール。; やっぱり熱海
fn alone(text: &str, trip: &Trip, planning: Planning) -> Option<(usize, String)> {
    let open = trip.destination.is_none();
    // What stands for the whole answer is where, if that was asked.
    let whole = !text.ends_with(['か', 'な'])
        && !text.trim_end_matches(['。', '!']).contains(['、', '。', '!', '\n', ' ', '?']);
    let mut names = text.split(['、', '。', '!', '\n', ' ']).map(str::trim).filter_map(|clause| {
        let name = LEAD.replace(clause, "");
        let name = name.trim_end_matches(['ね', 'な', 'よ', 'か', 'で', 'だ', 'さ']);
        let placelike = places::is_placelike(name);
        let marked = planning.changes && places::is_proper(name);
        let awaited = planning.awaits_place
            && open
            && whole
            && name.chars().count() > 1
            && is_noun(name)
            && !NO_THING.is_match(name);
        let found = ((open && placelike) || marked || awaited) && !NO_PLACE.is_match(name);
        found.then(|| (text.find(clause).unwrap_or(0) + clause.len(), name.to_owned()))
    });
    names.next_back()
}

/// Whether all of it is written as nouns mostly are.
fn is_noun(name: &str) -> bool {
    let mut letters = name.chars().peekable();
    letters.peek().is_some()
        && letters.all(|c| matches!(c, '\u{30a1}'..='\u{30fc}' | '\u{3400}'..='\u{9fff}' | '々' | 'の'))
}

fn place(text: &str, found: &Captures<'_>, goes: bool) -> Option<String> {
    let whole = found.get(1)?;
    let after = &text[whole.end()..];
    if REFUSED.is_match(after) {
        return None;
    }
    let name = LEAD.replace(whole.as_str(), "");
    let name = name.trim_start_matches(['、', 'は', 'の', 'も', 'で', 'と']).trim();
    let name = &*BEHIND.replace(name, "");
    let is_thing = THINGS.find(name).is_some_and(|thing| thing.range() == (0..name.len()));
    let somewhere = places::is_placelike(name)
        || places::known(name).is_some_and(|(start, end)| start == 0 || end == name.len())
        || (Kind::of(name) != Kind::Open && !is_thing);
    // 海鮮丼 is no sea.
    let fits = !name.is_empty()
        && !NO_PLACE.is_match(name)
        && !FOOD.is_match(name)
        && !name.ends_with(['て', 'に', 'を', 'み', 'び', 'ぎ', 'い', 'り', 'が']);
    (fits && (somewhere || (goes && !is_thing))).then(|| name.to_owned())
}

/// What `text` says that they do, in order.
pub fn activities(text: &str, planning: Planning) -> Vec<String> {
    // One spelling: the が in it is no particle.
    let text = &SHELL.replace_all(text, "貝殻");
    // Which of two is still a question; and 「歌って」 is said to somebody.
    if text.contains("それとも") || SINGS.is_match(text) {
        return Vec::new();
    }
    let mut found: Vec<(usize, String)> = Vec::new();
    for verb in DOES.captures_iter(text) {
        found.extend(deed(&verb, planning));
    }
    for noun in SURU.captures_iter(text) {
        let Some(noun) = noun.get(1) else { continue };
        let name = LEAD.replace(noun.as_str(), "").into_owned();
        if NO_ACTIVITY.is_match(&name) {
            continue;
        }
        let kana = name.chars().all(|c| matches!(c, '\u{3041}'..='\u{309f}'));
        let between: &[char] = if kana { &[] } else { &['と', 'や'] };
        for name in name.split(between).filter(|name| name.chars().count() > 1) {
            if !NO_ACTIVITY.is_match(name) && !name.ends_with(['て', 'く']) && places::known(name).is_none() {
                found.push((noun.start(), name.to_owned()));
            }
        }
    }
    for thing in GOES_OUT.captures_iter(text).filter_map(|found| found.get(1)) {
        if !found.iter().any(|(_, name)| name.contains(thing.as_str())) {
            found.push((thing.start(), thing.as_str().to_owned()));
        }
    }
    for thing in THINGS.find_iter(text) {
        // ゾウいる？ only asks.
        if IS_THERE.is_match(&text[thing.end()..]) || text.contains("っけ") {
            continue;
        }
        let place = text[thing.end()..].starts_with('場');
        let told = found.iter().any(|(at, name)| name.contains(thing.as_str()) && at.abs_diff(thing.start()) < 60);
        if !place && !told && !REFUSED.is_match(&text[thing.end()..]) {
            found.push((thing.start(), thing.as_str().to_owned()));
        }
    }
    if planning.awaits_activity {
        let instead = INSTEAD.captures_iter(text).filter_map(|found| found.get(1));
        let instead = instead.filter(|_| planning.changes).map(|name| (name.start(), name.as_str().to_owned()));
        for (at, name) in things(text).into_iter().chain(instead) {
            if !found.iter().any(|(_, known)| known.contains(&name) || name.contains(known.as_str())) {
                found.push((at, name));
            }
        }
    }
    found.sort_by_key(|(at, _)| *at);
    // 「ちょっ」と黙って: cut out of another word.
    found.into_iter().map(|(_, name)| name).filter(|name| !name.ends_with(['っ', 'ッ'])).collect()
}

/// Things by themselves, which are what is to be done when that was asked: 団子と、おでんも
fn things(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut from = 0;
    for sentence in text.split_inclusive(['。', '!', '?', '\n']) {
        let mut at = from;
        from += sentence.len();
        if sentence.ends_with('?') || sentence.trim_end_matches(['。', '!']).ends_with('か') {
            continue;
        }
        for clause in sentence.split_inclusive(['、', 'と', 'や']) {
            let bare = clause.trim_matches(['、', '。', '!', ' ', '\n', 'と', 'や']);
            let thing = THING.captures(bare).and_then(|found| found.get(1)).map_or("", |thing| thing.as_str());
            let thing = thing.rsplit(['の', 'で', 'に']).next().unwrap_or(thing).trim_end_matches(['も', 'ね', 'は']);
            // In kana alone only what begins the clause: 行きたい has a たい in it.
            let kana = thing.chars().all(|c| matches!(c, '\u{3041}'..='\u{309f}'));
            let noun = IS_THING.is_match(thing) && (!kana || bare.starts_with(thing)) && !NO_THING.is_match(thing);
            let place = places::known(thing) == Some((0, thing.len()));
            if noun
                && !place
                && thing.chars().count() > 1
                && !NO_THING.is_match(bare)
                && !NO_ACTIVITY.is_match(thing)
                && !REFUSES.is_match(bare)
            {
                found.push((at, thing.to_owned()));
            }
            at += clause.len();
        }
    }
    found
}

/// What `text` says that they do not do.
pub fn refused(text: &str) -> Vec<String> {
    let named = REFUSES.captures_iter(text).filter_map(|found| found.get(1));
    let named = named.map(|what| {
        what.as_str().trim_start_matches(['や', 'は', 'え']).trim_end_matches(['は', 'を', 'が', 'も']).to_owned()
    });
    named.filter(|what| what.chars().count() > 1).collect()
}

/// What one does, as something one looks forward to: 貝殻を拾いたい is 貝殻拾い.
fn deed(found: &Captures<'_>, planning: Planning) -> Option<(usize, String)> {
    let (whole, verb) = (found.get(0)?, found.get(3)?.as_str());
    let form = found.get(4).map_or("", |form| form.as_str());
    let wished = ["たい", "に行", "に出か", "よう", "ましょう", "てみ"].iter().any(|end| form.starts_with(end));
    let will = ["ろう", "おう", "こう", "ごう", "ぼう", "もう", "そう"];
    let linked = ["って", "いて", "いで", "んで", "して", "て"];
    let plain = ["る", "う", "く", "ぐ", "ぶ", "む", "す"];
    let ended = form.is_empty() || form.starts_with(['、', '。', '!', 'て', 'る', 'よ']);
    let planned = planning.awaits_activity
        && ended
        && (linked.iter().chain(&plain).any(|end| verb.ends_with(end)) || form.starts_with(['る', 'て', 'よ']));
    if !wished && !planned && !will.iter().chain(&linked[..5]).any(|end| verb.ends_with(end)) {
        return None;
    }
    let known = DEEDS.iter().filter(|(stems, ..)| stems.iter().any(|stem| verb.starts_with(stem)));
    let (_, alone, after) = known.max_by_key(|(stems, ..)| stems.iter().map(|stem| stem.len()).max())?;
    let object = found.get(1).map_or("", |object| object.as_str());
    let particle = found.get(2).map_or("", |particle| particle.as_str());
    let object = LEAD.replace(object, "").into_owned();
    let object = object.trim_start_matches(['で', 'に', 'は', 'も', 'と']);
    // 近江町市場で海鮮丼: where, and what.
    let several = |text: &str| text.chars().count() > 1;
    let object =
        object.rsplit_once('で').filter(|(at, what)| several(at) && several(what)).map_or(object, |(_, what)| what);
    let into = ["乗", "の", "入", "はい", "浸か", "触", "さわ", "まわ", "回", "寄"];
    // 階段で登る: by what means.
    let means =
        particle == "で" && ["登", "のぼ"].iter().any(|stem| verb.starts_with(stem)) && places::known(object).is_none();
    // 温泉に入りたい: a place, and something to do there.
    let bathes = ["入", "はい", "浸か"].iter().any(|stem| verb.starts_with(stem));
    let place = (particle == "で" && !means) || (particle == "に" && !into.iter().any(|stem| verb.starts_with(stem)));
    if object.is_empty()
        || place
        || particle == "と"
        || NO_ACTIVITY.is_match(object)
        || (!bathes && places::known(object) == Some((0, object.len())))
    {
        return (!alone.is_empty()).then(|| (whole.start(), (*alone).to_owned()));
    }
    // 妹はいる: nobody goes in there.
    if particle.is_empty() && verb.starts_with("はい") {
        return None;
    }
    let bare = particle.is_empty() && !planning.awaits_activity;
    (!bare && !object.ends_with(['て', 'く'])).then(|| (whole.start(), format!("{object}{after}")))
}
