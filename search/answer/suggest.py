"""How may what is being typed go on? With words, names, days and titles of the archive.

Each suggestion is a whole query, in which all stays that is not being typed, and its count is that
of the query within the limits of the request.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from search.answer.arrivals import known_arrivals
from search.answer.at_cursor import Typing, typing_at
from search.answer.counting import Counting
from search.answer.glued import Cuts
from search.answer.names import lookups as limit_lookups
from search.answer.names import with_known_names
from search.answer.proposals import (
    best_names,
    leaving_out_nothing,
    name_lookups,
    name_proposal,
    period_proposals,
    title_proposals,
    titles_asked,
    word_lookups,
    word_proposals,
)
from search.answer.questions import question_of
from search.engine import Generation, Lookup
from search.names import name_key
from search.query.compiler import Draft
from search.query.parser import parse
from search.request import SearchRequest
from search.results import Suggestion
from search.settings import MAX_QUERY_CHARACTERS

#: Kinds of what goes on where the cursor is, and is no name.
_GOING_ON = ("word", "date", "outlets")
#: Titles that are suggested at most.
MAX_TITLES = 3
#: Words that are counted for each one suggested where something stands beside them, as the most
#: frequent ones may not go with it; and how many that may be.
WORDS_COUNTED = 2
MAX_WORDS_COUNTED = 24
#: Least number of words of a question, and words that are counted in one for each suggested.
LEAST_WORDS_OF_A_QUESTION = 4
WORDS_COUNTED_IN_A_QUESTION = 3
#: Least number of words of a query for which few suggestions are counted, as each costs as much as
#: the query.
MANY_WORDS = 24
COUNTED_OF_MANY_WORDS = 4


def suggestions(
    generation: Generation, request: SearchRequest, limit: int, cursor: int
) -> list[Suggestion]:
    """Return how the query goes on at the cursor: days, numbers; or words, names, then titles.

    Of the names those come first that are typed already, then those of which more is typed. What
    finds nothing is left out; of what leaves items out those come first that leave out most. One
    call looks up, one finds titles and tells of glued words, one counts.
    """
    request, _ = known_arrivals(generation, request)
    text, analyzer = request.query, generation.analyzer
    cursor = min(cursor, len(text))
    if not limit or cursor > MAX_QUERY_CHARACTERS:
        return []
    # Any text may be a name as it stands: -A, (c).
    whole = text[:cursor].lstrip() if text[:cursor] == text[:cursor].rstrip() else ""
    nothing = Typing(None, "", cursor, cursor, is_word=False)
    typing = typing_at(text, cursor) or nothing
    is_closed = typing.is_day or typing.is_name or typing.is_number
    if is_closed:
        whole = ""
    words = list(word_lookups(typing, analyzer, limit))
    names = list(name_lookups(typing, limit, bool(words), whole, generation.outlets))
    titles = titles_asked(text) if words and cursor == len(text) and not typing.field else ""
    draft = Draft(parse(titles), analyzer, generation.outlets) if titles else None
    asked: list[Lookup] = [*(own[0] for own in words), *(own[0] for own in names)]
    asked += [*(draft.lookups if draft else ()), *limit_lookups(request, generation.outlets)]
    for example in ("x", 'tag:"x"'):  # what stands around is looked up now, for all proposals
        around = text[: typing.start] + example + typing.closing + text[typing.end :]
        asked += Draft(parse(around), analyzer, generation.outlets).lookups if asked else []
    asked = list(dict.fromkeys(asked))
    known = dict(zip(asked, generation.look_up(asked), strict=True)) if asked else {}
    request, _ = with_known_names(request, generation, known)
    proposals = list(period_proposals(generation, text, typing))
    # Alone the most frequent words are those that count most.
    is_alone = not (text[: typing.start].lstrip("-!+ ") + text[typing.end :]).strip()
    length = len(text.split())
    is_question = length >= LEAST_WORDS_OF_A_QUESTION
    most = limit if is_alone else max(limit, min(limit * WORDS_COUNTED, MAX_WORDS_COUNTED))
    if length >= MANY_WORDS:
        most = limit = min(limit, COUNTED_OF_MANY_WORDS)
    elif is_question:
        most = limit * WORDS_COUNTED_IN_A_QUESTION
    forms = list(islice(word_proposals(text, typing, analyzer, words, known), most))
    typed = {lookup.prefix for lookup, _ in words}
    unlike = [(own.text, own.items) for own in forms if own.text not in typed]
    cuts = Cuts(unlike, analyzer)
    proposals += forms
    found = best_names(names, known, limit)
    named = [name_proposal(text, typing, *own) for own in found]
    proposals += named
    frequencies: Mapping[str, int] = {}
    if draft:
        question = question_of(draft.compiled(known), request, count=MAX_TITLES)
        answer = generation.search(replace(question, frequencies_of=cuts.terms))
        proposals += title_proposals(answer)
        frequencies = answer.frequencies
    elif cuts.terms:
        frequencies = generation.frequencies(cuts.terms)
    values = {(facet, name_key(counted[0])): counted for _, facet, counted, _ in found}
    without = (
        leaving_out_nothing(text, typing)
        if any(proposal.leaves_out for proposal in proposals)
        else ""
    )
    glued = cuts.suspected(frequencies)
    counting = Counting(generation, request, known, values, glued, without, is_question)
    begun = {start for _, _, start in typing.begun}
    whole_values = {
        proposal.query for proposal, own in zip(named, found, strict=True) if own[3] in begun
    }
    return _shared_out(counting.counted(proposals), limit, whole_values)


def _shared_out(
    found: Sequence[Suggestion], limit: int, whole_values: Collection[str]
) -> list[Suggestion]:
    """Return as many suggestions as are wanted: half are words, some titles, if there are any.

    Queries in which a name of several words is the whole value of a field come first.
    """
    titles = [own for own in found if own.kind == "title"]
    words = [own for own in found if own.kind in _GOING_ON]
    names = [own for own in found if own.kind not in ("title", *_GOING_ON)]
    titles = titles[: max(limit // 4, limit - len(words) - len(names))]
    names = names[: max((limit - len(titles)) // 2, limit - len(titles) - len(words))]
    first = [own for own in names if own.query in whole_values]
    others = [own for own in names if own.query not in whole_values]
    return [*first, *words[: limit - len(names) - len(titles)], *others, *titles]
