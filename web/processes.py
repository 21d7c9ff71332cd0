"""Which processes answer, and how do they begin, end and follow each other?

Granian's: its main process starts the others, replaces those that die, and on SIGHUP all of them,
one after another. What is slow (heads, bodies, readers) waits in its own threads, which are Rust's,
and takes none of ours. Each accepts from a socket that stays open when it ends, so that what waits
in it is not lost: the process that follows takes it.

A process that is told to stop first leaves its socket to that one, answers what it has accepted for
a moment longer, and only then lets Granian close its connections: Granian, as many servers,
closes at once those whose request it has not read yet.
"""

import ctypes
import os
import signal
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pkgutil import resolve_name, walk_packages
from typing import Any

from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer
from granian.server.mp import WorkerProcess

import search
import web
from search.processes.setup import give_back_freed_memory, keep_freed_memory
from web.app import create_app
from web.archives import prepare
from web.hosts import LOOPBACK_NAMES
from web.streams import MAX_STREAMS, Application, in_turns

#: Connections that a process holds at most; others wait until one of them ends.
MAX_CONNECTIONS = 4_096
#: Files that a process may have open at least: those connections, and the files of an archive.
LEAST_OPEN_FILES = MAX_CONNECTIONS + 1_024
#: Milliseconds in which the head of a request must have come; idle connections last as long.
HEAD_MILLISECONDS = 20_000
#: Bytes of the head of a request: an address of 8 KiB, and what browsers and proxies add.
MAX_HEAD_BYTES = 64 * 1024
#: Seconds that a process has to finish the answers under way.
STOPPING_SECONDS = 30
#: Seconds for the requests on connections that are accepted when a process is told to stop.
LEAVING_SECONDS = 0.25
#: Seconds of processor time from which on an answer was dear: it has freed much memory.
DEAR_SECONDS = 0.03
#: What the names of modules begin with that ask a cluster.
_OF_CLUSTERS = "search.opensearch."
#: Seconds in which the processes accept what came before nobody more is let in.
ACCEPTING_SECONDS = 0.1
#: Linux's number for the option of a socket that has a program look at what comes, and one that
#: drops whatever begins a connection (SYN without ACK), each step as (code, if so, else, value).
_ATTACH_FILTER = 26
_DROP_BEGINS = (
    (0x30, 0, 0, 13),  # load the byte of flags in the head of TCP
    (0x54, 0, 0, 0x12),  # keep SYN and ACK
    (0x15, 0, 1, 0x02),  # if only SYN is set,
    (0x06, 0, 0, 0),  # drop it,
    (0x06, 0, 0, 0xFFFFFFFF),  # else take all of it
)
#: What the main process hears, and tells the others by SIGTERM alone: Ctrl-C reaches all of them.
SIGNALS = (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))
#: Seconds between the start of a process and the end of the one that it follows.
FOLLOWING_SECONDS = 1.0


class OpenSocketsServer(MPServer):
    """A server whose processes accept from sockets that are open already, in turns.

    By default each opens a socket of its own on Linux: what waits in one is lost with its process.
    """

    def __init__(self, listeners: Sequence[socket.socket], **settings: Any) -> None:
        super().__init__("web.processes:application", **settings)
        self._listeners = listeners

    def _init_shared_socket(self) -> None:
        for listener in self._listeners:
            listener.set_inheritable(True)

    def _drop_shared_socket(self) -> None:
        """Let go of the sockets, once nobody waits in them; then the processes are told to stop."""
        for listener in self._listeners:
            _admit_nobody(listener)
        time.sleep(ACCEPTING_SECONDS)
        for listener in self._listeners:
            listener.close()

    def _spawn_worker(  # type: ignore[override]  # so does MPServer
        self, idx: int, target: Any, callback_loader: Any
    ) -> WorkerProcess:
        # As granian itself does with one socket on other systems than Linux.
        listener = self._listeners[idx % len(self._listeners)]
        holder = SocketHolder(listener.fileno(), False, self.backlog)  # type: ignore[call-arg]
        for name, value in (("_sso", listener), ("_shd", holder)):
            setattr(self, name, value)
        others = [own for own in self._listeners if own is not listener]
        return super()._spawn_worker(idx, target, partial(callback_loader, listener, others))


