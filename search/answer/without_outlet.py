"""Which search is meant by a title that was pasted with its outlet? The one for the title alone.

Storm over the bay - The Guardian    Storm over the bay
BBC | Storm over the bay             Storm over the bay

The archive keeps no outlet in titles, so all words with those of the name find other items only.
"""

import re
from collections.abc import Callable, Sequence

from search.engine import Generation, Likeness, NamesLike, Question
from search.query.manner import WORDS_OF_A_TITLE
from search.query.plain import as_plain_words
from search.request import SearchRequest
from search.results import OtherSearch

#: An outlet behind a title, which may have the signs itself, and one before it.
_PASTED = (
    re.compile(r"(?P<title>.*\S)\s+(?P<sign>[-–—|])\s+(?P<outlet>[^–—|]{2,60})", re.DOTALL),
    re.compile(r"(?P<outlet>[^–—|]{2,60}?)\s+(?P<sign>[-–—|])\s+(?P<title>\S.*)", re.DOTALL),
)


def without_outlet(
    generation: Generation,
    request: SearchRequest,
    total: int,
    questions: Callable[[Sequence[SearchRequest]], list[Question]],
) -> OtherSearch | None:
    """Return the search for a title alone, if it finds more than the `total` of all words.

    Where `|` stands between the two it was read as OR, so that more items do not tell more.
    """
    for form in _PASTED:
        pasted = form.fullmatch(request.query.strip())
        words = as_plain_words(pasted["title"]) if pasted else ""
        if not pasted or len(words.split()) < WORDS_OF_A_TITLE:
            continue
        name = NamesLike("sources", pasted["outlet"], (Likeness.EQUAL, Likeness.SAME), 1)
        if not generation.outlets.called(pasted["outlet"]) and not any(generation.look_up([name])):
            continue
        search = request.at_page(1).with_query(words)
        (found,) = generation.totals(questions([search]))
        if found > (0 if pasted["sign"] == "|" else total):
            return OtherSearch(total=found, search=search)
    return None
