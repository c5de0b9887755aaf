"""A text as a QR code, to be read by a telephone from the screen (ISO/IEC 18004, made by segno).

Who has the picture has the text: a code prints nothing of itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tui.model.errors import Invalid
from tui.model.secret import Secret

QUIET = 4
"""The margin that readers need, in modules (ISO/IEC 18004, 9.1)."""

_HALVES = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}


@dataclass(frozen=True, slots=True)
class QrCode:
    """The rows of a code with its quiet zone, True where a module is dark. As wide as it is high."""

    modules: tuple[tuple[bool, ...], ...] = field(repr=False)

    @property
    def width(self) -> int:
        """How many cells wide its lines are."""
        return len(self.modules)

    def lines(self) -> tuple[str, ...]:
        """Return two rows of modules in each line. The characters are what is dark: draw them in black on white."""
        rows = [*self.modules, (False,) * self.width]
        pairs = zip(rows[::2], rows[1::2], strict=False)
        return tuple("".join(map(_HALVES.__getitem__, zip(upper, lower, strict=True))) for upper, lower in pairs)


def encode(secret: Secret) -> QrCode:
    """Return the smallest code of a text, with as much correction as fits into it.

    Raises:
        Invalid: there is nothing to encode, or more than a code can hold (about 2,900 bytes).
    """
    import segno

    text = secret.reveal()
    if not text:
        raise Invalid("There is nothing to make a QR code of.")
    try:
        # What is no ASCII says that it is UTF-8 (ECI), since readers guess otherwise, and guess wrongly.
        made = segno.make_qr(text, eci=not text.isascii(), encoding=None if text.isascii() else "utf-8")
    except segno.DataOverflowError:
        raise Invalid("This is too long for a QR code.") from None
    except UnicodeEncodeError:
        raise Invalid("This has half a character in it, which no QR code can hold.") from None
    return QrCode(tuple(tuple(map(bool, row)) for row in made.matrix_iter(border=QUIET)))
