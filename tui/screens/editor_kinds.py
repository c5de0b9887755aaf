"""What the editor offers for the row with the cursor: a menu, the items of the vault, SSH keys, rules of websites."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tui.model.edit import SetValue, SetWebsites
from tui.model.errors import Invalid, NotFound, WrongPassword
from tui.model.field import Field, FieldKind
from tui.model.ids import FieldId
from tui.model.secret import Secret
from tui.screens.export_path import typed_path
from tui.screens.modals import Ask, Choice, Choose, FormField, PasswordForm, Passwords
from tui.services.finder import Request, Sort
from tui.tools import autofill, keyfields, menus, sshkey
from tui.tools.sshkey import PassphraseNeeded, PassphraseWrong, SshKey
from tui.widgets.field_row import FieldRow
from tui.widgets.form_row import RowKey
from tui.widgets.key_box import KeyBox

if TYPE_CHECKING:
    from tui.screens.editor import EditorScreen

MOST_LISTED = 200
"""Of a vault with more items, words are asked for first."""
LARGEST_KEY = 65_536
"""No private key has as many bytes."""

_FROM_FILE, _NO_KEY = "file", "none"
_NEW = {
    "ed25519": ("New Ed25519 key", "e", "short, quick, the usual choice"),
    "rsa-4096": ("New RSA key, 4096 bits", "r", "for what takes no Ed25519; takes some seconds"),
    "rsa-3072": ("New RSA key, 3072 bits", "3", ""),
    "rsa-2048": ("New RSA key, 2048 bits", "2", ""),
}


class KindDeeds:
    """Asks what goes into the row with the cursor, and has the editor put it there."""

    def __init__(self, screen: EditorScreen) -> None:
        self._screen = screen
        self._session = screen.session
        self.reading = False
        """Whether a key is being read or made; what comes of it belongs to what is saved then."""

    def refusal(self) -> str | None:
        """Return why there is nothing to choose, or None."""
        row = self._screen.form.here
        if self.reading:
            return "A key is being read just now."
        if row is not None and row.key.kind == "websites":
            return None if self._screen.item.websites else "Type a website first."
        field = self._field
        if field is None or field.kind not in (
            FieldKind.MENU,
            FieldKind.CARD_TYPE,
            FieldKind.REFERENCE,
            FieldKind.SSH_KEY,
        ):
            return "There is nothing to choose for this one; type it."
        if field.kind is FieldKind.MENU and not menus.choices(field, self._screen.item.category):
            return "What this menu offers is not known here; type it."
        return None

    def action_choose(self) -> None:
        """Choose what goes into the row with the cursor."""
        self._screen.collect()
        row, field = self._screen.form.here, self._field
        if row is not None and row.key.kind == "websites":
            self._do(self._autofill())
        elif field is not None:
            deeds: dict[FieldKind, Callable[[Field], Coroutine[None, None, None]]] = {
                FieldKind.REFERENCE: self._item,
                FieldKind.SSH_KEY: self._key,
            }
            self._do(deeds.get(field.kind, self._word)(field))

    def take_key(self, box: KeyBox, text: Secret) -> None:
        """Read what was pasted as a private key, and put it where it was pasted."""
        row = next(
            (one for one in self._screen.form.rows.values() if isinstance(one, FieldRow) and one.inside is box), None
        )
        if row is not None and not self.reading:
            self._do(self._read(row.field.id, text))

    @property
    def _field(self) -> Field | None:
        row = self._screen.form.here
        return self._screen.item.field(row.field.id) if isinstance(row, FieldRow) else None

    def _do(self, deed: Coroutine[None, None, None]) -> None:
        async def reported() -> None:
            with self._screen.reporting():
                await deed

        self._screen.run_worker(reported(), name="deed", group="deed", description="choose a value")

    async def _ask(self, title: str, choices: list[Choice]) -> str | None:
        return await self._screen.app.push_screen_wait(Choose(title, choices))

    # Menus, items, websites

    async def _word(self, field: Field) -> None:
        found = menus.choices(field, self._screen.item.category)
        chosen = await self._ask(field.label or "Choose", [Choice(f"={word}", name) for word, name in found.items()])
        if chosen is not None:
            await self._set(field, chosen.removeprefix("="))

    async def _item(self, field: Field) -> None:
        request = Request(account=self._screen.item.ref.account, vault=self._screen.item.ref.vault, sort=Sort.TITLE)
        finder, snapshot = self._session.finder, self._session.catalog.snapshot
        found = await finder.find(snapshot, request)
        if found.total > MOST_LISTED:
            words = await self._screen.app.push_screen_wait(Ask("Which item?", "Words of its title or user name"))
            if words is None:
                return
            found = await finder.find(snapshot, replace(request, text=words))
        own = self._screen.item.ref.item
        refs = [snapshot.ref(row) for row in found.rows[:MOST_LISTED]]
        columns = snapshot.columns
        choices = [
            Choice(f"={ref.item}", columns.titles[row] or "untitled", note=columns.usernames[row] or columns.hosts[row])
            for ref, row in zip(refs, found.rows, strict=False)
            if ref.item != own
        ]
        if not choices:
            raise NotFound("This vault has no such item to lead to.")
        chosen = await self._ask("Which item does it lead to?", choices)
        if chosen is not None:
            await self._set(field, chosen.removeprefix("="))

    async def _set(self, field: Field, value: str) -> None:
        await self._screen.edit([SetValue(field.id, value)], RowKey("field", field.id))
        self._screen.form.hint(self._screen.item)

    async def _autofill(self) -> None:
        sites = self._screen.item.websites
        at = 0
        if len(sites) > 1:
            listed = [Choice(str(n), site.url, note=autofill.said(site.autofill)) for n, site in enumerate(sites)]
            answer = await self._ask("Which website?", listed)
            if answer is None:
                return
            at = int(answer)
        now = sites[at].autofill or autofill.ANYWHERE
        rules = [
            Choice(word, name, name[0].lower(), "as it is now" if word == now else "")
            for word, name in autofill.NAMES.items()
        ]
        chosen = await self._ask("When is it filled in?", rules)
        if chosen is not None and chosen != now:
            changed = tuple(replace(site, autofill=chosen) if n == at else site for n, site in enumerate(sites))
            await self._screen.edit([SetWebsites(changed)], RowKey("websites"))
            self._screen.form.hint(self._screen.item)

    # SSH keys

    async def _key(self, field: Field) -> None:
        choices = [Choice(kind, name, key, note) for kind, (name, key, note) in _NEW.items()]
        choices.append(Choice(_FROM_FILE, "Read one from a file", "f"))
        if not field.empty:
            choices.append(Choice(_NO_KEY, "Take the key away", "x"))
        chosen = await self._ask(field.label or "SSH key", choices)
        if chosen == _NO_KEY:
            await self._put(field.id, None)
        elif chosen == _FROM_FILE:
            answer = await self._screen.app.push_screen_wait(Ask("Read a private key", "File", "~/.ssh/"))
            if answer is not None:
                await self._read(field.id, await asyncio.to_thread(_file, answer))
        elif chosen is not None:
            self._screen.say("Making a key …")
            await self._put(field.id, await self._in_thread(partial(sshkey.generate, chosen)))

    async def _read(self, field_id: FieldId, text: Secret) -> None:
        """Read a key and put it there; what cannot be read changes nothing."""
        self._screen.say("Reading the key …")
        try:
            key = await self._in_thread(partial(sshkey.read, text))
        except PassphraseNeeded:
            self._screen.say("")
            found = await self._opened(text)
            if found is None:
                return
            key = found
        await self._put(field_id, key)

    async def _opened(self, text: Secret) -> SshKey | None:
        """Ask for the passphrase until it opens the key, or until somebody gives up."""
        found: list[SshKey] = []

        async def attempt(typed: Passwords) -> None:
            try:
                found.append(await self._in_thread(partial(sshkey.read, text, typed["passphrase"])))
            except (PassphraseNeeded, PassphraseWrong) as error:
                raise WrongPassword(str(error)) from None

        form = PasswordForm(
            "This key is encrypted",
            [FormField("passphrase", "passphrase")],
            attempt,
            busy="Opening the key …",
            detail="The key is saved without its passphrase; the vault protects it from then on.",
        )
        await self._screen.app.push_screen_wait(form)
        return found[0] if found else None

    async def _in_thread(self, call: Callable[[], SshKey]) -> SshKey:
        self.reading = True
        try:
            return await asyncio.to_thread(call)
        finally:
            self.reading = False

    async def _put(self, field_id: FieldId, key: SshKey | None) -> None:
        self._screen.collect()
        if self._screen.item.field(field_id) is None:
            raise NotFound("The field for the key is gone.")
        await self._screen.edit(keyfields.put(self._screen.item, field_id, key), RowKey("field", field_id))
        self._screen.say("The key is there; save to keep it." if key else "The key goes when you save.", "success")


def _file(answer: str) -> Secret:
    """Return what is in a file that should have a key."""
    from tui.interchange import csv_file

    data = csv_file.read(typed_path(answer))
    if len(data) > LARGEST_KEY:
        raise Invalid("That file is too big for a private key.")
    return Secret(data.decode("utf-8", "replace"))
