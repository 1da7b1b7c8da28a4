"""IAM reads the estate's clock: creation, last use, MFA. moto back-dates nothing.

As on AWS, the first use in each fifteen minutes is the one remembered.
"""

import datetime

import moto.iam.models as iam
import moto.organizations.models as organizations

from estate.clock import clock

SPAN = datetime.timedelta(minutes=15)


def _mark(account_id, access_key, service, region):
    if account_id not in iam.iam_backends:
        return
    backend = iam.iam_backends[account_id][iam.get_partition(region)]
    key = backend.access_keys.get(access_key)
    if key is None:
        return
    now = clock.now()
    before = key.last_used
    if before is None or not datetime.timedelta() <= now - before.timestamp < SPAN:
        key.last_used = iam.AccessKeyLastUsed(now, service, region)
    session = getattr(key, "estate_session", None)
    if session is not None:
        for role in list(backend.roles.values()):
            if role.arn == session.role_arn:
                role.last_used = now


def apply():
    iam.utcnow = clock.now
    organizations.utcnow = clock.now
    iam.mark_account_as_visited = _mark
