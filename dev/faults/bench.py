"""The bench: the root servers, the seats, and the queue of work that the seats take from."""

import contextlib
import json
import shutil
import sys
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from queue import SimpleQueue

from demonstration.servers import Server, ask
from faults import people, preload
from faults.gate import Gate, Loop
from faults.world import TOKEN, Kept, World, iso

Programs = namedtuple("Programs", "relevo local_slack shim function", defaults=[None])


class Bench:
    """Both servers' roots and so many seats, each for one world at a time, for the length of a `with`."""

    def __init__(self, root, folder, programs, seats, function=None):
        self.root = root
        self.folder = folder
        self.programs = Programs(*programs, preload.build(folder.parent), function)
        self.day = datetime.now(timezone.utc).replace(second=0, microsecond=0)
        self._seats = seats
        self._free = SimpleQueue()
        self._servers = []
        self._worlds = []
        self._loop = None

    def __enter__(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        try:
            self._open()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(self, kind, error, trace):
        self._close()

    def _open(self):
        manifest = self.folder / "estate.json"
        serve = [sys.executable, "-m", "estate", "serve", "--manifest", str(manifest), "--day", iso(self.day),
                 "--seed-accounts", "3", "--seed-users", "0", "--seed", "1"]  # fmt: skip
        python = {"PYTHONPATH": str(self.root / "dev"), "PYTHONDONTWRITEBYTECODE": "1"}
        aws = Server("aws", serve, self.folder, python)
        self._servers.append(aws)
        seed = self.folder / "slack.json"
        seed.write_text(json.dumps(people.SLACK), encoding="utf-8")
        self._loop = loop = Loop()
        for number in range(self._seats):
            command = [str(self.programs.local_slack), "--token", TOKEN, "--seed", str(seed)]
            slack = Server(f"slack-{number}", command, self.folder, preload.faster(self.programs.shim))
            self._servers.append(slack)
            home = self.folder / f"seat-{number}"
            world = World(home, self.programs, slack, (Gate("aws", loop), Gate("slack", loop)),
                          json.loads(manifest.read_text(encoding="utf-8")))  # fmt: skip
            self._worlds.append(world)
            self._free.put(world)
        self.nothing_yet = Kept(aws.url, ask(f"{slack.url}/control/state"), None, {}, {}, self.day)

    def _close(self):
        for world in self._worlds:
            world.leave()
        if self._loop:
            self._loop.end()
        for server in reversed(self._servers):
            server.end()

    @contextlib.contextmanager
    def seat(self, kept):
        """A free seat with a copy of this world on it."""
        world = self._free.get()
        try:
            world.resume(kept)
            yield world
        finally:
            world.leave()
            self._free.put(world)

    def each(self, work, items):
        """(item, result, error) of `work` for every item, as they come, so many at a time as there are seats."""
        done, items = SimpleQueue(), list(items)

        def do(item):
            try:
                done.put((item, work(item), None))
            except Exception as error:
                done.put((item, None, error))

        pool = ThreadPoolExecutor(self._seats)
        try:
            for item in items:
                pool.submit(do, item)
            for _ in items:
                yield done.get()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
