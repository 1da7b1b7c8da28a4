import Foundation
import Testing

/// The short form of `make fuzz`: every file of the corpora, and some thousand damaged ones, from a fixed seed.
struct FuzzingTests {
    @Test(.timeLimit(.minutes(20)), arguments: FuzzedParser.all)
    func `the corpus is read or refused`(parser: FuzzedParser) throws {
        let corpus = try Corpus(of: parser)
        #expect(corpus.files.count >= 4)
        for file in corpus.files {
            #expect(throws: Never.self, "\(parser.name)/\(file.name)") { try parser.check(file.bytes) }
        }
        try parser.check([])
    }

    @Test(.timeLimit(.minutes(20)), arguments: FuzzedParser.all)
    func `2,000 damaged inputs are read or refused`(parser: FuzzedParser) throws {
        let corpus = try Corpus(of: parser)
        var mutation = Mutation(seed: 20_261_127, words: parser.words, others: corpus.files.map(\.bytes))
        for number in 1...2_000 {
            let damaged = mutation.next()
            do { try parser.check(damaged) } catch {
                Issue.record(
                    "input \(number): \(error)\n\(String(decoding: damaged.prefix(2_000), as: UTF8.self).debugDescription)"
                )
                return
            }
        }
    }

    /// What is quadratic takes minutes for these.
    @Test(.timeLimit(.minutes(20)), arguments: FuzzedParser.all)
    func `a word said over and over costs no more than its length`(parser: FuzzedParser) throws {
        for word in parser.words where !word.isEmpty {
            let bytes = Array(word.utf8)
            let tower = Array(repeatElement(bytes, count: 100_000 / bytes.count + 1).joined())
            let start = ContinuousClock.now
            try parser.check(tower)
            let time = ContinuousClock.now - start
            #expect(time < .seconds(5), "\(parser.name): \(word.debugDescription) took \(time)")
        }
    }
}
