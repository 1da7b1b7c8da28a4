"""A login profile has its own creation date, and a password remembers when it was changed.

moto gives the user's creation for both.
"""

from moto.core.responses import ActionResult
from moto.iam.models import IAMBackend
from moto.iam.responses import IamResponse

from estate.clock import clock


def _profile(user):
    return ActionResult(
        {
            "LoginProfile": {
                "UserName": user.name,
                "CreateDate": getattr(user, "estate_password_created_at", user.create_date),
                "PasswordResetRequired": user.password_reset_required,
            }
        }
    )


def apply():
    create, update = IAMBackend.create_login_profile, IAMBackend.update_login_profile

    def create_login_profile(self, user_name, password):
        user = create(self, user_name, password)
        user.estate_password_created_at = user.estate_password_changed_at = clock.now()
        return user

    def update_login_profile(self, user_name, password, password_reset_required):
        before = self.get_user(user_name).password
        user = update(self, user_name, password or before, password_reset_required)
        if password:
            user.estate_password_changed_at = clock.now()
        return user

    def answer_create(self):
        name, password = self._get_param("UserName"), self._get_param("Password")
        user = self.backend.create_login_profile(name, password)
        user.password_reset_required = bool(self._get_bool_param("PasswordResetRequired", False))
        return _profile(user)

    def answer_get(self):
        return _profile(self.backend.get_login_profile(self._get_param("UserName")))

    IAMBackend.create_login_profile = create_login_profile
    IAMBackend.update_login_profile = update_login_profile
    IamResponse.create_login_profile = answer_create
    IamResponse.get_login_profile = answer_get
