"""With `--auth`: a session may do what its role may and its session policy allows, and nothing else.

moto stores session policies and never reads them.
"""

import json

from estate import authority, policy, wire
from estate.patches import permissions


def apply():
    authorize = permissions.authorize

    def authorize_session(call):
        authorize(call)
        session = call.caller.session
        if session is None or not session.policy or call.iam_name == "sts:GetCallerIdentity":
            return
        asked = policy.Request(call.iam_name, authority.resource_of(call), context=authority.context_of(call))
        if policy.verdict([json.loads(session.policy)], asked) != policy.ALLOW:
            raise wire.denied(call.caller.arn, call.iam_name, asked.resource)

    permissions.authorize = authorize_session
