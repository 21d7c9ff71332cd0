"""How does it go with real files: indexing them, and typical pages?"""

import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

from search import Item
from search.request import FACETS
from search.text import Analyzer
from tests.benchmarks import files
from tests.benchmarks.backfile import Backfile
from tests.benchmarks.engine import disagreements
from tests.benchmarks.loading import loaded
from tests.benchmarks.measure import in_turns
from tests.benchmarks.questions import Question
from tests.benchmarks.tables import TIMES, rows, show
from tests.benchmarks.tantivy_peer import Tantivy

INDEX_RUNS = 3
PER_PAGE = 20
#: People do not search for words that are shorter, nor for words in more of the items.
LETTERS = 5
MOST_SHARE = 0.1


def compare(paths: Sequence[Path], engines: Sequence[str], folder: Path, runs: int) -> None:
    """Index the files, then ask for typical pages with all facets, and print."""
    names = ", ".join(str(path) for path in paths)
    files.compare_folder(f"indexing the files of {names}", paths, engines, folder, INDEX_RUNS)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        items = list({item.id: item for item in loaded(paths)}.values())
        lines: list[list[object]] = []
        compared: list[Backfile | Tantivy] = []
        for name, engine in (("backfile", Backfile), ("tantivy", Tantivy)):
            if name in engines:
                engine.build(Path(place) / name, items)
                compared.append(engine.open(Path(place) / name))
        for question in typical(items):
            calls = {engine.name: partial(engine.answer, question) for engine in compared}
            if isinstance(compared[0], Backfile):
                calls["a whole page"] = partial(compared[0].page, question)
            expected = compared[0].answer(question)
            shown = f"{question.kind}: {' '.join(question.words)}".rstrip(": ")
            lines += rows([shown, expected.total], in_turns(calls, runs))
            for difference in disagreements(expected, compared[-1].answer(question)):
                print(f"WARNING {shown}: {difference}")
        for opened in compared:
            opened.close()
    title = f"{len(items):,} real items: a page of {PER_PAGE} hits, total, all facets"
    show(title, ("page", "hits", "engine", *TIMES), lines)


def typical(items: Sequence[Item]) -> list[Question]:
    """Return the front page and pages for frequent words of the titles, which stemming spares."""
    stem = Analyzer("english").stem
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for item in items:
        said = re.findall(r"\w+", item.title.lower())
        kept = [len(word) >= LETTERS and word.isascii() and stem(word) == word for word in said]
        words.update({word for word, keep in zip(said, kept, strict=True) if keep})
        pairs.update(
            {pair for pair, keeps in zip(pairwise(said), pairwise(kept), strict=True) if all(keeps)}
        )
    usual = [word for word, count in words.most_common() if count <= len(items) * MOST_SHARE]
    phrase = pairs.most_common(1)[0][0]
    facets = tuple(FACETS)
    return [
        Question(kind="front page", per_page=PER_PAGE, facets=facets),
        Question(kind="word", words=(usual[0],), per_page=PER_PAGE, facets=facets),
        Question(kind="two words", words=phrase, per_page=PER_PAGE, facets=facets),
        Question(kind="phrase", words=phrase, join="phrase", per_page=PER_PAGE, facets=facets),
    ]
