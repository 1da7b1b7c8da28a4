"""Checks the ledger against what AWS and Slack themselves say. Every check yields sentences about what doesn't agree."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from demonstration.people import SECURITY

SESSION = "relevo-"
DEACTIVATE_AT = 91
MOST_A_DAY = 10  # max-deactivations
DONE_BY = 46  # the last day of the roll-out; the first run is on day 0
_ALARM = re.compile(r":(rotating_light|octagonal_sign|bust_in_silhouette|warning|exclamation|gear|triangular_ruler):|new access key")
_INSTANT = re.compile(r"<!date\^(\d+)\^")
# Replies that the ledger doesn't record: what explains a notice, the root below a summary, and promises for other ledgers.
_EXPLAINS = re.compile(
    r"^\*(?:More about rotating|Más sobre cómo rotar)\*"
    r"|^Run `[^`]+` ended with the ledger root |^_Relevo needs this message if its ledger is lost\. "
)


@dataclass
class Evidence:
    """What the three sides said, and the estate as it was on each run's day."""

    events: list
    aws_log: list
    messages: list
    channel: str
    days: dict  # run id → people.Day
    state: dict = field(default_factory=dict)  # the estate in the end
    last: dict | None = None  # the last run's document
    statuses: list = field(default_factory=list)  # each day's exit status

    def __post_init__(self):
        self.posted = {(each["channel"], each["ts"]): each for each in self.messages}
        self.notices = {}  # (message, account, key) → the notice
        for event in self.events:
            if event.kind == "noticeQueued":
                notice = dict(event.body["notice"])
                # The ledger names the medium too: slack:U0123.
                notice["recipient"] = notice["recipient"].removeprefix("slack:")
                self.notices[notice["message"], event.account, event.key] = notice

    def of_kind(self, *kinds):
        return [event for event in self.events if event.kind in kinds]

    def of_key(self, account, key):
        return [event for event in self.events if (event.account, event.key) == (account, key)]

    @property
    def by_relevo(self):
        """What sessions of Relevo's did in AWS, by AWS's own account."""
        return [call for call in self.aws_log if (call["caller"].get("sessionName") or "").startswith(SESSION)]

    @property
    def switched_off(self):
        """What Relevo deactivated, by AWS's own account."""
        return [call for call in self.by_relevo if call["action"] == "UpdateAccessKey" and call["outcome"] < 400]


def message_id(message):
    """Relevo's own name for a Slack message, from its metadata."""
    return ((message.get("metadata") or {}).get("event_payload") or {}).get("message_id")


def _unix(instant):
    return int(datetime.fromisoformat(instant.replace("Z", "+00:00")).timestamp())


def _text(message):
    return json.dumps([message.get("text"), message.get("blocks")], ensure_ascii=False)


def same_deactivations(evidence):
    """AWS and the ledger name the same deactivations, each by the same run."""
    aws = Counter(
        (call["accountId"], call["accessKeyId"], call["caller"]["sessionName"].removeprefix(SESSION))
        for call in evidence.switched_off
    )
    ledger = Counter((event.account, event.key, event.run) for event in evidence.of_kind("deactivated"))
    for account, key, run in (aws - ledger).elements():
        yield f"AWS says that run {run} switched {key} in {account}; the ledger doesn't know."
    for account, key, run in (ledger - aws).elements():
        yield f"The ledger says that run {run} deactivated {key} in {account}; AWS doesn't know."


def nothing_but_deactivations(evidence):
    """Sessions of Relevo's changed nothing in AWS but keys, from Active to Inactive."""
    for call in evidence.by_relevo:
        if call["action"] != "UpdateAccessKey" or call["status"] != "Inactive":
            yield f"A session of Relevo's called {call['action']} ({call['status']}) in {call['accountId']}."


