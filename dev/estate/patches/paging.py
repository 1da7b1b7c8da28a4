"""IAM's listings come in pages: 100 by default, 1,000 at most, and shorter ones when a test wants them.

moto ignores MaxItems and Marker and always gives everything.
"""

from moto.core.responses import ActionResult
from moto.iam.responses import IamResponse

from estate import callers, calls, pages, settings

DETAILS = ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")


def _paged(response, items, *scope):
    account_id = response.current_account
    limit = pages.iam_limit(response._get_param("MaxItems"), settings.of(account_id).short_pages)
    return pages.page(items, [account_id, *scope], response._get_param("Marker"), limit)


def _result(fields, marker):
    fields["IsTruncated"] = marker is not None
    if marker is not None:
        fields["Marker"] = marker
    return ActionResult(fields)


def _list_users(self):
    prefix = self._get_param("PathPrefix")
    users = self.backend.list_users(prefix, None, None)
    shown, marker = _paged(self, [(u.name.lower(), u) for u in users], "ListUsers", prefix)
    return _result({"Users": shown}, marker)


def _list_access_keys(self):
    name = self._get_param("UserName") or callers.own_name(calls.current())
    keys = list(self.backend.list_access_keys(name))
    shown, marker = _paged(self, [(k.access_key_id, k) for k in keys], "ListAccessKeys", name)
    return _result({"AccessKeyMetadata": shown}, marker)


def _list_user_tags(self):
    name = self._get_param("UserName")
    tags = self.backend.list_user_tags(name)
    shown, marker = _paged(self, [(t["Key"], t) for t in tags], "ListUserTags", name)
    return _result({"Tags": shown}, marker)


def _list_mfa_devices(self):
    name = self._get_param("UserName")
    devices = [
        (d.serial_number, {"UserName": name, "SerialNumber": d.serial_number, "EnableDate": d.enable_date})
        for d in list(self.backend.list_mfa_devices(name))
    ]
    shown, marker = _paged(self, devices, "ListMFADevices", name)
    return _result({"MFADevices": shown}, marker)


def _authorization_details(self):
    wanted = self._get_param("Filter", [])
    found = self.backend.get_account_authorization_details(wanted)
    lists = (found["users"], found["groups"], found["roles"], found["managed_policies"])
    # One line of everything: a page may end among the users and the next begin with a role.
    items = []
    for kind, (title, entries) in enumerate(zip(DETAILS, lists)):
        items += [([kind, entry.name.lower()], (title, entry)) for entry in list(entries)]
    shown, marker = _paged(self, items, "GetAccountAuthorizationDetails", sorted(wanted))
    fields = {title: [] for title in DETAILS}
    for title, entry in shown:
        fields[title].append(entry)
    return _result(fields, marker)


def apply():
    IamResponse.list_users = _list_users
    IamResponse.list_access_keys = _list_access_keys
    IamResponse.list_user_tags = _list_user_tags
    IamResponse.list_mfa_devices = _list_mfa_devices
    IamResponse.get_account_authorization_details = _authorization_details
