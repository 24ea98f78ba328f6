//! Japanese words.

use super::Dimension::{Agreeableness, Conscientiousness, Extraversion, Neuroticism, Openness};
use super::{TraitWord, high, low};

/// Words for a person's character; stems, because the endings say whether they are denied.
pub const TRAITS: &[TraitWord] = &[
    high("明る", Extraversion),
    high("あかる", Extraversion),
    high("社交的", Extraversion),
    high("活発", Extraversion),
    high("外向的", Extraversion),
    high("元気(?:な|いっぱい|で明)", Extraversion),
    high("陽気", Extraversion),
    high("おしゃべり", Extraversion),
    high("話し好き|話好き|人と話すのが好き", Extraversion),
    high("人懐っこ|人なつっこ", Extraversion),
    high("アクティブ|行動的|行動力", Extraversion),
    high("ムードメーカー|賑やか|にぎやか", Extraversion),
    high("ポジティブ", Extraversion),
    low("内向的", Extraversion),
    low("静か", Extraversion),
    low("物静か", Extraversion),
    low("おとなし|大人し", Extraversion),
    low("無口", Extraversion),
    low("人見知り", Extraversion),
    low("内気", Extraversion),
    low("シャイ|恥ずかしがり", Extraversion),
    low("インドア|出不精", Extraversion),
    low("陰キャ", Extraversion),
    high("陽キャ", Extraversion),
    high("几帳面", Conscientiousness),
    high("きちょうめん", Conscientiousness),
    high("計画的", Conscientiousness),
    high("責任感", Conscientiousness),
    high("真面目|まじめ", Conscientiousness),
    high("きっちり|きちんと|しっかり", Conscientiousness),
    high("努力家|頑張り屋|がんばり屋", Conscientiousness),
    high("勤勉|誠実", Conscientiousness),
    high("完璧主義", Conscientiousness),
    low("大雑把|おおざっぱ", Conscientiousness),
    low("ずぼら|ズボラ|だらしな", Conscientiousness),
    low("面倒くさがり|めんどくさがり|怠け者", Conscientiousness),
    low("適当な性格|いい加減", Conscientiousness),
    high("優し|やさし", Agreeableness),
    high("思いやり", Agreeableness),
    high("親切|世話好き|面倒見", Agreeableness),
    high("温厚|あたたか|温か", Agreeableness),
    high("協調性|協力的", Agreeableness),
    high("気遣い|気配り", Agreeableness),
    high("素直", Agreeableness),
    low("頑固", Agreeableness),
    low("わがまま|ワガママ|自己中", Agreeableness),
    low("短気|怒りっぽ", Agreeableness),
    high("好奇心", Openness),
    high("創造的|創造力|創造性|クリエイティブ", Openness),
    high("想像力|空想", Openness),
    high("新しいことが(?:大)?好き|新しい物好き|新しいもの好き", Openness),
    high("冒険|チャレンジ精神", Openness),
    high("芸術", Openness),
    low("保守的", Openness),
    low("落ち着", Neuroticism),
    low("楽観的|楽天的", Neuroticism),
    low("穏やか|おだやか", Neuroticism),
    low("のんびり", Neuroticism),
    low("マイペース", Neuroticism),
    low("おおらか|大らか", Neuroticism),
    low("冷静|クール", Neuroticism),
    low("前向き", Neuroticism),
    low("能天気|脳天気", Neuroticism),
    high("心配性", Neuroticism),
    high("心配しがち|不安になり", Neuroticism),
    high("慎重", Neuroticism),
    high("繊細", Neuroticism),
    high("神経質", Neuroticism),
    high("悲観的|ネガティブ|考えすぎ|考え過ぎ", Neuroticism),
    high("緊張し", Neuroticism),
];

