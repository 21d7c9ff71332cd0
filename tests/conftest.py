"""What every test may ask for."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes is the machine's affair. Where every test must run, the examples are
# the same each time: a red check is then a change's doing.
settings.register_profile("here", deadline=None)
settings.register_profile("check", deadline=None, derandomize=True)
settings.load_profile("check" if os.environ.get("BACKFILE_TEST_ALL") else "here")

SHARED = Path(__file__).parents[1].parent / "shared"


@pytest.fixture(scope="session")
def need() -> Callable[[object, str], None]:
    """Skip where something is absent, saying what; fail where every test must run."""

    def check(present: object, what: str) -> None:
        if present:
            return
        if os.environ.get("BACKFILE_TEST_ALL"):
            pytest.fail(f"every test must run, but {what} is absent")
        pytest.skip(f"{what} is absent")

    return check


@pytest.fixture(scope="session")
def newsstore(need: Callable[[object, str], None]) -> Path:
    """6,709 real items."""
    path = SHARED / "corpora" / "newsstore"
    need(path.is_dir(), f"the real corpus {path}")
    return path
