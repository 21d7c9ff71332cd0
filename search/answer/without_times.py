"""What is said of a past day where no item has a time? That each counts as known by then."""

from dataclasses import replace
from datetime import date
from typing import TypeVar

from search.engine import Generation
from search.holdings import HeldDay, HeldOutlets, Holdings, OutletProfile
from search.messages import message
from search.story import ToldStory

_Told = TypeVar("_Told", HeldDay, HeldOutlets, Holdings, OutletProfile, ToldStory)
_NO_HISTORY = message(
    "No item here has a time at which it was first seen, so each counts as known by that day; one "
    "of a later day is a story by itself."
)


def on_times(generation: Generation, day: date | None) -> tuple[str, ...]:
    """Return what is said of a generation that is asked as of a day; () where times are known."""
    is_told = day and generation.size and not generation.has_history
    return (_NO_HISTORY,) if is_told else ()


def with_notes(told: _Told, generation: Generation, day: date | None) -> _Told:
    """Return an answer with what is said of the day that it is asked as of."""
    notes = on_times(generation, day)
    return replace(told, notes=notes) if notes else told
