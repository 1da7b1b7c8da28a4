"""The ledger's events (`relevo history --format json`), opened far enough to be compared with others."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """One event with its body's inside; instants are ISO 8601 UTC text, which sorts as time does."""

    account: str | None
    sequence: int
    at: str
    run: str
    user: str | None
    key: str | None
    kind: str
    body: dict


def _inside(body):
    # {"key": {"event": {"noticeQueued": {…}}}} → {…}
    event = next(iter(body.values()))["event"]
    return next(iter(event.values())) if isinstance(event, dict) else {}


def read(events):
    """Events in the order they were written, chain by chain."""
    opened = [
        Event(
            account=each["stream"].removeprefix("account/") if each["stream"].startswith("account/") else None,
            sequence=each["sequence"],
            at=each["at"],
            run=each["runId"],
            user=each.get("userId"),
            key=each.get("accessKeyId"),
            kind=each["kind"],
            body=_inside(each["body"]),
        )
        for each in events
    ]
    return sorted(opened, key=lambda event: (event.account or "", event.sequence))
