//! What a description says about looks, in Japanese and English: words in, features out.
//!
//! The text is cut into known words, the longest first; the rest is passed over. Words for a colour or a size belong to
//! the part they stand beside ("brown eyes", 髪は茶色). "No" and "not" reach forward to the next comma, ない and なし
//! reach back.

mod en;
mod ja;
mod reader;
mod vocabulary;

use unicode_normalization::UnicodeNormalization as _;

use super::looks::{
    Beard, Brows, Build, Cut, EyeColour, EyeShape, FaceShape, Fringe, Glasses, HairColour, HairLength, Headwear, Mood,
    Nose, Pattern, Scene, Texture, Tied,
};
use reader::{Effect, Modifier};
use vocabulary::{Measure, Part, Trait};

pub use vocabulary::Hue;

/// Characters of a description that are read; a face needs no more.
const READ: usize = 2_000;

/// What the words say; `None` where they say nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Said {
    pub age: Option<u8>,
    pub build: Option<Build>,
    pub skin: Option<u8>,
    pub face: Option<FaceShape>,
    pub hair_colour: Option<HairColour>,
    /// Grey is said, or said not to be there.
    pub greying: Option<bool>,
    pub length: Option<HairLength>,
    pub texture: Option<Texture>,
    pub fringe: Option<Fringe>,
    pub tied: Option<Tied>,
    pub eye_colour: Option<EyeColour>,
    pub eye_shape: Option<EyeShape>,
    pub brows: Option<Brows>,
    pub nose: Option<Nose>,
    pub beard: Option<Beard>,
    pub mood: Option<Mood>,
    pub freckles: Option<bool>,
    pub dimples: Option<bool>,
    pub mole: Option<bool>,
    pub glasses: Option<Glasses>,
    pub earrings: Option<bool>,
    pub headwear: Option<Headwear>,
    pub hat: Option<Hue>,
    pub cut: Option<Cut>,
    pub cloth: Option<Hue>,
    pub pattern: Option<Pattern>,
    pub scene: Option<Scene>,
    pub backdrop: Option<Hue>,
    /// Colours of hair that the words rule out: "not blonde".
    pub not_hair: Vec<HairColour>,
}

/// What the description says.
pub fn read(description: &str) -> Said {
    let text: Vec<char> = description.chars().take(READ).nfkc().flat_map(char::to_lowercase).take(READ).collect();
    let mut said = Said::default();
    for found in reader::found(&text) {
        said.take(found.effect, !found.negated);
    }
    said
}

impl Said {
    /// Takes up what was found, or that it is not so.
    fn take(&mut self, effect: Effect, so: bool) {
        match effect {
            Effect::Is(one) => self.take_trait(one, so),
            Effect::Of(part, modifier) if so => self.take_modifier(part, modifier),
            Effect::Of(Part::Hair, Modifier::Colour(hue)) => self.not_hair.push(hue.of_hair()),
            Effect::Bare(Part::Hair) if !so => self.length = Some(HairLength::Bald),
            Effect::Of(..) | Effect::Bare(_) => {}
        }
    }

    fn take_trait(&mut self, one: Trait, so: bool) {
        match one {
            Trait::Freckles => self.freckles = Some(so),
            Trait::Dimples => self.dimples = Some(so),
            Trait::Mole => self.mole = Some(so),
            Trait::Earrings => self.earrings = Some(so),
            Trait::Greying => self.greying = Some(so),
            Trait::Glasses(kind) => {
                // Their form stands before them: "square glasses".
                let formed = self.glasses.filter(|_| kind == Glasses::Round);
                self.glasses = Some(if so { formed.unwrap_or(kind) } else { Glasses::None });
            }
            Trait::Headwear(kind) => self.headwear = Some(if so { kind } else { Headwear::None }),
            Trait::Beard(kind) => self.beard = Some(if so { kind } else { Beard::None }),
            Trait::Tied(kind) => self.tied = Some(if so { kind } else { Tied::Loose }),
            Trait::Fringe(kind) => self.fringe = Some(if so { kind } else { Fringe::Back }),
            Trait::HairColour(colour) if !so => self.not_hair.push(colour),
            Trait::Mood(Mood::Smiling | Mood::Laughing) if !so => self.mood = Some(Mood::Serious),
            Trait::Mood(Mood::Serious) if !so => self.mood = Some(Mood::Smiling),
            _ if !so => {}
            Trait::Age(age) => self.age = Some(age),
            Trait::Build(build) => self.build = Some(build),
            Trait::Skin(skin) => self.skin = Some(skin),
            Trait::Face(face) => self.face = Some(face),
            Trait::HairColour(colour) => self.hair_colour = Some(colour),
            Trait::Length(length) => self.length = Some(length),
            Trait::Texture(texture) => self.texture = Some(texture),
            Trait::EyeColour(colour) => self.eye_colour = Some(colour),
            Trait::EyeShape(shape) => self.eye_shape = Some(shape),
            Trait::Brows(brows) => self.brows = Some(brows),
            Trait::Nose(nose) => self.nose = Some(nose),
            Trait::Mood(mood) => self.mood = Some(mood),
            Trait::Cut(cut) => self.cut = Some(cut),
            Trait::Pattern(pattern) => self.pattern = Some(pattern),
            Trait::Scene(scene) => self.scene = Some(scene),
        }
    }

