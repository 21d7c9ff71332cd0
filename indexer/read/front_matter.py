"""Which keys and values are in a file's front matter, and what is its body?"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import frontmatter
from frontmatter.default_handlers import BaseHandler

from indexer.ledger import Reason, Refused, Repairs
from indexer.read.by_line import read_by_line
from indexer.read.comments import with_comments
from indexer.read.escapes import with_joined_pairs
from indexer.read.fences import Fenced, Language, Opening, find_code, find_ends, find_opening
from indexer.read.header import (
    is_header,
    read_header,
    read_marked,
    read_properties,
    read_title_block,
)
from indexer.read.javascript import read_javascript
from indexer.read.json_values import read_json
from indexer.read.keys import KNOWN, fold_key
from indexer.read.parsed import Broken, Parsed, in_pairs
from indexer.read.signs import SignsRead, with_backslashes, with_hashtags, with_signs
from indexer.read.swallowed import after_broken, after_sound
from indexer.read.titles import shortened
from indexer.read.toml_values import read_toml
from indexer.read.yaml_fast import read_simple
from indexer.read.yaml_values import read_yaml
from search.export.markdown import MARK
from search.frozen import frozen

# Comments of HTML, each up to the end of a line, and the beginning of a fence.
_COMMENTS = re.compile(r"(?:<!--(?:[^-]|-(?!->))*+-->[ \t]*+\n\s*+)++(?=[-+;{])")
# A comment with fences and what is between them; other text may follow in it.
_IN_COMMENT = re.compile(
    r"<!--[ \t]*\n(?P<matter>(?P<fence>-{3,}|\+{3,}|;{3,})[^\n]*\n(?:[^\n]*\n)*?(?P=fence)[ \t]*\n)"
)
#: Fences and colons as programs and keyboards make them of `---` and `:`.
_TYPED_FENCES = re.compile(
    r"([–—][–—-]{0,2})[ \t]*\n(?=[A-Za-z][\w-]*[ \t]*:)([\s\S]*?\n)\1[ \t]*(?=\n|\Z)"
)
_WIDE_COLON = re.compile(r"^([A-Za-z][\w-]*)：[ \t]*", re.MULTILINE)
_LITERAL_NEWLINE = "---\\n"


@frozen()
class Matter:
    """The values of a file's front matter by folded key (`fold_key`), and the body below it."""

    values: Mapping[str, object]
    body: str


def _read_yaml(block: str) -> Parsed:
    simple = read_simple(block)
    return read_yaml(block) if simple is None else Parsed(simple)


def _read_json(block: str) -> Parsed:
    """Return the members of JSON, also of such with comments and commas at ends, as editors take.

    Raises Broken by JSON's own grammar.
    """
    try:
        return read_json(block)
    except Broken as error:
        with suppress(Broken):
            return read_javascript(block)
        raise error


_READERS: Mapping[Language, Callable[[str], Parsed]] = {
    Language.YAML: _read_yaml,
    Language.TOML: read_toml,
    Language.JSON: _read_json,
    Language.JAVASCRIPT: read_javascript,
}


