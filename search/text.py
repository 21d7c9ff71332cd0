"""How does text become the words that are indexed and asked for?

One `Analyzer` makes both, so a query copied from an item's text finds that item.

A word has a position, and several terms may share it: `présidée` has the stem of its bare spelling,
`preside`, and the bare stem of `présidée`, `presid`. A word that is written in several parts has
each of them, and is one word as well: `the e-mail came` has these terms,

    position    0      1           2               3
    terms       the    e, email    mail, email-    came

so that `"the email came"` and `"the e mail came"` find it. `email-` tells that the word `email`,
which began before, reaches to this position; the next word follows it there.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, chain, groupby, islice
from operator import itemgetter
from typing import NamedTuple

import Stemmer

from search.language.accents import accented
from search.language.choices import MAX_READINGS, choices, meant, ways
from search.language.cutting import (
    END,
    RUNS,
    Word,
    is_alone,
    is_blankless,
    pairs_of,
    runs_and_ends,
    without_blanks,
    words_of,
)
from search.language.folding import fold, plain, spans
from search.language.joined_numbers import joined_numbers, with_groups_joined
from search.language.known_languages import NO_LANGUAGE, check_language
from search.language.text_cache import MAX_CACHED_CHARACTERS, TextCache

__all__ = ["Analyzer", "Cut", "Token", "fold", "runs_of_pieces"]

#: Characters of a word's form, which is cut off there: longer ones are not words, and would swell
#: the index.
MAX_WORD_CHARACTERS = 64
#: Entries of the cache text -> Cut: texts that were shown lately are likely to be shown again.
CACHED_TEXTS = 256
#: Characters of a text; a longer one is not cached.
MAX_CACHED_TEXT_CHARACTERS = 2_000
#: Entries of the cache text of a query -> readings: one page asks for those of a word many times.
CACHED_READINGS = 1_024
#: Entries of the cache bare word -> stems of the words that it may stand for.
CACHED_BARE_WORDS = 1_024
#: Ends the term that tells at a later position that a word reaches to it.
GOES_ON = "-"
#: The run that ends each piece in `runs_of_pieces`.
END_OF_PIECE = END
# Snowball's Persian stemmer knows these letters as Persian writes them, folding as Arabic does.
_LETTERS_OF_STEMMER = {"persian": str.maketrans("كي", "کی")}

#: Signs behind a word that are not part of it.
_ENDINGS = ",.;:!?"


class Token(NamedTuple):
    """A term of a word, and the word's span in the text.

    `form` is the word as written, folded; it is empty where another token has the word's form.
    `step` is 1 where a position begins, 0 for one more term at the position before.
    """

    form: str
    term: str
    start: int
    end: int
    step: int


class Cut(NamedTuple):
    """A text cut into pieces at its blanks, which no word reaches over, and the terms of each."""

    pieces: list[str]
    terms: list[list[str]]


#: A row of tokens: one way to read a text.
Reading = tuple[Token, ...]


class Analyzer:
    """Cuts text into words (`search.language.cutting`) and stems them in one language.

    The term of a word is the stem of its bare spelling; if it has accents, also the folded stem of
    the word as written, since stemmers tell endings by accents. So the forms of a word meet, and
    each is found without accents, too. Raises LanguageUnknown for a language without a stemmer.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        check_language(language)
        self._stem: Callable[[str], str] = str
        self._stem_all: Callable[[list[bytes]], list[bytes]] = list
        if language != NO_LANGUAGE:
            stemmer = Stemmer.Stemmer(language, 0)
            self._stem, self._stem_all = stemmer.stemWord, stemmer.stemWords
        self._letters = _LETTERS_OF_STEMMER.get(language)
        self._run_tokens = TextCache(lambda run: list(self.tokens_of_run(run)))
        self._piece_tokens = TextCache(lambda piece: list(self.tokens(piece)))
        self._piece_terms = TextCache(lambda piece: [token.term for token in self.tokens(piece)])
        self._piece_positions = TextCache(
            lambda piece: list(accumulate(token.step for token in self.tokens(piece)))
        )
        self._cached_readings = lru_cache(maxsize=CACHED_READINGS)(self._readings)
        self._meant_terms = lru_cache(maxsize=CACHED_BARE_WORDS)(self._terms_of_accented)
        self._cached_cut = lru_cache(maxsize=CACHED_TEXTS)(self._cut)

    def __reduce__(self) -> tuple[type["Analyzer"], tuple[str]]:
        """Pickle only the language: a stemmer cannot be pickled."""
        return Analyzer, (self.language,)

    def __eq__(self, other: object) -> bool:
        """Tell whether the other makes the same words."""
        return isinstance(other, Analyzer) and other.language == self.language

    def __hash__(self) -> int:
        return hash(self.language)

    def tokens(self, text: str) -> Iterator[Token]:
        """Yield the terms of a text in the order of their positions, with the words' spans."""
        word = text.rstrip(_ENDINGS)
        if word.isascii() and word.isalnum():  # most pieces of most texts
            return iter(self.tokens_of_run(word.lower()))
        text = with_groups_joined(text)
        tokens, found = self._plain_tokens(plain(text)), spans(text)
        if found is None:
            return tokens
        return (
            token._replace(start=found[token.start][0], end=found[token.end - 1][1])
            for token in tokens
        )

    def _plain_tokens(self, text: str) -> Iterator[Token]:
        for match in RUNS.finditer(text):
            offset = match.start()
            for form, term, start, end, step in self._run_tokens[match.group()]:
                yield Token(form, term, offset + start, offset + end, step)

    def tokens_of_run(self, run: str) -> Iterable[Token]:
        """Return the terms of a run of `runs_of_pieces`, with the words' spans in the run."""
        if run.isascii() and run.isalnum():  # most runs of most texts
            form = run[:MAX_WORD_CHARACTERS]
            return (Token(form, self._folded_stem(form), 0, len(run), 1),)
        if is_blankless(run):  # it may be as long as a text
            return (Token(pair, pair, start, end, 1) for pair, start, end in pairs_of(run))
        return self._tokens_of(words_of(run))

    def _tokens_of(self, words: Iterable[Word]) -> Iterator[Token]:
        here: set[str] = set()
        position = -1
        reaching: list[tuple[Word, str]] = []
        for word in words:
            form, terms = self._spelled(word.text)
            step = int(word.position > position)
            if step:
                position = word.position
                here.clear()
            for term in terms:
                # A term is once at a position: it may be the stem of a part and of the whole.
                if term not in here:
                    yield Token(form, term, word.start, word.end, step)
                    here.add(term)
                step, form = 0, ""
            for whole, term in reaching:
                if whole.position < position <= whole.last and term + GOES_ON not in here:
                    yield Token("", term + GOES_ON, whole.start, whole.end, 0)
                    here.add(term + GOES_ON)
            if word.last > word.position:
                reaching += [(word, term) for term in terms]

    def _spelled(self, word: str) -> tuple[str, list[str]]:
        """Return a word folded, its term, and the term of it as written if that is another."""
        if is_blankless(word):
            return word, [word]
        word = word[:MAX_WORD_CHARACTERS]
        form = fold(word)
        terms = [self._folded_stem(form)]
        if form != word and (accented := self._folded_stem(word)) != terms[0]:
            terms.append(accented)
        return form, terms

    def term_of(self, form: str) -> str:
        """Return the term that a form is asked for by."""
        return form if is_blankless(form) else self._folded_stem(form)

    def _folded_stem(self, word: str) -> str:
        stem = self._stem(word.translate(self._letters) if self._letters else word)
        # Some stemmers make an empty string of some words.
        return (stem if stem.isascii() else fold(stem)) or fold(word)

    def stems(self, words: list[bytes]) -> list[bytes]:
        """Return the terms of words of small ASCII letters and digits, none of which is too long.

        Much faster than one by one.
        """
        stems = self._stem_all(words)
        if all(stems) and b"".join(stems).isascii():
            return stems
        return [
            stem if stem and stem.isascii() else self._folded_stem(word.decode()).encode()
            for word, stem in zip(words, stems, strict=True)
        ]

    def terms(self, text: str) -> list[str]:
        """Return one term for each position of a text, in order: that of the bare spelling."""
        return [token.term for token in self._plain_tokens(plain(text)) if token.step]

    def name(self, text: str) -> str:
        """Return the form in which names are compared: the folded words, one blank between."""
        words = chain.from_iterable(map(meant, RUNS.findall(plain(text))))
        return " ".join(_form(word.text) for word in words)

    def readings(self, text: str) -> tuple[Reading, ...]:
        """Return the rows of tokens of which an item must have one for a text in a query.

        `e-mail` is read as `e`, `mail` and as `email`; accents count or do not, and may have been
        left out; a blank between Chinese characters, between digits that it may group, or before
        the number of a name is one or is nothing. Of a run of Chinese at the end a row has the
        pairs only: the last character alone would match only where a run of the item ends with it.
        """
        is_short = len(text) <= MAX_CACHED_CHARACTERS
        return self._cached_readings(text) if is_short else self._readings(text)

    def _readings(self, text: str) -> tuple[Reading, ...]:
        typed = plain(text)
        rows: dict[tuple[str, ...], list[Token]] = {}
        for variant in dict.fromkeys((typed, without_blanks(typed), *joined_numbers(typed))):
            for words in ways([choices(run) for run in RUNS.findall(variant)]):
                if len(words) > 1 and is_alone(words[-1].text) and words[-1].position:
                    words.pop()
                spelled = [self._spelled(word.text) for word in words]
                bare = [Token(form, terms[0], 0, 0, 1) for form, terms in spelled]
                written = [Token(form, terms[-1], 0, 0, 1) for form, terms in spelled]
                others = self._with_accents(bare) if bare == written else ()
                for row in (bare, written, *islice(others, max(0, MAX_READINGS - len(rows)))):
                    rows.setdefault(tuple(token.term for token in row), row)
        return tuple(tuple(row) for row in rows.values() if row)

    def _with_accents(self, bare: list[Token]) -> Iterator[list[Token]]:
        """Yield a row once for each word and each term that the word has with its accents."""
        for at, token in enumerate(bare):
            for term in self._meant_terms(token.form):
                yield [*bare[:at], token._replace(term=term), *bare[at + 1 :]]

    def _terms_of_accented(self, form: str) -> list[str]:
        stems = {self._stem(word) for word in accented(form, self.language)}
        return sorted(set(map(fold, stems)) - {self._folded_stem(form), ""})

    def cut(self, text: str) -> Cut:
        """Return the terms of a text in a form in which `spans` finds single words."""
        cut = self._cached_cut if len(text) <= MAX_CACHED_TEXT_CHARACTERS else self._cut
        return cut(text)

    def spans(self, cut: Cut, terms: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the spans in the text of the words of some terms.

        A term is given by the index of its piece, and its own index in the piece.
        """
        lengths = accumulate(map(len, cut.pieces), initial=0)
        starts = [start + blanks for blanks, start in enumerate(lengths)]
        found = []
        for piece, same in groupby(terms, itemgetter(0)):
            # A long piece is not cached: it is cut once, not once for each of its terms.
            tokens = self._piece_tokens[cut.pieces[piece]]
            for _, number in same:
                token = tokens[number]
                found.append((starts[piece] + token.start, starts[piece] + token.end))
        return found

    def positions(self, cut: Cut, terms: Iterable[tuple[int, int]]) -> tuple[list[int], int]:
        """Return the positions of some terms (see `spans`), and how many positions the text has."""
        positions = [self._piece_positions[piece] for piece in cut.pieces]
        before = [0, *accumulate(own[-1] if own else 0 for own in positions)]
        found = [before[piece] + positions[piece][number] - 1 for piece, number in terms]
        return found, before[-1]

    def _cut(self, text: str) -> Cut:
        pieces = with_groups_joined(text).replace("\n", " ").split(" ")
        return Cut(pieces, list(map(self._piece_terms.__getitem__, pieces)))


def runs_of_pieces(pieces: Iterable[str]) -> list[str]:
    """Return the runs of many pieces, END_OF_PIECE after those of each.

    Pieces hold no blank (`str.split`); no word reaches over one, so the words of a text are those
    of its pieces.
    """
    # One call of the regular expression is quicker than one a piece. Only END becomes END.
    runs: list[str] = runs_and_ends().findall(plain(END.join([*pieces, ""])))
    return runs


def _form(word: str) -> str:
    return word if is_blankless(word) else fold(word[:MAX_WORD_CHARACTERS])
