"""Where a life is in danger one person acts alone: nobody's second signature is waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlu.severity import Level

if TYPE_CHECKING:
    from tests.handoff.havens import Haven


async def test_one_listener_claims_sees_the_place_and_calls_while_the_supervisor_is_told_meanwhile(here: Haven) -> None:
    grace = await here.first_supervisor()
    ada = await here.enrolled(grace, "ada")
    case_id = await here.comes("julie", Level.emergency, "j'ai avalé des trucs")
    async with here.database.transaction() as tx:
        await here.arrivals.offer_place(tx, case_id, b"12 rue des Exemples", here.clock.now)
    await here.desk.claim(ada, case_id)
    assert (await here.desk.room(ada, case_id)).place_offered
    assert await here.desk.place(ada, case_id) == "12 rue des Exemples"
    assert "119" in (await here.desk.room(ada, case_id)).numbers
    await here.desk.call(ada, case_id)
    assert ("help", "supervisor") in await here.ringing(case_id)
    await here.desk.say(ada, case_id, "les secours arrivent", "k")  # nothing of this waited for the supervisor
    assert await here.desk.place(grace, case_id) == "12 rue des Exemples"
