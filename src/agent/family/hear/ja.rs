//! Destinations and activities in Japanese.

use regex::Captures;

use super::super::places::{self, Kind};
use crate::agent::hera::text::patterns;
use crate::domain::Trip;

patterns! {
    GOES = r"([^、。!?\s「」\n]{1,30}?)(?:に|へ|まで)(?:は|も)?(?:みんなで|皆で|一緒に|いっしょに|家族で|また|ぜひ|遊びに|旅行に|ドライブに)*(?:行|い[きこく]|いって|出かけ|でかけ|遊び|旅行|泊ま)";
    CHOSEN = r"([^、。!?\s「」\n]{1,30}?)(?:がいい|が良い|がよい|が一番|がいちばん|にしよう|にしましょう|にする|はどう|とかどう|なんてどう|で決まり|も捨てがたい|希望)";
    NAMED = r"(?:行き先|目的地|行きたいの|場所)は、?([^、。!?\s\n]{1,30}?)(?:です|だ|で|がいい|にし|$|。|、|!)";
    // What comes before the place itself.
    LEAD = r"^.*(?:は|なら|から|ので|って|けど|たら|たち?と|家族と|みんなと|皆と|みんなで|家族で|じゃあ|やっぱり|えっと|今度|次|いつか|できれば|久しぶりに|たまには|しかも|また|そして|まず|じゃなくて|ではなくて|でなくて|より)";
    NO_PLACE = r"^(?:どこ|何処|いつ|何|なに|ここ|そこ|あそこ|どっか|早く|はやく|すぐ|本当|ほんと|仕事|学校|会社|病院|迎え|会い|それ|これ|一緒|先|外|家|うち|あなた|君|みんな|家族|僕|私|俺|好き|別|他|旅行|旅|お出かけ|出かけ)$";
    REFUSED = r"^(?:じゃな|ではな|は(?:いや|嫌|やめ|ちょっと|だめ|もう|無理)|以外|より)";
    DOES = r"([^、。!?\s「」\n]{0,16}?)(を|に|と|で|が|も)?((?:見|観|み|食べ|眺め|ながめ|集め|投げ|浴び)|(?:作|つく|乗|の|撮|登|のぼ|入|はい|滑|すべ|釣|走|触|さわ|踊|めぐ|巡|浸か|潜|掘|飾)(?:り|ろう|って)|(?:拾|ひろ|買|歌|習)(?:い|おう|って)|(?:歩|聞|描|焼)(?:き|こう|いて)|泳(?:ぎ|ごう|いで)|(?:遊|飛|選)(?:び|ぼう|んで)|(?:飲|読)(?:み|もう|んで)|(?:探|さが)(?:し|そう|して))(?:たい|に行|に出か|よう|ましょう|てみ|ながら|、|。|!|$|ます|るの|り、)?";
    SURU = r"([^、。!?\s「」\nをがもはにで]{2,14})(?:を|が|も)?(?:したい|しよう|しましょう|やりたい|やろう|してみたい|してみよう|しない|がいいな)";
    NO_ACTIVITY = r"^(?:どう|何|なに|そう|こう|話|お話|相談|お願い|参加|賛成|決定|出発|一緒|いっしょ|楽しみ|変更|おすすめ|それ|これ|みんな|のんびり|ゆっくり|旅行|お出かけ|計画|約束|いろいろ|もっと)";
    SHELL = "貝(?:がら|ガラ|ｶﾞﾗ)";
    THINGS = r"(?:手持ち|線香)?花火(?:大会)?|バーベキュー|BBQ|(?:海|川|磯)?釣り|ハイキング|登山|キャンプファイヤー|ピクニック|(?:お)?買い物|ショッピング|(?:家族|記念)?写真(?:撮影)?|(?:夕方の|朝の)?散歩|ドライブ|サイクリング|シュノーケリング|ダイビング|サーフィン|海水浴|潮干狩り|(?:すいか|スイカ)割り|貝殻拾い|砂(?:のお)?城作り|砂遊び|磯遊び|観覧車|ジェットコースター|メリーゴーランド|コーヒーカップ|お化け屋敷|(?:夜の)?パレード|イルカショー|(?:餌|えさ)やり|露天風呂|足湯|卓球(?:大会)?|食べ歩き|(?:お寺|神社|美術館|カフェ|路地)(?:めぐり|巡り)|美術館|博物館|雪合戦|雪だるま(?:作り)?|そり(?:遊び|すべり)|スキー|スノーボード|かまくら(?:作り)?|焚き火|たき火|星空観察|天体観測|川遊び|虫取り|お弁当|かき氷|ボート|カヤック|凧(?:揚げ|あげ)|どんぐり拾い|宝(?:物)?探し|鬼ごっこ|かくれんぼ|スケッチ|お土産選び|おみやげ選び|温泉まんじゅう|ソフトクリーム|ペンギン|パンダ|キリン|ゾウ";
}

