import pytest
from refusals import refused


@pytest.fixture
def iam(estate, account):
    estate.post("users", accountId=account, userName="tea", tags={"slack-id": "U1"})
    return estate.iam(account)


def tagged(iam, **tags):
    iam.tag_user(UserName="tea", Tags=[{"Key": key, "Value": value} for key, value in tags.items()])


def shown(iam):
    return {tag["Key"]: tag["Value"] for tag in iam.list_user_tags(UserName="tea")["Tags"]}


def test_keys_that_differ_by_case_are_one_key(iam):
    tagged(iam, **{"Slack-ID": "U2"})
    assert shown(iam) == {"Slack-ID": "U2"}
    iam.untag_user(UserName="tea", TagKeys=["SLACK-id"])
    assert shown(iam) == {}
    with refused("InvalidInput", 400):
        tagged(iam, Team="a", team="b")


def test_fifty_is_the_most(iam):
    tagged(iam, **{f"tag{n}": "v" for n in range(49)})
    tagged(iam, tag7="w")
    with refused("LimitExceeded", 409):
        tagged(iam, onemore="v")
    assert len(shown(iam)) == 50


def test_letters_of_all_scripts_are_kept_and_marks_refused(iam):
    tagged(iam, **{"full-name": "山田 花子", "other": "Zoë Ünïcode"})
    assert shown(iam)["full-name"] == "山田 花子"
    for wrong in ("O'Brien", "Smith, Jr.", "😀", "a&b"):
        with refused("ValidationError", 400):
            tagged(iam, **{"full-name": wrong})
