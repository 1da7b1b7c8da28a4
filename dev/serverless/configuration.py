"""One configuration for both sides, as a tree: JSON for the function, and the command line reads JSON as YAML."""

import json

TOKEN = "xoxb-local-serverless"
TOKEN_PARAMETER = "/relevo/slack-token"
PARAMETER = "/relevo/configuration"
NAME = "relevo"


def tree(manifest, slack_url, mode="enforce", policy=None):
    """What both have in common."""
    return {
        "accounts": {
            "organization": True,
            "audit-role": manifest["auditRole"],
            "enforce-role": manifest["enforceRole"],
            "external-id": manifest["externalId"],
        },
        "mode": mode,
        "policy": {"protected": manifest["protected"], **(policy or {})},
        "slack": {"channel": manifest["securityChannel"], "api-url": f"{slack_url}/api/"},
        "teams": manifest["teams"],
        # As the demo's.
        "help": {"url": "https://wiki.example.com/keys", "text": "Ask in the security channel."},
    }


def for_function(common):
    """With the ledger in DynamoDB, and the token in Systems Manager."""
    slack = {**common["slack"], "token": f"ssm:{TOKEN_PARAMETER}"}
    return {**common, "slack": slack, "ledger": f"dynamodb:{NAME}"}


def for_command_line(common, ledger="sqlite:relevo.db"):
    """With a ledger of its own, and the token in the environment."""
    return {**common, "slack": {**common["slack"], "token": "env:SLACK_BOT_TOKEN"}, "ledger": ledger}


def write(path, document):
    """The configuration, where `relevo` looks for it."""
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
