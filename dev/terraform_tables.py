"""Writes the tables of variables and outputs into the README of each Terraform module, in terraform-docs' shape
(`anchor: false`).

`python3 dev/terraform_tables.py` writes them; a test says when one is out of date. It reads files as `terraform fmt`
leaves them: a block begins at the margin, its arguments are indented by two spaces.
"""

import re
from pathlib import Path

MODULES = Path(__file__).resolve().parent.parent / "Deploy/terraform"
BEGIN, END = "<!-- BEGIN_TF_DOCS -->", "<!-- END_TF_DOCS -->"


def blocks(folder, kind):
    """(name, arguments) of every block of this kind in a module, by name."""
    text = "\n".join(path.read_text() for path in sorted(folder.glob("*.tf")))
    found = re.findall(rf'^{kind} "([^"]+)" {{\n(.*?)^}}$', text, re.MULTILINE | re.DOTALL)
    return sorted((name, _arguments(body)) for name, body in found)


def _arguments(body):
    return dict(re.findall(r"^  (\w+) += (.+)$", body, re.MULTILINE))


def _text(literal):
    return re.sub(r"\\(.)", r"\1", literal[1:-1]).replace("|", "\\|")


def _escaped(name):
    return name.replace("_", "\\_")


def requirements(folder):
    text = (folder / "versions.tf").read_text()
    terraform = re.search(r'required_version = "([^"]+)"', text).group(1)
    provider = re.search(r'version += "([^"]+)"\n', text[text.index("hashicorp/aws") :]).group(1)
    return [("terraform", terraform), ("aws", provider)]


def tables(folder):
    """The text between the two marks."""
    lines = ["## Requirements", "", "| Name | Version |", "|------|---------|"]
    lines += [f"| {_escaped(name)} | {version} |" for name, version in requirements(folder)]
    lines += ["", "## Inputs", "", "| Name | Description | Type | Default | Required |"]
    lines += ["|------|-------------|------|---------|:--------:|"]
    for name, given in blocks(folder, "variable"):
        default = f"`{given['default']}`" if "default" in given else "n/a"
        needed = "no" if "default" in given else "yes"
        cells = (_escaped(name), _text(given["description"]), f"`{given['type']}`", default, needed)
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "## Outputs", "", "| Name | Description |", "|------|-------------|"]
    for name, given in blocks(folder, "output"):
        lines.append(f"| {_escaped(name)} | {_text(given['description'])} |")
    return "\n".join(lines)


def updated(folder):
    """The README as it should be."""
    text = (folder / "README.md").read_text()
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{tables(folder)}\n{END}{after}"


def modules():
    return [MODULES / "hub", MODULES / "member"]


if __name__ == "__main__":
    for module in modules():
        (module / "README.md").write_text(updated(module))
