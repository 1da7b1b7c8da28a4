"""One event on its way through a function, and what is kept of it for a test to read."""

import json
import time
import uuid

from estate.clock import clock, iso


class Invocation:
    """The event, when it must be answered, what was printed meanwhile, and the outcome."""

    def __init__(self, function, body, kind, timeout):
        self.id = str(uuid.uuid4())
        self.function, self.function_arn, self.kind = function.function_name, function.function_arn, kind
        self.body = body
        self.event = parsed(body)
        self.timeout = timeout
        self.later = 0
        self.lines = []
        self.outcome = None
        self.at, self._started, self.ms = iso(clock.now()), time.monotonic(), None
        self.begun = self.deadline = None

    def begin(self):
        """The runtime has it: its time runs from now, on the clock that the process sees."""
        self.begun = time.monotonic()
        self.deadline = time.time() + self.timeout + self.later

    def ended(self, outcome):
        self.outcome = outcome
        self.ms = round((time.monotonic() - self._started) * 1000)

    def shown(self):
        """What a test reads."""
        answer = self.outcome.document if self.outcome else None
        is_error = bool(self.outcome and self.outcome.is_error)
        return {
            "id": self.id, "function": self.function, "kind": self.kind, "at": self.at, "event": self.event,
            "answer": None if is_error else answer, "error": answer if is_error else None,
            "lines": list(self.lines), "ms": self.ms,
        }  # fmt: skip


def parsed(body):
    """The event as JSON; what isn't JSON has no keys to be known by."""
    try:
        return json.loads(body) if body else None
    except ValueError:
        return None
