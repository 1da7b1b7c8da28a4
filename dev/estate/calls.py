"""One AWS call on its way through moto."""

import re
import threading
from dataclasses import dataclass, field

from estate.callers import Caller

_current = threading.local()


@dataclass
class Call:
    """What we know of a call, before and after moto answered it."""

    account_id: str
    service: str
    action: str
    caller: Caller
    user_name: str | None = None
    key_id: str | None = None
    wanted_status: str | None = None
    form: dict = field(default_factory=dict)
    document: dict = field(default_factory=dict)
    path: str = ""
    region: str = ""
    source: str | None = None
    agent: str | None = None
    outcome: int = 0
    error_code: str | None = None

    @property
    def iam_name(self):
        """`iam:ListUsers`, as policies write it."""
        return f"{self.service}:{self.action}"


def current():
    """The call this thread is serving, or None (control calls, seeding)."""
    return getattr(_current, "call", None)


def enter(call):
    """Makes a call the current one of this thread; None ends it."""
    _current.call = call


def key_in(body):
    """The id of the key an answer tells of."""
    found = re.search(r"<AccessKeyId>(\w+)</AccessKeyId>", body if isinstance(body, str) else body.decode())
    return found and found.group(1)


def code_in(body):
    """The error code in an error's body, in any of AWS's protocols."""
    text = body if isinstance(body, str) else bytes(body or b"").decode("utf-8", "replace")
    found = re.search(r"<Code>([^<]+)</Code>|\"__type\": ?\"([^\"]+)\"", text)
    return (found.group(1) or found.group(2)) if found else None