/// What a trait word is followed by when it is denied.
pub const DENIAL: &str = "^(?:的)?(?:な|の)?(?:(?:ほう|方|性格|タイプ|人間|人|わけ|感|心)?(?:とは|では|じゃ|でも|が|は|く|も)*)?(?:あまり|そんなに|全然)?(?:ありませ|あるとは|し(?:ない|ませ)|せず|(?:と)?は?言え(?:な|ませ)|いえな|な(?:い|く(?:て|、|,|$)|かっ)|強くな|良くな|よくな)";

/// Character of another person that says nothing about the Big Five.
#[rustfmt::skip]
pub const TEMPERAMENT: &[&str] = &[
    "面白|おもしろ", "ユーモア", "頼りにな|頼れ|頼もし|頼りが", "天然", "一緒に笑", "よく笑", "ニコニコ|にこにこ",
    "包容力", "家庭的", "聞き上手", "甘えん坊", "寛容|寛大", "知的|賢|頭がいい|頭の良い|頭のいい", "正直", "気さく",
    "性格", "さっぱり|サバサバ", "一途", "器が大き", "働き者", "男らし", "癒し系|癒やし系", "おっとり", "ツンデレ",
    "子供好き|子ども好き", "価値観", "気が強", "気が利", "笑わせ", "フレンドリー", "照れ屋", "料理上手",
];

/// What a face and a figure are described by.
#[rustfmt::skip]
pub const LOOKS: &[&str] = &[
    "目(?:が|は|元|も|の|力|つき|鼻)", "瞳", "一重|二重", "髪", "鼻", "口元|口が|唇", "顔", "背(?:が|は|も|の|丈)",
    "高身長|長身|小柄|身長|低身長", "眉|まゆ", "肌|色白|日焼け", "まつげ|まつ毛", "えくぼ", "ひげ|ヒゲ|髭",
    "メガネ|めがね|眼鏡", "美人|美女|美男|美形", "かわい|可愛", "イケメン|かっこい|カッコ|ハンサム", "スタイル",
    "笑顔", "ショート", "ロング|ボブ|ポニーテール", "パーマ|くせ毛|癖毛|天パ|坊主",
    "痩せ|やせ|細身|ぽっちゃり|スリム|華奢|筋肉|マッチョ|がっしり|がっちり|体格|ガタイ", "ほくろ|そばかす",
    "見た目|外見|容姿|ルックス", "たれ目|タレ目|垂れ目|つり目|ツリ目", "綺麗|きれい", "黒髪|茶髪|金髪", "彫り|彫が",
    "似てる|似ている|似た|に似て", "系の",
];

/// Places people live in that need no other hint to be known as places.
#[rustfmt::skip]
pub const PLACES: &[&str] = &[
    "北海道", "青森", "岩手", "宮城", "秋田", "山形", "福島", "茨城", "栃木", "群馬", "埼玉", "千葉", "東京",
    "神奈川", "新潟", "富山", "石川", "福井", "山梨", "長野", "岐阜", "静岡", "愛知", "三重", "滋賀", "京都", "大阪",
    "兵庫", "奈良", "和歌山", "鳥取", "島根", "岡山", "広島", "山口", "徳島", "香川", "愛媛", "高知", "福岡", "佐賀",
    "長崎", "熊本", "大分", "宮崎", "鹿児島", "沖縄", "札幌", "函館", "旭川", "仙台", "横浜", "川崎", "相模原",
    "鎌倉", "藤沢", "湘南", "名古屋", "浜松", "金沢", "神戸", "姫路", "堺", "倉敷", "松山", "北九州", "博多", "那覇",
    "石垣島", "宇都宮", "前橋", "高崎", "水戸", "つくば", "さいたま", "大宮", "浦和", "川口", "船橋", "松戸",
    "八王子", "町田", "吉祥寺", "渋谷", "新宿", "世田谷", "軽井沢", "松本", "盛岡", "郡山", "豊田", "岡崎", "豊橋",
    "四日市", "大津", "尼崎", "西宮", "芦屋", "福山", "高松", "久留米", "関西", "関東", "九州", "四国", "東北",
    "とうきょう", "おおさか", "きょうと", "ほっかいどう", "ふくおか", "おきなわ", "よこはま", "なごや", "せんだい",
    "さっぽろ", "こうべ", "ひろしま", "ニューヨーク", "ロンドン", "パリ", "ロサンゼルス", "ハワイ", "シンガポール",
    "台湾", "台北", "ソウル", "韓国", "上海", "香港", "中国", "アメリカ", "カナダ", "イギリス", "フランス", "ドイツ",
    "ベルリン", "シドニー", "オーストラリア", "バンクーバー", "タイ", "バンコク",
];

