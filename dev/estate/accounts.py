"""The organisation and its accounts, made without a call over the wire."""

from moto.iam.models import iam_backends
from moto.organizations import utils
from moto.organizations.models import organizations_backends

from estate import roles

HUB = "111111111111"


def account_id(index):
    """111111111111, 222222222222, … 999999999999, then 100000000010 and up."""
    return str(index + 1) * 12 if index < 9 else str(100000000001 + index)


def iam(account):
    """An account's IAM."""
    return iam_backends[account]["aws"]


def known():
    """Every account that is in the organisation or has users, in order."""
    members = [a.id for a in organization().accounts]
    return sorted({*members, *(a for a in list(iam_backends) if iam(a).users)})


def organization():
    """The organisation as its management account sees it."""
    return organizations_backends[HUB]["aws"]


def name_of(account):
    """The account's name in the organisation, or its id."""
    return next((a.name for a in organization().accounts if a.id == account), account)


def create_organization(name):
    """The organisation, with the hub as its management account."""
    backend = organization()
    backend.create_organization(region="us-east-1", FeatureSet="ALL")
    backend.accounts[0].name = name


def join(account, name):
    """A member account with Relevo's roles; the hub gets the roles only."""
    backend = organization()
    if backend.org is None:
        create_organization("security")
    if account != HUB and all(a.id != account for a in backend.accounts):
        # moto draws the id by chance, and makes a role in that account before anyone could change it.
        draw = utils.make_random_account_id
        utils.make_random_account_id = lambda: account
        try:
            backend.create_account(AccountName=name, Email=f"aws+{account}@relevo.example")
        finally:
            utils.make_random_account_id = draw
    if all(role.name != roles.AUDIT for role in iam(account).roles.values()):
        roles.create(iam(account), HUB)


def leave(account):
    """Takes an account out of the organisation. Its users stay, as they do on AWS."""
    backend = organization()
    backend.accounts[:] = [a for a in backend.accounts if a.id != account]
    organizations_backends.master_accounts.pop(account, None)
