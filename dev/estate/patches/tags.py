"""Tags of users: keys differ by more than case, at most fifty, and no characters AWS has no room for.

moto keeps `slack-id` and `Slack-ID` side by side and counts nothing.
"""

import unicodedata

from moto.iam.models import IAMBackend

from estate import wire

MOST = 50
MARKS = set("_.:/=+-@")


def merged(present, changes):
    """Tags after `changes` ({key: value, or None to remove}); a key's case is the one last written."""
    result = dict(present)
    for key, value in changes.items():
        for other in [k for k in result if k.lower() == key.lower()]:
            del result[other]
        if value is not None:
            result[key] = value
    return result


def check(tags):
    """Refuses a list of {Key, Value} AWS would refuse."""
    seen = set()
    for tag in tags:
        key, value = tag["Key"], tag.get("Value") or ""
        if key.lower() in seen:
            raise wire.Refusal(
                "InvalidInput", "Duplicate tag keys found. Please note that Tag keys are case insensitive."
            )
        seen.add(key.lower())
        if key.lower().startswith("aws:"):
            raise wire.Refusal("InvalidInput", "System tags cannot be added/updated by requester.")
        _check_text("key", key, 1, 128)
        _check_text("value", value, 0, 256)


def _check_text(what, text, least, most):
    if not least <= len(text) <= most:
        raise wire.Refusal(
            "ValidationError",
            f"1 validation error detected: Value at 'tags.1.member.{what}' failed to satisfy constraint: "
            f"Member must have length between {least} and {most}",
        )
    if any(c not in MARKS and unicodedata.category(c)[0] not in "LZN" for c in text):
        raise wire.Refusal(
            "ValidationError",
            f"1 validation error detected: Value at 'tags.1.member.{what}' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*",
        )


def replace(backend, user, tags):
    """Makes `tags` the user's tags."""
    backend.tagger.tags[user.arn] = dict(tags)


def apply():
    def tag_user(self, name, tags):
        user = self.get_user(name)
        check(tags)
        present = self.tagger.get_tag_dict_for_resource(user.arn)
        after = merged(present, {tag["Key"]: tag.get("Value") or "" for tag in tags})
        if len(after) > MOST:
            raise wire.Refusal("LimitExceeded", "Cannot exceed quota for TagsPerUser: 50", 409)
        replace(self, user, after)

    def untag_user(self, name, tag_keys):
        user = self.get_user(name)
        present = self.tagger.get_tag_dict_for_resource(user.arn)
        replace(self, user, merged(present, {key: None for key in tag_keys}))

    create = IAMBackend.create_user

    def create_user(self, region_name, user_name, path="/", tags=None):
        check(tags or [])
        if len(tags or []) > MOST:
            raise wire.Refusal("LimitExceeded", "Cannot exceed quota for TagsPerUser: 50", 409)
        return create(self, region_name, user_name, path, tags)

    IAMBackend.tag_user = tag_user
    IAMBackend.untag_user = untag_user
    IAMBackend.create_user = create_user
