"""The words phrases are drawn from: a child of eleven spells them by ear, and none of them hurts."""

from __future__ import annotations

import math
import re

import pytest

from vault.phrase import FLOOR_BITS, RECOVERY_WORDS, WORDS, draw_recovery, normalise, weakness, word_list

LANGUAGES = ["fr", "en"]
HURT = {
    "fr": """mort morte mourir tuer tueur meurtre sang saigner nue nues fesse seins sexe viol violer cul bite chatte
    queue pute salope grosse gros grasse moche laid sale conne idiot debile nul nulle honte faute peur haine cri
    pleur pleurer larme seul seule triste poison drogue pilule cachet alcool biere corde noeud pendu pendre
    couteau lame canif rasoir ciseau fusil arme balle pistolet grenade sabre bombe guerre feu pont toit balcon
    falaise train rail noyer prison cave cercueil tombe tombeau enfer diable otage menace secret photo image
    video portable frere soeur mere pere papa maman oncle tante cousin parrain marraine famille gifle fouet
    ceinture frapper cogner battre couper bruler etrangler porc cochon truie chienne dinde thon cafard larve
    guenon crapaud boudin baleine mince maigre regime calorie tomber sauter foulard lacet seringue urne
    singe chameau courge asperge quiche nouille""",
    "en": """dead death die kill killer murder blood bleed nude naked breast sex rape cock dick pussy slut whore bitch
    fat ugly dirty dumb stupid loser shame blame fault fear hate scream cry tear tears alone lonely sad poison
    drug pill alcohol beer wine cider rope noose knot hang knife blade razor gun shot shoot bomb bullet war
    bridge roof cliff rail drown prison cellar coffin grave tomb hell devil hostage threat secret photo image
    video phone camera brother sister mother father mum dad uncle aunt cousin nephew slap whip belt hit beat cut
    burn choke pig cow diet thin skinny fall scarf needle spade shrimp tart whale
    hippo toad monkey gorilla coconut fairy cracker weasel""",
}
INSIDE = {
    "fr": ("suicid", "mort", "tuer", "viol", "porn", "pute"),
    "en": ("suicid", "kill", "rape", "porn", "nude", "death"),
}
HARMLESS = {"violet", "violon", "violin", "skilful"}
"""Words that only look so: an instrument, a colour."""
TRICKY = {
    "fr": re.compile(r"rh|th|ph|sc(?=[eiy])|cqu|xc|mn|[ylr]y[mn]|y[mn][bpt]|aon|cch|tch|zz|gz|kh|pt$"),
    "en": re.compile(r"ough|augh|ph|rh|^kn|^wr|^gn|mb$|sc(?=[eiy])|que|eau|yr|hy|our$|xc"),
}
"""What is not written as it is heard."""


def heard_in_french(word: str) -> str:
    """Return roughly how a word sounds: two that come out the same are told apart by nobody who only hears them."""
    rules = (
        (r"eau|au", "o"), (r"(.)\1", r"\1"), (r"qu|q", "k"), ("ch", "S"), ("gn", "N"), (r"c(?=[eiy])", "s"), ("c", "k"),
        (r"g(?=[eiy])", "j"), (r"je(?=[aou])", "j"), (r"gu(?=[eiy])", "g"), (r"(?<=[aeiouy])s(?=[aeiouy])", "z"),
        ("h", ""), (r"(?:ain|ein|aim|in|im|un|um)(?![aeiouyhnm])", "1"), (r"(?:en|an|em|am)(?![aeiouyhnm])", "2"),
        (r"(?:on|om)(?![aeiouyhnm])", "3"), ("ou", "U"), (r"oi|oy", "W"), (r"ai|ei|ay|ey", "e"), ("eu", "E"),
        ("y", "i"), (r"(?:er|ez|et)$", "e"), (r"(?<=..)e?s?$", ""), (r"(?<=...)[tdpxz]+$", ""),
    )  # fmt: skip
    for pattern, sound in rules:
        word = re.sub(pattern, sound, word)
    return word


def heard_in_english(word: str) -> str:
    """Return the same for an English word."""
    rules = (
        ("ck", "k"), (r"c(?=[eiy])", "s"), ("ch", "C"), ("c", "k"), (r"ee|ea|ie|ei|ey", "I"),
        (r"ai|ay|a(?=[^aeiouyw]e$)", "A"),
        (r"oa|oe|ow$|o(?=[^aeiouyw]e$)", "O"), (r"oo|ue|ew|ui", "U"), ("ou", "ow"), (r"([^aeiou])\1", r"\1"),
        (r"e$", ""), (r"(?:re|er|or|ar)$", "r"), (r"y$", "I"),
    )  # fmt: skip
    for pattern, sound in rules:
        word = re.sub(pattern, sound, word)
    return word


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_drawn_phrase_is_worth_more_than_fifty_bits_and_recovery_words_more_than_a_hundred_and_forty(
    language: str,
) -> None:
    one = math.log2(len(word_list(language)))
    assert WORDS * one > 52 > FLOOR_BITS
    assert RECOVERY_WORDS * one > 140
    assert len(draw_recovery(language).split()) == RECOVERY_WORDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_none_of_the_words_hurts(language: str) -> None:
    words = set(word_list(language))
    assert words & set(HURT[language].split()) == set()
    assert [word for word in words - HARMLESS if any(part in word for part in INSIDE[language])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_another_one_in_the_plural(language: str) -> None:
    words = set(word_list(language))
    assert {word for word in words if f"{word}s" in words} == set()


@pytest.mark.parametrize(("language", "heard"), [("fr", heard_in_french), ("en", heard_in_english)])
def test_no_two_of_the_words_sound_alike(language: str, heard: object) -> None:
    assert callable(heard)
    sounds: dict[str, list[str]] = {}
    for word in word_list(language):
        sounds.setdefault(heard(word), []).append(word)
    assert [alike for alike in sounds.values() if len(alike) > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_short_and_written_as_it_is_heard(language: str) -> None:
    for word in word_list(language):
        assert 4 <= len(word) <= 8
        assert normalise(word) == word
        assert not TRICKY[language].search(word)


@pytest.mark.parametrize(
    "earlier",
    ["quartile-annexant-pinacle-marqua-verbeux", "thwarting-unlatch-deceit-yodel-rhombus", "tilleul canoe radis"],
)
def test_a_phrase_drawn_from_an_earlier_list_is_still_the_same_phrase(earlier: str) -> None:
    assert normalise(earlier.upper()) == earlier.replace("-", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_five_words_of_the_list_always_do_as_ones_own(language: str) -> None:
    words = word_list(language)
    for start in range(0, len(words) - WORDS, 50):
        assert weakness(" ".join(words[start : start + WORDS])) is None
