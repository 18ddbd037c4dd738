"""A server on this machine that speaks OpenAI's chat protocol, answers by the procedural author, and can misbehave."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from langchain_core.messages import AIMessage, convert_to_messages

from agents.models.procedural.author import ProceduralAuthor

SLOW_SECONDS = 3.0


class ChatServer(ThreadingHTTPServer):
    """Holds the faults that the next answers show, one each, and the requests that came."""

    daemon_threads = True

    def __init__(self, *, seed: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.author = ProceduralAuthor(seed=seed)
        self.faults: list[str] = []
        self.always: str | None = None
        self.requests: list[dict[str, Any]] = []
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def next_fault(self) -> str | None:
        with self.lock:
            return self.faults.pop(0) if self.faults else self.always


@contextmanager
def chat_server(*, seed: int = 0) -> Iterator[ChatServer]:
    """Serve on a free port until the block ends."""
    server = ChatServer(seed=seed)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: ChatServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        del format, args

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(body)
        fault = self.server.next_fault()
        if fault in {"401", "404", "429", "500"}:
            self._send(int(fault), {"error": {"message": f"fault {fault}", "type": "fault", "code": None}})
            return
        if fault == "timeout":
            time.sleep(SLOW_SECONDS)
        if fault == "cut":
            self._raw(200, b'{"id": "x", "choices": [{"index": 0, "mess', length=4000)
            return
        if fault == "malformed":
            self._raw(200, b'{"id": "x", "choices": [{"index": 0, "mess')
            return
        self._send(200, _completion(body, self._message(body, fault)))

    def _message(self, body: dict[str, Any], fault: str | None) -> dict[str, Any]:
        if fault == "refusal":
            return {"role": "assistant", "content": None, "refusal": "I cannot help with robots."}
        if fault == "chatter":
            return {"role": "assistant", "content": "Certainly! Here is a task."}
        messages = convert_to_messages([_readable(message) for message in body["messages"]])
        made = self.server.author.invoke(messages, tools=body.get("tools", []))
        assert isinstance(made, AIMessage)
        calls = [
            {
                "id": f"{call['id']}_{len(messages)}",
                "type": "function",
                "function": {"name": call["name"], "arguments": json.dumps(call["args"])},
            }
            for call in made.tool_calls
        ]
        if fault == "bad_arguments" and calls:
            calls[0]["function"]["arguments"] = '{"name": "open_the'
        if fault == "wrong_fields" and calls:
            calls[0]["function"]["arguments"] = '{"colour": "blue"}'
        return {"role": "assistant", "content": made.text or None, **({"tool_calls": calls} if calls else {})}

    def _send(self, status: int, value: dict[str, Any]) -> None:
        self._raw(status, json.dumps(value).encode())

    def _raw(self, status: int, data: bytes, *, length: int | None = None) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(length or len(data)))
            self.end_headers()
            self.wfile.write(data)
            self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            return
        if length is not None:
            self.close_connection = True


def _readable(message: dict[str, Any]) -> dict[str, Any]:
    """Return a message of the history with calls whose arguments are no JSON emptied, as a model would read them."""
    calls = [
        {**call, "function": {**call["function"], "arguments": _json_or_empty(call["function"]["arguments"])}}
        for call in message.get("tool_calls") or []
    ]
    return {**message, "tool_calls": calls} if calls else message


def _json_or_empty(text: str) -> str:
    try:
        json.loads(text)
    except ValueError:
        return "{}"
    return text


def _completion(body: dict[str, Any], message: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": body["model"],
        "choices": [
            {"index": 0, "message": message, "finish_reason": "tool_calls" if "tool_calls" in message else "stop"}
        ],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
    }
