use std::time::{Duration, Instant};

use super::*;
use crate::domain::Language;

fn wish(description: &str) -> Wish {
    Wish {
        seed: 7,
        subject: Subject::Partner,
        description: description.to_owned(),
        age: Some(30),
        gender: Some(Gender::Female),
        language: Language::Japanese,
        palette: None,
    }
}

fn parent(seed: u64, description: &str) -> Parent {
    Parent { seed, description: description.to_owned(), age: Some(35), gender: None, picture: None }
}

fn child(number: u8, parents: [Parent; 2]) -> Wish {
    Wish { subject: Subject::Child { number, parents: Box::new(parents) }, age: Some(6), gender: None, ..wish("") }
}

#[tokio::test]
async fn the_same_wish_gives_the_same_bytes() {
    let painter = BuiltIn::default();
    let one = painter.paint(wish("長い黒髪、青い目")).await.unwrap();
    let again = painter.paint(wish("長い黒髪、青い目")).await.unwrap();
    assert_eq!(one.bytes, again.bytes);
    assert!(one.illustration && one.prompt_used.contains("長い黒髪、青い目"));
    let picture = image::load_from_memory_with_format(&one.bytes, image::ImageFormat::Png).unwrap();
    assert_eq!((picture.width(), picture.height(), one.media_type), (SIDE, SIDE, MediaType::Png));
    assert!(picture.to_rgba8().pixels().all(|pixel| pixel.0[3] == 255), "the sheet is not covered");
    for other in [Wish { seed: 8, ..wish("長い黒髪、青い目") }, wish("短い黒髪、青い目")] {
        assert_ne!(painter.paint(other).await.unwrap().bytes, one.bytes);
    }
}

#[tokio::test]
async fn the_photos_colours_are_taken_up() {
    let photo = |rgb: [u8; 3]| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::RgbImage::from_pixel(64, 64, image::Rgb(rgb)).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
        Some(Bytes::from(bytes.into_inner()))
    };
    let corner = async |palette: Option<Bytes>| {
        let painted = BuiltIn::default().paint(Wish { palette, ..wish("") }).await.unwrap();
        image::load_from_memory(&painted.bytes).unwrap().to_rgb8().get_pixel(3, 3).0
    };
    let ([blue_r, _, blue_b], [red_r, _, red_b]) =
        (corner(photo([30, 80, 220])).await, corner(photo([210, 70, 40])).await);
    assert!(blue_b > blue_r && red_r > red_b, "{blue_r} {blue_b}, {red_r} {red_b}");
    // What is no photo changes nothing.
    assert_eq!(corner(Some(Bytes::from_static(b"no photo"))).await, corner(None).await);
}

#[test]
fn a_child_has_every_feature_from_a_parent() {
    let parents = || {
        [
            parent(1, "curly red hair, green eyes, freckles, narrow eyes"),
            parent(2, "黒いストレートの髪、青い目、色黒、えくぼ"),
        ]
    };
    let [one, other] = parents().map(|each| super::parent(&each));
    let mut seen = [false; 2];
    for seed in 0..40 {
        let looks = wished(&Wish { seed, ..child(1, parents()) });
        assert!([one.hair.colour, other.hair.colour].contains(&looks.hair.colour));
        assert!([one.eyes.colour, other.eyes.colour].contains(&looks.eyes.colour));
        assert!([one.eyes.shape, other.eyes.shape].contains(&looks.eyes.shape));
        assert!([one.nose, other.nose].contains(&looks.nose) && [one.face, other.face].contains(&looks.face));
        assert!((one.skin.min(other.skin)..=one.skin.max(other.skin)).contains(&looks.skin));
        assert!(looks.is_child() && looks.hair.grey == 0);
        seen[usize::from(looks.hair.colour == other.hair.colour)] = true;
        assert_eq!(looks, wished(&Wish { seed, ..child(1, parents()) }), "not repeatable");
    }
    assert_eq!(seen, [true, true], "one parent alone was taken after");
    assert_ne!(wished(&child(1, parents())), wished(&child(2, parents())), "siblings do not differ");
}

#[test]
fn a_child_grows_no_grey_and_no_fashion_colours() {
    let parents = || [parent(1, "grey hair, beard"), parent(2, "ピンクの髪、はげ")];
    for seed in 0..20 {
        let looks = wished(&Wish { seed, ..child(1, parents()) });
        assert_eq!(looks.hair.colour, crate::paint::looks::HairColour::DarkBrown);
        assert!(
            looks.beard == crate::paint::looks::Beard::None
                && looks.hair.length > crate::paint::looks::HairLength::Bald
        );
    }
    let said = wished(&Wish { description: "blonde, glasses".into(), ..child(1, parents()) });
    assert_eq!(said.hair.colour, crate::paint::looks::HairColour::Blonde, "what is wished for the child counts");
    assert_eq!(said.glasses, crate::paint::looks::Glasses::Round);
}

#[test]
fn nothing_of_the_text_gets_into_the_drawing() {
    let hostile = [
        "</svg><script>zerzura</script><image href=\"file:///etc/passwd\"/>",
        "\u{0}\u{1b}[31m\u{202e}zerzura\u{feff}",
        "&zerzura; ]]> <!ENTITY x SYSTEM \"http://192.0.2.1/\">",
    ];
    for description in hostile {
        let svg = portrait::svg(&wished(&wish(description)));
        let plain = portrait::svg(&wished(&wish("")));
        assert_eq!(svg, plain, "{description:?} changed the drawing");
        assert!(!svg.contains("zerzura") && !svg.contains("href=\""));
    }
}

#[tokio::test]
async fn huge_and_odd_descriptions_are_painted_in_time() {
    let odd = [
        "ない".repeat(500_000),
        "no not without ".repeat(200_000),
        "髪は黒く長くて、".repeat(200_000),
        "9".repeat(1_000_000),
        "\u{fdfa}".repeat(300_000),
        "long ".repeat(300_000) + "hair",
        String::new(),
        "👩‍🦰🧔🏽‍♂️".repeat(10_000),
    ];
    for description in odd {
        let started = Instant::now();
        let painted = BuiltIn::default().paint(wish(&description)).await.unwrap();
        assert!(painted.prompt_used.len() < 10_000);
        // Ten times what it takes on a slow machine without optimisation.
        assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    }
}

#[test]
fn every_age_and_style_can_be_drawn() {
    for seed in 0..300_u64 {
        let age = u8::try_from(seed % 121).unwrap();
        let gender =
            [None, Some(Gender::Female), Some(Gender::Male), Some(Gender::Other)][usize::try_from(seed % 4).unwrap()];
        let looks = wished(&Wish { seed, age: Some(age), gender, ..wish("") });
        let svg = portrait::svg(&looks);
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{looks:?}");
        assert!(render(&svg, 24).is_some(), "{looks:?}");
        assert!(svg.len() < 120_000, "{} bytes", svg.len());
    }
}
