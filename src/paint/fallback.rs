//! A model's picture if there is one, or else the built-in painter's.

use async_trait::async_trait;

use super::{BuiltIn, PaintError, Painted, Painter, Wish};

/// Asks `first`, and paints by itself when that fails. A refusal is no failure: the person is told, and may say it in
/// other words.
#[derive(Debug, Clone)]
pub struct Fallback<P> {
    pub first: P,
    pub built_in: BuiltIn,
}

#[async_trait]
impl<P: Painter> Painter for Fallback<P> {
    async fn paint(&self, wish: Wish) -> Result<Painted, PaintError> {
        match self.first.paint(wish.clone()).await {
            Err(error) if error != PaintError::Refused => {
                tracing::warn!(%error, "the model painted nothing; the built-in painter does");
                self.built_in.paint(wish).await
            }
            other => other,
        }
    }
}
