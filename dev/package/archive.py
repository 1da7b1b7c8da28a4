"""A zip whose bytes depend on its contents alone: sorted, with one time for every file, without extra fields.

Terraform deploys a zip again when its bytes differ. The packed bytes also depend on this Python's zlib.
"""

import io
import zipfile

# The earliest time that a zip can name.
TIME = (1980, 1, 1, 0, 0, 0)
# What Lambda takes in a call; a larger zip must come from S3. Unpacked, a function may have 250 MB.
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
LARGEST = 50 * 1024 * 1024
LARGEST_UNPACKED = 250 * 1024 * 1024


def packed(files, level=6):
    """The bytes of a zip; `files` maps a path to its bytes and mode. `level`: 1 is the fastest, 9 the smallest."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for path in sorted(files):
            content, mode = files[path]
            entry = zipfile.ZipInfo(path, TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # Made on Unix, as otherwise nobody reads the mode. 0o100000 is a regular file's.
            entry.create_system = 3
            entry.external_attr = (0o100000 | mode) << 16
            # An entry of its own doesn't take the archive's level.
            zipped.writestr(entry, content, compresslevel=level)
    return out.getvalue()


def problems(files, zipped):
    """Sentences about a zip that Lambda would refuse."""
    if len(zipped) > LARGEST:
        yield (
            f"The zip has {len(zipped):,} bytes, and Lambda takes at most {LARGEST:,} directly. "
            "Find out what is new in the program (its size is printed above), or deploy from S3."
        )
    unpacked = sum(len(content) for content, _ in files.values())
    if unpacked > LARGEST_UNPACKED:
        yield f"Unpacked, the zip has {unpacked:,} bytes, and Lambda takes at most {LARGEST_UNPACKED:,}."
