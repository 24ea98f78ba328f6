//! The state document as a text, and how one text of it becomes another: RFC 6902, with whole members.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::domain::Patch;

/// How deep differences are told.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Objects, by their pointers, whose members are told one by one; any other member of the document is told whole.
    pub entered: &'static [(&'static str, Members)],
    /// Members of the document of which all are told when one of them differs.
    pub together: &'static [&'static str],
    /// Members of the document that may be missing.
    pub optional: &'static [&'static str],
}

/// Whether the members of an object come and go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Members {
    /// They are always there: told with `replace`.
    Fixed,
    /// They may be missing: told with `add`, be there one in its place or not.
    Open,
}

/// A JSON object, its members in order, each as it is written.
#[derive(Debug, Default)]
pub struct Document(Vec<(String, Node)>);

/// The members of an object that may be missing.
#[derive(Clone, Copy)]
enum Optional<'a> {
    All,
    Named(&'a [&'a str]),
}

impl Optional<'_> {
    const fn of(members: Members) -> Self {
        match members {
            Members::Fixed => Self::Named(&[]),
            Members::Open => Self::All,
        }
    }

    fn has(self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Named(names) => names.contains(&name),
        }
    }
}

#[derive(Debug)]
enum Node {
    Whole(Box<RawValue>),
    Entered(Members, Document),
}

/// There is no `remove`: it cannot be done twice. Where a member is gone, the object that had it is told whole.
#[derive(Serialize)]
struct Operation<'a> {
    op: &'static str,
    path: String,
    value: Value<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Value<'a> {
    Member(&'a Node),
    Object(&'a Document),
}

impl Document {
    /// The document of what is written as a JSON object; of anything else an empty one.
    #[must_use]
    pub fn new(written: &impl Serialize, shape: &Shape) -> Self {
        let written = serde_json::value::to_raw_value(written);
        written.ok().and_then(|written| Self::read(&written, "", shape)).unwrap_or_default()
    }

    fn read(written: &RawValue, path: &str, shape: &Shape) -> Option<Self> {
        let members: Written = serde_json::from_str(written.get()).ok()?;
        let entered = |(name, value): (String, Box<RawValue>)| {
            let path = below(path, &name);
            let members = shape.entered.iter().find(|(entered, _)| *entered == path).map(|(_, members)| *members);
            let node = members.and_then(|members| Some(Node::Entered(members, Self::read(&value, &path, shape)?)));
            (name, node.unwrap_or(Node::Whole(value)))
        };
        Some(Self(members.0.into_iter().map(entered).collect()))
    }

    fn get(&self, name: &str) -> Option<&Node> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, node)| node)
    }

    /// What makes this document of `before`; `None` when they read the same.
    #[must_use]
    pub fn since(&self, before: &Self, shape: &Shape) -> Option<Patch> {
        let mut operations = Vec::new();
        let changed = |name: &&str| match (before.get(name), self.get(name)) {
            (Some(before), Some(now)) => !before.is(now),
            _ => true,
        };
        let together: &[&str] = if shape.together.iter().any(changed) { shape.together } else { &[] };
        if self.lacks_any_of(before) {
            operations.push(Operation { op: "replace", path: String::new(), value: Value::Object(self) });
        } else {
            self.compare(before, "", Optional::Named(shape.optional), together, &mut operations);
        }
        // What is written here can be written.
        let written = || serde_json::to_string(&operations).ok();
        (!operations.is_empty()).then(written).flatten().map(Patch::new)
    }

    fn compare<'a>(
        &'a self,
        before: &Self,
        path: &str,
        optional: Optional<'_>,
        together: &[&str],
        operations: &mut Vec<Operation<'a>>,
    ) {
        for (name, now) in &self.0 {
            let (path, before) = (below(path, name), before.get(name));
            let op = match before {
                Some(_) if !optional.has(name) => "replace",
                _ => "add",
            };
            match (before, now) {
                (Some(Node::Entered(_, before)), Node::Entered(members, now)) if !now.lacks_any_of(before) => {
                    now.compare(before, &path, Optional::of(*members), &[], operations);
                }
                (Some(before), now) if before.is(now) && !together.contains(&name.as_str()) => {}
                _ => operations.push(Operation { op, path, value: Value::Member(now) }),
            }
        }
    }

    fn lacks_any_of(&self, before: &Self) -> bool {
        before.0.iter().any(|(name, _)| self.get(name).is_none())
    }
}

