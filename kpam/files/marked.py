"""YAML text as values that know where they stand, so that every error can name its line.

Only PyYAML's parser is used: no object is ever constructed, so a file can describe numbers and names and nothing else.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any, cast

import yaml
from yaml.reader import ReaderError

from kpam.errors import FileError, unknown

_yaml: Any = yaml  # the stubs leave the types of parse and compose open

MOST_BYTES = 200_000
"""Of a file; a long one has some thousands."""
MOST_VALUES = 50_000
"""Of a file, counting what an alias stands for each time."""
LARGEST = 1e9
"""Of a number; what is larger can only be a mistake, and overflows once it is squared often enough."""
DEEPEST = 12
"""Levels of nesting; the deepest file that means anything has six."""

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
_INFINITE = {sign + name: float(sign + "inf") for sign in ("", "+", "-") for name in (".inf", "inf")}
_PLAIN = ("null", "bool", "int", "float", "str", "timestamp", "seq", "map", "value", "merge")
_TAGS = {f"tag:yaml.org,2002:{name}" for name in _PLAIN}


class Marked:
    """One value of a file: a mapping, a list, or a text that may stand for a number or a name."""

    def __init__(self, node: yaml.Node, source: str) -> None:
        """Wrap a node of a file that messages call `source`; `parse` is the way to make one."""
        self.node = node
        self.source = source
        if node.tag not in _TAGS:
            raise self.error(f"tag {node.tag!r}; a file holds plain mappings, lists, numbers and names only")

    @property
    def line(self) -> int:
        """The line on which the value begins, from 1."""
        return self.node.start_mark.line + 1

    def error(self, message: str) -> FileError:
        """Return an error that names the file and this value's line."""
        return FileError(f"{self.source}:{self.line}: {message}")

    @property
    def is_text(self) -> bool:
        """Whether it is a single name or number."""
        return isinstance(self.node, yaml.ScalarNode)

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return isinstance(self.node, yaml.SequenceNode)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written, as after a colon, or `null` or `~`."""
        return self.node.tag == "tag:yaml.org,2002:null"

    def items(self, what: str) -> list[Marked]:
        """Return a list's values; nothing written is a list of none."""
        if self.is_empty:
            return []
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.error(f"{what} must be a list; got {self._shown()}")
        return [Marked(value, self.source) for value in self.node.value]

    def entries(self, what: str) -> dict[str, Marked]:
        """Return a mapping's values by key, in the order of the file; a key that stands twice is an error."""
        if self.is_empty:
            return {}
        if not isinstance(self.node, yaml.MappingNode):
            raise self.error(f"{what} must be a mapping of names to values; got {self._shown()}")
        found: dict[str, Marked] = {}
        for key_node, value_node in self.node.value:
            key = Marked(key_node, self.source)
            name = key.text(f"a key of {what}")
            if name in found:
                raise key.error(f"{name!r} stands twice in {what}, first on line {found[name].line}; leave one out")
            found[name] = Marked(value_node, self.source)
        return found

    def known(self, what: str, keys: Collection[str], *, required: Sequence[str] = ()) -> dict[str, Marked]:
        """Return a mapping's values by key, where every key must be one of `keys` and `required` ones must be there."""
        found = self.entries(what)
        if isinstance(self.node, yaml.MappingNode):
            for key_node, _ in self.node.value:
                if key_node.value not in keys:
                    raise Marked(key_node, self.source).error(unknown(f"key of {what}", key_node.value, keys))
        for key in required:
            if key not in found:
                raise self.error(f"{what} has no {key!r}; required: {', '.join(required)}")
        return found

    def text(self, what: str) -> str:
        """Return a name as it was written."""
        if not isinstance(self.node, yaml.ScalarNode) or self.is_empty or not self.node.value.strip():
            raise self.error(f"{what} must be a name; got {self._shown()}")
        return str(self.node.value).strip()

    def flag(self, what: str) -> bool:
        """Return the text as true or false; raises FileError for anything else."""
        text = self.text(what)
        if text not in ("true", "false"):
            raise self.error(f"{what} {text!r}; write true or false")
        return text == "true"

    def number(self, what: str, *, bound: bool = False) -> float:
        """Return a finite number, or an infinite one where a bound may be open: `.inf`, `-.inf`."""
        value = self.node.value if isinstance(self.node, yaml.ScalarNode) and self.node.style is None else ""
        if bound and value in _INFINITE:
            return _INFINITE[value]
        number = float(value) if _NUMBER.fullmatch(value) else math.nan
        if not math.isfinite(number):
            raise self.error(f"{what} must be a finite number; got {self._shown()}")
        if abs(number) > LARGEST:
            raise self.error(f"{what} {self.node.value}; give a number up to {LARGEST:g}")
        return number

    def vector(self, what: str, length: int | None = 3) -> tuple[float, ...]:
        """Return a list of finite numbers, `length` of them unless that is None."""
        values = self.items(what) if self.is_list else []
        if not values or length not in (None, len(values)):
            wanted = "a list of numbers" if length is None else f"a list of {length} numbers"
            raise self.error(f"{what} must be {wanted}; got {self._shown()}")
        return tuple(value.number(f"each number of {what}") for value in values)

    def _shown(self) -> str:
        """Return what was written in a few words."""
        if self.is_empty:
            return "nothing"
        if isinstance(self.node, yaml.ScalarNode):
            return repr(self.node.value[:60])
        kind = "list" if self.is_list else "mapping"
        return f"a {kind} of {len(self.node.value)}"


def parse(text: str, source: str) -> Marked:
    """Return the top of a YAML text that messages call `source`.

    Raises:
        FileError: it is no YAML, is empty, holds several documents, is too long or too deep, or its aliases stand for
            too much or for themselves.
    """
    if len(text.encode()) > MOST_BYTES:
        raise FileError(f"{source}: more than {MOST_BYTES} bytes; is it a file of a keypoint problem?")
    try:
        depth = 0
        for event in cast("Iterator[yaml.Event]", _yaml.parse(text, Loader=yaml.SafeLoader)):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise FileError(f"{source}:{event.start_mark.line + 1}: nested more than {DEEPEST} levels deep")
        root: yaml.Node | None = _yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f":{mark.line + 1}" if mark is not None else ""
        said = error.problem or ""
        said = f"{error.context} {said}" if said.startswith("but ") or not said else said
        remedy = "; indent with spaces" if "'\\t'" in said else ""
        raise FileError(f"{source}{line}: not readable as YAML: {said}{remedy}") from error
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise FileError(f"{source}:{line}: character {error.character:#x} cannot stand in YAML; take it out") from error
    if root is None:
        raise FileError(f"{source}:1: the file is empty")
    if _count(root, source, {}) > MOST_VALUES:
        raise FileError(f"{source}: its aliases stand for more than {MOST_VALUES} values; write fewer")
    return Marked(root, source)


def _count(node: yaml.Node, source: str, counted: dict[int, int]) -> int:
    """Return how many values a node stands for, with what its aliases stand for; `counted` remembers, 0 for not yet."""
    if id(node) not in counted:
        counted[id(node)] = 0
        children: list[Any] = [] if isinstance(node, yaml.ScalarNode) else list(node.value)
        pairs: list[Any] = children if isinstance(node, yaml.MappingNode) else [children]
        counted[id(node)] = 1 + sum(_count(part, source, counted) for pair in pairs for part in pair)
    if not counted[id(node)]:
        raise FileError(f"{source}:{node.start_mark.line + 1}: a value that contains itself; write it out")
    return counted[id(node)]
