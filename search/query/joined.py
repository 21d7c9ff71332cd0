"""Which words of a query may be written as one in items? `iphone 15`, `5 kg`.

A name and its number may be, as may a number and its unit.
"""

from collections.abc import Container, Iterable
from dataclasses import replace

from search.language.folding import plain
from search.language.joined_numbers import with_joined_numbers, with_joined_units
from search.query.nodes import is_plain
from search.query.parsed import Part

#: Signs that may stand before a number, those of currencies.
SIGNS_BEFORE_NUMBERS = " $"


def with_words_joined(parts: Iterable[Part], no_units: Container[str]) -> list[Part]:
    """Return the parts of a query, of which bare words side by side know what they may be together.

    `iphone 15 pro` -> `iphone`, `15`, each of which `iphone15` stands for, and `pro`. The words
    `no_units` are no units of the numbers before them.
    """
    found: list[Part] = []
    is_named = False
    for part in parts:
        before = found[-1] if found else None
        is_named_before, is_named = is_named, False
        if before and before.end + 1 == part.start:
            one, other = before.node, part.node
            if is_plain(one) and is_plain(other) and one.field is other.field is None:
                typed = plain(f"{one.text} {other.text}").strip(SIGNS_BEFORE_NUMBERS)
                joined = with_joined_numbers(typed) if not is_named_before else typed
                is_named = joined != typed
                if not is_named and other.text.lower() not in no_units:
                    joined = with_joined_units(typed)
                if joined != typed:
                    found[-1] = replace(before, node=replace(one, joined=(*one.joined, joined)))
                    part = replace(part, node=replace(other, joined=(joined,)))
        found.append(part)
    return found
