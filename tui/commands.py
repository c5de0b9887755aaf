"""Every command once: id, keys, title, help.

The footer, the help screen, the palette, the keymap and docs/keys.md are made from this table. Keys are Textual's key
names; a sequence is written with spaces ("g v").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from tui.host.display import display_text


@dataclass(frozen=True, slots=True)
class Command:
    """Something a person can do.

    `id` is "context.name"; the screen's method is `action_name`. A command is live where its context is in the chain of
    the focused part of a screen. `footer` ranks it on the footer line (0: not there). `in_inputs`: also while typing.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    help: str
    footer: int = 0
    in_inputs: bool = False
    palette: bool = True

    @property
    def context(self) -> str:
        """The part of the app where the command is live."""
        return self.id.split(".", 1)[0]

    @property
    def action(self) -> str:
        """The name of the screen's method, less its `action_`."""
        return self.id.split(".", 1)[1]


CONTEXT_TITLES: Mapping[str, str] = {
    "app": "Anywhere",
    "move": "Moving",
    "vaults": "Vaults",
    "items": "Items",
    "list": "In the item list",
    "detail": "On a field",
    "filter": "While filtering",
    "editor": "Editor",
    "form": "Between inputs",
    "text": "In a text of several lines",
    "generator": "Generator",
    "panel": "Generator in the editor",
    "audit": "Audit log",
    "accounts": "Accounts",
    "members": "Members",
    "self_test": "Self-test",
    "connection": "Connection",
    "environments": "Environments",
    "known": "On an Environment",
    "variables": "On a variable",
    "references": "References",
    "due": "Due for rotation",
    "rotation": "On a rotation that is not finished",
    "late": "On a password that is due",
    "about": "About",
    "large": "Shown large",
    "old": "Old passwords",
    "import": "Import",
    "versions": "Versions",
    "access": "Who has access",
}

