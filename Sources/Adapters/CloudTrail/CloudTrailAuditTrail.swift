import AWS
import FoundationEssentials
import KeyPolicy
import KeyWatch

/// Looks in CloudTrail's event history for who made keys and who switched them on.
///
/// Looked up by the event's name: a name is the one attribute that every event surely has, and one look-up then serves all keys
/// of an account. Which event is about which key is decided by the key's id alone.
struct CloudTrailAuditTrail: AuditTrail {
    /// Two hundred and fifty events, two and a half seconds.
    static let mostPages = 5
    static let permission = "cloudtrail:LookupEvents"

    let client: CloudTrailClient

    func activities(_ question: KeyActivityQuestion) async -> [AccessKeyID: KeyActivityLookup] {
        var found: [AccessKeyID: KeyActivityLookup] = [:]
        func rest(_ why: KeyActivityLookup) -> [AccessKeyID: KeyActivityLookup] {
            for key in question.keys where found[key] == nil { found[key] = why }
            return found
        }
        var pages = 0
        var unread = 0
        do {
            for try await page in events(question.kind) {
                unread += page.unreadable.count
                for event in page.items {
                    guard let (key, answer) = answer(in: event, question.kind), question.keys.contains(key),
                        found[key] == nil
                    else { continue }
                    found[key] = answer
                }
                pages += 1
                if found.count == question.keys.count { return found }
                if pages == Self.mostPages, !page.isLast { return rest(Self.tooMany) }
            }
        } catch let error as AWSError where error.isAccessDenied {
            return rest(.notAllowed(permission: Self.permission))
        } catch let error as AWSError {
            return rest(.unknown(Self.sentence(error)))
        } catch {
            return rest(.unknown("CloudTrail did not answer in time"))
        }
        // One of them may have been the one that is looked for; what the others say stands.
        return rest(unread == 0 ? .notFound : Self.unreadable(unread))
    }

    private static func unreadable(_ count: Int) -> KeyActivityLookup {
        .unknown("\(count == 1 ? "1 event" : "\(count) events") in CloudTrail could not be read")
    }

    private func events(_ kind: KeyActivityQuestion.Kind) -> AWSPages<CloudTrailEvent> {
        switch kind {
        case .creation(let span): client.events(named: "CreateAccessKey", during: span)
        case .reactivation: client.events(named: "UpdateAccessKey")
        }
    }

    /// What an event says of the key it is about; nil when it says nothing of any, as a refused one doesn't.
    private func answer(
        in event: CloudTrailEvent, _ kind: KeyActivityQuestion.Kind
    ) -> (key: AccessKeyID, answer: KeyActivityLookup)? {
        let record = event.record
        guard record.errorCode == nil, record.eventSource == "iam.amazonaws.com" else { return nil }
        switch kind {
        case .creation:
            guard let key = record.responseElements?.accessKey?.accessKeyId.flatMap(AccessKeyID.init(rawValue:)) else {
                return nil
            }
            return (key, .found(KeyActivity(event)))
        case .reactivation:
            guard let key = record.requestParameters?.accessKeyId.flatMap(AccessKeyID.init(rawValue:)) else {
                return nil
            }
            // Newest first: where the last thing to be seen is that it went off, its going on isn't to be seen yet.
            return (key, record.requestParameters?.status == "Active" ? .found(KeyActivity(event)) : .notFound)
        }
    }

    private static let tooMany = KeyActivityLookup.unknown(
        "CloudTrail has many such events, and the newest \(mostPages * CloudTrailClient.pageSize) are not it")

    private static func sentence(_ error: AWSError) -> String {
        switch error.kind {
        case .refused: "CloudTrail answered with \(error.code)"
        case .malformedResponse, .incomplete, .tooLarge: "CloudTrail's answer could not be understood"
        case .timeOut, .connection, .ambiguous: "CloudTrail could not be reached"
        case .credentials, .configuration: "CloudTrail could not be asked (\(error.code))"
        }
    }
}
