//! Kinds of destinations: what there is to do, to see and to tell.

mod names;

use std::sync::LazyLock;

use regex::Regex;

use crate::agent::hera::text::pattern;

/// What sort of place a destination is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sea,
    Mountain,
    Park,
    Zoo,
    Aquarium,
    Farm,
    Onsen,
    City,
    Snow,
    /// Under a roof: a museum, a hall, a bowling alley.
    Indoors,
    /// Anywhere else.
    Open,
}

impl Kind {
    /// Every kind there is.
    pub const ALL: [Self; 11] = [
        Self::Sea,
        Self::Mountain,
        Self::Park,
        Self::Zoo,
        Self::Aquarium,
        Self::Farm,
        Self::Onsen,
        Self::City,
        Self::Snow,
        Self::Indoors,
        Self::Open,
    ];

    /// The kind of the place with this name.
    pub fn of(place: &str) -> Self {
        WORDS.iter().find(|(words, _)| words.is_match(place)).map_or(Self::Open, |(_, kind)| *kind)
    }
}

/// Words that give a kind away; those that are surer come first.
static WORDS: LazyLock<Vec<(Regex, Kind)>> = LazyLock::new(|| {
    [
        (r"(?i)水族館|美ら海|海遊館|\b(?:aquarium|sea ?life)", Kind::Aquarium),
        (r"(?i)動物園|サファリ|\b(?:zoo|safari)", Kind::Zoo),
        (r"(?i)牧場|農園|果樹園|\b(?:farm|ranch|orchard|petting)", Kind::Farm),
        (
            r"(?i)美術館|博物館|科学館|図書館|映画館|プラネタリウム|ボウリング|コンサート|ホール|劇場|ゲームセンター|カラオケ|モール|デパート|\b(?:museum|gallery|library|cinema|movies|theat(?:re|er)|planetarium|bowling|rink|arcade|concert|hall|mall|escape room|climbing gym)",
            Kind::Indoors,
        ),
        (
            r"(?i)遊園地|テーマパーク|ディズニー|ＵＳＪ|USJ|ユニバ|ハイランド|ランド$|ハウステンボス|スペイン村|\b(?:amusement|theme park|fun ?fair|disney|universal studios|legoland|water park|tivoli|carnival)",
            Kind::Park,
        ),
        (
            r"(?i)温泉|スパ$|箱根|草津|熱海|別府|湯布院|由布院|有馬|登別|城崎|道後|下呂|鬼怒川|伊香保|黒川|指宿|定山渓|修善寺|\b(?:hot[ -]springs?|onsen|spa|hakone|beppu)\b",
            Kind::Onsen,
        ),
        (r"(?i)雪|スキー|スノ|ゲレンデ|ニセコ|\b(?:snow|ski|skiing|sledging)", Kind::Snow),
        (
            r"(?i)海|ビーチ|浜$|白浜|島$|岬|沖縄|ハワイ|江の島|江ノ島|湘南|宮古島|石垣|グアム|サイパン|三浦|三崎|葉山|逗子|房総|九十九里|\b(?:sea|seaside|beach|coast|island|bay|cove|ocean|hawaii|okinawa|guam|bali|cape cod|santorini|mallorca|ibiza)",
            Kind::Sea,
        ),
        (
            r"(?i)山$|山の|富士山|高尾山|筑波山|高原|森|湖|川$|渓谷|滝|キャンプ|富士|軽井沢|尾瀬|上高地|日光|奥多摩|秩父|屋久島|阿蘇|\b(?:mountains?|hills?|forest|woods|lake|loch|river|waterfall|canyon|valley|camp|camping|campsite|cabin|alps|national park|yosemite|yellowstone|banff|rockies|fuji|highlands|snowdonia)",
            Kind::Mountain,
        ),
        (
            r"(?i)京都|大阪|東京|奈良|鎌倉|横浜|神戸|金沢|札幌|函館|小樽|広島|尾道|福岡|博多|長崎|熊本|仙台|弘前|松江|倉敷|名古屋|松本|川越|浅草|上野|銀座|渋谷|新宿|原宿|お台場|吉祥寺|スカイツリー|パリ|ロンドン|ローマ|ニューヨーク|台湾|台北|ソウル|香港|シンガポール|ウィーン|ベルリン|バルセロナ|ヴェネツィア|ベネチア|フィレンツェ|プラハ|街|町|市$|\b(?:city|town|village|kyoto|osaka|tokyo|nara|kamakura|yokohama|kobe|kanazawa|sapporo|paris|london|rome|new york|venice|florence|milan|naples|berlin|munich|barcelona|madrid|lisbon|porto|vienna|salzburg|budapest|krakow|warsaw|amsterdam|brussels|bruges|copenhagen|aarhus|stockholm|oslo|helsinki|dublin|galway|belfast|edinburgh|glasgow|cardiff|york|bath|oxford|cambridge|liverpool|manchester|bristol|athens|istanbul|cairo|marrakech|seoul|taipei|hong kong|singapore|bangkok|hanoi|sydney|melbourne|boston|chicago|seattle|portland|san francisco|new orleans|nashville|savannah|charleston|philadelphia|washington|toronto|montreal|vancouver|quebec|mexico city|havana|prague)\b",
            Kind::City,
        ),
    ]
    .map(|(words, kind)| (pattern(words), kind))
    .into()
});

/// The places that are known by name, where nothing else says that somewhere is meant.
pub fn known(text: &str) -> Option<(usize, usize)> {
    static KNOWN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            r"(?i){}|{}|\b(?:the )?(?:{})\b|\b(?:{})\b",
            names::JAPANESE,
            names::JAPANESE_WORDS,
            names::ENGLISH_WORDS,
            names::ENGLISH,
        ))
    });
    KNOWN.find(text).map(|found| (found.start(), found.end()))
}

/// Whether all of `text` is a name that is known, and no mere word for a place.
pub fn is_proper(text: &str) -> bool {
    static PROPER: LazyLock<Regex> =
        LazyLock::new(|| pattern(&format!(r"(?i)^(?:{}|{})$", names::JAPANESE, names::ENGLISH)));
    PROPER.is_match(text)
}

/// Whether `text` ends as the names of places do.
pub fn is_placelike(text: &str) -> bool {
    static ENDS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            r"(?i)(?:園|館|場|タワー|ツリー|ホール|神社|大社|城|山|湖|島|海岸|温泉|村|パーク|ランド|モール|滝|高原|渓谷|半島|岬|ビーチ|ミュージアム|スタジアム|ドーム|アリーナ|商店街|牧場)$|\b(?:{})$",
            names::ENGLISH_WORDS,
        ))
    });
    ENDS.is_match(text) || is_proper(text)
}
