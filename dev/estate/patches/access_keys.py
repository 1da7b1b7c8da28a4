"""UpdateAccessKey takes the two statuses there are, and we remember when a status changed and by whom.

moto stores any text as a status, and without a user name changes the key of any user.
"""

from moto.core.responses import EmptyResult
from moto.iam.models import IAMBackend
from moto.iam.responses import IamResponse

from estate import callers, calls, wire
from estate.clock import clock

STATUSES = ("Active", "Inactive")


def set_status(key, status, by):
    """Sets a key's status; `by` is who did it. Setting what is already so changes nothing."""
    if key.status != status:
        key.status = status
        key.estate_changed_at = clock.now()
        key.estate_changed_by = by


def apply():
    def update_access_key(self, user_name, access_key_id, status=None):
        if status not in STATUSES:
            raise wire.Refusal(
                "ValidationError",
                f"1 validation error detected: Value '{status}' at 'status' failed to satisfy constraint: "
                "Member must satisfy enum value set: [Active, Inactive]",
            )
        user = self.get_user(user_name)
        key = next((k for k in list(user.access_keys) if k.access_key_id == access_key_id), None)
        if key is None:
            raise wire.Refusal("NoSuchEntity", f"The Access Key with id {access_key_id} cannot be found.", 404)
        call = calls.current()
        set_status(key, status, call.caller.label if call else "moto")
        return key

    def answer_update(self):
        name = self._get_param("UserName") or callers.own_name(calls.current())
        self.backend.update_access_key(name, self._get_param("AccessKeyId"), self._get_param("Status"))
        return EmptyResult()

    IAMBackend.update_access_key = update_access_key
    IamResponse.update_access_key = answer_update
