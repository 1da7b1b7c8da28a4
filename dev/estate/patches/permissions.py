"""With `--auth`: keys must be active, signatures right, and policies allow the call on the user it is about.

moto lets inactive keys in, judges calls against `*`, whatever they are about, ignores conditions, and can't verify a form whose
spaces are `%20`. AWS verifies the bytes it got.
"""

import datetime

from botocore.credentials import Credentials
from flask import has_request_context, request
from moto import settings as moto_settings
from moto.core.authorization import ActionAuthenticatorMixin
from moto.iam.access_control import IAMRequest

from estate import authority, calls, policy, wire
from estate.clock import wall

FIVE_MINUTES = datetime.timedelta(minutes=5)
UNSIGNED = ("AssumeRoleWithSAML", "AssumeRoleWithWebIdentity")


class _Signer(IAMRequest):
    """moto's signature check, over the body as it was sent and with the key we already found."""

    def __init__(self, call, **parts):
        self._call = call
        self.account_id = call.account_id
        self._method, self._path, self._headers = parts["method"], parts["path"], parts["headers"]
        self._data, self._body = {}, parts["body"]
        scope = self._get_string_between("Credential=", ",", self._headers["Authorization"]).split("/")
        self._region, self._service = scope[2], scope[3]
        self._access_key = self

    def create_credentials(self):
        session = self._call.caller.session
        token = session.session_token if session is not None else None
        return Credentials(self._call.caller.key_id, self._call.caller.key.secret_access_key, token)

    def _raise_signature_does_not_match(self):
        raise wire.Refusal(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
            "Access Key and signing method. Consult the service documentation for details.",
            403,
        )


def is_on():
    """Whether calls are checked, by moto's own switch (also `/moto-api/reset-auth`)."""
    return ActionAuthenticatorMixin.request_count >= moto_settings.INITIAL_NO_AUTH_ACTION_COUNT


def _unknown():
    return wire.Refusal("InvalidClientTokenId", "The security token included in the request is invalid.", 403)


def authenticate(call, headers):
    """Refuses a key that isn't there, isn't active, or comes without its session's token."""
    caller = call.caller
    if caller.kind == "unknown" or caller.key is None or caller.key.status != "Active":
        raise _unknown()
    token = headers.get("X-Amz-Security-Token")
    if token != (caller.session.session_token if caller.session is not None else None):
        raise _unknown()


def check_age(headers):
    """Refuses a signature more than five minutes from the wire's clock."""
    text = headers.get("X-Amz-Date", "")
    try:
        signed = datetime.datetime.strptime(text, "%Y%m%dT%H%M%SZ")
    except ValueError:
        raise wire.Refusal("IncompleteSignature", "Date must be in ISO-8601 'basic format'.", 400) from None
    late = wall() - signed
    if abs(late) > FIVE_MINUTES:
        word = "Signature expired" if late > FIVE_MINUTES else "Signature not yet current"
        now = wall().strftime("%Y%m%dT%H%M%SZ")
        raise wire.Refusal("SignatureDoesNotMatch", f"{word}: {text} is too far from {now} (5 min.)", 403)


def authorize(call):
    """Refuses what the caller's policies don't allow."""
    if call.iam_name == "sts:GetCallerIdentity":
        return
    documents, context = authority.policies_of(call.caller), authority.context_of(call)
    for action, resource in authority.asked(call):
        found = policy.verdict(documents, policy.Request(action, resource, context=context))
        # In its own account a trust policy that names the caller is consent enough.
        if found == policy.SILENT and action == "sts:AssumeRole" and _is_named(call, resource):
            found = policy.ALLOW
        if found != policy.ALLOW:
            raise wire.denied(call.caller.arn, action, resource)


def _is_named(call, role_arn):
    from moto.iam.models import iam_backends

    roles = iam_backends[call.caller.account_id]["aws"].roles.values()
    role = next((r for r in roles if r.arn == role_arn), None)
    return role is not None and policy.names_exactly(role.assume_role_policy_document, call.caller.arn)


def _signed_path(parsed):
    # A function's ARN in a path has its colons escaped, and is signed so.
    if has_request_context() and "RAW_URI" in request.environ:
        return request.environ["RAW_URI"]
    return parsed.path + (f"?{parsed.query}" if parsed.query else "")


def apply():
    original = ActionAuthenticatorMixin._authenticate_and_authorize_normal_action

    def check(self, resource="*"):
        call = calls.current()
        if call is None:
            return original(self, resource)
        if not is_on():
            ActionAuthenticatorMixin.request_count += 1
            return None
        if "Authorization" not in self.headers:
            if call.action in UNSIGNED:
                return None
            raise wire.Refusal("MissingAuthenticationToken", "Request is missing Authentication Token", 403)
        authenticate(call, self.headers)
        check_age(self.headers)
        body = request.environ.get("estate.body", b"") if has_request_context() else self.raw_body
        path = _signed_path(self.parsed_url)
        _Signer(call, method=self.method, path=path, headers=self.headers, body=body).check_signature()
        authorize(call)
        return None

    ActionAuthenticatorMixin._authenticate_and_authorize_normal_action = check
