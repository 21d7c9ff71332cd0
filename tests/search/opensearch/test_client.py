"""A cluster is asked again where that is safe, and no part of an answer passes for the whole."""

import base64
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from search.deadlines import deadline
from search.errors import (
    ArchiveError,
    ArchiveIncomplete,
    ClusterRefusal,
    ClusterUnreachable,
    DeadlinePassed,
    IndexMissing,
)
from search.opensearch import client
from search.opensearch.address import ClusterAddress
from search.opensearch.client import ATTEMPTS, Cluster
from tests.clock import Clock
from tests.search.opensearch.answering import FOUND, SHARDS, Answered, Asked, answering

SECRET = "пароль-of-nobody"
BUSY = 503, {"error": {"type": "cluster_block_exception", "reason": "no master"}, "status": 503}


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Have no wait take time; return how long each was to be."""
    found: list[float] = []
    monkeypatch.setattr(client.time, "sleep", found.append)
    return found


@contextmanager
def cluster(answer: Callable[[int], Answered], hosts: str = "") -> Iterator[tuple[Cluster, Asked]]:
    with answering(answer) as asked:
        places = f"{hosts}127.0.0.1:{asked.port}"
        own = Cluster(ClusterAddress.parsed(f"opensearch://reader:{SECRET}@{places}/news", {}))
        try:
            yield own, asked
        finally:
            own.close()


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return opened.getsockname()[1]


def test_who_asks_is_told_in_utf8() -> None:
    with cluster(lambda _: (200, FOUND)) as (own, asked):
        own.search("news", {"size": 0})
    ((method, path, body, authorization),) = asked.requests
    assert (method, path) == ("POST", "/news/_search?allow_partial_search_results=false")
    assert body == '{"size":0}'
    assert base64.b64decode(authorization.removeprefix("Basic ")).decode() == f"reader:{SECRET}"


def test_what_passes_is_asked_again(waits: list[float]) -> None:
    with cluster(lambda number: (200, FOUND) if number == 2 else BUSY) as (own, asked):
        assert own.search("news", {}) == FOUND
    assert len(asked.requests) == 3
    assert waits == [0.1, 0.2]


def test_what_does_not_pass_is_unreachable_in_the_end(waits: list[float]) -> None:
    with (
        cluster(lambda _: BUSY) as (own, asked),
        pytest.raises(ClusterUnreachable, match="busy or not whole"),
    ):
        own.search("news", {})
    assert len(asked.requests) == ATTEMPTS


def test_what_is_not_safe_to_repeat_is_asked_once(waits: list[float]) -> None:
    with cluster(lambda _: BUSY) as (own, asked), pytest.raises(ClusterUnreachable):
        own.ask("PUT", "/news/_create/1", {}, again=False)
    assert (len(asked.requests), waits) == (1, [])


def test_another_host_answers_for_one_that_is_gone(waits: list[float]) -> None:
    with cluster(lambda _: (200, FOUND), f"127.0.0.1:{free_port()},") as (own, asked):
        for _ in range(5):
            own.search("news", {})
    assert len(asked.requests) == 5
    assert len(waits) <= 1, "a host that is gone is left alone for a while"


def test_no_host_answers(waits: list[float]) -> None:
    own = Cluster(ClusterAddress.parsed(f"opensearch://r:{SECRET}@127.0.0.1:{free_port()}/n", {}))
    with pytest.raises(ClusterUnreachable, match="cannot be reached"):
        own.search("n", {})
    own.close()


@pytest.mark.parametrize(
    ("status", "error", "kind", "text"),
    [
        (401, "Unauthorized", ClusterRefusal, "user reader may not"),
        (403, {"type": "security_exception", "reason": "no"}, ClusterRefusal, "user reader"),
        (
            403,
            {"type": "cluster_block_exception", "reason": "index [news] blocked"},
            *(ArchiveError, "index .news. blocked"),
        ),
        (404, {"type": "index_not_found_exception", "reason": "no"}, IndexMissing, "no archive"),
        (400, {"type": "parsing_exception", "reason": "odd"}, ArchiveError, "parsing_exception"),
        (
            500,
            {"type": "search_phase_execution_exception", "failed_shards": [{}, {}]},
            *(ArchiveIncomplete, "a part of the archive did not answer"),
        ),
        (
            500,
            {
                "type": "search_phase_execution_exception",
                "root_cause": [{"type": "too_many_nested_clauses", "reason": "over 1024"}],
            },
            *(ClusterRefusal, "more clauses than the cluster takes; ask for less"),
        ),
    ],
)
def test_refusals(
    status: int, error: object, kind: type[Exception], text: str, waits: list[float]
) -> None:
    answer = status, {"error": error, "status": status}
    with cluster(lambda _: answer) as (own, _), pytest.raises(kind, match=text) as raised:
        own.search("news", {})
    assert type(raised.value) is kind
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize(
    "shards", [SHARDS | {"successful": 2}, SHARDS | {"successful": 2, "failed": 1}]
)
def test_a_part_is_not_the_whole(shards: dict[str, int]) -> None:
    short = FOUND | {"_shards": shards}
    with (
        cluster(lambda _: (200, short)) as (own, _),
        pytest.raises(ArchiveIncomplete, match="2 of 3 parts"),
    ):
        own.search("news", {})
    with (
        cluster(lambda _: (200, {"responses": [FOUND, short]})) as (own, _),
        pytest.raises(ArchiveIncomplete, match="2 of 3 parts"),
    ):
        own.searches("news", [{}, {}])


def test_of_a_search_that_fails_for_a_silent_shard_the_parts_are_counted(
    waits: list[float],
) -> None:
    error = {"type": "search_phase_execution_exception", "failed_shards": [{}]}
    failed = {"error": error, "status": 503}
    short = FOUND | {"_shards": SHARDS | {"successful": 1}}

    def search(number: int) -> Answered:
        return (503, failed) if number < ATTEMPTS else (200, short)

    def searches(number: int) -> Answered:
        return (200, {"responses": [FOUND, failed]} if number < ATTEMPTS else short)

    for answer in (search, searches):
        with cluster(answer) as (own, asked), pytest.raises(ArchiveIncomplete) as raised:
            own.search("news", {}) if answer is search else own.searches("news", [{}, {}])
        assert (raised.value.answered, raised.value.parts) == (1, 3)
        assert "1 of 3 parts of the archive answered" in str(raised.value)
        assert len(asked.requests) == ATTEMPTS + 1


def test_several_searches_are_asked_again_where_one_was_too_much(waits: list[float]) -> None:
    busy = {"error": {"type": "rejected_execution_exception"}, "status": 429}
    with cluster(lambda number: (200, {"responses": [FOUND, FOUND if number else busy]})) as (
        own,
        _,
    ):
        assert own.searches("news", [{}, {}]) == [FOUND, FOUND]
    assert waits == [0.1]


def test_several_searches_at_once() -> None:
    with cluster(lambda _: (200, {"responses": [FOUND, FOUND]})) as (own, asked):
        assert own.searches("news", [{"size": 1}, {"size": 2}]) == [FOUND, FOUND]
        assert own.searches("news", []) == []
    lines = asked.requests[0][2].splitlines()
    assert lines[::2] == ['{"allow_partial_search_results":"false"}'] * 2
    assert lines[1::2] == ['{"size":1}', '{"size":2}']
    failed = {"error": {"type": "index_not_found_exception"}, "status": 404}
    with (
        cluster(lambda _: (200, {"responses": [FOUND, failed]})) as (own, _),
        pytest.raises(IndexMissing),
    ):
        own.searches("news", [{}, {}])


def test_a_deadline_is_passed_on(clock: Clock) -> None:
    with cluster(lambda _: (200, FOUND)) as (own, asked), deadline(2.0):
        own.search("news", {})
        clock.now += 3.0
        with pytest.raises(DeadlinePassed):
            own.search("news", {})
    assert [body for _, _, body, _ in asked.requests] == ['{"timeout":"2001ms"}']


def test_what_the_cluster_gave_up_is_no_answer() -> None:
    with (
        cluster(lambda _: (200, FOUND | {"timed_out": True})) as (own, _),
        pytest.raises(DeadlinePassed),
    ):
        own.search("news", {})


def test_nothing_shown_has_the_password(
    waits: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    encoded = base64.b64encode(f"reader:{SECRET}".encode()).decode()
    with cluster(lambda number: BUSY if number else (200, FOUND)) as (own, _):
        own.search("news", {})
        with pytest.raises(ClusterUnreachable) as raised:
            own.search("news", {})
        shown = f"{own!r} {vars(own)!r} {raised.value!r} {raised.value.__cause__!r} {caplog.text}"
    assert SECRET not in shown
    assert encoded not in shown
