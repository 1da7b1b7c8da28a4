"""Organizations: members may not list accounts, pages hold twenty at most, and may be empty with a token.

moto answers members with nothing, pages by the joining time (which several accounts share), and takes any page size.
"""

import json

from moto.organizations.models import organizations_backends
from moto.organizations.responses import OrganizationsResponse

from estate import calls, pages, settings, wire


def _require_management(response, action):
    backend = organizations_backends[response.current_account]["aws"]
    if backend.org is None:
        call = calls.current()
        if response.current_account in organizations_backends.master_accounts:
            raise wire.Refusal(
                "AccessDeniedException", "You don't have permissions to access this resource.", 400
            )
        arn = call.caller.arn if call else "unknown"
        raise wire.Refusal(
            "AWSOrganizationsNotInUseException", f"Your account is not a member of an organization ({arn}).", 400
        )
    return backend


def _page(response, accounts, scope):
    """(accounts, token). A marker is a number of empty pages still to give, and the last id given."""
    limit = response._get_param("MaxResults")
    if limit is not None and not 1 <= int(limit) <= 20:
        raise wire.Refusal("InvalidInputException", "You specified an invalid value for MaxResults.", 400)
    limit = min(int(limit or 20), settings.organization.page_size)
    after, empty = "", settings.organization.empty_pages
    token = response._get_param("NextToken")
    if token is not None:
        found = pages.position(scope, token)
        if found is None:
            raise wire.Refusal("InvalidInputException", "You specified an invalid value for NextToken.", 400)
        empty, after = found
    if empty > 0:
        return [], pages.marker(scope, [empty - 1, after])
    rest = sorted((a for a in accounts if a.id > after), key=lambda a: a.id)
    shown = rest[:limit]
    more = len(rest) > limit
    return shown, pages.marker(scope, [settings.organization.empty_pages, shown[-1].id]) if more else None


def _answer(accounts, token):
    body = {"Accounts": [account.describe() for account in accounts]}
    if token:
        body["NextToken"] = token
    return json.dumps(body)


def _list_accounts(self):
    backend = _require_management(self, "ListAccounts")
    return _answer(*_page(self, list(backend.accounts), "ListAccounts"))


def _list_accounts_for_parent(self):
    backend = _require_management(self, "ListAccountsForParent")
    parent = backend.validate_parent_id(self._get_param("ParentId"))
    accounts = [a for a in list(backend.accounts) if a.parent_id == parent]
    return _answer(*_page(self, accounts, f"ListAccountsForParent {parent}"))


def apply():
    OrganizationsResponse.list_accounts = _list_accounts
    OrganizationsResponse.list_accounts_for_parent = _list_accounts_for_parent
