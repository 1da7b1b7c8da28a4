"""`make demo`: the real Relevo, once a day, through a story on the local AWS and the local Slack."""
