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
        document, context = json.loads(session.policy), authority.context_of(call)
        for action, resource in authority.asked(call):
            if policy.verdict([document], policy.Request(action, resource, context=context)) != policy.ALLOW:
                raise wire.denied(call.caller.arn, action, resource)

    permissions.authorize = authorize_session
