"""How is an item read that a search led to? With marks, and with the hits before and after it.

The place of a hit is not looked for, which would take as long as reading all hits: whoever asks
says which rank the item had, and the engine is asked for the hits about it. If the item is not
there, as the archive has changed, it has no place.
"""

from collections.abc import Sequence
from dataclasses import replace

from search.answer.apart import own_words
from search.answer.item import item as item_of
from search.answer.item_history import version
from search.answer.marks import Marker, markers_of
from search.answer.questions import compiled, generation_of, tried
from search.answer.rescoring import ranked
from search.deadlines import check_deadline
from search.engine import Answer, Generation
from search.language.cutting import FIRST_BLANKLESS
from search.query import parser
from search.query.compiled import Compiled
from search.read_item import Neighbour, Place, ReadItem
from search.request import MAX_PAGE, SearchRequest
from search.results import Marks
from search.settings import MAX_PER_PAGE

#: Characters of a text in which words are marked, and of a headline; as many are marked in all
#: headlines together as in the text. One of a script without blanks counts for several: each is a
#: word there.
MAX_READ_CHARACTERS = 300_000
BLANKLESS_WEIGHT = 6
MAX_READ_LINE_CHARACTERS = 1_000
#: Headlines that are compared with each other, word by word.
MAX_READ_HEADLINES = 1_000
#: Rank of a hit that may be asked for: no page of results has a higher one.
MAX_RANK = MAX_PAGE * MAX_PER_PAGE
#: Blanks that do not end a line.
_BLANKS = " \t\u00a0"


def reading(
    newest: Generation,
    item_id: str,
    request: SearchRequest,
    rank: int | None = None,
    number: int | None = None,
    in_story: int | None = None,
) -> ReadItem:
    """Return an item, as of the day of a request, as it is read after that search.

    `number` is that of an older version; where it is not held the newest one is read. With
    `in_story` the rank is that of a story, and the item this hit of it. Raises ItemNotFound.
    """
    item = item_of(newest, item_id, request.as_of)
    versions = len(item.versions) + 1
    older = None if number is None else version(newest, item, request.as_of, number)
    item = older or item
    generation = generation_of(newest, request)
    asked, request, _, _ = compiled(generation, parser.parse(request.query), request)
    wanted = asked.wanted
    place = None
    if rank is not None and 1 <= rank <= MAX_RANK:
        answer, request = _about(generation, asked, request, rank)
        place = _place(answer, rank, item_id, in_story)
        frequencies = answer.frequencies
    else:
        terms = frozenset().union(*wanted.terms.values())
        frequencies = generation.frequencies(terms) if terms else {}
    check_deadline()
    lines = [line.text for line in item.headlines[:MAX_READ_HEADLINES]]
    text = _beginning(item.text)
    for marker in markers_of(
        generation.analyzer,
        wanted,
        frequencies,
        generation.size,
        most=MAX_READ_CHARACTERS,
        together=2 * MAX_READ_CHARACTERS + MAX_READ_LINE_CHARACTERS,
    ):
        title_marks = _runs(item.title, marker.marks("title", item.title))
        text_marks = _runs(text, marker.marks("text", text))
        headline_marks = tuple(_marked_lines(lines, marker))
        if title_marks or text_marks or any(headline_marks):
            break
    return ReadItem(
        item=item,
        search=request,
        title_marks=title_marks,
        text_marks=text_marks,
        text_read=len(text),
        headline_marks=headline_marks,
        own_words=own_words(lines, generation.analyzer),
        place=place,
        version=number if number and older else versions,
        versions=versions,
        generation=None if request.as_of else newest.number,
    )


def _about(
    generation: Generation, asked: Compiled, request: SearchRequest, rank: int
) -> tuple[Answer, SearchRequest]:
    """Return the hits before, at and after a rank, and the search that has them, as a page does."""
    first = max(0, rank - 2)
    for own in tried(asked, request):
        question, _ = ranked(generation, asked, own)
        question = replace(question, first=first, count=rank + 1 - first, group=own.group)
        answer = generation.search(question)
        if answer.total:
            break
    return answer, own


def _place(answer: Answer, rank: int, item_id: str, in_story: int | None) -> Place | None:
    first = max(0, rank - 2) + 1
    ranks = range(first, first + len(answer.hits))
    if in_story is None:
        near = [
            Neighbour(rank=own, id=item.id, title=item.title)
            for own, (item, _) in zip(ranks, answer.hits, strict=True)
        ]
    else:
        near = [
            Neighbour(rank=own, id=item.id, title=item.title, in_story=number)
            for own, (best, _), group in zip(ranks, answer.hits, answer.groups, strict=False)
            for number, item in enumerate((best, *group.others), 1)
        ]
    found = [
        number
        for number, own in enumerate(near)
        if (own.rank, own.id, own.in_story) == (rank, item_id, in_story)
    ]
    if not found:
        return None
    before, after = found[0] - 1, found[0] + 1
    by_stories = answer.is_grouped
    total = answer.stories if by_stories and answer.stories else answer.total
    return Place(
        rank=rank,
        total=total,
        before=near[before] if before >= 0 else None,
        after=near[after] if after < len(near) else None,
        by_stories=by_stories,
        in_story=in_story,
        matching=answer.groups[rank - first].matching if by_stories else 1,
    )


def _beginning(text: str) -> str:
    """Return a text, or as much of its beginning as words are marked in."""
    text = text[:MAX_READ_CHARACTERS]
    if text.isascii() or len(text) * BLANKLESS_WEIGHT <= MAX_READ_CHARACTERS:
        return text
    blankless = sum(sign >= FIRST_BLANKLESS for sign in text)
    weight = len(text) + blankless * (BLANKLESS_WEIGHT - 1)
    return text[: min(len(text), len(text) * MAX_READ_CHARACTERS // weight)]


def _marked_lines(lines: Sequence[str], marker: Marker) -> list[Marks]:
    marked = []
    for line in lines:
        text = line[:MAX_READ_LINE_CHARACTERS]
        marked.append(_runs(text, marker.marks("headlines", text)))
    return marked


def _runs(text: str, marks: Marks) -> Marks:
    """Join the spans that have nothing but blanks between them: the words of a phrase are one."""
    runs: list[tuple[int, int]] = []
    for start, end in marks:
        if runs and not text[runs[-1][1] : start].strip(_BLANKS):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return tuple(runs)
