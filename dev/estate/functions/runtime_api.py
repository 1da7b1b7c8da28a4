"""A stand-in for Lambda's Runtime API: what a custom runtime asks for its next event and tells its answer.

One of them per environment, as AWS gives each its own. It follows
https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html.
"""

import json
import queue
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from estate.functions.outcome import LARGEST_ANSWER, Outcome, too_large

PREFIX = "/2018-06-01/runtime"
JSON = "application/json"


class RuntimeAPI:
    """Hands out events; `on_outcome` and `on_init_error` hear what the runtime says."""

    def __init__(self, on_outcome, on_init_error):
        self.on_outcome, self.on_init_error = on_outcome, on_init_error
        self.events = queue.Queue()
        self.current = None
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.api = self
        self.address = f"127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True).start()

    def give(self, invocation):
        """The event that the runtime's next request gets."""
        self.events.put(invocation)

    def end(self):
        """Lets go of everybody who waits."""
        self.events.put(None)
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 16

    def handle_error(self, request, client_address):
        """Nothing: a process that was killed leaves broken connections behind."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        """The next event, whenever there is one."""
        if self.path != f"{PREFIX}/invocation/next":
            return self._answer(404, {"errorType": "InvalidPath", "errorMessage": "There is no such path."})
        api = self.server.api
        invocation = api.events.get()
        if invocation is None:
            self.close_connection = True
            return None
        api.current = invocation
        invocation.begin()
        headers = {
            "Lambda-Runtime-Aws-Request-Id": invocation.id,
            "Lambda-Runtime-Deadline-Ms": str(int(invocation.deadline * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": invocation.function_arn,
            "Lambda-Runtime-Trace-Id": _trace(),
        }
        return self._send(200, invocation.body, headers)

    def do_POST(self):
        """An answer, or an error."""
        body = self._body()
        api = self.server.api
        kind = self.headers.get("Lambda-Runtime-Function-Error-Type") or ""
        if self.path == f"{PREFIX}/init/error":
            self._answer(202, {"status": "OK"})
            return api.on_init_error(Outcome.error(body, kind))
        parts = self.path.removeprefix(f"{PREFIX}/invocation/").split("/")
        current = api.current
        if len(parts) != 2 or parts[1] not in ("response", "error"):
            return self._answer(404, {"errorType": "InvalidPath", "errorMessage": "There is no such path."})
        if current is None or parts[0] != current.id:
            return self._answer(400, {"errorType": "InvalidRequestID", "errorMessage": "Invalid request ID"})
        api.current = None
        if body is None:
            self._answer(413, {"errorType": "RequestEntityTooLarge", "errorMessage": too_large()["errorMessage"]})
            return api.on_outcome(current, Outcome.of(too_large()))
        # The runtime hears first that its answer was taken: what it does next belongs to the next event.
        self._answer(202, {"status": "OK"})
        return api.on_outcome(current, Outcome(body) if parts[1] == "response" else Outcome.error(body, kind))

    def _body(self):
        if "chunked" in (self.headers.get("Transfer-Encoding") or "").lower():
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            body = b"".join(parts)
        else:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        return body if len(body) <= LARGEST_ANSWER else None

    def _answer(self, status, document):
        self._send(status, json.dumps(document).encode(), {})

    def _send(self, status, body, headers):
        self.send_response(status)
        for name, value in {"Content-Type": JSON, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Nothing: the estate keeps what the function itself prints."""


def _trace():
    return f"Root=1-{int(time.time()):08x}-{uuid.uuid4().hex[:24]};Parent={uuid.uuid4().hex[:16]};Sampled=0"
