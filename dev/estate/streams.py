"""Just enough HTTP/1.1 over asyncio streams for the proxy: whole messages in, whole messages out."""

import asyncio
from dataclasses import dataclass

LARGEST_HEAD = 64 * 1024


@dataclass
class Message:
    """A request or an answer: its first line, its headers as they came, its whole body."""

    first_line: str
    headers: list
    body: bytes

    def header(self, name):
        """The first header of that name, or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def encoded(self):
        """The bytes to send, with a length instead of chunks and the connection kept."""
        dropped = ("content-length", "transfer-encoding", "connection", "keep-alive", "expect")
        lines = [self.first_line]
        lines += [f"{key}: {value}" for key, value in self.headers if key.lower() not in dropped]
        lines += [f"Content-Length: {len(self.body)}", "Connection: keep-alive", "", ""]
        return "\r\n".join(lines).encode("latin-1") + self.body


async def read(reader, has_body=True):
    """The next message, or None when the other side has closed between two."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if error.partial:
            raise ConnectionError("closed in the middle of a head") from error
        return None
    first, *lines = head.decode("latin-1").split("\r\n")[:-2]
    headers = [(key, value.strip()) for key, _, value in (line.partition(":") for line in lines)]
    message = Message(first, headers, b"")
    if (message.header("transfer-encoding") or "").lower() == "chunked":
        message.body = await _chunks(reader)
    elif has_body:
        message.body = await reader.readexactly(int(message.header("content-length") or 0))
    return message


async def _chunks(reader):
    parts = []
    while True:
        size = int((await reader.readline()).split(b";")[0], 16)
        parts.append(await reader.readexactly(size))
        await reader.readline()
        if size == 0:
            return b"".join(parts)


class Upstream:
    """Kept connections to one server, handed out one caller at a time."""

    def __init__(self, host, port):
        self._address = (host, port)
        self._idle = []

    async def ask(self, message):
        """The server's answer. A kept connection that went stale is replaced once."""
        while True:
            fresh = not self._idle
            reader, writer = self._idle.pop() if self._idle else await self._connect()
            try:
                writer.write(message.encoded())
                await writer.drain()
                answer = await read(reader, has_body=not message.first_line.startswith("HEAD "))
            except ConnectionError:
                answer = None
            if answer is None:
                writer.close()
                if fresh:
                    raise ConnectionError("the upstream closed without an answer")
                continue
            if (answer.header("connection") or "").lower() == "close":
                writer.close()
            else:
                self._idle.append((reader, writer))
            return answer

    async def _connect(self):
        return await asyncio.open_connection(*self._address, limit=LARGEST_HEAD)
