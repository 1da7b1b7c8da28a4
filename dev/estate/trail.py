"""What CloudTrail would have seen of IAM: events per account, newest first when looked up."""

import json
import threading
import uuid

from estate.clock import clock, iso

_lock = threading.Lock()
_events = {}


def record(account_id, name, identity, request, response=None):
    """Files one event. `identity` is who did it, as CloudTrail's userIdentity."""
    moment = clock.now()
    detail = {
        "eventVersion": "1.09",
        "userIdentity": identity,
        "eventTime": iso(moment),
        "eventSource": "iam.amazonaws.com",
        "eventName": name,
        "awsRegion": "us-east-1",
        "sourceIPAddress": "198.51.100.7",
        "userAgent": "aws-cli/2.31.0",
        "requestParameters": {key: value for key, value in request.items() if value},
        "responseElements": response,
        "eventID": str(uuid.uuid4()),
        "readOnly": False,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": account_id,
    }
    with _lock:
        _events.setdefault(account_id, []).append((moment, detail))


def by_person(account_id, name):
    """The identity of a user who acts on a console or a command line of their own."""
    return {"type": "IAMUser", "accountId": account_id, "userName": name,
            "arn": f"arn:aws:iam::{account_id}:user/{name}"}  # fmt: skip


def by_caller(caller):
    """The identity behind a call over the wire."""
    if caller.kind == "session":
        issuer = {"type": "Role", "arn": caller.role.arn if caller.role else None, "userName": caller.name}
        return {"type": "AssumedRole", "accountId": caller.account_id, "arn": caller.arn,
                "accessKeyId": caller.key_id, "sessionContext": {"sessionIssuer": issuer}}  # fmt: skip
    return {**by_person(caller.account_id, caller.name), "arn": caller.arn, "accessKeyId": caller.key_id}


def found(account_id, attribute=None, wanted=None, start=None, end=None):
    """The account's events as LookupEvents lists them, newest first."""
    with _lock:
        events = list(reversed(_events.get(account_id, [])))
    shown = []
    for moment, detail in events:
        if (start and moment < start) or (end and moment > end):
            continue
        entry = _entry(moment, detail)
        if attribute is None or wanted in _values(entry, attribute):
            shown.append(entry)
    return shown


def _entry(moment, detail):
    asked, made = detail["requestParameters"], (detail["responseElements"] or {}).get("accessKey", {})
    identity = detail["userIdentity"]
    resources = [{"ResourceType": "AWS::IAM::User", "ResourceName": asked.get("userName")}]
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
        "Resources": [r for r in resources if r["ResourceName"]],
        "CloudTrailEvent": json.dumps(detail),
    }


def _values(entry, attribute):
    if attribute in ("ResourceName", "ResourceType"):
        return [resource[attribute] for resource in entry["Resources"]]
    return [entry.get(attribute)]
