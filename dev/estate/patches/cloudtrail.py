"""A stand-in for CloudTrail's LookupEvents: IAM's events only, in us-east-1 only, there at once.

moto doesn't have it (HTTP 500). AWS takes some minutes, keeps ninety days and allows two calls a second; this doesn't.
"""

import datetime
import json

from moto.cloudtrail.responses import CloudTrailResponse

from estate import pages, trail, wire

ATTRIBUTES = ("EventId", "EventName", "ReadOnly", "Username", "ResourceType", "ResourceName", "EventSource",
              "AccessKeyId")  # fmt: skip


def _moment(stamp):
    utc = datetime.timezone.utc
    return None if stamp is None else datetime.datetime.fromtimestamp(float(stamp), utc).replace(tzinfo=None)


def _epoch(moment):
    return moment.replace(tzinfo=datetime.timezone.utc).timestamp()


def _lookup_events(self):
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
    account = self.current_account
    events = trail.found(account, key, value, start, end) if self.region == "us-east-1" else []
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
