import Slack

@testable import Messages

extension PhraseSamples {
    mutating func sayPasteBlock() {
        say("nothingChanged", phrases.nothingChanged())
        say("cannotWrite", phrases.cannotWrite("F"))
        say("otherUser", phrases.otherUser("P", "A"))
        say("askForCode", phrases.askForCode())
        say("codeRefused", phrases.codeRefused())
        say("otherKeys", phrases.otherKeys("K", "P"))
        say("notDone", phrases.notDone())
        say("noNewKey", phrases.noNewKey())
        say("ifNotStored", phrases.ifNotStored("N"))
        say("stored", phrases.stored("N"))
        say("done", phrases.done())
    }

    private mutating func say(_ name: String, _ sentence: String) {
        say(name, PlainText(sentence, limit: sentence.count))
    }
}
