"""The alarms of the Terraform module and of the SAM template: both are compared with the definitions in this file.

test_deploy_applied.py compares those that Terraform made.
"""

import pytest
from sam_template import Template, document

# What an alarm has besides its definition.
_STATE = {
    "AlarmName", "AlarmArn", "AlarmConfigurationUpdatedTimestamp", "StateValue", "StateReason", "StateReasonData",
    "StateUpdatedTimestamp", "StateTransitionedTimestamp", "EvaluationState", "Tags",
}  # fmt: skip


def expected(machine, topic, function=None, hours=26):
    """The definition of each alarm. `function` is the one that gets IAM's events, which only the module has."""
    of_machine = [{"Name": "StateMachineArn", "Value": machine}]

    def query(name, metric):
        measured = {"Namespace": "AWS/States", "MetricName": metric, "Dimensions": of_machine}
        return name, {"MetricStat": {"Metric": measured, "Period": 300, "Stat": "Sum"}, "ReturnData": False}

    ended = "FILL(failed, 0) + FILL(late, 0) + FILL(stopped, 0)"
    failed = {
        "AlarmDescription": "A run of Relevo failed, took too long or was stopped. The execution's history in Step Functions "
        "says where; Docs/runbook.md says what to do.",
        "Metrics": dict([
            ("ended", {"Label": "Runs that didn't end well", "Expression": ended, "ReturnData": True}),
            query("failed", "ExecutionsFailed"), query("late", "ExecutionsTimedOut"), query("stopped", "ExecutionsAborted"),
        ]),
        "ComparisonOperator": "GreaterThanThreshold", "Threshold": 0, "EvaluationPeriods": 1,
        "TreatMissingData": "notBreaching", "ActionsEnabled": True, "AlarmActions": [topic],
    }  # fmt: skip
    did_not_run = {
        "AlarmDescription": f"No run of Relevo ended well for {hours} hours. Docs/runbook.md says what to do.",
        "Namespace": "AWS/States", "MetricName": "ExecutionsSucceeded", "Dimensions": of_machine, "Statistic": "Sum",
        "Period": 3600, "EvaluationPeriods": hours, "DatapointsToAlarm": hours,
        "ComparisonOperator": "LessThanThreshold", "Threshold": 1,
        "TreatMissingData": "breaching", "ActionsEnabled": True, "AlarmActions": [topic], "OKActions": [topic],
    }  # fmt: skip
    events_dropped = {
        "AlarmDescription": "An IAM event was dropped: Relevo's function failed for it three times. The next run tells what it "
        "was about.",
        "Namespace": "AWS/Lambda", "MetricName": "AsyncEventsDropped", "Statistic": "Sum",
        "Dimensions": [{"Name": "FunctionName", "Value": function}], "Period": 300, "EvaluationPeriods": 1,
        "ComparisonOperator": "GreaterThanThreshold", "Threshold": 0,
        "TreatMissingData": "notBreaching", "ActionsEnabled": True, "AlarmActions": [topic],
    }  # fmt: skip
    alarms = {"failed": failed, "did-not-run": did_not_run}
    return alarms | ({"events-dropped": events_dropped} if function else {})


def defined(alarm):
    """The whole definition of an alarm, as CloudWatch tells it or as the template has it, in the form of `expected`."""
    found = {name: value for name, value in alarm.items() if name not in _STATE and value not in ([], None)}
    found.setdefault("ActionsEnabled", True)
    if "Metrics" in found:
        queries = {each["Id"]: {name: value for name, value in each.items() if name != "Id"} for each in found["Metrics"]}
        assert len(queries) == len(found["Metrics"])
        found["Metrics"] = queries
    # A parameter of the template is text.
    return found | {name: int(found[name]) for name in ("EvaluationPeriods", "DatapointsToAlarm") if name in found}


@pytest.mark.parametrize("given, hours", [({}, 26), ({"DidNotRunHours": "74"}, 74)])
def test_the_template_s_alarms_are_the_module_s(given, hours):
    template = Template(ExternalId="relevo-demo", **given)
    names = [name for name, each in document()["Resources"].items() if each["Type"] == "AWS::CloudWatch::Alarm"]
    found = {name: defined(template.resource(name)) for name in names}
    wanted = expected("Machine", "AlarmTopic", hours=hours)
    assert found == {"FailedAlarm": wanted["failed"], "DidNotRunAlarm": wanted["did-not-run"]}


def test_only_where_there_is_no_schedule_does_the_template_leave_out_an_alarm():
    conditions = {name: document()["Resources"][name].get("Condition") for name in ("FailedAlarm", "DidNotRunAlarm")}
    assert conditions == {"FailedAlarm": None, "DidNotRunAlarm": "IsScheduled"}


def test_the_hours_have_the_module_s_limits():
    given = document()["Parameters"]["DidNotRunHours"]
    assert (given["Type"], given["MinValue"], given["MaxValue"], given["Default"]) == ("Number", 2, 168, 26)
