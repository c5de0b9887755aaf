"""Secret references, resolved by 1Password itself: one by one call, several by one call, with a reason for each other.

What 1Password itself sees as no reference is told in its place too; nothing is tried a second time here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui.backends.http_answer import quotable
from tui.backends.onepassword.reference_reasons import REASONS
from tui.model.errors import Denied, Invalid, NotFound, TokenRefused, Unreachable, VaultError
from tui.model.secret import Secret

if TYPE_CHECKING:
    from tui.backends.onepassword.calls import Calls

ONE, SEVERAL = "SecretsResolve", "SecretsResolveAll"
NO_ANSWER = "1Password gave no answer for this reference."

TELLING = ("parsing",)
"""Of these it says more itself that is quoted: it is about the reference. What it says of a code may quote the seed."""


class References:
    """Has references resolved."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def resolve(self, references: Sequence[str]) -> Sequence[Secret | VaultError]:
        """Return for each reference its value, or why there is none. Raises only what stops all of them."""
        different = list(dict.fromkeys(references))
        if len(different) == 1:
            found = {different[0]: await self._one(different[0])}
        else:
            found = await self._several(different) if different else {}
        return [found[one] for one in references]

    async def _one(self, reference: str) -> Secret | VaultError:
        try:
            value = await self._calls.ask(ONE, {"secret_reference": reference}, "what the reference leads to")
        except TokenRefused:
            raise
        except (Denied, Invalid, NotFound) as error:
            return error
        return Secret(value) if isinstance(value, str) else Unreachable(NO_ANSWER)

    async def _several(self, references: Sequence[str]) -> dict[str, Secret | VaultError]:
        answer = await self._calls.ask(SEVERAL, {"secret_references": list(references)}, "what the references lead to")
        each = answer.get("individualResponses") if isinstance(answer, Mapping) else None
        answers = each if isinstance(each, Mapping) else {}
        return {one: _result(answers.get(one)) for one in references}


def _result(response: object) -> Secret | VaultError:
    """Return what was answered for one reference."""
    table = response if isinstance(response, Mapping) else {}
    content = table.get("content")
    if isinstance(content, Mapping) and isinstance(value := content.get("secret"), str):
        return Secret(value)
    error = table.get("error")
    return _reason(error) if isinstance(error, Mapping) else Unreachable(NO_ANSWER)


def _reason(error: Mapping[object, object]) -> VaultError:
    kind, message = str(error.get("type", "")), error.get("message")
    known = REASONS.get(kind)
    if known is None:
        return Unreachable(f"1Password does not resolve it, for a reason that is not known here ({kind or 'no name'}).")
    sentence = known.sentence
    if kind in TELLING and isinstance(message, str) and message:
        sentence += f" It says: {quotable(message, ())}"
    return known.kind(sentence)
