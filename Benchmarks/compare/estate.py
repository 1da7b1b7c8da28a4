"""The estate both contestants look at: a local AWS full of people, the proxy before it, and a relevo.yaml."""

import datetime
import json
import shutil
import sys

from demonstration import configuration
from demonstration.servers import Server, ask

from compare import crowd, memory


class Estate:
    """Up for the length of a `with`; ends its own two servers and no others."""

    def __init__(self, root, folder, accounts, users, latency_ms):
        self.folder = folder
        self._root = root
        self._sizes = accounts, users
        self._latency_ms = latency_ms
        self._up = []

    def __enter__(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        try:
            self._start()
            self._settle()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_):
        self._end()

    def _end(self):
        while self._up:
            self._up.pop().end()

    def _start(self):
        manifest = self.folder / "estate.json"
        today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
        self.aws = self._server("local-aws", "serve", "--manifest", str(manifest), "--day", today,
                                "--seed-accounts", str(self._sizes[0]), "--seed-users", "0")  # fmt: skip
        self.manifest = json.loads(manifest.read_text(encoding="utf-8"))
        self.proxy = self._server("proxy", "proxy", "--upstream", self.aws.url, "--latency-ms", str(self._latency_ms))
        self.accounts = sorted(account["id"] for account in self.manifest["accounts"])
        self.environment = {
            **configuration.environment(self.manifest, self.proxy.url, self.folder),
            "AWS_DEFAULT_REGION": self.manifest["region"],
        }

    def _server(self, name, *arguments):
        environment = {"PYTHONPATH": str(self._root / "dev"), "PYTHONDONTWRITEBYTECODE": "1"}
        server = Server(name, [sys.executable, "-m", "estate", *arguments], self.folder, environment)
        self._up.append(server)
        return server

    def _settle(self):
        # Real time: `relevo scan` has no other.
        ask(f"{self.aws.url}/estate/clock", {"now": None})
        now = datetime.datetime.now(datetime.timezone.utc)
        for number, account in enumerate(self.accounts):
            wishes = crowd.people([account], self._sizes[1], now, seed=number)[account]
            ask(f"{self.aws.url}/estate/users", {"users": wishes})
        # Without Slack, so that nothing but AWS is measured; to notify, so that a plan has something to find out.
        (self.folder / "relevo.yaml").write_text(
            f"""\
accounts:
  organization: true
  audit-role: {self.manifest["auditRole"]}
  external-id: {self.manifest["externalId"]}
mode: notify
ledger: sqlite:relevo.db
""",
            encoding="utf-8",
        )

    def state(self):
        """Every account, user and key as AWS itself has them."""
        return ask(f"{self.aws.url}/estate/state")

    def a_day_passes(self):
        """Makes what Relevo remembers a day older, and lets AWS forget its credential reports.

        `relevo scan` knows no other clock than the real one, so that the past moves instead.
        """
        memory.grow_older(self.folder / "relevo.db", days=1)
        for account in self.accounts:
            ask(f"{self.aws.url}/estate/report", {"accountId": account, "forget": True})
