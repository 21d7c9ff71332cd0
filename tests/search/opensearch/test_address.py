"""Which cluster does an address name, and who asks? The password is never shown."""

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import EngineUnknown
from search.opensearch.address import (
    CERTIFICATES_VARIABLE,
    PASSWORD_FILE_VARIABLE,
    PASSWORD_VARIABLE,
    USER_VARIABLE,
    ClusterAddress,
)


def test_hosts_name_and_tls() -> None:
    address = ClusterAddress.parsed("opensearch://One.example,two.example:9201,[::1]:9202/news", {})
    assert address.hosts == (("one.example", 9200), ("two.example", 9201), ("::1", 9202))
    assert (address.name, address.is_secure, address.user, address.password) == (
        *("news", False, "", ""),
    )
    assert str(address) == "opensearch://one.example:9200,two.example:9201,[::1]:9202/news"
    assert ClusterAddress.parsed("opensearchs://one.example/news/", {}).is_secure
    assert ClusterAddress.parsed(str(address), {}) == address


@pytest.mark.parametrize(
    ("written", "environment", "user", "password"),
    [
        ("opensearch://reader:s%40fe%2F@h/news", {}, "reader", "s@fe/"),
        ("opensearch://reader:a:b@c/d@h/news", {}, "reader", "a:b@c/d"),
        ("opensearch://reader:@h/news", {PASSWORD_VARIABLE: "env"}, "reader", ""),
        ("opensearch://reader@h/news", {PASSWORD_VARIABLE: "env"}, "reader", "env"),
        (
            "opensearch://h/news",
            {USER_VARIABLE: "keeper", PASSWORD_VARIABLE: "p%40"},
            *("keeper", "p%40"),
        ),
        ("opensearch://r:own@h/news", {USER_VARIABLE: "k", PASSWORD_VARIABLE: "p"}, "r", "own"),
    ],
)
def test_who_asks(written: str, environment: dict[str, str], user: str, password: str) -> None:
    parsed = ClusterAddress.parsed(written, environment)
    assert (parsed.user, parsed.password) == (user, password)


def test_a_password_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("sécret \n", encoding="utf-8")
    environment = {USER_VARIABLE: "keeper", PASSWORD_FILE_VARIABLE: str(file)}
    assert ClusterAddress.parsed("opensearch://h/news", environment).password == "sécret "
    file.write_bytes(b"\xff" * 10)
    with pytest.raises(EngineUnknown, match="not a file with a password"):
        ClusterAddress.parsed("opensearch://h/news", environment)
    file.write_bytes(b"x" * 5_000)
    with pytest.raises(EngineUnknown, match="not a file with a password"):
        ClusterAddress.parsed("opensearch://h/news", environment)
    with pytest.raises(EngineUnknown, match="not a file with a password"):
        ClusterAddress.parsed("opensearch://h/n", {PASSWORD_FILE_VARIABLE: str(tmp_path)})


def test_certificates() -> None:
    environment = {CERTIFICATES_VARIABLE: "/etc/ca.pem"}
    assert ClusterAddress.parsed("opensearchs://h/news", environment).certificates == "/etc/ca.pem"


@pytest.mark.parametrize(
    "written",
    [
        *("opensearch://", "opensearch:///news", "opensearch://h", "opensearch://h/"),
        *("opensearch://h/News", "opensearch://h/_all", "opensearch://h/a,b", "opensearch://h/*"),
        *("opensearch://h:0/news", "opensearch://h:99999/news", "opensearch://h:x/news"),
        *("opensearch://h,/news", "opensearch://h h/news", "opensearch://h/news/more"),
        *("opensearch://h/news?x=1", "opensearch://h/..", "elastic://h/news", "h/news"),
        *(f"opensearch://h/{'n' * 101}", "opensearch://h/näws", "opensearch://[::1/news"),
    ],
)
def test_what_is_not_an_address_is_refused(written: str) -> None:
    with pytest.raises(EngineUnknown, match="write opensearch://HOST:9200/NAME"):
        ClusterAddress.parsed(written, {})


SECRET = "s3cr3t-of-nobody"


@given(st.sampled_from(["h", "h:0", "", "h h", "[::1"]), st.sampled_from(["news", "N", "", "a/b"]))
def test_no_password_is_ever_shown(hosts: str, name: str) -> None:
    for address in (
        f"opensearch://reader:{SECRET}@{hosts}/{name}",
        f"opensearch://reader:{SECRET}/x@{hosts}/{name}",
        f"opensearch://reader:{SECRET}",
        f"opensearch://reader:{SECRET}/{name}",
        f"other://reader:{SECRET}@{hosts}/{name}",
    ):
        try:
            shown: object = ClusterAddress.parsed(address, {})
        except EngineUnknown as error:
            shown = error
        assert SECRET not in f"{shown!r} {shown}"


def test_an_address_goes_to_other_processes() -> None:
    address = ClusterAddress.parsed(f"opensearch://reader:{SECRET}@h/news", {})
    assert pickle.loads(pickle.dumps(address)) == address
