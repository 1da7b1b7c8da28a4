"""Lambda's side of one execution environment: a Runtime API of its own, and the process of the function behind it.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import asyncio
import json
import time
import uuid
from pathlib import Path

from estate.functions.outcome import LARGEST_ANSWER, too_large

from stages import http
from stages.http import Answer

TIMEOUT = 900
PREFIX = "/2018-06-01/runtime"


class FunctionError(Exception):
    """The function answered with an error, or its process ended."""

    def __init__(self, kind, message):
        super().__init__(f"{kind}: {message}")
        self.kind = kind


class Invocation:
    """An event on its way, and how long it took."""

    def __init__(self, event):
        self.id, self.event = str(uuid.uuid4()), event
        self.answer = asyncio.get_running_loop().create_future()
        self.begun, self.seconds = None, 0.0

    def done(self, body, error=None):
        self.seconds = time.monotonic() - self.begun if self.begun else 0.0
        if self.answer.done():
            return
        if error is None:
            self.answer.set_result(json.loads(body))
        else:
            self.answer.set_exception(error)


class Environment:
    """One process of the function. It handles one event at a time, and stays for the next."""

    def __init__(self, bootstrap, variables, log):
        self._bootstrap, self._variables, self._log = bootstrap, variables, log
        self._waiting = asyncio.Queue()
        self._current = None
        # What the process has and hasn't answered yet.
        self._given = None
        self._failure = None
        self._process = None
        self.started = None
        self.peak_kb = 0

    @property
    def pid(self):
        return self._process.pid

    async def start(self):
        self._server, port = await http.serve(self._respond)
        with self._log.open("ab") as log:
            self.started = time.monotonic()
            self._process = await asyncio.create_subprocess_exec(
                self._bootstrap, env={**self._variables, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}"},
                cwd=self._variables["LAMBDA_TASK_ROOT"], stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log)  # fmt: skip
        self._watcher = asyncio.create_task(self._watch())
        return self

    async def _watch(self):
        status = await self._process.wait()
        self._failure = self._failure or FunctionError("Runtime.ExitError", f"the process ended with {status}: {self._log}")
        if self._current:
            self._current.done(None, self._failure)

    async def invoke(self, event):
        """(answer, seconds). Throws FunctionError."""
        if self._failure:
            raise self._failure
        invocation = self._current = Invocation(event)
        await self._waiting.put(invocation)
        try:
            return await asyncio.wait_for(invocation.answer, TIMEOUT), invocation.seconds
        finally:
            self._current = None
            self.peak_kb = max(self.peak_kb, peak_kb(self.pid) if self._process else 0)

    async def end(self):
        """Ends this process and no other."""
        self._watcher.cancel()
        if self._process.returncode is None:
            self._process.terminate()
            try:
                await asyncio.wait_for(self._process.wait(), 5)
            except asyncio.TimeoutError:
                self._process.kill()
                await self._process.wait()
        self._server.close()

    def _respond(self, request):
        """Refuses what Lambda refuses, as dev/estate/functions/runtime_api.py does."""
        if (request.method, request.path) == ("GET", f"{PREFIX}/invocation/next"):
            return self._next()
        if (request.method, request.path) == ("POST", f"{PREFIX}/init/error"):
            self._failure = _error(request.body)
            if self._current:
                self._current.done(None, self._failure)
            return Answer(202, b'{"status": "OK"}')
        parts = request.path.removeprefix(f"{PREFIX}/invocation/").split("/")
        if request.method != "POST" or len(parts) != 2 or parts[1] not in ("response", "error"):
            return _refused(404, "InvalidPath", "There is no such path.")
        if self._given is None or parts[0] != self._given.id:
            return _refused(400, "InvalidRequestID", "Invalid request ID")
        invocation, self._given = self._given, None
        if len(request.body) > LARGEST_ANSWER:
            told = too_large()
            invocation.done(None, FunctionError(told["errorType"], told["errorMessage"]))
            return _refused(413, "RequestEntityTooLarge", told["errorMessage"])
        invocation.done(request.body, _error(request.body) if parts[1] == "error" else None)
        return Answer(202, b'{"status": "OK"}')

    async def _next(self):
        invocation = self._given = await self._waiting.get()
        invocation.begun = time.monotonic()
        deadline = int((time.time() + TIMEOUT) * 1000)
        return Answer(200, json.dumps(invocation.event).encode(), headers=(
            f"Lambda-Runtime-Aws-Request-Id: {invocation.id}",
            f"Lambda-Runtime-Deadline-Ms: {deadline}",
            "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:111111111111:function:relevo",
            f"Lambda-Runtime-Trace-Id: Root=1-{int(time.time()):08x}-{'0' * 24};Sampled=0",
        ))  # fmt: skip


def _refused(status, kind, message):
    return Answer(status, json.dumps({"errorType": kind, "errorMessage": message}).encode())


def _error(body):
    try:
        told = json.loads(body)
        return FunctionError(told.get("errorType", "Unknown"), told.get("errorMessage", ""))
    except ValueError:
        return FunctionError("Unknown", body[:200].decode(errors="replace"))


def peak_kb(pid):
    """The most memory that a running process has had in RAM so far (VmHWM); 0 once it is gone."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as lines:
            return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
    except OSError:
        return 0


def processor_ms(pid):
    """Milliseconds that a running process has computed so far, on all its threads; None where the system doesn't tell."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e6
    except (OSError, ValueError):
        return None
