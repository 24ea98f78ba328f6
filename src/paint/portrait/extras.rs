//! Beards, glasses, earrings and what is worn on the head.

use super::canvas::{Canvas, Point, smooth, smooth_line};
use super::face::{INK, shade};
use super::frame::{Frame, MIDDLE};
use super::hair::{Measures, joined};
use crate::paint::colour::lch;
use crate::paint::looks::{Beard, Glasses, Headwear, Looks, Mood};

/// Hair of the face; drawn before the mouth.
pub fn beard(canvas: &mut Canvas, looks: &Looks, frame: &Frame) {
    let tone = looks.hair_tone();
    let tone = lch(tone.lightness.clamp(0.27, 0.9), tone.chroma, tone.hue).lighter(-0.015);
    match looks.beard {
        Beard::None => {}
        Beard::Stubble => {
            let d = full_beard(frame, 0.0);
            canvas.within(&frame.face(), |canvas| canvas.veil(&d, shade(looks).towards(tone, 0.35), 0.26));
        }
        Beard::Full => {
            let d = full_beard(frame, 7.0);
            let paint = canvas.downwards(tone.lighter(0.015), tone.lighter(-0.035));
            canvas.fill(&d, paint);
            canvas.within(&d, |canvas| {
                for share in [-0.5_f32, -0.2, 0.15, 0.45] {
                    let x = MIDDLE + frame.half * share;
                    canvas.faint_line(
                        &format!("M{x:.1} {:.1}q{:.1} 12 {:.1} 22", frame.mouth_y + 8.0, -share * 4.0, -share * 12.0),
                        tone.lighter(0.07),
                        1.8,
                        0.5,
                    );
                }
            });
            lips(canvas, looks, frame);
        }
        Beard::Goatee => {
            let y = frame.mouth_y + if looks.mood == Mood::Laughing { 3.5 } else { 0.0 };
            let goatee = [
                (MIDDLE - 15.0, y + 15.0),
                (MIDDLE - 7.0, y + 12.0),
                (MIDDLE + 7.0, y + 12.0),
                (MIDDLE + 15.0, y + 15.0),
                (MIDDLE + 13.0, frame.chin - 2.0),
                (MIDDLE, frame.chin + 6.0),
                (MIDDLE - 13.0, frame.chin - 2.0),
            ];
            canvas.fill(&smooth(&goatee), tone);
            moustache(canvas, looks, frame, 0.8);
        }
        Beard::Moustache => moustache(canvas, looks, frame, 1.12),
    }
}

/// From the ears along the jaw, up to the moustache; open around the mouth.
fn full_beard(frame: &Frame, over: f32) -> String {
    let side = |to: f32| {
        (0..=8_u8).map(move |step| {
            let share = f32::from(step) / 8.0;
            let (x, y) = frame.jawline(to, share);
            (x + to * over * 0.30 * (1.0 - share), y + over * share)
        })
    };
    let outer: Vec<Point> = side(-1.0).chain(side(1.0).collect::<Vec<_>>().into_iter().rev().skip(1)).collect();
    let y = frame.mouth_y;
    let inner = vec![
        (MIDDLE + frame.half - 8.0, frame.eye_y + 20.0),
        (MIDDLE + frame.half * 0.72, y - 15.0),
        (MIDDLE + frame.half * 0.40, y - 17.0),
        (MIDDLE + 13.0, y - 12.5),
        (MIDDLE, y - 10.0),
        (MIDDLE - 13.0, y - 12.5),
        (MIDDLE - frame.half * 0.40, y - 17.0),
        (MIDDLE - frame.half * 0.72, y - 15.0),
        (MIDDLE - frame.half + 8.0, frame.eye_y + 20.0),
    ];
    joined(&[outer, inner], 0.0)
}

/// A little skin around the mouth, so that it is seen in the beard.
fn lips(canvas: &mut Canvas, looks: &Looks, frame: &Frame) {
    if looks.mood != Mood::Laughing {
        let depth = f32::from(looks.skin) / 100.0;
        canvas.oval((MIDDLE, frame.mouth_y + 4.0), (15.0, 6.4), lch(0.70 - 0.22 * depth, 0.085, 28.0), 1.0);
    }
}

fn moustache(canvas: &mut Canvas, looks: &Looks, frame: &Frame, size: f32) {
    let y = frame.mouth_y - if looks.mood == Mood::Laughing { 4.0 } else { 0.0 };
    let tone = looks.hair_tone().lighter(-0.01);
    for side in [-1.0, 1.0] {
        let x = |out: f32| MIDDLE + side * out * size;
        let half = [
            (x(-1.0), y - 9.5),
            (x(9.0), y - 11.5),
            (x(20.0), y - 5.0),
            (x(27.0), y - 1.5),
            (x(15.0), y - 0.5),
            (x(3.0), y - 3.4),
        ];
        canvas.fill(&smooth(&half), tone);
    }
}

