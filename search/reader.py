"""What can be asked of an archive? Searches and what they find, items and their stories."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Unpack

from search import arguments
from search.model import Item
from search.overview import Overview, day_of
from search.request import Limits, SearchRequest

if TYPE_CHECKING:
    from search.comparison import Comparison, OutletsOverTime
    from search.coverage import Coverage
    from search.read_item import ReadItem, SameArticle, VersionChange
    from search.results import Example, FoundValues, Hit, Page, Suggestion
    from search.story import Rewording, ToldStory


class Reader(Overview):
    """The half of `search.Archive` that asks; the examples are about the archive of its docstring.

    Each call reads the newest generation.
    """

    # The modules that answer are imported by the first question: a run that changes nothing asks
    # none, and is quicker without them.

    def search(self, query: str | SearchRequest = "", **limits: Unpack[Limits]) -> "Page":
        """Search; `limits` are the fields of SearchRequest.

        Any text is a query: what cannot be meant is left out, and `Page.notes` says so.
        Raises RequestInvalid for a value that a limit cannot have, or an unknown limit.

        >>> [hit.id for hit in archive.search("comets", since="2026").hits], archive.search().total
        (['comet.md'], 2)
        """
        from search.answer.page import page

        return page(self._newest(), _request(query, limits))

    def export(self, query: str | SearchRequest = "", **limits: Unpack[Limits]) -> Iterator[Item]:
        """Return an iterator of all items that `search` finds, in the order of its pages.

        They are as many as `Page.total`, without their older `versions`, and all of the generation
        that is the newest at this call. Few are in memory at a time. Raises RequestInvalid.

        >>> [item.id for item in archive.export(since="2026", sort="oldest")]
        ['comet.md', 'strike.md']
        """
        from search.answer.export import export

        return export(self._newest(), _request(query, limits))

    def export_by_story(
        self, query: str | SearchRequest = "", **limits: Unpack[Limits]
    ) -> "Iterator[tuple[Item, str]]":
        """Return the same, the items of each story together, each with the id of its story.

        That is "" where the archive knows no stories.

        >>> [(item.id, story) for item, story in archive.export_by_story("comet")]
        [('comet.md', 'comet.md')]
        """
        from search.answer.export import export_by_story

        return export_by_story(self._newest(), _request(query, limits))

    def export_sizes(
        self, query: str | SearchRequest = "", **limits: Unpack[Limits]
    ) -> dict[str, int]:
        """Return for each format about how many bytes the file of an export has.

        For up to 200 items that is exact; else it is mostly within 5 %. Raises RequestInvalid.

        >>> [*archive.export_sizes("comets")]
        ['csv', 'jsonl', 'markdown', 'bibtex', 'ris']
        """
        from search.answer.export_sizes import export_sizes

        return export_sizes(self._newest(), _request(query, limits))

    def item(self, id: str, as_of: date | str | None = None) -> Item:
        """Return an item as it stands, or as it stood at the end of a day (in UTC).

        Its `versions` are the states before. Raises ItemNotFound, also if the item had not been
        seen by that day, and RequestInvalid if `as_of` cannot be read as a day.

        >>> archive.item("comet.md").title
        'Comet seen over the bay'
        """
        from search.answer.item import item

        return item(self._newest(), arguments.text("id", id), day_of(as_of))

    def reading(
        self,
        id: str,
        query: str | SearchRequest = "",
        rank: int | None = None,
        version: int | None = None,
        in_story: int | None = None,
        **limits: Unpack[Limits],
    ) -> "ReadItem":
        """Return an item as it is read after a search: what is marked, and the hits beside it.

        `rank` is which hit of the search it was, from 1, or, with `in_story`, of which story it is
        that hit (`Place`); `version` the number of an older version, from 1, in place of which the
        newest is read if it is not held. Raises ItemNotFound.

        >>> archive.reading("comet.md", "comet", rank=1).title_marks
        ((0, 5),)
        """
        from search.answer.read_item import reading

        rank = None if rank is None else arguments.count("rank", rank)
        version = None if version is None else arguments.count("version", version)
        in_story = None if in_story is None else arguments.count("in_story", in_story)
        asked = arguments.text("id", id), _request(query, limits)
        return reading(self._newest(), *asked, rank, version, in_story)

    def changes(self, id: str, as_of: date | str | None = None) -> "tuple[VersionChange, ...]":
        """Return the versions of an item known by a day, oldest first, and what each changed.

        Title, headlines and text are compared word by word; () if there is one version. Raises
        ItemNotFound and RequestInvalid, as `item` does.

        >>> archive.changes("comet.md")
        ()
        """
        from search.answer.item_history import changes

        return changes(self._newest(), arguments.text("id", id), day_of(as_of))

    def states(self, id: str) -> tuple[Item, ...]:
        """Return all states of an item, oldest first, `versions` empty. Raises ItemNotFound.

        >>> len(archive.states("comet.md"))
        1
        """
        from search.answer.item import missing

        (states,) = self._newest().states([arguments.text("id", id)])
        if not states:
            raise missing(id)
        return states

    def items(self) -> Iterator[Item]:
        """Return an iterator of all items, in the order of their ids' bytes.

        They are those of the newest generation at this call, whatever is committed while they are
        read. Only one is in memory at a time. The iterator raises IndexDamaged at an item that is
        not as it was written.

        >>> [item.id for item in archive.items()]
        ['comet.md', 'strike.md']
        """
        return self._newest().items()

    def related(self, id: str, limit: int = 5, as_of: date | str | None = None) -> "list[Hit]":
        """Return the items most like this one, the most alike first, as of a day.

        Raises ItemNotFound and RequestInvalid, as `item` does.

        >>> archive.related("comet.md")
        []
        """
        from search.answer.related import related

        day = day_of(as_of)
        generation = self._newest().at(day)
        limit = arguments.count("limit", limit)
        return related(generation, arguments.text("id", id), limit, day)

    def same_article(
        self, id: str, limit: int = 20, as_of: date | str | None = None
    ) -> "tuple[SameArticle, ...]":
        """Return other items that link to an article of this one, in order of days, as of a day.

        Raises ItemNotFound and RequestInvalid, as `item` does.

        >>> archive.same_article("comet.md")
        ()
        """
        from search.answer.same_article import same_article

        day, limit = day_of(as_of), arguments.count("limit", limit)
        return same_article(self._newest().at(day), arguments.text("id", id), limit, day)

    def reworded(
        self, id: str, as_of: date | str | None = None, in_versions: bool = False
    ) -> "tuple[Rewording, ...]":
        """Return how headlines of the articles of an item differ from item to item, as of a day.

        With `in_versions` also from one version of the item to another. Raises ItemNotFound and
        RequestInvalid, as `item` does.

        >>> archive.reworded("comet.md")
        ()
        """
        from search.answer.same_article import reworded

        day = day_of(as_of)
        return reworded(self._newest().at(day), arguments.text("id", id), day, in_versions)

    def suggest(
        self,
        query: str | SearchRequest,
        limit: int = 10,
        *,
        cursor: int | None = None,
        **limits: Unpack[Limits],
    ) -> "list[Suggestion]":
        """Return words, names, days and titles that go on at the cursor, the query's end if None.

        Each has the query that it makes, and its exact total; `limits` are as `search` takes them.

        >>> [(own.kind, own.query, own.count) for own in archive.suggest("title:com")]
        [('word', 'title:comet', 1)]
        """
        from search.answer.questions import generation_of
        from search.answer.suggest import suggestions

        request, limit = _request(query, limits), arguments.count("limit", limit)
        cursor = len(request.query) if cursor is None else arguments.count("cursor", cursor)
        generation = generation_of(self._newest(), request)
        return suggestions(generation, request, limit, cursor)

    def examples(self, as_of: date | str | None = None) -> "list[Example]":
        """Return queries in this archive's words as of a day, of each kind one, with totals.

        >>> [own.query for own in archive.examples() if own.kind == "tags"]
        ['tag:comet']
        """
        from search.answer.examples import examples

        return examples(self._newest().at(day_of(as_of)))

    def facet(
        self,
        name: str,
        request: str | SearchRequest = "",
        *,
        prefix: str = "",
        limit: int | None = None,
        offset: int = 0,
        order: str | None = None,
        **limits: Unpack[Limits],
    ) -> "FoundValues":
        """Return all values of a facet over a search's hits, and how many there are.

        The pair has the `notes` on the search, as a page of it has.

        With a `prefix` only values in which a word begins with it, case and accents aside; `limit`
        (None for all) and `offset` cut the list. `order` is `count` or `name` (years and months:
        `name` if None). Raises RequestInvalid for an unknown facet or order, or numbers below 0.

        >>> [(entry.value, entry.count) for entry in archive.facet("tags")[0]]
        [('comet', 1), ('strike', 1)]
        >>> archive.facet("tags", "comet", until="2026-01-31")[1]
        1
        """
        from search.answer.facet import facet

        request = _request(request, limits)
        limit = None if limit is None else arguments.count("limit", limit)
        prefix, offset = arguments.text("prefix", prefix), arguments.count("offset", offset)
        return facet(self._newest(), name, request, prefix, offset, limit, order)

    def coverage(
        self,
        request: str | SearchRequest = "",
        *,
        order: str = "hits",
        limit: int | None = None,
        offset: int = 0,
        **limits: Unpack[Limits],
    ) -> "Coverage":
        """Return the outlets of a search's hits, each with its share and how usual it is.

        Also the largest without a hit. The search is taken in all outlets, whatever its sources.
        `order` is `hits`, `held`, `lift` or `name`. Raises RequestInvalid, as `facet` does.

        >>> archive.coverage("comets").total
        1
        """
        from search.answer.coverage import coverage

        limit = None if limit is None else arguments.count("limit", limit)
        offset = arguments.count("offset", offset)
        return coverage(self._newest(), _request(request, limits), order, offset, limit)

    def compare(
        self,
        queries: str | Iterable[str],
        within: SearchRequest | None = None,
        *,
        by_outlet: bool = False,
        outlets: int = 20,
        **limits: Unpack[Limits],
    ) -> "Comparison":
        """Return two to five searches side by side: over time, by outlet, words, what they share.

        Fields of a query are limits of its own; those of the request `within` (whose query does not
        count) and `limits` hold for all, and `by` and `bars` divide the time; `outlets` of most
        hits are counted. With `by_outlet` one query is compared in two to five `sources`, its
        largest ones if none are given. Raises RequestInvalid, also for other numbers of searches.

        >>> [own.total for own in archive.compare(["comets", "strike since:2026"]).searches]
        [1, 1]
        """
        from search.answer.compare import compare
        from search.comparison import checked_queries

        request = _request(SearchRequest() if within is None else within, limits)
        asked = checked_queries(queries, request.sources, by_outlet)
        most = arguments.count("outlets", outlets)
        return compare(self._newest(), asked, request, by_outlet, most)

    def compare_outlets(
        self,
        queries: str | Iterable[str],
        within: SearchRequest | None = None,
        *,
        offset: int = 0,
        limit: int = 100,
        **limits: Unpack[Limits],
    ) -> "OutletsOverTime":
        """Return the hits of two to five searches by outlet and over time, as `compare` has them.

        >>> archive.compare_outlets(["comets", "strike"]).outlet_count
        0
        """
        from search.answer.compare_outlets import compare_outlets
        from search.comparison import checked_queries

        request = _request(SearchRequest() if within is None else within, limits)
        offset, limit = arguments.count("offset", offset), arguments.count("limit", limit)
        asked = checked_queries(queries, request.sources, by_outlet=False)
        return compare_outlets(self._newest(), asked, request, offset, limit)

    def story(
        self, id: str, limit: int = 200, as_of: date | str | None = None, page: int = 1
    ) -> "ToldStory":
        """Return the story of an item, with up to `limit` (200 at most) of its items, page by page.

        Raises as `item`, also where no stories are known.

        >>> archive.story("comet.md").story.items
        1
        """
        from search.answer.story import MAX_STORY_ITEMS, READ_STORY_ITEMS, story
        from search.answer.without_times import with_notes

        id, limit = arguments.text("id", id), arguments.between("limit", limit, 0, MAX_STORY_ITEMS)
        page = arguments.between("page", page, 1, READ_STORY_ITEMS)
        generation = self._newest().at(day := day_of(as_of))
        return with_notes(story(generation, id, limit, page), generation, day)

    def stories(self, query: str | SearchRequest = "", **limits: Unpack[Limits]) -> "Page":
        """Search for stories: a hit each, the largest first unless a `sort` is given.

        >>> [hit.id for hit in archive.stories(until="2026-01-04").hits]
        ['comet.md']
        """
        from search.answer.story import by_story

        return self.search(by_story(_request(query, limits)))


def _request(query: str | SearchRequest, limits: Limits) -> SearchRequest:
    request = query if isinstance(query, SearchRequest) else SearchRequest.parse(query)
    return request.with_limits(**limits) if limits else request
