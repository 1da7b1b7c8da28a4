"""Which environments there are: kept warm, as many at once as there are concurrent invocations, replaced when they end."""

import json
import threading
from collections import defaultdict

from estate import service_sessions, wire
from estate.clock import clock
from estate.functions import code, variables
from estate.functions.environment import Environment
from estate.functions.invocation import Invocation, parsed
from estate.functions.trouble import Trouble, gone

SERVICE = "lambda.amazonaws.com"
# A run has a few hundred invocations; what is older isn't looked at.
KEPT = 20_000


class Pool:
    """All environments of this AWS, and what they were asked."""

    def __init__(self):
        self._lock = threading.Lock()
        self._idle = defaultdict(list)
        self._all = set()
        self._busy = defaultdict(int)
        self.invocations = []
        self.trouble = Trouble()

    def run(self, function, body, kind):
        """The invocation, over; refused when the function has no free environment left."""
        event = parsed(body)
        invocation = Invocation(function, body, kind, self.trouble.timeout(event, int(function.timeout)))
        with self._lock:
            limit = function.reserved_concurrency
            if limit is not None and self._busy[function.function_arn] >= int(limit):
                raise wire.Refusal("TooManyRequestsException", "Rate Exceeded.", 429)
            self._busy[function.function_arn] += 1
            self.invocations.append(invocation)
            del self.invocations[:-KEPT]
        environment = None
        try:
            environment = self._taken(function)
            invocation.later = self.trouble.later
            invocation.ended(environment.run(invocation))
        finally:
            with self._lock:
                self._busy[function.function_arn] -= 1
            if environment:
                self._give_back(function, environment)
        return invocation

    def kill(self, event=None):
        """Kills the processes that work on an event now, or on one with this key; how many there were."""
        with self._lock:
            found = [each for each in self._all if each.running]
        found = [each for each in found if event is None or event in (each.running.event or {})]
        for each in found:
            each.kill()
        if found:
            self.trouble.was_killed()
        return len(found)

    def before(self, call):
        """A call from a function is about to be carried out."""
        self._strike(call, "before")

    def after(self, call):
        """A call from a function was carried out, and isn't answered yet."""
        self._strike(call, "after")

    def _strike(self, call, when):
        environment = self._of(call.caller)
        if environment and self.trouble.strikes(environment.running, call.iam_name, when):
            environment.kill()
            self.trouble.was_killed()
            raise gone()

    def _of(self, caller):
        """The environment that a caller's session leads back to."""
        session = caller.session
        with self._lock:
            environments = {each.session.access_key_id: each for each in self._all}
        while session is not None:
            if session.access_key_id in environments:
                return environments[session.access_key_id]
            session = getattr(session, "estate_parent", None)
        return None

    def _key(self, function):
        told = [function.code_sha_256, function.environment_vars, function.role, clock.turns, self.trouble.version]
        return json.dumps(told, sort_keys=True)

    def _taken(self, function):
        key, old = self._key(function), []
        with self._lock:
            idle = self._idle[function.function_arn]
            old = [each for known, each in idle if known != key or not each.is_alive]
            idle[:] = [(known, each) for known, each in idle if each not in old]
            found = idle.pop()[1] if idle else None
        for each in old:
            self._end(each)
        if found is None:
            session = service_sessions.begin(
                function.role, SERVICE, function.function_name, function.region, function.function_arn)  # fmt: skip
            folder = code.unpacked(function.code_sha_256, function.code_bytes)
            found = Environment(folder, variables.of(function, session, self.trouble), session)
            found.key = key
            with self._lock:
                self._all.add(found)
        return found

    def _give_back(self, function, environment):
        if environment.usable and environment.is_alive and environment.key == self._key(function):
            with self._lock:
                self._idle[function.function_arn].append((environment.key, environment))
        else:
            self._end(environment)

    def _end(self, environment):
        with self._lock:
            self._all.discard(environment)
        environment.end()

    def end(self):
        """Ends every process."""
        with self._lock:
            found = list(self._all)
            self._all.clear()
            self._idle.clear()
        for each in found:
            each.end()

    def begin_anew(self):
        """In a copy of this AWS: the processes are those of the server that it was copied from."""
        self.__init__()


pool = Pool()
