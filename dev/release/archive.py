"""A tar archive whose bytes depend on its contents alone: sorted, owned by 0, with one time for every file."""

import gzip
import io
import tarfile


def packed(files, time):
    """The bytes of a `.tar.gz`; `files` maps a path to its bytes and mode, `time` is in seconds since 1970."""
    out = io.BytesIO()
    # No name and no time in gzip's own header.
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0, compresslevel=9) as compressed:
        with tarfile.open(fileobj=compressed, mode="w", format=tarfile.GNU_FORMAT) as tar:
            for path in sorted(files):
                content, mode = files[path]
                entry = tarfile.TarInfo(path)
                entry.size, entry.mode, entry.mtime = len(content), mode, int(time)
                entry.uid = entry.gid = 0
                entry.uname = entry.gname = "root"
                tar.addfile(entry, io.BytesIO(content))
    return out.getvalue()
