import FoundationEssentials
import KeyPolicy

/// Who made a key or switched it on, in the JSON contract.
struct KeyActivityDocument: Encodable {
    let actor: String
    let actorArn: String?
    /// Whether it was done with the user's own credentials.
    let byUser: Bool
    /// `console`, `cli`, or `program` by what it calls itself; null when nobody can say.
    let means: String?
    let program: String?
    let source: String?
    let at: String
    let eventId: String

    private enum CodingKeys: String, CodingKey {
        case actor, actorArn, byUser, means, program, source, at, eventId
    }

    init(_ activity: KeyActivity, isByUser: Bool) {
        actor = activity.actor.text
        actorArn = activity.actorARN
        byUser = isByUser
        (means, program) =
            switch activity.means {
            case .console: ("console", nil)
            case .commandLine: ("cli", nil)
            case .program(let name): ("program", name)
            case .unknown: (nil, nil)
            }
        source = activity.source
        at = activity.at.isoInstant
        eventId = activity.event
    }

    // Written by hand so that what is missing is null and not left out.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(actor, forKey: .actor)
        try container.encode(actorArn, forKey: .actorArn)
        try container.encode(byUser, forKey: .byUser)
        try container.encode(means, forKey: .means)
        try container.encode(program, forKey: .program)
        try container.encode(source, forKey: .source)
        try container.encode(at, forKey: .at)
        try container.encode(eventId, forKey: .eventId)
    }
}
