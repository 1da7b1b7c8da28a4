"""DynamoDB: one call at a time, and a transaction that is sent again with its token is carried out once.

moto answers from several threads, and a transaction that fails puts back a copy of the whole table, with which writes of
other threads are lost. It ignores `ClientRequestToken`.
"""

import functools
import threading

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


def apply():
    DynamoHandler.transact_write_items = _once_per_token(DynamoHandler.transact_write_items)
    for name in CALLS:
        setattr(DynamoHandler, name, _one_at_a_time(getattr(DynamoHandler, name)))
