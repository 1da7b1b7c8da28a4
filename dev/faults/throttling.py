"""One account answers two calls a second and refuses the rest: it is read to its end, and no other is slowed."""

from dataclasses import dataclass, field

from faults import people
from faults.faults import Rate
from faults.world import document

THROTTLED, OTHERS = people.SHOP, ("111111111111", people.DATA)
USERS = 8
PER_SECOND = 2
# An account that isn't throttled may take so much longer than without; the machine has other things to do as well.
SLACK_FACTOR, SLACK_SECONDS = 1.5, 1.0


@dataclass
class Throttling:
    """Seconds per account, without and with."""

    quiet: dict = field(default_factory=dict)
    slow: dict = field(default_factory=dict)
    throttled: int = 0
    broken: list = field(default_factory=list)

    def about(self, account):
        """What is wrong with one account."""
        return [sentence for sentence in self.broken if account in sentence]


def throttle(bench):
    """Two scans of the same estate, in real time."""
    line = Throttling()
    with bench.seat(bench.nothing_yet) as world:
        world.turn(bench.day)
        users = [people.nobody(bench.day, account, f"user{number}", 40)
                 for account in (THROTTLED, *OTHERS) for number in range(USERS)]  # fmt: skip
        world.change("users", {"users": users})
        past = world.keep()
    line.quiet = _scan(bench, past, None, line)
    plan = Rate(f"{THROTTLED}/iam:", PER_SECOND)
    line.slow = _scan(bench, past, plan, line)
    line.throttled = plan.throttled
    if not line.throttled or line.slow[THROTTLED] <= line.quiet[THROTTLED]:
        line.broken.append(f"{THROTTLED} was not slower: the bench did not throttle it.")
    for account in OTHERS:
        if line.slow[account] > line.quiet[account] * SLACK_FACTOR + SLACK_SECONDS:
            line.broken.append(
                f"{account} took {line.slow[account]:.1f} s while another was throttled, "
                f"and {line.quiet[account]:.1f} s without.")  # fmt: skip
    return line


def _scan(bench, past, plan, line):
    """Seconds between an account's first call and its last one, by account."""
    with bench.seat(past) as world:
        found = document(world.relevo("scan", "--format", "json", plan=plan, shim=False))
        spans = {}
        for request in world.aws_gate.seen:
            account, _, action = request.label.partition("/")
            if action.startswith("iam:"):
                first, _ = spans.get(account, (request.at, request.at))
                spans[account] = (first, request.at)
    if found is None:
        line.broken.append("relevo scan gave no answer.")
    else:
        line.broken += [f"{each['id']} was not read completely: {each.get('error')}"
                        for each in found["accounts"] if not each["complete"]]  # fmt: skip
        count = sum(len(user["keys"]) for user in found["users"])
        if count < USERS * 3:
            line.broken.append(f"{count} keys were seen, and there are more than {USERS * 3}.")
    return {account: last - first for account, (first, last) in spans.items()}
