"""The dossier and the referral at the desk: a draft put together, shown, made; a service looked for, its card sent.

Lives here: from a request to one call of `handoff.dossiers` or `handoff.referrals`. Does not live here: rules.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from starlette.responses import Response
from starlette.routing import Route

from handoff.complaint import HEADINGS, MOST_LINES, Draft
from handoff.desks.web.exhibits import SEALED_BOX
from handoff.desks.web.resemblance import ResemblancePages
from handoff.permissions import Act, acts
from handoff.referral import Need

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from handoff.after import After
    from handoff.desks.web.frame import Form, Frame

FORM_BYTES = 512 * 1024
LINE = re.compile(r"line-([0-9a-f]{32})")
LONGEST = 2000
MOST = 200


class PassingPages:
    """Dossier and referral of a case."""

    def __init__(self, frame: Frame, after: After) -> None:
        self._frame, self._after = frame, after

    def routes(self, at: str) -> list[BaseRoute]:
        """Return the routes of these pages and of the question about a picture, `at` being a case's room."""
        posts = {
            "dossier": self.save,
            "dossier/show": self.show,
            "dossier/make": self.make,
            "referral/card": self.card,
            "referral/warm": self.warm,
            "referral/handed": self.handed,
        }
        pages = {"dossier": self.dossier, "referral": self.referral}
        return [
            *(Route(f"{at}/{path}", page) for path, page in pages.items()),
            *(Route(f"{at}/{path}", act, methods=["POST"]) for path, act in posts.items()),
            *ResemblancePages(self._frame, self._after.resemblance).routes(at),
        ]

    # -- the dossier ---------------------------------------------------------------------------------------------------

    async def dossier(self, request: Request) -> Response:
        """Show the draft, or a suggestion of one."""
        session, case_id = await self._frame.session(request), request.path_params["case_id"]
        view = await self._after.dossiers.view(session, case_id)
        case = await self._after.takedown.case(session, case_id)
        offences = self._after.dossiers.offences
        may = {act.value for act in acts(session.role, session.listener_id, case)}
        language: Literal["fr", "en"] = "fr" if self._frame.speech(request).language == "fr" else "en"
        named = {one.id: one.name[language] for one in view.contents.offences}
        return self._frame.draw(
            request, "dossier.html", session=session, case=case, view=view, offences=offences, may=may,
            chosen=set(view.draft.entries), ids=set(view.draft.offences), wants=Act.DOSSIER.value,
            holds=view.contents, headings=HEADINGS, named=named,
        )  # fmt: skip

    async def save(self, request: Request) -> Response:
        """Keep the draft."""
        session, form = await self._frame.signed_form(request, most=FORM_BYTES)
        draft = Draft(
            entries=tuple(found[1] for name in form if (found := LINE.fullmatch(name)))[:MOST_LINES],
            accounts=_listed(form, "accounts"),
            links=_listed(form, "links"),
            harm=_listed(form, "harm"),
            offences=tuple(one.id for one in self._after.dossiers.offences.all if form.get(f"offence-{one.id}")),
        )
        await self._after.dossiers.draft(session, request.path_params["case_id"], draft)
        return self._to(request, "dossier")

    async def show(self, request: Request) -> Response:
        """Show it to the person."""
        session, _ = await self._frame.signed_form(request)
        await self._after.dossiers.show(session, request.path_params["case_id"])
        return self._to(request, "dossier")

    async def make(self, request: Request) -> Response:
        """Make the document, keep it in the vault, and hand the listener a copy to look at."""
        session, _ = await self._frame.signed_form(request)
        made = await self._after.dossiers.make(session, request.path_params["case_id"])
        headers = {"content-disposition": 'attachment; filename="dossier.pdf"', "content-security-policy": SEALED_BOX}
        return Response(made, media_type="application/pdf", headers=headers)

    # -- the referral --------------------------------------------------------------------------------------------------

    async def referral(self, request: Request) -> Response:
        """Show what was offered, and the services that fit a need."""
        session, case_id = await self._frame.session(request), request.path_params["case_id"]
        asked, place = request.query_params.get("need", ""), request.query_params.get("departement", "").strip().upper()
        need = Need(asked) if asked in set(Need) else None
        referrals = self._after.referrals
        fits = await referrals.fitting(session, case_id, need, place[:3]) if need is not None else []
        case = await self._after.takedown.case(session, case_id)
        return self._frame.draw(
            request, "referral.html", session=session, case=case, needs=tuple(Need), need=need, departement=place[:3],
            fits=fits, given=await referrals.of_case(session, case_id),
        )  # fmt: skip

    async def card(self, request: Request) -> Response:
        """Send a card."""
        session, form = await self._frame.signed_form(request)
        await self._after.referrals.card(session, request.path_params["case_id"], form.get("service", ""), _need(form))
        return self._to(request, "referral")

    async def warm(self, request: Request) -> Response:
        """Show the word that would go ahead, and ask."""
        session, form = await self._frame.signed_form(request)
        case_id, words = request.path_params["case_id"], form.get("words", "")[:LONGEST]
        await self._after.referrals.warm(session, case_id, form.get("service", ""), _need(form), words)
        return self._to(request, "referral")

    async def handed(self, request: Request) -> Response:
        """Note that the service knows."""
        session, form = await self._frame.signed_form(request)
        await self._after.referrals.handed(session, request.path_params["case_id"], form.get("referral", ""))
        return self._to(request, "referral")

    def _to(self, request: Request, page: str) -> Response:
        return self._frame.to(request, f"/room/{request.path_params['case_id']}/{page}")


def _listed(form: Form, name: str) -> tuple[str, ...]:
    lines = (line.strip()[:LONGEST] for line in form.get(name, "").splitlines())
    return tuple(line for line in lines if line)[:MOST]


def _need(form: Form) -> Need:
    return Need(form["need"]) if form.get("need") in set(Need) else Need.LISTENING
