"""How long do calls take, measured in turns, and what do processes use?"""

import math
import os
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

WARM_UPS = 2
#: A call that took longer than this when it was warmed up is run a few times only.
SLOW_SECONDS = 1.0
SLOW_RUNS = 3


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds that one call took, run by run."""

    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.runs)

    @property
    def least(self) -> float:
        return min(self.runs)

    @property
    def most(self) -> float:
        return max(self.runs)


def timed(call: Callable[[], Any]) -> float:
    """Run a call once and return its seconds."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def in_turns(
    calls: Mapping[str, Callable[[], Any]], runs: int, warm_ups: int = WARM_UPS
) -> dict[str, Times]:
    """Run all calls one after the other, again and again, so that what disturbs hits all alike.

    Each round begins with another call.
    """
    names = list(calls)
    wanted = dict.fromkeys(names, runs)
    for _ in range(warm_ups):
        for name in names:
            if wanted[name] == runs and timed(calls[name]) > SLOW_SECONDS:
                wanted[name] = min(runs, SLOW_RUNS)
    found: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(runs):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            if turn < wanted[name]:
                found[name].append(timed(calls[name]))
    return {name: Times(tuple(seconds)) for name, seconds in found.items()}


def geometric_mean(ratios: Iterable[float]) -> float:
    """Return the mean that treats twice as quick and twice as slow alike."""
    logarithms = [math.log(ratio) for ratio in ratios]
    return math.exp(sum(logarithms) / len(logarithms))


def size(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def memory(kind: str) -> int:
    """Return the kibibytes that this process has now of a kind that `/proc/self/status` names.

    `VmHWM` are those that it had at most, `RssAnon` those that are no pages of files.
    """
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{kind}:"):
            return int(line.split()[1])
    return 0


def processor_seconds(pid: int) -> float:
    """Return the processor time that a process has used so far, with all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