    fn take_modifier(&mut self, part: Part, modifier: Modifier) {
        use Measure as M;
        match (part, modifier) {
            (Part::Hair, Modifier::Colour(hue)) => self.hair_colour = Some(hue.of_hair()),
            (Part::Eyes, Modifier::Colour(hue)) => self.eye_colour = Some(hue.of_eyes()),
            (Part::Skin, Modifier::Colour(hue)) => self.skin = hue.of_skin().or(self.skin),
            (Part::Cloth, Modifier::Colour(hue)) => self.cloth = Some(hue),
            (Part::Hat, Modifier::Colour(hue)) => self.hat = Some(hue),
            (Part::Backdrop, Modifier::Colour(hue)) => self.backdrop = Some(hue),
            // Nothing but hair is wavy or curly.
            (Part::Hair, Modifier::Measure(measure)) | (_, Modifier::Measure(measure @ (M::Wavy | M::Curly))) => {
                self.take_hair(measure);
            }
            (Part::Eyes, Modifier::Measure(measure)) => {
                let shape = match measure {
                    M::Big | M::Round => Some(EyeShape::Round),
                    M::Small | M::Narrow | M::Long => Some(EyeShape::Narrow),
                    M::Drooping => Some(EyeShape::Drooping),
                    M::Upturned | M::High => Some(EyeShape::Upturned),
                    _ => None,
                };
                self.eye_shape = shape.or(self.eye_shape);
                if measure == M::Dark {
                    self.eye_colour = self.eye_colour.or(Some(EyeColour::Dark));
                }
            }
            (Part::Skin, Modifier::Measure(M::Light)) => self.skin = Some(5),
            (Part::Skin, Modifier::Measure(M::Dark)) => self.skin = Some(74),
            (Part::Skin, Modifier::Measure(M::Tanned)) => self.skin = Some(46),
            (Part::Face, Modifier::Measure(M::Round)) => self.face = Some(FaceShape::Round),
            (Part::Face, Modifier::Measure(M::Long | M::Narrow)) => self.face = Some(FaceShape::Long),
            (Part::Face, Modifier::Measure(M::Square)) => self.face = Some(FaceShape::Square),
            (Part::Brows, Modifier::Measure(M::Thick | M::Big)) => self.brows = Some(Brows::Thick),
            (Part::Brows, Modifier::Measure(M::Narrow | M::Light | M::Small)) => self.brows = Some(Brows::Thin),
            (Part::Nose, Modifier::Measure(M::High | M::Straight | M::Long)) => self.nose = Some(Nose::Straight),
            (Part::Nose, Modifier::Measure(M::Small)) => self.nose = Some(Nose::Small),
            (Part::Nose, Modifier::Measure(M::Big | M::Round | M::Thick)) => self.nose = Some(Nose::Broad),
            (Part::Glasses, Modifier::Measure(M::Square)) => self.glasses = Some(Glasses::Square),
            (Part::Glasses, Modifier::Measure(M::Round)) => self.glasses = Some(Glasses::Round),
            _ => {}
        }
    }

    fn take_hair(&mut self, measure: Measure) {
        match measure {
            Measure::Long => self.length = Some(HairLength::Long),
            Measure::Medium => self.length = Some(HairLength::Shoulder),
            Measure::Short => self.length = Some(HairLength::Short),
            Measure::Straight => self.texture = Some(Texture::Straight),
            Measure::Wavy => self.texture = Some(Texture::Wavy),
            Measure::Curly => self.texture = Some(Texture::Curly),
            Measure::Light => self.hair_colour = self.hair_colour.or(Some(HairColour::LightBrown)),
            Measure::Dark => self.hair_colour = self.hair_colour.or(Some(HairColour::DarkBrown)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
