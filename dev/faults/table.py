"""What the bench found, as a table."""

from demonstration.paint import paint


def killing(tallies):
    yield paint(f"{'killed in':<66}{'points':>8}{'reached':>8}{'repeats':>9}{'broken':>8}{'s':>7}", "bold")
    for tally in tallies:
        name = f"{tally.scene:<10}{tally.what}"
        yield (f"{name:<66}{tally.points:>8}{tally.met:>8}{tally.repeats:>9}{_count(tally.broken, 8)}"
               f"{tally.seconds:>7.0f}")  # fmt: skip


def storms(line):
    yield paint(f"{'random faults':<66}{'faults':>8}{'runs':>8}{'repeats':>9}{'broken':>8}{'s':>7}", "bold")
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(line.faults.items()))
    name = f"storm     {line.seeds} seeds, at most {line.quiet_runs} quiet runs in all that had something to do"
    yield (f"{name:<66}{sum(line.faults.values()):>8}{sum(line.ends.values()):>8}{line.repeats:>9}{_count(line.broken, 8)}"
           f"{line.seconds:>7.0f}")  # fmt: skip
    ends = ", ".join(f"{count} with {status}" for status, count in sorted(line.ends.items()))
    yield paint(f"          {kinds}; runs ended: {ends}", "dim")


def moves(line):
    yield paint(f"{'moved between scan and act':<66}{'moves':>8}{'':>17}{'broken':>8}", "bold")
    name = "moved     exempted, handed over, deactivated, deleted, made again"
    yield f"{name:<66}{line.moves:>8}{'':>17}{_count(line.broken, 8)}"


def throttling(line):
    yield paint(f"{'one account throttled':<66}{'without':>8}{'with':>8}{'':>9}{'broken':>8}", "bold")
    for account, seconds in sorted(line.quiet.items()):
        name = f"throttled {account}"
        yield f"{name:<66}{seconds:>7.1f}s{line.slow[account]:>7.1f}s{'':>9}{_count(line.about(account), 8)}"


def _count(broken, width):
    text = f"{len(broken):>{width}}"
    return paint(text, "red", "bold") if broken else text
