"""Which marks of other programs stand in Markdown, and what do they show?

2^10^ ++new++ ||secret||     2 10 new secret
{~~old~>new~~}               old new
.. note:: Look here          Look here
--8<-- "other.md"            nothing: it is told that the text of a file is left out
"""

import re
from collections import Counter
from functools import lru_cache
from html import escape

from indexer.read.captions import SETTING_DIRECTIVES
from indexer.read.code_spans import code_spans
from indexer.read.hidden import PRIVATE
from indexer.read.mark_patterns import marks
from indexer.read.offsets import Spans
from indexer.read.stray_tags import HTML_NAMES
from indexer.read.template_arguments import is_setting, read_arguments
from indexer.read.wide_tables import CELL_RULE, widened

#: Tags that begin HTML, for CommonMark; others begin a paragraph of Markdown.
BLOCK_NAMES = HTML_NAMES - {
    *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "del", "dfn", "em"),
    *("font", "i", "img", "ins", "kbd", "label", "mark", "q", "ruby", "s", "samp", "small", "span"),
    *("strike", "strong", "sub", "sup", "time", "tt", "u", "var"),
}

_RULE_AT_BEGIN = re.compile(rf"[ \t>]*+\|?{CELL_RULE}\|")
_IS_INCLUDE = re.compile(r"[ \t]*\.\. (?:literal)?include::")
#: Where the title of a role leads to.
_TARGET = re.compile(r"(?<=\S)\s*<[^<>]+>\Z")
_OPTION = re.compile(r":([\w-]+):([^\n]*)")
_SHOWN_OPTIONS = frozenset(("alt", "caption", "header", "subtitle", "title"))
#: Parts of a change, and their elements of HTML.
_TAGS_OF_CHANGES = {"gone": "del", "old": "del", "added": "ins", "new": "ins"}
#: Where a line of verse goes on.
_GOES_ON = re.compile(r"\n[ \t]+(?=[^\s|])")
_GRID_BORDER = re.compile(r"\+(?:[-=:]{3,}\+)+")
_BOX_TITLE = re.compile(r"\{[^{}]*\}|[\[\]:]|^\W*\"|\"\W*$")
#: Kinds of boxes, behind which a title may stand without quotes; another word is the writer's.
_BOX_KINDS = frozenset((
    *("abstract", "admonition", "alert", "attention", "bug", "callout", "card", "caution", "check"),
    *("cite", "code-group", "collapse", "column", "columns", "container", "danger", "details"),
    *("done", "error", "example", "fail", "failure", "faq", "help", "hint", "important", "info"),
    *("missing", "note", "primary", "question", "quote", "secondary", "seealso", "spoiler", "step"),
    *("success", "summary", "tab", "tabs", "tip", "tldr", "todo", "warn", "warning"),
))  # fmt: skip
_END_OF_BOX = re.compile(r"^[ \t>]*:{3,}[ \t]*$", re.MULTILINE)
_WORDS_BEHIND = re.compile(r"[ \t]+[^\W_]")
_IN_BRACKETS = re.compile(r"\[([^\[\]\n]+)\]")
_BRACES = re.compile(r"\{([^{}]*)\}")
#: What MkDocs puts before the title of a box: classes.
_CLASSES = re.compile(
    r"\A(?:(?:[ \t]+[a-z][a-z0-9-]*)+[ \t]+(?=\"[^\"\n]+\"\Z)|(?:[ \t]+(?:inline|end))+\Z)"
)


def without_marks(body: str, left_out: list[str]) -> str:
    """Return Markdown in which what they show stands for such marks, but for those in code.

    What names a file whose text belongs there is added to `left_out`.
    """
    if _RULE_AT_BEGIN.match(body):  # as if it was below a row: a pattern begins with the newline
        body = f"\n{body}"
    changes = [(found, shown) for found in marks(body) if (shown := _unmarked(found)) != found[0]]
    if not changes:
        return body
    parts, start, code = [], 0, Spans(code_spans(body))
    for found, shown in changes:
        position = found.start()
        if code.end_at(position + (body[position] == "\n")) < 0:
            parts += [body[start:position], shown]
            start = found.end()
            if found.lastgroup == "file" or _IS_INCLUDE.match(found[0]):
                left_out.append(found[0].strip())
    return "".join([*parts, body[start:]])


