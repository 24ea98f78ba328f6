//! Hair, in layers: what falls behind the neck, what lies on the head, and what hangs before the shoulders.

use super::canvas::{Canvas, Point, smooth, smooth_line};
use super::face::shade;
use super::frame::{Frame, MIDDLE};
use super::{fringe, tied};
use crate::paint::colour::Colour;
use crate::paint::dice::Dice;
use crate::paint::looks::{Build, HairLength, Looks, Texture, Tied};

/// Measures of a head of hair, and its colours.
#[derive(Debug, Clone, Copy)]
pub struct Measures {
    /// Top of the hair.
    pub crown: f32,
    /// Half the width of the hair at the temples.
    pub half: f32,
    /// Where the hair on the head ends beside the face.
    pub side_y: f32,
    /// How far it is drawn in there, under what hangs over it.
    tuck: f32,
    /// Where loose hair ends.
    pub end_y: f32,
    pub tone: Colour,
    pub dark: Colour,
    pub light: Colour,
    pub dice: Dice,
}

impl Measures {
    pub fn of(looks: &Looks, frame: &Frame) -> Self {
        let hair = looks.hair;
        let (over, beside): (f32, f32) = match (hair.length, hair.texture) {
            (HairLength::Bald, _) => (0.0, 0.0),
            (HairLength::Buzz, _) => (3.0, 1.5),
            (HairLength::Short, Texture::Curly) => (15.0, 7.0),
            (HairLength::Short, _) if hair.tied == Tied::Loose => (15.0, 4.5),
            (_, Texture::Curly) => (19.0, 14.0),
            (_, Texture::Wavy) => (15.0, 9.0),
            (_, Texture::Straight) => (13.0, 7.0),
        };
        let beside = if hair.tied == Tied::Loose { beside } else { beside.min(5.0) };
        let side_y = frame.eye_y
            + match (hair.length, hair.tied, looks.build) {
                (HairLength::Buzz, ..) => 6.0,
                (HairLength::Short, _, Build::Masculine) => 12.0,
                (HairLength::Short, ..) => 26.0,
                (_, Tied::Loose, _) => 10.0,
                _ => 2.0,
            };
        let end_y = match hair.length {
            HairLength::Chin => frame.chin + 4.0,
            HairLength::Shoulder => frame.shoulder_y + 16.0,
            HairLength::Long => 384.0,
            _ => frame.eye_y + 34.0,
        };
        let tone = looks.hair_tone();
        let step = if tone.lightness > 0.75 { 0.085 } else { 0.06 };
        Self {
            crown: frame.top - over * (1.0 - 0.25 * frame.oldness),
            half: frame.half + beside,
            side_y,
            tuck: if looks.hides_ears() { 6.0 } else { 1.5 },
            end_y,
            tone,
            dark: tone.lighter(-step).richer(1.05).turned(-6.0),
            light: tone.lighter(step + 0.035).richer(0.95),
            dice: Dice::new(looks.detail).named("hair"),
        }
    }

    /// The outline on the head, from low on the left over the crown to low on the right.
    pub fn dome(&self, frame: &Frame) -> Vec<Point> {
        let base = frame.eye_y - 24.0;
        let rise = base - self.crown;
        let mut points = vec![
            (MIDDLE - self.half + self.tuck, self.side_y),
            (MIDDLE - self.half + self.tuck * 0.4, frame.eye_y - 12.0),
        ];
        for degrees in [172.0_f32, 150.0, 126.0, 106.0, 88.0, 70.0, 50.0, 28.0, 8.0] {
            let (sin, cos) = degrees.to_radians().sin_cos();
            points.push((MIDDLE + self.half * cos.signum() * cos.abs().powf(0.92), base - rise * sin.powf(0.94)));
        }
        points.extend([
            (MIDDLE + self.half - self.tuck * 0.4, frame.eye_y - 12.0),
            (MIDDLE + self.half - self.tuck, self.side_y),
        ]);
        points
    }
}

/// A closed shape of smooth pieces that meet in corners.
pub fn joined(pieces: &[Vec<Point>], down: f32) -> String {
    let mut d = String::new();
    for piece in pieces {
        let moved = piece.iter().map(|(x, y)| (*x, y + down)).collect::<Vec<_>>();
        let line = smooth_line(&moved);
        if d.is_empty() { d = line } else { d.push_str(&line.replacen('M', "L", 1)) }
    }
    d.push('Z');
    d
}

