"""What a screen is given: the open accounts and everything around them. It ends with the lock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from tui.model.errors import Locked
from tui.model.ids import HOME
from tui.services.accounts import Accounts
from tui.services.catalog import Catalog
from tui.services.finishing import Finishing
from tui.services.kept import Kept, Part
from tui.services.learnt import Learnt
from tui.services.remote_status import closed
from tui.services.remotes import Remotes

if TYPE_CHECKING:
    from tui.backends.protocol import Action, Noticed
    from tui.model.draft import Draft
    from tui.model.ids import AccountId, ItemRef, VaultId
    from tui.model.item import Item
    from tui.model.secret import Secret
    from tui.model.vault import Vault
    from tui.services.clipboard import Clipboard
    from tui.services.crossing import Ears, Written
    from tui.services.finder import Finder
    from tui.services.generated import Generated
    from tui.services.home import Home
    from tui.services.place import Place
    from tui.services.remote_deeds import Deed
    from tui.services.settings import Settings
    from tui.services.undo import Undo
    from tui.services.worker import ApiWorker

R = TypeVar("R")

News = Literal["warning", "error"]
"""How bad a sentence is that nobody asked for."""


class Session:
    """Everything of one unlocked time. What the vault list does not need is loaded when it is first used.

    `clipboard` makes the clipboard. `on_news` is told sentences that no screen asked for: a write that failed unseen, a
    warning. `on_change` is called when something on the status line may be another.
    """

    def __init__(
        self,
        settings: Settings,
        clipboard: Callable[[], Clipboard],
        on_news: Callable[[str, News], None],
        on_change: Callable[[], None],
    ) -> None:
        self.settings = settings
        self.accounts = Accounts()
        self.catalog = Catalog()
        self.notice = ""
        """What the status line announces, before anything else."""
        self._make_clipboard = clipboard
        self._arrived = asyncio.Event()
        self._arrived.set()
        self.finishing = Finishing(self.tell)
        """What a lock waits for."""
        self._closing: asyncio.Future[None] | None = None
        self._on_news = on_news
        self._on_change = on_change
        self.learnt = Learnt(lambda: self.home)
        self.remotes = Remotes(self.accounts, self.catalog, settings, self._ears, self._record, learnt=self.learnt)
        self.remotes.listen(on_change)
        self.remotes.on_token_replaced = self._rekey_journal
        self.remotes.on_removed = lambda account: self.kept.forget_account(account)  # noqa: PLW0108 - see `adopt`
        self._attach(None)

    def _attach(self, home: Home | None) -> None:
        self.kept = Kept(home, self.api, lambda: self.clipboard, self.warn)

    def expect(self, name: str, vaults: Sequence[Vault]) -> None:
        """Show the vaults of the home store before it is open, under its name. None: it does not come."""
        self.accounts.expect(HOME, name)
        self.catalog.expect(HOME, vaults)
        if vaults:
            self._arrived.clear()
        else:
            self._arrived.set()

    @property
    def expecting(self) -> bool:
        """Whether the home store is just being opened."""
        return not self._arrived.is_set()

    async def arrived(self) -> None:
        """Wait until the home store is open, if it is expected."""
        await self._arrived.wait()

    def adopt(self, home: Home, name: str) -> None:
        """Take in the home store, which has just been opened: from now on drafts and the audit log are kept in it."""
        self.accounts.add(home, name)
        self._attach(home)
        self._arrived.set()

    def adopt_journal(self, home: Home) -> None:
        """Take in a store that is nobody's own: drafts and the audit log are kept in it, and nothing else."""
        self._attach(home)

    # What is kept in the home store, or in memory where there is none: see `Kept`

    audit = Part(lambda kept: kept.audit)
    drafts = Part(lambda kept: kept.drafts)
    past = Part(lambda kept: kept.past)
    recent = Part(lambda kept: kept.recent)
    recipes = Part(lambda kept: kept.recipes)
    environments = Part(lambda kept: kept.environments)
    members = Part(lambda kept: kept.members)
    rotations = Part(lambda kept: kept.rotations)
    due = Part(lambda kept: kept.due)
    ticks = Part(lambda kept: kept.ticks)
    access = Part(lambda kept: kept.access)

    # What else there is

    @property
    def home(self) -> Home | None:
        """The worker of the home store, or of the journal; None until one is open."""
        return self.kept.home

    @cached_property
    def clipboard(self) -> Clipboard:
        """Where things are copied to."""
        return self._make_clipboard()

    @property
    def copied(self) -> Clipboard | None:
        """The clipboard, None as long as nobody has asked for it: there is nothing of ours on it."""
        return vars(self).get("clipboard")

    @cached_property
    def finder(self) -> Finder:
        """What finds items."""
        from tui.services.finder import Finder

        return Finder()

    @cached_property
    def generated(self) -> Generated:
        """What was generated."""
        from tui.services.generated import Generated

        return Generated()

    @cached_property
    def undo(self) -> Undo:
        """What can be undone."""
        from tui.services.undo import Undo

        return Undo(self.accounts, lambda before: self.kept.taken_back(before))  # noqa: PLW0108 - see `adopt`

    @property
    def own_store(self) -> Home | None:
        """The store with vaults of its own, None where there is none."""
        home = self.home
        return home if home is not None and home in self.accounts else None

    def api(self, account: AccountId) -> ApiWorker[Any]:
        """Return the worker of an account, or raise `Locked` with why it is not open."""
        try:
            return self.accounts.api(account)
        except Locked:
            raise Locked(closed(self.remotes.status(account))) from None

    def refusal(self, action: Action, account: AccountId, target: ItemRef | VaultId | None) -> str | None:
        """Return None where `action` may be tried, or the sentence why not."""
        if account == HOME and self.expecting:
            return None
        try:
            return self.api(account).refusal(action, target)
        except Locked as error:
            return str(error)

    def warn(self, sentence: str) -> None:
        """Tell a sentence that nobody asked for, as a warning."""
        self._on_news(sentence, "warning")

    def tell(self, sentence: str, how: News) -> None:
        """Tell a sentence that nobody asked for, and how bad it is."""
        self._on_news(sentence, how)

    def place_of(self, ref: ItemRef) -> str:
        """Return the name of an item's vault, and of its account where there are several."""
        vault = self.catalog.vault(ref.account, ref.vault)
        several = len({vault.account for vault in self.catalog.vaults}) > 1
        return " · ".join([vault.name, *([self.name_of(ref.account)] if several else [])]) if vault else ""

    def name_of(self, account: AccountId) -> str:
        """Return the name of an account, open or not."""
        status = self.remotes.status(account)
        return status.config.name if status is not None else self.accounts.name(account)

    @property
    def opened(self) -> bool:
        """Whether there is something to lock: a store, or an account with its token."""
        return self.home is not None or bool(self.remotes.statuses)

    # What workers report

    def written(self, written: Written) -> None:
        """A write ended."""
        from tui.services import reports

        reports.written(self, written)

    def noticed(self, noticed: Noticed) -> None:
        """A place noticed something by itself."""
        from tui.services import reports

        reports.noticed(self, noticed)

    def _ears(self) -> Ears:
        from tui.services.crossing import Ears

        return Ears(self.written, self.activity, None, self.noticed)

    async def _rekey_journal(self, old: Secret, new: Secret) -> None:
        if self.own_store is None:
            await self.kept.rekey(old, new)

    def _record(self, deed: Deed, *, title: str, detail: str = "", error: bool = False) -> None:
        from tui.services import reports

        reports.account(self, deed, title, detail, error=error)

    def activity(self) -> None:
        """A worker began or ended something."""
        self._on_change()

    # What several screens do

    async def load(self) -> None:
        """Read every open account anew.

        Raises:
            VaultError: the store could not be read. How it went with the others is in their statuses.
        """
        await self.load_home()
        await self.remotes.read_all()

    async def load_home(self) -> None:
        """Read the home store anew, if its vaults are shown. Raises VaultError."""
        if self.own_store is not None:
            for problem in await self.catalog.load(self.own_store):
                self.warn(problem)

    async def save(self, draft: Draft) -> Item:
        """Save a draft: a new item, or the edits against the version they were made on. Then the draft is gone.

        Returns the item as it was saved.

        Raises:
            Conflict: the item was changed meanwhile; the draft is kept.
            VaultError: it could not be saved; the draft is kept.
        """
        from tui.services.commit import commit

        return await self.to_the_end(commit(self, draft), "What you saved last is still a draft")

    async def to_the_end(self, work: Coroutine[Any, Any, R], unseen: str) -> R:
        """See `Finishing.to_the_end`."""
        return await self.finishing.to_the_end(work, unseen)

    # The end

    def abandon(self, place: Place, seconds: float) -> None:
        """Seal what is being typed and where that was, from the watchdog's thread: our own loop is stuck.

        Writes that have begun are waited for. After `seconds` it is given up: what was sealed before is kept.
        """
        from tui.services import ending

        ending.abandon(self, place, seconds)

    async def close(self, *, exiting: bool, place: Place | None = None) -> None:
        """End the session: drafts and place sealed, clipboard cleared, writes finished, accounts closed.

        Who asks again waits for the same end; it comes even if everybody who asked is gone.
        """
        if self._closing is None:
            from tui.services import ending

            self._closing = asyncio.ensure_future(ending.end(self, place, exiting=exiting))
        await asyncio.shield(self._closing)
