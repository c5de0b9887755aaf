"""Items: the whole one, and the summary that a list shows. In a summary no secret can be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tui.model.field import Field, FieldKind, Purpose, Section
from tui.model.ids import FieldId, ItemRef, SectionId

if TYPE_CHECKING:
    from tui.model.category import Category
    from tui.model.file import FileInfo


DOCUMENT = "DOCUMENT"
"""The id of the category whose items are files: one is made together with its file."""


class ItemState(StrEnum):
    """Whether an item is in use."""

    ACTIVE = "active"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Website:
    """An address where an item is used. `autofill` is the service's own word for when it may be filled in."""

    url: str
    label: str = ""
    autofill: str = ""

    @property
    def host(self) -> str:
        """The host of the URL without `www.`, or "" where it has none. Never raises."""
        try:
            host = urlsplit(self.url if "//" in self.url else f"//{self.url}").hostname or ""
        except ValueError:
            return ""
        return "" if any(map(str.isspace, host)) else host.removeprefix("www.")


@dataclass(frozen=True, slots=True)
class Item:
    """A whole item with its secrets.

    `created` and `updated` are Unix seconds. `version` counts from 1; 0 means that the item was never saved.
    Fields come in the order they are shown within their section; `section=None` comes first. `read_only` is the
    sentence why this item cannot be edited where it is, or "".
    """

    ref: ItemRef
    title: str
    category: Category
    fields: tuple[Field, ...] = ()
    sections: tuple[Section, ...] = ()
    websites: tuple[Website, ...] = ()
    tags: tuple[str, ...] = ()
    favourite: bool = False
    state: ItemState = ItemState.ACTIVE
    created: float = 0.0
    updated: float = 0.0
    version: int = 0
    files: tuple[FileInfo, ...] = ()
    read_only: str = ""

    def field(self, field_id: FieldId) -> Field | None:
        """Return the field with this id, or None."""
        return next((field for field in self.fields if field.id == field_id), None)

    def of(self, purpose: Purpose) -> Field | None:
        """Return the first field with this purpose, or None."""
        return next((field for field in self.fields if field.purpose is purpose), None)

    def is_its_file(self, file: FileInfo) -> bool:
        """Whether a file is what this item is: the first of a document. It can be replaced, and not be taken out."""
        return self.category.id == DOCUMENT and self.files[:1] == (file,)

    @property
    def username(self) -> Field | None:
        """The user name: the field with this purpose, else the one that has it for an id, as in a database."""
        return self.of(Purpose.USERNAME) or self.field(FieldId("username"))

    @property
    def otp(self) -> Field | None:
        """The first one-time password that has a value, or None."""
        return next((f for f in self.fields if f.kind is FieldKind.OTP and not f.empty), None)

    @property
    def host(self) -> str:
        """The host of the first website that has one, or ""."""
        return next((site.host for site in self.websites if site.host), "")

    def grouped(self) -> Iterator[tuple[Section | None, tuple[Field, ...]]]:
        """Yield sections in order with their fields, those without a section first.

        A field whose section does not exist counts as without one, so that nothing is ever hidden.
        """
        known: set[SectionId] = {section.id for section in self.sections}
        yield None, tuple(field for field in self.fields if field.section not in known)
        for section in self.sections:
            yield section, tuple(field for field in self.fields if field.section == section.id)

    def summary(self) -> ItemSummary:
        """Return what a list shows of this item."""
        username = self.username
        return ItemSummary(
            ref=self.ref,
            title=self.title,
            category=self.category.id,
            username=username.value if username is not None and isinstance(username.value, str) else "",
            host=self.host,
            tags=self.tags,
            favourite=self.favourite,
            archived=self.state is ItemState.ARCHIVED,
            has_otp=self.otp is not None,
            updated=self.updated,
            version=self.version,
        )


@dataclass(frozen=True, slots=True)
class ItemSummary:
    """A row of a list. `category` is a category's id, `updated` is in Unix seconds.

    `syncing`: it was written by us, and the place does not show it itself yet.
    """

    ref: ItemRef
    title: str
    category: str
    username: str = ""
    host: str = ""
    tags: tuple[str, ...] = ()
    favourite: bool = False
    archived: bool = False
    has_otp: bool = False
    updated: float = 0.0
    version: int = 0
    syncing: bool = False


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """An earlier version of an item: its number, when it was saved (Unix seconds), and its title then."""

    version: int
    updated: float
    title: str
