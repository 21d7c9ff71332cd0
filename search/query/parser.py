"""What does a query's text say? Text -> parts, repaired as a person would mean them.

A query may be a pasted title, so a note tells of each word left out and each sign read as one.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import takewhile

from search.messages import Message, message
from search.query.all_in import with_groups
from search.query.changed import EVERY_CHANGED, asked_of_days, no_days_changed
from search.query.dates import is_undecidable
from search.query.digits import with_numbers_as_one
from search.query.fields import DATE_FIELDS, FIELDS, VERBATIM_FIELDS
from search.query.hints import said_of_operator, said_of_or, said_of_values
from search.query.lexeme import Lexeme
from search.query.lexer import has_alternatives, lex
from search.query.long_names import MeantName, long_names, with_meant
from search.query.manner import Manner
from search.query.near import near_nodes
from search.query.nodes import (
    AllNode,
    AnyNode,
    LinkNode,
    Node,
    NotNode,
    WordNode,
    is_plain,
    required,
)
from search.query.parsed import ParsedQuery, Part
from search.query.read_note import read_note
from search.query.spans import turned
from search.query.tree import CHANGED_FIELD, NAME_FIELDS
from search.query.verbatim import value_node
from search.query.words import phrase_node, word_node

#: Parts of a query that are used; evaluating more would let one request take seconds.
MAX_CLAUSES = 64
#: Parentheses and negations inside one another that are read: each is a level of recursion.
MAX_NESTING = 16
#: Words that a date may have: "18 de marzo de 2026 to 20 de marzo de 2026".
MAX_DATE_WORDS = 11
#: Queries that are not read again: each link of a page asks the same, and a page asks many times.
CACHED_QUERIES = 256


def parse(text: str, today: date | None = None, names: tuple[MeantName, ...] = ()) -> ParsedQuery:
    """Read a query. Any text is one: what cannot be meant is left out, and said in the notes.

    `names` are those of several words that are known to be meant in it.
    """
    return _parsed(text, today or date.today(), names)


@lru_cache(maxsize=CACHED_QUERIES)
def _parsed(text: str, today: date, names: tuple[MeantName, ...]) -> ParsedQuery:
    return turned(_Parser(text, today, names).parse(), today)


class _Parser:
    def __init__(self, text: str, today: date, names: tuple[MeantName, ...]) -> None:
        self.today = today
        self.text, lexemes, notes = lex(text)
        self.notes = dict.fromkeys(notes)
        lexemes = with_numbers_as_one(lexemes)
        lexemes = with_groups(self.text, lexemes, self.notes.setdefault)
        self.lexemes = with_meant(lexemes, names) if names else lexemes
        self.index = self.leaves = 0
        self.found: list[Part] = []
        self.written = text
        #: What stands behind a plus inside the alternatives or the parentheses that are read.
        self.demanded: list[Node] = []
        #: The field of the words that are read, None for title, headlines and text.
        self.field: str | None = None
        self.manner = Manner.of(self.lexemes)

    def parse(self) -> ParsedQuery:
        parts: list[Part] = []
        # Without an OR at the top, `a AND b` is two parts, as `a b` is.
        read = self._either if has_alternatives(self.lexemes) else self._negated
        while self.index < len(self.lexemes):
            if self._next() == ")":
                self._note("Left out “)”, which closes nothing.")
                self.index += 1
                continue
            if self._next() == "AND" and self._joins(bool(parts)):
                self.index += 1
            elif self._next() in ("AND", "OR"):
                self._stray(self._taken())
                continue
            start = self.lexemes[self.index].start
            node = read(0)
            if node is not None:
                parts.append(Part(node, start, self.lexemes[self.index - 1].end))
        if self.leaves > MAX_CLAUSES:
            self._note(
                "The query has {parts} parts; only the first {most} were used.",
                parts=self.leaves,
                most=MAX_CLAUSES,
            )
        self.notes.update(said_of_values(self.text, self.found, self.today))
        return ParsedQuery(
            text=self.text,
            parts=tuple(parts),
            notes=tuple(self.notes),
            leaves=tuple(self.found),
            written=self.written,
            today=self.today,
            long_names=long_names(self.text, self.written, self.lexemes),
        )

    def _joins(self, something_before: bool) -> bool:
        """Tell whether the operator at this index has something on both sides."""
        after = self.lexemes[self.index + 1 : self.index + 2]
        return something_before and bool(after) and after[0].kind not in ("AND", "OR", ")")

    def _note(self, template: str, /, **values: object) -> None:
        self.notes[message(template, **values)] = None

    # Recursive descent, loosest first: sequence, OR, AND, NOT, NEAR, atom.

    def _next(self) -> str:
        return self.lexemes[self.index].kind if self.index < len(self.lexemes) else ""

    def _taken(self) -> Lexeme:
        self.index += 1
        return self.lexemes[self.index - 1]

    def _sequence(self, depth: int) -> Node | None:
        """Read what stands side by side up to a closing parenthesis: all of it must hold."""
        nodes: list[Node] = []
        while self._next() not in ("", ")"):
            node = self._either(depth)
            if node is not None:
                nodes.append(node)
        return nodes[0] if len(nodes) == 1 else AllNode(tuple(nodes)) if nodes else None

    def _either(self, depth: int) -> Node | None:
        known = len(self.demanded)
        nodes = self._joined("OR", depth, self._both)
        if len(nodes) < 2:
            return nodes[0] if nodes else None
        # `+a OR b`: as in Lucene each hit has a, and b adds to its score.
        demanded, self.demanded[known:] = self.demanded[known:], []
        either = AnyNode(tuple(nodes))
        return AllNode((either, *demanded)) if demanded else either

    def _both(self, depth: int) -> Node | None:
        nodes = self._joined("AND", depth, self._negated)
        return nodes[0] if len(nodes) == 1 else AllNode(tuple(nodes)) if nodes else None

    def _joined(self, operator: str, depth: int, read: Callable[[int], Node | None]) -> list[Node]:
        nodes: list[Node] = []
        wanted = True
        while wanted:
            while self._next() in ("AND", "OR"):
                self._stray(self._taken())
            node = read(depth)
            if node is not None:
                nodes.append(node)
            wanted = self._next() == operator
            if wanted:
                sign = self._taken()
                if self._next() in ("", ")"):
                    self._stray(sign)
                    wanted = False
                elif self._may_be_word(sign):
                    self._note(
                        "Read “{sign}” as an operator that finds either side; in "
                        "quotation marks it is a word.",
                        sign=sign.text,
                    )
        return nodes

    def _may_be_word(self, sign: Lexeme) -> bool:
        """Tell whether a sign for OR may stand in a title that was pasted."""
        if sign.text == "OR":
            return self.manner.in_capitals
        return self.manner.may_name_outlet and "|" in sign.text

    def _stray(self, sign: Lexeme) -> None:
        self._note("Left out “{sign}”, which joins nothing.", sign=sign.text)

    def _negated(self, depth: int) -> Node | None:
        begin = self.lexemes[self.index] if self.index < len(self.lexemes) else None
        signs = plus = 0
        while self._next() in ("NOT", "+"):
            sign = self._taken()
            signs += sign.kind == "NOT"
            plus += sign.kind == "+"
            if self._next() in ("", ")", "AND", "OR", "NEAR"):
                self._stray(sign)
                return None
        first, known = self.index, len(self.found)
        node = self._near(depth)
        if signs > 1:
            self._note("Read several minus signs in a row as one.")
        if not signs or node is None:
            # In titles `+5` is a number, and `+++` a rule.
            if node is None or plus != 1:
                return node
            if self.manner.may_be_title and self.text[self.lexemes[first].start].isdigit():
                self._note("Read a plus before a number as its sign.")
                return node
            node = required(node)
            self.demanded.append(node)
            return node
        assert begin is not None
        self.found[known:] = [
            replace(leaf, is_left_out=not leaf.is_left_out) for leaf in self.found[known:]
        ]
        left_out = self.text[self.lexemes[first].start : self.lexemes[self.index - 1].end]
        may_be_number = left_out[0].isdigit() and self.field not in DATE_FIELDS
        may_be_word = begin.text == "NOT" and self.manner.begin_with_capitals and is_plain(node)
        may_be_bang = self.text[begin.start] == "!"  # `!w port` asks Wikipedia elsewhere
        if self.manner.may_be_title or may_be_number or may_be_word or may_be_bang:
            written = self.text[begin.start : self.lexemes[self.index - 1].end]
            self._note(
                "“{written}” leaves out items with “{left_out}”; in quotation marks "
                "it is searched for.",
                written=written,
                left_out=left_out,
            )
        return NotNode(node)

    def _near(self, depth: int) -> Node | None:
        node = self._atom(depth)
        found = [node]
        is_joined = False
        while self._next() == "NEAR":
            sign = self._taken()
            if node is None or self._next() in ("", ")", "AND", "OR", "NEAR", "NOT"):
                self._stray(sign)
                continue
            before, node = node, self._atom(depth)
            made = near_nodes(before, node, sign, self.manner, self.notes.setdefault)
            is_joined = len(made) > 1 and made[0] is not before
            found[-1:] = made
            node = found[-1]
        if is_joined:
            found.pop()  # it is in the node before
        nodes = tuple(node for node in found if node is not None)
        return nodes[0] if len(nodes) == 1 else AllNode(nodes) if nodes else None

    def _atom(self, depth: int) -> Node | None:
        while self._next() == "NEAR":
            self._stray(self._taken())
        if self._next() in ("", ")", "AND", "OR"):
            return None
        lexeme = self._taken()
        if lexeme.kind == "(":
            return self._group(depth)
        if lexeme.kind in ("NOT", "+"):  # behind NEAR, or a field and a blank
            self.index -= 1
            return self._negated(depth)
        if lexeme.kind == "field":
            return self._fielded(lexeme, depth)
        if self.field in DATE_FIELDS:  # inside `date:(…)`
            self.index -= 1
            return self._days(f"{self.field}:", self.field)
        self.leaves += 1
        node = self._leaf(lexeme)
        if node is None or self.leaves > MAX_CLAUSES:
            return None
        self.found.append(Part(node, lexeme.start, lexeme.end))
        return node

    def _group(self, depth: int) -> Node | None:
        if depth >= MAX_NESTING:
            self._note(
                "Left out parentheses that are nested more than {most} deep.", most=MAX_NESTING
            )
            return None
        demanded = len(self.demanded)
        said, node = len(self.notes), self._sequence(depth + 1)  # fields of days say why
        del self.demanded[demanded:]  # they hold inside only
        if self._next() == ")":
            self.index += 1
        else:
            self._note("Closed a parenthesis that was left open.")
        if node is None and (self.field not in DATE_FIELDS or len(self.notes) == said):
            self._note("Left out parentheses that hold no words.")
        return node

    # Fields

    def _fielded(self, name: Lexeme, depth: int) -> Node | None:
        meant = FIELDS[name.text.lower()]
        gap = self.index < len(self.lexemes) and self.text[name.end].isspace()
        if not gap and self._next() == "+":  # what a field asks for is always required
            self.index += 1
        following = [lexeme.kind for lexeme in self.lexemes[self.index : self.index + 2]]
        if following[:1] == ["NOT"] and not gap:
            del following[0]
        if not following or following[0] not in ("word", "phrase", "address", "("):
            return self._as_word(name, message("Nothing follows “{field}:”", field=name.text))
        is_group = following[0] == "("
        if meant in DATE_FIELDS and (gap or not is_group):
            sign = not gap and self._next() == "NOT"
            shown = f"{name.text}:{self.lexemes[self.index].text * sign}{' ' * gap}"
            self.index += sign
            days = self._days(shown, meant, name if gap else None)
            return NotNode(days) if sign and days else days
        is_title = self.manner.may_be_title and name.text[0].isupper()
        if gap or (is_title and self.text.startswith(":", name.start + len(name.text))):
            blank = " " if gap else ""
            self._note(
                "Read “{field}:{blank}…” as “{meant}:…”, which searches one field; "
                "in quotation marks it is a word.",
                field=name.text,
                blank=blank,
                meant=name.text.lower(),
            )
        before, self.field = self.field, meant
        node = self._negated(depth)
        self.field = before
        if node is None and meant not in DATE_FIELDS:
            self._note("Left out “{field}:”, which no word follows.", field=name.text)
        return node

    def _as_word(self, name: Lexeme, why: Message) -> Node | None:
        self.leaves += 1
        if self.field in DATE_FIELDS:  # which no word can be searched for in
            self._note("Left out “{field}:”, which no word follows.", field=name.text)
            return None
        self._note("{why}, so it was searched for as a word.", why=why)
        return self._leaf(replace(name, kind="word")) if self.leaves <= MAX_CLAUSES else None

    def _days(self, shown: str, meant: str, name: Lexeme | None = None) -> Node | None:
        """Read the longest run of words that names days: `last week` needs no quotes.

        `shown` is what stands before it. If it names none it is left out; with the `name` before
        a blank, as in a title's "Date: what we know", both are words.
        """
        first = self.lexemes[self.index]
        run = self.lexemes[self.index : self.index + MAX_DATE_WORDS]
        following = list(takewhile(lambda own: own.kind == "word", run)) or [first]
        for count in range(len(following), 0, -1):
            text = " ".join(lexeme.text for lexeme in following[:count])
            days = asked_of_days(meant, text, self.today, self.notes.setdefault, name is not None)
            if days is not None:
                if name:
                    self.notes[read_note(f"{shown}{text}", f"{name.text}:{text}")] = None
                self.index += count
                self.leaves += 1
                return days if self.leaves <= MAX_CLAUSES else None
        written = f"{shown}{first.text}"
        if meant == CHANGED_FIELD and name is None:
            self.leaves += 1
            self.index += 1
            self.notes[no_days_changed(written)] = None
            return EVERY_CHANGED
        if is_undecidable(first.text):
            why = message("“{written}” can be read as more than one day", written=written)
        else:
            why = message("“{written}” names no date", written=written)
            if name:
                return self._as_word(name, why)
        self.leaves += 1
        self.index += 1
        self._note(
            "{why}, so it was left out; "
            "write one like 2026-01-31, 2026-01, yesterday or 2026-01-03..2026-01-09.",
            why=why,
        )
        return None

    def _is_beside_words(self) -> bool:
        """Tell whether the lexeme that was just taken stands before or behind words."""
        before, after = self.lexemes[: self.index - 1][-1:], self.lexemes[self.index :][:1]
        return any(own.kind in ("word", "phrase", ")", "(") for own in (*before, *after))

    def _leaf(self, lexeme: Lexeme) -> Node | None:
        joins = 1 < self.index < len(self.lexemes) and self.manner.is_short
        behind_field = self.lexemes[self.index - 2].kind == "field"
        if self.field in VERBATIM_FIELDS and (
            lexeme.values or lexeme.text.strip() or lexeme.prefix
        ):
            if self.field in NAME_FIELDS:
                self.notes.update(said_of_or(lexeme.text, joins and not behind_field))
            return value_node(lexeme, self.field, self.notes.setdefault)
        if lexeme.kind == "phrase":
            return phrase_node(lexeme, self.field, self.notes.setdefault)
        if lexeme.kind == "address":
            return AnyNode((LinkNode(lexeme.text), WordNode(lexeme.text, self.field)))
        if lexeme.text == "*" and self.field is None and self._is_beside_words():
            self._note("Left out “*”, which stands for letters only right behind a word: strike*.")
        self.notes.update(said_of_operator(lexeme.text, self.manner, joins))
        return word_node(lexeme.text, self.field, self.notes.setdefault)
