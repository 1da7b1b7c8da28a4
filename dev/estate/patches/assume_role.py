"""AssumeRole needs a role that exists, and its trust policy's consent, whichever account it is in.

moto gives a session of any role, existing or not, and asks for no external id.
"""

import re

from moto.iam.models import iam_backends
from moto.sts.models import STSBackend

from estate import authority, calls, policy, wire

ARN = re.compile(r"arn:aws[a-z-]*:iam::(\d{12}):role/.+")
NAME = re.compile(r"[\w+=,.@-]{2,64}", re.ASCII)
HOUR = 3600


def _check_form(role, caller, session_name, duration):
    if not NAME.fullmatch(session_name or ""):
        raise wire.Refusal(
            "ValidationError",
            f"1 validation error detected: Value '{session_name}' at 'roleSessionName' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [\\w+=,.@-]*",
        )
    if duration < 900:
        raise wire.Refusal(
            "ValidationError",
            f"1 validation error detected: Value '{duration}' at 'durationSeconds' failed to satisfy constraint: "
            "Member must have value greater than or equal to 900",
        )
    if caller.kind == "session" and duration > HOUR:
        raise wire.Refusal(
            "ValidationError",
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
        )
    if duration > int(role.max_session_duration or HOUR):
        raise wire.Refusal(
            "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
        )


def trusts(role, call):
    """Whether a role's trust policy lets the caller in, external id and all."""
    request = policy.Request("sts:AssumeRole", "*", call.caller.principals, authority.context_of(call))
    return policy.verdict([role.assume_role_policy_document], request) == policy.ALLOW


def apply():
    assume = STSBackend.assume_role

    def assume_role(self, region_name, role_session_name, role_arn, policy, duration, external_id):
        call = calls.current()
        found = ARN.fullmatch(role_arn or "")
        if not found:
            raise wire.Refusal("ValidationError", f"{role_arn} is invalid")
        role = None
        if found.group(1) in iam_backends:
            roles = list(iam_backends[found.group(1)]["aws"].roles.values())
            role = next((r for r in roles if r.arn == role_arn), None)
        # AWS doesn't tell a role that isn't there from one that won't have you.
        if role is None or not trusts(role, call):
            raise wire.denied(call.caller.arn, "sts:AssumeRole", role_arn)
        _check_form(role, call.caller, role_session_name, duration)
        session = assume(self, region_name, role_session_name, role_arn, policy, duration, external_id)
        session.access_key.estate_session = session
        session.estate_parent = call.caller.session
        return session

    STSBackend.assume_role = assume_role
