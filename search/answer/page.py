"""From what an engine finds to what the reader gets: pages, facets, related items, suggestions."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from whoosh.query import Every, Or, Query, Term

from search.answer.marks import Marker
from search.embedded.evaluate.facets import FacetCounts, by_frequency
from search.embedded.generation import Reader
from search.embedded.schema import NAME_FIELDS, link_hash, links
from search.errors import ItemNotFound
from search.model import Item
from search.query import parser
from search.query.compiler import Compiler, Wanted
from search.query.tree import TEXT_FIELDS
from search.request import FACETS, SearchRequest, check_facet
from search.results import Clause, FacetValue, HeadlineHit, Hit, Page, Suggestion

#: How many values of a facet a page lists; of years and months it lists all.
FACET_VALUES = 20
_IN_ORDER_OF_TIME = ("year", "month")
#: A word in more than this share of the documents is marked only where nothing rarer was asked for.
COMMON_SHARE = 0.25
RELATED_WORDS = 15
LINK_BOOST = 5.0
#: How much of its own score another item must reach to count as related.
RELATED_SHARE = 0.12


def page(reader: Reader, request: SearchRequest) -> Page:
    """Answer a search."""
    query = parser.parse(request.query)
    compiler = Compiler(reader.analyzer, reader)
    tree, parts = compiler.compile(query)
    request, renamed = _with_known_names(reader, request)
    facets = FACETS if request.facets is None else request.facets
    answer = reader.search(tree, request, tuple(facets))
    notes = [*query.notes, *compiler.notes, *renamed]
    if request.query.strip() and not query.parts:
        notes.append("Nothing in the query can be searched for, so it finds everything.")
    clauses: tuple[Clause, ...] = ()
    if not answer.total:
        clauses = tuple(_clauses(reader, query, parts, request))
        notes.extend(_reasons(clauses, len(reader), request.as_of))
    pages = -(-answer.total // request.per_page)
    if answer.total and request.page > pages:
        filled = "1 page" if pages == 1 else f"{pages:,} pages"
        notes.append(f"The hits fill {filled}; page {request.page:,} is past the last.")
    marker = Marker(reader.analyzer, _telling(reader, compiler.wanted))
    return Page(
        request=request,
        total=answer.total,
        hits=tuple(hit(reader.item(number), score, marker) for number, score in answer.ranked),
        facets={
            name: _listed(name, answer.counts[name], request.included(name)) for name in facets
        },
        facet_sizes={name: len(answer.counts[name]) for name in facets},
        notes=tuple(dict.fromkeys(notes)),
        generation=reader.generation,
        clauses=clauses,
    )


def facet(reader: Reader, name: str, request: SearchRequest, prefix: str) -> list[FacetValue]:
    """Return all values of one facet over a search's hits, those with a word that begins so."""
    check_facet(name)
    request, _ = _with_known_names(reader, request)
    tree, _ = Compiler(reader.analyzer, reader).compile(parser.parse(request.query))
    counts = reader.search(tree, request.at_page(1), (name,)).counts[name]
    folded = reader.analyzer.name(prefix)
    values = _all_values(name, counts, request.included(name))
    return (
        [entry for entry in values if f" {folded}" in f" {reader.analyzer.name(entry.value)}"]
        if folded
        else values
    )


def item(newest: Reader, item_id: str, day: date | None) -> Item:
    """Return an item as it stood on a day, or as it stands now; `versions` are those before it.

    Raises ItemNotFound where there is none, or was none yet on that day.
    """
    number = document(newest, item_id)
    whole = newest.whole_item(number)
    if day is None:
        return whole
    reader = newest.at(day)
    then = document(reader, item_id, day)
    gone = whole.gone if whole.gone and whole.gone <= day else None
    if then == number:
        return replace(whole, gone=gone)
    state = reader.item(then)
    earlier = (
        version
        for version in whole.versions
        if state.seen and (version.seen is None or version.seen < state.seen)
    )
    return replace(state, versions=tuple(earlier))


