//! Names of places to go to that people say without a word that tells it: a list of well-known ones, not of all.

/// Proper names in Japanese.
pub const JAPANESE: &str = "旭山動物園|上野動物園|美ら海水族館|海遊館|東京ディズニー(?:ランド|シー)?|ディズニー(?:ランド|シー)?|USJ|ユニバ|富士急ハイランド|ナガシマスパーランド|ハウステンボス|志摩スペイン村|東京タワー|スカイツリー|通天閣|あべのハルカス|\
(?:箱根|草津|熱海|別府|有馬|登別|城崎|道後|下呂|鬼怒川|伊香保|黒川|指宿|定山渓|修善寺|白浜|和倉|蔵王|奥飛騨)(?:温泉)?|湯布院|由布院|\
沖縄|北海道|東北|四国|九州|ハワイ|江の島|江ノ島|湘南|宮古島|石垣島|屋久島|小豆島|直島|佐渡|淡路島|グアム|サイパン|バリ島|軽井沢|上高地|日光|富士山|高尾山|筑波山|阿蘇|尾瀬|屋島|河口湖|琵琶湖|びわ湖|芦ノ湖|十和田湖|洞爺湖|諏訪|清里|那須|蓼科|白川郷|高山|飛騨|嵐山|伊豆|伊勢|志摩|鳥羽|天橋立|宮島|出雲|高野山|吉野|熊野|三浦|三崎|葉山|逗子|房総|鴨川|銚子|九十九里|秩父|川越|奥多摩|\
京都|大阪|東京|奈良|鎌倉|横浜|神戸|金沢|札幌|函館|小樽|旭川|富良野|美瑛|釧路|広島|尾道|福岡|博多|長崎|佐世保|熊本|鹿児島|宮崎|佐賀|仙台|松島|山形|秋田|角館|青森|弘前|盛岡|平泉|福島|会津|名古屋|岐阜|富山|福井|能登|輪島|新潟|長野|松本|山梨|甲府|静岡|浜松|水戸|宇都宮|前橋|千葉|さいたま|浅草|上野|銀座|渋谷|新宿|原宿|お台場|吉祥寺|高知|松山|徳島|香川|高松|岡山|倉敷|鳥取|島根|松江|山口|萩|下関|姫路|和歌山|滋賀|彦根|三重|近江八幡|\
パリ|ロンドン|ローマ|ニューヨーク|台湾|台北|ソウル|釜山|香港|シンガポール|バンコク|ウィーン|ベルリン|バルセロナ|ヴェネツィア|ベネチア|フィレンツェ|プラハ|ロサンゼルス|サンフランシスコ|シドニー|イタリア|フランス|スペイン|ドイツ|スイス|イギリス|フィンランド|カナダ|オーストラリア";

/// Words for places in Japanese that name none in particular.
pub const JAPANESE_WORDS: &str = "動物園|水族館|遊園地|テーマパーク|温泉(?:街)?|スキー場|雪山|雪国|ビーチ|海(?:辺|岸|水浴場)?|砂浜|高原|キャンプ場|キャンプ|山|湖|森|滝|川|牧場|公園|花畑|植物園|美術館|博物館|科学館|図書館|映画館|プラネタリウム|ボウリング場|プール|スタジアム|野球場|球場|コンサート";

/// Proper names in English, and places everybody knows.
pub const ENGLISH: &str = "okinawa|hokkaido|hawaii|hakone|kyoto|osaka|tokyo|nara|kamakura|yokohama|kobe|kanazawa|sapporo|nikko|hiroshima|\
paris|london|rome|new york|venice|florence|milan|naples|barcelona|madrid|seville|lisbon|porto|berlin|munich|hamburg|vienna|salzburg|prague|budapest|krakow|warsaw|amsterdam|brussels|bruges|copenhagen|tivoli|aarhus|stockholm|oslo|bergen|helsinki|reykjavik|dublin|galway|belfast|edinburgh|glasgow|inverness|cardiff|tenby|snowdonia|york|whitby|brighton|oxford|cambridge|cornwall|devon|blackpool|liverpool|manchester|bristol|the lake district|the cotswolds|the highlands|isle of skye|kew gardens|stonehenge|\
athens|santorini|crete|istanbul|cappadocia|cairo|marrakech|nairobi|cape town|accra|lagos|zanzibar|dubai|mumbai|delhi|goa|jaipur|kathmandu|bangkok|chiang mai|hanoi|singapore|bali|manila|hong kong|seoul|busan|taipei|shanghai|beijing|sydney|melbourne|auckland|queenstown|\
boston|chicago|seattle|portland|san francisco|los angeles|san diego|las vegas|denver|austin|new orleans|nashville|memphis|savannah|charleston|miami|orlando|philadelphia|washington|cape cod|maine|vermont|niagara(?: falls)?|toronto|montreal|vancouver|quebec|banff|yosemite|yellowstone|the grand canyon|grand canyon|the rockies|big sur|lake tahoe|mexico city|oaxaca|cancun|havana|rio de janeiro|buenos aires|lima|machu picchu|\
legoland|disneyland|disney world|universal studios|central park|hyde park|mount fuji|the alps|tuscany|provence|normandy|sicily|sardinia|ibiza|mallorca|italy|france|spain|germany|japan|portugal|greece|scotland|wales|ireland|iceland|norway|switzerland|austria|canada|mexico";

/// Words for places in English that name none in particular.
pub const ENGLISH_WORDS: &str = "zoo|aquarium|amusement park|theme park|fun ?fair|carnival|hot springs?|beach|seaside|sea|coast(?: path)?|bay|island|cove|harbou?r|pier|mountains|hills|lake|loch|river|waterfall|canyon|valley|forest|woods|park|farm|ranch|rodeo|snow|campsite|cabin|cottage|dacha|castle|palace|abbey|cathedral|museum|gallery|library|cinema|movies|theatre|theater|planetarium|observatory|bowling alley|ice rink|rink|swimming pool|pool|stadium|ball ?park|market|botanical gardens?|gardens|spa|trail|countryside|playground";
