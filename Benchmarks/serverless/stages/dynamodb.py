"""DynamoDB's calls, as Relevo sends them, over one table."""

import json

from stages import expressions
from stages.expressions import Invalid
from stages.table import Refusal, Table, Write

NAME = "relevo"


class DynamoDB:
    def __init__(self, name=NAME):
        self.name, self.table = name, Table()

    def answer(self, operation, body):
        """(status, body) of a call."""
        try:
            method = self.CALLS.get(operation)
            if method is None:
                raise Refusal("UnknownOperationException", f"There is no {operation} here")
            return 200, json.dumps(method(self, json.loads(body)))
        except Invalid as error:
            return self._refused("ValidationException", str(error))
        except Refusal as error:
            return self._refused(error.code, error.message, error.reasons)

    @staticmethod
    def _refused(code, message, reasons=None):
        answer = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": message, "Message": message}
        if reasons:
            known = {"None": {"Code": "None"}}
            failed = {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}
            answer["CancellationReasons"] = [known.get(reason, failed) for reason in reasons]
        return 400, json.dumps(answer)

    def _is_ours(self, name):
        if name != self.name:
            raise Refusal("ResourceNotFoundException", "Requested resource not found")

    def _get_item(self, asked):
        self._is_ours(asked["TableName"])
        place = self.table.key(asked["Key"], exactly=True)
        item = self.table.get(place, asked.get("ConsistentRead", False))
        return {} if item is None else {"Item": item}

    def _batch_get_item(self, asked):
        found = {}
        for name, wanted in asked["RequestItems"].items():
            self._is_ours(name)
            places = [self.table.key(key, exactly=True) for key in wanted["Keys"]]
            if not 1 <= len(places) <= 100 or len(set(places)) != len(places):
                raise Invalid("Provided list of item keys contains duplicates, or is too long")
            items = [self.table.get(place, wanted.get("ConsistentRead", False)) for place in places]
            found[name] = [item for item in items if item is not None]
        return {"Responses": found, "UnprocessedKeys": {}}

    def _put_item(self, asked):
        self._is_ours(asked["TableName"])
        self.table.write(Write(self.table, "put", asked))
        return {}

    def _delete_item(self, asked):
        self._is_ours(asked["TableName"])
        self.table.write(Write(self.table, "delete", asked))
        return {}

    def _batch_write_item(self, asked):
        writes = []
        for name, entries in asked["RequestItems"].items():
            self._is_ours(name)
            for entry in entries:
                kind = "put" if "PutRequest" in entry else "delete"
                writes.append(Write(self.table, kind, entry.get("PutRequest") or entry.get("DeleteRequest")))
        if not 1 <= len(writes) <= 25 or len({write.place for write in writes}) != len(writes):
            raise Invalid("Provided list of item keys contains duplicates, or is too long")
        for write in writes:
            self.table.write(write)
        return {"UnprocessedItems": {}}

    def _transact_write_items(self, asked):
        kinds = {"Put": "put", "Delete": "delete", "ConditionCheck": "check"}
        if not 1 <= len(asked["TransactItems"]) <= 100:
            raise Invalid("Member must have length less than or equal to 100")
        writes = []
        for entry in asked["TransactItems"]:
            ((name, request),) = entry.items()
            if name not in kinds:
                raise Invalid(f"There is no {name} here")
            self._is_ours(request["TableName"])
            if name == "ConditionCheck" and not request.get("ConditionExpression"):
                raise Invalid("The expression can not be empty")
            writes.append(Write(self.table, kinds[name], request))
        self.table.transact(writes, asked.get("ClientRequestToken"), asked["TransactItems"])
        return {}

    def _query(self, asked):
        self._is_ours(asked["TableName"])
        names, values = asked.get("ExpressionAttributeNames") or {}, asked.get("ExpressionAttributeValues") or {}
        text = asked["KeyConditionExpression"]
        if "FilterExpression" in asked or "ProjectionExpression" in asked:
            raise Invalid("Queries with a filter or a projection are not here")
        expressions.check([text], names, values)
        partition, condition = self._key_condition(expressions.parsed(text), names, values)
        limit = asked.get("Limit")
        if limit is not None and limit < 1:
            raise Invalid("Limit must be at least 1")
        after = asked.get("ExclusiveStartKey")
        items, last = self.table.query(
            partition, condition, self.table.key(after, exactly=True)[1] if after else None, limit,
            asked.get("ConsistentRead", False), asked.get("ScanIndexForward", True))  # fmt: skip
        answer = {"Items": items, "Count": len(items), "ScannedCount": len(items)}
        if last is not None:
            answer["LastEvaluatedKey"] = {Table.PARTITION: {"S": partition}, Table.SORT: {"S": last}}
        return answer

    def _key_condition(self, tree, names, values):
        """(partition, what a sort key must be like): `pk = x`, or `pk = x AND` one condition of the sort key."""
        first, second = (tree[1], tree[2]) if tree[0] == "and" else (tree, None)
        # The partition's condition may come second.
        if second is not None and names.get(first[1], first[1]) != Table.PARTITION:
            first, second = second, first
        if first[0] != "=" or names.get(first[1], first[1]) != Table.PARTITION:
            raise Invalid("Query condition missed key schema element: pk")
        partition = values[first[2]]["S"]
        if second is None:
            return partition, lambda sort: True
        known = second[0] in ("=", "<", "<=", ">", ">=", "between", "begins_with")
        if not known or names.get(second[1], second[1]) != Table.SORT:
            raise Invalid("Query key condition not supported")
        return partition, lambda sort: expressions.holds(second, {Table.SORT: {"S": sort}}, names, values)

    CALLS = {
        "GetItem": _get_item,
        "BatchGetItem": _batch_get_item,
        "PutItem": _put_item,
        "DeleteItem": _delete_item,
        "BatchWriteItem": _batch_write_item,
        "TransactWriteItems": _transact_write_items,
        "Query": _query,
    }
