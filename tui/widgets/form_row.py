"""A row of the editor's form: a label, an input, and what is said about what stands in it.

A row only shows. What it holds is read off it as a change to an item; what nobody touched is read exactly as it came,
whatever an input makes of odd line ends or controls.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from tui.host.display import display_text
from tui.model import arrange
from tui.model.edit import Edit, SetFavourite, SetTags, SetTitle, SetWebsites, apply
from tui.model.item import Item
from tui.model.secret import Secret
from tui.tools.hints import Hint
from tui.widgets.plain_area import PlainArea
from tui.widgets.plain_input import PlainInput
from tui.widgets.secret_input import SecretInput


class RowKey(NamedTuple):
    """What a row is for: "title", "websites", "tags", "favourite"; "field" and "section" with their id."""

    kind: str
    id: str = ""


class Star(Static, can_focus=True):
    """A star that is on or off; Space, Enter or a click turns it."""

    DEFAULT_CSS: ClassVar[str] = """
    Star {
        width: auto;
        height: 1;
        padding: 0 1;
        color: $text-muted;
        &.-on { color: $accent; text-style: bold; }
        &:focus { background: $accent 16%; }
        &:ansi:focus { text-style: reverse; }
    }
    """

    @dataclass
    class Turned(Message):
        """The star was turned."""

        star: Star

        @property
        def control(self) -> Star:
            """The star."""
            return self.star

    def __init__(self, on: bool) -> None:
        super().__init__()
        self.on = on
        self._show()

    def turn(self) -> None:
        """Turn it."""
        self.on = not self.on
        self._show()
        self.post_message(self.Turned(self))

    def _show(self) -> None:
        self.update(Content("★ yes" if self.on else "☆ no"))
        self.set_class(self.on, "-on")

    def on_key(self, event: events.Key) -> None:
        """Turn it."""
        if event.key in ("space", "enter"):
            event.stop()
            self.turn()

    def on_click(self) -> None:
        """Turn it."""
        self.turn()


class FormRow(Widget):
    """A label and an input. `original` is what the input stands for while nobody has touched it.

    Few widgets, since a whole form is laid out at every key: the hint is made when there is something to say.
    """

    DEFAULT_CSS: ClassVar[str] = """
    FormRow {
        width: 1fr;
        height: auto;
        margin-bottom: 1;
        layout: vertical;
        & > .label {
            dock: left;
            width: 27;
            height: 1;
            padding-right: 2;
            color: $text-muted;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
        & > .hint { display: none; height: auto; padding-left: 1; color: $text-muted; }
        & > .hint.-shown { display: block; }
        & > .hint.-problem { color: $text-warning; }
        &.-apart { border-top: solid $foreground 20%; padding-top: 1; }
        &:focus-within { color: $text; }
        &:focus-within > .label { color: $text-accent; text-style: bold; }
        &:ansi > .label { text-style: dim; }
    }
    """

    def __init__(self, key: RowKey, label: str, inside: Widget, original: Edit) -> None:
        super().__init__()
        self.key = key
        self.inside = inside
        self.label = Static(Content(display_text(label)), classes="label")
        self._hint = Static(classes="hint")
        self._said = Hint()
        self._original = original
        self._first = self.held()

    def compose(self) -> ComposeResult:
        yield self.label
        yield self.inside
        if self._said.text:
            yield self._hint

    def rename(self, label: str) -> None:
        """Show another label."""
        self.label.update(Content(display_text(label)))

    def held(self) -> str | Secret:
        """Return what stands in the input."""
        match self.inside:
            case SecretInput():
                return self.inside.secret
            case Input():
                return self.inside.value
            case TextArea():
                return self.inside.text
            case Star():
                return "yes" if self.inside.on else ""
        raise TypeError(f"{type(self.inside).__name__} is no input of a form")

    @property
    def touched(self) -> bool:
        """Whether something else stands in the input than at first."""
        return self.held() != self._first

    def edit(self, item: Item, held: str | Secret) -> Edit:
        """Return the change that `held` makes to an item. Every child says which."""
        raise NotImplementedError

    def read(self, item: Item) -> Item:
        """Return the item with what stands in this row."""
        held = self.held()
        return apply(item, [self._original if held == self._first else self.edit(item, held)])

    def say(self, hint: Hint) -> None:
        """Say something about the input, or nothing any more. What is said already costs nothing."""
        if hint == self._said:
            return
        self._said = hint
        self._hint.update(Content(display_text(hint.text)))
        self._hint.set_class(bool(hint.text), "-shown")
        self._hint.set_class(not hint.ok, "-problem")
        if hint.text and self.is_attached and not self._hint.is_attached:
            self.mount(self._hint, after=self.inside)


class TitleRow(FormRow):
    """The title."""

    def __init__(self, item: Item) -> None:
        super().__init__(RowKey("title"), "title", PlainInput(item.title, compact=True), SetTitle(item.title))

    def edit(self, item: Item, held: str | Secret) -> Edit:
        """Return another title."""
        return SetTitle(str(held))


class WebsitesRow(FormRow):
    """The websites, one per line."""

    def __init__(self, item: Item) -> None:
        inside = PlainArea("\n".join(site.url for site in item.websites), "https://…  (one per line)")
        super().__init__(RowKey("websites"), "websites", inside, SetWebsites(item.websites))

    def edit(self, item: Item, held: str | Secret) -> Edit:
        """Return other websites."""
        return arrange.set_websites(item, str(held).splitlines())


class TagsRow(FormRow):
    """The tags, with commas."""

    def __init__(self, item: Item) -> None:
        inside = PlainInput(arrange.tags_line(item.tags), placeholder="work, bank, …", compact=True)
        super().__init__(RowKey("tags"), "tags", inside, SetTags(item.tags))

    def edit(self, item: Item, held: str | Secret) -> Edit:
        """Return other tags."""
        return arrange.set_tags(str(held))


class FavouriteRow(FormRow):
    """Whether the item is a favourite."""

    def __init__(self, item: Item) -> None:
        inside = Star(item.favourite)
        super().__init__(RowKey("favourite"), "favourite", inside, SetFavourite(item.favourite))

    def edit(self, item: Item, held: str | Secret) -> Edit:
        """Return the mark, or none."""
        return SetFavourite(bool(held))