/// What is behind neck and shoulders.
pub fn behind(canvas: &mut Canvas, looks: &Looks, frame: &Frame) {
    let hair = looks.hair;
    let m = Measures::of(looks, frame);
    if hair.length <= HairLength::Buzz {
        return;
    }
    match hair.tied {
        Tied::Ponytail => tied::tail(canvas, looks, frame, &m),
        Tied::TwinTails => tied::twin_tails(canvas, looks, frame, &m),
        Tied::Bun => tied::bun(canvas, looks, &m),
        Tied::Braids | Tied::Loose => {}
    }
    if hair.tied == Tied::Loose && hair.length >= HairLength::Chin {
        let outline = curtain(looks, frame, &m);
        let paint = canvas.downwards(m.dark, m.dark.lighter(-0.02));
        mass(canvas, &outline, &paint, hair.texture, m.dice.named("back"));
    }
}

/// The outline of loose hair seen from the front, as a whole.
fn curtain(looks: &Looks, frame: &Frame, m: &Measures) -> Vec<Point> {
    let flare = match looks.hair.length {
        HairLength::Chin => 9.0,
        HairLength::Shoulder => 12.0,
        _ => 20.0,
    } + if looks.hair.texture == Texture::Straight { 0.0 } else { 9.0 };
    let mut left = edge(looks, frame, m, -1.0, flare);
    let mut right = edge(looks, frame, m, 1.0, flare);
    let mut points = vec![(MIDDLE, m.crown + 6.0)];
    points.append(&mut right);
    let tuck = if looks.hair.length == HairLength::Chin { 14.0 } else { 6.0 };
    points.extend([
        (MIDDLE + m.half * 0.82 + flare * 0.4, m.end_y + 5.0),
        (MIDDLE + m.half * 0.40, m.end_y + tuck * 0.5),
        (MIDDLE - m.half * 0.40, m.end_y + tuck * 0.5),
        (MIDDLE - m.half * 0.82 - flare * 0.4, m.end_y + 5.0),
    ]);
    left.reverse();
    points.append(&mut left);
    points
}

/// The outer edge of loose hair on one side, from the top down.
fn edge(looks: &Looks, frame: &Frame, m: &Measures, side: f32, flare: f32) -> Vec<Point> {
    let sway = match looks.hair.texture {
        Texture::Straight => 0.0,
        Texture::Wavy => 4.6,
        Texture::Curly => 3.0,
    };
    let start = frame.eye_y - 34.0;
    let phase = m.dice.between(if side < 0.0 { "left" } else { "right" }, 0.0, 1.2);
    let mut points = vec![(MIDDLE + side * m.half * 0.62, m.crown + 15.0)];
    let steps = ((m.end_y - start) / 17.0).ceil();
    let mut step = 0.0;
    while step <= steps {
        let share = step / steps;
        // A bob turns in at its ends.
        let inward = if looks.hair.length == HairLength::Chin { share.powi(5) * 9.0 } else { 0.0 };
        let wide = m.half + flare * (share * std::f32::consts::FRAC_PI_2).sin() - inward;
        let wave = sway * share.sqrt() * (step * 1.15 + phase).sin();
        points.push((MIDDLE + side * (wide + wave), start + (m.end_y - start) * share));
        step += 1.0;
    }
    points
}

