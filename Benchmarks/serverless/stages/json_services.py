"""The JSON calls of a run besides DynamoDB's: Organizations, CloudTrail, and the stores of configuration and token."""

import json

from stages.population import HUB

PAGE = 20


class JSONServices:
    """`parameters` and `secrets`: texts by name, set by the bench."""

    def __init__(self, estate):
        self._estate = estate
        self.parameters, self.secrets = {}, {}

    def answer(self, operation, account, body):
        """(status, body)."""
        method = self.CALLS.get(operation)
        if method is None:
            return _refused("UnknownOperationException", f"There is no {operation} here")
        return method(self, account, json.loads(body or "{}"))

    def _accounts(self, account, asked):
        if account != HUB:
            return _refused("AccessDeniedException", "You don't have permissions to access this resource.")
        limit, begin = int(asked.get("MaxResults", PAGE)), int(asked.get("NextToken", 0))
        if not 1 <= limit <= PAGE:
            return _refused("InvalidInputException", "You specified an invalid value for MaxResults.")
        # In the order of their ids, as the local AWS has them.
        ids = sorted(self._estate.people.ids())
        shown = [
            {"Id": one, "Arn": f"arn:aws:organizations::{HUB}:account/o-bench/{one}", "Name": f"account-{one}",
             "Email": f"aws+{one}@relevo.example", "Status": "ACTIVE", "State": "ACTIVE", "JoinedMethod": "CREATED",
             "JoinedTimestamp": 1577836800.0}
            for one in ids[begin : begin + limit]
        ]  # fmt: skip
        answer = {"Accounts": shown}
        if begin + limit < len(ids):
            answer["NextToken"] = str(begin + limit)
        return 200, json.dumps(answer)

    def _events(self, account, asked):
        filters = asked.get("LookupAttributes") or []
        limit = asked.get("MaxResults", 50)
        if len(filters) > 1:
            return _refused("InvalidLookupAttributesException", "One lookup attribute is the most there may be.")
        if not 1 <= limit <= 50:
            return _refused("InvalidMaxResultsException", "MaxResults is from 1 to 50.")
        attribute, value = (filters[0]["AttributeKey"], filters[0]["AttributeValue"]) if filters else (None, None)
        events = self._estate.events(account, attribute, value, asked.get("StartTime"), asked.get("EndTime"))
        begin = int(asked.get("NextToken", 0))
        answer = {"Events": events[begin : begin + limit]}
        if begin + limit < len(events):
            answer["NextToken"] = str(begin + limit)
        return 200, json.dumps(answer)

    def _parameter(self, _, asked):
        text = self.parameters.get(asked["Name"])
        if text is None:
            return _refused("ParameterNotFound", "")
        return 200, json.dumps({"Parameter": {"Name": asked["Name"], "Type": "SecureString", "Value": text, "Version": 1}})

    def _secret(self, _, asked):
        text = self.secrets.get(asked["SecretId"])
        if text is None:
            return _refused("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
        return 200, json.dumps({"Name": asked["SecretId"], "SecretString": text})

    CALLS = {
        "ListAccounts": _accounts,
        "LookupEvents": _events,
        "GetParameter": _parameter,
        "GetSecretValue": _secret,
    }


def _refused(code, message):
    return 400, json.dumps({"__type": code, "message": message, "Message": message})
