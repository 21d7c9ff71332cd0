"""Which words do components in Markdown show by their attributes?

`<Card title="Storm" />` shows Storm. Such components stand in files that are not called MDX, too.
The words are put beside the tags, which stay: rendered, an unknown tag shows nothing. What stands
between tags on lines of their own is Markdown, which CommonMark would take for HTML.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape, unescape

from indexer.read.offsets import Span, Spans
from indexer.read.stray_tags import HTML_NAMES
from indexer.read.template_arguments import read_arguments

#: The most common names and attributes of components come with a capital letter and a value. One
#: of a custom element, `<my-card title="Storm">`, counts if its attribute is always shown.
_OPENING = re.compile(r"<(?=[A-Z][\w.]*[a-z]|[a-z]+-[a-z-]+\s|aside>\n)")
#: A tag alone on its line: of a component, or of a box that Notion exports.
_ALONE = re.compile(r"^[ \t]*(</?(?:[A-Z][\w.]*(?:\s[^<>\n]*)?|aside)>)[ \t]*$", re.MULTILINE)
_TAG = re.compile(
    r"""<([A-Za-z][\w-]*+)((?:\s++(?:[A-Za-z_:@#][\w.:-]*+(?:=(?:"[^"]*+"|'[^']*+'))?|/(?=>))?)*+)/?>"""
)
_BOUND = re.compile(r"""\s[:@#v][\w.:-]*=(?:"[^"]*+"|'[^']*+')""")
#: Attributes of Vue that are none in CommonMark, for which the tag would be words.
_OF_VUE = re.compile(r"""\s[@#][\w.:-]*+(?:=(?:"[^"]*+"|'[^']*+'))?""")
_SHOWN = re.compile(
    r"""\s(?:title|label|caption|heading|text|summary|subtitle)=(?:"[^"]*+"|'[^']*+')"""
)
#: Custom elements of others, whose attributes are settings.
_OTHERS = ("amp-", "fb-", "g-", "font-", "color-", "annotation-", "missing-")
#: Two elements that touch, of which the first ends: `<Card>a</Card><Card>b</Card>`.
_TOUCHING = re.compile(r"</([A-Za-z][\w.-]*+)><(?=([A-Za-z][\w.-]*+))")
_INDENT = re.compile(r"[ \t>]*\Z")


def with_texts_of_components(
    body: str, code: Callable[[str], Sequence[Span]], left_out: list[str]
) -> str:
    """Return Markdown in which the texts of components stand before them. It takes linear time.

    `code` returns the parts of the body that stay as they are; elements of HTML are no
    components. What may be text, and is not known, is added to `left_out`.
    """
    if _TOUCHING.search(body):
        body = _parted(body, code)
    if _OPENING.search(body) is None:
        return body
    found = [
        tag
        for opening in _OPENING.finditer(body)
        if (tag := _TAG.match(body, opening.start()))
        and ("=" in tag[2] or "#" in tag[2])
        and tag[1].lower() not in HTML_NAMES
    ]
    if found:
        body = "".join(_parts(body, found, Spans(code(body)), left_out))
    return _with_tags_apart(body, code) if _ALONE.search(body) else body


def are_parted(ended: str, begun: str) -> bool:
    """Tell whether a blank belongs between two elements that touch: both are components."""
    return ended.lower() not in HTML_NAMES and begun.lower() not in HTML_NAMES


def _parted(body: str, code: Callable[[str], Sequence[Span]]) -> str:
    if not any(are_parted(*found.groups()) for found in _TOUCHING.finditer(body)):
        return body
    spans = Spans(code(body))

    def parted(found: re.Match[str]) -> str:
        is_text = are_parted(*found.groups()) and spans.end_at(found.start()) < 0
        return f"{found[0][:-1]} <" if is_text else found[0]

    return _TOUCHING.sub(parted, body)


def _with_tags_apart(body: str, code: Callable[[str], Sequence[Span]]) -> str:
    spans = Spans(code(body))
    return _ALONE.sub(
        lambda tag: tag[0] if spans.end_at(tag.start(1)) >= 0 else f"\n{tag[1]}\n", body
    )


def _parts(
    body: str, tags: Sequence[re.Match[str]], code: Spans, left_out: list[str]
) -> Iterator[str]:
    start = 0
    for tag in tags:
        if code.end_at(tag.start()) >= 0:
            continue
        text, own = _text(tag[1], tag[2], left_out), _OF_VUE.sub("", tag[0])
        if not text and own == tag[0]:
            continue
        yield body[start : tag.start()]
        line = body[body.rfind("\n", 0, tag.start()) + 1 : tag.start()]
        if text:
            yield f"{text}\n{line.rstrip()}\n{line}" if _INDENT.match(line) else f"{text} "
        yield own
        start = tag.end()
    yield body[start:]


def _text(name: str, attributes: str, left_out: list[str]) -> str:
    if name[0].islower():
        if name.startswith(_OTHERS):
            return ""
        given = "".join(_SHOWN.findall(attributes))
    else:
        given = _BOUND.sub("", attributes)
    read = read_arguments(name, unescape(given), unnamed=False)
    left_out += read.unknown
    return escape(" ".join(" ".join([*read.seen, *read.code]).split()), quote=False)
