"""The configuration as the function reads it, and whether Systems Manager could hold it instead of the zip."""

import json
import subprocess

# Bytes that a parameter's value may have. A larger one needs the Advanced tier, which costs money each month.
# https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
STANDARD, ADVANCED = 4_096, 8_192


class Refused(Exception):
    """A configuration that the function can't use; the text says what to change."""


def read(relevo, path):
    """The bytes of `relevo.json`, with every default, as `relevo` writes them.

    With `heartbeat-url`, although that is a secret: without it, the function would not call that address.
    """
    words = [str(relevo), "config", "show", "--format", "json", "--reveal", "--config", str(path)]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode != 0:
        raise Refused(done.stderr.strip() or f"{relevo} ended with {done.returncode} and printed no error.")
    return done.stdout.encode()


def check(text, path):
    """Throws `Refused` for what would not work on Lambda."""
    try:
        ledger = json.loads(text)["ledger"]
    except (ValueError, LookupError, TypeError):
        raise Refused(f"{path} isn't what `relevo config show --format json --reveal` writes.") from None
    if not ledger.startswith("dynamodb:"):
        raise Refused(f"{path}: ledger is {ledger}, which ends with the function; write ledger: dynamodb:TABLE.")


def zone(text):
    """The time zone that it names."""
    return json.loads(text).get("policy", {}).get("hours", {}).get("zone", "UTC")


def remarks(text):
    """What the configuration's author should know."""
    tree = json.loads(text)
    token = tree.get("slack", {}).get("token", "")
    if token.startswith(("env:", "file:")):
        yield (
            f"slack.token is {token}. On Lambda, use ssm:NAME or secretsmanager:NAME: whoever may look at the function "
            "can read its variables and its files."
        )
    if "heartbeat-url" in tree:
        yield "relevo.json contains heartbeat-url, which is a secret: don't publish the zip."


def room(size):
    """Whether a parameter can hold so many bytes, and what else to do."""
    if size <= STANDARD:
        return f"fits a standard SSM parameter (at most {STANDARD:,} bytes); the zip has it already"
    if size <= ADVANCED:
        return (
            f"too large for a standard SSM parameter (at most {STANDARD:,} bytes); it fits an advanced one, which is "
            f"charged for (at most {ADVANCED:,}), and the zip has it already"
        )
    return (
        f"too large for any SSM parameter (at most {ADVANCED:,} bytes): leave RELEVO_CONFIG unset, so that the function "
        "reads it from the zip"
    )
