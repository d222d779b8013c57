"""Entities: what a message names is found whole, and what only looks like it is left."""

import pytest

from nlu.entities import find
from nlu.normalize import fold


def named(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.value) for one in find(text, fold(text))]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("sur snap", "platform", "snapchat"),
        ("on insta", "platform", "instagram"),
        ("il m'a parlé sur Tik Tok", "platform", "tiktok"),
        ("j'ai 13 ans", "age", "13"),
        ("jai douze ans", "age", "12"),
        ("im 14 and scared", "age", "14"),
        ("my 11 year old", "age", "11"),
        ("15f", "age", "15"),
        ("c'est @lola.x92", "handle", "lola.x92"),
        ("pseudo: dark_ninja93", "handle", "dark_ninja93"),
        ("https://t.me/Abc", "url", "https://t.me/Abc"),
        ("il veut 300€", "amount", "300 EUR"),
        ("1 500 euros", "amount", "1500 EUR"),
        ("he wants £200", "amount", "200 GBP"),
        ("50e sinon il balance", "amount", "50 EUR"),
        ("dans l'heure", "deadline", "hour"),
        ("j'ai 20 min", "deadline", "hour"),
        ("within the hour", "deadline", "hour"),
        ("avant ce soir", "deadline", "today"),
        ("jusqu'à 20h", "deadline", "today"),
        ("by midnight", "deadline", "today"),
        ("demain matin", "deadline", "tomorrow"),
        ("tmrw", "deadline", "tomorrow"),
        ("vendredi", "deadline", "later"),
        ("in 3 days", "deadline", "later"),
        ("au 06 12 34 56 78", "phone", "0612345678"),
        ("+33 6 12 34 56 78", "phone", "+33612345678"),
        ("il a un couteau", "weapon", "couteau"),
        ("he has a KNIFE", "weapon", "knife"),
    ],
)
def test_what_is_named_is_found(text: str, kind: str, value: str) -> None:
    assert (kind, value) in named(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("il y a 3 ans", "age"),
        ("depuis 12 ans", "age"),
        ("je suis en 5e", "amount"),
        ("depuis vendredi", "deadline"),
        ("hier soir", "deadline"),
        ("moi@exemple.org", "handle"),
        ("alarme", "weapon"),
        ("telecharger", "platform"),
    ],
)
def test_what_only_looks_like_it_is_left(text: str, kind: str) -> None:
    assert kind not in {one for one, _ in named(text)}


def test_an_entity_points_at_what_was_typed() -> None:
    text = "  Écris à @Lola.X92 !"
    [handle] = find(text, fold(text))
    assert (text[handle.start : handle.end], handle.value) == ("Lola.X92", "Lola.X92")