def read_matter(text: str, repairs: Repairs) -> Matter:
    """Return the front matter and the body of a file's text.

    What breaks the grammar of its language is read line by line. Raises Refused if the front
    matter is made to explode.
    """
    first_line = 1
    if text.startswith(_LITERAL_NEWLINE):
        text = "---\n" + text[len(_LITERAL_NEWLINE) :]
        first_line = 0
        detail = "A backslash and an n stand for the end of the line; they were read as such."
        repairs.add(Reason.LITERAL_NEWLINE, detail, line=1)
    start = len(text) - len(text.lstrip())
    start = text.rfind("\n", 0, start) + 1  # the blanks before the first word belong to its line
    first_line += text.count("\n", 0, start)
    text = text[start:]
    if (unwrapped := _unwrapped(text)) is not None:
        text = unwrapped
        detail = "A comment encloses its front matter; it was read as if none did."
        repairs.add(Reason.ODD_FENCES, detail, line=first_line)
        first_line += 1
    if typed := _TYPED_FENCES.match(text):
        text = f"---\n{typed[2]}---{text[typed.end() :]}"
        detail = f"{typed[1]} encloses its front matter; it was read as ---."
        repairs.add(Reason.ODD_FENCES, detail, line=first_line)
    opening = find_opening(text)
    comments = _COMMENTS.match(text) if opening is None else None
    if comments:
        opening = find_opening(text[comments.end() :])
    try:
        if opening is None:
            return _without_fences(text, first_line, repairs)
        if comments is None:
            return _fenced(text, opening, first_line, repairs)
        first_line += comments[0].count("\n")
        matter = _fenced(text[comments.end() :], opening, first_line, repairs)
    except RecursionError:
        raise Refused(Reason.EXPLODING, "Its front matter is nested too deeply.") from None
    if matter.values:
        detail = "A comment stands before its front matter; it was passed over."
        repairs.add(Reason.ODD_FENCES, detail, line=first_line)
    return matter


def _unwrapped(text: str) -> str | None:
    """Return a text without the comment around its front matter, None if there is none around it.

    What else the comment holds stays one.
    """
    end = text.find("-->") if text.startswith("<!--") else -1
    found = _IN_COMMENT.match(text[: max(0, end)])
    if not found:
        return None
    rest = text[found.end() : end]
    below = f"<!--{rest}-->" if rest.strip() else ""
    return f"{found['matter']}{below}{text[end + len('-->') :].removeprefix(chr(10))}"


def _fenced(text: str, opening: Opening, first_line: int, repairs: Repairs) -> Matter:
    broken: tuple[Fenced, Broken] | None = None  # the first that breaks its grammar
    for number, fenced in enumerate(find_ends(text, opening)):
        if not opening.language.has_braces:
            own = Repairs("") if number else repairs
            block = _as_meant(fenced.block, opening.language, own)
            fenced = replace(fenced, block=block) if block != fenced.block else fenced
        handler = _Handler(fenced, opening.language)
        try:
            frontmatter.parse(text, handler=handler)
        except Broken as problem:
            broken = broken or (fenced, problem)
            continue
        if not _is_front_matter(handler.parsed.values, fenced.block):
            return _all_body(text, repairs)
        if swallowed := after_sound(fenced.block, opening.language):
            if not (left_out := swallowed.comment or swallowed.line):
                return _unclosed(text, opening, first_line, repairs, swallowed.lines)
            what = "A comment" if swallowed.comment else "A line that may be text"
            detail = f"{what} ends its front matter, and was left out: {left_out[:60]!r}."
            repairs.add(Reason.TEXT_LEFT_OUT, detail)
        if fenced.is_shifted:
            detail = "Blanks stand before the fences of its front matter; they were passed over."
            repairs.add(Reason.ODD_FENCES, detail, line=first_line)
        parsed = handler.parsed
        if opening.language is Language.YAML:
            parsed = _signed(parsed, with_signs(parsed.values, fenced.block), repairs)
        if "#" in fenced.block and not opening.language.has_braces:
            parsed = _commented(parsed, fenced.block, opening.language, repairs)
        if "\\" in fenced.block and MARK not in parsed.values:
            parsed = _signed(parsed, with_backslashes(parsed.values, fenced.block), repairs)
        return Matter(_folded(parsed, repairs), _trimmed(fenced.body))
    if broken is None:
        return _unclosed(text, opening, first_line, repairs)
    fenced, error = broken
    read = read_by_line(fenced.block, opening.language, is_closed=True)
    if not _is_named(read.parsed.values):
        return _all_body(text, repairs)
    if any(map(str.strip, fenced.block.split("\n")[read.lines :])):
        return _unclosed(text, opening, first_line, repairs)  # a rule in the body closes nothing
    is_same_fence = fenced.closing == text[: opening.start].strip()
    lines = after_broken(fenced.block, opening.language, is_same_fence=is_same_fence)
    if lines is not None:
        return _unclosed(text, opening, first_line, repairs, lines)
    _say_broken(error, first_line + text.count("\n", 0, opening.start), repairs)
    if read.strays:
        shown = shortened(" ".join(read.strays), 60)
        detail = f"Lines in its front matter belong to no key, and were left out: {shown!r}."
        repairs.add(Reason.TEXT_LEFT_OUT, detail)
    return Matter(_folded(read.parsed, repairs), _trimmed(fenced.body))


