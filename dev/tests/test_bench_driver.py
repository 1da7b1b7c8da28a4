"""The driver of `make bench`, before a function made up in Python, and the arithmetic of its figures."""

import asyncio
import sys
import textwrap
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent.parent / "Benchmarks"
sys.path[:0] = [str(BENCHMARKS / "serverless"), str(BENCHMARKS)]

from compare.report import with_bench  # noqa: E402
from stages import cold_start, cost, figures, machine, page, population  # noqa: E402
from stages.figures import Run  # noqa: E402
from stages.machine import Walk  # noqa: E402
from stages.runtime_api import Environment, FunctionError  # noqa: E402

FUNCTION = '''\
#!{python}
import json, os, sys, urllib.request

API = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/"


def send(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    return urllib.request.urlopen(urllib.request.Request(API + path, data))


acted = 0
while True:
    with send("invocation/next") as answer:
        call, event = answer.headers["Lambda-Runtime-Aws-Request-Id"], json.load(answer)
        assert int(answer.headers["Lambda-Runtime-Deadline-Ms"]) > 1_700_000_000_000
    (stage,) = event
    print(stage, flush=True)
{body}
'''

WELL = """
    answers = {
        "start": {"overtaken": False, "run": "r", "accounts": ["1", "2", "3", "4", "5"]},
        "scan": {"overtaken": False, "account": event[stage].get("account"), "complete": event[stage].get("account") != "4",
                 "why": "access was denied"},
        "decide": {"overtaken": False, "more": False, "actions": 3, "held": 2},
        "act": {"overtaken": False, "more": acted < 2},
        "finish": {"overtaken": False, "exitStatus": 0, "exitReasons": []},
    }
    acted += stage == "act"
    send(f"invocation/{call}/response", answers[stage])
"""
BUSY = """
    acted += 1
    if acted < 3:
        send(f"invocation/{call}/error", {"errorType": "LeaseHeld", "errorMessage": "wait"})
    else:
        send(f"invocation/{call}/response", {"overtaken": False, "run": "r", "accounts": []})
"""
REFUSING = """
    send(f"invocation/{call}/error", {"errorType": "Refused", "errorMessage": "the clock is wrong"})
"""
DYING = """
    sys.exit(3)
"""
WRONG = """
    acted += 1
    told = [] if acted == 1 else told
    large = "x" * 6_300_000
    for path, answer in ((f"invocation/{call}/answer", ""), ("invocations", ""), ("invocation/00000000/response", told),
                         (f"invocation/{call}/response", told if acted > 1 else large)):
        try:
            send(path, answer)
        except urllib.error.HTTPError as error:
            told.append([error.code, json.load(error)["errorType"]])
"""
CALLING = """
    request = urllib.request.Request(os.environ["AWS_ENDPOINT_URL"], b"", {"Authorization": "AWS4-HMAC-SHA256"})
    try:
        urllib.request.urlopen(request)
    except OSError:
        pass
    send(f"invocation/{call}/error", {"errorType": "Refused", "errorMessage": "access was denied"})
"""


@pytest.fixture
def function(tmp_path):
    def made(body):
        path = tmp_path / "bootstrap"
        path.write_text(FUNCTION.format(python=sys.executable, body=textwrap.indent(textwrap.dedent(body), "    ")))
        path.chmod(0o755)
        return path

    return made


def walked(function, folder, count=2):
    async def walk():
        variables = {"PATH": "/usr/bin:/bin", "LAMBDA_TASK_ROOT": str(folder)}
        logs = [folder / f"{number}.log" for number in range(count)]
        environments = await asyncio.gather(*(Environment(function, variables, log).start() for log in logs))
        try:
            walk = Walk(environments)
            return walk, await walk.whole("e", "2026-05-01T12:00:00Z"), [log.read_text().split() for log in logs], environments
        finally:
            await asyncio.gather(*(each.end() for each in environments))

    return asyncio.run(walk())


def test_a_run_goes_through_all_stages_and_counts_them(function, tmp_path):
    walk, ended, logs, environments = walked(function(WELL), tmp_path)
    assert ended["exitStatus"] == 0 and ended["actions"] == 3 and ended["accounts"] == 5
    assert dict(walk.invocations) == {"start": 1, "scan": 5, "decide": 1, "act": 3, "finish": 1}
    assert walk.incomplete == [("4", "access was denied")]
    assert walk.transitions == machine.FIXED_STATES + 5 + 2 + 6
    # Scans are shared by the processes, the other stages stay with one.
    assert logs[0][0] == "start" and logs[0][-5:] == ["decide", "act", "act", "act", "finish"]
    assert set(logs[1]) == {"scan"} and logs[0].count("scan") + logs[1].count("scan") == 5
    assert all(walk.seconds[stage] > 0 for stage in walk.invocations) and walk.wall > 0
    assert all(each.peak_kb > 1000 for each in environments)


