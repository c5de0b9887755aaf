"""What a screen is given: the open accounts and everything around them. It ends with the lock."""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal

from tui.backends.protocol import Action
from tui.model.audit import AuditAction, AuditResult
from tui.model.draft import Draft
from tui.model.errors import Denied, Locked, VaultError
from tui.model.ids import AccountId, ItemRef, VaultId
from tui.model.item import Item
from tui.services.access import Access
from tui.services.accounts import Accounts
from tui.services.audit_log import AuditLog
from tui.services.catalog import Catalog
from tui.services.clipboard import Clipboard
from tui.services.drafts import Drafts
from tui.services.finder import Finder
from tui.services.generated import Generated
from tui.services.home import Home
from tui.services.place import KEY, Place, keep
from tui.services.recent import Recent
from tui.services.settings import Settings
from tui.services.undo import Step, Undo
from tui.services.worker import ApiWorker, Written
from tui.store.naming import RecordKind

if TYPE_CHECKING:
    from tui.backends.local.backend import LocalBackend

AUDITED: dict[Action, AuditAction] = {
    Action.CREATE: AuditAction.CREATE,
    Action.EDIT: AuditAction.EDIT,
    Action.ARCHIVE: AuditAction.ARCHIVE,
    Action.RESTORE: AuditAction.RESTORE,
    Action.DELETE: AuditAction.DELETE,
    Action.CREATE_VAULT: AuditAction.CREATE_VAULT,
    Action.RENAME_VAULT: AuditAction.RENAME_VAULT,
    Action.DELETE_VAULT: AuditAction.DELETE_VAULT,
}


News = Literal["warning", "error"]
"""How bad a sentence is that nobody asked for."""


