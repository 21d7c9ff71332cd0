"""How does a cluster look that answers as a test says? A server of this machine, on a free port."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Answered = tuple[int, dict[str, Any]]
SHARDS = {"total": 3, "successful": 3, "skipped": 0, "failed": 0}
FOUND = {"timed_out": False, "_shards": SHARDS, "hits": {"total": {"value": 0}, "hits": []}}


@dataclass
class Asked:
    """The port of a server, and what it was asked: method, path, body, authorization."""

    port: int = 0
    requests: list[tuple[str, str, str, str]] = field(default_factory=list)


@contextmanager
def answering(answer: Callable[[int], Answered]) -> Iterator[Asked]:
    """Answer each request by its number, counted from 0."""
    asked = Asked()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            number = len(asked.requests)
            authorization = self.headers.get("authorization", "")
            asked.requests.append((self.command, self.path, body, authorization))
            status, members = answer(number)
            sent = json.dumps(members).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = do_PUT = do_DELETE = _answer

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    asked.port = server.server_port
    thread.start()
    try:
        yield asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