def document(reader: Reader, item_id: str, day: date | None = None) -> int:
    """Return the document that holds an item; `day` is that of the reader. Raises ItemNotFound."""
    number = reader.document(item_id)
    if number is None:
        raise ItemNotFound(
            f"the archive holds no item {item_id!r}; search for a word of its title"
            if day is None
            else f"the archive had no item {item_id!r} on {day}; ask for a later day, or for none"
        )
    return number


def related(reader: Reader, number: int, limit: int) -> list[Hit]:
    """Return the items that share the most telling words with a document."""
    item = reader.item(number)
    weights: Counter[str] = Counter()
    for text, weight in _texts(item):
        for term in reader.analyzer.terms(text):
            weights[term] += weight
    telling = sorted(
        ((count * reader.rarity(term), term) for term, count in weights.items()), reverse=True
    )[:RELATED_WORDS]
    shared = [Term(name, term) for _, term in telling for name in TEXT_FIELDS]
    # A running story: the same article in several items says more than any word.
    shared += [Term("link", link_hash(link), boost=LINK_BOOST) for link in links(item)]
    if not shared:
        return []
    best = reader.best(Or(shared), limit + 1)
    # What has all of its words and links comes first: it itself, or one like it.
    least = RELATED_SHARE * best[0][1]
    alike = [(other, score) for other, score in best if other != number and score >= least]
    marker = Marker(reader.analyzer, Wanted())
    return [hit(reader.item(other), score, marker) for other, score in alike[:limit]]


