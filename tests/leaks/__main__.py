"""Does the future, or what was removed, show in an answer? `python -m tests.leaks --help`.

A pair are two archives: one that ended on a day, and one that went on and is asked as of that day.
They were made by other commits, so their documents lie otherwise in other segments. Both get the
same questions, whose answers must be equal byte for byte. Some pairs are asked without a day: then
they hold the same items, but one held others before. Pages of the one that went on are compared
with those of the plain engine, too.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from search import Archive, SearchRequest
from search.embedded.segment import merge
from tests.leaks.answers import answers
from tests.leaks.histories import History, days, ends, goes_on, history
from tests.search import random_archives
from tests.search.test_engines import Pair, plain_engine

#: The id of both archives, as their feeds name it.
ARCHIVE_ID = UUID(int=7)
#: Days that a history is asked as of, and requests for each of these pairs.
DAYS_OF_A_HISTORY = 4
REQUESTS_OF_A_PAIR = 3
#: Items of a pair that are asked for.
ITEMS_OF_A_PAIR = 2
#: Seconds after which it is told how far a long run is: it may be ended before its end.
TOLD_AFTER_SECONDS = 60.0


def compare(seed: int, folder: Path, asked_days: int = DAYS_OF_A_HISTORY) -> Counter[str]:
    """Compare the pairs of one history: one without a day, and one for each of some days.

    Returns how many there were of each kind.

    Raises AssertionError with what to ask again, where two answers differ.
    """
    chance = Random(seed)
    own = history(chance)
    found: Counter[str] = Counter()
    with ExitStack() as stack:
        stack.enter_context(plain_engine())
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(merge, "MERGE_FACTOR", chance.choice((2, 3, 5, 9)))
        steps = goes_on(own, chance)
        whole = stack.enter_context(_made(str(folder / "whole"), steps))
        plain = stack.enter_context(_made(f"plain://{folder}/whole", steps))
        found["with several segments"] += whole.info().segments > 1
        found["with deleted documents"] += whole.info().deleted > 0
        both = Pair(whole, plain)
        for number, day in enumerate([None, *days(chance, asked_days)]):
            with _made(str(folder / f"ended-{number}"), ends(own, day, chance)) as ended:
                for question in range(REQUESTS_OF_A_PAIR):
                    request = _compare((ended, whole), own, day, f"{seed}/{number}/{question}")
                    found["with hits"] += both.check_page(request).total > 0
                    found["questions"] += 1
            found["pairs"] += 1
    return found


def _made(address: str, steps: list[random_archives.Step]) -> Archive:
    archive = Archive.create(address, id=ARCHIVE_ID)
    random_archives.make(archive, address, steps)
    return archive


def _compare(
    archives: tuple[Archive, Archive], own: History, day: date | None, where: str
) -> SearchRequest:
    """Ask both archives of a pair; return the request that was compared."""
    chance = Random(where)
    request = replace(random_archives.request(chance), as_of=day)
    if day is None:  # what is new since a generation depends on the commits, as their number does
        request = replace(request, new_since=None)
    ids = [states[0].id for states in (*own.items, *own.removed)]
    asked = chance.sample(ids, min(len(ids), ITEMS_OF_A_PAIR))
    told = (answers(archive, request, asked, Random(where)) for archive in archives)
    for (name, one), (_, other) in zip(*told, strict=True):
        if one != other:
            raise AssertionError(f"{where}: {name}, of {request}\n{_difference(one, other)}")
    return request


def _difference(one: bytes, other: bytes) -> str:
    start = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    shown = slice(max(0, start - 200), start + 200)
    return f"ended: {one[shown]!r}\nwent on: {other[shown]!r}"


def main() -> int:
    """Compare many pairs; say which seed the first that differs has. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.leaks", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the first history")
    parser.add_argument("--pairs", type=int, default=1_000, help="how many to compare")
    parser.add_argument("--go-on", action="store_true", help="go on with the next at a difference")
    options = parser.parse_args()
    found: Counter[str] = Counter()
    seed, bad = options.seed, 0
    begun = told = time.monotonic()
    while found["pairs"] < options.pairs:
        try:
            with tempfile.TemporaryDirectory() as folder:
                found += compare(seed, Path(folder))
        except AssertionError as error:
            print(f"--seed {seed}: {error}", flush=True)
            found["pairs"] += 1
            bad += 1
            if not options.go_on:
                return 1
        seed += 1
        if time.monotonic() > told + TOLD_AFTER_SECONDS:
            told = time.monotonic()
            print(f"up to seed {seed - 1}: {found['pairs']} pairs, {bad} with a leak", flush=True)
    taken = time.monotonic() - begun
    print(f"{dict(found)} in {taken:.0f} s, {bad} histories with a leak")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
