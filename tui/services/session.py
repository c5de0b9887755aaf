"""What a screen is given: the open accounts and everything around them. It ends with the lock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from tui.model.errors import Locked, VaultError, WrongPassword
from tui.model.ids import HOME
from tui.services.accounts import Accounts
from tui.services.catalog import Catalog
from tui.services.kept import Kept
from tui.services.learnt import Learnt
from tui.services.remote_status import closed
from tui.services.remotes import Remotes

if TYPE_CHECKING:
    from tui.backends.local.backend import LocalBackend
    from tui.backends.protocol import Action, Noticed
    from tui.model.draft import Draft
    from tui.model.ids import AccountId, ItemRef, VaultId
    from tui.model.item import Item
    from tui.model.secret import Secret
    from tui.model.vault import Vault
    from tui.services.access import Access
    from tui.services.audit_log import AuditLog
    from tui.services.clipboard import Clipboard
    from tui.services.crossing import Ears, Written
    from tui.services.drafts import Drafts
    from tui.services.due_book import DueBook
    from tui.services.environments import Environments
    from tui.services.finder import Finder
    from tui.services.generated import Generated
    from tui.services.home import Home
    from tui.services.members import Members
    from tui.services.past import Past
    from tui.services.place import Place
    from tui.services.recent import Recent
    from tui.services.recipes import Recipes
    from tui.services.remotes import Deed
    from tui.services.rotations import Rotations
    from tui.services.settings import Settings
    from tui.services.ticks import Ticks
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
        self._going: set[asyncio.Future[Any]] = set()
        self._closing: asyncio.Future[None] | None = None
        self._on_news = on_news
        self._on_change = on_change
        self._learnt = Learnt(lambda: self.home)
        self.remotes = Remotes(self.accounts, self.catalog, settings, self._ears, self._record, learnt=self._learnt)
        self.remotes.listen(on_change)
        self.remotes.on_token_replaced = self._rekey_journal
        self.remotes.on_removed = self._forget_kept
        self._attach(None)

    def _attach(self, home: Home | None) -> None:
        self._kept = Kept(home, self.api, lambda: self.clipboard, self.warn)

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

    # What there is

    @property
    def home(self) -> Home | None:
        """The worker of the home store, or of the journal; None until one is open."""
        return self._kept.home

    @property
    def audit(self) -> AuditLog:
        """Who did what."""
        return self._kept.audit

    @property
    def drafts(self) -> Drafts:
        """What is being typed."""
        return self._kept.drafts

    @property
    def past(self) -> Past:
        """What items were before."""
        return self._kept.past

    @property
    def recent(self) -> Recent:
        """Which items were used last."""
        return self._kept.recent

    @property
    def recipes(self) -> Recipes:
        """By which recipe passwords were made last."""
        return self._kept.recipes

    @property
    def environments(self) -> Environments:
        """Which Environments are remembered."""
        return self._kept.environments

    @property
    def members(self) -> Members:
        """Who is in the teams of accounts."""
        return self._kept.members

    @property
    def rotations(self) -> Rotations:
        """Which rotations are not done with."""
        return self._kept.rotations

    @property
    def due(self) -> DueBook:
        """After how long passwords are to be looked at again."""
        return self._kept.due

    @property
    def ticks(self) -> Ticks:
        """What is ticked in who has access, and not written."""
        return self._kept.ticks

    @property
    def access(self) -> Access:
        """The one door for secrets."""
        return self._kept.access

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

        return Undo(self.accounts, self._keep_before)

    def _ears(self) -> Ears:
        from tui.services.crossing import Ears

        return Ears(self.written, self.activity, None, self.noticed)

    async def _rekey_journal(self, old: Secret, new: Secret) -> None:
        """What is sealed under the token of an account is sealed under its new one; that it cannot be is told."""
        journal = self.home
        if journal is None or self.own_store is not None:
            return
        try:
            await journal.finish(lambda backend: backend.change_password(old, new))
        except WrongPassword:
            return  # another Strongroom has done it
        except VaultError as error:
            self.warn(f"What you type stays sealed under the earlier token: {error}")

    async def _keep_before(self, before: Item) -> None:
        """An edit of an item was taken back: what it had made is kept; see `Past`, which may be another by then."""
        await self.past.note(before)
        await self.rotations.taken_back(before)

    async def _forget_kept(self, account: AccountId) -> None:
        """What was kept of a removed account goes with it: all that can; what could not is told."""
        keepers = (self.environments, self.members, self.ticks, self.rotations, self.due)
        for forget in (self.past.forget, *(keeper.forget_account for keeper in keepers)):
            try:
                await forget(account)
            except VaultError as error:
                self.warn(f"Not all that was kept of the account could be forgotten: {error}")

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

    def account_names(self) -> list[str]:
        """Return the names of all accounts."""
        own = [self.accounts.name(self.own_store.account)] if self.own_store is not None else []
        return [*own, *(status.config.name for status in self.remotes.statuses)]

    def place_of(self, ref: ItemRef) -> str:
        """Return the name of an item's vault, and of its account where there are several."""
        vault = self.catalog.vault(ref.account, ref.vault)
        several = len({vault.account for vault in self.catalog.vaults}) > 1
        return " · ".join([vault.name, *([self.name_of(ref.account)] if several else [])]) if vault else ""

    def name_of(self, account: AccountId) -> str:
        """Return the name of an account, open or not."""
        status = self.remotes.status(account)
        return status.config.name if status is not None else self.accounts.name(account)

    def account_named(self, name: str) -> AccountId | None:
        """Return the account of this name, however it is spelled, or with this address; None where there is none."""
        wanted = name.casefold()
        if self.own_store is not None and self.accounts.name(self.own_store.account).casefold() == wanted:
            return self.own_store.account
        for config in (status.config for status in self.remotes.statuses):
            if wanted in (config.name.casefold(), config.url.casefold(), config.id.casefold()):
                return config.id
        return None

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
        return await self.to_the_end(self._save(draft), "What you saved last is still a draft")

    async def to_the_end(self, work: Coroutine[Any, Any, R], unseen: str) -> R:
        """Do what a lock waits for, and what is finished even if the caller is cancelled.

        Then a failure is told, after the words `unseen`.
        """
        going = asyncio.ensure_future(work)
        self._going.add(going)
        going.add_done_callback(self._going.discard)
        try:
            return await asyncio.shield(going)
        except asyncio.CancelledError:
            going.add_done_callback(partial(self._tell_unseen, unseen))
            raise

    def _tell_unseen(self, unseen: str, going: asyncio.Future[Any]) -> None:
        """The screen is gone: a failure is told all the same."""
        error = None if going.cancelled() else going.exception()
        if isinstance(error, VaultError):
            self.tell(f"{unseen}: {error}", "error")
        elif error is not None:
            raise error

    async def _save(self, draft: Draft) -> Item:
        from tui.backends.protocol import Action
        from tui.model.edit import diff
        from tui.services.undo import Step

        item = draft.current
        api = self.api(item.ref.account)
        if draft.is_new:
            saved = await api.create(item)
        else:
            saved = await api.update(item.ref, draft.edits, draft.base.version, item.title)
            await self.past.note(draft.base)
            back = () if api.versioned else diff(saved, draft.base)
            self.undo.note(Step(Action.EDIT, item.ref, item.title, saved.version, draft.base.version, back=back))
        self.recent.note(saved.ref)
        await self.drafts.discard(draft.id)
        return saved

    def abandon(self, place: Place, seconds: float) -> None:
        """Seal what is being typed and where that was, from the watchdog's thread: our own loop is stuck.

        Writes that have begun are waited for. After `seconds` it is given up: what was sealed before is kept.
        """
        from tui.model.audit import AuditAction
        from tui.services.place import KEY
        from tui.store.naming import RecordKind

        if self.copied is not None:
            self.copied.abandon()
        home, drafts, events = self.home, self.drafts.waiting, self.audit.unwritten(AuditAction.LOCK)
        ticks = self.ticks

        async def seal(backend: LocalBackend) -> None:
            for draft in drafts:
                await backend.save_draft(draft)
            await ticks.seal(backend)
            await backend.put(RecordKind.LEARNT, KEY, place.to_bytes())
            await backend.append(events)

        if home is not None:
            with suppress(VaultError, TimeoutError):
                home.finish_blocking(seal, seconds)

    async def close(self, *, exiting: bool, place: Place | None = None) -> None:
        """End the session: drafts and place sealed, clipboard cleared, writes finished, accounts closed.

        Who asks again waits for the same end; it comes even if everybody who asked is gone.
        """
        if self._closing is None:
            self._closing = asyncio.ensure_future(self._close(exiting, place))
        await asyncio.shield(self._closing)

    async def _close(self, exiting: bool, place: Place | None) -> None:
        from tui.model.audit import AuditAction
        from tui.services.place import keep

        self.remotes.ending()
        if self.copied is not None:
            await self.copied.clear()  # before all that a slow service may hold up
        await self.drafts.flush()
        await self.ticks.flush()
        if place is not None and self.home is not None:
            await keep(self.home, place)
        while self._going:
            await asyncio.wait(set(self._going))
        await self.remotes.aclose()
        await asyncio.gather(*(worker.drain() for worker in self.accounts))  # the audit log tells how they ended
        self.audit.record(AuditAction.LOCK, detail="quit" if exiting else "")
        await self.audit.flush()
        await self.recent.flush()
        await self.recipes.flush()
        self.rotations.close()
        await self._learnt.aclose()
        journal = self.home if self.own_store is None else None
        await self.accounts.close()
        if journal is not None:
            await journal.aclose()
        self.finder.close()
        self.catalog.forget()
