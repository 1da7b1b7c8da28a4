"""`python3 -m estate serve` and `python3 -m estate proxy`."""

import argparse
import os
from importlib import metadata
from pathlib import Path

# The patches replace parts of moto that are not its public API.
MOTO = "5.2.1"


def _parser():
    parser = argparse.ArgumentParser(prog="local-aws", description="The local AWS, and a proxy to break it.")
    doors = parser.add_subparsers(dest="door", required=True)
    serve = doors.add_parser("serve", help="serve the local AWS on 127.0.0.1")
    serve.add_argument("--port", type=int, default=0, help="0 picks a free one")
    serve.add_argument("--port-file", help="where to write the port, once listening")
    serve.add_argument("--seed-accounts", type=int, default=3, help="accounts, the hub's included (default 3)")
    serve.add_argument("--seed-users", type=int, default=40, help="users over all accounts (default 40)")
    serve.add_argument("--seed", type=int, default=1, help="the same seed gives the same ids")
    serve.add_argument("--day", default="2026-01-01", help="the estate's first day")
    serve.add_argument("--empty", action="store_true", help="no accounts, no users, real time")
    serve.add_argument("--manifest", help="where to write what was seeded, as JSON")
    serve.add_argument("--auth", action="store_true", help="check signatures and permissions")
    serve.add_argument("--without", action="append", default=[], metavar="PATCH", help="leave a patch out")
    proxy = doors.add_parser("proxy", help="a reverse proxy that counts, delays and breaks calls")
    proxy.add_argument("--upstream", required=True, metavar="URL")
    proxy.add_argument("--port", type=int, default=0, help="0 picks a free one")
    proxy.add_argument("--port-file", help="where to write the port, once listening")
    proxy.add_argument("--latency-ms", type=float, default=0)
    return parser


def _serve(options):
    # These would make moto file every call under one account, or look for credentials of its own.
    for name in ("MOTO_ACCOUNT_ID", "AWS_PROFILE"):
        os.environ.pop(name, None)
    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
    from moto import settings as moto_settings

    from estate import patches, seed, server

    found = metadata.version("moto")
    if found != MOTO:
        raise SystemExit(f"The local AWS is written for moto {MOTO}, not {found}: install dev/requirements.txt.")
    patches.apply_all(options.without)
    manifest = {}
    if not options.empty:
        manifest = seed.fill(options.seed_accounts, options.seed_users, options.seed, options.day)
    if options.auth:
        moto_settings.INITIAL_NO_AUTH_ACTION_COUNT = 0

    def on_listening(endpoint):
        if options.manifest:
            seed.write_manifest(options.manifest, manifest, endpoint)

    server.serve(options.port, options.port_file, on_listening)


def main():
    options = _parser().parse_args()
    if options.port_file:
        # Whoever waits for the file must not read where an earlier server listened.
        Path(options.port_file).unlink(missing_ok=True)
    if options.door == "serve":
        _serve(options)
    else:
        from estate import proxy

        proxy.run(options)


if __name__ == "__main__":
    main()
