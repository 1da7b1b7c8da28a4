"""Evaluates IAM policy documents: statements, wildcards, principals, conditions.

What it leaves out, and nothing here relies on: permission boundaries, service control policies, IP addresses.
"""

import datetime
import json
import re
from dataclasses import dataclass, field
from functools import lru_cache

ALLOW, DENY, SILENT = "allow", "deny", "silent"


@dataclass
class Request:
    """What is asked: by whom, for which resource, in which circumstances (lower-case key → values)."""

    action: str
    resource: str = "*"
    principals: list = field(default_factory=list)
    context: dict = field(default_factory=dict)


def verdict(documents, request):
    """allow, deny (somewhere explicit) or silent over all documents (JSON text or parsed)."""
    result = SILENT
    for document in documents:
        parsed = json.loads(document) if isinstance(document, str) else document
        for statement in _list(parsed.get("Statement", [])):
            if not _applies(statement, request):
                continue
            if statement.get("Effect") == "Deny":
                return DENY
            result = ALLOW
    return result


def names_exactly(document, arn):
    """Whether a trust policy names this very principal, not just its account."""
    parsed = json.loads(document) if isinstance(document, str) else document
    for statement in _list(parsed.get("Statement", [])):
        if statement.get("Effect") == "Allow" and arn in _principals(statement.get("Principal")):
            return True
    return False


def _list(value):
    return value if isinstance(value, list) else [value]


# IAM's own escapes: a character with a meaning, standing for itself.
_ESCAPED = re.compile(r"\$\{([*?$])\}")
_TOKENS = re.compile(r"\$\{[*?$]\}|.", re.DOTALL)


@lru_cache(maxsize=4096)
def _pattern(text, ignore_case):
    parts = [_part(token) for token in _TOKENS.findall(text)]
    return re.compile("".join(parts), re.DOTALL | (re.IGNORECASE if ignore_case else 0))


def _part(token):
    escaped = _ESCAPED.fullmatch(token)
    if escaped:
        return re.escape(escaped.group(1))
    return {"*": ".*", "?": "."}.get(token) or re.escape(token)


def matches(pattern, text, ignore_case=False):
    """Whether a pattern with * and ? covers the whole text; ${*}, ${?} and ${$} are those characters themselves."""
    return _pattern(pattern, ignore_case).fullmatch(text) is not None


def _plain(text):
    """The text of a pattern in which every special character is escaped."""
    return _ESCAPED.sub(r"\1", text)


def _filled(pattern, context):
    # ${aws:username} and the like stand for what the request says, letter by letter; unknown ones match nothing.
    def value(found):
        if _ESCAPED.fullmatch(found.group()):
            return found.group()
        said = (context.get(found.group(1).lower()) or ["\x00"])[0]
        return re.sub(r"[*?$]", lambda special: "${" + special.group() + "}", said)

    return re.sub(r"\$\{([^}]+)\}", value, pattern)


def _applies(statement, request):
    if "NotAction" in statement:
        if any(matches(p, request.action, True) for p in _list(statement["NotAction"])):
            return False
    elif not any(matches(p, request.action, True) for p in _list(statement.get("Action", []))):
        return False
    if "Resource" in statement and not any(
        matches(_filled(p, request.context), request.resource) for p in _list(statement["Resource"])
    ):
        return False
    if "NotResource" in statement and any(
        matches(_filled(p, request.context), request.resource) for p in _list(statement["NotResource"])
    ):
        return False
    if "Principal" in statement:
        named = _principals(statement["Principal"])
        if "*" not in named and not any(p in named for p in request.principals):
            return False
    return _conditions_hold(statement.get("Condition", {}), request.context)


def _principals(element):
    if element is None:
        return []
    if isinstance(element, str):
        return [element]
    return _list(element.get("AWS", [])) + _list(element.get("Service", []))


def _conditions_hold(conditions, context):
    for operator, tests in conditions.items():
        for key, wanted in tests.items():
            if not _condition_holds(operator, [_text(w) for w in _list(wanted)], context.get(key.lower()), context):
                return False
    return True


def _text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def _condition_holds(operator, wanted, actual, context):
    name, _, rest = operator.rpartition(":")
    if_exists = rest.endswith("IfExists")
    test = rest.removesuffix("IfExists")
    if test == "Null":
        return (wanted[0] == "true") == (actual is None)
    if actual is None:
        return if_exists or name == "ForAllValues" or "Not" in test
    wanted = [_filled(w, context) for w in wanted]
    compare = _COMPARISONS.get(test.replace("Not", "").replace("ArnEquals", "ArnLike"))
    if compare is None:
        raise NotImplementedError(f"The condition operator {operator} is not known to the local estate.")

    def holds(value):
        found = any(compare(value, w) for w in wanted)
        return not found if "Not" in test else found

    return all(holds(v) for v in actual) if name == "ForAllValues" else any(holds(v) for v in actual)


def _moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


_COMPARISONS = {
    "StringEquals": lambda a, w: a == _plain(w),
    "StringEqualsIgnoreCase": lambda a, w: a.lower() == _plain(w).lower(),
    "StringLike": lambda a, w: matches(w, a),
    "ArnLike": lambda a, w: matches(w, a),
    "Bool": lambda a, w: a.lower() == w.lower(),
    "NumericEquals": lambda a, w: float(a) == float(w),
    "NumericLessThan": lambda a, w: float(a) < float(w),
    "NumericLessThanEquals": lambda a, w: float(a) <= float(w),
    "NumericGreaterThan": lambda a, w: float(a) > float(w),
    "NumericGreaterThanEquals": lambda a, w: float(a) >= float(w),
    "DateEquals": lambda a, w: _moment(a) == _moment(w),
    "DateLessThan": lambda a, w: _moment(a) < _moment(w),
    "DateLessThanEquals": lambda a, w: _moment(a) <= _moment(w),
    "DateGreaterThan": lambda a, w: _moment(a) > _moment(w),
    "DateGreaterThanEquals": lambda a, w: _moment(a) >= _moment(w),
}
