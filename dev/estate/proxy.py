"""A reverse proxy in front of the local AWS: it counts, it delays, and it breaks calls on request."""

import asyncio
import json
import re
import signal
import time
from collections import defaultdict
from contextlib import contextmanager
from email.utils import formatdate
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from estate import ids
from estate.streams import LARGEST_HEAD, Message, Upstream, read
from estate.rules import Called, Rule
from estate.server import write_port

SCOPE = re.compile(r"Credential=([^/]+)/\d+/[^/]+/([^/]+)/")


def called(message):
    """The account, service and action of a request; for AssumeRole, the account of the role."""
    scope = SCOPE.search(message.header("authorization") or "")
    key_id, service = scope.groups() if scope else ("", "unknown")
    target = message.header("x-amz-target")
    if target:
        return Called(ids.account_of(key_id) or "unknown", service, target.rsplit(".", 1)[-1], True)
    form = parse_qs(message.body.decode("utf-8", "replace"))
    action = form.get("Action", ["unknown"])[0]
    account = ids.account_of(key_id) or "unknown"
    role = form.get("RoleArn", [""])[0].split(":")
    if action.startswith("AssumeRole") and len(role) > 4:
        account = role[4]
    return Called(account, service, action, False)


class Proxy:
    """The proxy's state: what it counted, the rules, the latency."""

    def __init__(self, upstream, latency_ms):
        parts = urlsplit(upstream)
        self._upstream = Upstream(parts.hostname, parts.port or 80)
        self._latency = latency_ms / 1000
        self._date_offset = 0
        self._rules = []
        self._in_flight = 0
        self._flying = defaultdict(int)
        self._forget()

    def _forget(self):
        self._counts = defaultdict(lambda: defaultdict(int))
        self._statuses = defaultdict(int)
        self._peak = 0
        self._peaks = defaultdict(int)
        self._added = 0.0
        self._upstream_took = 0.0

    async def serve(self, reader, writer):
        """One client's connection, until it closes or a rule closes it."""
        try:
            while True:
                message = await read(reader)
                if message is None or not await self._answer(message, reader, writer):
                    break
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    async def _answer(self, message, reader, writer):
        """Answers one request; False when the connection is to be closed."""
        method, path, _ = message.first_line.split(" ", 2)
        parts = urlsplit(path)
        if parts.path.startswith("/proxy/"):
            await _send(writer, *self._control(method, parts, message.body))
            return True
        if message.header("expect"):
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        if parts.path.startswith(("/estate/", "/moto-api/")):
            writer.write((await self._upstream.ask(message)).encoded())
            await writer.drain()
            return True
        call = called(message)
        with self._counted(call):
            return await self._pass_on(call, message, reader, writer)

    async def _pass_on(self, call, message, reader, writer):
        rule = next((rule for rule in self._rules if rule.strikes(call)), None)
        if self._latency:
            begun = time.perf_counter()
            await asyncio.sleep(self._latency)
            self._added += time.perf_counter() - begun
        if rule is None or rule.kind in ("cut", "short", "long"):
            begun = time.perf_counter()
            try:
                answer = await self._upstream.ask(message)
            except ConnectionError:
                await _send(writer, 502, {"Content-Type": "text/html"}, b"<h1>The local AWS is not there</h1>")
                return True
            self._upstream_took += time.perf_counter() - begun
            self._statuses[answer.first_line.split(" ")[1]] += 1
            self._shift_date(answer)
            whole = answer.encoded()
            if rule is None:
                writer.write(whole)
                await writer.drain()
                return True
            writer.write(rule.spoilt(whole, len(answer.body)))
            await writer.drain()
            # Bytes beyond a length that is too small arrive on a connection that stays open.
            return rule.kind == "short"
        if rule.kind == "drop":
            return False
        if rule.kind == "hang":
            await reader.read(1)
            return False
        status, headers, body = rule.answer(call)
        self._statuses[str(status)] += 1
        await _send(writer, status, headers, body)
        return True

    @contextmanager
    def _counted(self, call):
        self._counts[call.account_id][call.name] += 1
        self._in_flight += 1
        self._flying[call.account_id] += 1
        self._peak = max(self._peak, self._in_flight)
        self._peaks[call.account_id] = max(self._peaks[call.account_id], self._flying[call.account_id])
        try:
            yield
        finally:
            self._in_flight -= 1
            self._flying[call.account_id] -= 1

    def _shift_date(self, answer):
        # A client compares its clock with this header; moving it is how a wrong clock is played.
        if self._date_offset:
            answer.headers = [h for h in answer.headers if h[0].lower() != "date"]
            answer.headers.append(("Date", formatdate(time.time() + self._date_offset, usegmt=True)))

    def _control(self, method, parts, body):
        try:
            found = self._asked(method, parts.path, parse_qs(parts.query), json.loads(body) if body else {})
        except (ValueError, TypeError, KeyError) as error:
            return 400, {"Content-Type": "application/json"}, json.dumps({"error": str(error)}).encode()
        status = 404 if found is None else 200
        return status, {"Content-Type": "application/json"}, json.dumps(found).encode()

    def _asked(self, method, path, query, wish):
        if (method, path) == ("GET", "/proxy/counts"):
            return self._told(query.get("reset") == ["1"])
        if (method, path) == ("POST", "/proxy/latency"):
            self._latency = float(wish["ms"]) / 1000
            return {"ms": self._latency * 1000}
        if (method, path) == ("POST", "/proxy/date"):
            self._date_offset = float(wish["offsetSeconds"])
            return {"offsetSeconds": self._date_offset}
        if path == "/proxy/rules" and method == "DELETE":
            self._rules = []
        elif path == "/proxy/rules" and method == "POST":
            wishes = wish if isinstance(wish, list) else [wish]
            self._rules += [Rule.parsed(each) for each in wishes]
        elif path != "/proxy/rules":
            return None
        return {"rules": [rule.shown() for rule in self._rules]}

    def _told(self, reset):
        told = {
            "total": sum(sum(actions.values()) for actions in self._counts.values()),
            "counts": {account: dict(sorted(actions.items())) for account, actions in sorted(self._counts.items())},
            "statuses": dict(self._statuses),
            "peak": self._peak,
            "peaks": dict(self._peaks),
            # Summed over calls: of those in flight together, each waits for the others in the local AWS's one process.
            "seconds": {"added": round(self._added, 3), "upstream": round(self._upstream_took, 3)},
        }
        if reset:
            self._forget()
        return told


async def _send(writer, status, headers, body):
    reason = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Answer"
    fields = [*({"Date": formatdate(usegmt=True)} | headers).items()]
    writer.write(Message(f"HTTP/1.1 {status} {reason}", fields, body).encoded())
    await writer.drain()


async def _serve(options):
    proxy = Proxy(options.upstream, options.latency_ms)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", options.port, limit=LARGEST_HEAD, backlog=256)
    port = server.sockets[0].getsockname()[1]
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    if options.port_file:
        write_port(options.port_file, port)
    print(f"proxy: listening on http://127.0.0.1:{port}", flush=True)
    await stop.wait()
    server.close()


def run(options):
    """Proxies on 127.0.0.1 until SIGTERM or SIGINT."""
    asyncio.run(_serve(options))
