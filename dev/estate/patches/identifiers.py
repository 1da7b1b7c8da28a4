"""User ids look like AWS's (`AIDA…`), and ids don't depend on what was asked before.

moto's user ids are twenty lower-case letters, and every session it gives out changes the ids that come after.
"""

from moto.iam.models import AccessKey, User

from estate import ids


def apply():
    make_user = User.__init__
    make_key = AccessKey.__init__

    def user(self, account_id, region_name, name, path=None):
        make_user(self, account_id, region_name, name, path)
        self.id = ids.unique_id("AIDA", account_id)

    def key(self, user_name, prefix, account_id, status="Active"):
        make_key(self, user_name, prefix, account_id, status)
        # A session's key may come from chance; those of users are the same for the same seed.
        if prefix == "AKIA":
            self.access_key_id = ids.unique_id(prefix, account_id, 20)
            self.secret_access_key = ids.secret()

    User.__init__ = user
    AccessKey.__init__ = key
