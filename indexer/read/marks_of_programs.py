"""Which marks of other programs stand in Markdown, and what do they show?

2^10^ ++new++ ||secret||     2 10 new secret
{~~old~>new~~}               old new
.. note:: Look here          Look here
--8<-- "other.md"            nothing: it is told that the text of a file is left out
"""

import re
from collections.abc import Sequence
from functools import cache
from html import escape

from indexer.read.arguments import is_setting, read_arguments
from indexer.read.captions import SETTING_DIRECTIVES
from indexer.read.code_spans import code_spans
from indexer.read.hidden import PRIVATE
from indexer.read.offsets import Spans
from indexer.read.stray_tags import HTML_NAMES
from indexer.read.wide_tables import CELL_RULE, widened

#: Tags that begin HTML, for CommonMark; others begin a paragraph of Markdown.
BLOCK_NAMES = HTML_NAMES - {
    *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "del", "dfn", "em"),
    *("font", "i", "img", "ins", "kbd", "label", "mark", "q", "ruby", "s", "samp", "small", "span"),
    *("strike", "strong", "sub", "sup", "time", "tt", "u", "var"),
}

_CJK = r"\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef"
_BORDER = r"\+[-=:]{3,}\+"
#: What other programs read in Markdown, and CommonMark shows as it is written: for each kind signs,
#: one of which is in it in small letters, some with a pattern that is found there, too; and its own
#: pattern. To look for a sign is many times faster than for a pattern.
_MARKS: dict[str, tuple[tuple[str | tuple[str, str], ...], str]] = {
    # What names a file whose text belongs there.
    "file": (
        (
            *("8<-", ("{!", r"\{![ \w./]"), "!include", "@import", ("<<<", r"<<<[ \t]")),
            *("@[code", "[!code", ":::code", ":::include"),
        ),
        r"^[ \t>]*(?:;?-+8<-+[ \t]*"
        r"(?:[\"'][^\"'\n]*[\"']|\n(?:(?!-+8<-)[^\n]*\n){1,50}?[ \t]*-+8<-+)"
        r"|@import[ \t]+\"[^\"\n]+\"[^\n]*|!include(?:[dl]?)(?:\[[^\]\n]*\])?[ \t]+\S+"
        r"|<<<[ \t]+(?:@|\.{0,2}/)[^\n]*|:::(?:code|include)\b[^\n]*:::)[ \t]*$"
        r"|\{![ ]*[\w./-]+\.\w+[ ]*!\}|!!!include\([^()\n]*\)!!!|@\[code[^\[\]\n]*\]\([^()\n]*\)"
        r"|\[!(?:include|code[\w-]*)[ ]?\[[^\[\]\n]*\][ ]?\([^()\n]*\)\]",
    ),
    # The mark at the end of an excerpt; Markdown would take the rest of its line for HTML.
    "more": (("<!--",), r"<!--\s*more\s*-->"),
    # What kramdown leaves out: `{::comment} … {:/comment}`.
    "comment": (
        ("{::",),
        r"\{::(?:options|nomarkdown)\b[^{}\n]*\}"
        r"|\{::comment\}(?:(?!\{::comment|\{:/)[\s\S])*+\{:/(?:comment)?\}",
    ),
    # What a short form stands for: `*[HTML]: Hyper Text Markup Language`.
    "short": (("*[",), r"^[ ]{0,3}\*\[(?P<form>[^\[\]\n]+)\]:[ \t]*(?=\S)"),
    # The name by which Obsidian links to a paragraph: `… at dawn. ^quote-of-day`.
    "anchor": (((" ^", r" \^[a-z0-9]"),), r"[ \t]+\^(?=[\d-]*[a-z])[a-z0-9-]{4,}[ \t]*$"),
    # A table with borders of signs, as Pandoc and reStructuredText have them.
    "grid": (
        (("+-", _BORDER), ("+=", _BORDER), ("+:", _BORDER)),
        r"^[ \t]*\+(?:[-=:]{3,}\+)+[ \t]*\n(?:[ \t]*[|+][^\n]*[|+][ \t]*(?:\n|\Z))+",
    ),
    # A note to oneself in Obsidian, on one line or on lines of its own: `%%to do%%`.
    "private": (
        ("%%",),
        r"^[ \t]*%%(?!%)(?:(?!%%)[\s\S])*+%%[ \t]*$|(?<![\d%])%%(?!%)[^\n%]+%%(?![\w%])",
    ),
    # HTML in which Markdown is read: `<div markdown="1">`. Behind a blank line it is everywhere.
    "inside": (
        (("markdown", r"markdown(?<=[ \t\n]markdown)[=\s>]"),),
        r"^[ \t]*<(?P<element>[a-z][a-z1-6]*)(?:\s[^<>]*)?\s"
        r"markdown(?:=[\"']?(?:1|block|span)\b[^<>]*>|(?:\s[^<>]*)?>)"
        r"(?:\s*<summary>[^\n<]*</summary>)?",
    ),
    # A box: `:::note[Title]`, `!!! note "Title"`; and one of several: `=== "Title"`.
    "box": (
        (":::", "!!!", "???", '=== "', '===! "', '===+ "'),
        r"^[ \t>]*(?::{3,}[ \t]*[\w-]*|(?:!!!|\?\?\?\+?)[ \t]+[\w-]+|===[!+]?[ \t]+(?=\"))"
        r"(?P<title>[^\n]*)$",
    ),
    # Where a table of contents is to stand.
    "contents": (
        (("toc", r"toc(?:[]_}]| \})"),),
        r"^[ ]{0,3}(?:@?\[toc\](?:\([^)\n]*\))?|\[\[_?toc_?\]\]|\$?\{\{?[ ]?toc[ ]?\}?\}"
        r"|[-*+][ ]toc[ \t]*\n\{:toc\})[ \t]*$",
    ),
    # Words in brackets with attributes, `[storm]{.underline}`, and with readings, `{漢字|かん|じ}`.
    "span": (
        (("]{", r"\]\{(?:[.#]|[\w-]+=)"),),
        r"(?<![\]!\\])\[(?P<words>[^\[\]\n]+)\]\{(?:[.#]|[\w-]+=)[^{}\n]*\}",
    ),
    "reading": (
        (("{", r"\{[\u3005\u3400-\u9fff]+\|"),),
        r"\{(?P<base>[\u3005\u3400-\u9fff]+)\|(?P<sounds>[|\u3041-\u30ff]+)\}",
    ),
    # Attributes: `{: .class}`, `{#id}` at the end of a line, `{.class}` behind a word or alone.
    "attributes": (
        (("{", r"\{(?:[:.#]|(?<=[])`]\{))"),),
        r"\{:(?:/[a-z:]*|[ \t]*(?:(?:[.#][A-Za-z]|[\w-]+=|toc)[^{}\n]*|[a-z:]+[^{}\n:=]*))\}"
        r"|(?:^[ \t]*|(?<=[\w)\]`*\"”.!?>]))\{[.#][A-Za-z][\w.#=\"'% :-]*\}"
        r"|[ \t]\{[.#][A-Za-z][^{}\n]*\}[ \t]*$|(?<=[)\]`])\{[ ]?[\w-]+=[^{}\n]*\}",
    ),
    # What stands above the line, `2^10^`, and what was put in: `^^new^^`, `++new++`. `a^b^c`, `i++`
    # and `++i` are code.
    "raised": (
        (("^", r"\^[^\s^\[\]]+\^"),),
        r"(?<![\^\\])\^(?=[^\s^]*[^\W_])(?P<power>(?:[^\s^\[\]{}<>\\]|\\[ ])++)\^(?![\w^])",
    ),
    "caret": (
        (("^^", r"\^\^[^\s^]"),),
        r"(?<![\^\\])\^\^(?=[^\s^])(?P<above>[^\n^]+)(?<=[^\s^])\^\^(?!\^)",
    ),
    "plus": (
        (("++", r"\+\+(?<![\w+]\+\+)[^\s+]"),),
        r"(?<![\w+\\])\+\+(?=[^\s+])(?P<put>(?:[^\n+]|\+(?!\+))+)(?<=[^\s+])\+\+(?![\w+])",
    ),
    # What compares: the renderer takes it for marks around a text.
    "equal": (
        (("==", r"==(?<=[\w)]==)[\w\"'(]"),),
        r"(?<=[\w)])(?<=[ -~])==(?=[ -~])(?=[\w\"'(])",
    ),
    # What is hidden until a reader asks for it: `||secret||`, `>!secret!<`.
    "secret": (
        (
            ("||", r"\|\|(?<![\w|\\]\|\|)[^\s|][^\n|]*\|\|(?![\w|])"),
            ("!<", r"!<(?![/a-z!])"),
        ),
        r"(?<![\w|\\])\|\|(?=[^\s|])(?P<bars>[^\n|]+)(?<=[^\s|])\|\|(?![\w|])"
        r"|(?<![\w\"'/-])>!(?=\S)(?P<veiled>[^\n]{1,1000}?)(?<=\S)!<",
    ),
    # CriticMarkup: what was put in, taken out, exchanged, marked, and a remark.
    "change": (
        ("{++", "{--", "{~~", "{==", "{>>"),
        r"\{\+\+(?P<added>(?:(?!\+\+\}|\{)[\s\S])*+)\+\+\}"
        r"|\{--(?P<gone>(?:(?!--\}|\{)[\s\S])*+)--\}"
        r"|\{~~(?P<old>(?:(?!~>|~~\}|\{)[\s\S])*+)~>(?P<new>(?:(?!~~\}|\{)[\s\S])*+)~~\}"
        r"|\{==(?P<marked>(?:(?!==\}|\{)[\s\S])*+)==\}"
        r"|\{>>(?P<remark>(?:(?!<<\}|\{)[\s\S])*+)<<\}",
    ),
    # Lines that Pandoc keeps apart, as those of a poem: `| One`.
    "verse": (
        (("| ", r"\|(?<![^\n]\|)[ \t][^\n|]*\n"),),
        r"(?:\A|(?<=\n\n))"
        r"(?:\|(?:[ \t][^\n|]*+)?(?:\n[ \t]+(?![\s|])[^\n|]++)*+(?:\n|\Z))++(?=\n|\Z)",
    ),
    # Directives, targets and roles of reStructuredText and MyST: `.. note:: Title`, `:ref:`Port``.
    "directive": (
        ((".. ", r"\.\. (?<!\S\.\. )"),),
        r"^[ \t]*\.\.[ ](?:_[^:\n]+:|(?:\|[^|\n]+\|[ ])?(?P<name>[a-z][\w.-]*(?::[\w.-]+)?)::)"
        r"(?P<rest>[ \t][^\n]*)?$(?P<options>(?:\n[ \t]+:[\w-]+:[^\n]*)*)",
    ),
    "role": (
        ((":`", r":`[^`]"), ("}`", r"\}`[^`]")),
        r"(?<![\w:`\\])(?::[a-z][\w.+:-]*:|\{[a-z][\w:.+-]*\})`(?P<named>[^`\n]+)`(?!`)",
    ),
    # What a reference leads to, in MyST, and where columns begin, in books of Hugo.
    "target": (
        ((")=", r"\)=(?=[ \t]*(?:\n|\Z))"), "<--->"),
        r"^[ ]{0,3}\([\w.:-]+\)=[ \t]*$|^[ \t]*<--->[ \t]*$",
    ),
    # Directives in a line: `:abbr[HTML]{title="Markup"}`, `:icon{name="x"}`.
    "inline": (
        ((":", r":[a-z][\w-]*(?:\[[^\W\d]|\{[#.\w])"),),
        r"(?<![^\s(\"'“\u3000-\uffef]):(?P<kind>[a-z][\w-]*)(?:\[(?=[^\W\d])(?P<label>[^\[\]\n]*)\](?!\()"
        r"|(?=\{[\w:-]+=[\"']))(?:\{(?P<given>[^{}\n]*)\})?",
    ),
    # A picture whose size or place is said behind its address, and attributes on their own line.
    "picture": (
        (
            ("![", r"!\[[^\[\]\n]*\]\([^()\n]* (?:align|=\d)"),
            ("{", r"\{(?<!\S\{)[ ]?[\w-]+="),
        ),
        r"(?P<image>!\[[^\[\]\n]*\]\([^\s()]+(?:[ ]+\"[^\"\n]*\")?)(?:[ ]+align=\"[^\"\n]*\""
        r"|[ ]+=\d*%?x\d*%?)+[ ]*\)|^[ \t]*\{[ ]?[\w-]+=[\"'][^{}\n]*\}[ \t]*$",
    ),
    # Emphasis beside signs and words without blanks, where CommonMark reads stars alone.
    "cjk": (
        (("__", rf"__(?:(?<=[{_CJK}]__)|(?=[{_CJK}]))"),),
        rf"(?<![_\\])__(?=[^\s_])(?:(?<=[{_CJK}]__)(?P<before>[^_\n]+)(?<=\S)__(?!_)"
        rf"|(?P<behind>[^_\n]+)(?<=\S)__(?=[{_CJK}]))",
    ),
    # What tells TeX where a page begins.
    "command": (
        (("\\", r"\\(?:newp|pageb|clearp|tableof|maket|noind|bigs|meds|smalls|[vh]space\{)"),),
        r"^[ \t]*\\(?:newpage|pagebreak|clearpage|tableofcontents|maketitle|noindent|bigskip"
        r"|medskip|smallskip|[vh]space\{[^{}\n]*\})[ \t]*$",
    ),
    # What looks like the target of a link, and is an answer: `[Q]: Why?`.
    "answer": (
        ("]:",),
        r"^[ ]{0,3}\[(?!\^[^\s\]]+\])[^\[\]\n]+\]:[ \t]*(?:\n[ \t]*)?"
        r"(?![^\s]*(?:[/#@:<]|\.\w))[^\s]+"
        r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$",
    ),
    # A table, of which a row may have more cells than the first. It begins behind the first row.
    "table": (
        ("-|", ":|", "- |", ": |"),
        rf"\n[ \t>]*+\|?{CELL_RULE}(?:\|{CELL_RULE})*+\|?[ \t]*$"
        r"(?:\n[^\n]*\|[^\n]*)*",
    ),
}
#: Characters of signs, the rarest in texts first, some with a pattern that begins with it: what has
#: neither has none of the signs with that character. To look for one is many times faster still.
_RARE = {
    "^": None,
    "\\": None,
    "{": re.compile(r"\{(?:[:.#!+~=>\u3005\u3400-\u9fff-]|(?<=[])`\w]\{)|[ ]?[\w-]+=)"),
    "}": re.compile(r"\}`"),
    "@": None,
    "%": None,
    "|": None,
    "+": None,
    "=": None,
    "<": re.compile(r"<(?:(?<=8<)-|<<[ \t]|!--|---)"),
    "*": re.compile(r"\*\["),
    "?": re.compile(r"\?\?\?"),
    "!": re.compile(r"!(?:!!|include|code|<(?![/a-z!])|\[)"),
    ":": re.compile(r":(?:::|`|(?<=\]:)|[a-z][\w-]*[\[{])"),
    ".": re.compile(r"\.\. (?<!\S\.\. )"),
}
#: The signs of each kind, each with its rarest character, if it is one of those, and its pattern.
_SIGNS = [
    (
        kind,
        [
            (
                next(filter(sign.__contains__, _RARE), ""),
                sign,
                re.compile(pattern) if pattern else None,
            )
            for sign, pattern in [(one, "") if isinstance(one, str) else one for one in signs]
        ],
    )
    for kind, (signs, _) in _MARKS.items()
]
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
    small = body.lower()
    rare = {
        character
        for character, pattern in _RARE.items()
        if character in small and (pattern is None or pattern.search(small))
    }
    kinds = tuple([kind for kind, signs in _SIGNS if _has_one(small, rare, signs)])
    if not kinds:
        return body
    changes = [
        (found, shown)
        for found in _pattern(kinds).finditer(body)
        if (shown := _unmarked(found)) != found[0]
    ]
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


def _has_one(
    body: str, rare: set[str], signs: Sequence[tuple[str, str, re.Pattern[str] | None]]
) -> bool:
    return any(
        (not character or character in rare)
        and sign in body
        and (pattern is None or pattern.search(body))
        for character, sign, pattern in signs
    )


@cache
def _pattern(kinds: tuple[str, ...]) -> re.Pattern[str]:
    patterns = [f"(?P<{kind}>{_MARKS[kind][1]})" for kind in kinds]
    return re.compile("|".join(patterns), re.MULTILINE | re.IGNORECASE)


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
            return f"\n{box_title(found['title'])}\n"
        case "span" | "words":
            return found["words"]
        case "reading" | "base" | "sounds":
            sounds = found["sounds"].replace("|", "")
            return f"<ruby>{found['base']}<rt>{sounds}</rt></ruby>"
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
