"""Which logs there are to be shown: of everything, of an account, of an item."""

from __future__ import annotations

from tui.backends.protocol import Action, Audited
from tui.model.ids import AccountId, ItemRef
from tui.screens.audit_item_logs import EntryLog, PartLog
from tui.screens.audit_merged import EntriesLog, MergedLog
from tui.screens.audit_sources import Log, OwnLog, ServiceLog
from tui.services.session import Session


def service_logs(session: Session) -> list[Log]:
    """Return the logs of open accounts: as their services keep them, or of each entry, where they tell of these."""
    logs: list[Log] = []
    for worker in session.accounts:
        if isinstance(worker.backend, Audited):
            logs.append(ServiceLog(session, worker.account))
        elif worker.audits_items and worker.refusal(Action.AUDIT, None) is None:
            logs.append(EntriesLog(session, worker.account))
    return logs


def has_log(session: Session, account: AccountId | None = None) -> bool:
    """Whether the service of an account (None: of any) tells what was done there. Costs nothing."""
    return any(
        account in (None, worker.account)
        and (
            isinstance(worker.backend, Audited) or (worker.audits_items and worker.refusal(Action.AUDIT, None) is None)
        )
        for worker in session.accounts
    )


def log_of(session: Session, account: AccountId | None) -> Log:
    """Return the log that the service of an account keeps; our own where there is none."""
    return next((log for log in service_logs(session) if log.account == account), OwnLog(session.audit))


def logs_of_item(session: Session, ref: ItemRef) -> list[Log]:
    """Return what there is of an item: all of it together first, if it is from several logs, then each of them."""
    title = session.catalog.title(ref) or ref.item
    logs: list[Log] = [PartLog(OwnLog(session.audit), ref, title)]
    for worker in session.accounts:
        if worker.account == ref.account and worker.audits_items:
            logs.insert(0, EntryLog(session, ref, title))
        elif worker.account == ref.account and isinstance(worker.backend, Audited):
            logs.insert(0, PartLog(ServiceLog(session, ref.account), ref, title))
    if len(logs) == 1:
        return logs
    return [MergedLog(f"“{title}”: all that is known", f"Audit of “{title}”", logs), *logs]


def offered(session: Session, ref: ItemRef | None) -> list[Log]:
    """Return all logs that one can choose from, those of the item `ref` first."""
    single: list[Log] = [OwnLog(session.audit), *service_logs(session)]
    everything = MergedLog("All logs", "All logs", [log.anew() for log in single])
    return [
        *(logs_of_item(session, ref) if ref is not None else ()),
        *single,
        *([everything] if len(single) > 1 else ()),
    ]
