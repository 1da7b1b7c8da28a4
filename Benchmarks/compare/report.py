"""The tables, as Markdown that reads well in a terminal too. Pure."""

from compare.figures import ratio

MEGABYTE = 1_000_000
# Between these lines of results.md is what `make bench` writes.
BEGIN, END = "<!-- make bench: begin -->", "<!-- make bench: end -->"


def with_bench(page, old):
    """The page, with the section of `make bench` that the old one has."""
    section = old.partition(BEGIN)[2].partition(END)[0]
    return f"{page.rstrip()}\n\n{BEGIN}{section}{END}\n" if section else page


def table(header, rows):
    """A Markdown table whose columns line up: the first to the left, the others to the right."""
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    rule = ["-" * widths[0]] + ["-" * (width - 1) + ":" for width in widths[1:]]

    def line(cells):
        padded = [cells[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:])]
        return f"| {' | '.join(padded)} |"

    return "\n".join([line(header), f"| {' | '.join(rule)} |", *(line(row) for row in rows)])


def named(figures):
    """The contestant, with a mark when its figures were scaled up from a sample."""
    return f"{figures.name} \\*" if figures.scaled_from else figures.name


def ratios(scans, loops):
    """How many times more each loop needs than each scan."""
    rows = [
        [
            f"{named(loop)} ÷ {scan.name}",
            ratio(loop.total, scan.total),
            ratio(loop.seconds, scan.seconds),
            # A sample's memory says nothing of the whole.
            "–" if loop.scaled_from else ratio(loop.peak_bytes, scan.peak_bytes),
        ]
        for scan in scans
        for loop in loops
    ]
    return table(["", "calls", "wall time", "peak memory"], rows)


def figures(all_figures):
    """Every contestant's figures."""
    rows = [
        [
            named(each),
            f"{each.total:,}",
            seconds(each.seconds),
            seconds(each.processor),
            f"{each.peak_bytes / MEGABYTE:.0f} MB",
            str(each.in_flight),
            f"{each.upstream_ms:.0f} ms",
            share(each.share(each.aws)),
            share(each.share(each.proxy)),
        ]
        for each in all_figures
    ]
    return table(
        ["", "calls", "wall", "processor", "peak memory", "most in flight", "AWS per call", "AWS busy", "proxy busy"], rows
    )


def disturbance(all_figures, bearable=0.1):
    """A sentence when other work kept the machine busy, so that times say less than they seem to; else nothing."""
    most = max((each.others or 0 for each in all_figures), default=0)
    if most <= bearable:
        return ""
    return (f"\nOther work took up to {100 * most:.0f} % of the processors meanwhile: trust the calls and the memory, "
            "not the times.\n")  # fmt: skip


def actions(all_figures):
    """Calls per action, one column for each contestant."""
    names = sorted({action for each in all_figures for action in each.calls})
    rows = [[name, *(f"{each.calls.get(name, 0):,}" for each in all_figures)] for name in names]
    return table(["", *(named(each) for each in all_figures)], rows)


def share(value):
    return "–" if value is None else f"{100 * value:.0f} %"


def seconds(value):
    """`4.2 s`, `75 s`, `24 min`."""
    if value < 10:
        return f"{value:.1f} s"
    return f"{value:.0f} s" if value < 300 else f"{value / 60:.0f} min"
