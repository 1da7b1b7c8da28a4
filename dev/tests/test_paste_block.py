"""The lines to paste, as Relevo sends them, on computers of all kinds: the right key is rotated, or nothing is changed.

Tests/MessagesTests/PasteBlockTests.swift holds `fixtures/paste-block*.sh` equal to what is sent.
"""

import os
import shutil
import sys
import time
from pathlib import Path

import pytest
from computers import SHELLS, Computer, Terminal
from paste_block_cases import (
    NOT_LISTED, OWN_KEYS, ROTATED, UNCHANGED, Person, allow, known_after, no_newline_at_the_end, one_profile,
    strict_shell, windows_line_ends,
)  # fmt: skip


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


def named(person, profile="work"):
    """The line that names a new key as soon as it exists."""
    new = person.computer.created()[0]
    return f"If {new} is not stored, delete it: aws iam delete-access-key --profile '{profile}' --access-key-id {new}\n"


def done(person, profile="work"):
    change = f"aws iam update-access-key --profile '{profile}' --access-key-id {person.key} --status Active"
    return f"{named(person, profile)}Done. To undo: {change}\n"


def test_the_right_key_is_rotated(person, shell, prepare):
    profiles = prepare(person)
    result = person.computer.run(person.block, shell)
    person.was_rotated(*profiles, file=person.computer.env.get("AWS_SHARED_CREDENTIALS_FILE"))
    # Not even a prompt before it: the AWS CLI's show the last letters of the old secret.
    end = "still here\n" if prepare is strict_shell else ""
    assert result.stdout == done(person, profiles[0]) + end
    person.nothing_leaked(result.stdout, result.stderr)
    assert result.returncode == 0


@pytest.mark.parametrize("prepare", [one_profile, windows_line_ends, no_newline_at_the_end])
@pytest.mark.parametrize("person", ["paste-block-masked", "paste-block-es", "paste-block-es-masked"], indirect=True)
def test_other_readers_get_lines_that_do_the_same(person, shell, prepare):
    prepare(person)
    result = person.computer.run(person.block, shell)
    person.was_rotated("work")
    assert result.stdout.endswith(f"--access-key-id {person.key} --status Active\n")
    person.nothing_leaked(result.stdout, result.stderr)


@pytest.mark.parametrize("profile", [False, True])
@pytest.mark.parametrize("person", ["paste-block-masked"], indirect=True)
def test_a_masked_key_that_is_not_here_changes_nothing(person, shell, profile):
    """Not even where another key of the user is here."""
    if profile:
        person.has()
    person.block = person.block.replace(f"*{person.key[-4:]}", "*ZZZZ")
    file = person.computer.credentials
    unchanged(person, shell, f"AKIA…{person.key[-4:]} is not in {file}. Paste this where it is used.")


@pytest.mark.parametrize("person", ["paste-block-masked", "paste-block-mfa"], indirect=True)
@pytest.mark.parametrize("whose", [("::{account}:", "::999999999999:"), ("arn:aws:", "arn:aws-cn:"), ("/uma", "/ana")])
def test_with_half_an_id_or_a_name_the_user_must_be_the_same(person, shell, whose):
    person.has()
    person.block = person.block.replace(whose[0].format(account=person.account), whose[1])
    unchanged(person, shell, f"Not your user: work arn:aws:iam::{person.account}:user/uma")


def test_nothing_is_changed_and_one_sentence_says_why(person, shell, prepare):
    reason = prepare(person)
    unchanged(person, shell, reason.format(key=person.key, file=person.computer.credentials))


def unchanged(person, shell, reason):
    keys, files = person.keys(), person.computer.files()
    result = person.computer.run(person.block, shell)
    assert (person.keys(), person.computer.files()) == (keys, files)
    assert result.stdout == f"Nothing changed. {reason}\n"
    assert result.returncode == 0
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
    person.computer.credentials.chmod(0o400)
    # root may write everything, unless it can't overrule permissions.
    prefix = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    if prefix and not shutil.which("setpriv"):
        pytest.skip("as root, and no setpriv here")
    result = person.computer.run(person.block, shell, [*map(shutil.which, prefix[:1]), *prefix[1:]])
    assert result.stdout == f"Nothing changed. {person.computer.credentials} is read-only.\n"
    assert person.keys() == {person.key: "Active"}


