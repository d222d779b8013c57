"""The child process in which a picture is decoded: it has no file, little memory, little time, and no key.

Lives here: a program, started by `vault.preview` by its path. The format's name comes as its argument, the picture on
its standard input, the preview leaves on its standard output; the exit code says why there is none. It imports nothing
of Havre. Metadata ends here: the preview is painted anew from the pixels.
"""

from __future__ import annotations

import io
import resource
import sys
import warnings

MEMORY_BYTES = 640 << 20
CPU_SECONDS = 10
FILES = 32
MOST_PIXELS = 64_000_000
EDGE = 1600
QUALITY = 80
DAMAGED, LARGE = 3, 4
PLUGINS = {"JPEG": "JpegImagePlugin", "PNG": "PngImagePlugin", "WEBP": "WebPImagePlugin", "GIF": "GifImagePlugin"}


def confine() -> None:
    """Give up what a decoder does not need, before a byte of the picture is read."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))  # ends by a signal that tells why
    limits = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: FILES,
    }
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))


def develop(clear: bytes, kind: str) -> bytes:
    """Return the preview of a picture of one kind, as WEBP."""
    from importlib import import_module  # noqa: PLC0415 - everything is imported under the limits

    from PIL import Image, ImageOps  # noqa: PLC0415 - idem

    import_module(f"PIL.{PLUGINS[kind]}")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(clear), formats=(kind,)) as picture:
        picture.draft("RGB", (EDGE, EDGE))  # a JPEG is decoded no larger than needed
        if picture.mode.startswith("I;16"):
            small: Image.Image = picture.point(lambda value: value / 256).convert("L")  # else all of it were white
        elif picture.mode in {"P", "PA", "LA", "1"} or "transparency" in picture.info:
            small = picture.convert("RGBA")
        else:
            small = picture
        small.thumbnail((EDGE, EDGE))
        upright = ImageOps.exif_transpose(small).convert("RGBA")
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright)
    print_out = io.BytesIO()
    paper.save(print_out, "WEBP", quality=QUALITY)
    return print_out.getvalue()


def main() -> int:
    """Develop one picture; return the exit code."""
    confine()
    warnings.simplefilter("error")
    try:
        finished = develop(sys.stdin.buffer.read(), sys.argv[1])
    except (MemoryError, Warning):
        return LARGE
    except Exception as error:  # noqa: BLE001 - a decoder fails in as many ways as there are broken pictures
        return LARGE if type(error).__name__ == "DecompressionBombError" else DAMAGED
    sys.stdout.buffer.write(finished)
    return 0


if __name__ == "__main__":
    sys.exit(main())
