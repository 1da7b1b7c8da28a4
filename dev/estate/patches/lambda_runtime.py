"""Lambda runs the uploaded zip's own `bootstrap`.

moto starts a container, for which there must be Docker, with credentials that nobody has. Not simulated: layers,
destinations, a process that is frozen between two events, CloudWatch Logs (`GET /estate/lambda` shows what was printed).
"""

import base64
import threading

from moto.awslambda.models import LambdaFunction

from estate import wire
from estate.functions.pool import pool
from estate.patches import calls, stepfunctions

LARGEST_EVENT = 6 * 1024 * 1024
LARGEST_ASYNCHRONOUS = 1024 * 1024
# After a function error, an asynchronous event is tried twice more: after a minute, and after two.
PAUSES = (60, 120)
TAIL = 4096


def _invoke(self, body, request_headers, response_headers):
    kind = request_headers.get("X-Amz-Invocation-Type", "RequestResponse")
    content = body.encode() if isinstance(body, str) else body or b""
    if kind == "DryRun":
        return b""
    if len(content) > (LARGEST_ASYNCHRONOUS if kind == "Event" else LARGEST_EVENT):
        raise wire.Refusal("RequestTooLargeException", "Request must be smaller than the limit.", 413)
    if kind == "Event":
        threading.Thread(target=_try, args=(self, content or b"{}"), daemon=True).start()
        return b""
    invocation = pool.run(self, content or b"{}", kind)
    response_headers["X-Amz-Executed-Version"] = "$LATEST"
    response_headers["x-amz-log-result"] = base64.b64encode("\n".join(invocation.lines).encode()[-TAIL:]).decode()
    if invocation.outcome.is_error:
        response_headers["X-Amz-Function-Error"] = "Unhandled"
    return invocation.outcome.payload


def _try(function, content):
    configured = function.event_invoke_config
    most = configured[0].response().get("MaximumRetryAttempts", 2) if configured else 2
    for pause in (*PAUSES[: int(most)], None):
        if not pool.run(function, content, "Event").outcome.is_error or pause is None:
            return
        stepfunctions.wait(pause)


def tell(wish):
    """`POST /estate/lambda`: trouble for functions; `kill` ends the processes that work now, `forget` ends the trouble."""
    killed = pool.kill(wish.get("event")) if wish.get("kill") else None
    if wish.get("forget"):
        pool.trouble.forget()
    pool.trouble.set({name: value for name, value in wish.items() if name not in ("kill", "forget")})
    return {**pool.trouble.shown(), **({} if killed is None else {"killedNow": killed})}


def told(query):
    """`GET /estate/lambda`: what functions were asked, what they answered and printed, and how long it took."""
    found = [each.shown() for each in list(pool.invocations)]
    if query.get("reset") == ["1"]:
        pool.invocations.clear()
    return {"invocations": found, "trouble": pool.trouble.shown()}


def apply():
    LambdaFunction.invoke = _invoke
    calls.watch(pool.before, pool.after)
