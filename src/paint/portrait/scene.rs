//! What is behind the person: soft and quiet.

use std::fmt::Write as _;

use super::canvas::{Canvas, SIDE, smooth_line};
use super::frame::MIDDLE;
use crate::paint::colour::lch;
use crate::paint::dice::Dice;
use crate::paint::looks::{Looks, Scene};

pub fn scene(canvas: &mut Canvas, looks: &Looks) {
    let tone = looks.backdrop;
    let dice = Dice::new(looks.detail).named("scene");
    let sheet = format!("M0 0H{SIDE}V{SIDE}H0Z");
    let paint = canvas.downwards(tone.lighter(0.02), tone.lighter(-0.045).richer(1.15).turned(-12.0));
    canvas.fill(&sheet, paint);
    let soft = tone.lighter(0.055).richer(0.7);
    if looks.scene != Scene::Hills {
        canvas.glow((MIDDLE, 178.0), (205.0, 205.0), soft, 0.95);
    }
    match looks.scene {
        Scene::Plain => {
            canvas.oval((MIDDLE, 186.0), (150.0, 150.0), soft, 0.75);
            for index in 0..14 {
                let dice = dice.named(&index.to_string());
                let at = (dice.between("x", 8.0, 392.0), dice.between("y", 10.0, 300.0));
                if (at.0 - MIDDLE).hypot(at.1 - 186.0) > 160.0 {
                    canvas.oval(
                        at,
                        (dice.between("r", 2.0, 4.6), dice.between("r", 2.0, 4.6)),
                        tone.lighter(0.10).richer(0.5),
                        0.85,
                    );
                }
            }
        }
        Scene::Leaves => leaves(canvas, looks, dice),
        Scene::Blossom => blossom(canvas, looks, dice),
        Scene::Sea => sea(canvas),
        Scene::Night => night(canvas, dice),
        Scene::Hills => hills(canvas, looks),
    }
}

/// Twigs that lean in from both sides.
fn leaves(canvas: &mut Canvas, looks: &Looks, dice: Dice) {
    let green = looks.backdrop.towards(lch(0.66, 0.085, 145.0), 0.62);
    for side in [-1.0_f32, 1.0] {
        for branch in 0..3_u8 {
            let dice = dice.named(&format!("{side}{branch}"));
            let tone = green.lighter(f32::from(branch % 2) * 0.06);
            let start = (MIDDLE + side * 186.0, 168.0 + f32::from(branch) * 92.0);
            let lean = dice.between("lean", 8.0, 22.0);
            let stem = |share: f32| (start.0 - side * (lean * share + 24.0 * share * share), start.1 - 92.0 * share);
            canvas.faint_line(
                &smooth_line(&[stem(0.0), stem(0.35), stem(0.7), stem(1.0)]),
                tone.lighter(-0.06),
                2.2,
                0.7,
            );
            for leaf in 0..7_u8 {
                let (x, y) = stem(0.16 + f32::from(leaf) * 0.14);
                let way = if leaf % 2 == 0 { 1.0 } else { -1.0 };
                let turn: f32 =
                    if leaf == 6 { 80.0 } else { 80.0 - way * dice.between(&format!("turn{leaf}"), 40.0, 62.0) };
                let (sin, cos) = turn.to_radians().sin_cos();
                let length = 30.0 - f32::from(leaf) * 1.9;
                let (tip_x, tip_y) = (x - side * cos * length, y - sin * length);
                let (bend_x, bend_y) = (sin * length * 0.30, -side * cos * length * 0.30);
                let (mid_x, mid_y) = (f32::midpoint(x, tip_x), f32::midpoint(y, tip_y));
                let d = format!(
                    "M{x:.1} {y:.1}Q{:.1} {:.1} {tip_x:.1} {tip_y:.1}Q{:.1} {:.1} {x:.1} {y:.1}Z",
                    mid_x + bend_x,
                    mid_y + bend_y,
                    mid_x - bend_x,
                    mid_y - bend_y
                );
                canvas.veil(&d, tone, 0.88);
            }
        }
    }
}

