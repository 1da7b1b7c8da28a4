"""Just enough of Swift's grammar to tell code from comments and text."""

import re

# A text or a comment of any kind, whichever begins first. In a raw text the backslash means nothing.
_PARTS = re.compile(
    r'(?P<raw>#+)(?P<quotes>"""|").*?(?P=quotes)(?P=raw)'
    r'|"""(?:\\.|.)*?"""'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|//[^\n]*"
    r"|/\*.*?\*/",
    re.DOTALL,
)


def code_only(source):
    """The source with the insides of texts and comments blanked, line for line."""
    return _PARTS.sub(lambda part: re.sub(r"[^\n]", " ", part.group()), source)
