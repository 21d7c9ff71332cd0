"""What does opening one archive cost a process that does nothing else? Run by `opening`.

Called as `python -m tests.benchmarks.opened ENGINE PATH`, the questions on standard input; prints
one line of JSON: seconds, and kibibytes of private memory.
"""

import json
import sys
import time
from pathlib import Path

from tests.benchmarks.archives import ENGINES, read_questions


def main() -> None:
    """Open, ask the first question, then all of them."""
    engine_name, path = sys.argv[1:]
    questions = read_questions(sys.stdin.read())
    before = private_kibibytes()
    started = time.perf_counter()
    engine = ENGINES[engine_name].open(Path(path))
    opened = time.perf_counter()
    engine.answer(questions[0])
    answered = time.perf_counter()
    for question in questions:
        engine.answer(question)
    result = {
        "open": opened - started,
        "page": answered - started,
        "before": before,
        "after": private_kibibytes(),
    }
    print(json.dumps(result))


def private_kibibytes() -> int:
    """Return this process's private anonymous memory; files that are mapped are not in it."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1])
    return 0


if __name__ == "__main__":
    main()
