"""How does text become the words that are indexed and asked for?

One `Analyzer` makes them for both, so whatever is typed as it stands in an item finds it.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, chain
from typing import Generic, NamedTuple, TypeVar

import Stemmer

from search.errors import LanguageUnknown

#: A word may not be longer; what is longer is no word, and would swell the index.
MAX_WORD_CHARACTERS = 64
NO_LANGUAGE = "none"
#: Of so many runs it is remembered which words are cut from them, and of so many pieces of texts,
#: each as long at most, which terms they hold.
MAX_WORDS_KEPT = 1 << 17
MAX_PIECE_CHARACTERS = 64
#: So many texts that words were looked for in last, each as long at most, are kept as they are
#: cut: they are likely to be shown again.
TEXTS_KEPT = 256
MAX_TEXT_KEPT = 2_000

# Chinese, Japanese and Korean characters: ideographs and their extensions, kana, hangul.
_CJK = (
    "\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
_FIRST_CJK = _CJK[0]
# Scripts whose vowel signs are combining characters, which str.isalnum() does not count.
_INDIC = "\u0900-\u0963\u0966-\u109f\u1780-\u17d3"
_LETTERS = rf"(?:[a-z0-9]++|[^\W_{_CJK}]++|[{_INDIC}]++)"
# A letter that may stand for a word; the characters of _CJK, which may not, all come later.
_INITIAL = r"(?=[\x00-\u10ff])[^\W\d_]"
_POSSESSIVE = r"(?:['’]s(?![^\W_]))?"
#: What words are cut from: a word with its possessive, a run of Chinese, Japanese or Korean
#: characters, or initials. What most texts are made of, blanks and ASCII words, is told first:
#: that is twice as fast. Each mention of the wide ranges takes milliseconds to compile.
_RUN_OF_WORDS = (
    r"(?![\x00-\x2f])(?:"
    rf"[a-z0-9]{{2,}}+(?![^\x00-\x7f]){_POSSESSIVE}"
    rf"|[{_CJK}]+"
    rf"|(?<![^\W_]){_INITIAL}(?:\.{_INITIAL})+(?![^\W_])"
    rf"|{_LETTERS}++{_POSSESSIVE}"
    ")"
)
# A group of its own, so that splitting a text keeps the runs.
_RUNS = re.compile(f"({_RUN_OF_WORDS})")
#: Ends each piece of several that are cut at once; it is a blank, which no piece holds.
_END = "\n"
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# Letters that Unicode does not decompose into a base letter and a mark.
_PLAIN = {
    "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ð": "d", "þ": "th",
    "ß": "ss", "æ": "ae", "œ": "oe", "ĸ": "k", "ŋ": "n", "ς": "σ",
    # Kept whole: a Cyrillic letter of its own, which stemmers and readers tell from и.
    "й": "й",
}  # fmt: skip


T = TypeVar("T")


class Token(NamedTuple):
    """A word at its place: its folded form, the term it is indexed as, and its span in the text."""

    form: str
    term: str
    start: int
    end: int


class _Folding(dict[int, str]):
    """Code point -> its folded characters; filled as characters turn up."""

    def __missing__(self, code: int) -> str:
        folded = "".join(_PLAIN.get(part) or _bare(part) for part in chr(code).lower())
        self[code] = folded
        return folded


def _bare(character: str) -> str:
    if unicodedata.category(character) == "Cf":  # zero-width and direction marks, soft hyphens
        return ""
    if unicodedata.category(character) == "Mn":
        return "" if _is_accent(character) else character
    parts = unicodedata.normalize("NFD", character)
    if len(parts) > 1 and all(_is_accent(mark) for mark in parts[1:]):
        return parts[0]
    return character


def _is_accent(mark: str) -> bool:
    """Tell whether leaving the mark out leaves the same word: Latin, Greek, Hebrew, Arabic."""
    return (
        "\u0300" <= mark <= "\u036f"
        or "\u0591" <= mark <= "\u05c7"
        or "\u064b" <= mark <= "\u065f"
        or mark == "\u0670"
        or "\u1dc0" <= mark <= "\u1dff"
    )


_folding = _Folding()
_folding[0x640] = ""  # tatweel only stretches an Arabic word


def fold(text: str) -> str:
    """Return the text in lower case, without accents, compatibility forms or invisible marks."""
    if text.isascii():
        return text.lower()
    # Few characters of most texts need to be looked up.
    return _NOT_ASCII.sub(_folded_run, _compatible(text).lower())


def _folded_run(found: re.Match[str]) -> str:
    return found.group().translate(_folding)


def _compatible(text: str) -> str:
    # NFKC makes three full stops of an ellipsis, which moves all that follows; a blank will do.
    return unicodedata.normalize("NFKC", text.replace("…", " "))


def languages() -> tuple[str, ...]:
    """Return the names of the languages that words can be stemmed in."""
    return tuple(sorted(Stemmer.algorithms()))


@cache
def _run_of_cjk() -> re.Pattern[str]:
    return re.compile(f"[{_CJK}]+")


@cache
def _runs_of_pieces() -> re.Pattern[str]:
    return re.compile(f"{_END}|{_RUN_OF_WORDS}")


class Cut(NamedTuple):
    """A text cut at its blanks: no word reaches over one.

    The pieces, how many characters they have up to the end of each, the terms of all words, and how
    many words there are up to the end of each piece.
    """

    pieces: list[str]
    characters: list[int]
    terms: list[str]
    words: list[int]


class _OfPieces(dict[str, tuple[T, ...]], Generic[T]):
    """Piece of a text between blanks -> what is made of it; filled as pieces turn up."""

    def __init__(self, make: Callable[[str], Iterable[T]]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, piece: str) -> tuple[T, ...]:
        made = tuple(self._make(piece))
        if len(piece) <= MAX_PIECE_CHARACTERS:
            if len(self) >= MAX_WORDS_KEPT:
                self.clear()
            self[piece] = made
        return made


class Analyzer:
    """Cuts text into words and stems them in one language.

    Words are runs of letters and digits; `U.S.` is one word, a possessive `'s` is none. A run of
    Chinese, Japanese or Korean characters becomes a token at each character: it and the next one,
    the last one alone. Raises LanguageUnknown for a language without a stemmer.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        if language != NO_LANGUAGE and language not in languages():
            raise LanguageUnknown(
                f"language {language!r} is not known; use one of {', '.join(languages())}, "
                f"or {NO_LANGUAGE!r} to leave words as they are"
            )
        self.stem: Callable[[str], str] = str
        if language != NO_LANGUAGE:
            stem = Stemmer.Stemmer(language, 0).stemWord
            # A stemmer may leave nothing of a word.
            self.stem = lambda word: stem(word) or word
        #: The words of a run, as tokens whose spans are counted from where the run begins.
        self.words = lru_cache(maxsize=MAX_WORDS_KEPT)(self._words)
        self._terms = _OfPieces(self.terms)
        self._cuts = lru_cache(maxsize=TEXTS_KEPT)(self._cut_text)
        self._tokens = _OfPieces(self.tokens)

    def __reduce__(self) -> tuple[type["Analyzer"], tuple[str]]:
        """Pickle the language alone: a stemmer cannot be pickled."""
        return Analyzer, (self.language,)

    def __eq__(self, other: object) -> bool:
        """Tell whether the other makes the same words."""
        return isinstance(other, Analyzer) and other.language == self.language

    def __hash__(self) -> int:
        return hash(self.language)

    def tokens(self, text: str) -> Iterator[Token]:
        """Yield the words of a text in order, spans counted in its characters."""
        spans = _spans(text)
        for token in self._tokens_of(fold(text)):
            if spans is None:
                yield token
            else:
                yield token._replace(start=spans[token.start][0], end=spans[token.end - 1][1])

    def cut(self, text: str) -> Cut:
        """Return the terms of a text, so that it can be asked where some of them are (`span`)."""
        return self._cuts(text) if len(text) <= MAX_TEXT_KEPT else self._cut_text(text)

    def span(self, cut: Cut, number: int) -> tuple[int, int]:
        """Return where a word of a text is, given its number among all."""
        place = bisect_right(cut.words, number)
        own, start = number, place  # a blank before each piece but the first
        if place:
            own -= cut.words[place - 1]
            start += cut.characters[place - 1]
        token = self._tokens[cut.pieces[place]][own]
        return start + token.start, start + token.end

    def _cut_text(self, text: str) -> Cut:
        pieces = text.replace("\n", " ").split(" ")
        terms = list(map(self._terms.__getitem__, pieces))
        return Cut(
            pieces,
            list(accumulate(map(len, pieces))),
            list(chain.from_iterable(terms)),
            list(accumulate(map(len, terms))),
        )

    def _tokens_of(self, folded: str) -> Iterator[Token]:
        """Yield the words of a folded text, spans counted in the folded characters."""
        for found in _RUNS.finditer(folded):
            place = found.start()
            for form, term, start, end in self.words(found.group()):
                yield Token(form, term, place + start, place + end)

    def _words(self, run: str) -> tuple[Token, ...]:
        if is_cjk(run):
            return tuple(
                Token(pair, pair, place, place + len(pair))
                for place, pair in enumerate(_pairs(run))
            )
        word = _word(run)
        form = _form(word)
        return (Token(form, self.stem(form), 0, len(word)),)

    @staticmethod
    def runs(text: str) -> list[str]:
        """Return the runs of folded characters that `words` cuts the words of a text from."""
        return _RUNS.findall(fold(text))

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text, in order."""
        return [word.term for run in self.runs(text) for word in self.words(run)]

    def forms(self, text: str) -> set[str]:
        """Return the folded words of a text."""
        return {word.form for run in self.runs(text) for word in self.words(run)}

    def name(self, text: str) -> str:
        """Return a name as it is compared: its folded words, one blank between."""
        return " ".join(word.form for run in self.runs(text) for word in self.words(run))

    def query_tokens(self, text: str) -> list[Token]:
        """Return the tokens that what is typed must be found by, in order.

        A run of Chinese, Japanese or Korean characters at the end is its pairs: its last character
        alone would be found only where a run ends.
        """
        tokens = list(self._tokens_of(fold(text)))
        if len(tokens) > 1 and is_alone(tokens[-1].form) and tokens[-2].end == tokens[-1].end:
            tokens.pop()
        return tokens

    @staticmethod
    def forms_of_pieces(pieces: Sequence[str]) -> tuple[list[str], list[int]]:
        """Return the folded words of many texts that hold no blank, and where those of each end.

        No word reaches over a blank: the words of a text are those of its pieces (`str.split`).
        """
        # One search in all of them: each costs some time. Nothing but an end folds to what has one.
        forms: list[str] = []
        ends = []
        for run in _runs_of_pieces().findall(fold(_END.join([*pieces, ""]))):
            if run == _END:
                ends.append(len(forms))
            elif not is_cjk(run):
                forms.append(_form(_word(run)))
            else:
                forms += _pairs(run)
        return forms, ends

    def terms_of_forms(self, forms: Sequence[str]) -> list[str]:
        """Return the term that each of several folded words is indexed as."""
        return [form if is_cjk(form) else self.stem(form) for form in forms]


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run))]


def _word(run: str) -> str:
    """Return a run without its possessive."""
    return run.removesuffix("'s").removesuffix("’s") if len(run) > 2 else run


def _form(word: str) -> str:
    return word.replace(".", "")[:MAX_WORD_CHARACTERS]


def is_cjk(form: str) -> bool:
    """Tell whether a token is cut from a run of Chinese, Japanese or Korean characters."""
    return form >= _FIRST_CJK and _run_of_cjk().match(form) is not None


def is_alone(form: str) -> bool:
    """Tell whether a token is one Chinese, Japanese or Korean character."""
    return len(form) == 1 and is_cjk(form)


def _spans(text: str) -> list[tuple[int, int]] | None:
    """Return the span in a text of each character of its folded form; None where they agree."""
    others = "".join(_NOT_ASCII.findall(text))
    if not others or (
        unicodedata.is_normalized("NFKC", others.replace("…", " "))
        and all(len(_folding[ord(character)]) == 1 for character in set(others))
    ):
        return None
    spans: list[tuple[int, int]] = []
    for start, end in _clusters(text):
        spans.extend([(start, end)] * len(fold(text[start:end])))
    return spans


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of what Unicode may compose into one character."""
    start = 0
    for place, character in enumerate(text):
        if place and not (
            unicodedata.category(character).startswith("M")
            or "\u1160" <= character <= "\u11ff"  # vowels and endings of Korean syllables
            or character in "\uff9e\uff9f"  # voicing marks of half-width kana
        ):
            yield start, place
            start = place
    if text:
        yield start, len(text)
