//! Colours as an eye sees them: lightness, colourfulness and hue can be turned one by one, and stay in tune.

use std::fmt;

/// A colour in the OKLCH space.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Colour {
    /// 0 is black, 1 is white.
    pub lightness: f32,
    /// 0 is grey; what a screen shows ends between 0.1 and 0.3, by hue.
    pub chroma: f32,
    /// Degrees: 30 is red, 90 yellow, 145 green, 250 blue, 330 pink.
    pub hue: f32,
}

/// A colour.
pub const fn lch(lightness: f32, chroma: f32, hue: f32) -> Colour {
    Colour { lightness, chroma, hue }
}

impl Colour {
    /// The colour of an sRGB pixel.
    pub fn of_pixel(rgb: [u8; 3]) -> Self {
        let [r, g, b] = rgb.map(|part| {
            let part = f32::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        let long = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
        let middle = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
        let short = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
        let a = 1.977_998_5 * long - 2.428_592_2 * middle + 0.450_593_7 * short;
        let b = 0.025_904_037 * long + 0.782_771_77 * middle - 0.808_675_77 * short;
        Self {
            lightness: 0.210_454_26 * long + 0.793_617_8 * middle - 0.004_072_047 * short,
            chroma: a.hypot(b),
            hue: b.atan2(a).to_degrees().rem_euclid(360.0),
        }
    }

    /// Darker (below 0) or lighter.
    pub fn lighter(self, by: f32) -> Self {
        Self { lightness: (self.lightness + by).clamp(0.0, 1.0), ..self }
    }

    /// More of its colour, or less (below 1).
    pub fn richer(self, times: f32) -> Self {
        Self { chroma: self.chroma * times, ..self }
    }

    pub fn turned(self, degrees: f32) -> Self {
        Self { hue: (self.hue + degrees).rem_euclid(360.0), ..self }
    }

    /// Between this (0) and another (1), the short way around the circle of hues.
    pub fn towards(self, other: Self, share: f32) -> Self {
        let turn = (other.hue - self.hue + 540.0).rem_euclid(360.0) - 180.0;
        let between = |a: f32, b: f32| a + (b - a) * share;
        Self {
            lightness: between(self.lightness, other.lightness),
            chroma: between(self.chroma, other.chroma),
            hue: (self.hue + turn * share).rem_euclid(360.0),
        }
    }

    fn rgb(self) -> [u8; 3] {
        let (sin, cos) = self.hue.to_radians().sin_cos();
        let (a, b) = (self.chroma * cos, self.chroma * sin);
        let cube = |x: f32| x * x * x;
        let long = cube(self.lightness + 0.396_337_78 * a + 0.215_803_76 * b);
        let middle = cube(self.lightness - 0.105_561_346 * a - 0.063_854_17 * b);
        let short = cube(self.lightness - 0.089_484_18 * a - 1.291_485_5 * b);
        let linear = [
            4.076_741_7 * long - 3.307_711_6 * middle + 0.230_969_94 * short,
            -1.268_438 * long + 2.609_757_4 * middle - 0.341_319_38 * short,
            -0.004_196_086_3 * long - 0.703_418_6 * middle + 1.707_614_7 * short,
        ];
        linear.map(|part| {
            let part = if part <= 0.003_130_8 { part * 12.92 } else { 1.055 * part.powf(1.0 / 2.4) - 0.055 };
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
            let byte = (part.clamp(0.0, 1.0) * 255.0).round() as u8;
            byte
        })
    }
}

/// As SVG writes it: `#rrggbb`.
impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.rgb();
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_come_back_as_they_were() {
        for pixel in [[0, 0, 0], [255, 255, 255], [200, 30, 60], [12, 200, 180], [90, 60, 250]] {
            let back = Colour::of_pixel(pixel).rgb();
            for (one, other) in pixel.iter().zip(back) {
                assert!(one.abs_diff(other) <= 1, "{pixel:?} came back as {back:?}");
            }
        }
        assert_eq!(lch(1.0, 0.0, 0.0).to_string(), "#ffffff");
    }

    #[test]
    fn hues_meet_the_short_way_around() {
        let between = lch(0.5, 0.1, 350.0).towards(lch(0.5, 0.1, 30.0), 0.5);
        assert!((between.hue - 10.0).abs() < 0.01, "{between:?}");
    }
}
