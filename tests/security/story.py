"""What a person does in one sitting, step by step: every screen is come by, and something is typed into most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.app.person import MASTER
from tests.endtoend.terminal import Terminal

TITLE = "Typed before it broke"
PASSWORD = "s3cret-that-was-typed"
DOTS = "•" * len(PASSWORD)
BROWSE = ("unlock", "browse")


@dataclass(frozen=True, slots=True)
class Step:
    """Keys and what is to be seen afterwards; `typed` is written out letter by letter before the keys."""

    name: str
    acts: Sequence[tuple[str, str]]
    """What to type or, in brackets, which key to press; and what to wait for, nothing or "-text" for its going."""
    draft: bool = False
    """Whether something is typed that is not saved."""
    needs: Sequence[str] = ()
    """Where it can do with fewer steps before it: which."""


STORY = (
    Step("unlock", [(MASTER, ""), ("[enter]", "Find  n New vault")]),
    Step("browse", [("[enter]", "user-Mail")]),
    Step("filter", [("/", ""), ("mai", "/ mai"), ("[enter]", "-user-Bank"), ("", "mail.example.com")]),
    Step("reveal", [("r", "s3cret-Mail"), ("r", "-s3cret-Mail"), ("[enter]", "Copy field"), ("jR", "s3cret-Mail")]),
    Step("copy", [("p", "Password sent"), ("Y", "Enter Choose"), ("[escape]", "-Enter Choose")]),
    Step(
        "versions",
        [
            ("H", "Versions of"),
            ("", "This is the current"),
            ("[tab]j", "▌ password"),
            ("r", "s3cret-Mail"),
            ("[escape]", "/ mai"),
        ],
    ),
    Step("audit", [("ga", "unlock  "), ("[enter]", "Item id"), ("[escape]", "-Item id"), ("/cop[enter]", "-unlock  ")]),
    Step("generator", [("gp", "bits"), ("r[right]", "4 words"), ("[escape]", "Audit log")]),
    Step("edit", [("gi", "user-Mail"), ("e", "Edit “Mail”"), ("[down]x", ""), ("[ctrl+s]", "Save these")]),
    Step("save", [("[enter]", "Saved “Mail”")]),
    Step("new", [("n", "Login"), ("l", "New Login"), (TITLE, TITLE), (f"[tab]me[tab]{PASSWORD}", DOTS)], needs=BROWSE),
    Step(
        "typing", [("[ctrl+t]", PASSWORD), ("y[up]", ""), ("a", "mea"), ("[down][ctrl+t]", "-" + PASSWORD)], draft=True
    ),
    Step("panel", [("[ctrl+g]", "Use it"), ("[right]", "4 words"), ("[escape]", "-Use it")], draft=True),
    Step(
        "fields",
        [("[ctrl+n]", "Add a"), ("[escape]", "-Add a"), ("[f2]", "Rename"), ("[escape]", "-Rename")],
        draft=True,
    ),
    Step(
        "palette", [("[ctrl+p]", "a command, or"), ("hel", "-Choose another"), ("[escape]", "-Show every")], draft=True
    ),
    Step("help", [("[f1]", "Between inputs"), ("[escape]", "-Between inputs")], draft=True),
    Step("review", [("[ctrl+s]", "Save this new item"), ("[escape]", "-Save this new item")], draft=True),
    Step("lock", [("[ctrl+l]", "Enter unlock")], draft=True),
    Step("return", [(MASTER, ""), ("[enter]", TITLE), ("[ctrl+q]", "")], draft=True),
)


class Ended(Exception):
    """The program has ended in the midst of the story."""


def tell(terminal: Terminal, step: Step) -> None:
    """Do what a step says.

    Raises:
        Ended: the program did so before.
    """
    for what, seen in step.acts:
        for part in what.replace("[", "\0[").replace("]", "]\0").split("\0"):
            if part.startswith("["):
                terminal.press(part[1:-1])
            else:
                terminal.type(part)
        if seen:
            look(terminal, seen)


def look(terminal: Terminal, text: str) -> None:
    """Wait until a text is seen, or, with "-" before it, until it is gone; or until the program has ended."""
    gone = text.startswith("-")
    wanted = text.removeprefix("-")
    terminal.wait_until(lambda: terminal.code is not None or (wanted in terminal.page()) is not gone, f"{text!r}")
    if terminal.code is not None:
        raise Ended
