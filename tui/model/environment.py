"""An Environment: the variables of a project, kept apart from the items of vaults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from tui.model.secret import Secret

EnvironmentId = NewType("EnvironmentId", str)


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable. Every value is a `Secret`; `masked`: its service conceals it, too."""

    name: str
    value: Secret
    masked: bool = True
