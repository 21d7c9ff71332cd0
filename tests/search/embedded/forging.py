"""How is a file of sections forged? With other facts or arrays, and the right checksums."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from search.embedded.segment.sections import Sections, SectionsWriter
from search.whole_numbers import Array

Facts = dict[str, Any]
Arrays = dict[str, Array]


def forge(path: Path, change: Callable[[Facts, Arrays], object]) -> None:
    """Write a file anew with what a function makes of its facts and its arrays."""
    sections = Sections(path)
    facts = dict(sections.meta)
    arrays = {name: np.array(sections.whole(name)) for name in sections.names()}
    change(facts, arrays)
    path.unlink()
    with SectionsWriter(path) as out:
        out.meta.update(facts)
        for name, values in arrays.items():
            out.write(name, values)
