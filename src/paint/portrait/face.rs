//! The face itself: skin, cheeks, eyes, brows, nose, mouth, and what age writes into it.

use super::canvas::{Canvas, smooth};
use super::frame::{Frame, MIDDLE};
use crate::paint::colour::{Colour, lch};
use crate::paint::dice::Dice;
use crate::paint::looks::{Brows, Build, EyeShape, Looks, Mood, Nose};

/// The line every face is drawn with.
pub const INK: Colour = lch(0.30, 0.035, 40.0);

/// What shadows on this skin look like.
pub fn shade(looks: &Looks) -> Colour {
    let skin = looks.skin_tone();
    skin.lighter(-0.075).richer(1.35).turned(-10.0)
}

/// A colour of blood under the skin.
fn flush(looks: &Looks) -> Colour {
    let depth = f32::from(looks.skin) / 100.0;
    lch(0.73 - 0.24 * depth, 0.125, 26.0)
}

/// Head without hair: ears, face, cheeks.
pub fn head(canvas: &mut Canvas, looks: &Looks, frame: &Frame) {
    let (skin, shade) = (looks.skin_tone(), shade(looks));
    if !looks.hides_ears() {
        for side in [-1.0, 1.0] {
            let (x, y) = (MIDDLE + side * (frame.half + 1.0), frame.eye_y + 12.0);
            canvas.oval((x, y), (10.5, 15.0), skin.lighter(-0.015), 1.0);
            canvas.glow((x + side * 1.5, y + 1.0), (8.0, 12.0), shade, 0.9);
        }
    }
    let face = canvas.downwards(skin.lighter(0.012), skin.lighter(-0.018).richer(1.08));
    canvas.fill(&frame.face(), face);
    let cheek_y = frame.eye_y + (frame.mouth_y - frame.eye_y) * 0.60;
    let warm = 0.38 + 0.12 * frame.youth - 0.10 * frame.oldness + if looks.mood == Mood::Shy { 0.14 } else { 0.0 };
    let warm = if looks.build == Build::Masculine { warm - 0.16 + 0.12 * frame.youth } else { warm };
    canvas.within(&frame.face(), |canvas| {
        for side in [-1.0, 1.0] {
            let at = (MIDDLE + side * frame.half * 0.60, cheek_y);
            canvas.glow(at, (24.0, 18.0), flush(looks), warm);
        }
    });
}

/// Everything drawn with lines and small shapes.
pub fn features(canvas: &mut Canvas, looks: &Looks, frame: &Frame) {
    lived(canvas, looks, frame);
    nose(canvas, looks, frame);
    mouth(canvas, looks, frame);
    for side in [-1.0, 1.0] {
        eye(canvas, looks, frame, side);
    }
    marks(canvas, looks, frame);
}

/// Half the width, the height above the line between the corners, below it, and how far the outer corner is raised.
fn opening(looks: &Looks, frame: &Frame) -> (f32, f32, f32, f32) {
    let (wide, high, low, tilt) = match looks.eyes.shape {
        EyeShape::Almond => (13.0, 8.6, 6.2, 1.2),
        EyeShape::Round => (12.4, 10.8, 8.2, 0.2),
        EyeShape::Narrow => (13.8, 5.9, 4.3, 1.8),
        EyeShape::Drooping => (13.0, 8.8, 6.6, -3.2),
        EyeShape::Upturned => (13.4, 8.4, 5.8, 4.4),
    };
    let size = frame.eye_size * if looks.build == Build::Masculine && !looks.is_child() { 0.93 } else { 1.0 };
    // A smile lifts the lower lid; old lids are heavier.
    let (high, low) = match looks.mood {
        Mood::Laughing => (high * 0.92, low * 0.55),
        Mood::Smiling => (high, low * 0.86),
        _ => (high, low),
    };
    let rounder = 1.0 + 0.14 * frame.youth;
    (wide * size, high * size * rounder * (1.0 - 0.14 * frame.oldness), low * size * rounder, tilt)
}