pub fn earrings(canvas: &mut Canvas, looks: &Looks, frame: &Frame) {
    if looks.earrings && !looks.hides_ears() {
        for side in [-1.0, 1.0] {
            let at = (MIDDLE + side * (frame.half + 3.5), frame.eye_y + 31.0);
            canvas.disc(at, 4.6, lch(0.82, 0.115, 85.0));
            canvas.disc((at.0 - 1.3, at.1 - 1.4), 1.5, "#fffbe8");
        }
    }
}

pub fn glasses(canvas: &mut Canvas, looks: &Looks, frame: &Frame) {
    let kind = looks.glasses;
    if kind == Glasses::None {
        return;
    }
    let y = frame.eye_y + 1.5;
    let tone = if kind == Glasses::Dark { lch(0.24, 0.01, 60.0) } else { INK.lighter(0.02) };
    let radius = 22.0 * (0.35 + 0.65 * frame.eye_size);
    for side in [-1.0, 1.0] {
        let x = MIDDLE + side * (frame.eye_x + 0.5);
        let ear = (MIDDLE + side * (frame.half + 3.0), y - 2.0);
        canvas.line(&format!("M{:.1} {:.1}L{:.1} {:.1}", x + side * radius, y - 4.0, ear.0, ear.1), tone, 2.6);
        if kind == Glasses::Square {
            let (half, high, round) = (radius * 1.06, radius * 0.80, 7.0);
            let (across, down) = (2.0 * (half - round), 2.0 * (high - round));
            let d = format!(
                "M{:.1} {:.1}h{across:.1}q{round} 0 {round} {round}v{down:.1}q0 {round} -{round} {round}h-{across:.1}\
                 q-{round} 0 -{round} -{round}v-{down:.1}q0 -{round} {round} -{round}Z",
                x - half + round,
                y - high
            );
            canvas.veil(&d, "#ffffff", 0.13);
            canvas.line(&d, tone, 3.2);
        } else {
            let lens = if kind == Glasses::Dark { 0.80 } else { 0.13 };
            let paint = if kind == Glasses::Dark { tone.to_string() } else { "#ffffff".to_owned() };
            canvas.oval((x, y), (radius, radius), paint, lens);
            canvas.ring((x, y), radius, tone, 2.8);
        }
        canvas.faint_line(&format!("M{:.1} {:.1}l6 -9", x - radius * 0.52, y - 3.0), "#ffffff", 2.6, 0.55);
    }
    let bridge = frame.eye_x - radius + 0.5;
    canvas.line(&format!("M{:.1} {:.1}q{bridge:.1} -6 {:.1} 0", MIDDLE - bridge, y - 3.0, bridge * 2.0), tone, 2.8);
}

pub fn headwear(canvas: &mut Canvas, looks: &Looks, frame: &Frame) {
    let m = Measures::of(looks, frame);
    let tone = looks.clothes.accent;
    let half = m.half + 3.0;
    let line = frame.top + 30.0;
    match looks.headwear {
        Headwear::None => {}
        Headwear::Beret => {
            let shape = [
                (MIDDLE - half * 0.94, line - 2.0),
                (MIDDLE - half * 1.16, line - 30.0),
                (MIDDLE - half * 0.55, frame.top - 38.0),
                (MIDDLE + half * 0.45, frame.top - 34.0),
                (MIDDLE + half * 1.02, frame.top - 2.0),
                (MIDDLE + half * 0.90, line + 2.0),
                (MIDDLE, line - 14.0),
            ];
            let paint = canvas.downwards(tone.lighter(0.025), tone.lighter(-0.04));
            canvas.fill(&smooth(&shape), paint);
            canvas.line(&format!("M{:.1} {:.1}q-2 -8 3 -11", MIDDLE - 6.0, frame.top - 39.0), tone.lighter(-0.06), 4.0);
            let band = [(MIDDLE - half * 0.94, line - 1.0), (MIDDLE, line - 13.0), (MIDDLE + half * 0.90, line + 2.0)];
            canvas.faint_line(&smooth_line(&band), tone.lighter(-0.10), 5.0, 0.9);
        }
        Headwear::Cap | Headwear::Knit => dome(canvas, looks, frame, half, line),
        Headwear::Straw => {
            let straw = lch(0.86, 0.075, 85.0);
            canvas.oval((MIDDLE, line + 1.0), (half * 1.72, 22.0), straw.lighter(-0.04), 1.0);
            canvas.oval((MIDDLE, line - 3.0), (half * 1.70, 19.0), straw, 1.0);
            let crown = [
                (MIDDLE - half * 0.92, line - 4.0),
                (MIDDLE - half * 0.84, frame.top - 18.0),
                (MIDDLE - half * 0.50, frame.top - 42.0),
                (MIDDLE + half * 0.50, frame.top - 42.0),
                (MIDDLE + half * 0.84, frame.top - 18.0),
                (MIDDLE + half * 0.92, line - 4.0),
            ];
            let d = format!("{}Z", smooth_line(&crown));
            canvas.fill(&d, straw.lighter(0.02));
            canvas.within(&d, |canvas| {
                canvas.faint_line(
                    &format!("M100 {:.1}Q200 {:.1} 300 {:.1}", line - 14.0, line - 2.0, line - 14.0),
                    tone,
                    17.0,
                    1.0,
                );
                for row in 0..3_u8 {
                    let y = frame.top - 34.0 + f32::from(row) * 12.0;
                    canvas.faint_line(
                        &format!("M120 {y:.1}Q200 {:.1} 280 {y:.1}", y + 8.0),
                        straw.lighter(-0.09),
                        1.4,
                        0.6,
                    );
                }
            });
        }
        Headwear::Ribbon => {
            let at = (MIDDLE + half * 0.50, m.crown + 11.0);
            for side in [-1.0, 1.0] {
                let wing = [
                    (at.0, at.1),
                    (at.0 + side * 13.0, at.1 - 15.0),
                    (at.0 + side * 27.0, at.1 - 10.0),
                    (at.0 + side * 25.0, at.1 + 9.0),
                    (at.0 + side * 11.0, at.1 + 9.0),
                ];
                canvas.fill(&smooth(&wing), tone);
                canvas.faint_line(
                    &format!("M{:.1} {:.1}q{:.1} -5 {:.1} -5", at.0 + side * 5.0, at.1, side * 6.0, side * 13.0),
                    tone.lighter(-0.11),
                    2.0,
                    0.8,
                );
            }
            canvas.oval(at, (6.0, 7.0), tone.lighter(-0.07), 1.0);
        }
        Headwear::Flower => {
            let at = (MIDDLE - half * 0.80, frame.eye_y - 46.0);
            for step in 0..5_u8 {
                let (sin, cos) = (f32::from(step) * 72.0 - 90.0).to_radians().sin_cos();
                canvas.disc(
                    (at.0 + cos * 9.5, at.1 + sin * 9.5),
                    8.0,
                    if step % 2 == 0 { tone } else { tone.lighter(0.035) },
                );
            }
            canvas.disc(at, 5.2, lch(0.88, 0.13, 90.0));
        }
    }
}

