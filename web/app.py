"""Which parts make up the application?"""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from web import api, errors, feeds, fragments, headers, links, pages, view, words
from web.archives import OneArchive
from web.hosts import HostCheckingFlask, named_in_environment


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Return the application.

    `config` names the archive to show: either `INDEX`, a folder, which is opened at the first
    request, or `ARCHIVE`, an open Archive, which the caller closes. Without either the folder is
    the one named by the environment variable BACKFILE_INDEX, or that setting's default.
    `HOSTS` are the names under which it answers; without it, those that the variable
    BACKFILE_TRUSTED_HOST lists, or any.
    """
    app = HostCheckingFlask(__name__)
    app.config["HOSTS"] = named_in_environment()
    app.config.from_mapping(config or {})
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    # Keep `//` in addresses: `a//b` and `a/b` are the ids of two different items.
    app.url_map.merge_slashes = False
    app.url_map.converters["id"] = links.IdConverter
    OneArchive(app)
    for part in (links, words, view, fragments, errors, headers):
        part.init_app(app)
    for blueprint in (pages.blueprint, api.blueprint, feeds.blueprint):
        app.register_blueprint(blueprint)
    return app
