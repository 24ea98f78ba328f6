//! A child's looks from its parents': each feature comes from one of them, or lies between the two.

use super::dice::Dice;
use super::looks::{EyeColour, Glasses, HairColour, Looks, Texture};
use super::words::Said;

/// Puts into `said`, where the words leave it open, what the child has from its parents.
pub fn inherit(said: &mut Said, parents: &[Looks; 2], dice: Dice) {
    let [one, other] = parents;
    let from = |name: &str| if dice.chance(name, 0.5) { one } else { other };
    said.skin = said.skin.or_else(|| Some(between(one.skin, other.skin, dice.between("skin", 0.3, 0.7))));
    said.face = said.face.or_else(|| Some(from("face").face));
    said.hair_colour = said.hair_colour.or_else(|| Some(natural(from("hair colour"), one, other)));
    said.texture = said.texture.or_else(|| Some(texture(one.hair.texture, other.hair.texture, dice)));
    said.eye_colour = said.eye_colour.or_else(|| Some(eye_colour(one.eyes.colour, other.eyes.colour, dice)));
    said.eye_shape = said.eye_shape.or_else(|| Some(from("eye shape").eyes.shape));
    said.brows = said.brows.or_else(|| Some(from("brows").brows));
    said.nose = said.nose.or_else(|| Some(from("nose").nose));
    said.freckles = said.freckles.or_else(|| Some(from("freckles").marks.freckles));
    said.dimples = said.dimples.or_else(|| Some(from("dimples").marks.dimples));
    said.mole = said.mole.or_else(|| Some(from("mole").marks.mole && dice.chance("mole too", 0.5)));
    said.mood = said.mood.or_else(|| Some(from("mood").mood));
    // A child has its own hair and its own eyes, whatever its parents' have become.
    said.greying = Some(false);
    said.glasses = said.glasses.or(Some(Glasses::None));
    said.earrings = said.earrings.or(Some(false));
}

fn between(one: u8, other: u8, share: f32) -> u8 {
    let mixed = f32::from(one) + (f32::from(other) - f32::from(one)) * share;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
    let mixed = mixed.round() as u8;
    mixed
}

/// A colour that grows: grey and white are the years', and the hues of fashion are not passed on.
fn natural(from: &Looks, one: &Looks, other: &Looks) -> HairColour {
    let grows = |looks: &Looks| {
        use HairColour as C;
        let colour = looks.hair.colour;
        matches!(colour, C::Black | C::DarkBrown | C::Brown | C::Chestnut | C::LightBrown | C::Blonde | C::Red)
            .then_some(colour)
    };
    grows(from).or_else(|| grows(one)).or_else(|| grows(other)).unwrap_or(HairColour::DarkBrown)
}

/// Curly and straight meet in waves.
fn texture(one: Texture, other: Texture, dice: Dice) -> Texture {
    match (one, other) {
        (Texture::Straight, Texture::Curly) | (Texture::Curly, Texture::Straight) if dice.chance("waves", 0.6) => {
            Texture::Wavy
        }
        _ if dice.chance("texture", 0.5) => one,
        _ => other,
    }
}

/// Darker eyes come through more often.
fn eye_colour(one: EyeColour, other: EyeColour, dice: Dice) -> EyeColour {
    let (dark, light) = if one.tone().lightness <= other.tone().lightness { (one, other) } else { (other, one) };
    if dice.chance("eye colour", 0.62) { dark } else { light }
}
