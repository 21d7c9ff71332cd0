"""What does a query's text say? Text -> parts, repaired as a person would mean them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from search.query.dates import parse_period
from search.query.lexer import FIELD_NAME, FIELDS, Lexeme, lex

MAX_CLAUSES = 64
MAX_NESTING = 16
MIN_PREFIX_LETTERS = 2
MAX_DISTANCE = 2

_DATE_FIELDS = frozenset({"date", "after", "before", "since", "until"})
_FIELDS_SHOWN = "title, headline, text, source, tag, category, feed, date, after, before"

_SUFFIX = re.compile(r"(?P<star>\*+)$|~(?P<distance>\d*)$", re.ASCII)
_SPAN = re.compile(r"\.{2,3}|‥|[–—]|\bto\b")


@dataclass(frozen=True, slots=True)
class WordNode:
    """A word, a prefix or a misspelling; `field` is None for title, headlines and text."""

    text: str
    field: str | None = None
    prefix: bool = False
    distance: int = 0


@dataclass(frozen=True, slots=True)
class PhraseNode:
    """Words in this order, each 1 to `slop` positions after the one before."""

    text: str
    field: str | None = None
    slop: int = 1


@dataclass(frozen=True, slots=True)
class DaysNode:
    """The days from `first` to `last`, both included; None opens the end."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class NotNode:
    """What the node does not find."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class AnyNode:
    """What one of the nodes finds."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AllNode:
    """What all of the nodes find; everything where there are none."""

    nodes: tuple["Node", ...]


Node = WordNode | PhraseNode | DaysNode | NotNode | AnyNode | AllNode


@dataclass(frozen=True, slots=True)
class Part:
    """One of the parts that must all hold, and where it stands in `ParsedQuery.text`."""

    node: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query that was read: its parts, and what was repaired or left out."""

    text: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...]

    def text_of(self, part: Part) -> str:
        """Return the text of one part."""
        return self.text[part.start : part.end]

    def without(self, part: Part) -> str:
        """Return the query's text less one part."""
        return " ".join(self.text_of(other) for other in self.parts if other is not part)


def parse(text: str, today: date | None = None) -> ParsedQuery:
    """Read a query. Any text is one: what cannot be meant is left out, and said in the notes."""
    return _Parser(text, today).parse()


