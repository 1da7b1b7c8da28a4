"""The deployed function, made by Terraform from Deploy/terraform: the hub, and the members' roles in every account."""

import json
import sys
from pathlib import Path

from serverless.configuration import NAME, TOKEN_PARAMETER
from serverless.deployment import REGION, Deployment, store_token

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))

# As many accounts as the local AWS's seed has, each with a key of its own.
_PROVIDER = """
provider "aws" {{
  alias      = "{alias}"
  region     = "{region}"
  access_key = "{key}"
  secret_key = "{secret}"
}}
"""
_HUB = """
terraform {{
  required_providers {{
    aws = {{ source = "hashicorp/aws" }}
  }}
}}

module "hub" {{
  source              = "{hub}"
  providers           = {{ aws = aws.hub, aws.iam_home = aws.hub }}
  package             = "{package}"
  configuration       = file("${{path.module}}/relevo.json")
  slack_token         = "ssm:{token}"
  deletion_protection = false
  environment         = {environment}
}}

output "function" {{ value = module.hub.function_name }}
output "machine" {{ value = module.hub.state_machine_arn }}
output "table" {{ value = module.hub.table_name }}
"""
_MEMBER = """
module "member_{alias}" {{
  source        = "{member}"
  providers     = {{ aws = aws.{alias} }}
  hub_principal = "arn:aws:iam::{hub}:role/{name}-hub"
  external_id   = "{external_id}"
  protected     = {protected}
  depends_on    = [module.hub]
}}
"""


class Terraform:
    """`deploy` for a `Cloud`. `members`: account → the key of somebody who may do everything there, instead of the
    roles that the local AWS's accounts have from the first."""

    def __init__(self, folder, manifest, members=None, environment=None):
        self.folder = folder
        self._manifest, self._members, self._environment = manifest, members or {}, environment or {}
        self.workspace = None

    def __call__(self, clients, account, zipped, document):
        from terraform_workspace import Workspace

        store_token(clients)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.workspace = workspace = Workspace(self.folder)
        workspace.environment["AWS_ENDPOINT_URL"] = clients.endpoint
        (self.folder / "relevo.json").write_text(json.dumps(document), encoding="utf-8")
        keys = clients.key, clients.secret
        workspace.write(self._root(account, zipped, keys))
        workspace.init()
        workspace.apply()
        told = workspace.outputs()
        return Deployment(told["function"], told["machine"], told["table"])

    def _root(self, account, zipped, keys):
        def provider(alias, key, secret):
            return _PROVIDER.format(alias=alias, region=REGION, key=key, secret=secret)

        parts = [provider("hub", *keys)]
        parts.append(_HUB.format(
            hub=self.workspace.module("hub"), package=zipped, token=TOKEN_PARAMETER,
            environment=json.dumps(self._environment)))  # fmt: skip
        for number, (member, key) in enumerate(self._members.items()):
            alias = f"m{number}"
            parts.append(provider(alias, *key))
            parts.append(_MEMBER.format(
                alias=alias, member=self.workspace.module("member"), hub=account, name=NAME,
                external_id=self._manifest["externalId"], protected=json.dumps(self._manifest["protected"])))  # fmt: skip
        return "".join(parts)
