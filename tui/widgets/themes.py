"""The colours of Strongroom: brass on calm dark or light surfaces.

Every text has a contrast of at least 4.5 to 1 on every surface (WCAG 2.2, 1.4.3), and what a hue tells it still tells
where a terminal has 16 colours.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="strongroom-dark",
    primary="#E0B040",
    secondary="#79C9F2",
    accent="#E5B84A",
    warning="#FF9000",
    error="#F25C48",
    success="#41D85A",
    foreground="#E7E3DA",
    background="#101317",
    surface="#161A1F",
    panel="#1F252C",
    dark=True,
    variables={
        "text": "#E7E3DA",
        "text-muted": "#A29F97",
        "text-disabled": "#6F6E69",
        "foreground-muted": "#A29F97",
        "border": "#E0B040",
        "border-blurred": "#39414A",
        "block-cursor-background": "#E5B84A",
        "block-cursor-foreground": "#101317",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#39414A",
        "button-color-foreground": "#101317",
        "input-cursor-background": "#E5B84A",
        "input-cursor-foreground": "#101317",
        "input-selection-background": "#E5B84A 35%",
        "footer-background": "#1F252C",
    },
)

LIGHT = Theme(
    name="strongroom-light",
    primary="#7F5500",
    secondary="#1042A5",
    accent="#865900",
    warning="#9A4A16",
    error="#A52600",
    success="#0B6B1F",
    foreground="#24272B",
    background="#EFEBE2",
    surface="#FAF7F0",
    panel="#E4DED1",
    dark=False,
    variables={
        "text": "#24272B",
        "text-muted": "#5C5A55",
        "text-disabled": "#8E8B84",
        "foreground-muted": "#5C5A55",
        "border": "#7F5500",
        "border-blurred": "#C4BCAB",
        "block-cursor-background": "#7F5500",
        "block-cursor-foreground": "#FAF7F0",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#D9D1C0",
        "button-color-foreground": "#FAF7F0",
        "input-cursor-background": "#7F5500",
        "input-cursor-foreground": "#FAF7F0",
        "input-selection-background": "#7F5500 25%",
        "footer-background": "#E4DED1",
    },
)

THEMES: tuple[Theme, ...] = (DARK, LIGHT)
"""Our own; Textual brings others."""