def serve(
    index: str,
    names: tuple[str, ...] | None,
    deadline: float | None,
    listeners: Sequence[socket.socket],
    *,
    workers: int,
    threads: int,
    ready: Callable[[], None],
) -> None:
    """Answer requests for an archive until SIGINT or SIGTERM.

    `names` and `deadline` are as HOSTS and DEADLINE of create_app. `listeners` listen on one
    address; the processes take them in turns. `ready` is called once signals are heard, and whoever
    connects will get an answer. Exits with 1 if a process dies again within seconds after it was
    replaced.
    """
    _allow_open_files()
    if hasattr(os, "register_at_fork"):
        # The signals of a new process wait until it can answer them as its own, not with the
        # handlers of the main process.
        block, allow = (
            partial(signal.pthread_sigmask, how, SIGNALS)
            for how in (signal.SIG_BLOCK, signal.SIG_UNBLOCK)
        )
        os.register_at_fork(before=block, after_in_parent=allow)
    for listener in listeners:
        listener.setblocking(False)
    server = OpenSocketsServer(
        listeners,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=HEAD_MILLISECONDS, max_buffer_size=MAX_HEAD_BYTES
        ),
        workers=workers,
        blocking_threads=threads + MAX_STREAMS,
        backpressure=MAX_CONNECTIONS,
        respawn_failed_workers=True,
        respawn_interval=FOLLOWING_SECONDS,
        workers_kill_timeout=STOPPING_SECONDS,
        log_level=LogLevels.error,
    )
    server.on_startup(ready)
    loader = partial(application, index, names, deadline, threads)
    server.serve(target_loader=loader, wrap_loader=False)


def application(
    index: str,
    names: tuple[str, ...] | None,
    deadline: float | None,
    threads: int,
    listener: socket.socket,
    others: Sequence[socket.socket] = (),
) -> Application:
    """Return what answers in one of the processes, which this sets up.

    `others` are the sockets of the other processes. A connection to a socket is accepted by the
    system for as long as any process has it open, and reset if none of them takes it.
    """
    for own in others:
        own.close()
    keep_freed_memory()
    leaving = threading.Event()
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        stopping = (listener, leaving, signal.getsignal(signal.SIGTERM))
        threading.Thread(target=_stop_when_told, args=stopping, daemon=True).start()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _load_all()
    app = create_app({"INDEX": index, "HOSTS": names, "DEADLINE": deadline})
    prepare(app)
    return behind_proxy(closing(giving_back(in_turns(app, threads)), leaving))


def _load_all() -> None:
    """Load what few answers need, too: loaded later it might be of a version installed since.

    What asks a cluster is left until one is opened: its client may not be installed.
    """
    for package in (search, web):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith(_OF_CLUSTERS):
                resolve_name(module.name)


def closing(app: Application, leaving: threading.Event) -> Application:
    """Return the application closing each connection after its answer once it is leaving."""

    def wrapped(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def started(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            if leaving.is_set():
                headers = [*headers, ("Connection", "close")]
            return start_response(status, headers, *error)

        return app(environ, started)

    return wrapped


def giving_back(app: Application) -> Application:
    """Return the application giving free memory back to the system after each dear answer."""

    def wrapped(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        started = time.thread_time()
        answer = app(environ, start_response)
        if time.thread_time() - started > DEAR_SECONDS:
            give_back_freed_memory()
        return answer

    return wrapped


def behind_proxy(app: Application) -> Application:
    """Return the application believing a proxy on this machine, and no other, about the scheme."""

    def wrapped(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        scheme = environ.get("HTTP_X_FORWARDED_PROTO")
        if scheme in ("http", "https") and environ.get("REMOTE_ADDR") in _NEAR:
            environ["wsgi.url_scheme"] = scheme
        return app(environ, start_response)

    return wrapped


_NEAR = frozenset(name.strip("[]") for name in LOOPBACK_NAMES)


def _admit_nobody(listener: socket.socket) -> None:
    """Have a socket let in no further connection, where the system can (Linux).

    When the last process closes a socket, the system resets the connections that nobody has
    accepted yet. Who knocks after this knocks again a second later, and is refused.
    """
    if sys.platform == "linux":
        program = b"".join(struct.pack("HBBI", *step) for step in _DROP_BEGINS)
        steps = ctypes.create_string_buffer(program, len(program))
        pointer = struct.pack("HP", len(_DROP_BEGINS), ctypes.addressof(steps))
        with suppress(OSError):  # a system that forbids it resets what waits, as before
            listener.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, pointer)


def _stop_when_told(listener: socket.socket, leaving: threading.Event, inherited: Any) -> None:
    """Wait for SIGTERM, leave the socket to others, and let Granian stop."""
    signal.sigwait((signal.SIGTERM,))
    leaving.set()
    with suppress(OSError), socket.create_server(("127.0.0.1", 0)) as nobody:
        # From now on Granian's number for the socket means this one, to which nobody connects.
        nobody.setblocking(False)
        os.dup2(nobody.fileno(), listener.fileno())
    time.sleep(LEAVING_SECONDS)
    stop = signal.getsignal(signal.SIGTERM)
    if stop is inherited or not callable(stop):
        os._exit(0)  # Granian has not begun here, so that nothing is under way
    stop(signal.SIGTERM, None)


def _end_with_parent() -> None:
    """Stop this process once the one that started it is gone, killed maybe."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)


def _allow_open_files() -> None:
    """Raise the number of files that this process may open, if need be and as far as it may."""
    if sys.platform != "win32":
        import resource

        least, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        if least < LEAST_OPEN_FILES:
            wanted = LEAST_OPEN_FILES if most == resource.RLIM_INFINITY else most
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(LEAST_OPEN_FILES, wanted), most))
