"""Which events the rules let through."""

import copy
from pathlib import Path

import pytest

PATTERN = (Path(__file__).resolve().parent.parent.parent / "Deploy/iam-events.json").read_text()
EVENT = {
    "source": "aws.iam",
    "detail-type": "AWS API Call via CloudTrail",
    "account": "222222222222",
    "detail": {
        "eventSource": "iam.amazonaws.com",
        "eventName": "CreateAccessKey",
        "requestParameters": {"userName": "ana"},
    },
}


def let_through(event):
    from moto.events.models import EventPattern

    return EventPattern.load(PATTERN).matches_event(event)


@pytest.mark.parametrize("name", ["CreateAccessKey", "UpdateAccessKey", "CreateServiceSpecificCredential"])
def test_what_makes_a_key_usable_is_let_through(name):
    event = copy.deepcopy(EVENT)
    event["detail"]["eventName"] = name
    assert let_through(event)


@pytest.mark.parametrize(
    "change",
    [{"eventName": "DeleteAccessKey"}, {"eventName": "CreateUser"}, {"errorCode": "AccessDenied"}],
    ids=lambda change: next(iter(change.values())),
)
def test_other_calls_and_refused_ones_are_not(change):
    event = copy.deepcopy(EVENT)
    event["detail"] |= change
    assert not let_through(event)


def test_events_of_other_sources_are_not():
    assert not let_through({**EVENT, "source": "someone.else"})
    assert not let_through({**EVENT, "detail-type": "AWS Console Sign In via CloudTrail"})
