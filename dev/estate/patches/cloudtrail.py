"""A stand-in for CloudTrail's LookupEvents: what happened in IAM, and the calls that tests make up; two a second.

moto doesn't have it (HTTP 500). AWS takes some minutes to show an event; here a test says how long (`/estate/trail`).
"""

import datetime
import json
import threading
import time
from collections import defaultdict

from moto.cloudtrail.responses import CloudTrailResponse

from estate import pages, trail, wire

ATTRIBUTES = ("EventId", "EventName", "ReadOnly", "Username", "ResourceType", "ResourceName", "EventSource",
              "AccessKeyId")  # fmt: skip


PER_SECOND = 2

_lock = threading.Lock()
_buckets = defaultdict(lambda: (float(PER_SECOND), 0.0))


def _refuse_if_too_fast(account, region):
    # Real time: a limit is of the wire, whatever day it is in the estate.
    now = time.monotonic()
    with _lock:
        tokens, since = _buckets[account, region]
        tokens = min(float(PER_SECOND), tokens + (now - since) * PER_SECOND)
        _buckets[account, region] = (tokens - 1 if tokens >= 1 else tokens, now)
    if tokens < 1:
        raise wire.Refusal("Throttling", "Rate exceeded")


def _moment(stamp):
    utc = datetime.timezone.utc
    return None if stamp is None else datetime.datetime.fromtimestamp(float(stamp), utc).replace(tzinfo=None)


def _epoch(moment):
    return moment.replace(tzinfo=datetime.timezone.utc).timestamp()


def _lookup_events(self):
    account = self.current_account
    _refuse_if_too_fast(account, self.region)
    asked = json.loads(self.body or "{}")
    filters = asked.get("LookupAttributes") or []
    if len(filters) > 1 or any(f.get("AttributeKey") not in ATTRIBUTES for f in filters):
        raise wire.Refusal("InvalidLookupAttributesException", "One lookup attribute is the most there may be.")
    limit = asked.get("MaxResults", 50)
    if not 1 <= limit <= 50:
        raise wire.Refusal("InvalidMaxResultsException", "MaxResults is from 1 to 50.")
    key, value = (filters[0]["AttributeKey"], filters[0]["AttributeValue"]) if filters else (None, None)
    start, end = _moment(asked.get("StartTime")), _moment(asked.get("EndTime"))
    if start and end and start > end:
        raise wire.Refusal("InvalidTimeRangeException", "The start time is after the end time.")
    events = trail.found(account, self.region, key, value, start, end)
    scope = [account, "LookupEvents", key, value, asked.get("StartTime"), asked.get("EndTime")]
    token, begin = asked.get("NextToken"), 0
    if token is not None:
        begin = pages.position(scope, token)
        if begin is None:
            raise wire.Refusal("InvalidNextTokenException", "The token is not for these parameters.")
    shown = [{**event, "EventTime": _epoch(event["EventTime"])} for event in events[begin : begin + limit]]
    answer = {"Events": shown}
    if begin + limit < len(events):
        answer["NextToken"] = pages.marker(scope, begin + limit)
    return json.dumps(answer)


def apply():
    CloudTrailResponse.lookup_events = _lookup_events