def test_who_may_not_create_a_key_is_told_by_aws(person, shell):
    person.has()
    allow(person, OWN_KEYS[0])
    files = person.computer.files()
    result = person.computer.run(person.block, shell)
    assert (person.keys(), person.computer.files()) == ({person.key: "Active"}, files)
    assert (result.stdout, result.returncode) == ("Not done. See aws iam list-access-keys.\n", 0)
    assert "AccessDenied" in result.stderr and "CreateAccessKey" in result.stderr


@pytest.mark.parametrize("answer", ["", "AKIAI44QH8DHBEXAMPLE\\n", "a page that is no answer\\n"])
def test_a_malformed_answer_to_the_creation_leaves_the_old_key_active(person, shell, answer):
    """The key may exist, so the lines don't say that nothing changed."""
    person.has()
    person.computer.behave(
        f"""case "$*" in *create-access-key*) "$CLI" "$@" >"$COMPUTER/created"; printf '{answer}'; exit;; esac\n""")
    files = person.computer.files()
    result = person.computer.run(person.block, shell)
    assert result.stdout == "Not done. See aws iam list-access-keys.\n"
    both_active(person, files)
    person.nothing_leaked(result.stdout, result.stderr)


def both_active(person, files):
    new = person.computer.created()[0]
    assert person.keys() == {person.key: "Active", new: "Active"}
    assert person.computer.files() == files


def test_a_new_key_that_never_works_is_not_stored(person, shell):
    known_after(3600)(person)
    files = person.computer.files()
    result = person.computer.run(person.block, shell)
    assert 50 <= person.computer.waited() <= 60
    assert result.stdout == f"{named(person)}Not done. AWS refuses {person.computer.created()[0]}.\n"
    both_active(person, files)
    person.nothing_leaked(result.stdout, result.stderr)


@pytest.mark.parametrize("failure", ["echo 'no space left' >&2; exit 255", "exit 0"])
def test_a_new_key_that_is_not_stored_leaves_the_old_one_active(person, shell, failure):
    person.has()
    person.computer.behave(f'case "$*" in *configure) {failure};; esac\n')
    files = person.computer.files()
    result = person.computer.run(person.block, shell)
    assert (result.stdout, result.returncode) == (f"{named(person)}Not done. \n", 0)
    both_active(person, files)
    person.nothing_leaked(result.stdout, result.stderr)


def test_who_may_not_deactivate_has_the_new_key_stored(person, shell):
    person.has()
    allow(person, *OWN_KEYS[:2])
    result = person.computer.run(person.block, shell)
    new = person.computer.created()[0]
    assert result.stdout == f"{named(person)}Not done. {new} is stored.\n"
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


UNDO = r"To undo: aws iam .*--status Active\r?\n"


def test_pasted_into_a_terminal_the_secret_is_neither_shown_nor_remembered(person, terminal, shell):
    one_profile(person)
    screen = terminal()
    screen.paste(person.block)
    screen.until(UNDO)
    # The person's own shell is as it was, and its history has the lines alone.
    assert "[]" in screen.answer('echo "[${AWS_DEFAULT_PROFILE-}${AWS_DEFAULT_OUTPUT-}${p-}${old-}${new-}${secret-}${file-}$*]"')
    # A shell writes its history when it ends; dash keeps none.
    screen.close()
    assert ("create-access-key" in person.computer.history()) == (shell != "dash")
    person.was_rotated("work")
    person.nothing_leaked(screen.shown)


