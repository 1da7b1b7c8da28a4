"""The house as data: which room may import what (Docs/architecture.md). Only these names; an arrow points inward."""

# The standard library's own modules, open to every room.
EVERYWHERE = {"FoundationEssentials", "Synchronization"}

NIO = {"NIOCore", "NIOHTTP1", "NIOPosix"}
# The C library, under the name it has on each platform.
SYSTEM = {"Glibc", "Musl", "Darwin"}

ROOMS = {
    # Core
    "KeyPolicy": set(),
    "KeyWatch": {"KeyPolicy", "Logging", "Crypto"},
    # Clients, and what all of them do with the text of an answer
    "Redaction": set(),
    "AWS": {"AsyncHTTPClient", "Crypto", "Logging", "NIOSSL", "Redaction", *NIO, *SYSTEM},
    # Starts programs for credentials; apart, because nothing that the Lambda links may.
    "ProcessCredentials": {"AWS", "Subprocess", "System", "SystemPackage"},
    "Slack": {"AsyncHTTPClient", "Crypto", "Logging", "Redaction", *NIO},
    # Plugs
    "Settings": {"KeyPolicy"},
    "Messages": {"KeyPolicy", "KeyWatch", "Slack"},
    "Adapters": {"AWS", "KeyPolicy", "KeyWatch", "Settings", "Slack", "Logging"},
    "SQLiteLedger": {"KeyPolicy", "KeyWatch", "GRDB", "GRDBSQLite", *SYSTEM},
    "DynamoDBLedger": {"AWS", "Crypto", "KeyPolicy", "KeyWatch"},
    # Doors, and the parts that all of them share; the Lambda links those, so they start no programs
    "Composition": {
        "AWS", "Adapters", "KeyPolicy", "KeyWatch", "Messages", "Redaction", "Settings", "Slack", "AsyncHTTPClient",
        "Logging", "NIOCore", "NIOHTTP1", *SYSTEM,
    },
    "Doctor": {"AWS", "Adapters", "Composition", "KeyPolicy", "KeyWatch", "Settings", "Slack"},
    "LambdaFunction": {
        "AWS", "Adapters", "AsyncHTTPClient", "Composition", "Crypto", "Doctor", "DynamoDBLedger", "KeyPolicy", "KeyWatch",
        "Logging", "NIOCore", "NIOHTTP1", "NIOPosix", "Settings", *SYSTEM,
    },
    "relevo": {
        "AWS", "Adapters", "Composition", "Doctor", "DynamoDBLedger", "KeyPolicy", "KeyWatch", "ProcessCredentials",
        "SQLiteLedger", "Settings", "Slack", "ArgumentParser", "Logging", "Yams", *SYSTEM,
    },
    # Stand-ins, fakes and contracts
    "LocalSlack": {"Hummingbird", "Logging", "NIOCore"},
    "local-slack": {"LocalSlack", "ArgumentParser", "Hummingbird", "Logging"},
    "KeyWatchFakes": {"KeyPolicy", "KeyWatch"},
    "HistoryBench": {"KeyPolicy", "KeyWatch", "KeyWatchFakes", "Logging"},
    "histories": {"HistoryBench", "ArgumentParser", *SYSTEM},
    "LedgerContract": {"KeyPolicy", "KeyWatch"},
}  # fmt: skip

# A fake may stop the test that asks it for what it was not given.
MAY_STOP = {"HistoryBench", "KeyWatchFakes", "LedgerContract"}

# What tests may use besides their own room and whatever that room may use.
TESTS_USE = {"Testing", "Logging", "KeyPolicy", "KeyWatch", "KeyWatchFakes", "LedgerContract", "Foundation", *SYSTEM}
TESTS = {
    "AWSTests": {"AWS", "Hummingbird"},
    "AdaptersTests": {"Adapters"},
    "CommandLineTests": {"relevo", "Doctor"},
    "CompositionTests": {"Composition"},
    "DynamoDBLedgerTests": {"DynamoDBLedger", "SQLiteLedger", "NIOHTTP1"},
    "KeyPolicyTests": {"KeyPolicy"},
    "KeyWatchTests": {"KeyWatch", "HistoryBench"},
    "LambdaFunctionTests": {"LambdaFunction"},
    "LocalSlackTests": {"LocalSlack", "HummingbirdTesting"},
    "MessagesTests": {"Messages"},
    "ProcessCredentialsTests": {"ProcessCredentials"},
    "RedactionTests": {"Redaction"},
    "SQLiteLedgerTests": {"SQLiteLedger"},
    "SettingsTests": {"Settings"},
    "SlackTests": {"Slack"},
}
# The only tests that start servers go through every door.
EVERYTHING = {"EstateTests"}

# Where the libraries bring full Foundation along anyway (GRDB, Yams); everything else stays with FoundationEssentials.
FULL_FOUNDATION = ("Sources/SQLiteLedger/", "Sources/relevo/Configuration/")


def allowed(path):
    """The modules the file at `Sources/<room>/…` or `Tests/<room>/…` may import, or None for everything; what is fuzzed is
    in every room.

    KeyError for a room that isn't in the house.
    """
    side, room = path.parts[:2]
    if side == "Fuzzing":
        return None
    if side == "Sources":
        foundation = {"Foundation"} if path.as_posix().startswith(FULL_FOUNDATION) else set()
        return EVERYWHERE | ROOMS[room] | foundation
    if room in EVERYTHING:
        return None
    own = TESTS[room]
    return EVERYWHERE.union(TESTS_USE, own, *(ROOMS.get(name, set()) for name in own))
