"""What stands at an address is fetched within limits, and never from this machine's own network."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from intarsia_site.reports.careful_client import (
    Fetched,
    FetchError,
    Limits,
    check_address,
    fetch,
    is_public,
    next_address,
)

PUBLIC = "192.0.43.8"
#: More of them than anybody sends.
HEADERS = b"X: y\r\n" * 500
ADDRESS = "http://data.example.org/3w.csv"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1",  # noqa: S104
        "169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192",
        "224.0.0.1", "255.255.255.255", "240.0.0.1", "198.18.0.1", "203.0.113.7",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1",
        "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1", "100::1", "no address", "",
    ],
)  # fmt: skip
def test_an_address_of_this_machine_or_a_private_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8"])
def test_an_address_of_the_public_internet_is(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("ftp://data.example.org/x", "fetch.not_http"),
        ("file:///etc/passwd", "fetch.not_http"),
        ("data.example.org/x", "fetch.not_http"),
        ("//data.example.org/x", "fetch.not_http"),
        ("https://ann:secret@data.example.org/x", "fetch.has_credentials"),
        ("https://@data.example.org/x", "fetch.has_credentials"),
        ("https://data.example.org:22/x", "fetch.other_port"),
        ("https://data.example.org:99999/x", "fetch.not_an_address"),
        ("https:///x", "fetch.not_an_address"),
        ("https://data.example.org/x\r\nHost: other", "fetch.not_an_address"),
        ("https://data.example.org\\@other/x", "fetch.not_an_address"),
        ("https://data .example.org/", "fetch.not_an_address"),
        ("https://[::1/x", "fetch.not_an_address"),
        ("http://127.0.0.1/x", "fetch.not_public"),
        ("https://[::1]/x", "fetch.not_public"),
        ("https://169.254.169.254/latest/", "fetch.not_public"),
        ("https://data.example.org/" + "x" * 2000, "fetch.not_an_address"),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused_unasked(address: str, code: str) -> None:
    with pytest.raises(FetchError) as refused:
        check_address(address)

    assert refused.value.code == code


@pytest.mark.parametrize(
    "found", [["127.0.0.1"], [PUBLIC, "127.0.0.1"], ["::1"], ["169.254.169.254"]]
)
def test_a_name_that_resolves_to_this_machine_is_never_connected_to(
    found: list[str], tmp_path: Path
) -> None:
    with pytest.raises(FetchError) as refused:
        fetch(
            ADDRESS, tmp_path / "came", limits=Limits(), resolver=lambda *_: found,
            dialler=lambda *_: pytest.fail("it was connected to"),
        )  # fmt: skip

    assert refused.value.code == "fetch.not_public"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_this_machine_by_its_number_in_any_spelling_is_refused(host: str, tmp_path: Path) -> None:
    with pytest.raises(FetchError) as refused:
        fetch(
            f"http://{host}/", tmp_path / "came", limits=Limits(),
            dialler=lambda *_: pytest.fail("it was connected to"),
        )  # fmt: skip

    assert refused.value.code in ("fetch.not_public", "fetch.unknown_host")


def test_a_name_that_nobody_knows_is_said(tmp_path: Path) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror("no such name")

    with pytest.raises(FetchError) as refused:
        fetch(ADDRESS, tmp_path / "came", limits=Limits(), resolver=unknown)

    assert refused.value.code == "fetch.unknown_host"


Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def server(answer: Answer) -> Iterator[Callable[..., Fetched]]:
    """Serve on this machine; yield a `fetch` whose checked address is connected to it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                answer(self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_said: object) -> None:
            pass

    served = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.daemon_threads = True
    threading.Thread(target=served.serve_forever, args=(0.02,), daemon=True).start()
    resolved: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        resolved.append(host)
        return ["127.0.0.1"] if host == "inside.example.org" else [PUBLIC]

    def dialler(address: str, port: int, seconds: float) -> socket.socket:
        assert address == PUBLIC
        return socket.create_connection(served.server_address[:2], timeout=seconds)

    def ask(to: Path, address: str = ADDRESS, **limits: float) -> Fetched:
        wanted = Limits(**{"megabytes": 1, "seconds": 5, "idle_seconds": 2, **limits})  # type: ignore[arg-type]
        return fetch(address, to, limits=wanted, resolver=resolver, dialler=dialler)

    ask.resolved = resolved  # type: ignore[attr-defined]
    try:
        yield ask
    finally:
        served.shutdown()
        served.server_close()


def code_of(ask: Callable[..., Fetched], to: Path, *given: str, **limits: float) -> str:
    with pytest.raises(FetchError) as refused:
        ask(to, *given, **limits)
    return refused.value.code


def says(body: bytes, status: int = 200, **headers: str) -> Answer:
    def answer(one: BaseHTTPRequestHandler) -> None:
        one.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            one.send_header(name.replace("_", "-"), value)
        one.end_headers()
        one.wfile.write(body)

    return answer


@pytest.mark.loopback
def test_a_file_is_fetched_with_its_name_and_the_host_it_was_asked_for(tmp_path: Path) -> None:
    asked = []

    def answer(one: BaseHTTPRequestHandler) -> None:
        asked.append((one.path, one.headers["Host"], one.headers["Accept-Encoding"]))
        says(b"a,b\n1,2\n")(one)

    with server(answer) as ask:
        came = ask(
            tmp_path / "came",
            "http://data.example.org/d%C3%A9/3w.csv?month=5&x=a b".replace(" ", "+"),
        )

    assert (tmp_path / "came").read_bytes() == b"a,b\n1,2\n"
    assert (came.name, came.size) == ("3w.csv", 8)
    assert asked == [("/d%C3%A9/3w.csv?month=5&x=a+b", "data.example.org", "identity")]


