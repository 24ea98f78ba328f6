//! The painter that needs no key and no network: looks chosen from words, drawn as SVG, rendered by resvg.

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use bytes::Bytes;
use resvg::{tiny_skia, usvg};
use tokio::sync::Semaphore;

use super::choose::{Known, looks};
use super::dice::Dice;
use super::inherit::inherit;
use super::looks::Looks;
use super::palette::Palette;
use super::prompt::Prompt;
use super::{PaintError, Painted, Painter, Parent, Subject, Wish, portrait, words};
use crate::domain::{Gender, MediaType};

/// Pixels on a side.
const SIDE: u32 = 768;
/// Portraits painted at the same time; others wait. One takes a tenth of a second of a core.
const AT_ONCE: usize = 2;

/// The built-in painter. The same wish gives the same bytes, on one kind of machine.
#[derive(Debug, Clone)]
pub struct BuiltIn {
    turns: Arc<Semaphore>,
}

impl Default for BuiltIn {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

#[async_trait]
impl Painter for BuiltIn {
    async fn paint(&self, wish: Wish) -> Result<Painted, PaintError> {
        let broken = |what: &str| PaintError::BadAnswer(format!("the built-in painter {what}"));
        let Ok(turn) = Arc::clone(&self.turns).acquire_owned().await else {
            return Err(broken("is closed"));
        };
        let painted = tokio::task::spawn_blocking(move || {
            // Held by the work itself: a caller that has gone away frees no place that is still in use.
            let _turn = turn;
            let bytes = render(&portrait::svg(&wished(&wish)), SIDE)?;
            Some(Painted {
                bytes,
                media_type: MediaType::Png,
                illustration: true,
                prompt_used: Prompt::of(&wish).text(),
            })
        });
        painted.await.map_err(|_| broken("broke off"))?.ok_or_else(|| broken("drew nothing"))
    }
}

/// How the one wished for looks.
fn wished(wish: &Wish) -> Looks {
    let mut said = words::read(&wish.description);
    let palette = wish.palette.as_deref().and_then(Palette::of);
    match &wish.subject {
        Subject::Partner => {
            looks(&said, &Known { age: wish.age.unwrap_or(30), gender: wish.gender, palette }, wish.seed)
        }
        Subject::Child { number, parents } => {
            let dice = Dice::new(wish.seed).named("child").named(&number.to_string());
            inherit(&mut said, &[parent(&parents[0]), parent(&parents[1])], dice);
            let age = wish.age.unwrap_or_else(|| dice.weighted("age", &[4, 5, 6, 7, 8, 9].map(|age| (1.0, age)), 6));
            let gender = wish.gender.or_else(|| {
                said.build
                    .is_none()
                    .then(|| dice.weighted("gender", &[(1.0, Gender::Female), (1.0, Gender::Male)], Gender::Female))
            });
            looks(&said, &Known { age, gender, palette }, dice.number("looks"))
        }
    }
}

/// How a parent looks: as in their own portrait, or as little as a photo tells of somebody nobody described.
fn parent(parent: &Parent) -> Looks {
    let mut said = words::read(&parent.description);
    if parent.description.trim().is_empty() {
        said.skin = parent.picture.as_deref().and_then(Palette::of).and_then(|palette| palette.skin);
    }
    looks(&said, &Known { age: parent.age.unwrap_or(30), gender: parent.gender, palette: None }, parent.seed)
}

/// SVG as PNG, `side` pixels on a side; `None` when it cannot be drawn, which no looks lead to.
fn render(svg: &str, side: u32) -> Option<Bytes> {
    static OPTIONS: OnceLock<usvg::Options<'static>> = OnceLock::new();
    let tree = usvg::Tree::from_str(svg, OPTIONS.get_or_init(usvg::Options::default)).ok()?;
    let mut sheet = tiny_skia::Pixmap::new(side, side)?;
    #[expect(clippy::cast_precision_loss, reason = "a few hundred pixels")]
    let scale = side as f32 / tree.size().width();
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut sheet.as_mut());
    sheet.encode_png().ok().map(Bytes::from)
}

#[cfg(test)]
mod tests;
