"""Colours for terminals that want them."""

import os
import sys

_CODES = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "bold": "1", "dim": "2"}


def wanted(stream=sys.stdout):
    """Whether the stream is a terminal whose owner hasn't asked for plain text."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(text, *styles):
    """The text in these styles, or as it is."""
    if not wanted():
        return text
    return f"\033[{';'.join(_CODES[style] for style in styles)}m{text}\033[0m"