class _Parser:
    def __init__(self, text: str, today: date | None) -> None:
        self.today = today
        self.text, self.lexemes, notes = lex(text)
        self.notes = dict.fromkeys(notes)
        self.index = 0
        self.leaves = 0

    def parse(self) -> ParsedQuery:
        parts: list[Part] = []
        # Without an OR at the top, `a AND b` is two parts, as `a b` is.
        read = self._either if self._has_alternatives() else self._negated
        while self.index < len(self.lexemes):
            if self._next() == ")":
                self._note("Left out “)”, which closes nothing.")
                self.index += 1
                continue
            if self._next() == "AND" and self._joins(bool(parts)):
                self.index += 1
            elif self._next() in ("AND", "OR"):
                self._stray(self.lexemes[self.index])
                self.index += 1
                continue
            start = self.lexemes[self.index].start
            node = read(0)
            if node is not None:
                parts.append(Part(node, start, self.lexemes[self.index - 1].end))
        if self.leaves > MAX_CLAUSES:
            self._note(
                f"The query has {self.leaves} parts; only the first {MAX_CLAUSES} were used."
            )
        return ParsedQuery(self.text, tuple(parts), tuple(self.notes))

    def _has_alternatives(self) -> bool:
        depth = 0
        for lexeme in self.lexemes:
            depth += (lexeme.kind == "(") - (lexeme.kind == ")")
            if lexeme.kind == "OR" and depth <= 0:
                return True
        return False

    def _joins(self, something_before: bool) -> bool:
        """Tell whether the operator at this index has something on both sides."""
        after = self.lexemes[self.index + 1 : self.index + 2]
        return something_before and bool(after) and after[0].kind not in ("AND", "OR", ")")

    def _note(self, text: str) -> None:
        self.notes[text] = None

    # Recursive descent, loosest first: sequence, OR, AND, NOT, atom.

    def _next(self) -> str:
        return self.lexemes[self.index].kind if self.index < len(self.lexemes) else ""

    def _sequence(self, depth: int) -> Node | None:
        """Read what stands side by side up to a closing parenthesis: all of it must hold."""
        nodes: list[Node] = []
        while self._next() not in ("", ")"):
            node = self._either(depth)
            if node is not None:
                nodes.append(node)
        return nodes[0] if len(nodes) == 1 else AllNode(tuple(nodes)) if nodes else None

    def _either(self, depth: int) -> Node | None:
        nodes = self._joined("OR", depth, self._both)
        return nodes[0] if len(nodes) == 1 else AnyNode(tuple(nodes)) if nodes else None

    def _both(self, depth: int) -> Node | None:
        nodes = self._joined("AND", depth, self._negated)
        return nodes[0] if len(nodes) == 1 else AllNode(tuple(nodes)) if nodes else None

    def _joined(
        self, operator: str, depth: int, read: "Callable[[int], Node | None]"
    ) -> list[Node]:
        nodes: list[Node] = []
        wanted = True
        while wanted:
            while self._next() in ("AND", "OR"):
                self._stray(self.lexemes[self.index])
                self.index += 1
            node = read(depth)
            if node is not None:
                nodes.append(node)
            wanted = self._next() == operator
            if wanted:
                sign = self.lexemes[self.index]
                self.index += 1
                if self._next() in ("", ")"):
                    self._stray(sign)
                    wanted = False
        return nodes

    def _stray(self, sign: Lexeme) -> None:
        self._note(f"Left out “{sign.text}”, which joins nothing.")

    def _negated(self, depth: int) -> Node | None:
        signs = 0
        while self._next() == "NOT":
            sign = self.lexemes[self.index]
            self.index += 1
            signs += 1
            if self._next() in ("", ")", "AND", "OR"):
                self._stray(sign)
                return None
        node = self._atom(depth)
        if signs > 1:
            self._note("Read several minus signs in a row as one.")
        return NotNode(node) if signs and node is not None else node

    def _atom(self, depth: int) -> Node | None:
        if self._next() in ("", ")"):
            return None
        lexeme = self.lexemes[self.index]
        self.index += 1
        if lexeme.kind == "(":
            return self._group(depth)
        if lexeme.kind == "field":
            return self._fielded(lexeme, depth)
        self.leaves += 1
        node = self._phrase(lexeme) if lexeme.kind == "phrase" else self._word(lexeme)
        return node if self.leaves <= MAX_CLAUSES else None

    def _group(self, depth: int) -> Node | None:
        if depth >= MAX_NESTING:
            self._note(f"Left out parentheses that are nested more than {MAX_NESTING} deep.")
            return None
        node = self._sequence(depth + 1)
        if self._next() == ")":
            self.index += 1
        else:
            self._note("Closed a parenthesis that was left open.")
        if node is None:
            self._note("Left out parentheses that hold no words.")
        return node

    def _fielded(self, name: Lexeme, depth: int) -> Node | None:
        meant = FIELDS[name.text.lower()]
        gap = self.index < len(self.lexemes) and self.lexemes[self.index].start > name.end
        following = [lexeme.kind for lexeme in self.lexemes[self.index : self.index + 2]]
        if following[:1] == ["NOT"] and not gap:
            del following[0]
        if not following or following[0] not in ("word", "phrase", "("):
            self.leaves += 1
            self._note(f"Nothing follows “{name.text}:”, so it was searched for as a word.")
            return self._word(replace(name, kind="word"))
        if gap:
            self._note(f"Read “{name.text}: …” as “{name.text}:…”.")
        if meant in _DATE_FIELDS:
            return self._days(name.text.lower(), meant, depth)
        node = self._negated(depth)
        if node is None:
            self._note(f"Left out “{name.text}:”, which no word follows.")
            return None
        return _in_field(node, meant)

    def _phrase(self, lexeme: Lexeme) -> Node | None:
        if not any(character.isalnum() for character in lexeme.text):
            self._note("Left out quotation marks that hold no words.")
            return None
        return PhraseNode(lexeme.text.strip(), slop=lexeme.slop)

    def _word(self, lexeme: Lexeme) -> Node | None:
        text = lexeme.text
        if text in ("*", "*:*"):
            return AllNode(())
        if not any(character.isalnum() for character in text):
            if text.strip("?!.,;"):
                self._note(f"Left out “{text}”, which holds no letter or digit.")
            return None
        unknown = FIELD_NAME.match(text)
        if unknown and not text[unknown.end() :].startswith("//"):
            self._note(
                f"There is no field “{unknown[1]}”, so “{text}” was searched for as words. "
                f"The fields are {_FIELDS_SHOWN}."
            )
        suffix = _SUFFIX.search(text)
        bare = text[: suffix.start()] if suffix else text
        if "*" in bare:
            head = bare.partition("*")[0]
            self._note(f"“*” stands for letters only at the end of a word; “{text}” was read so.")
            if any(character.isalnum() for character in head):
                return self._prefix(head)
            return WordNode(bare.replace("*", " "))
        if suffix and suffix["star"]:
            return self._prefix(bare)
        if suffix:
            return WordNode(bare, distance=self._distance(bare, suffix["distance"]))
        return WordNode(text)

    def _prefix(self, text: str) -> WordNode:
        letters = sum(character.isalnum() for character in text)
        # One ideograph is a word; one letter begins too many of them.
        if letters < MIN_PREFIX_LETTERS and text[-1:] < "\u2e80":
            self._note(
                f"“{text}*” needs {MIN_PREFIX_LETTERS} letters before the star; "
                f"searched for the word “{text}”."
            )
            return WordNode(text)
        return WordNode(text, prefix=True)

    def _distance(self, text: str, digit: str) -> int:
        if digit and int(digit[:4]) > MAX_DISTANCE:
            self._note(f"“~{digit}” is too far; words with {MAX_DISTANCE} letters changed count.")
        wanted = int(digit[:4]) if digit else 1 if len(text) <= 5 else 2
        # Two changed letters make a short word any other.
        return min(wanted, MAX_DISTANCE if len(text) > 3 else 1)

    def _days(self, shown: str, meant: str, depth: int) -> Node | None:
        """Read the longest run of words that names days: `last week` needs no quotes."""
        self.leaves += 1
        first = self.lexemes[self.index]
        following = [first]
        for lexeme in self.lexemes[self.index + 1 : self.index + 3]:
            if lexeme.kind != "word" or first.kind != "word":
                break
            following.append(lexeme)
        for count in range(len(following), 0, -1):
            text = " ".join(lexeme.text for lexeme in following[:count])
            days = self._period(text)
            if days is not None:
                self.index += count
                return _compared(meant, *days) if self.leaves <= MAX_CLAUSES else None
        self.index += 1
        if first.kind == "(":
            self._group(depth)
        self._note(
            f"“{shown}:{first.text}” names no date, so it was left out; "
            "write one like 2026-01-31, 2026-01, yesterday or 2026-01-03..2026-01-09."
        )
        return None

    def _period(self, text: str) -> tuple[date | None, date | None] | None:
        span = _SPAN.split(text, maxsplit=1)
        if len(span) == 1:
            return parse_period(text, self.today)
        start, end = (part.strip() for part in span)
        first = parse_period(start, self.today) if start else None
        last = parse_period(end, self.today) if end else None
        if (start and first is None) or (end and last is None) or not (first or last):
            return None
        if first and last and first[0] > last[1]:
            self._note("Read a span of days that ends before it begins the other way round.")
            first, last = last, first
        return first[0] if first else None, last[1] if last else None


def _in_field(node: Node, name: str) -> Node:
    """Ask for the node's words in one field; those that name a field themselves keep it."""
    if isinstance(node, WordNode | PhraseNode):
        return node if node.field else replace(node, field=name)
    if isinstance(node, NotNode):
        return NotNode(_in_field(node.node, name))
    if isinstance(node, AnyNode | AllNode):
        return replace(node, nodes=tuple(_in_field(part, name) for part in node.nodes))
    return node


def _compared(meant: str, first: date | None, last: date | None) -> DaysNode:
    try:
        match meant:
            case "after":
                return DaysNode((last or first or date.max) + timedelta(days=1), None)
            case "before":
                return DaysNode(None, (first or last or date.min) - timedelta(days=1))
            case "since":
                return DaysNode(first or last, None)
            case "until":
                return DaysNode(None, last or first)
    except OverflowError:  # no day comes after the last one of the calendar
        return DaysNode(date.max, date.min)
    return DaysNode(first, last)
