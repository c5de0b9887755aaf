"""What workers report: a write that ended, what a place noticed by itself. It is noted in the audit log and list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.backends.protocol import Action
from tui.model.audit import AuditAction, AuditResult
from tui.model.errors import Already, Denied, Locked, VaultError
from tui.model.ids import ItemRef

if TYPE_CHECKING:
    from tui.backends.protocol import Noticed
    from tui.model.item import Item, ItemSummary
    from tui.services.crossing import Written
    from tui.services.remote_deeds import Deed
    from tui.services.session import Session

AUDITED: dict[Action, AuditAction] = {
    Action.CREATE: AuditAction.CREATE,
    Action.EDIT: AuditAction.EDIT,
    Action.ARCHIVE: AuditAction.ARCHIVE,
    Action.RESTORE: AuditAction.RESTORE,
    Action.DELETE: AuditAction.DELETE,
    Action.MOVE: AuditAction.MOVE,
    Action.IMPORT: AuditAction.IMPORT,
    Action.ROTATE: AuditAction.ROTATE,
    Action.CREATE_VAULT: AuditAction.CREATE_VAULT,
    Action.RENAME_VAULT: AuditAction.RENAME_VAULT,
    Action.DELETE_VAULT: AuditAction.DELETE_VAULT,
    Action.GENERATE: AuditAction.GENERATE,
    Action.ATTACH_FILE: AuditAction.ATTACH_FILE,
    Action.REPLACE_FILE: AuditAction.REPLACE_FILE,
    Action.REMOVE_FILE: AuditAction.REMOVE_FILE,
    Action.SHARE: AuditAction.SHARE,
    Action.CHANGE_ACCESS: AuditAction.CHANGE_ACCESS,
    Action.ADD_MEMBER: AuditAction.ADD_MEMBER,
}

OF_VAULTS = (Action.CREATE_VAULT, Action.RENAME_VAULT, Action.DELETE_VAULT, Action.CHANGE_ACCESS)
"""What is done to a vault as a whole: the title is its name."""


def written(session: Session, written: Written) -> None:
    """A write ended: note it in the audit log and in the list; tell a failure that nobody saw."""
    target = written.target
    title = written.title
    ref = written.item.ref if written.item is not None else target if isinstance(target, ItemRef) else None
    vault = session.catalog.vault(ref.account, ref.vault) if ref is not None else None
    session.audit.record(
        AUDITED[written.action],
        ref,
        title=title,
        vault_name=vault.name if vault else (title if ref is None and written.action in OF_VAULTS else ""),
        field=written.field,
        detail=": ".join(part for part in (written.detail, str(written.error or "")) if part),
        result=_result(written.error),
    )
    if written.item is not None:
        if written.action is Action.MOVE and isinstance(target, ItemRef):
            session.catalog.remove(target)
        session.catalog.put(_summary(session, written.item))
    elif written.error is None and written.action is Action.DELETE and isinstance(target, ItemRef):
        session.catalog.remove(target)
    if written.seen or isinstance(written.error, Already):
        return
    if written.error is not None:
        whom = f" with {written.field}" if written.action is Action.SHARE and written.field else ""
        session.tell(f"“{title}”: {written.action.value}{whom} failed: {written.error}", "error")
    elif written.action is Action.SHARE and not written.field:  # by link, and not with somebody
        session.tell(
            f"“{title}”: a link was made, and nobody has seen it; the service's own app can withdraw it.", "warning"
        )


def noticed(session: Session, noticed: Noticed) -> None:
    """A place noticed something by itself."""
    if noticed.item is not None:
        session.catalog.put(noticed.item)
    if noticed.gone is not None:
        session.catalog.remove(noticed.gone)
    if noticed.problem:
        session.tell(noticed.problem, "warning")


def account(session: Session, deed: Deed, title: str, detail: str, *, error: bool) -> None:
    """Note in the audit log what happened to an account."""
    result = AuditResult.REFUSED if error else AuditResult.OK
    session.audit.record(AuditAction[deed], title=title, detail=detail, result=result)


def _summary(session: Session, item: Item) -> ItemSummary:
    """Return the row of an item that was written just now; its account may be closing."""
    try:
        return replace(item.summary(), syncing=session.api(item.ref.account).syncing(item.ref))
    except Locked:
        return item.summary()


def _result(error: VaultError | None) -> AuditResult:
    if error is None or isinstance(error, Already):
        return AuditResult.OK
    return AuditResult.REFUSED if isinstance(error, Denied) else AuditResult.FAILED