def interrupted(person, screen, at):
    """Ctrl-C as soon as the computer says that it is there."""
    screen.paste(person.block)
    for _ in range(600):
        if (person.computer.home / at).exists():
            break
        time.sleep(0.1)
    screen.interrupt()


def slow(call):
    return f'case "$*" in *{call}*) : >"$COMPUTER/there"; sleep 2;; esac\n'


def test_ctrl_c_before_a_key_is_created_changes_nothing(person, terminal):
    person.has()
    person.computer.behave(slow("list-access-keys"))
    files = person.computer.files()
    screen = terminal()
    interrupted(person, screen, "there")
    screen.until(r"Nothing changed\.")
    screen.answer(":")
    assert person.keys() == {person.key: "Active"} and person.computer.files() == files


@pytest.mark.parametrize("call", ["create-access-key", "configure", "update-access-key"])
def test_ctrl_c_is_ignored_while_a_key_is_created_or_stored(person, terminal, call):
    person.has()
    person.computer.behave(slow(call))
    screen = terminal()
    interrupted(person, screen, "there")
    screen.until(UNDO)
    person.was_rotated("work")
    screen.close()
    person.nothing_leaked(screen.shown)


@pytest.mark.parametrize("call", ["sleep", "get-caller-identity"])
def test_ctrl_c_while_waiting_leaves_the_old_key_active(person, terminal, call):
    known_after(3600)(person)
    wait = ': >"$COMPUTER/there"\nexec /bin/sleep 30\n'
    if call == "sleep":
        person.computer.program("sleep", wait)
    else:
        person.computer.behave(f'case "$*" in *{call}*) {wait};; esac\n')
    files = person.computer.files()
    screen = terminal()
    interrupted(person, screen, "there")
    screen.until(r"Not done\.", seconds=10)
    screen.answer(":")
    assert named(person).rstrip() in screen.shown
    both_active(person, files)
    screen.close()
    person.nothing_leaked(screen.shown)


# A stand-in for policies that want MFA, and for the session: the local AWS has neither. IAM is refused without the
# session, and asked with the old key with it.
MFA = """
case "$*" in
*list-mfa-devices*) ;;
"iam "*)
    case "$AWS_SESSION_TOKEN" in
    session) export AWS_ACCESS_KEY_ID=%(key)s AWS_SECRET_ACCESS_KEY=%(secret)s; unset AWS_SESSION_TOKEN;;
    *) echo "An error occurred (AccessDenied)" >&2; exit 254;;
    esac;;
*get-session-token*"--token-code 123456"*"--serial-number arn:aws:iam::%(account)s:mfa/uma"*)
    printf 'ASIAI44QH8DHBEXAMPLE\\tsecret-of-session\\tsession\\n'; exit;;
*get-session-token*) echo "An error occurred (AccessDenied): MultiFactorAuthentication failed" >&2; exit 254;;
esac
"""


@pytest.fixture
def with_device(person):
    one_profile(person)
    person.estate.post("users", accountId=person.account, userName="uma", mfa=True)
    allow(person, *OWN_KEYS, "iam:ListMFADevices")
    person.computer.behave(MFA % {"key": person.key, "secret": person.secret, "account": person.account})
    return person


@pytest.mark.parametrize(
    "person, question, end",
    [("paste-block-mfa", "MFA code: $", UNDO), ("paste-block-es-mfa", "Código MFA: $", r"revertirlo: .* Active\r?\n")],
    indirect=["person"],
)
def test_with_mfa_the_code_is_asked_for_and_the_key_rotated(with_device, terminal, question, end):
    screen = terminal()
    screen.paste(with_device.block)
    screen.until(question)
    screen.paste("123456")
    screen.until(end)
    screen.close()
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
    screen.until(r"Nothing changed\. AWS refused this code\.\r?\n")
    assert with_device.keys() == {with_device.key: "Active"} and with_device.computer.files() == files


def test_without_a_code_where_mfa_is_wanted_nothing_is_changed(with_device, shell):
    unchanged(with_device, shell, NOT_LISTED)
