"""Which keys and values are in a file's front matter, and what is its body?"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler, JSONHandler, YAMLHandler

from indexer.ledger import Reason, Refused, Repairs
from indexer.read import yaml as yaml_text
from indexer.read.by_line import read_by_line, split_unclosed
from indexer.read.yaml import Value
from indexer.read.yaml_fast import read_simple

#: Characters of TOML at most: tomllib takes time with the square of a dotted key's length. Longer
#: TOML is read line by line.
MAX_TOML_CHARACTERS = 8 * 1024

_LITERAL_NEWLINE = "---\\n"


@dataclass(frozen=True, slots=True)
class Matter:
    """The values of a file's front matter by key, and the body below it.

    Keys are in lower case, without hyphens and underscores: `pubDate`, `pub_date` and `pub-date`
    are one.
    """

    values: Mapping[str, object]
    body: str


class _Broken(Exception):
    """The front matter does not follow its own grammar."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line


class _Unclosed(Exception):
    """The front matter has no end."""


class _Delimited(BaseHandler):
    """Front matter between two lines of delimiters."""

    #: The closing line with the newline before it, which is found more quickly than with `^`.
    closing: re.Pattern[str]

    def split(self, text: str) -> tuple[str, str]:
        assert self.FM_BOUNDARY is not None
        opening = self.FM_BOUNDARY.match(text)
        closing = self.closing.search(text, opening.end()) if opening else None
        if opening is None or closing is None:
            raise _Unclosed
        return text[opening.end() : closing.start() + 1], text[closing.end() :]


class _Yaml(_Delimited, YAMLHandler):
    closing = re.compile(r"\n-{3,}\s*$", re.MULTILINE)

    def load(self, fm: str, **kwargs: object) -> Any:
        simple = read_simple(fm)
        if simple is not None:
            return simple
        try:
            return _mapping(yaml_text.load(fm))
        except yaml.MarkedYAMLError as error:
            if "nesting depth" in (error.problem or ""):  # libyaml's own limit, since 0.2.6
                raise Refused(Reason.EXPLODING, "Its front matter is nested too deeply.") from None
            line = error.problem_mark.line + 1 if error.problem_mark else None
            raise _Broken(error.problem or "it is no YAML", line) from None
        except yaml.YAMLError as error:
            raise _Broken(str(error)) from None


class _Toml(_Delimited):
    FM_BOUNDARY = re.compile(r"^\+{3,}\s*$", re.MULTILINE)
    closing = re.compile(r"\n\+{3,}\s*$", re.MULTILINE)

    def load(self, fm: str) -> Any:
        if len(fm) > MAX_TOML_CHARACTERS:
            raise _Broken(f"it is TOML of over {MAX_TOML_CHARACTERS:,} characters")
        try:
            return tomllib.loads(fm, parse_float=str)
        except ValueError as error:  # TOMLDecodeError, or an integer of over 4,300 digits
            line = re.search(r"at line ([0-9]+)", str(error))
            raise _Broken(str(error), int(line[1]) if line else None) from None


class _Json(JSONHandler):
    FM_BOUNDARY = re.compile(r"""\{\s*["}]""")

    decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)

    def split(self, text: str) -> tuple[str, str]:
        try:
            end = self.decoder.raw_decode(text)[1]
        except ValueError:
            closing = re.search(r"^\}[ \t]*$", text, re.MULTILINE)
            if closing is None:
                raise _Unclosed from None
            end = closing.end()
        return text[:end], text[end:]

    def load(self, fm: str, **kwargs: object) -> Any:
        try:
            return self.decoder.decode(fm)
        except json.JSONDecodeError as error:
            raise _Broken(error.msg, error.lineno) from None


_HANDLERS = (_Yaml(), _Toml(), _Json())


def read_matter(text: str, repairs: Repairs) -> Matter:
    """Return the front matter, YAML, TOML or JSON, and the body of a file's text.

    What breaks its grammar is read line by line. Raises Refused where it is made to explode.
    """
    first_line = 1
    if text.startswith(_LITERAL_NEWLINE):
        text = "---\n" + text[len(_LITERAL_NEWLINE) :]
        first_line = 0
        detail = "A backslash and an n stand for the end of the line; they were read as such."
        repairs.add(Reason.LITERAL_NEWLINE, detail, line=1)
    start = len(text) - len(text.lstrip())
    first_line += text.count("\n", 0, start)
    text = text[start:]
    handler = next((handler for handler in _HANDLERS if handler.detect(text)), None)
    if handler is None:
        detail = "It has no front matter; all of it was read as the body."
        repairs.add(Reason.NO_FRONT_MATTER, detail)
        return Matter({}, text)
    try:
        values, body = frontmatter.parse(text, handler=handler)
    except RecursionError:
        raise Refused(Reason.EXPLODING, "Its front matter is nested too deeply.") from None
    except (_Broken, _Unclosed):
        return _repaired(text, first_line, handler, repairs)
    return Matter(_by_folded_key(values), body)


def _repaired(text: str, first_line: int, handler: BaseHandler, repairs: Repairs) -> Matter:
    try:
        block, body = handler.split(text)
    except _Unclosed:
        block, body = split_unclosed(text)
        detail = "Its front matter is never closed; it was taken to end where its keys end."
        repairs.add(Reason.UNCLOSED_FRONT_MATTER, detail, line=first_line)
    try:
        values = handler.load(block)
    except _Broken as error:
        values = read_by_line(block, indented=isinstance(handler, _Json))
        line = None
        if error.line is not None:
            line = first_line + text.count("\n", 0, text.find(block)) + error.line - 1
        how = "it was read line by line" if values else "it holds no keys and was read as text"
        detail = f"Its front matter breaks its grammar ({error.problem}); {how}."
        repairs.add(Reason.BROKEN_FRONT_MATTER, detail, line)
    return Matter(_by_folded_key(values), body.strip() if values else text)


def _mapping(value: Value) -> dict[str, Value]:
    if not isinstance(value, dict):
        raise _Broken("it is no mapping of keys to values")
    return value


def _by_folded_key(values: Mapping[str, object]) -> dict[str, object]:
    together = "".join(values)
    if together.isalpha() and together.islower():  # as nearly all are
        return dict(values)
    return {_folded(key): value for key, value in values.items()}


def _folded(key: str) -> str:
    return key.lower() if key.isalpha() else key.replace("-", "").replace("_", "").lower()
