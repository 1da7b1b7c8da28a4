"""The function's environment: what it reads, what Terraform and SAM set, and what Docs/permissions.md says of both."""

import re
from pathlib import Path

from sam_template import Template
from terraform_workspace import parsed

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "Docs/permissions.md").read_text()
SET = {"RELEVO_CONFIG", "RELEVO_METRICS"}


def read():
    """The variables of Relevo's own that the function asks for."""
    texts = [path.read_text() for path in (ROOT / "Sources/LambdaFunction").rglob("*.swift")]
    return {name for text in texts for name in re.findall(r"\bRELEVO_\w+", text)}


def test_every_variable_has_its_row():
    rows = re.findall(r"^\| `(RELEVO_\w+)` \|", PAGE, re.MULTILINE)
    assert sorted(rows) == sorted(read())
    words = {4: "four", 5: "five", 6: "six"}
    assert f"Relevo has {words[len(rows)]} variables of its own" in (ROOT / "Docs/deploying.md").read_text()


def test_the_module_and_the_template_set_what_the_page_says():
    (function,) = parsed("hub")["resource aws_lambda_function relevo"]
    assert set(re.findall(r"\bRELEVO_\w+", function["environment"][0]["variables"])) == SET
    template = Template(ExternalId="relevo-demo", ConfigurationParameter="/relevo/configuration")
    assert set(template.resource("Function")["Environment"]["Variables"]) == SET
    (sentence,) = re.findall(r"^The Terraform module and the SAM template set only .*$", PAGE, re.MULTILINE)
    assert set(re.findall(r"RELEVO_\w+", sentence)) == SET
