"""Thirty cases of one night, as a board really looks: few that burn, many that wait."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from handoff.case import EntryId, State
from handoff.room import Ground, Mark, RoomEntry, Tile
from nlu.severity import Level
from tests.handoff.desks.paper import NOW, PaperCase, a_case

if TYPE_CHECKING:
    from tests.handoff.desks.paper import PaperDesk

NAMES = [
    "lanterne calme",
    "voilier ocre",
    "source paisible",
    "galet unique",
    "plaine pastel",
    "horizon libre",
    "verveine digne",
    "olive souple",
    "phare solide",
    "brise lunaire",
    "figue tranquille",
    "étang mauve",
    "iris fidèle",
    "roseau agile",
    "sable stable",
    "dune noble",
    "corail limpide",
    "mélèze ambre",
    "mousse vivace",
    "jardin rose",
    "tilleul polaire",
    "nuage orange",
    "sauge moderne",
    "torrent fertile",
    "cerise utile",
    "écorce nomade",
    "lagon magique",
    "vigne honnête",
    "trèfle aimable",
    "rivage champêtre",
]
# level, minutes, rules, age, channel, state, claimant
SHEET: tuple[tuple[str, float, str, str, str, str, str], ...] = (
    ("emergency", 1.5, "danger-did-dangerous direct-now words-suicide", "13_14", "web", "waiting", ""),
    ("emergency", 4, "deadline-hour what-blackmail age-minor demand-images", "15_17", "telegram", "live", "grace"),
    ("critical", 3, "direct-sometimes", "under_13", "web", "waiting", ""),
    ("critical", 7, "deadline-today what-blackmail", "15_17", "telegram", "waiting", ""),
    ("critical", 12, "direct-unsure author-home", "", "web", "silent", "grace"),
    ("critical", 2, "what-body", "13_14", "web", "live", "ada"),
    *(("high", 5 + 4 * i, rules, age, ("telegram", "web")[i % 2], "waiting", "") for i, (rules, age) in enumerate((
        ("what-threats several-authors", "13_14"), ("what-intimate", "15_17"), ("author-adult", "under_13"),
        ("what-blackmail", "15_17"), ("past-suicidal-thoughts third-contact", ""), ("what-threats", "13_14"),
        ("what-intimate", "adult"), ("self-harm", "15_17"),
    ))),
    *((("medium", 9 + 6 * i, rules, age, "web", "waiting" if i < 9 else "live", "" if i < 9 else "grace"))
      for i, (rules, age) in enumerate((
        ("what-insults", "13_14"), ("unread", ""), ("what-insults", "under_13"), ("what-other", "15_17"),
        ("skipped-danger", ""), ("what-insults", "15_17"), ("hacking", "adult"), ("own-path", "15_17"),
        ("what-insults", "13_14"), ("impersonation", "adult"), ("what-insults", "15_17"),
    ))),
    *(("low", 30 + 55 * i, "", age, "web", "waiting", "")
      for i, age in enumerate(("adult", "15_17", "", "adult", "13_14"))),
)  # fmt: skip
TALK = (
    ("bot", "text", "Salut, et merci d'écrire. Si on te fait du mal, en ligne ou en vrai, tu peux en parler ici."),
    ("bot", "text", "Là, maintenant, est-ce que quelqu'un est en danger ?"),
    ("correspondent", "choice", "danger:thinks_of_dying"),
    ("bot", "text", "Ce que tu écris compte. Est-ce que tu penses à mourir, à te suicider ?"),
    ("correspondent", "choice", "direct:sometimes"),
    ("correspondent", "text", "si j'envoie pas d'autres photos ce soir il met tout sur le groupe de la classe"),
    ("correspondent", "text", "j'en peux plus, je veux juste que ça s'arrête"),
    ("correspondent", "evidence", ""),
    ("listener", "text", "Bonsoir, je suis là. Merci de me l'avoir écrit, ce n'est pas ta faute."),
    ("note", "text", "Chantage depuis mardi, connu sur un jeu. Dit être seule à la maison jusqu'à 23 h 30."),
    ("correspondent", "text", "tu vas le dire à ma mère ?"),
)


def fill(desk: PaperDesk) -> None:
    """Put the night's thirty cases on a desk; `c5` is the room to look at."""
    for number, (level, minutes, rules, age, channel, state, who) in enumerate(SHEET):
        case = a_case(f"c{number}", Level[level], minutes, designation=NAMES[number], channel=channel)
        grounds = tuple(Ground(rule, "answer") for rule in rules.split())
        paper = PaperCase(case, grounds, {"age": age} if age else {})
        paper.case = a_case(
            f"c{number}", Level[level], minutes, designation=NAMES[number], channel=channel, state=State(state),
            claimed_by=who or None, contacts=3 if number == 10 else 1, called="on_call" if number == 4 else "",
            unanswered_since=NOW - timedelta(minutes=6) if number == 1 else None,
        )  # fmt: skip
        paper.ringing = number == 0
        desk.cases[case.id] = paper
    _furnish(desk.cases["c5"])


def _furnish(paper: PaperCase) -> None:
    paper.entries = [
        RoomEntry(
            EntryId(f"e{i}"), author, kind, NOW - timedelta(minutes=22 - 2 * i), text,
            alias="Camille" if author in {"listener", "note"} else "", delivery="read" if author == "listener" else "",
            marks=(Mark("words-suicide", 0, 15),) if i == 6 else (),
        )
        for i, (author, kind, text) in enumerate(TALK)
    ]  # fmt: skip
    paper.grounds = (
        Ground("direct-sometimes", "answer", "direct", "sometimes"),
        Ground("words-suicide", "words", entry=EntryId("e6"), words="j'en peux plus"),
        Ground("what-blackmail", "words", entry=EntryId("e5"), words="si j'envoie pas d'autres photos ce soir"),
        Ground("deadline-today", "answer", "deadline", "today"),
    )
    paper.facts = {
        "age": "13_14", "screen": "later", "who": "me", "direct": "sometimes", "author": "online", "what": "blackmail",
        "demand": "images", "deadline": "today", "danger": "thinks_of_dying", "safe_hours": "20-23 h",
    }  # fmt: skip
    paper.deadline = NOW + timedelta(minutes=48)
    paper.place = "12 rue des Exemples, Lyon"
    paper.tiles = (
        Tile("i1", 1, NOW - timedelta(minutes=9), shared=True, size=1_048_576),
        Tile("i2", 2, NOW - timedelta(minutes=8), shared=True, size=65_536),
        Tile("i3", 3, NOW - timedelta(minutes=8), shared=False, size=4_194_304),
    )
