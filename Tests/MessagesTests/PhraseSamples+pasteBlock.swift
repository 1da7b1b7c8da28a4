import Slack

@testable import Messages

extension PhraseSamples {
    mutating func sayPasteBlock() {
        say("nothingChanged", phrases.nothingChanged())
        say("noCommandLine", phrases.noCommandLine())
        say("notHere", phrases.notHere("K", "F"))
        say("readOnly", phrases.readOnly("F"))
        say("severalProfiles", phrases.severalProfiles("P"))
        say("otherUser", phrases.otherUser("P", "A"))
        say("askForCode", phrases.askForCode())
        say("codeRefused", phrases.codeRefused())
        say("twoKeys", phrases.twoKeys("K"))
        say("notListed", phrases.notListed("K"))
        say("notDone", phrases.notDone())
        say("noNewKey", phrases.noNewKey())
        say("ifNotStored", phrases.ifNotStored("N"))
        say("newKeyRefused", phrases.newKeyRefused("N"))
        say("stored", phrases.stored("N"))
        say("done", phrases.done())
    }

    private mutating func say(_ name: String, _ sentence: String) {
        say(name, PlainText(sentence, limit: sentence.count))
    }
}
