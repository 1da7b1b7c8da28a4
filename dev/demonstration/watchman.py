"""The real `relevo`, as a person runs it."""

import json
import subprocess


class Watchman:
    """Runs the program in the demo's folder with the demo's environment."""

    def __init__(self, program, folder, environment):
        self.program = program
        self.folder = folder
        self.environment = environment

    def _call(self, *arguments):
        return subprocess.run(
            [str(self.program), *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def run(self, instant):
        """One daily run: its JSON (None when it refused), what it said on standard error, and its exit status."""
        ended = self._call("run", "--on", instant, "--format", "json")
        try:
            document = json.loads(ended.stdout)
        except ValueError:
            document = None
        return document, ended.stderr.strip(), ended.returncode

    def history(self):
        """Every event of the ledger."""
        ended = self._call("history", "--format", "json")
        if ended.returncode != 0:
            raise RuntimeError(f"relevo history ended with {ended.returncode}: {ended.stderr.strip()}")
        return json.loads(ended.stdout)["events"]

    def verify(self):
        """Whether `relevo history --verify` finds the ledger whole, and its last words."""
        ended = self._call("history", "--verify")
        return ended.returncode == 0, (ended.stdout + ended.stderr).strip()
