"""Where moto 5.2.1 answers otherwise than AWS, and Relevo would notice: one file per difference.

Each module has `apply()`. Each has a test that fails without it: `pytest tests/test_X.py --without X`.
"""

import importlib

ORDER = [
    "calls",
    "clock",
    "identifiers",
    "key_index",
    "users",
    "access_keys",
    "tags",
    "login_profiles",
    "paging",
    "credential_report",
    "organizations",
    "assume_role",
    "permissions",
    "session_policies",
    "cloudtrail",
    "service_credentials",
    "dynamodb",
    "stepfunctions",
    "lambda_runtime",
]


def apply_all(without=()):
    """Applies every patch except those named, in an order in which later ones may lean on earlier ones."""
    unknown = set(without) - set(ORDER)
    if unknown:
        raise SystemExit(f"No such patch: {', '.join(sorted(unknown))}. There are: {', '.join(ORDER)}.")
    for name in ORDER:
        if name not in without:
            importlib.import_module(f"estate.patches.{name}").apply()
