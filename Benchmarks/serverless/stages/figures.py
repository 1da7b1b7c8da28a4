"""What one run in stages cost, and whether the cost of an account stays the same. Pure."""

from dataclasses import dataclass, field

# How much more an account may cost in a larger organization: rounding, and owners who share a message.
TOLERANCE = 0.10


@dataclass(frozen=True)
class Run:
    """One run over all accounts. Seconds are wall time inside the function, summed over its invocations."""

    accounts: int
    day: str
    calls: dict = field(default_factory=dict)
    slack: dict = field(default_factory=dict)
    # Units by the kind of the items.
    reads: dict = field(default_factory=dict)
    writes: dict = field(default_factory=dict)
    seconds: dict = field(default_factory=dict)
    invocations: dict = field(default_factory=dict)
    transitions: int = 0
    wall: float = 0.0
    # Processor time of all processes.
    processor: float = 0.0
    # The part of the machine that other work took meanwhile.
    others: float | None = None
    peak_kb: int = 0
    log_bytes: int = 0
    # Bytes by the kind of the items, as AWS bills them.
    stored: dict = field(default_factory=dict)
    stored_items: int = 0
    actions: int = 0
    held: int = 0
    exit_status: int = 0

    @property
    def aws_calls(self):
        """Of all services but DynamoDB."""
        return sum(count for name, count in self.calls.items() if not name.startswith("dynamodb:"))

    @property
    def table_calls(self):
        return sum(count for name, count in self.calls.items() if name.startswith("dynamodb:"))

    @property
    def read_units(self):
        return sum(self.reads.values())

    @property
    def write_units(self):
        return sum(self.writes.values())

    @property
    def stored_bytes(self):
        return sum(self.stored.values())

    @property
    def lambda_seconds(self):
        return sum(self.seconds.values())


MEASURES = {
    "AWS calls": lambda run: run.aws_calls,
    "DynamoDB calls": lambda run: run.table_calls,
    "read units": lambda run: run.read_units,
    "write units": lambda run: run.write_units,
}


def per_account(run, measure):
    return MEASURES[measure](run) / run.accounts


def further_account(smaller, larger, measure):
    """What each account more cost between two sizes: without what a run costs whatever its size."""
    return (MEASURES[measure](larger) - MEASURES[measure](smaller)) / (larger.accounts - smaller.accounts)


def growth(runs):
    """[(day, measure, ratio, what was compared)]: how much more an account costs in a larger organization; 1 for the same.

    What each further account costs is compared, between the three largest sizes: the fixed part of a run then neither hides
    growth nor looks like the opposite. Part of it is what a run does up to a limit, such as asking Slack who has left.
    """
    found = []
    for day in dict.fromkeys(run.day for run in runs):
        # The three largest: in a handful of accounts nothing reaches such a limit.
        sizes = sorted((run for run in runs if run.day == day), key=lambda run: run.accounts)[-3:]
        steps = list(zip(sizes, sizes[1:]))
        for measure in MEASURES:
            for earlier, later in zip(steps, steps[1:]):
                before, after = further_account(*earlier, measure), further_account(*later, measure)
                where = (f"accounts {later[0].accounts + 1:,} to {later[1].accounts:,} ÷ "
                         f"{earlier[0].accounts + 1:,} to {earlier[1].accounts:,}")  # fmt: skip
                found.append((day, measure, after / before if before else 0.0, where))
    return found


def grown(runs):
    """Sentences about what costs more per account in a larger organization; empty if the cost is constant."""
    return [
        f"{measure} on {day}: {ratio:.2f} times as many for an account ({where})"
        for day, measure, ratio, where in growth(runs)
        if ratio > 1 + TOLERANCE
    ]
