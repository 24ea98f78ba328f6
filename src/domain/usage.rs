//! What a turn took: of time, and of a model.

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

/// What a turn took, as its last event tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TurnUsage {
    /// What asking models took; `None` when none was asked.
    pub model: Option<ModelUsage>,
    /// Milliseconds from the claim of the turn to the moment the first text of its answer was handed to the log;
    /// `None` when nothing was said.
    pub time_to_first_token_ms: Option<u64>,
    /// Milliseconds from the claim of the turn to the moment its last event was handed to the log.
    pub duration_ms: u64,
}
