"""What a test may change about how one account answers."""

from dataclasses import dataclass


@dataclass
class AccountSettings:
    """polls: INPROGRESS answers before COMPLETE. short_pages: the most an IAM page may hold (0: no limit).

    trail_delay: seconds until an event shows in CloudTrail.
    """

    polls: int = 1
    short_pages: int = 0
    limit_exceeded: bool = False
    columns: int | None = None
    denied: bool = False
    trail_delay: int = 0


@dataclass
class OrganizationSettings:
    """empty_pages: pages without accounts, but with a token, before each page that has some."""

    page_size: int = 20
    empty_pages: int = 0


_accounts = {}
organization = OrganizationSettings()


def of(account_id):
    """The settings of one account, made on first use."""
    return _accounts.setdefault(account_id, AccountSettings())
