//! Proportions: where things are in a face, by age and build.

use super::canvas::Point;
use crate::paint::looks::{Build, FaceShape, Looks};

/// The middle of the sheet, and of the face.
pub const MIDDLE: f32 = 200.0;

/// Where things are, in units of the sheet.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    /// 1 for a small child, 0 for a grown person.
    pub youth: f32,
    /// 0 up to the fifties, 1 in the eighties.
    pub oldness: f32,
    /// Top of the skull.
    pub top: f32,
    pub chin: f32,
    /// Half the width of the face at the cheeks.
    pub half: f32,
    /// How wide the jaw is, as a share of the cheeks.
    pub jaw: f32,
    pub eye_y: f32,
    /// From the middle to an eye.
    pub eye_x: f32,
    /// 1 is the size of a grown person's eyes.
    pub eye_size: f32,
    pub nose_y: f32,
    pub mouth_y: f32,
    /// Half the width.
    pub neck: f32,
    pub shoulder_y: f32,
    /// Half the width.
    pub shoulder: f32,
}

impl Frame {
    pub fn of(looks: &Looks) -> Self {
        let age = f32::from(looks.age);
        let youth = ((18.0 - age) / 13.0).clamp(0.0, 1.0);
        let oldness = ((age - 52.0) / 28.0).clamp(0.0, 1.0);
        let grown = |old: f32, child: f32| old + (child - old) * youth;
        let (wide, neck, shoulder) = match looks.build {
            Build::Feminine => (65.0, 19.0, 106.0),
            Build::Masculine => (68.0, 27.0, 130.0),
            Build::Between => (66.0, 22.0, 116.0),
        };
        let (width, length, jaw) = match looks.face {
            FaceShape::Oval => (0.0, 0.0, 0.52),
            FaceShape::Round => (5.0, -5.0, 0.66),
            FaceShape::Long => (-4.0, 8.0, 0.54),
            FaceShape::Heart => (2.0, 0.0, 0.40),
            FaceShape::Square => (1.0, 1.0, 0.78),
        };
        let jaw = jaw + if looks.build == Build::Masculine { 0.08 } else { 0.0 };
        let chin = grown(264.0 + length, 259.0 + length * 0.3);
        Self {
            youth,
            oldness,
            top: grown(96.0, 100.0),
            chin,
            half: grown(wide + width, 72.0 + width * 0.6),
            jaw: grown(jaw, 0.66),
            eye_y: grown(188.0, 201.0),
            eye_x: grown(30.5, 33.5),
            eye_size: grown(1.10, 1.24) - 0.10 * oldness,
            nose_y: grown(219.0, 222.0),
            mouth_y: grown(239.0 + length * 0.4, 238.0),
            neck: grown(neck, 16.0),
            shoulder_y: grown(293.0, 287.0),
            shoulder: grown(shoulder, 86.0),
        }
    }

    /// The outline of the face with the skull.
    pub fn face(&self) -> String {
        let Self { top, chin, half, jaw, eye_y, .. } = *self;
        let (left, right) = (MIDDLE - half, MIDDLE + half);
        let cheek = eye_y + 12.0;
        let (drop, wide) = (cheek + (chin - cheek) * (0.50 + jaw * 0.28), half * jaw);
        let skull = cheek - (cheek - top) * 0.72;
        format!(
            "M{left:.1} {cheek:.1}C{left:.1} {drop:.1} {:.1} {chin:.1} {MIDDLE} {chin:.1}C{:.1} {chin:.1} {right:.1} \
             {drop:.1} {right:.1} {cheek:.1}C{:.1} {skull:.1} {:.1} {top:.1} {MIDDLE} {top:.1}C{:.1} {top:.1} {:.1} \
             {skull:.1} {left:.1} {cheek:.1}Z",
            MIDDLE - wide,
            MIDDLE + wide,
            right + 2.0,
            MIDDLE + half * 0.62,
            MIDDLE - half * 0.62,
            left - 2.0,
        )
    }

    /// A point of the outline below the cheeks: `share` runs from the cheek (0) to the chin (1).
    pub fn jawline(&self, side: f32, share: f32) -> Point {
        let cheek = self.eye_y + 12.0;
        let drop = cheek + (self.chin - cheek) * (0.50 + self.jaw * 0.28);
        let points = [(self.half, cheek), (self.half, drop), (self.half * self.jaw, self.chin), (0.0, self.chin)];
        let rest = 1.0 - share;
        let weights = [rest.powi(3), 3.0 * rest * rest * share, 3.0 * rest * share * share, share.powi(3)];
        let sum = points
            .iter()
            .zip(weights)
            .fold((0.0, 0.0), |sum, (point, weight)| (sum.0 + point.0 * weight, sum.1 + point.1 * weight));
        (MIDDLE + side * sum.0, sum.1)
    }
}
