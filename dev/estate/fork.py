"""A copy of the running estate, as it is now, on a port of its own: what one test does there never happened elsewhere.

The operating system copies the process; moto's state could not be written down and read back.
"""

import gc
import os
import threading
import time

from estate import wire
from estate.functions.pool import pool

_serve = None
_own = []
_lock = threading.Lock()


def can(serve, *sockets):
    """Tells how a copy serves (it gets a function to call with its port), and which sockets aren't the copy's."""
    global _serve
    _serve = serve
    _own[:] = sockets


def make():
    """The port and process id of the copy; it ends on SIGTERM, and soon after the server it was made from."""
    if _serve is None:
        raise wire.Refusal("CannotFork", "this estate was not started as a server of its own", 400)
    # One at a time: a copy that held the other's pipe open would keep everybody waiting.
    with _lock:
        return _made()


def _made():
    # What lives now is not looked at by the collector again, so its memory stays shared.
    gc.collect()
    gc.freeze()
    told, tell = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        os.close(told)
        _live(parent, tell)
    os.close(tell)
    with os.fdopen(told) as answer:
        port = answer.read().strip()
    if not port:
        os.waitpid(child, 0)
        raise wire.Refusal("CannotFork", "the copy ended before it listened", 500)
    # Somebody has to, or it stays in the process table.
    threading.Thread(target=os.waitpid, args=(child, 0), daemon=True).start()
    return {"port": int(port), "pid": child}


def _live(parent, tell):
    global _lock
    _lock = threading.Lock()
    for each in _own:
        each.close()
    pool.begin_anew()

    def listening(port):
        os.write(tell, f"{port}\n".encode())
        os.close(tell)

    status = 1
    try:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
        _serve(listening)
        status = 0
    finally:
        # Not a way out through the parent's handlers: this is another process now.
        os._exit(status)


def _end_with(parent):
    while os.getppid() == parent:
        time.sleep(0.5)
    pool.end()
    os._exit(0)
