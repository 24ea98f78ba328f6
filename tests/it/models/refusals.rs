//! What servers were seen to say when they refuse something in a request: it is left out of that one and of the next, and
//! nothing else is.

use hera::model::Chain;
use serde_json::{Value, json};

use super::layer::{chain, link, shown};
use super::servers::{full, has};
use crate::harness::Provider;
use crate::harness::provider::{Answer, Api, says};

const JSON: &str = "{\"age\": 33}";

/// The place of each of the four in [`has`], and of the stream.
const USAGE: usize = 0;
const SCHEMA: usize = 1;
const PICTURES: usize = 2;
const SYSTEM: usize = 3;
const STREAM: usize = 4;

/// As `OpenAI` writes an error, and those who speak like it.
fn openai(message: &str) -> Value {
    json!({"error": {"message": message, "type": "invalid_request_error", "param": null, "code": null}})
}

/// A field that a server knows nothing of, or nothing so, as those write it that check requests by pydantic.
fn pydantic(path: &Value, kind: &str, message: &str) -> Value {
    json!({"detail": [{"type": kind, "loc": path, "msg": message, "input": "grammar of the image"}]})
}

/// As vLLM wrote an error for long.
fn vllm(message: &str) -> Value {
    json!({"object": "error", "message": message, "type": "BadRequestError", "param": null, "code": 400})
}

