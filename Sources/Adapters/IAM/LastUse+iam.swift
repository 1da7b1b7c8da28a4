import AWS
import KeyPolicy

extension LastUse {
    /// IAM's own word on a key's use; without a date it was never used.
    /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyLastUsed.html
    init(_ last: IAMAccessKeyLastUse) {
        if let date = last.date {
            self = .used(at: date.wholeSeconds, service: last.service, region: last.region)
        } else {
            self = .never
        }
    }
}
