"""The lines to paste, as Relevo sends them, on machines of all kinds: the right key is rotated, or nothing is changed.

Tests/MessagesTests/PasteBlockTests.swift holds `fixtures/paste-block*.sh` equal to what is sent.
"""

import os
import shutil
import sys
import time
from pathlib import Path

import pytest
from machine_rows import (
    OWN_KEYS, ROTATED, UNCHANGED, Person, allow, known_after, one_profile, strict_shell, two_profiles,
)  # fmt: skip
from machines import SHELLS, Machine, Terminal


@pytest.fixture(scope="session")
def cli(request):
    """Version 1 of the AWS CLI comes with the requirements; `--aws` names another, for example version 2."""
    own = Path(sys.executable).parent / "aws"
    found = request.config.getoption("--aws") or (own if own.exists() else shutil.which("aws"))
    if not found:
        pytest.skip("no AWS CLI here: it comes with dev/requirements.txt")
    return found


@pytest.fixture
def machine(tmp_path, guarded, cli):
    return Machine(tmp_path / "home", guarded.endpoint, cli)


@pytest.fixture
def person(guarded, machine, request):
    return Person(guarded, machine, getattr(request, "param", "paste-block"))


def test_the_right_key_is_rotated(person, shell, prepare):
    profiles = prepare(person)
    result = person.machine.run(person.block, shell)
    file = person.machine.env.get("AWS_SHARED_CREDENTIALS_FILE")
    person.was_rotated(*profiles, file=file)
    # Not even a prompt before it: the AWS CLI's show the last letters of the old secret.
    assert result.stdout.startswith(f"Done: {person.machine.created()[0]} replaces {person.key}")
    assert "which is inactive. To reactivate it: aws iam update-access-key" in result.stdout
    person.nothing_leaked(result.stdout, result.stderr)
    if prepare is strict_shell:
        assert result.stdout.endswith("still here\n")
    else:
        assert result.stdout.count("\n") == 1 and result.returncode == 0


@pytest.mark.parametrize("person", ["paste-block-masked", "paste-block-es"], indirect=True)
def test_other_readers_get_lines_that_do_the_same(person, shell):
    one_profile(person)
    result = person.machine.run(person.block, shell)
    person.was_rotated("work")
    person.nothing_leaked(result.stdout, result.stderr)


def test_nothing_is_changed_and_one_sentence_says_why(person, shell, prepare):
    reason = prepare(person).format(key=person.key)
    keys, files = person.keys(), person.machine.files()
    result = person.machine.run(person.block, shell)
    assert (person.keys(), person.machine.files()) == (keys, files)
    assert result.stdout.startswith("Nothing changed: ") and reason in result.stdout
    assert result.stdout.count("\n") == 1 and result.returncode == 0
    person.nothing_leaked(result.stdout, result.stderr)


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


def test_a_credentials_file_that_is_read_only_stops_before_a_key_is_created(person, shell):
    person.has()
    person.machine.credentials.chmod(0o400)
    # root may write everything, unless it can't overrule permissions.
    prefix = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    if prefix and not shutil.which("setpriv"):
        pytest.skip("as root, and no setpriv here")
    result = person.machine.run(person.block, shell, [*map(shutil.which, prefix[:1]), *prefix[1:]])
    assert result.stdout == f"Nothing changed: {person.machine.credentials} is read-only.\n"
    assert person.keys() == {person.key: "Active"}


def test_a_new_key_that_never_works_is_not_stored(person, shell):
    known_after(3600)(person)
    files = person.machine.files()
    result = person.machine.run(person.block, shell)
    new = person.machine.created()[0]
    assert 50 <= person.machine.waited() <= 60
    assert result.stdout == (
        f"{person.key} is still active: the new one did not work yet and is not stored, so delete it: "
        f"aws iam delete-access-key --profile 'work' --access-key-id {new}\n"
    )
    assert person.keys() == {person.key: "Active", new: "Active"} and person.machine.files() == files
    person.nothing_leaked(result.stdout, result.stderr)