fn blossom(canvas: &mut Canvas, looks: &Looks, dice: Dice) {
    let pink = looks.backdrop.towards(lch(0.86, 0.075, 5.0), 0.8);
    for index in 0..15 {
        let dice = dice.named(&index.to_string());
        let at = (dice.between("x", 4.0, 396.0), dice.between("y", 4.0, 330.0));
        let size = dice.between("size", 5.0, 9.5);
        if (at.0 - MIDDLE).hypot((at.1 - 190.0) * 0.85) < 118.0 {
            continue;
        }
        let tone = pink.lighter(dice.between("tone", -0.03, 0.05));
        let start = dice.between("turn", 0.0, 72.0);
        for petal in 0..5_u8 {
            let (sin, cos) = (start + f32::from(petal) * 72.0).to_radians().sin_cos();
            canvas.oval((at.0 + cos * size * 0.85, at.1 + sin * size * 0.85), (size * 0.62, size * 0.62), tone, 0.95);
        }
        canvas.oval(at, (size * 0.34, size * 0.34), lch(0.90, 0.10, 90.0), 0.95);
    }
}

fn sea(canvas: &mut Canvas) {
    canvas.disc((318.0, 78.0), 30.0, lch(0.95, 0.06, 90.0));
    for (index, (y, lift)) in [(236.0, 0.0_f32), (268.0, -0.05), (302.0, -0.10)].into_iter().enumerate() {
        let tone = lch(0.80, 0.065, 225.0).lighter(lift);
        let shift = if index == 1 { 25.0 } else { 0.0 };
        let mut d = format!("M-40 {y:.1}");
        // Writing to a String cannot fail.
        for wave in 0..9_u8 {
            let x = -40.0 - shift + f32::from(wave) * 60.0;
            let _ = write!(d, "Q{:.1} {:.1} {:.1} {y:.1}T{:.1} {y:.1}", x + 15.0, y - 9.0, x + 30.0, x + 60.0);
        }
        d.push_str("V404H-40Z");
        canvas.veil(&d, tone, 0.9);
    }
}

fn night(canvas: &mut Canvas, dice: Dice) {
    let sky = canvas.downwards(lch(0.36, 0.075, 275.0), lch(0.52, 0.085, 295.0));
    canvas.fill(&format!("M0 0H{SIDE}V{SIDE}H0Z"), sky);
    canvas.glow((MIDDLE, 180.0), (200.0, 200.0), lch(0.62, 0.08, 285.0), 0.6);
    canvas.fill("M330 62A28 28 0 1 0 352 106A24 24 0 0 1 330 62Z", lch(0.94, 0.06, 95.0));
    for index in 0..34 {
        let dice = dice.named(&index.to_string());
        let at = (dice.between("x", 4.0, 396.0), dice.between("y", 4.0, 290.0));
        let size = dice.between("size", 0.9, 2.6);
        canvas.oval(at, (size, size), lch(0.95, 0.04, 95.0), dice.between("seen", 0.5, 0.95));
    }
}

fn hills(canvas: &mut Canvas, looks: &Looks) {
    let tone = looks.backdrop;
    canvas.oval((86.0, 84.0), (27.0, 27.0), lch(0.95, 0.07, 88.0), 0.95);
    for (x, y, size) in [(300.0, 78.0, 1.0), (338.0, 122.0, 0.7), (56.0, 152.0, 0.75)] {
        for (dx, dy, r) in [(-20.0, 4.0, 14.0), (0.0, -4.0, 19.0), (20.0, 4.0, 14.0)] {
            canvas.oval(
                (x + dx * size, y + dy * size),
                (r * size * 1.2, r * size * 0.82),
                lch(0.985, 0.008, 85.0),
                0.85,
            );
        }
    }
    let green = lch(0.80, 0.075, 135.0).towards(tone, 0.25);
    canvas.fill("M-10 276C60 214 120 236 190 262S330 214 410 250V404H-10Z", green);
    canvas.fill("M-10 312C70 268 150 300 220 306S350 276 410 300V404H-10Z", green.lighter(-0.055));
}
