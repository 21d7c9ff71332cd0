"""Which item is in a file?"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Protocol

from indexer.ledger import Reason, Refused, Repairs, Report
from indexer.read.asciidoc import BlocksRead, is_asciidoc, read_blocks, read_document
from indexer.read.beside_body import (
    say_captions,
    say_descriptions,
    say_other_titles,
    with_text_above,
    with_texts_of_groups,
)
from indexer.read.blurb import read_blurb
from indexer.read.body import begins_with_title, pictures_of, read_body
from indexer.read.bounds import bounded_headlines, bounded_text
from indexer.read.code_spans import code_spans
from indexer.read.days import read_dated
from indexer.read.dokuwiki import read_dokuwiki
from indexer.read.exact import read_exact
from indexer.read.exported import without_exported
from indexer.read.feed import read_feed
from indexer.read.fences import find_opening
from indexer.read.field_values import first_text, name
from indexer.read.file_names import title_of_name, words_of_name
from indexer.read.front_matter import Matter, read_matter
from indexer.read.head import read_head, read_title, title_of_page
from indexer.read.key_text import say_other_texts, say_structured_texts, with_text_of_keys
from indexer.read.keys import (
    DESCRIPTIONS,
    OTHER_TITLES,
    RANKED_CATEGORIES,
    RANKED_TAGS,
    TITLE,
)
from indexer.read.lektor import read_lektor
from indexer.read.mail import read_mail
from indexer.read.markup import plain
from indexer.read.mdx import Markdown, without_components
from indexer.read.origin import read_origin
from indexer.read.outlets import Outlets
from indexer.read.shortcodes import without_templates
from indexer.read.tags import names_in, read_tags, with_names_of_jekyll, without_leaked
from indexer.read.text import decode
from indexer.read.title_marks import without_title_marks
from indexer.read.titles import endings, first_sentence, shortened, without_outlet
from indexer.read.whole_texts import say_left_out, whole_text
from search.export.markdown import MARK
from search.model import MAX_TITLE_CHARACTERS, Headline, Item

_HTML_EXTENSIONS = (".html", ".htm")
_MDX_EXTENSION = ".mdx"
_SETTINGS = frozenset(("true", "false", "yes", "no", "on", "off"))
_WORDS = re.compile(r"\w+")


class Readable(Protocol):
    """A file to read an item from: one in a folder, or one state of a file in a history."""

    @property
    def id(self) -> str:
        """The item's id, which ends with the extension of the file."""

    @property
    def shown(self) -> str:
        """What the ledger calls the file, as `printable` text."""

    def read(self) -> bytes:
        """Return the bytes of the file. Raises Refused if they cannot or must not be read."""


def load(
    source: Readable,
    report: Report,
    outlets: Outlets,
    data: bytes | None = None,
    changed: datetime | None = None,
) -> Item | None:
    """Return the item in a file, whose bytes may be given, and when it was last written.

    Each repair is reported in one line. If the file cannot become an item, that is reported in
    one line, and None returned: whatever is in a file, this raises nothing but MemoryError.
    """
    repairs = Repairs(source.shown)
    try:
        item = _load(source, repairs, outlets, data, changed)
    except Refused as refused:
        report(refused.entry(repairs.file))
        return None
    except MemoryError:
        raise
    except Exception as error:
        # A library may raise what it does not document; one bad file must not stop a run.
        detail = f"Reading it failed ({type(error).__name__}: {str(error)[:200]})."
        report(Refused(Reason.UNREADABLE_MARKUP, detail).entry(repairs.file))
        return None
    for entry in repairs.entries:
        report(entry)
    return item


