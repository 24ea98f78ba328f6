//! Neck, shoulders and what is worn.

use super::canvas::{Canvas, Point, smooth_line};
use super::face::shade;
use super::frame::{Frame, MIDDLE};
use crate::paint::colour::{Colour, lch};
use crate::paint::looks::{Cut, Looks, Pattern};

/// Shoulders, down to the edge of the sheet.
fn body(frame: &Frame, out: f32, neck: f32, up: f32) -> String {
    let (neck, shoulder, y) = (frame.neck + neck, frame.shoulder + out, frame.shoulder_y - up);
    format!(
        "M{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} 404H{:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}Z",
        MIDDLE - neck,
        y - 12.0,
        MIDDLE - neck - 6.0,
        y + 3.0,
        MIDDLE - shoulder * 0.62,
        y + 6.0,
        MIDDLE - shoulder * 0.82,
        y + 18.0,
        MIDDLE - shoulder,
        y + 30.0,
        MIDDLE - shoulder - 4.0,
        y + 60.0,
        MIDDLE - shoulder - 8.0,
        MIDDLE + shoulder + 8.0,
        MIDDLE + shoulder + 4.0,
        y + 60.0,
        MIDDLE + shoulder,
        y + 30.0,
        MIDDLE + shoulder * 0.82,
        y + 18.0,
        MIDDLE + shoulder * 0.62,
        y + 6.0,
        MIDDLE + neck + 6.0,
        y + 3.0,
        MIDDLE + neck,
        y - 12.0
    )
}

/// The neck, and the skin that clothes leave open.
pub fn neck(canvas: &mut Canvas, looks: &Looks, frame: &Frame) {
    let skin = looks.skin_tone().lighter(-0.012);
    let column = format!(
        "M{:.1} {:.1}V{:.1}H{:.1}V{:.1}Z",
        MIDDLE - frame.neck,
        frame.chin - 40.0,
        frame.shoulder_y,
        MIDDLE + frame.neck,
        frame.chin - 40.0
    );
    canvas.fill(&column, skin);
    canvas.fill(&body(frame, -6.0, 0.0, 0.0), skin);
    let under = format!(
        "M{:.1} {:.1}H{:.1}V{:.1}Q{MIDDLE} {:.1} {:.1} {:.1}Z",
        MIDDLE - frame.neck,
        frame.chin - 40.0,
        MIDDLE + frame.neck,
        frame.chin + 4.0,
        frame.chin + 24.0,
        MIDDLE - frame.neck,
        frame.chin + 4.0
    );
    canvas.veil(&under, shade(looks).lighter(-0.02), 0.85);
}

