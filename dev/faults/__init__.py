"""The fault bench: the real `relevo` between a troubled AWS and a troubled Slack, killed wherever it writes."""
