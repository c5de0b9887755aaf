"""No foreign text is ever read as markup: what reaches Textual's widgets is Content, a constant, or marked as plain."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.security

TUI = Path(__file__).parents[2] / "tui"

SHOWING = {
    "Static",
    "Label",
    "Button",
    "Option",
    "OptionList",
    "Checkbox",
    "RadioButton",
    "Collapsible",
    "Tab",
    "update",
}
"""What reads a str that it is given as markup, by the name that is called."""
BANNED = {"from_markup", "notify", "render_markup", "markup_escape", "RichLog", "Markdown", "Log", "Link", "print"}
"""What always reads markup, links, or writes to the terminal in a way of its own."""
TITLES = {"border_title", "border_subtitle", "tooltip", "sub_title"}


def content_makers(trees: dict[str, ast.Module]) -> set[str]:
    """Return the names of all functions of ours that say that they return Content."""
    functions = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {f.name for f in functions if f.returns is not None and ast.unparse(f.returns) == "Content"}


def called(node: ast.AST) -> str:
    """Return the bare name of what a call calls, "" where it has none."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", "") or getattr(node.func, "id", "")


def is_content(value: ast.expr, makers: set[str], known: set[str]) -> bool:
    """Whether an expression can only be Content, or a constant of ours."""
    match value:
        case ast.Constant() | ast.Dict() | ast.DictComp():  # a dict is no text: it is another `update`
            return True
        case ast.Name():
            return value.id in known
        case ast.IfExp():
            return is_content(value.body, makers, known) and is_content(value.orelse, makers, known)
        case ast.Starred(value=ast.GeneratorExp(elt=each)):
            return is_content(each, makers, known)
        case ast.Call():
            of_content = f"{ast.unparse(value.func)}.".startswith(("Content.", "Content("))
            return of_content or called(value) in (*makers, "Option", "zip")  # pairs are no text either
    return False


def complaints(name: str, tree: ast.Module, makers: set[str]) -> Iterator[str]:
    """Yield where something may be read as markup."""
    for scope in ast.walk(tree):
        if not isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        given = (*scope.args.args, *scope.args.kwonlyargs)
        known = {one.arg for one in given if one.annotation is not None and ast.unparse(one.annotation) == "Content"}
        for node in ast.walk(scope):
            if isinstance(node, ast.Assign) and is_content(node.value, makers, set()):
                known |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        for node in ast.walk(scope):
            yield from (f"{name}:{node.lineno}: {what}" for what in _wrong(node, makers, known))  # type: ignore[attr-defined]


def _wrong(node: ast.AST, makers: set[str], known: set[str]) -> Iterator[str]:
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (one.attr for one in targets if isinstance(one, ast.Attribute) and one.attr in TITLES)
    if not isinstance(node, ast.Call):
        return
    if called(node) in BANNED or any(keyword.arg in (*TITLES, "link") for keyword in node.keywords):
        yield f"{called(node)} is not to be used"
    if called(node) not in SHOWING or len(node.args) > 2:  # an `update` with three arguments is a backend's
        return
    if ast.unparse(node.func).endswith(".stylesheet.update"):  # of styles
        return
    plain = any(k.arg == "markup" and isinstance(k.value, ast.Constant) and not k.value.value for k in node.keywords)
    for argument in node.args[:1] if called(node) != "OptionList" else node.args:
        if not plain and not is_content(argument, makers, known):
            yield ast.unparse(node)


def parsed(folder: Path) -> dict[str, ast.Module]:
    """Return what draws: everything from the widgets up."""
    places = ("widgets", "screens", "guard")
    files = [
        *(file for place in places for file in (folder / place).rglob("*.py")),
        folder / "app.py",
        folder / "palette.py",
    ]
    return {str(file.relative_to(folder)): ast.parse(file.read_text(encoding="utf-8")) for file in files}


def test_nothing_foreign_is_read_as_markup() -> None:
    trees = parsed(TUI)
    assert len(trees) > 60
    makers = content_makers(trees)
    assert [one for name, tree in trees.items() for one in complaints(name, tree, makers)] == []


@pytest.mark.parametrize(
    "line",
    [
        "Static(title)",
        "Static(f'{title}')",
        "Label('a' + title)",
        "self.query_one('#x', Static).update(title)",
        "heading.update(title if title else Content('x'))",
        "Option(display_text(title))",
        "OptionList('x', title)",
        "self.notify('x')",
        "self.border_title = title",
        "Static(Content.from_markup(title))",
        "Style(link=title)",
        "Button(title, markup=True)",
    ],
)
def test_the_search_finds_what_it_is_for(line: str) -> None:
    tree = ast.parse(f"def show(self, title):\n    {line}\n")
    assert list(complaints("sample", tree, {"content"}))


@pytest.mark.parametrize(
    "line",
    [
        "Static(Content(title))",
        "Static('ours')",
        "Static(title, markup=False)",
        "x = Content(t); s.update(x)",
        "d.update({})",
    ],
)
def test_the_search_leaves_the_rest_alone(line: str) -> None:
    tree = ast.parse(f"def show(self, title):\n    {line}\n")
    assert not list(complaints("sample", tree, {"content"}))