/// Deeds by the stems of their verbs: what they are called by themselves (if they are), and after what they are done to.
const DEEDS: &[(&[&str], &str, &str)] = &[
    (&["見", "観", "み", "眺め", "ながめ"], "", "見物"),
    (&["食べ", "飲", "浴び", "聞", "習"], "", ""),
    (&["集め"], "", "集め"),
    (&["投げ"], "", "投げ"),
    (&["作", "つく"], "", "作り"),
    (&["乗", "の", "入", "はい", "浸か"], "", ""),
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
pub fn destination(text: &str, trip: &Trip) -> Option<String> {
    let explicit = GOES.captures_iter(text).map(|found| (found, true));
    let chosen = CHOSEN.captures_iter(text).chain(NAMED.captures_iter(text)).map(|found| (found, false));
    let told: Vec<String> = explicit.chain(chosen).filter_map(|(found, goes)| place(text, &found, goes)).collect();
    // What is said last counts.
    if let Some(last) = told.last() {
        return Some(last.clone());
    }
    if trip.destination.is_some() {
        return None;
    }
    let mut rest = text;
    while let Some((start, end)) = places::known(rest) {
        if !REFUSED.is_match(&rest[end..]) {
            return Some(rest[start..end].to_owned());
        }
        rest = &rest[end..];
    }
    None
}

fn place(text: &str, found: &Captures<'_>, goes: bool) -> Option<String> {
    let whole = found.get(1)?;
    if REFUSED.is_match(&text[whole.end()..]) {
        return None;
    }
    let name = LEAD.replace(whole.as_str(), "");
    let name = name.trim_start_matches(['、', 'は', 'の', 'も', 'で', 'と']).trim();
    let is_thing = THINGS.find(name).is_some_and(|thing| thing.range() == (0..name.len()));
    let somewhere = places::known(name).is_some() || Kind::of(name) != Kind::Open;
    let fits =
        !name.is_empty() && !NO_PLACE.is_match(name) && !name.ends_with(['て', 'に', 'を', 'み', 'び', 'ぎ', 'い']);
    (fits && (somewhere || (goes && !is_thing))).then(|| name.to_owned())
}

/// What `text` says that they do, in order.
pub fn activities(text: &str) -> Vec<String> {
    // One spelling: the が in it is no particle.
    let text = &SHELL.replace_all(text, "貝殻");
    let mut found: Vec<(usize, String)> = Vec::new();
    for verb in DOES.captures_iter(text) {
        found.extend(deed(&verb));
    }
    for noun in SURU.captures_iter(text) {
        let Some(noun) = noun.get(1) else { continue };
        let name = LEAD.replace(noun.as_str(), "").into_owned();
        for name in name.split(['と', 'や']).filter(|name| name.chars().count() > 1) {
            if !NO_ACTIVITY.is_match(name) && !name.ends_with(['て', 'く']) && places::known(name).is_none() {
                found.push((noun.start(), name.to_owned()));
            }
        }
    }
    for thing in THINGS.find_iter(text) {
        let place = text[thing.end()..].starts_with('場');
        let told = found.iter().any(|(at, name)| name.contains(thing.as_str()) && at.abs_diff(thing.start()) < 60);
        if !place && !told && !REFUSED.is_match(&text[thing.end()..]) {
            found.push((thing.start(), thing.as_str().to_owned()));
        }
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, name)| name).collect()
}

/// What one does, as something one looks forward to: 貝殻を拾いたい is 貝殻拾い.
fn deed(found: &Captures<'_>) -> Option<(usize, String)> {
    let (whole, verb) = (found.get(0)?, found.get(3)?.as_str());
    let wished = ["たい", "に行", "に出か", "よう", "ましょう", "てみ"].iter().any(|end| whole.as_str().ends_with(end));
    let ends = ["ろう", "おう", "こう", "ごう", "ぼう", "もう", "そう", "って", "いて", "いで", "んで", "して"];
    if !wished && !ends.iter().any(|end| verb.ends_with(end)) {
        return None;
    }
    let known = DEEDS.iter().filter(|(stems, ..)| stems.iter().any(|stem| verb.starts_with(stem)));
    let (_, alone, after) = known.max_by_key(|(stems, ..)| stems.iter().map(|stem| stem.len()).max())?;
    let object = found.get(1).map_or("", |object| object.as_str());
    let particle = found.get(2).map_or("", |particle| particle.as_str());
    let object = LEAD.replace(object, "").into_owned();
    let object = object.trim_start_matches(['で', 'に', 'は', 'も', 'と']);
    let place = particle == "で"
        || (particle == "に"
            && !["乗", "の", "入", "はい", "浸か", "触", "さわ"].iter().any(|stem| verb.starts_with(stem)));
    if object.is_empty() || place || particle == "と" || NO_ACTIVITY.is_match(object) || places::known(object).is_some()
    {
        return (!alone.is_empty()).then(|| (whole.start(), (*alone).to_owned()));
    }
    (!particle.is_empty()).then(|| (whole.start(), format!("{object}{after}")))
}