/// A cap with a peak, or a knitted one with a bobble.
fn dome(canvas: &mut Canvas, looks: &Looks, frame: &Frame, half: f32, line: f32) {
    let tone = looks.clothes.accent;
    let shape = [
        (MIDDLE - half, line + 8.0),
        (MIDDLE - half * 0.97, line - 24.0),
        (MIDDLE - half * 0.62, frame.top - 20.0),
        (MIDDLE, frame.top - 32.0),
        (MIDDLE + half * 0.62, frame.top - 20.0),
        (MIDDLE + half * 0.97, line - 24.0),
        (MIDDLE + half, line + 8.0),
    ];
    let knit = looks.headwear == Headwear::Knit;
    if knit {
        canvas.disc((MIDDLE, frame.top - 38.0), 15.0, tone.lighter(0.07));
    }
    let rim = [(MIDDLE + half, line + 8.0), (MIDDLE, line - 9.0), (MIDDLE - half, line + 8.0)];
    let d = joined(&[shape.to_vec(), rim.to_vec()], 0.0);
    let paint = canvas.downwards(tone.lighter(0.03), tone.lighter(-0.03));
    canvas.fill(&d, paint);
    if knit {
        canvas.within(&d, |canvas| {
            for step in 0..13_u8 {
                let x = MIDDLE + (f32::from(step) - 6.0) * half / 6.2;
                canvas.faint_line(
                    &format!(
                        "M{x:.1} {:.1}Q{:.1} {:.1} {MIDDLE} {:.1}",
                        line + 8.0,
                        x * 0.9 + 20.0,
                        line - 40.0,
                        frame.top - 34.0
                    ),
                    tone.lighter(-0.07),
                    2.0,
                    0.5,
                );
            }
        });
        canvas.line(
            &smooth_line(&[(MIDDLE - half + 1.0, line + 6.0), (MIDDLE, line - 9.0), (MIDDLE + half - 1.0, line + 6.0)]),
            tone.lighter(-0.06),
            17.0,
        );
    } else {
        for share in [-0.42_f32, 0.42] {
            let x = MIDDLE + half * share;
            canvas.faint_line(
                &format!("M{x:.1} {:.1}Q{x:.1} {:.1} {MIDDLE} {:.1}", line - 4.0, frame.top - 4.0, frame.top - 31.0),
                tone.lighter(-0.09),
                1.8,
                0.6,
            );
        }
        canvas.disc((MIDDLE, frame.top - 31.0), 4.0, tone.lighter(-0.07));
        let peak = [
            (MIDDLE - half * 0.84, line + 2.0),
            (MIDDLE, line - 12.0),
            (MIDDLE + half * 0.84, line + 2.0),
            (MIDDLE + half * 0.90, line + 13.0),
            (MIDDLE, line + 4.0),
            (MIDDLE - half * 0.90, line + 13.0),
        ];
        canvas.fill(&smooth(&peak), tone.lighter(-0.075));
    }
}
