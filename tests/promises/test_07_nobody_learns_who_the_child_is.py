"""After a whole story, no byte of database, files, logs or temporary folders tells who wrote or what was said."""

from __future__ import annotations

import base64
import secrets

from tests.haven import PASSPHRASE, Haven
from tests.story import Listener, Writer, picture

WORDS = "zibeline orpailleur tarabiscote"
ANSWER = "hurluberlu saperlipopette"
NOTE = "cucurbitacee galimatias"
PLACE = "rue des Farfadets 17"
NAME = "julie-durand-capture.png"
POINT = "amphigouri balivernes"
TYPED = "mon pseudo c'est @zoubida_2011 sur snap et mon num 0611223344"


def _forms(text: str) -> list[bytes]:
    plain = text.encode()
    shifted = [base64.b64encode(b"x" * shift + plain)[4 * bool(shift) : -4] for shift in range(3)]
    return [plain, text.encode("utf-16-le"), plain.hex().encode(), *shifted]


def found_in(haven: Haven, texts: list[str]) -> list[tuple[str, str]]:
    """Look for every text, in every form it could lie in, in every byte under the haven's folder."""
    hits = []
    for path in haven.folder.rglob("*"):
        if path.is_file() and path != haven.config:
            content = path.read_bytes()
            hits += [(text, path.name) for text in texts if any(form in content for form in _forms(text))]
    return hits


async def _tells(child: Writer) -> None:
    """Write who they are, though nobody asked, and where they are, in danger."""
    await child.hears("danger:no")
    for words in (WORDS, TYPED):
        await child.write(words)
        await child.hears("paragraphs")
    await child.tap("act:danger")
    await child.hears("act:place")
    await child.tap("act:place")
    await child.hears("paragraphs")
    await child.write(PLACE)
    await child.hears("paragraphs")


async def test_no_word_name_or_address_is_left_in_any_byte(haven: Haven):
    child = await Writer.at(haven)
    await _tells(child)
    await child.opens_the_vault()
    content = picture() + secrets.token_bytes(64)
    await child.send(content, NAME)
    await child.hears("code")
    with Listener(haven) as ada:
        ada.enrols("ada-lovelace-de-permanence")
        room = ada.takes_next()
        seen = ada.reads(room)
        assert WORDS in seen
        assert PLACE not in seen  # a place is revealed on demand, and that is written down
        assert PLACE in ada.act(f"{room}/place").text
        ada.says(room, ANSWER)
        await child.hears(ANSWER)
        assert ada.act(f"{room}/note", text=NOTE, key=secrets.token_hex(8)).status_code == 303
        ada.closes(room, POINT)
        await child.hears(POINT)
        cookie = dict(ada.cookies)
    await child.go()
    token = child.token
    while_running = found_in(haven, [WORDS, ANSWER, NOTE, PLACE, NAME, POINT, TYPED, "@zoubida_2011", "0611223344"])
    assert haven.stop() == 0
    secret = [WORDS, ANSWER, NOTE, PLACE, NAME, POINT, TYPED, "@zoubida_2011", "0611223344", token, PASSPHRASE]
    secret += ["ada-lovelace-de-permanence", "127.0.0.2", *cookie.values(), content[-64:].hex()]
    assert while_running == []
    assert found_in(haven, secret) == []
    blobs = b"".join(path.read_bytes() for path in haven.folder.rglob("*") if path.is_file())
    assert content[-64:] not in blobs


async def test_the_search_itself_finds_what_lies_open(haven: Haven):
    (haven.folder / "tmp" / "leak").write_bytes(b"..." + base64.b64encode(b"yy" + WORDS.encode()) + b"...")
    assert found_in(haven, [WORDS]) == [(WORDS, "leak")]
