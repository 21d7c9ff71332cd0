"""How does a reader take the citation of an item along? As words, BibTeX, RIS or CSL-JSON."""

import json
import re
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, request

from search import Item, SearchRequest
from search.export.citations import bibtex, cited_headline, csl_json, plain, ris
from search.frozen import frozen
from search.messages import message
from web.archives import archive
from web.outbound import outbound
from web.page_links import public_address
from web.parameters import read_search, refuse_unknown
from web.search_links import item_url, version_url
from web.translation import N_, gettext

blueprint = Blueprint("cite", __name__)

#: Characters of a citation that the page of an item shows; a longer one is there to be downloaded.
MAX_CITATION_CHARACTERS = 6_000
#: Tags that the page of an item names to programs.
MAX_KEYWORDS = 20
#: Characters of an address that the page of an item names to programs.
MAX_TOLD_CHARACTERS = 2_000


@frozen(kw_only=True)
class CitationFormat:
    """A form of citations: its name for readers, what writes it, its type and its file's end."""

    words: str
    write: Callable[[Item, str], str]
    mimetype: str
    extension: str


def _csl(item: Item, here: str) -> str:
    return json.dumps([csl_json(item, here)], ensure_ascii=False, indent=2) + "\n"


#: Parameter -> the format.
CITATION_FORMATS = {
    "plain": CitationFormat(
        words=N_("Text"),
        write=lambda item, here: plain(item, here) + "\n",
        mimetype="text/plain",
        extension="txt",
    ),
    "bibtex": CitationFormat(
        words="BibTeX", write=bibtex, mimetype="application/x-bibtex", extension="bib"
    ),
    "ris": CitationFormat(
        words="RIS", write=ris, mimetype="application/x-research-info-systems", extension="ris"
    ),
    "csl": CitationFormat(
        words="CSL-JSON",
        write=_csl,
        mimetype="application/vnd.citationstyles.csl+json",
        extension="json",
    ),
}


@blueprint.get("/cite/<id:id>")
def cite(id: str) -> Response:
    """Answer with the citation of an item, as a file."""
    refuse_unknown(("format", "as_of", "version"))
    wanted = request.args.get("format") or "plain"
    if wanted not in CITATION_FORMATS:
        abort(
            400,
            message(
                "format: {given} is not a format of citations; give one of {names}.",
                given=f"{wanted[:40]!r}",
                names=", ".join(CITATION_FORMATS),
            ),
        )
    written = CITATION_FORMATS[wanted]
    search = read_search()
    item, version = _item(id, search), request.args.get("version")
    text = written.write(item, cited_address(id, search, int(version) if version else None))
    answer = Response(text, content_type=f"{written.mimetype}; charset=utf-8")
    name = f"citation.{written.extension}"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _item(id: str, search: SearchRequest) -> Item:
    """Return an item, in the version that the address names."""
    given = request.args.get("version")
    if not given:
        return archive().item(id, search.as_of)
    if not re.fullmatch("[1-9][0-9]{0,8}", given):
        abort(400, gettext("“{given}” is not the number of a version.", given=given[:40]))
    number = int(given)
    read = archive().reading(id, search, version=number)
    if read.version != number:
        abort(404, gettext("Version {number} is not held of this item.", number=given[:40]))
    return read.item


def cited_address(id: str, search: SearchRequest, version: int | None) -> str:
    """Return the address by which an item is cited, as of the day of a search; "" if unknown."""
    path = (
        version_url(id, version, search)
        if version
        else item_url(id, SearchRequest(as_of=search.as_of))
    )
    return public_address(path)


def citations_of(item: Item, here: str) -> list[tuple[str, str]]:
    """Return the citations of an item that its page shows: the words of the format, the text.

    `here` is its address in the archive, "" if unknown.
    """
    found = ((own.words, own.write(item, here)) for own in CITATION_FORMATS.values())
    return [(words, text) for words, text in found if len(text) <= MAX_CITATION_CHARACTERS]


def told_to_programs(item: Item, here: str) -> tuple[list[tuple[str, str]], dict[str, Any]]:
    """Return what the page of an item tells programs that cite: its meta tags, and its JSON-LD.

    `here` is the page's address.
    """
    line = cited_headline(item)
    title = line.text or item.title or item.id
    link = outbound(line.link) or ""
    link = link if len(link) <= MAX_TOLD_CHARACTERS else ""
    day = item.day.isoformat() if item.day else ""
    tags = [
        ("citation_title", title),
        ("citation_publication_date", day.replace("-", "/")),
        ("citation_publisher", line.outlet),
        # Not as `citation_journal_title`: by that Zotero takes an item for an article of a journal.
        ("prism.publicationName", line.outlet),
        ("citation_public_url", link or here),
        ("DC.type", "newspaperArticle"),
        ("DC.title", title),
        ("DC.date", day),
        ("DC.publisher", line.outlet),
        ("DC.identifier", link or here),
        *(("DC.subject", tag) for tag in item.tags[:MAX_KEYWORDS]),
    ]
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": day,
        "publisher": {"@type": "Organization", "name": line.outlet} if line.outlet else None,
        "isPartOf": {"@type": "CreativeWork", "name": line.outlet} if line.outlet else None,
        "url": link,
        "archivedAt": here,
        "keywords": list(item.tags[:MAX_KEYWORDS]),
    }
    return (
        [(name, value) for name, value in tags if value],
        {name: value for name, value in data.items() if value},
    )
