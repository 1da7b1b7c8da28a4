package import FoundationEssentials

/// An MFA device of a user.
package struct IAMMFADevice: Sendable, Equatable {
    package let userName: String
    /// An ARN for virtual devices.
    package let serialNumber: String
    package let enableDate: Date

    package init(userName: String, serialNumber: String, enableDate: Date) {
        self.userName = userName
        self.serialNumber = serialNumber
        self.enableDate = enableDate
    }
}
