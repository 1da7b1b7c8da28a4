extension XMLElement {
    /// The marker of the next page, from `IsTruncated` and `Marker`.
    ///
    /// - Parameter sent: the marker this page was asked for with.
    /// - Throws: when more is promised but no new marker given.
    func nextMarker(after sent: String?) throws -> String? {
        guard try flag("IsTruncated") ?? false else { return nil }
        guard let marker = optional("Marker") else {
            throw AWSError.incomplete("a page says that more follows but gives no marker")
        }
        guard marker != sent else { throw AWSError.incomplete("a page repeated its own marker") }
        return marker
    }
}
