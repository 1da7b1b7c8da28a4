"""Whether everybody saw the same keys. Pure: (account, user id, key id) → (created, status) from each side's own words."""


def of_relevo(document):
    """The keys in `relevo scan --format json`; complains about accounts that were not read completely."""
    unread = [account["id"] for account in document["accounts"] if not account["complete"]]
    if unread:
        raise ValueError(f"Relevo did not read {', '.join(unread)} completely")
    return _keys(document["users"])


def of_loop(document):
    """The keys in the plain loop's JSON."""
    return _keys(document["users"])


def of_estate(state, accounts):
    """The keys there really are in these accounts."""
    return _keys(
        {
            "accountId": account,
            "userId": user["userId"],
            "keys": [{**key, "createdAt": key["createDate"]} for key in user["keys"]],
        }
        for account in accounts
        for user in state["accounts"][account]["users"]
    )


def _keys(users):
    return {
        (user["accountId"], user["userId"], key["accessKeyId"]): (key["createdAt"], key["status"])
        for user in users
        for key in user["keys"]
    }


def uses_of_relevo(document):
    """When each key was last used, in Relevo's words: an instant, None for never; keys it doesn't know are left out."""
    return {
        key["accessKeyId"]: key["lastUsed"]["at"]
        for user in document["users"]
        for key in user["keys"]
        if key["lastUsed"]["at"] or key["lastUsed"]["why"] == "never used"
    }


def uses_of_loop(document):
    """The same in the plain loop's words."""
    return {key["accessKeyId"]: key["lastUsedAt"] for user in document["users"] for key in user["keys"]}


def differences(name, seen, truth, limit=5):
    """Sentences about what `name` missed, made up, or saw otherwise; the first few of each, then how many more."""
    missed = [f"{name} missed the key {key[2]} in {key[0]}." for key in sorted(truth.keys() - seen.keys())]
    made_up = [f"{name} saw the key {key[2]} in {key[0]}, which is not there." for key in sorted(seen.keys() - truth)]
    otherwise = [
        f"{name} saw the key {key[2]} in {key[0]} as {seen[key]}; it is {truth[key]}."
        for key in sorted(seen.keys() & truth.keys())
        if seen[key] != truth[key]
    ]
    return [line for found in (missed, made_up, otherwise) for line in _first(found, limit)]


def within(keys, accounts):
    """Only the keys of these accounts."""
    wanted = set(accounts)
    return {key: value for key, value in keys.items() if key[0] in wanted}


def _first(lines, limit):
    more = len(lines) - limit
    return lines if more <= 0 else [*lines[:limit], f"… and {more} more."]
