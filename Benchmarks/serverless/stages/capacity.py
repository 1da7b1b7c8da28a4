"""Sizes of items and the units that calls consume, as AWS documents them. Pure.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
"""

LARGEST_ITEM = 400 * 1024
LARGEST_TRANSACTION = 4 * 1024 * 1024
LARGEST_PAGE = 1024 * 1024
# Billed for each stored item besides its own bytes.
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
OVERHEAD = 100


def size(item):
    """Bytes of an item: names and values."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def _value(value):
    ((kind, content),) = value.items()
    if kind == "S":
        # Most text is ASCII, which needs no encoding to be counted.
        return len(content) if content.isascii() else len(content.encode())
    if kind == "N":
        # One byte for two significant digits, one more, and one for a minus.
        digits = content.lstrip("-").replace(".", "").strip("0")
        return (len(digits) + 1) // 2 + 1 + content.startswith("-")
    if kind in ("BOOL", "NULL"):
        return 1
    raise ValueError(f"no item of Relevo has a value of the type {kind}")


def read_units(count, consistent=True):
    """Of one read of so many bytes: 4 KB each, at least one; half of it if it needn't be consistent."""
    units = max(1, -(-count // 4096))
    return units if consistent else units / 2


def write_units(before, after, in_transaction=False):
    """Of one write: 1 KB each of the larger of what was there and what is, at least one; twice in a transaction.

    A condition check counts like a write of the item that it checks; measured on DynamoDB itself in
    https://github.com/paritysuite/dynamodb-conformance/pull/67. A write whose condition fails counts too.
    """
    return max(1, -(-max(before, after) // 1024)) * (2 if in_transaction else 1)