/// Everything that is worn below the face.
pub fn clothes(canvas: &mut Canvas, looks: &Looks, frame: &Frame) {
    let worn = looks.clothes;
    let y = frame.shoulder_y;
    // Width and depth of the opening at the neck.
    let (wide, deep) = match worn.cut {
        Cut::Tee | Cut::Dungarees => (13.0, 15.0),
        Cut::Blouse | Cut::Dress => (12.0, 14.0),
        Cut::Jumper => (8.0, 7.0),
        Cut::Shirt | Cut::Hoodie => (6.0, 20.0),
        Cut::Suit => (6.0, 64.0),
        Cut::Kimono => (6.0, 36.0),
        Cut::RollNeck => (2.0, 0.0),
    };
    let main = if worn.cut == Cut::Dungarees { worn.accent } else { worn.colour };
    let shape = torso(frame, wide, deep, matches!(worn.cut, Cut::Suit | Cut::Kimono | Cut::Shirt));
    if worn.cut == Cut::Suit {
        shirt_under_suit(canvas, looks, frame);
    }
    if worn.cut == Cut::Kimono {
        canvas.fill(&torso(frame, wide - 5.0, deep - 9.0, true), lch(0.96, 0.012, 85.0));
    }
    let paint = canvas.downwards(main.lighter(0.015), main.lighter(-0.045));
    canvas.fill(&shape, paint);
    let pattern = if worn.cut == Cut::Suit { Pattern::Plain } else { worn.pattern };
    canvas.within(&shape, |canvas| {
        patterned(canvas, pattern, main, if worn.cut == Cut::Dungarees { worn.colour } else { worn.accent });
        // Soft folds where the arms begin.
        for side in [-1.0, 1.0] {
            let fold = [
                (MIDDLE + side * frame.shoulder * 0.74, 404.0),
                (MIDDLE + side * frame.shoulder * 0.71, y + 72.0),
                (MIDDLE + side * frame.shoulder * 0.77, y + 48.0),
            ];
            canvas.faint_line(&smooth_line(&fold), main.lighter(-0.10), 2.4, 0.55);
        }
        canvas.glow((MIDDLE, y - 4.0), (62.0, 34.0), main.lighter(-0.13), 0.40);
    });
    match worn.cut {
        Cut::Tee => rim(canvas, frame, wide, deep, main.lighter(-0.06), 4.5),
        Cut::Jumper => {
            rim(canvas, frame, wide, deep, main.lighter(-0.055), 10.0);
            ribs(canvas, frame, wide, deep, main.lighter(-0.10));
        }
        Cut::RollNeck => roll(canvas, frame, main),
        Cut::Shirt => collar(canvas, frame, main, y + 22.0),
        Cut::Hoodie => hood(canvas, frame, main, worn.accent),
        Cut::Blouse => round_collar(canvas, frame, worn.accent, 0.9),
        Cut::Dress => round_collar(canvas, frame, lch(0.97, 0.012, 85.0), 1.1),
        Cut::Suit => lapels(canvas, frame, main),
        Cut::Kimono => bands(canvas, frame, worn.accent),
        Cut::Dungarees => straps(canvas, frame, worn.colour),
    }
}

/// The edge of the opening: from left to right.
fn opening(frame: &Frame, wide: f32, deep: f32, pointed: bool) -> Vec<Point> {
    let (half, y) = (frame.neck + wide, frame.shoulder_y);
    let start = y - 5.0 + wide * 0.25;
    if pointed {
        vec![(MIDDLE - half, start), (MIDDLE, y + deep), (MIDDLE + half, start)]
    } else {
        vec![
            (MIDDLE - half, start),
            (MIDDLE - half * 0.74, y + deep * 0.62),
            (MIDDLE, y + deep),
            (MIDDLE + half * 0.74, y + deep * 0.62),
            (MIDDLE + half, start),
        ]
    }
}

fn torso(frame: &Frame, wide: f32, deep: f32, pointed: bool) -> String {
    let edge = opening(frame, wide, deep, pointed);
    let line = if pointed {
        let points = edge.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect::<Vec<_>>();
        format!("M{}", points.join("L"))
    } else {
        smooth_line(&edge)
    };
    let (shoulder, y) = (frame.shoulder, frame.shoulder_y);
    let start = edge[edge.len() - 1];
    format!(
        "{line}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} 404H{:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}Z",
        start.0 + 12.0,
        start.1 + 6.0,
        MIDDLE + shoulder * 0.64,
        y + 4.0,
        MIDDLE + shoulder * 0.84,
        y + 18.0,
        MIDDLE + shoulder,
        y + 30.0,
        MIDDLE + shoulder + 6.0,
        y + 62.0,
        MIDDLE + shoulder + 10.0,
        MIDDLE - shoulder - 10.0,
        MIDDLE - shoulder - 6.0,
        y + 62.0,
        MIDDLE - shoulder,
        y + 30.0,
        MIDDLE - shoulder * 0.84,
        y + 18.0,
        MIDDLE - shoulder * 0.64,
        y + 4.0,
        edge[0].0 - 12.0,
        edge[0].1 + 6.0,
        edge[0].0,
        edge[0].1
    )
}

