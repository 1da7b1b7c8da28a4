import FoundationEssentials
import NIOCore
import Synchronization

/// A body of one chunk that knows whether it was asked for.
///
/// The client asks only once a connection stands and the head is being written, so "never asked" means that nothing
/// can have arrived: the one case in which a message may be sent again without looking.
struct WatchedBody: AsyncSequence, Sendable {
    private let chunk: ByteBuffer
    private let asked = Asked()

    init(_ data: Data) {
        chunk = ByteBuffer(bytes: data)
    }

    var wasAskedFor: Bool { asked.flag.withLock { $0 } }

    func makeAsyncIterator() -> Iterator {
        Iterator(chunk: chunk, asked: asked)
    }

    final class Asked: Sendable {
        let flag = Mutex(false)
    }

    struct Iterator: AsyncIteratorProtocol {
        var chunk: ByteBuffer?
        let asked: Asked

        mutating func next() async -> ByteBuffer? {
            asked.flag.withLock { $0 = true }
            defer { chunk = nil }
            return chunk
        }
    }
}
