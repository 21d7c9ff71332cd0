"""What can be asked of an archive as a whole? Its size, its days, its outlets, its last stories."""

from datetime import date
from typing import TYPE_CHECKING

from search import arguments
from search.facets import OUTLET_ORDERS
from search.limits import one_day
from search.opened import Opened
from search.request import SearchRequest

if TYPE_CHECKING:
    from search.holdings import FrontDay, HeldDay, HeldOutlets, Holdings, OutletProfile
    from search.results import ArchiveInfo


class Overview(Opened):
    """What `search.Archive` tells of all items; the examples are about that of its docstring."""

    # As in `search.reader`, the modules that answer are imported by the first question.

    def info(self, as_of: date | str | None = None) -> "ArchiveInfo":
        """Return how many items the archive holds, of which days, and what it takes on disk.

        As of a day, items, outlets and days are those that were known by then. Raises
        RequestInvalid if `as_of` cannot be read as a day.

        >>> archive.info().language
        'english'
        """
        return self._newest().at(day_of(as_of)).info()

    def holdings(
        self, month: str = "", as_of: date | str | None = None, *, outlets: int = 20
    ) -> "Holdings":
        """Return what the archive holds by month, feed, day and outlet, as of a day.

        One month (`YYYY-MM`), the last one with items if none is given, is looked at by day and by
        its largest `outlets`.

        >>> [(entry.value, entry.count) for entry in archive.holdings().months]
        [('2026-01', 2)]
        """
        from search.answer.holdings import holdings
        from search.answer.without_times import with_notes

        months = SearchRequest.parse(month=month).month if month else ("",)
        most = arguments.count("outlets", outlets)
        generation = self._newest().at(day := day_of(as_of))
        return with_notes(holdings(generation, months[0], most), generation, day)

    def outlets(
        self,
        prefix: str = "",
        order: str = "items",
        *,
        offset: int = 0,
        limit: int = 100,
        as_of: date | str | None = None,
    ) -> "HeldOutlets":
        """Return outlets with what the archive holds of each, in one of five orders.

        These are `items`, `headlines`, `name`, `days` and `first` (the first day). Only outlets
        with a word that begins with `prefix`, case and accents aside. Raises RequestInvalid.

        >>> archive.outlets().total
        0
        """
        from search.answer.holdings import outlets
        from search.answer.without_times import with_notes

        arguments.one_of("order", order, OUTLET_ORDERS, "an order of outlets")
        offset, limit = arguments.count("offset", offset), arguments.count("limit", limit)
        generation = self._newest().at(as_of_day := day_of(as_of))
        found = outlets(generation, arguments.text("prefix", prefix), order, offset, limit)
        return with_notes(found, generation, as_of_day)

    def outlet(
        self, name: str, as_of: date | str | None = None, *, others: int = 50
    ) -> "OutletProfile":
        """Return what the archive holds of an outlet, and with whom it shares most items.

        Raises ItemNotFound where no item has a headline of it.

        >>> archive.outlet("BBC")
        Traceback (most recent call last):
        search.errors.ItemNotFound: the archive holds no outlet 'BBC'; look for it among all outlets
        """
        from search.answer.holdings import outlet
        from search.answer.without_times import with_notes

        generation = self._newest().at(day := day_of(as_of))
        most = arguments.count("others", others)
        found = outlet(generation, arguments.text("name", name), day, most)
        return with_notes(found, generation, day)

    def front(self, as_of: date | str | None = None) -> "tuple[FrontDay, ...]":
        """Return the last days with items, the newest first, and their stories of most outlets.

        >>> [own.total for own in archive.front()]
        [1, 1]
        """
        from search.answer.front import front

        day = day_of(as_of)
        return front(self._newest().at(day), day)

    def day(
        self,
        day: date | str,
        *,
        offset: int = 0,
        limit: int = 50,
        as_of: date | str | None = None,
    ) -> "HeldDay":
        """Return the stories of a day, those of most outlets first, the same story once.

        Raises RequestInvalid if `day` is not one day that there is.

        >>> archive.day("2026-01-04").after
        datetime.date(2026, 1, 5)
        """
        from search.answer.held_days import held_day
        from search.answer.without_times import with_notes

        wanted = one_day(day)
        offset, limit = arguments.count("offset", offset), arguments.count("limit", limit)
        generation = self._newest().at(then := day_of(as_of))
        return with_notes(held_day(generation, wanted, offset, limit, then), generation, then)


def day_of(as_of: date | str | None) -> date | None:
    """Return a day that is asked for. Raises RequestInvalid for a text that is none."""
    return SearchRequest.parse(as_of=as_of).as_of
