"""Every command once: id, keys, title, help.

The footer, the help screen, the palette, the keymap and docs/keys.md are made from this table. Keys are Textual's key
names; a sequence is written with spaces ("g v").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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
    "versions": "Versions",
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
    Command("app.generator", ("g p",), "Generator", "Generate a password."),
    Command("app.refresh", ("ctrl+r",), "Refresh", "Read everything anew."),
    Command("app.lock", ("ctrl+l",), "Lock", "Lock now; the clipboard is cleared.", 1, in_inputs=True),
    Command("app.theme", (), "Theme", "Choose another theme."),
    Command("app.settings", (), "Settings", "Show where the settings are, and what they say."),
    Command("app.change_password", (), "Change master password", "Choose another master password."),
    Command("app.rotate_keys", (), "Rotate keys", "Encrypt the store anew under a fresh key."),
    Command("app.backup", (), "Back up the store", "Write a verified backup beside the store."),
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
    Command("vaults.delete_vault", ("D",), "Delete vault", "Delete the vault with all its items, for good.", 4),
    # Items
    Command("items.filter", ("/",), "Filter", "Filter while you type: words, tag: in: is:fav is:archived has:otp.", 9),
    Command("items.copy_password", ("p",), "Password", "Copy the password.", 9),
    Command("items.copy_username", ("u",), "User name", "Copy the user name.", 8),
    Command("items.copy_code", ("t",), "Code", "Copy the one-time code.", 8),
    Command("items.copy_website", ("w",), "Website", "Copy the website.", 5),
    Command("items.open_website", ("o",), "Open website", "Open the website in a browser; its host is shown first.", 2),
    Command("items.copy_login", ("P",), "Login sequence", "Copy user name, then password, then code.", 4),
    Command("items.copy_menu", ("Y", "c"), "Copy menu", "Choose what to copy.", 6),
    Command("items.edit", ("e",), "Edit", "Edit the item.", 7),
    Command("items.new", ("n",), "New", "Make a new item.", 6),
    Command("items.duplicate", (), "Duplicate", "Make a new item like this one."),
    Command("items.archive", ("d",), "Archive", "Put the item away (marked ones, if any are marked).", 4),
    Command("items.restore", ("A",), "Restore from archive", "Bring an archived item back."),
    Command("items.delete", ("D",), "Delete for good", "Delete the item for good; its title must be typed."),
    Command("items.undo", ("U",), "Undo", "Undo the last archive, restore or edit.", 2),
    Command("items.favourite", ("*",), "Favourite", "Mark as a favourite, or no longer.", 3),
    Command("items.tags", ("#",), "Tags", "Change the tags.", 3),
    Command("items.sort", ("s",), "Sort", "Sort by recent use, title, change or category.", 3),
    Command("items.versions", ("H",), "Versions", "See earlier versions, and restore one.", 3),
    Command("items.switch", ("tab", "shift+tab"), "Other side", "Go from the list to the fields and back.", 0),
    Command("list.open", ("enter", "l", "right"), "Open", "Go to the fields.", 5, palette=False),
    Command("list.copy_menu", ("y",), "Copy …", "Choose what to copy.", 0, palette=False),
    Command("list.mark", ("space",), "Mark", "Mark the item; archive, favourite and tags then work on all marked.", 2),
    Command("detail.copy_field", ("y", "enter"), "Copy field", "Copy the field under the cursor.", 10),
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
    Command("generator.earlier", ("e",), "Earlier ones", "Choose one that was generated before.", 6),
    Command("panel.use", ("enter", "ctrl+s"), "Use it", "Take it into the editor.", 10, palette=False),
    # Audit log
    Command("audit.open", ("enter", "l", "right"), "Open", "Show everything about the event.", 10, palette=False),
    Command("audit.filter", ("/",), "Filter", "Filter while you type: words, action:copy result:refused day:today.", 9),
    Command("audit.cycle_result", ("f",), "Refusals", "Only what failed or was refused, or all events again.", 8),
    Command("audit.cycle_action", ("a",), "Action", "Only one kind of action, then the next, then all again.", 7),
    Command("audit.export", ("x",), "Export", "Export what is shown as CSV or JSON Lines.", 6),
    # Versions
    Command("versions.restore", ("enter",), "Restore", "Make this version the current one; asks first.", 9),
    Command(
        "versions.reveal", ("r",), "Reveal", "Show the concealed values of this version for a while, or hide them.", 8
    ),
    Command("versions.switch", ("tab", "shift+tab"), "Other side", "Go from the versions to the fields and back.", 7),
)


@dataclass(frozen=True, slots=True)
class Problem:
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
            for command in COMMANDS:
                if command.context != context or (typing and not command.in_inputs):
                    continue
                if sequence in self._keys[command.id]:
                    return command
                if any(key.startswith(sequence + " ") for key in self._keys[command.id]):
                    begun.append(command)
        return begun

    def _clashes(self) -> Iterable[Problem]:
        owners: dict[tuple[str, str], Command] = {}
        for command in COMMANDS:
            for key in self._keys[command.id]:
                other = owners.setdefault((command.context, key), command)
                if other is not command:
                    shown = display_text(key)
                    yield Problem(f"Settings, keys: “{shown}” is both {other.id} and {command.id}; {other.id} has it.")
        for (context, key), command in owners.items():
            for (other_context, longer), other in owners.items():
                if context == other_context and longer.startswith(key + " "):
                    shown, hidden = display_text(key), display_text(longer)
                    yield Problem(f"Settings, keys: “{shown}” ({command.id}) hides “{hidden}” ({other.id}).")


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