def _unclosed(
    text: str, opening: Opening, first_line: int, repairs: Repairs, until: int | None = None
) -> Matter:
    """Read front matter without its closing fence; `until` is the number of its lines if known."""
    lines = text[opening.start :].split("\n")
    read = read_by_line("\n".join(lines[:until]), opening.language, is_closed=until is not None)
    end = read.lines if until is None else until
    if not _is_named(read.parsed.values):
        return _all_body(text, repairs)
    detail = "Its front matter is never closed; it was taken to end where its keys end."
    repairs.add(Reason.UNCLOSED_FRONT_MATTER, detail, line=first_line)
    block = written = "\n".join([*lines[:end], ""])
    if not opening.language.has_braces:
        block = _as_meant(written, opening.language, repairs)
    try:
        parsed = _READERS[opening.language](block)
    except Broken as error:
        parsed = read.parsed
        if block != written:
            parsed = read_by_line(block, opening.language, is_closed=True).parsed
        _say_broken(error, first_line + text.count("\n", 0, opening.start), repairs)
    return Matter(_folded(parsed, repairs), _trimmed("\n".join(lines[end:])))


def _as_meant(block: str, language: Language, repairs: Repairs) -> str:
    """Return YAML with colons behind keys, and quotes around hashtags; say so.

    Escapes for one character are joined, also in TOML.
    """
    if "\\u" in block:
        block = with_joined_pairs(block)
    if language is not Language.YAML:
        return block
    if "：" in block and (typed := _WIDE_COLON.sub(_with_colon, block)) != block:
        detail = "Wide colons (：) stand behind keys; they were read as colons."
        repairs.add_once(Reason.BROKEN_FRONT_MATTER, detail)
        block = typed
    block, names = with_hashtags(block)
    if names:
        shown = shortened(", ".join(names), 60)
        detail = f"Signs in a list have another meaning; it was read as written: {shown!r}."
        repairs.add_once(Reason.BROKEN_FRONT_MATTER, detail)
    return block


def _with_colon(found: re.Match[str]) -> str:
    """Return a known key with a colon of YAML in place of a wide one."""
    return f"{found[1]}: " if fold_key(found[1]) in KNOWN else found[0]


def _say_broken(error: Broken, first_line: int, repairs: Repairs) -> None:
    detail = f"Its front matter breaks its grammar ({error.problem}); it was read line by line."
    line = None if error.line is None else first_line + error.line - 1
    repairs.add(Reason.BROKEN_FRONT_MATTER, detail, line)


def _signed(parsed: Parsed, signs: SignsRead, repairs: Repairs) -> Parsed:
    """Return values with the signs that their author meant, and say so."""
    for key, text in signs.kept.items():
        detail = f"Signs in {key!r} have another meaning; it was read as written: {text[:60]!r}."
        repairs.add(Reason.BROKEN_FRONT_MATTER, detail)
    return Parsed(signs.values, parsed.repeated) if signs.kept else parsed


