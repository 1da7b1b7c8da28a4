"""Every call passes one gate: it is counted, logged, and refused when its account or session is.

moto has no such place: a denied account, an expired session or a refusal of ours needs one.
"""

from flask import has_request_context, request
from moto.core.responses import BaseResponse

from estate import callers, calls, journal, settings, wire
from estate.clock import wall


def _refuse_if_due(call):
    session = call.caller.session
    if session is not None and session.expiration.replace(tzinfo=None) <= wall():
        raise wire.Refusal("ExpiredToken", "The security token included in the request is expired", 403)
    if call.service == "iam" and settings.of(call.account_id).denied:
        raise wire.denied(call.caller.arn, call.iam_name, "with an explicit deny in a service control policy")


def apply():
    answer = BaseResponse.call_action

    def call_action(self):
        action = self._get_action()
        if not action or self.service_name is None:
            return answer(self)
        form = {name: values[0] for name, values in (self.querystring or {}).items() if isinstance(values, list)}
        call = calls.Call(
            account_id=self.current_account,
            service=self.service_name,
            action=action,
            caller=callers.find(self.access_key),
            user_name=form.get("UserName"),
            key_id=form.get("AccessKeyId"),
            wanted_status=form.get("Status"),
            form=form,
            source=request.remote_addr if has_request_context() else None,
            agent=self.headers.get("User-Agent"),
        )
        calls.enter(call)
        try:
            _refuse_if_due(call)
            status, headers, body = answer(self)
        except wire.Refusal as refusal:
            is_json = "X-Amz-Target" in self.headers
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
