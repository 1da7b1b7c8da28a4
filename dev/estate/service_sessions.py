"""Sessions of roles that AWS's own services take on: Lambda for a function, Step Functions for a state machine."""

from moto.iam.models import iam_backends
from moto.sts.models import AssumedRole, sts_backends

from estate import policy, wire

HOURS = 12


def begin(role_arn, service, name, region, source_arn=""):
    """A session of this role, if the role trusts the service for this source; its calls are judged as the role's."""
    account = role_arn.split(":")[4] if role_arn.count(":") >= 5 else ""
    roles = list(iam_backends[account]["aws"].roles.values()) if account in iam_backends else []
    role = next((each for each in roles if each.arn == role_arn), None)
    source = {"aws:sourceaccount": [account], "aws:sourcearn": [source_arn]}
    asked = policy.Request("sts:AssumeRole", principals=[service], context=source)
    if role is None or policy.verdict([role.assume_role_policy_document], asked) != policy.ALLOW:
        raise wire.Refusal("AccessDeniedException", f"{service} is not authorized to assume {role_arn}", 403)
    account, key = sts_backends[account]["aws"]._create_access_key(role=role_arn)
    session = AssumedRole(account, region, key, name, role_arn, None, HOURS * 3600, None)
    key.role_arn, key.estate_session = role_arn, session
    sts_backends[account]["aws"].assumed_roles.append(session)
    return session
