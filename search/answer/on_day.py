"""Which search is meant by a day among the words of a query? The one for items of that day.

port 3 January    port date:2026-01-03, if the archive has items of that day that match the rest
"""

from collections.abc import Callable, Sequence

from search.engine import Generation, Question
from search.query.hints import days_in_words
from search.query.parsed import ParsedQuery
from search.request import SearchRequest
from search.results import OtherSearch

#: Years, the last one of the archive first, of which a day without a year may be.
MAX_YEARS_MEANT = 2


def on_day(
    generation: Generation,
    query: ParsedQuery,
    request: SearchRequest,
    questions: Callable[[Sequence[SearchRequest]], list[Question]],
) -> tuple[str, str, OtherSearch] | None:
    """Return the words that name a day, the day, and the search by it, if that finds items."""
    if request.since or request.until or request.year or request.month:
        return None
    if not (found := days_in_words(query)):
        return None
    start, end, value = found
    values = [value]
    if "{year}" in value:
        last = generation.info().last_day
        years = range(last.year, last.year - MAX_YEARS_MEANT, -1) if last else ()
        values = [value.format(year=year) for year in years]
    before, behind = query.text[:start], query.text[end:]
    asked = [request.with_query(f"{before}date:{own}{behind}") for own in values]
    totals = generation.totals(questions(asked))
    for own, search, total in zip(values, asked, totals, strict=True):
        if total:
            other = OtherSearch(total=total, search=search)
            return query.text[start:end], own, other
    return None