fn eye(canvas: &mut Canvas, looks: &Looks, frame: &Frame, side: f32) {
    let (cx, cy) = (MIDDLE + side * frame.eye_x, frame.eye_y);
    let (wide, high, low, tilt) = opening(looks, frame);
    let x = |dx: f32| cx + side * dx;
    let (inner, outer) = (cy + 1.2, cy - tilt);
    let upper = format!(
        "C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}",
        x(-wide * 0.55),
        cy - high * 1.22,
        x(wide * 0.52),
        cy - high * 1.30 - tilt * 0.3,
        x(wide),
        outer
    );
    let lower = format!(
        "C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}",
        x(wide * 0.62),
        cy + low * 1.22,
        x(-wide * 0.55),
        cy + low * 1.18,
        x(-wide),
        inner
    );
    let opening = format!("M{:.1} {inner:.1}{upper}{lower}Z", x(-wide));
    canvas.fill(&opening, "#fffaf4");
    let iris = (high * 1.04).clamp(7.8, 11.6);
    let tone = looks.eyes.colour.tone();
    canvas.within(&opening, |canvas| {
        let centre = (cx + side * 0.3, cy - (high - low) * 0.32);
        canvas.disc(centre, iris, tone.lighter(-0.14));
        canvas.disc(centre, iris - 1.3, tone);
        canvas.oval(
            (centre.0, centre.1 + iris * 0.42),
            (iris * 0.62, iris * 0.46),
            tone.lighter(if tone.lightness < 0.4 { 0.07 } else { 0.13 }),
            0.75,
        );
        canvas.disc(centre, iris * 0.48, lch(0.20, 0.02, 40.0));
        // The upper lid throws its shadow on the eye.
        canvas.faint_line(&format!("M{:.1} {inner:.1}{upper}", x(-wide)), INK, 6.0, 0.22);
        canvas.disc((centre.0 + 2.9, centre.1 - 3.1), iris * 0.29, "#ffffff");
        canvas.oval((centre.0 - 2.8, centre.1 + 3.4), (iris * 0.14, iris * 0.14), "#ffffff", 0.85);
    });
    let lash = match looks.build {
        Build::Feminine => 3.4,
        Build::Between => 3.0,
        Build::Masculine => 2.8,
    } - 0.3 * frame.oldness;
    canvas.line(&format!("M{:.1} {inner:.1}{upper}", x(-wide)), INK, lash);
    if looks.build == Build::Feminine {
        let flick = format!("M{:.1} {:.1}q{:.1} -1.2 {:.1} -4.6", x(wide - 1.0), outer, side * 3.0, side * 5.0);
        canvas.line(&flick, INK, 2.4);
    }
    canvas.faint_line(&format!("M{:.1} {outer:.1}{lower}", x(wide)), INK, 1.2, 0.38);
    if looks.eyes.shape != EyeShape::Narrow || frame.oldness > 0.3 {
        let fold = format!(
            "M{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}",
            x(-wide * 0.62),
            cy - high * 0.92 - 2.6,
            x(wide * 0.2),
            cy - high * 1.24 - 4.4,
            x(wide * 0.98),
            outer - 4.6
        );
        canvas.faint_line(&fold, shade(looks).lighter(-0.16), 1.5, 0.55);
    }
    brow(canvas, looks, frame, side);
}

fn brow(canvas: &mut Canvas, looks: &Looks, frame: &Frame, side: f32) {
    let (_, high, _, tilt) = opening(looks, frame);
    let cx = MIDDLE + side * frame.eye_x;
    let y = frame.eye_y - high - 14.5 - if looks.mood == Mood::Laughing { 2.5 } else { 0.0 } + 2.0 * frame.youth;
    let thick = match looks.brows {
        Brows::Thin => 2.4,
        Brows::Medium => 3.7,
        Brows::Thick => 5.6,
    } * (1.0 - 0.2 * frame.youth);
    // Inner end, arch, outer end: how far each is from the brow's line.
    let (start, arch, end) = match looks.mood {
        Mood::Serious => (1.2, -1.6, 0.2),
        Mood::Shy => (-3.6, -3.0, 3.4),
        Mood::Gentle => (-1.8, -4.2, 2.2),
        Mood::Smiling | Mood::Laughing => (-2.0, -6.0, 1.4),
    };
    let end = end - tilt * 0.3;
    let x = |dx: f32| cx + side * dx;
    let points = [
        (x(-13.0), y + start + thick * 0.35),
        (x(-12.4), y + start - thick * 0.5),
        (x(2.0), y + arch - thick * 0.62),
        (x(16.5), y + end),
        (x(2.0), y + arch + thick * 0.42),
    ];
    let natural = looks.hair_tone();
    let tone = lch((natural.lightness - 0.08).clamp(0.26, 0.72), natural.chroma * 0.8, natural.hue);
    canvas.veil(&smooth(&points), tone, 0.94);
}

