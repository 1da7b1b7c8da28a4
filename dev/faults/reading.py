"""What Slack's own messages say, statement by statement, as a person would read them; the ledger is never asked."""

import re
from collections import namedtuple

from faults.world import CHANNEL

# kind: one of those below; `place`: a person's or a channel's id.
Said = namedtuple("Said", "kind place key age deadline binding repeat ts message")

_KEY = re.compile(r"`(AKIA[A-Z0-9]{16}|AKIA…[A-Z0-9]{4})`")
_DATE = re.compile(r"<!date\^(\d+)\^")
_AGE = re.compile(r"(\d+) days?(?: old|, created)")
_REPEAT = ":repeat:"
# What a statement says about its key, by words that it always contains; the first match.
_KINDS = (
    ("copy", re.compile(r", stage \d+")),
    ("deactivated", re.compile(r"\*Deactivated as promised\*|was deactivated on <!date")),
    ("restored", re.compile(r"is active again \*until|\*Activated again until")),
    ("restoreEnding", re.compile(r": active until <!date")),
    ("newKey", re.compile(r":new:")),
    ("rotated", re.compile(r"is (?:inactive|gone)[;,]")),
    ("notice", re.compile(r"^(?:• )?:key:")),
)
# In a notice about one key, its first line has the deadline and its last ones say that it binds; among several keys
# each says both itself.
_OWN_DEADLINE = re.compile(r"(?:will be deactivated on|: deactivated on|due by) \*?<!date\^(\d+)\^")
_BINDS = re.compile(r"will be deactivated on|: deactivated on <!date")
_BINDS_ONE = re.compile(r"Relevo deactivates it|may be deactivated without another notice")
# What explains a notice in its thread.
_DETAILS = "*More about rotating*"
# Sent by every run that has a reason to, each time about that run.
_PER_RUN = re.compile(r"\*Relevo |The alarm stops|ended with the ledger root")


def read(messages, state):
    """Everything that was said about keys, oldest first; kind None for what is said and not understood."""
    whole = {
        f"AKIA…{key['accessKeyId'][-4:]}": key["accessKeyId"]
        for account in state["accounts"].values()
        for user in account["users"]
        for key in user["keys"]
    }
    for message in messages:
        if message["channel"] == CHANNEL and _PER_RUN.search(message["text"]):
            continue
        if message["text"].startswith(_DETAILS):
            continue
        found = list(_statements(message, whole))
        if not found:
            yield Said(None, _place(message), None, None, None, False, False, _ts(message), message)
        yield from found


def _statements(message, whole):
    parts = list(_parts(message))
    for number, text in enumerate(parts):
        kind = next((kind for kind, words in _KINDS if words.search(text)), None)
        key = _KEY.search(text)
        if kind is None or key is None:
            continue
        # What stands below a key, up to the next one, is about it.
        below = parts[number + 1 :]
        end = next((index for index, each in enumerate(below) if each.startswith(":key:")), len(below))
        # The age is in the key's own fields, which stand with it.
        age = _AGE.search(text) or next((found for found in map(_AGE.search, below[:end]) if found), None)
        deadline, binding = _DATE.search(text), kind == "restored"
        if kind == "notice":
            own = _OWN_DEADLINE.search(text)
            deadline = own or _DATE.search(parts[0])
            binding = bool(_BINDS.search(text) or (not own and any(map(_BINDS_ONE.search, parts))))
        yield Said(
            kind=kind,
            place=_place(message),
            key=whole.get(key.group(1), key.group(1)),
            age=int(age.group(1)) if age and kind in ("notice", "copy") else None,
            deadline=int(deadline.group(1)) if deadline and kind in ("notice", "restored") else None,
            binding=binding,
            repeat=any(_REPEAT in each for each in below[:end]),
            ts=_ts(message),
            message=message,
        )


def _parts(message):
    """Texts, fields and elements in order; a list's lines each by itself."""
    for block in message["blocks"]:
        text = (block.get("text") or {}).get("text", "")
        if "\n• " in text or text.startswith("• "):
            yield from (line for line in text.split("\n") if line.startswith("• "))
        elif text:
            yield text
        for each in block.get("fields", []):
            yield each["text"]
        for each in block.get("elements", []):
            if isinstance(each.get("text"), str):
                yield each["text"]


def _place(message):
    return message["user"] or message["channel"]


def _ts(message):
    return float(message["ts"])
