"""Pages and their opaque markers."""

import base64
import hashlib
import json

from estate import wire

# Only so that a marker made up by a client, or meant for another listing, is refused as AWS refuses it.
_SALT = b"the local estate"


def marker(scope, position):
    """An opaque marker: where to go on, in which listing of which account."""
    body = json.dumps([scope, position]).encode()
    seal = hashlib.sha256(_SALT + body).digest()[:6]
    return base64.urlsafe_b64encode(seal + body).decode()


def position(scope, text):
    """Where a marker of ours points, or None when it isn't one for this listing."""
    try:
        raw = base64.urlsafe_b64decode(text.encode())
        seal, body = raw[:6], raw[6:]
        found_scope, found = json.loads(body)
    except (ValueError, TypeError):
        return None
    if hashlib.sha256(_SALT + body).digest()[:6] != seal or found_scope != scope:
        return None
    return found


def iam_limit(max_items, short_pages):
    """How many items an IAM page may hold: 100 unless asked, 1,000 at most, fewer when IAM feels like it."""
    limit = 100 if max_items is None else int(max_items)
    if not 1 <= limit <= 1000:
        bound = "greater than or equal to 1" if limit < 1 else "less than or equal to 1000"
        raise wire.Refusal(
            "ValidationError",
            f"1 validation error detected: Value '{limit}' at 'maxItems' failed to satisfy constraint: "
            f"Member must have value {bound}",
        )
    return min(limit, short_pages) if short_pages else limit


def page(items, scope, text, limit):
    """(page, next marker or None) of items [(sort key, item)].

    A marker names the last key given, so what is created or deleted meanwhile moves nobody else to another page.
    """
    after = None
    if text is not None:
        after = position(scope, text)
        if after is None:
            raise wire.Refusal("ValidationError", "Invalid Marker.")
    ordered = sorted(items, key=lambda pair: pair[0])
    rest = [pair for pair in ordered if after is None or pair[0] > after]
    shown = rest[:limit]
    following = marker(scope, shown[-1][0]) if len(rest) > limit else None
    return [item for _, item in shown], following
