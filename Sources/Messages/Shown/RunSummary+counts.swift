import KeyWatch

extension RunSummary {
    /// Notices planned, over all stages.
    var notices: Int { noticesPlanned.values.reduce(0, +) }
}
