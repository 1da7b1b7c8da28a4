"""What AWS and Slack saw of one side, in a form in which two sides can be compared."""

import re
from collections import Counter
from datetime import UTC, datetime

SESSION = "relevo-"
# Whatever is another one in every run: its id, the ledger's root, and seconds within an hour.
_HASH = re.compile(r"\b[0-9a-f]{16,64}\b")
_INSTANT = re.compile(r"<!date\^(\d+)\^([^|>]*)\|?[^>]*>")
_HOUR = 3600


def day_of(instant):
    """The civil day of an instant, which is ISO 8601 text or Slack's seconds."""
    if "T" in str(instant):
        return instant[:10]
    return datetime.fromtimestamp(float(instant), UTC).date().isoformat()


def deactivations(log):
    """(day, account, key) of what Relevo deactivated."""
    return Counter(
        (day_of(call["at"]), call["accountId"], call["accessKeyId"])
        for call in log
        if (call["caller"].get("sessionName") or "").startswith(SESSION)
        and call["action"] == "UpdateAccessKey" and call["outcome"] < 400
    )  # fmt: skip


def notes(messages, runs=()):
    """(day, place, what stands there) of every message; `runs`: ids that are to count as the same."""
    return Counter((day_of(each["ts"]), each["user"] or each["channel"], plain(_text(each), runs)) for each in messages)


def plain(text, runs=()):
    """A message's text without what is another one in every run."""
    for run in runs:
        text = text.replace(run, "RUN")
    text = _INSTANT.sub(lambda found: f"<{round(int(found.group(1)) / _HOUR)} {found.group(2)}>", text)
    return _HASH.sub("HASH", text)


def _text(message):
    return "\n".join(_parts(message))


def _parts(message):
    for block in message.get("blocks") or []:
        if text := (block.get("text") or {}).get("text"):
            yield text
        for each in block.get("fields", []):
            yield each["text"]
        for each in block.get("elements", []):
            if isinstance(each.get("text"), str):
                yield each["text"]
    if not message.get("blocks"):
        yield message.get("text") or ""


def differences(ours, theirs, what):
    """A sentence for each entry that only one side has."""
    for entry in sorted((ours - theirs).elements()):
        yield f"Only serverless: {what} {entry}"
    for entry in sorted((theirs - ours).elements()):
        yield f"Only the command line: {what} {entry}"
