"""What came over the wire: counts per account and action, and every mutating IAM call."""

import threading
from collections import defaultdict

from estate import trail
from estate.clock import clock, iso, wall

MUTATING = (
    "Create", "Update", "Delete", "Put", "Attach", "Detach", "Add", "Remove", "Tag", "Untag", "Enable", "Deactivate",
    "Set", "Change", "Upload", "Resync",
)  # fmt: skip

_lock = threading.Lock()
_counts = defaultdict(lambda: defaultdict(int))
_log = []
_refused = []


def record(call):
    """Counts one finished call, and logs it when it may have changed IAM."""
    with _lock:
        _counts[call.account_id][f"{call.service}:{call.action}"] += 1
        if call.service == "iam" and call.action.startswith(MUTATING):
            caller = call.caller
            _tell_trail(call)
            _log.append(
                {
                    "at": iso(clock.now()),
                    "wallAt": iso(wall()),
                    "accountId": call.account_id,
                    "action": call.action,
                    "userName": call.user_name,
                    "accessKeyId": call.key_id,
                    "status": call.wanted_status,
                    "caller": {
                        "kind": caller.kind,
                        "arn": caller.arn,
                        "name": caller.name,
                        "sessionName": caller.session_name,
                        "accessKeyId": caller.key_id,
                    },
                    "outcome": call.outcome,
                    "errorCode": call.error_code,
                }
            )


def _tell_trail(call):
    is_refused = call.outcome >= 400
    made = call.action == "CreateAccessKey" and not is_refused
    # A user who names nobody acts on their own keys.
    name = call.user_name or (call.caller.name if call.caller.kind == "user" else None)
    asked = {"userName": name, "accessKeyId": None if made else call.key_id, "status": call.wanted_status}
    response = {"accessKey": {"accessKeyId": call.key_id, "userName": name}} if made else None
    trail.record(
        call.account_id, call.action, trail.by_caller(call.caller), asked, response, call.source, call.agent,
        error=call.error_code if is_refused else None,
    )  # fmt: skip


def refuse(call, message):
    """Remembers a call that permissions didn't allow."""
    with _lock:
        _refused.append({"accountId": call.account_id, "action": call.iam_name, "caller": call.caller.arn, "text": message})


def refused():
    """Every call that permissions didn't allow, oldest first."""
    with _lock:
        return list(_refused)


def log():
    """Every mutating IAM call so far, oldest first."""
    with _lock:
        return list(_log)


def counts(reset=False):
    """{account: {service:Action: calls}} since the last reset."""
    with _lock:
        found = {account: dict(sorted(actions.items())) for account, actions in sorted(_counts.items())}
        if reset:
            _counts.clear()
        return found
