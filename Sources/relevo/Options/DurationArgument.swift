import ArgumentParser

/// A time in hours or days: `24h`, `3d`; an hour at the least and a fortnight at the most.
struct DurationArgument: ExpressibleByArgument {
    let seconds: Double

    init?(argument: String) {
        let units: [Character: Double] = ["h": 3_600, "d": 86_400]
        guard let last = argument.last, let unit = units[last], argument.count <= 4,
            argument.dropLast().allSatisfy({ $0.isASCII && $0.isNumber }), let count = Int(argument.dropLast()),
            count >= 1
        else { return nil }
        let seconds = Double(count) * unit
        guard seconds <= 14 * 86_400 else { return nil }
        self.seconds = seconds
    }
}
