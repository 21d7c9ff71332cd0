"""Which search is meant by a title that was pasted with its outlet? The one for the title alone.

Storm over the bay - The Guardian    Storm over the bay

The archive keeps no outlet in titles, so all words with those of the name find other items only.
"""

import re
from collections.abc import Callable, Sequence

from search.engine import Generation, Likeness, NamesLike, Question
from search.query.manner import WORDS_OF_A_TITLE
from search.query.plain import as_plain_words
from search.request import SearchRequest
from search.results import OtherSearch

_OUTLET_BEHIND = re.compile(r"(?P<title>.*\S)\s+[-–—|]\s+(?P<outlet>[^–—|]{2,60})", re.DOTALL)


def without_outlet(
    generation: Generation,
    request: SearchRequest,
    total: int,
    questions: Callable[[Sequence[SearchRequest]], list[Question]],
) -> OtherSearch | None:
    """Return the search for a title alone, if it finds more than the `total` of all words."""
    behind = _OUTLET_BEHIND.fullmatch(request.query.strip())
    if not behind:
        return None
    name = NamesLike("sources", behind["outlet"], (Likeness.EQUAL, Likeness.SAME), 1)
    if not generation.outlets.called(behind["outlet"]) and not any(generation.look_up([name])):
        return None
    words = as_plain_words(behind["title"])
    if len(words.split()) < WORDS_OF_A_TITLE:
        return None
    search = request.with_query(words)
    (found,) = generation.totals(questions([search]))
    return OtherSearch(total=found, search=search) if found > total else None
