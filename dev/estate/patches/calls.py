"""Every call passes one gate: it is counted, logged, and refused when its account or session is.

moto has no such place: a denied account, an expired session or a refusal of ours needs one.
"""

import json
from urllib.parse import unquote

from flask import has_request_context, request
from moto.core.responses import BaseResponse

from estate import callers, calls, journal, resources, settings, wire
from estate.clock import wall


def _refuse_if_due(call):
    session = call.caller.session
    if session is not None and session.expiration.replace(tzinfo=None) <= wall():
        raise wire.Refusal("ExpiredToken", "The security token included in the request is expired", 403)
    if call.service == "iam" and settings.of(call.account_id).denied:
        raise wire.denied(call.caller.arn, call.iam_name, "with an explicit deny in a service control policy")


_before, _after = [], []


def watch(before, after):
    """Adds what is called right before a call is carried out, and right after; either may refuse it."""
    _before.append(before)
    _after.append(after)


def _document(text):
    """The JSON of a request, or nothing."""
    try:
        # Some of moto's services have read it already.
        found = text if isinstance(text, dict) else json.loads(text or "")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def apply():
    answer = BaseResponse.call_action

    def call_action(self):
        action = self._get_action()
        if not action or self.service_name is None:
            return answer(self)
        form = {name: values[0] for name, values in (self.querystring or {}).items() if isinstance(values, list)}
        call = calls.Call(
            account_id=self.current_account,
            service=resources.PREFIXES.get(self.service_name, self.service_name),
            action=action,
            caller=callers.find(self.access_key),
            user_name=form.get("UserName"),
            key_id=form.get("AccessKeyId"),
            wanted_status=form.get("Status"),
            form=form,
            document=_document(self.body) if not form.get("Action") else {},
            path=unquote(self.raw_path),
            region=self.region,
            source=request.remote_addr if has_request_context() else None,
            agent=self.headers.get("User-Agent"),
        )
        calls.enter(call)
        try:
            _refuse_if_due(call)
            for look in _before:
                look(call)
            status, headers, body = answer(self)
            for look in _after:
                look(call)
        except wire.Refusal as refusal:
            is_json = "X-Amz-Target" in self.headers
            if refusal.code == "AccessDenied":
                journal.refuse(call, refusal.message)
            status, headers, body = wire.error(
                call.service, refusal.code, refusal.message, refusal.status, is_json
            )
        finally:
            calls.enter(None)
        call.outcome = int(status)
        if call.outcome >= 400:
            call.error_code = calls.code_in(body)
        elif action == "CreateAccessKey":
            call.key_id = calls.key_in(body)
        journal.record(call)
        return status, headers, body

    BaseResponse.call_action = call_action
