"""The command as a whole: what it offers, what it loads, how it ends."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import entry_points, version
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import search
from indexer import cli
from indexer.cli import GROUP, EntryPointGroup, main
from search.settings import SETTINGS

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]

COMMANDS = sorted(entry.name for entry in entry_points(group=GROUP))
OURS = ("copy", "export", "index", "info", "ledger", "search", "serve", "stories")
HEAVY = ("numpy", "flask", "whoosh", "frontmatter", "selectolax", "granian", "Stemmer", "nh3")


def test_the_commands_are_there() -> None:
    assert set(OURS) <= set(COMMANDS)
    ours = {entry.name for entry in entry_points(group=GROUP) if "indexer" in entry.value}
    assert ours == set(cli.OURS), "those that are found without asking"


# -- the manual


def test_help_lists_every_command_with_what_it_does(runner: CliRunner) -> None:
    result = runner.invoke(main, ["--help"])
    assert result.exit_code == 0
    for name in OURS:
        (line,) = [line for line in result.stdout.splitlines() if line.startswith(f"  {name} ")]
        assert len(line.split()) > 2
    for told in ("Exit codes", "BACKFILE_INDEX", "bash_source"):
        assert told in result.stdout


@pytest.mark.parametrize("name", OURS)
def test_everything_a_command_takes_is_documented(runner: CliRunner, name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command
    assert command.help
    assert command.get_short_help_str()
    text = runner.invoke(main, [name, "--help"]).stdout
    for param in command.params:
        if isinstance(param, click.Option):
            assert param.help, param.name
            assert max(param.opts, key=len) in text
            if param.name in SETTINGS:
                assert SETTINGS[param.name].variable in text.replace("\n" + " " * 19, "")
        else:
            assert param.make_metavar(click.Context(command)).strip("[].") in (command.help or "")


def test_every_setting_is_an_option_of_a_command() -> None:
    options = {
        opt
        for name in OURS
        if (command := main.get_command(click.Context(main), name))
        for param in command.params
        for opt in param.opts
    }
    assert {setting.option for setting in SETTINGS.values()} <= options


@pytest.mark.parametrize("args", [[], *([name] for name in OURS)], ids=lambda args: str(args))
def test_help_loads_nothing_heavy(args: list[str]) -> None:
    program = (
        "import sys\n"
        "from indexer.cli import main\n"
        f"main({[*args, '--help']!r}, standalone_mode=False)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60
    )
    assert result.stderr == "[]\n"
    assert "Usage:" in result.stdout


def test_a_run_with_nothing_to_do_loads_no_engine(runner: CliRunner, news: Path) -> None:
    assert runner.invoke(main, ["index", str(news)]).exit_code == 0
    program = (
        "import sys\n"
        "from indexer.cli import main\n"
        f"main({['index', str(news)]!r}, standalone_mode=False)\n"
        "print([name for name in ('numpy', 'whoosh') if name in sys.modules], file=sys.stderr)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60
    )
    assert result.stderr == "[]\n"
    assert "unchanged        3" in result.stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ("search x --limit x", "'x' is not a whole number from 1 to 100."),
        ("index . --jobs two", "'two' is not a whole number from 0 to 256."),
        ("index . --wait soon", "'soon' is not a number of seconds of 0 or more."),
        ("index . --wait nan", "'nan' is not a number of seconds of 0 or more."),
        ("index . --wait inf", "'inf' is not a number of seconds of 0 or more."),
        ("index . --wait -1", "'-1' is not a number of seconds of 0 or more."),
        ("ledger --examples -3", "'-3' is not a whole number of 0 or more."),
    ],
)
def test_a_number_that_is_none(runner: CliRunner, args: str, said: str) -> None:
    result = runner.invoke(main, args.split())
    assert result.exit_code == 2
    assert said in result.stderr


def test_version(runner: CliRunner) -> None:
    assert runner.invoke(main, ["--version"]).stdout == f"backfile {version('backfile')}\n"


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("serch", "Did you mean search"),
        ("idnex", "Did you mean index?"),
        ("zzz", "There are check, copy, export, index, info, ledger, search"),
    ],
)
def test_an_unknown_command(runner: CliRunner, typed: str, hint: str) -> None:
    result = runner.invoke(main, [typed])
    assert result.exit_code == 2
    assert f"no command '{typed}'" in result.stderr
    assert hint in result.stderr


# -- commands of others


@pytest.fixture
def plugin(tmp_path: Path) -> Callable[[str, str], dict[str, str]]:
    """Install a package with one command; return the environment it is found in."""

    def install(name: str, source: str) -> dict[str, str]:
        folder = tmp_path / "site"
        about = folder / f"{name}_pack-1.0.dist-info"
        about.mkdir(parents=True)
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}-pack\nVersion: 1.0\n")
        (about / "entry_points.txt").write_text(f"[{GROUP}]\n{name} = {name}_pack:{name}\n")
        (folder / f"{name}_pack.py").write_text(source)
        return {"PYTHONPATH": str(folder)}

    return install


@pytest.mark.parametrize(
    ("source", "cause"),
    [
        ("import no_such_module\n", "no_such_module"),
        ("1 / 0\n", "ZeroDivisionError"),
        ("tidy = 'no command'\n", "not a command"),
    ],
    ids=["import", "exception", "other-type"],
)
def test_a_broken_command_of_another_package_costs_no_other(
    backfile: Run, plugin: Callable[[str, str], dict[str, str]], source: str, cause: str
) -> None:
    environment = plugin("tidy", source)
    listed = backfile("--help", **environment)
    assert listed.returncode == 0
    assert b"  tidy " in listed.stdout
    assert b"  search " in listed.stdout
    called = backfile("tidy", "--deep", "news/", **environment)
    assert called.returncode == 2
    assert cause in called.stderr.decode()
    assert "remove tidy-pack" in called.stderr.decode()
    assert "Traceback" not in called.stderr.decode()


def test_a_command_of_another_package_ends_as_ours_do(
    backfile: Run, plugin: Callable[[str, str], dict[str, str]]
) -> None:
    environment = plugin(
        "tidy",
        "import click\nfrom search import IndexLocked\n"
        "@click.command()\ndef tidy():\n    raise IndexLocked('the index is locked; wait')\n",
    )
    result = backfile("tidy", **environment)
    assert (result.returncode, result.stderr) == (3, b"Error: the index is locked; wait\n")


# -- how it ends


def raising(error: BaseException) -> click.Group:
    group = EntryPointGroup(name="backfile")

    @group.command()
    def fail() -> None:
        raise error

    return group


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (search.IndexMissing("no index; make one"), 3, "Error: no index; make one\n"),
        (search.IndexExists("one is there; open it"), 3, "Error: one is there; open it\n"),
        (search.IndexLocked("locked; wait"), 3, "Error: locked; wait\n"),
        (search.IndexDamaged("damaged; index again"), 3, "Error: damaged; index again\n"),
        (search.IndexOutdated("old; index again"), 3, "Error: old; index again\n"),
        (search.LanguageUnknown("no language"), 2, "Error: no language\n"),
        (search.LanguageMismatch("other language"), 2, "Error: other language\n"),
        (search.RequestInvalid("no date"), 2, "Error: no date\n"),
        (search.ItemNotFound("no item"), 2, "Error: no item\n"),
        (OSError(28, "No space left", "x.seg"), 3, "Error: x.seg: No space left"),
        (search.IndexDamaged("bad \x1b[2J name"), 3, "Error: bad \ufffd[2J name\n"),
        (KeyboardInterrupt(), 130, "\nInterrupted.\n"),
        (click.UsageError("wrong"), 2, "Error: wrong\n"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_exit_codes(runner: CliRunner, error: BaseException, code: int, message: str) -> None:
    result = runner.invoke(raising(error), ["fail"])
    assert result.exit_code == code
    assert message in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["search", "comet"], 0),
        (["info"], 0),
        (["search", "comet", "--source", "BBC"], 1),
        (["search", "comet", "--since", "someday"], 2),
        (["search", "--no-such-option"], 2),
        (["index"], 2),
        (["index", "no-such-folder"], 2),
        (["search", "comet", "--index", "elsewhere"], 3),
        (["info", "--index", "elsewhere"], 3),
        (["serve", "--index", "elsewhere"], 3),
        (["export"], 0),
        (["export", "--format", "markdown"], 2),
        (["search", "--format", "csv"], 0),
        (["search", "--format", "csv", "--output", "no-such-folder/x"], 2),
        (["export", "--index", "elsewhere"], 3),
        (["ledger"], 3),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_exit_codes_of_the_installed_command(
    backfile: Run, archive: Path, args: list[str], code: int
) -> None:
    result = backfile(*args)
    assert result.returncode == code
    assert b"Traceback" not in result.stderr
    assert bool(result.stderr) == bool(code)


@pytest.mark.parametrize("args", [["search", "strike"], ["info"]], ids=" ".join)
def test_a_damaged_index_says_what_to_do(backfile: Run, archive: Path, args: list[str]) -> None:
    for path in archive.iterdir():
        path.write_bytes(b"")
    result = backfile(*args)
    assert result.returncode == 3
    assert b"index again" in result.stderr


@pytest.mark.parametrize(
    "args",
    [["search"], ["search", "--json"], ["info"], ["search", "--help"], ["export"]]
    + [["search", "--format", form] for form in ("csv", "markdown")],
    ids=" ".join,
)
def test_a_reader_who_has_seen_enough_is_no_error(
    runner: CliRunner, command: str, archive: Path, args: list[str]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "wb") as broken:
        process = subprocess.run(
            [command, *args], stdout=broken, stderr=subprocess.PIPE, timeout=120
        )
    assert (process.returncode, process.stderr) == (0, b"")


def test_output_in_an_encoding_that_lacks_characters(backfile: Run, archive: Path) -> None:
    for encoding in ("ascii", "latin-1"):
        result = backfile("search", "harbour board", PYTHONIOENCODING=encoding)
        assert (result.returncode, result.stderr) == (0, b"")
    assert "1  ??????? ? déjà vu\n".encode("latin-1") in result.stdout
    answer = backfile("search", "harbour board", "--json", PYTHONIOENCODING="latin-1")
    assert json.loads(answer.stdout)["hits"][0]["title"] == "港のストライキ — déjà vu"


def test_a_query_that_is_no_text(backfile: Run, archive: Path) -> None:
    result = backfile("search", b"comet \xff\xfe")
    assert result.returncode in (0, 1)
    assert b"Traceback" not in result.stderr
    answer = backfile("search", b"comet \xff\xfe", "--json")
    assert isinstance(json.loads(answer.stdout)["total"], int)


def test_the_package_is_the_index_command(backfile: Run, news: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "indexer", str(news)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert result.returncode == 0
    assert backfile("search", "dockers").returncode == 0
    help_text = subprocess.run(
        [sys.executable, "-m", "indexer", "--help"], capture_output=True, timeout=60
    ).stdout
    assert help_text == backfile("index", "--help").stdout
