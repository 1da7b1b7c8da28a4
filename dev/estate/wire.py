"""Errors as AWS words them, in the protocol of the service that was asked."""

import json
import uuid
from xml.sax.saxutils import escape

# The JSON services name the same refusals differently, and answer 400 where the Query ones answer 403.
JSON_CODES = {
    "AccessDenied": "AccessDeniedException",
    "ExpiredToken": "ExpiredTokenException",
    "InvalidClientTokenId": "UnrecognizedClientException",
    "SignatureDoesNotMatch": "InvalidSignatureException",
    "Throttling": "ThrottlingException",
}
# These have no X-Amz-Target to be known by.
REST_JSON = ("lambda", "scheduler")
NAMESPACES = {
    "iam": "https://iam.amazonaws.com/doc/2010-05-08/",
    "sts": "https://sts.amazonaws.com/doc/2011-06-15/",
}


class Refusal(Exception):
    """A call AWS would refuse: code, HTTP status and message go to the caller as they are."""

    def __init__(self, code, message, status=400):
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status


def denied(arn, action, resource=None):
    """The refusal for a caller whose policies don't allow an action."""
    where = f" on resource: {resource}" if resource else ""
    return Refusal("AccessDenied", f"User: {arn} is not authorized to perform: {action}{where}", 403)


def error(service, code, message, status, is_json):
    """(status, headers, body) of an error, told as the service's protocol tells it."""
    request_id = str(uuid.uuid4())
    if service in REST_JSON:
        name = JSON_CODES.get(code, code)
        body = json.dumps({"message": message, "Message": message})
        headers = {"Content-Type": "application/json", "x-amzn-RequestId": request_id, "x-amzn-ErrorType": name}
        return status, headers, body
    if is_json:
        name = JSON_CODES.get(code, code)
        body = json.dumps({"__type": name, "message": message, "Message": message})
        kind = "application/x-amz-json-1.1"
        status = 400 if status < 500 else status
    else:
        space = NAMESPACES.get(service, NAMESPACES["iam"])
        side = "Sender" if status < 500 else "Receiver"
        body = (
            f'<ErrorResponse xmlns="{space}"><Error><Type>{side}</Type><Code>{escape(code)}</Code>'
            f"<Message>{escape(message)}</Message></Error><RequestId>{request_id}</RequestId></ErrorResponse>"
        )
        kind = "text/xml"
    return status, {"Content-Type": kind, "x-amzn-RequestId": request_id}, body
