"""Keys are found by id, and GetAccessKeyLastUsed answers for the caller's own account only.

moto walks every key of every user of every account, several times per call, and answers for other accounts' keys.
"""

import moto.iam.models as iam
from moto.core import DEFAULT_ACCOUNT_ID

from estate import calls, ids, wire


def _account_id_from(access_key):
    account_id = ids.account_of(access_key)
    if account_id in iam.iam_backends and access_key in iam.iam_backends[account_id]["aws"].access_keys:
        return account_id
    return DEFAULT_ACCOUNT_ID


def _user_of(self, access_key_id):
    key = self.access_keys.get(access_key_id)
    return self.users.get(key.user_name) if key is not None and key.user_name else None


def _last_used(self, access_key_id):
    key = self.access_keys.get(access_key_id)
    if key is None or key.user_name is None:
        call = calls.current()
        caller = call.caller.arn if call else "unknown"
        raise wire.denied(caller, "iam:GetAccessKeyLastUsed", "user *")
    return {"user_name": key.user_name, "last_used": key.last_used}


def apply():
    iam.get_account_id_from = _account_id_from
    iam.IAMBackend.get_user_from_access_key_id = _user_of
    iam.IAMBackend.get_access_key_last_used = _last_used
