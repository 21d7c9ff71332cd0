"""How is a value of a facet shown? A check box that adds it, its count, and buttons of other steps.

    [x] BBC            42   only   leave out

A form sends all check boxes of a facet together: hits have one of the ticked values. It sends the
search, too, so that no button repeats it (`web.steps`). A page has hundreds of these rows, for
which templates would be too slow.
"""

from collections.abc import Iterable, Mapping, Sequence

from flask import Flask
from markupsafe import Markup

from search import FacetValue
from search.deadlines import check_deadline
from search.request import FACETS
from web.archives import archive_language
from web.escaping import safe
from web.languages import language_attribute
from web.month_days import MonthDay, day_rows
from web.search_links import Links
from web.steps import STEP_NAMES
from web.translation import gettext, number
from web.view import shown_count
from web.words import value_words


def init_app(app: Flask) -> None:
    """Register the rows as filters of the templates."""
    app.jinja_env.filters.update(value_rows=value_rows, period_rows=period_rows)


def value_rows(entries: Iterable[FacetValue], facet: str, links: Links, hits: int) -> Markup:
    """Return values of a facet as rows of a list, of a search with a number of hits."""
    entries = list(entries)
    row = _Rows(facet, links, hits, entries)
    return Markup("".join(f"<li>{row.of(entry)}\n" for entry in entries))


def period_rows(
    years: Sequence[FacetValue],
    months: Sequence[FacetValue],
    links: Links,
    days: Mapping[str, Sequence[MonthDay]],
    hits: int,
) -> Markup:
    """Return years as rows of a list, each with those of its months that are shown.

    A year without a hit, of which a month is shown, has no box. Below a month are its `days`.
    """
    year_row = _Rows("year", links, hits, years)
    month_row = _Rows("month", links, hits, months)

    def row_of(month: FacetValue) -> str:
        own = day_rows(days.get(month.value, ()), month.value)
        return f"<li>{month_row.of(month)}{own}\n"

    known = {year.value: year_row.of(year) for year in years}
    named = {*known, *(month.value[:4] for month in months)}
    html = []
    for year in sorted(named, reverse=True):
        rows = "".join(row_of(month) for month in months if month.value[:4] == year)
        html.append(f"<li>{known.get(year, year)}{f'<ul>{rows}</ul>' if rows else ''}\n")
    return Markup("".join(html))


class _Rows:
    """The rows of one facet, whose buttons lead from a search with a number of hits to others.

    `entries` are all values that have rows.
    """

    def __init__(self, facet: str, links: Links, hits: int, entries: Sequence[FacetValue]) -> None:
        self._facet, self._links, self._param = facet, links, FACETS[facet]
        self._hits = hits
        self._language = archive_language()
        self._chosen = len(links.search.included(facet))
        #: Whether hits are known that have none of the values that were chosen.
        self._is_more = any((entry.if_added or 0) > hits for entry in entries)
        self._if_added = f'<span class="unseen"> {gettext("if added")}</span>'
        self._only, self._leave_out = gettext("only"), gettext("leave out")
        self._only_name = gettext("only {value}, {count}")
        self._leave_out_name = gettext("leave out {value}")

    def of(self, entry: FacetValue) -> str:
        """Return the row of a value.

        The number is how many hits there are once the box is ticked, that of a ticked box how many
        this value has alone.
        """
        check_deadline()
        words = safe(value_words(entry.value, self._facet))
        spoken = language_attribute(entry.value, self._language)
        if self._facet == "feed" and (value := safe(entry.value)) != words:
            spoken += f' title="{value}"'  # which is shortened
        told = "" if entry.if_added is None else self._if_added
        checked = " checked" if entry.selected else ""
        only = leave = ""
        if entry.count and (not entry.selected or self._chosen > 1):
            name = self._only_name.format(value=words, count=number(entry.count))
            only = self._step("only", entry.value, self._only, name)
        if self._has_others(entry):
            name = self._leave_out_name.format(value=words)
            leave = self._step("exclude", entry.value, self._leave_out, name)
        return (
            f'<label><input type=checkbox name={self._param} value="{safe(entry.value)}"'
            f"{checked}> <bdi{spoken}>{words}</bdi> "
            f"<span class=count>{number(shown_count(entry))}{told}</span></label>{only}{leave}"
        )

    def _has_others(self, entry: FacetValue) -> bool:
        """Tell whether hits are known to be left without a value: no button leads to nothing."""
        if entry.selected:
            return self._hits > entry.count if self._chosen > 1 else self._is_more
        hits = self._hits if entry.if_added is None else entry.if_added
        return hits > entry.count

    def _step(self, step: str, value: str, verb: str, name: str) -> str:
        if not self._links.leads_on(step, self._facet, value):
            return ""
        button = f'name={STEP_NAMES[step]} value="{self._param}:{safe(value)}"'
        return f' <button {button} aria-label="{name}">{verb}</button>'
