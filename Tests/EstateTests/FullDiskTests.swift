import Foundation
import LocalSlack
import Testing

/// A disk that is full on the day a key is due.
struct FullDiskTests {
    @Test(
        .timeLimit(.minutes(20)), .enabled(if: TinyDisk.canBeMounted, "a small disk can be mounted by root alone"))
    func `a full disk stops the run before it acts, and with space again the next one goes on`() async throws {
        try await Estate.with(people: [Person.engineer("ana", "U0ANA", age: 85)]) { estate in
            let disk = TinyDisk(in: estate.folder)
            try estate.configure(more: "ledger: sqlite:disk/relevo.db")
            try FileManager.default.createDirectory(atPath: disk.path, withIntermediateDirectories: true)
            try await estate.goodRun(on: Day(0))

            // More and more room, and never enough to be sure that everything that follows can be recorded.
            try await estate.turn(to: Day(6))
            for free in [0, 40, 128, 2_048, 7_168] {
                let ended = try await disk.relevo(
                    ["run", "--on", Day(6).text, "--format", "json"], freeKilobytes: free, of: estate)
                expect(ended, endedWith: 1)
                #expect(
                    ended.complaints.contains("The disk that holds the ledger disk/relevo.db is full."),
                    "\(free) KB free: \(ended.complaints)")
                #expect(ended.output.isEmpty)
                #expect(
                    try await estate.changes().allSatisfy { $0["action"]?.string != "UpdateAccessKey" }, "\(free) KB")
                #expect(try await estate.status(of: "ana") == "Active")
                // A lease that could not be released for want of room expires after a minute.
                try await estate.outwaitLease(in: "disk/relevo.db")
            }
            try await estate.verify()
            try await estate.goodRun(on: Day(6))
            #expect(try await estate.deactivations() == [try await estate.keyID(of: "ana")])
            #expect(try await estate.messages(to: "U0ANA").count == 2)
            try await estate.verify()
        }
    }

    @Test(
        .timeLimit(.minutes(20)), .enabled(if: TinyDisk.canBeMounted, "a small disk can be mounted by root alone"))
    func `a disk that fills up after the intent was written stops the run before it acts`() async throws {
        try await Estate.with(people: [Person.engineer("ana", "U0ANA", age: 85)]) { estate in
            let disk = TinyDisk(in: estate.folder)
            try estate.configure(more: "ledger: sqlite:disk/relevo.db")
            try FileManager.default.createDirectory(atPath: disk.path, withIntermediateDirectories: true)
            try await estate.goodRun(on: Day(0))
            let summaries = try await estate.messages(in: Estate.channel, threads: false).count

            try await estate.turn(to: Day(6))
            // Slow enough that there is time between the summary and AWS's answer that says what the key is now.
            try await estate.proxy.post("/proxy/latency", ["ms": 1_500])
            let ended = try await disk.relevo(
                ["run", "--on", Day(6).text, "--format", "json"], of: estate, fullAsSoonAs: "the summary"
            ) { try await estate.messages(in: Estate.channel, threads: false).count > summaries }
            try await estate.proxy.post("/proxy/latency", ["ms": 0])
            expect(ended, endedWith: 1)
            #expect(ended.complaints.contains("The disk that holds the ledger disk/relevo.db is full."), "\(ended)")
            #expect(try await estate.facts("deactivationIntended").count == 1)
            #expect(try await estate.deactivations() == [])

            // The key may have been inactive in between, as far as the next run knows: it notifies the owner again first.
            try await estate.outwaitLease(in: "disk/relevo.db")
            for day in [6, 7, 10] {
                try await estate.goodRun(on: Day(day, hour: 1))
                #expect(try await estate.status(of: "ana") == "Active", "on day \(day)")
            }
            try await estate.goodRun(on: Day(11, hour: 1))
            #expect(try await estate.deactivations() == [try await estate.keyID(of: "ana")])
            try await estate.verify()
        }
    }
}
