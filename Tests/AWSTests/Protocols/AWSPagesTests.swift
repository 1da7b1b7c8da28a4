import Testing

@testable import AWS

struct AWSPagesTests {
    private func pages(_ markers: [String?]) -> (AWSPages<Int>, Recorder<String?>) {
        let asked = Recorder<String?>()
        let pages = AWSPages<Int> { marker in
            let index = asked.values.count
            asked.record(marker)
            return AWSPage(items: [index], nextMarker: markers[index])
        }
        return (pages, asked)
    }

    @Test func `reads to the end and no further`() async throws {
        let (pages, asked) = pages(["a", "b", nil, "never"])
        #expect(try await pages.all() == [0, 1, 2])
        #expect(asked.values == [nil, "a", "b"])
    }

    @Test func `never loops`() async throws {
        let (pages, asked) = pages(["a", "b", "c", "a", "b", "c", "a"])
        let error = await #expect(throws: AWSError.self) { try await pages.all() }
        #expect(error?.kind == .incomplete && asked.values.count == 4)
    }

    @Test func `stays at its end after an error`() async throws {
        let (pages, asked) = pages(["a", "a"])
        var iterator = pages.makeAsyncIterator()
        _ = try await iterator.next()
        await #expect(throws: AWSError.self) { try await iterator.next() }
        #expect(try await iterator.next() == nil)
        #expect(asked.values.count == 2)
    }
}
