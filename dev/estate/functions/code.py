"""Uploaded zips, unpacked once each."""

import atexit
import io
import shutil
import tempfile
import threading
import zipfile
from pathlib import Path

_lock = threading.Lock()
_folders = {}


def unpacked(digest, content):
    """The folder with a zip's files, with the permissions that the zip gives them."""
    with _lock:
        if digest not in _folders:
            folder = Path(tempfile.mkdtemp(prefix="estate-function-"))
            atexit.register(shutil.rmtree, folder, True)
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for entry in archive.infolist():
                    made = Path(archive.extract(entry, folder))
                    if (mode := entry.external_attr >> 16) and made.is_file():
                        made.chmod(mode & 0o777)
            _folders[digest] = folder
        return _folders[digest]
