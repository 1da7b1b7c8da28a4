"""One day of the demo as a few lines."""

import re
from collections import Counter
from datetime import datetime

from demonstration.paint import paint

WIDTH = 150


def day(number, instant, happened, document, said, status, channels):
    """The day's lines: what people did, what Relevo did, what it held."""
    title = paint(f"Day {number:>2}", "bold")
    yield f"{title}  {_date(instant, '%a %d %b %Y')}  {_headline(document, status)}"
    for event in happened:
        yield f"    {paint('·', 'dim')} {paint(event, 'dim')}"
    if document is None:
        yield f"    {paint(said or 'no answer', 'red')}"
        return
    yield from _notices(document, channels)
    for word, mark, style, name in (
        ("deactivate", "✗", "red", "deactivated"),
        ("newKey", "+", "blue", "new key"),
        ("rotated", "✓", "green", "rotated, thanked"),
        ("reactivated", "!", "yellow", "activated again"),
    ):
        for action in _actions(document, word):
            age = _many(action["ageDays"], "day")
            yield f"    {paint(mark, style)} {name}: {_key(action)}, {age} old{_trouble(action)}"
    held = Counter(each["code"] for each in document["held"])
    if held:
        reasons = ", ".join(f"{count} {_words(code)}" for code, count in held.most_common())
        yield f"    {paint(f'held: {reasons}', 'dim')}"
    for account in document["accounts"]:
        if not account["complete"]:
            yield f"    {paint('?', 'yellow')} account {account['name']} is unknown today: {_short(account['error'])}"
    for problem in document["problems"]:
        yield f"    {paint('!', 'yellow')} {_short(problem)}"


def _headline(document, status):
    if document is None:
        return paint(f"exit {status}", "red")
    counts = Counter(action["kind"] for action in document["actions"] if action["outcome"] in ("delivered", "done"))
    told = _many(counts["notice"], "notice")
    end = f"exit {status}"
    if status:
        end = paint(f"{end} ({', '.join(document['exitReasons'])})", "yellow")
    return f"{told}, {counts['deactivate']} deactivated, {len(document['held'])} held · {end}"


def _many(count, word):
    return f"{count} {word}" + ("" if count == 1 else "s")


def _notices(document, channels):
    groups = {}
    for action in _actions(document, "notice"):
        groups.setdefault((action["recipient"], action.get("recipientFallback")), []).append(action)
    for (recipient, fallback), actions in sorted(groups.items(), key=lambda group: group[0][0]):
        keys = "; ".join(f"{_key(action)} {_stage(action)}{_trouble(action)}" for action in actions)
        name = actions[0]["owner"]["fullName"] if recipient[0] in "UW" else channels.get(recipient, recipient)
        why = f" ({_words(fallback)})" if fallback else ""
        yield f"    {paint('→', 'blue')} {name}{why}: {keys}"


def _stage(action):
    stage = f"{'late ' if action['late'] else ''}stage {action['stage']}"
    return f"{stage}, until {_date(action['deadline'], '%d %b')}" if action["binding"] else f"{stage}, not binding"


def _date(instant, shape):
    return datetime.fromisoformat(instant.replace("Z", "+00:00")).strftime(shape)


def _actions(document, kind):
    return [action for action in document["actions"] if action["kind"] == kind]


def _key(action):
    key = action["accessKeyId"]
    return f"{action['userName']}@{action['accountName']} {key[:4]}…{key[-4:]}"


def _words(code):
    """A code as words: `contactMissing` → `slack ID missing`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", code).split()
    return " ".join(word if word.isupper() else word.lower() for word in words)


def _trouble(action):
    if action["outcome"] in ("delivered", "done"):
        return ""
    return paint(f" {action['outcome']}: {_short(action.get('error') or '')}", "yellow")


def _short(text):
    line = " ".join((text or "").split())
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"
