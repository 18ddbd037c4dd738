"""A server on this machine that speaks OpenAI's chat protocol, answers by the procedural author, and can misbehave."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from langchain_core.messages import AIMessage, convert_to_messages

from agents.models.procedural.author import ProceduralAuthor

SLOW_SECONDS = 3.0
RETRY_AFTER_SECONDS = 1
PROGRAM = "def build(task, rng):\n    pass\n"


Message = dict[str, Any]


class ChatServer(ThreadingHTTPServer):
    """Holds the faults that the next answers show, one each, and the requests that came."""

    daemon_threads = True

    def __init__(self, *, seed: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.author = ProceduralAuthor(seed=seed)
        self.faults: list[str] = []
        self.always: str | None = None
        self.requests: list[dict[str, Any]] = []
        self.times: list[float] = []
        self.price: float | None = None
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
        self.server.times.append(time.monotonic())
        wrong = complaint(body["messages"])
        if wrong is not None:
            self._send(400, {"error": {"message": wrong, "type": "invalid_request_error", "code": None}})
            return
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
        completion = _completion(body, self._message(body, fault))
        if self.server.price is not None:
            completion["usage"]["cost"] = self.server.price
        self._send(200, completion)

    def _message(self, body: dict[str, Any], fault: str | None) -> dict[str, Any]:
        if fault == "refusal":
            return {"role": "assistant", "content": None, "refusal": "I cannot help with robots."}
        if fault == "chatter":
            return {"role": "assistant", "content": "Certainly! Here is a task."}
        messages = convert_to_messages(body["messages"])
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
        message = {"role": "assistant", "content": made.text or None, **({"tool_calls": calls} if calls else {})}
        return MISBEHAVIOUR[fault](message) if fault in MISBEHAVIOUR and calls else message

    def _send(self, status: int, value: dict[str, Any]) -> None:
        self._raw(status, json.dumps(value).encode())

    def _raw(self, status: int, data: bytes, *, length: int | None = None) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            if status == 429:
                self.send_header("Retry-After", str(RETRY_AFTER_SECONDS))
            self.send_header("Content-Length", str(length or len(data)))
            self.end_headers()
            self.wfile.write(data)
            self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            return
        if length is not None:
            self.close_connection = True


def complaint(messages: list[dict[str, Any]]) -> str | None:
    """Return why a strict server refuses a conversation: calls malformed or unanswered, turns empty."""
    waiting: list[str] = []
    for message in messages:
        if message["role"] == "tool":
            if message["tool_call_id"] not in waiting:
                return f"messages with role 'tool' must follow their call: {message['tool_call_id']}"
            waiting.remove(message["tool_call_id"])
            continue
        if waiting:
            return f"tool_call_ids did not have response messages: {waiting}"
        calls = message.get("tool_calls") or []
        if message["role"] == "assistant" and not calls and not message.get("content"):
            return "an assistant message needs content or tool_calls"
        for call in calls:
            try:
                json.loads(call["function"]["arguments"])
            except ValueError:
                return f"arguments of {call['function']['name']} are no JSON"
        waiting = [call["id"] for call in calls]
    return f"tool_call_ids did not have response messages: {waiting}" if waiting else None


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


def _call(name: str, arguments: dict[str, Any], number: int = 0) -> dict[str, Any]:
    return {
        "id": f"extra_{number}_{time.monotonic_ns()}",
        "type": "function",
        "function": {"name": name, "arguments": json.dumps(arguments)},
    }


def _said(text: str | None) -> Callable[[Message], Message]:
    return lambda message: {"role": "assistant", "content": text}


def _with_arguments(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Message], Message]:
    """Return a misbehaviour that changes the arguments of every call."""

    def misbehave(message: Message) -> Message:
        for call in message["tool_calls"]:
            function = call["function"]
            function["arguments"] = json.dumps(change(json.loads(function["arguments"])))
        return message

    return misbehave


def _raw_arguments(text: str) -> Callable[[Message], Message]:
    def misbehave(message: Message) -> Message:
        message["tool_calls"][0]["function"]["arguments"] = text
        return message

    return misbehave


def _fenced(arguments: dict[str, Any]) -> dict[str, Any]:
    if "source" not in arguments:
        return arguments
    return {**arguments, "source": f"Here is the program:\n\n```python\n{arguments['source']}```\nIt should work."}


def _flying(arguments: dict[str, Any]) -> dict[str, Any]:
    if "source" not in arguments:
        return arguments
    return {**arguments, "source": arguments["source"].rstrip() + "\n    task.fly_to_the_moon(3)\n"}


def _spaceship(arguments: dict[str, Any]) -> dict[str, Any]:
    objects = [{**item, "category": "spaceship_bowl"} for item in arguments.get("objects", ())]
    return {**arguments, "objects": objects} if objects else arguments


def _unheard_of(arguments: dict[str, Any]) -> dict[str, Any]:
    return {**arguments, "reuses": ["open_the_draw"]} if "reuses" in arguments else arguments


MISBEHAVIOUR: dict[str, Callable[[Message], Message]] = {
    "bad_arguments": _raw_arguments('{"name": "open_the'),
    "wrong_fields": _raw_arguments('{"colour": "blue"}'),
    "no_object": _raw_arguments("[1, 2]"),
    "wrong_types": _with_arguments(lambda arguments: {key: [{"x": 1}] for key in arguments} or {"seed": "many"}),
    "extra_fields": _with_arguments(lambda arguments: {**arguments, "confidence": 0.9}),
    "empty": _said(""),
    "absent": _said(None),
    "program_as_text": _said(f"```python\n{PROGRAM}```"),
    "long_words": _said("I will explain. " * 20_000),
    "long_arguments": _with_arguments(lambda arguments: dict.fromkeys(arguments, "very " * 50000)),
    "unknown_tool": lambda message: {**message, "tool_calls": [_call("open_gripper", {"width": 0.08})]},
    "unknown_tool_too": lambda message: {
        **message,
        "tool_calls": [_call("open_gripper", {}, 1), *message["tool_calls"]],
    },
    "malformed_too": lambda message: {
        **message,
        "tool_calls": [
            {**_call("show_asset", {}, 1), "function": {"name": "show_asset", "arguments": '{"asset": "bo'}},
            *message["tool_calls"],
        ],
    },
    "tool_too": lambda message: {
        **message,
        "tool_calls": [*message["tool_calls"], _call("show_asset", {"asset": "bowl"}, 1)],
    },
    "twice": lambda message: {
        **message,
        "tool_calls": [*message["tool_calls"], {**message["tool_calls"][-1], "id": f"twice_{time.monotonic_ns()}"}],
    },
    "endless": lambda message: {**message, "tool_calls": [_call("show_asset", {"asset": "bowl"}, 1)]},
    "fenced": _with_arguments(_fenced),
    "flying": _with_arguments(_flying),
    "spaceship": _with_arguments(_spaceship),
    "unheard_of": _with_arguments(_unheard_of),
}
"""What a model may make of its turn."""
