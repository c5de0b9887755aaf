"""What can be done from every screen that is about Strongroom itself: password, keys, backup, theme, settings."""

from __future__ import annotations

from collections.abc import Awaitable, Coroutine
from typing import TYPE_CHECKING, TypeVar

from tui.host import paths
from tui.model.errors import Denied, VaultError
from tui.services import settings as settings_file

if TYPE_CHECKING:
    from tui.model.audit import AuditAction
    from tui.screens.base import BaseScreen
    from tui.screens.modals import Passwords
    from tui.services.home import Home

T = TypeVar("T")


class House:
    """Looks after the home store and the settings, for one screen."""

    def __init__(self, screen: BaseScreen) -> None:
        self._screen = screen

    def action_change_password(self) -> None:
        """Ask for the master password and another one."""
        self._do(self._change_password())

    def action_rotate_keys(self) -> None:
        """Encrypt the store anew."""
        self._do(self._rotate_keys())

    def action_backup(self) -> None:
        """Write a backup."""
        self._do(self._backup())

    def action_theme(self) -> None:
        """Ask for a theme."""
        self._do(self._theme())

    def action_settings(self) -> None:
        """Tell where the settings are."""
        self._do(self._settings())

    def action_import_csv(self) -> None:
        """Ask for a file and a vault, and show what would become of it."""
        self._do(self._import_csv())

    def _do(self, deed: Coroutine[None, None, None]) -> None:
        async def reported() -> None:
            with self._screen.reporting():
                await deed

        self._screen.run_worker(reported(), name="house", group="house", description="look after the store")

    async def _import_csv(self) -> None:
        from tui import messages
        from tui.interchange.csv_text import MOST_BYTES
        from tui.screens.file_prompt import FilePrompt
        from tui.screens.vault_choice import choose_vault

        screen = self._screen
        source = await screen.app.push_screen_wait(FilePrompt("Import from CSV", MOST_BYTES, "~/"))
        if source is None:
            return
        vaults = screen.session.catalog.vaults
        vault = vaults[0] if len(vaults) == 1 else None
        vault = vault or await choose_vault(screen.app, screen.session, "Import into which vault?")
        if vault is not None:
            screen.post_message(messages.ShowImport(source.path, vault.account, vault.id))

    async def unlock_again(self) -> bool:
        """Ask for the master password where another window changed the keys of the store; return whether it is open.

        It is opened anew behind the same worker; then what waits is written.
        """
        from tui.model.audit import AuditAction
        from tui.screens.modals import FormField, PasswordForm

        home, session = self._home(), self._screen.session

        async def attempt(typed: Passwords) -> None:
            await home.finish(lambda backend: backend.reopen(typed["now"]))

        form = PasswordForm(
            "Unlock again",
            [FormField("now", "Master password, to go on")],
            attempt,
            busy="Opening the store …",
            detail="The keys of the store were changed in another window.",
            submit="Unlock",
        )
        opened = await self._screen.app.push_screen_wait(form)
        if opened:
            session.audit.record(AuditAction.UNLOCK, detail="the keys were changed in another window")
            await session.drafts.flush()
        return opened

    def _home(self) -> Home:
        home = self._screen.session.own_store
        if home is None:
            raise Denied("There is no store of your own in this window.")
        return home

    async def _change_password(self) -> None:
        from tui.model.audit import AuditAction
        from tui.screens.modals import FormField, PasswordForm

        home = self._home()
        form = PasswordForm(
            "Change master password",
            [
                FormField("old", "Master password now"),
                FormField("new", "New master password"),
                FormField("again", "New one once more"),
            ],
            lambda typed: self._audited(
                AuditAction.CHANGE_PASSWORD,
                home.finish(lambda backend: backend.change_password(typed["old"], typed["new"])),
            ),
            busy="Changing the master password …",
            check=_alike,
            submit="Change",
        )
        if await self._screen.app.push_screen_wait(form):
            self._screen.say("The master password is changed. Old copies of the file open with the old one.", "success")

    async def _rotate_keys(self) -> None:
        from tui.model.audit import AuditAction
        from tui.screens.modals import FormField, PasswordForm

        home = self._home()
        form = PasswordForm(
            "Rotate keys",
            [FormField("now", "Master password")],
            lambda typed: self._audited(
                AuditAction.ROTATE_KEYS, home.finish(lambda backend: backend.rotate_keys(typed["now"]))
            ),
            busy="Encrypting everything anew …",
            submit="Rotate",
        )
        if await self._screen.app.push_screen_wait(form):
            self._screen.say("Everything is encrypted under a new key.", "success")

    async def _backup(self) -> None:
        from tui.model.audit import AuditAction

        home = self._home()
        self._screen.say("Writing a backup …")
        path = await self._audited(AuditAction.BACKUP, home.finish(lambda backend: backend.backup()))
        self._screen.say(f"Backup written and verified: {path}", "success")

    async def _audited(self, action: AuditAction, deed: Awaitable[T]) -> T:
        from tui.model.audit import AuditResult

        audit = self._screen.session.audit
        try:
            result = await deed
        except VaultError as error:
            audit.record(action, detail=str(error), result=AuditResult.FAILED)
            raise
        audit.record(action)
        return result

    async def _theme(self) -> None:
        from tui.screens.modals import Choice, Choose

        app = self._screen.app
        before = app.theme
        names = sorted(app.available_themes, key=lambda name: (not name.startswith("strongroom"), name))
        choices = [Choice(name, name, note="now" if name == before else "") for name in names]
        chosen = await app.push_screen_wait(Choose("Theme", choices))
        if chosen is not None:
            app.theme = chosen

    async def _settings(self) -> None:
        from tui.screens.modals import Confirm

        path = paths.config_dir() / settings_file.FILE_NAME
        if settings_file.there(path):
            _, wrong = settings_file.load(path)
            told = " ".join((f"Settings: {path} (read at the start).", *wrong))
            self._screen.say(told, "warning" if wrong else "info")
        elif await self._screen.app.push_screen_wait(
            Confirm("There is no settings file yet. Write one?", f"{path}\nEvery setting is explained in it.", "Write")
        ):
            paths.write_private(path, settings_file.render_default())
            self._screen.say(f"Written: {path}", "success")


def _alike(typed: Passwords) -> str | None:
    if not typed["new"]:
        return "Type a new master password."
    return None if typed["new"] == typed["again"] else "The two new ones are not the same."
