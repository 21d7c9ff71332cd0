"""How quickly is a page answered, kind by kind, and do all engines agree on it?"""

from functools import partial

from tests.benchmarks.archives import ENGINES, Archives
from tests.benchmarks.backfile import Backfile
from tests.benchmarks.engine import disagreements
from tests.benchmarks.measure import Times, geometric_mean, in_turns
from tests.benchmarks.tables import SUBJECT, TIMES, ratio, rows, show


def compare(archives: Archives, count: int, runs: int) -> None:
    """Ask every engine every question, and print what it took."""
    questions = archives.questions(count)
    classes = [(ENGINES[name], archives.path(name, count)) for name in archives.engines(count)]
    engines = [engine.open(path) for engine, path in classes]
    lines: list[list[object]] = []
    taken: list[dict[str, Times]] = []
    for question in questions:
        first, *others = engines
        expected = first.answer(question)
        for other in others:
            for difference in disagreements(expected, other.answer(question)):
                print(
                    f"WARNING {question.kind}: {first.name} and {other.name} differ: {difference}"
                )
        calls = {engine.name: partial(engine.answer, question) for engine in engines}
        if isinstance(first, Backfile):
            calls["a whole page"] = partial(first.page, question)
        taken.append(in_turns(calls, runs))
        lines += rows([question.kind, expected.total], taken[-1])
    for engine in engines:
        engine.close()
    title = f"{count:,} items: a page of 10 hits, total, sources, tags and months"
    show(title, ("kind", "hits", "engine", *TIMES), lines)
    _means(taken)


def _means(taken: list[dict[str, Times]]) -> None:
    means = {name: geometric_mean(times[name].median for times in taken) for name in taken[0]}
    subject = means.get(SUBJECT)
    lines = [
        [name, 1e3 * mean, "" if subject in (None, mean) else ratio(mean / (subject or 1))]
        for name, mean in means.items()
    ]
    show("  geometric means over the kinds", ("engine", "ms", "ratio"), lines)
