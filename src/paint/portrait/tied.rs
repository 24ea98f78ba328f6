//! Hair that is tied: tails, buns and braids.

use super::canvas::{Canvas, smooth, smooth_line};
use super::frame::{Frame, MIDDLE};
use super::hair::{Measures, mass};
use crate::paint::looks::{HairLength, Looks, Texture, Tied};

/// Whether it hangs on the right.
fn rightwards(m: &Measures) -> f32 {
    if m.dice.chance("tail", 0.5) { 1.0 } else { -1.0 }
}

pub fn tail(canvas: &mut Canvas, looks: &Looks, frame: &Frame, m: &Measures) {
    let side = rightwards(m);
    let x = |out: f32| MIDDLE + side * out;
    let end = if looks.hair.length == HairLength::Long { frame.shoulder_y + 62.0 } else { frame.shoulder_y + 12.0 };
    let sway = if looks.hair.texture == Texture::Straight { 0.0 } else { 6.0 };
    let outline = [
        (x(m.half * 0.42), m.crown + 14.0),
        (x(m.half * 0.80), m.crown - 8.0),
        (x(m.half + 26.0), m.crown + 14.0),
        (x(m.half + 44.0 + sway), frame.eye_y - 16.0),
        (x(m.half + 42.0 - sway), frame.eye_y + 44.0),
        (x(m.half + 40.0 + sway), end - 34.0),
        (x(m.half + 20.0), end),
        (x(m.half + 16.0 + sway), end - 48.0),
        (x(m.half + 12.0 - sway), frame.eye_y + 26.0),
        (x(m.half + 4.0), frame.eye_y - 20.0),
        (x(m.half * 0.80), m.crown + 46.0),
    ];
    mass(canvas, &outline, &m.dark.lighter(0.02).to_string(), looks.hair.texture, m.dice.named("tail"));
    let d = smooth(&outline);
    canvas.within(&d, |canvas| {
        for out in [16.0, 30.0] {
            let strand = [
                (x(m.half * 0.8), m.crown + 14.0),
                (x(m.half + out), frame.eye_y - 40.0),
                (x(m.half + out + 2.0 + sway * 0.5), frame.eye_y + 30.0),
                (x(m.half + 22.0 + (out - 20.0) * 0.3), end - 8.0),
            ];
            canvas.faint_line(&smooth_line(&strand), m.tone.lighter(0.03), 2.4, 0.7);
        }
    });
}

pub fn twin_tails(canvas: &mut Canvas, looks: &Looks, frame: &Frame, m: &Measures) {
    let end = if looks.hair.length == HairLength::Long { frame.shoulder_y + 58.0 } else { frame.shoulder_y + 8.0 };
    let sway = if looks.hair.texture == Texture::Straight { 0.0 } else { 5.0 };
    for side in [-1.0, 1.0] {
        let x = |out: f32| MIDDLE + side * out;
        let outline = [
            (x(m.half - 4.0), frame.eye_y - 34.0),
            (x(m.half + 22.0), frame.eye_y - 48.0),
            (x(m.half + 44.0 + sway), frame.eye_y - 14.0),
            (x(m.half + 46.0 - sway), frame.eye_y + 38.0),
            (x(m.half + 36.0 + sway), end - 30.0),
            (x(m.half + 22.0), end),
            (x(m.half + 15.0 + sway), end - 46.0),
            (x(m.half + 10.0 - sway), frame.eye_y + 26.0),
            (x(m.half + 4.0), frame.eye_y - 8.0),
        ];
        mass(canvas, &outline, &m.tone.lighter(-0.02).to_string(), looks.hair.texture, m.dice.named("tails"));
        let strand = [
            (x(m.half + 6.0), frame.eye_y - 26.0),
            (x(m.half + 28.0), frame.eye_y - 10.0),
            (x(m.half + 30.0 + sway), frame.eye_y + 40.0),
            (x(m.half + 23.0), end - 14.0),
        ];
        canvas.faint_line(&smooth_line(&strand), m.dark.lighter(-0.02), 2.0, 0.6);
    }
}

