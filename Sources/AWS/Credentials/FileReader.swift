/// The bytes of a file, or nil when there is none. Throws when there is one that cannot be read.
package typealias FileReader = @Sendable (String) throws -> [UInt8]?
