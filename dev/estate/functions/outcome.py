"""How an invocation ended: an answer, or a function error in the shapes that Lambda gives it."""

import json
import signal
from dataclasses import dataclass

# 6 MB and a hundred bytes, as Lambda counts them.
LARGEST_ANSWER = 6_291_556


@dataclass
class Outcome:
    """The payload for whoever invoked; `is_error` sets the header X-Amz-Function-Error."""

    payload: bytes
    is_error: bool = False

    @classmethod
    def of(cls, document):
        """A function error with this document."""
        return cls(json.dumps(document).encode(), True)

    @classmethod
    def error(cls, body, kind):
        """What the runtime said; without a readable error object the header's type is all that is known."""
        try:
            if isinstance(json.loads(body or b""), dict):
                return cls(body, True)
        except ValueError:
            pass
        return cls.of({"errorType": kind or "Unknown", "errorMessage": (body or b"").decode("utf-8", "replace")})

    @property
    def document(self):
        """The payload as JSON, or as text."""
        text = self.payload.decode("utf-8", "replace")
        try:
            return json.loads(text) if text else None
        except ValueError:
            return text


def too_large():
    """The error document for an answer over the limit."""
    return {
        "errorType": "Function.ResponseSizeTooLarge",
        "errorMessage": f"Response payload size exceeded maximum allowed payload size ({LARGEST_ANSWER} bytes).",
    }


def exited(request_id, status):
    """The process ended without an answer."""
    if status < 0:
        how = f"Runtime exited with error: signal: {_SIGNALS.get(-status, signal.Signals(-status).name)}"
    elif status:
        how = f"Runtime exited with error: exit status {status}"
    else:
        how = "Runtime exited without providing a reason"
    return Outcome.of({"errorType": "Runtime.ExitError", "errorMessage": f"RequestId: {request_id} Error: {how}"})


def timed_out(request_id, seconds):
    """The process took longer than the function's timeout."""
    text = f"RequestId: {request_id} Error: Task timed out after {seconds:.2f} seconds"
    return Outcome.of({"errorType": "Sandbox.Timedout", "errorMessage": text})


def cannot_start(request_id, why):
    """There is no bootstrap that can be executed."""
    text = f"RequestId: {request_id} Error: {why}"
    return Outcome.of({"errorType": "Runtime.InvalidEntrypoint", "errorMessage": text})


_SIGNALS = {
    signal.SIGKILL: "killed",
    signal.SIGABRT: "aborted",
    signal.SIGSEGV: "segmentation fault",
    signal.SIGTERM: "terminated",
    signal.SIGILL: "illegal instruction",
    signal.SIGTRAP: "trace/breakpoint trap",
}
