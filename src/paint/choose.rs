//! Whole looks from what is known: the words first, then age, gender and the photo's colours, and chance for the rest.

use super::colour::{Colour, lch};
use super::dice::Dice;
use super::looks::{
    Beard, Brows, Build, Clothes, Cut, EyeColour, EyeShape, Eyes, FaceShape, Fringe, Glasses, Hair, HairColour,
    HairLength, Headwear, Looks, Marks, Mood, Nose, Pattern, Scene, Texture, Tied,
};
use super::palette::Palette;
use super::words::{Hue, Said};
use crate::domain::Gender;

/// What is known of somebody besides the words.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// Years, if the words do not say.
    pub age: u8,
    pub gender: Option<Gender>,
    pub palette: Option<Palette>,
}

/// The looks of somebody; the same for the same words, knowledge and seed.
pub fn looks(said: &Said, known: &Known, seed: u64) -> Looks {
    let dice = Dice::new(seed);
    let age = said.age.unwrap_or(known.age);
    let build =
        known.gender.map(Build::from).or(said.build).unwrap_or_else(|| {
            dice.weighted("build", &[(1.0, Build::Feminine), (1.0, Build::Masculine)], Build::Between)
        });
    let skin = said.skin.unwrap_or_else(|| {
        use EyeColour as E;
        use HairColour as H;
        let fair_hair = matches!(said.hair_colour, Some(H::Blonde | H::Red | H::LightBrown | H::Chestnut));
        let fair_eyes = matches!(said.eye_colour, Some(E::Blue | E::Green | E::Grey));
        let deep = if fair_hair || fair_eyes { 0.1 } else { 1.0 };
        let of =
            [(2.0, 8), (3.0, 16), (3.0, 24), (1.2 * deep, 38), (0.8 * deep, 55), (0.6 * deep, 72), (0.4 * deep, 88)];
        dice.weighted("skin", &of, 20)
    });
    let hair = hair(said, age, build, skin, dice);
    let headwear = said.headwear.unwrap_or_else(|| headwear(age, build, dice));
    let (backdrop, clothes) = coloured(said, age, build, known.palette, dice);
    Looks {
        age,
        build,
        skin,
        face: said.face.unwrap_or_else(|| face(build, dice)),
        hair,
        eyes: Eyes {
            colour: said.eye_colour.unwrap_or_else(|| eye_colour(hair.colour, skin, dice)),
            shape: said.eye_shape.unwrap_or_else(|| eye_shape(dice)),
        },
        brows: said.brows.unwrap_or_else(|| brows(build, dice)),
        nose: said.nose.unwrap_or_else(|| nose(build, dice)),
        beard: beard(said, age, build, dice),
        mood: said
            .mood
            .unwrap_or_else(|| dice.weighted("mood", &[(3.0, Mood::Gentle), (3.0, Mood::Smiling)], Mood::Gentle)),
        marks: marks(said, age, skin, hair.colour, dice),
        glasses: said.glasses.unwrap_or_else(|| glasses(age, dice)),
        earrings: said.earrings.unwrap_or(build == Build::Feminine && age > 17 && dice.chance("earrings", 0.4)),
        headwear,
        clothes,
        scene: said.scene.unwrap_or_else(|| scene(dice)),
        backdrop,
        detail: dice.number("detail"),
    }
}

fn hair(said: &Said, age: u8, build: Build, skin: u8, dice: Dice) -> Hair {
    let texture = said.texture.unwrap_or_else(|| {
        let curly = if skin > 68 { 6.0 } else { 0.5 };
        dice.weighted(
            "texture",
            &[(5.0, Texture::Straight), (2.5, Texture::Wavy), (curly, Texture::Curly)],
            Texture::Straight,
        )
    });
    let length = said.length.unwrap_or_else(|| length(said, age, build, dice));
    let tied = said.tied.unwrap_or_else(|| tied(said, age, build, length, dice));
    // What is tied was long enough to be.
    let length = if tied == Tied::Loose || length >= HairLength::Shoulder { length } else { HairLength::Shoulder };
    let fringe = said.fringe.unwrap_or_else(|| fringe(build, length, tied, dice));
    Hair { colour: hair_colour(said, skin, dice), grey: grey(said, age, dice), length, texture, fringe, tied }
}

