"""What sites say about the passwords they take, in the `passwordrules` syntax of Apple, as a recipe.

The syntax is that of developer.apple.com ("Customizing Password AutoFill Rules"), read as PasswordRulesParser.js of
github.com/apple/password-manager-resources does; what that passes over in silence is said here.
"""

from __future__ import annotations

import html
import re
import string
from dataclasses import dataclass, field

from tui.model.errors import Invalid
from tui.tools.generator import LONGEST
from tui.tools.ruled_recipe import RuledRecipe

USUAL_LENGTH = 20
"""How long a password is where the rules leave it open."""

_LONGEST_TEXT = 4096
_SPECIAL = f" {string.punctuation}"
_PRINTABLE = string.ascii_letters + string.digits + _SPECIAL
_CLASSES = {
    "lower": string.ascii_lowercase,
    "upper": string.ascii_uppercase,
    "digit": string.digits,
    "special": _SPECIAL,
    "ascii-printable": _PRINTABLE,
    "unicode": _PRINTABLE,  # any characters: what everybody can type is among them
}
_ATTRIBUTE = re.compile(r"""passwordrules\s*=\s*(["'])(.*)\1""", re.IGNORECASE | re.DOTALL)
_NAME = re.compile(r"\s*([a-z\-]+)\s*:\s*", re.IGNORECASE)
_NUMBER = re.compile(r"([0-9]{1,9})\s*(?:;|\Z)")
_NOTHING = re.compile(r"[\s;]+")
_END = re.compile(r"\s*(;|\Z)")
_COMMA = re.compile(r"\s*,\s*")
_CLASS_NAME = re.compile(r"[a-z\-]+", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:quot|amp|lt|gt|apos|#[0-9]{1,4});", re.IGNORECASE)
# A "]" is a member where it comes last, before the one that closes.
_OWN_CLASS = re.compile(r"\[([^\]]*\]?)\]")


@dataclass(slots=True)
class _Rules:
    least: int = 0
    most: int = LONGEST
    run: int = 0
    allowed: str = ""
    required: list[str] = field(default_factory=list)


def parse(text: str, length: int = USUAL_LENGTH) -> RuledRecipe:
    """Return the recipe for passwords that follow the rules, as near to `length` as they let it be.

    Spaces are drawn only where nothing else will do: many sites cut them off.

    Raises:
        Invalid: these are no rules, they contradict each other, or no password can follow them.
    """
    if len(text) > _LONGEST_TEXT:
        raise Invalid("This is too long for the rules of a site.")
    found = _ATTRIBUTE.search(text)
    rules = _read(html.unescape(found[2]) if found else _ENTITY.sub(lambda entity: html.unescape(entity[0]), text))
    if rules.least > LONGEST:
        raise Invalid(f"These rules ask for more than {LONGEST} characters, which is the most that can be made.")
    if rules.least > rules.most:
        raise Invalid(f"These rules ask for at least {rules.least} characters and for at most {rules.most}.")
    required = [_without_space(chars) for chars in dict.fromkeys(rules.required)]
    allowed = rules.allowed + "".join(rules.required) or _PRINTABLE
    spaces = " " if " " in required else ""
    recipe = RuledRecipe(
        min(max(length, rules.least, len(required)), rules.most),
        "".join(dict.fromkeys(_without_space(allowed) + spaces)),
        tuple(required),
        rules.run,
    )
    recipe.entropy()
    return recipe


def _without_space(chars: str) -> str:
    return chars.replace(" ", "") or chars


def _read(text: str) -> _Rules:
    rules = _Rules()
    at, said = 0, False
    while at < len(text):
        if blank := _NOTHING.match(text, at):
            at = blank.end()
            continue
        name = _NAME.match(text, at)
        if name is None:
            raise Invalid(f"At character {at + 1} a rule is expected: its name, a colon and its value.")
        at = _rule(rules, name[1].lower(), text, name.end())
        said = True
    if not said:
        raise Invalid("There are no rules here; they look like: minlength: 8; required: lower; required: digit.")
    return rules


def _rule(rules: _Rules, name: str, text: str, at: int) -> int:
    """Read the value of a rule, and return where the next one begins. A rule without a value says nothing."""
    if name not in ("minlength", "maxlength", "max-consecutive", "required", "allowed"):
        raise Invalid(f"The rule that ends before character {at + 1} has a name that no rule has.")
    if end := _END.match(text, at):
        return end.end()
    if name in ("required", "allowed"):
        chars, at = _set(text, at)
        if name == "allowed":
            rules.allowed += chars
        elif chars:
            rules.required.append(chars)
        return at
    number = _NUMBER.match(text, at)
    if number is None:
        raise Invalid(f"The value of {name} must be a whole number.")
    _limit(rules, name, int(number[1]))
    return number.end()


def _limit(rules: _Rules, name: str, number: int) -> None:
    """Take a number: of several the strictest. 0 says nothing."""
    if name == "minlength":
        rules.least = max(rules.least, number)
    elif name == "maxlength" and number:
        rules.most = min(rules.most, number)
    elif number:
        rules.run = min(rules.run or number, number)


def _set(text: str, at: int) -> tuple[str, int]:
    """Read names of classes, and classes in brackets, with commas between them."""
    chars, begin = "", at
    while True:
        if own := _OWN_CLASS.match(text, at):
            chars += _members(own[1])
            at = own.end()
        elif (name := _CLASS_NAME.match(text, at)) and name[0].lower() in _CLASSES:
            chars += _CLASSES[name[0].lower()]
            at = name.end()
        else:
            raise Invalid(f"At character {at + 1} a kind of characters is expected: {', '.join(_CLASSES)} or [...].")
        if end := _END.match(text, at):
            if not chars and not text[begin:at].isascii():
                raise Invalid(f"Of the characters at {begin + 1} there are none that can be made: only ASCII is.")
            return "".join(dict.fromkeys(chars)), end.end()
        comma = _COMMA.match(text, at)
        if comma is None:
            raise Invalid(f"At character {at + 1} a comma or a semicolon is expected.")
        at = comma.end()


def _members(inside: str) -> str:
    """Return the characters of a class in brackets: printable ASCII, and a hyphen only where it comes first."""
    return "".join(char for place, char in enumerate(inside) if char in _PRINTABLE and (char != "-" or place == 0))
