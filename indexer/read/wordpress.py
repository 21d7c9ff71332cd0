"""What does a reader see of a body with codes in brackets, as WordPress and forums write them?

Exports hold them as they were typed: `[caption id="a"]<img …> The port[/caption]` -> The port;
`[QUOTE=Jane Doe]We go.[/QUOTE]` -> Jane Doe We go.
"""

import html
import re
from collections.abc import Callable, Mapping, Sequence

from indexer.read.code_spans import CODE_IN_BRACKETS
from indexer.read.offsets import Ends, Span, Spans
from indexer.read.template_arguments import is_setting, read_arguments

_NAME = r"[A-Za-z][\w-]*+"
_ARGUMENT = r"""\s++[A-Za-z][\w-]*+=(?:"[^"<>]*+"|'[^'<>]*+'|[“”″][^“”″<>]*+[“”″])"""
#: Arguments of which some have no quotes: `[quote author=Jane Doe date=1]`.
_LOOSE_ARGUMENTS = r"\s++[A-Za-z][\w-]*+=[^<>\[\]\n]{1,200}"
#: What forums write behind a name: `[url=https://a.example]`, `[quote="Jane Doe"]`.
_VALUE = r"""=(?:"[^"<>\[\]]*+"[^"<>\[\]\n]{0,200}|[^\s"<>\[\]][^"<>\[\]\n]{0,200})"""
# Not what Markdown or WordPress itself reads as something else: `[a](b)`, `[a]: b`, `[[a]]`.
_SHORTCODE = re.compile(
    rf"(?<![\[\\])\[(?:({_NAME})({_VALUE}(?=\])|(?:{_ARGUMENT})*+(?=\s*+/?\])|{_LOOSE_ARGUMENTS}(?=\]))"
    rf"\s*+/?|/({_NAME})|(\*))\](?![(:\]])"
)
#: Arguments that make it certain that a code is one, though nothing closes it.
_ARGUMENTS = re.compile(rf"(?:{_ARGUMENT})++\s*+/?\Z")
#: What lies between a code and the one that closes it, if it is one word.
_INNER = re.compile(r"\s*+[^\s<>\[\]]++(?=\s*\[/)")
_CLOSING = re.compile(rf"\[/({_NAME})\]")
#: Shortcodes that may have no arguments, and show nothing themselves.
_BARE = frozenset(("gallery", "playlist"))
#: Words that writers put around a text as if they were shortcodes, and mean to be read.
_SAID = frozenset((
    *("edit", "irony", "joke", "joking", "ot", "rant", "sarcasm", "sic", "snark", "update"),
))  # fmt: skip
#: Shortcodes that stand in words: `[dropcap]W[/dropcap]ord`.
_IN_WORDS = frozenset((
    *("b", "color", "dropcap", "em", "font", "highlight", "i", "s", "size", "strong", "sub"),
    *("sup", "u"),
))  # fmt: skip
#: Those of forums whose value is who wrote what they hold, perhaps with where they wrote it:
#: `Jane, post: 3, topic: 4`, `Jane;34`, `Jane post_id=3`, `Jane link=topic=3 date=1`.
_QUOTING = "quote"
_WHERE = re.compile(r"""(?:,\s*\w+:\s|;\d+\s*$|["']?\s+[\w-]+=).*""", re.S)
_AUTHOR = re.compile(r"\s*(?:author|name|cite)=(?=[^\"'])")
#: Those of forums whose value says how to show what they hold, or where it is.
_STYLING = frozenset((
    *("align", "anchor", "attach", "attachment", "background", "bg", "bgcolor", "code", "color"),
    *("colour", "email", "flash", "font", "goto", "highlight", "iframe", "img", "indent", "link"),
    *("list", "media", "member", "mention", "ol", "php", "post", "size", "style", "table", "td"),
    *("thread", "topic", "tr", "ul", "url", "user", "video", "youtube"),
))  # fmt: skip
#: Those around an address or an id.
_AROUND_ADDRESS = frozenset((
    *("audio", "flash", "iframe", "img", "instagram", "media", "mp3", "tweet", "video", "vimeo"),
    *("youtube", "yt"),
))  # fmt: skip
_MARKS = re.compile(r"[*_`<#\[]|^ {4}|\{[{%#]", re.M)
#: What WordPress shows of others by an address or a number, which nothing closes.
_EMBEDDED = re.compile(
    r"\[(?<![\[\\]\[)(?:youtube|vimeo|tweet|instagram|soundcloud|dailymotion|slideshare|ted|wpvideo)"
    r"(?:=|[ ]+)(?=[^\s\[\]]*[/\d])[^\s\[\]]+(?:[ ]+\w+=[^\s\[\]]+)*+[ ]*\](?![(:\]])"
)
#: Those around a list.
_LISTS = frozenset(("list", "ol", "ul"))
# Each kind is looked for by its first characters, which is many times faster.
_MAY_HAVE = re.compile(
    r"""\[(?:/[A-Za-z]|(?:gallery|playlist)[\s\]]|[A-Za-z][\w-]*+\s++[A-Za-z][\w-]*+=["'“”″])"""
)


