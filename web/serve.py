"""What does `backfile serve` do? It answers requests for an archive until it is stopped."""

import errno
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING

import click

from search.options import option, seconds, whole_number
from search.settings import MAX_PROCESSES, SETTINGS, processes

if TYPE_CHECKING:
    from search import Archive

HELP = """\
Serve an archive: its page, its JSON API and its feeds.

\b
  backfile serve
  backfile serve --index /srv/news-index --port 8080
  backfile serve --host 0.0.0.0       for other machines too

  backfile serve --watch news/        follow the files in there as they change

Prints the address as soon as it answers, and goes on until Ctrl-C or SIGTERM, which lets
answers under way finish; SIGHUP replaces its processes by new ones while others answer.
The next request sees what was indexed meanwhile. Without --host only this machine can
connect. The archive is read, never written; put a reverse proxy before it for TLS.
"""
EPILOG = """\
\b
Exit codes:
  0    stopped by Ctrl-C or SIGTERM
  1    a process died again within seconds after it was replaced
  2    called wrongly, or the address is taken
  3    the index is missing, damaged or of another schema version"""
MAX_THREADS = 64
UNNAMED = (
    "Warning: this server answers under any name. A page elsewhere can give this machine a name of "
    "its own and so read the archive through a reader's browser, and links take over forged names. "
    "Say under which names it shall answer: --trusted-host news.example.org"
)
#: Milliseconds after which a reader who takes nothing of an answer is let go.
READER_MILLISECONDS = 60_000
#: Bytes that wait for a reader in the system. Of the megabytes that it would keep, a slow reader
#: takes for minutes before anybody learns that he is slow (`web.streams`).
SENT_AHEAD_BYTES = 128 * 1024
#: The exit code of `backfile index` for an archive, or files, that it cannot use.
INDEX_UNUSABLE = 3


class AddressUnusable(click.ClickException):
    """The server cannot listen on the address."""

    exit_code = 2


def _own_names(
    context: click.Context, option: click.Parameter, given: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the names as browsers send them; refuse what is none."""
    if not given:
        return ()
    from web.hosts import own_names  # needs Flask

    try:
        return own_names(given) or ()
    except ValueError as problem:
        raise click.BadParameter(str(problem)) from None


@click.command(help=HELP, epilog=EPILOG, short_help="Serve an archive's page, JSON and feeds.")
@option("index", metavar="DIR")
@option("host")
@option("port", metavar="N", type=whole_number(0, 65535))
@option("trusted_host", multiple=True, metavar="NAME", callback=_own_names)
@option("deadline", type=seconds(), metavar="SECONDS")
@option("workers", metavar="N", type=whole_number(0, MAX_PROCESSES))
@option("threads", metavar="N", type=whole_number(1, MAX_THREADS))
@click.option(
    "--watch",
    multiple=True,
    metavar="PATH",
    type=click.Path(exists=True),
    help="Index what is below this folder first, then follow it; may be given several times.",
)
@click.pass_obj
def serve(
    note_damage: Callable[["Archive", str], None] | None,
    /,
    index: str,
    host: str,
    port: int,
    trusted_host: tuple[str, ...],
    deadline: float,
    workers: int,
    threads: int,
    watch: tuple[str, ...],
) -> None:
    """Follow the files if asked to, then serve the archive until a signal comes."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    with _watching(index, watch):
        _serve(index, host, port, trusted_host, deadline, workers, threads, note_damage)


@contextmanager
def _watching(index: str, paths: tuple[str, ...]) -> Iterator[None]:
    """Index the files, then follow them in a second process, which must not hold up answers."""
    if not paths:
        yield
        return
    # Without -P, a file of that name in the current folder would be run instead.
    command = [sys.executable, "-P", "-m", "indexer", *paths]
    # An address may have a password, and everybody may read the arguments of a process.
    environment = {**os.environ, SETTINGS["index"].variable: index}
    code = subprocess.call(command, env=environment)
    # If it is the files that are missing, the archive is served as it is, and the watcher waits.
    if code not in (0, INDEX_UNUSABLE):
        sys.exit(code)
    watcher = subprocess.Popen([*command, "--watch", "--wait", "60", "--quiet"], env=environment)
    try:
        yield
    finally:
        watcher.terminate()
        watcher.wait()


def _serve(
    index: str,
    host: str,
    port: int,
    names: tuple[str, ...],
    deadline: float,
    workers: int,
    threads: int,
    note_damage: Callable[["Archive", str], None] | None,
) -> None:
    # Imported late: `backfile serve --help` needs none of them.
    from search import Archive
    from web.hosts import LOOPBACK_NAMES, is_loopback
    from web.processes import serve

    # Each process opens the archive for itself; what is mapped of it they share.
    with Archive.open(index) as archive:
        if note_damage:  # given by the command that this is a part of
            note_damage(archive, index)
        items = archive.info().items
    workers = processes(workers)
    with ExitStack() as stack:
        listeners = [stack.enter_context(own) for own in _listening(host, port, workers)]
        trusted = (*LOOPBACK_NAMES, *names) if names or is_loopback(host) else None
        if trusted is None:
            click.echo(UNNAMED, err=True)
        ready = (
            f"Backfile is ready at {_address(listeners[0], host)} "
            f"({items:,} {'item' if items == 1 else 'items'}; Ctrl-C stops it)"
        )
        serve(
            index,
            trusted,
            deadline or None,
            listeners,
            workers=workers,
            threads=threads,
            ready=lambda: click.echo(ready),
        )


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


def _listening(host: str, port: int, count: int) -> list[socket.socket]:
    """Return sockets that listen on the address. Raises AddressUnusable.

    On Linux there is one for each process, and the system shares connections out among them: of
    processes that accept from one socket, one may get nearly all.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        alone = socket.create_server((host, port), family=family)
        if count == 1 or sys.platform != "linux":
            return [_letting_go(alone)]
        # A socket that shares its port could be bound even if another server has the port.
        with alone:
            port = alone.getsockname()[1]
        shared = partial(socket.create_server, family=family, reuse_port=True)
        return [_letting_go(shared((host, port))) for _ in range(count)]
    except OSError as error:
        raise AddressUnusable(_reason(error, host, port)) from None


def _letting_go(listener: socket.socket) -> socket.socket:
    """Have the system close each connection of a socket whose reader takes nothing for a while.

    A thread that waits for such a reader cannot be called back otherwise. Connections inherit the
    time-out from the socket that accepts them (tcp(7); Linux alone has it), and what is sent ahead.
    """
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SENT_AHEAD_BYTES)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, READER_MILLISECONDS)
    return listener


def _address(listener: socket.socket, host: str) -> str:
    """Return the address to type into a browser, with the port that the system assigned."""
    port = listener.getsockname()[1]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is in use by another program; choose one with --port"
    if error.errno == errno.EACCES:
        return f"this user may not listen on port {port}; choose one above 1023 with --port"
    return f"cannot listen on {host} ({error.strerror}); choose an address with --host"
