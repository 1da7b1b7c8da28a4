"""The roles Relevo assumes and the hub user that assumes them, with what each may do and no more."""

import json

EXTERNAL_ID = "relevo-demo"
AUDIT = "RelevoAudit"
ENFORCE = "RelevoEnforce"
HUB_USER = "relevo-hub"

_READ = [
    "GenerateCredentialReport", "GetCredentialReport", "GetAccountAuthorizationDetails", "ListUsers", "GetUser",
    "ListUserTags", "ListAccessKeys", "GetAccessKeyLastUsed", "GetLoginProfile",
    "GetAccountPasswordPolicy", "GetAccountSummary", "ListAccountAliases", "ListServiceSpecificCredentials",
]  # fmt: skip
_SWITCH = ["UpdateAccessKey", "ListAccessKeys", "GetUser", "GetAccessKeyLastUsed"]


def _document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def audit_policy():
    """Reading, and nothing else. The report and the account's details know no resource but `*`."""
    actions = [f"iam:{name}" for name in _READ] + ["cloudtrail:LookupEvents", "cloudtrail:DescribeTrails"]
    return _document({"Effect": "Allow", "Action": actions, "Resource": "*"})


def enforce_policy():
    """Switching keys of users, and what must be read just before; never of the users for emergencies."""
    return _document(
        {
            "Effect": "Allow",
            "Action": [f"iam:{name}" for name in _SWITCH],
            "Resource": "arn:aws:iam::*:user/*",
        },
        {
            "Sid": "NeverBreakGlass",
            "Effect": "Deny",
            "Action": "iam:UpdateAccessKey",
            "Resource": "arn:aws:iam::*:user/break-glass/*",
        },
    )


def trust_policy(hub_id):
    """The hub account, if it says the external id."""
    return _document(
        {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{hub_id}:root"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}},
        }
    )


def hub_policy():
    """Taking on the two roles anywhere, and finding the accounts."""
    return _document(
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Resource": [f"arn:aws:iam::*:role/{AUDIT}", f"arn:aws:iam::*:role/{ENFORCE}"],
        },
        {
            "Effect": "Allow",
            "Action": [
                "organizations:ListAccounts",
                "organizations:ListAccountsForParent",
                "organizations:ListOrganizationalUnitsForParent",
                "organizations:ListRoots",
                "organizations:DescribeOrganization",
                "organizations:ListTagsForResource",
            ],
            "Resource": "*",
        },
    )


def create(backend, hub_id):
    """The two roles in one account."""
    for name, document in ((AUDIT, audit_policy()), (ENFORCE, enforce_policy())):
        backend.create_role(name, trust_policy(hub_id), "/", None, "Relevo", [], "3600")
        backend.put_role_policy(name, f"{name}Policy", document)
