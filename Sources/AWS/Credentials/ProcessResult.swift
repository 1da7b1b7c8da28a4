/// How a program ended. *Secret*: its output may hold credentials, so it is never shown.
package struct ProcessResult: Sendable, CustomStringConvertible, CustomReflectable {
    /// Nil when a signal ended it.
    package let status: Int?
    package let output: [UInt8]
    /// The first line of what it wrote to standard error.
    package let complaint: String

    package init(status: Int?, output: [UInt8], complaint: String) {
        self.status = status
        self.output = output
        self.complaint = complaint
    }

    package var description: String { "ProcessResult(status: \(status.map(String.init) ?? "signal"))" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
