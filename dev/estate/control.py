"""The control calls under `/estate/`: what AWS has no API for, and what a test wants to know."""

import json
from urllib.parse import parse_qs

from moto.core.exceptions import ServiceException

from estate import accounts, fork, journal, residents, service_sessions, settings, story, wire
from estate.clock import clock, iso, naive_utc
from estate.patches import lambda_runtime, service_credentials, stepfunctions, tags


def _clock(wish):
    if wish:
        clock.set(wish.get("now"), bool(wish.get("ticking")))
    return {"now": iso(clock.now())}


def _users(wish):
    if "users" in wish:
        return {"users": [residents.upsert_user(each) for each in wish["users"]]}
    return residents.upsert_user(wish)


def _tags(wish):
    found = residents.user(wish["accountId"], wish["userName"])
    backend = accounts.iam(wish["accountId"])
    present = {} if wish.get("replace") else backend.tagger.get_tag_dict_for_resource(found.arn)
    tags.replace(backend, found, tags.merged(present, wish["tags"]))
    return residents.describe_user(found)


def _service_credentials(wish):
    return {"id": service_credentials.add(residents.user(wish["accountId"], wish["userName"]), wish)}


def _delete_user(wish):
    return residents.delete_user(wish["accountId"], wish["userName"])


def _rename_user(wish):
    found = residents.user(wish["accountId"], wish["userName"])
    accounts.iam(wish["accountId"]).update_user(wish["userName"], wish.get("newPath"), wish.get("newUserName"))
    return residents.describe_user(found)


def _report(wish):
    chosen = settings.of(wish["accountId"])
    for name, field in (
        ("polls", "polls"),
        ("shortPages", "short_pages"),
        ("limitExceeded", "limit_exceeded"),
        ("columns", "columns"),
    ):
        if name in wish:
            setattr(chosen, field, wish[name])
    if wish.get("forget"):
        vars(accounts.iam(wish["accountId"])).pop("estate_report", None)
    return vars(chosen)


def _deny(wish):
    settings.of(wish["accountId"]).denied = bool(wish.get("denied", True))
    return vars(settings.of(wish["accountId"]))


def _trail(wish):
    settings.of(wish["accountId"]).trail_delay = int(wish["delaySeconds"])
    return {"delaySeconds": settings.of(wish["accountId"]).trail_delay}


def _accounts(wish):
    if wish.get("leave"):
        accounts.leave(wish["accountId"])
    else:
        accounts.join(wish["accountId"], wish.get("name", wish["accountId"]))
    return {"accounts": accounts.known()}


def _organization(wish):
    chosen = settings.organization
    chosen.page_size = int(wish.get("pageSize", chosen.page_size))
    chosen.empty_pages = int(wish.get("emptyPages", chosen.empty_pages))
    return vars(chosen)


def _expire_sessions(wish):
    expired = 0
    for key in list(accounts.iam(wish["accountId"]).access_keys.values()):
        session = getattr(key, "estate_session", None)
        if session is not None:
            session.expiration = naive_utc("2000-01-01")
            expired += 1
    return {"expired": expired}


def _session(wish):
    session = service_sessions.begin(wish["roleArn"], wish["service"], "estate-session", wish.get("region", "us-east-1"))
    return {
        "accessKeyId": session.access_key_id,
        "secretAccessKey": session.secret_access_key,
        "sessionToken": session.session_token,
    }


def _day(wish):
    return story.advance(int(wish["day"]), lambda path, body: ROUTES["POST", path](body))


ROUTES = {
    ("GET", "/estate/clock"): lambda _: _clock(None),
    ("POST", "/estate/clock"): _clock,
    ("POST", "/estate/users"): _users,
    ("POST", "/estate/keys"): residents.upsert_key,
    ("POST", "/estate/tags"): _tags,
    ("POST", "/estate/service-credentials"): _service_credentials,
    ("POST", "/estate/delete-user"): _delete_user,
    ("POST", "/estate/rename-user"): _rename_user,
    ("POST", "/estate/report"): _report,
    ("POST", "/estate/deny"): _deny,
    ("POST", "/estate/trail"): _trail,
    ("POST", "/estate/accounts"): _accounts,
    ("POST", "/estate/organization"): _organization,
    ("POST", "/estate/expire-sessions"): _expire_sessions,
    ("POST", "/estate/day"): _day,
    ("POST", "/estate/session"): _session,
    ("POST", "/estate/step-functions"): stepfunctions.scale,
    ("POST", "/estate/lambda"): lambda_runtime.tell,
    ("GET", "/estate/lambda"): lambda_runtime.told,
    ("POST", "/estate/fork"): lambda _: fork.make(),
    ("GET", "/estate/state"): lambda _: residents.state(),
    ("GET", "/estate/log"): lambda _: {"log": journal.log()},
    ("GET", "/estate/refused"): lambda _: {"refused": journal.refused()},
    ("GET", "/estate/calls"): lambda query: {"calls": journal.counts(query.get("reset") == ["1"])},
}


def _answer(method, path, body, query):
    route = ROUTES.get((method, path))
    if route is None:
        return 404, {"error": f"There is no {method} {path}. There are: {', '.join(' '.join(r) for r in ROUTES)}."}
    try:
        return 200, route(json.loads(body) if body else query)
    except wire.Refusal as refusal:
        return refusal.status, {"error": str(refusal)}
    except (KeyError, TypeError, ValueError) as error:
        return 400, {"error": f"{method} {path}: {type(error).__name__} {error}"}
    except ServiceException as error:
        return 400, {"error": f"{method} {path}: {error}"}


def application(environ, start_response):
    """A WSGI application: JSON in, JSON out, loopback only because the server is."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    status, result = _answer(
        environ["REQUEST_METHOD"], environ["PATH_INFO"], body, parse_qs(environ.get("QUERY_STRING", ""))
    )
    reason = {200: "OK", 400: "Bad Request", 404: "Not Found"}.get(status, "Refused")
    start_response(f"{status} {reason}", [("Content-Type", "application/json")])
    return [json.dumps(result, ensure_ascii=False).encode()]
