"""Which parts make up the application?"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, request
from werkzeug.exceptions import RequestURITooLarge

from web import (
    api,
    bounds,
    caching,
    chosen_language,
    cite,
    compare,
    compare_outlets,
    compression,
    coverage,
    drawing,
    encoder,
    errors,
    export,
    facet_rows,
    feed_style,
    feeds,
    fragments,
    grouped,
    headers,
    held_api,
    held_files,
    help,
    holdings,
    item_parts,
    line_chart,
    originals,
    outbound,
    page_links,
    pages,
    panels,
    quoting,
    saved,
    scripts,
    search_links,
    story_pages,
    streams,
    translation,
    view,
    words,
)
from web.archives import OneArchive
from web.deadlines import PunctualFlask, in_environment
from web.hosts import named_in_environment, own_names
from web.indentation import Unindented

#: Bytes of the path and the query of an address.
MAX_ADDRESS_BYTES = 8 * 1024


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Return the application.

    `config` names the archive to show: either `INDEX`, a folder, which is opened at the first
    request (a relative path counts from where the process is now), or `ARCHIVE`, an open Archive,
    which the caller closes. Without either the folder is the one named by the environment variable
    BACKFILE_INDEX, or that setting's default.
    `HOSTS` are the names under which it answers; without it, those that the variable
    BACKFILE_TRUSTED_HOST lists, or any. `DEADLINE` is how many seconds an answer may take, None for
    as many as it takes; without it, what BACKFILE_DEADLINE says, or that setting's default.
    Raises ValueError for a name that no host can have.
    """
    app = PunctualFlask(__name__)
    app.config.from_mapping(HOSTS=named_in_environment(), DEADLINE=in_environment())
    app.config.from_mapping(config or {})
    app.config["HOSTS"] = own_names(app.config["HOSTS"])
    app.jinja_options = {"trim_blocks": True, "extensions": [Unindented]}
    # Keep `//` in addresses: `a//b` and `a/b` are the ids of two different items.
    app.url_map.merge_slashes = False
    app.url_map.converters["id"] = quoting.IdConverter
    OneArchive(app)
    encoder.init_app(app)  # before anything asks for the templates, which write JSON, too
    chosen_language.init_app(app)
    app.before_request(_bound_address)
    for part in (
        outbound,
        page_links,
        search_links,
        translation,
        words,
        view,
        facet_rows,
        fragments,
        grouped,
        drawing,
        panels,
        coverage,
        line_chart,
        compare,
        held_files,
        item_parts,
        streams,
        scripts,
        errors,
        headers,
        compression,
        caching,
        bounds,  # what comes last is done first
    ):
        part.init_app(app)
    for blueprint in (
        *(pages.blueprint, holdings.blueprint, coverage.blueprint, help.blueprint),
        *(export.blueprint, api.blueprint, feeds.blueprint, cite.blueprint, saved.blueprint),
        *(feed_style.blueprint, held_api.tables, held_files.blueprint),
        *(item_parts.blueprint, story_pages.blueprint),
        *(
            compare.blueprint,
            compare_outlets.blueprint,
            chosen_language.blueprint,
            originals.blueprint,
        ),
    ):
        app.register_blueprint(blueprint)
    return app


def _bound_address() -> None:
    """Answer 414 to a long address: a page repeats it in hundreds of links."""
    query = len(request.query_string)
    if query > MAX_ADDRESS_BYTES // 3:  # a byte that a client sends as it is takes three in links
        query = len(urlencode(list(request.args.items(multi=True))))
    if max(query, len(request.query_string)) + len(quote(request.path)) > MAX_ADDRESS_BYTES:
        raise RequestURITooLarge
