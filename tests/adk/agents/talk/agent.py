"""An app for a stock ADK server: two agents whose model says what the person's message asks for.

The model writes into the file that NOTES names when its answer is cut off, and where a message asks it to wait it does
so until the file beside it that ends in `.go` is there.
"""

import asyncio
import base64
import os
from pathlib import Path

from google.adk.agents import LlmAgent
from google.adk.models import BaseLlm, LlmResponse
from google.adk.tools import ToolContext
from google.genai import types

NOTES = Path(os.environ["NOTES"])
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
HOST = "You are the host."


def text_of(content):
    parts = content.parts or []
    return "".join("[picture bytes]" if part.inline_data else part.text or "" for part in parts)


def call(name, **arguments):
    return types.Part(function_call=types.FunctionCall(name=name, args=arguments))


class Obedient(BaseLlm):
    """Does what the last message says."""

    async def generate_content_async(self, llm_request, stream=False):
        contents = llm_request.contents
        said = [text_of(content) for content in contents if content.role == "user"]
        # What other agents have done comes as something that is said "for context".
        asked = next((text for text in reversed(said) if text and not text.startswith("For context")), "")
        if contents[-1].parts[-1].function_response:
            parts, words = [], ["Done", ", ", "as ", "you ", "said."]
        elif "transfer" in asked and HOST in str(llm_request.config.system_instruction):
            parts, words = [call("transfer_to_agent", agent_name="guide")], ["I ", "ask ", "the ", "guide."]
        elif "remember" in asked:
            parts, words = [call("remember", mood="merry")], []
        elif "paint" in asked:
            parts, words = [call("paint")], []
        elif "inline" in asked:
            data = b"<svg/>" if "strange" in asked else PICTURE
            parts, words = [types.Part.from_bytes(data=data, mime_type="image/png")], ["Look: "]
        elif "raise" in asked:
            raise ValueError("what a person said is not for the log")
        elif "history" in asked:
            parts, words = [], [" | ".join(f"{said.role}: {text_of(said)}" for said in contents)]
        else:
            parts, words = [types.Part(text="They greet me.", thought=True)], ["One ", "two ", "three."]
        try:
            for word in words[:2] if "wait" in asked else words:
                yield LlmResponse(content=types.ModelContent(word), partial=True)
                await asyncio.sleep(0.01)
            while "wait" in asked and not NOTES.with_suffix(".go").exists():
                await asyncio.sleep(0.02)
            for word in words[2:] if "wait" in asked else []:
                yield LlmResponse(content=types.ModelContent(word), partial=True)
        except BaseException:
            with NOTES.open("a") as notes:
                notes.write("cut off\n")
            raise
        whole = [types.Part(text="".join(words))] if words else []
        usage = types.GenerateContentResponseUsageMetadata(prompt_token_count=7, candidates_token_count=len(words))
        yield LlmResponse(
            content=types.Content(role="model", parts=parts[:1] + whole if parts and parts[0].thought else whole + parts),
            usage_metadata=usage,
            model_version="obedient-1",
        )


def remember(mood: str, tool_context: ToolContext) -> str:
    """Remembers how the person feels."""
    tool_context.state["mood"] = mood
    tool_context.state["temp:scratch"] = "gone"
    return "remembered"


async def paint(tool_context: ToolContext) -> str:
    """Paints a picture."""
    picture = types.Part.from_bytes(data=PICTURE, mime_type="image/png")
    await tool_context.save_artifact("painting.png", picture)
    return "painted"


model = Obedient(model="obedient")
guide = LlmAgent(name="guide", description="Knows the way.", model=model)
root_agent = LlmAgent(name="host", instruction=HOST, model=model, tools=[remember, paint], sub_agents=[guide])
