"""Below a chosen month are its days, each with the number of hits that its button finds."""

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.web.test_pages import pressed


def days(client: FlaskClient, url: str) -> list[LexborNode]:
    answer = client.get(url)
    assert answer.status_code == 200
    return LexborHTMLParser(answer.text).css(".month-days :is(a, button)")


def total(client: FlaskClient, url: str) -> int:
    found: int = client.get("/api/v1/search" + url.removeprefix("/")).get_json()["total"]
    return found


def test_each_day_finds_as_many_as_it_says(client: FlaskClient) -> None:
    for url in ("/?month=2026-01", "/?q=strike&month=2026-01&month=2025-12&source=BBC"):
        found = days(client, url)
        assert found
        for own in found:
            count = int(own.css_first(".count").text())
            assert count == total(client, pressed(client, own))
            assert own.attributes["aria-label"].endswith(f", {count} hit{'s' * (count > 1)}")
        together = sum(int(own.css_first(".count").text()) for own in found)
        assert together == total(client, url)


def test_a_day_that_was_chosen_leads_back_and_the_others_stay(client: FlaskClient) -> None:
    before = days(client, "/?month=2026-01")
    after = days(client, pressed(client, before[0]))
    assert [own.text() for own in after] == [own.text() for own in before]
    chosen = [own for own in after if own.attributes.get("aria-current")]
    assert [own.text() for own in chosen] == [before[0].text()]
    assert chosen[0].attributes["href"] == "/?month=2026-01"


def test_they_are_within_the_other_limits_and_as_of_a_day(client: FlaskClient) -> None:
    (own,) = days(client, "/?q=comet&month=2026-01&as_of=2026-02-01")
    assert own.attributes["aria-label"] == "4 January 2026, 1 hit"
    assert "as_of=2026-02-01" in pressed(client, own)


def test_without_a_chosen_month_there_are_none(client: FlaskClient) -> None:
    for url in ("/?q=strike", "/?year=2026", "/?not_month=2026-01", "/?month=2026-13"):
        assert not days(client, url)
    assert not days(client, "/?q=zebra&month=2026-01")


def test_in_german(client: FlaskClient) -> None:
    answer = client.get("/?month=2026-01", headers={"Accept-Language": "de"}).text
    assert "Tage im Januar 2026" in answer


def test_a_month_stands_below_its_year_though_that_has_no_hit(client: FlaskClient) -> None:
    page = LexborHTMLParser(client.get("/?q=strike&month=2026-01").text)
    of = {
        own.text().split()[0]: own.css_first("ul").text() for own in page.css(".periods > ul > li")
    }
    assert [*of] == ["2026", "2025"]
    assert "January 2026" in of["2026"]
    assert "December 2025" in of["2025"]
