"""`make demo`: the real Relevo, once a day, through twenty-five days of the local AWS and the local Slack."""
