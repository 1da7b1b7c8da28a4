"""The fault bench's own parts: gates break and shims die where they are told to, and the oracle has teeth."""

import copy
import json
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from faults import points, preload, reading
from faults.evidence import Evidence
from faults.faults import TROUBLES, Gone, One, Quiet, Rate, Request, Share, Upon
from faults.gate import Gate, Loop
from faults.judge import judge, took_a_turn

KEY, OTHER = "AKIATHPL2AOHCOQYQMPA", "AKIAU3HBXAVK7ERDBC3Z"
DAY = 86_400


# The gate.


class Server:
    """Answers a line of JSON and remembers how often it was asked."""

    def __init__(self):
        asked = self.asked = []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                asked.append(json.loads(body))
                self.send_response(200)
                answer = b'{"ok": true, "and": "a good deal more"}'
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def end(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server():
    made = Server()
    yield made
    made.end()


@pytest.fixture(scope="module")
def loop():
    return Loop()


@pytest.fixture
def gate(server, loop):
    made = Gate("slack", loop)
    made.aim(server.url)
    return made


def post(gate, channel="C1"):
    """What the caller gets: (status, body), or the word for how the connection ended."""
    request = urllib.request.Request(
        f"{gate.url}/api/chat.postMessage",
        json.dumps({"channel": channel}).encode(),
        {"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("Retry-After")
    except Exception as error:
        return "cut", type(error).__name__


# fault, whether the caller gets the answer, whether the server heard of it
FAULTS = [
    (None, True, True), ("delay", True, True), ("throttled", False, False), ("500", False, False),
    ("503", False, False),
    ("garbage", False, False), ("cut", False, False), ("lost", False, True), ("half", False, True),
    ("before", False, False), ("after", False, True), ("stored", False, True),
]  # fmt: skip


@pytest.mark.parametrize("fault, answered, acted", FAULTS, ids=lambda value: str(value))
def test_one_request_meets_its_fault_and_no_other(gate, server, fault, answered, acted):
    ended = []
    gate.begin(One("slack/chat.postMessage/C1#2", fault) if fault else Quiet(), lambda: ended.append(1))
    assert post(gate) == (200, {"ok": True, "and": "a good deal more"})
    got = post(gate)
    assert (got == (200, {"ok": True, "and": "a good deal more"})) == answered, got
    assert len(server.asked) == 1 + acted
    assert bool(ended) == (fault in ("before", "after"))
    assert post(gate) == (200, {"ok": True, "and": "a good deal more"})
    assert post(gate, "C2") == (200, {"ok": True, "and": "a good deal more"})
    assert [each.name for each in gate.seen] == [
        "slack/chat.postMessage/C1#1", "slack/chat.postMessage/C1#2", "slack/chat.postMessage/C1#3",
        "slack/chat.postMessage/C2#1",
    ]  # fmt: skip


def test_a_server_that_is_gone_has_heard_one_thing_more(gate, server):
    gate.begin(Gone("slack/chat.postMessage/C1#2"), lambda: None)
    assert [post(gate)[0] for _ in range(4)] == [200, "cut", "cut", "cut"]
    assert len(server.asked) == 2


def test_something_may_happen_just_before_a_request(gate, server):
    heard = []
    gate.begin(Upon("slack/chat.postMessage/C1#2", lambda: heard.append(len(server.asked))), lambda: None)
    assert [post(gate)[0] for _ in range(3)] == [200, 200, 200]
    assert heard == [1]


def test_slack_says_how_long_to_wait(gate):
    gate.begin(One("slack/chat.postMessage/C1#1", "throttled"), lambda: None)
    assert post(gate) == (429, "1")


def test_a_share_is_drawn_by_the_seed_and_the_request_alone():
    names = [Request("aws", f"1/iam:A{number}", 1) for number in range(2_000)]
    one, again, other = Share("1", 0.2), Share("1", 0.2), Share("2", 0.2)
    drawn = [one.kind(each) for each in names]
    assert drawn == [again.kind(each) for each in reversed(names)][::-1]
    assert drawn != [other.kind(each) for each in names]
    assert 300 < sum(one.struck.values()) < 500 and len(one.struck) == len(TROUBLES)


def test_a_rate_refuses_what_is_beyond_it():
    plan = Rate("1/iam:", 2)
    asked = [Request("aws", label, 1, at=at) for at, label in
             [(0, "1/iam:A"), (0.1, "1/iam:A"), (0.2, "2/iam:A"), (0.7, "1/iam:A"), (0.8, "1/iam:A"), (1.9, "1/iam:A")]]
    assert [plan.kind(each) for each in asked] == [None, "throttled", None, None, "throttled", None]


# The shim.


WRITER = """
import sqlite3, sys
book = sqlite3.connect(sys.argv[1], isolation_level=None)
book.execute("PRAGMA journal_mode = WAL"); book.execute("PRAGMA synchronous = FULL")
book.execute("CREATE TABLE IF NOT EXISTS lines (number)")
for number in range(3): book.execute("INSERT INTO lines VALUES (?)", (number,)); print(number, flush=True)
"""


@pytest.fixture(scope="module")
def shim(tmp_path_factory):
    return preload.build(tmp_path_factory.mktemp("shim"))


def written(path, shim, **told):
    environment = preload.environment(shim, **told)
    command = [sys.executable, "-c", WRITER, str(path)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def lines(path):
    # A connection that stays open would keep the next one from recovering what a dead one left.
    with closing(sqlite3.connect(path)) as book:
        return [number for (number,) in book.execute("SELECT number FROM lines")]


def test_each_transaction_is_there_whole_or_not_at_all(tmp_path, shim):
    written(tmp_path / "all.db", shim, count=tmp_path / "count")
    syncs = (tmp_path / "count").stat().st_size
    assert syncs >= 4
    seen = set()
    for number in range(1, syncs + 1):
        for moment in preload.MOMENTS:
            book = tmp_path / f"{number}{moment}.db"
            written(book, shim)
            before = lines(book)
            ended = written(book, shim, die_at=number, moment=moment)
            if ended.returncode != -9:
                continue
            said = len(ended.stdout.split())
            kept = len(lines(book)) - len(before)
            # What was said is there; of what was not, at most the one that died after it was written.
            assert said <= kept <= said + (moment == "synced"), (number, moment, said, kept)
            seen.add((moment, kept - said))
    assert {("torn", 0), ("synced", 1)} <= seen


def test_the_wall_clock_goes_ahead_and_timers_run_fast(shim):
    program = "import time; a, b = time.time(), time.monotonic(); print(a, time.monotonic() - b)"
    told = {"FAULTS_LATER": "100", "LD_PRELOAD": str(shim)}
    ended = subprocess.run([sys.executable, "-c", program], env=told, capture_output=True, text=True, check=True)
    assert 95 < float(ended.stdout.split()[0]) - time.time() < 105


def test_changes_have_a_point_after_them_and_reads_have_none():
    asked = [Request("slack", "users.info/U1", 1), Request("aws", "222222222222/iam:UpdateAccessKey", 1)]
    assert [str(point) for point in points.of(asked, 1)] == [
        "aws/222222222222/iam:UpdateAccessKey#1 before", "aws/222222222222/iam:UpdateAccessKey#1 after",
        "aws/222222222222/iam:UpdateAccessKey#1 gone", "aws/222222222222/iam:UpdateAccessKey#1 stored",
        "slack/users.info/U1#1 before", "ledger#1 torn", "ledger#1 synced",
    ]  # fmt: skip
    assert points.Point("ledger#7", "torn").trouble() == {"die_at": 7, "moment": "torn"}


# The oracle.


def section(text, *fields):
    block = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    return {**block, "fields": [{"type": "mrkdwn", "text": each} for each in fields]} if fields else block


def message(number, day, channel, *blocks, user=None):
    return {"channel": channel, "user": user, "ts": f"{day * DAY}.{number:06}", "text": "Keys", "blocks": list(blocks)}


def notice(number, day, deadline, age, *more):
    fate = f"*It will be deactivated on <!date^{deadline * DAY}^x|y>* if it is still active then."
    text = f":key: `{KEY}` of user `ana` in *shop* (`2`)\n:calendar: {fate}"
    return message(number, day, "D1", section(text, f"*Age*\n{age} days, created <!date^1^x|y>"), *more, user="U1")


def copied(number, day, age):
    line = f"• `AKIA…QMPA` of user `ana` in *shop* (`2`), {age} days old, stage 86, will be deactivated"
    return message(number, day, "C0SECURITY", section(f"*Ana* was told:\n{line}"))


REPEAT = {"type": "context", "elements": [{"type": "mrkdwn", "text": ":repeat: You may have had this notice already"}]}
OFF_OWNER = message(
    4, 6, "D1", section(f":no_entry: `{KEY}` of user `ana` was deactivated on <!date^518400^x|y>."), user="U1"
)
OFF_CHANNEL = message(
    5, 6, "C0SECURITY", section(":no_entry: *Deactivated as promised*: `AKIA…QMPA` of user `ana`, 91 days old.")
)
NEW = message(6, 6, "C0SECURITY", section("*A new access key*\n• :new: `AKIA…BC3Z` of user `ana`"))


def switch(day, status="Inactive", key=KEY):
    return {"action": "UpdateAccessKey", "accountId": "2", "accessKeyId": key, "status": status, "outcome": 200,
            "at": f"1970-01-{day + 1:02}T00:00:00Z", "caller": {"sessionName": "relevo-1"}}  # fmt: skip


class FakeWorld:
    """What a world holds, as its servers would tell it."""

    def __init__(self, messages, log, status="Inactive"):
        self._messages, self._log, self._status = messages, log, status

    def messages(self):
        return copy.deepcopy(self._messages)

    def log(self):
        return self._log

    def state(self):
        tags = {"type": "engineer", "slack-id": "U1"}
        keys = [{"accessKeyId": KEY, "status": self._status}, {"accessKeyId": OTHER, "status": "Active"}]
        return {"accounts": {"2": {"users": [{"userName": "ana", "tags": tags, "keys": keys}]}}}


QUIET = [notice(1, 0, 5, 86), copied(2, 0, 86), OFF_OWNER, OFF_CHANNEL, NEW]


def found(messages=QUIET, log=(switch(6),), **more):
    return Evidence(FakeWorld(messages, list(log), **more))


def wrong(*world, **more):
    return " ".join(judge(found(), found(*world, **more), most_repeats=1))


def test_messages_are_read_as_people_read_them():
    said = [(each.kind, each.place, each.key, each.age, each.deadline) for each in found().said]
    assert said == [
        ("notice", "U1", KEY, 86, 5 * DAY), ("copy", "C0SECURITY", KEY, 86, None),
        ("deactivated", "U1", KEY, None, None),
        ("deactivated", "C0SECURITY", KEY, None, None), ("newKey", "C0SECURITY", OTHER, None, None),
    ]  # fmt: skip


def test_the_quiet_world_is_no_broken_promise():
    assert wrong() == ""


def test_one_repeat_that_says_so_is_no_broken_promise():
    assert wrong([*QUIET[:1], notice(7, 0, 5, 86, REPEAT), *QUIET[1:]]) == ""


def test_a_new_round_with_more_time_is_no_broken_promise():
    assert wrong([*QUIET[:2], notice(8, 6, 11, 91), OFF_OWNER, OFF_CHANNEL, NEW], [switch(12)]) == ""


def test_a_key_may_take_a_turn_that_became_free_and_no_other():
    quiet = {"a": [6 * DAY], "b": [7 * DAY]}
    assert took_a_turn("b", quiet, {"a": [9 * DAY], "b": [6 * DAY]}, 1)
    assert took_a_turn("b", quiet, {"b": [6 * DAY]}, 1)
    assert not took_a_turn("b", quiet, {"a": [6 * DAY + 60], "b": [6 * DAY]}, 1)
    assert not took_a_turn("b", quiet, {"a": [9 * DAY], "b": [5 * DAY]}, 1)
    assert not took_a_turn("b", quiet, {"a": [9 * DAY], "b": [6 * DAY]}, 2)
    assert not took_a_turn("b", quiet, {"a": [9 * DAY], "b": [6 * DAY]}, None)


def test_a_day_with_more_keys_than_the_limit_is_a_broken_promise():
    both = [switch(6), switch(6, key=OTHER)]
    assert "2 keys were deactivated on one day" in " ".join(judge(found(log=both), found(log=both), limit=1))
    assert "on one day" not in " ".join(judge(found(log=both), found(log=both), limit=2))


BROKEN = {
    "a lost notice": ([*QUIET[1:]], [switch(6)], "never told when"),
    "a lost copy": ([QUIET[0], *QUIET[2:]], [switch(6)], "never reached C0SECURITY"),
    "an early deactivation": (QUIET, [switch(4)], "before the deadline"),
    "one earlier than in a quiet world": (QUIET, [switch(5)], "earlier than in a quiet world"),
    "a deadline that a later notice moved": ([*QUIET, notice(9, 5, 11, 91)], [switch(6)], "before the deadline"),
    "a notice that takes time away": ([*QUIET[:2], notice(9, 1, 3, 87), *QUIET[2:]], [switch(6)], "does not give"),
    "an unmarked repeat": ([*QUIET, notice(7, 0, 5, 86)], [switch(6)], "without saying so"),
    "two repeats": ([*QUIET, notice(7, 0, 5, 86, REPEAT), notice(8, 0, 5, 86, REPEAT)], [switch(6)], "at most 1"),
    "an owner who was not told": ([*QUIET[:2], OFF_CHANNEL, NEW], [switch(6)], "U1 was told so 0 times"),
    "a channel told twice": ([*QUIET, {**OFF_CHANNEL, "ts": "518400.000099"}], [switch(6)], "told so 2 times"),
    "word of what never was": (QUIET, [], "switched to Inactive 0 times"),
    "another key": (QUIET, [switch(6), switch(6, key=OTHER)], "in a quiet world it is not"),
    "a new key told twice": ([*QUIET, {**NEW, "ts": "518400.000098"}], [switch(6)], "told 2 times"),
    "a new key never told": (QUIET[:-1], [switch(6)], "never told of"),
    "words nobody can read": ([*QUIET, message(9, 6, "D1", section("Hello"), user="U1")], [switch(6)], "can't read"),
    "a key left on": (QUIET[:2] + [NEW], [], "never deactivated"),
}


@pytest.mark.parametrize("messages, log, sentence", BROKEN.values(), ids=BROKEN)
def test_a_broken_promise_is_found(messages, log, sentence):
    assert sentence in wrong(messages, log)


def test_a_key_that_is_on_again_is_found():
    assert "is Active in the end" in wrong(QUIET, [switch(6)], status="Active")


def test_a_second_try_at_what_is_done_is_no_second_deactivation():
    assert len(found(QUIET, [switch(6), switch(6)]).switches) == 1
    assert len(found(QUIET, [switch(6), switch(7, "Active"), switch(8)]).switches) == 3


def test_summaries_are_no_statements():
    summary = {**message(3, 0, "C0SECURITY", section("x")), "text": ":white_check_mark: *Relevo is done*: 1 notice"}
    assert list(reading.read([summary], found().state)) == []


def test_a_gate_in_front_of_nothing_closes(loop):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    gate = Gate("slack", loop)
    gate.aim(f"http://127.0.0.1:{port}")
    assert post(gate)[0] == "cut"


def owners_notice(*sections):
    return message(1, 0, "D1", *map(section, sections), user="U1")


@pytest.mark.parametrize(
    ("sections", "deadline", "binding"),
    [
        ((":wave: *Please rotate by <!date^432000^x|y>*", ":key: `{}` of user `ana`, 76 days old\nLast used <!date^1^x|y>.",
          "If nothing is done, Relevo deactivates it then; that can be undone."), 5, True),
        ((":wave: *Please rotate by <!date^432000^x|y>*", ":key: `{}` of user `ana`, 76 days old\nNever used.",
          "This is only information: Relevo does not deactivate keys in this account yet."), 5, False),
        ((":bell: *Two by <!date^432000^x|y>*", ":key: `{}`, 76 days old: deactivated on <!date^518400^x|y>. Never used.",
          "If nothing is done, Relevo deactivates each of them on its day"), 6, True),
        ((":bell: *Two by <!date^432000^x|y>*", ":key: `{}`, 76 days old: due by <!date^518400^x|y>, stays active.",
          "If nothing is done, Relevo deactivates each of them on its day"), 6, False),
    ],
    ids=["one key", "one key, only information", "one of two", "one of two, only information"],
)  # fmt: skip
def test_a_notice_to_an_owner_is_read(sections, deadline, binding):
    state = {"accounts": {"2": {"users": [{"keys": [{"accessKeyId": KEY}]}]}}}
    said = list(reading.read([owners_notice(*(text.replace("{}", KEY) for text in sections))], state))
    assert [(each.kind, each.age, each.deadline, each.binding) for each in said] == [
        ("notice", 76, deadline * DAY, binding)
    ]
