"""The stand-in for AWS and Slack as a server of its own, with counts of what was asked.

    python3 -m stages.stand_in --accounts 10 --users 100 --due 10 --port-file FILE [--latency-ms 20]

`GET /bench/counts?reset=1` what was asked since the last reset · `POST /bench/day {"day": 1}` · `POST /bench/text`
`{"parameters": {name: text}, "secrets": {}}` · everything under `/api/` is Slack's, everything else AWS's.
"""

import argparse
import asyncio
import datetime
import json
import os
import re
import signal
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qsl

from stages import http, iam
from stages.dynamodb import DynamoDB
from stages.estate import Estate
from stages.http import Answer
from stages.json_services import JSONServices
from stages.population import HUB, Population
from stages.slack import SCOPES, Slack

SCOPE = re.compile(r"Credential=([^/]+)/\d+/[^/]+/([^/]+)/")
TOKEN = "xoxb-bench"


class StandIn:
    """`latency` and `table_latency`: seconds added to every call, and to DynamoDB's instead."""

    def __init__(self, people, polls=1, latency=0.0, table_latency=0.0):
        self._latency, self._table_latency = latency, table_latency
        self.estate = Estate(people, polls)
        self.dynamodb = DynamoDB()
        self._queries = iam.QueryServices(self.estate)
        self._documents = JSONServices(self.estate)
        self._slack = Slack(TOKEN, self._seconds)
        self._forget()

    def _seconds(self):
        return self.estate.now().replace(tzinfo=datetime.timezone.utc).timestamp()

    def _forget(self):
        # (account, service:action) of AWS's calls; methods of Slack's.
        self._calls, self._methods, self._refused = Counter(), Counter(), Counter()
        self.dynamodb.table.reads, self.dynamodb.table.writes = {}, {}

    def respond(self, request):
        path = request.path
        if path.startswith("/api/"):
            return self._to_slack(path[5:], request)
        if path.startswith("/bench/"):
            return self._control(path, request.body)
        scope = SCOPE.search(request.headers.get("authorization", ""))
        if not scope:
            return Answer(403, b"<h1>This call has no signature</h1>", "text/html")
        account, service = iam.account_of(scope[1]), scope[2]
        target = request.headers.get("x-amz-target")
        if target:
            return self._to_json(account, service, target.rsplit(".", 1)[-1], request.body)
        form = dict(parse_qsl(request.body.decode(), keep_blank_values=True))
        # As for AWS's own throttling, taking on a role counts for the account of the role.
        of = form["RoleArn"].split(":")[4] if form.get("Action") == "AssumeRole" else account
        status, body = self._queries.answer(service, account, form)
        self._count(of, f"{service}:{form.get('Action')}", status)
        return Answer(status, body.encode(), "text/xml", wait=self._latency)

    def _to_json(self, account, service, operation, body):
        if service == "dynamodb":
            status, text = self.dynamodb.answer(operation, body)
            return self._counted(HUB, f"dynamodb:{operation}", status, text)
        status, text = self._documents.answer(operation, account, body)
        return self._counted(account, f"{service}:{operation}", status, text)

    def _counted(self, account, name, status, text):
        self._count(account, name, status)
        wait = self._table_latency if name.startswith("dynamodb:") else self._latency
        return Answer(status, text.encode(), "application/x-amz-json-1.1", wait=wait)

    def _count(self, account, name, status):
        self._calls[account, name] += 1
        if status != 200:
            self._refused[name] += 1

    def _to_slack(self, method, request):
        self._methods[method] += 1
        text = self._slack.answer(method, request.headers.get("authorization"), request.headers.get("content-type", ""),
                                  request.body)  # fmt: skip
        if not text.startswith('{"ok": true'):
            self._refused[f"slack {method}"] += 1
        return Answer(200, text.encode(), "application/json; charset=utf-8", (f"x-oauth-scopes: {SCOPES}",),
                      self._latency)

    def _control(self, path, body):
        name, _, query = path[7:].partition("?")
        asked = json.loads(body or b"{}")
        if name == "day":
            self.estate.begin_day(int(asked["day"]))
        elif name == "text":
            self._documents.parameters |= asked.get("parameters", {})
            self._documents.secrets |= asked.get("secrets", {})
        elif name != "counts":
            return Answer(404, b'{"error": "there is no such control"}')
        told = json.dumps(self.told()).encode()
        if query == "reset=1":
            self._forget()
        return Answer(200, told)

    def told(self):
        """What was asked since the last reset, and what is stored."""
        calls, accounts = Counter(), {}
        for (account, name), count in self._calls.items():
            calls[name] += count
            accounts.setdefault(account, Counter())[name] = count
        table = self.dynamodb.table
        return {"calls": calls, "accounts": accounts, "slack": self._methods, "refused": self._refused,
                "units": {"read": table.reads, "write": table.writes}, "posted": self._slack.posted,
                "stored": {"items": len(table), "bytes": table.stored}}  # fmt: skip


async def _serve(options):
    people = Population(options.accounts, options.users, options.due, datetime.datetime.fromisoformat(f"{options.start}T12:00"))
    stand_in = StandIn(people, options.polls, options.latency_ms / 1000, options.table_latency_ms / 1000)
    server, port = await http.serve(stand_in.respond, options.port)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    if options.port_file:
        target = Path(options.port_file)
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        draft.write_text(f"{port}\n")
        draft.replace(target)
    await stop.wait()
    server.close()


def main():
    parser = argparse.ArgumentParser(prog="stand-in", description=__doc__.splitlines()[0])
    parser.add_argument("--accounts", type=int, default=10)
    parser.add_argument("--users", type=int, default=100, help="in each account")
    parser.add_argument("--due", type=int, default=10, help="of a thousand users, whose key becomes due on a day")
    parser.add_argument("--start", default="2026-05-01", help="the first day")
    parser.add_argument("--polls", type=int, default=1, help="how often a credential report is in progress")
    parser.add_argument("--latency-ms", type=float, default=0, help="added to every call but DynamoDB's")
    parser.add_argument("--table-latency-ms", type=float, default=0, help="added to DynamoDB's calls")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--port-file")
    asyncio.run(_serve(parser.parse_args()))


if __name__ == "__main__":
    main()
