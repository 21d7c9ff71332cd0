"""One table of settings, from which option and variable follow."""

import pytest

from search.settings import SETTINGS, Setting


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_a_setting_has_its_names_and_its_help(setting: Setting) -> None:
    assert SETTINGS[setting.name] is setting
    assert setting.option == "--" + setting.name.replace("_", "-")
    assert setting.variable == "BACKFILE_" + setting.name.upper()
    assert setting.help.endswith(".")