fn hair_colour(said: &Said, skin: u8, dice: Dice) -> HairColour {
    let weighted = [
        (4.0, HairColour::Black),
        (4.0, HairColour::DarkBrown),
        (if skin > 50 { 0.3 } else { 3.0 }, HairColour::Brown),
        (if skin > 40 { 0.0 } else { 1.5 }, HairColour::Chestnut),
        (if skin > 40 { 0.0 } else { 1.0 }, HairColour::LightBrown),
        (if skin > 30 { 0.0 } else { 0.8 }, HairColour::Blonde),
        (if skin > 30 { 0.0 } else { 0.5 }, HairColour::Red),
    ];
    let left = weighted.map(|(weight, colour)| (if said.not_hair.contains(&colour) { 0.0 } else { weight }, colour));
    said.hair_colour.unwrap_or_else(|| dice.weighted("hair colour", &left, HairColour::DarkBrown))
}

/// How grey somebody is: some early, most in the end. A colour that was named stays what it was named.
fn grey(said: &Said, age: u8, dice: Dice) -> u8 {
    let named = said.hair_colour.is_some();
    match said.greying {
        Some(true) => 55,
        Some(false) => 0,
        None if named => 0,
        None => {
            let starts = dice.between("grey starts", 40.0, 56.0);
            let share = ((f32::from(age) - starts) / 26.0).clamp(0.0, 1.0) * 96.0;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 96")]
            let grey = share as u8;
            grey
        }
    }
}

fn length(said: &Said, age: u8, build: Build, dice: Dice) -> HairLength {
    if said.tied.is_some_and(|tied| tied != Tied::Loose) {
        return dice.weighted("length", &[(1.0, HairLength::Shoulder), (1.5, HairLength::Long)], HairLength::Long);
    }
    let masculine = [
        (if age > 50 { 1.0 } else { 0.0 }, HairLength::Bald),
        (1.0, HairLength::Buzz),
        (10.0, HairLength::Short),
        (0.5, HairLength::Chin),
    ];
    let feminine = [
        (1.2, HairLength::Short),
        (3.0, HairLength::Chin),
        (3.5, HairLength::Shoulder),
        (if age > 60 { 0.6 } else { 4.0 }, HairLength::Long),
    ];
    let between = [(3.0, HairLength::Short), (3.0, HairLength::Chin), (1.0, HairLength::Shoulder)];
    match build {
        Build::Masculine => dice.weighted("length", &masculine, HairLength::Short),
        Build::Feminine => dice.weighted("length", &feminine, HairLength::Chin),
        Build::Between => dice.weighted("length", &between, HairLength::Chin),
    }
}

fn tied(said: &Said, age: u8, build: Build, length: HairLength, dice: Dice) -> Tied {
    if build != Build::Feminine || length < HairLength::Shoulder || said.length.is_some() {
        return Tied::Loose;
    }
    let young = if age < 13 { 2.0 } else { 0.0 };
    let of = [
        (if age < 13 { 2.5 } else { 6.0 }, Tied::Loose),
        (1.2, Tied::Ponytail),
        (young, Tied::TwinTails),
        (young * 0.5 + if age > 55 { 4.0 } else { 0.8 }, Tied::Bun),
        (young * 0.6 + 0.3, Tied::Braids),
    ];
    dice.weighted("tied", &of, Tied::Loose)
}

fn fringe(build: Build, length: HairLength, tied: Tied, dice: Dice) -> Fringe {
    let of: &[(f32, Fringe)] = match (build, length, tied) {
        (_, _, Tied::Bun) => &[(2.0, Fringe::Back), (1.0, Fringe::Swept), (1.0, Fringe::Full)],
        (Build::Masculine, ..) => {
            &[(3.0, Fringe::Tousled), (2.0, Fringe::Swept), (1.5, Fringe::Back), (0.5, Fringe::Parted)]
        }
        (_, HairLength::Short, _) => &[(2.0, Fringe::Swept), (2.0, Fringe::Tousled)],
        _ => &[(2.5, Fringe::Full), (2.5, Fringe::Swept), (2.0, Fringe::Parted)],
    };
    dice.weighted("fringe", of, Fringe::Swept)
}

