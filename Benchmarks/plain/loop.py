"""Every access key of an organisation, its age, use and owner, as most scripts get them: role by role, user by user.

    python loop.py --role RelevoAudit --external-id … [--threads 8] [--accounts 111111111111,…]

Prints JSON. With one thread the accounts go one after the other; with more, that many go at once.
"""

import argparse
import json
import sys
from concurrent.futures import ThreadPoolExecutor

import boto3


def accounts():
    """The active accounts of the organisation."""
    pages = boto3.client("organizations").get_paginator("list_accounts").paginate()
    return [account["Id"] for page in pages for account in page["Accounts"] if account["Status"] == "ACTIVE"]


def audited(sts, account, role, external_id):
    """An IAM client in an account."""
    got = sts.assume_role(
        RoleArn=f"arn:aws:iam::{account}:role/{role}", RoleSessionName="plain-loop", ExternalId=external_id
    )["Credentials"]
    # A session of its own: the default one may not make clients in several threads at once.
    session = boto3.Session(got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"])
    return session.client("iam")


def users_of(iam, account):
    """Every user of an account with tags, keys, and when each key was last used."""
    found = []
    for page in iam.get_paginator("list_users").paginate():
        for user in page["Users"]:
            name = user["UserName"]
            keys = [
                {
                    "accessKeyId": key["AccessKeyId"],
                    "status": key["Status"],
                    "createdAt": iso(key["CreateDate"]),
                    "lastUsedAt": iso(last_used(iam, key["AccessKeyId"])),
                }
                for keys in iam.get_paginator("list_access_keys").paginate(UserName=name)
                for key in keys["AccessKeyMetadata"]
            ]
            tags = [tag for tags in iam.get_paginator("list_user_tags").paginate(UserName=name) for tag in tags["Tags"]]
            found.append(
                {
                    "accountId": account,
                    "userId": user["UserId"],
                    "userName": name,
                    "tags": {tag["Key"]: tag["Value"] for tag in tags},
                    "keys": keys,
                }
            )
    return found


def last_used(iam, key_id):
    return iam.get_access_key_last_used(AccessKeyId=key_id)["AccessKeyLastUsed"].get("LastUsedDate")


def iso(moment):
    return moment and moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--role", required=True)
    parser.add_argument("--external-id", required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--accounts", help="only these, separated by commas")
    options = parser.parse_args()
    wanted = options.accounts.split(",") if options.accounts else accounts()
    sts = boto3.client("sts")

    def look(account):
        return users_of(audited(sts, account, options.role, options.external_id), account)

    with ThreadPoolExecutor(options.threads) as pool:
        found = [user for users in pool.map(look, wanted) for user in users]
    json.dump({"users": found}, sys.stdout)


if __name__ == "__main__":
    main()
