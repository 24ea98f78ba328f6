//! What a portrait shows, feature by feature: everything the drawing needs to know, and nothing else.

use super::colour::{Colour, lch};

/// How somebody looks.
#[derive(Debug, Clone, PartialEq)]
pub struct Looks {
    /// Years.
    pub age: u8,
    pub build: Build,
    /// 0 is the fairest, 100 the darkest.
    pub skin: u8,
    pub face: FaceShape,
    pub hair: Hair,
    pub eyes: Eyes,
    pub brows: Brows,
    pub nose: Nose,
    pub beard: Beard,
    pub mood: Mood,
    pub marks: Marks,
    pub glasses: Glasses,
    pub earrings: bool,
    pub headwear: Headwear,
    pub clothes: Clothes,
    pub scene: Scene,
    pub backdrop: Colour,
    /// Decides the small things: where a freckle sits, which way a strand falls.
    pub detail: u64,
}

/// How the body is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Build {
    Feminine,
    Masculine,
    Between,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaceShape {
    Oval,
    Round,
    Long,
    Heart,
    Square,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hair {
    pub colour: HairColour,
    /// How far it has turned grey: 0 to 100.
    pub grey: u8,
    pub length: HairLength,
    pub texture: Texture,
    pub fringe: Fringe,
    pub tied: Tied,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HairColour {
    Black,
    DarkBrown,
    Brown,
    Chestnut,
    LightBrown,
    Blonde,
    Red,
    Grey,
    White,
    Pink,
    Blue,
    Green,
    Purple,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HairLength {
    Bald,
    /// Shorn close to the skin.
    Buzz,
    Short,
    /// To the chin: a bob.
    Chin,
    Shoulder,
    Long,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Texture {
    Straight,
    Wavy,
    Curly,
}

/// What hangs over the forehead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fringe {
    /// Nothing: the hair is combed back.
    Back,
    /// Cut straight above the eyes.
    Full,
    /// Brushed to one side.
    Swept,
    /// Parted in the middle.
    Parted,
    /// Short and tousled.
    Tousled,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tied {
    Loose,
    Ponytail,
    TwinTails,
    Bun,
    Braids,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Eyes {
    pub colour: EyeColour,
    pub shape: EyeShape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EyeColour {
    Dark,
    Brown,
    Hazel,
    Amber,
    Green,
    Blue,
    Grey,
    Violet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EyeShape {
    Almond,
    Round,
    Narrow,
    /// The outer corners point down.
    Drooping,
    /// The outer corners point up.
    Upturned,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brows {
    Thin,
    Medium,
    Thick,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nose {
    Small,
    Straight,
    Broad,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beard {
    None,
    Stubble,
    Moustache,
    Goatee,
    Full,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Gentle,
    Smiling,
    Laughing,
    Serious,
    Shy,
}

/// What a skin has of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    pub freckles: bool,
    pub dimples: bool,
    /// A beauty spot under an eye.
    pub mole: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glasses {
    None,
    Round,
    Square,
    Dark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Headwear {
    None,
    Beret,
    Cap,
    Knit,
    Straw,
    Ribbon,
    Flower,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clothes {
    pub cut: Cut,
    pub colour: Colour,
    /// Trims, ties and stripes.
    pub accent: Colour,
    pub pattern: Pattern,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    Tee,
    Shirt,
    Jumper,
    RollNeck,
    Hoodie,
    Blouse,
    Dress,
    Suit,
    Kimono,
    Dungarees,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    Plain,
    Stripes,
    Dots,
    Checks,
}

/// What stands behind somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scene {
    Plain,
    Leaves,
    Blossom,
    Sea,
    Night,
    Hills,
}

impl Looks {
    /// The tone of the skin.
    pub fn skin_tone(&self) -> Colour {
        const TONES: [Colour; 5] = [
            lch(0.93, 0.032, 58.0),
            lch(0.885, 0.052, 62.0),
            lch(0.78, 0.078, 62.0),
            lch(0.60, 0.080, 54.0),
            lch(0.43, 0.060, 48.0),
        ];
        let skin = self.skin.min(100);
        let (step, rest) = (usize::from(skin / 25), f32::from(skin % 25) / 25.0);
        let next = TONES[(step + 1).min(TONES.len() - 1)];
        TONES[step].towards(next, rest)
    }

    /// The colour of the hair, as grey as it has become.
    pub fn hair_tone(&self) -> Colour {
        self.hair.colour.tone().towards(lch(0.80, 0.008, 75.0), f32::from(self.hair.grey.min(100)) / 100.0)
    }

    /// Whether the hair falls over the ears.
    pub fn hides_ears(&self) -> bool {
        self.hair.tied == Tied::Loose && self.hair.length >= HairLength::Chin
    }

    pub fn is_child(&self) -> bool {
        self.age < 13
    }
}

impl HairColour {
    pub const fn tone(self) -> Colour {
        match self {
            Self::Black => lch(0.285, 0.018, 280.0),
            Self::DarkBrown => lch(0.33, 0.040, 50.0),
            Self::Brown => lch(0.43, 0.065, 52.0),
            Self::Chestnut => lch(0.45, 0.085, 42.0),
            Self::LightBrown => lch(0.58, 0.082, 62.0),
            Self::Blonde => lch(0.82, 0.105, 85.0),
            Self::Red => lch(0.58, 0.135, 44.0),
            Self::Grey => lch(0.66, 0.010, 250.0),
            Self::White => lch(0.93, 0.008, 85.0),
            Self::Pink => lch(0.77, 0.105, 0.0),
            Self::Blue => lch(0.52, 0.105, 255.0),
            Self::Green => lch(0.60, 0.090, 160.0),
            Self::Purple => lch(0.52, 0.110, 305.0),
        }
    }
}

impl EyeColour {
    pub const fn tone(self) -> Colour {
        match self {
            Self::Dark => lch(0.30, 0.035, 45.0),
            Self::Brown => lch(0.45, 0.080, 50.0),
            Self::Hazel => lch(0.56, 0.085, 85.0),
            Self::Amber => lch(0.66, 0.125, 72.0),
            Self::Green => lch(0.60, 0.105, 150.0),
            Self::Blue => lch(0.60, 0.110, 245.0),
            Self::Grey => lch(0.60, 0.022, 240.0),
            Self::Violet => lch(0.54, 0.120, 300.0),
        }
    }
}
