"""moto's application behind an HTTP/1.1 server that keeps connections open."""

import io
import os
import signal
import socket
import threading
import traceback
from pathlib import Path

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import DechunkedInput, ThreadedWSGIServer, WSGIRequestHandler

from estate import address, control, fork
from estate.functions.pool import pool

# A function's zip of 50 MB, in base64.
LARGEST_BODY = 70 * 1024 * 1024


class KeepAliveHandler(WSGIRequestHandler):
    """Reads the whole body, answers with one write, and leaves the connection open.

    werkzeug's own handler closes after every answer and waits 10 ms for stray bytes each time.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 120

    def run_wsgi(self):
        environ = self.make_environ()
        body = self._read_body(environ)
        if body is None:
            self.close_connection = True
            return
        environ["wsgi.input"] = io.BytesIO(body)
        environ["wsgi.input_terminated"] = True
        environ["CONTENT_LENGTH"] = str(len(body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        # Signatures cover the bytes as sent; Flask's form parser would have eaten them by then.
        environ["estate.body"] = body

        answer = {}

        def start_response(status, headers, exc_info=None):
            answer["status"], answer["headers"] = status, headers
            return lambda data: None

        try:
            chunks = self.server.app(environ, start_response)
            try:
                content = b"".join(chunks)
            finally:
                if hasattr(chunks, "close"):
                    chunks.close()
        except NotImplementedError as error:
            # As moto's own server: a page of HTML, which no client can mistake for an answer.
            answer = {"status": "500 INTERNAL SERVER ERROR", "headers": [("Content-Type", "text/html")]}
            content = f"<h1>Not implemented</h1><p>{error}</p>".encode()
        except Exception as error:
            traceback.print_exc()
            answer = {"status": "500 INTERNAL SERVER ERROR", "headers": [("Content-Type", "text/html")]}
            content = f"<h1>The local estate failed</h1><p>{type(error).__name__}</p>".encode()
        self._write(answer["status"], answer["headers"], content)

    def _read_body(self, environ):
        if "wsgi.input_terminated" in environ:
            return DechunkedInput(self.rfile).read(LARGEST_BODY)
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if length > LARGEST_BODY:
            return None
        return self.rfile.read(length)

    def _write(self, status, headers, content):
        code, _, reason = status.partition(" ")
        lines = [f"HTTP/1.1 {code} {reason}"]
        names = set()
        for name, value in headers:
            if name.lower() in ("content-length", "connection", "transfer-encoding", "status"):
                continue
            names.add(name.lower())
            lines.append(f"{name}: {value}")
        if "date" not in names:
            lines.append(f"Date: {self.date_time_string()}")
        lines.append(f"Content-Length: {len(content)}")
        lines.append("Connection: " + ("close" if self.close_connection else "keep-alive"))
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
        self.wfile.write(head if self.command == "HEAD" else head + content)

    def log_request(self, code="-", size="-"):
        """Nothing: a line per call would drown what matters."""

    def log(self, type, message, *args):
        """Nothing, for the same reason."""


def application():
    """`/estate/…` is our control; everything else is AWS."""
    aws = DomainDispatcherApplication(create_backend_app)

    def dispatch(environ, start_response):
        if environ["PATH_INFO"].startswith("/estate/"):
            return control.application(environ, start_response)
        return aws(environ, start_response)

    return dispatch


def write_port(path, port):
    """The port, whole or not at all."""
    target = Path(path)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    draft.write_text(f"{port}\n")
    os.replace(draft, target)


def serve(port, port_file=None, on_listening=None):
    """Serves on 127.0.0.1 until SIGTERM or SIGINT. `on_listening` gets the endpoint before the port is told."""

    def listening(number):
        endpoint = f"http://127.0.0.1:{number}"
        if on_listening:
            on_listening(endpoint)
        if port_file:
            write_port(port_file, number)
        print(f"estate: listening on {endpoint}", flush=True)

    _serve(port, listening)


def _serve(port, listening):
    server = ThreadedWSGIServer("127.0.0.1", port, application(), handler=KeepAliveHandler)
    server.daemon_threads = True
    server.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    fork.can(lambda told: _serve(0, told), server.socket)

    def stop(*_):
        # shutdown() waits for serve_forever, which runs in this very thread.
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    address.listens(server.socket.getsockname()[1])
    listening(server.socket.getsockname()[1])
    server.serve_forever(poll_interval=0.1)
    server.server_close()
    pool.end()
