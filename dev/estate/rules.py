"""Rules of the proxy: which calls go wrong, how, and how often."""

import time
from dataclasses import dataclass, field
from email.utils import formatdate

from estate import wire

KINDS = ("denied", "throttled", "garbage", "500", "503", "hang", "cut", "short", "long", "drop", "answer")
GARBAGE = b"<html><body>\x00\xff this is not what you asked for"


@dataclass
class Called:
    """A call as the proxy sees it."""

    account_id: str
    service: str
    action: str
    is_json: bool

    @property
    def name(self):
        return f"{self.service}:{self.action}"


@dataclass
class Rule:
    """One rule. Of the calls that match: every nth, or those beyond a rate, and at most so many times.

    hang: never answered. drop: closed before it reaches AWS. cut: AWS did it, half the answer arrives.
    short, long: AWS did it, and the answer's Content-Length is half or twice what it should be.
    """

    kind: str
    account: str | None = None
    service: str | None = None
    action: str | None = None
    every: int = 1
    per_second: float | None = None
    times: int | None = None
    status: int = 400
    body: str = ""
    headers: dict = field(default_factory=dict)
    date_offset: float = 0
    matched: int = 0
    applied: int = 0
    tokens: float = 0.0
    refilled: float | None = None

    @classmethod
    def parsed(cls, wish):
        """A rule from its JSON, or a ValueError that says what is wrong with it."""
        known = {"kind", "account", "service", "action", "every", "perSecond", "times", "status", "body", "headers",
                 "dateOffsetSeconds"}  # fmt: skip
        if set(wish) - known:
            raise ValueError(f"a rule has no {', '.join(sorted(set(wish) - known))}; it has {', '.join(sorted(known))}")
        kind = str(wish.get("kind", "answer"))
        if kind not in KINDS:
            raise ValueError(f"there is no kind {kind}; there are {', '.join(KINDS)}")
        fields = {key: value for key, value in wish.items() if key not in ("kind", "perSecond", "dateOffsetSeconds")}
        return cls(
            kind=kind, per_second=wish.get("perSecond"), date_offset=wish.get("dateOffsetSeconds", 0), **fields
        )

    def strikes(self, call, now=None):
        """Whether this call goes wrong by this rule; counts it."""
        if (self.account, self.service, self.action) != (
            self.account and call.account_id,
            self.service and call.service,
            self.action and call.action,
        ):
            return False
        self.matched += 1
        if self.times is not None and self.applied >= self.times:
            return False
        if self.matched % self.every:
            return False
        if self.per_second is not None and self._within_rate(time.monotonic() if now is None else now):
            return False
        self.applied += 1
        return True

    def _within_rate(self, now):
        # A token bucket as deep as one second, full at the start.
        since = 1.0 if self.refilled is None else now - self.refilled
        self.tokens = min(max(self.per_second, 1.0), self.tokens + since * self.per_second)
        self.refilled = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True

    def answer(self, call):
        """(status, headers, body) of the answer this rule gives in AWS's place."""
        if self.kind == "denied":
            message = f"User is not authorized to perform: {call.name}"
            found = wire.error(call.service, "AccessDenied", message, 403, call.is_json)
        elif self.kind == "throttled":
            code = "TooManyRequestsException" if call.service == "organizations" else "Throttling"
            found = wire.error(call.service, code, "Rate exceeded", 400, call.is_json)
        elif self.kind == "500":
            found = wire.error(call.service, "ServiceFailure", "Unable to process.", 500, call.is_json)
        elif self.kind == "503":
            found = wire.error(call.service, "ServiceUnavailable", "Service is unavailable.", 503, call.is_json)
        elif self.kind == "garbage":
            found = 200, {"Content-Type": "text/xml"}, GARBAGE
        else:
            found = self.status, {"Content-Type": "text/xml"}, self.body
        status, headers, body = found
        if self.date_offset:
            headers = {**headers, "Date": formatdate(time.time() + self.date_offset, usegmt=True)}
        return status, {**headers, **self.headers}, body if isinstance(body, bytes) else body.encode()

    def spoilt(self, answer, length):
        """The bytes of an answer whose body is so long, as this rule lets them arrive."""
        if self.kind == "cut":
            return answer[: len(answer) - length // 2 - 1]
        said = length // 2 if self.kind == "short" else length * 2
        return answer.replace(f"Content-Length: {length}\r\n".encode(), f"Content-Length: {said}\r\n".encode(), 1)

    def shown(self):
        """The rule and how often it matched and struck."""
        return {
            "kind": self.kind,
            "account": self.account,
            "service": self.service,
            "action": self.action,
            "matched": self.matched,
            "applied": self.applied,
        }
