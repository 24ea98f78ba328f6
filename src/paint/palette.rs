//! The colours of a photo, as an illustrator would take them up.

use std::io::Cursor;

use image::{DynamicImage, ImageReader, Limits};

use super::colour::{Colour, lch};

/// Pixels on the longer side that a photo is looked at with; colours need no more.
const LOOKED_AT: u32 = 64;
/// What a photo may be, at most: pixels on a side, and bytes while it is decoded.
const SIDE_MAX: u32 = 12_000;
const DECODED_MAX: u64 = 256 * 1024 * 1024;

/// Colours that stand for a photo.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Palette {
    /// The colour that there is most of.
    main: Colour,
    /// Another one, as different as the photo has it.
    second: Colour,
    /// The tone of skin, if the middle of the photo shows one: 0 is the fairest, 100 the darkest.
    pub skin: Option<u8>,
}

impl Palette {
    /// The palette of a JPEG or PNG; `None` when it cannot be read or has no colours to speak of.
    pub fn of(photo: &[u8]) -> Option<Self> {
        let mut reader = ImageReader::new(Cursor::new(photo)).with_guessed_format().ok()?;
        let mut limits = Limits::default();
        (limits.max_image_width, limits.max_image_height) = (Some(SIDE_MAX), Some(SIDE_MAX));
        limits.max_alloc = Some(DECODED_MAX);
        reader.limits(limits);
        Self::of_picture(&reader.decode().ok()?)
    }

    fn of_picture(picture: &DynamicImage) -> Option<Self> {
        let small = picture.thumbnail(LOOKED_AT, LOOKED_AT).to_rgb8();
        let colours = small.pixels().map(|pixel| Colour::of_pixel(pixel.0)).collect::<Vec<_>>();
        let (main, weight) = most(&colours, None)?;
        // Four pixels of colour in a grey photo are chance, not a palette.
        let (main, second) = if weight < 1.0 {
            (main.richer(0.5), main)
        } else {
            (main, most(&colours, Some(main.hue)).map_or(main.turned(150.0), |found| found.0))
        };
        let (width, height) = small.dimensions();
        let middle = small.enumerate_pixels().filter(|(x, y, _)| {
            (width / 4..width - width / 4).contains(x) && (height / 6..height - height / 3).contains(y)
        });
        Some(Self {
            main,
            second,
            skin: skin(&middle.map(|(_, _, pixel)| Colour::of_pixel(pixel.0)).collect::<Vec<_>>()),
        })
    }

    /// Quiet, behind the person.
    pub fn backdrop(&self) -> Colour {
        lch(0.91, self.main.chroma.clamp(0.022, 0.045), self.main.hue)
    }

    /// What the person wears.
    pub fn cloth(&self) -> Colour {
        lch(self.second.lightness.clamp(0.52, 0.80), self.second.chroma.clamp(0.06, 0.11), self.second.hue)
    }

    /// Trims and ties: between the two, and lighter.
    pub fn accent(&self) -> Colour {
        lch(0.90, 0.055, self.main.towards(self.second, 0.35).hue)
    }
}

/// The hue with most colour to it, as the mean of its pixels, away from another hue if one is given; with how much
/// there is of it.
fn most(colours: &[Colour], away: Option<f32>) -> Option<(Colour, f32)> {
    const SECTORS: usize = 24;
    let mut sectors = [(0.0_f32, 0.0_f32, 0.0_f32); SECTORS];
    for colour in colours {
        let far = away.is_none_or(|hue| ((colour.hue - hue + 540.0).rem_euclid(360.0) - 180.0).abs() > 40.0);
        if far && (0.15..0.97).contains(&colour.lightness) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a hue is from 0 to 360")]
            let sector = (colour.hue / 15.0) as usize % SECTORS;
            let (weight, lightness, chroma) = &mut sectors[sector];
            *weight += colour.chroma;
            *lightness += colour.lightness * colour.chroma;
            *chroma += colour.chroma * colour.chroma;
        }
    }
    let (sector, sums) = sectors.iter().enumerate().max_by(|a, b| a.1.0.total_cmp(&b.1.0))?;
    let (weight, lightness, chroma) = *sums;
    let hue = u8::try_from(sector).map_or(0.0, f32::from) * 15.0 + 7.5;
    (weight > 0.2).then(|| (lch(lightness / weight, chroma / weight, hue), weight))
}

/// The tone of skin, if enough of these colours look like one.
fn skin(colours: &[Colour]) -> Option<u8> {
    let like = |colour: &&Colour| {
        (30.0..82.0).contains(&colour.hue)
            && (0.025..0.14).contains(&colour.chroma)
            && (0.28..0.95).contains(&colour.lightness)
    };
    let mut found = colours.iter().filter(like).map(|colour| colour.lightness).collect::<Vec<_>>();
    if found.len() * 5 < colours.len() || colours.is_empty() {
        return None;
    }
    found.sort_by(f32::total_cmp);
    // Photos show faces darker than they are thought of: shadows, and the hours of the day.
    let lightness = found[found.len() * 3 / 5] + 0.06;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a share")]
    let skin = ((0.92 - lightness) / 0.46 * 100.0).clamp(4.0, 96.0) as u8;
    Some(skin)
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Rgb, RgbImage};

    use super::*;

    fn photo(draw: impl Fn(u32, u32) -> [u8; 3]) -> Vec<u8> {
        let picture = RgbImage::from_fn(120, 90, |x, y| Rgb(draw(x, y)));
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    fn near(colour: Colour, hue: f32) -> bool {
        ((colour.hue - hue + 540.0).rem_euclid(360.0) - 180.0).abs() < 30.0
    }

    #[test]
    fn the_backdrop_is_what_there_is_most_of() {
        let palette = Palette::of(&photo(|x, _| if x < 80 { [40, 90, 200] } else { [210, 60, 40] })).unwrap();
        assert!(near(palette.backdrop(), 260.0) && near(palette.cloth(), 30.0), "{palette:?}");
    }

    #[test]
    fn skin_is_seen_where_there_is_some() {
        let face = |fair: [u8; 3]| {
            Palette::of(&photo(move |x, y| if (30..90).contains(&x) && y > 10 { fair } else { [60, 120, 190] }))
                .unwrap()
        };
        let (fair, dark) = (face([238, 200, 175]).skin.unwrap(), face([110, 72, 50]).skin.unwrap());
        assert!(fair < 30 && dark > 60, "{fair} {dark}");
        assert_eq!(Palette::of(&photo(|_, _| [40, 90, 200])).unwrap().skin, None);
    }

    #[test]
    fn what_is_no_photo_has_no_palette() {
        assert_eq!(Palette::of(b"no picture"), None);
        assert_eq!(Palette::of(&photo(|x, _| [u8::try_from(x).unwrap(); 3])), None);
        assert_eq!(Palette::of(&photo(|_, _| [9, 9, 200])[..60]), None);
    }
}