fn nose(canvas: &mut Canvas, looks: &Looks, frame: &Frame) {
    let y = frame.nose_y;
    let line = shade(looks).lighter(-0.15);
    let size = match looks.nose {
        Nose::Small => 0.8,
        Nose::Straight => 1.0,
        Nose::Broad => 1.3,
    } * (1.0 - 0.26 * frame.youth)
        * (1.0 + 0.1 * frame.oldness);
    canvas.glow((MIDDLE, y - 1.0), (15.0 * size, 11.0), flush(looks), 0.30);
    if looks.nose == Nose::Straight && frame.youth < 0.5 {
        let bridge = format!(
            "M{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}",
            MIDDLE + 5.0,
            frame.eye_y + 4.0,
            MIDDLE + 5.5,
            y - 12.0,
            MIDDLE + 9.5,
            y - 8.0,
            MIDDLE + 8.0,
            y
        );
        canvas.faint_line(&bridge, line, 1.8, 0.42);
    }
    let wide = 6.4 * size;
    let tip = format!(
        "M{:.1} {:.1}Q{MIDDLE} {:.1} {:.1} {:.1}",
        MIDDLE - wide,
        y - 0.5,
        y + 5.4 * size,
        MIDDLE + wide,
        y - 0.5
    );
    canvas.faint_line(&tip, line, 2.4, 0.92);
    canvas.oval((MIDDLE - 1.0, y - 6.0), (2.8 * size, 3.6 * size), looks.skin_tone().lighter(0.06), 0.75);
}

fn mouth(canvas: &mut Canvas, looks: &Looks, frame: &Frame) {
    let y = frame.mouth_y;
    let wide = 1.0 - 0.12 * frame.youth;
    let lip = if looks.build == Build::Feminine && !looks.is_child() {
        let depth = f32::from(looks.skin) / 100.0;
        Some(lch(0.66 - 0.20 * depth, 0.115, 20.0))
    } else {
        None
    };
    if looks.mood == Mood::Laughing {
        return open_mouth(canvas, looks, y, wide);
    }
    let (half, dip, corner) = match looks.mood {
        Mood::Smiling => (18.5 * wide, 11.5, -4.0),
        Mood::Gentle => (14.0 * wide, 7.4, -2.0),
        Mood::Shy => (9.5 * wide, 4.4, -0.8),
        _ => (12.5 * wide, 0.6, 0.4),
    };
    let (left, right) = (MIDDLE - half, MIDDLE + half);
    let line = format!("M{left:.1} {:.1}Q{MIDDLE} {:.1} {right:.1} {:.1}", y + corner, y + dip, y + corner);
    if let Some(lip) = lip {
        let (a, b) = (half * 0.80, half * 0.42);
        let upper = format!(
            "M{:.1} {:.1}Q{:.1} {:.1} {MIDDLE} {:.1}Q{:.1} {:.1} {:.1} {:.1}Q{MIDDLE} {:.1} {:.1} {:.1}Z",
            MIDDLE - a,
            y + corner + 0.6,
            MIDDLE - b * 0.5,
            y - 4.2,
            y - 2.2,
            MIDDLE + b * 0.5,
            y - 4.2,
            MIDDLE + a,
            y + corner + 0.6,
            y + dip,
            MIDDLE - a,
            y + corner + 0.6
        );
        canvas.veil(&upper, lip, 0.85);
        let lower = format!(
            "M{:.1} {:.1}Q{MIDDLE} {:.1} {:.1} {:.1}Q{MIDDLE} {:.1} {:.1} {:.1}Z",
            MIDDLE - a,
            y + corner + dip * 0.3,
            y + dip,
            MIDDLE + a,
            y + corner + dip * 0.3,
            y + dip + 9.6,
            MIDDLE - a,
            y + corner + dip * 0.3
        );
        canvas.veil(&lower, lip.lighter(0.03), 0.85);
    } else {
        let below = format!(
            "M{:.1} {:.1}Q{MIDDLE} {:.1} {:.1} {:.1}",
            MIDDLE - 6.0,
            y + dip + 5.0,
            y + dip + 7.2,
            MIDDLE + 6.0,
            y + dip + 5.0
        );
        canvas.faint_line(&below, shade(looks).lighter(-0.1), 1.8, 0.5);
    }
    canvas.line(&line, INK.towards(lch(0.45, 0.1, 25.0), 0.4), 2.6);
    corners(canvas, looks, y + corner, half);
}

fn open_mouth(canvas: &mut Canvas, looks: &Looks, y: f32, wide: f32) {
    let half = 19.0 * wide;
    let (left, right, rim) = (MIDDLE - half, MIDDLE + half, y - 4.5);
    let inside = format!(
        "M{left:.1} {rim:.1}Q{MIDDLE} {:.1} {right:.1} {rim:.1}C{:.1} {:.1} {:.1} {:.1} {MIDDLE} {:.1}C{:.1} {:.1} {:.1} {:.1} {left:.1} {rim:.1}Z",
        rim + 5.0,
        right - 1.0,
        y + 8.0,
        MIDDLE + 10.0,
        y + 13.0,
        y + 13.0,
        MIDDLE - 10.0,
        y + 13.0,
        left + 1.0,
        y + 8.0
    );
    canvas.fill(&inside, lch(0.38, 0.10, 22.0));
    canvas.within(&inside, |canvas| {
        canvas.oval((MIDDLE, y + 13.5), (11.0, 7.5), lch(0.68, 0.13, 20.0), 1.0);
        let teeth = format!(
            "M{left:.1} {:.1}H{right:.1}V{:.1}Q{MIDDLE} {:.1} {left:.1} {:.1}Z",
            rim - 6.0,
            rim + 1.0,
            rim + 11.0,
            rim + 1.0
        );
        canvas.fill(&teeth, "#fffdf8");
    });
    canvas.line(&inside, INK.towards(lch(0.45, 0.1, 25.0), 0.4), 2.4);
    corners(canvas, looks, rim, half);
}