def without_shortcodes(
    body: str,
    code: Callable[[str], Sequence[Span]],
    left_out: list[str] | None = None,
    *,
    is_markdown: bool = False,
) -> str:
    """Return a body in which the text of codes in brackets stands for them.

    `code` returns the parts of the body that stay as they are. What may be text, and is left out,
    is added to `left_out`. It takes linear time.
    """
    if _EMBEDDED.search(body):
        verbatim = Spans(code(body))
        body = _EMBEDDED.sub(
            lambda found: found[0] if verbatim.end_at(found.start()) >= 0 else " ", body
        )
    if _MAY_HAVE.search(body) is None:
        return body
    spans, ends = Spans(code(body)), Ends(body)
    # The last of each name.
    closings = {found[1].lower(): found.start() for found in _CLOSING.finditer(body)}
    opened: set[str] = set()
    parts, start, verbatim_end = [], 0, 0
    for found in _SHORTCODE.finditer(body):
        name, arguments, closed = (found[1] or "").lower(), found[2] or "", found[3]
        if found.start() < verbatim_end or spans.end_at(found.start()) >= 0:
            continue
        is_bare = not _ARGUMENTS.match(arguments)
        if name and is_bare and not _may_be_bare(name, found.end(), ends, closings):
            continue
        if (closed and closed.lower() not in opened) or (found[4] and opened.isdisjoint(_LISTS)):
            continue
        parts.append(body[start : found.start()])
        start = found.end()
        if found[4]:
            parts.append("<br>")
            continue
        text = ""
        if name:
            opened.add(name)
            text = _shown(name, arguments, left_out)
            if name in CODE_IN_BRACKETS and (end := ends.after(f"[/{found[1]}]", start)) >= 0:
                verbatim_end = end
                if is_markdown and _MARKS.search(body, start, end):
                    written = body[start:end].replace("<", "&lt;")
                    text, start = f"{text}\n\n<pre>{written}</pre>\n\n", end
                elif not is_markdown and "<?" in body[start:end]:
                    text, start = text + body[start:end].replace("<?", "&lt;?"), end
            elif name in _AROUND_ADDRESS and (inner := _INNER.match(body, start)):
                start += len(inner[0]) if is_setting(inner[0]) else 0
        gap = "" if not text and _is_in_word(name or closed.lower()) else " "
        parts.append(f" {text} " if text else gap)
    return "".join([*parts, body[start:]])


def _shown(name: str, arguments: str, left_out: list[str] | None) -> str:
    """Return what a reader sees of the arguments of a code."""
    if name == _QUOTING and (arguments.startswith("=") or _AUTHOR.match(arguments)):
        value = arguments[1:] if arguments.startswith("=") else _AUTHOR.sub("", arguments, count=1)
        return _WHERE.sub("", html.unescape(value).strip("\"' ")).strip("\"' ")
    if arguments.startswith("="):
        if name in _STYLING:
            return ""
        value = html.unescape(arguments[1:]).strip("\"' ").replace('"', "'")
        read = read_arguments(name, f'"{value}"')
    else:
        read = read_arguments(name, arguments, unnamed=False)
    if left_out is not None:
        left_out += read.unknown
    return " ".join([*read.seen, *read.code])


def _may_be_bare(name: str, end: int, ends: Ends, closings: Mapping[str, int]) -> bool:
    if name in _BARE:
        return ends.after("[", end) != end  # else it is a link to what is named behind it
    return name not in _SAID and closings.get(name, -1) >= end


def _is_in_word(name: str) -> bool:
    return name.replace("_", "").replace("-", "") in _IN_WORDS
