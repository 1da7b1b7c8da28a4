"""Walks through a run as the state machine in Deploy/relevo.asl.json does: start, scans, decide, act …, finish."""

import asyncio
import json
import sys
import time
from collections import defaultdict
from pathlib import Path

from stages.runtime_api import FunctionError

_DEFINITION = (Path(__file__).resolve().parents[3] / "Deploy/relevo.asl.json").read_text(encoding="utf-8")
# The machine's retries, which every state has: seconds before the next attempt, and how many there are at most.
RETRIES = {
    name: (each.get("IntervalSeconds", 1), each["MaxAttempts"])
    for each in json.loads(_DEFINITION.replace("${ScanConcurrency}", "1"))["States"]["Start"]["Retry"]
    for name in each["ErrorEquals"]
}
# State transitions: the start of the execution, Start and its choice, ScanAccounts, Finish, Done; for each account
# ScanAccount; for each call of decide and act, Decide or Act and the choice after it.
FIXED_STATES, STATES_OF_CALL, STATES_OF_SCAN = 6, 2, 1


class Walk:
    """The calls of one run, and what they took."""

    def __init__(self, environments):
        self._free = asyncio.Queue()
        for environment in environments:
            self._free.put_nowait(environment)
        # Kept for the stages between the scans, as Lambda keeps the environment that was used last.
        self._first = environments[0]
        self.seconds, self.invocations, self.retried = defaultdict(float), defaultdict(int), 0
        self.incomplete = []

    async def whole(self, execution, at):
        """The run from its start to its end; throws FunctionError where the machine would fail."""
        begun = time.monotonic()
        started = await self._call(self._first, {"start": {"execution": execution, "at": at}})
        run = started["run"]
        await asyncio.gather(*(self._scan(run, account) for account in started["accounts"]))
        while (decided := await self._call(self._first, {"decide": {"run": run}}))["more"]:
            pass
        while (await self._call(self._first, {"act": {"run": run}}))["more"]:
            pass
        finished = await self._call(self._first, {"finish": {"run": run}})
        self.wall = time.monotonic() - begun
        return {**decided, **finished, "accounts": len(started["accounts"])}

    @property
    def transitions(self):
        return FIXED_STATES + STATES_OF_SCAN * self.invocations["scan"] + STATES_OF_CALL * (
            self.invocations["decide"] + self.invocations["act"])

    async def _scan(self, run, account):
        environment = await self._free.get()
        try:
            answer = await self._call(environment, {"scan": {"run": run, "account": account}})
            if not answer["complete"]:
                self.incomplete.append((account, answer["why"]))
        except FunctionError as error:
            # As in the machine: an account that could not be scanned is unknown, and the run goes on.
            self.incomplete.append((account, str(error)))
        finally:
            self._free.put_nowait(environment)

    async def _call(self, environment, event):
        (stage,) = event
        attempt = 0
        while True:
            try:
                answer, seconds = await environment.invoke(event)
            except FunctionError as error:
                pause, most = RETRIES.get(error.kind, RETRIES["States.ALL"])
                # A process that has ended doesn't come back here, as its environment would on Lambda.
                if attempt >= most or error.kind.startswith("Runtime."):
                    raise
                attempt += 1
                self.retried += 1
                print(f"    {stage}, again in {pause} s: {error}", file=sys.stderr, flush=True)
                await asyncio.sleep(pause)
                continue
            self.seconds[stage] += seconds
            self.invocations[stage] += 1
            if answer.get("overtaken"):
                raise FunctionError("Overtaken", f"{stage}: another run has begun")
            return answer
