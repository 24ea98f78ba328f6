//! The contact sheet of the built-in painter: docs/portraits.png shows what it paints now.
//!
//! `UPDATE_GOLDEN=1 cargo test --test it portraits` paints it anew.

mod album;

use std::io::Cursor;

use bytes::Bytes;
use hera::domain::{Gender, Language, MediaType};
use hera::paint::{BuiltIn, Painter, Parent, Subject, Wish};
use image::{ImageFormat, ImageReader, RgbImage, imageops};

use crate::house::source::root;
use album::{ALBUM, FAMILY, Face};

/// Pixels of a face on the sheet, and between faces.
const SIDE: u32 = 190;
const GAP: u32 = 8;
const COLUMNS: u32 = 6;

fn wish(face: &Face) -> Wish {
    Wish {
        seed: face.seed,
        subject: Subject::Partner,
        description: face.words.to_owned(),
        age: Some(face.age),
        gender: Some(face.gender),
        language: Language::Japanese,
        palette: None,
    }
}

fn child(number: u8, age: u8, gender: Gender) -> Wish {
    let parent = |face: &Face| Parent {
        seed: face.seed,
        description: face.words.to_owned(),
        age: Some(face.age),
        gender: Some(face.gender),
        picture: None,
    };
    let parents = Box::new([parent(&FAMILY[0]), parent(&FAMILY[1])]);
    Wish {
        subject: Subject::Child { number, parents },
        description: String::new(),
        age: Some(age),
        gender: Some(gender),
        ..wish(&FAMILY[0])
    }
}

async fn paint(wish: Wish) -> Bytes {
    let painted = BuiltIn::default().paint(wish).await.unwrap();
    assert!(painted.illustration && painted.media_type == MediaType::Png);
    painted.bytes
}

/// Four rows of six, and a family.
async fn sheet() -> RgbImage {
    let place = |index: u32| (GAP + (index % COLUMNS) * (SIDE + GAP), GAP + (index / COLUMNS) * (SIDE + GAP));
    let mut wishes = ALBUM.iter().map(wish).collect::<Vec<_>>();
    assert_eq!(wishes.len(), 24);
    wishes.extend(FAMILY.iter().map(wish));
    wishes.extend(
        [(1, 9, Gender::Female), (2, 6, Gender::Male), (3, 3, Gender::Female)].map(|(n, age, g)| child(n, age, g)),
    );
    let mut sheet =
        RgbImage::from_pixel(COLUMNS * (SIDE + GAP) + GAP, 5 * (SIDE + GAP) + GAP, image::Rgb([250, 247, 241]));
    for (index, wish) in (0..).zip(wishes) {
        let face =
            image::load_from_memory(&paint(wish).await).unwrap().resize(SIDE, SIDE, imageops::FilterType::Triangle);
        let (x, y) = place(index);
        // The family stands in the middle of its row.
        let x = if index < 24 { x } else { x + u32::midpoint(SIDE, GAP) };
        imageops::replace(&mut sheet, &face.to_rgb8(), x.into(), y.into());
    }
    sheet
}

#[tokio::test]
async fn the_sheet_in_the_docs_shows_what_is_painted() {
    let path = root().join("docs/portraits.png");
    let sheet = sheet().await;
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let mut bytes = Cursor::new(Vec::new());
        sheet.write_to(&mut bytes, ImageFormat::Png).unwrap();
        std::fs::write(&path, bytes.into_inner()).unwrap();
    }
    let kept = ImageReader::open(&path).unwrap().decode().unwrap().to_rgb8();
    assert_eq!(kept.dimensions(), sheet.dimensions());
    // Machines round differently: a shade here and there is the same picture.
    let apart = kept.iter().zip(sheet.iter()).filter(|(one, other)| one.abs_diff(**other) > 24).count();
    assert!(
        apart * 2_000 < kept.len(),
        "{apart} of {} values differ: UPDATE_GOLDEN=1 paints the sheet anew",
        kept.len()
    );
    assert!(std::fs::metadata(&path).unwrap().len() < 1_000_000);
}
