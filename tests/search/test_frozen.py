"""Values behave as those of `dataclass(frozen=True, slots=True)` do."""

import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, dataclass, field, replace
from inspect import signature
from typing import Any

import pytest

from search.frozen import frozen


@frozen(kw_only=True)
class Ours:
    """A value with each kind of field."""

    first: int
    text: str = "x"
    items: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    """The same."""

    first: int
    text: str = "x"
    items: list[int] = field(default_factory=list)


@frozen()
class Longer(Ours):
    """A value with one field more, which is given by position."""

    last: int


ACTIONS: dict[str, Callable[[Any], object]] = {
    "fields": lambda kind: asdict(kind(first=1)),
    "repr": lambda kind: repr(kind(first=1)).partition("(")[2],
    "equal": lambda kind: kind(first=1) == kind(first=1, text="x", items=[]),
    "unequal": lambda kind: kind(first=1) == kind(first=2),
    "of another kind": lambda kind: kind(first=1) == (1, "x", []),
    "hash": lambda kind: hash(kind(first=1, items=())),
    "signature": lambda kind: list(signature(kind).parameters),
    "a list each": lambda kind: kind(first=1).items is kind(first=1).items,
    "replace": lambda kind: asdict(replace(kind(first=1), first=2)),
    "pickle": lambda kind: asdict(pickle.loads(pickle.dumps(kind(first=1, items=[3])))),
    "by position": lambda kind: kind(1),
    "without a field": lambda kind: kind(),
    "unknown field": lambda kind: kind(first=1, second=2),
    "no other attribute": lambda kind: kind(first=1).second,
    "assign": lambda kind: setattr(kind(first=1), "first", 2),
    "delete": lambda kind: delattr(kind(first=1), "first"),
    "match": lambda kind: kind.__match_args__,
}


def outcome(act: Callable[[Any], object], kind: type[Any]) -> object:
    try:
        return act(kind)
    except (FrozenInstanceError, AttributeError, TypeError) as error:
        return type(error), str(error).replace(kind.__name__, "")


@pytest.mark.parametrize("act", ACTIONS.values(), ids=ACTIONS)
def test_like_a_dataclass(act: Callable[[Any], object]) -> None:
    assert outcome(act, Ours) == outcome(act, Theirs)


def test_a_value_with_more_fields() -> None:
    longer = Longer(3, first=1)
    assert (longer.first, longer.text, longer.last) == (1, "x", 3)
    assert longer != replace(longer, first=2)
