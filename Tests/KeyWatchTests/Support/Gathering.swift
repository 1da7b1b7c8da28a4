/// Keeps whoever comes until so many are there at once, or until it has waited long enough for them.
actor Gathering {
    private let size: Int
    private var present = 0
    private(set) var peak = 0

    init(size: Int) { self.size = size }

    func enter() async {
        present += 1
        peak = max(peak, present)
        for _ in 0..<1_000 where present < size && peak < size { await Task.yield() }
    }

    func leave() { present -= 1 }
}
