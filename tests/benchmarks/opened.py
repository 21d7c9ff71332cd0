"""What does opening one archive cost a process that does nothing else? Run by `opening`.

Called as `python -m tests.benchmarks.opened ENGINE PATH`, the questions on standard input; prints
one line of JSON: seconds, and kibibytes of private memory; files that are mapped are not in it.
"""

import json
import sys
import time
from pathlib import Path

from tests.benchmarks.archives import ENGINES, read_questions
from tests.benchmarks.measure import memory


def main() -> None:
    """Open, ask the first question, then all of them."""
    engine_name, path = sys.argv[1:]
    questions = read_questions(sys.stdin.read())
    before = memory("RssAnon")
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
        "after": memory("RssAnon"),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
