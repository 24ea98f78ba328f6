//! Choices that end a message: answers that the person may give with one press.

/// An answer that an agent offers with a message. Pressing it says its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What stands on the button.
    pub label: String,
    /// What is said by pressing it, as if the person had typed it.
    pub text: String,
}

impl Choice {
    /// Choices of one message, at most.
    pub const MOST: usize = 6;
    /// Unicode characters of a label, at most.
    pub const MOST_OF_A_LABEL: usize = 40;
    /// Unicode characters of a text, at most.
    pub const MOST_OF_A_TEXT: usize = 200;

    /// A choice that says what stands on it.
    #[must_use]
    pub fn new(label: impl Into<String>) -> Self {
        let label = label.into();
        Self { text: label.clone(), label }
    }

    /// A choice that says something else than what stands on it.
    #[must_use]
    pub fn saying(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self { label: label.into(), text: text.into() }
    }

    /// What of these a message may be offered with. A label that is too long is cut, and ends in `…`; a choice whose text is too
    /// long is left out, because half of a text would say something else; so are a choice without a label or a text, one that
    /// says the same as one before it, and those after the sixth.
    #[must_use]
    pub fn offered(choices: Vec<Self>) -> Vec<Self> {
        let mut offered: Vec<Self> = Vec::new();
        for Self { label, text } in choices {
            let (label, text) = (one_line(&label), text.trim().to_owned());
            let fits = !label.is_empty() && !text.is_empty() && text.chars().count() <= Self::MOST_OF_A_TEXT;
            if fits && offered.len() < Self::MOST && offered.iter().all(|other| other.text != text) {
                offered.push(Self { label: cut(label), text });
            }
        }
        offered
    }

    /// Its length, as replies are counted.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.label.len() + self.text.len()
    }
}

/// A label as it stands on a button: nothing in it breaks the line.
fn one_line(label: &str) -> String {
    let blank = |c: char| c.is_whitespace() || c.is_control();
    label.split(blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn cut(label: String) -> String {
    if label.chars().count() <= Choice::MOST_OF_A_LABEL {
        return label;
    }
    let head: String = label.chars().take(Choice::MOST_OF_A_LABEL - 1).collect();
    format!("{}…", head.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_message_may_be_offered_with_is_offered_as_it_is() {
        let most = Choice::saying("👪".repeat(40), "あ".repeat(200));
        let choices = vec![Choice::new("はい"), Choice::saying("No", "No, thank you"), most];
        assert_eq!(Choice::offered(choices.clone()), choices);
    }

    #[test]
    fn a_label_is_cut_and_a_text_is_not() {
        let long = Choice::saying("あ".repeat(41), "x");
        assert_eq!(Choice::offered(vec![long])[0].label, format!("{}…", "あ".repeat(39)));
        assert_eq!(Choice::offered(vec![Choice::saying("x", "あ".repeat(201))]), []);
        assert_eq!(Choice::offered(vec![Choice::saying(" \n", "x"), Choice::saying("x", " \n")]), []);
        assert_eq!(Choice::offered(vec![Choice::saying("a\r\n\u{7}b", "x")])[0].label, "a b");
    }

    #[test]
    fn six_are_offered_and_none_twice() {
        let many = (0..9).map(|number| Choice::new(number.to_string())).collect();
        assert_eq!(Choice::offered(many).len(), Choice::MOST);
        assert_eq!(Choice::offered(vec![Choice::new("a"), Choice::saying("b", "a")]).len(), 1);
    }
}
