"""The members of a team, with whom items are shared. Nothing about a member is a secret."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class MemberId:
    """A member's id as its service gave it: a text, or a `number`, which goes back as one."""

    text: str
    number: bool = False

    @property
    def raw(self) -> str | int:
        """The id as JSON has it."""
        return int(self.text) if self.number else self.text


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a team. All but the id may be "", where it is not known."""

    id: MemberId
    name: str = ""
    email: str = ""
    role: str = ""

    @property
    def label(self) -> str:
        """What a member is called: by the name, else the address, else the id."""
        return self.name.strip() or self.email.strip() or f"the member {self.id.text}"

    @property
    def described(self) -> str:
        """The name, and in brackets the address, as far as both are known."""
        return f"{self.name.strip()} ({self.email})" if self.name.strip() and self.email else self.label
