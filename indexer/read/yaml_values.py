"""Which values are in a YAML front matter, each as its author wrote it?

A YAML loader would turn `title: No` into False, `title: 2026` into a number, and a date with a time
zone into another day. So values are taken from the parser's events, and stay text; only `null` and
`~` without quotes are None. That also makes hostile YAML harmless: nesting needs no recursion, and
aliases are counted, not copied.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from indexer.ledger import Reason, Refused
from indexer.read.parsed import Broken, Parsed, in_pairs

#: Levels of nested lists and mappings at most.
MAX_DEPTH = 40
#: Values that the aliases of one front matter stand for at most. What is written out takes time by
#: its length only.
MAX_VALUES = 100_000

#: What stands for no value, without quotes.
NULLS = frozenset({"~", "null", "Null", "NULL"})

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"


@dataclass(slots=True)
class _Collection:
    """A list or mapping that is still open; keys and values of a mapping alternate in `values`."""

    anchor: str | None = None
    is_mapping: bool = False
    values: list[Value] = field(default_factory=list)
    #: Values in it that are not written out, but stand behind aliases.
    copied: int = 0
    #: All values in it, itself among them.
    size: int = 1
    #: Keys of one mapping in it that are given more than once.
    repeated: tuple[str, ...] = ()


def read_yaml(text: str) -> Parsed:
    """Return the values of a YAML text: texts, None, lists and mappings.

    Raises Broken if it is not YAML or not a mapping, and Refused if it has too many values or
    levels.
    """
    try:
        document = _document(text)
    except yaml.MarkedYAMLError as error:
        if "nesting depth" in (error.problem or ""):  # libyaml's own limit, since 0.2.6
            raise Refused(Reason.EXPLODING, "Its front matter is nested too deeply.") from None
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise Broken(error.problem or "it is not YAML", line) from None
    except yaml.YAMLError as error:
        raise Broken(str(error)) from None
    if not document.values:
        return Parsed({})
    (value,) = document.values
    if not isinstance(value, dict):
        raise Broken("it is not a mapping of keys to values")
    return Parsed(value, document.repeated)


def _document(text: str) -> _Collection:
    """Return the one document of a text, as a list of nothing or one value."""
    documents = 0
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
        anchor, size, copied = None, 1, 0
        if isinstance(event, yaml.ScalarEvent):
            is_key = stack[-1].is_mapping and len(stack[-1].values) % 2 == 0
            is_null = not event.style and event.value in NULLS and not is_key
            value: Value = None if is_null else event.value
            anchor = event.anchor
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in anchors:
                raise yaml.YAMLError(f"found undefined alias {event.anchor!r}")
            value, size = anchors[event.anchor]
            copied = size
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            done = stack.pop()
            value = _mapping(done.values) if done.is_mapping else done.values
            anchor, size, copied = done.anchor, done.size, done.copied
            if done.is_mapping:
                keys = Counter(key for key in done.values[::2] if isinstance(key, str))
                stack[0].repeated += tuple(key for key, count in keys.items() if count > 1)
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise yaml.YAMLError("it holds more than one document")
            continue
        else:
            continue
        if anchor is not None:
            anchors[anchor] = (value, size)
        stack[-1].values.append(value)
        stack[-1].size += size
        stack[-1].copied += copied
        if stack[-1].copied > MAX_VALUES:
            detail = f"The aliases in its front matter stand for over {MAX_VALUES:,} values."
            raise Refused(Reason.EXPLODING, detail)
    return stack[0]


def _mapping(values: list[Value]) -> dict[str, Value]:
    """Pair keys and values, as `in_pairs` does, and let `<<` merge mappings."""
    own: list[tuple[str, Value]] = []
    merged: dict[str, Value] = {}
    for key, value in zip(values[::2], values[1::2], strict=True):
        if key == "<<":
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, dict):
                    merged = part | merged
        elif isinstance(key, str):
            own.append((key, value))
    return merged | in_pairs(own)