def _commented(parsed: Parsed, block: str, language: Language, repairs: Repairs) -> Parsed:
    """Return values with comments that are their only text; say which others were left out."""
    found = with_comments(parsed.values, block)
    for key, text in found.left_out.items():
        detail = (
            f"Text behind the value of {key!r} was left out, as # begins a comment in "
            f"{language.value}: {text[:60]!r}; quotation marks around all of it keep it."
        )
        repairs.add(Reason.TEXT_LEFT_OUT, detail)
    return _signed(parsed, SignsRead(found.values, found.read), repairs)


def _trimmed(body: str) -> str:
    """Return a body without blank lines around it; blanks before its first line may mean code."""
    body = body.rstrip()
    start = len(body) - len(body.lstrip())
    return body[body.rfind("\n", 0, start) + 1 :]


class _Handler(BaseHandler):
    """Reads front matter whose ends are known."""

    FM_BOUNDARY = re.compile("")

    def __init__(self, fenced: Fenced, language: Language) -> None:
        super().__init__()
        self._fenced = fenced
        self._language = language
        self.parsed = Parsed({})

    def split(self, text: str) -> tuple[str, str]:
        return self._fenced.block, self._fenced.body

    def load(self, fm: str) -> dict[str, Any]:
        self.parsed = _READERS[self._language](fm)
        return dict(self.parsed.values)


def _without_fences(text: str, first_line: int, repairs: Repairs) -> Matter:
    found = read_header(text) or read_marked(text) or read_title_block(text) or _in_code(text)
    if found is None:
        matter, parsed = _all_body(text, repairs), read_properties(text)
        return replace(matter, values=_folded(parsed, repairs)) if parsed.values else matter
    parsed, body = found
    detail = "No lines like --- enclose its first lines; they were read as front matter."
    repairs.add(Reason.ODD_FENCES, detail, line=first_line)
    return Matter(_folded(parsed, repairs), _trimmed(body))


def _in_code(text: str) -> tuple[Parsed, str] | None:
    """Return the values in code at the beginning of a text if they are an item's, and the body."""
    code = find_code(text)
    if code is None:
        return None
    language, fenced = code
    try:
        parsed = _READERS[language](fenced.block)
    except Broken:
        return None
    return (parsed, fenced.body) if is_header(parsed) else None


def _all_body(text: str, repairs: Repairs) -> Matter:
    detail = "It has no front matter; all of it was read as the body."
    repairs.add(Reason.NO_FRONT_MATTER, detail)
    return Matter({}, text)


def _is_front_matter(values: Mapping[str, object], block: str) -> bool:
    """Tell whether what is between fences is front matter, and not text between rules.

    Without keys it may hold comments, but a heading below a blank line looks just like one.
    """
    return _is_named(values) if values else not block.strip() or not block[0].isspace()


def _is_named(keys: Iterable[str]) -> bool:
    """Tell whether one of some keys is known, or looks like a name in a program.

    Else they begin lines of a text: "Note: no trains run", "The minister: no comment". Scripts
    without capitals do not tell: "注意: 今天停运".
    """
    return any(
        fold_key(key) in KNOWN or not (" " in key or (key[:1].isalpha() and not key[:1].islower()))
        for key in keys
    )


def _folded(parsed: Parsed, repairs: Repairs) -> Mapping[str, object]:
    """Return the values by folded key; say which keys are given more than once."""
    together = "".join(parsed.values)
    if together.isalpha() and together.islower():  # as nearly all are
        values = dict(parsed.values)
    else:
        values = in_pairs((fold_key(key), value) for key, value in parsed.values.items())
        repairs.written_keys |= {fold_key(key): key for key in parsed.values}
    repeated = parsed.repeated
    if len(values) < len(parsed.values):
        counts = Counter(map(fold_key, parsed.values))
        repeated += tuple(key for key, count in counts.items() if count > 1)
    if repeated:
        keys = ", ".join(repr(key[:40]) for key in repeated[:5])
        detail = f"It gives more than one value for {keys}; the last that says something counts."
        repairs.add(Reason.REPEATED_KEY, detail)
    return values
