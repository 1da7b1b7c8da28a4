"""Users: renaming keeps tags and keys, deleting needs the keys gone first, names differ by more than case.

moto files tags under the ARN and keys under the name, and loses both when a user is renamed. It makes up a
user for a session that asks GetUser who it is.
"""

from moto.core.responses import ActionResult
from moto.iam.models import IAMBackend
from moto.iam.responses import IamResponse

from estate import callers, calls, wire


def _taken(backend, name, besides=None):
    wanted = name.lower()
    return any(other.lower() == wanted and other != besides for other in list(backend.users))


def apply():
    create, delete, update = IAMBackend.create_user, IAMBackend.delete_user, IAMBackend.update_user

    def create_user(self, region_name, user_name, path="/", tags=None):
        if _taken(self, user_name):
            raise wire.Refusal("EntityAlreadyExists", f"User with name {user_name} already exists.", 409)
        return create(self, region_name, user_name, path, tags)

    def delete_user(self, user_name):
        user = self.get_user(user_name)
        if user.access_keys:
            raise wire.Refusal("DeleteConflict", "Cannot delete entity, must delete access keys first.", 409)
        if user.password:
            raise wire.Refusal("DeleteConflict", "Cannot delete entity, must delete login profile first.", 409)
        delete(self, user_name)

    def update_user(self, user_name, new_path=None, new_user_name=None):
        user = self.get_user(user_name)
        if new_user_name and _taken(self, new_user_name, besides=user_name):
            raise wire.Refusal("EntityAlreadyExists", f"User with name {new_user_name} already exists.", 409)
        old_arn = user.arn
        update(self, user_name, new_path, new_user_name)
        for key in user.access_keys:
            key.user_name = user.name
        if user.arn != old_arn:
            self.tagger.copy_tags(old_arn, user.arn)
            self.tagger.delete_all_tags_for_resource(old_arn)

    def get_user(self):
        name = self._get_param("UserName") or callers.own_name(calls.current())
        return ActionResult({"User": self.backend.get_user(name)})

    IamResponse.get_user = get_user
    IAMBackend.create_user = create_user
    IAMBackend.delete_user = delete_user
    IAMBackend.update_user = update_user
