"""The last guard: whatever a widget is given, no control leaves with what is painted, and clean text is as before."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tests.security import sieve
from tests.security.hostile import CLIPBOARD, Hostile
from tui import guard
from tui.guard import strips

pytestmark = pytest.mark.security

CONSOLE = Console(file=io.StringIO(), color_system="truecolor", force_terminal=True)
STYLES = (None, Style(bold=True), Style(color="#102030", bgcolor="#405060"))


def painted(*segments: Segment) -> str:
    """Return what a strip becomes on its way to the terminal."""
    return Strip(segments).render(CONSOLE)


@given(st.lists(st.tuples(st.text(st.characters()), st.sampled_from(STYLES))))
def test_nothing_but_colours_is_written_whatever_the_text(pieces: list[tuple[str, Style | None]]) -> None:
    written = painted(*(Segment(text, style) for text, style in pieces))
    assert sieve.odd(written.encode()) == []


@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])), st.sampled_from(STYLES))
    )
)
def test_clean_text_is_painted_as_textual_paints_it(pieces: list[tuple[str, Style | None]]) -> None:
    segments = [Segment(text, style) for text, style in pieces]
    assert painted(*segments) == strips._textual_render(Strip(segments), CONSOLE)


def test_hostile_texts_lose_what_is_hostile_and_textual_alone_would_send_it() -> None:
    texts = Hostile(7).texts(500)
    assert sieve.odd("".join(painted(Segment(text, STYLES[1])) for text in texts).encode()) == []
    bare = "".join(strips._textual_render(Strip([Segment(text)]), CONSOLE) for text in texts)
    assert len(sieve.odd(bare.encode("utf-8", "replace"))) > 500


def test_a_link_goes_since_where_it_leads_is_foreign_too() -> None:
    linked = Segment("bank", Style(bold=True, link=f"https://evil.example{CLIPBOARD}"))
    assert painted(linked) == painted(Segment("bank", Style(bold=True)))


def test_what_was_painted_once_stays_clean_when_it_is_cut_joined_and_painted_again() -> None:
    strip = Strip([Segment(f"a{CLIPBOARD}b"), Segment("\x9bc", STYLES[1])])
    first = strip.render(CONSOLE)
    assert strip.render(CONSOLE) == first
    for other in (Strip.join([strip, strip]), strip.crop(0, 3), strip.apply_style(Style(bold=True)), strip.simplify()):
        assert sieve.odd(other.render(CONSOLE).encode()) == []


def test_the_start_is_refused_where_the_guard_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert guard.refusal() is None
    monkeypatch.setattr(Strip, "render", strips._textual_render)
    assert "controls" in (guard.refusal() or "")


def test_the_start_is_refused_where_textual_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strips, "NAMES", (*strips.NAMES, "_rendered"))
    assert "(_rendered missing)" in (guard.refusal() or "")
