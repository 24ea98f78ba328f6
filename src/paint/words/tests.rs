use super::reader::tokens;
use super::vocabulary::Word;
use super::*;

/// Japanese and English words for the same, and what they say.
type Pair = (&'static str, &'static str, fn(&mut Said));

/// What the words say, beside nothing.
fn said(set: impl FnOnce(&mut Said)) -> Said {
    let mut said = Said::default();
    set(&mut said);
    said
}

#[test]
fn features_follow_words_in_japanese_and_english() {
    let pairs: [Pair; 24] = [
        ("黒い髪", "black hair", |s| s.hair_colour = Some(HairColour::Black)),
        ("金髪", "blonde", |s| s.hair_colour = Some(HairColour::Blonde)),
        ("髪は茶色", "the hair is brown", |s| s.hair_colour = Some(HairColour::Brown)),
        ("長い髪", "long hair", |s| s.length = Some(HairLength::Long)),
        ("ボブ", "a bob", |s| s.length = Some(HairLength::Chin)),
        ("坊主頭", "buzz cut", |s| s.length = Some(HairLength::Buzz)),
        ("スキンヘッド", "bald", |s| s.length = Some(HairLength::Bald)),
        ("くせ毛", "wavy hair", |s| s.texture = Some(Texture::Wavy)),
        ("巻き毛", "curls", |s| s.texture = Some(Texture::Curly)),
        ("ポニーテール", "ponytail", |s| s.tied = Some(Tied::Ponytail)),
        ("ぱっつん", "bangs", |s| s.fringe = Some(Fringe::Full)),
        ("青い目", "blue eyes", |s| s.eye_colour = Some(EyeColour::Blue)),
        ("瞳が緑", "eyes are green", |s| s.eye_colour = Some(EyeColour::Green)),
        ("大きな目", "big eyes", |s| s.eye_shape = Some(EyeShape::Round)),
        ("丸顔", "round face", |s| s.face = Some(FaceShape::Round)),
        ("太い眉", "thick eyebrows", |s| s.brows = Some(Brows::Thick)),
        ("口ひげ", "moustache", |s| s.beard = Some(Beard::Moustache)),
        ("そばかす", "freckles", |s| s.freckles = Some(true)),
        ("えくぼ", "dimples", |s| s.dimples = Some(true)),
        ("四角いメガネ", "square glasses", |s| s.glasses = Some(Glasses::Square)),
        ("笑顔", "smiling", |s| s.mood = Some(Mood::Smiling)),
        ("真面目", "serious", |s| s.mood = Some(Mood::Serious)),
        ("60代", "in the 60s", |s| s.age = Some(65)),
        ("赤いベレー帽", "a red beret", |s| (s.headwear, s.hat) = (Some(Headwear::Beret), Some(Hue::Red))),
    ];
    for (ja, en, set) in pairs {
        let expected = said(set);
        assert_eq!(read(ja), expected, "{ja}");
        assert_eq!(read(en), expected, "{en}");
    }
}

#[test]
fn colours_and_sizes_belong_to_what_they_stand_beside() {
    let expected = said(|s| {
        s.hair_colour = Some(HairColour::Brown);
        s.length = Some(HairLength::Long);
        s.eye_colour = Some(EyeColour::Blue);
        s.cut = Some(Cut::Jumper);
        s.cloth = Some(Hue::Green);
    });
    for text in [
        "long brown hair, blue eyes, a green sweater",
        "blue eyes, long, brown hair and a green sweater",
        "hair: long, brown; eyes: blue; green sweater",
        "The hair is long and brown, the eyes are blue. Green sweater",
        "茶色い長い髪に青い目、緑のセーター",
        "髪は長くて茶色。目は青い。緑のセーターを着ている",
        "青い瞳、髪は茶色で長い。緑色のセーター",
        "ＬＯＮＧ　ＢＲＯＷＮ　ＨＡＩＲ, BLUE EYES, GREEN SWEATER",
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn what_is_denied_is_not_so() {
    assert_eq!(read("no glasses"), said(|s| s.glasses = Some(Glasses::None)));
    assert_eq!(
        read("doesn't wear glasses or a hat, freckles"),
        said(|s| {
            (s.glasses, s.headwear, s.freckles) = (Some(Glasses::None), Some(Headwear::None), Some(true));
        })
    );
    assert_eq!(
        read("without a beard but with glasses"),
        said(|s| (s.beard, s.glasses) = (Some(Beard::None), Some(Glasses::Round)))
    );
    assert_eq!(read("never smiling"), said(|s| s.mood = Some(Mood::Serious)));
    assert_eq!(read("not blonde"), said(|s| s.not_hair = vec![HairColour::Blonde]));
    assert_eq!(read("メガネはかけていない"), said(|s| s.glasses = Some(Glasses::None)));
    assert_eq!(read("ひげもメガネもない"), said(|s| (s.beard, s.glasses) = (Some(Beard::None), Some(Glasses::None))));
    assert_eq!(
        read("黒髪、ひげなし"),
        said(|s| (s.hair_colour, s.beard) = (Some(HairColour::Black), Some(Beard::None)))
    );
    assert_eq!(read("メガネをかけた怖くない人"), said(|s| s.glasses = Some(Glasses::Round)), "another word is denied");
    assert_eq!(read("髪がない"), said(|s| s.length = Some(HairLength::Bald)));
    assert_eq!(
        read("金髪ではなく黒髪"),
        said(|s| (s.not_hair, s.hair_colour) = (vec![HairColour::Blonde], Some(HairColour::Black)))
    );
}

#[test]
fn words_within_words_are_not_taken() {
    for text in ["she", "彼女"] {
        assert_eq!(read(text), said(|s| s.build = Some(Build::Feminine)), "{text}");
    }
    for text in ["hatch, bluebell, scarcely, dresser", "大丈夫、見た目、少ない", "170cm, 65kg", "999歳", "", "、。!?"]
    {
        assert_eq!(read(text), Said::default(), "{text}");
    }
}

/// Every word of both languages, with what it means.
fn words() -> impl Iterator<Item = (&'static str, Word)> {
    let all = ja::WORDS.iter().chain(en::WORDS);
    all.flat_map(|(word, texts)| texts.iter().map(|text| (*text, *word)))
}

#[test]
fn every_word_of_the_tables_is_found() {
    for (text, word) in words() {
        let characters = text.chars().collect::<Vec<_>>();
        let found = tokens(&characters);
        assert_eq!(found.first().map(|token| token.word), Some(word), "{text}");
        assert_eq!(found.len(), 1, "{text}");
    }
}

#[test]
fn no_word_stands_in_the_tables_twice() {
    let mut seen = std::collections::HashSet::new();
    for (text, _) in words() {
        assert!(seen.insert(text), "{text}");
        let read = text.nfkc().flat_map(char::to_lowercase).collect::<String>();
        assert_eq!(text, read, "is not written as it is read");
    }
}
