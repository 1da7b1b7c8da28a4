/// Every sentence Relevo says, as functions of values: one table per language, and the compiler asks for all of it.
///
/// Composing code has no words of its own. What comes from outside arrives here as `Mrkdwn`, cleaned already.
typealias Phrases = KeyActivityPhrases & EventPhrases & ExceptionPhrases & KeyPhrases & NoticePhrases & OwnerPhrases
    & RotationPhrases & StopPhrases & SummaryPhrases
