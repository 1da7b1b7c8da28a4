"""Making and changing users and keys behind the wire's back: what seeding and the control calls share."""

from moto.iam.models import AccessKeyLastUsed, MFADevice

from estate import accounts, trail, wire
from estate.clock import clock, iso, naive_utc
from estate.patches import access_keys, tags


def user(account, name):
    """A user that must exist."""
    found = accounts.iam(account).users.get(name)
    if found is None:
        raise wire.Refusal("NoSuchEntity", f"There is no user {name} in {account}.", 404)
    return found


def key(account, key_id):
    """A user's key that must exist."""
    found = accounts.iam(account).access_keys.get(key_id)
    if found is None or found.user_name is None:
        raise wire.Refusal("NoSuchEntity", f"There is no key {key_id} in {account}.", 404)
    return found


def upsert_user(wish):
    """Makes a user, or changes what the wish names. Keys without an id are added."""
    account, name = wish["accountId"], wish["userName"]
    backend = accounts.iam(account)
    if name not in backend.users:
        backend.create_user("us-east-1", name, wish.get("path") or "/")
    found = backend.users[name]
    if "createdAt" in wish:
        found.create_date = naive_utc(wish["createdAt"])
    if "tags" in wish:
        tags.replace(backend, found, wish["tags"] or {})
    if "policies" in wish:
        found.policies = dict(wish["policies"])
    if "password" in wish:
        _set_password(found, wish["password"])
    if "mfa" in wish:
        _set_mfa(found, wish["mfa"], account)
    added = [upsert_key({**k, "accountId": account, "userName": name}) for k in wish.get("keys", [])]
    return {**describe_user(found), "keys": added} if added else describe_user(found)


def _set_password(found, wish):
    if not wish:
        found.password = None
        return
    changed = naive_utc(wish["lastChanged"]) if wish.get("lastChanged") else found.create_date
    found.password = "not-a-real-password"
    found.estate_password_changed_at = changed
    found.estate_password_created_at = min(changed, getattr(found, "estate_password_created_at", changed))
    found.password_last_used = naive_utc(wish["lastUsed"]) if wish.get("lastUsed") else None


def _set_mfa(found, wanted, account):
    serial = f"arn:aws:iam::{account}:mfa/{found.name}"
    found.mfa_devices.pop(serial, None)
    if wanted:
        found.mfa_devices[serial] = MFADevice(serial, "123456", "654321")
        found.mfa_devices[serial].enable_date = found.create_date


def upsert_key(wish):
    """Makes a key (no quota: AWS's own isn't kept by parallel calls), or changes or deletes one by its id."""
    account = wish["accountId"]
    backend = accounts.iam(account)
    by = wish.get("by", "control")
    if wish.get("accessKeyId"):
        found = key(account, wish["accessKeyId"])
        if wish.get("delete"):
            backend.delete_access_key_by_name(found.access_key_id)
            _tell_trail(wish, "DeleteAccessKey", found)
            return {"accessKeyId": found.access_key_id, "deleted": True}
        if "status" in wish:
            access_keys.set_status(found, wish["status"], by)
            _tell_trail(wish, "UpdateAccessKey", found)
        made = {}
    else:
        owner = user(account, wish["userName"])
        found = owner.create_access_key("AKIA", wish.get("status", "Active"))
        backend.access_keys[found.access_key_id] = found
        made = {"secretAccessKey": found.secret_access_key}
        _tell_trail(wish, "CreateAccessKey", found)
    if "createdAt" in wish:
        found.create_date = naive_utc(wish["createdAt"])
    if "lastUsed" in wish:
        used = wish["lastUsed"]
        found.last_used = used and AccessKeyLastUsed(
            naive_utc(used["at"]), used.get("service", "s3"), used.get("region", "eu-west-1")
        )
        if used and "call" in used:
            _tell_use(wish["accountId"], found, used)
    if "reportedRotatedAt" in wish:
        text = wish["reportedRotatedAt"]
        found.estate_reported_at = naive_utc(text) if text else None
    return {**describe_key(found), **made}


def _tell_use(account, found, used):
    owner = accounts.iam(account).users[found.user_name]
    identity = {**trail.by_person(account, found.user_name, owner.id), "accessKeyId": found.access_key_id}
    region = used.get("region", "eu-west-1")
    trail.record(
        account, used["call"], identity, {}, None, used.get("from"), used.get("agent"), moment=naive_utc(used["at"]),
        service=used.get("service", "s3"), region=trail.HOME if region == "N/A" else region,
    )  # fmt: skip


def _tell_trail(wish, action, found):
    # Only what a person did on the estate's day; what seeding and tests make up has no author.
    if "by" not in wish:
        return
    made = action == "CreateAccessKey"
    asked = {"userName": found.user_name}
    if not made:
        asked["accessKeyId"] = found.access_key_id
    if action == "UpdateAccessKey":
        asked["status"] = found.status
    response = {"accessKey": {"accessKeyId": found.access_key_id, "userName": found.user_name}} if made else None
    author = accounts.iam(wish["accountId"]).users.get(wish["by"])
    identity = trail.by_person(wish["accountId"], wish["by"], author.id if author is not None else None)
    trail.record(
        wish["accountId"], action, identity, asked, response, wish.get("from"), wish.get("agent"),
        bool(wish.get("console")),
    )  # fmt: skip


def delete_user(account, name):
    """Deletes a user with all that hangs on it."""
    backend = accounts.iam(account)
    found = user(account, name)
    for each in list(found.access_keys):
        backend.delete_access_key_by_name(each.access_key_id)
    backend.tagger.delete_all_tags_for_resource(found.arn)
    for group in backend.groups.values():
        group.users[:] = [member for member in group.users if member is not found]
    del backend.users[name]
    return {"deleted": name, "userId": found.id}


def describe_key(found):
    """A key as `/estate/state` shows it."""
    used = found.last_used
    reported = getattr(found, "estate_reported_at", None)
    return {
        "accessKeyId": found.access_key_id,
        "status": found.status,
        "createDate": iso(found.create_date),
        "reportedRotatedAt": iso(reported),
        "lastUsed": used and {"at": iso(used.timestamp), "service": used.service, "region": used.region},
        "statusChangedAt": iso(getattr(found, "estate_changed_at", None)),
        "statusChangedBy": getattr(found, "estate_changed_by", None),
    }


def describe_user(found):
    """A user as `/estate/state` shows it."""
    return {
        "userName": found.name,
        "userId": found.id,
        "arn": found.arn,
        "createDate": iso(found.create_date),
        "tags": {tag["Key"]: tag["Value"] for tag in found.tags or []},
        "password": bool(found.password),
        "mfa": bool(found.mfa_devices),
        "keys": [describe_key(each) for each in found.access_keys],
    }


def state():
    """The whole estate, as AWS knows it right now."""
    return {
        "now": iso(clock.now()),
        "accounts": {
            account: {
                "name": accounts.name_of(account),
                "users": [describe_user(u) for _, u in sorted(accounts.iam(account).users.items())],
            }
            for account in accounts.known()
        },
    }
