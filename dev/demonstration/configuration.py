"""What the demo's Relevo is told: its relevo.yaml and its environment."""

import os

TOKEN = "xoxb-local-demo"


def write(path, manifest, slack_url, mode):
    """A relevo.yaml that fits the estate, as a person would write it."""
    teams = "\n".join(f"  {team}: {channel}" for team, channel in manifest["teams"].items())
    protected = ", ".join(f'"{pattern}"' for pattern in manifest["protected"])
    path.write_text(
        f"""\
accounts:
  organization: true
  audit-role: {manifest["auditRole"]}
  enforce-role: {manifest["enforceRole"]}
  external-id: {manifest["externalId"]}
mode: {mode}
policy:
  protected: [{protected}]
slack:
  token: env:SLACK_BOT_TOKEN
  channel: {manifest["securityChannel"]}
  api-url: {slack_url}/api/
teams:
{teams}
help:
  url: https://wiki.example.com/keys
  text: Ask in the security channel.
ledger: sqlite:relevo.db
""",
        encoding="utf-8",
    )


def environment(manifest, aws_url, home):
    """Only what the run needs: none of the caller's own AWS settings, proxies or profiles."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TZDIR", "LD_LIBRARY_PATH") if name in os.environ}
    return {
        **kept,
        "HOME": str(home),
        "AWS_ACCESS_KEY_ID": manifest["hub"]["accessKeyId"],
        "AWS_SECRET_ACCESS_KEY": manifest["hub"]["secretAccessKey"],
        "AWS_REGION": manifest["region"],
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": aws_url,
        "SLACK_BOT_TOKEN": TOKEN,
    }
