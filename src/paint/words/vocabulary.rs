//! What a known word can mean.

use crate::paint::colour::{Colour, lch};
use crate::paint::looks::{
    Beard, Brows, Build, Cut, EyeColour, EyeShape, FaceShape, Fringe, Glasses, HairColour, HairLength, Headwear, Mood,
    Nose, Pattern, Scene, Texture, Tied,
};

/// A colour, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hue {
    Black,
    White,
    Grey,
    Brown,
    DarkBrown,
    LightBrown,
    Beige,
    Gold,
    Red,
    Orange,
    Yellow,
    Green,
    Teal,
    Blue,
    Navy,
    Purple,
    Pink,
}

/// What a colour or a size can belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Hair,
    Eyes,
    Skin,
    Face,
    Brows,
    Nose,
    Cloth,
    Glasses,
    Hat,
    Backdrop,
    /// Something whose colour and size are not drawn: it keeps them from going elsewhere.
    Other,
}

/// A size or a form, of the part beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    Long,
    Medium,
    Short,
    Big,
    Small,
    Narrow,
    Round,
    Square,
    Thick,
    Straight,
    Wavy,
    Curly,
    Light,
    Dark,
    Tanned,
    High,
    Drooping,
    Upturned,
}

/// A feature that a word names by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Trait {
    Age(u8),
    Build(Build),
    Skin(u8),
    Face(FaceShape),
    HairColour(HairColour),
    Greying,
    Length(HairLength),
    Texture(Texture),
    Fringe(Fringe),
    Tied(Tied),
    EyeColour(EyeColour),
    EyeShape(EyeShape),
    Brows(Brows),
    Nose(Nose),
    Beard(Beard),
    Mood(Mood),
    Freckles,
    Dimples,
    Mole,
    Glasses(Glasses),
    Earrings,
    Headwear(Headwear),
    Cut(Cut),
    Pattern(Pattern),
    Scene(Scene),
}

/// A known word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Word {
    /// A feature: "freckles", 笑顔.
    Is(Trait),
    /// A feature that colours and sizes may belong to: "blonde ponytail", 緑のセーター.
    Thing(Trait),
    Colour(Hue),
    Measure(Measure),
    Part(Part),
    /// What follows is not so.
    Not,
    /// What came before is not so.
    NotSo,
    /// What follows is said of the part before: 髪は, "hair is".
    Topic,
    /// Joins two of a kind: も, "and".
    And,
    /// Nothing reaches beyond: a comma, "but".
    Comma,
    Stop,
    /// Looks like a known word and is none: 少ない, 真面目.
    Nothing,
}

impl Trait {
    /// The part that colours and sizes beside the word belong to.
    pub const fn part(self) -> Part {
        match self {
            Self::HairColour(_) | Self::Length(_) | Self::Texture(_) | Self::Fringe(_) | Self::Tied(_) => Part::Hair,
            Self::EyeColour(_) | Self::EyeShape(_) => Part::Eyes,
            Self::Cut(_) => Part::Cloth,
            Self::Glasses(_) => Part::Glasses,
            Self::Headwear(_) => Part::Hat,
            _ => Part::Other,
        }
    }
}

impl Hue {
    pub const fn of_hair(self) -> HairColour {
        match self {
            Self::Black | Self::Navy => HairColour::Black,
            Self::White => HairColour::White,
            Self::Grey => HairColour::Grey,
            Self::Brown => HairColour::Brown,
            Self::DarkBrown => HairColour::DarkBrown,
            Self::LightBrown | Self::Beige => HairColour::LightBrown,
            Self::Gold | Self::Yellow => HairColour::Blonde,
            Self::Red | Self::Orange => HairColour::Red,
            Self::Green | Self::Teal => HairColour::Green,
            Self::Blue => HairColour::Blue,
            Self::Purple => HairColour::Purple,
            Self::Pink => HairColour::Pink,
        }
    }

    pub const fn of_eyes(self) -> EyeColour {
        match self {
            Self::Black | Self::DarkBrown => EyeColour::Dark,
            Self::Brown => EyeColour::Brown,
            Self::LightBrown | Self::Beige => EyeColour::Hazel,
            Self::Gold | Self::Yellow | Self::Orange => EyeColour::Amber,
            Self::Green | Self::Teal => EyeColour::Green,
            Self::Blue | Self::Navy => EyeColour::Blue,
            Self::Grey | Self::White => EyeColour::Grey,
            Self::Purple | Self::Pink | Self::Red => EyeColour::Violet,
        }
    }

    pub const fn of_skin(self) -> Option<u8> {
        match self {
            Self::White | Self::Pink => Some(4),
            Self::Beige | Self::Yellow => Some(24),
            Self::Gold | Self::LightBrown => Some(46),
            Self::Brown => Some(66),
            Self::DarkBrown => Some(84),
            Self::Black => Some(94),
            _ => None,
        }
    }

    /// As cloth or as a wall, in the illustrator's colours.
    pub const fn tone(self) -> Colour {
        match self {
            Self::Black => lch(0.33, 0.012, 270.0),
            Self::White => lch(0.95, 0.012, 85.0),
            Self::Grey => lch(0.68, 0.012, 250.0),
            Self::Brown => lch(0.52, 0.065, 52.0),
            Self::DarkBrown => lch(0.40, 0.050, 50.0),
            Self::LightBrown => lch(0.68, 0.070, 65.0),
            Self::Beige => lch(0.86, 0.040, 80.0),
            Self::Gold => lch(0.78, 0.110, 85.0),
            Self::Red => lch(0.60, 0.150, 25.0),
            Self::Orange => lch(0.74, 0.125, 55.0),
            Self::Yellow => lch(0.87, 0.115, 92.0),
            Self::Green => lch(0.64, 0.095, 150.0),
            Self::Teal => lch(0.58, 0.080, 195.0),
            Self::Blue => lch(0.63, 0.105, 245.0),
            Self::Navy => lch(0.39, 0.070, 262.0),
            Self::Purple => lch(0.60, 0.105, 305.0),
            Self::Pink => lch(0.80, 0.090, 5.0),
        }
    }
}
