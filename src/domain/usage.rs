//! What a turn took of a model.

/// What asking models took, in one turn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ModelUsage {
    /// The model that answered last, as its provider calls it; `None` when none was asked.
    pub model: Option<String>,
    /// Tokens read: instructions, conversation and pictures.
    pub input_tokens: u64,
    /// Tokens written, also those that nobody is shown.
    pub output_tokens: u64,
}

impl ModelUsage {
    /// No model was asked.
    pub const NONE: Self = Self { model: None, input_tokens: 0, output_tokens: 0 };

    /// Takes in what one more request took.
    pub fn add(&mut self, more: Self) {
        self.model = more.model.or(self.model.take());
        self.input_tokens = self.input_tokens.saturating_add(more.input_tokens);
        self.output_tokens = self.output_tokens.saturating_add(more.output_tokens);
    }
}
