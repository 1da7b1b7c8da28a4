extension STSClient {
    /// The role to assume, and the properties of its session.
    package struct AssumeRoleRequest: Sendable, Equatable {
        package var roleARN: String
        /// 2–64 characters of `[A-Za-z0-9_+=,.@-]`; CloudTrail records it.
        package var sessionName: String
        package var externalID: String?
        /// A session policy (JSON): the session may do only what both it and the role allow.
        package var policy: String?
        /// 900–43,200; at most 3,600 if the caller is a role session itself.
        package var durationSeconds: Int

        package init(
            roleARN: String, sessionName: String, externalID: String? = nil, policy: String? = nil,
            durationSeconds: Int = 3_600
        ) {
            self.roleARN = roleARN
            self.sessionName = sessionName
            self.externalID = externalID
            self.policy = policy
            self.durationSeconds = durationSeconds
        }

        /// - Throws: if STS would refuse it, or would take a missing value for something else.
        func check() throws(AWSError) {
            guard roleARN.hasPrefix("arn:"), roleARN.utf8.count <= 2_048 else {
                throw .configuration("\(ForeignText.cleaned(roleARN)) is not the ARN of a role.")
            }
            guard (2...64).contains(sessionName.utf8.count), sessionName.utf8.allSatisfy(Self.isNameByte) else {
                throw .configuration(
                    "The role session name must be 2 to 64 letters, digits or any of _+=,.@- without spaces.")
            }
            guard (900...43_200).contains(durationSeconds) else {
                throw .configuration("A role session lasts 900 to 43200 seconds, not \(durationSeconds).")
            }
        }

        func add(to parameters: inout QueryParameters) {
            parameters.add("RoleArn", roleARN)
            parameters.add("RoleSessionName", sessionName)
            parameters.add("DurationSeconds", durationSeconds)
            parameters.add("ExternalId", ifPresent: externalID)
            parameters.add("Policy", ifPresent: policy)
        }

        private static func isNameByte(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "_+=,.@-".utf8.contains(byte)
            }
        }
    }
}

/// A role session.
package struct AssumedRole: Sendable, Equatable {
    package let credentials: AWSCredentials
    /// `arn:aws:sts::…:assumed-role/NAME/SESSION`.
    package let arn: String
    /// `AROA…:SESSION`.
    package let id: String

    package init(credentials: AWSCredentials, arn: String, id: String) {
        self.credentials = credentials
        self.arn = arn
        self.id = id
    }
}
