extension String {
    /// A sentence without its full stop, to stand inside another one.
    var clause: String { hasSuffix(".") ? String(dropLast()) : self }
}
