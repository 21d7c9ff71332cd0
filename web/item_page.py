"""What does the page of an item show? The item, its marks, its place among the hits."""

from contextlib import suppress
from itertools import groupby
from typing import Any

from flask import request
from markupsafe import Markup

from search import Hit, ItemNotFound, SameArticle, SearchRequest, StorySummary
from search.content_hash import content_hash
from search.results import Marks
from web.archives import archive, archive_language
from web.bounds import shown, size_of
from web.changes import shown_changes
from web.cite import CITATION_FORMATS, citations_of, cited_address, told_to_programs
from web.item_parts import next_match_url
from web.languages import own_attribute
from web.marking import MarkedMatches
from web.page_links import absolute
from web.parameters import read_numbers
from web.search_links import Links, item_url, version_url
from web.translation import gettext
from web.words import counted, dated

#: Notes and related items shown with an item, characters of its description.
MAX_ITEM_NOTES = 8
MAX_RELATED = 6
#: Other items with the same article, and bytes that their addresses and titles take together.
MAX_SAME_ARTICLE = 20
SAME_ARTICLE_BYTES = 40_000
DESCRIPTION_CHARACTERS = 160
#: Headlines of an item that are shown before the rest, which is folded; of one with more than
#: MAX_LISTED_HEADLINES the rest is on pages of its own. As many outlets, tags and categories.
MAX_UNFOLDED_HEADLINES = 20
MAX_LISTED_HEADLINES = 100
MAX_LISTED_NAMES = 50


