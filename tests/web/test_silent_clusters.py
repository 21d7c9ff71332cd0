"""A cluster that does not answer is told of in a sentence, without its hosts, and may come back."""

from typing import Any

import pytest
from flask import Flask

from search import Archive, ArchiveError, ArchiveIncomplete, ClusterRefusal, ClusterUnreachable
from web.app import create_app
from web.errors import RETRY_AFTER_SECONDS

HOST = "one.example"
INCOMPLETE = "Only 2 of 3 parts of the archive answered"


@pytest.fixture
def failing(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> tuple[Flask, list[ArchiveError]]:
    """Return an application whose archive raises what the list holds, one for each search."""
    errors: list[ArchiveError] = []
    search = archive.search

    def failing_search(*given: Any, **limits: Any) -> object:
        if errors:
            raise errors.pop()
        return search(*given, **limits)

    monkeypatch.setattr(archive, "search", failing_search)
    return create_app({"ARCHIVE": archive}), errors


@pytest.mark.parametrize(
    ("error", "told", "passes"),
    [
        (ArchiveIncomplete(f"{HOST}: 2 of 3", 2, 3), INCOMPLETE, True),
        (ArchiveIncomplete(f"{HOST}: a part"), "A part of the archive did not answer", True),
        (ClusterUnreachable(f"{HOST}: no answer"), "The archive does not answer", True),
        (ClusterRefusal(f"{HOST}: user r may not"), "The archive cannot be opened", False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_errors_of_a_cluster(
    failing: tuple[Flask, list[ArchiveError]], error: ArchiveError, told: str, passes: bool
) -> None:
    app, errors = failing
    client = app.test_client()
    for address in ("/?q=x", "/api/v1/search?q=x"):
        errors.append(error)
        response = client.get(address)
        assert response.status_code == 503
        assert told in response.text
        assert HOST not in response.text
        assert response.headers.get("Retry-After") == (str(RETRY_AFTER_SECONDS) if passes else None)
        assert client.get(address).status_code == 200, "it recovers by itself"
