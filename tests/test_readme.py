"""The README is true: its examples run."""

import doctest
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import main
from indexer.sync.run import index_files
from search import Archive
from search.file_extensions import EXTENSIONS
from web import create_app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def queries() -> Iterator[str]:
    """Yield the queries of the table, except those that count days from today."""
    table = README.partition("## The query language")[2].partition("## ")[0]
    for row in re.findall(r"^\| (`.*?) \| (?!days counted)", table, flags=re.MULTILINE):
        yield from re.findall(r"`(.+?)`", row)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("sample") / "index"
    index_files([ROOT / "corpus"], index)
    return index


def test_the_files_of_a_folder_that_are_read_are_listed() -> None:
    listed = README.partition("whose names end in ")[2].partition(";")[0]
    assert tuple(re.findall("`(.+?)`", listed)) == EXTENSIONS


@pytest.mark.parametrize("query", [*queries()])
def test_each_query_finds_something_in_the_sample(sample: Path, query: str) -> None:
    with Archive.open(sample) as archive:
        assert archive.search(query, facets=()).total


@pytest.mark.parametrize("command", ["search", "stories"])
def test_each_command_finds_something_in_the_sample(sample: Path, command: str) -> None:
    (line,) = re.findall(rf"^backfile ({command} .*)$", README, flags=re.MULTILINE)
    arguments = shlex.split(line, comments=True)
    result = CliRunner().invoke(main, [*arguments, "--index", str(sample)])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("address", re.findall(r"`(/api/v1/(?:\S+\?q=|day/)[^`]+)`", README))
def test_each_address_finds_something_in_the_sample(sample: Path, address: str) -> None:
    answer = create_app({"INDEX": str(sample)}).test_client().get(address).json
    assert answer
    for found in answer.get("searches", [answer]):
        assert found.get("total") or found.get("suggestions")


def test_the_examples_for_python_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    results = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert results.attempted > 10
    assert results.failed == 0
