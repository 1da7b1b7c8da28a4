"""The oracle: compares a world that had trouble with the same world without, by what Slack and AWS hold alone."""

from collections import Counter

from faults.world import CHANNEL

# Told again only when the answer to an earlier try was lost, and then it says so.
MARKED = "notice"
# Nobody could mark these, so each is there exactly once.
ONCE = ("newKey", "rotated")
DAY, HALF_A_DAY = 86_400, 43_200
AT_MOST_ONCE = (*ONCE, "restoreEnding")


def _sign(said):
    return said.kind, said.place, said.key, said.age


def _counts(evidence):
    return Counter(_sign(said) for said in evidence.said)


def repeats(quiet, found):
    """Messages that repeat notices: (all, unmarked)."""
    extra, bare = set(), set()
    for said in _again(quiet, found):
        extra.add(said.message["ts"])
        if not said.repeat:
            bare.add(said.message["ts"])
    return len(extra), len(bare)


def _again(quiet, found):
    left = Counter({sign: max(1, count) for sign, count in _counts(quiet).items()})
    # Which of several is the repeat can't be said, so the unmarked ones are counted as the first.
    for said in sorted((each for each in found.said if each.kind == MARKED), key=lambda each: each.repeat):
        allowed = left.setdefault(_sign(said), 1)
        if allowed > 0:
            left[_sign(said)] = allowed - 1
        else:
            yield said


def early(found):
    """No key was deactivated before the latest deadline its owner was given, and none without one."""
    for switch in found.switches:
        if switch.status != "Inactive":
            continue
        deadline = found.deadline(switch.key, switch.at)
        if deadline is None:
            yield f"{switch.key} was deactivated, and {found.recipients[switch.key]} was never told when."
        elif deadline > switch.at:
            yield f"{switch.key} was deactivated {deadline - switch.at} s before the deadline its owner was given."


def told(found):
    """Every switch is told to owner and channel, exactly once."""
    counts = Counter((said.kind, said.place, said.key) for said in found.said)
    done = Counter((switch.status, switch.key) for switch in found.switches)
    for status, kind in (("Inactive", "deactivated"), ("Active", "restored")):
        for key in found.keys:
            for place in {found.recipients[key], CHANNEL}:
                said, was = counts[kind, place, key], done[status, key]
                if said != was:
                    yield f"{key} was switched to {status} {was} times, and {place} was told so {said} times."


def lost(quiet, found):
    """Everything that is said in a quiet world is said here."""
    counts = _counts(found)
    for sign, count in _counts(quiet).items():
        kind, place, key, age = sign
        if kind in (MARKED, "copy") and not counts[sign]:
            yield f"The {kind} about {key} ({age} days) never reached {place}."
        if kind in ONCE and not counts[sign]:
            yield f"{place} was never told of {key}: {kind}."


def unexpected(quiet, found):
    """What a quiet world doesn't say: a new round's notice gives more time, anything else is a mistake."""
    known, rest = _counts(quiet), max(said.ts for said in quiet.said)
    for (kind, place, key, _), count in _counts(found).items():
        if kind in AT_MOST_ONCE and count > 1:
            yield f"{place} was told {count} times of {key}: {kind}."
    for said in found.said:
        if said.kind is None:
            yield f"{said.place} was told something that the oracle can't read: {said.message['text']}"
        elif said.kind in AT_MOST_ONCE and not known[_sign(said)]:
            yield f"{said.place} was told of {said.key}: {said.kind}, which a quiet world does not say."
        elif said.kind == MARKED and not known[_sign(said)]:
            # After a day the next stage comes, and it may keep the round's deadline.
            before, next_day = found.deadline(said.key, said.ts), said.ts > rest + HALF_A_DAY
            if before is not None and (said.deadline < before if next_day else said.deadline <= before):
                yield f"{said.place} was given a notice about {said.key} that a quiet world does not give."


def within_limit(found, limit):
    """No civil day sees more keys off than the limit allows."""
    for day, count in Counter(switch.at // DAY for switch in found.switches if switch.status == "Inactive").items():
        if count > limit:
            yield f"{count} keys were deactivated on one day ({day * DAY}), and {limit} may be."


def took_a_turn(key, quiet, found, limit):
    """Whether the key went on a day that was full in a quiet world, where one that went then has not gone now."""
    day = found[key][0] // DAY
    then = [other for other, times in quiet.items() if any(at // DAY == day for at in times)]
    return limit is not None and len(then) >= limit and any(
        not any(at // DAY == day for at in found.get(other, ())) for other in then)  # fmt: skip


def same_set(quiet, found, limit=None):
    """The same keys are off in the end, and none went earlier than in a quiet world, unless another's turn became free."""
    ours, theirs = found.off(), quiet.off()
    for key in theirs.keys() - ours.keys():
        yield f"{key} was never deactivated."
    for key in ours.keys() - theirs.keys():
        yield f"{key} was deactivated, and in a quiet world it is not."
    for key in ours.keys() & theirs.keys():
        if ours[key][0] < theirs[key][0] and not took_a_turn(key, theirs, ours, limit):
            yield f"{key} was deactivated {theirs[key][0] - ours[key][0]} s earlier than in a quiet world."
        if found.keys.get(key, {}).get("status") != quiet.keys[key]["status"]:
            yield f"{key} is {found.keys[key]['status']} in the end, and {quiet.keys[key]['status']} in a quiet world."


def judge(quiet, found, most_repeats=None, limit=None):
    """Sentences about every promise that was broken.

    `limit`: how many keys may go in a day, where keys wait for their turn.
    """
    wrong = [*early(found), *told(found), *lost(quiet, found), *unexpected(quiet, found)]
    wrong += same_set(quiet, found, limit)
    if limit is not None:
        wrong += within_limit(found, limit)
    again, bare = repeats(quiet, found)
    if bare:
        wrong.append(f"{bare} notices were repeated without saying so.")
    if most_repeats is not None and again > most_repeats:
        wrong.append(f"{again} messages repeat notices; at most {most_repeats} may.")
    return wrong
