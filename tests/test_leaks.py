"""An answer as of a day knows nothing of later days, and no answer of what was removed.

Here that is tried a few times; `python -m tests.leaks` tries it as often as it is told.
"""

from pathlib import Path

import pytest

from tests.conftest import THOROUGH
from tests.leaks.__main__ import DAYS_OF_A_HISTORY, compare


@pytest.mark.parametrize("seed", range(1, 7))
def test_nothing_leaks(seed: int, tmp_path: Path) -> None:
    days = DAYS_OF_A_HISTORY if THOROUGH else 1
    assert compare(seed, tmp_path, days)["pairs"] == 1 + days
