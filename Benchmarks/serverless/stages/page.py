"""The pages: what runs in stages cost, as Markdown. Pure."""

from compare.report import BEGIN, END, disturbance, seconds, table

from stages import cost, figures, prices

STAGES = ("start", "scan", "decide", "act", "finish")


def costs(runs):
    """One column for each run."""
    rows = [
        ["AWS calls", *(f"{run.aws_calls:,}" for run in runs)],
        ["for an account", *(f"{figures.per_account(run, 'AWS calls'):.1f}" for run in runs)],
        ["DynamoDB calls", *(f"{run.table_calls:,}" for run in runs)],
        ["for an account", *(f"{figures.per_account(run, 'DynamoDB calls'):.1f}" for run in runs)],
        ["read units", *(f"{run.read_units:,.0f}" for run in runs)],
        ["for an account", *(f"{figures.per_account(run, 'read units'):.1f}" for run in runs)],
        ["write units", *(f"{run.write_units:,.0f}" for run in runs)],
        ["for an account", *(f"{figures.per_account(run, 'write units'):.1f}" for run in runs)],
        ["Slack calls", *(f"{sum(run.slack.values()):,}" for run in runs)],
        ["Lambda seconds", *(f"{run.lambda_seconds:,.0f}" for run in runs)],
        *([f"of these {stage}", *(f"{run.seconds.get(stage, 0):,.1f}" for run in runs)] for stage in STAGES),
        ["processor seconds", *(f"{run.processor:,.1f}" for run in runs)],
        ["invocations", *(f"{sum(run.invocations.values()):,}" for run in runs)],
        ["state transitions", *(f"{run.transitions:,}" for run in runs)],
        ["wall time", *(seconds(run.wall) for run in runs)],
        ["peak memory of a process", *(f"{run.peak_kb / 1000:.0f} MB" for run in runs)],
        ["log", *(f"{run.log_bytes / 1000:,.0f} KB" for run in runs)],
        ["table afterwards", *(f"{run.stored_bytes / 1e6:,.1f} MB" for run in runs)],
        ["actions planned", *(f"{run.actions:,}" for run in runs)],
    ]
    return table(["", *(f"{run.accounts:,}, {run.day}" for run in runs)], rows)


def calls(runs):
    """Calls per operation and units per kind of item (Docs/decisions/0014), one column for each run."""
    names = sorted({name for run in runs for name in run.calls})
    methods = sorted({name for run in runs for name in run.slack})
    rows = [[name, *(f"{run.calls.get(name, 0):,}" for run in runs)] for name in names]
    rows += [[f"slack:{name}", *(f"{run.slack.get(name, 0):,}" for run in runs)] for name in methods]
    for unit, of in (("read units", lambda run: run.reads), ("write units", lambda run: run.writes)):
        kinds = sorted({kind for run in runs for kind in of(run)})
        rows += [[f"{unit}, `{kind}`", *(f"{of(run).get(kind, 0):,.0f}" for run in runs)] for kind in kinds]
    kinds = sorted({kind for run in runs for kind in run.stored})
    rows += [[f"KB stored, `{kind}`", *(f"{run.stored.get(kind, 0) / 1000:,.0f}" for run in runs)] for kind in kinds]
    return table(["", *(f"{run.accounts:,}, {run.day}" for run in runs)], rows)


def ratios(runs):
    """How much more an account costs in a larger organization."""
    rows = [[f"{measure}, {day}", where, f"{ratio:.2f}"] for day, measure, ratio, where in figures.growth(runs)]
    return table(["", "compared", "ratio"], rows)


def cold_starts(start):
    """A sentence about the starts."""
    computed = sorted(start.processor_ms)
    return (f"{len(computed)} starts: the first call to AWS after {min(start.first_call_ms):.1f} ms at least, "
            f"{start.median_ms:.1f} ms in the middle; computed until then: {computed[0]:.1f} ms at least, "
            f"{computed[len(computed) // 2]:.1f} ms in the middle; memory: {max(start.peak_kb) / 1000:.1f} MB at most.")  # fmt: skip


def whole(runs, start, options, machine, day):
    """The section of results.md."""
    sizes = sorted({run.accounts for run in runs})
    cold = f"\n## Cold start\n\n{cold_starts(start)}\n" if start else ""
    compared = ""
    if len(sizes) > 2:
        grown = figures.grown(runs)
        verdict = f"An account costs more in a larger organization: {'; '.join(grown)}." if grown else (
            "No further account costs more than the ones before it.")  # fmt: skip
        compared = f"{verdict}\n\n{ratios(runs)}\n"
    return f"""\
{BEGIN}
# What a run in stages costs

{", ".join(f"{size:,}" for size in sizes)} accounts of {options.users} users, of a thousand of whom {options.due} have a key that becomes due on a day. \
{day}, {machine}, stand-in and function on the same machine, {options.concurrency} scans at once, \
{options.latency_ms:.0f} ms added to every call and {options.table_latency_ms:.0f} ms to DynamoDB's, a {options.kind} build. Written by `make bench`; how it is measured: [README](README.md).
{disturbance(runs)}
{costs(runs)}

{compared}{cold}
## A month

Thirty days like the second one at AWS's prices in us-east-1 of {prices.READ_ON}, a function of {cost.MEMORY_MB} MB; `make cost` prints each line.

{cost.table(runs, [1, 100, 1_000], cost.MEMORY_MB, cost.METRICS)}

## Calls of a run in stages

{calls(runs)}
{END}
"""


def placed(page, section):
    """The page with the section in place of the one that it has, or at its end."""
    before, begin, rest = page.partition(BEGIN)
    after = rest.partition(END)[2].lstrip("\n") if begin else ""
    return before.rstrip("\n") + "\n\n" + section + (f"\n{after}" if after else "")
