"""The two servers of the demo: processes of ours on free loopback ports, ended by their ids."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

# Nothing here may be sent to a proxy: it is all on this machine.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def ask(url, body=None):
    """JSON there and back."""
    data = None if body is None else json.dumps(body).encode()
    return json.loads(fetch(url, data))


def fetch(url, data=None):
    """What a server of ours answers, as text."""
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    try:
        with _opener.open(request, timeout=60) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"{url} answered {error.code}: {error.read().decode(errors='replace')}") from error


class Server:
    """A process that writes its port to a file once it listens."""

    def __init__(self, name, command, folder, environment=None):
        self.name = name
        self.log = folder / f"{name}.log"
        port_file = folder / f"{name}.port"
        port_file.unlink(missing_ok=True)
        with self.log.open("wb") as log:
            # A session of its own, so that Ctrl-C reaches the demo alone and KEEP=1 outlives the terminal.
            self.process = subprocess.Popen(
                [*command, "--port", "0", "--port-file", str(port_file)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
            )
        try:
            self.port = self._listening(port_file)
        except BaseException:
            self.end()
            raise
        self.url = f"http://127.0.0.1:{self.port}"

    @property
    def pid(self):
        return self.process.pid

    def _listening(self, port_file):
        for _ in range(600):
            if port_file.exists() and (text := port_file.read_text().strip()):
                return int(text)
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.name} ended before it listened; see {self.log}")
            time.sleep(0.1)
        raise RuntimeError(f"{self.name} did not listen within a minute; see {self.log}")

    def end(self):
        """Ends this process and no other."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def local_aws(root, folder, first_day, users):
    """The local AWS with the first so many of its own users, and the manifest of what was seeded."""
    manifest = folder / "estate.json"
    command = [sys.executable, "-m", "estate", "serve", "--manifest", str(manifest), "--day", first_day,
               "--seed-accounts", "3", "--seed-users", str(users), "--seed", "1"]  # fmt: skip
    server = Server("local-aws", command, folder, {"PYTHONPATH": str(root / "dev"), "PYTHONDONTWRITEBYTECODE": "1"})
    return server, json.loads(manifest.read_text(encoding="utf-8"))


def local_slack(program, folder, token, seed, environment=None):
    """The local Slack with these people and channels."""
    seed_file = folder / "slack.json"
    seed_file.write_text(json.dumps(seed, ensure_ascii=False, indent=2), encoding="utf-8")
    return Server("local-slack", [str(program), "--token", token, "--seed", str(seed_file)], folder, environment)
