"""A self-test of a 1Password account over the real SDK, from the keyboard."""

from __future__ import annotations

import pytest

pytest.importorskip("onepassword")

from tests.app.onepassword import with_team
from tests.app.person import Stocked
from tests.servers.onepassword import OnePassword


async def test_a_service_account_passes_and_its_limits_are_told_before(stocked: Stocked) -> None:
    with OnePassword() as op:
        op.add_vault("Work")
        async with with_team(stocked, op) as person:
            await person.press("g", "c")
            await person.sees("Halden team", "● open")
            await person.press("j", "s")
            await person.sees("Self-test of “Halden team”?", "requests,", "Used so far")
            await person.press("y")
            page = await person.sees("Everything works. The entry is removed")
            assert "Attach a file, and read it" in page
            assert "bytes, as they were sent" in page
            assert "cannot archive entries and bring them back" in page
            await person.press("g", "i")
            await person.sees("No items here yet")
