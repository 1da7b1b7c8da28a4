"""A door in front of one server: it counts what goes through, and lets happen to it what the plan says."""

import asyncio
import json
import threading
import time
from collections import Counter
from email.utils import formatdate
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from estate.proxy import called
from estate.streams import LARGEST_HEAD, Message, Upstream, read
from faults.faults import KILLS, Quiet, Request, answer

DELAY = 0.2


class Loop:
    """One event loop in a thread of its own, for all gates of a bench."""

    def __init__(self):
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live(ready)), daemon=True)
        self._thread.start()
        ready.wait()

    async def _live(self, ready):
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        ready.set()
        await self._over.wait()

    def do(self, work):
        """Waits for a coroutine from outside."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def end(self):
        """Closes every connection and stops."""
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)


class Gate:
    """Listens on a free loopback port; `aim` says which server stands behind it."""

    def __init__(self, server, loop):
        self.server = server
        self.plan = Quiet()
        self.end_caller = lambda: None
        self.seen = []
        self._numbers = Counter()
        self._upstream = None
        # asyncio itself holds them weakly.
        self._serving = set()
        self._listening = loop.do(self._listen())
        self.port = self._listening.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    async def _listen(self):
        return await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=LARGEST_HEAD, backlog=256)

    def aim(self, url):
        """Requests go to this server from now on."""
        parts = urlsplit(url)
        self._upstream = Upstream(parts.hostname, parts.port)

    def begin(self, plan, end_caller):
        """Counts anew: the next process that comes by is another one."""
        self.seen, self._numbers = [], Counter()
        self.plan, self.end_caller = plan, end_caller

    async def _serve(self, reader, writer):
        self._serving.add(asyncio.current_task())
        try:
            while (message := await read(reader)) is not None:
                if not await self._pass_on(message, writer):
                    break
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()
            self._serving.discard(asyncio.current_task())

    async def _pass_on(self, message, writer):
        """Whether the connection stays open."""
        request = self._request(message)
        self.seen.append(request)
        kind = self.plan.kind(request)
        if kind == "cut":
            return False
        if kind == "before":
            self.end_caller()
            return False
        if kind == "delay":
            await asyncio.sleep(getattr(self.plan, "delay", DELAY))
        elif kind not in (None, "lost", "half", "stored", *KILLS):
            await _send(writer, *answer(kind, request))
            return True
        try:
            answered = await self._upstream.ask(message)
        except ConnectionError:
            return False
        if kind == "after":
            self.end_caller()
            return False
        if kind == "lost":
            return False
        if kind == "stored":
            await _send(writer, *answer(kind, request))
            return True
        whole = answered.encoded()
        if kind == "half":
            writer.write(whole[: len(whole) - len(answered.body) // 2 - 1])
            await writer.drain()
            return False
        writer.write(whole)
        await writer.drain()
        return True

    def _request(self, message):
        service, is_json = "", False
        if self.server == "aws":
            call = called(message)
            label, service, is_json = f"{call.account_id}/{call.name}", call.service, call.is_json
        else:
            label = _slack_label(message)
        self._numbers[label] += 1
        return Request(self.server, label, self._numbers[label], service, is_json, time.monotonic())


def _slack_label(message):
    method = urlsplit(message.first_line.split(" ")[1]).path.rpartition("/")[2]
    try:
        if "json" in (message.header("content-type") or ""):
            body = json.loads(message.body)
        else:
            body = {name: values[0] for name, values in parse_qs(message.body.decode()).items()}
    except ValueError:
        body = {}
    place = next((body[name] for name in ("channel", "user", "users") if body.get(name)), "")
    return f"{method}/{place}" if place else method


async def _send(writer, status, headers, body):
    reason = HTTPStatus(status).phrase
    fields = [("Date", formatdate(usegmt=True)), *headers.items()]
    writer.write(Message(f"HTTP/1.1 {status} {reason}", fields, body).encoded())
    await writer.drain()
