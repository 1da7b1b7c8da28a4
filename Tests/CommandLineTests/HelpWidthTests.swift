import ArgumentParser
import Testing

@testable import relevo

/// Help in terminals of other widths.
struct HelpWidthTests {
    /// A hard line break inside a sentence leaves a word alone on its line in a narrower terminal.
    @Test(arguments: [60, 80, 100])
    func `sentences fill the width, whatever it is`(columns: Int) {
        let commands: [any ParsableCommand.Type] = [
            Relevo.self, InitCommand.self, DoctorCommand.self, ScanCommand.self, PlanCommand.self, RunCommand.self,
            HistoryCommand.self, ExemptCommand.self, RestoreCommand.self,
        ]
        for command in commands {
            let help = Relevo.helpMessage(for: command, columns: columns)
            for paragraph in Self.prose(of: help) {
                for (line, next) in zip(paragraph, paragraph.dropFirst()) {
                    let word = next.prefix { $0 != " " }
                    #expect(line.count + 1 + word.count >= columns, "“\(line)” ends too soon, before “\(word)”")
                }
            }
        }
    }

    /// Paragraphs of the discussion: no lists, no headings.
    private static func prose(of help: String) -> [[Substring]] {
        let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.split(separator: "").map(Array.init).filter { paragraph in
            paragraph.allSatisfy { !$0.hasPrefix(" ") } && paragraph.first?.hasPrefix("USAGE") == false
        }
    }
}