def keys_stand_as_left(evidence):
    """Every key that was deactivated is Inactive now, unless somebody else touched it since, or it is gone."""
    keys = {
        (account, key["accessKeyId"]): key
        for account, content in evidence.state.get("accounts", {}).items()
        for user in content["users"]
        for key in user["keys"]
    }
    for event in evidence.of_kind("deactivated"):
        key = keys.get((event.account, event.key))
        if key and key["status"] != "Inactive" and SESSION in (key["statusChangedBy"] or SESSION):
            yield f"{event.key} in {event.account} was deactivated and is {key['status']}, and nobody else touched it."


def promises_kept(evidence):
    """Before each deactivation a binding notice of its round was delivered to that day's recipient, in time."""
    for done in evidence.of_kind("deactivated"):
        what = f"{done.key} in {done.account}"
        day = evidence.days.get(done.run)
        if day is None or (done.account, done.key) not in day.keys:
            yield f"{what} was deactivated by run {done.run}, on whose day there was no such key."
            continue
        user, key = day.keys[done.account, done.key]
        recipient = day.recipient(user)
        told = _delivered(evidence, done)
        binding = [(notice, delivery) for notice, delivery in told if notice["binding"]]
        to_owner = [(notice, delivery) for notice, delivery in binding if notice["recipient"] == recipient]
        if not to_owner:
            yield f"{what} was deactivated without a delivered binding notice to {recipient}, who answered for it."
            continue
        promise = max(notice["deadline"] for notice, _ in binding)
        if _unix(promise) > _unix(done.at):
            yield f"{what} was deactivated at {done.at}, before the deadline {promise} it was given."
        for notice, delivery in to_owner:
            if _unix(notice["keyCreatedAt"]) != _unix(key["createDate"]):
                yield f"{what} was created at {key['createDate']}, but its notice named {notice['keyCreatedAt']}."
            message = evidence.posted.get((delivery["place"], delivery["id"]))
            if message and str(_unix(notice["deadline"])) not in _text(message):
                yield f"The message about {what} does not state its deadline {notice['deadline']}."


def _delivered(evidence, done):
    """(notice, delivery) of the round that a deactivation ended, from what stands before it in the chain."""
    current, told = None, []
    for event in evidence.of_key(done.account, done.key):
        if event.sequence >= done.sequence:
            break
        if event.kind == "noticeDelivered":
            notice = evidence.notices.get((event.body["message"], done.account, done.key))
            if notice is None:
                continue
            if notice["round"] != current:
                current, told = notice["round"], []
            told.append((notice, event.body["delivery"]))
        elif event.kind == "roundEnded":
            current, told = None, []
    return told


def nobody_forgotten(evidence):
    """Every Active key that is due and may be deactivated is in the last run: acted on, or held with a reason."""
    if not evidence.last or evidence.last["runId"] not in evidence.days:
        yield "The last run left no plan."
        return
    spoken_of = {
        (each["accountId"], each["accessKeyId"]) for each in evidence.last["actions"] + evidence.last["held"]
    }
    at, day = _unix(evidence.last["at"]), evidence.days[evidence.last["runId"]]
    for (account, key_id), (user, key) in day.keys.items():
        old = (at - _unix(key["createDate"])) // 86_400 >= DEACTIVATE_AT
        if old and key["status"] == "Active" and day.may_be_deactivated(user) and (account, key_id) not in spoken_of:
            yield f"{key_id} of {user['userName']} in {account} is due, Active, and the last run says nothing of it."


def nobody_else(evidence):
    """No key of a machine, of an untagged or protected user, or of an owner who can't be reached was deactivated."""
    for call in evidence.by_relevo:
        day = evidence.days.get(call["caller"]["sessionName"].removeprefix(SESSION))
        found = day and day.keys.get((call["accountId"], call["accessKeyId"]))
        if found and not day.may_be_deactivated(found[0]):
            yield f"{call['accessKeyId']} of {found[0]['userName']} in {call['accountId']} may never be deactivated."