fn face(build: Build, dice: Dice) -> FaceShape {
    let square = if build == Build::Masculine { 2.0 } else { 0.2 };
    let of = [
        (3.0, FaceShape::Oval),
        (1.5, FaceShape::Round),
        (1.0, FaceShape::Long),
        (1.2, FaceShape::Heart),
        (square, FaceShape::Square),
    ];
    dice.weighted("face", &of, FaceShape::Oval)
}

fn marks(said: &Said, age: u8, skin: u8, hair: HairColour, dice: Dice) -> Marks {
    let freckles = if hair == HairColour::Red { 0.6 } else { 0.08 };
    Marks {
        freckles: said.freckles.unwrap_or(skin < 30 && dice.chance("freckles", freckles)),
        dimples: said.dimples.unwrap_or(dice.chance("dimples", 0.12)),
        mole: said.mole.unwrap_or(age > 12 && dice.chance("mole", 0.07)),
    }
}

fn glasses(age: u8, dice: Dice) -> Glasses {
    let often = match age {
        0..13 => 0.03,
        13..61 => 0.08,
        _ => 0.35,
    };
    let of = [(1.0 - often, Glasses::None), (often * 0.65, Glasses::Round), (often * 0.35, Glasses::Square)];
    dice.weighted("glasses", &of, Glasses::None)
}

fn eye_colour(hair: HairColour, skin: u8, dice: Dice) -> EyeColour {
    let light = if skin > 34 || matches!(hair, HairColour::Black | HairColour::DarkBrown) { 0.12 } else { 1.0 };
    let of = [
        (3.0, EyeColour::Dark),
        (4.0, EyeColour::Brown),
        (1.2 * light, EyeColour::Hazel),
        (1.6 * light, EyeColour::Green),
        (2.4 * light, EyeColour::Blue),
        (0.8 * light, EyeColour::Grey),
    ];
    dice.weighted("eye colour", &of, EyeColour::Brown)
}

fn eye_shape(dice: Dice) -> EyeShape {
    let of = [(4.0, EyeShape::Almond), (2.0, EyeShape::Round), (0.8, EyeShape::Drooping), (0.8, EyeShape::Upturned)];
    dice.weighted("eye shape", &of, EyeShape::Almond)
}

fn brows(build: Build, dice: Dice) -> Brows {
    let thick = if build == Build::Masculine { 2.0 } else { 0.4 };
    dice.weighted("brows", &[(1.0, Brows::Thin), (3.0, Brows::Medium), (thick, Brows::Thick)], Brows::Medium)
}

fn nose(build: Build, dice: Dice) -> Nose {
    let straight = if build == Build::Masculine { 2.5 } else { 1.0 };
    dice.weighted("nose", &[(2.0, Nose::Small), (straight, Nose::Straight), (0.8, Nose::Broad)], Nose::Small)
}

fn beard(said: &Said, age: u8, build: Build, dice: Dice) -> Beard {
    if let Some(beard) = said.beard {
        return beard;
    }
    if build != Build::Masculine || age < 22 {
        return Beard::None;
    }
    let of =
        [(18.0, Beard::None), (1.6, Beard::Stubble), (0.9, Beard::Full), (0.5, Beard::Moustache), (0.4, Beard::Goatee)];
    dice.weighted("beard", &of, Beard::None)
}

fn headwear(age: u8, build: Build, dice: Dice) -> Headwear {
    let ribbon = match (build, age) {
        (Build::Feminine, 0..13) => 2.0,
        (Build::Feminine, _) => 0.3,
        _ => 0.0,
    };
    let of = [
        (9.0, Headwear::None),
        (ribbon, Headwear::Ribbon),
        (0.25, Headwear::Beret),
        (if build == Build::Feminine { 0.0 } else { 0.3 }, Headwear::Cap),
    ];
    dice.weighted("headwear", &of, Headwear::None)
}

fn scene(dice: Dice) -> Scene {
    let of = [(5.0, Scene::Plain), (1.3, Scene::Leaves), (1.2, Scene::Blossom), (1.2, Scene::Hills)];
    dice.weighted("scene", &of, Scene::Plain)
}

