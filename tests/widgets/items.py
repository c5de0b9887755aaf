"""Items for the tests."""

from __future__ import annotations

from tui.model.category import LOGIN
from tui.model.field import Field, FieldKind, Purpose, Section
from tui.model.ids import HOME, FieldId, ItemId, ItemRef, SectionId, VaultId
from tui.model.item import Item, ItemState, Website
from tui.model.secret import Secret
from tui.tools.totp import parse

UPDATED = 1_800_000_000.0


def ref(item: str = "1") -> ItemRef:
    """Return the reference of an item of the home store."""
    return ItemRef(HOME, VaultId("v"), ItemId(item))


def field(name: str, kind: FieldKind, label: str, value: str, section: str = "") -> Field:
    """Return a field, its value a `Secret` where its kind is concealed."""
    held = Secret(value) if kind.concealed else value
    purpose = Purpose.PASSWORD if name == "password" else Purpose.NONE
    return Field(FieldId(name), kind, label, held, SectionId(section) if section else None, purpose)


GITHUB = Item(
    ref(),
    "GitHub",
    LOGIN,
    fields=(
        field("username", FieldKind.TEXT, "user name", "octocat"),
        field("password", FieldKind.CONCEALED, "password", "s3cret-O0l1"),
        field("otp", FieldKind.OTP, "code", "JBSWY3DPEHPK3PXP"),
        field("pin", FieldKind.CONCEALED, "PIN", "s3cret-1", "more"),
        field("empty", FieldKind.TEXT, "nickname", "", "more"),
        field("notes", FieldKind.NOTES, "notes", "first line\n\nthird line", "more"),
    ),
    sections=(Section(SectionId("more"), "More"), Section(SectionId("none"), "Without fields")),
    websites=(Website("https://github.com/login"), Website("https://gist.github.com", "gists")),
    tags=("work", "dev/tools"),
    favourite=True,
    state=ItemState.ARCHIVED,
    created=UPDATED - 86_400,
    updated=UPDATED,
    version=7,
)

OTP = FieldId("otp")
PASSWORD = FieldId("password")
CODES = {OTP: parse("JBSWY3DPEHPK3PXP")}


class Clock:
    """A clock that is set by hand."""

    def __init__(self, now: float = 1_000_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now