/// As `OpenRouter` passes on what a provider said.
fn passed_on(message: &str) -> Value {
    let raw = openai(message).to_string();
    json!({"error": {"message": "Provider returned error", "code": 400, "metadata": {"raw": raw}}})
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn wordings() -> Vec<(usize, u16, Value)> {
    let body = |field: &str| json!(["body", field]);
    vec![
        // Azure, one-api, xAI, Mistral, NIM, vLLM, Go and Rust servers, Cerebras, Databricks.
        (USAGE, 400, openai("Unknown parameter: 'stream_options'.")),
        (USAGE, 400, openai("Unrecognized request argument supplied: stream_options")),
        (
            USAGE,
            400,
            json!({"error": {"message": "Unsupported parameter", "param": "stream_options", "code": "unknown_parameter"}}),
        ),
        (USAGE, 422, pydantic(&body("stream_options"), "extra_forbidden", "Extra inputs are not permitted")),
        (
            USAGE,
            422,
            json!({"detail": "body -> stream_options\n  Extra inputs are not permitted (type=extra_forbidden)"}),
        ),
        (
            USAGE,
            400,
            vllm(
                "[{'type': 'extra_forbidden', 'loc': ('body', 'stream_options'), 'msg': 'Extra inputs are not permitted'}]",
            ),
        ),
        (USAGE, 400, json!({"error": "json: unknown field \"stream_options\""})),
        (
            USAGE,
            422,
            json!({"error": "Failed to deserialize the JSON body: unknown field `stream_options`, expected one of `model`"}),
        ),
        (USAGE, 400, openai("property 'stream_options' is unsupported")),
        (USAGE, 400, openai("The `stream_options.include_usage` parameter is not available with this model")),
        // DeepSeek, xAI, Groq, OpenRouter, LM Studio, llama.cpp, Ollama's cloud, Together, Bedrock, Azure, Gemini's own.
        (SCHEMA, 400, openai("This response_format type is unavailable now")),
        (
            SCHEMA,
            400,
            json!({"code": "Client specified an invalid argument", "error": "The response_format parameter is unsupported at the moment. Leave it unset."}),
        ),
        (
            SCHEMA,
            400,
            openai(
                "This model does not support response format `json_schema`. See supported models at the documentation",
            ),
        ),
        (SCHEMA, 400, passed_on("response_format json_object is not supported for this model")),
        (
            SCHEMA,
            400,
            openai("Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model."),
        ),
        (SCHEMA, 400, json!({"error": "'response_format.type' must be 'json_schema' or 'text'"})),
        (
            SCHEMA,
            500,
            json!({"error": {"code": 500, "message": "Failed to initialize samplers: failed to parse grammar", "type": "server_error"}}),
        ),
        (SCHEMA, 400, openai("JSON mode is not enabled for models/gemma-3-27b-it")),
        (SCHEMA, 422, pydantic(&body("response_format"), "extra_forbidden", "Extra inputs are not permitted")),
        (SCHEMA, 400, openai("Structured outputs are not supported by this endpoint")),
        (SCHEMA, 400, openai("Unsupported parameter: 'response_format'.")),
        (SCHEMA, 501, json!({"error": "guided decoding is not implemented for this backend"})),
        (
            SCHEMA,
            400,
            json!({"error": {"message": "Invalid input", "type": "invalid_request_error", "param": "response_format", "code": "invalid_request_error"}}),
        ),
        // OpenAI, LM Studio, llama.cpp, Ollama, vLLM, Groq, DeepSeek, OpenRouter, Volcengine, Go and Rust servers, Gemini.
        (PICTURES, 400, openai("Invalid content type. image_url is only supported by certain models.")),
        (PICTURES, 400, json!({"error": "Model does not support images. Please use a model that does."})),
        (
            PICTURES,
            500,
            json!({"error": {"code": 500, "message": "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj", "type": "server_error"}}),
        ),
        (
            PICTURES,
            500,
            json!({"error": {"code": 500, "message": "Failed to parse messages: Unsupported content part type: \"image_url\""}}),
        ),
        (PICTURES, 400, json!({"error": "this model does not support image input (ref: b8bd630e)"})),
        (PICTURES, 400, vllm("At most 0 image(s) may be provided in one request.")),
        (PICTURES, 400, vllm("/models/qwen3 is not a multimodal model")),
        (
            PICTURES,
            400,
            openai(
                "'messages.1' : for 'role:user' the following must be satisfied[('messages.1.content' : value must be a string)]",
            ),
        ),
        (
            PICTURES,
            400,
            openai(
                "Failed to deserialize the JSON body into the target type: messages[1]: unknown variant `image_url`, expected `text`",
            ),
        ),
        (PICTURES, 404, json!({"error": {"message": "No endpoints found that support image input", "code": 404}})),
        (
            PICTURES,
            400,
            openai(
                "The parameter `messages.content` specified in the request are not valid: expected a string, but got a list instead.",
            ),
        ),
        (
            PICTURES,
            400,
            json!({"error": "json: cannot unmarshal array into Go struct field ChatMessage.messages.content of type string"}),
        ),
        (
            PICTURES,
            422,
            pydantic(&json!(["body", "messages", 1, "content"]), "string_type", "Input should be a valid string"),
        ),
        (
            PICTURES,
            422,
            json!({"errors": [{"loc": "body -> messages -> 0 -> content -> list[TextContentPart] -> 0 -> type", "msg": "Input should be 'text'"}]}),
        ),
        (PICTURES, 400, openai("model \"a-model\" not supported for vision")),
        (
            PICTURES,
            400,
            json!({"error": {"code": 400, "message": "Image input modality is not enabled for models/a-model", "status": "INVALID_ARGUMENT"}}),
        ),
        (PICTURES, 400, json!({"error": "Non-text content requires multimodal endpoint"})),
        (
            PICTURES,
            500,
            json!({"error": {"message": "can only concatenate str (not \"list\") to str", "type": "internal_server_error"}}),
        ),
        (PICTURES, 403, openai("Your plan does not include image inputs")),
        (PICTURES, 400, openai("Only text content is supported by this model")),
        // vLLM and SGLang with the templates of Gemma and Mistral, OpenAI, Gemini, Vertex, LM Studio, Baichuan, Azure.
        (SYSTEM, 400, vllm("System role not supported")),
        (SYSTEM, 400, openai("Unsupported role: system")),
        (SYSTEM, 400, openai("Unsupported value: 'messages[0].role' does not support 'system' with this model.")),
        (
            SYSTEM,
            400,
            json!({"error": {"code": 400, "message": "Developer instruction is not enabled for models/gemma-3-27b-it", "status": "INVALID_ARGUMENT"}}),
        ),
        (SYSTEM, 400, openai("Developer message is not enabled for this model")),
        (SYSTEM, 400, openai("The input system_instruction is not supported.")),
        (
            SYSTEM,
            400,
            json!({"error": "Error rendering prompt with jinja template: \"Only user and assistant roles are supported!\"."}),
        ),
        (SYSTEM, 500, json!({"error": "Only user, assistant and tool roles are supported, got system"})),
        (SYSTEM, 400, vllm("Conversation roles must alternate user/assistant/user/assistant/...")),
        (SYSTEM, 400, vllm("message role not supported yet: system")),
        (
            SYSTEM,
            422,
            pydantic(&json!(["body", "messages", 0, "role"]), "literal_error", "Input should be 'user' or 'assistant'"),
        ),
        (SYSTEM, 400, openai("'system' is not one of ['user', 'assistant'] - 'messages.0.role'")),
        (SYSTEM, 400, openai("System messages are not supported by this model")),
        (SYSTEM, 400, openai("The first message must have the role user")),
        // OpenAI, and servers of models that run in batches.
        (STREAM, 400, openai("Your organization must be verified to stream this model. Please verify it.")),
        (
            STREAM,
            400,
            openai(
                "Unsupported value: 'stream' does not support true with this model. Only the default (false) value is supported.",
            ),
        ),
        (STREAM, 400, json!({"error": "Streaming is not supported for this model"})),
        (STREAM, 422, pydantic(&body("stream"), "value_error", "must be false")),
        (STREAM, 400, openai("stream mode is not supported")),
        (STREAM, 406, json!({"error": "`stream` must be false"})),
    ]
}

/// What each request had, and the stream.
fn asked(provider: &Provider) -> Vec<[bool; 5]> {
    let all = |asked: &Value| {
        let [usage, schema, pictures, system] = has(asked);
        [usage, schema, pictures, system, asked["stream"] == true]
    };
    provider.asked().iter().map(|asked| all(&asked.body)).collect()
}

async fn asked_twice(model: &Chain) -> [(String, bool); 2] {
    let [first, second] = [shown(model, full()).await, shown(model, full()).await];
    [(first.text, first.error.is_none()), (second.text, second.error.is_none())]
}

#[tokio::test]
async fn what_a_server_says_that_it_does_not_take_is_left_out_from_then_on() {
    let mut wrong = Vec::new();
    for (place, status, body) in wordings() {
        let json = || match place {
            STREAM => Answer::Document(json!({"choices": [{"message": {"content": JSON}}]}).to_string()),
            _ => says(JSON),
        };
        let provider = Provider::start([Answer::Refusal(status, body.to_string()), json(), json()]).await;
        let answered = asked_twice(&chain(vec![link(&provider, Api::OpenAi)], 0)).await;
        let mut without = [true; 5];
        without[place] = false;
        // What is not streamed is not asked to tell what it took.
        without[USAGE] &= place != STREAM;
        let asked = asked(&provider);
        if asked != [[true; 5], without, without] || answered.iter().any(|(text, well)| text != JSON || !well) {
            wrong.push(format!("{status} {body}: {asked:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn what_is_refused_for_another_reason_is_asked_with_the_next_time() {
    let mut wrong = Vec::new();
    // And whether it is asked again at once, with less.
    for (again, status, body) in [
        (false, 429, openai("Rate limit reached on images per minute; streaming is not supported so often")),
        (false, 400, openai("Rate limit reached for requests with response_format")),
        (false, 401, openai("Incorrect API key provided: it does not support image input")),
        (false, 400, json!({"error": {"code": 400, "message": "API key not valid. Please pass a valid API key."}})),
        (false, 403, openai("Your API key has been disabled")),
        (false, 402, openai("Insufficient credits to stream this model")),
        (false, 403, openai("You have no permission to use this model")),
        (false, 404, json!({"error": {"message": "The model does not exist", "code": "model_not_found"}})),
        (false, 400, openai("Invalid model name passed in model=a-model")),
        (false, 400, openai("You exceeded your current quota, please check your plan and billing details")),
        (
            false,
            400,
            openai(
                "This model's maximum context length is 10 tokens. However, your messages resulted in 11 \
            tokens (8 in the messages, 3 in the response_format).",
            ),
        ),
        (
            true,
            400,
            vllm(
                "The prompt is longer than the maximum model length of 10. The number of image tokens depends \
            on their size.",
            ),
        ),
        (true, 400, openai("messages.0.content.0.image.source.base64: image exceeds 5 MB maximum")),
        (true, 400, openai("You uploaded an unsupported image. Please make sure that its format is one of: png, jpeg")),
        (true, 400, openai("Could not process image")),
    ] {
        let refused = Answer::Refusal(status, body.to_string());
        let provider = Provider::start([refused, says(JSON), says(JSON)]).await;
        let [_, (next, _)] = asked_twice(&chain(vec![link(&provider, Api::OpenAi)], 0)).await;
        let asked = asked(&provider);
        if next != JSON || asked.last() != Some(&[true; 5]) || asked.len() != 2 + usize::from(again) {
            wrong.push(format!("{status} {body}: {asked:?}, then {next}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
