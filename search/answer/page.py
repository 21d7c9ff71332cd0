"""What is the answer to a search? A page of hits, facets, and what was made of the question."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

from whoosh.query import Every

from search.answer.explain import explained, reasons
from search.answer.folded import NO_STORIES, story_hits
from search.answer.hits import marked_hit
from search.answer.marks import markers_of
from search.answer.nearby import nearby, with_ending
from search.answer.on_day import on_day
from search.answer.questions import (
    NOTHING_ASKED,
    as_plain_searches,
    compiled,
    generation_of,
    question_of,
    questions_of,
    totals_shown,
)
from search.answer.rescoring import Share, ranked
from search.answer.scores import asked_for, score_parts
from search.answer.spelling import spelling
from search.answer.timeline import note as timeline_note
from search.answer.timeline import spread
from search.answer.typed import typed as typed_in
from search.answer.values import listed, values
from search.answer.without_outlet import without_outlet
from search.answer.without_times import on_times
from search.engine import Answer, Generation
from search.messages import counted_message, message, quoted
from search.messages import listed as listed_texts
from search.periods import NONE, Spread
from search.query import parser
from search.query.bare import terms_of
from search.query.compiled import Compiled
from search.query.nodes import AllNode, is_plain
from search.query.parsed import ParsedQuery
from search.request import FACETS, SearchRequest
from search.results import (
    Clause,
    OtherSearch,
    Page,
    ScorePart,
)

#: Phrases, and characters of each, that a note names.
SHOWN_PHRASES = 3
SHOWN_CHARACTERS = 60
#: Words that a note names.
SHOWN_WORDS = 12
#: Hits below which it is told how many items have most of the words.
FEW_HITS = 10
_WORD = re.compile(r"\w+")
_MOST_INSTEAD = message(
    "No item here has all of these words; these have most of them, where rare words count for more."
)


def page(newest: Generation, request: SearchRequest) -> Page:
    """Answer a search: one look-up where a name or a part of a word is in it, then one search."""
    generation = generation_of(newest, request)
    group = request.group
    if group == "auto":  # whoever follows a link of the page decides anew
        request = request.with_limits(group="")
    parsed = parser.parse(request.query)
    asked, request, renamed, looked_up = compiled(generation, parsed, request)
    query = asked.query
    typed = typed_in(query, request, generation.analyzer, looked_up)
    facets = FACETS if request.facets is None else request.facets
    over_time = spread(request, query)
    answered = partial(_answered, generation, asked, group, facets, over_time, typed.terms)
    answer, shares = answered(request)
    notes = _on_reading(generation, asked, request, renamed, answer)
    questions = partial(questions_of, generation, known=looked_up)
    of_all = answer.total if request.match == "all" else None
    first = request.at_page(1)
    meant = spelling(generation, typed, first, of_all, answer.frequencies, questions)
    alone: tuple[Clause, ...] = ()
    near: tuple[OtherSearch, ...] = ()
    plain = most = all_words = title = None
    if request.match == "all" and (answer.total < FEW_HITS or "|" in request.query):
        title = without_outlet(generation, request, answer.total, questions)
    if not answer.total:
        with_most = request.with_match("most").at_page(request.page)
        if request.match == "all" and asked.may_lack:
            instead, of_most = answered(with_most)
            if instead.total:  # else the counts of values are of what the page asks for
                answer, shares = instead, of_most
        as_words = as_plain_searches(generation, asked, request)
        totals_of = partial(totals_shown, generation, known=looked_up)
        alone, plain, are_all = explained(
            generation,
            query,
            asked,
            request,
            as_words,
            totals_of,
            partial(_total, newest),
            answer.frequencies if answer.total else None,
        )
        if not (answer.total or plain):
            near = with_ending(query, request.at_page(1), totals_of)
        if not (answer.total or plain or near or any(clause.rest for clause in alone)):
            near = nearby(query, request.at_page(1), alone, totals_of)
        told = generation.size, request.as_of, request.standing, answer.total > 0
        notes.extend(reasons(alone, are_all, *told))
        if plain and not title:
            notes.append(
                counted_message(
                    "Read as plain words, {words}, the query finds 1 item.",
                    "Read as plain words, {words}, the query finds {count} items.",
                    plain.total,
                    words=plain.search.query,
                )
            )
        if answer.total:
            notes[:0] = [_MOST_INSTEAD, *_required(asked), *_not_needed(asked)]
            request, alone = with_most, ()
    elif request.match == "all" and answer.total < FEW_HITS and asked.may_lack:
        most = _with_match(generation, asked, request, "most", answer.total + 1)
    elif request.match != "all" and answer.total:
        notes.extend(_in_no_item(asked, answer.frequencies))
        if asked.may_lack:
            all_words = _with_match(generation, asked, request, "all", 1)
        else:
            all_words = OtherSearch(total=answer.total, search=request.with_match("all"))
    if title:
        plain = title
        notes.append(
            counted_message(
                "The title alone, without its outlet, {words}, finds 1 item.",
                "The title alone, without its outlet, {words}, finds {count} items.",
                title.total,
                words=title.search.query,
            )
        )
    if dated := on_day(generation, query, request.at_page(1), questions):
        words, day, other = dated
        near = (*near, other)
        if not any(f"“{words}”" in note and "date:" in note for note in notes):
            advice = message("date:{day} finds items by their day", day=day)
            notes.append(
                message("“{word}” was searched for as words; {advice}.", word=words, advice=advice)
            )
    if group == "story" and answer.stories is None:
        notes.append(NO_STORIES)
    count = answer.stories if answer.is_grouped and answer.stories else answer.total
    pages = -(-count // request.per_page)
    if answer.total and request.page > pages:
        notes.append(
            counted_message(
                "The hits fill 1 page; page {page} is past the last.",
                "The hits fill {count} pages; page {page} is past the last.",
                pages,
                page=request.page,
            )
        )
    if coarser := timeline_note(request, answer.timeline):
        notes.append(coarser)
    markers = markers_of(generation.analyzer, asked.wanted, answer.frequencies, generation.size)
    explanations: Sequence[tuple[ScorePart, ...]] = [()] * len(answer.hits)
    if request.explain:
        ids = [item.id for item, _ in answer.hits]
        explanations = score_parts(
            generation, ids, [*asked_for(query, asked, request.match), *shares]
        )
    return Page(
        request=request,
        total=answer.total,
        hits=tuple(
            marked_hit(item, score, markers, request.as_of, len(answer.hits), explain)
            for (item, score), explain in zip(answer.hits, explanations, strict=True)
        ),
        facets={name: values(name, answer, request) for name in facets},
        facet_sizes={name: answer.facets[name].size for name in facets},
        notes=tuple(dict.fromkeys(notes)),
        generation=None if request.as_of else generation.number,
        clauses=alone,
        nearby=near,
        plain=plain,
        most=most,
        all_words=all_words,
        asked=_asked(query, asked, request.query),
        added_words=tuple(share.text for share in shares if share.kind == "added"),
        spelling=meant,
        timeline=answer.timeline,
        stories=answer.stories,
        is_grouped=answer.is_grouped,
        groups=tuple(story_hits(group, markers[0]) for group in answer.groups),
    )


def notes_of(
    newest: Generation,
    generation: Generation,
    asked: Compiled,
    request: SearchRequest,
    renamed: Sequence[str],
    answer: Answer,
    match: str,
) -> tuple[str, ...]:
    """Return what a page says of a search whose values of a facet are the answer.

    `request` is as it was given, `renamed` what was said of its limits, and `match` what answered.
    Only where there is more to say than how it was read is the page asked for.
    """
    told = _on_reading(generation, asked, request, renamed, answer)
    if answer.total and match == request.match == "all":
        return tuple(dict.fromkeys(told))
    plain = request.with_limits(facets=(), by=NONE, per_page=1, group="", explain=False, page=1)
    return page(newest, plain).notes


def _on_reading(
    generation: Generation,
    asked: Compiled,
    request: SearchRequest,
    renamed: Sequence[str],
    answer: Answer,
) -> list[str]:
    """Return what is to be said of how a search was read."""
    notes = [*asked.query.notes, *asked.notes, *renamed, *_loosened(answer.loosened)]
    notes.extend(on_times(generation, request.as_of))
    if request.query.strip() and not asked.query.parts:
        notes.append(NOTHING_ASKED)
    return notes


def _answered(
    generation: Generation,
    asked: Compiled,
    group: str,
    facets: Iterable[str],
    over_time: Spread | None,
    terms: Collection[str],
    request: SearchRequest,
) -> tuple[Answer, list[Share]]:
    """Search; also return what added to the scores of the best hits.

    Of all words that may be marked, and of `terms`, the frequencies are told.
    """
    question, rescorer = ranked(generation, asked, request)
    question = replace(
        question,
        first=(request.page - 1) * request.per_page,
        count=request.per_page,
        facets={name: listed(name, request) for name in facets},
        timeline=over_time,
        frequencies_of=question.frequencies_of.union(terms),
        group=group,
    )
    return generation.search(question), rescorer.shares


def _with_match(
    generation: Generation, asked: Compiled, request: SearchRequest, match: str, least: int
) -> OtherSearch | None:
    """Return the same search for all or most of the words, if it finds at least `least` items."""
    search = request.with_match(match)
    (found,) = generation.totals([question_of(asked, search)])
    return OtherSearch(total=found, search=search) if found >= least else None


def _total(newest: Generation, request: SearchRequest) -> int:
    (total,) = totals_shown(generation_of(newest, request), [request])
    return total


def _asked(query: ParsedQuery, asked: Compiled, written: str) -> str:
    """Return a query as it was written, or without the parts that were left out."""
    kept = [
        query.text_of(part)
        for part, tree in zip(query.parts, asked.parts, strict=True)
        if isinstance(part.node, AllNode) or tree != Every()
    ]
    words = [_WORD.findall(text) for text in (query.text, " ".join(kept))]
    is_whole = Counter(words[0]) - Counter(words[1]) <= Counter(AND=len(words[0]))
    return written.strip() if kept and is_whole else " ".join(kept)


def _loosened(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Say of which phrases the order was left open."""
    if rows:
        phrases = [quoted(" ".join(row)[:SHOWN_CHARACTERS]) for row in rows[:SHOWN_PHRASES]]
        shown, more = listed_texts(phrases), len(rows) - SHOWN_PHRASES
        yield message(
            "The query asks for the order of more words than can be compared; of {phrases} "
            "items have the words in any order.",
            phrases=message("{names} and {more} more", names=shown, more=more)
            if more > 0
            else shown,
        )


def _not_needed(asked: Compiled) -> Iterator[str]:
    """Say which words no hit needs."""
    little = dict.fromkeys(word.node.text for word in asked.words if word.says_little)
    if little:
        words = listed_texts([quoted(word) for word in islice(little, SHOWN_WORDS)])
        yield message("Not needed: {words}.", words=words)


def _required(asked: Compiled) -> Iterator[str]:
    """Say which words each hit has, as a plus asks."""
    found = dict.fromkeys(word.node.text for word in asked.words if word.node.required)
    if found:
        words = listed_texts([quoted(word) for word in islice(found, SHOWN_WORDS)])
        yield message("Each has {words}, as a plus asks.", words=words)


def _in_no_item(asked: Compiled, frequencies: Mapping[str, int]) -> Iterator[str]:
    """Say which words no item has."""
    for word in asked.words:
        counts = map(frequencies.get, terms_of(word))
        if is_plain(word.node) and not word.says_little and not any(counts):
            yield message("No item has “{word}”.", word=word.node.text)
