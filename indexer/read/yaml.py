"""Which values are in a YAML front matter, each as its author wrote it?

A YAML loader would turn `title: No` into False, `title: 2026` into a number, and a date with a time
zone into another day. So values are taken from the parser's events, and stay text. That also makes
hostile YAML harmless: nesting needs no recursion, and aliases are counted, not copied.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from indexer.ledger import Reason, Refused

#: Levels of nested lists and mappings at most.
MAX_DEPTH = 40
#: Values in one front matter at most; an alias counts as all the values that it stands for.
MAX_VALUES = 100_000

Value: TypeAlias = "str | list[Value] | dict[str, Value]"


@dataclass(slots=True)
class _Collection:
    """A list or mapping that is still open; keys and values of a mapping alternate in `values`."""

    anchor: str | None = None
    is_mapping: bool = False
    values: list[Value] = field(default_factory=list)
    size: int = 1


def load(text: str) -> Value:
    """Return the first document of a YAML text as texts, lists and mappings.

    Raises yaml.YAMLError if it is no YAML, and Refused if it has too many values or levels.
    """
    anchors: dict[str, tuple[Value, int]] = {}
    stack = [_Collection()]
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            stack.append(_Collection(event.anchor, is_mapping))
            if len(stack) > MAX_DEPTH:
                detail = f"Its front matter is nested over {MAX_DEPTH} deep."
                raise Refused(Reason.EXPLODING, detail)
            continue
        anchor, size = None, 1
        if isinstance(event, yaml.ScalarEvent):
            value: Value = event.value
            anchor = event.anchor
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in anchors:
                raise yaml.YAMLError(f"found undefined alias {event.anchor!r}")
            value, size = anchors[event.anchor]
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            done = stack.pop()
            value = _mapping(done.values) if done.is_mapping else done.values
            anchor, size = done.anchor, done.size
        elif isinstance(event, yaml.DocumentEndEvent):
            break
        else:
            continue
        if anchor is not None:
            anchors[anchor] = (value, size)
        stack[-1].values.append(value)
        stack[-1].size += size
        if stack[-1].size > MAX_VALUES:
            detail = f"Its front matter stands for over {MAX_VALUES:,} values."
            raise Refused(Reason.EXPLODING, detail)
    return stack[0].values[0] if stack[0].values else {}


def _mapping(values: list[Value]) -> dict[str, Value]:
    """Pair keys and values; the last of equal keys counts, and `<<` merges mappings."""
    own: dict[str, Value] = {}
    merged: dict[str, Value] = {}
    for key, value in zip(values[::2], values[1::2], strict=True):
        if key == "<<":
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, dict):
                    merged = part | merged
        elif isinstance(key, str):
            own[key] = value
    return merged | own
