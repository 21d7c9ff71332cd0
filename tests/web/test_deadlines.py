"""Every request has a deadline: past it the answer is 503, and says when to ask again."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from search import Archive
from search.settings import SETTINGS
from tests.clock import Clock
from web import create_app

ADDRESSES = (
    *("/", "/?q=strike+po*", "/facets/tags", "/item/ports/dockers-vote-for-a-strike.md"),
    *("/feed.atom?q=strike", "/api/v1/search?q=strike", "/api/v1/facets/tags"),
    "/api/v1/suggest?q=str",
)


@pytest.fixture
def ask(archive: Archive) -> Callable[..., FlaskClient]:
    """Return a function that makes a client of an application with a configuration."""
    return lambda **config: create_app({"ARCHIVE": archive, **config}).test_client()


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_that_takes_too_long_is_503(
    ask: Callable[..., FlaskClient], clock: Clock, address: str
) -> None:
    client = ask(DEADLINE=2.0)
    assert client.get(address).status_code == 200
    clock.step = 3.0
    answer = client.get(address)
    assert answer.status_code == 503
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    if address.startswith("/api/"):
        error = answer.json["error"]
        assert (error["status"], error["code"]) == (503, "service-unavailable")
        assert error["message"].startswith("This takes too long")
    else:
        assert "This takes too long" in answer.text
    clock.step = 0.0
    assert client.get(address).status_code == 200, "the next request has time of its own"


def test_without_a_deadline_it_takes_as_long_as_it_takes(
    ask: Callable[..., FlaskClient], clock: Clock
) -> None:
    clock.step = 1_000.0
    assert ask(DEADLINE=None).get("/?q=strike").status_code == 200


def test_the_environment_sets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    setting = SETTINGS["deadline"]
    monkeypatch.delenv(setting.variable, raising=False)
    assert create_app().config["DEADLINE"] == setting.default == 2
    monkeypatch.setenv(setting.variable, "0.5")
    assert create_app().config["DEADLINE"] == 0.5
    monkeypatch.setenv(setting.variable, "0")
    assert create_app().config["DEADLINE"] is None
