"""Cold start: from the start of the function's process until its first call to AWS arrives, and its memory by then."""

import asyncio
import statistics
import time
from dataclasses import dataclass

from stages import bench, http
from stages.http import Answer
from stages.runtime_api import Environment, FunctionError, peak_kb, processor_ms


@dataclass(frozen=True)
class ColdStart:
    """Milliseconds and kilobytes of each start; `processor_ms` is how long the process computed by then."""

    first_call_ms: list
    processor_ms: list
    peak_kb: list

    @property
    def median_ms(self):
        return statistics.median(self.first_call_ms)


async def _once(bootstrap, folder):
    """(milliseconds until the first call, of these computed, peak memory by then); the call itself is refused."""
    first = asyncio.get_running_loop().create_future()

    def respond(request):
        if not first.done():
            pid = environment.pid
            first.set_result((time.monotonic(), processor_ms(pid), peak_kb(pid)))
        return Answer(400, b'{"__type": "AccessDeniedException", "message": "this is only a cold start"}')

    aws, port = await http.serve(respond)
    environment = Environment(bootstrap, bench.variables(f"http://127.0.0.1:{port}", folder, 0), folder / "cold-start.log")
    # The event waits before the process starts, as on Lambda.
    invocation = asyncio.create_task(environment.invoke({"scan": {"run": "20260501t120000z-00000000", "account": "111111111111"}}))
    await asyncio.sleep(0)
    await environment.start()
    try:
        await asyncio.wait({first, invocation}, timeout=30, return_when=asyncio.FIRST_COMPLETED)
        if not first.done():
            raise SystemExit(f"The function made no call to AWS: {invocation.exception() if invocation.done() else 'in 30 s'}")
        at, computed, peak = first.result()
        return 1000 * (at - environment.started), computed, peak
    finally:
        invocation.cancel()
        await asyncio.gather(invocation, return_exceptions=True)
        await environment.end()
        aws.close()


def measured(bootstrap, folder, times):
    """One start after another."""
    folder.mkdir(parents=True, exist_ok=True)
    starts = []
    for _ in range(times):
        try:
            starts.append(asyncio.run(_once(bootstrap, folder)))
        except FunctionError as error:
            raise SystemExit(f"The function did not start: {error}") from error
    return ColdStart(*map(list, zip(*starts)))
