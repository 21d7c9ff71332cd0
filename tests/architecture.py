"""Which file answers which question? `python -m tests.architecture` writes ARCHITECTURE.md's list.

The list is the last part of ARCHITECTURE.md, made of the first docstring line of each module.
"""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILE = ROOT / "ARCHITECTURE.md"
HEADING = "\n## The files\n"
#: Folders in the order of the list: those that others call come after their callers.
FOLDERS = (
    "search",
    "search/query",
    "search/answer",
    "search/export",
    "search/language",
    "search/alike",
    "search/processes",
    "search/stories",
    "search/embedded",
    "search/embedded/segment",
    "search/embedded/evaluate",
    "search/embedded/store",
    "search/embedded/stock",
    "search/opensearch",
    "indexer",
    "indexer/find",
    "indexer/read",
    "indexer/sync",
    "indexer/terminal",
    "indexer/commands",
    "web",
)


def first_line(path: Path) -> str:
    """Return the first line of a module's docstring; "" where there is none."""
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]


def text() -> str:
    """Return what ARCHITECTURE.md must hold: the parts before the list as they are, then it."""
    parts = [FILE.read_text(encoding="utf-8").partition(HEADING)[0] + HEADING]
    for folder in FOLDERS:
        rows = "".join(
            f"| `{path.name}` | {first_line(path)} |\n"
            for path in sorted((ROOT / folder).glob("*.py"))
            if path.name != "__init__.py"
        )
        question = first_line(ROOT / folder / "__init__.py")
        table = f"| module | question |\n|---|---|\n{rows}" if rows else ""
        parts.append(f"\n### {folder}/\n\n{question}\n\n{table}")
    return "".join(parts)


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
