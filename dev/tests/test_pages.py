"""The pages hold together: every link leads somewhere, and what a page lists completely is complete.

That every key of the configuration has its row is checked by Tests/SettingsTests/ConfigurationTests.swift.
"""

import json
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted(
    ROOT / path
    for path in subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
)

FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|<(?:img|a)[^>]*?(?:src|href)=\"([^\"]+)\"")


def prose(text):
    """The page without its blocks of code."""
    return FENCED.sub("", text)


def links(text):
    return [one or other for one, other in LINK.findall(CODE.sub("", prose(text)))]


def relative_links(text):
    return [link for link in links(text) if not re.match(r"[a-z]+:", link)]


def anchors(text):
    """What GitHub calls a page's headings; the second of the same name ends in -1."""
    seen = {}
    for heading in re.findall(r"^#{1,6} (.+)$", prose(text), re.MULTILINE):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        yield slug if slug not in seen else f"{slug}-{seen[slug]}"
        seen[slug] = seen.get(slug, 0) + 1


def broken(page, text):
    """The links of a page that lead nowhere."""
    for link in relative_links(text):
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve()
        if path and not (target.is_relative_to(ROOT) and target.exists()):
            yield link
        elif anchor and anchor not in anchors(target.read_text() if path else text):
            yield link


def named(page):
    return str(page.relative_to(ROOT))


def page(name):
    return (ROOT / name).read_text()


def swift(path):
    return (ROOT / "Sources" / path).read_text()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page):
    assert list(broken(page, page.read_text())) == []


LINKS = {
    "a file that isn't there": ("[a](Docs/nowhere.md)", ["Docs/nowhere.md"]),
    "a heading that isn't there": ("[a](Docs/faq.md#nothing-of-the-kind)", ["Docs/faq.md#nothing-of-the-kind"]),
    "a heading of its own that isn't there": ("# One\n[a](#two)", ["#two"]),
    "a picture that isn't there": ('<img src="Docs/images/none.png">', ["Docs/images/none.png"]),
    "out of the repository": ("[a](../../x.md)", ["../../x.md"]),
    "all in order": ("# One and *two*\n[a](#one-and-two) [b](LICENSE) [c](https://example.com/x)", []),
    "not a link": ("```\n[a](nowhere)\n```\n`[b](nowhere)`", []),
}


@pytest.mark.parametrize("text, found", LINKS.values(), ids=LINKS)
def test_links_that_lead_nowhere_are_found(text, found):
    assert list(broken(ROOT / "made-up.md", text)) == found


def test_readers_find_every_page():
    """Each page under Docs is linked from the README or from another page; decisions are the architecture's."""
    linked = {
        (page.parent / unquote(link).partition("#")[0]).resolve()
        for page in PAGES
        for link in relative_links(page.read_text())
    }
    pages = [page for page in PAGES if page.parent.name == "Docs"]
    assert [named(page) for page in pages if page not in linked] == []


def test_every_reason_for_which_a_key_is_held_has_its_row():
    declared = swift("KeyPolicy/Deciding/HoldReason.swift").partition("enum Code")[2].partition("\n    }\n")[0]
    lists = re.findall(r"case (\w+(?:, \w+)*)$", declared, re.MULTILINE)
    codes = {code for each in lists for code in each.split(", ")}
    rows = re.findall(r"^\| `(\w+)` \| .+ \| .+ \|$", page("Docs/how-it-works.md"), re.MULTILINE)
    assert len(codes) > 15
    assert codes - set(rows) == set()


def test_every_reason_for_which_a_round_ends_has_its_row():
    ends = set(re.findall(r"^    case (\w+)$", swift("KeyPolicy/Rounds/RoundEnd.swift"), re.MULTILINE))
    rows = re.findall(r"^\| `(\w+)` \| ", page("Docs/how-it-works.md"), re.MULTILINE)
    assert len(ends) > 5
    assert ends - set(rows) == set()


@pytest.mark.parametrize("name", ["Docs/slack.md", "Docs/permissions.md"])
def test_every_scope_has_its_row(name):
    scopes = set(re.findall(r'name: "([a-z.:]+)"', swift("Doctor/SlackScopes.swift")))
    rows = re.findall(r"^\| `([a-z.:]+)` \|", page(name), re.MULTILINE)
    assert len(scopes) > 5
    assert scopes - set(rows) == set()


def gate_order():
    """The codes in the order in which `Gate.refusal` checks them, read from its source."""
    source = swift("KeyPolicy/Deciding/Gate.swift")

    def body(signature):
        return source.partition(signature)[2].partition("\n    }\n")[0]

    whole = body("static func refusal(_ facts: Facts, policy: Policy) -> HoldReason? {")
    # A stop that waits for a confirmation is a special case, which the page explains in words.
    whole = re.sub(r"if let stop = facts.stop, stop.waitsForConfirmation.*", "", whole)
    standing = body("isOverdue: Bool = false\n    ) -> HoldReason? {")
    whole = whole.replace("let standing = standingRefusal(facts, policy: policy)", standing, 1)
    whole = whole.replace("doubt(facts, policy: policy)", body("static func doubt(_ facts"), 1)
    whole = whole.replace("useRefusal(facts)", body("static func useRefusal(_ facts"), 1)
    return [code for code in re.findall(r"\.(\w+)", whole) if code in hold_codes()]


