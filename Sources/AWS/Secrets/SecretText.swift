/// A value that must never be shown; it says so however it is printed.
package struct SecretText: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// *Secret.* The value itself, for whoever needs it.
    package let exposed: String

    package init(_ value: String) { exposed = value }

    package var description: String { "redacted" }
    package var debugDescription: String { "redacted" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
