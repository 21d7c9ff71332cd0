"""Where do the archives that are searched lie, and what is asked of them?"""

import json
import shutil
import time
from dataclasses import asdict
from datetime import date
from pathlib import Path

from tests.benchmarks.backfile import Backfile
from tests.benchmarks.engine import Engine
from tests.benchmarks.items import items
from tests.benchmarks.questions import Question, choose
from tests.benchmarks.sqlite_peer import Sqlite
from tests.benchmarks.tantivy_peer import Tantivy
from tests.benchmarks.whoosh_peer import MOST_ITEMS, Whoosh, WhooshFacets

#: What is typed to name an engine -> the engine.
ENGINES: dict[str, type[Engine]] = {
    "backfile": Backfile,
    "tantivy": Tantivy,
    "sqlite": Sqlite,
    "whoosh": WhooshFacets,
    "whoosh-by-hand": Whoosh,
}


class Archives:
    """Archives of synthetic items in a folder, one for each engine and number of items.

    With `reuse` one that is there is taken as it is; else it is made anew.
    """

    def __init__(self, folder: Path, engines: list[str], reuse: bool) -> None:
        self.folder = folder
        self._engines = engines
        self._reuse = reuse
        self._made: set[Path] = set()

    def engines(self, count: int) -> list[str]:
        """Return the engines that are compared over `count` items."""
        return [name for name in self._engines if "whoosh" not in name or count <= MOST_ITEMS]

    def path(self, engine: str, count: int) -> Path:
        """Return the place of an archive, which is made where there is none."""
        path = self.folder / f"{engine}-{count}"
        whole = path.with_suffix(".whole")
        if path not in self._made and not (self._reuse and whole.exists()):
            whole.unlink(missing_ok=True)
            shutil.rmtree(path, ignore_errors=True)
            started = time.perf_counter()
            ENGINES[engine].build(path, items(count))
            seconds = time.perf_counter() - started
            print(f"made {path.name}, items drawn meanwhile: {seconds:.1f} s", flush=True)
            whole.touch()
        self._made.add(path)
        return path

    def questions(self, count: int) -> list[Question]:
        """Return the questions to ask of `count` items."""
        file = self.folder / f"questions-{count}.json"
        if file not in self._made and not (self._reuse and file.exists()):
            file.write_text(write_questions(choose(items(count))))
        self._made.add(file)
        return read_questions(file.read_text())


def write_questions(questions: list[Question]) -> str:
    """Return questions as text."""
    return json.dumps([asdict(question) for question in questions], default=str)


def read_questions(text: str) -> list[Question]:
    """Return the questions that `write_questions` was given."""
    return [
        Question(
            kind=entry["kind"],
            words=tuple(entry["words"]),
            join=entry["join"],
            since=date.fromisoformat(entry["since"]) if entry["since"] else None,
            until=date.fromisoformat(entry["until"]) if entry["until"] else None,
            per_page=entry["per_page"],
            facets=tuple(entry["facets"]),
        )
        for entry in json.loads(text)
    ]
