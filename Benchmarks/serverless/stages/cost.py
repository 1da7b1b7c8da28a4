"""What a month costs, from the figures of `make bench` and AWS's prices: every line of the arithmetic.

    python3 -m stages.cost [--memory-mb 256] [--accounts 1,100,1000] [--figures FILE]
"""

import argparse
import json
import os
from dataclasses import dataclass
from pathlib import Path

from compare.report import table as markdown

from stages.figures import Run
from stages.prices import PRICES, READ_ON

FIGURES = Path(__file__).resolve().parents[3] / ".build" / "bench" / "figures.json"
DAYS = 30
# The default of Deploy/terraform/hub.
MEMORY_MB = 256
# One processor's worth of memory; below it, a function gets its share of one.
# https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
FULL_PROCESSOR_MB = 1769
# The alarms of Deploy/terraform/hub/alarms.tf: `failed` reads three metrics, `did-not-run` and `events-dropped` one each.
ALARM_METRICS = 5
LOG_MONTHS = 3
# Nine of each run, two for each of six kinds of event, and the reasons for which keys are held: six are common. CloudWatch
# bills only the hours in which a metric is written, which would be a twentieth; the whole month is the most that it can be.
METRICS = 9 + 2 * 6 + 6
# Lambda's own lines about each call: START, END, REPORT.
PLATFORM_LOG = 300
# What is kept: events for good, plans for 400 days.
YEAR = 365
KEPT = ("events", "user", "users", "kind", "documents", "document/plan")


@dataclass(frozen=True)
class Line:
    """One line of the bill: an amount of what a price is for."""

    name: str
    amount: float
    how: str
    optional: bool = False

    @property
    def dollars(self):
        return self.amount * PRICES[self.name].dollars

    @property
    def after_free(self):
        return max(0.0, self.amount - PRICES[self.name].free) * PRICES[self.name].dollars


def at(runs, accounts, value):
    """What an ordinary day costs at that size: measured, or on the line through the two nearest sizes."""
    sizes = sorted((run for run in runs if run.day != "first day"), key=lambda run: run.accounts)
    exact = [run for run in sizes if run.accounts == accounts]
    if exact or len(sizes) == 1:
        chosen = (exact or sizes)[0]
        return value(chosen) * (1 if exact else accounts / chosen.accounts)
    nearest = sorted(sorted(sizes, key=lambda run: abs(run.accounts - accounts))[:2], key=lambda run: run.accounts)
    slope = (value(nearest[1]) - value(nearest[0])) / (nearest[1].accounts - nearest[0].accounts)
    return max(0.0, value(nearest[0]) + slope * (accounts - nearest[0].accounts))


def grown_bytes(runs, accounts):
    """Bytes that each further day adds to the table: what the second day added of what is kept."""
    firsts = {run.accounts: run for run in runs if run.day == "first day"}

    def grown(run):
        return sum(run.stored.get(kind, 0) - firsts[run.accounts].stored.get(kind, 0) for kind in KEPT)

    return at(runs, accounts, grown)


def bill(runs, accounts, memory_mb, metrics):
    """The lines of a month."""

    def daily(value):
        return at(runs, accounts, value)

    wall, processor = daily(lambda run: run.lambda_seconds), daily(lambda run: run.processor)
    slower = processor * (FULL_PROCESSOR_MB / memory_mb - 1) if memory_mb < FULL_PROCESSOR_MB else 0.0
    calls = daily(lambda run: sum(run.invocations.values()))
    gigabytes = memory_mb / 1024
    day_bytes = grown_bytes(runs, accounts)
    year_bytes = daily(lambda run: run.stored_bytes) + day_bytes * YEAR
    log = daily(lambda run: run.log_bytes) + PLATFORM_LOG * calls
    # New keys, changed keys: as many as become due in a day, both ways.
    events = 2 * daily(lambda run: run.actions) * DAYS
    return [
        Line("lambda seconds", (wall + slower) * gigabytes * DAYS,
             f"({wall:,.1f} s measured + {slower:,.1f} s for {processor:,.1f} processor seconds at {memory_mb} of "
             f"{FULL_PROCESSOR_MB} MB) × {gigabytes:g} GB × {DAYS}"),
        Line("lambda requests", calls * DAYS + events, f"{calls:,.0f} × {DAYS} + {events:,.0f} events"),
        Line("transitions", daily(lambda run: run.transitions) * DAYS, f"{daily(lambda run: run.transitions):,.0f} × {DAYS}"),
        Line("writes", daily(lambda run: run.write_units) * DAYS, f"{daily(lambda run: run.write_units):,.0f} × {DAYS}"),
        Line("reads", daily(lambda run: run.read_units) * DAYS, f"{daily(lambda run: run.read_units):,.0f} × {DAYS}"),
        Line("storage", year_bytes / 1e9, f"{year_bytes / 1e6:,.1f} MB after a year of {day_bytes / 1e3:,.0f} KB a day"),
        Line("recovery", year_bytes / 1e9, "the same"),
        Line("schedule", DAYS, f"1 × {DAYS}"),
        Line("events", 2 * events, f"{events:,.0f} events, from a member's bus and to the hub's"),
        Line("logs", log * DAYS / 1e9, f"{log / 1e3:,.0f} KB × {DAYS}"),
        Line("log storage", log * DAYS * LOG_MONTHS / 1e9, f"kept for {LOG_MONTHS} months"),
        Line("alarms", ALARM_METRICS, "three alarms"),
        Line("parameters", 2, "the configuration and the Slack token"),
        Line("metrics", metrics, "RELEVO_METRICS=on", optional=True),
        Line("dashboard", 1, "dashboard = true", optional=True),
        Line("secret", 1, "the Slack token in Secrets Manager instead", optional=True),
        Line("secret calls", calls * DAYS, f"at most one for each call of the function, {calls:,.0f} × {DAYS}", optional=True),
    ]  # fmt: skip


