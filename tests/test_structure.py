"""The house stands as ARCHITECTURE.md draws it."""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests import architecture

ROOT = Path(__file__).parents[1]
#: The engines below the seam.
ENGINES = ("search.embedded", "search.opensearch")
PACKAGES = ("search", "indexer", "web")
PATHS = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
#: What only one package may import.
HOMES = {
    **{"whoosh": "search", "opensearchpy": "search", "flask": "web"},
    **{"frontmatter": "indexer", "pygit2": "indexer"},
}
MAX_LINES = 400
#: Names of Whoosh's that nothing of ours may have.
WHOOSHS = {"Query", "Not", "Phrase"}
#: Constants that each command has: its own manual.
OF_EACH_COMMAND = {"HELP", "EPILOG"}

each_module = pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.relative_to(ROOT)))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def module(path: Path) -> str:
    """search/query/dates.py -> search.query.dates; search/__init__.py -> search"""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module(path): path for path in PATHS}


@dataclass(frozen=True)
class Import:
    """A line of the module `by` that imports the module `of`."""

    by: str
    of: str
    line: int

    def __str__(self) -> str:
        path = MODULES[self.by]
        text = path.read_text(encoding="utf-8").splitlines()[self.line - 1].strip()
        return f"{path.relative_to(ROOT)}:{self.line}: {text}"


@cache
def imports() -> tuple[Import, ...]:
    """All imports: at the top, late in functions, for type checking, and by `import_module`.

    `from search.query import dates` imports search.query.dates; `from search import Archive`, where
    the name is not a module, imports the file search/__init__.py. That Python runs a package's
    `__init__` before any of its modules is not an import of ours: else all that is below `search`
    would import the façade, which loads them when they are named.
    """
    return tuple(
        Import(by, of, node.lineno)
        for by, path in MODULES.items()
        for node in ast.walk(tree(path))
        for of in sorted({*imported(node)})
    )


def imported(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=str(name), names=names, level=0):
            for alias in names:
                inner = f"{name}.{alias.name}"
                yield inner if inner in MODULES else name
        case ast.ImportFrom():
            raise AssertionError("a relative import; name the module in full")
        case ast.Call(
            func=ast.Name(id="import_module") | ast.Attribute(attr="import_module"), args=[name, *_]
        ):
            yield from named(name)


def named(name: ast.expr) -> Iterator[str]:
    """The modules that a call of `import_module` may load: `f"a.{x}"` is any directly below a."""
    match name:
        case ast.Constant(value=str(value)):
            yield value
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]):
            yield from (
                other
                for other in MODULES
                if other.startswith(start) and "." not in other.removeprefix(start)
            )
        case _:
            raise AssertionError("import_module of a name that cannot be told from the text")


def reached() -> dict[str, set[str]]:
    """Return for each module all modules that it imports in any number of steps."""
    graph = defaultdict(set)
    for entry in imports():
        if entry.of in MODULES:
            graph[entry.by].add(entry.of)
    found: dict[str, set[str]] = {}
    for start in MODULES:
        seen, left = set[str](), [start]
        while left:
            more = graph[left.pop()] - seen
            seen |= more
            left += more
        found[start] = seen
    return found


def none_of(offenders: Iterable[object]) -> None:
    if lines := [str(offender) for offender in offenders]:
        pytest.fail("\n".join(["these must not be:", *lines]))


# -- who imports whom


def test_arrows_between_packages_run_one_way() -> None:
    def allowed(entry: Import) -> bool:
        package, name = entry.by.partition(".")[0], entry.of.partition(".")[0]
        if name in PACKAGES:
            return name in (package, "search")
        return HOMES.get(name, package) == package

    offenders = [entry for entry in imports() if not allowed(entry)]
    none_of(offenders)


def test_no_files_import_each_other_in_any_number_of_steps() -> None:
    reaches = reached()
    offenders = [entry for entry in imports() if entry.by in reaches.get(entry.of, ())]
    none_of(sorted(offenders, key=lambda entry: (entry.by, entry.line)))


def test_only_where_an_engine_is_picked_is_one_imported() -> None:
    def is_of_engine(module: str) -> bool:
        return f"{module}.".startswith(tuple(f"{name}." for name in ENGINES))

    # `search` imports whatever module one of its names is in.
    offenders = [
        entry
        for entry in imports()
        if is_of_engine(entry.of)
        and not is_of_engine(entry.by)
        and entry.by not in ("search", "search.engines")
    ]
    none_of(offenders)


# -- what each file is


@each_module
def test_a_module_answers_one_question_briefly(path: Path) -> None:
    first, *rest = (ast.get_docstring(tree(path)) or "").split("\n")
    assert first.endswith((".", "?")), "the first docstring line answers one question"
    assert first.count("?") <= 1, "the first docstring line asks two questions"
    assert not rest or not rest[0], "the first docstring line stands alone"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


def test_the_list_of_files_in_architecture_is_true() -> None:
    folders = {str(path.parent.relative_to(ROOT)) for path in PATHS}
    assert folders == {*architecture.FOLDERS}, "tests/architecture.py names all folders"
    current = architecture.FILE.read_text(encoding="utf-8")
    assert current == architecture.text(), "run: python -m tests.architecture"


def test_each_path_in_architecture_leads_to_a_file_or_a_folder() -> None:
    text = architecture.FILE.read_text(encoding="utf-8")
    paths = set(re.findall(r"`((?:search|indexer|web|tests)/[\w/]*(?:\.py)?)`", text))
    assert len(paths) > 50
    none_of(sorted(path for path in paths if not (ROOT / path).exists()))


# -- names


def test_no_module_has_the_name_of_one_of_python() -> None:
    """A command has the name by which it is called, `copy`."""
    none_of(
        path.relative_to(ROOT)
        for path in PATHS
        if path.stem in sys.stdlib_module_names - {"__init__", "__main__"}
        and path.parent.name != "commands"
    )


def definitions() -> Iterator[tuple[str, str, ast.stmt]]:
    """Yield the name, the position and the node of each class, function and public constant."""
    for path in PATHS:
        file = path.relative_to(ROOT)
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.name, f"{file}:{node.lineno}", node
        for node in tree(path).body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", 0)]
            for target in targets:
                if isinstance(target, ast.Name) and target.id.isupper() and target.id[0] != "_":
                    yield target.id, f"{file}:{node.lineno}", node


def test_nothing_has_the_name_of_a_query_of_whoosh() -> None:
    none_of(f"{position}: {name}" for name, position, _ in definitions() if name in WHOOSHS)


def test_no_two_classes_have_one_name() -> None:
    positions = defaultdict(list)
    for name, position, node in definitions():
        if isinstance(node, ast.ClassDef):
            positions[name].append(f"{position}: {name}")
    none_of(one for found in positions.values() if len(found) > 1 for one in found)


def test_no_two_constants_of_one_name_differ() -> None:
    positions = defaultdict(dict)
    for name, position, node in definitions():
        if isinstance(node, ast.Assign | ast.AnnAssign) and name not in OF_EACH_COMMAND:
            positions[name].setdefault(ast.unparse(node.value or node), f"{position}: {name}")
    none_of(one for found in positions.values() if len(found) > 1 for one in found.values())