/// The hair on the head, with its fringe and the shadow it throws on the face.
pub fn on_head(canvas: &mut Canvas, looks: &Looks, frame: &Frame) {
    let hair = looks.hair;
    let m = Measures::of(looks, frame);
    match hair.length {
        HairLength::Bald => return bald(canvas, looks, frame, &m),
        HairLength::Buzz => return buzz(canvas, looks, frame, &m),
        _ => {}
    }
    let mut pieces = vec![m.dome(frame)];
    pieces.extend(fringe::hairline(looks, frame, &m));
    let d = joined(&pieces, 0.0);
    canvas.within(&frame.face(), |canvas| canvas.veil(&joined(&pieces, 6.5), shade(looks), 0.75));
    if hair.tied == Tied::Loose && hair.length >= HairLength::Chin {
        for side in [-1.0, 1.0] {
            lock(canvas, looks, frame, &m, side);
        }
    }
    if hair.texture == Texture::Curly {
        let (dome, line) = (resample(&pieces[0], 15.0), resample(&pieces[1..].concat(), 13.0));
        for (index, at) in dome.iter().enumerate() {
            canvas.disc(*at, m.dice.named("dome").between(&index.to_string(), 10.0, 14.5), m.tone);
        }
        canvas.fill(&d, m.tone);
        for (index, at) in line.iter().enumerate() {
            let dice = m.dice.named("line").named(&index.to_string());
            canvas.disc(
                *at,
                dice.between("r", 7.0, 10.5),
                if dice.chance("lit", 0.3) { m.light.lighter(-0.03) } else { m.tone },
            );
        }
        return curls(canvas, frame, &m, &d);
    }
    let paint = canvas.downwards(m.tone.lighter(0.018), m.tone.lighter(-0.022));
    canvas.fill(&d, paint);
    canvas.within(&d, |canvas| {
        gloss(canvas, frame, &m);
        for strand in fringe::strands(looks, frame, &m) {
            canvas.faint_line(&smooth_line(&strand), m.dark.lighter(-0.02), 1.8, 0.65);
        }
    });
}

/// A band of light across the hair.
fn gloss(canvas: &mut Canvas, frame: &Frame, m: &Measures) {
    let y = m.crown + (frame.eye_y - 30.0 - m.crown) * 0.46;
    let wide = m.half * 0.80;
    for (from, to, width) in [(-0.92_f32, -0.28_f32, 9.0), (-0.12, 0.10, 7.0), (0.34, 0.60, 6.0)] {
        let bend = |share: f32| (MIDDLE + share * wide, y + 20.0 * share * share - 6.0);
        let line = [bend(from), bend(f32::midpoint(from, to)), bend(to)];
        canvas.faint_line(&smooth_line(&line), m.light, width, 0.55);
    }
}

/// Loose hair in front of an ear and a shoulder.
fn lock(canvas: &mut Canvas, looks: &Looks, frame: &Frame, m: &Measures, side: f32) {
    let x = |out: f32| MIDDLE + side * out;
    let flare = if looks.hair.texture == Texture::Straight { 3.0 } else { 9.0 };
    let mut outer = edge(looks, frame, m, side, flare);
    let width = match looks.hair.length {
        HairLength::Chin => 15.0,
        HairLength::Shoulder => 24.0,
        _ => 34.0,
    };
    let sway = if looks.hair.texture == Texture::Straight { 0.0 } else { 3.4 };
    let end = m.end_y + if looks.hair.length == HairLength::Chin { 2.0 } else { -4.0 };
    let inner = vec![
        (x(m.half + flare - width * 0.26), end + 14.0),
        (x(m.half + flare - width * 0.66), end - 34.0),
        (x(frame.half - width * 0.16 + sway), frame.chin + (end - frame.chin) * 0.36),
        (x(frame.half - 2.0 - sway), frame.chin - 16.0),
        (x(frame.half + 1.0 + sway * 0.4), frame.mouth_y - 20.0),
        (x(frame.half - 3.0), frame.eye_y + 2.0),
        (x(frame.half - 10.0), frame.eye_y - 34.0),
    ];
    let inner = if looks.hair.length == HairLength::Chin {
        vec![(x(m.half - width * 0.55), end + 1.0), inner[3], inner[4], inner[5], inner[6]]
    } else {
        inner
    };
    outer.remove(0);
    if looks.hair.texture == Texture::Curly {
        let mut line = resample(&outer, 15.0);
        line.extend(resample(&inner, 15.0));
        canvas.fill(&joined(&[outer, inner], 0.0), m.tone);
        for (index, at) in line.iter().enumerate() {
            let dice = m.dice.named("lock").named(&format!("{side}{index}"));
            canvas.disc(*at, dice.between("r", 8.0, 12.5), m.tone);
            if dice.chance("lit", 0.45) {
                curl(canvas, *at, dice.between("s", 5.0, 7.5), m, dice);
            }
        }
        return;
    }
    let d = joined(&[outer.clone(), inner.clone()], 0.0);
    let paint = canvas.downwards(m.tone, m.tone.lighter(-0.03));
    canvas.fill(&d, paint);
    canvas.within(&d, |canvas| {
        for share in [0.35_f32, 0.68] {
            let strand = (0..6_u8).map(|step| {
                let down = f32::from(step) / 5.0;
                let y = frame.eye_y - 20.0 + (end - frame.eye_y + 20.0) * down;
                let wave = sway * 1.3 * (down * 9.0).sin();
                (x(frame.half - 4.0 + (m.half - frame.half + 6.0 + flare * down) * share + wave), y)
            });
            canvas.faint_line(&smooth_line(&strand.collect::<Vec<_>>()), m.dark.lighter(-0.02), 1.8, 0.55);
        }
    });
}

