"""Which names may a request call this server by?

A page elsewhere can point a name of its own at this machine and read what is served under it (DNS
rebinding), and links are made of the name. So a server that knows its names answers no others.
"""

import ipaddress
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from unicodedata import normalize

from flask import Flask, Request
from werkzeug.exceptions import BadHost
from werkzeug.routing import MapAdapter

from search.settings import SETTINGS

#: Names by which a machine calls itself.
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
MAX_PORT = 65_535
#: Hosts, right and wrong ones, that need not be judged again.
_KEPT_HOSTS = 100
_LABEL = "[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?"
_HOST = re.compile(
    rf"(?P<name>(?:{_LABEL}\.)*{_LABEL}\.?|\[(?P<address>[0-9a-f:.]+)\])(?::(?P<port>[0-9]{{1,5}}))?",
    re.IGNORECASE | re.ASCII,
)


class HostCheckingFlask(Flask):
    """An application that answers 400 to a request under a name that is malformed or not its own.

    HOSTS in the configuration are its names, `.example.org` for all below it; None means any.
    """

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Bind the routes to a request. Raises BadHost, which is answered with 400."""
        if request is not None:
            host = request.environ.get("HTTP_HOST", "localhost")
            if not is_host(host) or not _is_own(host, self.config["HOSTS"]):
                raise BadHost
        return super().create_url_adapter(request)


@lru_cache(_KEPT_HOSTS)
def is_host(text: str) -> bool:
    """Tell whether a Host header is a name or an address, with a port or without one."""
    found = _HOST.fullmatch(text)
    if found is None or int(found["port"] or 0) > MAX_PORT:
        return False
    try:
        if found["address"]:
            ipaddress.IPv6Address(found["address"])
        else:
            found["name"].encode("ascii").decode("idna")  # `xn--e` is not an international name
    except ValueError:
        return False
    return True


def _is_own(host: str, names: Sequence[str] | None) -> bool:
    if names is None:
        return True
    found = _HOST.fullmatch(host)
    called = found["name"].lower().removesuffix(".") if found else ""
    return any(called.endswith(name) if name.startswith(".") else called == name for name in names)


def own_name(given: str) -> str:
    """Return a name of a server as browsers send it, after a dot if it is all below the name.

    Raises ValueError if it is none: a server would answer nobody under what was meant.

    >>> own_name("Bücher.example."), own_name(".Example.org"), own_name("::1")
    ('xn--bcher-kva.example', '.example.org', '[::1]')
    """
    name = given.removeprefix(".").lower()
    try:
        return f"[{ipaddress.IPv6Address(given.strip('[]')).compressed}]"
    except ValueError:
        name = name.removesuffix(".")
    with suppress(ValueError):
        ascii_name = name if name.isascii() else name.encode("idna").decode()
        # This IDNA (of 2003) makes `ss` of `ß`, which is the name of somebody else today.
        is_same = name.isascii() or ascii_name.encode().decode("idna") == normalize("NFC", name)
        found = _HOST.fullmatch(ascii_name)
        if is_same and is_host(ascii_name) and found and not (found["address"] or found["port"]):
            return "." * given.startswith(".") + ascii_name
    raise ValueError(
        f"{given!r} is not the name of a host. Give one as browsers send it, without scheme, port "
        "or path, such as news.example.org, or .example.org for all below it (letters other than "
        "a to z: xn--…); give several names one by one."
    )


def named_in_environment() -> str | None:
    """Return the names that the environment trusts, blanks between; None if it names none."""
    return os.environ.get(SETTINGS["trusted_host"].variable) or None


def own_names(given: str | Sequence[str] | None) -> tuple[str, ...] | None:
    """Return the names of a server as browsers send them; None if it answers under any.

    A text has blanks between them. Raises ValueError for what is not a name.
    """
    names = given.split() if isinstance(given, str) else given
    return None if names is None else tuple(map(own_name, names))


def is_loopback(address: str) -> bool:
    """Tell whether only this machine can reach a server that listens on the address."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"
