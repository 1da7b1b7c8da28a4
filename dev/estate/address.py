"""Where this server listens: for parts of AWS that call other parts, and for what AWS starts."""

import os

url = None


def listens(port):
    """Remembers the port; moto's own callers look for it in the environment."""
    global url
    url = f"http://127.0.0.1:{port}"
    os.environ["MOTO_PORT"] = str(port)