/// Colours that go together: a quiet backdrop, clothes, and something to set them off.
const FAMILIES: [[Colour; 3]; 8] = [
    [lch(0.91, 0.035, 235.0), lch(0.70, 0.100, 30.0), lch(0.90, 0.060, 88.0)],
    [lch(0.92, 0.045, 85.0), lch(0.55, 0.080, 200.0), lch(0.74, 0.115, 45.0)],
    [lch(0.91, 0.035, 155.0), lch(0.86, 0.090, 88.0), lch(0.60, 0.110, 35.0)],
    [lch(0.91, 0.035, 10.0), lch(0.58, 0.080, 260.0), lch(0.93, 0.020, 85.0)],
    [lch(0.90, 0.035, 300.0), lch(0.66, 0.085, 160.0), lch(0.88, 0.080, 95.0)],
    [lch(0.92, 0.040, 60.0), lch(0.60, 0.100, 340.0), lch(0.92, 0.030, 60.0)],
    [lch(0.90, 0.035, 200.0), lch(0.78, 0.105, 65.0), lch(0.52, 0.090, 255.0)],
    [lch(0.91, 0.030, 110.0), lch(0.50, 0.085, 285.0), lch(0.82, 0.080, 20.0)],
];

fn coloured(said: &Said, age: u8, build: Build, palette: Option<Palette>, dice: Dice) -> (Colour, Clothes) {
    let families = FAMILIES.map(|family| (1.0, family));
    let [backdrop, cloth, accent] = match palette {
        Some(palette) => [palette.backdrop(), palette.cloth(), palette.accent()],
        None => dice.weighted("colours", &families, FAMILIES[0]),
    };
    let cut = said.cut.unwrap_or_else(|| {
        let of: &[(f32, Cut)] = match (age < 13, build) {
            (true, Build::Feminine) => &[(2.0, Cut::Dress), (1.5, Cut::Dungarees), (1.0, Cut::Tee), (1.0, Cut::Blouse)],
            (true, _) => &[(2.0, Cut::Tee), (1.5, Cut::Dungarees), (1.0, Cut::Hoodie), (1.0, Cut::Shirt)],
            (false, Build::Feminine) => {
                &[(2.0, Cut::Blouse), (1.5, Cut::Jumper), (1.2, Cut::Dress), (1.0, Cut::RollNeck), (0.8, Cut::Shirt)]
            }
            (false, _) => &[
                (2.0, Cut::Shirt),
                (1.5, Cut::Jumper),
                (1.0, Cut::Tee),
                (0.8, Cut::Hoodie),
                (0.8, Cut::RollNeck),
                (0.4, Cut::Suit),
            ],
        };
        dice.weighted("cut", of, Cut::Tee)
    });
    let pattern = said.pattern.unwrap_or_else(|| {
        let busy = match cut {
            Cut::Tee | Cut::Dungarees => 2.0,
            Cut::Shirt | Cut::Dress | Cut::Kimono => 0.8,
            _ => 0.0,
        };
        let of = [
            (2.0, Pattern::Plain),
            (busy, Pattern::Stripes),
            (busy * 0.6, Pattern::Dots),
            (busy * 0.5, Pattern::Checks),
        ];
        dice.weighted("pattern", &of, Pattern::Plain)
    });
    let said_cloth = said.cloth.map(Hue::tone);
    // A suit is dark unless it was described.
    let cloth = if cut == Cut::Suit { lch(0.38, 0.045, cloth.hue) } else { cloth };
    let colour = said_cloth.unwrap_or(cloth);
    // What sets off must be seen.
    let accent = if (accent.lightness - colour.lightness).abs() < 0.12 {
        accent.lighter(if colour.lightness > 0.7 { -0.2 } else { 0.22 })
    } else {
        accent
    };
    let accent = said.hat.map_or(accent, Hue::tone);
    let backdrop = said.backdrop.map_or(backdrop, |hue| hue.tone().towards(lch(0.94, 0.02, 85.0), 0.55));
    (backdrop, Clothes { cut, colour, accent, pattern })
}

impl From<Gender> for Build {
    fn from(gender: Gender) -> Self {
        match gender {
            Gender::Female => Self::Feminine,
            Gender::Male => Self::Masculine,
            Gender::Other => Self::Between,
        }
    }
}
