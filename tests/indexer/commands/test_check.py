"""`backfile check`."""

from pathlib import Path

from click.testing import CliRunner

from indexer.cli import main


def test_a_sound_archive(runner: CliRunner, archive: Path) -> None:
    result = runner.invoke(main, ["check"])
    assert result.exit_code == 0
    assert result.stdout.startswith("backfile-index: 1 segment, ")
    assert result.stdout.endswith("all as it was written.\n")


def test_a_flipped_byte_is_found_and_the_next_step_said(runner: CliRunner, archive: Path) -> None:
    (segment,) = archive.glob("*.seg")
    data = bytearray(segment.read_bytes())
    data[len(data) // 2] ^= 1
    segment.write_bytes(data)
    result = runner.invoke(main, ["check"])
    assert result.exit_code == 3
    assert "MAIN_" in result.stderr
    assert "the archive cannot be read" in result.stderr
    assert "backfile index FOLDER --rebuild" in result.stderr


def test_where_there_is_no_archive(runner: CliRunner) -> None:
    result = runner.invoke(main, ["check"])
    assert result.exit_code == 3
    assert "there is no archive" in result.stderr