def hold_codes():
    declared = swift("KeyPolicy/Deciding/HoldReason.swift").partition("enum Code")[2].partition("\n    }\n")[0]
    return {code for each in re.findall(r"case (\w+(?:, \w+)*)$", declared, re.MULTILINE) for code in each.split(", ")}


def test_the_gates_reasons_are_listed_in_the_order_of_its_checks():
    order = gate_order()
    assert len(order) > 15 and len(set(order)) == len(order)
    section = page("Docs/how-it-works.md").partition("## The gate\n")[2].partition("These codes come from outside")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == order
    cases = swift("KeyPolicy/Deciding/HoldReason.swift").partition("enum HoldReason")[2].partition("/// Whether")[0]
    assert re.findall(r"^    case (\w+)", cases, re.MULTILINE)[: len(order)] == order


def test_the_pages_explain_every_finding():
    kinds = re.findall(r'^            case [^:]+: "(\w+)"$', swift("KeyPolicy/Plan/Finding.swift"), re.MULTILINE)
    assert len(kinds) >= 3
    assert [kind for kind in kinds if f"`{kind}`" not in page("Docs/faq.md")] == []


def test_the_questions_and_the_roles_agree_about_cloudtrail():
    assert '"cloudtrail:LookupEvents"' in swift("relevo/Init/RolePolicies.swift")
    for name in ("Docs/faq.md", "Docs/permissions.md"):
        assert "`cloudtrail:LookupEvents`" in page(name)


@pytest.fixture(scope="module")
def help_tree():
    program = ROOT / ".build/debug/relevo"
    if not program.exists():
        pytest.skip("relevo is not built: `make build`")
    return json.loads(subprocess.run([program, "--experimental-dump-help"], check=True, capture_output=True).stdout)


def commands(text):
    """Each `relevo …` of a page, as words: in code between backticks, and at the beginning of a line of a block."""
    for code in re.findall(r"`relevo ([^`\n]+)`", prose(text)):
        yield code.replace("\\|", "|").split()
    for block in re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for line in re.findall(r"(?:^|&& )relevo ([^|#&\n]+)", block, re.MULTILINE):
            yield line.split()


def unknown(words, tree):
    """The command or the options in a line that the program doesn't have."""
    command = tree["command"]
    while words and (found := [each for each in command.get("subcommands", []) if each["commandName"] == words[0]]):
        command, words = found[0], words[1:]
    # A word that is no command: prose about several of them, an option of the program itself.
    if command is tree["command"]:
        return [words[0]] if words and re.fullmatch(r"[a-z]+", words[0]) else []
    known = {name["name"] for argument in command.get("arguments", []) for name in argument.get("names", [])}
    options = [match.group(1) for word in words if (match := re.match(r"\[?--([a-z-]+)", word))]
    return [option for option in options if option not in known]


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent.name in ("Docs", ROOT.name)], ids=named)
def test_every_command_on_a_page_exists(page, help_tree):
    assert [(words, bad) for words in commands(page.read_text()) if (bad := unknown(words, help_tree))] == []


@pytest.mark.parametrize("line, bad", [("plan --untli 2026", ["untli"]), ("plna", ["plna"]), ("config show --reveal", [])])
def test_commands_that_do_not_exist_are_found(line, bad, help_tree):
    assert [unknown(words, help_tree) for words in commands(f"`relevo {line}`")] == [bad]


def test_the_readme_has_every_command(help_tree):
    listed = {words[0] for words in commands(page("README.md").partition("## Commands")[2])}
    assert {each["commandName"] for each in help_tree["command"]["subcommands"]} - {"help"} <= listed


def test_the_defaults_on_the_configuration_page_are_the_programs(tmp_path, help_tree):
    (tmp_path / "relevo.yaml").write_text("slack: {token: env:A, channel: C0123456789}\n")
    program = [ROOT / ".build/debug/relevo", "config", "show", "--format", "json"]
    shown = json.loads(subprocess.run(program, cwd=tmp_path, check=True, capture_output=True).stdout)
    rows = dict(re.findall(r"^\| `([a-z.-]+)` \| .+? \| `([^`]+)` \|", page("Docs/configuration.md"), re.MULTILINE))
    checked = 0
    for path, written in rows.items():
        value = shown
        for step in path.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        if value is None:
            continue
        assert written == (value if isinstance(value, str) else json.dumps(value)), path
        checked += 1
    assert checked > 18