def _load(
    source: Readable,
    repairs: Repairs,
    outlets: Outlets,
    data: bytes | None,
    changed: datetime | None,
) -> Item:
    data = source.read() if data is None else data
    file_name = source.id.lower()
    unpacked = read_mail(data, repairs)
    text = "" if unpacked else decode(data, repairs)
    unpacked = (
        unpacked
        or read_feed(text, repairs)
        or read_lektor(file_name, text, repairs)
        or read_dokuwiki(file_name, text, repairs)
    )
    if unpacked:
        matter = unpacked.matter
    elif is_asciidoc(file_name, {}) and find_opening(text.lstrip()) is None:
        matter = Matter({}, text)  # its header comes without fences
    else:
        matter = read_matter(text, repairs)
    values = matter.values
    if MARK in values:
        return read_exact(source.id, matter, repairs)
    of_page = ""
    content: BlocksRead | Markdown = Markdown(matter.body, [])
    is_page = not unpacked and file_name.endswith(_HTML_EXTENSIONS)
    is_markdown = not (unpacked.is_html if unpacked else is_page)
    if unpacked:
        pass  # as it was taken apart
    elif is_asciidoc(file_name, values):
        document = read_document(matter.body)
        own_title = first_text(document.values.get(TITLE))
        if own_title and own_title != first_text(values.get(TITLE, own_title)):
            say_left_out(TITLE, (own_title,), repairs, "as the front matter gives another")
        values = {**document.values, **values}
        content, is_markdown = read_blocks(document), False
    elif file_name.endswith(_MDX_EXTENSION):
        exported, body_text = without_exported(matter.body)
        values = {**exported, **values}
        content = without_components(body_text)
    elif not is_markdown:
        if values:  # what makes pages of such a file reads its templates
            content = _without_templates(matter.body)
            of_page = read_title(matter.body)
        else:
            head = read_head(matter.body)
            values, of_page = head
            if head.named:
                detail = f"It has no front matter; the page gives its {head.named}."
                repairs.amend(Reason.NO_FRONT_MATTER, detail)
    values = with_names_of_jekyll(with_texts_of_groups(values), source.id, repairs)
    read = partial(read_body, outlets=outlets, is_markdown=is_markdown)
    body = read(content.text)
    body = with_text_of_keys(values, body, read, repairs)
    hidden, left_out = [*body.hidden], [*content.left_out, *body.left_out]
    feed, link, named = read_origin(values, body.bad_links, repairs, outlets)
    whole_title = plain(_text_of(values, TITLE, ", ", repairs)) or _other_title(values, repairs)
    if not unpacked:
        whole_title = without_title_marks(whole_title)

    headlines, text = body.headlines, body.text
    if not headlines and not text:
        given = (_text_of(values, key, "\n\n", repairs) for key in DESCRIPTIONS if key in values)
        blurb = next(filter(None, map(name, given)), "")
        found = read_blurb(blurb, whole_title, link, outlets, read)
        headlines, text = found.headlines, found.text
        hidden += found.hidden
        left_out += found.left_out
    own_text = text
    if headlines or text:

        def text_of(key: str) -> str:
            own = read(_text_of(values, key, "\n\n", repairs))
            left_out.extend(part for part in own.left_out if part not in left_out)
            return own.text

        if headlines:
            say_descriptions(values, f"{whole_title} {text}", headlines, text_of, repairs)
        else:
            text = with_text_above(values, whole_title, text, text_of)
            say_captions(values, f"{whole_title} {text}", repairs)
    if left_out:
        _account_for_code(left_out, repairs)
    if headlines or text:
        say_structured_texts(values, text, repairs)
    else:
        text = pictures_of(content.text, is_markdown=is_markdown)
        say_other_texts(values, repairs)
    if headlines:
        outlet = headlines[0].outlet
    else:
        outlet = named or outlets.publisher(feed, link)
        # A page is its outlet's, wherever it lies; what else has a title may end with anything.
        if (feed and not outlet) or (of_page and not named and not outlets.knows(outlet)):
            outlet = _known_ending(whole_title or of_page, outlets) or outlet
    title = without_outlet(whole_title, outlet, outlets)
    tags = without_leaked(
        read_tags(names_in(values, RANKED_TAGS, repairs), repairs), whole_title, title
    )
    if not title:
        of_head = without_outlet(of_page, outlet, outlets)
        of_name = words_of_name(source.id) if values or matter.body.strip() else ""
        first = headlines[0].text if headlines else title_of_page(of_head, body.heading)
        is_of_part = of_name and not headlines and not of_head
        if is_of_part and not begins_with_title(content.text, is_markdown=is_markdown):
            first = of_name
        title = without_outlet(first, outlet, outlets) or of_name or first_sentence(own_text)
        title = title or (title_of_name(source.id) if matter.body.strip() else "")
        if not title:
            raise Refused(Reason.EMPTY, "It has no title, and nothing to read.")
        if not of_page:
            shown = shortened(title, 60)
            repairs.add(Reason.NO_TITLE, f"It has no title; {shown!r} stands for it.")
    say_other_titles(values, f"{whole_title} {title} {text}", repairs)
    if len(title) > MAX_TITLE_CHARACTERS:
        detail = f"Its title has {len(title):,} characters; it was cut, and put before the text."
        repairs.add(Reason.LONG_TITLE, detail)
        text = f"{title}\n{text}".strip()
        title = shortened(title, MAX_TITLE_CHARACTERS)
    if outlet and not headlines:
        headlines = (Headline(text=title, outlet=outlet, link=link),)
    if hidden:
        hidden = [
            (kind, without_outlet(words, outlet, outlets) if kind == "title" else words)
            for kind, words in hidden
        ]
        shown = " ".join([title, text, *(line.text for line in headlines)])
        _account_for_hidden(hidden, shown, repairs)
    return Item(
        id=source.id,
        title=title,
        day=read_dated(values, source.id, repairs),
        text=bounded_text(text, repairs),
        headlines=tuple(bounded_headlines(headlines, repairs)),
        tags=tags,
        categories=read_tags(names_in(values, RANKED_CATEGORIES, repairs), repairs, "categories"),
        feed=feed,
        link=link,
        changed=changed,
    )


