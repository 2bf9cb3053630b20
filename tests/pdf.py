"""Reading what a PDF holds."""

import re
import zlib


def unpacked(pdf: bytes) -> bytes:
    """The file, and its streams as they were before they were packed.

    A packed stream knows its own end. Looking for the line end after it would sometimes take its last byte away.
    """
    starts = [found.end() for found in re.finditer(rb"(?<!end)stream\r?\n(?=x)", pdf)]
    return b"\n".join([pdf, *(zlib.decompressobj().decompress(pdf[start:]) for start in starts)])
