"""Which tags are words? Those that are not HTML, or would swallow what follows for want of an end.

A writer says `<Redacted>` or `the <script> tag`, and means a word. A browser shows nothing of it,
and after `<script>` nothing at all. Here its `<` becomes an entity, so that a parser sees text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from indexer.read.offsets import Ends, Span, Spans

#: Characters of a tag, at most: parsing can take time with the square of its attributes. A longer
#: one is left out, of which a reader sees nothing.
MAX_MARKUP_TAG_CHARACTERS = 16 * 1024

#: Elements that hold nothing, and have no end tag.
VOID_NAMES = frozenset((
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input",
    "keygen", "link", "meta", "param", "source", "track", "wbr",
))  # fmt: skip
#: Those among them of which a reader sees something, or that say nothing but where they stand.
_SHOWN_VOID = frozenset(("br", "col", "hr", "wbr"))
#: Those that show nothing without attributes: a writer who names one means a word.
_NAMED_VOID = VOID_NAMES - _SHOWN_VOID
#: Elements of which a reader sees nothing, or whose content is text: nothing ends them but their
#: own end tag.
_SWALLOWING = frozenset((
    "applet", "audio", "canvas", "frameset", "iframe", "noembed", "noframes", "noscript", "object",
    "plaintext", "script", "select", "style", "svg", "template", "textarea", "title", "video",
    "xmp",
))  # fmt: skip
#: Elements that end without an end tag.
_ENDING = frozenset((
    "body", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rb", "rp",
    "rt", "rtc", "tbody", "td", "tfoot", "th", "thead", "tr",
))  # fmt: skip
_OTHERS = frozenset((
    "a", "abbr", "acronym", "address", "article", "aside", "b", "bdi", "bdo", "big", "blink",
    "blockquote", "button", "caption", "center", "cite", "code", "data", "datalist", "dcn", "del",
    "details", "dfn", "dialog", "dir", "div", "dl", "em", "fieldset", "figcaption", "figure",
    "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "i", "image",
    "ins", "kbd", "label", "legend", "listing", "main", "map", "mark", "marquee", "math", "menu",
    "menuitem", "meter", "nav", "nobr", "ol", "output", "picture", "pre", "progress", "q", "ruby",
    "s", "samp", "search", "section", "slot", "small", "span", "strike", "strong", "sub",
    "summary", "sup", "table", "time", "tt", "u", "ul", "var",
    # MathML
    "annotation", "maction", "merror", "mfenced", "mfrac", "mi", "mmultiscripts", "mn", "mo",
    "mover", "mpadded", "mphantom", "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt",
    "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
    "semantics",
))  # fmt: skip
#: The elements of HTML.
HTML_NAMES = VOID_NAMES | _SWALLOWING | _ENDING | _OTHERS
#: Elements that are not HTML, and that browsers and the programs of archives show nothing of. Any
#: other name of letters that begins with a small one is a word: `the <port>8080</port> here`.
_SILENT = frozenset((
    # SVG, MathML and feeds
    "circle", "clippath", "defs", "ellipse", "g", "path", "polygon", "polyline", "rect", "tspan",
    "use", "lineargradient", "radialgradient", "foreignobject", "textpath", "animatetransform",
    "maligngroup", "malignmark", "mglyph", "mlabeledtr",
    "channel", "content", "description", "enclosure", "entry", "guid", "item", "pubdate",
    # browsers of old, editors of HTML and of wikis, newspapers
    "csaction", "csactiondict", "csobj", "csscriptdict", "ilayer", "isindex", "layer", "multicol",
    "nextid", "noindex", "nolayer", "spacer", "hiero", "imagemap", "includeonly", "inputbox",
    "noinclude", "nowiki", "onlyinclude", "poem", "ref", "references", "syntaxhighlight",
    "timeline", "toc", "byline", "credit", "dateline", "hl1", "hl2", "emphasis", "para", "ulink",
    # programs of blogs
    "accordion", "badge", "bold", "callout", "card", "cards", "carousel", "cut", "excerpt",
    "footnote", "fullpost", "gallery", "gist", "highlight", "icon", "instagram", "italic", "lj",
    "more", "note", "pullquote", "quote", "readmore", "slider", "spoiler", "tab", "tabs", "tip",
    "tweet", "underline", "vimeo", "warning", "youtube",
))  # fmt: skip
_NAME_OF_WRITER = re.compile(r"[a-z]\w*")
#: Attributes without a value. With others alone a tag is a comparison: `a <b and c> d`.
_BARE_ATTRIBUTES = frozenset((
    "/", "allowfullscreen", "amp", "⚡", "async", "autofocus", "autoplay", "border", "checked",
    "compact", "controls", "crossorigin", "default", "defer", "disabled", "download",
    "formnovalidate", "hidden", "inert", "ismap", "itemscope", "loop", "multiple", "muted",
    "nofollow", "nohref", "nomodule", "noresize", "noshade", "novalidate", "nowrap", "open",
    "playsinline", "readonly", "required", "reversed", "selected", "translate", "typemustmatch",
    # of programs: Python-Markdown, Next.js, Vue
    "global", "jsx", "markdown", "module", "scoped", "setup",
))  # fmt: skip

# The most frequent names first, since they are tried in their order.
_FREQUENT = ("p", "a", "li", "strong", "em", "code", "br", "td", "h2", "h3", "span", "div", "b")
_PLAIN_NAMES = "|".join(
    (*_FREQUENT, *sorted(HTML_NAMES - _SWALLOWING - {*_FREQUENT}, key=lambda n: (-len(n), n)))
)
# The `<` of what may be no tag. The second pattern finds tags that stand like a word. Both begin
# with the sign alone, which is searched for most quickly.
_SUSPECT = re.compile(
    rf"<(?:(?=[A-Za-z/!?])(?!/?(?:{_PLAIN_NAMES})(?:[ \n]++[a-z-]++=\"[^\"<>]*+\")*+[ \n]*+/?>)"
    rf"|(?i:{'|'.join(sorted(_NAMED_VOID))})[ ]?/?>"
    r"|(?<![^ \t(“\"'/]<)/?[A-Za-z][A-Za-z0-9]*+(?:[ ]?/)?>(?=[ \t\n.,;:!?)”\"'/-]|</a>|\Z)"
    r"|(?<=[\w$>]<)(?!br>|p>|li>)[A-Za-z][A-Za-z0-9]*+>(?=[ \t\n.,;:!?)”\"'/-]|</a>|\Z))"
)
_ATTRIBUTE = r"""[^\s"'<>/=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++))?"""
_TAG = re.compile(rf"""<(/?)([A-Za-z][^\s/>"'=<]*)((?:[\s/]++(?:{_ATTRIBUTE})?)*+)>""")
_NAME = re.compile(r"""<(/?)([A-Za-z][^\s/>"'=<]*)""")
_TAG_BEGINNING = re.compile(r"<[^<>]*")
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_DECLARATION = re.compile(r"<(?:!doctype\b|!\[(?:if|endif|CDATA\[)|\?[a-z=])[^<>]*>", re.IGNORECASE)
_BLOCK_EDGE = re.compile(
    r"</?(?:p|li|div|td|th|tr|h[1-6]|ul|ol|table|blockquote|font|body)(?![\w-])|\n[ \t]*\n",
    re.IGNORECASE,
)
_BEFORE_TARGET = ("](", "]: ", "]:")
_TARGET = re.compile(r"<(?:[^<>\\\n]|\\.)*+>")
#: What may stand before a tag that stands like a word, and behind it.
_STANDS_AFTER = " \t(“\"'/"
_STANDS_BEFORE = re.compile(r"[ \t\n.,;:!?)”\"'/-]|</a>|\Z")
#: What says behind a tag that it is named there.
_IS_NAMED = re.compile(r"[ \t-](?:tags?|elements?)\b", re.IGNORECASE)
#: A link that begins right before a tag.
_LINK_BEGINS = re.compile(r"<a\s[^<>]*>\Z", re.IGNORECASE)
#: Characters within which the end of an element is looked for, where it may stand like a word.
_NEAR_CHARACTERS = 500
#: Characters of a line that are looked at before a tag.
_BEFORE_CHARACTERS = 200


def has_stray_tags(markup: str) -> bool:
    """Tell whether a text may have a tag that is a word."""
    return _SUSPECT.search(markup) is not None


def with_words_for_stray_tags(
    markup: str, spans: list[Span] | None = None, *, is_line: bool = False
) -> str:
    """Return HTML in which `&lt;` stands for the `<` of all that is not a tag, or has no end.

    With `spans`, the code of a body of Markdown, that stays as it is, and so do `<https://…>` and
    `<me@post.example>`. A title or a tag `is_line`: there even the first word may be a tag. It
    takes linear time.
    """
    if spans is None and _CDATA in markup:
        first, *others = markup.split(_CDATA)
        markup = "".join([first, *(other.replace(_CDATA_END, "", 1) for other in others)])
    suspect = _SUSPECT.search(markup)
    if suspect is None:
        return markup
    return "".join(_Mending(markup, spans, is_line).parts(suspect))


def _is_no_attribute(word: str) -> bool:
    return word not in _BARE_ATTRIBUTES and "-" not in word


class _Mending:
    """The mending of one text."""

    def __init__(self, markup: str, spans: list[Span] | None, is_line: bool) -> None:
        self._markup = markup
        self._is_markdown = spans is not None
        self._spans = spans or []
        self._is_line = is_line
        self._ends = Ends(markup)
        #: The end of the last tag that was a word.
        self._worded = -1
        #: Swallowing elements of which the last start tag was a word.
        self._words: set[str] = set()
        self._index: dict[str, list[int]] | None = None

    def parts(self, suspect: re.Match[str] | None) -> Iterator[str]:
        markup, start, code = self._markup, 0, Spans(self._spans)
        while suspect:
            position = suspect.start()
            end = code.end_at(position)
            if end < 0:
                end = self._target_end(position)
            if end < 0 and self._is_escaped(position):
                end = position + 1  # `\<`, which a renderer shows as the sign
            elif end < 0:
                replacement, end = self._read(position)
                if replacement != markup[position:end]:
                    yield markup[start:position]
                    yield replacement
                    start = end
            suspect = _SUSPECT.search(markup, max(end, position + 1))
        yield markup[start:]

    def _read(self, position: int) -> tuple[str, int]:
        """Return what stands for the tag at a position, and the end of what it stands for."""
        markup = self._markup
        word = "&lt;", position + 1
        tag = _TAG.match(markup, position)
        if tag is None:
            if markup.startswith("<!--", position):
                end = self._ends.after("-->", position + 2)
                return self._hidden(position, position + 4, end + 3 if end >= 0 else -1) or word
            if declaration := _DECLARATION.match(markup, position):
                return declaration[0], declaration.end()
            return self._broken(position) or word
        sign, name, attributes = tag.groups()
        lower = name.lower()
        if self._is_markdown and (":" in name or "@" in name):
            # An address; or an element of other XML, which CommonMark would show.
            is_element = self._has(lower if sign else f"/{lower}")
            return "" if is_element else tag[0], tag.end()
        if lower not in HTML_NAMES:
            return (tag[0], tag.end()) if self._is_element(tag) else word
        if len(tag[0]) > MAX_MARKUP_TAG_CHARACTERS:
            return "", tag.end()
        if "=" not in attributes and any(map(_is_no_attribute, attributes.lower().split())):
            return word
        if lower in _SWALLOWING:
            if not sign:
                return self._swallowing(tag, lower) or word
            if lower in self._words:
                self._words.remove(lower)
                return word
        is_bare = not (attributes.strip(" /") if lower in VOID_NAMES else attributes)
        if is_bare and self._stands_as_word(tag, sign, lower):
            self._worded = tag.end()
            return word
        whole = tag[0]
        if "<" in attributes or ">" in attributes:
            whole = whole[0] + whole[1:-1].replace("<", "&lt;").replace(">", "&gt;") + ">"
        return whole, tag.end()

    def _target_end(self, position: int) -> int:
        """Return the end of the target of a link, as in `[a](<b c.pdf>)`; -1 for anything else."""
        if not self._is_markdown or not self._markup.endswith(_BEFORE_TARGET, 0, position):
            return -1
        target = _TARGET.match(self._markup, position)
        return target.end() if target else -1

    def _is_escaped(self, position: int) -> bool:
        """Tell whether an odd number of backslashes stands before a position of Markdown."""
        if not self._is_markdown or self._markup[position - 1 : position] != "\\":
            return False
        before = self._markup[max(0, position - _BEFORE_CHARACTERS) : position]
        return (len(before) - len(before.rstrip("\\"))) % 2 == 1

    def _swallowing(self, tag: re.Match[str], name: str) -> tuple[str, int] | None:
        """Return a swallowing element as it is, with all in it; None if it is a word."""
        if tag[3].endswith("/") and "=" in tag[3]:
            return "", tag.end()  # `<iframe src="…"/>` ends where it begins, say its writers
        end = self._next(f"/{name}", tag.end())
        kept = self._hidden(tag.start(), tag.end(), end)
        if kept is None:
            self._words.add(name)
        return kept

    def _hidden(self, start: int, content: int, end: int) -> tuple[str, int] | None:
        """Return what has an end (-1: none); None if that belongs to another element's text."""
        if end < 0 or (self._follows_word(start) and self._leaves(content, end)):
            return None
        return self._markup[start:end], end

    def _leaves(self, start: int, end: int) -> bool:
        """Tell whether a text ends an element that began before it."""
        depths: dict[str, int] = {}
        for found in _NAME.finditer(self._markup, start, min(end, start + _NEAR_CHARACTERS)):
            name = found[2].lower()
            depths[name] = depths.get(name, 0) + (-1 if found[1] else 1)
            if depths[name] < 0:
                # The last one is the end tag of the element itself.
                return self._markup.find(">", found.end()) + 1 < end
        return False

    def _is_element(self, tag: re.Match[str]) -> bool:
        """Tell whether a tag that is not HTML is one of another element."""
        sign, name, attributes = tag.groups()
        lower = name.lower()
        if _NAME_OF_WRITER.fullmatch(name) and lower not in _SILENT:
            return False
        if "=" in attributes:
            return True
        if attributes.endswith("/"):  # of a component, which a writer may name between words
            is_component = name[0].isupper() and not name.isupper() and ":" not in name
            return not (is_component and self._is_beside_word(tag))
        return self._has(name if sign else f"/{name}")

    def _stands_as_word(self, tag: re.Match[str], sign: str, name: str) -> bool:
        """Tell whether a tag without attributes stands between words, and nothing ends it."""
        end = tag.end()
        if name in _ENDING or (sign and name != "a"):
            stands_apart = _STANDS_BEFORE.match(self._markup, end) is not None
            if stands_apart and self._is_lone_in_link(tag, sign, name):
                return True
        if name in _NAMED_VOID:
            return not self._has(name if sign else f"/{name}") and self._is_beside_word(tag)
        if name in _SHOWN_VOID or (name in ("p", "li") and not self._is_line):
            if self._is_line and tag[0] == self._markup.strip():
                return True  # a tag of an item, as in `tags: ['<br>']`
            is_named = _IS_NAMED.match(self._markup, end) is not None
            return is_named and self._follows_word(tag.start())
        if not _STANDS_BEFORE.match(self._markup, end):
            return False
        if not self._follows_word(tag.start()):
            return not sign and name not in _ENDING and self._adjoins_word(tag, name)
        if name == "a" and not sign and self._is_in_link(tag.start()):
            return True
        if sign:
            return not self._has(name)
        if name in _ENDING:
            return not self._has(f"/{name}")
        closing = self._next(f"/{name}", end)
        if not 0 <= closing <= end + _NEAR_CHARACTERS:
            return True
        edge = _BLOCK_EDGE.search(self._markup, end, closing)
        return edge is not None and edge.end() < closing

    def _is_beside_word(self, tag: re.Match[str]) -> bool:
        """Tell whether text stands before or behind a tag, in its line and its element."""
        start, end = tag.span()
        before = self._markup[max(0, start - _BEFORE_CHARACTERS) : start]
        line = before.rpartition("\n")[2].rpartition(">")[2]
        if line.strip() or (self._is_line and not before.strip()) or _LINK_BEGINS.search(before):
            return True
        behind = self._markup[end : end + _BEFORE_CHARACTERS]
        return bool(behind.partition("\n")[0].partition("<")[0].strip())

    def _adjoins_word(self, tag: re.Match[str], name: str) -> bool:
        """Tell whether a start tag stands right behind a word, and nothing ends it: `List<var>`."""
        before = self._markup[max(0, tag.start() - 1) : tag.start()]
        if not (before.isalnum() or before == "$"):
            return False
        closing = self._next(f"/{name}", tag.end())
        return closing < 0 or 0 <= self._next(name, tag.end()) < closing

    def _is_lone_in_link(self, tag: re.Match[str], sign: str, name: str) -> bool:
        """Tell whether a tag follows a word of a link, a headline, that lacks the other one."""
        before = self._markup[max(0, tag.start() - _BEFORE_CHARACTERS) : tag.start()]
        link = before.rfind("<a ")
        if link < 0 or "</" in before[link:] or f"<{name}" in before[link + 1 :]:
            return False
        end = self._markup.find("</a>", tag.end(), tag.end() + _NEAR_CHARACTERS)
        is_lone = bool(sign) or f"</{name}" not in self._markup[tag.end() : max(end, tag.end())]
        return end >= 0 and is_lone and self._follows_word(tag.start())

    def _is_in_link(self, position: int) -> bool:
        """Tell whether a position lies in a link that has an end."""
        starts, ends = (self._tags().get(key, []) for key in ("a", "/a"))
        number, ended = bisect_left(starts, position), bisect_left(ends, position)
        if not number or ended == len(ends):
            return False
        return not ended or ends[ended - 1] < starts[number - 1]

    def _follows_word(self, position: int) -> bool:
        """Tell whether a word stands before a position, in its line and its element.

        The beginning of a link counts as one, since it may be a headline.
        """
        before = self._markup[max(0, position - _BEFORE_CHARACTERS) : position]
        if not before.strip():
            return self._is_line
        if before[-1] == ">" and _LINK_BEGINS.search(before[before.rfind("<") :]):
            return True
        line = before.rpartition("\n")[2].rpartition(">")[2]
        is_behind_tag = bool(line) and self._worded == position - len(line)
        return (is_behind_tag or bool(line.strip())) and line[-1] in _STANDS_AFTER

    def _broken(self, position: int) -> tuple[str, int] | None:
        """Return the element of a tag with a quotation mark too few; None if it is a word."""
        named = _NAME.match(self._markup, position)
        beginning = _TAG_BEGINNING.match(self._markup, position)
        if named is None or beginning is None or named[2].lower() not in HTML_NAMES:
            return None
        end = beginning.end() + 1
        if "=" not in beginning[0] or self._markup[end - 1 : end] != ">":
            return None
        return "" if named[2].lower() in _SWALLOWING else f"<{named[2]}>", end

    def _has(self, key: str) -> bool:
        if not self._is_markdown and f"<{key}>" in self._markup:
            return True  # as mostly, and found without reading all tags
        return key.lower() in self._tags()

    def _next(self, key: str, position: int) -> int:
        """Return the end of the next start or end tag (`/name`) from a position on, -1: none."""
        starts = self._tags().get(key, [])
        number = bisect_left(starts, position)
        if number == len(starts):
            return -1
        end = self._ends.after(">", starts[number])
        return end + 1 if end >= 0 else -1

    def _tags(self) -> dict[str, list[int]]:
        """Return the offsets of all start tags by `name`, and of end tags by `/name`, in order."""
        if self._index is None:
            self._index = {}
            code = Spans(self._spans)
            for found in _NAME.finditer(self._markup):
                if code.end_at(found.start()) < 0 and not self._is_escaped(found.start()):
                    key = f"{found[1]}{found[2]}".lower()
                    self._index.setdefault(key, []).append(found.start())
        return self._index
