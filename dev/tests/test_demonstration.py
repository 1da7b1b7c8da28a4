"""The demo's verdict: sides that agree pass, and each disagreement is found by the check that is there for it."""

import copy
import os
import sys
from datetime import UTC, datetime

import pytest
from demonstration import diary, ledger, pictures, servers, stories, verdict
from demonstration.people import Day

ACCOUNT, KEY, USER = "222222222222", "AKIA0000000000000001", "AIDA1"
RUN, TOLD_IN = "20260106", "20260101"
CHANNEL = "C0GUARD"
NOTICE = {
    "message": f"{TOLD_IN}-2", "round": 1, "stage": 86, "binding": True, "deadline": "2026-01-06T12:00:00Z",
    "recipient": "slack:U0ANA", "late": False, "keyCreatedAt": "2025-10-07T12:00:00Z", "decidedAt": "2026-01-01T12:00:00Z",
}  # fmt: skip
STATE = {
    "accounts": {
        ACCOUNT: {
            "users": [
                {
                    "userName": "ana", "userId": USER, "arn": f"arn:aws:iam::{ACCOUNT}:user/ana",
                    "tags": {"Type": "engineer", "slack-id": "U0ANA", "full-name": "Ana Ruiz"},
                    "keys": [{"accessKeyId": KEY, "status": "Active", "createDate": "2025-10-07T12:00:00Z",
                              "statusChangedBy": None}],
                }
            ]
        }
    }
}  # fmt: skip
SLACK = {
    "teamId": "T0",
    "users": [{"id": "U0ANA"}, {"id": "U0LEFT", "deleted": True}, {"id": "U0GUEST", "teamId": "T1"}],
}
TEAMS = {"data": "C0DATA"}


def delivery(ts, channel="D1"):
    return {"medium": "slack", "place": channel, "id": ts, "at": "2026-01-01T12:00:00Z"}


def key_event(sequence, run, kind, **inside):
    day = "2026-01-06" if run == RUN else "2026-01-01"
    return {"stream": f"account/{ACCOUNT}", "sequence": sequence, "at": f"{day}T12:00:01Z", "runId": run,
            "userId": USER, "accessKeyId": KEY, "kind": kind, "body": {"key": {"event": {kind: inside}}}}  # fmt: skip


def run_event(sequence, run, kind, **inside):
    case = {"summaryPosted": "run", "messageSent": "outbox"}[kind]
    return {"stream": "runs", "sequence": sequence, "at": "2026-01-06T12:00:00Z", "runId": run, "userId": None,
            "accessKeyId": None, "kind": kind, "body": {case: {"event": {kind: inside}}}}  # fmt: skip


def message(ts, channel, name, text, user=None):
    metadata = {"event_type": "relevo_message", "event_payload": {"message_id": name}}
    return {"channel": channel, "ts": ts, "user": user, "text": text, "blocks": [], "metadata": metadata}


def sides():
    """What everybody says after one key was told of, copied to the channel, and deactivated when it was said."""
    after = copy.deepcopy(STATE)
    after["accounts"][ACCOUNT]["users"][0]["keys"][0].update(status="Inactive", statusChangedBy=f"relevo-{RUN}")
    return {
        "events": [
            key_event(1, TOLD_IN, "noticeQueued", notice=dict(NOTICE)),
            key_event(2, TOLD_IN, "noticeDelivered", message=NOTICE["message"], delivery=delivery("2")),
            key_event(3, TOLD_IN, "channelCopyDelivered", message=NOTICE["message"], delivery=delivery("3", CHANNEL)),
            key_event(4, RUN, "deactivated"),
            run_event(1, TOLD_IN, "summaryPosted", delivery=delivery("1", CHANNEL)),
            run_event(2, RUN, "messageSent", id=f"{RUN}-2", delivery=delivery("4", CHANNEL)),
        ],
        "aws_log": [
            {"action": "UpdateAccessKey", "accountId": ACCOUNT, "accessKeyId": KEY, "status": "Inactive",
             "at": "2026-01-06T12:00:00Z", "outcome": 200, "caller": {"sessionName": f"relevo-{RUN}"}},
            {"action": "CreateUser", "accountId": ACCOUNT, "accessKeyId": None, "status": None,
             "outcome": 200, "caller": {"sessionName": None}},
        ],
        "messages": [
            message("1", CHANNEL, f"{TOLD_IN}-1", "Seen: 1 active key."),
            message("2", "D1", NOTICE["message"], f"{KEY} <!date^1767700800^{{date}}|…>", user="U0ANA"),
            {**message("3", CHANNEL, f"{TOLD_IN}-3", "AKIA…0001"), "thread_ts": "1"},
            {**message("4", CHANNEL, f"{RUN}-2", "AKIA…0001 deactivated"), "thread_ts": "1"},
            {**message("5", "D1", f"{TOLD_IN}-4", "*More about rotating*", user="U0ANA"), "thread_ts": "2"},
            {**message("6", CHANNEL, f"{TOLD_IN}-5", f"Run `{TOLD_IN}` ended with the ledger root `6d0c`."),
             "thread_ts": "1"},
        ],
        "day": copy.deepcopy(STATE),
        "state": after,
        "last": {"runId": RUN, "at": "2026-01-06T12:00:00Z", "held": [],
                 "actions": [{"accountId": ACCOUNT, "accessKeyId": KEY}]},
        "statuses": [0, 0],
    }  # fmt: skip


