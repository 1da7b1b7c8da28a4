"""A stand-in for service-specific credentials (CodeCommit, Keyspaces, Bedrock): listing those a test has made.

moto doesn't have them (HTTP 500). There is no making or changing them over the wire.
"""

from moto.core.responses import ActionResult
from moto.iam.responses import IamResponse

from estate import callers, calls, ids, pages, settings, wire
from estate.clock import clock, naive_utc


def add(user, wish):
    """Gives a user a service-specific credential."""
    made = {
        "UserName": user.name,
        "Status": wish.get("status", "Active"),
        "ServiceUserName": f"{user.name}-at-{user.account_id}",
        "CreateDate": naive_utc(wish["createdAt"]) if wish.get("createdAt") else clock.now(),
        "ServiceSpecificCredentialId": ids.unique_id("ACCA", user.account_id),
        "ServiceName": wish["serviceName"],
    }
    if wish.get("expiresAt"):
        made["ExpirationDate"] = naive_utc(wish["expiresAt"])
    user.__dict__.setdefault("estate_credentials", []).append(made)
    return made["ServiceSpecificCredentialId"]


def _list(self):
    name, everyone = self._get_param("UserName"), self._get_bool_param("AllUsers", False)
    if name and everyone:
        raise wire.Refusal("ValidationError", "UserName and AllUsers exclude each other.")
    if everyone:
        users = list(self.backend.users.values())
    else:
        users = [self.backend.get_user(name or callers.own_name(calls.current()))]
    service = self._get_param("ServiceName")
    items = [
        (entry["ServiceSpecificCredentialId"], {**entry, "UserName": user.name})
        for user in users
        for entry in getattr(user, "estate_credentials", [])
        if service in (None, entry["ServiceName"])
    ]
    account = self.current_account
    limit = pages.iam_limit(self._get_param("MaxItems"), settings.of(account).short_pages)
    scope = [account, "ListServiceSpecificCredentials", name, service]
    shown, marker = pages.page(items, scope, self._get_param("Marker"), limit)
    result = {"ServiceSpecificCredentials": shown, "IsTruncated": marker is not None}
    return ActionResult({**result, "Marker": marker} if marker else result)


def apply():
    IamResponse.list_service_specific_credentials = _list
