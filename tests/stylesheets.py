"""Textual's style sheets, parsed once in a process instead of once for every app that a test starts.

The rules depend on nothing but what is part of the key here, and nobody changes them: Textual itself uses them again.
"""

from __future__ import annotations

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation


def parse_once() -> None:
    """Remember the rules of every style sheet that is parsed from now on."""
    remembered: dict[tuple[object, ...], list[RuleSet]] = {}
    parse = Stylesheet._parse_rules

    def rules(  # noqa: PLR0917 - as in Textual
        self: Stylesheet,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        asked = (css, read_from, is_default_rules, tie_breaker, scope)
        key = (*asked, *self._variables.items())
        if key not in remembered:
            remembered[key] = parse(self, *asked)
        return remembered[key]

    Stylesheet._parse_rules = rules  # type: ignore[method-assign]
