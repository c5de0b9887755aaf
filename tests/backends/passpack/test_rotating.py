"""Passwords rotated by the server's own call, and entries deleted."""

from __future__ import annotations

import pytest

from tests.backends.passpack.place import bodies, item_of, methods, team
from tests.servers.faults import Fault
from tests.servers.passpack import PasspackServer
from tui.backends.passpack.capabilities import NotOffered
from tui.backends.passpack.convert import PASSWORD
from tui.backends.protocol import Action
from tui.model.errors import Conflict, NotFound, Unclear, Unreachable
from tui.model.secret import Secret


@pytest.mark.parametrize("body", ["brief", "whole", "empty", "none"])
async def test_a_password_is_rotated_by_a_call_of_its_own(server: PasspackServer, body: str) -> None:
    entry = server.add_entry("Mail")
    server.speech.bodies = {"rotate": body}  # type: ignore[dict-item]
    async with team(server) as place:
        before = await item_of(place, entry)
        saved = await place.backend.rotate(before.ref, Secret("s3cret-next"), before.version)
        assert bodies(server, "POST") == ['{"new_password":"s3cret-next"}']
        found = saved.field(PASSWORD)
        assert found is not None and found.value == Secret("s3cret-next")
        assert (saved.version, saved.ref) == (before.version + 1, before.ref)
        assert server.noted(entry).count("rotated") == 1


@pytest.mark.parametrize("status", [404, 405, 501])
async def test_a_server_without_that_call_says_so_and_nothing_is_changed(server: PasspackServer, status: int) -> None:
    entry = server.add_entry("Mail")
    server.speech.off = {"rotate": status}
    async with team(server) as place:
        before = await item_of(place, entry)
        with pytest.raises(NotOffered, match=f"does not rotate passwords: .* with status {status}"):
            await place.backend.rotate(before.ref, Secret("s3cret-next"), before.version)
        assert place.backend.refusal(Action.ROTATE, before.ref)
        assert place.backend.refusal(Action.EDIT, before.ref) is None
        assert server.entry(entry)["password"] == "s3cret-mail"


async def test_a_rotation_of_what_changed_is_a_conflict(server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    async with team(server) as place:
        before = await item_of(place, entry)
        server.touch(entry, password="s3cret-theirs")
        with pytest.raises(Conflict):
            await place.backend.rotate(before.ref, Secret("s3cret-next"), before.version)
        assert bodies(server, "POST") == []


@pytest.mark.parametrize("after", [True, False])
async def test_a_lost_answer_to_a_rotation(server: PasspackServer, after: bool) -> None:
    entry = server.add_entry("Mail")
    async with team(server) as place:
        before = await item_of(place, entry)
        server.faults.add(Fault(on="POST", reset_after=after, reset_before=not after, times=1))
        if after:
            saved = await place.backend.rotate(before.ref, Secret("s3cret-next"), before.version)
            assert saved.version == before.version + 1
        else:
            with pytest.raises(Unclear, match="“Mail” still shows the password from before"):
                await place.backend.rotate(before.ref, Secret("s3cret-next"), before.version)
        assert len(bodies(server, "POST")) == 1


async def test_an_entry_is_deleted(server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    async with team(server) as place:
        await place.backend.delete(place.ref(entry))
        assert server.entries == []
        with pytest.raises(NotFound):
            await place.backend.delete(place.ref(entry))


@pytest.mark.parametrize("status", [200, 202])
async def test_an_unexpected_success_is_looked_into_and_told(server: PasspackServer, status: int) -> None:
    entries = [server.add_entry("Mail"), server.add_entry("Shop")]
    server.speech.statuses = {"delete": status}
    async with team(server) as place:
        for entry in entries:
            await place.backend.delete(place.ref(entry))
        assert server.entries == []
        [told] = await place.told()
        assert f"answered {status} instead of 204" in told and "is gone" in told


async def test_an_unexpected_success_that_is_none(server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    server.faults.add(Fault(on="DELETE", status=200))
    async with team(server) as place:
        with pytest.raises(Unreachable, match="answered 200 instead of 204, and the entry is still there"):
            await place.backend.delete(place.ref(entry))


async def test_an_unexpected_success_that_cannot_be_looked_into(server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    server.speech.statuses = {"delete": 200}
    server.faults.add(Fault(on="GET", status=500))
    async with team(server) as place:
        with pytest.raises(Unclear, match="answered 200 instead of 204; the entry may or may not be deleted"):
            await place.backend.delete(place.ref(entry))


@pytest.mark.parametrize("after", [True, False])
async def test_a_lost_answer_to_a_deletion(server: PasspackServer, after: bool) -> None:
    entry = server.add_entry("Mail")
    server.faults.add(Fault(on="DELETE", reset_after=after, reset_before=not after, times=1))
    async with team(server) as place:
        if after:
            await place.backend.delete(place.ref(entry))
        else:
            with pytest.raises(Unreachable, match="was not deleted"):
                await place.backend.delete(place.ref(entry))
        assert methods(server).count("DELETE") == 1
