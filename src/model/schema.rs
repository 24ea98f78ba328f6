//! Whether a JSON value is one of a schema, in the part of JSON Schema that providers take.

use serde_json::Value;

/// Whether `value` is one of `schema`.
pub fn fits(schema: &Value, value: &Value) -> bool {
    if let Some(any) = schema["anyOf"].as_array() {
        return any.iter().any(|schema| fits(schema, value));
    }
    if schema["enum"].as_array().is_some_and(|values| !values.contains(value)) {
        return false;
    }
    let typed = match &schema["type"] {
        Value::String(name) => is(name, value),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(|name| is(name, value)),
        _ => true,
    };
    typed
        && match value {
            Value::Object(members) => {
                let named = schema["properties"].as_object();
                let all = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
                let closed = schema["additionalProperties"] == false;
                all.into_iter().all(|name| members.contains_key(name))
                    && members.iter().all(|(name, value)| match named.and_then(|named| named.get(name)) {
                        Some(schema) => fits(schema, value),
                        None => !closed,
                    })
            }
            Value::Array(items) => items.iter().all(|item| fits(&schema["items"], item)),
            _ => true,
        }
}

fn is(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_fit_or_do_not() {
        let child = json!({"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]});
        let schema = json!({
            "type": "object",
            "properties": {
                "age": {"type": ["integer", "null"]},
                "mood": {"anyOf": [{"type": "null"}, {"type": "string", "enum": ["calm", "wild"]}]},
                "children": {"type": "array", "items": child},
            },
            "required": ["age", "mood", "children"],
            "additionalProperties": false,
        });
        let good = [
            json!({"age": 33, "mood": "calm", "children": [{"name": "Mika", "extra": 1}]}),
            json!({"age": null, "mood": null, "children": []}),
        ];
        for value in good {
            assert!(fits(&schema, &value), "{value}");
        }
        let bad = [
            json!({"age": 33.5, "mood": null, "children": []}),
            json!({"age": "33", "mood": null, "children": []}),
            json!({"age": 33, "mood": "angry", "children": []}),
            json!({"age": 33, "mood": null, "children": [{}]}),
            json!({"age": 33, "mood": null, "children": [{"name": 1}]}),
            json!({"age": 33, "mood": null, "children": {}}),
            json!({"age": 33, "mood": null}),
            json!({"age": 33, "mood": null, "children": [], "more": 1}),
            json!([]),
        ];
        for value in bad {
            assert!(!fits(&schema, &value), "{value}");
        }
    }
}
