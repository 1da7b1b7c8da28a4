"""Step Functions runs the machines it is given, with their own roles' permissions.

moto runs none unless told to, calls other services with made-up credentials, gives executions without a name the same
name, and lacks two calls that Terraform makes: these two are stand-ins. `retryScale` makes the waits between a task's
attempts shorter.
"""

import copy
import datetime
import json
import sys
import time
import types
import uuid

import boto3
from botocore.config import Config
from moto.core.config import default_user_config
from moto.core.responses import ActionResult
from moto.stepfunctions.models import StateMachine
from moto.stepfunctions.parser.api import InvalidDefinition
from moto.stepfunctions.parser.models import StepFunctionsParserBackend, stepfunctions_parser_backends
from moto.stepfunctions.responses import StepFunctionResponse

from estate import address, service_sessions
from estate.clock import clock

SERVICE = "states.amazonaws.com"
# A task may take as long as its own time-out says.
LONG = 24 * 3600

_scale = 1.0
_sessions = {}


def scale(wish):
    """Sets and tells by which factor the waits before a new attempt are multiplied."""
    global _scale
    _scale = float(wish.get("retryScale", _scale))
    return {"retryScale": _scale}


def wait(seconds):
    """Waits as long as a retry of so many seconds takes here."""
    time.sleep(seconds * _scale)


def _machine_of(role, region):
    machines = stepfunctions_parser_backends[role.split(":")[4]][region].state_machines
    return next((each.arn for each in machines if each.roleArn == role), "")


def _client(region, service, state_credentials=None):
    role = state_credentials.role_arn
    session = _sessions.get(role)
    if session is None:
        session = service_sessions.begin(role, SERVICE, uuid.uuid4().hex, region, _machine_of(role, region))
        _sessions[role] = session
    return boto3.client(
        service,
        region_name=region,
        endpoint_url=address.url,
        aws_access_key_id=session.access_key_id,
        aws_secret_access_key=session.secret_access_key,
        aws_session_token=session.session_token,
        config=Config(parameter_validation=False, retries={"total_max_attempts": 1}, read_timeout=LONG),
    )


def _validate(self):
    diagnostics = []
    try:
        StepFunctionsParserBackend._validate_definition(self._get_param("definition"))
    except InvalidDefinition as error:
        told = {"severity": "ERROR", "code": "SCHEMA_VALIDATION_FAILED", "message": _short(error)}
        diagnostics.append(told)
    result = "FAIL" if diagnostics else "OK"
    return ActionResult({"result": result, "diagnostics": diagnostics, "truncated": False})


def _short(error):
    # The parser lists every word that could have stood there.
    return str(getattr(error, "message", error)).partition(", mismatched input")[0][:500]


def _list_versions(self):
    machine = self.stepfunction_backend.describe_state_machine(self._get_param("stateMachineArn"))
    newest = sorted(machine.versions.values(), key=lambda version: -version.version)
    return ActionResult(
        {"stateMachineVersions": [
            {"stateMachineVersionArn": each.arn, "creationDate": each.creation_date} for each in newest]})  # fmt: skip


def _started_here(start):
    def start_execution(self, state_machine_arn, name=None, execution_input=None, trace_header=None):
        return start(self, state_machine_arn, name or str(uuid.uuid4()), execution_input, trace_header)

    return start_execution


def _by_our_clock(machine_execution):
    class Execution(machine_execution):
        """One execution, which started at the local AWS's time."""

        def __init__(self, *arguments, start_date, **named):
            start_date = clock.now().replace(tzinfo=datetime.timezone.utc)
            super().__init__(*arguments, start_date=start_date, **named)

        def get_start_execution_details(self):
            """The context object has its instants as text."""
            details = super().get_start_execution_details()
            details.start_time = self.start_date.strftime("%Y-%m-%dT%H:%M:%S.000Z")
            return details

    return Execution


def apply():
    from moto.stepfunctions.parser import models as parser_models
    from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import state_task_service_factory

    assert state_task_service_factory
    default_user_config["stepfunctions"]["execute_state_machine"] = True
    for name, module in list(sys.modules.items()):
        if name.startswith("moto.stepfunctions.") and hasattr(module, "boto_client_for"):
            module.boto_client_for = _client
    retrier_decl.time = types.SimpleNamespace(sleep=wait)
    parser_models.Execution = _by_our_clock(parser_models.Execution)
    # An execution has its machine as it was; what ran before, threads included, can't be copied, and needn't be.
    StateMachine.__deepcopy__ = lambda self, memo: copy.copy(self)
    StepFunctionsParserBackend.start_execution = _started_here(StepFunctionsParserBackend.start_execution)
    StepFunctionResponse.validate_state_machine_definition = _validate
    StepFunctionResponse.list_state_machine_versions = _list_versions
