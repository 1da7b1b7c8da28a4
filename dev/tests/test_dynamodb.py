import threading

import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def table(estate):
    client = estate.client("dynamodb")
    client.create_table(
        TableName="ledger",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    )
    yield client
    client.delete_table(TableName="ledger")


def put(sort, **condition):
    return {"Put": {"TableName": "ledger", "Item": {"pk": {"S": "a"}, "sk": {"S": sort}}, **condition}}


NEW = {"ConditionExpression": "attribute_not_exists(pk)"}


def test_a_transaction_that_is_sent_again_is_carried_out_once(table):
    for _ in range(2):
        table.transact_write_items(TransactItems=[put("1", **NEW)], ClientRequestToken="one")
    with pytest.raises(ClientError, match="ConditionalCheckFailed"):
        table.transact_write_items(TransactItems=[put("1", **NEW)], ClientRequestToken="two")


def test_no_write_is_lost_beside_transactions_that_fail(table):
    table.put_item(TableName="ledger", Item={"pk": {"S": "a"}, "sk": {"S": "taken"}})

    def fail():
        for _ in range(30):
            with pytest.raises(ClientError):
                table.transact_write_items(TransactItems=[put("x"), put("taken", **NEW)])

    failing = [threading.Thread(target=fail) for _ in range(3)]
    for thread in failing:
        thread.start()
    for number in range(60):
        table.put_item(TableName="ledger", Item={"pk": {"S": "b"}, "sk": {"S": str(number)}})
    for thread in failing:
        thread.join()
    found = table.query(
        TableName="ledger", KeyConditionExpression="pk = :p", ExpressionAttributeValues={":p": {"S": "b"}}
    )
    assert found["Count"] == 60


def test_a_transaction_that_fails_leaves_everything_as_it_was(table):
    for sort in ("kept", "replaced", "deleted", "taken"):
        table.put_item(TableName="ledger", Item={"pk": {"S": "a"}, "sk": {"S": sort}, "v": {"S": "old"}})
    before = table.scan(TableName="ledger")["Items"]
    new = {"Put": {"TableName": "ledger", "Item": {"pk": {"S": "a"}, "sk": {"S": "replaced"}, "v": {"S": "new"}}}}
    delete = {"Delete": {"TableName": "ledger", "Key": {"pk": {"S": "a"}, "sk": {"S": "deleted"}}}}
    elsewhere = {"Put": {"TableName": "ledger", "Item": {"pk": {"S": "b"}, "sk": {"S": "1"}}}}
    with pytest.raises(ClientError, match="ConditionalCheckFailed"):
        table.transact_write_items(TransactItems=[new, delete, elsewhere, put("taken", **NEW)])
    assert table.scan(TableName="ledger")["Items"] == before
    table.transact_write_items(TransactItems=[new, delete, elsewhere])
    found = {item["sk"]["S"]: item.get("v", {}).get("S") for item in table.scan(TableName="ledger")["Items"]}
    assert found == {"kept": "old", "replaced": "new", "taken": "old", "1": None}
