"""DynamoDB: one call at a time, and a transaction that is sent again with its token is carried out once.

moto answers from several threads, and a transaction that fails puts back a copy of the whole table, with which writes of
other threads are lost. It ignores `ClientRequestToken`. The copy is of every attribute of every item, so that a transaction
takes the longer the larger the table is; here it is of the table's index.
"""

import copy
import functools
import threading

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler

LOCK = threading.RLock()
CALLS = (
    "batch_get_item", "batch_write_item", "create_table", "delete_item", "delete_table", "get_item", "put_item", "query",
    "scan", "transact_get_items", "transact_write_items", "update_item",
)  # fmt: skip


def _one_at_a_time(answer):
    @functools.wraps(answer)
    def answered(self):
        with LOCK:
            return answer(self)

    return answered


def _once_per_token(answer):
    carried_out = {}

    @functools.wraps(answer)
    def answered(self):
        token = self.body.get("ClientRequestToken")
        place = (self.current_account, self.region, token)
        if token is None:
            return answer(self)
        if place not in carried_out:
            carried_out[place] = answer(self)
        return carried_out[place]

    return answered


def _copied(self, memo):
    # Puts and deletes replace whole items, which therefore may be in both.
    made = copy.copy(self)
    made.items = copy.copy(self.items)
    for key, under in self.items.items():
        if isinstance(under, dict):
            made.items[key] = under.copy()
    return made


def _quickly(write):
    @functools.wraps(write)
    def transact_write_items(self, transact_items):
        if any("Update" in each for each in transact_items):
            return write(self, transact_items)
        Table.__deepcopy__ = _copied
        try:
            return write(self, transact_items)
        finally:
            del Table.__deepcopy__

    return transact_write_items


def apply():
    DynamoDBBackend.transact_write_items = _quickly(DynamoDBBackend.transact_write_items)
    DynamoHandler.transact_write_items = _once_per_token(DynamoHandler.transact_write_items)
    for name in CALLS:
        setattr(DynamoHandler, name, _one_at_a_time(getattr(DynamoHandler, name)))
