"""What linters cannot say: who may reveal a secret, start a process or print something, and what is loaded when."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

TUI = Path(__file__).parents[1] / "tui"

REVEALERS = {
    "arriving.py": 1,  # the demo's own password, which its lock screen shows
    "model/field.py": 1,  # a concealed value that is made a plain field
    "screens/generator_pane.py": 1,  # a generated value is shown, by intent
    "screens/unlock.py": 1,  # a new master password is rated
    "services/access.py": 2,  # what is revealed and the seed of a one-time code, and a link by which others see an item
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


STARTERS = {"host/keeper.py", "host/opening.py", "host/programs.py", "host/relaunch.py", "host/waiting.py"}
"""Files that may start another process, or become one."""

STARTING = {"subprocess", "multiprocessing", "pty", "fork", "forkpty", "system", "popen", "posix_spawn", "posix_spawnp"}
STARTING |= {"startfile", "create_subprocess_exec", "create_subprocess_shell", "subprocess_exec", "subprocess_shell"}

REPLACING = re.compile("(exec|spawn)[lv]p?e?|exec|eval")

TELLING = {"print", "exit", "quit", "breakpoint", "help", "print_exc", "print_exception", "print_last", "print_stack"}
TELLING |= {"format_exc", "format_exception", "format_exception_only", "showwarning", "warn", "settrace", "setprofile"}
TALKATIVE = {"logging", "warnings", "cgitb", "faulthandler", "pdb", "trace", "tracemalloc"}


def named(node: ast.AST) -> str:
    """Return the last part of a name, "" where it is none."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def is_number(node: ast.expr, numbers: set[str]) -> bool:
    """Whether an expression can only be a whole number: `numbers` are functions of the file that return one."""
    match node:
        case ast.Constant(value=value):
            return type(value) is int
        case ast.BinOp(left=left, right=right):
            return is_number(left, numbers) and (isinstance(right, ast.Name) or is_number(right, numbers))
        case ast.Call(func=called):
            return named(called) in numbers
    return False


def imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    """Return the whole names of what is imported, and of the modules that it is in."""
    if isinstance(node, ast.Import):
        return {name.name for name in node.names}
    return {node.module or "", *(f"{node.module}.{name.name}" for name in node.names)}


def tells(source: str) -> list[str]:
    """Return what in a file could print a value, or hand one to whoever listens."""
    tree = ast.parse(source)
    whole = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and named(node.returns or node) == "int"
    }
    found: list[str] = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=called, args=args) if named(called) in ("exit", "SystemExit"):
                if isinstance(called, ast.Name) and called.id == "exit":
                    found.append("exit()")
                elif "self" not in ast.unparse(called) and not all(is_number(arg, whole) for arg in args):
                    found.append(ast.unparse(node))
            case ast.Call(func=called) if named(called) in TELLING and "self" not in ast.unparse(called):
                found.append(ast.unparse(called))
            case ast.Attribute(attr="log"):
                found.append(ast.unparse(node))
            case ast.Import() | ast.ImportFrom():
                found += sorted(imported(node) & {*TALKATIVE, "textual.log", "textual.logging", "rich.traceback"})
    return found


def described(source: str) -> list[str]:
    """Return the workers of a file that Textual would describe by itself, which is with their arguments."""
    found = []
    for node in ast.walk(ast.parse(source)):
        decorators = getattr(node, "decorator_list", [])
        works = [one for one in decorators if named(one.func if isinstance(one, ast.Call) else one) == "work"]
        runs = [node] if isinstance(node, ast.Call) and named(node.func) == "run_worker" else []
        for one in (*works, *runs):
            texts = [key.value for key in one.keywords if key.arg == "description"] if isinstance(one, ast.Call) else []
            if not (texts and isinstance(texts[0], ast.Constant) and isinstance(texts[0].value, str)):
                found.append(ast.unparse(one))
    return found


def starts(source: str) -> list[str]:
    """Return what in a file starts another process."""
    tree, found = ast.parse(source), []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found += sorted(name for name in imported(node) if name.rpartition(".")[2] in STARTING)
        elif isinstance(node, ast.Call) and (named(node.func) in STARTING or REPLACING.fullmatch(named(node.func))):
            found.append(ast.unparse(node.func))
    return found


def unguarded(source: str) -> list[str]:
    """Return the commands of a file that start a Python which would look for its modules where it is started."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.List | ast.Tuple):
            words = [ast.unparse(word) for word in node.elts]
            if (
                words
                and words[0] == "sys.executable"
                and words[1:2] not in (["'-I'"], ["'-P'"], ["*sys.orig_argv[1:]"])
            ):
                found.append(ast.unparse(node))
    return found


def everywhere(look: Callable[[str], list[str]]) -> dict[str, list[str]]:
    """Return what is found in each file, as far as there is something."""
    found = {str(path.relative_to(TUI)): look(path.read_text(encoding="utf-8")) for path in TUI.rglob("*.py")}
    return {name: each for name, each in found.items() if each}


def test_nothing_is_printed_or_logged() -> None:
    silenced = {"host/crash.py": ["logging", "warnings"]}
    assert everywhere(tells) == silenced


@pytest.mark.parametrize(
    "source",
    [
        "print(value)",
        "sys.exit(f'no {value}')",
        "sys.exit('no')",
        "sys.exit(value)",
        "raise SystemExit(str(error))",
        "exit(1)",
        "import logging",
        "from logging import getLogger",
        "import warnings",
        "from textual import log",
        "self.log(value)",
        "self.app.log.error(value)",
        "traceback.print_exc()",
        "traceback.format_exception(error)",
        "import faulthandler",
        "import cgitb",
        "breakpoint()",
    ],
)
def test_what_prints_or_logs_is_found(source: str) -> None:
    assert tells(source)


def test_ending_with_a_number_tells_nothing() -> None:
    assert (
        tells("def main() -> int:\n return 1\nsys.exit(main())\nos._exit(128 + number)\nself.exit(return_code=code)")
        == []
    )
    assert tells("def main() -> str:\n return 'no'\nsys.exit(main())") == ["sys.exit(main())"]


def test_no_worker_is_described_by_its_arguments() -> None:
    assert everywhere(described) == {}
    for bad in (
        "@work\nasync def f(): ...",
        "@work(group='a')\nasync def f(): ...",
        "s.run_worker(f(password), name='f')",
    ):
        assert described(bad), bad
    assert described("s.run_worker(f(password), description=f'{password}')")
    assert described("@work(description='save')\nasync def f(): ...") == []


def test_only_these_start_a_process() -> None:
    assert set(everywhere(starts)) == STARTERS
    for bad in (
        "import subprocess",
        "os.execv(a, b)",
        "os.system(a)",
        "from os import fork",
        "asyncio.create_subprocess_exec(a)",
    ):
        assert starts(bad), bad


def test_a_python_of_ours_does_not_look_for_modules_where_it_is_started() -> None:
    assert everywhere(unguarded) == {}
    assert unguarded("Popen([sys.executable, '-m', 'tui'])")
    assert unguarded("Popen([sys.executable, '-I', 'keeper.py'])") == []


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
    late = {
        "cryptography",
        "sqlite3",
        "zxcvbn",
        "xkcdpass",
        "segno",
        "httpx",
        "pydantic",
        "pyperclip",
        "onepassword",
        "tui.store.store",
    }
    late |= {"tui.screens.items", "tui.screens.editor", "tui.screens.audit", "tui.services.demo.making"}
    assert not late & loaded("import tui.app")
