"""What CloudTrail would have seen: events per account, newest first when looked up. Calls of IAM are in us-east-1.

As AWS's: an event shows after a delay (here: none, unless a test asks for one), ninety days of them are kept, and refused
requests are events too, without what they asked for.
"""

import datetime
import json
import threading
import uuid

from estate import settings
from estate.clock import clock, iso

_lock = threading.Lock()
_events = {}


KEPT = datetime.timedelta(days=90)
HOME = "us-east-1"
# Documentation's own address, for people who act on the estate's day without a call over the wire.
SOMEWHERE = {"source": "198.51.100.7", "agent": "aws-cli/2.31.0"}


def record(account_id, name, identity, request, response=None, source=None, agent=None, console=False, error=None,
           moment=None, service="iam", region=HOME):
    """Files one event. `identity` is who did it, as CloudTrail's userIdentity."""
    moment = moment or clock.now()
    detail = {
        "eventVersion": "1.11",
        "userIdentity": identity,
        "eventTime": iso(moment),
        "eventSource": f"{service}.amazonaws.com",
        "eventName": name,
        "awsRegion": region,
        "sourceIPAddress": source or SOMEWHERE["source"],
        "userAgent": agent or SOMEWHERE["agent"],
        "requestParameters": None if error else {key: value for key, value in request.items() if value},
        "responseElements": response,
        "eventID": str(uuid.uuid4()),
        "readOnly": False,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": account_id,
        "eventCategory": "Management",
    }
    if error:
        detail |= {"errorCode": error, "errorMessage": f"{name} was refused"}
    if console:
        detail["sessionCredentialFromConsole"] = "true"
    with _lock:
        _events.setdefault(account_id, []).append((moment, detail))


def by_person(account_id, name, user_id=None):
    """The identity of a user who acts on a console or a command line of their own."""
    known = {"principalId": user_id} if user_id else {}
    return {"type": "IAMUser", **known, "accountId": account_id, "userName": name,
            "arn": f"arn:aws:iam::{account_id}:user/{name}"}  # fmt: skip


def by_root(account_id):
    """The identity of the account's root user."""
    return {"type": "Root", "principalId": account_id, "arn": f"arn:aws:iam::{account_id}:root", "accountId": account_id}


def by_caller(caller):
    """The identity behind a call over the wire."""
    if caller.kind == "unknown":
        return by_root(caller.account_id)
    if caller.kind == "session":
        role = caller.role
        issuer = {"type": "Role", "arn": role.arn if role else None, "userName": caller.name}
        return {"type": "AssumedRole", "principalId": f"{role.id if role else ''}:{caller.session_name}",
                "accountId": caller.account_id, "arn": caller.arn, "accessKeyId": caller.key_id,
                "sessionContext": {"sessionIssuer": issuer}}  # fmt: skip
    own = by_person(caller.account_id, caller.name, caller.user.id)
    return {**own, "arn": caller.arn, "accessKeyId": caller.key_id}


def found(account_id, region, attribute=None, wanted=None, start=None, end=None):
    """The account's events in a Region as LookupEvents lists them, newest first: not too fresh and not too old."""
    now = clock.now()
    newest = now - datetime.timedelta(seconds=settings.of(account_id).trail_delay)
    with _lock:
        events = list(reversed(_events.get(account_id, [])))
    shown = []
    for moment, detail in sorted(events, key=lambda event: event[0], reverse=True):
        if detail["awsRegion"] != region or not now - KEPT <= moment <= newest:
            continue
        if (start and moment < start) or (end and moment > end):
            continue
        entry = _entry(moment, detail)
        if attribute is None or wanted in _values(entry, attribute):
            shown.append(entry)
    return shown


def _entry(moment, detail):
    asked = detail["requestParameters"] or {}
    made = (detail["responseElements"] or {}).get("accessKey", {})
    identity = detail["userIdentity"]
    resources = []
    if asked.get("userName"):
        resources.append({"ResourceType": "AWS::IAM::User", "ResourceName": asked["userName"]})
    key_id = asked.get("accessKeyId") or made.get("accessKeyId")
    if key_id:
        resources.append({"ResourceType": "AWS::IAM::AccessKey", "ResourceName": key_id})
    session = identity["arn"].rsplit("/", 1)[-1]
    return {
        "EventId": detail["eventID"],
        "EventName": detail["eventName"],
        "ReadOnly": "false",
        "AccessKeyId": identity.get("accessKeyId"),
        "EventTime": moment,
        "EventSource": detail["eventSource"],
        "Username": identity.get("userName") or session,
        "Resources": resources,
        "CloudTrailEvent": json.dumps(detail),
    }


def _values(entry, attribute):
    if attribute in ("ResourceName", "ResourceType"):
        return [resource[attribute] for resource in entry["Resources"]]
    return [entry.get(attribute)]
