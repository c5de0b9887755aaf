"""1Password Environments: their variables, by an Environment's id. They can only be read, and nothing lists them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui.model.environment import EnvironmentId, Variable
from tui.model.errors import Denied, NotFound, TokenRefused, Unreachable
from tui.model.secret import Secret

if TYPE_CHECKING:
    from tui.backends.onepassword.calls import Calls

READ = "EnvironmentsGetVariables"
UNKNOWN = (
    "1Password knows no Environment with this id here. Compare it with the one in the app (Developer > View "
    "Environments > Manage environment); or it is another account's, or not in this token's scope."
)
SCOPE = "A token reads only the Environments in its scope, which was chosen when it was made."
ODD = "1Password’s answer about the Environment has another form than is known here."


class Environments:
    """Reads Environments."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def variables(self, environment: EnvironmentId) -> Sequence[Variable]:
        """Return the variables in the order of the service. Raises `NotFound`, `Denied`."""
        try:
            answer = await self._calls.ask(READ, {"environment_id": environment}, "the Environment")
        except NotFound as error:
            raise NotFound(UNKNOWN) from error
        except TokenRefused:
            raise
        except Denied as error:
            raise Denied(f"{error} {SCOPE}") from error
        found = answer.get("variables") if isinstance(answer, Mapping) else None
        if not isinstance(found, list):
            raise Unreachable(ODD)
        return [_variable(one) for one in found]


def _variable(wire: object) -> Variable:
    """Return a variable. What does not say whether it is masked is."""
    table = wire if isinstance(wire, Mapping) else {}
    name, value = table.get("name"), table.get("value")
    if not isinstance(name, str) or not isinstance(value, str):
        raise Unreachable(ODD)
    return Variable(name, Secret(value), masked=table.get("masked") is not False)
