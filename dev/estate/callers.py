"""Who is calling: read from the key id of the request, whether or not signatures are checked."""

from dataclasses import dataclass

from moto.iam.models import iam_backends

from estate import ids, wire


@dataclass
class Caller:
    """kind: user | session | unknown. `principals` are the names a trust policy may use for the caller."""

    kind: str
    account_id: str
    arn: str
    key_id: str
    name: str | None = None
    session_name: str | None = None
    key: object = None
    user: object = None
    role: object = None
    session: object = None

    @property
    def principals(self):
        root = f"arn:aws:iam::{self.account_id}:root"
        names = [self.arn, root, self.account_id]
        if self.role is not None:
            names.append(self.role.arn)
        return names

    @property
    def label(self):
        """What a person would call the caller."""
        return self.session_name or self.name or self.key_id


def find(key_id):
    """The caller behind a key id. Unknown ids are the root of the account moto files them under."""
    account_id = ids.account_of(key_id)
    if account_id in iam_backends:
        backend = iam_backends[account_id]["aws"]
        key = backend.access_keys.get(key_id)
        if key is not None and key.user_name is not None:
            user = backend.users.get(key.user_name)
            if user is not None:
                return Caller("user", account_id, user.arn, key_id, user.name, key=key, user=user)
        session = getattr(key, "estate_session", None)
        if session is not None:
            role = next((r for r in backend.roles.values() if r.arn == session.role_arn), None)
            name = session.role_arn.rsplit("/", 1)[-1]
            return Caller(
                "session", account_id, session.arn, key_id, name, session.session_name, key, None, role, session
            )
    account_id = account_id if account_id in iam_backends else "123456789012"
    return Caller("unknown", account_id, f"arn:aws:iam::{account_id}:root", key_id)


def own_name(call):
    """The user a call without UserName is about: the caller. A session is no user, and must name one."""
    if call.caller.kind != "user":
        raise wire.Refusal("ValidationError", "Must specify userName when calling with non-User credentials")
    return call.caller.name
