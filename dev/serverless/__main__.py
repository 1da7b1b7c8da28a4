"""`python -m serverless BOOTSTRAP`: a story by Lambda and Step Functions, and by the command line, and what differs."""

import argparse
import signal
import sys
import time
from pathlib import Path

from demonstration import stories
from demonstration.paint import paint
from demonstration.stage import ROOT, build
from faults import preload
from serverless import ladder
from serverless.sides import Sides
from serverless.terraform import Terraform

FOLDER = ROOT / ".build" / "serverless" / "now"


def _options():
    parser = argparse.ArgumentParser(prog="serverless", description="The deployed function beside the command line.")
    parser.add_argument("bootstrap", type=Path, nargs="?", default=ROOT / ".build/debug/LambdaFunction",
                        help="the built function (default: the debug build)")  # fmt: skip
    parser.add_argument("--story", choices=["ladder", *stories.STORIES], default="ladder")
    parser.add_argument("--days", type=int, help="no more days than this")
    parser.add_argument("--terraform", action="store_true", help="deploy with Terraform, not by direct calls")
    parser.add_argument("--slowly", action="store_true", help="wait as long as really waited, between messages too")
    parser.add_argument("--no-build", action="store_true", help="the programs in .build/debug are up to date")
    return parser.parse_args()


def main():
    options = _options()
    names = ("relevo", "local-slack")
    programs = [ROOT / ".build/debug" / name if options.no_build else build(name) for name in names]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    story = ladder.LADDER if options.story == "ladder" else stories.named(options.story)
    started, wrong = time.monotonic(), []
    more = {}
    if options.terraform:
        more["deploy"] = lambda clients, account, zipped, document: Terraform(
            FOLDER / "terraform", sides.stage.manifest)(clients, account, zipped, document)  # fmt: skip
    faster = None if options.slowly else preload.faster(preload.build(FOLDER.parent))
    with (sides := Sides(FOLDER, (*programs, options.bootstrap), story, faster, **more)):
        for number in range(min(story.days, options.days or story.days)):
            now, happened, failed = sides.day(number)
            stages = [f"{each['ms']} ms {next(iter(each['event']))}" for each in sides.cloud.invocations()]
            print(f"{paint(f'Day {number:>2}', 'bold')}  {now[:10]}  {', '.join(stages)}", flush=True)
            for each in [*happened, *failed]:
                print(f"    {paint('·', 'dim')} {each}", flush=True)
            wrong += failed
        messages, deactivated = sides.told()
        wrong += [*sides.differences(), *sides.verdicts()]
        for each in wrong:
            print(paint(f"    {each}", "red"))
        end = f"{len(wrong)} differences" if wrong else "Both sides told the same and did the same"
        print(f"{end}: {messages} messages, {deactivated} deactivations, {time.monotonic() - started:.0f} s.")
    return 1 if wrong else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
