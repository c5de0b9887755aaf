"""A rotation: a password that takes the place of another one, from before anything is sent until its site has it too.

Both passwords stay in it as long as either may be the one that a site asks for.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

from tui.model.titles import named

if TYPE_CHECKING:
    from tui.model.ids import FieldId, ItemRef
    from tui.model.secret import Secret

RotationId = NewType("RotationId", str)


class Stage(StrEnum):
    """How far a rotation came. PREPARED: nothing was sent; SENT: nobody has heard yet how that ended."""

    PREPARED = "prepared"
    SENT = "sent"
    SAVED = "saved"
    UNKNOWN = "not known"
    FAILED = "not saved"

    @property
    def settled(self) -> bool:
        """Whether it is known which of the two passwords is in the item."""
        return self in (Stage.SAVED, Stage.FAILED)


@dataclass(frozen=True, slots=True)
class Rotation:
    """One password's rotation. `title` and `label` name item and field, `at` is when it began, in Unix seconds.

    `why` is a sentence on how it stands, or "".
    """

    id: RotationId
    ref: ItemRef
    title: str
    field: FieldId
    label: str
    old: Secret
    new: Secret
    at: float
    stage: Stage = Stage.PREPARED
    why: str = ""

    @property
    def name(self) -> str:
        """What the item is called, also where it has no title."""
        return named(self.title)


def new_rotation_id() -> RotationId:
    """Return a random id."""
    return RotationId(os.urandom(16).hex())
