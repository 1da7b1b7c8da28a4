"""What one contestant cost, and how figures are scaled and set beside each other. Pure."""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Figures:
    """One measured process. Seconds of `aws` and `proxy` are processor time of those servers meanwhile.

    `others` is the part of the machine's processors that went to neither of the three.
    """

    name: str
    accounts: int
    calls: dict = field(default_factory=dict)
    seconds: float = 0.0
    processor: float = 0.0
    peak_bytes: int = 0
    in_flight: int = 0
    aws: float | None = None
    proxy: float | None = None
    upstream: float = 0.0
    others: float | None = None
    scaled_from: int | None = None

    @property
    def total(self):
        return sum(self.calls.values())

    def share(self, used):
        """How busy a process was meanwhile; near 1, the wall time is its and not the contestant's."""
        return None if used is None or not self.seconds else used / self.seconds

    @property
    def upstream_ms(self):
        """What a call took behind the proxy, in milliseconds, waiting for others included."""
        return 1000 * self.upstream / self.total if self.total else 0.0


def scaled(figures, accounts):
    """What a sample would have cost over all accounts: calls and times grow, memory stays what it was."""
    if accounts == figures.accounts:
        return figures
    factor = accounts / figures.accounts
    return replace(
        figures,
        accounts=accounts,
        calls={action: round(count * factor) for action, count in figures.calls.items()},
        seconds=figures.seconds * factor,
        processor=figures.processor * factor,
        aws=None if figures.aws is None else figures.aws * factor,
        proxy=None if figures.proxy is None else figures.proxy * factor,
        upstream=figures.upstream * factor,
        scaled_from=figures.accounts,
    )


def calls_by_action(counts):
    """Calls per action over all accounts, from the proxy's counts per account."""
    calls = {}
    for actions in counts.values():
        for action, count in actions.items():
            calls[action] = calls.get(action, 0) + count
    return dict(sorted(calls.items()))


def ratio(more, less):
    """How many times `less` goes into `more`, to two figures that mean something; "–" where nothing can be said."""
    if not less or not more:
        return "–"
    times = more / less
    return f"{times:.0f} ×" if times >= 10 else f"{times:.1f} ×"