def notices_arrived(evidence):
    """Every notice that the ledger calls delivered stands in Slack where the ledger says, and names its key."""
    for event in evidence.of_kind("noticeDelivered"):
        message, delivery = event.body["message"], event.body["delivery"]
        what = f"Notice {message} about {event.key}"
        found = evidence.posted.get((delivery["place"], delivery["id"]))
        if found is None:
            yield f"{what} is delivered by the ledger, but Slack has no message {delivery['id']} there."
        elif message_id(found) != message:
            yield f"{what} is delivered by the ledger, but the message there calls itself {message_id(found)}."
        elif not _names(found, event.key):
            yield f"{what} does not name its key."
        notice = evidence.notices.get((message, event.account, event.key))
        if notice is None:
            yield f"{what} was delivered and never queued."
        elif found and not _arrived_at(found, notice["recipient"], evidence.channel):
            yield f"{what} was for {notice['recipient']} and stands in {found['channel']}."


def _names(message, key):
    # The security channel sees masked ids.
    return key in _text(message) or f"{key[:4]}…{key[-4:]}" in _text(message)


def _arrived_at(message, recipient, channel):
    return recipient in (message["channel"], message.get("user")) or (
        recipient == SECURITY and message["channel"] == channel
    )


def copies_arrived(evidence):
    """Every delivered notice has its copy in the security channel; one that went there is its own."""
    copies = {}
    for event in evidence.of_kind("channelCopyDelivered"):
        copies[event.body["message"], event.account, event.key] = event.body["delivery"]
    for event in evidence.of_kind("noticeDelivered"):
        name = (event.body["message"], event.account, event.key)
        notice = evidence.notices.get(name)
        delivery = event.body["delivery"] if notice and notice["recipient"] == SECURITY else copies.get(name)
        if delivery is None:
            yield f"Notice {name[0]} about {event.key} has no copy in the security channel."
            continue
        found = evidence.posted.get((delivery["place"], delivery["id"]))
        if found is None or found["channel"] != evidence.channel:
            yield f"The copy of notice {name[0]} about {event.key} is not in the security channel."
        elif not _names(found, event.key):
            yield f"The copy of notice {name[0]} does not name {event.key}."


def said_once(evidence):
    """No key was given the same notice twice in one round."""
    counts = Counter()
    for event in evidence.of_kind("noticeDelivered"):
        notice = evidence.notices.get((event.body["message"], event.account, event.key))
        if notice:
            counts[event.account, event.key, notice["round"], notice["stage"]] += 1
    for (account, key, _, stage), count in counts.items():
        if count > 1:
            yield f"{key} in {account} was given its notice of day {stage} {count} times in one round."


def slack_has_nothing_more(evidence):
    """Every message in Slack is one the ledger accounts for, or explains such a one in its thread."""
    places, names, announcing = set(), set(), set()
    for event in evidence.events:
        if event.kind in ("noticeDelivered", "channelCopyDelivered", "messageSent", "summaryPosted"):
            places.add((event.body["delivery"]["place"], event.body["delivery"]["id"]))
        if event.kind == "noticeDelivered":
            names.add(event.body["message"])
        if event.kind == "messageSent":
            names.add(event.body["id"])
        if event.kind in ("newKey", "rotated", "reactivated", "accountLeft"):
            announcing.add(event.run)
    for place, message in evidence.posted.items():
        name = message_id(message)
        if name is None:
            yield f"Slack has a message {place[1]} in {place[0]} without a message id of Relevo's."
        elif (place[0], message.get("thread_ts")) in places and _EXPLAINS.search(message.get("text") or ""):
            continue
        elif place not in places and name not in names and name.rpartition("-")[0] not in announcing:
            yield f"Slack has message {name} in {place[0]}, which the ledger doesn't know."


def all_deactivated(evidence):
    """Every key that was there at the first run and may be deactivated was deactivated."""
    done = {(call["accountId"], call["accessKeyId"]) for call in evidence.switched_off}
    first = next(iter(evidence.days.values()), None)
    if first is None:
        yield "No run left a plan."
        return
    for (account, key), (user, _) in first.keys.items():
        if first.may_be_deactivated(user) and (account, key) not in done:
            yield f"{key} of {user['userName']} in {account} was not deactivated in {len(evidence.statuses)} days."


