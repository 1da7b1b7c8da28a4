"""Identifiers: the same for the same seed, whatever else moto draws random numbers for."""

import base64
import random
import string
import threading

from moto.iam.utils import ACCOUNT_OFFSET, AWS_ROLE_ALPHABET

_lock = threading.Lock()
_random = random.Random()


def seed(value):
    """Start the sequence of ids anew: the same calls in the same order then give the same ids."""
    with _lock:
        _random.seed(value)


def unique_id(prefix, account_id, length=21):
    """An id as AWS forms it: prefix, the account in base 32, chance. `AIDA` for users, `AKIA` for keys."""
    number = int(account_id)
    account = base64.b32encode((number // 2 + ACCOUNT_OFFSET).to_bytes(5, "big")).decode()
    half = AWS_ROLE_ALPHABET[16:] if number % 2 else AWS_ROLE_ALPHABET[:16]
    with _lock:
        head = prefix + account + _random.choice(half)
        return head + "".join(_random.choices(AWS_ROLE_ALPHABET, k=length - len(head)))


def secret():
    """Forty characters, as a secret access key has."""
    with _lock:
        return "".join(_random.choices(string.ascii_letters + string.digits + "+/", k=40))


def account_of(key_id):
    """The account a key id was made for, or None when it isn't one of ours."""
    try:
        number = int.from_bytes(base64.b32decode(key_id[4:12]), "big") - ACCOUNT_OFFSET
        odd = AWS_ROLE_ALPHABET.index(key_id[12]) >= 16
    except (ValueError, IndexError):
        return None
    if number < 0:
        return None
    return f"{number * 2 + odd:012d}"
