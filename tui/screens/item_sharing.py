"""Sharing from the item browser: by link, or with members of a team, as the account shares."""

from __future__ import annotations

from collections.abc import Callable

from tui.model.ids import ItemRef
from tui.screens.base import BaseScreen
from tui.screens.selection import Selection

OTHERS = "Items of another account are marked, too; each account has members of its own: mark those of one alone."


class Sharing:
    """Asks for whom a link is to be, and hands over the one that was made; or asks with which members to share.

    `shared` is called when something may be shared with others than before.
    """

    def __init__(self, screen: BaseScreen, selection: Selection, shared: Callable[[], None]) -> None:
        self._screen = screen
        self._selection = selection
        self._shared = shared

    def action_share(self) -> None:
        """Share the item, or with members the marked ones."""
        self._screen.run_worker(self._share(), name="share", group="deed", description="share an item")

    async def _share(self) -> None:
        ref = self._selection.ref
        if ref is None:
            return
        with self._screen.reporting():
            if self._screen.session.api(ref.account).shares_with_members:
                await self._with_members(ref)
            else:
                await self._by_link(ref)

    async def _by_link(self, ref: ItemRef) -> None:
        from tui.screens.link_dialog import LinkDialog
        from tui.screens.share_dialog import ShareDialog

        screen = self._screen
        title = screen.session.catalog.title(ref)
        shared = await screen.app.push_screen_wait(ShareDialog(screen.session, ref))
        if shared is not None:
            await screen.app.push_screen_wait(LinkDialog(screen.session, ref, title, shared))

    async def _with_members(self, ref: ItemRef) -> None:
        from tui.screens.member_share import MemberShareDialog

        refs = self._selection.refs or [ref]
        if any(one.account != ref.account for one in refs):
            self._screen.say(OTHERS, "warning")
            return
        await self._screen.app.push_screen_wait(MemberShareDialog(self._screen.session, refs))
        self._shared()
