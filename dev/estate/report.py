"""The credential report: rendering one, and the task that makes one and keeps it for four hours."""

import datetime
import threading

from estate import settings, wire
from estate.clock import clock

FRESH = datetime.timedelta(hours=4)
COLUMNS = (
    "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,"
    "mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,"
    "access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,"
    "access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,"
    "cert_1_last_rotated,cert_2_active,cert_2_last_rotated"
).split(",")
EXTRA = "additional_credentials_info"
NO_KEY = ["false", "N/A", "N/A", "N/A", "N/A"]
NO_CERTIFICATES = ["false", "N/A", "false", "N/A"]


def _instant(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S+00:00")


def _flag(value):
    return "true" if value else "false"


def _key_cells(key):
    # "Created or last changed", says the documentation; a test may give a key a later day than its creation.
    rotated = getattr(key, "estate_reported_at", None) or key.create_date
    used = key.last_used
    cells = [_flag(key.status == "Active"), _instant(rotated)]
    return cells + ([_instant(used.timestamp), used.region, used.service] if used else ["N/A"] * 3)


def _password_cells(user, policy):
    if not user.password:
        return ["false", "N/A", "N/A", "N/A"]
    used = user.password_last_used
    changed = getattr(user, "estate_password_changed_at", user.create_date)
    age = policy.max_password_age if policy is not None else 0
    due = _instant(changed + datetime.timedelta(days=age)) if age else "N/A"
    return ["true", _instant(used) if used else "no_information", _instant(changed), due]


def _row(user, policy):
    keys = sorted(user.access_keys, key=lambda key: key.access_key_id)
    cells = [user.name, user.arn, _instant(user.create_date), *_password_cells(user, policy)]
    cells.append(_flag(user.mfa_devices))
    for slot in (0, 1):
        cells += _key_cells(keys[slot]) if slot < len(keys) else NO_KEY
    extra = len(keys) - 2
    # AWS documents the column, not its wording; this text is ours.
    info = f"{extra} additional access keys: use iam:ListAccessKeys" if extra > 0 else "N/A"
    return cells + NO_CERTIFICATES, info


def _root_row(account_id, created, is_management):
    # Members made by an organisation have no root credentials; an older root says not_supported.
    enabled = "not_supported" if is_management else "false"
    cells = ["<root_account>", f"arn:aws:iam::{account_id}:root", _instant(created)]
    cells += [enabled, "no_information" if is_management else "N/A", "not_supported" if is_management else "N/A"]
    return cells + ["not_supported", _flag(is_management), *NO_KEY, *NO_KEY, *NO_CERTIFICATES]


def render(account_id, backend, columns=None, is_management=False, created=None):
    """The report as CSV: the root first, then the users by name; LF between lines and none at the end."""
    created = created or datetime.datetime(2020, 1, 15, 9, 30)
    users = sorted(list(backend.users.values()), key=lambda user: user.name.lower())
    rows = [(_root_row(account_id, created, is_management), "N/A")]
    rows += [_row(user, backend.account_password_policy) for user in users]
    wide = columns == 23 or (columns is None and any(info != "N/A" for _, info in rows))
    lines = [",".join(COLUMNS + [EXTRA] if wide else COLUMNS)]
    lines += [",".join(cells + [info] if wide else cells) for cells, info in rows]
    return "\n".join(lines)


class ReportTask:
    """One account's report: none, being made, or made. What it holds was read when it was asked for."""

    def __init__(self):
        self._lock = threading.Lock()
        self._content = None
        self._generated = None
        self._polls_left = None

    def _is_fresh(self):
        return self._generated is not None and datetime.timedelta() <= clock.now() - self._generated < FRESH

    def generate(self, account_id, render_now):
        """The state GenerateCredentialReport answers with; starts a report when there is no fresh one."""
        with self._lock:
            if settings.of(account_id).limit_exceeded:
                raise wire.Refusal("LimitExceeded", "Cannot exceed quota for credential reports.", 409)
            if self._polls_left is not None:
                return self._poll()
            if self._is_fresh():
                return "COMPLETE"
            self._content, self._generated = render_now(), clock.now()
            self._polls_left = settings.of(account_id).polls
            return "STARTED"

    def _poll(self):
        if self._polls_left > 0:
            self._polls_left -= 1
            return "INPROGRESS"
        self._polls_left = None
        return "COMPLETE"

    def get(self):
        """(content, generated) of the report, or the refusal AWS has for its absence."""
        with self._lock:
            if self._polls_left is not None and self._poll() != "COMPLETE":
                raise wire.Refusal("ReportInProgress", "Credential report in progress.", 404)
            if self._content is None:
                raise wire.Refusal("ReportNotPresent", "No report exists; use GenerateCredentialReport.", 410)
            if not self._is_fresh():
                raise wire.Refusal("ReportExpired", "The report is older than 4 hours; generate a new one.", 410)
            return self._content, self._generated
