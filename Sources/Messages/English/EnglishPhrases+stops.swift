import FoundationEssentials
import Slack

extension EnglishPhrases {
    func stopped(_ stop: ShownStop) -> Mrkdwn {
        ":octagonal_sign: *\(place(stop)) are stopped*: \(cause(stop))."
    }

    func whileStopped(_ stop: ShownStop) -> Mrkdwn {
        switch stop.cause {
        case .person:
            """
            Nothing is deactivated there until somebody else resumes: \(stop.command). Notices go on and say so, \
            and deadlines stand.
            """
        case .massChange:
            """
            Was that meant? A script that writes the same tag everywhere looks like this. Nothing is deactivated there \
            until an approver resumes: \(stop.command). Notices go on.
            """
        case .restores:
            """
            Something there needs keys that Relevo deactivated. Nothing more is deactivated there until an approver \
            resumes: \(stop.command). Notices go on.
            """
        case .becameMachine:
            """
            If it is a machine, an approver confirms it: \(stop.command). New notices follow then. If it isn't, set \
            `type` back. Until then its keys stay active.
            """
        }
    }

    func resumed(_ stop: ShownStop, by: Mrkdwn, reason: Mrkdwn) -> Mrkdwn {
        switch stop.cause {
        case .becameMachine:
            ":arrow_forward: *Confirmed as a machine*: \(whose(stop)), by \(by): \(reason)."
        case .person, .massChange, .restores:
            """
            :arrow_forward: *\(place(stop)) go on*, resumed by \(by): \(reason). Stopped since \(.date(stop.since)): \
            \(cause(stop)).
            """
        }
    }

    func afterResume(_ stops: [ShownStop]) -> Mrkdwn {
        stops.contains { !$0.waitsForConfirmation }
            ? "From now on, keys whose deadline has passed are deactivated again, within the limits of each day."
            : "What its owner was told before counts no longer: new notices begin."
    }

    func unconfirmedTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":octagonal_sign: *A user became a machine after its owner was promised a day*: please confirm that"
            : ":octagonal_sign: *\(count) users became machines after their owners were promised a day*: please confirm that"
    }

    func unconfirmed(_ stop: ShownStop) -> Mrkdwn {
        "\(whose(stop)), since \(.date(stop.since)): \(stop.command), or set `type` back"
    }

    func stopsTitle(_ count: Int) -> Mrkdwn {
        count == 1 ? ":octagonal_sign: *A stop is in force*:" : ":octagonal_sign: *\(count) stops are in force*:"
    }

    func stop(_ stop: ShownStop) -> Mrkdwn {
        "\(place(stop)) are stopped since \(.date(stop.since)): \(cause(stop)). To end it: \(stop.command)"
    }

    func stoppedInNotice(waitsForConfirmation: Bool) -> Mrkdwn {
        waitsForConfirmation
            ? """
            :octagonal_sign: The user's `type` became `machine`, and the security team has not confirmed that yet. Until \
            it does, this key stays active.
            """
            : """
            :octagonal_sign: Deactivations are stopped at the moment. While that lasts, this key stays active. The deadline \
            stands: once deactivations resume, this key may be deactivated without another notice.
            """
    }

    func settingsChangedTitle(_ count: Int, from: Mrkdwn?) -> Mrkdwn {
        let what: Mrkdwn =
            count == 1 ? "*The configuration changed in one point*" : "*The configuration changed in \(count) points*"
        return from.map {
            ":gear: \(what), and more is enforced. What is stricter decides deactivations from \($0) on; the rest counts now:"
        } ?? ":gear: \(what). It counts from now on:"
    }

    func settingChanged(_ name: Mrkdwn, from: Mrkdwn?, to: Mrkdwn?) -> Mrkdwn {
        switch (from, to) {
        case (let from?, let to?): "\(name): \(from), now \(to)"
        case (nil, let to?): "\(name): \(to) added"
        case (let from?, nil): "\(name): \(from) removed"
        case (nil, nil): name
        }
    }

    private func place(_ stop: ShownStop) -> Mrkdwn {
        switch stop.place {
        case .everywhere: "All deactivations"
        case .account(let account): "Deactivations in account \(account)"
        case .user(let user, let account): "Deactivations of \(user) in account \(account)"
        }
    }

    private func whose(_ stop: ShownStop) -> Mrkdwn {
        switch stop.place {
        case .everywhere: "everything"
        case .account(let account): "account \(account)"
        case .user(let user, let account): "\(user) in account \(account)"
        }
    }

    private func cause(_ stop: ShownStop) -> Mrkdwn {
        switch stop.cause {
        case .person(let by, let reason): "\(reason), stopped by \(by)"
        case .massChange(let changed, let users):
            "\(changed) of \(users) users with keys changed their type, owner or reachability at once"
        case .restores(let count): "\(count) keys were restored there in one day"
        case .becameMachine: "its `type` became `machine` after its owner was promised a day"
        }
    }
}
