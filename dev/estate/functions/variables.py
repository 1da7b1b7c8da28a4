"""What a function's process is told by its environment."""

import os
import uuid

from estate import address
from estate.clock import clock, iso


def of(function, session, trouble):
    """As Lambda sets them; what the function is configured with may not take the place of those at the end."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    # All processes of a day must agree on the time, whenever they start: it was this instant at that real time.
    on = {"RELEVO_ON": iso(clock.now()), "RELEVO_ON_SINCE": iso(clock.set_at)} if clock.is_set else {}
    return {
        **kept,
        "LANG": "en_US.UTF-8",
        "PATH": "/usr/local/bin:/usr/bin:/bin:/opt/bin",
        **function.environment_vars,
        **on,
        **trouble.variables,
        "_HANDLER": function.handler or "",
        "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": function.logs_group_name,
        "AWS_LAMBDA_LOG_STREAM_NAME": f"[$LATEST]{uuid.uuid4().hex}",
        "AWS_REGION": function.region,
        "AWS_DEFAULT_REGION": function.region,
        "AWS_ENDPOINT_URL": trouble.endpoint or address.url,
        "AWS_ACCESS_KEY_ID": session.access_key_id,
        "AWS_SECRET_ACCESS_KEY": session.secret_access_key,
        "AWS_SESSION_TOKEN": session.session_token,
    }
