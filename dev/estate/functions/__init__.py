"""Lambda's inside: environments that run an uploaded zip's own `bootstrap`, one event at a time in each."""
