import FoundationEssentials
import NIOSSL

/// What a server on this machine needs to speak TLS, vouched for by `Fixtures/tls.authority.pem`. Both are made up
/// for these tests, and so is the key: it opens nothing.
enum LocalTLS {
    static func context() throws -> NIOSSLContext {
        let key = try NIOSSLPrivateKey(bytes: Array(Data(base64Encoded: encodedKey) ?? Data()), format: .der)
        let chain = try NIOSSLCertificate.fromPEMBytes(try Fixture.bytes("tls.localhost.pem"))
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
    }

    static var authorityPath: String { Fixture.path("tls.authority.pem") }

    private static let encodedKey =
        "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgCmVs5DlIFaNJpA7aWUtcLz8QjyBfEyLp+gAdyGwerS"
        + "WhRANCAAR5gX8Alg7UBGDy97YNaBqGhXefqBqJUopX5TZrHUEXxI7M1hvijJg1PRtTu4RnSzO/rtdzWgJt0sWLHAORZyyM"
}
