"""How long does a new process wait for its first page, and how much memory do pages need?"""

import json
import subprocess
import sys
from statistics import median

from tests.benchmarks.archives import ENGINES, Archives, write_questions
from tests.benchmarks.tables import SUBJECT, ratio, show

#: A first page of which every word is common, as the front page's are.
FIRST = "common word"
MEBIBYTE_IN_KIBIBYTES = 1024


def compare(archives: Archives, count: int, runs: int) -> None:
    """Open each engine's archive in a process of its own, again and again, and print."""
    questions = archives.questions(count)
    questions.sort(key=lambda question: question.kind != FIRST)
    text = write_questions(questions)
    found: dict[str, list[dict[str, float]]] = {name: [] for name in archives.engines(count)}
    for _ in range(runs):
        for name, results in found.items():
            command = [sys.executable, "-m", "tests.benchmarks.opened", name]
            command.append(str(archives.path(name, count)))
            done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
            results.append(json.loads(done.stdout))
    lines: list[list[object]] = []
    subject = 0.0
    for name, results in found.items():
        engine = ENGINES[name].name
        opened, page, before, after = (
            median(result[key] for result in results) for key in ("open", "page", "before", "after")
        )
        pages = [result["page"] for result in results]
        spread = f"{1e3 * min(pages):.1f}-{1e3 * max(pages):.1f}"
        if engine == SUBJECT:
            subject = page
        of_page = ratio(page / subject) if subject and engine != SUBJECT else ""
        grown = round((after - before) / MEBIBYTE_IN_KIBIBYTES)
        whole = round(after / MEBIBYTE_IN_KIBIBYTES)
        lines.append([engine, 1e3 * opened, 1e3 * page, spread, of_page, grown, whole])
    columns = ("engine", "open ms", "+ page ms", "min-max", "ratio", "MiB of it", "MiB in all")
    title = (
        f"{count:,} items in a new process: opening, opening and a first page, "
        "private memory after all kinds"
    )
    show(title, columns, lines)
