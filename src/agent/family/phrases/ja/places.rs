//! What there is at a kind of place, in Japanese.

use super::super::{Delights, Kind};

/// What there is to do and to look forward to, and places of that kind.
#[expect(clippy::too_many_lines, reason = "a table")]
pub const fn at(kind: Kind) -> Delights {
    match kind {
        Kind::Sea => Delights {
            activities: &[
                "貝殻拾い",
                "砂のお城作り",
                "波打ち際の散歩",
                "磯遊び",
                "すいか割り",
                "海辺のバーベキュー",
                "ビーチボール",
            ],
            sights: &["波の音", "潮の香り", "きらきらの水平線", "白い砂浜"],
            places: &["海", "南の島の砂浜", "静かな入り江の海"],
        },
        Kind::Mountain => Delights {
            activities: &["ハイキング", "川遊び", "星空観察", "焚き火", "山頂でのお弁当", "どんぐり拾い", "虫取り"],
            sights: &["澄んだ空気", "鳥の声", "木漏れ日", "満天の星"],
            places: &["高原", "山の湖", "森のキャンプ場"],
        },
        Kind::Park => Delights {
            activities: &[
                "観覧車",
                "メリーゴーランド",
                "ジェットコースター",
                "夜のパレード見物",
                "コーヒーカップ",
                "みんなでの記念写真",
            ],
            sights: &["観覧車のてっぺん", "パレードの灯り", "お城みたいな門", "にぎやかな音楽"],
            places: &["遊園地", "観覧車のある遊園地"],
        },
        Kind::Zoo => Delights {
            activities: &[
                "ペンギンのお散歩見物",
                "サル山見物",
                "えさやり体験",
                "キリンの模様数え",
                "動物のスケッチ",
                "芝生でのお弁当",
            ],
            sights: &["キリンの長いまつげ", "ペンギンの行列", "ゾウの大きな耳", "ライオンのあくび"],
            places: &["動物園"],
        },
        Kind::Aquarium => Delights {
            activities: &[
                "イルカショー",
                "ペンギンのえさやり",
                "タツノオトシゴ探し",
                "ひとでとのふれあい",
                "魚のスケッチ",
                "水のトンネル歩き",
            ],
            sights: &["クラゲの光", "青い大水槽", "ウミガメの泳ぐ姿", "ペンギンの行列"],
            places: &["水族館"],
        },
        Kind::Farm => Delights {
            activities: &[
                "うさぎとのふれあい",
                "ヤギのえさやり",
                "干し草の馬車",
                "乳しぼり体験",
                "いちご摘み",
                "草原でのお弁当",
            ],
            sights: &["足の長い仔馬", "干し草の匂い", "眠そうな牛たち", "広い緑の草原"],
            places: &["牧場"],
        },
        Kind::Indoors => Delights {
            activities: &[
                "部屋から部屋への宝探し",
                "入り口での記念写真",
                "絵はがき選び",
                "小さなカフェのケーキ",
                "みんなでの感想発表会",
            ],
            sights: &["高い天井", "窓からの光", "小さなカフェ", "みんなの横顔"],
            places: &["博物館", "ボウリング場"],
        },
        Kind::Onsen => Delights {
            activities: &[
                "露天風呂",
                "浴衣でのそぞろ歩き",
                "卓球大会",
                "温泉まんじゅうの食べ比べ",
                "足湯",
                "川沿いの散歩",
            ],
            sights: &["湯けむり", "浴衣姿のみんな", "旅館の夕ごはん", "川のせせらぎ"],
            places: &["山あいの温泉", "温泉街"],
        },
        Kind::City => Delights {
            activities: &["食べ歩き", "展望台からの眺め", "路地の散歩", "おみやげ選び", "美術館めぐり", "路面電車"],
            sights: &["街の灯り", "知らない路地", "おいしい匂い", "大きな橋"],
            places: &["古い町並みの街", "港の街"],
        },
        Kind::Snow => Delights {
            activities: &["雪だるま作り", "そり遊び", "雪合戦", "スキー", "かまくら作り", "温かいココア"],
            sights: &["まっ白な景色", "雪を踏む音", "白い息", "雪の結晶"],
            places: &["雪の高原", "雪山"],
        },
        Kind::Open => Delights {
            activities: &["みんなでのお弁当", "のんびり散歩", "写真撮影", "宝物探し", "スケッチ", "鬼ごっこ"],
            sights: &["初めて見る景色", "広い空", "気持ちのいい風", "みんなの笑顔"],
            places: &["川沿いの大きな公園", "花畑"],
        },
    }
}
