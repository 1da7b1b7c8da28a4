import functions
import pytest
from refusals import refused

HUB = "111111111111"
ARN = f"arn:aws:{{}}:us-east-1:{HUB}:{{}}"


@pytest.fixture(scope="module")
def admin(guarded):
    key = guarded.post("users", accountId=HUB, userName="resources", keys=[{}],
                       policies={"all": functions.policy(("*", "*"))})["keys"][0]  # fmt: skip
    client = lambda service: guarded.client(service, key["accessKeyId"], key["secretAccessKey"])  # noqa: E731
    for name in ("mine", "other"):
        client("dynamodb").create_table(
            TableName=name, BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])  # fmt: skip
        client("secretsmanager").create_secret(Name=name, SecretString="s")
        client("ssm").put_parameter(Name=f"/of/{name}", Value="v", Type="String")
    return client


@pytest.fixture
def allowed(guarded, admin, request):
    """Clients of somebody who may do just these things."""
    names = iter(f"narrow-{request.node.name[:40]}-{number}".replace("[", "-").replace("]", "") for number in range(9))

    def make(service, *statements):
        key = guarded.post("users", accountId=HUB, userName=next(names), keys=[{}],
                           policies={"own": functions.policy(*statements)})["keys"][0]  # fmt: skip
        return guarded.client(service, key["accessKeyId"], key["secretAccessKey"])

    return make


def put(table):
    return {"Put": {"TableName": table, "Item": {"pk": {"S": "a"}}}}


def check(table):
    return {"ConditionCheck": {"TableName": table, "Key": {"pk": {"S": "b"}}, "ConditionExpression": "attribute_not_exists(pk)"}}


def test_a_table_is_judged_by_its_arn(allowed):
    client = allowed("dynamodb", ("dynamodb:PutItem", ARN.format("dynamodb", "table/mine")))
    client.put_item(TableName="mine", Item={"pk": {"S": "a"}})
    with refused("AccessDeniedException", 400):
        client.put_item(TableName="other", Item={"pk": {"S": "a"}})
    with refused("AccessDeniedException"):
        client.get_item(TableName="mine", Key={"pk": {"S": "a"}})


def test_a_transaction_needs_what_its_parts_need(allowed):
    client = allowed("dynamodb", ("dynamodb:PutItem", ARN.format("dynamodb", "table/mine")))
    client.transact_write_items(TransactItems=[put("mine")])
    for parts in ([put("mine"), put("other")], [put("mine"), check("mine")]):
        with refused("AccessDeniedException"):
            client.transact_write_items(TransactItems=parts)
    with refused("AccessDeniedException"):
        client.batch_write_item(RequestItems={"mine": [{"PutRequest": {"Item": {"pk": {"S": "a"}}}}]})


def test_parameters_and_secrets_are_judged_by_their_arns(allowed):
    client = allowed("ssm", ("ssm:GetParameter", ARN.format("ssm", "parameter/of/mine")))
    client.get_parameter(Name="/of/mine")
    with refused("AccessDeniedException"):
        client.get_parameter(Name="/of/other")
    client = allowed("secretsmanager", ("secretsmanager:GetSecretValue", ARN.format("secretsmanager", "secret:mine-??????")))
    client.get_secret_value(SecretId="mine")
    with refused("AccessDeniedException"):
        client.get_secret_value(SecretId="other")


def test_a_role_of_a_service_is_for_that_service(guarded, admin):
    role = functions.role(admin("iam"), "for-lambda", "lambda.amazonaws.com", ("ssm:GetParameter", "*"))
    got = guarded.post("session", roleArn=role, service="lambda.amazonaws.com")
    client = guarded.client("ssm", got["accessKeyId"], got["secretAccessKey"], got["sessionToken"])
    assert client.get_parameter(Name="/of/mine")
    with pytest.raises(AssertionError, match="not authorized to assume"):
        guarded.post("session", roleArn=role, service="states.amazonaws.com")


def test_a_function_that_is_named_by_its_arn_can_be_signed_for(guarded, admin, allowed):
    role = functions.role(admin("iam"), "named", "lambda.amazonaws.com")
    arn = functions.create(admin("lambda"), "named", role)["FunctionArn"]
    client = allowed("lambda", ("lambda:InvokeFunction", arn))
    assert functions.invoke(client, arn, {})[1] is None
    functions.create(admin("lambda"), "another", role)
    with refused("AccessDeniedException", 403):
        functions.invoke(client, "another", {})
    assert guarded.get("refused")["refused"][-1]["action"] == "lambda:Invoke"