def printed(runs, accounts, memory_mb, metrics):
    """The arithmetic of one size, as text."""
    lines = bill(runs, accounts, memory_mb, metrics)
    shown = [f"{accounts:,} account{'' if accounts == 1 else 's'} × 100 users, a month of {DAYS} days, us-east-1, {READ_ON}", ""]
    for optional in (False, True):
        for line in (line for line in lines if line.optional == optional):
            price = PRICES[line.name]
            free = ""
            if price.free and line.dollars:
                free = "; free" if not line.after_free else f"; ${line.after_free:,.2f} beyond the free {price.free:,.0f}"
            shown.append(f"  {line.name:<16} ${line.dollars:>9,.4f}  = {line.amount:,.4f} × ${price.dollars:.10g} per {price.unit}"
                         f"  ({line.how}{free})")  # fmt: skip
        chosen = [line for line in lines if not line.optional or optional]
        words = "with all options" if optional else "without options"
        shown.append(f"  {words:<16} ${sum(line.dollars for line in chosen):>9,.2f}  "
                     f"(${sum(line.after_free for line in chosen):,.2f} where nothing else uses up what is free)\n")  # fmt: skip
    return "\n".join(shown)


def table(runs, sizes, memory_mb, metrics):
    """The sums, as Markdown."""
    rows = []
    for accounts in sizes:
        lines = bill(runs, accounts, memory_mb, metrics)
        core = [line for line in lines if not line.optional]
        options = {line.name: line.dollars for line in lines if line.optional}
        rows.append([
            f"{accounts:,}", f"${sum(line.dollars for line in core):,.2f}", f"${sum(line.after_free for line in core):,.2f}",
            f"+ ${options['metrics']:,.2f}", f"+ ${options['dashboard']:,.2f}",
            f"+ ${options['secret'] + options['secret calls']:,.2f}"])  # fmt: skip
    return markdown(["accounts × 100 users", "a month", "with what is free", "metrics", "dashboard", "a secret for the token"], rows)


def main():
    parser = argparse.ArgumentParser(prog="stages.cost", description=__doc__.splitlines()[0])
    told = os.environ.get
    parser.add_argument("--figures", type=Path, default=FIGURES, help="of the last bench")
    parser.add_argument("--accounts", default=told("ACCOUNTS") or "1,100,1000")
    parser.add_argument("--memory-mb", type=int, default=int(told("MEMORY_MB") or MEMORY_MB), help="of the function")
    parser.add_argument("--metrics", type=int, default=METRICS, help="custom metrics that RELEVO_METRICS=on writes")
    options = parser.parse_args()
    if not options.figures.exists():
        raise SystemExit(f"There are no figures in {options.figures}: `make bench` writes them.")
    runs = [Run(**each) for each in json.loads(options.figures.read_text(encoding="utf-8"))]
    sizes = [int(size) for size in options.accounts.split(",")]
    for accounts in sizes:
        print(printed(runs, accounts, options.memory_mb, options.metrics))
    print(table(runs, sizes, options.memory_mb, options.metrics))
    print("\nPrices:")
    for name, price in PRICES.items():
        print(f"  {name:<16} ${price.dollars:.10g} per {price.unit}, {price.page} (read from {price.read_from})")


if __name__ == "__main__":
    main()