/// The corners of the mouth, and the dimples beside them.
fn corners(canvas: &mut Canvas, looks: &Looks, y: f32, half: f32) {
    for side in [-1.0, 1.0] {
        let x = MIDDLE + side * (half + 1.0);
        if matches!(looks.mood, Mood::Smiling | Mood::Laughing) {
            let fold = format!("M{:.1} {:.1}q{:.1} 1.6 {:.1} 4.6", x - side * 0.8, y - 2.2, side * 2.6, side * 1.2);
            canvas.faint_line(&fold, shade(looks).lighter(-0.14), 1.9, 0.7);
        }
        if looks.marks.dimples {
            let dimple = format!("M{:.1} {:.1}q{:.1} 3.2 {:.1} 6.4", x + side * 8.5, y - 4.0, side * 2.8, -side * 0.2);
            let seen = if looks.skin > 60 { 0.4 } else { 0.62 };
            canvas.faint_line(&dimple, shade(looks).lighter(-0.10), 2.2, seen);
        }
    }
}

fn marks(canvas: &mut Canvas, looks: &Looks, frame: &Frame) {
    if looks.marks.freckles {
        let dice = Dice::new(looks.detail).named("freckles");
        let tone = shade(looks).lighter(-0.14).richer(1.2);
        for index in 0..26 {
            let dice = dice.named(&index.to_string());
            let across = dice.between("x", -1.0, 1.0);
            let x = MIDDLE + across * frame.half * 0.66;
            let arc = (1.0 - across * across) * -4.0;
            let y = frame.eye_y + (frame.mouth_y - frame.eye_y) * 0.50 + arc + dice.between("y", -7.0, 8.0);
            canvas.oval((x, y), (dice.between("w", 0.9, 1.7), dice.between("h", 0.8, 1.4)), tone, 0.62);
        }
    }
    if looks.marks.mole {
        let side = if Dice::new(looks.detail).chance("mole", 0.5) { 1.0 } else { -1.0 };
        canvas.disc((MIDDLE + side * (frame.eye_x + 9.0), frame.eye_y + 15.5), 1.8, INK);
    }
}

/// What the years leave: lines at the eyes, the mouth and the forehead.
fn lived(canvas: &mut Canvas, looks: &Looks, frame: &Frame) {
    let age = ((f32::from(looks.age) - 44.0) / 30.0).clamp(0.0, 1.0);
    if age <= 0.05 {
        return;
    }
    let tone = shade(looks).lighter(-0.10);
    let seen = 0.25 + 0.5 * age;
    for side in [-1.0, 1.0] {
        let nose = MIDDLE + side * 12.0;
        let fold = format!(
            "M{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}",
            nose + side * 3.0,
            frame.nose_y - 2.0,
            nose + side * 13.0,
            frame.nose_y + 6.0,
            nose + side * 14.0,
            frame.mouth_y - 3.0
        );
        canvas.faint_line(&fold, tone, 2.0, seen);
        let bag = format!(
            "M{:.1} {:.1}q{:.1} 6.5 {:.1} 2.0",
            MIDDLE + side * (frame.eye_x - 9.0),
            frame.eye_y + 12.0,
            side * 10.0,
            side * 20.0
        );
        canvas.faint_line(&bag, tone, 1.7, seen * 0.8);
        for (index, rise) in [-4.0_f32, 0.5, 5.0].into_iter().enumerate() {
            if index != 0 || age > 0.5 {
                let x = MIDDLE + side * (frame.eye_x + 17.5);
                let foot = format!(
                    "M{x:.1} {:.1}q{:.1} {:.1} {:.1} {:.1}",
                    frame.eye_y + rise * 0.6,
                    side * 3.5,
                    rise * 0.15,
                    side * 6.5,
                    rise * 0.7
                );
                canvas.faint_line(&foot, tone, 1.6, seen);
            }
        }
    }
    if age > 0.4 {
        for (rise, half) in [(42.0, 27.0), (51.0, 22.0)] {
            let y = frame.eye_y - rise;
            let crease = format!("M{:.1} {y:.1}q{half:.1} -4.5 {:.1} 0", MIDDLE - half, half * 2.0);
            canvas.faint_line(&crease, tone, 1.8, seen * 0.75);
        }
    }
}
