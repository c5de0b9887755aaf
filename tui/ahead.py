"""Loads what comes next while somebody reads: in small steps, on a thread that gives way to whoever types."""

from __future__ import annotations

import importlib
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress

from tui.host import signals

NEW = ("zxcvbn.frequency_lists", "zxcvbn.matching", "zxcvbn")
"""For whoever chooses a master password: it is rated from the first letter on."""

NEXT = (
    # the vault list
    *("tui.services.catalog", "tui.services.remotes", "tui.services.session", "tui.widgets.footer"),
    *("tui.screens.base", "tui.widgets.vault_list", "tui.screens.vaults"),
    # the store
    *("hashlib", "sqlite3", "cryptography.hazmat.bindings._rust", "cryptography.hazmat.primitives.ciphers.aead"),
    *("cryptography.hazmat.primitives.kdf.argon2", "tui.model.field", "tui.model.item", "tui.model.edit"),
    *("tui.model.audit", "tui.backends.protocol", "tui.services.crossing", "tui.services.worker", "tui.store.records"),
    *(
        "tui.store.items",
        "tui.store.store",
        "tui.backends.local.backend",
        "tui.services.audit_log",
        "tui.services.book",
    ),
    *("tui.services.recent", "tui.services.place", "tui.services.drafts", "tui.services.reports"),
    # the items
    *("tui.tools.query", "tui.tools.search", "tui.services.finder", "tui.tools.totp", "tui.host.clipboard"),
    *("tui.host.keeping", "tui.services.clipboard", "tui.services.access", "tui.screens.choose", "tui.screens.modals"),
    *("tui.widgets.item_list", "tui.widgets.item_sheet", "tui.widgets.item_detail", "tui.screens.item_copying"),
    *("tui.screens.item_opening", "tui.screens.items", "tui.screens.help", "tui.palette"),
    # the editor
    *("textual._text_area_theme", "textual.widgets._text_area", "tui.widgets.field_row", "tui.screens.recipe_dialog"),
    *("tui.screens.editor_saving", "tui.screens.editor"),
)
"""What nearly everybody needs, in the order in which it is needed. Services on a network are not among it."""

PAUSE = 0.002
"""Seconds between two steps."""
QUIET = 0.06
"""Seconds without a key after which nobody is typing, or only slowly."""


class Ahead:
    """Loads modules by their names, once."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._thread: threading.Thread | None = None
        self._touched = 0.0

    def begin(self, names: Iterable[str]) -> None:
        """Begin to load."""
        if self._thread is None:
            # The process waits for it at its end: a library that is cut off while it is loaded aborts the process.
            self._thread = threading.Thread(target=self._load, args=(tuple(names),), name="ahead")
            self._thread.start()

    def touched(self) -> None:
        """A key was pressed."""
        self._touched = time.monotonic()

    def end(self) -> None:
        """Begin nothing more."""
        self._over.set()

    def _load(self, names: Iterable[str]) -> None:
        signals.leave_to_others()
        for name in names:
            if name not in sys.modules:
                while not self._over.wait(PAUSE) and time.monotonic() < self._touched + QUIET:
                    continue
                if self._over.is_set():
                    return
                with suppress(ImportError, OSError):  # whoever needs it is told
                    importlib.import_module(name)
