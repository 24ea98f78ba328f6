"""A person at the front door, for tests/containers.sh: one conversation, whatever is killed meanwhile.

    talk.py DOOR STATE say [COMMAND...]   says something and hears the answer; COMMAND is run once it has begun
    talk.py DOOR STATE photo              sends a photo, or reads the one that was sent
    talk.py DOOR STATE check              the history holds everything that was said, once, and answered

DOOR is such as http://127.0.0.1:8080. STATE is a file in which the conversation is remembered; made by the first `say`.
"""

import json
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
import zlib
from pathlib import Path

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

PATIENCE_S = 120
# The door is on this machine, whatever proxy leads out of it.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
# What fails while something is away, and is tried again.
AWAY = (OSError, WebSocketException, urllib.error.URLError, TimeoutError)


class Person:
    def __init__(self, door, file):
        self.door = door
        self.file = Path(file)
        self.deadline = time.monotonic() + PATIENCE_S
        if self.file.exists():
            self.state = json.loads(self.file.read_text())
        else:
            self.state = {"session": self.ask("POST", "/api/sessions")["session_id"], "said": []}
        self.api = f"/api/sessions/{self.state['session']}"

    def remember(self):
        self.file.write_text(json.dumps(self.state))

    def again(self, attempt, what):
        """Tries until it goes well, or patience is at its end."""
        while True:
            try:
                return attempt()
            except AWAY as error:
                temporary = not isinstance(error, urllib.error.HTTPError) or error.code in (429, 502, 503, 504)
                if not temporary or time.monotonic() > self.deadline:
                    raise SystemExit(f"{what}: {error}") from error
                time.sleep(0.2)

    def ask(self, method, path, body=None, content_type=None):
        """What is answered: JSON, or bytes."""
        headers = {"content-type": content_type} if content_type else {}
        request = urllib.request.Request(self.door + path, data=body, method=method, headers=headers)

        def attempt():
            with OPENER.open(request, timeout=30) as answer:
                read = answer.read()
                return json.loads(read) if "json" in answer.headers["content-type"] else read

        return self.again(attempt, f"{method} {path}")

    def say(self, command):
        name = str(uuid.uuid4())
        text = f"Hello, this is sentence {len(self.state['said']) + 1}"
        heard = {"turn": None, "ends": 0, "command": command}
        while not heard["ends"]:
            self.again(lambda: self.one_socket(name, text, heard), "the conversation")
        assert heard["ends"] == 1, f"the turn has ended {heard['ends']} times"
        self.state["said"].append(text)
        self.remember()

    def one_socket(self, name, text, heard):
        """One connection, until the answer has ended or the connection breaks."""
        url = f"{self.door.replace('http', 'ws', 1)}{self.api}/ws"
        with connect(url, subprotocols=["hera.v1"], open_timeout=10, proxy=None) as socket:
            hello = {"type": "hello"}
            if "last_id" in self.state:
                hello["last_id"] = self.state["last_id"]
            socket.send(json.dumps(hello))
            # The same message under the same name is stored once.
            socket.send(json.dumps({"type": "message", "client_msg_id": name, "content": text}))
            while not heard["ends"]:
                self.hear(json.loads(socket.recv(timeout=40)), name, heard)

    def hear(self, frame, name, heard):
        if frame.get("type") == "accepted" and frame["client_msg_id"] == name:
            assert heard["turn"] in (None, frame["turn_id"]), "one message has two turns"
            heard["turn"] = frame["turn_id"]
        if frame.get("type") == "error":
            if not frame["temporary"]:
                raise SystemExit(f"refused: {frame}")
            raise ConnectionError(frame["message"])
        if "event" not in frame:
            return
        if "snapshot" not in frame:
            self.state["last_id"] = frame["id"]
        kind = frame["event"]["type"]
        if frame.get("turn") is None or frame["turn"] != heard["turn"]:
            return
        if kind == "TEXT_MESSAGE_CONTENT" and heard["command"]:
            command, heard["command"] = heard["command"], None
            subprocess.run(command, check=True)
        if kind in ("RUN_FINISHED", "RUN_ERROR"):
            assert frame["event"].get("outcome") == {"type": "success"}, frame
            heard["ends"] += 1

    def photo(self):
        if "photo" not in self.state:
            body, content_type = form(png(64, 48))
            answer = self.ask("POST", f"{self.api}/photos/user", body, content_type)
            assert answer["status"] == "success", answer
            self.state["photo"] = answer["photo"]["url"]
            self.remember()
        for size in ("", "?size=96"):
            assert self.ask("GET", self.state["photo"] + size)[1:4] == b"PNG", "the photo is not what was sent"

    def check(self):
        messages = self.ask("GET", f"{self.api}/messages?limit=200")["messages"]
        said = [message["content"] for message in messages if message["role"] == "user"]
        assert said == self.state["said"], f"said {self.state['said']}, and kept {said}"
        for before, after in zip(messages, messages[1:] + [{"role": "user"}]):
            answered = before["role"] != "user" or after["role"] == "assistant"
            assert answered, f"nobody has answered: {before['content']}"
        print(f"{len(said)} sentences, each kept once and answered")


def png(width, height):
    """A picture of one colour."""
    rows = (b"\0" + b"\x40\x80\xc0" * width) * height

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def form(file):
    """The body of a form with the file in it, and its content type."""
    border = uuid.uuid4().hex
    head = 'Content-Disposition: form-data; name="file"; filename="me.png"\r\nContent-Type: image/png'
    body = f"--{border}\r\n{head}\r\n\r\n".encode() + file + f"\r\n--{border}--\r\n".encode()
    return body, f"multipart/form-data; boundary={border}"


def main():
    door, state, action, *command = sys.argv[1:]
    person = Person(door, state)
    if action == "say":
        person.say(command)
    elif action == "photo":
        person.photo()
    elif action == "check":
        person.check()
    else:
        raise SystemExit(__doc__)


main()
