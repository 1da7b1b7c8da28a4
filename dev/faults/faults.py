"""What a gate can do to one request, and the ways to choose which request meets what."""

import json
import random
from dataclasses import dataclass, field

from estate import wire

GARBAGE = b"<html><body>\x00\xff this is not what you asked for"

# delay: answered late. throttled, 500, 503, garbage: answered in the server's place, which never hears of it.
# cut: closed before the server heard of it. lost: the server acted, and nothing of its answer arrives; half: half does.
# stored: the server acted, and something before it answers 503 in its place.
TROUBLES = ("delay", "throttled", "500", "503", "garbage", "cut", "lost", "half", "stored")
# The process that asked ends: before the server heard of it, or after it acted and before its answer arrives.
KILLS = ("before", "after")


@dataclass(frozen=True)
class Request:
    """One request as the gate sees it: whose it is, what it asks, and how many like it came before."""

    server: str
    label: str
    number: int
    service: str = ""
    is_json: bool = False
    # Seconds, on a clock of the bench's own.
    at: float = field(default=0, compare=False)

    @property
    def name(self):
        return f"{self.server}/{self.label}#{self.number}"


class Quiet:
    """Everything is passed on."""

    def kind(self, request):
        return None


@dataclass
class One:
    """Exactly one request meets its fault."""

    name: str
    fault: str
    struck: bool = False

    def kind(self, request):
        if self.struck or request.name != self.name:
            return None
        self.struck = True
        return self.fault


@dataclass
class Gone:
    """A server goes away: the answer to this one request is lost, and from then on none gets through."""

    name: str
    struck: bool = False

    def kind(self, request):
        if self.struck:
            return "cut" if request.server == self.name.partition("/")[0] else None
        self.struck = request.name == self.name
        return "lost" if self.struck else None


@dataclass
class Slow:
    """Every request to a server whose label begins so is answered late, by so many seconds."""

    server: str
    prefix: str
    delay: float

    def kind(self, request):
        return "delay" if request.server == self.server and request.label.startswith(self.prefix) else None


@dataclass
class Upon:
    """Nothing goes wrong; when this one request comes by, something is done first."""

    name: str
    act: object
    struck: bool = False

    def kind(self, request):
        if request.name == self.name and not self.struck:
            self.struck = True
            self.act()
        return None


@dataclass
class Share:
    """A share of all requests meets a fault, drawn by the request's own name: the order of arrival changes nothing."""

    seed: str
    share: float
    struck: dict = field(default_factory=dict)

    def kind(self, request):
        chance = random.Random(f"{self.seed}:{request.name}")
        if chance.random() >= self.share:
            return None
        kind = chance.choice(TROUBLES)
        self.struck[kind] = self.struck.get(kind, 0) + 1
        return kind


@dataclass
class Rate:
    """Requests whose label begins so are throttled beyond a rate, as AWS does it: a bucket that refills."""

    prefix: str
    per_second: float
    throttled: int = 0
    level: float = 1
    since: float | None = None

    def kind(self, request):
        if not request.label.startswith(self.prefix):
            return None
        passed = request.at - (request.at if self.since is None else self.since)
        self.since, self.level = request.at, min(self.per_second, self.level + passed * self.per_second)
        if self.level >= 1:
            self.level -= 1
            return None
        self.throttled += 1
        return "throttled"


def answer(kind, request):
    """(status, headers, body) that a gate gives in the server's place."""
    if kind == "stored":
        kind = "503"
    if kind == "garbage":
        return 200, {"Content-Type": "text/html"}, GARBAGE
    if request.server == "slack":
        if kind == "throttled":
            body = json.dumps({"ok": False, "error": "ratelimited"}).encode()
            return 429, {"Content-Type": "application/json", "Retry-After": "1"}, body
        return int(kind), {"Content-Type": "text/html"}, b"<html><body>Something went wrong.</body></html>"
    code, status = {
        "throttled": ("Throttling", 400),
        "500": ("ServiceFailure", 500),
        "503": ("ServiceUnavailable", 503),
    }[kind]
    if kind == "throttled" and request.service == "organizations":
        code = "TooManyRequestsException"
    status, headers, body = wire.error(request.service, code, "Something went wrong.", status, request.is_json)
    return status, headers, body.encode()
