"""The demo from beginning to end: build, serve, the story's days, verdict."""

import os
import signal
import sys
import time

from demonstration import diary, ledger, stories, verdict
from demonstration.paint import paint
from demonstration.people import Day
from demonstration.stage import ROOT, Stage, build

FOLDER = ROOT / ".build" / "demo"


def live(stage):
    """The story's days, printed.

    What AWS looked like at each run, by run id; each run's exit status; the last run's document; what went wrong.
    """
    days, statuses, failures, last = {}, [], [], None
    for number in range(stage.story.days):
        now, happened = stage.dawn(number)
        state = stage.estate()
        document, said, status = stage.watchman.run(now)
        for line in diary.day(number, now, happened, document, said, status, stage.channels):
            print(line, flush=True)
        statuses.append(status)
        if document is None:
            failures.append(f"Day {number}: relevo run ended with {status} and no JSON: {said}")
        else:
            days[document["runId"]] = Day(state, stage.seed, stage.manifest["teams"], stage.manifest["protected"])
            last = document
    return days, statuses, last, failures


def judge(stage, days, statuses, last):
    """Prints each check and returns what doesn't agree."""
    evidence = verdict.Evidence(
        events=ledger.read(stage.watchman.history()),
        aws_log=stage.aws_log(),
        messages=stage.messages(),
        channel=stage.manifest["securityChannel"],
        days=days,
        state=stage.estate(),
        last=last,
        statuses=statuses,
    )
    notices, done = len(evidence.of_kind("noticeDelivered")), len(evidence.of_kind("deactivated"))
    print(f"{notices} notices and {done} deactivations in the ledger, {len(evidence.messages)} messages in Slack, "
          f"{len(evidence.by_relevo)} changes by Relevo in AWS.")  # fmt: skip
    wrong = []
    if not notices or not done:
        wrong.append(f"In {stage.story.days} days there should have been notices and deactivations.")
    for name, check in stage.story.checks.items():
        found = list(check(evidence))
        print(_mark(not found), name)
        wrong += found
    sound, words = stage.watchman.verify()
    print(_mark(sound), f"relevo history --verify: {words.splitlines()[0] if words else 'no answer'}")
    return wrong if sound else [*wrong, words]


def _mark(is_good):
    return "  " + (paint("✓", "green") if is_good else paint("✗", "red"))


def where(stage):
    """Where to look now."""
    here = stage.folder.relative_to(ROOT)
    print(f"Ledger: {here}/relevo.db, configuration: {here}/relevo.yaml")
    if stage.keep:
        needed = " ".join(
            f"{name}={value}" for name, value in sorted(stage.watchman.environment.items())
            if name.startswith(("AWS_", "SLACK_"))
        )  # fmt: skip
        print(f"Slack:  {stage.slack.url}/  (pid {stage.slack.pid})\n"
              f"AWS:    {stage.aws.url}/estate/state  (pid {stage.aws.pid})\n"
              f"Use:    cd {here} && export {needed}\n"
              f"        {ROOT}/.build/debug/relevo plan --on {stage.last_day}\n"
              f"Both stay up; when you have seen enough: kill {stage.slack.pid} {stage.aws.pid}")  # fmt: skip
    else:
        print("`make demo KEEP=1` leaves both servers up, to look at Slack in a browser.")


def main():
    story = stories.named(os.environ.get("STORY") or "company")
    programs = build("relevo"), build("local-slack")
    started = time.monotonic()
    # As Ctrl-C does, so that the servers are ended on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with Stage(FOLDER, *programs, story) as stage:
        stage.keep = os.environ.get("KEEP", "") not in ("", "0")
        print(f"A local AWS ({story.who}) at {stage.aws.url}, a local Slack at {stage.slack.url}.\n"
              f"`relevo run`, once a day at noon{story.how}:\n", flush=True)  # fmt: skip
        days, statuses, last, failures = live(stage)
        print(paint("\nThe ledger, checked against what AWS and Slack say", "bold"))
        wrong = failures + judge(stage, days, statuses, last)
        for each in wrong:
            print(f"    {paint(each, 'red')}")
        verdict_line = paint(f"They disagree in {len(wrong)} points.", "red", "bold")
        print(verdict_line if wrong else paint("They agree.", "green", "bold"))
        print(f"\n{story.days} days in {time.monotonic() - started:.0f} s.")
        where(stage)
    return 1 if wrong else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
