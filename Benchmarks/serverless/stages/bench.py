"""One size of organization: the stand-in, the function's processes before it, and a run on each of two days."""

import asyncio
import datetime
import json
import os
import sys
import urllib.request

from compare.contestant import machine_seconds, processor_seconds
from demonstration.servers import Server

from stages import dynamodb, population, stand_in
from stages.figures import Run
from stages.machine import Walk
from stages.runtime_api import Environment

DAYS = ("first day", "next day")
START = datetime.date(2026, 5, 1)
CONFIGURATION, TOKEN = "/relevo/configuration", "/relevo/slack-token"


def ask(url, body=None):
    """JSON to a control of the stand-in and back."""
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data), timeout=600) as answer:
        return json.load(answer)


def noon(day):
    """The instant at which a run of that day begins, counted from 0."""
    return datetime.datetime.combine(START + datetime.timedelta(days=day), datetime.time(12)).isoformat() + "Z"


def configuration(slack_url):
    """What the function reads: an organization in which keys are deactivated."""
    return {
        "accounts": {"organization": True, "audit-role": population.AUDIT, "enforce-role": population.ENFORCE,
                     "external-id": population.EXTERNAL_ID},
        "mode": "enforce",
        "slack": {"token": f"ssm:{TOKEN}", "channel": population.SECURITY_CHANNEL, "api-url": slack_url},
        "teams": population.TEAMS,
        "ledger": f"dynamodb:{dynamodb.NAME}",
    }  # fmt: skip


def variables(url, folder, day):
    """The environment of the function, as Lambda makes it; nothing of the caller's own."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
    return {
        **kept, "LAMBDA_TASK_ROOT": str(folder), "AWS_LAMBDA_FUNCTION_NAME": "relevo", "AWS_LAMBDA_FUNCTION_VERSION": "1",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512", "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand", "TZ": ":UTC",
        "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": f"ASIA{population.HUB}0000",
        "AWS_SECRET_ACCESS_KEY": "h" * 40, "AWS_SESSION_TOKEN": "h" * 300, "AWS_ENDPOINT_URL": url,
        "RELEVO_CONFIG": CONFIGURATION, "RELEVO_ON": noon(day),
    }  # fmt: skip


class Bench:
    """`options`: bootstrap, users, due, concurrency, latency_ms, table_latency_ms."""

    def __init__(self, root, folder, options):
        self._root, self._folder, self._options = root, folder, options

    def runs(self, accounts):
        """The figures of both days."""
        folder = self._folder / str(accounts)
        folder.mkdir(parents=True, exist_ok=True)
        server = Server("stand-in", [
            sys.executable, "-m", "stages.stand_in", "--accounts", str(accounts), "--users", str(self._options.users),
            "--due", str(self._options.due), "--start", START.isoformat(), "--latency-ms", str(self._options.latency_ms),
            "--table-latency-ms", str(self._options.table_latency_ms)],
            folder, {"PYTHONPATH": str(self._root / "Benchmarks" / "serverless"), "PYTHONDONTWRITEBYTECODE": "1"})  # fmt: skip
        try:
            text = json.dumps(configuration(f"{server.url}/api/"))
            ask(f"{server.url}/bench/text", {"parameters": {CONFIGURATION: text, TOKEN: stand_in.TOKEN}})
            return [asyncio.run(self._run(server, folder, accounts, day)) for day in range(len(DAYS))]
        finally:
            server.end()

    async def _run(self, server, folder, accounts, day):
        url = server.url
        ask(f"{url}/bench/day", {"day": day})
        ask(f"{url}/bench/counts?reset=1")
        logs = [folder / f"day-{day}-process-{number}.log" for number in range(self._options.concurrency)]
        for log in logs:
            log.unlink(missing_ok=True)
        made = [Environment(self._options.bootstrap, variables(url, folder, day), log) for log in logs]
        environments = await asyncio.gather(*(each.start() for each in made))
        worked = machine_seconds(), processor_seconds(server.pid)
        try:
            walk = Walk(environments)
            ended = await walk.whole(f"bench-{accounts}-{day}", noon(day))
            others = _others(worked, (machine_seconds(), processor_seconds(server.pid)), environments, walk.wall)
        finally:
            processor = sum(processor_seconds(each.pid) or 0.0 for each in environments)
            await asyncio.gather(*(each.end() for each in environments))
        told = await asyncio.to_thread(ask, f"{url}/bench/counts")
        if walk.incomplete:
            account, why = walk.incomplete[0]
            raise SystemExit(f"{len(walk.incomplete)} accounts could not be read; {account}: {why}")
        if told["refused"]:
            print(f"    refused calls: {told['refused']}", file=sys.stderr)
        return Run(
            accounts=accounts, day=DAYS[day], calls=told["calls"], slack=told["slack"], reads=told["units"]["read"],
            writes=told["units"]["write"], seconds=dict(walk.seconds), invocations=dict(walk.invocations),
            transitions=walk.transitions, wall=walk.wall, processor=processor, others=others, peak_kb=max(each.peak_kb for each in environments),
            log_bytes=sum(log.stat().st_size for log in logs), stored=told["stored"]["bytes"],
            stored_items=told["stored"]["items"], actions=ended["actions"], held=ended["held"],
            exit_status=ended["exitStatus"])  # fmt: skip


def _others(before, after, environments, wall):
    """The part of the machine's processors that went neither to the function nor to the stand-in; None where it isn't known."""
    if None in (*before, *after):
        return None
    ours = after[1] - before[1] + sum(processor_seconds(each.pid) or 0.0 for each in environments)
    return max(0.0, after[0] - before[0] - ours) / (wall * os.cpu_count())
