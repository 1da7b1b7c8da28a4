"""The estate's clock: what "now" is for keys, users, reports and last use.

The wire keeps real time: the HTTP Date header, signatures and the expiry of credentials never look here.
"""

import datetime
import threading


def naive_utc(text):
    """An ISO 8601 instant (or a day, meaning noon UTC) as the naive UTC datetime moto works with."""
    if isinstance(text, datetime.datetime):
        moment = text
    elif len(text) == 10:
        moment = datetime.datetime.fromisoformat(text + "T12:00:00")
    else:
        moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is not None:
        moment = moment.astimezone(datetime.timezone.utc).replace(tzinfo=None)
    return moment.replace(microsecond=0)


def iso(moment):
    """A naive UTC datetime as ISO 8601 with a Z, or None."""
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def wall():
    """The real time, as moto writes it."""
    return datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)


class Clock:
    """Real time until it is set; then it stands still there, unless told to tick on."""

    def __init__(self):
        self._lock = threading.Lock()
        self._base = None
        self._since = None
        # How often it was set, and at which real time.
        self.turns, self.set_at = 0, None

    @property
    def is_set(self):
        return self._base is not None

    def now(self):
        with self._lock:
            if self._base is None:
                return wall().replace(microsecond=0)
            if self._since is None:
                return self._base
            return (self._base + (wall() - self._since)).replace(microsecond=0)

    def set(self, moment, ticking=False):
        with self._lock:
            self._base = None if moment is None else naive_utc(moment)
            self._since = wall() if ticking else None
            self.turns, self.set_at = self.turns + 1, wall()


clock = Clock()