COMMANDS: tuple[Command, ...] = (
    # Anywhere
    Command("app.help", ("?", "f1"), "Help", "Show every key that works here.", 2, in_inputs=True),
    Command("app.palette", ("ctrl+p", ":"), "Commands", "Find a command or an item by typing.", 3, in_inputs=True),
    Command("app.back", ("escape", "h", "left"), "Back", "Go back to where you came from.", 0, palette=False),
    Command("app.vaults", ("g v",), "Vaults", "Go to the list of vaults."),
    Command("app.items", ("g i",), "All items", "Go to the items of every vault."),
    Command("app.favourites", ("g f",), "Favourites", "Go to the favourite items."),
    Command("app.audit", ("g a",), "Audit log", "See who did what, newest first."),
    Command("app.accounts", ("g c",), "Accounts", "See the services your vaults come from; add, test or remove one."),
    Command("app.environments", ("g e",), "Environments", "See the variables of 1Password Environments."),
    Command("app.due", ("g d",), "Due for rotation", "See unfinished rotations, and passwords that are due."),
    Command("app.generator", ("g p",), "Generator", "Generate a password."),
    Command("app.reference", ("g r",), "Follow a reference", "See where an op:// reference leads, and go there."),
    Command("app.references", ("g R",), "Ask for references", "Ask 1Password itself where op:// references lead."),
    Command("app.import_csv", ("g m",), "Import from CSV", "Move in: take items from a CSV file, after a look."),
    Command("app.refresh", ("ctrl+r",), "Refresh", "Read everything anew, and paint the whole screen again."),
    Command("app.lock", ("ctrl+l",), "Lock", "Lock now; the clipboard is cleared.", 1, in_inputs=True),
    Command("app.theme", (), "Theme", "Choose another theme."),
    Command("app.settings", (), "Settings", "Show where the settings are, and what they say."),
    Command("app.change_password", (), "Change master password", "Choose another master password."),
    Command("app.rotate_keys", (), "Rotate keys", "Encrypt the store anew under a fresh key."),
    Command("app.backup", (), "Back up the store", "Write a verified backup beside the store."),
    Command("app.about", ("g ?",), "About", "See versions, where everything lies, and links to documents."),
    Command("app.redraw", (), "Redraw", "Paint the whole screen again."),
    Command("app.suspend", ("ctrl+z",), "Suspend", "Cover the screen and go back to the shell.", in_inputs=True),
    Command("app.quit", ("q",), "Quit", "Leave Strongroom; asks first if something is not saved.", 1),
    Command("app.exit", ("ctrl+q",), "Quit at once", "Leave; what is being typed stays as a draft.", in_inputs=True),
    # Moving
    Command("move.down", ("j", "down"), "Down", "One line down.", palette=False),
    Command("move.up", ("k", "up"), "Up", "One line up.", palette=False),
    Command("move.top", ("g g", "home"), "Top", "To the first line.", palette=False),
    Command("move.bottom", ("G", "end"), "Bottom", "To the last line.", palette=False),
    Command("move.half_down", ("ctrl+d",), "Half a page down", "Half a page down.", palette=False),
    Command("move.half_up", ("ctrl+u",), "Half a page up", "Half a page up.", palette=False),
    Command("move.page_down", ("pagedown", "ctrl+f"), "Page down", "A page down.", palette=False),
    Command("move.page_up", ("pageup", "ctrl+b"), "Page up", "A page up.", palette=False),
    # Vaults
    Command("vaults.open", ("enter", "l", "right"), "Open", "Open the vault.", 9, palette=False),
    Command("vaults.filter", ("/",), "Find", "Find an item in any vault.", 8),
    Command("vaults.new_vault", ("n",), "New vault", "Make a vault.", 7),
    Command("vaults.rename_vault", ("e",), "Rename vault", "Give the vault another name or description.", 6),
    Command("vaults.details", ("i",), "Details", "Ask for the vault anew, and show all that is known of it.", 5),
    Command("vaults.access", ("a",), "Who has access", "See what groups may do in the vault, and change it.", 3),
    Command("vaults.delete_vault", ("D",), "Delete vault", "Delete the vault with all its items, for good.", 4),
    # Items
    Command("items.filter", ("/",), "Filter", "Filter while you type: words, tag: in: is:fav is:archived has:otp.", 9),
    Command("items.copy_password", ("p",), "Password", "Copy the password.", 9),
    Command("items.copy_username", ("u",), "User name", "Copy the user name.", 8),
    Command("items.copy_code", ("t",), "Code", "Copy the one-time code.", 8),
    Command("items.next_code", ("+",), "Next code", "Save the next counter of a one-time password that goes by one."),
    Command("items.copy_website", ("w",), "Website", "Copy the website.", 5),
    Command("items.open_website", ("o",), "Open website", "Open the website in a browser; its host is shown first.", 2),
    Command("items.copy_login", ("P",), "Login sequence", "Copy user name, then password, then code.", 4),
    Command("items.copy_menu", ("Y", "c"), "Copy menu", "Choose what to copy.", 6),
    Command("items.show_large", ("X",), "Show large", "Show a value or code in large letters, with its names.", 1),
    Command("items.show_qr", ("x",), "QR code", "Show a value as a QR code; of a code, what makes it.", 1),
    Command(
        "items.copy_reference", ("C",), "Reference", "Copy an op:// reference to a field (of all marked items).", 1
    ),
    Command(
        "items.ask_references",
        ("g R",),
        "Ask for references",
        "Ask 1Password where the references of all marked items, or of this one, lead.",
    ),
    Command("items.edit", ("e",), "Edit", "Edit the item.", 7),
    Command("items.new", ("n",), "New", "Make a new item.", 6),
    Command("items.duplicate", (), "Duplicate", "Make a new item like this one."),
    Command("items.archive", ("d",), "Archive", "Put the item away (marked ones, if any are marked).", 4),
    Command("items.restore", ("A",), "Restore from archive", "Bring an archived item back."),
    Command(
        "items.delete",
        ("D",),
        "Delete for good",
        "Delete the item, or all marked ones, for good; asks first.",
    ),
    Command("items.move", ("m",), "Move", "Move to another vault, also of another account (marked ones, if any).", 3),
    Command(
        "items.share",
        ("L",),
        "Share",
        "Share with members of the team (marked ones, if any); elsewhere by a link to a copy of the item.",
        1,
    ),
    Command("items.rotate", ("T",), "Rotate password", "Save a new password; keep the old one for its site.", 2),
    Command("items.undo", ("U",), "Undo", "Undo the last archive, restore, move or edit.", 2),
    Command("items.favourite", ("*",), "Favourite", "Mark as a favourite, or no longer.", 3),
    Command("items.tags", ("#",), "Tags", "Change the tags; add and take away some where several items are marked.", 3),
    Command("items.sort", ("s",), "Sort", "Sort by recent use, title, change or category.", 3),
    Command("items.versions", ("H",), "Versions", "See earlier versions, and restore one.", 3),
    Command(
        "items.item_audit", ("I",), "Audit of this item", "See who did what to this item, here and at its service."
    ),
    Command("items.old_values", ("O",), "Old passwords", "See what concealed fields were before; copy or restore one."),
    Command("items.save_file", ("S", "f s"), "Save file", "Save a file of the item to the disk.", 2),
    Command("items.attach_file", ("f a",), "Attach file", "Put a file of this machine into the item."),
    Command("items.replace_file", ("f r",), "Replace file", "Put a file of this machine in the place of one."),
    Command("items.remove_file", ("f d",), "Remove file", "Take a file out of the item; asks first."),
    Command(
        "items.server_generate", ("ctrl+g",), "Generate on the server", "Have the service make a new value itself."
    ),
    Command("items.switch", ("tab", "shift+tab"), "Other side", "Go from the list to the fields and back.", 0),
    Command("list.open", ("enter", "l", "right"), "Open", "Go to the fields.", 5, palette=False),
    Command("list.copy_menu", ("y",), "Copy …", "Choose what to copy.", 0, palette=False),
    Command(
        "list.mark",
        ("space",),
        "Mark",
        "Mark the item; most keys then work on all that are marked.",
        2,
    ),
    Command("list.mark_all", ("V",), "Mark all", "Mark all items that are shown, or none."),
    Command("detail.copy_field", ("y",), "Copy field", "Copy the field under the cursor.", 10),
    Command("detail.follow", ("enter",), "Go there", "Go to the item that a field leads to, or copy the field.", 0),
    Command("detail.reveal", ("r", "space"), "Reveal", "Show the value for a while, or hide it again.", 10),
    Command("detail.reveal_all", ("R",), "Reveal all", "Reveal every concealed field of the item shown.", 2),
    Command("list.reveal", ("r",), "Reveal password", "Show the password for a while, or hide it again.", 5),
    Command("filter.accept", ("enter", "down"), "Keep", "Keep the filter and go to the list.", 9, True, palette=False),
    Command("filter.clear", ("escape",), "Clear", "Clear the filter.", 9, True, palette=False),
    # Editor
    Command("editor.save", ("ctrl+s",), "Save", "Show what will change, and save it.", 10, True),
    Command("editor.cancel", ("escape",), "Cancel", "Leave; asks first if something is not saved.", 9, True),
    Command("editor.generate", ("ctrl+g",), "Generate", "Generate a password into this field.", 8, True),
    Command("editor.show", ("ctrl+t",), "Show", "Show or hide what this concealed field holds.", 7, True),
    Command(
        "editor.choose", ("f5",), "Choose", "Choose from what is usual: in a menu, an item, a key, a website.", 3, True
    ),
    Command("editor.add_field", ("ctrl+n",), "Add field", "Add a field.", 6, True),
    Command("editor.field_menu", ("f2",), "Field …", "Rename, retype, move or remove this field or section.", 5, True),
    Command("editor.add_section", ("f3",), "Add section", "Add a section.", 4, True),
    Command("editor.choose_vault", ("f4",), "Vault", "Choose the vault of a new item.", 0, True),
    Command("form.next", ("down",), "Next", "To the next input.", 0, True, palette=False),
    Command("form.previous", ("up",), "Previous", "To the previous input.", 0, True, palette=False),
    Command("text.undo", ("ctrl+z",), "Undo typing", "Take back what was typed in this text.", 0, True, palette=False),
    Command("text.redo", ("ctrl+y",), "Redo typing", "Type again what was taken back.", 0, True, palette=False),
    # Generator
    Command("generator.again", ("r", "ctrl+g"), "Again", "Generate another.", 10),
    Command("generator.copy", ("y", "ctrl+y", "enter"), "Copy", "Copy what was generated.", 9),
    Command("generator.less", ("left", "h"), "Less", "Fewer, or the choice before.", 8, palette=False),
    Command("generator.more", ("right", "l"), "More", "More, or the next choice.", 8, palette=False),
    Command("generator.switch", ("space",), "Switch", "Switch on or off, or the next choice.", 7, palette=False),
    Command("generator.rules", ("s",), "Site rules", "Follow a site's own rules for its passwords, or no longer.", 5),
    Command("generator.leave_out", ("x",), "Leave out", "Name characters that random passwords never have.", 4),
    Command("generator.earlier", ("e",), "Earlier ones", "Choose one that was generated before.", 6),
    Command("panel.use", ("enter", "ctrl+s"), "Use it", "Take it into the editor.", 10, palette=False),
    # Audit log
    Command("audit.open", ("enter", "l", "right"), "Open", "Show everything about the event.", 10, palette=False),
    Command(
        "audit.filter",
        ("/",),
        "Filter",
        "Filter while you type: words, who: action: result: day: from: to: account: vault: item: ip:.",
        9,
    ),
    Command("audit.cycle_result", ("f",), "Refusals", "Only what failed or was refused, or all events again.", 8),
    Command("audit.cycle_action", ("a",), "Action", "Only one kind of action, then the next, then all again.", 7),
    Command(
        "audit.cycle_exposures",
        ("s",),
        "Seen or shared",
        "Only reveals, copies, exports and shares, or all events again.",
        6,
    ),
    Command("audit.source", ("o", "tab"), "Other log", "See the log that a service keeps, or your own again.", 5),
    Command("audit.export", ("x",), "Export", "Export what is shown as CSV or JSON Lines.", 6),
    # Accounts
    Command("accounts.new", ("n",), "New account", "Add an account with a service.", 10),
    Command("accounts.edit", ("e", "enter"), "Edit", "Change how it is reached, its name or its plan.", 9),
    Command("accounts.connection", ("c", "l", "right"), "Connection", "See how the service is, and what was asked.", 8),
    Command("accounts.test", ("t",), "Test", "Ask the service whether it works for this account.", 8),
    Command("accounts.replace_token", ("T",), "New token", "Give it another token, once that is seen to work.", 7),
    Command("accounts.switch", ("space", "o"), "On or off", "Open the account, or close it and leave it closed.", 6),
    Command("accounts.reconnect", ("r",), "Reconnect", "Ask the service now, and read everything anew.", 5),
    Command("accounts.activity", ("a",), "Activity", "See the log that the service keeps, where it keeps one.", 5),
    Command("accounts.remove", ("D",), "Remove", "Forget the account and its token; asks first.", 4),
    Command("accounts.self_test", ("s",), "Self-test", "Try everything with an entry that is removed; asks first.", 3),
    Command("accounts.open_id", ("i",), "Open by id", "Open an item by its id, where the service lists none.", 2),
    Command("accounts.members", ("m",), "Members", "See who is in the team, and add somebody."),
    Command("members.new", ("n",), "Add", "Add somebody to the team by name and e-mail address.", 10),
    Command("members.filter", ("/",), "Filter", "Show only members who have these words.", 9),
    Command("members.reload", ("r",), "Ask anew", "Ask the service anew who is in the team.", 8),
    Command("self_test.stop", ("s",), "Stop", "Stop after this step, and remove the entry.", 10),
    Command("self_test.copy", ("y",), "Copy", "Copy the result as plain text; no secret is in it.", 9),
    Command("self_test.again", ("r",), "Again", "Do it once more, with another entry.", 8),
    Command("connection.ask", ("r",), "Ask anew", "Ask the service anew how it is.", 10),
    Command("about.copy", ("y", "enter"), "Copy", "Copy what is under the cursor.", 10),
    # Environments
    Command("environments.new", ("n",), "Add", "Add an Environment by its id; its variables are read at once.", 9),
    Command("environments.filter", ("/",), "Filter", "Show only variables whose names have these words.", 7),
    Command("environments.copy_all", ("Y",), "Copy all", "Copy all variables as an env file, after a warning.", 6),
    Command("environments.rename", ("e",), "Rename", "Give the Environment another name here.", 5),
    Command("environments.forget", ("D",), "Forget", "Forget the Environment here; asks first.", 4),
    Command("environments.switch", ("tab", "shift+tab"), "Other side", "From the Environments to the variables.", 3),
    Command("known.open", ("enter", "l", "right"), "Open", "Go to the variables; read them first.", 11, palette=False),
    Command("known.read", ("r",), "Read anew", "Ask the service for the variables anew.", 10),
    Command("variables.copy", ("y",), "Copy", "Copy the value.", 11),
    Command("variables.reveal", ("r", "space"), "Reveal", "Show the value for a while, or hide it again.", 11),
    Command("variables.reveal_all", ("R",), "Reveal all", "Reveal every value that is shown, or hide them.", 2),
    Command("variables.copy_name", ("N",), "Copy name", "Copy the name of the variable.", 3),
    # References
    Command("references.copy", ("y",), "Copy", "Copy the value.", 10),
    Command("references.reveal", ("r", "space"), "Reveal", "Show the value for a while, or hide it again.", 10),
    Command("references.add", ("n",), "Add", "Write references, one a line; pasting adds them too.", 9),
    Command("references.ask", ("a", "ctrl+s"), "Ask anew", "Ask 1Password for all of them anew.", 8),
    Command("references.follow", ("enter",), "Go there", "Go to the field, where it is among what is open.", 7),
    Command("references.copy_reference", ("C",), "Copy reference", "Copy the reference itself.", 5),
    # Due for rotation
    Command("rotation.copy_new", ("y",), "Copy new", "Copy the new password.", 11),
    Command("rotation.copy_old", ("Y",), "Copy old", "Copy the old password.", 10),
    Command("rotation.open_website", ("o",), "Open website", "Open the website, to change the password there.", 9),
    Command("rotation.confirm", ("d",), "The site has it", "The site has the new password: this is finished.", 9),
    Command("rotation.reveal", ("r", "space"), "Reveal", "Show both passwords for a while, or hide them again.", 8),
    Command("rotation.again", ("a",), "Try again", "Save the same new password, where it is not saved.", 7),
    Command("rotation.put_back", ("U",), "Put back", "Put the old password back into the item; asks first.", 5),
    Command("rotation.give_up", ("D",), "Give up", "Forget a new password that is not in the item; asks first.", 4),
    Command("late.rotate", ("T",), "Rotate", "Rotate the password, or all marked ones in a row.", 11),
    Command("late.snooze", ("z",), "Put off", "Put it off for 7, 30 or 90 days, or for ever.", 10),
    Command("late.mark", ("space",), "Mark", "Mark the item; rotate and put off then work on all marked.", 6),
    Command("late.mark_all", ("V",), "Mark all", "Mark all that is due, or nothing."),
    Command("due.policy", ("p",), "Policies", "After how many days passwords of a vault or tag are due.", 9),
    Command("due.open", ("enter", "l", "right"), "Go there", "Go to the item.", 5),
    # Shown large
    Command("large.reveal", ("r", "space"), "Hide or show", "Hide the value, or show it again for a while.", 10),
    Command("large.switch", ("x", "tab"), "Letters or QR", "Show it as a QR code, or in letters again.", 9),
    Command("large.copy", ("y",), "Copy", "Copy it.", 8),
    # Old passwords
    Command("old.reveal", ("r", "space"), "Reveal", "Show the value for a while, or hide it again.", 10),
    Command("old.copy", ("y",), "Copy", "Copy the value.", 9),
    Command("old.restore", ("enter",), "Restore", "Make the value the current one again; asks first.", 8),
    # Import
    Command("import.change", ("enter", "space"), "Change", "Change what a column becomes; take or leave a row.", 10),
    Command("import.run", ("ctrl+s", "i"), "Import", "Import what is marked ✓, all of it or nothing; asks first.", 9),
    Command("import.switch", ("tab", "shift+tab"), "Other side", "Go from the columns to the rows and back.", 8),
    Command("import.duplicates", ("d",), "Duplicates", "Take what is there already too, or leave it out again.", 7),
    Command("import.header", ("n",), "Names", "The first row has the names of the columns, or is an item.", 6),
    Command("import.folders", ("f",), "Folders", "Make tags of folders, or do not.", 5),
    Command("import.problems", ("p",), "Next problem", "Go to the next row with a remark or a problem.", 4),
    # Versions
    Command("versions.restore", ("enter",), "Restore", "Make this version the current one; asks first.", 9),
    Command(
        "versions.reveal", ("r",), "Reveal", "Show the concealed values of this version for a while, or hide them.", 8
    ),
    Command("versions.save_file", ("S",), "Save file", "Save a file of this version to the disk."),
    Command("versions.switch", ("tab", "shift+tab"), "Other side", "Go from the versions to the fields and back.", 7),
    # Who has access
    Command("access.tick", ("space", "enter"), "Tick", "Grant or take away, with what goes along.", 10),
    Command("access.save", ("ctrl+s",), "Write", "Show what will change, and write it.", 9),
    Command("access.add_group", ("n",), "Add group", "Add a group by its id.", 8),
    Command("access.remove_group", ("D",), "Take out", "Take the group out of the vault; asks first.", 7),
    Command("access.switch", ("t",), "Levels", "Show three levels (Teams) or single permissions (Business).", 6),
    Command("access.undo", ("u",), "As it was", "Forget what was ticked for the group.", 5),
    Command("access.reload", ("r",), "Read anew", "Ask anew who has access; what is ticked stays ticked.", 4),
    Command("access.left", ("left", "h"), "Left", "One permission to the left.", 0, palette=False),
    Command("access.right", ("right", "l"), "Right", "One permission to the right.", 0, palette=False),
)