def _without_templates(html: str) -> Markdown:
    left_out: list[str] = []
    if "{{" not in html and "{%" not in html and "{#" not in html:
        return Markdown(html, left_out)
    return Markdown(without_templates(html, code_spans(html, blocks=()), left_out), left_out)


def _text_of(values: Mapping[str, object], key: str, joint: str, repairs: Repairs) -> str:
    """Return the text of a key; "" if it says how to show something, as `excerpt: false`."""
    value = values.get(key)
    if value is None or isinstance(value, str):  # as most are
        is_setting = key in DESCRIPTIONS and value is not None and value.lower() in _SETTINGS
        return "" if is_setting else first_text(value)
    text, left_out = whole_text(value, joint)
    say_left_out(key, left_out, repairs)
    return "" if isinstance(value, bool) and key in DESCRIPTIONS else text


def _other_title(values: Mapping[str, object], repairs: Repairs) -> str:
    given = (_text_of(values, key, ", ", repairs) for key in OTHER_TITLES if key in values)
    return next(filter(None, map(plain, given)), "")


def _account_for_hidden(hidden: Iterable[tuple[str, str]], shown: str, repairs: Repairs) -> None:
    """Report the elements that a browser hides, if they have words that are not shown elsewhere."""
    known = set(_WORDS.findall(shown.lower()))
    lost = [pair for pair in hidden if not known.issuperset(_WORDS.findall(pair[1].lower()))]
    if lost:
        elements = ", ".join(
            dict.fromkeys(f"<{name}>" if name.isalpha() else name for name, _ in lost)
        )
        text = shortened(" ".join(text for _, text in lost), 60)
        detail = f"Text in {elements} was left out, as a browser does not show it: {text!r}."
        repairs.add(Reason.TEXT_LEFT_OUT, detail)


def _account_for_code(left_out: list[str], repairs: Repairs) -> None:
    count = len(left_out)
    what = "a template or expression" if count == 1 else f"{count:,} templates or expressions"
    it = "it" if count == 1 else "them"
    detail = f"Text of {what} in its body was left out, as only running {it} tells what is shown: "
    shown = shortened(" ".join("; ".join(left_out).split()), 60)
    repairs.add(Reason.TEXT_LEFT_OUT, f"{detail}{shown!r}.")


def _known_ending(title: str, outlets: Outlets) -> str:
    """Return the known outlet that the title of an aggregator or of a page ends with, else ""."""
    known = (ending for _, ending in endings(title) if outlets.knows(ending))
    return outlets.name(next(known, ""))
