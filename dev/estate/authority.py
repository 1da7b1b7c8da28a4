"""What a caller may do: its policies, the resource a call is about, and the circumstances policies may ask for."""

from moto.iam.models import iam_backends

from estate import resources
from estate.clock import iso, wall

# Calls that name a user without saying so, when they leave UserName out, are about the caller.
OWN = (
    "GetUser", "CreateAccessKey", "ListAccessKeys", "UpdateAccessKey", "DeleteAccessKey", "ChangePassword",
    "ListMFADevices", "GetLoginProfile",
)  # fmt: skip


def policies_of(caller):
    """The identity policies of a user (with its groups') or of a session's role, as JSON texts."""
    if caller.kind == "user":
        owners = [caller.user]
        owners += [g for g in iam_backends[caller.account_id]["aws"].groups.values() if caller.user in g.users]
    else:
        owners = [caller.role] if caller.role is not None else []
    documents = []
    for owner in owners:
        documents += list(owner.policies.values())
        for policy in owner.managed_policies.values():
            documents += [version.document for version in policy.versions if version.is_default]
    return documents


def asked(call):
    """(action, ARN) of everything that a call needs to be allowed."""
    if call.service in ("iam", "sts"):
        return [(call.iam_name, resource_of(call))]
    return resources.asked(call)


def resource_of(call):
    """The ARN that a call of IAM or STS is about, as policies name it, or `*`."""
    backend = iam_backends[call.account_id]["aws"]
    if call.service == "sts":
        return call.form.get("RoleArn", "*")
    user = target_user(call)
    if user is not None:
        return user.arn
    if call.user_name:
        return f"arn:aws:iam::{call.account_id}:user/{call.user_name}"
    role = next((r for r in backend.roles.values() if r.name == call.form.get("RoleName")), None)
    if role is not None:
        return role.arn
    if call.form.get("GroupName"):
        return f"arn:aws:iam::{call.account_id}:group/{call.form['GroupName']}"
    return call.form.get("PolicyArn", "*")


def target_user(call):
    """The user an IAM call is about, if it is about one that exists."""
    backend = iam_backends[call.account_id]["aws"]
    if call.action == "GetAccessKeyLastUsed":
        return backend.get_user_from_access_key_id(call.key_id or "")
    if call.user_name:
        return backend.users.get(call.user_name)
    if call.action in OWN:
        return call.caller.user
    return None


def context_of(call):
    """Condition keys of a call. Without MFA there is no aws:MultiFactorAuthPresent, as for any long-term key."""
    caller = call.caller
    context = {
        "aws:principalaccount": [caller.account_id],
        "aws:principalarn": [caller.role.arn if caller.role is not None else caller.arn],
        "aws:currenttime": [iso(wall())],
        "aws:securetransport": ["false"],
    }
    if caller.kind == "user":
        context["aws:username"] = [caller.name]
        context["aws:userid"] = [caller.user.id]
        for tag in caller.user.tags or []:
            context[f"aws:principaltag/{tag['Key'].lower()}"] = [tag["Value"]]
    for name, key in (("ExternalId", "sts:externalid"), ("RoleSessionName", "sts:rolesessionname")):
        if name in call.form:
            context[key] = [call.form[name]]
    user = target_user(call) if call.service == "iam" else None
    for tag in (user.tags if user is not None else None) or []:
        for prefix in ("iam", "aws"):
            context[f"{prefix}:resourcetag/{tag['Key'].lower()}"] = [tag["Value"]]
    return context