def item_page(id: str, search: SearchRequest, problems: tuple[str, ...]) -> dict[str, Any]:
    """Return what the template of an item's page is given.

    `search` is the search that led to it, and `problems` are what was left out of its address.
    """
    ranks, notes = read_numbers("hit", gettext("The number of the hit"), 2)
    (number, *_), said = read_numbers("version", gettext("The number of the version"))
    notes += said
    rank, in_story = (*ranks, None)[:2]
    read = archive().reading(id, search, rank, number, in_story)
    if number and number != read.version:
        notes += (
            gettext(
                "Version {number} is not held of this item, which has {versions}; see the newest.",
                number=number,
                versions=counted(read.versions, "version"),
            ),
        )
    search = read.search
    if place := read.place:
        search = search.at_page((place.rank - 1) // search.per_page + 1)
    part = shown(read.item)
    item = part.item
    is_newest = read.version == read.versions
    newest = item if is_newest else shown(archive().item(id, search.as_of)).item
    title = item.title or item.id
    whole = read.item
    covered = whole.headlines if _is_covered(whole.headlines, whole.title) else ()
    are_listed = len(item.headlines) == len(whole.headlines) <= MAX_LISTED_HEADLINES
    lines = covered if are_listed else item.headlines[:MAX_UNFOLDED_HEADLINES]
    names = {
        "sources": part.sources[:MAX_LISTED_NAMES],
        "tags": item.tags[:MAX_LISTED_NAMES],
        "categories": item.categories[:MAX_LISTED_NAMES],
    }
    title_marks = read.title_marks if item.title else ()
    text_marks = _within(read.text_marks, len(item.text))
    headline_marks = [*read.headline_marks[: len(lines)]]
    headline_marks += [()] * (len(lines) - len(headline_marks))
    own_words = [*read.own_words[: len(lines)], *[()] * (len(lines) - len(read.own_words))]
    all_marks = (read.text_marks, *read.headline_marks[: len(covered)])
    left_out = sum(map(len, all_marks)) - sum(map(len, (text_marks, *headline_marks)))
    matches = MarkedMatches(
        title_marks,
        text_marks,
        headline_marks,
        own_attribute(archive_language()),
        left_out,
    )
    # In this order the matches are numbered.
    marked_title, title_stop = matches.line(title, title_marks)
    marked_text = matches.paragraphs(item.text, text_marks)
    marked_lines = [
        matches.line(line.text, marks, own)
        for line, marks, own in zip(lines, headline_marks, own_words, strict=True)
    ]
    same_day = SearchRequest(as_of=search.as_of)
    here = item_url(id) if is_newest else version_url(id, read.version, SearchRequest())
    others = _same_article(id, search)
    meta_tags, linked_data = told_to_programs(item, absolute(here))
    cited_version = None if is_newest else read.version
    citations = citations_of(item, cited_address(id, search, cited_version))
    return {
        "item": item,
        "title": title,
        "whole": whole,
        "names": names,
        "cut": part.cut,
        # Where the next match is if the page does not show it.
        "onward": next_match_url(read, len(item.text), len(lines)) if left_out else "",
        "search": search,
        # What the box of the page searches in is what the page shows that it does.
        "kept": same_day,
        "notes": (*problems, *notes)[:MAX_ITEM_NOTES],
        # Links to searches keep nothing of the reader's search but the state of the archive.
        "same_day": Links(same_day.with_standing(search.standing)),
        "found": any(name != "version" for name in request.args),
        "description": " ".join((item.text or item.title).split())[:DESCRIPTION_CHARACTERS],
        "matches": matches,
        "marked_title": marked_title,
        "title_stop": title_stop,
        "marked_text": marked_text,
        "lines": list(zip(lines, marked_lines, strict=True)),
        "folded_from": MAX_UNFOLDED_HEADLINES,
        "unread": len(item.text) > read.text_read and read.text_read,
        "place": place,
        "neighbour_url": lambda near: item_url(
            near.id,
            search.at_page((near.rank - 1) // search.per_page + 1),
            near.rank,
            near.in_story,
        ),
        "changes": shown_changes(
            newest, archive().changes(id, search.as_of) if newest.versions else ()
        ),
        "read": read,
        "is_newest": is_newest,
        "meta_tags": meta_tags,
        "linked_data": linked_data,
        "citations": citations,
        # On paper it stands for the address of the original, too, which it ends with.
        "citation": dict(citations).get(CITATION_FORMATS["plain"].words, "").strip(),
        "cited_version": cited_version,
        "formats": CITATION_FORMATS,
        "content_hash": content_hash(read.item),
        "generation": read.generation,
        # As far as the archive knows: of many items only when their files were last written.
        "first_seen": (newest.versions[0] if newest.versions else newest).seen,
        # The archive of a past day does not know what came later.
        "updated": None if search.as_of else archive().updated,
        "has_no_text": not item.text.strip(),
        "others": others,
        # What the piece for the rewordings of a story is given.
        "told": {"rewordings": archive().reworded(id, search.as_of)},
        "links": Links(same_day),
        "story": _story(id, search),
        "related": _related(id, search, others),
    }


def _related(
    id: str, search: SearchRequest, others: list[tuple[Markup, list[SameArticle]]]
) -> list[Hit]:
    """Return items like one, less those that the page lists as having its article."""
    listed = {own.id for _, same in others for own in same}
    found = archive().related(id, MAX_RELATED + len(listed), search.as_of)
    return [hit for hit in found if hit.id not in listed][:MAX_RELATED]


def _same_article(id: str, search: SearchRequest) -> list[tuple[Markup, list[SameArticle]]]:
    """Return other items that have an article of an item, by day, as many as the page takes."""
    left = SAME_ARTICLE_BYTES
    found: list[SameArticle] = []
    for other in archive().same_article(id, MAX_SAME_ARTICLE, search.as_of):
        left -= size_of(other.title) + 3 * size_of(other.id) + 2 * size_of(other.link)
        if left < 0:
            break
        found.append(other)
    return [(dated(day), list(same)) for day, same in groupby(found, lambda other: other.day)]


def _story(id: str, search: SearchRequest) -> StorySummary | None:
    """Return the story of an item, None where no other item is of it or none is known."""
    with suppress(ItemNotFound):
        story = archive().story(id, 0, search.as_of).story
        return story if story.items > 1 else None
    return None


def _is_covered(headlines: tuple[Any, ...], title: str) -> bool:
    """Tell whether the headlines of an item say more than its title."""
    return len(headlines) > 1 or (len(headlines) == 1 and headlines[0].text != title)


def _within(marks: Marks, end: int) -> Marks:
    """Return the marks of the part of a text that is shown."""
    return tuple(mark for mark in marks if mark[1] <= end)
