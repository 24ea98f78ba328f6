"""An agent that needs no model, at the AG-UI endpoint of Pydantic AI. It does what it is told:

`recall`, `say 20 words`, `say 20 words slowly`, `count` (in its state), `look` (at a picture), `paint` (one), `launch`
(when somebody has approved), `fail`.

`python agent.py PORT PICTURE` prints the port once it listens, and `let go` when somebody leaves while it speaks.
"""

import asyncio
import base64
import re
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from ag_ui.core import DataSource, ImagePart, StateDeltaEvent, StateSnapshotEvent, ToolCallResultEvent
from pydantic_ai import Agent, DeferredToolRequests, RunContext, ToolReturn
from pydantic_ai.messages import BinaryContent, ModelMessage, ModelRequest, ToolReturnPart, UserPromptPart
from pydantic_ai.models.function import AgentInfo, DeltaToolCall, DeltaToolCalls, FunctionModel
from pydantic_ai.ui.ag_ui import AGUIAdapter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


@dataclass
class Kept:
    """The state of a session, as the endpoint was given it."""

    state: dict = field(default_factory=dict)


async def answer(messages: list[ModelMessage], _: AgentInfo) -> AsyncIterator[str | DeltaToolCalls]:
    """What a model would say."""
    newest = messages[-1].parts[-1]
    if isinstance(newest, ToolReturnPart):
        yield str(newest.content)
        return
    assert isinstance(newest, UserPromptPart)
    content = [newest.content] if isinstance(newest.content, str) else newest.content
    text = " ".join(part for part in content if isinstance(part, str))
    if text in ("count", "paint", "launch"):
        yield {0: DeltaToolCall(name=text, json_args="{}", tool_call_id=f"call-{len(messages)}")}
    elif text == "recall":
        for message in messages[:-1]:
            who = "person" if isinstance(message, ModelRequest) else "agent"
            yield f"{who}: {''.join(str(part.content) for part in message.parts)}; "
    elif text == "look":
        for picture in (part for part in content if isinstance(part, BinaryContent)):
            yield f"{picture.media_type} of {len(picture.data)} bytes"
    elif text == "fail":
        yield "This will "
        raise RuntimeError("the kettle is empty")
    elif words := re.fullmatch(r"say (\d+) words( slowly)?", text):
        try:
            for number in range(int(words[1])):
                yield f"word{number} "
                await asyncio.sleep(0.02 if words[2] else 0)
        except (asyncio.CancelledError, GeneratorExit):
            print("let go", flush=True)
            raise


agent = Agent(FunctionModel(stream_function=answer), deps_type=Kept, output_type=[str, DeferredToolRequests])


@agent.tool
async def count(context: RunContext[Kept]) -> ToolReturn:
    """Counts how often it was called in this session."""
    known = context.deps.state.get("count")
    if known is None:
        event = StateSnapshotEvent(snapshot={"count": 1})
    else:
        event = StateDeltaEvent(delta=[{"op": "replace", "path": "/count", "value": known + 1}])
    return ToolReturn(return_value=f"number {(known or 0) + 1}", metadata=[event])


@agent.tool
async def paint(context: RunContext[Kept]) -> ToolReturn:
    """Shows a picture."""
    picture = base64.b64encode(Path(sys.argv[2]).read_bytes()).decode()
    part = ImagePart(source=DataSource(value=picture, mime_type="image/png"))
    shown = ToolCallResultEvent(message_id="picture", tool_call_id=str(context.tool_call_id), content=[part])
    return ToolReturn(return_value="Here it is.", metadata=[shown])


@agent.tool_plain(requires_approval=True)
async def launch() -> str:
    """What nobody can approve."""
    return "It flies."


async def run(request: Request) -> Response:
    """Answers `POST /`."""
    return await AGUIAdapter.dispatch_request(request, agent=agent, deps=Kept(), include_usage=True)


if __name__ == "__main__":
    listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
    print(listener.getsockname()[1], flush=True)
    app = Starlette(routes=[Route("/", run, methods=["POST"])])
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])
