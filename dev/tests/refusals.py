"""What a refused call looks like to a client."""

from contextlib import contextmanager

import pytest
from botocore.exceptions import ClientError


@contextmanager
def refused(code, status=None):
    """The calls inside must be refused with this code, and this HTTP status if one is given."""
    with pytest.raises(ClientError) as caught:
        yield caught
    assert caught.value.response["Error"]["Code"] == code
    if status:
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
