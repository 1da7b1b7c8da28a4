"""IAM's events as EventBridge delivers them to the function, from what CloudTrail recorded."""

import json
import uuid

import boto3

from serverless.deployment import REGION


def recorded(clients, manifest, account, name):
    """Every event of this name in an account, newest first; what EventBridge passes on has the trail's record inside."""
    got = clients.sts.assume_role(
        RoleArn=f"arn:aws:iam::{account}:role/{manifest['auditRole']}", RoleSessionName="relevo-events",
        ExternalId=manifest["externalId"])["Credentials"]  # fmt: skip
    trail = boto3.client(
        "cloudtrail", endpoint_url=clients.endpoint, region_name=REGION, aws_access_key_id=got["AccessKeyId"],
        aws_secret_access_key=got["SecretAccessKey"], aws_session_token=got["SessionToken"])  # fmt: skip
    asked = [{"AttributeKey": "EventName", "AttributeValue": name}]
    found = trail.lookup_events(LookupAttributes=asked)["Events"]
    return [delivered(account, json.loads(each["CloudTrailEvent"])) for each in found]


def delivered(account, detail):
    """What the rule's target gets."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "AWS API Call via CloudTrail",
        "source": "aws.iam",
        "account": account,
        "time": detail.get("eventTime"),
        "region": REGION,
        "resources": [],
        "detail": detail,
    }