def suggestions(reader: Reader, text: str, limit: int) -> list[Suggestion]:
    """Return outlets and tags, then words, that go on as the last word of a text begins."""
    found = re.search(r"\S+$", text)
    tokens = list(reader.analyzer.tokens(found.group())) if found else []
    if not tokens:
        return []
    prefix = tokens[-1].form
    whole = reader.analyzer.name(text)
    result: list[Suggestion] = []
    for facet_name, kind in (("sources", "source"), ("tags", "tag")):
        counts = reader.counts(facet_name)
        result += [
            Suggestion(text=value, kind=kind, count=counts[value])
            for value, folded in reader.names(facet_name)
            if value in counts and (f" {whole}" in f" {folded}" or f" {prefix}" in f" {folded}")
        ]
    result.sort(key=lambda entry: (-entry.count, entry.text))
    words = [
        Suggestion(text=form, kind="word", count=count)
        for form in reader.forms_starting(prefix)
        if (count := reader.form_frequency(form))
    ]
    words.sort(key=lambda entry: (-entry.count, entry.text))
    names = result[: max(limit // 2, limit - len(words))]
    return [*words[: limit - len(names)], *names]


def hit(item: Item, score: float, marker: Marker) -> Hit:
    """Return an item as a hit, its words marked."""
    snippet, snippet_marks = marker.snippet(item.text)
    headlines = []
    for line in item.headlines:
        marks = marker.marks("headlines", line.text)
        headlines.append(
            HeadlineHit(
                text=line.text, outlet=line.outlet, link=line.link, matched=bool(marks), marks=marks
            )
        )
    return Hit(
        id=item.id,
        score=score,
        title=item.title,
        day=item.day,
        sources=item.sources,
        tags=item.tags,
        categories=item.categories,
        feed=item.feed,
        link=item.link,
        snippet=snippet,
        headlines=tuple(headlines),
        title_marks=marker.marks("title", item.title),
        snippet_marks=snippet_marks,
    )


def _texts(item: Item) -> Iterator[tuple[str, int]]:
    yield item.title, 3
    for headline in item.headlines:
        yield headline.text, 2
    yield item.text, 1


def _all_values(name: str, counts: FacetCounts, included: tuple[str, ...]) -> list[FacetValue]:
    """Return the values of a facet, the most frequent first or in order of time."""
    values = {**dict.fromkeys(included, 0), **dict(counts.items())}
    in_order = sorted(values.items(), key=None if name in _IN_ORDER_OF_TIME else by_frequency)
    return _values(in_order, included)


def _listed(name: str, counts: FacetCounts, included: tuple[str, ...]) -> list[FacetValue]:
    """Return the values of a facet that a page lists: the chosen ones are among them."""
    if name in _IN_ORDER_OF_TIME:
        return _all_values(name, counts, included)
    values = counts.most_frequent(FACET_VALUES)
    others = [(value, counts.get(value)) for value in {*included}.difference(dict(values))]
    return _values([*values, *sorted(others, key=by_frequency)], included)


def _values(entries: Iterable[tuple[str, int]], included: tuple[str, ...]) -> list[FacetValue]:
    return [
        FacetValue(value=value, count=count, selected=value in included) for value, count in entries
    ]


def _telling(reader: Reader, wanted: Wanted) -> Wanted:
    """Leave words out of the marks that are everywhere, unless nothing else was asked for."""
    common = reader.documents * COMMON_SHARE
    every = set().union(*wanted.terms.values())
    rare = {term for term in every if reader.frequency(term) <= common}
    if not rare and not any(wanted.phrases.values()):
        return wanted
    return replace(wanted, terms={name: terms & rare for name, terms in wanted.terms.items()})


def _clauses(
    reader: Reader, query: parser.ParsedQuery, parts: list[Query], request: SearchRequest
) -> Iterator[Clause]:
    """Yield each part of a search with how many items it finds alone."""
    request = request.at_page(1)
    for clause, part in zip(query.parts, parts, strict=True):
        yield Clause(
            text=query.text_of(clause),
            total=reader.total(part),
            without=request.with_query(query.without(clause)),
        )
    for facet_name in FACETS:
        for sign, limit in (("", facet_name), ("not ", f"not_{facet_name}")):
            values: tuple[str, ...] = getattr(request, limit)
            if values:
                yield Clause(
                    text=f"{sign}{FACETS[facet_name]}: {' or '.join(values)}",
                    total=_total(reader, SearchRequest(**{limit: values})),  # type: ignore[arg-type]
                    without=replace(request, **{limit: ()}),  # type: ignore[arg-type]
                )
    if request.since or request.until:
        yield Clause(
            text=" ".join(
                f"{name} {day.isoformat()}"
                for name, day in (("since", request.since), ("until", request.until))
                if day
            ),
            total=_total(reader, SearchRequest(since=request.since, until=request.until)),
            without=request.with_days(None, None),
        )
    if request.as_of:
        yield Clause(
            text=f"as of {request.as_of.isoformat()}",
            total=len(reader),
            without=request.with_as_of(None),
        )


def _with_known_names(reader: Reader, request: SearchRequest) -> tuple[SearchRequest, list[str]]:
    """Put each name that is only written otherwise as the archive writes it, and say so."""
    notes: list[str] = []
    for facet_name in NAME_FIELDS:
        for limit in (facet_name, f"not_{facet_name}"):
            given: tuple[str, ...] = getattr(request, limit)
            known = tuple(reader.known_name(facet_name, value) for value in given)
            if known != given:
                request = replace(request, **{limit: known})  # type: ignore[arg-type]
                notes += [
                    f"Took “{name}” for “{value}”."
                    for name, value in zip(known, given, strict=True)
                    if name != value
                ]
    return request, notes


def _total(reader: Reader, request: SearchRequest) -> int:
    return reader.search(Every(), request, ()).total


def _reasons(clauses: tuple[Clause, ...], items: int, day: date | None) -> Iterator[str]:
    """Say why nothing was found."""
    if not items:
        held = "holds no items" if day is None else f"held no items on {day.isoformat()}"
        yield f"The archive {held} yet."
        return
    lacking = [clause for clause in clauses if not clause.total]
    for clause in lacking:
        shown = clause.text if '"' in clause.text else f"“{clause.text}”"
        yield f"No item matches {shown}."
    if not lacking and len(clauses) > 1:
        yield "Each part finds something, but no item matches all of them together."
