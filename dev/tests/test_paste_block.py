"""The lines to paste, as Relevo sends them, on computers of all kinds: the right key is rotated, or nothing is changed.

Tests/MessagesTests/PasteBlockTests.swift holds `fixtures/paste-block*.sh` equal to what is sent.
"""

import os
import shutil
import sys
import time
from pathlib import Path

import pytest
from paste_block_cases import (
    OWN_KEYS, ROTATED, UNCHANGED, Person, allow, known_after, one_profile, strict_shell,
)  # fmt: skip
from computers import SHELLS, Computer, Terminal


@pytest.fixture(scope="session")
def cli(request):
    """Version 1 of the AWS CLI comes with the requirements; `--aws` names another, for example version 2."""
    own = Path(sys.executable).parent / "aws"
    found = request.config.getoption("--aws") or (own if own.exists() else shutil.which("aws"))
    if not found:
        pytest.skip("no AWS CLI here: it comes with dev/requirements.txt")
    return found


@pytest.fixture
def computer(tmp_path, guarded, cli):
    return Computer(tmp_path / "home", guarded.endpoint, cli)


@pytest.fixture
def person(guarded, computer, request):
    return Person(guarded, computer, getattr(request, "param", "paste-block"))


def test_the_right_key_is_rotated(person, shell, prepare):
    profiles = prepare(person)
    result = person.computer.run(person.block, shell)
    person.was_rotated(*profiles)
    # Not even a prompt before it: the AWS CLI's show the last letters of the old secret.
    end = "still here\n" if prepare is strict_shell else ""
    assert result.stdout == (
        f"{named(person, profiles[0])}Stored.\nDone. To take it back:\n"
        f"aws iam update-access-key --profile '{profiles[0]}' --access-key-id {person.key} --status Active\n{end}"
    )
    person.nothing_leaked(result.stdout, result.stderr)
    assert result.returncode == 0


def named(person, profile="work"):
    """The line that names a new key as soon as it exists."""
    new = person.computer.created()[0]
    return f"If it is not stored: aws iam delete-access-key --profile '{profile}' --access-key-id {new}\n"


@pytest.mark.parametrize("person", ["paste-block-masked", "paste-block-es"], indirect=True)
def test_other_readers_get_lines_that_do_the_same(person, shell):
    one_profile(person)
    result = person.computer.run(person.block, shell)
    person.was_rotated("work")
    person.nothing_leaked(result.stdout, result.stderr)


@pytest.mark.parametrize("profile", [False, True])
@pytest.mark.parametrize("person", ["paste-block-masked"], indirect=True)
def test_a_masked_key_that_is_not_here_changes_nothing(person, shell, profile):
    """Not even where another key of the user is here."""
    if profile:
        person.has()
    person.block = person.block.replace(f"*{person.key[-4:]}", "*ZZZZ")
    result = person.computer.run(person.block, shell)
    assert result.stdout.startswith("Nothing changed: ") and result.stdout.count("\n") <= 2
    assert person.keys() == {person.key: "Active"}


def test_nothing_is_changed_and_one_sentence_says_why(person, shell, prepare):
    reason = prepare(person).format(key=person.key)
    keys, files = person.keys(), person.computer.files()
    result = person.computer.run(person.block, shell)
    assert (person.keys(), person.computer.files()) == (keys, files)
    assert result.stdout.startswith(f"Nothing changed: {reason}")
    # Two profiles are named one a line.
    assert result.stdout.count("\n") == 1 + reason.count("\n") and result.returncode == 0
    person.nothing_leaked(result.stdout, result.stderr)


def test_who_may_not_create_a_key_is_told_by_aws(person, shell):
    person.has()
    allow(person, OWN_KEYS[0])
    files = person.computer.files()
    result = person.computer.run(person.block, shell)
    assert (person.keys(), person.computer.files()) == ({person.key: "Active"}, files)
    assert (result.stdout, result.returncode) == ("", 0)
    assert "AccessDenied" in result.stderr and "CreateAccessKey" in result.stderr


ROWS = {
    "test_the_right_key_is_rotated": ROTATED,
    "test_nothing_is_changed_and_one_sentence_says_why": UNCHANGED,
}


def pytest_generate_tests(metafunc):
    """Rows take the shells in turn, and every one of them with `--every-shell`; so does what a terminal shows."""
    if "shell" not in metafunc.fixturenames:
        return
    shells = list(SHELLS)
    every = metafunc.config.getoption("--every-shell")
    rows = ROWS.get(metafunc.function.__name__)
    if rows is not None:
        turns = [(row, shells if every else [shells[place % 3]]) for place, row in enumerate(rows)]
        pairs = [(row, shell) for row, some in turns for shell in some]
        metafunc.parametrize("prepare, shell", [_pair(*pair) for pair in pairs])
    else:
        some = shells if every or "terminal" in metafunc.fixturenames else ["zsh"]
        metafunc.parametrize("shell", [_pair(shell) for shell in some])


def _pair(*values):
    shell = values[-1]
    missing = pytest.mark.skipif(shutil.which(shell) is None, reason=f"no {shell} here")
    return pytest.param(*values, marks=missing, id="-".join([v.__name__ for v in values[:-1]] + [shell]))


