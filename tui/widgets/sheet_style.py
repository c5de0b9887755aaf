"""What a sheet is drawn with: the component classes of `ItemDetail` and their colours."""

from __future__ import annotations

PREFIX = "item-detail--"
"""The names of the component classes begin with this; pieces name only the rest."""

COMPONENTS = {
    PREFIX + name
    for name in (
        "archived",
        "bar",
        "chip",
        "code",
        "code-late",
        "concealed",
        "cursor",
        "digit",
        "escape",
        "favourite",
        "label",
        "letter",
        "problem",
        "rule",
        "section",
        "subtle",
        "symbol",
        "title",
        "value",
    )
}

CSS = """
ItemDetail {
    & > .item-detail--archived { color: $text-warning; }
    & > .item-detail--bar { color: $accent; text-style: bold; }
    & > .item-detail--chip { color: $text-secondary; }
    & > .item-detail--code { color: $text-accent; text-style: bold; }
    & > .item-detail--code-late { color: $text-error; text-style: bold; }
    & > .item-detail--concealed { color: $text-muted; }
    & > .item-detail--digit { color: $text-accent; text-style: bold; }
    & > .item-detail--escape { color: $text-error; text-style: italic; }
    & > .item-detail--favourite { color: $accent; }
    & > .item-detail--label { color: $text-muted; }
    & > .item-detail--problem { color: $text-warning; }
    & > .item-detail--rule { color: $foreground 20%; }
    & > .item-detail--section { color: $text-accent; }
    & > .item-detail--subtle { color: $text-muted; }
    & > .item-detail--symbol { color: $text-secondary; }
    & > .item-detail--title { text-style: bold; }
    &:focus > .item-detail--cursor { background: $accent 15%; }
    &:ansi > .item-detail--cursor { background: ansi_default; }
    &:ansi > .item-detail--concealed { text-style: dim; }
    &:ansi > .item-detail--label { text-style: dim; }
    &:ansi > .item-detail--rule { color: ansi_default; text-style: dim; }
    &:ansi > .item-detail--subtle { text-style: dim; }
}
"""
