"""Whose key it is, and computers of all kinds: each function prepares one."""

from computers import FIXTURES

OWN_KEYS = ("iam:ListAccessKeys", "iam:CreateAccessKey", "iam:UpdateAccessKey")
OTHER = ("AKIAI44QH8DHBEXAMPLE", "another-secret")
REFUSED = "{ echo 'An error occurred (AccessDenied)' >&2; exit 254; }"


def policy(*actions):
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "arn:aws:iam::*:user/${aws:username}"}
    return {"Version": "2012-10-17", "Statement": [statement]}


class Person:
    """A user with one key, and a computer whose profile `work` has it."""

    def __init__(self, estate, computer, block="paste-block"):
        self.estate, self.computer = estate, computer
        self.account = estate.new_account()
        made = estate.post(
            "users", accountId=self.account, userName="uma", keys=[{}], policies={"own": policy(*OWN_KEYS)})
        self.key, self.secret = made["keys"][0]["accessKeyId"], made["keys"][0]["secretAccessKey"]
        text = (FIXTURES / f"{block}.sh").read_text()
        for sample, own in (("AKIAIOSFODNN7EXAMPLE", self.key), ("111111111111", self.account), ("maria.gomez", "uma")):
            text = text.replace(sample, own)
        # Half of the visible letters of a masked id stand in the lines' pattern.
        for sample, own in (("AKIA…MPLE", f"AKIA…{self.key[-4:]}"), ("]*MPLE", f"]*{self.key[-4:]}")):
            text = text.replace(sample, own)
        self.block = text

    def has(self, profile="work", file=None):
        self.computer.profile(profile, self.key, self.secret, file)

    def keys(self):
        return {key["accessKeyId"]: key["status"] for key in self.estate.users_of(self.account)["uma"]["keys"]}

    def was_rotated(self, *profiles, file=None):
        new, _ = self.computer.created()
        assert self.keys() == {self.key: "Inactive", new: "Active"}
        found = self.computer.profiles(file)
        assert [name for name in found if found[name] == new] == list(profiles)

    def nothing_leaked(self, *shown):
        secrets = [self.secret, *self.computer.created()[1:]]
        for text in (*shown, self.computer.left()):
            assert not any(secret in text for secret in secrets)


def one_profile(person):
    person.has()
    person.computer.profile("default", *OTHER)
    return ["work"]


def space_in_the_name(person):
    person.has("my work")
    return ["my work"]


def files_elsewhere(person):
    person.computer.credentials.write_text("[default]\n")
    elsewhere = person.computer.home / "my credentials"
    person.computer.env["AWS_SHARED_CREDENTIALS_FILE"] = str(elsewhere)
    person.computer.env["AWS_CONFIG_FILE"] = str(person.computer.home / "none")
    person.has(file=elsewhere)
    return ["work"]


def token_left_behind(person):
    person.has()
    person.computer.env.update(
        AWS_SESSION_TOKEN="t", AWS_SECURITY_TOKEN="t", AWS_CREDENTIAL_EXPIRATION="2020-01-01T00:00:00Z")
    return ["work"]


def in_the_environment_too(person):
    person.has()
    person.computer.env.update(AWS_ACCESS_KEY_ID=person.key, AWS_SECRET_ACCESS_KEY=person.secret)
    return ["work"]


def session_of_somebody_else(person):
    person.has()
    person.computer.env.update(
        AWS_ACCESS_KEY_ID="ASIAI44QH8DHBEXAMPLE", AWS_SECRET_ACCESS_KEY="x", AWS_SESSION_TOKEN="t",
        AWS_SECURITY_TOKEN="t")  # fmt: skip
    return ["work"]


def other_profile_chosen(person):
    person.has()
    person.computer.profile("play", *OTHER)
    person.computer.env.update(AWS_PROFILE="play", AWS_DEFAULT_PROFILE="missing")
    return ["work"]


def written_by_hand(person):
    """Spaces, comments and an order that the AWS CLI doesn't write."""
    person.computer.credentials.write_text(
        f"# [old]\n[default]\nregion = us-east-1\n\n[work]\nregion=us-east-1\naws_secret_access_key={person.secret}\n"
        f"; aws_access_key_id = {OTHER[0]}\naws_access_key_id={person.key}\n[play]\naws_access_key_id = {OTHER[0]}\n"
    )
    return ["work"]


def windows_line_ends(person):
    one_profile(person)
    text = person.computer.credentials.read_text()
    person.computer.credentials.write_bytes(text.replace("\n", "\r\n").encode())
    return ["work"]


def no_newline_at_the_end(person):
    person.computer.profile("default", *OTHER)
    with person.computer.credentials.open("a") as file:
        file.write(f"[work]\naws_secret_access_key={person.secret}\naws_access_key_id={person.key}")
    return ["work"]


def other_output_in_the_profile(person):
    person.has()
    person.computer.config.write_text("[profile work]\noutput = json\nregion = us-east-1\n")
    return ["work"]


