//! Who is on the sheet. docs/PICTURES.md tells the same words.

use hera::domain::Gender::{self, Female, Male};

pub struct Face {
    pub words: &'static str,
    pub age: u8,
    pub gender: Gender,
    pub seed: u64,
}

const fn face(words: &'static str, age: u8, gender: Gender, seed: u64) -> Face {
    Face { words, age, gender, seed }
}

pub static ALBUM: [Face; 24] = [
    face("黒髪のボブで、切れ長の目。丸いメガネをかけていて、緑のセーター。優しい笑顔", 29, Female, 1),
    face("short brown hair, blue eyes, stubble, light blue shirt, gentle", 34, Male, 2),
    face("ゆるふわの茶色い長い髪、大きな瞳、えくぼのある明るい笑顔、ピンクのワンピース", 26, Female, 3),
    face("curly red hair, green eyes, freckles, big smile", 24, Female, 4),
    face("坊主頭で太い眉、日焼けした肌、白いTシャツ。よく笑う人。海", 31, Male, 5),
    face("dark skin, short black curly hair, full beard, laughing, navy suit", 41, Male, 6),
    face("金髪のポニーテール、青い目、ピアス、紫のパーカー", 22, Female, 7),
    face("bald, grey moustache, square glasses, kind, brown turtleneck", 72, Male, 8),
    face("着物、黒髪のお団子、色白、泣きぼくろ。夜空", 35, Female, 9),
    face("long straight black hair with bangs, serious, black turtleneck, no glasses", 27, Female, 10),
    face("白髪まじりの七三分け、黒縁メガネ、スーツ。真面目", 55, Male, 11),
    face("silver hair in a bun, round glasses, laughing, lilac blouse, garden", 70, Female, 12),
    face("三つ編み、そばかす、麦わら帽子、チェックのシャツ", 19, Female, 13),
    face("brown skin, long wavy dark hair, hazel eyes, red dress, earrings, warm smile", 30, Female, 14),
    face("銀髪の無造作ヘア、紫の瞳、つり目、黒いタートルネック。クール", 25, Male, 15),
    face("blonde bob, grey eyes, red beret, striped shirt", 33, Female, 16),
    face("ショートカット、たれ目、恥ずかしそう、黄色いニット。桜", 23, Female, 17),
    face("long blond hair, beard, blue eyes, plaid shirt, mountains", 38, Male, 18),
    face("黒い短髪、一重、あごひげ、サングラス、青いシャツ", 44, Male, 19),
    face("black skin, braids, big brown eyes, smiling, orange t-shirt", 21, Female, 20),
    face("オールバックの黒髪、口ひげ、面長、紺の着物", 60, Male, 21),
    face("auburn hair to her shoulders, wavy, side parting, green eyes, teal jumper, knitted hat", 36, Female, 22),
    face("ピンクのツインテール、ぱっちりした目、リボン、水玉のワンピース、元気", 18, Female, 23),
    face("tousled light brown hair, freckles, grin, grey hoodie, clean-shaven", 17, Male, 24),
];

/// The parents of the last row; their children are nine, six and three.
pub static FAMILY: [Face; 2] = [
    face("赤い巻き毛、緑の目、そばかす、笑顔", 33, Female, 31),
    face("black straight hair, brown eyes, tanned skin, dimples, gentle", 36, Male, 32),
];
