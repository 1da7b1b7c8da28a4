"""Writes endpoints.json: where botocore calls each service, by region, FIPS and dual stack.

    python3 make_endpoints.py > endpoints.json

A row without a URL is a combination that botocore refuses.
"""

import json
import sys

import botocore
import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError

OPERATIONS = {
    "iam": "ListUsers", "sts": "GetCallerIdentity", "organizations": "ListAccounts", "ssm": "GetParameter",
    "secretsmanager": "GetSecretValue", "sso": "GetRoleCredentials", "cloudtrail": "LookupEvents",
}
REGIONS = ["us-east-1", "eu-west-1", "us-gov-west-1", "us-gov-east-1", "cn-north-1", "cn-northwest-1", "eusc-de-east-1"]

session = botocore.session.Session()
rows = []
for service, operation in OPERATIONS.items():
    for region in REGIONS:
        for fips in (False, True):
            for dual in (False, True):
                config = Config(use_fips_endpoint=fips, use_dualstack_endpoint=dual)
                client = session.create_client(
                    service, region_name=region, aws_access_key_id="a", aws_secret_access_key="b", config=config)
                row = {"service": service, "region": region, "fips": fips, "dual": dual, "url": None, "signing": None}
                try:
                    found = client._ruleset_resolver.construct_endpoint(
                        client.meta.service_model.operation_model(operation), {}, {})
                    row["url"] = found.url + "/"
                    schemes = found.properties.get("authSchemes") or [{}]
                    row["signing"] = schemes[0].get("signingRegion", region)
                except BotoCoreError as error:
                    print(service, region, fips, dual, error, file=sys.stderr)
                rows.append(row)

json.dump({"botocore": botocore.__version__, "rows": rows}, sys.stdout, indent=0)
