//! The drawing: looks in, a picture out. One illustrator's hand: soft flat shapes, one warm line, no outlines.

mod canvas;
mod clothes;
mod extras;
mod face;
mod frame;
mod fringe;
mod hair;
mod scene;
mod tied;

use canvas::Canvas;
use frame::Frame;

use super::looks::Looks;

/// The portrait as SVG, from the back to the front.
pub fn svg(looks: &Looks) -> String {
    let mut canvas = Canvas::default();
    let frame = Frame::of(looks);
    scene::scene(&mut canvas, looks);
    hair::behind(&mut canvas, looks, &frame);
    clothes::neck(&mut canvas, looks, &frame);
    clothes::clothes(&mut canvas, looks, &frame);
    face::head(&mut canvas, looks, &frame);
    extras::beard(&mut canvas, looks, &frame);
    face::features(&mut canvas, looks, &frame);
    hair::on_head(&mut canvas, looks, &frame);
    extras::earrings(&mut canvas, looks, &frame);
    tied::before(&mut canvas, looks, &frame);
    extras::headwear(&mut canvas, looks, &frame);
    extras::glasses(&mut canvas, looks, &frame);
    canvas.finish()
}
