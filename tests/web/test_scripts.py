"""Pages have one script: those that all pages share, in their order."""

from pathlib import Path

from flask.testing import FlaskClient

from tests.web.test_pages import read
from web.scripts import SCRIPTS

STATIC = Path(__file__).parents[2] / "web" / "static"


def test_all_scripts_are_sent_as_one(client: FlaskClient) -> None:
    (script,) = read(client, "/").css("script")
    answer = client.get(script.attributes["src"] or "")
    assert answer.mimetype == "text/javascript"
    assert "immutable" in answer.headers["Cache-Control"]
    positions = [answer.text.index((STATIC / f"{name}.js").read_text("utf-8")) for name in SCRIPTS]
    assert positions == sorted(positions)
    assert client.get("/static/backfile.js", buffered=True).status_code == 200


def test_no_script_is_forgotten() -> None:
    assert {path.stem for path in STATIC.glob("*.js")} - {*SCRIPTS} == {"shelf"}
