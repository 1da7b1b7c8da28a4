import pytest

from estate.policy import ALLOW, DENY, SILENT, Request, names_exactly, verdict

USER = "arn:aws:iam::222222222222:user/team/a/zoe"


def statement(**parts):
    return {"Effect": "Allow", "Action": "iam:UpdateAccessKey", "Resource": "*", **parts}


def judged(*statements, action="iam:UpdateAccessKey", resource=USER, principals=(), **context):
    known = {key.replace("__", ":").lower(): value for key, value in context.items()}
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    return verdict([document], Request(action, resource, list(principals), known))


CASES = {
    "nothing said": ([], SILENT),
    "allowed": ([statement()], ALLOW),
    "action in other case": ([statement(Action="IAM:updateaccesskey")], ALLOW),
    "action by pattern": ([statement(Action=["iam:List*", "iam:Update*"])], ALLOW),
    "another action": ([statement(Action="iam:List*")], SILENT),
    "not this action": ([statement(Action=None, NotAction="iam:Update*")], SILENT),
    "user in any account": ([statement(Resource="arn:aws:iam::*:user/*")], ALLOW),
    "another user": ([statement(Resource="arn:aws:iam::222222222222:user/zoe")], SILENT),
    "one letter any": ([statement(Resource="arn:aws:iam::222222222222:user/team/?/zoe")], ALLOW),
    "deny wins whatever the order": ([statement(Effect="Deny"), statement()], DENY),
    "deny elsewhere": ([statement(), statement(Effect="Deny", Resource="arn:aws:iam::*:user/x/*")], ALLOW),
    "all but one": ([statement(Resource=None, NotResource="arn:aws:iam::*:user/break-glass/*")], ALLOW),
}


@pytest.mark.parametrize("name", CASES)
def test_statements(name):
    statements, wanted = CASES[name]
    assert judged(*({k: v for k, v in s.items() if v is not None} for s in statements)) == wanted


CONDITIONS = {
    "equal": ({"StringEquals": {"iam:ResourceTag/team": "shop"}}, ALLOW),
    "one of several": ({"StringEquals": {"iam:ResourceTag/team": ["data", "shop"]}}, ALLOW),
    "key in other case": ({"StringEquals": {"IAM:resourcetag/TEAM": "shop"}}, ALLOW),
    "unequal": ({"StringEquals": {"iam:ResourceTag/team": "data"}}, SILENT),
    "absent": ({"StringEquals": {"iam:ResourceTag/none": "x"}}, SILENT),
    "absent, and that is fine": ({"StringEqualsIfExists": {"iam:ResourceTag/none": "x"}}, ALLOW),
    "must be absent": ({"Null": {"iam:ResourceTag/none": "true"}}, ALLOW),
    "must be there": ({"Null": {"iam:ResourceTag/team": "true"}}, SILENT),
    "like": ({"StringLike": {"iam:ResourceTag/team": "sh*"}}, ALLOW),
    "not equal": ({"StringNotEquals": {"iam:ResourceTag/team": "shop"}}, SILENT),
    "not equal, absent": ({"StringNotEquals": {"iam:ResourceTag/none": "shop"}}, ALLOW),
    "no MFA, strictly": ({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, SILENT),
    "no MFA, if it were said": ({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}, ALLOW),
    "all hold or none": (
        {"StringEquals": {"iam:ResourceTag/team": "shop"}, "Bool": {"aws:SecureTransport": "true"}},
        SILENT,
    ),
}


@pytest.mark.parametrize("name", CONDITIONS)
def test_conditions(name):
    condition, wanted = CONDITIONS[name]
    context = {"iam__resourcetag/team": ["shop"], "aws__securetransport": ["false"]}
    assert judged(statement(Condition=condition), **context) == wanted


def test_an_operator_it_does_not_know_is_an_error():
    with pytest.raises(NotImplementedError):
        judged(statement(Condition={"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}), aws__sourceip=["10.0.0.1"])


def test_a_trust_policy_names_an_account_or_someone_in_it():
    root = statement(Principal={"AWS": "arn:aws:iam::111111111111:root"})
    mine = ["arn:aws:iam::111111111111:user/hub", "arn:aws:iam::111111111111:root"]
    assert judged(root, principals=mine) == ALLOW
    assert judged(root, principals=["arn:aws:iam::999999999999:root"]) == SILENT
    assert judged(statement(Principal={"Service": "lambda.amazonaws.com"}), principals=mine) == SILENT
    assert judged(statement(Principal="*"), principals=mine) == ALLOW
    assert not names_exactly({"Statement": [root]}, mine[0])


def test_a_variable_stands_for_the_caller():
    own = statement(Resource="arn:aws:iam::222222222222:user/team/a/${aws:username}")
    assert judged(own, aws__username=["zoe"]) == ALLOW
    assert judged(own, aws__username=["max"]) == SILENT
    assert judged(own) == SILENT


STAR = "arn:aws:iam::222222222222:user/a*b/zoe"
ESCAPES = {
    "an escaped star is a star": ("a${*}b", STAR, ALLOW),
    "an escaped star is nothing else": ("a${*}b", "arn:aws:iam::222222222222:user/axxb/zoe", SILENT),
    "an escaped question mark": ("a${?}b", "arn:aws:iam::222222222222:user/a?b/zoe", ALLOW),
    "an escaped question mark is no letter": ("a${?}b", "arn:aws:iam::222222222222:user/axb/zoe", SILENT),
    "an escaped dollar": ("a${$}{*}b", "arn:aws:iam::222222222222:user/a${ofall}b/zoe", ALLOW),
    "a bare star still means anything": ("a*b", "arn:aws:iam::222222222222:user/axxb/zoe", ALLOW),
}


@pytest.mark.parametrize("name", ESCAPES)
def test_escapes_stand_for_the_characters_themselves(name):
    path, resource, wanted = ESCAPES[name]
    own = statement(Resource=f"arn:aws:iam::222222222222:user/{path}/zoe")
    assert judged(own, resource=resource) == wanted


def test_what_a_variable_says_is_no_pattern():
    own = statement(Resource="arn:aws:iam::222222222222:user/team/a/${aws:username}")
    assert judged(own, aws__username=["*"]) == SILENT
    tagged = statement(Condition={"StringEquals": {"iam:ResourceTag/team": "${aws:username}"}})
    assert judged(tagged, aws__username=["a*"], iam__resourcetag__team=["x"]) == SILENT
    assert judged(tagged, **{"aws__username": ["a*"], "iam__resourcetag/team": ["a*"]}) == ALLOW
