"""Which language a message is in: French, English, or one that nobody here reads.

Pure. It counts small words; a message without any takes the hint of the conversation. Does not live here: spelling
(`nlu.normalize`), what is done with a message nobody can read (`nlu.wording`).
"""

from __future__ import annotations

import re
from types import MappingProxyType

_WORD = re.compile(r"[^\W\d_]+")
_LONG_ENOUGH = 3
_CHOICES = ("fr", "en")

_SMALL = {
    "fr": """je j tu il elle on nous vous ils elles me m te t se s moi toi lui leur y en le la les l un une des
 du de d au aux ce c ca ces cet cette mon ma mes ton ta tes son sa ses notre nos votre vos leurs qui
 que qu quoi ou quand comment pourquoi et mais ni car si pas plus rien jamais ne n est suis es sont
 etait etais ai as a ont avait avais fait faire dit veut veux peux peut vais va avec sans pour par
 sur sous dans chez depuis apres avant deja encore tout tous toute tres trop bien aussi comme oui non
 merci bonjour salut svp stp jsp jai jsuis jveux jpeux jme jte jvais ya cest pk pcq mtn tt pr ds bcp
 quelqu quelqun qqn aide ans mec meuf fille photo mere pere frere soeur soir hier demain jour heure
 faut sais vu ouais ouai nan nn slt bjr ok mdr ct chui tkt askip ki ke koi pa wesh wsh ils ont parle
 comprend pense peur mal rien personne maintenant enfin voila vraiment""",
    "en": """i im ive id ill you u ur your he hes she shes it its we they theyre them me my mine him his her our
 us the a an this that these those and but or so if because cos cuz not no dont doesnt didnt cant
 wont isnt wasnt is are am was were be been being do does did have has had will would can could
 should just get got go going gonna wanna to of in on at by for from with about after before since
 when what who how why where there here all some any one yes yeah yep please pls thanks thank hi
 hello hey help know think want need said says told tell keep keeps someone nobody anyone everyone
 something nothing now tonight today tomorrow night day old year mum mom dad phone talk lol omg idk
 tbh rn bye scared sorry stop never again still even really too only off out up down back like make
 made take pic pics sent send ok ty nah yh yeh cheers sup ta goodbye world human end close every porn
 showed gtg coming away stuff kill unalive swallowed""",
    "other": """el los las por para con hago esto entiendo hacer nada puedo tambien todo hay fue pero como esta
 estoy muy que mi tengo quiero porque eres soy una nao voce meu minha eu ele ela muito obrigado ich
 bin du nicht und der die das ist ein eine mir mich habe hilfe bitte sie wir mein il mio sono non che
 per perche ho aiuto grazie ciao che sto cosa fare ik ben niet een het van mijn jij help mij ja nein
 bir ve ben cok beni bana degil jest nie mam moj jestem sie pomoc prosze este sunt nu am mea pe si
 vreau ajutor ana fi ma wlh mwen pa ka sa ou li yo nou gen fe moun bay damay rekk dafa nga ko laa ci
 bi am naa""",
}

SMALL = MappingProxyType({language: frozenset(words.split()) for language, words in _SMALL.items()})
"""The small words of each language, folded."""

_TOLD = SMALL["fr"] | SMALL["en"]


def detect(folded: str, hint: str = "") -> str:
    """Return "fr", "en" or "other" for a folded text; a text that does not tell is in the hint's language."""
    words = _WORD.findall(folded)
    if not folded.isascii() and sum(map(len, words)) > 1 and _foreign_script(folded):
        return "other"
    counts = {language: sum(map(small.__contains__, words)) for language, small in SMALL.items()}
    told = max(_CHOICES, key=lambda language: (counts[language], language == hint))
    if len(words) >= _LONG_ENOUGH and counts["other"] > 2 * counts[told]:
        return "other"
    if counts["fr"] == counts["en"]:
        return hint if hint in _CHOICES else "fr"
    return told


def is_told(folded: str) -> bool:
    """Say whether the text itself shows its language, or only a hint could."""
    return not _TOLD.isdisjoint(_WORD.findall(folded))


def _foreign_script(folded: str) -> bool:
    letters = [character for character in folded if character.isalpha()]
    return sum(not character.isascii() for character in letters) * 2 > len(letters)
