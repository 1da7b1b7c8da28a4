"""Makes what a scan remembered older: `relevo scan` knows no clock but the real one, so that the past moves instead."""

import sqlite3
from contextlib import closing

DAY_MS = 86_400_000
# The inventory is JSON, with instants as milliseconds.
INSTANTS = (
    ("inventory_users", "$.listedAt"),
    ("inventory_accounts", "$.completeAt"),
    ("inventory_accounts", "$.scannedAt"),
)


def grow_older(path, days):
    """Moves the instants of the inventory in the SQLite ledger at `path` back; events stay as they are."""
    with closing(sqlite3.connect(path)) as ledger, ledger:
        for table, place in INSTANTS:
            changed = ledger.execute(
                f"UPDATE {table} SET inventory = json_set(inventory, ?1, json_extract(inventory, ?1) - ?2) "
                "WHERE json_extract(inventory, ?1) IS NOT NULL",
                (place, days * DAY_MS),
            ).rowcount
            if not changed:
                raise SystemExit(f"{table} in {path} has no {place} to make older: mend Benchmarks/compare/memory.py.")
