"""Which screen a message leads to, above the one that is there. Each is loaded when somebody goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import messages

if TYPE_CHECKING:
    from tui.commands import Keymap
    from tui.screens.base import BaseScreen
    from tui.services.session import Session


def screen_for(message: messages.LeadOn, session: Session, keys: Keymap) -> BaseScreen:  # noqa: PLR0911, PLR0912 - a table
    """Return the screen, with what it is to show."""
    match message:
        case messages.EditItem(draft=draft):
            from tui.screens.editor import EditorScreen

            return EditorScreen(session, keys, draft)
        case messages.ShowVersions(ref=ref):
            from tui.screens.versions import VersionsScreen

            return VersionsScreen(session, keys, ref)
        case messages.ShowImport(path=path, account=account, vault=vault):
            from tui.screens.csv_import import ImportScreen

            return ImportScreen(session, keys, path, (account, vault))
        case messages.ShowOldValues(ref=ref):
            from tui.screens.old_values import OldValuesScreen

            return OldValuesScreen(session, keys, ref)
        case messages.ShowAudit(account=account, ref=ref):
            from tui.screens.audit import AuditScreen

            return AuditScreen(session, keys, account, ref)
        case messages.ShowAccounts():
            from tui.screens.accounts import AccountsScreen

            return AccountsScreen(session, keys)
        case messages.ShowVaultAccess(account=account, vault=vault):
            from tui.screens.vault_access import VaultAccessScreen

            return VaultAccessScreen(session, keys, account, vault)
        case messages.ShowConnection(account=account):
            from tui.screens.connection import ConnectionScreen

            return ConnectionScreen(session, keys, account)
        case messages.ShowMembers(account=account):
            from tui.screens.members import MembersScreen

            return MembersScreen(session, keys, account)
        case messages.ShowSelfTest(account=account, vault=vault):
            from tui.screens.self_test import SelfTestScreen

            return SelfTestScreen(session, keys, account, vault)
        case messages.ShowEnvironments():
            from tui.screens.environments import EnvironmentsScreen

            return EnvironmentsScreen(session, keys)
        case messages.ShowReferences(texts=texts, account=account, ask=ask):
            from tui.screens.references import ReferencesScreen

            return ReferencesScreen(session, keys, texts, account, ask=ask)
        case messages.ShowDue(rotation=rotation):
            from tui.screens.due import DueScreen

            return DueScreen(session, keys, rotation)
        case messages.ShowAbout():
            from tui.screens.about import AboutScreen

            return AboutScreen(session, keys)
        case messages.ShowLarge(ref=ref, field=field, qr=qr):
            from tui.screens.large import LargeScreen

            return LargeScreen(session, keys, ref, field, qr=qr)
        case messages.ShowGenerator():
            from tui.screens.generator import GeneratorScreen

            return GeneratorScreen(session, keys)
    raise AssertionError(f"{type(message).__name__} leads nowhere")