def test_a_new_key_that_is_not_stored_leaves_the_old_one_active(person, shell):
    person.has()
    person.machine.behave('[ "$1 $2" = "configure --profile" ] && { echo "no space left" >&2; exit 255; }\n')
    result = person.machine.run(person.block, shell)
    new = person.machine.created()[0]
    assert result.stdout == (
        f"{person.key} is still active: {new} works but is not stored in all of these profiles: work\n"
    )
    assert person.keys() == {person.key: "Active", new: "Active"}
    person.nothing_leaked(result.stdout, result.stderr)


def test_who_may_not_deactivate_has_a_new_key_and_the_line_for_it(person, shell):
    person.has()
    allow(person, *OWN_KEYS[:2])
    result = person.machine.run(person.block, shell)
    new = person.machine.created()[0]
    assert result.stdout == (
        f"{person.key} is still active: your profile has {new} now, so deactivate the old key: aws iam "
        f"update-access-key --profile 'work' --access-key-id {person.key} --status Inactive\n"
    )
    assert person.keys() == {person.key: "Active", new: "Active"}
    assert person.machine.profiles() == {"work": new}
    person.nothing_leaked(result.stdout, result.stderr)


@pytest.fixture
def terminal(machine, shell):
    opened = []

    def opening():
        opened.append(Terminal(machine, shell))
        return opened[-1]

    yield opening
    for each in opened:
        each.close()


def test_pasted_into_a_terminal_the_secret_is_neither_shown_nor_remembered(person, terminal):
    two_profiles(person)
    screen = terminal()
    screen.paste(person.block)
    screen.until(r"--status Active --profile|--status Active\r?\n")
    # The person's own shell is as it was, and its history has the lines alone.
    assert "[]" in screen.answer('echo "[${AWS_PROFILE-}${secret-}${key-}${AWS_DEFAULT_OUTPUT-}]"')
    screen.answer("fc -l")
    person.was_rotated("default", "work")
    person.nothing_leaked(screen.shown)


def test_ctrl_c_while_waiting_leaves_the_old_key_active(person, terminal):
    known_after(3600)(person)
    person.machine.program("sleep", 'echo >"$MACHINE/sleeping"\nexec /bin/sleep 30\n')
    files = person.machine.files()
    screen = terminal()
    screen.paste(person.block)
    for _ in range(600):
        if (person.machine.home / "sleeping").exists():
            break
        time.sleep(0.1)
    screen.interrupt()
    screen.until(r"AKIA\w+ is still active: the new one did not work yet and is not stored", seconds=10)
    new = person.machine.created()[0]
    assert person.keys() == {person.key: "Active", new: "Active"} and person.machine.files() == files
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
        printf 'ASIAI44QH8DHBEXAMPLE\\tsession\\tsecret-of-session\\n'; exit;;
    *) echo "An error occurred (AccessDenied): MultiFactorAuthentication failed" >&2; exit 254;;
    esac
fi
"""


@pytest.fixture
def with_device(person):
    one_profile(person)
    person.estate.post("users", accountId=person.account, userName="uma", mfa=True)
    allow(person, *OWN_KEYS, "iam:ListMFADevices")
    person.machine.behave(MFA % {"key": person.key, "secret": person.secret, "account": person.account})
    return person


@pytest.mark.parametrize("person", ["paste-block-mfa"], indirect=True)
def test_with_mfa_the_code_is_asked_for_and_the_key_rotated(with_device, terminal):
    screen = terminal()
    screen.paste(with_device.block)
    screen.until(r"MFA code: $")
    screen.paste("123456")
    screen.until(r"--status Active\r?\n")
    with_device.was_rotated("work")
    with_device.nothing_leaked(screen.shown)
    assert "secret-of-session" not in screen.shown + with_device.machine.left()


@pytest.mark.parametrize("person", ["paste-block-mfa"], indirect=True)
def test_with_a_wrong_code_nothing_is_changed(with_device, terminal):
    files = with_device.machine.files()
    screen = terminal()
    screen.paste(with_device.block)
    screen.until(r"MFA code: $")
    screen.paste("654321")
    screen.until(r"Nothing changed: AWS gave no session for this code\.\r?\n")
    assert with_device.keys() == {with_device.key: "Active"} and with_device.machine.files() == files


def test_without_a_code_where_mfa_is_wanted_nothing_is_changed(with_device, shell):
    result = with_device.machine.run(with_device.block, shell)
    assert result.stdout.startswith("Nothing changed: ")
    assert with_device.keys() == {with_device.key: "Active"}
