"""What import-linter cannot say: who may reveal a secret, and what is loaded when."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

TUI = Path(__file__).parents[1] / "tui"

REVEALERS = {
    "app.py": 1,  # the demo's own password, which its lock screen shows
    "model/field.py": 1,  # a concealed value that is made a plain field
    "screens/generator_pane.py": 1,  # a generated value is shown, by intent
    "screens/unlock.py": 1,  # a new master password is rated
    "services/access.py": 2,  # reveal, and the seed of a one-time code
    "services/clipboard.py": 1,  # the exit for copies
    "widgets/field_row.py": 1,  # the editor's input is filled
}
"""Files outside store, backends and tools that call `reveal()`, and how often."""


def calls(path: Path) -> int:
    """Count the calls of `.reveal()` without arguments in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and not node.args and not node.keywords]
    return sum(isinstance(node.func, ast.Attribute) and node.func.attr == "reveal" for node in nodes)


def test_only_these_reveal_a_secret() -> None:
    found = {str(path.relative_to(TUI)): calls(path) for path in TUI.rglob("*.py") if calls(path)}
    inside = ("store/", "backends/", "tools/", "model/secret.py")
    assert {name: count for name, count in found.items() if not name.startswith(inside)} == REVEALERS


def loaded(statement: str) -> set[str]:
    """Return the names of all modules that a fresh Python has after a statement."""
    code = f"import sys; {statement}; print(' '.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_the_model_loads_no_third_party_package() -> None:
    import pkgutil

    import tui.model

    names = [f"tui.model.{module.name}" for module in pkgutil.iter_modules(tui.model.__path__)]
    tops = {name.partition(".")[0] for name in loaded(f"import {', '.join(names)}")}
    assert tops <= set(sys.stdlib_module_names) | {"tui", "__main__"} | site_modules()


def site_modules() -> set[str]:
    """Return what a bare Python here has beside its library: hooks of editable installs and the like."""
    return {name.partition(".")[0] for name in loaded("pass")}


def test_the_first_screen_is_there_before_anything_that_only_later_screens_need() -> None:
    late = {"cryptography", "sqlite3", "zxcvbn", "xkcdpass", "httpx", "pydantic", "pyperclip", "tui.store.store"}
    late |= {"tui.screens.items", "tui.screens.editor", "tui.screens.audit", "tui.services.demo"}
    assert not late & loaded("import tui.app")