fn rim(canvas: &mut Canvas, frame: &Frame, wide: f32, deep: f32, tone: Colour, width: f32) {
    canvas.line(&smooth_line(&opening(frame, wide, deep, false)), tone, width);
}

fn ribs(canvas: &mut Canvas, frame: &Frame, wide: f32, deep: f32, tone: Colour) {
    let half = frame.neck + wide;
    for step in 0..9_u8 {
        let share = f32::from(step) / 4.0 - 1.0;
        let (x, y) = (MIDDLE + half * share * 0.92, frame.shoulder_y + deep * (1.0 - share * share * 0.9) - 1.0);
        canvas.faint_line(&format!("M{x:.1} {:.1}l{:.1} 6", y - 3.0, share * 2.0), tone, 1.5, 0.6);
    }
}

fn patterned(canvas: &mut Canvas, pattern: Pattern, main: Colour, accent: Colour) {
    match pattern {
        Pattern::Plain => {}
        Pattern::Stripes => {
            for row in 0..5_u8 {
                let y = 314.0 + f32::from(row) * 22.0;
                canvas.faint_line(
                    &format!("M60 {:.1}Q200 {:.1} 340 {:.1}", y + 8.0, y - 6.0, y + 8.0),
                    accent,
                    8.0,
                    0.85,
                );
            }
        }
        Pattern::Dots => {
            for row in 0..6_u8 {
                for column in 0..15_u8 {
                    let shift = if row % 2 == 0 { 0.0 } else { 10.0 };
                    canvas.oval(
                        (60.0 + f32::from(column) * 20.0 + shift, 306.0 + f32::from(row) * 18.0),
                        (3.4, 3.4),
                        accent,
                        0.85,
                    );
                }
            }
        }
        Pattern::Checks => {
            for step in 0..12_u8 {
                let at = 60.0 + f32::from(step) * 26.0;
                canvas.faint_line(&format!("M{at:.1} 280V404"), accent, 9.0, 0.42);
                canvas.faint_line(&format!("M50 {:.1}H350", 296.0 + f32::from(step) * 26.0), accent, 9.0, 0.42);
                canvas.faint_line(&format!("M{:.1} 280V404", at + 13.0), main.lighter(0.12), 1.4, 0.7);
            }
        }
    }
}

fn roll(canvas: &mut Canvas, frame: &Frame, tone: Colour) {
    let (half, top, end) = (frame.neck + 5.0, frame.chin + 8.0, frame.shoulder_y + 8.0);
    let d = format!(
        "M{:.1} {top:.1}Q{MIDDLE} {:.1} {:.1} {top:.1}L{:.1} {:.1}Q{MIDDLE} {:.1} {:.1} {:.1}Z",
        MIDDLE - half,
        top + 12.0,
        MIDDLE + half,
        MIDDLE + half + 6.0,
        end - 6.0,
        end + 12.0,
        MIDDLE - half - 6.0,
        end - 6.0
    );
    let paint = canvas.downwards(tone.lighter(-0.03), tone.lighter(-0.075));
    canvas.fill(&d, paint);
    canvas.within(&d, |canvas| {
        for step in 0..11_u8 {
            let x = MIDDLE - half - 5.0 + f32::from(step) * (half * 2.0 + 10.0) / 10.0;
            canvas.faint_line(&format!("M{x:.1} {:.1}V{:.1}", top - 4.0, end + 12.0), tone.lighter(-0.12), 1.4, 0.5);
        }
    });
}