@pytest.mark.loopback
def test_a_name_without_ending_gets_the_one_of_its_kind(tmp_path: Path) -> None:
    with server(says(b"{}", Content_Type="application/json; charset=utf-8")) as ask:
        assert ask(tmp_path / "came", "http://data.example.org/export").name == "export.json"


@pytest.mark.loopback
def test_a_redirect_is_followed_and_checked_again(tmp_path: Path) -> None:
    def answer(one: BaseHTTPRequestHandler) -> None:
        if one.path == "/3w.csv":
            says(b"", 302, Location="/files/may.csv")(one)
        else:
            says(b"x")(one)

    with server(answer) as ask:
        came = ask(tmp_path / "came")

    assert came.address == "http://data.example.org/files/may.csv"
    assert ask.resolved == ["data.example.org", "data.example.org"]  # type: ignore[attr-defined]


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://inside.example.org/", "fetch.not_public"),
        ("http://127.0.0.1:8000/", "fetch.other_port"),
        ("file:///etc/passwd", "fetch.not_http"),
        ("http://ann@data.example.org/", "fetch.has_credentials"),
        ("/3w.csv", "fetch.too_many_redirects"),
    ],
)
def test_a_redirect_leads_nowhere_that_an_address_may_not(
    location: str, code: str, tmp_path: Path
) -> None:
    with server(says(b"", 302, Location=location)) as ask:
        assert code_of(ask, tmp_path / "came") == code


@pytest.mark.loopback
def test_a_file_that_is_too_large_is_refused_by_its_length_unread(tmp_path: Path) -> None:
    with server(says(b"", Content_Length=str(10**12))) as ask:
        assert code_of(ask, tmp_path / "came") == "fetch.too_large"


@pytest.mark.loopback
def test_an_address_that_never_ends_is_left(tmp_path: Path) -> None:
    def endless(one: BaseHTTPRequestHandler) -> None:
        one.send_response(200)
        one.end_headers()
        while True:
            one.wfile.write(b"x" * 65536)

    with server(endless) as ask:
        assert code_of(ask, tmp_path / "came") == "fetch.too_large"


@pytest.mark.loopback
@pytest.mark.parametrize("drips", ["headers", "body", "continue"])
def test_an_address_that_drips_is_left_when_its_time_is_over(drips: str, tmp_path: Path) -> None:
    def slow(one: BaseHTTPRequestHandler) -> None:
        if drips == "continue":
            piece = b"HTTP/1.1 100 Continue\r\n\r\n"
        else:
            one.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
            if drips == "body":
                one.wfile.write(b"\r\n\r\n")
            piece = b"x"
        for _ in range(100):
            one.wfile.write(piece)
            time.sleep(0.05)

    began = time.monotonic()
    with server(slow) as ask:
        assert code_of(ask, tmp_path / "came", seconds=0.4, idle_seconds=0.3) == "fetch.too_slow"

    assert time.monotonic() - began < 3


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (says(b"no", 404), "fetch.refused_there"),
        (says(b"no", 500), "fetch.refused_there"),
        (says(b"", 204), "fetch.refused_there"),
        (says(b""), "fetch.empty"),
        (says(b"", 302), "fetch.broken_off"),
        (says(b"half", Content_Length="400"), "fetch.broken_off"),
        (says(b"x", Content_Encoding="gzip"), "fetch.packed"),
        (lambda one: one.wfile.write(b"SSH-2.0-OpenSSH\r\n"), "fetch.broken_off"),
        (lambda one: one.wfile.write(b"HTTP/1.1 200 OK\r\n" + HEADERS), "fetch.broken_off"),
    ],
)
def test_what_is_no_whole_file_is_refused_with_its_reason(
    answer: Answer, code: str, tmp_path: Path
) -> None:
    with server(answer) as ask:
        assert code_of(ask, tmp_path / "came") == code


@pytest.mark.loopback
def test_a_machine_that_cannot_prove_who_it_is_is_not_trusted(tmp_path: Path) -> None:
    with server(says(b"x")) as ask:
        code = code_of(ask, tmp_path / "came", "https://data.example.org/3w.csv")

    assert code == "fetch.not_trusted"


def test_a_machine_that_does_not_answer_is_said(tmp_path: Path) -> None:
    def silent(address: str, port: int, seconds: float) -> socket.socket:
        raise ConnectionRefusedError

    with pytest.raises(FetchError) as refused:
        fetch(
            ADDRESS, tmp_path / "came", limits=Limits(), resolver=lambda *_: [PUBLIC],
            dialler=silent,
        )  # fmt: skip

    assert refused.value.code == "fetch.no_answer"


def test_a_protected_address_is_never_followed_to_an_unprotected_one() -> None:
    with pytest.raises(FetchError) as refused:
        next_address("https://data.example.org/a", "http://data.example.org/b")

    assert refused.value.code == "fetch.redirect_unprotected"
    assert next_address("https://data.example.org/a/b", "../c") == "https://data.example.org/c"
