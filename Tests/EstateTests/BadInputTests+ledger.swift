import Foundation
import GRDB
import KeyPolicy
import KeyWatch
import LocalSlack
import SQLiteLedger

extension BadInputTests {
    /// What was remembered, and isn't what it should be.
    static let ledger: [BadInput] = [
        // Not a ledger: left as it is
        remembered(
            "a letter as the ledger",
            says: """
                relevo: relevo.db is not a Relevo ledger. Point `ledger:` at another path; Relevo leaves this file \
                as it is.
                """, .file("relevo.db")
        ) {
            try $0.write("Dear diary, this is no ledger.\n", to: "relevo.db")
        },
        remembered(
            "an empty file as the ledger",
            says: """
                relevo: relevo.db is not a Relevo ledger. Point `ledger:` at another path; Relevo leaves this file \
                as it is.
                """, .file("relevo.db")
        ) { try $0.write("", to: "relevo.db") },
        remembered(
            "another program's database",
            says: """
                relevo: relevo.db is not a Relevo ledger. Point `ledger:` at another path; Relevo leaves this file \
                as it is.
                """, .file("relevo.db")
        ) { folder in
            try folder.remove("relevo.db")
            try change(folder) { try $0.execute(sql: "CREATE TABLE events (a)") }
        },
        remembered(
            "a folder as the ledger",
            says: """
                relevo: relevo.db is not a Relevo ledger. Point `ledger:` at another path; Relevo leaves this file \
                as it is.
                """, .none
        ) { folder in
            try folder.remove("relevo.db")
            try folder.makeFolder("relevo.db")
        },
        remembered(
            "a link to nowhere as the ledger",
            says: """
                relevo: The ledger relevo.db can't be opened: there is no such file or folder. Check the path and \
                its permissions.
                """, .file("relevo.db")
        ) { folder in
            try folder.remove("relevo.db")
            try symlink("nowhere/relevo.db", at: "relevo.db", folder)
        },
        BadInput(
            testDescription: "a ledger in a folder that isn't there", command: onTheDay,
            put: { try $0.configure(more: "ledger: sqlite:nowhere/relevo.db") }, status: 1,
            says: """
                relevo: The ledger nowhere/relevo.db can't be opened: there is no such file or folder. Check the \
                path and its permissions.
                """),
        // A ledger that can't be used
        remembered(
            "a ledger of a newer version",
            says: """
                relevo: The ledger relevo.db was written by a newer Relevo (schema 7). Run that version, or restore \
                a copy.
                """, .file("relevo.db")
        ) { folder in
            try change(folder) { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('7')") }
        },
        remembered(
            "half a ledger",
            says: """
                relevo: The ledger relevo.db is damaged: SQLite can't read its pages. Restore it from a \
                copy, then run `relevo history --verify`.
                """, .none
        ) { folder in
            let bytes = try folder.bytes("relevo.db")
            try folder.write([UInt8](bytes.prefix(bytes.count / 2)), to: "relevo.db")
        },
        remembered(
            "a ledger with a page overwritten",
            says: """
                relevo: The ledger relevo.db is damaged: SQLite can't read its pages. Restore it from a \
                copy, then run `relevo history --verify`.
                """, .none
        ) { folder in
            var bytes = [UInt8](try folder.bytes("relevo.db"))
            for index in 4_096..<bytes.count { bytes[index] = 0xA5 }
            try folder.write(bytes, to: "relevo.db")
        },
        remembered(
            "a ledger without a table",
            says: """
                relevo: The ledger relevo.db is damaged: no such table: events. Restore it from a \
                copy, then run `relevo history --verify`.
                """, .none
        ) { folder in
            try change(folder) { try $0.execute(sql: "DROP TABLE events") }
        },
        // A ledger that says something else
        BadInput(
            testDescription: "a ledger from the future", command: ["run", "--on", Day(-3).text], put: { _ in },
            status: 1,
            says: """
                relevo: The ledger's last event is from 2026-03-01T12:00Z and it is 2026-02-26T12:00Z now: this \
                is the wrong ledger, or it was written with a wrong clock. Nothing was written and nothing was done. \
                Check `ledger:`. If it is the right ledger, wait until 2026-03-01T12:00Z, or move the file away \
                and run again: a new ledger reads the announced deadlines from the security channel, and notifies \
                everyone again.
                """),
        BadInput(
            testDescription: "a ledger in which an event was changed", command: ["history", "--verify"],
            put: { estate in
                try change(estate.folder) { database in
                    for trigger in try String.fetchAll(
                        database, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'")
                    {
                        try database.execute(sql: "DROP TRIGGER \"\(trigger)\"")
                    }
                    try database.execute(
                        sql: "UPDATE events SET body = replace(body, '2026', '2027') WHERE kind = 'noticeQueued'")
                }
            }, status: 1,
            says: """
                relevo: Event 2 of account/222222222222 was changed after it was written.
                relevo: The ledger is not intact: 1 fault. Keep this file as it is, find out who changed it, and \
                continue with an intact copy.
                """, ledger: .none),
        BadInput(
            testDescription: "a root that no run printed",
            command: ["history", "--verify", "--root", "6d0c6d0c6d0c6d0c"],
            put: { _ in }, status: 1,
            says: """
                relevo: No run of this ledger ended with the root 6d0c6d0c6d0c6d0c, and it isn't the current root: \
                events were cut off its end, or the root is another ledger's.
                relevo: The ledger is not intact: 1 fault. Keep this file as it is, find out who changed it, and \
                continue with an intact copy.
                """),
        BadInput(
            testDescription: "history without a ledger", command: ["history"],
            put: { try $0.folder.remove("relevo.db") }, status: 1,
            says: """
                relevo: The ledger relevo.db can't be opened: there is no such file or folder. Check the path and \
                its permissions.
                """, ledger: .none),
        // A preview continues without it, and reports it
        BadInput(
            testDescription: "a plan with a ledger in a folder that isn't there",
            command: ["plan", "--on", Day(6).text],
            put: { try $0.configure(more: "ledger: sqlite:nowhere/relevo.db") }, status: 0,
            says: """
                relevo: The ledger nowhere/relevo.db can't be opened (there is no such file or folder): this \
                preview assumes that nobody was ever notified.
                """,
            prints: ["✓ 2 accounts (security, shop): read completely"]),
    ]

    /// What takes another user, or a disk of its own.
    static let rootRows: [BadInput] =
        unreadable + [
            BadInput(
                testDescription: "a ledger that may not be read", command: onTheDay, start: .asNobody,
                put: { try $0.forbid("relevo.db") }, status: 1,
                says: """
                    relevo: The ledger relevo.db can't be opened: it can't be read. Check the path and its permissions.
                    """),
            BadInput(
                testDescription: "a ledger that may not be written", command: onTheDay, start: .asNobody,
                put: { try $0.takeAway(leavingFolder: true) }, status: 1,
                says: """
                    relevo: The ledger relevo.db can't be written. Make the file and its folder writable for the user \
                    that runs Relevo.
                    """),
            BadInput(
                testDescription: "a ledger in a folder that may not be written", command: onTheDay, start: .asNobody,
                put: { try $0.takeAway(leavingFolder: false) }, status: 1,
                says: """
                    relevo: The ledger relevo.db can't be written. Make the file and its folder writable for the user \
                    that runs Relevo.
                    """),
            BadInput(
                testDescription: "a plan with a ledger that may not be written",
                command: ["plan", "--on", Day(6).text], start: .asNobody,
                put: { try $0.takeAway(leavingFolder: true) }, status: 0,
                says: """
                    relevo: The ledger relevo.db can't be written: what is read now is not stored, and the next scan \
                    reads it again.
                    """, prints: ["deactivate"]),
            full(
                "a disk that is full before the run", left: 0,
                says: """
                    relevo: The disk that holds the ledger small/relevo.db is full. Free some space and run again; \
                    nothing that was recorded is lost.
                    """),
            full(
                "a disk that fills up as the run begins", left: 64,
                says: """
                    relevo: The disk that holds the ledger small/relevo.db is full. Free some space and run again; \
                    nothing that was recorded is lost.
                    """),
            full(
                "a disk that fills up in the middle of a run", left: 88,
                says: """
                    relevo: The disk that holds the ledger small/relevo.db is full. Free some space and run again; \
                    nothing that was recorded is lost.
                    """),
            BadInput(
                testDescription: "a scan on a disk that fills up", command: ["scan"],
                start: .onADisk(kilobytes: 400, left: 40), put: onASmallDisk, status: 0,
                says: """
                    relevo: The disk that holds the ledger small/relevo.db is full. Free some space and run again; \
                    nothing that was recorded is lost. What was read here is not stored.
                    relevo: 2 accounts (security, shop): The credential report is MANY hours old; every user was \
                    listed instead.
                    """,
                prints: ["✓ 2 accounts (security, shop): read completely"]),
            BadInput(
                testDescription: "a plan on a full disk", command: ["plan", "--on", Day(6).text],
                start: .onADisk(kilobytes: 400, left: 0), put: onASmallDisk, status: 0,
                says: """
                    relevo: The ledger small/relevo.db can't be written because its disk is full: what is read now is \
                    not stored, and the next scan reads it again.
                    relevo: It can't be read there either: this preview assumes that nobody was ever notified.
                    """,
                prints: ["notice"]),
        ]

    private static func remembered(
        _ name: String, says: String, _ ledger: BadInput.Ledger, put: @Sendable @escaping (Folder) throws -> Void
    ) -> BadInput {
        BadInput(
            testDescription: name, command: onTheDay, put: { try put($0.folder) }, status: 1, says: says, ledger: ledger
        )
    }

    private static func full(_ name: String, left: Int, says: String) -> BadInput {
        BadInput(
            testDescription: name, command: onTheDay, start: .onADisk(kilobytes: 400, left: left), put: onASmallDisk,
            status: 1, says: says, ledger: .kept)
    }

    private static let onASmallDisk: @Sendable (Estate) async throws -> Void = { estate in
        try estate.folder.makeFolder("small")
        try estate.configure(more: "ledger: sqlite:small/relevo.db")
    }

    /// Changes the database behind Relevo's back.
    private static func change(_ folder: Folder, _ body: (Database) throws -> Void) throws {
        let database = try DatabaseQueue(path: folder.file("relevo.db"))
        try database.writeWithoutTransaction { database in
            try body(database)
            try database.checkpoint(.truncate)
        }
        try database.close()
    }
}
