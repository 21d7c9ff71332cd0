"""Which items are in a list between brackets that breaks its grammar?

['O'Neill', "5" tall", "a, "b" 'c', d] -> 'O'Neill', "5" tall", "a", "b", 'c', d
"""

import re
from collections.abc import Iterator, Sequence

from indexer.read.fences import Language

_COMMENT = re.compile(r"(?<![^ \t,\[\]])#(?!\w).*")
_END = re.compile(r"\](?:[ \t]|,)*\Z")
# An item goes on up to its quote, to a comma before another one, or to a line with another one.
_ON = r"""(?:\\.|(?!(?P=quote)|\\|,[ \t]*(?P=quote)\w|\n[ \t]*['"]).)*+"""
# A quote ends it if a comma, a comment, the end or another item follows, else it is in a word.
_IN_WORD = r"""(?P=quote)(?!\s*(?:,|\#|\]|\Z)|\s+['"])"""
_CLOSED = re.compile(
    rf"""(?P<quote>['"])(?P<text>{_ON}(?:{_IN_WORD}{_ON})*+)(?P=quote)?""", re.DOTALL
)
_OPEN = re.compile(r"[^,]+")
_GAP = re.compile(r"[\s,]+")
_TOML_COMMENT, _YAML_COMMENT = re.compile(r"#[^\n]*"), re.compile(r"#(?!\w)[^\n]*")
_COMMENT_IN_ITEM = re.compile(r"(?<=\s)#(?!\w)[^\n]*")
_NO_INCH = re.compile(r'[^"]*[^"\d]"')


def without_comment(line: str) -> str:
    """Return a line of a list without a comment at its end."""
    if "#" not in line:
        return line
    start = max(line.rfind('"'), line.rfind("'")) + 1
    return line[:start] + _COMMENT.sub("", line[start:], count=1).rstrip()


def ends_list(line: str) -> bool:
    """Tell whether a line ends with the bracket that closes a list."""
    return _END.search(without_comment(line)) is not None


def items_of(lines: Sequence[str], language: Language) -> Iterator[str]:
    """Yield the items of a list in some lines, those in quotes with them.

    The bracket that closes it may be missing; lines behind it are no part of it.
    """
    end = next((n for n, line in enumerate(lines, 1) if ends_list(line)), len(lines))
    lines = lines[:end]
    text = "\n".join([*lines[:-1], _END.sub("", without_comment(lines[-1]))])
    comment = _TOML_COMMENT if language is Language.TOML else _YAML_COMMENT
    at = 1
    while at < len(text):
        if skipped := _GAP.match(text, at) or comment.match(text, at):
            at = skipped.end()
        elif closed := _CLOSED.match(text, at):
            at = closed.end()
            yield _quoted(closed)
        else:
            found = _OPEN.match(text, at)
            assert found
            at = found.end()
            yield " ".join(_COMMENT_IN_ITEM.sub("", found[0]).removeprefix("]").split())


def _quoted(closed: re.Match[str]) -> str:
    """Return an item in quotes, with the one that is missing, without one that is too many."""
    quote, text = closed["quote"], closed["text"]
    if _NO_INCH.fullmatch(text):
        text = text[:-1]
    return f"{quote}{' '.join(text.split()) if chr(10) in text else text}{quote}"
