"""One DynamoDB table in memory, with a partition and a sort key that are strings. Every write is all or nothing."""

import bisect
import functools

from stages import capacity, expressions
from stages.expressions import Invalid


class Refusal(Exception):
    """A call that DynamoDB refuses."""

    def __init__(self, code, message, reasons=None):
        super().__init__(f"{code}: {message}")
        self.code, self.message, self.reasons = code, message, reasons


class ConditionFailed(Refusal):
    def __init__(self):
        super().__init__("ConditionalCheckFailedException", "The conditional request failed")


@functools.lru_cache(10_000)
def kind(partition):
    """What the items of a partition are: the first part of its key; of documents, which ones they are too."""
    parts = partition.split("/")
    return "/".join(parts[:2] if parts[0] == "document" else parts[:1])


class Table:
    PARTITION, SORT = "pk", "sk"

    def __init__(self):
        # Partition key → (sorted sort keys, items by sort key, their sizes).
        self._partitions = {}
        # Units by kind.
        self.reads, self.writes = {}, {}
        # Of the last ten minutes on AWS; here of the whole life.
        self._tokens = {}

    def __len__(self):
        return sum(len(items) for _, items, _ in self._partitions.values())

    @property
    def stored(self):
        """Bytes as AWS bills them for storage, by kind."""
        found = {}
        for partition, (_, _, sizes) in self._partitions.items():
            self._count(found, partition, sum(sizes.values()) + capacity.OVERHEAD * len(sizes))
        return found

    def key(self, attributes, exactly=False):
        """The place of an item, from the item or from its key alone."""
        try:
            place = attributes[self.PARTITION]["S"], attributes[self.SORT]["S"]
        except (KeyError, TypeError):
            raise Invalid("The provided key element does not match the schema") from None
        if not all(place) or (exactly and len(attributes) != 2):
            raise Invalid("The provided key element does not match the schema")
        return place

    def _found(self, place):
        partition = self._partitions.get(place[0])
        return partition[1].get(place[1]) if partition else None

    def _size(self, place):
        partition = self._partitions.get(place[0])
        return partition[2].get(place[1], 0) if partition else 0

    @staticmethod
    def _count(units, partition, more):
        units[kind(partition)] = units.get(kind(partition), 0) + more

    def get(self, place, consistent):
        self._count(self.reads, place[0], capacity.read_units(self._size(place), consistent))
        return self._found(place)

    def write(self, write):
        """A put or a delete, with its condition."""
        self._count(self.writes, write.place[0], capacity.write_units(self._size(write.place), write.size))
        if not write.holds(self._found(write.place) or {}):
            raise ConditionFailed()
        self._store(write)

    def transact(self, writes, token, content):
        """All writes or none; the same transaction with the same token is carried out once."""
        if token is not None and token in self._tokens:
            if self._tokens[token] != content:
                raise Refusal("IdempotentParameterMismatchException", "The token was used with other parameters")
            # Then it is a read of the items: https://github.com/paritysuite/dynamodb-conformance/pull/74
            for place in (write.place for write in writes):
                self._count(self.reads, place[0], 2 * capacity.read_units(self._size(place)))
            return
        places = [write.place for write in writes]
        if len(set(places)) != len(places):
            raise Invalid("Transaction request cannot include multiple operations on one item")
        if sum(write.size for write in writes) > capacity.LARGEST_TRANSACTION:
            raise Invalid("Collection size exceeded")
        # Canceled ones are billed too.
        for write in writes:
            units = capacity.write_units(self._size(write.place), write.size, in_transaction=True)
            self._count(self.writes, write.place[0], units)
        held = [write.holds(self._found(write.place) or {}) for write in writes]
        if not all(held):
            reasons = ["None" if one else "ConditionalCheckFailed" for one in held]
            raise Refusal("TransactionCanceledException", f"Transaction cancelled, reasons [{', '.join(reasons)}]", reasons)
        for write in writes:
            self._store(write)
        if token is not None:
            self._tokens[token] = content

    def _store(self, write):
        if write.kind == "check":
            return
        partition, sort = write.place
        if write.kind == "put":
            order, items, sizes = self._partitions.setdefault(partition, ([], {}, {}))
            if sort not in items:
                bisect.insort(order, sort)
            items[sort], sizes[sort] = write.item, write.size
        elif self._found(write.place) is not None:
            order, items, sizes = self._partitions[partition]
            order.pop(bisect.bisect_left(order, sort))
            del items[sort], sizes[sort]

    def query(self, partition, matches, after, limit, consistent, forward=True):
        """(items, whether there is more, how many were read): those of a partition whose sort key matches, in order."""
        order, items, sizes = self._partitions.get(partition, ((), {}, {}))
        chosen = [sort for sort in (order if forward else reversed(order)) if matches(sort)]
        if after is not None:
            chosen = [sort for sort in chosen if (sort > after if forward else sort < after)]
        shown, read = [], 0
        for sort in chosen:
            if shown and (len(shown) == limit or read + sizes[sort] > capacity.LARGEST_PAGE):
                break
            shown.append(sort)
            read += sizes[sort]
        self._count(self.reads, partition, capacity.read_units(read, consistent))
        return [items[sort] for sort in shown], shown[-1] if len(shown) < len(chosen) or len(shown) == limit else None


class Write:
    """A put, a delete or a check, read from a request."""

    __slots__ = ("kind", "place", "item", "size", "_tree", "_names", "_values")

    def __init__(self, table, kind, request):
        self.kind = kind
        self.item = request["Item"] if kind == "put" else None
        self.place = table.key(self.item) if kind == "put" else table.key(request["Key"], exactly=True)
        self.size = capacity.size(self.item) if self.item else 0
        if self.size > capacity.LARGEST_ITEM:
            raise Invalid("Item size has exceeded the maximum allowed size")
        text = request.get("ConditionExpression")
        self._names = request.get("ExpressionAttributeNames") or {}
        self._values = request.get("ExpressionAttributeValues") or {}
        if request.get("ExpressionAttributeValues") == {}:
            raise Invalid("ExpressionAttributeValues must not be empty")
        expressions.check([text] if text else [], self._names, self._values)
        self._tree = expressions.parsed(text) if text else None

    def holds(self, item):
        return self._tree is None or expressions.holds(self._tree, item, self._names, self._values)
