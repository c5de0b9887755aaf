"""Who is in a team: as the service lists it, else who is remembered; sealed, by whichever window."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.screens.service import FAR, Service, Telling, join
from tests.services.conftest import Opened
from tui.model.errors import Denied, TokenRefused, VaultError
from tui.model.ids import AccountId
from tui.model.member import Member, MemberId
from tui.services.members import KEY, NOT_LISTED, Members, Team
from tui.store.naming import RecordKind

ANN = Member(MemberId("7", number=True), "Ann", "ann@team.example", "owner")
BO = Member(MemberId("7"), "bo", "bo@team.example")
NAMELESS = Member(MemberId("9", number=True), "", "a@team.example")


class Place(Telling):
    """A service with members, or not."""

    def __init__(self, told: Sequence[Member] | VaultError | None) -> None:
        super().__init__(Service())
        self._told = told

    async def members(self) -> Sequence[Member] | None:
        """See `MemberKeeper`."""
        if isinstance(self._told, VaultError):
            raise self._told
        return self._told

    async def add_member(self, name: str, email: str) -> Member:
        """See `MemberKeeper`."""
        return Member(MemberId(email), name, email)


async def test_who_the_service_lists_comes_in_the_order_of_names(opened: Opened) -> None:
    api = await join(opened.session, Place([NAMELESS, BO, ANN]))
    await opened.session.members.remember(FAR, Member(MemberId("x"), "Somebody else"))
    assert await opened.session.members.of(api) == Team((ANN, BO, NAMELESS))


async def test_who_was_remembered_is_told_where_the_service_lists_nobody(opened: Opened) -> None:
    api = await join(opened.session, Place(None))
    mine = opened.session.members
    assert await mine.of(api) == Team((), NOT_LISTED)
    await mine.remember(FAR, ANN)
    await mine.remember(FAR, BO)
    await mine.remember(FAR, Member(ANN.id, "", "ann@new.example"))
    await mine.remember(FAR, Member(MemberId(""), "Without an id"))
    await mine.remember(AccountId("other"), NAMELESS)
    again = await Members(opened.session.home).of(api)
    assert again == Team((Member(ANN.id, "Ann", "ann@new.example", "owner"), BO), NOT_LISTED)
    assert not again.listed


async def test_that_they_may_not_be_seen_is_said(opened: Opened) -> None:
    api = await join(opened.session, Place(Denied("The token may not see them.")))
    await opened.session.members.remember(FAR, ANN)
    team = await opened.session.members.of(api)
    assert team.members == (ANN,)
    assert team.why.startswith("The token may not see them. These are")


async def test_a_token_that_is_refused_is_no_team(opened: Opened) -> None:
    api = await join(opened.session, Place(TokenRefused("It is wrong.")))
    with pytest.raises(TokenRefused):
        await opened.session.members.of(api)


async def test_they_go_with_their_account(opened: Opened) -> None:
    api = await join(opened.session, Place(None))
    await opened.session.members.remember(FAR, ANN)
    assert opened.session.remotes.on_removed is not None
    await opened.session.remotes.on_removed(FAR)
    assert (await opened.session.members.of(api)).members == ()


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"[1]", b'{"far": 7}', b'{"far": [7, [true, "", "", ""]]}', b"\xff"])
async def test_what_has_another_form_is_left_out(opened: Opened, raw: bytes) -> None:
    api = await join(opened.session, Place(None))
    assert opened.session.home is not None
    await opened.session.home.finish(lambda backend: backend.put(RecordKind.LEARNT, KEY, raw))
    assert (await opened.session.members.of(api)).members == ()
    await opened.session.members.remember(FAR, ANN)
    assert (await opened.session.members.of(api)).members == (ANN,)


async def test_without_a_store_they_last_for_the_run(opened: Opened) -> None:
    api, mine = await join(opened.session, Place(None)), Members(None)
    await mine.remember(FAR, ANN)
    assert (await mine.of(api)).members == (ANN,)
    await mine.forget_account(FAR)
    assert (await mine.of(api)).members == ()
