"""The kill points of a scene, numbered: requests to both servers, and moments at which the ledger is on the disk."""

from dataclasses import dataclass

from faults import preload
from faults.faults import KILLS, Gone, One

_CHANGES = ("iam:UpdateAccessKey", "chat.", "conversations.open")
_GONE = "gone"
_STORED = "stored"


@dataclass(frozen=True)
class Point:
    """`name`: a request's, or `ledger#n`. `moment`: of the kill; `gone` kills the server's connection instead, and `stored`
    kills nothing: the server acts, and 503 is answered in its place."""

    name: str
    moment: str

    def __str__(self):
        return f"{self.name} {self.moment}"

    @property
    def is_about_a_change(self):
        """Whether the ledger, AWS or Slack is another one after it."""
        return self.moment != "before" or "UpdateAccessKey" in self.name or "postMessage" in self.name

    @property
    def is_a_kill(self):
        return self.moment not in (_GONE, _STORED)

    def trouble(self):
        """What `World.relevo` is told."""
        if self.moment == _GONE:
            return {"plan": Gone(self.name)}
        if self.moment == _STORED:
            return {"plan": One(self.name, self.moment)}
        if self.moment in KILLS:
            return {"plan": One(self.name, self.moment)}
        return {"die_at": int(self.name.partition("#")[2]), "moment": self.moment}


# What the deployed function changes: the ledger is a table there.
_LEDGER = ("dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:TransactWriteItems")


def of_writes(requests):
    """Points at every request that changes AWS, Slack or the table: before its server hears of it, and after it acted."""
    for request in sorted(set(requests), key=lambda each: (each.server, each.label, each.number)):
        if any(word in request.label for word in (*_CHANGES, *_LEDGER)):
            for moment in KILLS:
                yield Point(request.name, moment)


def of(requests, syncs):
    """All points of an act that made these requests and so many ledger writes; the order is the same for every bench.

    Every request before its server hears of it; what changes something also after it did, with the process killed, with
    the server gone for the rest of the run instead, and with a 503 for an answer.
    """
    for request in sorted(set(requests), key=lambda each: (each.server, each.label, each.number)):
        yield Point(request.name, "before")
        if any(word in request.label for word in _CHANGES):
            yield Point(request.name, "after")
            yield Point(request.name, _GONE)
            yield Point(request.name, _STORED)
    for number in range(1, syncs + 1):
        for moment in preload.MOMENTS:
            yield Point(f"ledger#{number}", moment)
