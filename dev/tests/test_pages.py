"""The pages hold together: every link leads somewhere, and what a page lists completely is complete.

That every key of the configuration has its row is checked by Tests/SettingsTests/ConfigurationTests.swift.
"""

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
    scopes = set(re.findall(r'name: "([a-z.:]+)"', swift("relevo/Doctor/SlackScopes.swift")))
    rows = re.findall(r"^\| `([a-z.:]+)` \|", page(name), re.MULTILINE)
    assert len(scopes) > 5
    assert scopes - set(rows) == set()