def test_a_credentials_file_that_is_read_only_keeps_the_old_key(person, shell):
    person.has()
    person.computer.credentials.chmod(0o400)
    # root may write everything, unless it can't overrule permissions.
    prefix = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    if prefix and not shutil.which("setpriv"):
        pytest.skip("as root, and no setpriv here")
    result = person.computer.run(person.block, shell, [*map(shutil.which, prefix[:1]), *prefix[1:]])
    new = person.computer.created()[0]
    assert result.stdout == named(person) and "ermission denied" in result.stderr
    assert person.keys() == {person.key: "Active", new: "Active"}
    assert person.computer.profiles() == {"work": person.key}
    person.nothing_leaked(result.stdout, result.stderr)


def test_a_new_key_that_is_not_stored_leaves_the_old_one_active(person, shell):
    person.has()
    person.computer.behave('[ "$1" = configure ] && { echo "no space left" >&2; exit 255; }\n')
    result = person.computer.run(person.block, shell)
    new = person.computer.created()[0]
    assert (result.stdout, result.stderr, result.returncode) == (named(person), "no space left\n", 0)
    assert person.keys() == {person.key: "Active", new: "Active"}
    person.nothing_leaked(result.stdout, result.stderr)


def test_who_may_not_deactivate_has_the_new_key_stored(person, shell):
    person.has()
    allow(person, *OWN_KEYS[:2])
    result = person.computer.run(person.block, shell)
    new = person.computer.created()[0]
    assert result.stdout == f"{named(person)}Stored.\n"
    assert "AccessDenied" in result.stderr and "UpdateAccessKey" in result.stderr
    assert person.keys() == {person.key: "Active", new: "Active"}
    assert person.computer.profiles() == {"work": new}
    person.nothing_leaked(result.stdout, result.stderr)


@pytest.fixture
def terminal(computer, shell):
    opened = []

    def opening():
        opened.append(Terminal(computer, shell))
        return opened[-1]

    yield opening
    for each in opened:
        each.close()


def test_pasted_into_a_terminal_the_secret_is_neither_shown_nor_remembered(person, terminal):
    one_profile(person)
    screen = terminal()
    screen.paste(person.block)
    screen.until(r"take it back:\r?\naws iam .*--status Active\r?\n")
    # The person's own shell is as it was, and its history has the lines alone.
    assert "[]" in screen.answer('echo "[${AWS_PROFILE-}${secret-}${old-}${AWS_DEFAULT_OUTPUT-}]"')
    screen.answer("fc -l")
    person.was_rotated("work")
    person.nothing_leaked(screen.shown)


def test_ctrl_c_while_waiting_leaves_the_old_key_active(person, terminal):
    known_after(3600)(person)
    person.computer.program("sleep", 'echo >"$COMPUTER/sleeping"\nexec /bin/sleep 30\n')
    files = person.computer.files()
    screen = terminal()
    screen.paste(person.block)
    for _ in range(600):
        if (person.computer.home / "sleeping").exists():
            break
        time.sleep(0.1)
    screen.interrupt()
    screen.answer(":")
    assert "If it is not stored: aws iam delete-access-key --profile 'work' --access-key-id" in screen.shown
    new = person.computer.created()[0]
    assert person.keys() == {person.key: "Active", new: "Active"} and person.computer.files() == files
    person.nothing_leaked(screen.shown)


# A stand-in for policies that want MFA, and for the session: the local AWS has neither. IAM is refused without the
# session, and asked with the old key with it.
MFA = """
[ "$1" = iam ] && [ "$2" != list-mfa-devices ] && case "$AWS_SESSION_TOKEN" in
session) export AWS_ACCESS_KEY_ID=%(key)s AWS_SECRET_ACCESS_KEY=%(secret)s; unset AWS_SESSION_TOKEN;;
*) echo "An error occurred (AccessDenied)" >&2; exit 254;;
esac
if [ "$2" = get-session-token ]; then
    case "$*" in
    *"--token-code 123456"*"--serial-number arn:aws:iam::%(account)s:mfa/uma"*)
        printf 'ASIAI44QH8DHBEXAMPLE\\tsecret-of-session\\tsession\\n'; exit;;
    *) echo "An error occurred (AccessDenied): MultiFactorAuthentication failed" >&2; exit 254;;
    esac
fi
"""


@pytest.fixture
def with_device(person):
    one_profile(person)
    person.estate.post("users", accountId=person.account, userName="uma", mfa=True)
    allow(person, *OWN_KEYS, "iam:ListMFADevices")
    person.computer.behave(MFA % {"key": person.key, "secret": person.secret, "account": person.account})
    return person


@pytest.mark.parametrize("person", ["paste-block-mfa"], indirect=True)
def test_with_mfa_the_code_is_asked_for_and_the_key_rotated(with_device, terminal):
    screen = terminal()
    screen.paste(with_device.block)
    screen.until(r"MFA code: $")
    screen.paste("123456")
    screen.until(r"take it back:\r?\naws iam .*--status Active\r?\n")
    with_device.was_rotated("work")
    with_device.nothing_leaked(screen.shown)
    assert "secret-of-session" not in screen.shown + with_device.computer.left()


@pytest.mark.parametrize("person", ["paste-block-mfa"], indirect=True)
def test_with_a_wrong_code_nothing_is_changed(with_device, terminal):
    files = with_device.computer.files()
    screen = terminal()
    screen.paste(with_device.block)
    screen.until(r"MFA code: $")
    screen.paste("654321")
    screen.until(r"Nothing changed: AWS refused this code\.\r?\n")
    assert with_device.keys() == {with_device.key: "Active"} and with_device.computer.files() == files


def test_without_a_code_where_mfa_is_wanted_nothing_is_changed(with_device, shell):
    result = with_device.computer.run(with_device.block, shell)
    assert result.stdout.startswith("Nothing changed: ")
    assert with_device.keys() == {with_device.key: "Active"}