/// Two points of a collar that meet at `meet`.
fn collar(canvas: &mut Canvas, frame: &Frame, tone: Colour, meet: f32) {
    let half = frame.neck + 6.0;
    let y = frame.shoulder_y;
    for side in [-1.0, 1.0] {
        let d = format!(
            "M{:.1} {:.1}L{MIDDLE} {meet:.1}L{:.1} {:.1}L{:.1} {:.1}Z",
            MIDDLE + side * (half - 2.0),
            y - 14.0,
            MIDDLE + side * 20.0,
            meet + 17.0,
            MIDDLE + side * (half + 14.0),
            y - 1.0
        );
        canvas.fill(&d, tone.lighter(0.035));
        canvas.faint_line(&d, tone.lighter(-0.12), 1.6, 0.6);
    }
    canvas.faint_line(&format!("M{MIDDLE} {meet:.1}V404"), tone.lighter(-0.13), 1.8, 0.6);
    for step in 0..3_u8 {
        canvas.disc(
            (MIDDLE + 5.0, meet + 24.0 + f32::from(step) * 26.0),
            2.7,
            tone.lighter(if tone.lightness > 0.8 { -0.2 } else { 0.16 }),
        );
    }
}

fn round_collar(canvas: &mut Canvas, frame: &Frame, tone: Colour, size: f32) {
    let (half, y) = (frame.neck + 11.0, frame.shoulder_y);
    for side in [-1.0, 1.0] {
        let x = |out: f32| MIDDLE + side * out;
        let d = format!(
            "M{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}Z",
            x(half),
            y - 5.0,
            x(half * 0.82),
            y + 8.0,
            x(half * 0.45),
            y + 13.0,
            x(1.5),
            y + 15.0,
            x(4.0),
            y + 15.0 + 24.0 * size,
            x(half * 0.86),
            y + 12.0 + 24.0 * size,
            x(half + 16.0 * size),
            y + 14.0,
            x(half + 16.0 * size),
            y + 6.0,
            x(half + 8.0),
            y - 1.0,
            x(half),
            y - 5.0
        );
        canvas.fill(&d, tone);
        canvas.faint_line(&d, tone.lighter(-0.14), 1.6, 0.55);
    }
    canvas.disc((MIDDLE, y + 19.0), 3.2, tone.lighter(-0.12));
}

fn hood(canvas: &mut Canvas, frame: &Frame, tone: Colour, accent: Colour) {
    let (half, y) = (frame.neck + 6.0, frame.shoulder_y);
    for side in [-1.0, 1.0] {
        let x = |out: f32| MIDDLE + side * out;
        let d = format!(
            "M{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}Z",
            x(half - 3.0),
            y - 22.0,
            x(half + 14.0),
            y - 26.0,
            x(half + 38.0),
            y - 8.0,
            x(half + 42.0),
            y + 10.0,
            x(half + 20.0),
            y + 18.0,
            x(20.0),
            y + 22.0,
            x(-2.0),
            y + 26.0,
            x(half * 0.7),
            y + 10.0,
            x(half),
            y - 4.0,
            x(half - 3.0),
            y - 22.0
        );
        canvas.fill(&d, tone.lighter(-0.045));
        canvas.faint_line(&d, tone.lighter(-0.13), 1.6, 0.5);
        canvas.line(&format!("M{:.1} {:.1}q{:.1} 16 {:.1} 34", x(11.0), y + 23.0, side * 2.0, -side), accent, 3.0);
    }
}

fn shirt_under_suit(canvas: &mut Canvas, looks: &Looks, frame: &Frame) {
    let white = lch(0.965, 0.008, 240.0);
    let y = frame.shoulder_y;
    canvas.fill(&torso(frame, 5.0, 20.0, true), white);
    let tie = looks.clothes.accent;
    let d = format!(
        "M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}L{MIDDLE} 410L{:.1} {:.1}Z",
        MIDDLE - 8.0,
        y + 17.0,
        MIDDLE + 8.0,
        y + 17.0,
        MIDDLE + 15.0,
        y + 88.0,
        MIDDLE - 15.0,
        y + 88.0
    );
    canvas.fill(&d, tie.lighter(-0.03));
    canvas.fill(
        &format!(
            "M{:.1} {:.1}H{:.1}L{:.1} {:.1}H{:.1}Z",
            MIDDLE - 10.0,
            y + 13.0,
            MIDDLE + 10.0,
            MIDDLE + 6.0,
            y + 28.0,
            MIDDLE - 6.0
        ),
        tie.lighter(-0.07),
    );
    for side in [-1.0, 1.0] {
        let d = format!(
            "M{:.1} {:.1}L{MIDDLE} {:.1}L{:.1} {:.1}L{:.1} {:.1}Z",
            MIDDLE + side * (frame.neck + 3.0),
            y - 14.0,
            y + 17.0,
            MIDDLE + side * 17.0,
            y + 34.0,
            MIDDLE + side * (frame.neck + 15.0),
            y - 3.0
        );
        canvas.fill(&d, white.lighter(0.02));
        canvas.faint_line(&d, white.lighter(-0.16), 1.5, 0.7);
    }
}

