"""An agent on Pydantic AI's AG-UI endpoint that needs no model: it says what it is told to, word by word.

`say 20 words`, `say 20 words slowly`, `fail`, `recall` (the conversation as it was given), `count` (in its state), `paint` (a picture),
`look` (at the picture that came along). Run with `python agent.py PORT`.
"""

import asyncio
import base64
import re
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import uvicorn
from ag_ui.core import DataSource, EventType, ImagePart, StateDeltaEvent, StateSnapshotEvent, ToolCallResultEvent
from pydantic_ai import Agent, RunContext, ToolReturn
from pydantic_ai.messages import BinaryContent, ModelMessage, ModelRequest, ToolReturnPart, UserPromptPart
from pydantic_ai.models.function import AgentInfo, DeltaToolCall, DeltaToolCalls, FunctionModel
from pydantic_ai.ui.ag_ui import AGUIAdapter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

PICTURE = base64.b64encode(open(sys.argv[2], "rb").read()).decode() if len(sys.argv) > 2 else ""


@dataclass
class Kept:
    """What the endpoint gives back as state."""

    state: dict = field(default_factory=dict)


async def answer(messages: list[ModelMessage], _: AgentInfo) -> AsyncIterator[str | DeltaToolCalls]:
    last = messages[-1]
    asked = [part.content for part in last.parts if isinstance(part, UserPromptPart)]
    returned = [part for part in last.parts if isinstance(part, ToolReturnPart)]
    if returned:
        yield f"{returned[0].content}"
        return
    content = asked[-1] if asked else ""
    pictures = [] if isinstance(content, str) else [part for part in content if isinstance(part, BinaryContent)]
    text = content if isinstance(content, str) else " ".join(part for part in content if isinstance(part, str))
    if tool := next((name for name in ("count", "paint") if name in text), None):
        yield {0: DeltaToolCall(name=tool, json_args="{}", tool_call_id=f"call-{len(messages)}")}
    elif "fail" in text:
        yield "This will "
        raise RuntimeError("the kettle is empty")
    elif "recall" in text:
        said = [("person" if isinstance(message, ModelRequest) else "agent", "".join(str(part.content) for part in message.parts)) for message in messages]
        yield "; ".join(f"{who}: {what}" for who, what in said)
    elif "look" in text:
        yield ", ".join(f"{picture.media_type} of {len(picture.data)} bytes" for picture in pictures) or "no picture"
    elif count := re.search(r"say (\d+) words( slowly)?", text):
        for number in range(int(count[1])):
            yield f"word{number} "
            await asyncio.sleep(0.05 if count[2] else 0)
    else:
        yield f"You said: {text}"


agent = Agent(FunctionModel(stream_function=answer), deps_type=Kept)


@agent.tool
async def count(context: RunContext[Kept]) -> ToolReturn:
    """Counts how often it was asked to."""
    known = context.deps.state.get("count")
    if known is None:
        event = StateSnapshotEvent(snapshot={"count": 1})
    else:
        event = StateDeltaEvent(delta=[{"op": "replace", "path": "/count", "value": known + 1}])
    return ToolReturn(return_value=f"That was number {(known or 0) + 1}.", metadata=[event])


@agent.tool
async def paint(context: RunContext[Kept]) -> ToolReturn:
    """Paints a picture, and shows it."""
    picture = ImagePart(source=DataSource(value=PICTURE, mime_type="image/png"))
    shown = ToolCallResultEvent(
        type=EventType.TOOL_CALL_RESULT, message_id="picture", tool_call_id=f"{context.tool_call_id}", content=[picture]
    )
    return ToolReturn(return_value="Here it is.", metadata=[shown])


async def run(request: Request) -> Response:
    return await AGUIAdapter.dispatch_request(request, agent=agent, deps=Kept())


if __name__ == "__main__":
    port = int(sys.argv[1])
    uvicorn.run(Starlette(routes=[Route("/", run, methods=["POST"])]), host="127.0.0.1", port=port, log_level="info")
