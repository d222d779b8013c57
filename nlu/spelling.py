"""How people really type: short forms, verlan and English abbreviations, each with the words it stands for.

Data. A form stands in one language's table only where it is no word of the other: `kill`, `tell`, `gun`, `sous` and a
bare `2` or `n` are left alone. Does not live here: how a text is cut and rewritten (`nlu.normalize`).
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def _table(lines: str) -> Mapping[str, str]:
    """Read `words = form form form` lines into form -> words."""
    pairs = (line.split("=") for line in lines.splitlines() if line.strip())
    return MappingProxyType({form: words.strip() for words, forms in pairs for form in forms.split()})


FRENCH = _table("""
j ai = jai g
j en = jen
j y = jy
j en peux plus = jpp
je sais pas = jsp chepa chaipa chaispa jspa
je suis = chui chuis jss jsui chu
c est = cest c sest
c etait = ct cetait cetai
y a = ya
y avait = yavait yavai
n est = nest
m ont = mont
t es = t
qu il = quil kil
qu ils = quils kils
qu elle = kelle
qu on = quon kon
qu un = quun
d un = dun d1
d une = dune
que = ke
qui = ki
quoi = koi kwa
quand = kan kand qd qand
quel = kel
quelque = qq qlq kelke
quelque chose = qqch qqchose qlqchose qlqch
quelqu un = qqn qqun qq1 qlqn qlq1 kelkun kelk1 quelquun
pourquoi = pk pkoi prk pq pourkoi prkoi
parce que = pcq pck psk pske paske parcke parceke psq
pas = pa
pour = pr
dans = ds
nous = ns
vous = vs
tout = tt
tous = ts
toute = tte
toutes = ttes
tout le monde = tlm
meme = mm
beaucoup = bcp bcps bocoup
toujours = tjr tjrs tjs
jamais = jms
donc = dc
longtemps = lgtps lgtemps longtps
temps = tps tmps
maintenant = mtn mnt mtnt m1tenant maintenan
aujourd hui = auj ajd ojd aujd
demain = dmn 2m1 dm1 2main
a demain = a2m1
ce soir = csoir
bonjour = bjr bonjr bjour
bonsoir = bsr
salut = slt
coucou = cc
s il te plait = stp
s il vous plait = svp
merci = mrc cimer
rendez vous = rdv rdvs
message = msg
messages = msgs mess
numero = num numeros
telephone = tel teleph
mot de passe = mdp
photo = foto tof pic
photos = fotos tofs pics
video = vid
videos = vids
instagram = insta
snapchat = snap snp
lycee = bahut
a ce qui parait = askip
t inquiete pas = tkt tkttt tqt
bien = b1 bi1
rien = r1 ri1
non = nn nan nop
oui = oe oui ouai ouais ui wi
comme = cm kom
comment = cmt cmmt komen
c est a dire = cad
vraiment = vrmt vrm
probleme = pb prblm
problemes = pbs
anniversaire = anniv
mere = reum daronne
pere = reup daron
parents = renps darons daronnes
frere = reuf frero
soeur = reuss reus frangine
mec = keum
mecs = keums
policiers = keufs
policier = keuf
louche = chelou
bizarre = zarbi zarb
lourd = relou
enerve = vener venere
bete = teube
fete = teuf
prison = zonzon
argent = thune thunes moula fric maille
maison = zonmai
j ai peur = jflippe jflip
""")

ENGLISH = _table("""
you = u ya yu
your = ur yr
are = r
i dont know = idk idek iunno
i dont care = idc
kill myself = kms unalivemyself
kill yourself = kys
kill = unalive
killing = unaliving
overdose = od oding
overdosed = oded
people = ppl pple
because = bc cuz cos coz becuz bcuz cus bcs
please = pls plz
right now = rn
tonight = tn tonite 2nite 2night
tomorrow = tmrw tmr tmw 2moro tomoz tomoro 2morrow
today = 2day 2dy
before = b4
later = l8r
great = gr8
someone = sm1 som1 smn sum1
anyone = ne1
something = smth sth sumthing sumthin smthn
nothing = nuthin nothin
going to = gonna gunna
want to = wanna
got to = gotta
about = abt
boyfriend = bf
girlfriend = gf
with = w wiv
without = wo
thanks = thx thnx ty tysm
message = msg
messages = msgs
video = vid
videos = vids
picture = pic
pictures = pics
instagram = insta ig
snapchat = snap
dont know = dunno
though = tho
through = thru
mother = mum mom mam mummy mommy
father = dad daddy
school = skl skool
for real = frfr
to be honest = tbh
i know = ik
see you = cya
what = wut wat wot
the = da
""")

DOUBLE = frozenset(
    re.findall(
        r"\w+",
        """
kill tell all well feel need see been cool good school soon too help call still will fell off keep sleep bleed week
meet weed blood food room door tree free green three feet deep street boo pee teen queen
elle belle appelle balle fille mille ville homme femme pomme comme personne donne abandonne tonne colle classe passe
casse laisse messe baisse fesse tresse jette mette cette nette arrete allee annee donnee journee idee tuee nee creee
terre guerre pierre verre serre barre erreur horreur terreur courrier appel aller
""",
    )
)
"""Words in which a letter may stand twice: `killll` is kill, `nooon` is non."""

JOINED = re.compile(
    r"j(ai\w*|avai\w*|aur\w+|etai\w*|arrive\w*|aime\w*|atten\w+|habite\w*|ose|ecri\w+|espere|enten\w+|ouvr\w+|oubli\w+"
    r"|adore|irai|aval\w+|essa\w+|envoi\w*|envoy\w+|appel\w+|accept\w+|ador\w+|etouf\w+|existe\w*|hesit\w+|imagin\w+)"
)
"""« jattends », « javais »: an elided je written in one."""

CLUSTER = re.compile(r"j([bcdfglmnpqrstvx]\w+)")
"""« jsuis », « jveux »: je without its vowel."""
