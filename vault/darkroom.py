"""The child process in which a picture is decoded: it has no file, little memory, little time, and no key.

Lives here: a program, started by `vault.preview` by its path. What is wanted and the format's name come as arguments,
the picture on its standard input; the preview, or the perceptual hashes of the picture, leave on its standard output;
the exit code says why there are none. It imports nothing of Havre. Metadata ends here: a preview is painted anew from
the pixels.

The hashes are PDQ ("The TMK+PDQF and PDQ hashing algorithms", Meta, 2019): brightness, two passes of a box filter, 64
by 64 samples, 16 by 16 frequencies of their cosine transform, and of each whether it is above the median.
"""

from __future__ import annotations

import io
import os
import resource
import sys
import warnings
from typing import Any

MEMORY_BYTES = 640 << 20
CPU_SECONDS = 10
FILES = 32
MOST_PIXELS = 64_000_000
EDGE = 1600
HASHED_EDGE = 1024
QUALITY = 80
VERSION = 1
SAMPLES = 64
BAR_TONES, BAR_DRIFT = 24, 12  # shades by which a bar may differ within a line, and from line to line
LEAST_SHOWN = 4  # what bars leave of an edge is at least a quarter of it
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
    print_out = io.BytesIO()
    on_paper(clear, kind, EDGE).save(print_out, "WEBP", quality=QUALITY)
    return print_out.getvalue()


def on_paper(clear: bytes, kind: str, edge: int) -> Any:
    """Return a picture upright on white, no edge longer than so many pixels."""
    from importlib import import_module  # noqa: PLC0415 - everything is imported under the limits

    from PIL import Image, ImageOps  # noqa: PLC0415 - idem

    import_module(f"PIL.{PLUGINS[kind]}")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(clear), formats=(kind,)) as picture:
        picture.draft("RGB", (edge, edge))  # a JPEG is decoded no larger than needed
        if picture.mode.startswith("I;16"):
            small: Image.Image = picture.point(lambda value: value / 256).convert("L")  # else all of it were white
        elif picture.mode in {"P", "PA", "LA", "1"} or "transparency" in picture.info:
            small = picture.convert("RGBA")
        else:
            small = picture
        small.thumbnail((edge, edge))
        upright = ImageOps.exif_transpose(small).convert("RGBA")
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright)
    return paper


def measure(clear: bytes, kind: str) -> bytes:
    """Return a version byte, the quality (0 to 100) and eight PDQ hashes: the picture turned and mirrored in every way.

    Where plain bars stand at its edges, the eight of what is between them follow.
    """
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # this process may have no other
    import numpy as np  # noqa: PLC0415 - under the limits, as all of it

    tones = np.asarray(on_paper(clear, kind, HASHED_EDGE), dtype=float) @ np.array([0.299, 0.587, 0.114])
    quality, hashes = pdq(tones)
    shown = without_bars(tones)
    if shown.shape != tones.shape:
        quality, more = pdq(shown)  # a bar adds an edge: what is told apart is what is between
        hashes += more
    return bytes((VERSION, quality)) + b"".join(hashes)


def pdq(tones: Any) -> tuple[int, list[bytes]]:
    """Return the quality of a picture's brightness and its eight hashes, that of the picture as it stands first."""
    import numpy as np  # noqa: PLC0415 - idem

    samples = sampled(tones)
    rows, columns = np.arange(1, 17)[:, None], 2 * np.arange(SAMPLES) + 1
    cosines = np.sqrt(2 / SAMPLES) * np.cos(np.pi / (2 * SAMPLES) * rows * columns)
    frequencies = cosines @ samples @ cosines.T
    mirror = np.where(np.arange(16) % 2, 1, -1)  # a mirrored picture has the odd frequencies the other way round
    turned = []
    for side in (frequencies, frequencies.T):
        for down in (side, side * mirror[:, None]):
            turned += [down, down * mirror]
    return steepness(samples), [above_median(one) for one in turned]


def sampled(tones: Any) -> Any:
    """Return 64 by 64 samples of a picture that was made soft first."""
    import numpy as np  # noqa: PLC0415 - idem

    if tones.shape == (SAMPLES, SAMPLES):
        return tones
    height, width = ((edge + 2 * SAMPLES - 1) // (2 * SAMPLES) for edge in tones.shape)
    for _ in range(2):
        tones = boxed(boxed(tones, width).T, height).T
    rows, columns = (((np.arange(SAMPLES) + 0.5) * edge / SAMPLES).astype(int) for edge in tones.shape)
    return tones[np.ix_(rows, columns)]


def boxed(tones: Any, window: int) -> Any:
    """Return the mean of each value's neighbours along its line; at the ends, of those there are."""
    import numpy as np  # noqa: PLC0415 - idem

    length = tones.shape[1]
    after = (window + 2) // 2
    places = np.arange(length)
    first, last = np.maximum(0, places - (window - after)), np.minimum(length, places + after)
    sums = np.concatenate([np.zeros((len(tones), 1)), np.cumsum(tones, axis=1)], axis=1)
    return (sums[:, last] - sums[:, first]) / (last - first)


def steepness(samples: Any) -> int:
    """Return how much there is to tell a picture by: 0 for a plain one, 100 for most."""
    import numpy as np  # noqa: PLC0415 - idem

    steps = sum(np.abs(np.trunc(np.diff(samples, axis=axis) * 100 / 255)).sum() for axis in (0, 1))
    return min(100, int(steps / 90))


def above_median(frequencies: Any) -> bytes:
    """Return 256 bits, the lowest frequency last, as PDQ hashes are written."""
    import numpy as np  # noqa: PLC0415 - idem

    flat = frequencies.ravel()
    return np.packbits((flat > np.partition(flat, len(flat) // 2 - 1)[len(flat) // 2 - 1])[::-1]).tobytes()


def without_bars(tones: Any) -> Any:
    """Return what is between plain bars at the edges; all of it where next to nothing would be left."""
    top, bottom = bars(tones)
    left, right = bars(tones.T)
    height, width = tones.shape
    shown = tones[top : height - bottom, left : width - right]
    whole = any(LEAST_SHOWN * now < before for now, before in zip(shown.shape, tones.shape, strict=True))
    return tones if whole else shown


def bars(tones: Any) -> tuple[int, int]:
    """Return how many lines at the beginning and at the end are of one shade."""
    import numpy as np  # noqa: PLC0415 - idem

    plain = np.ptp(tones, axis=1) <= BAR_TONES
    means = tones.mean(axis=1)
    counts = []
    for lines, shades in ((plain, means), (plain[::-1], means[::-1])):
        bar = lines & (np.abs(shades - shades[0]) <= BAR_DRIFT)
        counts.append(int(np.argmin(bar)) if not bar.all() else len(bar))
    return counts[0], counts[1]


WORKS = {"preview": develop, "likeness": measure}


def main() -> int:
    """Do what is wanted with one picture; return the exit code."""
    confine()
    warnings.simplefilter("error")
    try:
        finished = WORKS[sys.argv[1]](sys.stdin.buffer.read(), sys.argv[2])
    except (MemoryError, Warning):
        return LARGE
    except Exception as error:  # noqa: BLE001 - a decoder fails in as many ways as there are broken pictures
        return LARGE if type(error).__name__ == "DecompressionBombError" else DAMAGED
    sys.stdout.buffer.write(finished)
    return 0


if __name__ == "__main__":
    sys.exit(main())
