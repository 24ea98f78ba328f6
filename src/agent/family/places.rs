//! Kinds of destinations: what there is to do, to see and to tell.

use std::sync::LazyLock;

use regex::Regex;

use crate::agent::hera::text::pattern;

/// What sort of place a destination is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sea,
    Mountain,
    Park,
    Animals,
    Onsen,
    City,
    Snow,
    /// Anywhere else.
    Open,
}

impl Kind {
    /// Every kind there is.
    pub const ALL: [Self; 8] =
        [Self::Sea, Self::Mountain, Self::Park, Self::Animals, Self::Onsen, Self::City, Self::Snow, Self::Open];

    /// The kind of the place with this name.
    pub fn of(place: &str) -> Self {
        WORDS.iter().find(|(words, _)| words.is_match(place)).map_or(Self::Open, |(_, kind)| *kind)
    }
}

/// Words that give a kind away; those that are surer come first.
static WORDS: LazyLock<Vec<(Regex, Kind)>> = LazyLock::new(|| {
    [
        (r"(?i)動物園|水族館|サファリ|牧場|美ら海|\b(?:zoo|aquarium|safari|farm)", Kind::Animals),
        (
            r"(?i)遊園地|テーマパーク|ディズニー|ＵＳＪ|USJ|ユニバ|ハイランド|ランド$|\b(?:amusement|theme park|fun ?fair|disney|universal studios|legoland|water park)",
            Kind::Park,
        ),
        (r"(?i)温泉|箱根|草津|熱海|別府|湯布院|由布院|有馬|登別|\b(?:hot[ -]springs?|onsen|spa|hakone|beppu)\b", Kind::Onsen),
        (r"(?i)雪|スキー|スノ|ゲレンデ|ニセコ|\b(?:snow|ski|skiing|sledging)", Kind::Snow),
        (
            r"(?i)海|ビーチ|浜|島|岬|沖縄|ハワイ|江の島|湘南|宮古|石垣|グアム|\b(?:sea|seaside|beach|coast|island|bay|ocean|hawaii|okinawa|guam|bali)",
            Kind::Sea,
        ),
        (
            r"(?i)山|高原|森|湖|川|キャンプ|富士|軽井沢|尾瀬|上高地|日光|\b(?:mountains?|hills?|forest|woods|lake|river|camp|camping|campsite|alps|national park|yosemite|fuji)",
            Kind::Mountain,
        ),
        (
            r"(?i)京都|大阪|東京|奈良|鎌倉|横浜|神戸|金沢|札幌|函館|広島|福岡|博多|長崎|仙台|名古屋|パリ|ロンドン|ローマ|ニューヨーク|台湾|台北|ソウル|街|町|市$|\b(?:city|town|village|kyoto|osaka|tokyo|nara|kamakura|yokohama|kobe|kanazawa|paris|london|rome|new york|venice|berlin|barcelona|vienna|seoul|taipei|chicago|boston|san francisco|edinburgh|amsterdam|lisbon|prague)",
            Kind::City,
        ),
    ]
    .map(|(words, kind)| (pattern(words), kind))
    .into()
});

/// The places that are known by name, where nothing else says that somewhere is meant.
pub fn known(text: &str) -> Option<(usize, usize)> {
    static KNOWN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)(?:旭山|上野)?動物園|(?:沖縄)?(?:美ら海)?水族館|遊園地|テーマパーク|東?京?ディズニー(?:ランド|シー)?|USJ|富士急ハイランド|(?:箱根|草津|熱海|別府|有馬|登別)(?:温泉)?|湯布院|由布院|温泉(?:街)?|スキー場|雪山|雪国|ビーチ|海(?:辺|岸|水浴場)?|砂浜|沖縄|北海道|ハワイ|江の島|湘南|宮古島|石垣島|グアム|軽井沢|上高地|日光|富士山|高原|キャンプ場|キャンプ|山|湖|森|牧場|京都|大阪|東京|奈良|鎌倉|横浜|神戸|金沢|札幌|函館|広島|福岡|長崎|仙台|名古屋|パリ|ロンドン|ローマ|ニューヨーク|台湾|公園|花畑|\b(?:the )?(?:zoo|aquarium|amusement park|theme park|fun ?fair|disneyland|universal studios|hot springs?|beach|seaside|sea|mountains|lake|forest|woods|park|farm|snow)\b|\b(?:okinawa|hokkaido|hawaii|hakone|kyoto|osaka|tokyo|nara|kamakura|yokohama|paris|london|rome|new york|venice|barcelona|yosemite|mount fuji)\b",
        )
    });
    KNOWN.find(text).map(|found| (found.start(), found.end()))
}