def a_function_named_aws(person):
    person.has()
    person.computer.profile("play", *OTHER)
    person.block = f"aws() {{ command aws --profile play; }}\n{person.block}"
    return ["work"]


def known_after(seconds):
    def computer(person):
        """AWS doesn't know the new key for some seconds: only its proof has a key in the environment."""
        person.has()
        person.computer.behave(
            'read -r waited <"$COMPUTER/waited"\n'
            f'[ "$AWS_ACCESS_KEY_ID" ] && [ "$waited" -lt {seconds} ] && {REFUSED}\n'
        )
        return ["work"]

    computer.__name__ = f"known_after_{seconds}_seconds"
    return computer


def strict_shell(person):
    person.has()
    person.block = f"set -eux\n{person.block}echo still here\n"
    return ["work"]


ROTATED = [
    one_profile, space_in_the_name, files_elsewhere, other_profile_chosen, token_left_behind,
    in_the_environment_too, session_of_somebody_else, written_by_hand,
    windows_line_ends, no_newline_at_the_end,
    other_output_in_the_profile, a_function_named_aws, known_after(5), known_after(30), strict_shell,
]  # fmt: skip

NOT_HERE = "{key} is not in {file}. Paste this where it is used."
NOT_LISTED = "AWS refused, or lists another key: "


def no_profile(person):
    person.computer.profile("default", *OTHER)
    return NOT_HERE


def two_profiles(person):
    person.has("default")
    person.has("work")
    person.computer.profile("play", *OTHER)
    return "Leave the key in only one of these profiles: default\nwork"


def two_profiles_with_windows_line_ends(person):
    reason = two_profiles(person)
    text = person.computer.credentials.read_text()
    person.computer.credentials.write_bytes(text.replace("\n", "\r\n").encode())
    return reason


def no_files(person):
    return NOT_HERE


def only_in_the_config(person):
    person.has('profile "my work"', person.computer.config)
    return NOT_HERE


def in_a_comment(person):
    person.computer.credentials.write_text(f"[work]\n# aws_access_key_id = {person.key}\n")
    return NOT_HERE


def in_the_environment_only(person):
    person.computer.profile("default", *OTHER)
    person.computer.env.update(AWS_ACCESS_KEY_ID=person.key, AWS_SECRET_ACCESS_KEY=person.secret)
    return NOT_HERE


def two_keys(person):
    person.has()
    person.estate.post("keys", accountId=person.account, userName="uma")
    return f"Delete the unused key, not {person.key}."


def same_name_elsewhere(person):
    """The default profile has a user of the same name in another account."""
    other = Person(person.estate, person.computer)
    person.computer.profile("default", other.key, other.secret)
    return NOT_HERE


def another_key_is_used(person):
    """The credentials file comes before the config file, with the key of the same user name in another account."""
    other = Person(person.estate, person.computer)
    person.computer.profile("work", other.key, other.secret)
    person.has("profile work", person.computer.config)
    return NOT_HERE


def another_key_in_the_same_section(person):
    """The profile's key is another user's; this one is only behind it."""
    other = Person(person.estate, person.computer)
    person.computer.credentials.write_text(
        f"[work]\naws_access_key_id = {other.key}\naws_secret_access_key = {other.secret}\n"
        f"aws_access_key_id_old = {person.key}\n"
    )
    return f"{NOT_LISTED}{other.key}"


def inactive_already(person):
    person.has()
    person.estate.post("keys", accountId=person.account, accessKeyId=person.key, status="Inactive")
    return NOT_LISTED


def may_not_list(person):
    person.has()
    allow(person)
    return NOT_LISTED


def malformed_list(answer, name):
    def computer(person):
        person.has()
        person.computer.behave(f"case \"$*\" in *list-access-keys*) printf '{answer}'; exit;; esac\n")
        return f"{NOT_LISTED}{' '.join(answer.replace(chr(92) + 'n', ' ').split())}"

    computer.__name__ = name
    return computer


def process_gives_the_key(person):
    person.computer.config.write_text("[profile work]\ncredential_process = /usr/local/bin/give-key\n")
    return NOT_HERE


def no_aws_cli(person):
    person.has()
    (person.computer.bin / "aws").unlink()
    return "Install the AWS CLI."


def allow(person, *actions):
    person.estate.post(
        "users", accountId=person.account, userName="uma", policies={"own": policy(*actions or ["iam:GetUser"])})


UNCHANGED = [
    no_profile, two_profiles, two_profiles_with_windows_line_ends, no_files, only_in_the_config, in_a_comment, in_the_environment_only,
    two_keys, same_name_elsewhere, another_key_is_used, another_key_in_the_same_section,
    inactive_already, may_not_list, malformed_list("", "no_answer"), malformed_list("None", "no_list"),
    malformed_list("<html>\\nbad = gateway\\n", "a_page_as_answer"), process_gives_the_key, no_aws_cli,
]  # fmt: skip
