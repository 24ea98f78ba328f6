//! Members of what agents elsewhere send, read leniently: what is absent, `null` or of another kind than expected is not
//! there. Servers that imitate a protocol differ in such things, and no answer is given up for them.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize as _, Deserializer};
use serde_json::{Value, json};

use crate::domain::InterruptId;
use crate::provider;

/// A member, or what stands for none.
pub fn member<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(value: D) -> Result<T, D::Error> {
    Ok(T::deserialize(Value::deserialize(value)?).unwrap_or_default())
}

/// The items of a list, without those that cannot be read; or the one that stands in the place of a list.
pub fn list<'de, D: Deserializer<'de>, T: DeserializeOwned>(value: D) -> Result<Vec<T>, D::Error> {
    let items = match Value::deserialize(value)? {
        Value::Array(items) => items,
        item @ Value::Object(_) => vec![item],
        _ => return Ok(Vec::new()),
    };
    Ok(items.into_iter().filter_map(|item| T::deserialize(item).ok()).collect())
}

/// A list of parts, or one part that stands in its place; a bare text is a part that is nothing else.
pub fn parts<'de, D: Deserializer<'de>, T: DeserializeOwned>(value: D) -> Result<Vec<T>, D::Error> {
    let parts = match Value::deserialize(value)? {
        Value::Array(parts) => parts,
        part => vec![part],
    };
    let part = |part: Value| if part.is_string() { json!({ "text": part }) } else { part };
    Ok(parts.into_iter().filter_map(|item| T::deserialize(part(item)).ok()).collect())
}

/// Words, in whatever form a text is written.
pub fn words<'de, D: Deserializer<'de>>(value: D) -> Result<String, D::Error> {
    Ok(provider::words(&Value::deserialize(value)?))
}

/// A name or a code: a text, or a number in its place.
pub fn word<'de, D: Deserializer<'de>>(value: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(value)? {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// A name without which its event says nothing.
pub fn name<'de, D: Deserializer<'de>>(value: D) -> Result<String, D::Error> {
    word(value)?.ok_or_else(|| D::Error::custom("a name must be a text"))
}

/// The id of an interrupt, which is to be sent back as it came.
pub fn interrupt_id<'de, D: Deserializer<'de>>(value: D) -> Result<InterruptId, D::Error> {
    match Value::deserialize(value)? {
        Value::String(id) => Ok(InterruptId::Text(id)),
        Value::Number(id) => Ok(InterruptId::Number(id.to_string())),
        _ => Err(D::Error::custom("an id must be a text or a number")),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Read {
        #[serde(deserialize_with = "member")]
        text: Option<String>,
        #[serde(deserialize_with = "list")]
        list: Vec<u8>,
        #[serde(deserialize_with = "word")]
        code: Option<String>,
    }

    #[test]
    fn what_is_of_another_kind_is_not_there() {
        let read = |value| Read::deserialize(value).unwrap();
        let all = Read { text: Some("a".into()), list: vec![1, 2], code: Some("500".into()) };
        assert_eq!(read(json!({"text": "a", "list": [1, null, 2, "3"], "code": 500})), all);
        for odd in [json!(null), json!(true), json!({"a": 1}), json!([[]])] {
            assert_eq!(read(json!({"text": odd, "list": odd, "code": odd})), Read::default(), "{odd}");
        }
        assert_eq!(read(json!({})), Read::default());
    }

    #[test]
    fn a_name_must_be_there() {
        assert_eq!((name(json!("a")).unwrap(), name(json!(7)).unwrap()), ("a".to_owned(), "7".to_owned()));
        assert!(name(json!(null)).is_err() && name(json!({})).is_err());
    }
}
