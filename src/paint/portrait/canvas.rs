//! The sheet that is drawn on: shapes and colours in, SVG out. Takes numbers and colours only, so no text of a person
//! can get into the picture.

use std::fmt::{Display, Write as _};

use crate::paint::colour::Colour;

/// Both sides of the sheet, in its own units. The picture is cut out of its middle.
pub const SIDE: f32 = 400.0;

#[derive(Debug, Default)]
pub struct Canvas {
    defs: String,
    body: String,
    /// Gradients and clips made so far.
    made: u32,
}

/// A point of the sheet.
pub type Point = (f32, f32);

impl Canvas {
    /// A closed shape; `d` is the path as SVG writes it.
    pub fn fill(&mut self, d: &str, paint: impl Display) {
        self.put(format_args!(r#"<path d="{d}" fill="{paint}"/>"#));
    }

    /// A shape through which one sees what is under it.
    pub fn veil(&mut self, d: &str, paint: impl Display, opacity: f32) {
        self.put(format_args!(r#"<path d="{d}" fill="{paint}" fill-opacity="{opacity:.2}"/>"#));
    }

    /// A line with round ends.
    pub fn line(&mut self, d: &str, paint: impl Display, width: f32) {
        self.faint_line(d, paint, width, 1.0);
    }

    pub fn faint_line(&mut self, d: &str, paint: impl Display, width: f32, opacity: f32) {
        self.put(format_args!(
            r#"<path d="{d}" fill="none" stroke="{paint}" stroke-width="{width:.1}" stroke-opacity="{opacity:.2}" stroke-linecap="round" stroke-linejoin="round"/>"#
        ));
    }

    pub fn disc(&mut self, (x, y): Point, radius: f32, paint: impl Display) {
        self.oval((x, y), (radius, radius), paint, 1.0);
    }

    pub fn oval(&mut self, (x, y): Point, (rx, ry): (f32, f32), paint: impl Display, opacity: f32) {
        self.put(format_args!(
            r#"<ellipse cx="{x:.1}" cy="{y:.1}" rx="{rx:.1}" ry="{ry:.1}" fill="{paint}" fill-opacity="{opacity:.2}"/>"#
        ));
    }

    pub fn ring(&mut self, (x, y): Point, radius: f32, paint: impl Display, width: f32) {
        self.put(format_args!(
            r#"<circle cx="{x:.1}" cy="{y:.1}" r="{radius:.1}" fill="none" stroke="{paint}" stroke-width="{width:.1}"/>"#
        ));
    }

    /// A paint that runs from one colour at the top of a shape to another at its bottom.
    pub fn downwards(&mut self, top: Colour, bottom: Colour) -> String {
        let id = self.name();
        let _ = write!(
            self.defs,
            r#"<linearGradient id="{id}" x1="0.35" y1="0" x2="0.65" y2="1"><stop offset="0" stop-color="{top}"/><stop offset="1" stop-color="{bottom}"/></linearGradient>"#
        );
        format!("url(#{id})")
    }

    /// A soft spot of colour that fades out at its edge.
    pub fn glow(&mut self, at: Point, radii: (f32, f32), colour: Colour, opacity: f32) {
        let id = self.name();
        let _ = write!(
            self.defs,
            r#"<radialGradient id="{id}"><stop offset="0" stop-color="{colour}" stop-opacity="{opacity:.2}"/><stop offset="0.55" stop-color="{colour}" stop-opacity="{:.2}"/><stop offset="1" stop-color="{colour}" stop-opacity="0"/></radialGradient>"#,
            opacity * 0.62
        );
        self.oval(at, radii, format_args!("url(#{id})"), 1.0);
    }

    /// What `draw` draws, cut off outside the shape.
    pub fn within(&mut self, d: &str, draw: impl FnOnce(&mut Self)) {
        let id = self.name();
        let _ = write!(self.defs, r#"<clipPath id="{id}"><path d="{d}"/></clipPath>"#);
        self.put(format_args!(r#"<g clip-path="url(#{id})">"#));
        draw(self);
        self.put(format_args!("</g>"));
    }

    /// The picture as SVG.
    pub fn finish(self) -> String {
        let Self { defs, body, .. } = self;
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="20 38 360 360" width="360" height="360"><defs>{defs}</defs>{body}</svg>"#
        )
    }

    fn put(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to a String cannot fail.
        let _ = self.body.write_fmt(element);
    }

    fn name(&mut self) -> String {
        self.made += 1;
        format!("n{}", self.made)
    }
}

/// A smooth closed outline through all the points.
pub fn smooth(points: &[Point]) -> String {
    let count = points.len();
    let at = |index: usize| points[index % count];
    let mut d = String::new();
    if count < 3 {
        return d;
    }
    let _ = write!(d, "M{:.1} {:.1}", points[0].0, points[0].1);
    for index in 0..count {
        let (before, from, to, after) = (at(index + count - 1), at(index), at(index + 1), at(index + 2));
        curve(&mut d, before, from, to, after);
    }
    d.push('Z');
    d
}

/// A smooth line from the first point to the last.
pub fn smooth_line(points: &[Point]) -> String {
    let mut d = String::new();
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return d };
    let _ = write!(d, "M{:.1} {:.1}", first.0, first.1);
    for (index, pair) in points.windows(2).enumerate() {
        let before = if index == 0 { *first } else { points[index - 1] };
        curve(&mut d, before, pair[0], pair[1], *points.get(index + 2).unwrap_or(last));
    }
    d
}

/// One piece of a Catmull-Rom spline, as a cubic curve.
fn curve(d: &mut String, before: Point, from: Point, to: Point, after: Point) {
    let one = (from.0 + (to.0 - before.0) / 6.0, from.1 + (to.1 - before.1) / 6.0);
    let two = (to.0 - (after.0 - from.0) / 6.0, to.1 - (after.1 - from.1) / 6.0);
    let _ = write!(d, "C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}", one.0, one.1, two.0, two.1, to.0, to.1);
}
