"""One execution environment: a process of the function's `bootstrap`, its Runtime API and its role's credentials."""

import subprocess
import threading
import time

from estate.functions import outcome
from estate.functions.runtime_api import RuntimeAPI

# Seconds that a process gets for its start, beside the function's own timeout.
INIT = 10


class Environment:
    """Runs one event at a time. Once it isn't `usable` any more, it must be ended and replaced."""

    def __init__(self, folder, variables, session):
        self.usable = True
        self.session = session
        self._invocation = None
        self._result = None
        self._done = threading.Event()
        self._api = RuntimeAPI(self._answered, self._failed_to_start)
        self._process = None
        self._why = None
        told = {**variables, "AWS_LAMBDA_RUNTIME_API": self._api.address, "LAMBDA_TASK_ROOT": str(folder)}
        bootstrap = folder / "bootstrap"
        try:
            self._process = subprocess.Popen(
                [str(bootstrap)], cwd=folder, env=told, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, text=True, errors="replace", start_new_session=True,
            )  # fmt: skip
        except FileNotFoundError:
            self._why = "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"
        except OSError as error:
            self._why = f"fork/exec /var/task/bootstrap: {error.strerror.lower()}"
        if self._process is None:
            self.usable = False
            return
        threading.Thread(target=self._listen, daemon=True).start()
        threading.Thread(target=self._watch, daemon=True).start()

    @property
    def is_alive(self):
        """Whether the process is there; Lambda replaces one that ended between two events without a word."""
        return self._process is not None and self._process.poll() is None

    @property
    def running(self):
        """The event that is being worked on, or None."""
        return self._invocation if self._invocation and not self._done.is_set() else None

    def run(self, invocation):
        """The outcome of one event; the environment is of no more use after a process that ended or took too long."""
        if self._process is None:
            return outcome.cannot_start(invocation.id, self._why)
        self._done.clear()
        self._result = None
        self._invocation = invocation
        if self._process.poll() is not None:
            return self._over(invocation)
        self._api.give(invocation)
        given = time.monotonic()
        while not self._done.wait(0.05):
            # Its time runs from when the process has it.
            over = (invocation.begun or given + INIT) + invocation.timeout
            if time.monotonic() > over:
                self.usable = False
                self.kill()
                return outcome.timed_out(invocation.id, invocation.timeout)
        return self._result or self._over(invocation)

    def kill(self):
        """Ends the process at once, as Lambda does, and waits until it is gone."""
        if self.is_alive:
            self._process.kill()
            self._process.wait(10)

    def end(self):
        """Ends the process and its Runtime API."""
        self.usable = False
        self.kill()
        self._api.end()

    def _over(self, invocation):
        self.usable = False
        return outcome.exited(invocation.id, self._process.wait(10))

    def _answered(self, invocation, result):
        if invocation is self._invocation:
            self._result = result
            self._done.set()

    def _failed_to_start(self, result):
        self.usable = False
        self._result = result
        self._done.set()

    def _listen(self):
        # A line belongs to the event that was there last: output may arrive a moment after the answer.
        for line in self._process.stdout:
            if self._invocation:
                self._invocation.lines.append(line.rstrip("\n"))
        self._process.stdout.close()

    def _watch(self):
        self._process.wait()
        # An answer that came right before the end still counts.
        time.sleep(0.05)
        self._done.set()