@lru_cache(maxsize=1)
def _repeated(body: str) -> frozenset[str]:
    """Return what stands in brackets several times; a body may ask thousands of questions."""
    counts = Counter(_IN_BRACKETS.findall(body))
    return frozenset(words for words, count in counts.items() if count > 1)


@lru_cache(maxsize=1)
def _ends_boxes(body: str) -> bool:
    """Tell whether a body ends any box between colons: where none ends, none has begun."""
    return _END_OF_BOX.search(body) is not None


def _unmarked(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "more":
            return "\n\n"
        case "private":
            note = " ".join(found[0].replace("%%", " ").split())
            return f"<template {PRIVATE}>{escape(note)}</template>"
        case "inside" | "element":
            return f"{found[0]}\n\n" if found["element"].lower() in BLOCK_NAMES else found[0]
        case "box" | "title":
            kind = found["name"] or found["type"] or ""
            is_word = kind[:1].isupper() or _WORDS_BEHIND.match(found["title"])
            is_word = is_word or (":::" in found[0] and not _ends_boxes(found.string))
            shown = kind if is_word and kind.lower() not in _BOX_KINDS else ""
            return f"\n{shown} {box_title(found['title'])}\n"
        case "span" | "words":
            return found["words"]
        case "reading" | "base" | "sounds":
            sounds = found["sounds"].replace("|", "")
            return f"<ruby>{found['base']}<rt>{sounds}</rt></ruby>"
        case "anchor":
            name = found["named_so"]
            is_made = any(map(str.isdigit, name))
            return "" if is_made else f'<template {PRIVATE}="^">{name}</template>'
        case "if":
            return " "
        case "task":
            return found["item"]
        case "short" | "form":
            return f"{found['form']}: "
        case "grid":
            return _GRID_BORDER.sub(" ", found[0]).replace("|", " ")
        case "raised":
            power = found["power"].replace("\\ ", " ")
            return f"<sup>{power}</sup>"
        case "equal":
            return r"\=\="
        case "caret":
            return found["above"]
        case "plus":
            first, *others = found["put"].split()
            is_code = bool(others) and first.strip(",;") == others[-1]  # `++i or i++`
            return found[0] if is_code else found["put"]
        case "secret":
            return found["bars"] or found["veiled"]
        case "change":
            return _changed(found)
        case "verse":
            lines = _GOES_ON.sub(" ", found[0]).splitlines()
            return "  \n".join([line.lstrip("| \t").rstrip() or "<br>" for line in lines]) + "\n"
        case "directive":
            return _directive(found)
        case "role":
            return f"`{_TARGET.sub('', found['named'])}`"
        case "inline":
            given = read_arguments(found["kind"], found["given"] or "", unnamed=False).seen
            return " ".join(filter(None, (found["label"], *given)))
        case "picture":
            return f"{found['image']})" if found["image"] else ""
        case "cjk":
            return f"**{found['before'] or found['behind']}**"
        case "answer":
            if found["question"] in _repeated(found.string):  # a link leads there
                return found[0]
            return found[0].replace("[", "\\[", 1)
        case "table":
            start = found.string.rfind("\n", 0, found.start()) + 1
            return widened(found.string[start : found.start()], found[0])
    return ""


def _changed(found: re.Match[str]) -> str:
    parts = [
        found[name] if "\n\n" in found[name] else f"<{tag}>{found[name]}</{tag}>"
        for name, tag in _TAGS_OF_CHANGES.items()
        if found[name]
    ]
    return "".join(parts) or found["marked"] or (f" {found['remark']} " if found["remark"] else "")


def _directive(found: re.Match[str]) -> str:
    name, rest = found["name"], (found["rest"] or "").strip()
    if not name:
        return ""  # what a link leads to
    texts = [] if name.lower() in SETTING_DIRECTIVES or is_setting(rest) else [rest]
    for option in _OPTION.finditer(found["options"]):
        if option[1] in _SHOWN_OPTIONS:
            texts.append(option[2].strip())
    shown = " ".join(filter(None, texts))
    return f"\n{shown}\n" if shown else "\n"


def box_title(written: str) -> str:
    """Return the title on the first line of a box, also one among attributes in braces."""
    named = [
        text
        for braces in _BRACES.findall(written)
        for text in read_arguments("box", braces, unnamed=False).seen
    ]
    shown = _BOX_TITLE.sub(" ", _CLASSES.sub("", written.rstrip())).strip()
    return " ".join([*filter(None, [shown]), *named])
