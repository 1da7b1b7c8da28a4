"""A small HTTP/1.1 server: connections stay open, bodies have a length, each connection has one request at a time."""

import asyncio
import email.utils
import time
from dataclasses import dataclass

REASONS = {200: "OK", 202: "Accepted", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 410: "Gone",
           413: "Content Too Large"}  # fmt: skip


@dataclass(slots=True)
class Request:
    method: str
    path: str
    headers: dict
    body: bytes


@dataclass(slots=True)
class Answer:
    status: int
    body: bytes
    kind: str = "application/json"
    headers: tuple = ()
    # Seconds to wait before it is sent.
    wait: float = 0.0


class Connection(asyncio.Protocol):
    """`respond(request)` gives an Answer, or an awaitable of one."""

    def __init__(self, respond):
        self._respond = respond
        self._bytes = b""
        self._is_busy = False

    def connection_made(self, transport):
        self._transport = transport

    def connection_lost(self, error):
        self._transport = None

    def data_received(self, data):
        self._bytes += data
        if not self._is_busy:
            self._next()

    def _next(self):
        """Answers the next request, once all of it is there."""
        end = self._bytes.find(b"\r\n\r\n")
        if end < 0:
            return
        lines = self._bytes[:end].decode("latin-1").split("\r\n")
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        length = int(headers.get("content-length", 0))
        if len(self._bytes) < end + 4 + length:
            return
        body, self._bytes = self._bytes[end + 4 : end + 4 + length], self._bytes[end + 4 + length :]
        method, path, _ = lines[0].split(" ", 2)
        self._is_busy = True
        answer = self._respond(Request(method, path, headers, body))
        if isinstance(answer, Answer) and not answer.wait:
            self._write(answer)
        else:
            asyncio.get_running_loop().create_task(self._write_later(answer))

    async def _write_later(self, answer):
        if not isinstance(answer, Answer):
            answer = await answer
        if answer.wait:
            await asyncio.sleep(answer.wait)
        self._write(answer)

    def _write(self, answer):
        self._is_busy = False
        if self._transport is None:
            return
        lines = [f"HTTP/1.1 {answer.status} {REASONS.get(answer.status, 'Answer')}", f"Content-Type: {answer.kind}",
                 f"Date: {_date(int(time.time()))}", f"Content-Length: {len(answer.body)}", *answer.headers]  # fmt: skip
        self._transport.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + answer.body)
        if self._bytes:
            self._next()


_known_date = (0, "")


def _date(second):
    global _known_date
    if _known_date[0] != second:
        _known_date = (second, email.utils.formatdate(second, usegmt=True))
    return _known_date[1]


async def serve(respond, port=0):
    """(server, port), on 127.0.0.1 only."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(respond), "127.0.0.1", port, backlog=256)
    return server, server.sockets[0].getsockname()[1]