def found(said, protected=()):
    evidence = verdict.Evidence(
        events=ledger.read(said["events"]), aws_log=said["aws_log"], messages=said["messages"], channel=CHANNEL,
        days={RUN: Day(said["day"], SLACK, TEAMS, protected)}, state=said["state"], last=said["last"],
        statuses=said["statuses"],
    )  # fmt: skip
    return {check.__name__: list(check(evidence)) for check in verdict.ROLLOUT.values()}


def owner(said):
    return said["day"]["accounts"][ACCOUNT]["users"][0]


def test_sides_that_agree_pass():
    assert not any(found(sides()).values())


def event(said, number):
    return next(iter(said["events"][number]["body"]["key"]["event"].values()))


DISAGREEMENTS = {
    "AWS switched a key off that the ledger doesn't know": ("same_deactivations", lambda s: s["events"].pop(3)),
    "the ledger claims a deactivation": ("same_deactivations", lambda s: s["aws_log"].pop(0)),
    "another run did it": (
        "same_deactivations",
        lambda s: s["aws_log"][0]["caller"].update(sessionName="relevo-20250101"),
    ),
    "a key was deleted": (
        "nothing_but_deactivations",
        lambda s: s["aws_log"].append({**s["aws_log"][0], "action": "DeleteAccessKey"}),
    ),
    "the key is Active again and nobody touched it": (
        "keys_stand_as_left",
        lambda s: s["state"]["accounts"][ACCOUNT]["users"][0]["keys"][0].update(status="Active"),
    ),
    "nobody was told": ("promises_kept", lambda s: s["events"].pop(1)),
    "the notice bound nothing": ("promises_kept", lambda s: event(s, 0)["notice"].update(binding=False)),
    "the deadline was later": (
        "promises_kept",
        lambda s: event(s, 0)["notice"].update(deadline="2026-01-06T13:00:00Z"),
    ),
    "somebody else answers for it today": ("promises_kept", lambda s: owner(s)["tags"].update({"slack-id": "U0LEFT"})),
    "the round of the notice was over": (
        "promises_kept",
        lambda s: s["events"].insert(3, {**key_event(3, TOLD_IN, "roundEnded", reason="promiseLapsed")}),
    ),
    "it is another key under the old id": (
        "promises_kept",
        lambda s: owner(s)["keys"][0].update(createDate="2026-01-01T00:00:00Z"),
    ),
    "the message stated another deadline": (
        "promises_kept",
        lambda s: s["messages"][1].update(text=f"{KEY} <!date^1767700801^…>"),
    ),
    "a due key is passed over": ("nobody_forgotten", lambda s: s["last"].update(actions=[])),
    "a machine's key was deactivated": ("nobody_else", lambda s: owner(s)["tags"].update(Type="machine")),
    "an untagged user's key was deactivated": ("nobody_else", lambda s: owner(s)["tags"].pop("Type")),
    "Slack doesn't have the notice": ("notices_arrived", lambda s: s["messages"].pop(1)),
    "the message is another one": (
        "notices_arrived",
        lambda s: s["messages"].__setitem__(1, message("2", "D1", "another", KEY, "U0ANA")),
    ),
    "the message went to somebody else": ("notices_arrived", lambda s: s["messages"][1].update(user="U0BOB")),
    "the message speaks of another key": ("notices_arrived", lambda s: s["messages"][1].update(text="1767700800")),
    "it was never queued": ("notices_arrived", lambda s: s["events"].pop(0)),
    "there is no copy": ("copies_arrived", lambda s: s["events"].pop(2)),
    "the copy is elsewhere": ("copies_arrived", lambda s: event(s, 2).update(delivery=delivery("2"))),
    "the notice was given twice": (
        "said_once",
        lambda s: s["events"].append(
            key_event(5, RUN, "noticeDelivered", message=NOTICE["message"], delivery=delivery("2"))
        ),
    ),
    "Slack has a message too many": (
        "slack_has_nothing_more",
        lambda s: s["messages"].append(message("9", "D1", f"{TOLD_IN}-9", "hello")),
    ),
    "Slack has a message too many in the summary's thread": (
        "slack_has_nothing_more",
        lambda s: s["messages"].append({**message("9", CHANNEL, f"{TOLD_IN}-9", "hello"), "thread_ts": "1"}),
    ),
    "an explanation stands alone": (
        "slack_has_nothing_more",
        lambda s: s["messages"].append(message("9", "D1", f"{TOLD_IN}-9", "*More about rotating*", "U0ANA")),
    ),
    "Slack has a message without a name": (
        "slack_has_nothing_more",
        lambda s: s["messages"].append({**message("9", "D1", "", "hello"), "metadata": None}),
    ),
    "a message that needs nobody is at the top level": (
        "channel_is_quiet",
        lambda s: s["messages"].append(message("9", CHANNEL, f"{RUN}-9", "hello")),
    ),
    "the summary has another number of keys": (
        "summary_counts_are_true",
        lambda s: owner(s)["keys"][0].update(status="Inactive"),
    ),
    "an unreachable owner's key was deactivated": ("nobody_else", lambda s: owner(s)["tags"].pop("slack-id")),
    "a key is still on": ("all_deactivated", lambda s: s["aws_log"].pop(0)),
    "the alarm stopped a run": ("all_ended_well", lambda s: s["statuses"].append(4)),
    "one key too many on a day": ("within_the_limit", lambda s: s["aws_log"].extend(s["aws_log"][:1] * 10)),
    "its owner was never written to": ("owners_had_their_days", lambda s: s["messages"].pop(1)),
    "its owner was told no day ahead": (
        "owners_had_their_days",
        lambda s: s["messages"][1].update(text=f"{KEY} <!date^1^…>"),
    ),
    "its owner was told a later day, though nothing bound then": (
        "owners_had_their_days",
        lambda s: s["messages"].append(message("1", "D1", f"{TOLD_IN}-9", f"{KEY} <!date^1767700802^…>", "U0ANA")),
    ),
}


