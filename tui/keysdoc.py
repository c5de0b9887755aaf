"""docs/keys.md, made from the command table: `python -m tui.keysdoc > docs/keys.md`.

Nothing in it is written by hand; a test fails where the file is not what this makes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from tui.commands import COMMANDS, CONTEXT_TITLES, Command
from tui.keynames import key_name

_INTRODUCTION = """\
# Keys

<!-- Made from tui/commands.py: python -m tui.keysdoc > docs/keys.md -->

`?` shows the keys that work where you are, `Ctrl+P` finds every command by typing. A key means the first of what it
stands for here, beginning with the innermost part of the screen; while text is typed, only keys that type nothing work.

Every key can be another: in the settings file, under `[keys]`, give a command's id a key or a list of keys.

```toml
[keys]
"items.edit" = "E"
"app.audit" = ["g a", "f6"]
"items.copy_login" = []     # no key; the command stays in the palette
```

Keys clash only within one part; clashes, sequences that a shorter key hides, and commands that do not exist are told at
the start.
"""


def render_keys() -> str:
    """Return docs/keys.md."""
    parts = [_INTRODUCTION]
    parts += ["\n".join(_section(context, title)) for context, title in CONTEXT_TITLES.items()]
    return "\n".join(parts)


def _section(context: str, title: str) -> Iterator[str]:
    yield f"## {title}\n"
    yield "| Keys | | What it does | Id |"
    yield "| --- | --- | --- | --- |"
    for command in COMMANDS:
        if command.context == context:
            yield f"| {_keys(command)} | {command.title} | {command.help.replace('|', '&#124;')} | `{command.id}` |"
    yield ""


def _keys(command: Command) -> str:
    if not command.keys:
        return "palette"
    return " ".join("`` ` ``" if key == "`" else f"`{key_name(key)}`".replace("|", "\\|") for key in command.keys)


if __name__ == "__main__":
    sys.stdout.write(render_keys())
