"""Hostile texts in every place where the server tells a text: nothing that it says may reach a terminal as it is."""

from __future__ import annotations

from typing import Any

from tests.security.hostile import Hostile
from tests.servers.connect.server import ConnectServer

Json = dict[str, Any]


def fill(server: ConnectServer, items: int = 32, seed: int = 0) -> tuple[str, Hostile]:
    """Add a vault whose texts are all hostile, and spoil the server's health. Returns its id, and what made the texts.

    Each text has a mark, from 0 to `Hostile.made`. The first item has a hostile category and a hostile kind of field.
    """
    source = Hostile(seed)
    vault = server.add_vault(source.text(), description=source.text())
    for number in range(items):
        raw = _item(source)
        if not number:
            raw["category"] = source.text()
            raw["fields"][-1]["type"] = source.text()
        item = server.add_item(vault, raw)
        server.add_file(vault, item, source.text(), source.text().encode("utf-8", "surrogatepass"), section="odd")
    _spoil(server, source)
    return vault, source


def _item(source: Hostile) -> Json:
    return {
        "title": source.text(),
        "category": "LOGIN",
        "tags": source.texts(2),
        "urls": [{"primary": True, "label": source.text(), "href": source.text()}, {"href": source.text()}],
        "sections": [{"id": "odd", "label": source.text()}],
        "fields": [
            {"purpose": "USERNAME", "label": source.text(), "value": source.text()},
            {"purpose": "PASSWORD", "label": source.text(), "value": source.text()},
            {"purpose": "NOTES", "value": source.text()},
            {"id": source.text(), "section": {"id": "odd"}, "label": source.text(), "value": source.text()},
        ],
    }


def _spoil(server: ConnectServer, source: Hostile) -> None:
    health = server.connect.health
    health.name, health.version = source.text(), source.text()
    health.dependencies = {source.text(): (source.text(), source.text()) for _ in range(4)}
    server.faults.message = source.text()