def all_ended_well(evidence):
    """Every run ended with 0."""
    for number, status in enumerate(evidence.statuses):
        if status:
            yield f"Day {number}: relevo run ended with {status}."


def within_the_limit(evidence):
    """On no day more keys were deactivated than the limit allows."""
    for day, count in Counter(call["at"][:10] for call in evidence.switched_off).items():
        if count > MOST_A_DAY:
            yield f"On {day} {count} keys were deactivated; the limit is {MOST_A_DAY}."


def owners_had_their_days(evidence):
    """By AWS and Slack alone: a message told the owner of each key a day ahead, and by then every such day had come."""
    for call in evidence.switched_off:
        key, at = call["accessKeyId"], _unix(call["at"])
        day = evidence.days.get(call["caller"]["sessionName"].removeprefix(SESSION))
        found = day and day.keys.get((call["accountId"], key))
        told = [
            int(instant)
            for message in evidence.messages
            if found and message["user"] == day.recipient(found[0]) and float(message["ts"]) < at
            if key in _text(message)
            for instant in _INSTANT.findall(_text(message))
            if int(instant) > float(message["ts"])
        ]
        if not told:
            yield f"{key} was deactivated at {call['at']}, and no message had told its owner a day for it."
        elif max(told) > at:
            yield f"{key} was deactivated at {call['at']}, and a message had told its owner a later day."


def channel_is_quiet(evidence):
    """At the top level of the security channel there is one summary a run; the rest are alarms and changes of the rules."""
    summaries = {event.body["delivery"]["id"] for event in evidence.of_kind("summaryPosted")}
    for message in evidence.messages:
        if message["channel"] != evidence.channel or message.get("thread_ts") not in (None, message["ts"]):
            continue
        if message["ts"] not in summaries and not _ALARM.search(_text(message)):
            yield f"Message {message['ts']} is at the top level and needs nobody: {message.get('text', '')[:80]}"


def summary_counts_are_true(evidence):
    """The last summary's number of active keys is AWS's."""
    if not evidence.last or evidence.last["runId"] not in evidence.days:
        return
    posted = [event.body["delivery"]["id"] for event in evidence.of_kind("summaryPosted")][-1]
    said = _text(evidence.posted[evidence.channel, posted])
    active = sum(key["status"] == "Active" for _, key in evidence.days[evidence.last["runId"]].keys.values())
    if not re.search(rf"\b{active} active key", said):
        yield f"AWS has {active} active keys, and the last summary says something else."


CHECKS = {
    "AWS and the ledger name the same deactivations, by the same runs": same_deactivations,
    "Relevo's sessions changed nothing else in AWS": nothing_but_deactivations,
    "deactivated keys are Inactive, unless somebody else switched them on": keys_stand_as_left,
    "each followed a delivered binding notice to that day's recipient, and its deadline had passed": promises_kept,
    "no key that is due was forgotten": nobody_forgotten,
    "no key of a machine, of an untagged or protected user, or of an owner who can't be reached was deactivated": nobody_else,
    "every delivered notice stands in Slack, where it should, and names its key": notices_arrived,
    "every notice has its copy in the security channel": copies_arrived,
    "no notice was given twice": said_once,
    "at the top level of the channel there are only summaries and alarms": channel_is_quiet,
    "the last summary's number of active keys is AWS's": summary_counts_are_true,
    "Slack has no message that the ledger can't account for": slack_has_nothing_more,
}
ROLLOUT = {
    f"every key was deactivated by day {DONE_BY}": all_deactivated,
    "every run ended with 0, none with 4 (the alarm)": all_ended_well,
    f"on no day more than {MOST_A_DAY} keys were deactivated": within_the_limit,
    "no key was deactivated before a day that a message had told its owner": owners_had_their_days,
    **CHECKS,
}