def test_who_holds_the_lease_is_waited_for(function, tmp_path, monkeypatch):
    monkeypatch.setitem(machine.RETRIES, "LeaseHeld", (0, 8))

    async def start():
        environment = await Environment(
            function(BUSY), {"PATH": "/usr/bin:/bin", "LAMBDA_TASK_ROOT": str(tmp_path)}, tmp_path / "log"
        ).start()
        try:
            walk = Walk([environment])
            return await walk._call(environment, {"start": {}}), walk.retried
        finally:
            await environment.end()

    assert asyncio.run(start()) == ({"overtaken": False, "run": "r", "accounts": []}, 2)


@pytest.mark.parametrize(("body", "said"), [(REFUSING, "Refused: the clock is wrong"), (DYING, "the process ended with 3")])
def test_an_error_ends_the_run(function, tmp_path, body, said):
    with pytest.raises(FunctionError, match=said):
        walked(function(body), tmp_path)


def test_what_lambda_refuses_is_refused(function, tmp_path):
    async def told():
        environment = await Environment(
            function(WRONG), {"PATH": "/usr/bin:/bin", "LAMBDA_TASK_ROOT": str(tmp_path)}, tmp_path / "log"
        ).start()
        try:
            with pytest.raises(FunctionError, match="Function.ResponseSizeTooLarge"):
                await environment.invoke({"start": {}})
            return (await environment.invoke({"start": {}}))[0]
        finally:
            await environment.end()

    wrong = [[404, "InvalidPath"], [404, "InvalidPath"], [400, "InvalidRequestID"]]
    assert asyncio.run(told()) == [*wrong, [413, "RequestEntityTooLarge"], *wrong]


def test_a_cold_start_ends_with_the_first_call(function, tmp_path):
    start = cold_start.measured(function(CALLING), tmp_path / "cold", 2)
    assert len(start.first_call_ms) == 2 and all(1 < ms < 20_000 for ms in start.first_call_ms)
    assert all(peak > 1000 for peak in start.peak_kb) and all(ms > 1 for ms in start.processor_ms)
    assert page.cold_starts(start).startswith("2 starts: the first call to AWS after ")


def run(accounts, each, fixed=100, day="first day"):
    calls = {"iam:ListAccessKeys": fixed + round(each * accounts), "dynamodb:GetItem": fixed + 5 * accounts}
    return Run(accounts=accounts, day=day, calls=calls, reads={"heads": fixed + 7 * accounts}, writes={"lease": 9 * accounts},
               seconds={"scan": 2.0 * accounts}, invocations={"scan": accounts}, wall=3.0)  # fmt: skip


class TestFigures:
    def test_a_fixed_part_is_no_growth(self):
        runs = [run(10, 8), run(100, 8), run(1000, 8)]
        assert figures.grown(runs) == []
        assert {round(ratio, 2) for _, _, ratio, _ in figures.growth(runs)} == {1.0}

    def test_growth_is_found_although_the_fixed_part_is_spread_over_more(self):
        runs = [run(10, 8, fixed=1000), run(100, 8, fixed=1000), run(1000, 10, fixed=1000)]
        assert figures.per_account(runs[2], "AWS calls") < figures.per_account(runs[1], "AWS calls")
        (said,) = figures.grown(runs)
        assert said.startswith("AWS calls on first day: 1.28 times as many for an account (accounts 101 to 1,000 ÷ 11 to 100")

    def test_two_sizes_say_nothing(self):
        assert figures.growth([run(10, 8), run(100, 80)]) == []

    def test_days_are_compared_each_for_itself(self):
        runs = [run(size, each, day=day) for day, each in (("first day", 100), ("next day", 8)) for size in (10, 100, 1000)]
        assert figures.grown(runs) == [] and len(figures.growth(runs)) == 2 * len(figures.MEASURES)


class TestPage:
    def test_its_section_takes_the_place_of_the_old_one(self):
        first = page.placed("# Other\n\ntext\n", f"{page.BEGIN}\none\n{page.END}\n")
        assert first == f"# Other\n\ntext\n\n{page.BEGIN}\none\n{page.END}\n"
        assert page.placed(first + "\nmore\n", f"{page.BEGIN}\ntwo\n{page.END}\n") == (
            f"# Other\n\ntext\n\n{page.BEGIN}\ntwo\n{page.END}\n\nmore\n"
        )

    def test_make_compare_keeps_it(self):
        section = f"{page.BEGIN}\none\n{page.END}\n"
        assert with_bench("# New\n\ntext\n", f"# Old\n\n{section}") == f"# New\n\ntext\n\n{section}"
        assert with_bench("# New\n", "# Old\n") == "# New\n"

    def test_costs_are_shown_for_the_run_and_for_an_account(self):
        text = page.costs([run(10, 8), run(100, 8)])
        assert "10, first day" in text and "| AWS calls" in text and "18.0" in text and "9.0" in text


