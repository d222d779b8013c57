"""Two gentle words by which a case is called aloud, so that nobody needs a name.

The words say nothing about whom they stand for: landscapes and plants with a quality that fits any of them. French
qualities are the same in both genders. Left out: animals, sizes, weights, and whatever could be thrown at someone.
"""

from __future__ import annotations

import secrets

FRENCH_THINGS = (
    "abricot amande anémone archipel argile aurore avoine azur bambou baobab boussole brise bruyère cascade cerise "
    "chêne citron clairière coquelicot corail coton dune écorce églantine érable estuaire étang étoile falaise "
    "fenouil figue fontaine fougère framboise galet genêt girofle glycine horizon iris jardin jasmin jonquille lagon "
    "lanterne lavande lichen lilas lune magnolia mangue marguerite mélèze menthe mimosa mousse myrtille noisette "
    "nuage oasis olive orchidée origan phare pivoine plaine pollen prairie presqu'île rivage rivière romarin roseau "
    "rosée sable safran sapin sauge sésame source tilleul torrent tournesol trèfle tulipe vallée verger verveine "
    "vigne violette voilier"
)
FRENCH_QUALITIES = (
    "agile aimable ambre calme céleste champêtre crème digne fidèle fertile habile honnête insulaire libre limpide "
    "lunaire magique mauve moderne noble nomade ocre orange paisible pastel polaire rose solaire solide souple stable "
    "tranquille turquoise unique utile vivace"
)
ENGLISH_THINGS = (
    "almond apricot aspen aurora bamboo basil bay birch bluebell breeze brook canyon cedar cherry cliff clover coral "
    "cotton cove daisy dune elm fern fig fjord garden ginger glade harbour hazel heather hill horizon iris island "
    "jasmine juniper lagoon lake lantern lavender lilac linden maple marigold meadow mint moon moss oak oasis olive "
    "orchard orchid pebble peony pine plum poppy prairie rainbow reef ridge river rosemary saffron sage sand shore "
    "sky spring star stream summit sunflower thyme trail tulip valley vine violet wave willow"
)
ENGLISH_QUALITIES = (
    "amber azure bright brisk calm clear coral crisp deft dewy eager early fair fine fond free fresh gentle golden "
    "green honest jade keen kind lasting light lively loyal lucid mellow mild noble opal patient plain proud quick "
    "quiet ready rosy serene silver sincere snug solid steady still sunny swift tidy true velvet vivid warm wise"
)


def draw(language: str) -> str:
    """Return two words in the language of the case, drawn by chance; some open case may have them."""
    if language == "en":
        return f"{secrets.choice(ENGLISH_QUALITIES.split())} {secrets.choice(ENGLISH_THINGS.split())}"
    return f"{secrets.choice(FRENCH_THINGS.split())} {secrets.choice(FRENCH_QUALITIES.split())}"


def draw_numbered(language: str) -> str:
    """Return two words and a number, for a house in which nearly all pairs are taken."""
    return f"{draw(language)} {secrets.randbelow(9000) + 1000}"
