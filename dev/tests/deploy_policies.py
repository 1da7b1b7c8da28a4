"""The policies in Deploy/policies, with their placeholders filled in."""

import json
import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent.parent / "Deploy/policies"
PROTECTED_PATH = "/break-glass/"
PROTECTED = f"arn:aws:iam::*:user{PROTECTED_PATH}*"
HUB = "arn:aws:iam::111111111111:role/relevo-hub"
EXTERNAL_ID = "relevo-demo"
_VALUES = {"Partition": "aws", "ProtectedPath": PROTECTED_PATH, "HubPrincipal": HUB, "ExternalId": EXTERNAL_ID}


def statements(name):
    """Those of one file, each under its Sid."""
    text = re.sub(r"\$\{(\w+)\}", lambda found: _VALUES[found.group(1)], (FOLDER / f"{name}.json").read_text())
    return by_sid(json.loads(text))


def by_sid(document):
    """Its statements, with lists where AWS accepts a single text, too; a statement without a Sid has an empty one."""
    assert document["Version"] == "2012-10-17"
    found = {}
    for statement in document["Statement"]:
        plain = {name: statement[name] for name in statement if name != "Sid"}
        for name in ("Action", "Resource"):
            if isinstance(plain.get(name), str):
                plain[name] = [plain[name]]
        found[statement.get("Sid", "")] = {**plain, "Action": sorted(plain["Action"])}
    return found