class TestPopulation:
    @pytest.mark.parametrize("due", [1, 5, 10, 20])
    def test_as_many_keys_become_due_on_each_day_in_every_ten_accounts(self, due):
        people = population.Population(accounts=20, due=due)
        for block in (people.ids()[:10], people.ids()[10:]):
            ages = [(people.start - key.created).days for account in block for user in people.of(account).values()
                    for key in user.keys if key.status == "Active"]  # fmt: skip
            assert (ages.count(76), ages.count(75)) == (due, due) and max(ages) <= 76
            assert len([age for age in ages if age > 70]) == 2 * due

    def test_ids_are_unique_and_lead_back(self):
        people = population.Population(accounts=12)
        users = [(account, user) for account in people.ids() for user in people.of(account).values()]
        keys = [key.id for _, user in users for key in user.keys]
        assert len({user.id for _, user in users}) == 1200 and len(set(keys)) == len(keys)
        for account, user in users:
            assert population.account_id(population.index_of(account)) == account
            for key in user.keys:
                assert population.owner_of(key.id) == (population.index_of(account), int(user.name[-5:]))

    def test_an_owner_has_one_name_everywhere(self):
        people, names = population.Population(accounts=20), {}
        for account in people.ids():
            for user in people.of(account).values():
                if "slack-id" in user.tags:
                    names.setdefault(user.tags["slack-id"], set()).add(user.tags["full-name"])
        assert len(names) == 80 and all(len(found) == 1 for found in names.values())


class TestCost:
    runs = [
        Run(accounts=accounts, day=day, reads={"heads": 100 + 10 * accounts}, writes={"lease": 20 * accounts}, seconds={"scan": 2.0 * accounts},
            invocations={"scan": accounts, "start": 1}, transitions=10 + accounts, processor=0.5 * accounts,
            stored={"inventory": (50_000 - 500 * (day == "next day")) * accounts, "events": 1_000 * accounts * (1 + (day == "next day"))}, log_bytes=1_000 * accounts, actions=accounts)
        for accounts in (10, 100) for day in ("first day", "next day")
    ]  # fmt: skip

    def test_what_was_measured_is_taken_as_it_is_and_the_rest_lies_on_the_line(self):
        assert cost.at(self.runs, 100, lambda run: run.read_units) == 1_100
        assert cost.at(self.runs, 1_000, lambda run: run.read_units) == 10_100
        assert cost.at(self.runs, 1, lambda run: run.read_units) == 110

    def test_each_line_is_an_amount_times_a_price(self):
        lines = {line.name: line for line in cost.bill(self.runs, 100, 256, metrics=15)}
        # 100 accounts: 200 s, and 50 processor seconds at 256 of 1,769 MB, which take 5.91 times as long again.
        assert lines["lambda seconds"].amount == pytest.approx((200 + 50 * (1769 / 256 - 1)) * 0.25 * 30)
        assert lines["writes"].dollars == pytest.approx(2_000 * 30 * 0.625e-6)
        assert lines["transitions"].dollars == pytest.approx(110 * 30 * 0.025e-3) and lines["transitions"].after_free == 0
        assert lines["storage"].amount == pytest.approx((4_950_000 + 200_000 + 365 * 100_000) / 1e9)
        assert lines["metrics"].optional and lines["metrics"].after_free == pytest.approx(5 * 0.30)

    def test_more_memory_than_a_processor_needs_stretches_nothing(self):
        (line,) = (line for line in cost.bill(self.runs, 100, 2048, metrics=15) if line.name == "lambda seconds")
        assert line.amount == 200 * 2 * 30

    def test_the_sums_are_printed(self):
        text = cost.printed(self.runs, 100, 256, 15)
        assert text.startswith("100 accounts × 100 users") and "without options" in text and "with all options" in text
        assert "| 1,000 " in cost.table(self.runs, [100, 1_000], 256, 15)

    def test_without_figures_it_says_how_to_get_them(self, tmp_path, monkeypatch):
        monkeypatch.setattr(sys, "argv", ["cost", "--figures", str(tmp_path / "figures.json")])
        with pytest.raises(SystemExit) as ended:
            cost.main()
        assert ended.value.code == f"There are no figures in {tmp_path}/figures.json: `make bench` writes them."
