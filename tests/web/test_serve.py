"""`backfile serve` answers when it says so, and stops when it is told to."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner

import web.serve
from search import Archive, Item
from search.settings import SETTINGS
from web import processes
from web.processes import DEAR_SECONDS, STOPPING_SECONDS, giving_back
from web.serve import _watching, serve
from web.streams import MAX_STREAMS

ROOT = Path(__file__).parents[2]
#: The command as it is installed, with `serve` in it, wherever the tests run.
COMMAND = (
    sys.executable,
    "-c",
    "from indexer.cli import main; from web.serve import serve;"
    "main.add_command(serve); main(prog_name='backfile')",
    "serve",
)
Serve = Callable[..., subprocess.Popen[str]]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("serve") / "index"
    with Archive.create(folder) as archive:
        archive.add(Item(id=f"{n}.md", title=f"Item {n}", day=None) for n in range(1234))
    return folder


@pytest.fixture
def run() -> Iterator[Serve]:
    """Return a function that starts the command; processes that still run at the end are killed."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str, **variables: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=ROOT,
            env={**os.environ, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def address(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    line = process.stdout.readline()
    assert line.startswith("Backfile is ready at http://127.0.0.1:"), line
    assert line.endswith("/ (1,234 items; Ctrl-C stops it)\n")
    return line.split()[4]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_it_answers_once_it_says_so_and_stops_when_told(
    run: Serve, index: Path, number: signal.Signals
) -> None:
    process = run("--index", str(index), "--port", "0")
    with urlopen(address(process) + "healthz") as answer:
        assert json.load(answer)["items"] == 1234
    process.send_signal(number)
    rest, complaints = process.communicate()
    assert (process.returncode, rest, complaints) == (0, "", "")


@pytest.mark.thorough
def test_many_ask_at_once_and_each_gets_the_right_answer(run: Serve, index: Path) -> None:
    base = address(run("--index", str(index), "--port", "0", "--threads", "4"))
    answers: list[tuple[int, int]] = []

    def ask(first: int) -> None:
        for number in range(first, 200, 8):
            with urlopen(f"{base}api/v1/search?q=title:{number}") as answer:
                answers.append((number, json.load(answer)["total"]))

    threads = [threading.Thread(target=ask, args=(first,)) for first in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [(number, 1) for number in range(200)]


def test_the_environment_stands_in_for_options(run: Serve, index: Path) -> None:
    process = run(BACKFILE_INDEX=str(index), BACKFILE_PORT="0", BACKFILE_THREADS="1")
    with urlopen(address(process)) as answer:
        assert answer.status == 200


@pytest.mark.thorough
def test_a_proxy_on_this_machine_says_that_the_reader_came_by_https(
    run: Serve, index: Path
) -> None:
    process = run("--index", str(index), "--port", "0")
    asked = Request(address(process) + "feed.atom", headers={"X-Forwarded-Proto": "https"})
    with urlopen(asked) as answer:
        feed = answer.read().decode()
    assert "https://127.0.0.1" in feed
    assert "http://127.0.0.1" not in feed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--port abc", "'abc' is not a whole number from 0 to 65535."),
        ("--port 70000", "'70000' is not a whole number from 0 to 65535."),
        ("--port 8.5", "'8.5' is not a whole number from 0 to 65535."),
        ("--port -1", "'-1' is not a whole number from 0 to 65535."),
        ("--threads 0", "'0' is not a whole number from 1 to 64."),
        ("--threads many", "'many' is not a whole number from 1 to 64."),
        ("--deadline abc", "'abc' is not a number of seconds of 0 or more."),
        ("--trusted-host x.org:80", "'x.org:80' is not the name of a host."),
    ],
)
def test_a_value_that_is_none_is_refused(arguments: str, said: str) -> None:
    done = CliRunner().invoke(serve, arguments.split())
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_taken_port_is_named_with_the_way_out(run: Serve, index: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = run("--index", str(index), "--port", str(port))
        _, complaints = process.communicate()
    assert process.returncode == 2
    assert complaints == (
        f"Error: port {port} on 127.0.0.1 is in use by another program; choose one with --port\n"
    )


@pytest.mark.thorough
def test_another_server_on_the_port_is_no_company(run: Serve, index: Path) -> None:
    """Though the sockets of one server's processes share a port."""
    first = run("--index", str(index), "--port", "0", "--workers", "2")
    port = address(first).split(":")[2].strip("/")
    second = run("--index", str(index), "--port", port, "--workers", "2")
    _, complaints = second.communicate()
    assert second.returncode == 2
    assert f"port {port} on 127.0.0.1 is in use" in complaints


def test_an_address_of_another_machine_is_refused(run: Serve, index: Path) -> None:
    process = run("--index", str(index), "--host", "192.0.2.1", "--port", "0")
    _, complaints = process.communicate()
    assert process.returncode == 2
    assert complaints.startswith("Error: cannot listen on 192.0.2.1 (")
    assert complaints.endswith("); choose an address with --host\n")


def test_a_missing_index_is_named_with_the_way_out(run: Serve, tmp_path: Path) -> None:
    process = run("--index", str(tmp_path / "nothing"), "--port", "0")
    _, complaints = process.communicate()
    assert process.returncode == 3
    assert complaints.startswith(f"Error: {tmp_path / 'nothing'}: ")
    assert "backfile index" in complaints


@pytest.mark.parametrize(
    "arguments",
    [["--port", "99999"], ["--threads", "0"], ["--port", "http"], ["extra"]],
    ids=" ".join,
)
def test_a_wrong_call_is_a_usage_error(arguments: list[str]) -> None:
    assert CliRunner().invoke(serve, arguments).exit_code == 2


@pytest.mark.parametrize(
    "name", ["index", "host", "port", "trusted_host", "deadline", "workers", "threads"]
)
def test_every_option_comes_from_the_table_of_settings(name: str) -> None:
    text = CliRunner().invoke(serve, ["--help"]).output
    setting = SETTINGS[name]
    assert setting.option in text
    assert setting.variable in text


def test_the_command_loads_nothing_before_it_runs() -> None:
    code = "import sys, web.serve; print(sorted({'flask', 'granian', 'whoosh'} & {*sys.modules}))"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout == "[]\n"


def test_a_process_that_answers_has_loaded_all_that_it_may_need(index: Path) -> None:
    code = (
        "import os, pkgutil, socket, sys, search, web; sys.modules['opensearchpy'] = None;"
        "from web.processes import application;"
        f"application({str(index)!r}, None, None, 1, socket.socket());"
        "names = {own.name for package in (search, web) for own in"
        " pkgutil.walk_packages(package.__path__, package.__name__ + '.')"
        " if not own.name.startswith('search.opensearch.')};"
        "print(len(names) > 100, sorted(names - {*sys.modules}), flush=True); os._exit(0)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "True []\n", done.stderr


@pytest.mark.thorough
def test_it_follows_the_files_that_it_is_given(run: Serve, tmp_path: Path) -> None:
    files, index = tmp_path / "files", tmp_path / "index"
    files.mkdir()
    (files / "one.md").write_text("---\ntitle: one\n---\nText.\n")
    process = run("--watch", str(files), "--index", str(index), "--port", "0")
    assert process.stdout is not None
    ready = next(line for line in process.stdout if "ready" in line)
    assert "(1 item;" in ready
    address = next(word for word in ready.split() if word.startswith("http"))

    def total() -> int:
        with urlopen(f"{address}api/v1/search") as answer:
            return int(json.load(answer)["total"])

    assert total() == 1
    (files / "two.md").write_text("---\ntitle: two\n---\nText.\n")
    end = time.monotonic() + 60
    while total() == 1:
        assert time.monotonic() < end
    assert total() == 2
    process.terminate()
    assert process.wait(timeout=60) == 0
    with Archive.open(index) as archive:
        assert archive.remove(["one.md"]) == 1, "what followed the files has ended, too"


def test_what_follows_the_files_runs_none_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, index = tmp_path / "files", tmp_path / "index"
    files.mkdir()
    (files / "one.md").write_text("---\ntitle: one\n---\nText.\n")
    for name in ("indexer", "search", "runpy", "signal"):
        (files / f"{name}.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(files)
    with _watching(str(index), (str(files),)), Archive.open(index) as archive:
        assert archive.info().items == 1


@pytest.mark.thorough
def test_it_serves_what_there_is_while_all_files_are_gone(run: Serve, tmp_path: Path) -> None:
    files, index = tmp_path / "files", tmp_path / "index"
    files.mkdir()
    (files / "one.md").write_text("---\ntitle: one\n---\nText.\n")
    command = [sys.executable, "-m", "indexer", str(files), "--index", str(index), "--quiet"]
    subprocess.run(command, check=True)
    (files / "one.md").unlink()
    process = run("--watch", str(files), "--index", str(index), "--port", "0")
    assert process.stdout is not None
    assert "(1 item;" in next(line for line in process.stdout if "ready" in line)
    process.terminate()
    assert process.wait(timeout=60) == 0
    with Archive.open(index) as archive:
        assert archive.info().items == 1


# -- the processes that answer


def children(process: int) -> set[int]:
    return set(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))


def started(process: subprocess.Popen[str]) -> set[int]:
    """Return the two processes that answer, once they do."""
    until(lambda: len(children(process.pid)) == 2)
    return children(process.pid)


def test_after_a_dear_answer_free_memory_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter((0.0, DEAR_SECONDS / 2, 1.0, 1.0 + 2 * DEAR_SECONDS))
    monkeypatch.setattr(time, "thread_time", lambda: next(clock))
    given: list[str] = []
    monkeypatch.setattr(processes, "give_back_freed_memory", lambda: given.append("given"))
    app = giving_back(lambda *_: [b"answer"])
    for expected in ([], ["given"]):
        assert list(app({}, lambda *_: None)) == [b"answer"]
        assert given == expected


def until(happened: Callable[[], bool]) -> None:
    """Ask again and again; give up after a minute."""
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end


def status(url: str) -> int:
    with urlopen(url) as answer:
        return int(answer.status)


def lines_of(url: str) -> int:
    """Return how many lines a file has, 0 if there is no room for it."""
    with suppress(HTTPError), urlopen(url) as answer:
        return len(answer.read().splitlines())
    return 0


def sockets_of(process: int) -> int:
    """Return how many sockets a process has open."""
    links = []
    for number in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):
            links.append(str(number.readlink()))
    return sum(link.startswith("socket:") for link in links)


@pytest.mark.skipif(sys.platform != "linux", reason="the system shares connections out on Linux")
def test_connections_are_shared_out_among_the_processes(run: Serve, index: Path) -> None:
    process = run("--index", str(index), "--port", "0", "--workers", "2")
    port = int(address(process).split(":")[2].strip("/"))
    processes = started(process)
    with ExitStack() as stack:
        for _ in range(60):
            connection = stack.enter_context(closing(HTTPConnection("127.0.0.1", port)))
            connection.request("GET", "/healthz")
            assert connection.getresponse().read()
        # Fewer than ten of sixty would be a chance of one to hundreds of millions.
        assert min(map(sockets_of, processes)) > 10


def test_a_process_that_dies_is_replaced(run: Serve, index: Path) -> None:
    process = run("--index", str(index), "--port", "0", "--workers", "2")
    url = address(process)
    first = started(process)
    for number in first:
        os.kill(number, signal.SIGKILL)
    until(lambda: len(children(process.pid) - first) == 2)
    assert status(url) == 200
    process.terminate()
    assert process.wait(timeout=60) == 0


@pytest.mark.thorough
def test_a_reload_replaces_all_and_loses_no_request(run: Serve, index: Path) -> None:
    process = run("--index", str(index), "--port", "0", "--workers", "2")
    base = address(process)
    port = int(base.split(":")[2].strip("/"))
    first = started(process)
    over = threading.Event()
    answers: list[int] = []

    def ask(keeps: bool) -> None:
        """Ask again and again, on one connection as long as the server keeps it."""
        with closing(HTTPConnection("127.0.0.1", port)) as connection:
            while not over.is_set():
                connection.request("GET", "/api/v1/search?q=item")
                with connection.getresponse() as answer:
                    answer.read()
                    answers.append(answer.status)
                if not keeps:
                    connection.close()

    with ThreadPoolExecutor(4) as clients:
        asking = [clients.submit(ask, keeps) for keeps in (True, False, True, False)]
        try:
            process.send_signal(signal.SIGHUP)
            until(lambda: len(children(process.pid)) == 2 and not children(process.pid) & first)
        finally:
            over.set()
        for client in asking:
            client.result()
    assert set(answers) == {200}
    process.terminate()
    assert process.wait(timeout=60) == 0


@pytest.mark.thorough
def test_who_connects_while_it_stops_is_answered_or_refused(run: Serve, index: Path) -> None:
    process = run("--index", str(index), "--port", "0", "--workers", "2")
    port = int(address(process).split(":")[2].strip("/"))
    begun = threading.Barrier(5)

    def ask() -> int:
        """Connect again and again until that is refused; return how often there was an answer."""
        for answers in range(100_000):
            if answers == 1:
                begun.wait()
            try:
                connection = socket.create_connection(("127.0.0.1", port))
            except ConnectionRefusedError:
                return answers
            with connection:
                connection.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert connection.recv(15) == b"HTTP/1.1 200 OK"
        raise AssertionError("it does not stop")

    with ThreadPoolExecutor(4) as clients:
        asking = [clients.submit(ask) for _ in range(4)]
        begun.wait()
        process.terminate()
        assert min(client.result() for client in asking) > 0
    assert process.wait(timeout=60) == 0


@pytest.mark.thorough
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_a_stop_while_its_processes_begin_kills_none(
    run: Serve, index: Path, number: signal.Signals
) -> None:
    process = run("--index", str(index), "--port", "0", "--workers", "8")
    address(process)
    process.send_signal(number)
    # One that did not hear of it would be killed after half a minute.
    assert process.wait(timeout=STOPPING_SECONDS / 2) == 0


@pytest.mark.thorough
def test_no_process_outlives_the_one_that_started_it(run: Serve, index: Path) -> None:
    process = run("--index", str(index), "--port", "0", "--workers", "2")
    assert status(address(process)) == 200
    workers = started(process)
    process.kill()
    process.wait()
    until(lambda: not any(Path(f"/proc/{number}").exists() for number in workers))


@pytest.mark.thorough
def test_slow_and_idle_connections_keep_nobody_waiting(run: Serve, index: Path) -> None:
    arguments = ("--index", str(index), "--port", "0", "--workers", "1", "--threads", "1")
    url = address(run(*arguments))
    port = int(url.split(":")[2].strip("/"))
    with ExitStack() as connections:
        for number in range(300):
            connection = socket.create_connection(("127.0.0.1", port))
            connections.enter_context(connection)
            begun = (
                b"",
                b"GET / HTTP/1.1\r\nHost: local",
                b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx",
            )
            connection.sendall(begun[number % 3])
        assert status(url) == 200


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the time-out")
@pytest.mark.parametrize("count", [1, 2], ids=["one socket", "a socket for each process"])
def test_a_reader_who_takes_nothing_is_let_go(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(web.serve, "READER_MILLISECONDS", 100)
    listener, *others = web.serve._listening("127.0.0.1", 0, count)
    for other in others:
        other.close()
    with listener, socket.create_connection(listener.getsockname()):
        connection, _ = listener.accept()
        with connection, pytest.raises(TimeoutError):
            connection.sendall(bytes(1 << 27))


@pytest.mark.thorough
def test_slow_readers_of_files_keep_nobody_waiting(run: Serve, tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        text = "wind and rain " * 140_000
        archive.add(Item(id=f"{n}.md", title="Storm", day=None, text=text) for n in range(16))
    arguments = ("--index", str(tmp_path / "index"), "--port", "0", "--workers", "1")
    process = run(*arguments, "--threads", "1")
    assert process.stdout
    url = process.stdout.readline().split()[4]
    port = int(url.split(":")[2].strip("/"))
    export = f"{url}export?format=jsonl"
    with ExitStack() as connections:
        for _ in range(MAX_STREAMS):
            connection = connections.enter_context(socket.create_connection(("127.0.0.1", port)))
            connection.sendall(b"GET /export?format=jsonl HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert connection.recv(15) == b"HTTP/1.1 200 OK"
        assert status(url) == 200
        with pytest.raises(HTTPError, match="503"):
            status(export)
    # The process sees at its next piece that a reader is gone.
    until(lambda: lines_of(export) == 16)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\x16\x03\x01\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nbad header\r\n\r\n", b"400"),
        (b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b"414"),
        (b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * 300 + b"\r\n", b"431"),
    ],
    ids=["no HTTP", "no header", "a long address", "many headers"],
)
def test_what_is_no_request_gets_an_answer_without_a_body(
    run: Serve, index: Path, head: bytes, expected: bytes
) -> None:
    url = address(run("--index", str(index), "--port", "0", "--workers", "1"))
    with socket.create_connection(("127.0.0.1", int(url.split(":")[2].strip("/")))) as connection:
        connection.sendall(head)
        answer = b""
        while part := connection.recv(4096):
            answer += part
    assert answer.startswith(b"HTTP/1.1 " + expected)
    assert b"content-length: 0\r\n" in answer
    assert answer.endswith(b"\r\n\r\n")