@pytest.mark.parametrize("check, tamper", DISAGREEMENTS.values(), ids=DISAGREEMENTS)
def test_a_disagreement_is_found(check, tamper):
    said = sides()
    tamper(said)
    assert found(said)[check]


def test_a_protected_key_that_was_deactivated_is_found():
    assert found(sides(), protected=["arn:aws:iam::*:user/an?"])["nobody_else"]


def test_a_day_at_its_limit_is_in_order():
    said = sides()
    said["aws_log"].extend(said["aws_log"][:1] * 9)
    assert not found(said)["within_the_limit"]


def test_the_rollout_has_a_key_of_each_age_and_an_owner_for_each():
    manifest = {"day": "2026-01-01T12:00:00Z", "accounts": [{"id": ACCOUNT}, {"id": "333333333333"}]}
    wishes = list(stories.ROLLOUT.newcomers(manifest))
    made = [datetime.fromisoformat(key["createdAt"]) for wish in wishes for key in wish["keys"]]
    assert [(datetime(2026, 1, 1, 12, tzinfo=UTC) - each).days for each in made] == list(range(62, 122))
    assert len({wish["accountId"] for wish in wishes}) == 2
    assert len({stories.slack_user(wish)["id"] for wish in wishes}) == 60


def test_a_story_that_is_not_there_is_refused():
    with pytest.raises(SystemExit, match="There is no story rolout; there are: company, rollout."):
        stories.named("rolout")


