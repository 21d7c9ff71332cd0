"""Which cluster and which archive does an address name, and who asks there?

    opensearch://127.0.0.1:9200/news
    opensearchs://reader:s%40fe@one.example:9200,two.example:9200/news        with TLS

User and password are those of the address, else those of the environment. Nothing that is shown of
an address has the password.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from search.errors import EngineUnknown

#: Scheme of an address -> whether the cluster is asked over TLS.
SCHEMES = {"opensearch": False, "opensearchs": True}
DEFAULT_PORT = 9200
MAX_PORT = 65_535
#: What the environment may say: who asks, and the certificate that a cluster's own is signed by.
USER_VARIABLE = "BACKFILE_OPENSEARCH_USER"
PASSWORD_VARIABLE = "BACKFILE_OPENSEARCH_PASSWORD"
PASSWORD_FILE_VARIABLE = "BACKFILE_OPENSEARCH_PASSWORD_FILE"
CERTIFICATES_VARIABLE = "BACKFILE_OPENSEARCH_CA_FILE"
#: And in how many parts the items of an archive lie that is made or built anew, and how many copies
#: of each part there are, where the cluster has as many nodes.
SHARDS_VARIABLE, REPLICAS_VARIABLE = "BACKFILE_OPENSEARCH_SHARDS", "BACKFILE_OPENSEARCH_REPLICAS"
MAX_SHARDS, MAX_REPLICAS = 1_024, 20
#: Bytes of the file of a password; a longer one is another file.
MAX_PASSWORD_BYTES = 4_096

# What a cluster takes for the name of an index, less what is hard to type; indexes of an archive
# have a few letters more.
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}", re.ASCII)
_HOST = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(?P<port>\d{1,5}))?", re.I | re.A)
_EXAMPLE = "write opensearch://HOST:9200/NAME, or several hosts with commas between them"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterAddress:
    """The hosts of a cluster, the name of an archive there, and who asks.

    `shards` and `replicas` are for an archive that is made, or built anew, there.
    """

    hosts: tuple[tuple[str, int], ...]
    name: str
    is_secure: bool = False
    user: str = ""
    password: str = field(default="", repr=False)
    certificates: str = ""
    shards: int = 1
    replicas: int = 1

    def __str__(self) -> str:
        """Return the address without user and password, as messages show it."""
        scheme = next(own for own, secure in SCHEMES.items() if secure == self.is_secure)
        hosts = ",".join(f"{_bracketed(host)}:{port}" for host, port in self.hosts)
        return f"{scheme}://{hosts}/{self.name}"

    @classmethod
    def parsed(cls, address: str, environment: Mapping[str, str] = os.environ) -> "ClusterAddress":
        """Read an address. Raises EngineUnknown, which shows nothing that may be a password."""
        scheme, _, rest = address.partition("://")
        if scheme not in SCHEMES:
            raise EngineUnknown(f"an address of a cluster begins otherwise; {_EXAMPLE}")
        # A password may hold a stroke that nobody encoded; a host and a name hold no @.
        credentials, at, location = rest.rpartition("@")
        hosts, _, name = location.partition("/")
        if not _NAME.fullmatch(name.rstrip("/")):
            raise EngineUnknown(
                f"{scheme}://…: the name of an archive has 1 to 100 of the letters a to z, "
                f"digits, and . _ - behind the first; {_EXAMPLE}"
            )
        user, colon, password = credentials.partition(":")
        return cls(
            hosts=tuple(_host(scheme, host) for host in hosts.split(",")),
            name=name.rstrip("/"),
            is_secure=SCHEMES[scheme],
            user=unquote(user) if at else environment.get(USER_VARIABLE, ""),
            password=unquote(password) if colon else _password(environment),
            certificates=environment.get(CERTIFICATES_VARIABLE, ""),
            shards=_number(environment, SHARDS_VARIABLE, 1, MAX_SHARDS),
            replicas=_number(environment, REPLICAS_VARIABLE, 0, MAX_REPLICAS),
        )


def _host(scheme: str, written: str) -> tuple[str, int]:
    match = _HOST.fullmatch(written)
    port = int(match["port"] or DEFAULT_PORT) if match else 0
    if match is None or not 0 < port <= MAX_PORT:
        raise EngineUnknown(f"{scheme}://…: one of the hosts is not HOST or HOST:PORT; {_EXAMPLE}")
    return match["host"].strip("[]").lower(), port


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _number(environment: Mapping[str, str], variable: str, least: int, most: int) -> int:
    """Return the number that a variable has, 1 if it has none."""
    written = environment.get(variable, "").strip() or "1"
    if not (written.isascii() and written.isdigit() and least <= int(written[:9]) <= most):
        raise EngineUnknown(
            f"{variable}: {written[:20]!r} is not a whole number from {least} to {most}"
        )
    return int(written)


def _password(environment: Mapping[str, str]) -> str:
    """Return the password that the environment, or the file that it names, holds; "" for none."""
    if file := environment.get(PASSWORD_FILE_VARIABLE, ""):
        try:
            with Path(file).open("rb") as opened:
                held = opened.read(MAX_PASSWORD_BYTES + 1)
            if len(held) > MAX_PASSWORD_BYTES:
                raise ValueError
            return held.decode().rstrip("\r\n")
        except (OSError, ValueError) as error:
            raise EngineUnknown(
                f"{PASSWORD_FILE_VARIABLE}: {file} is not a file with a password; name one that "
                "can be read and holds the password alone"
            ) from error
    return environment.get(PASSWORD_VARIABLE, "")
