import Slack

@testable import Messages

extension PhraseSamples {
    mutating func sayPasteBlock() {
        say("nothingChanged", phrases.nothingChanged())
        say("keyInEnvironment", phrases.keyInEnvironment("K"))
        say("noProfile", phrases.noProfile("K", "A"))
        say("askForCode", phrases.askForCode())
        say("codeRefused", phrases.codeRefused())
        say("cannotWrite", phrases.cannotWrite("F"))
        say("otherKeys", phrases.otherKeys("K", found: "K"))
        say("noNewKey", phrases.noNewKey())
        say("stillActive", phrases.stillActive("K"))
        say("notProved", phrases.notProved(delete: "C"))
        say("notStored", phrases.notStored("N", in: "P"))
        say("notDeactivated", phrases.notDeactivated("N", deactivate: "C"))
        say("done", phrases.done())
        say("rotated", phrases.rotated("K", to: "N", takeBack: "C"))
    }

    private mutating func say(_ name: String, _ sentence: String) {
        say(name, PlainText(sentence, limit: sentence.count))
    }
}
