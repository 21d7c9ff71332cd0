"""How are the parts put together to one application?"""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from web import api, errors, feeds, headers, links, pages, view, words
from web.archives import OneArchive


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Return the application.

    `config` says which archive it shows: `INDEX`, a folder, opened at the first request; or
    `ARCHIVE`, an open Archive, which stays the caller's to close. With neither the folder is
    that of the environment's BACKFILE_INDEX, or its default.
    """
    app = Flask(__name__)
    app.config.from_mapping(config or {})
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    # An item's id is a path: `a//b` is another item than `a/b`.
    app.url_map.merge_slashes = False
    app.url_map.converters["id"] = links.IdConverter
    OneArchive(app)
    for part in (links, words, view, errors, headers):
        part.init_app(app)
    for blueprint in (pages.blueprint, api.blueprint, feeds.blueprint):
        app.register_blueprint(blueprint)
    return app
