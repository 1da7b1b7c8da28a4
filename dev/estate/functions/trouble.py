"""What a test does to functions: shorter deadlines, processes killed at a write, other variables and another endpoint."""

import threading

from estate import wire

# The calls after which the ledger or a key is another one.
WRITES = {"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem",
          "dynamodb:TransactWriteItems", "iam:UpdateAccessKey"}  # fmt: skip
WISHES = {"deadlineSeconds", "killAtWrite", "when", "event", "endpoint", "variables", "laterSeconds",
          "laterAfterKill"}


class Trouble:
    """The settings, and how far the count of writes is. `event`: only invocations with this key in their event."""

    def __init__(self):
        self._lock = threading.Lock()
        self.version = 0
        self.forget()

    def forget(self):
        """Everything as on the first day."""
        self.version += 1
        self._wish = {}
        self.writes = self.killed = 0
        self.later = 0

    def set(self, wish):
        """Takes new settings; null takes one back. The count of writes starts anew with each `killAtWrite`."""
        if set(wish) - WISHES:
            raise ValueError(f"there is no {', '.join(sorted(set(wish) - WISHES))}; there are {', '.join(sorted(WISHES))}")
        if wish.get("when", "before") not in ("before", "after"):
            raise ValueError("when is before or after")
        with self._lock:
            if {"endpoint", "variables"} & set(wish):
                # Processes have them from their start.
                self.version += 1
            if "laterSeconds" in wish:
                wish = dict(wish)
                self.later = wish.pop("laterSeconds")
                self.version += 1
            if "killAtWrite" in wish:
                self.writes = 0
            self._wish = {name: value for name, value in (self._wish | wish).items() if value is not None}

    def shown(self):
        """The settings, and what came of them."""
        return {**self._wish, "writes": self.writes, "killed": self.killed, "laterSeconds": self.later}

    @property
    def endpoint(self):
        return self._wish.get("endpoint")

    @property
    def variables(self):
        """More variables for processes that start now."""
        later = {"FAULTS_LATER": str(self.later)} if self.later else {}
        return {**self._wish.get("variables", {}), **later}

    def timeout(self, event, configured):
        """Seconds that this event may take."""
        return min(configured, self._wish.get("deadlineSeconds", configured)) if self._is_about(event) else configured

    def _is_about(self, event):
        wanted = self._wish.get("event")
        return wanted is None or (isinstance(event, dict) and wanted in event)

    def strikes(self, invocation, action, when):
        """Whether this call is the write at which the process is killed; counts it before it is carried out."""
        if action not in WRITES or invocation is None or not self._is_about(invocation.event):
            return False
        with self._lock:
            if when == "before":
                self.writes += 1
            return self.writes == self._wish.get("killAtWrite") and self._wish.get("when", "before") == when

    def was_killed(self):
        """Counts a kill; the processes that start now live later by as much as was asked for.

        With `faults/clock_shim.c` among the variables, that is how a killed call's lease is over without a wait.
        """
        with self._lock:
            self.killed += 1
            self.version += 1
            self.later += self._wish.get("laterAfterKill", 0)
            self._wish.pop("killAtWrite", None)


def gone():
    """What a call is answered whose caller has been killed; nobody reads it."""
    return wire.Refusal("ServiceUnavailable", "The caller is gone.", 503)
