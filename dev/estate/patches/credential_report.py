"""The credential report as AWS makes it: in steps, once in four hours, with the root's row and real dates.

moto's is complete at once, never stale, dated 2015, without the root, and without real last-used columns.
"""

from moto.core.responses import ActionResult
from moto.iam.responses import IamResponse
from moto.organizations.models import organizations_backends

from estate import report, settings
from estate.clock import iso

DESCRIPTIONS = {"STARTED": "No report exists. Starting a new report generation task"}


def task_of(backend):
    """The report task of an account, made on first use and forgotten with its backend."""
    if not hasattr(backend, "estate_report"):
        backend.estate_report = report.ReportTask()
    return backend.estate_report


def _generate(self):
    account_id, backend = self.current_account, self.backend

    def render_now():
        is_management = account_id not in organizations_backends.master_accounts or (
            organizations_backends[account_id]["aws"].org is not None
        )
        return report.render(account_id, backend, settings.of(account_id).columns, is_management)

    state = task_of(backend).generate(account_id, render_now)
    result = {"State": state}
    if state in DESCRIPTIONS:
        result["Description"] = DESCRIPTIONS[state]
    return ActionResult(result)


def _get(self):
    content, generated = task_of(self.backend).get()
    return ActionResult({"Content": content, "ReportFormat": "text/csv", "GeneratedTime": iso(generated)})


def apply():
    IamResponse.generate_credential_report = _generate
    IamResponse.get_credential_report = _get