RECIPIENTS = {
    "a person": ({"type": "engineer", "slack-id": "U0ANA"}, "U0ANA"),
    "a person who left": ({"type": "engineer", "slack-id": "U0LEFT"}, "security"),
    "a guest": ({"type": "engineer", "slack-id": "U0GUEST"}, "security"),
    "nobody known": ({"type": "engineer", "slack-id": "U0WHO"}, "security"),
    "an engineer with a channel": ({"type": "engineer", "slack-id": "C0DATA"}, "security"),
    "a machine with a channel": ({"type": "Machine", "slack-id": "C0OWN", "team": "data"}, "C0OWN"),
    "a machine of a team": ({"type": "machine", "team": "data"}, "C0DATA"),
    "a machine of nobody": ({"type": "machine"}, "security"),
    "no type": ({"slack-id": "U0ANA"}, "security"),
}


@pytest.mark.parametrize("tags, recipient", RECIPIENTS.values(), ids=RECIPIENTS)
def test_who_answers_for_a_user(tags, recipient):
    state = copy.deepcopy(STATE)
    state["accounts"][ACCOUNT]["users"][0]["tags"] = tags
    day = Day(state, SLACK, TEAMS, ())
    assert day.recipient(day.users[ACCOUNT, USER]) == recipient


def test_one_slack_id_under_two_names_is_nobody():
    state = copy.deepcopy(STATE)
    twin = copy.deepcopy(state["accounts"][ACCOUNT]["users"][0])
    twin.update(userId="AIDA2", keys=[])
    twin["tags"]["full-name"] = "Bea Ruiz"
    state["accounts"][ACCOUNT]["users"].append(twin)
    day = Day(state, SLACK, TEAMS, ())
    assert day.recipient(day.users[ACCOUNT, USER]) == "security"


def test_a_day_is_told_in_a_few_lines():
    action = {"kind": "notice", "stage": 76, "late": False, "binding": True, "deadline": "2026-01-16T12:00:00Z",
              "recipient": "U0ANA", "owner": {"fullName": "Ana Ruiz"}, "userName": "ana", "accountName": "shop",
              "accessKeyId": KEY, "ageDays": 76, "outcome": "delivered"}  # fmt: skip
    document = {
        "actions": [action, {**action, "kind": "deactivate", "outcome": "failed", "error": "AWS said\nno"}],
        "held": [{"code": "machinesNotEnforced"}],
        "accounts": [{"name": "lab", "complete": False, "error": "denied"}],
        "problems": [],
        "exitReasons": ["accountUnknown"],
    }
    lines = list(diary.day(3, "2026-01-04T12:00:00Z", ["Ana sleeps."], document, "", 3, {}))
    assert lines == [
        "Day  3  Sun 04 Jan 2026  1 notice, 0 deactivated, 1 held · exit 3 (accountUnknown)",
        "    · Ana sleeps.",
        "    → Ana Ruiz: ana@shop AKIA…0001 stage 76, until 16 Jan",
        "    ✗ deactivated: ana@shop AKIA…0001, 76 days old failed: AWS said no",
        "    held: 1 machines not enforced",
        "    ? account lab is unknown today: denied",
    ]


def test_a_run_that_refused_says_why():
    lines = list(diary.day(0, "2026-01-01T12:00:00Z", [], None, "relevo.yaml:1:1: no", 64, {}))
    assert lines[1].strip() == "relevo.yaml:1:1: no"


def test_a_server_is_up_once_it_listens_and_ended_by_its_id(tmp_path):
    writes = "import sys, time; open(sys.argv[4], 'w').write('8123\\n'); time.sleep(60)"
    server = servers.Server("pretender", [sys.executable, "-c", writes], tmp_path)
    assert server.url == "http://127.0.0.1:8123"
    os.kill(server.pid, 0)
    server.end()
    assert server.process.returncode is not None


def test_a_server_that_ends_at_once_is_said_with_its_log(tmp_path):
    with pytest.raises(RuntimeError, match="pretender ended before it listened; see .*pretender.log"):
        servers.Server("pretender", [sys.executable, "-c", "raise SystemExit(3)"], tmp_path)


def test_a_terminal_in_a_picture_shows_what_was_left_on_the_screen():
    seen = "scanning 1\rscanning 2\r\033[K\033[1mPlan\033[0m <now>\r\n\033[32m✓\033[0m done\r\n"
    assert pictures.as_html(seen) == (
        '<span style="font-weight:700">Plan</span> &lt;now&gt;\n<span style="color:#7ee787">✓</span> done'
    )