pub fn bun(canvas: &mut Canvas, looks: &Looks, m: &Measures) {
    let centre = (MIDDLE + 4.0 * rightwards(m), m.crown - 10.0);
    let radius = if looks.is_child() { 22.0 } else { 27.0 };
    if looks.hair.texture == Texture::Curly {
        for step in 0..9_u8 {
            let (sin, cos) = (f32::from(step) * 40.0).to_radians().sin_cos();
            canvas.disc((centre.0 + cos * radius * 0.8, centre.1 + sin * radius * 0.7), 9.5, m.dark.lighter(0.02));
        }
    }
    canvas.oval(centre, (radius, radius * 0.92), m.dark.lighter(0.02), 1.0);
    for (turn, size) in [(-0.5_f32, 0.62), (0.35, 0.38)] {
        let r = radius * size;
        let d = format!(
            "M{:.1} {:.1}a{r:.1} {:.1} 0 1 1 {:.1} {:.1}",
            centre.0 - r,
            centre.1 + turn * 4.0,
            r * 0.86,
            r * 1.9,
            r * 0.3
        );
        canvas.faint_line(&d, m.light, 2.4, 0.5);
    }
}

/// What is in front of the shoulders: braids, and the ties of tails.
pub fn before(canvas: &mut Canvas, looks: &Looks, frame: &Frame) {
    let hair = looks.hair;
    if hair.length <= HairLength::Buzz {
        return;
    }
    let m = Measures::of(looks, frame);
    let tie = looks.clothes.accent;
    match hair.tied {
        Tied::Braids => {
            for side in [-1.0, 1.0] {
                braid(canvas, looks, frame, &m, side);
            }
        }
        Tied::TwinTails => {
            for side in [-1.0, 1.0] {
                canvas.oval((MIDDLE + side * (m.half + 3.0), frame.eye_y - 24.0), (6.5, 9.5), tie, 1.0);
            }
        }
        Tied::Ponytail => {
            let side = rightwards(&m);
            canvas.oval((MIDDLE + side * m.half * 0.70, m.crown + 18.0), (9.0, 8.0), tie, 1.0);
        }
        Tied::Bun | Tied::Loose => {}
    }
}

fn braid(canvas: &mut Canvas, looks: &Looks, frame: &Frame, m: &Measures, side: f32) {
    let x = |out: f32| MIDDLE + side * out;
    let root = [
        (x(frame.half - 10.0), frame.eye_y - 36.0),
        (x(m.half + 3.0), frame.eye_y - 14.0),
        (x(m.half + 5.0), frame.eye_y + 34.0),
        (x(frame.half + 6.0), frame.chin - 4.0),
        (x(frame.half - 9.0), frame.chin - 8.0),
        (x(frame.half - 1.0), frame.eye_y + 34.0),
    ];
    canvas.fill(&smooth(&root), m.tone);
    let count = if looks.hair.length == HairLength::Long { 6_u8 } else { 4 };
    let mut y = frame.chin - 2.0;
    let mut radius = 12.5;
    for knot in 0..count {
        let lean = if knot % 2 == 0 { 3.0 } else { -3.0 };
        let at = (x(frame.half + f32::from(knot) * 1.2), y);
        canvas.oval((at.0 + lean, at.1), (radius, radius * 0.92), m.dark, 1.0);
        canvas.oval((at.0 + lean * 0.6, at.1 - 1.2), (radius - 1.6, radius * 0.80), m.tone, 1.0);
        let d = format!(
            "M{:.1} {:.1}q{:.1} {:.1} {:.1} {:.1}",
            at.0 - radius * 0.6 + lean,
            at.1 + 3.0,
            radius * 0.5,
            -radius * 0.7,
            radius * 1.1,
            -radius * 0.6
        );
        canvas.faint_line(&d, m.light, 2.0, 0.6);
        y += radius * 1.30;
        radius *= 0.955;
    }
    let end = (x(frame.half + f32::from(count) * 1.2), y - 2.0);
    let tuft = [
        (end.0 - 6.0, end.1),
        (end.0 + 6.0, end.1),
        (end.0 + 8.0, end.1 + 15.0),
        (end.0, end.1 + 24.0),
        (end.0 - 7.0, end.1 + 14.0),
    ];
    canvas.fill(&smooth(&tuft), m.tone);
    canvas.oval(end, (8.0, 5.0), looks.clothes.accent, 1.0);
}