/// A filled outline; curly hair has a scalloped one.
pub fn mass(canvas: &mut Canvas, outline: &[Point], paint: &str, texture: Texture, dice: Dice) {
    canvas.fill(&smooth(outline), paint);
    if texture == Texture::Curly {
        for (index, at) in resample(outline, 17.0).into_iter().enumerate() {
            canvas.disc(at, dice.between(&index.to_string(), 10.0, 15.0), paint);
        }
    }
}

/// Points along the line, about `gap` apart.
fn resample(points: &[Point], gap: f32) -> Vec<Point> {
    let mut found = Vec::new();
    let mut left = 0.0;
    for pair in points.windows(2) {
        let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
        let length = (bx - ax).hypot(by - ay);
        while left < length {
            let share = left / length;
            found.push((ax + (bx - ax) * share, ay + (by - ay) * share));
            left += gap;
        }
        left -= length;
    }
    found
}

/// Little arcs all over curly hair.
fn curls(canvas: &mut Canvas, frame: &Frame, m: &Measures, d: &str) {
    canvas.within(d, |canvas| {
        for row in 0..4_u8 {
            for column in 0..9_u8 {
                let dice = m.dice.named(&format!("curl{row}.{column}"));
                let x = MIDDLE + (f32::from(column) - 4.0 + if row % 2 == 0 { 0.5 } else { 0.0 }) * m.half * 0.25;
                let y = m.crown + 8.0 + f32::from(row) * (frame.eye_y - m.crown) * 0.19;
                let at = (x + dice.between("x", -3.0, 3.0), y + dice.between("y", -4.0, 4.0));
                curl(canvas, at, dice.between("r", 5.5, 8.0), m, dice);
            }
        }
    });
}

fn curl(canvas: &mut Canvas, (x, y): Point, radius: f32, m: &Measures, dice: Dice) {
    let d = format!(
        "M{:.1} {:.1}a{radius:.1} {radius:.1} 0 1 1 {:.1} {:.1}",
        x - radius * 0.7,
        y + radius * 0.5,
        radius * 1.5,
        radius * 0.2
    );
    let tone = if dice.chance("light", 0.5) { m.light } else { m.dark.lighter(-0.015) };
    canvas.faint_line(&d, tone, 2.2, 0.6);
}

fn bald(canvas: &mut Canvas, looks: &Looks, frame: &Frame, m: &Measures) {
    canvas.within(&frame.face(), |canvas| {
        canvas.glow((MIDDLE - 22.0, frame.top + 30.0), (30.0, 18.0), looks.skin_tone().lighter(0.09), 0.75);
    });
    // Older heads keep a wreath beside the ears.
    if looks.age > 44 {
        for side in [-1.0, 1.0] {
            let x = |out: f32| MIDDLE + side * out;
            let wreath = [
                (x(frame.half - 7.0), frame.eye_y + 8.0),
                (x(frame.half - 5.0), frame.eye_y - 18.0),
                (x(frame.half - 11.0), frame.eye_y - 42.0),
                (x(frame.half + 2.0), frame.eye_y - 40.0),
                (x(frame.half + 8.0), frame.eye_y - 16.0),
                (x(frame.half + 5.0), frame.eye_y + 12.0),
            ];
            canvas.fill(&smooth(&wreath), m.tone);
        }
    }
}

fn buzz(canvas: &mut Canvas, looks: &Looks, frame: &Frame, m: &Measures) {
    let mut pieces = vec![m.dome(frame)];
    pieces.extend(fringe::hairline(looks, frame, m));
    let d = joined(&pieces, 0.0);
    let paint = looks.skin_tone().towards(m.tone, 0.80);
    canvas.fill(&d, paint);
    canvas.within(&d, |canvas| {
        canvas.glow((MIDDLE - 20.0, m.crown + 22.0), (40.0, 20.0), m.light, 0.5);
    });
}
