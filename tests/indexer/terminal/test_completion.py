"""Options made of settings; completions made of the archive's values."""

import os
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from indexer.cli import main
from search import Archive, Item
from search.options import option
from search.settings import SETTINGS


@pytest.mark.parametrize("name", SETTINGS)
def test_an_option_is_its_setting(
    runner: CliRunner, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting = SETTINGS[name]
    monkeypatch.delenv(setting.variable, raising=False)

    @click.command()
    @option(name, **({"is_flag": True} if setting.default is False else {}))
    def show(**values: object) -> None:
        click.echo(repr(values[name]))

    assert runner.invoke(show, []).stdout == f"{setting.default!r}\n"
    other = {bool: "1", int: "7", float: "7", str: "x", type(None): "x"}[type(setting.default)]
    answer = {bool: "True\n", int: "7\n", float: "7.0\n"}.get(type(setting.default), "'x'\n")
    assert runner.invoke(show, [], env={setting.variable: other}).stdout == answer
    if setting.default is not False:
        given = runner.invoke(show, [setting.option, other], env={setting.variable: "8"})
        assert given.stdout == answer
    assert setting.variable in runner.invoke(show, ["--help"]).stdout


Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


def completed(args: list[str], incomplete: str) -> list[str]:
    complete = ShellComplete(main, {}, "backfile", "_BACKFILE_COMPLETE")
    return [item.value for item in complete.get_completions(args, incomplete)]


@pytest.mark.parametrize(
    ("args", "incomplete", "values"),
    [
        (["search", "--source"], "har", ["Harbour Post"]),
        (["search", "--source"], "HAR", ["Harbour Post"]),
        (["search", "--source"], "ledg", ["The Northern Ledger"]),
        (["search", "--source"], "", ["Radio Kestrel", "Harbour Post", "The Northern Ledger"]),
        (["search", "--source"], "zz", []),
        (["search", "--tag"], "cafe", ["Café culture"]),
        (["search", "--tag"], "s", ["strike"]),
        (["search", "strike", "--category"], "s", ["science"]),
        (["search", "--sort"], "n", ["newest"]),
        ([], "sea", ["search"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_completion(
    runner: CliRunner, archive: Path, args: list[str], incomplete: str, values: list[str]
) -> None:
    assert completed(args, incomplete) == values


def test_completion_asks_the_archive_of_the_index_option(
    runner: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive.create(tmp_path / "other") as archive:
        archive.add([Item(id="a", title="A", day=None, tags=("tides",))])
    assert completed(["search", "--index", "other", "--tag"], "ti") == ["tides"]
    assert completed(["search", "--tag"], "ti") == []
    monkeypatch.setenv("BACKFILE_INDEX", str(tmp_path / "other"))
    assert completed(["search", "--tag"], "ti") == ["tides"]


@pytest.mark.parametrize("state", ["absent", "damaged"])
def test_completion_without_an_archive_is_silent(backfile: Run, archive: Path, state: str) -> None:
    for path in archive.iterdir():
        path.write_bytes(b"") if state == "damaged" else path.unlink()
    result = backfile(
        _BACKFILE_COMPLETE="bash_complete",
        COMP_WORDS="backfile\nsearch\n--tag\nx",
        COMP_CWORD="3",
    )
    assert (result.stdout.strip(), result.stderr) == (b"", b"")


@pytest.mark.parametrize(
    ("typed", "quote", "value"),
    [
        ("harb", "", "Harbour Post"),
        ("the\\ north", "", "The Northern Ledger"),
        ('"harb', '"', "Harbour Post"),
        ("'the north", "'", "The Northern Ledger"),
    ],
)
def test_completion_in_bash_keeps_a_name_of_several_words_together(
    backfile: Run, archive: Path, command: str, typed: str, quote: str, value: str
) -> None:
    asked = (
        backfile(_BACKFILE_COMPLETE="bash_source").stdout.decode()
        + f"COMP_WORDS=(backfile search --source {shlex.quote(typed)}); COMP_CWORD=3\n"
        + "_backfile_completion backfile\n"
        # bash puts the completion behind the quotation mark that was typed.
        + f"eval 'set -- '{shlex.quote(quote)}\"${{COMPREPLY[0]}}\"{shlex.quote(quote)}\n"
        + 'echo "$#: $1"\n'
    )
    result = subprocess.run(
        ["bash", "--norc", "-c", asked],
        env={**os.environ, "PATH": f"{Path(command).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (result.stdout, result.stderr) == (f"1: {value}\n", "")
