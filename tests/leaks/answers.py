"""What does an archive answer, byte for byte? Through Python, JSON, the feed and the pages."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache, partial
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from flask.testing import FlaskClient

from search import Archive, SearchRequest, as_json
from search.errors import BackfileError
from search.export.formats import FORMATS
from search.request import FACETS
from web import create_app
from web.archives import OneArchive

#: What tells which generation answered: it differs between archives that hold the same items.
_GENERATION = re.compile(
    rb'"generation":\d+|<span>No\. [\d,]+</span>|data-save-generation="\d+"|new_since=\d+'
)


def answers(
    archive: Archive, request: SearchRequest, ids: list[str], chance: Random
) -> Iterator[tuple[str, bytes]]:
    """Yield what is asked of an archive, and the answer.

    It is asked for a search, and for what goes with it: values, completions, some of the items.
    Without a day what names the generation is left out.
    """
    day = request.as_of
    for name, ask in _calls(archive, request, ids, chance):
        yield name, _settled(_dumped(ask), day)
    client = _client()
    client.application.config["ARCHIVE"] = archive
    OneArchive(client.application)
    for address in _addresses(request, ids, chance):
        yield address, _settled(_got(client, address), day)


@cache
def _client() -> FlaskClient:
    """Return the one client: each application compiles all templates anew."""
    return create_app({"TESTING": True}).test_client()


def _calls(
    archive: Archive, request: SearchRequest, ids: list[str], chance: Random
) -> Iterator[tuple[str, Callable[[], Any]]]:
    day, facet = request.as_of, chance.choice(list(FACETS))
    prefix, typed = chance.choice(("", "b", "C", "st")), request.query[: chance.randrange(1, 12)]
    yield "search", lambda: archive.search(request)
    yield f"facet {facet} {prefix!r}", lambda: archive.facet(facet, request, prefix=prefix)
    yield f"suggest {typed!r}", lambda: archive.suggest(typed, as_of=day)
    yield "suggest", lambda: archive.suggest(request)
    yield "stories", lambda: archive.stories(request)
    yield "reworded", lambda: archive.search(f"changed:{chance.choice(('yes', 'no'))}", as_of=day)
    for id in ids:
        yield f"item {id}", partial(archive.item, id, day)
        yield f"story {id}", partial(archive.story, id, as_of=day)
        yield f"related {id}", partial(archive.related, id, 10, day)
        yield f"reworded {id}", partial(archive.reworded, id, day, in_versions=True)


def _addresses(request: SearchRequest, ids: list[str], chance: Random) -> Iterator[str]:
    query = urlencode(replace(request, facets=None).to_params(), errors="replace")
    facet = chance.choice(list(FACETS))
    yield f"/?{query}"
    yield f"/api/v1/search?{query}"
    yield f"/feed.atom?{query}"
    yield f"/facets/{facet}?{query}"
    yield f"/api/v1/facets/{facet}?{query}"
    yield f"/api/v1/suggest?{query}"
    yield f"/take?{query}"
    yield f"/export?{query}&format={chance.choice(list(FORMATS))}"
    yield f"/compare?{query}&q=port"
    yield f"/?{query}&group=story"
    yield f"/stories?{query}"
    yield f"/compare?{query}&by=sources"
    for id in ids[:1]:
        yield f"/item/{quote(id)}?{query}"
        yield f"/story/{quote(id)}?{query}"
        yield f"/api/v1/items/{quote(id)}" + (f"?as_of={request.as_of}" if request.as_of else "")


def _dumped(ask: Callable[[], Any]) -> bytes:
    try:
        found = ask()
    except BackfileError as error:
        found = f"{type(error)}: {error}"
    return json.dumps(as_json(found), default=as_json).replace('": ', '":').encode()


def _got(client: FlaskClient, address: str) -> bytes:
    response = client.get(address)
    return b"%d %b" % (response.status_code, response.data)


def _settled(answer: bytes, day: date | None) -> bytes:
    return answer if day else _GENERATION.sub(b"", answer)
