"""One copy to one clipboard, and one clearing of it; what is said of them.

What went wrong is a clause that starts with a small letter, and says what to do about it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tui.host import clipboard as host
from tui.host import routes
from tui.host.keeper import Answer
from tui.host.waiting import Word

if TYPE_CHECKING:
    from tui.host.clipboard import Place
    from tui.host.keeping import Keeping

Write = Callable[[str], None] | None
"""What writes a control sequence to the terminal; None where there is none."""


async def put(place: Place, text: bytes, write: Write, keeper: Keeping | None) -> tuple[Answer, str]:
    """Put UTF-8 text on a clipboard; return how that went, and what went wrong. Tells the keeper what it must know.

    Raises:
        Invalid: this clipboard cannot take such a text.
    """
    if refusal := routes.refusal(place.seat, place.route):
        return Answer.FAILED, refusal
    sequence = host.sequence(place.route, text) if place.route.is_sequence else ""
    if not place.route.reads_back and keeper is not None:
        keeper.say(Word.SENDING)
    if sequence:
        return _write(sequence, write)
    answer = await host.copy(place.route, text, place.seat)
    return answer, host.reason(place.route, answer) if answer is not Answer.OK else ""


async def clear(place: Place, write: Write) -> str:
    """Clear a clipboard; return what went wrong, as a sentence, or an empty text."""
    if place.route.is_sequence:
        answer, _ = _write(host.clearing_sequence(place.route), write)
        return "" if answer is Answer.OK else "The terminal could not be asked to clear its clipboard."
    answer = await host.clear(place)
    if answer in (Answer.OK, Answer.CHANGED):
        return ""
    return f"The clipboard may still hold what was copied: {host.reason(place.route, answer)}."


def sentence(place: Place, name: str, troubles: Sequence[str], when: str) -> str:
    """Return what the status line says of a copy. `troubles` came before it; an empty `when`: it is not cleared."""
    if place.route.reads_back:
        return f"{name} copied; cleared {when}" if when else f"{name} copied"
    notes = "; ".join(filter(None, (*troubles, routes.caveat(place.seat, place.route))))
    sent = f"{name} sent to your terminal" + (f" ({notes})" if notes else "")
    return f"{sent}; asked to clear whatever it holds {when}" if when else f"{sent}; it is not cleared there"


def _write(sequence: str, write: Write) -> tuple[Answer, str]:
    if write is None:
        return Answer.FAILED, "there is no terminal to send it to"
    try:
        write(sequence)
    except OSError:
        return Answer.FAILED, "the terminal cannot be written to"
    return Answer.OK, ""
