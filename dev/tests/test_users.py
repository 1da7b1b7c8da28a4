from refusals import refused


def test_ids_look_like_awss(estate, account):
    made = estate.iam(account).create_user(UserName="ida")["User"]
    assert made["UserId"].startswith("AIDA") and len(made["UserId"]) == 21 and made["UserId"].isupper()


def test_a_renamed_user_keeps_id_tags_and_keys(estate, account):
    before = estate.post("users", accountId=account, userName="una", path="/a/", tags={"type": "engineer"}, keys=[{}])
    iam = estate.iam(account)
    iam.update_user(UserName="una", NewUserName="ula", NewPath="/b/")
    after = estate.users_of(account)["ula"]
    assert after["userId"] == before["userId"] and after["tags"] == {"type": "engineer"}
    assert after["arn"] == f"arn:aws:iam::{account}:user/b/ula"
    key = before["keys"][0]["accessKeyId"]
    assert iam.get_access_key_last_used(AccessKeyId=key)["UserName"] == "ula"
    with refused("NoSuchEntity", 404):
        iam.get_user(UserName="una")


def test_a_session_is_no_user(estate, account):
    with refused("ValidationError", 400):
        estate.iam(account).get_user()
    with refused("ValidationError", 400):
        estate.iam(account).list_access_keys()


def test_a_user_with_keys_is_not_deleted(estate, account):
    estate.post("users", accountId=account, userName="uwe", keys=[{}])
    with refused("DeleteConflict", 409):
        estate.iam(account).delete_user(UserName="uwe")


def test_names_differ_by_more_than_case(estate, account):
    iam = estate.iam(account)
    iam.create_user(UserName="Udo")
    with refused("EntityAlreadyExists", 409):
        iam.create_user(UserName="udo")


def test_a_user_made_again_under_the_same_name_is_another(estate, account):
    first = estate.post("users", accountId=account, userName="xe", tags={"a": "b"}, keys=[{}])
    estate.post("delete-user", accountId=account, userName="xe")
    second = estate.post("users", accountId=account, userName="xe")
    assert first["userId"] != second["userId"] and second["tags"] == {} and second["keys"] == []


def test_a_password_has_its_own_creation(estate, account):
    estate.post("clock", now="2026-03-05T12:00:00Z")
    estate.post("users", accountId=account, userName="lo", createdAt="2025-01-01")
    iam = estate.iam(account)
    iam.create_login_profile(UserName="lo", Password="long-enough-1A")
    assert iam.get_login_profile(UserName="lo")["LoginProfile"]["CreateDate"].isoformat() == "2026-03-05T12:00:00+00:00"
