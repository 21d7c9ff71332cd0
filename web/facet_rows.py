"""How is a value of a facet shown? A check box that adds it, its count, and links to other steps.

    [x] BBC            42   only   leave out

A form sends all check boxes of a facet together: hits have one of the ticked values. A page has
hundreds of these rows, for which templates would be too slow.
"""

from collections.abc import Iterable, Mapping, Sequence

from flask import Flask
from markupsafe import Markup

from search import FacetValue
from search.deadlines import check_deadline
from search.request import FACETS
from web.archives import archive
from web.html import href, safe
from web.languages import language_attribute
from web.month_days import MonthDay, day_rows
from web.search_links import Links
from web.translation import gettext, number
from web.view import shown_count
from web.words import value_words


def init_app(app: Flask) -> None:
    """Register the rows as filters of the templates."""
    app.jinja_env.filters.update(value_rows=value_rows, period_rows=period_rows)


def value_rows(entries: Iterable[FacetValue], facet: str, links: Links) -> Markup:
    """Return values of a facet as rows of a list."""
    row = _Rows(facet, links)
    return Markup("".join(f"<li>{row.of(entry)}\n" for entry in entries))


def period_rows(
    years: Sequence[FacetValue],
    months: Sequence[FacetValue],
    links: Links,
    days: Mapping[str, Sequence[MonthDay]],
) -> Markup:
    """Return years as rows of a list, each with those of its months that are shown.

    A month that was chosen, and of whose year there is no hit, has a row of its own. Below a month
    are its `days`.
    """
    year_row, month_row = _Rows("year", links), _Rows("month", links)

    def row_of(month: FacetValue) -> str:
        own = day_rows(days.get(month.value, ()), month.value)
        return f"<li>{month_row.of(month)}{own}\n"

    html = []
    for year in years:
        own = [month for month in months if month.value[:4] == year.value]
        rows = "".join(map(row_of, own))
        html.append(f"<li>{year_row.of(year)}{f'<ul>{rows}</ul>' if rows else ''}\n")
    known = {year.value for year in years}
    html += [row_of(month) for month in months if month.value[:4] not in known]
    return Markup("".join(html))


class _Rows:
    """The rows of one facet, whose links lead from one search to others."""

    def __init__(self, facet: str, links: Links) -> None:
        self._facet, self._links, self._param = facet, links, FACETS[facet]
        self._language = archive().language
        self._chosen = len(links.search.included(facet))
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
        only = ""
        if not entry.selected or self._chosen > 1:
            name = self._only_name.format(value=words, count=number(entry.count))
            only = self._step("only", entry.value, self._only, name)
        name = self._leave_out_name.format(value=words)
        leave = self._step("exclude", entry.value, self._leave_out, name)
        return (
            f'<label><input type=checkbox name={self._param} value="{safe(entry.value)}"'
            f"{checked}> <bdi{spoken}>{words}</bdi> "
            f"<span class=count>{number(shown_count(entry))}{told}</span></label>{only}{leave}"
        )

    def _step(self, step: str, value: str, verb: str, name: str) -> str:
        url = self._links.step(step, self._facet, value)
        return f' <a href="{href(url)}" aria-label="{name}">{verb}</a>' if url else ""
