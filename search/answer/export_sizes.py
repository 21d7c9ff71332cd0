"""About how large are the files with all that a search finds? Told by some of the items.

Texts differ in length far more than anything else in items. So the sizes of some items, of all
ranks, give a line (bytes by words), and an engine knows how many words all of them have.
"""

from collections.abc import Sequence
from dataclasses import replace

from search.answer.export import export, with_stories
from search.answer.item import as_of
from search.answer.questions import compiled, generation_of, question_of, tried
from search.deadlines import check_deadline
from search.engine import Generation
from search.export.formats import FORMATS, formatted, formatted_by_story
from search.model import Item
from search.query import parser
from search.request import SearchRequest
from search.text import Analyzer

#: Items that are measured: all if there are no more, else those of some runs of ranks.
MEASURED_ITEMS = 200
_RUNS = 10


def export_sizes(newest: Generation, request: SearchRequest) -> dict[str, int]:
    """Return for each format about how many bytes the file has; of few items it is as many."""
    generation = generation_of(newest, request)
    asked, request, _, _ = compiled(generation, parser.parse(request.query), request)
    for own in tried(asked, request):
        question = replace(question_of(asked, own), sort="newest", count=1)
        total = generation.search(question).total
        if total:
            break
    if total <= MEASURED_ITEMS:
        items = list(with_stories(generation, export(newest, request)))
        return {name: _size(items, name, request) for name in FORMATS}
    each = MEASURED_ITEMS // _RUNS
    sample: list[Item] = []
    for run in range(_RUNS):
        first = run * (total - each) // (_RUNS - 1)
        answer = generation.search(replace(question, first=first, count=each))
        sample += [as_of(item, request.as_of) for item, _ in answer.hits]
    words = [_words(item, generation.analyzer) for item in sample]
    pairs = list(with_stories(generation, iter(sample)))
    mean = generation.words(question) / total
    sizes = {}
    for name in FORMATS:
        check_deadline()
        empty = _size([], name, request)
        own_sizes = [_size([pair], name, request) - empty for pair in pairs]
        sizes[name] = empty + round(total * _on_line(words, own_sizes, mean))
    return sizes


def _size(items: Sequence[tuple[Item, str]], name: str, request: SearchRequest) -> int:
    """Return the bytes of items, which come with the ids of their stories."""
    if request.group == "story":
        return sum(map(len, formatted_by_story(items, name)))
    return sum(map(len, formatted((item for item, _ in items), name)))


def _words(item: Item, analyzer: Analyzer) -> int:
    texts = (item.title, item.text, *(line.text for line in item.headlines))
    return sum(len(analyzer.terms(text)) for text in texts)


def _on_line(xs: Sequence[int], ys: Sequence[int], x: float) -> float:
    """Return the value at x of the line through points that is nearest to them (least squares).

    >>> _on_line([1, 2, 3], [10, 20, 30], 5)
    50.0
    """
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((own - mean_x) ** 2 for own in xs)
    both = sum((one - mean_x) * (other - mean_y) for one, other in zip(xs, ys, strict=True))
    return mean_y + both / spread * (x - mean_x) if spread else mean_y
