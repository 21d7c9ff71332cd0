"""How often is the right word offered, how often is a right one left alone, and how quickly?"""

import random
import string
import tempfile
from collections.abc import Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median

from search import Archive, SearchRequest
from search.answer.questions import questions_of
from search.answer.spelling import spelling
from search.answer.typed import typed
from search.query.parser import parse
from tests.benchmarks.archives import Archives
from tests.benchmarks.loading import loaded
from tests.benchmarks.measure import timed
from tests.benchmarks.tables import show

SEED = 18
EDITED_WORDS = 500
REAL_QUERIES = 2_000
#: Letters of the words that are edited.
LETTERS = 5
#: Items whose titles give the words of which offers are timed, and how many of these.
ITEMS_READ = 1_000
TIMED_WORDS = 200


def compare(paths: Sequence[Path], archives: Archives, counts: Sequence[int], folder: Path) -> None:
    """Measure over real items how good the offers are, over synthetic ones how quick; print."""
    items = list({item.id: item for item in loaded(paths)}.values())
    lines = [text for item in items for text in (item.title, *(own.text for own in item.headlines))]
    if items:
        with (
            tempfile.TemporaryDirectory(dir=folder) as place,
            Archive.create(Path(place) / "archive") as archive,
        ):
            archive.add(items)
            _show_quality(archive, lines)
    rows = [[count, *_times(archives.path("backfile", count))] for count in counts]
    show("offering another search", ("items", "first ms", "median ms", "most ms"), rows)


def _show_quality(archive: Archive, lines: Sequence[str]) -> None:
    draw = random.Random(SEED)
    tokens = archive._newest().analyzer.tokens
    words = [
        token.form
        for line in lines
        for token in tokens(line)
        if token.step and token.form.isalpha() and token.form.isascii()
    ]
    right = 0
    for word in draw.sample([word for word in words if len(word) >= LETTERS], EDITED_WORDS):
        right += _offered(archive, edited(draw, word)) == word
    real = draw.sample(list(lines), REAL_QUERIES // 2) + draw.sample(words, REAL_QUERIES // 2)
    offered = sum(bool(_offered(archive, query)) for query in real)
    rows = [
        [f"the right word for one of {EDITED_WORDS} with one edit", f"{right / EDITED_WORDS:.1%}"],
        [f"anything for one of {REAL_QUERIES:,} real lines", f"{offered / REAL_QUERIES:.2%}"],
    ]
    show(f"spelling, {archive.info().items:,} real items", ("offered is", "share"), rows)


def _offered(archive: Archive, query: str) -> str:
    offered = archive.search(query, facets=(), per_page=1).spelling
    return offered.search.query if offered else ""


def edited(draw: random.Random, word: str) -> str:
    """Return a word after one edit: a letter added, left out or changed, or two swapped."""
    found = word
    while found == word:
        edit, at = draw.randrange(4), draw.randrange(len(word))
        letter = draw.choice(string.ascii_lowercase)
        before, here, after = word[:at], word[at], word[at + 1 :]
        found = (
            before + letter + here + after,
            before + after,
            before + letter + after,
            before + after[:1] + here + after[1:],
        )[edit]
    return found


def _times(path: Path) -> tuple[float, float, float]:
    """Return milliseconds of the first offer, which reads all words, then the median and the most.

    The search that finds nothing comes before and is not measured.
    """
    draw = random.Random(SEED)
    with Archive.open(path) as archive:
        generation = archive._newest()
        tokens = generation.analyzer.tokens
        titles = (item.title for item in islice(archive.items(), ITEMS_READ))
        words = {token.form for title in titles for token in tokens(title)}
        long = sorted(word for word in words if len(word) >= LETTERS)
        milliseconds = []
        for word in draw.sample(long, TIMED_WORDS):
            request = SearchRequest(query=edited(draw, word))
            found = typed(parse(request.query), request, generation.analyzer, {})
            frequencies = generation.frequencies(found.terms)
            (total,) = generation.totals(questions_of(generation, [request]))
            offer = partial(
                spelling, generation, found, request, total, frequencies,
                partial(questions_of, generation),
            )  # fmt: skip
            milliseconds.append(1e3 * timed(offer))
    first, *others = milliseconds
    return first, median(others), max(others)