class Session:
    """Everything of one unlocked time.

    `on_news` is told sentences that no screen asked for: a write that failed unseen, a warning. `on_change` is called
    when something on the status line may be another.
    """

    def __init__(
        self,
        settings: Settings,
        clipboard: Clipboard,
        on_news: Callable[[str, News], None],
        on_change: Callable[[], None],
    ) -> None:
        self.settings = settings
        self.clipboard = clipboard
        self.accounts = Accounts()
        self.catalog = Catalog()
        self.finder = Finder()
        self.generated = Generated()
        self.undo = Undo(self.accounts)
        self.actor = _actor()
        self.home: Home | None = None
        self.notice = ""
        """What the status line announces, before anything else."""
        self._saving: set[asyncio.Future[Item]] = set()
        self._closing: asyncio.Future[None] | None = None
        self._on_news = on_news
        self._on_change = on_change
        self._attach(None)

    def _attach(self, home: Home | None) -> None:
        self.home = home
        self.audit = AuditLog(home, self.actor, self.warn)
        self.drafts = Drafts(home, self.warn)
        self.recent = Recent(home)
        self.access = Access(self.api, self.audit, self.clipboard, self.recent)

    def adopt(self, home: Home, name: str) -> None:
        """Take in the home store, which has just been opened: from now on drafts and the audit log are kept in it."""
        self.accounts.add(home, name)
        self._attach(home)

    def api(self, account: AccountId) -> ApiWorker[Any]:
        """Return the worker of an account."""
        return self.accounts.api(account)

    def refusal(self, action: Action, account: AccountId, target: ItemRef | VaultId | None) -> str | None:
        """Return None where `action` may be tried, or the sentence why not."""
        try:
            return self.api(account).refusal(action, target)
        except Locked as error:
            return str(error)

    def warn(self, sentence: str) -> None:
        """Tell a sentence that nobody asked for."""
        self._on_news(sentence, "warning")

    # What workers report

    def written(self, written: Written) -> None:
        """A write ended: note it in the audit log, the list, and what can be undone."""
        target = written.target
        title = written.title
        vault = self.catalog.vault(target.account, target.vault) if isinstance(target, ItemRef) else None
        ref = written.item.ref if written.item is not None else target if isinstance(target, ItemRef) else None
        self.audit.record(
            AUDITED[written.action],
            ref,
            title=title,
            vault_name=vault.name if vault else (title if ref is None else ""),
            detail=str(written.error) if written.error is not None else "",
            result=_result(written.error),
        )
        if written.item is not None:
            self.catalog.put(written.item.summary())
        elif written.error is None and written.action is Action.DELETE and isinstance(target, ItemRef):
            self.catalog.remove(target)
        if written.error is not None and not written.seen:
            self._on_news(f"“{title}”: {written.action.value} failed: {written.error}", "error")

    def activity(self) -> None:
        """A worker began or ended something."""
        self._on_change()

    # What several screens do

    async def load(self) -> None:
        """Read every open account anew. Raises VaultError."""
        await self.catalog.load(self.accounts)

    async def save(self, draft: Draft) -> Item:
        """Save a draft: a new item, or the edits against the version they were made on. Then the draft is gone.

        Returns the item as it was saved.

        Raises:
            Conflict: the item was changed meanwhile; the draft is kept.
            VaultError: it could not be saved; the draft is kept.
        """
        saving = asyncio.ensure_future(self._save(draft))
        self._saving.add(saving)
        saving.add_done_callback(self._saving.discard)
        try:
            return await asyncio.shield(saving)
        except asyncio.CancelledError:
            saving.add_done_callback(self._tell_unseen)
            raise

    def _tell_unseen(self, saving: asyncio.Future[Item]) -> None:
        """The screen that saved is gone: a failure is told all the same; the draft is kept."""
        error = None if saving.cancelled() else saving.exception()
        if isinstance(error, VaultError):
            self._on_news(f"What you saved last is still a draft: {error}", "error")
        elif error is not None:
            raise error

    async def _save(self, draft: Draft) -> Item:
        item = draft.current
        api = self.api(item.ref.account)
        if draft.is_new:
            saved = await api.create(item)
        else:
            saved = await api.update(item.ref, draft.edits, draft.base.version, item.title)
            self.undo.note(Step(Action.EDIT, item.ref, item.title, saved.version, draft.base.version))
        self.recent.note(saved.ref)
        await self.drafts.discard(draft.id)
        return saved

    async def archive(self, refs: Sequence[ItemRef]) -> None:
        """Put items away. Raises VaultError at the first that fails; those before it are done."""
        done: list[Step] = []
        try:
            for ref in refs:
                title = self.catalog.title(ref)
                item = await self.api(ref.account).archive(ref, title)
                done.append(Step(Action.ARCHIVE, ref, title, item.version))
        finally:
            self.undo.note(*done)

    async def restore(self, refs: Sequence[ItemRef]) -> None:
        """Bring archived items back. Raises VaultError at the first that fails; those before it are done."""
        done: list[Step] = []
        try:
            for ref in refs:
                title = self.catalog.title(ref)
                item = await self.api(ref.account).restore(ref, title)
                done.append(Step(Action.RESTORE, ref, title, item.version))
        finally:
            self.undo.note(*done)

    def abandon(self, place: Place, seconds: float) -> None:
        """Seal what is being typed and where that was, from the watchdog's thread: our own loop is stuck.

        Writes that have begun are waited for. After `seconds` it is given up: what was sealed before is kept.
        """
        self.clipboard.abandon()
        home, drafts, events = self.home, self.drafts.waiting, self.audit.unwritten(AuditAction.LOCK)

        async def seal(backend: LocalBackend) -> None:
            for draft in drafts:
                await backend.save_draft(draft)
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
        while self._saving:
            await asyncio.wait(set(self._saving))
        await self.clipboard.clear()
        await self.drafts.flush()
        if place is not None and self.home is not None:
            await keep(self.home, place)
        self.audit.record(AuditAction.LOCK, detail="quit" if exiting else "")
        await self.audit.flush()
        await self.recent.flush()
        await self.accounts.close()
        self.catalog.forget()


def _result(error: VaultError | None) -> AuditResult:
    if error is None:
        return AuditResult.OK
    return AuditResult.REFUSED if isinstance(error, Denied) else AuditResult.FAILED


def _actor() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