impl Node {
    /// Whether both are written alike.
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => one.get() == other.get(),
            (Self::Entered(_, one), Self::Entered(_, other)) => {
                let same =
                    |((name, one), (known, other)): (&(String, Self), &(String, Self))| name == known && one.is(other);
                one.0.len() == other.0.len() && one.0.iter().zip(&other.0).all(same)
            }
            _ => false,
        }
    }
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, node) in &self.0 {
            map.serialize_entry(name, node)?;
        }
        map.end()
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Whole(value) => value.serialize(serializer),
            Self::Entered(_, document) => document.serialize(serializer),
        }
    }
}

/// The pointer to a member (RFC 6901).
fn below(path: &str, name: &str) -> String {
    format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The members of an object as they are written.
struct Written(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Written;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Written, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Written(members))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const SHAPE: Shape =
        Shape { entered: &[("/b", Members::Fixed), ("/o", Members::Open)], together: &["x", "y"], optional: &["z"] };

    fn patch(before: &Value, after: &Value) -> Option<Value> {
        let document = |value| Document::new(value, &SHAPE);
        let patch = document(after).since(&document(before), &SHAPE)?;
        Some(serde_json::from_str(patch.as_str()).unwrap())
    }

    #[test]
    fn members_are_told_whole_at_the_depth_of_the_shape() {
        let before = json!({"a": [1, 2], "b": {"c": {"d": 1}, "e": 2}, "o": {"p": 1}, "x": 1, "y": 2});
        assert_eq!(patch(&before, &before), None);
        for (pointer, value, expected) in [
            ("/a", json!([1, 3]), json!([{"op": "replace", "path": "/a", "value": [1, 3]}])),
            ("/b/c", json!({"d": 2}), json!([{"op": "replace", "path": "/b/c", "value": {"d": 2}}])),
            ("/o/p", json!(5), json!([{"op": "add", "path": "/o/p", "value": 5}])),
            (
                "/y",
                json!(3),
                json!([{"op": "replace", "path": "/x", "value": 1}, {"op": "replace", "path": "/y", "value": 3}]),
            ),
        ] {
            let mut after = before.clone();
            *after.pointer_mut(pointer).unwrap() = value;
            assert_eq!(patch(&before, &after), Some(expected), "{pointer}");
        }
    }

    #[test]
    fn members_come_and_go() {
        let before = json!({"o": {"p": 1}, "x": 1, "y": 2});
        let after = json!({"o": {"p": 1, "q/r": [], "s~": 0}, "x": 1, "y": 2, "z": null});
        let expected = json!([
            {"op": "add", "path": "/o/q~1r", "value": []},
            {"op": "add", "path": "/o/s~0", "value": 0},
            {"op": "add", "path": "/z", "value": null},
        ]);
        assert_eq!(patch(&before, &after), Some(expected));
        let less = json!({"o": {"q/r": [], "s~": 0}, "x": 1, "y": 2, "z": null});
        assert_eq!(patch(&after, &less), Some(json!([{"op": "replace", "path": "/o", "value": less["o"]}])));
        assert_eq!(patch(&after, &before), Some(json!([{"op": "replace", "path": "", "value": before}])));
    }

    #[test]
    fn what_is_no_object_is_told_whole() {
        let before = json!({"b": {"c": 1}, "x": 1, "y": 2});
        for other in [json!(null), json!([]), json!("text")] {
            let after = json!({"b": other, "x": 1, "y": 2});
            assert_eq!(patch(&before, &after), Some(json!([{"op": "replace", "path": "/b", "value": other}])));
            let back = json!([{"op": "replace", "path": "/b", "value": {"c": 1}}]);
            assert_eq!(patch(&after, &before), Some(back));
        }
    }
}