fn lapels(canvas: &mut Canvas, frame: &Frame, tone: Colour) {
    let y = frame.shoulder_y;
    for side in [-1.0, 1.0] {
        let x = |out: f32| MIDDLE + side * out;
        let d = format!(
            "M{:.1} {:.1}L{MIDDLE} {:.1}L{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}Z",
            x(frame.neck + 6.0),
            y - 4.0,
            y + 66.0,
            x(46.0),
            y + 40.0,
            x(36.0),
            y + 33.0,
            x(frame.neck + 27.0),
            y + 5.0
        );
        canvas.fill(&d, tone.lighter(0.035));
        canvas.faint_line(&d, tone.lighter(-0.09), 1.8, 0.7);
    }
    canvas.faint_line(&format!("M{MIDDLE} {:.1}V404", y + 66.0), tone.lighter(-0.1), 1.8, 0.8);
}

fn bands(canvas: &mut Canvas, frame: &Frame, accent: Colour) {
    let (half, y) = (frame.neck + 4.0, frame.shoulder_y);
    // The person's left side lies over their right one.
    for (side, tone) in [(-1.0_f32, accent.lighter(-0.05)), (1.0, accent)] {
        let x = |out: f32| MIDDLE + side * out;
        let d = format!(
            "M{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} 404H{:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}Z",
            x(half - 3.0),
            y - 17.0,
            x(half - 4.0),
            y + 10.0,
            x(4.0),
            y + 44.0,
            x(-46.0),
            x(-22.0),
            x(14.0),
            y + 52.0,
            x(half + 14.0),
            y + 20.0,
            x(half + 15.0),
            y - 7.0
        );
        canvas.fill(&d, tone);
        canvas.faint_line(&d, accent.lighter(-0.14), 1.4, 0.5);
    }
}

fn straps(canvas: &mut Canvas, frame: &Frame, tone: Colour) {
    let y = frame.shoulder_y;
    for side in [-1.0, 1.0] {
        let x = MIDDLE + side * (frame.neck + 26.0);
        canvas.line(
            &format!("M{:.1} {:.1}L{:.1} {:.1}", x + side * 3.0, y + 6.0, x - side * 4.0, y + 66.0),
            tone.lighter(-0.02),
            13.0,
        );
    }
    let half = frame.neck + 34.0;
    let bib = format!(
        "M{:.1} {:.1}H{:.1}Q{:.1} {:.1} {:.1} 404H{:.1}Q{:.1} {:.1} {:.1} {:.1}Z",
        MIDDLE - half,
        y + 58.0,
        MIDDLE + half,
        MIDDLE + half + 2.0,
        y + 60.0,
        MIDDLE + half + 6.0,
        MIDDLE - half - 6.0,
        MIDDLE - half - 2.0,
        y + 60.0,
        MIDDLE - half,
        y + 58.0
    );
    canvas.fill(&bib, tone);
    canvas.faint_line(
        &format!("M{:.1} {:.1}H{:.1}", MIDDLE - half + 5.0, y + 64.0, MIDDLE + half - 5.0),
        tone.lighter(0.14),
        1.5,
        0.8,
    );
    for side in [-1.0, 1.0] {
        canvas.disc((MIDDLE + side * (frame.neck + 23.0), y + 66.0), 4.6, lch(0.87, 0.09, 85.0));
    }
}