class Problem(NamedTuple):
    """Something wrong with the keys in the settings file, as a sentence."""

    sentence: str


class Keymap:
    """Which keys mean which command, with the user's own keys in place of ours.

    `rebound` maps a command's id to its keys, none to switch it off. `problems` tells what cannot work as written.
    """

    def __init__(self, rebound: Mapping[str, Sequence[str]] | None = None) -> None:
        own = rebound or {}
        known = [command.id for command in COMMANDS]
        self._keys = {c.id: tuple(map(spelled, own[c.id])) if c.id in own else c.keys for c in COMMANDS}
        self.problems: tuple[Problem, ...] = (
            *(_unknown(name, known) for name in own if name not in known),
            *self._clashes(),
        )
        self._whole: dict[tuple[str, str], list[Command]] = {}
        self._begun: dict[tuple[str, str], list[Command]] = {}
        for one in COMMANDS:
            for key in dict.fromkeys(self._keys[one.id]):
                self._whole.setdefault((one.context, key), []).append(one)
            for beginning in dict.fromkeys(chain.from_iterable(map(_beginnings, self._keys[one.id]))):
                self._begun.setdefault((one.context, beginning), []).append(one)

    def keys(self, command: Command) -> tuple[str, ...]:
        """Return the keys of a command."""
        return self._keys[command.id]

    def resolve(self, typed: Sequence[str], contexts: Sequence[str], *, typing: bool) -> Command | Sequence[Command]:
        """Say what the keys typed so far mean in these contexts, the innermost first.

        Returns the command; or the commands that they are the beginning of (none: the keys mean nothing here).
        """
        sequence = " ".join(typed)
        begun: list[Command] = []
        for context in contexts:
            for command in self._whole.get((context, sequence), ()):
                if command.in_inputs or not typing:
                    return command
            begun += (one for one in self._begun.get((context, sequence), ()) if one.in_inputs or not typing)
        return begun

    def _clashes(self) -> Iterable[Problem]:
        owners: dict[tuple[str, str], Command] = {}
        for command in COMMANDS:
            for key in self._keys[command.id]:
                other = owners.setdefault((command.context, key), command)
                if other is not command:
                    shown = display_text(key)
                    yield Problem(f"Settings, keys: “{shown}” is both {other.id} and {command.id}; {other.id} has it.")
        for (context, longer), other in owners.items():
            for key in _beginnings(longer):
                if (shorter := owners.get((context, key))) is not None:
                    shown, hidden = display_text(key), display_text(longer)
                    yield Problem(f"Settings, keys: “{shown}” ({shorter.id}) hides “{hidden}” ({other.id}).")


