"""Which signs a dossier can show: fonts for every script people write in, and a name for the few that have none.

Lives here: finding the fonts, asking them, cleaning words of what would hide or turn them. Does not live here: the page
(`dossier.typ`). The fonts are data of two pinned packages, read as files: their code is never run.
"""

from __future__ import annotations

import functools
import unicodedata
from importlib.util import find_spec
from typing import TYPE_CHECKING

import typst

if TYPE_CHECKING:
    from collections.abc import Iterable

SERIF, ARABIC, SANS, MONO = "Libertinus Serif", "Amiri", "Noto Sans", "DejaVu Sans Mono"
"""In this order. Arabic has a face whose letters are one piece each: of others, a copied word would double its dots."""
PACKAGES = ("fontpkg_amiri", "manimgx_fonts", "noto_cjk_sans_otc")
"""Amiri, Noto Sans of the scripts written today, Noto Emoji, Noto Sans CJK; all under the Open Font License."""
CJK = {"ja": "Noto Sans CJK JP", "ko": "Noto Sans CJK KR", "": "Noto Sans CJK SC"}
"""One sign may look otherwise in another language: which of the faces a line is set in."""
PLAIN = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180), 0x2019, 0x201C, 0x201D, 0x2026, 0x2013, 0x0A)))
"""Signs every text has; others are asked about, once."""
JOINING = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""Unseen by themselves, they join their neighbours into one sign: a family, a flag, a ligature."""
UNSEEN = frozenset("\u200b\u2060\ufeff\u00ad\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Left out: they show nothing, and some turn the words around them so that a page reads otherwise than was written."""
NO_SIGN = frozenset({"Cc", "Cs", "Co", "Cn"})
RIGHT_TO_LEFT = frozenset({"R", "AL"})


@functools.cache
def fonts() -> typst.Fonts:
    """Return the fonts, once: no font of this machine. Raises ModuleNotFoundError where a package is not installed."""
    found = []
    for package in PACKAGES:
        spec = find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise ModuleNotFoundError(f"the fonts of {package} are not installed")
        found.append(spec.submodule_search_locations[0])
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=found)


def clean(words: str) -> str:
    """Return words without signs that show nothing; a tab becomes a space."""
    return "".join(" " if sign in "\t\r" else sign for sign in words if sign in "\t\r\n" or not _is_nothing(sign))


def _is_nothing(sign: str) -> bool:
    return sign in UNSEEN or unicodedata.category(sign) in NO_SIGN


def without_font(texts: Iterable[str]) -> frozenset[str]:
    """Return which signs of these texts no font has."""
    asked = frozenset(sign for text in texts for sign in text) - PLAIN - JOINING
    return frozenset(_missing("".join(sorted(asked))))


@functools.lru_cache(maxsize=512)
def _missing(signs: str) -> str:
    """Ask about many at once, and of those that fail, each half: what is there is known after one try."""
    if not signs or _sets(signs):
        return ""
    if len(signs) == 1:
        return signs
    middle = len(signs) // 2
    return _missing(signs[:middle]) + _missing(signs[middle:])


def _sets(signs: str) -> bool:
    """Tell whether the fonts have these signs: by setting them, for PDF/A refuses what it cannot show."""
    page = (
        f'#set document(title: "x")\n#set text(font: ("{SERIF}", "{ARABIC}", "{SANS}", "{CJK[""]}"))\n#sys.inputs.signs'
    )
    try:
        typst.compile(
            page.encode(), format="pdf", sys_inputs={"signs": signs}, pdf_standards=["a-2a"], font_paths=fonts()
        )  # fmt: skip
    except typst.TypstError:
        return False
    return True


def named(words: str, missing: frozenset[str]) -> str:
    """Return words with a name in brackets for each sign no font has."""
    return "".join(_name(sign) if sign in missing else sign for sign in words)


def _name(sign: str) -> str:
    name = unicodedata.name(sign, "").lower()
    return f"[{name}]" if name and unicodedata.category(sign)[0] == "S" else f"[U+{ord(sign):04X}]"


def runs_left(words: str) -> bool:
    """Tell whether words are written from right to left, by their first letter."""
    kinds = (unicodedata.bidirectional(sign) for sign in words)
    return next((kind in RIGHT_TO_LEFT for kind in kinds if kind in RIGHT_TO_LEFT | {"L"}), False)


def face(words: str) -> str:
    """Return the face for Chinese signs in these words: with kana it is Japanese, with hangul Korean."""
    names = {unicodedata.name(sign, "").partition(" ")[0] for sign in words if sign not in PLAIN}
    language = "ja" if names & {"HIRAGANA", "KATAKANA"} else "ko" if "HANGUL" in names else ""
    return CJK[language]
