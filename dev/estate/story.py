"""What people do while Relevo watches: events by day, each a sentence and the control calls that make it so."""

import datetime
import threading

from estate import accounts, residents
from estate.clock import clock, iso, naive_utc

_lock = threading.Lock()
_start = None
_events = []
_told = set()


def _event(day, what, *calls):
    return {"day": day, "what": what, "calls": [{"path": f"/estate/{path}", "body": body} for path, body in calls]}


def write(start, accounts_in_use):
    """The events that fit this estate: those whose people live in it."""
    moment = naive_utc(start)

    def on(day):
        return iso(moment + datetime.timedelta(days=day, minutes=-30))

    def home(name):
        return next((a for a in accounts_in_use if name in accounts.iam(a).users), None)

    def first_key(name):
        return residents.user(home(name), name).access_keys[0].access_key_id

    def rotates(name, day, full_name):
        account, old = home(name), first_key(name)
        made = {"accountId": account, "userName": name, "createdAt": on(day), "by": name}
        off = {"accountId": account, "accessKeyId": old, "status": "Inactive", "by": name}
        return [
            _event(day, f"{full_name} makes a new key for {name}.", ("keys", made)),
            _event(day + 1, f"{full_name} switches the old key of {name} off.", ("keys", off)),
        ]

    def again(name, day):
        account = home(name)
        old = residents.user(account, name)
        new = {"accountId": account, "userName": name, "createdAt": on(day), "keys": [{"createdAt": on(day)}],
               "tags": {t["Key"]: t["Value"] for t in old.tags or []}}  # fmt: skip
        gone = {"accountId": account, "userName": name}
        return [_event(day, f"{name} is deleted and made again under the same name.",
                       ("delete-user", gone), ("users", new))]  # fmt: skip

    def simple(name, day, what, path, **body):
        if "accessKeyId" in body:
            body["accessKeyId"] = first_key(name)
        named = {} if "accessKeyId" in body else {"userName": name}
        return [_event(day, what, (path, {"accountId": home(name), **named, **body}))]

    plan = [
        ("bruno.diaz", lambda n: rotates(n, 14, "Bruno Díaz")),
        ("vera.soto", lambda n: rotates(n, 8, "Vera Soto")),
        ("tomas.egea", lambda n: simple(
            n, 7, "A second key nobody asked for appears on tomas.egea.", "keys", createdAt=on(7), by="ops.night")),
        ("gustavo.rojas", lambda n: simple(
            n, 8, "The tags of gustavo.rojas are mended: type and Slack id.", "tags",
            tags={"type": "engineer", "slack-id": "U0RELEVO025"})),
        ("xavi.perez", lambda n: again(n, 9)),
        ("yuri.old", lambda n: simple(
            n, 12, "yuri.old is renamed yuri.new; the user stays the same.", "rename-user", newUserName="yuri.new")),
        ("carla.mendez", lambda n: simple(
            n, 18, "Somebody switches the key of carla.mendez on again.", "keys",
            accessKeyId=True, status="Active", by="ops.night")),
    ]  # fmt: skip
    events = [event for name, make in plan if home(name) for event in make(name)]
    if len(accounts_in_use) > 2:
        denied = accounts_in_use[2]
        events.append(_event(13, f"A policy denies us account {denied} for one day.", ("deny", {"accountId": denied})))
        events.append(
            _event(14, f"Account {denied} lets us in again.", ("deny", {"accountId": denied, "denied": False}))
        )
    return sorted(events, key=lambda event: event["day"])


def tell(start, events):
    """Makes these the events `advance` goes through, from the first day on."""
    global _start, _events
    with _lock:
        _start, _events = naive_utc(start), list(events)
        _told.clear()


def advance(day, call):
    """Moves the clock to noon of a day (0 is the first), and lets happen what is due and hasn't."""
    with _lock:
        if _start is None:
            raise ValueError("there is no story: the estate was started without a seed")
        clock.set(_start + datetime.timedelta(days=day))
        happened = []
        for number, event in enumerate(_events):
            if event["day"] <= day and number not in _told:
                _told.add(number)
                for each in event["calls"]:
                    call(each["path"], each["body"])
                happened.append(event["what"])
        return {"now": iso(clock.now()), "happened": happened}