/// Words that stand where a place would: with whom, not where.
#[rustfmt::skip]
pub const NOT_PLACES: &[&str] = &[
    "一人", "二人", "1人", "2人", "人", "夫婦", "家族", "実家", "両親", "同棲", "同居", "賃貸", "持ち家", "一軒家",
    "一戸建", "マンション", "アパート", "社宅", "寮", "一緒", "仲良", "無職", "独身", "会社員", "学生", "主婦",
    "既婚", "未婚", "男", "女", "男性", "女性", "未定", "元気", "今", "現在", "秘密", "内緒", "普通", "適当", "特",
    "歳", "才", "代", "笑", "無理", "大丈夫", "了解", "質問", "離婚", "結婚", "何", "誰", "天気", "サッカー",
    "ラーメン", "カレー", "仕事", "趣味", "料理", "映画", "旅行", "猫", "犬", "ペット", "ゲーム", "バツイチ",
    "シングル", "フリー", "パート", "フリーター", "エンジニア", "デザイナー", "看護師", "教師", "医者", "公務員",
    "自営業", "パス", "スキップ", "テスト", "ノーコメント", "オーケー", "ヘーラー", "ヘラ",
];

/// Words that look like a name where names are told, and are none.
#[rustfmt::skip]
pub const NOT_NAMES: &[&str] = &[
    "はい", "うん", "ええ", "いいえ", "いや", "たぶん", "まだ", "です", "そう", "えっと", "えーと", "うーん", "名前",
    "なまえ", "希望", "理想", "元気", "健康", "未定", "将来", "子供", "子ども", "こども", "女の子", "男の子", "男女",
    "長女", "長男", "次女", "次男", "性別", "こと", "件", "話", "どちらでも", "どっちでも", "どちら", "どっち",
    "どれ", "なん", "なんでも", "おまかせ", "お任せ", "秘密", "内緒", "なし", "特", "特に", "優しい", "双子", "夫",
    "妻", "私", "僕", "俺", "みんな", "いい", "いつか", "欲しい", "ほしい", "欲しくて", "ほしくて", "欲しく", "ほしく", "欲しいな", "ほしいな", "できれば", "できたら", "あとは", "あと",
    "それから", "そして", "一人", "二人", "三人", "娘", "息子", "女", "男", "女性", "男性", "パス", "スキップ",
    "わからない", "分からない", "考え中", "決めて", "決めてない", "やっぱり", "やっぱ", "すみません", "ごめん",
    "ごめんなさい", "ありがとう", "こんにちは", "お願い", "よろしく", "ひみつ", "ないしょ", "なんでも", "何でも",
    "テニス", "可愛い", "かわいい", "綺麗", "きれい", "美人", "普通", "無理", "嫌", "いま", "今", "どう", "なに",
    "何", "えー", "へえ", "おお", "うれしい", "楽しい", "ふたり", "ひとり", "家族", "彼女", "彼氏", "旦那", "嫁",
    "主人", "順番", "上", "下", "全員", "両方", "妹", "弟", "姉", "兄", "母", "父", "結婚", "独身", "既婚",
    "いて", "おり", "いまして", "もちろん", "多分", "ちなみに", "実は", "じつは", "じゃあ", "それなら", "ねえ", "あの", "また", "もう", "追加",
];
