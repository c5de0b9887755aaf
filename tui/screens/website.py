"""Opening a website after its host was shown; where none can be opened, its address can be copied."""

from __future__ import annotations

import os
import sys

from tui.host import opener, routes
from tui.screens.base import BaseScreen
from tui.screens.modals import Confirm


async def offer_website(screen: BaseScreen, url: str) -> None:
    """Ask, and open it. Raises VaultError where it is no address, or no program opens it."""
    found = opener.address(url)
    detail = "\n".join((*(f"! {warning}" for warning in found.warnings), found.url))
    seat = await routes.look(os.environ, sys.platform)
    program = opener.program(seat)
    if program is None:
        why = f"No browser can be opened from here, only the address be copied.\n{detail}"
        if await screen.app.push_screen_wait(Confirm(f"{found.host}: copy the address?", why, yes="Copy")):
            copied = await screen.session.access.copy_plain(found.url, "Website")
            screen.say(copied.sentence, "success")
    elif await screen.app.push_screen_wait(
        Confirm(f"Open {found.host} in the browser?", detail, yes="Open", no="Leave it")
    ):
        await opener.open_address(found, program, seat.env)
        screen.say(f"Opened {found.host} in the browser.", "success")
