"""In which encoding is an answer sent? In the best of those that the browser reads."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import zstandard
from flask import Flask, Response, request

#: Bytes of an answer below which compression saves no packet.
LEAST_BYTES = 1_000
#: Levels at which a page takes about half a millisecond; higher ones save a tenth of the bytes.
ZSTD_LEVEL = 3
GZIP_LEVEL = 1
#: Level for a stream, which is sent at the speed of the network.
GZIP_STREAM_LEVEL = 4
_WITH_GZIP_HEADER = zlib.MAX_WBITS | 16
#: Types that are compressed already are not among these.
_TEXTS = frozenset(
    (
        *("text/html", "text/css", "text/javascript", "text/plain", "image/svg+xml"),
        *("application/json", "application/atom+xml", "application/opensearchdescription+xml"),
        "application/xml",
    )
)
#: Types of answers that are sent as they are made, however long.
_STREAMS = frozenset(
    (
        *("text/csv", "application/x-ndjson"),
        *("application/x-bibtex", "application/x-research-info-systems"),
    )
)


def init_app(app: Flask) -> None:
    """Compress answers, static files included."""
    app.after_request(_compressed)


def _compressed(response: Response) -> Response:
    if response.mimetype not in _TEXTS | _STREAMS:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code == 206 or "Content-Encoding" in response.headers:
        return response  # a part of a file is one of the file as it is
    encoding = request.accept_encodings.best_match(("zstd", "gzip"))
    if encoding is None:
        return response
    if response.mimetype in _STREAMS:
        response.response = _stream(response.iter_encoded(), encoding)
        response.headers.pop("Content-Length", None)  # that was the length before compression
        response.headers["Content-Encoding"] = encoding
        return response
    response.direct_passthrough = False  # a static file is read here, too
    data = response.get_data()
    if len(data) >= LEAST_BYTES:
        response.set_data(_zstd(data) if encoding == "zstd" else _gzip(data))
        response.headers["Content-Encoding"] = encoding
        tag, is_weak = response.get_etag()
        if tag and not is_weak:  # a strong one is of these very bytes
            response.set_etag(tag, weak=True)
    return response


def _stream(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Compress pieces as they come."""
    compressor: Any = (
        zstandard.ZstdCompressor(level=ZSTD_LEVEL).compressobj()
        if encoding == "zstd"
        else zlib.compressobj(GZIP_STREAM_LEVEL, wbits=_WITH_GZIP_HEADER)
    )
    for piece in pieces:
        if packed := compressor.compress(piece):
            yield packed
    yield compressor.flush()


def _zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress(data)


def _gzip(data: bytes) -> bytes:
    compressor = zlib.compressobj(GZIP_LEVEL, wbits=_WITH_GZIP_HEADER)
    return compressor.compress(data) + compressor.flush()