def _beginnings(sequence: str) -> list[str]:
    """Return what one has typed on the way to a sequence of keys."""
    keys = sequence.split(" ")
    return [" ".join(keys[:count]) for count in range(1, len(keys))]


_ALIASES = {"esc": "escape", "return": "enter", "del": "delete", "ins": "insert", "pgup": "pageup", "pgdn": "pagedown"}


def spelled(sequence: str) -> str:
    """Return keys as Textual names them, where a person wrote "Esc", "Ctrl+S" or "PgDn"."""
    if sequence == " ":
        return "space"
    keys = []
    for key in sequence.split():
        *modifiers, last = key.lower().rsplit("+", 1) if len(key) > 1 else (key,)
        keys.append("+".join((*modifiers, _ALIASES.get(last, last))))
    return " ".join(keys)


def _unknown(name: str, known: Sequence[str]) -> Problem:
    """Return the sentence for a command that does not exist, with the one that was probably meant."""
    from difflib import get_close_matches

    near = [one for one in known if one.endswith(f".{name}")] or get_close_matches(name, known, 1)
    hint = f"did you mean “{near[0]}”?" if near else "the help (?) shows the ids."
    return Problem(f"Settings, keys: there is no command “{display_text(name)}”; {hint}")


def command(command_id: str) -> Command:
    """Return the command with this id."""
    return next(command for command in COMMANDS if command.id == command_id)
