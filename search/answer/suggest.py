"""How may what is being typed go on? With words, names, days and titles of the archive.

Each suggestion is a whole query, in which all stays that is not being typed, and its count is that
of the query within the limits of the request.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice

from search.answer.arrivals import known_arrivals
from search.answer.at_cursor import Typing, typing_at
from search.answer.fitting import beside, less_lost
from search.answer.glued import Cuts, is_glued
from search.answer.names import lookups as name_lookups
from search.answer.names import with_known_names
from search.answer.questions import compiled_each, question_of
from search.answer.typed_days import days, numbers
from search.engine import (
    Answer,
    Counted,
    Generation,
    Likeness,
    Lookup,
    NamesLike,
    Question,
    WordsStarting,
)
from search.frozen import frozen
from search.known_outlets import KnownOutlets
from search.language.folding import with_gershayim
from search.names import name_key
from search.query.bare import terms_of
from search.query.compiled import Compiled
from search.query.compiler import Draft
from search.query.expansions import Known
from search.query.lexer import lex
from search.query.name_signs import QUOTES
from search.query.parser import parse
from search.request import FACETS, SearchRequest
from search.results import Suggestion
from search.settings import MAX_QUERY_CHARACTERS
from search.text import Analyzer

#: Facets whose names a word without a field may begin.
_FACETS = ("sources", "tags")
_QUOTES = frozenset(('"', *QUOTES))
#: Kinds of what goes on where the cursor is, and is no name.
_GOING_ON = ("word", "date", "outlets")
#: Least number of letters of a word for which titles are suggested, and how many are.
MIN_LETTERS_OF_TITLES = 3
MAX_TITLES = 3
#: Words that are looked up for each one suggested, as several may be forms of one, and words that
#: are counted where something stands beside them: the most frequent ones may not go with it.
WORDS_LOOKED_UP = 4
WORDS_COUNTED = 2
MAX_WORDS_COUNTED = 24
#: Least number of words of a question; words counted in one for each suggested, and suggestions
#: that items have with all others from which on no others are made.
LEAST_WORDS_OF_A_QUESTION = 4
WORDS_COUNTED_IN_A_QUESTION = 3
ENOUGH_WITH_ALL = 4
#: Least number of words of a query for which few suggestions are counted, as each costs as much as
#: the query.
MANY_WORDS = 24
COUNTED_OF_MANY_WORDS = 4
#: A word and a name that no item has: a query that leaves out only these leaves out nothing.
NOBODYS_WORD = "xqzjwvkxqzjwvkxq"


@frozen()
class _Offer:
    """A suggestion before it is counted; of two of a kind the one of lower rank comes first.

    `items` have a word, whatever else is asked; `leaves_out` tells that they are left out.
    """

    text: str
    kind: str
    query: str
    rank: int = 0
    items: int = 0
    leaves_out: bool = False


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
    words = list(_word_lookups(typing, analyzer, limit))
    names = list(_name_lookups(typing, limit, bool(words), whole, generation.outlets))
    titles = _titles_asked(text) if words and cursor == len(text) and not typing.field else ""
    draft = Draft(parse(titles), analyzer, generation.outlets) if titles else None
    asked: list[Lookup] = [*(own[0] for own in words), *(own[0] for own in names)]
    asked += [*(draft.lookups if draft else ()), *name_lookups(request, generation.outlets)]
    for example in ("x", 'tag:"x"'):  # what stands around is looked up now, for all offers
        around = text[: typing.start] + example + typing.closing + text[typing.end :]
        asked += Draft(parse(around), analyzer, generation.outlets).lookups if asked else []
    asked = list(dict.fromkeys(asked))
    known = dict(zip(asked, generation.look_up(asked), strict=True)) if asked else {}
    request, _ = with_known_names(request, generation, known)
    offers = list(_periods(generation, text, typing))
    # Alone the most frequent words are those that count most.
    is_alone = not (text[: typing.start].lstrip("-!+ ") + text[typing.end :]).strip()
    most = limit if is_alone else max(limit, min(limit * WORDS_COUNTED, MAX_WORDS_COUNTED))
    if len(text.split()) >= LEAST_WORDS_OF_A_QUESTION:
        most = limit * WORDS_COUNTED_IN_A_QUESTION
    if len(text.split()) >= MANY_WORDS:
        most = limit = min(limit, COUNTED_OF_MANY_WORDS)
    forms = list(islice(_words(text, typing, analyzer, words, known), most))
    typed = {lookup.prefix for lookup, _ in words}
    unlike = [(own.text, own.items) for own in forms if own.text not in typed]
    cuts = Cuts(unlike, analyzer)
    offers += forms
    found = [own for own in _best_names(names, known) if '"' not in with_gershayim(own[2][0])][
        :limit
    ]
    named = [_name(text, typing, *own) for own in found]
    offers += named
    frequencies: Mapping[str, int] = {}
    if draft:
        question = question_of(draft.compiled(known), request, count=MAX_TITLES)
        answer = generation.search(replace(question, frequencies_of=cuts.terms))
        offers += _titles(answer)
        frequencies = answer.frequencies
    elif cuts.terms:
        frequencies = generation.frequencies(cuts.terms)
    values = {(facet, name_key(counted[0])): counted for _, facet, counted, _ in found}
    without = _without(text, typing) if any(offer.leaves_out for offer in offers) else ""
    glued = cuts.suspected(frequencies)
    counting = _Counting(generation, request, known, values, glued, without)
    begun = {start for _, _, start in typing.begun}
    whole_values = {offer.query for offer, own in zip(named, found, strict=True) if own[3] in begun}
    return _shared_out(counting.counted(offers), limit, whole_values)


def _word_lookups(
    typing: Typing, analyzer: Analyzer, limit: int
) -> Iterator[tuple[WordsStarting, int]]:
    """Yield the look-ups of words that go on as typed, and where these start in what is typed.

    `e-ma` may become `e-mail`, or `email`.
    """
    if typing.is_word and not (typing.is_name or typing.is_day or typing.is_number):
        for token in analyzer.tokens(typing.text):
            if token.form and token.end == len(typing.text.rstrip("+#")):
                lookup = WordsStarting(token.form, limit * WORDS_LOOKED_UP, by_count=True)
                yield lookup, token.start


def _words(
    text: str,
    typing: Typing,
    analyzer: Analyzer,
    lookups: Sequence[tuple[WordsStarting, int]],
    known: Known,
) -> Iterator[_Offer]:
    """Yield the most frequent form of each word."""
    seen = set()
    for lookup, start in lookups:
        kept = text[: typing.start] + typing.text[:start]
        # What is typed comes before other forms of it.
        for form, items in sorted(known[lookup], key=lambda own: own[0] != lookup.prefix):
            if (term := analyzer.term_of(form)) not in seen:
                seen.add(term)
                query = kept + form + typing.closing + text[typing.end :]
                yield _Offer(form, "word", query, 0, items, typing.is_left_out)


def _name_lookups(
    typing: Typing, limit: int, has_word: bool, whole: str, outlets: KnownOutlets
) -> Iterator[tuple[NamesLike, int]]:
    """Yield the look-ups of names, the likeliest first, and where the name starts in the query.

    The whole text may be one, too; where it leaves out, only as it stands. Signs begin no name.
    """
    for facet, name, start in typing.begun:
        yield NamesLike(facet, name, (Likeness.WORD_START,), limit, by_count=True), start
    facets = (typing.field,) if typing.is_name and typing.field else _FACETS
    for way in (Likeness.EQUAL, Likeness.WORD_START):
        is_whole = whole and (way is Likeness.EQUAL or not typing.is_left_out)
        for name, start in dict.fromkeys((*typing.names, *(((whole, 0),) * bool(is_whole)))):
            for facet in facets:
                begins = typing.is_name and any(map(str.isalnum, name))
                if way is Likeness.EQUAL or not name or has_word or begins:
                    yield NamesLike(facet, name, (way,), limit, by_count=True), start
                    if facet == "sources" and way is Likeness.WORD_START:
                        for known in outlets.starting(name)[:limit]:
                            yield NamesLike(facet, known, (Likeness.SAME,), 1), start


def _best_names(
    lookups: Sequence[tuple[NamesLike, int]], known: Known
) -> list[tuple[int, str, Counted, int]]:
    """Return each name once as (rank, facet, name and count, where it starts), the best first."""
    found: dict[tuple[str, str], tuple[int, str, Counted, int]] = {}
    starts = sorted({start for _, start in lookups})
    for lookup, start in lookups:
        rank = 0 if Likeness.EQUAL in lookup.ways else 1 + starts.index(start)
        for counted in known[lookup]:
            key = lookup.facet, name_key(counted[0])
            found.setdefault(key, (rank, lookup.facet, counted, start))
    return sorted(found.values(), key=lambda own: (own[0], -own[2][1], own[2][0]))


def _name(text: str, typing: Typing, rank: int, facet: str, counted: Counted, start: int) -> _Offer:
    value = with_gershayim(counted[0])
    begun = any(start == own[2] for own in typing.begun)
    named = f'"{value}"' if typing.is_name or begun else f'{FACETS[facet]}:"{value}"'
    behind = text[typing.end :]
    is_open = sum(map(_QUOTES.__contains__, text[start : typing.end])) % 2
    if is_open and behind[:1] in _QUOTES:  # it closes what the name takes the place of
        behind = behind[1:]
    query = text[:start] + typing.prefix + named + behind
    leaves_out = typing.is_begun_left_out if begun else typing.is_left_out and start >= typing.start
    return _Offer(counted[0], FACETS[facet], query, rank, leaves_out=leaves_out)


def _without(text: str, typing: Typing) -> str:
    """Return the query that leaves out nothing where something may be left out."""
    start = typing.start if typing.is_left_out else typing.begun[0][2]
    if typing.is_number:  # a word is put in the place of the whole condition
        return text[: start - len(typing.prefix)] + NOBODYS_WORD + text[typing.end :]
    is_word = typing.is_left_out and typing.is_word and not typing.is_name
    nobody = NOBODYS_WORD + typing.closing if is_word else f'"{NOBODYS_WORD}"'
    return text[:start] + typing.prefix + nobody + text[typing.end :]


def _titles_asked(text: str) -> str:
    """Return the query for titles with all words of a text, the last of which may go on.

    It is "" for a text of anything but words, and where the last has few letters.
    """
    _, lexemes, _ = lex(text)
    if any(lexeme.kind != "word" for lexeme in lexemes):
        return ""
    if not (last := lexemes[-1].text).isalnum() or len(last) < MIN_LETTERS_OF_TITLES:
        return ""
    return f"title:({' '.join(lexeme.text for lexeme in lexemes)}*)"


def _titles(answer: Answer) -> Iterator[_Offer]:
    """Yield the titles that were found, the best first, each once."""
    for rank, title in enumerate(dict.fromkeys(item.title for item, _ in answer.hits)):
        row = with_gershayim(title).replace('"', "'")
        yield _Offer(title, "title", f'title:"{row}"', rank)


def _periods(generation: Generation, text: str, typing: Typing) -> Iterator[_Offer]:
    """Yield the days or the numbers of outlets that begin so."""
    found: Iterator[tuple[str, str]] = iter(())
    if typing.is_day:
        info = generation.info()
        found = days(info.first_day, info.last_day, typing)
    elif typing.is_number:
        found = ((typing.prefix + number, number) for number in numbers(typing))
    kind = "date" if typing.is_day else "outlets"
    for rank, (shown, written) in enumerate(found):
        query = text[: typing.start] + written + text[typing.end :]
        leaves_out = typing.is_number and typing.is_left_out
        yield _Offer(shown, kind, query, rank, leaves_out=leaves_out)


@frozen()
class _Counting:
    """How offers are counted: within a request, by what is known of words and names.

    `glued` has what is asked of words that may be glued (`search.answer.glued`). `without` is the
    query that leaves out nothing in the place of what is offered, "" where nothing is left out.
    """

    generation: Generation
    request: SearchRequest
    known: Known
    values: Mapping[tuple[str, str], Counted]
    glued: Mapping[str, Sequence[Question]]
    without: str

    def counted(self, offers: Sequence[_Offer]) -> list[Suggestion]:
        """Return the offers that find something, each query once, those of each kind in order.

        If none does, those of which a page would show what most of the words find, as it would
        then. These are in the order of how many items have all words but those that no item has.
        """
        if not offers:
            return []
        queries = [offer.query for offer in offers] + [self.without] * bool(self.without)
        searches = list(map(self.request.with_query, queries))
        asked = compiled_each(self.generation, searches, self.known, self.values)
        totals, glued = self._totals(
            [question_of(own, search) for own, search in zip(asked, searches, strict=True)]
        )
        fitting: Sequence[float] = totals
        may_lack = any(own.may_lack for own in asked)
        is_short = len(self.request.query.split()) < LEAST_WORDS_OF_A_QUESTION or self.without
        are_few = not any(totals) if is_short else sum(map(bool, totals)) < ENOUGH_WITH_ALL
        if self.request.match == "all" and may_lack and are_few:
            of_most, fitting = self._of_most(asked, offers)
            totals = [own or other for own, other in zip(totals, of_most, strict=True)]
        nothing_lost = totals[-1] if self.without else None
        ranked = sorted(
            zip(offers, totals, fitting, strict=False),
            key=_order,
        )
        found: dict[str, Suggestion] = {}
        numbers: set[int] = set()
        for offer, total, _ in ranked:
            is_useless = (total == nothing_lost and offer.leaves_out) or offer.text in glued
            if offer.kind == "outlets":  # the same items again: no item has that many outlets
                is_useless |= total in numbers
                numbers.add(total)
            if total and not is_useless:
                found.setdefault(
                    offer.query,
                    Suggestion(text=offer.text, kind=offer.kind, count=total, query=offer.query),
                )
        return list(found.values())

    def _totals(self, questions: Sequence[Question]) -> tuple[list[int], set[str]]:
        """Return the totals of questions, and the words that are glued, in one round trip."""
        of_words = list(chain.from_iterable(self.glued.values()))
        totals = self.generation.totals([*questions, *of_words])
        rest, glued = iter(totals[len(questions) :]), set()
        for word, own in self.glued.items():
            if is_glued(list(islice(rest, len(own)))):
                glued.add(word)
        return totals[: len(questions)], glued

    def _of_most(
        self, asked: Sequence[Compiled], offers: Sequence[_Offer]
    ) -> tuple[list[int], list[float]]:
        """Return how many items have most words of each, and how well it fits.

        That is how many items have all words but lost ones. Of a word with which none has, it is a
        number below 1: how many have it with the rarest of the other words, for its own frequency.
        """
        terms = {term for own in asked for word in own.words for term in terms_of(word)}
        frequencies = self.generation.frequencies(terms)
        most = self.request.with_match("most")
        with_most = [question_of(own, most) for own in asked]
        without_lost = [
            replace(own, tree=less_lost(asked[at], frequencies)) for at, own in enumerate(with_most)
        ]
        words = [at for at, own in enumerate(offers) if own.kind == "word"]
        found = list(beside([asked[at] for at in words], frequencies))
        pairs = {
            at: [replace(with_most[at], tree=tree) for tree, _ in own]
            for at, own in zip(words, found, strict=True)
        }
        counted = self.generation.totals(
            [*with_most, *without_lost, *chain.from_iterable(pairs.values())]
        )
        totals, rest = counted[: len(asked)], iter(counted[len(asked) :])
        fitting: list[float] = list(islice(rest, len(asked)))
        for at, own in zip(words, found, strict=True):
            together = sum(next(rest) / count**0.5 for _, count in own)
            strength = together / (1 + offers[at].items) ** 0.5
            fitting[at] = fitting[at] or strength / (1 + strength)
        return totals, fitting


def _order(counted: tuple[_Offer, int, float]) -> tuple[int, float, int, int, str]:
    """Return the order of an offer: by how many items it finds, or leaves out."""
    offer, total, fitting = counted
    sign = 1 if offer.leaves_out else -1
    return offer.rank, sign * fitting, sign * offer.items, sign * total, offer.text


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
