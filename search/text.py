"""How does text become the words that are indexed and asked for?

One `Analyzer` makes both, so a query copied from an item's text finds that item.
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

#: Characters of a word's form, which is cut off there: longer ones are no words, and would swell
#: the index.
MAX_WORD_CHARACTERS = 64
NO_LANGUAGE = "none"
#: Entries of the caches run -> tokens, piece -> terms and piece -> tokens.
CACHED_WORDS = 1 << 17
#: Characters of a piece; a longer one is not cached.
MAX_CACHED_PIECE_CHARACTERS = 64
#: Entries of the cache text -> Cut: texts that were shown lately are likely to be shown again.
CACHED_TEXTS = 256
#: Characters of a text; a longer one is not cached.
MAX_CACHED_TEXT_CHARACTERS = 2_000

# Chinese, Japanese and Korean characters: ideographs and their extensions, kana, hangul.
_CJK = (
    "\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
_FIRST_CJK = _CJK[0]
# Scripts whose vowel signs are combining characters, which str.isalnum() does not count.
_INDIC = "\u0900-\u0963\u0966-\u109f\u1780-\u17d3"
_LETTERS = rf"(?:[a-z0-9]++|[^\W_{_CJK}]++|[{_INDIC}]++)"
# A letter that may be an initial. Those of _CJK may not: their code points are all higher.
_INITIAL = r"(?=[\x00-\u10ff])[^\W\d_]"
_POSSESSIVE = r"(?:['’]s(?![^\W_]))?"
#: A run of folded characters, from which words are cut: a word with its possessive, several
#: Chinese, Japanese or Korean characters, or initials. Blanks and ASCII words, of which most texts
#: consist, are tried first: that is twice as fast. Each of the wide ranges takes milliseconds to
#: compile.
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
#: Ends each piece where several are cut in one pass; it is a blank, which no piece holds.
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
    """A word: its folded form, the term that it is indexed as, and its span in the text."""

    form: str
    term: str
    start: int
    end: int


class _Folding(dict[int, str]):
    """Cache: code point -> its folded characters."""

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
    """Tell whether a word is the same without this mark: Latin, Greek, Hebrew, Arabic."""
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
    # NFKC would make three characters of an ellipsis, which shifts all spans behind it; a blank
    # separates words as well.
    text = unicodedata.normalize("NFKC", text.replace("…", " ")).lower()
    # Most texts have few characters that are not ASCII.
    return _NOT_ASCII.sub(lambda match: match.group().translate(_folding), text)


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
    """A text cut into pieces at its blanks, which no word reaches over, and the terms in order.

    `character_ends` and `word_ends` are, for each piece, the numbers of characters (without the
    blanks) and of words in it and in the pieces before it.
    """

    pieces: list[str]
    character_ends: list[int]
    terms: list[str]
    word_ends: list[int]


class _PieceCache(dict[str, tuple[T, ...]], Generic[T]):
    """Cache: piece of a text between blanks -> what `make` returns for it, as a tuple."""

    def __init__(self, make: Callable[[str], Iterable[T]]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, piece: str) -> tuple[T, ...]:
        made = tuple(self._make(piece))
        if len(piece) <= MAX_CACHED_PIECE_CHARACTERS:
            if len(self) >= CACHED_WORDS:
                self.clear()
            self[piece] = made
        return made


class Analyzer:
    """Cuts text into words and stems them in one language.

    Words are runs of letters and digits; `U.S.` is one word, a possessive `'s` is left out. A run
    of Chinese, Japanese or Korean characters becomes overlapping pairs, and the last character
    alone: 新華社 -> 新華 華社 社. Raises LanguageUnknown for a language without a stemmer.
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
            # Some stemmers make an empty string of some words.
            self.stem = lambda word: stem(word) or word
        self._cached_run = lru_cache(maxsize=CACHED_WORDS)(self._run_tokens)
        self._cached_cut = lru_cache(maxsize=CACHED_TEXTS)(self._cut)
        self._piece_terms = _PieceCache(self.terms)
        self._piece_tokens = _PieceCache(self.tokens)

    def __reduce__(self) -> tuple[type["Analyzer"], tuple[str]]:
        """Pickle only the language: a stemmer cannot be pickled."""
        return Analyzer, (self.language,)

    def __eq__(self, other: object) -> bool:
        """Tell whether the other makes the same words."""
        return isinstance(other, Analyzer) and other.language == self.language

    def __hash__(self) -> int:
        return hash(self.language)

    def tokens(self, text: str) -> Iterator[Token]:
        """Yield the words of a text in order, with their spans in it."""
        tokens, spans = self._folded_tokens(fold(text)), _spans(text)
        if spans is None:
            return tokens
        return (
            token._replace(start=spans[token.start][0], end=spans[token.end - 1][1])
            for token in tokens
        )

    def cut(self, text: str) -> Cut:
        """Return the terms of a text in a form in which `span` finds single words."""
        cut = self._cached_cut if len(text) <= MAX_CACHED_TEXT_CHARACTERS else self._cut
        return cut(text)

    def span(self, cut: Cut, number: int) -> tuple[int, int]:
        """Return the span in the text of word `number`, counted from 0."""
        piece_number = bisect_right(cut.word_ends, number)
        start = piece_number  # characters: one blank before each piece but the first
        if piece_number:
            number -= cut.word_ends[piece_number - 1]
            start += cut.character_ends[piece_number - 1]
        token = self._piece_tokens[cut.pieces[piece_number]][number]
        return start + token.start, start + token.end

    def _cut(self, text: str) -> Cut:
        pieces = text.replace("\n", " ").split(" ")
        terms = list(map(self._piece_terms.__getitem__, pieces))
        return Cut(
            pieces,
            list(accumulate(map(len, pieces))),
            list(chain.from_iterable(terms)),
            list(accumulate(map(len, terms))),
        )

    def _folded_tokens(self, folded: str) -> Iterator[Token]:
        """Yield the words of a folded text, with their spans in the folded text."""
        for match in _RUNS.finditer(folded):
            offset = match.start()
            for form, term, start, end in self._cached_run(match.group()):
                yield Token(form, term, offset + start, offset + end)

    def _run_tokens(self, run: str) -> tuple[Token, ...]:
        """Return the words of a run, with their spans in the run."""
        if is_cjk(run):
            return tuple(
                Token(pair, pair, offset, offset + len(pair))
                for offset, pair in enumerate(_pairs(run))
            )
        word = _word(run)
        form = _form(word)
        return (Token(form, self.stem(form), 0, len(word)),)

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text, in order."""
        return [word.term for run in _RUNS.findall(fold(text)) for word in self._cached_run(run)]

    def name(self, text: str) -> str:
        """Return the form in which names are compared: the folded words, one blank between."""
        runs = _RUNS.findall(fold(text))
        return " ".join(word.form for run in runs for word in self._cached_run(run))

    def query_tokens(self, text: str) -> list[Token]:
        """Return the tokens that an item must have for a text in a query, in order.

        Of a run of Chinese, Japanese or Korean characters at the end these are the pairs only: the
        last character alone would match only where a run of the item ends with it.
        """
        tokens = list(self._folded_tokens(fold(text)))
        if len(tokens) > 1 and is_alone(tokens[-1].form) and tokens[-2].end == tokens[-1].end:
            tokens.pop()
        return tokens

    @staticmethod
    def forms_of_pieces(pieces: Sequence[str]) -> tuple[list[str], list[int]]:
        """Return the forms of the words of many pieces, and for each piece where its forms end.

        Pieces hold no blank (`str.split`); no word reaches over one, so the words of a text are
        those of its pieces.
        """
        # One call of the regular expression is quicker than one a piece. Only _END folds to _END.
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
        """Return for each form the term that it is indexed as."""
        return [form if is_cjk(form) else self.stem(form) for form in forms]


def _pairs(run: str) -> list[str]:
    return [run[offset : offset + 2] for offset in range(len(run))]


def _word(run: str) -> str:
    """Return a run without its possessive."""
    return run.removesuffix("'s").removesuffix("’s") if len(run) > 2 else run


def _form(word: str) -> str:
    return word.replace(".", "")[:MAX_WORD_CHARACTERS]


def is_cjk(form: str) -> bool:
    """Tell whether a form was cut from a run of Chinese, Japanese or Korean characters."""
    return form >= _FIRST_CJK and _run_of_cjk().match(form) is not None


def is_alone(form: str) -> bool:
    """Tell whether a form is a single Chinese, Japanese or Korean character."""
    return len(form) == 1 and is_cjk(form)


def _spans(text: str) -> list[tuple[int, int]] | None:
    """Return for each character of the folded text its span in the text.

    None if the folded text has its characters at the same offsets.
    """
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
    """Yield the spans of the groups of characters that Unicode may compose into one."""
    start = 0
    for offset, character in enumerate(text):
        if offset and not (
            unicodedata.category(character).startswith("M")
            or "\u1160" <= character <= "\u11ff"  # vowels and endings of Korean syllables
            or character in "\uff9e\uff9f"  # voicing marks of half-width kana
        ):
            yield start, offset
            start = offset
    if text:
        yield start, len(text)
