"""Settings: nothing in the file stops the start, and saving one leaves the rest alone."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tui.model.errors import Invalid, Unreachable
from tui.services.settings import Settings, load, render_default, save_value
from tui.services.settings_text import Value


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def read(file: Path, text: str) -> tuple[Settings, tuple[str, ...]]:
    file.write_text(text, encoding="utf-8")
    return load(file)


# Reading


def test_without_a_file_the_defaults_hold(file: Path) -> None:
    assert load(file) == (Settings(), ())
    assert not file.exists()


def test_every_setting_can_be_set(file: Path) -> None:
    found, problems = read(
        file,
        """
        theme = "nord"
        clear_clipboard_after = 0
        reveal_for = 7.5
        keep_versions = 3
        clipboard = "osc52"
        sort = "title"
        half_page_scrolling = true
        [keys]
        "items.edit" = "E"
        "app.audit" = ["g a", " g   l "]
        "items.archive" = []
        "items.delete" = ""
        """,
    )
    assert problems == ()
    assert found == Settings(
        theme="nord",
        clear_clipboard_after=0,
        reveal_for=7.5,
        keep_versions=3,
        clipboard="osc52",
        sort="title",
        half_page_scrolling=True,
        keys={"items.edit": ("E",), "app.audit": ("g a", "g l"), "items.archive": (), "items.delete": ()},
    )


@pytest.mark.parametrize("line", ['keys.items.edit = "E"', '[keys]\nitems.edit = "E"', '[keys.items]\nedit = "E"'])
def test_a_command_may_be_written_without_quotes(file: Path, line: str) -> None:
    found, problems = read(file, line)
    assert (found.keys, problems) == ({"items.edit": ("E",)}, ())


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("theme = 3", 'Settings: theme must be a name in quotes; "strongroom-dark" is used instead.'),
        ('theme = ""', 'Settings: theme must be a name in quotes; "strongroom-dark" is used instead.'),
        ("reveal_for = true", "Settings: reveal_for must be a number from 1 to 3600; 20 is used instead."),
        ("reveal_for = nan", "Settings: reveal_for must be a number from 1 to 3600; 20 is used instead."),
        ("reveal_for = 0", "Settings: reveal_for must be a number from 1 to 3600; 20 is used instead."),
        (
            "clear_clipboard_after = -1",
            "Settings: clear_clipboard_after must be a number from 0 to 3600; 30 is used instead.",
        ),
        ("keep_versions = 1.5", "Settings: keep_versions must be a whole number from 0 to 10000; 50 is used instead."),
        ('sort = "size"', None),
        ("clipboard = []", None),
        ('half_page_scrolling = "yes"', "Settings: half_page_scrolling must be true or false; false is used instead."),
        ("them = 'nord'", "Settings: there is no “them”. Is theme meant?"),
        ("zzz = 1", "Settings: there is no “zzz”."),
        ("[clipbord]\na = 1", "Settings: there is no “clipbord”. Is clipboard meant?"),
        ("keys = 1", "Settings: keys must be a table, written as [keys]."),
        ("[keys]\n'a.b' = 1", "Settings, keys: “a.b” must be a key or a list of keys, in quotes."),
        ("[keys]\n'a.b' = ['x', 1]", "Settings, keys: “a.b” must be a key or a list of keys, in quotes."),
    ],
)
def test_what_is_wrong_is_told_and_the_default_taken(file: Path, line: str, sentence: str | None) -> None:
    found, problems = read(file, line)
    assert found == Settings()
    assert len(problems) == 1
    assert problems[0] == sentence or (sentence is None and " must be " in problems[0])


def test_a_wrong_setting_does_not_spoil_the_others(file: Path) -> None:
    found, problems = read(file, 'theme = 3\nsort = "title"\n[keys]\n"a.b" = 1\n"items.edit" = "E"\n')
    assert (found.sort, found.keys) == ("title", {"items.edit": ("E",)})
    assert len(problems) == 2


def test_bad_toml_is_told_with_its_line(file: Path) -> None:
    found, problems = read(file, 'theme = "nord"\nsort = = 1\n')
    assert found == Settings()
    assert len(problems) == 1
    assert "line 2" in problems[0]
    assert str(file) in problems[0]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\xff\xfe", "UTF-8"),
        (b"a = " + b"[" * 50_000, "deep"),
        (b"a = " + b"9" * 5000, "long"),
        (b"#" * 2**20, "long"),
    ],
    ids=["bytes", "deep", "number", "size"],
)
def test_what_is_no_text_of_settings_is_told(file: Path, data: bytes, word: str) -> None:
    file.write_bytes(data)
    found, problems = load(file)
    assert found == Settings()
    assert len(problems) == 1
    assert word in problems[0]


def test_what_is_no_file_is_told_at_once(file: Path) -> None:
    os.mkfifo(file)
    assert load(file) == (Settings(), (f"Settings cannot be read, so the defaults are used: not a file ({file}).",))


def test_no_control_character_of_the_file_is_repeated(file: Path) -> None:
    _, problems = read(file, '"\\u001b]52;c;aGk=\\u0007" = 1\n[keys]\n"\\u009b2J" = 2\n')
    assert len(problems) == 2
    assert all(problem.isprintable() for problem in problems)


names = st.sampled_from([*asdict(Settings()), "them", "a.b", ""])
scalars = st.one_of(
    st.sampled_from(["nan", "-inf", "1979-05-27", "true", "[]", "{}", "{ a = 1 }", "[[1]]", "20", "1e400", '"title"']),
    st.integers().map(str),
    st.text("ab\"'\\\n\x00é", max_size=5).map(lambda text: f'"{text}"'),
)
lines = st.one_of(
    st.builds(lambda name, value: f'"{name}" = {value}', names, scalars),
    st.sampled_from(["[keys]", "[[keys]]", "[keys.a]", "[theme]", "#", "\ufeff", '"""']),
    st.text(max_size=20),
)


sound_lines = st.one_of(
    st.builds(lambda name, value: f"{name} = {value}  # of mine", names, scalars),
    st.sampled_from(["[keys]", '"items.edit" = "E"', "# theme = 'old'", "", "\ttheme='old'", "sort = 3"]),
)


@settings(max_examples=examples(300), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.lists(lines, max_size=5).map("\n".join))
def test_no_text_at_all_stops_the_start(file: Path, text: str) -> None:
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    found, problems = load(file)
    assert all(problem.endswith((".", "?")) and problem.isprintable() for problem in problems)
    again, none = read(file, _written(found))
    assert (again, none) == (replace(found, passpack={}), ())  # how servers are spoken to has tests of its own


TABLES = ("keys", "passpack")


def _written(found: Settings) -> str:
    """Write settings as a file."""
    text = "".join(f"{name} = {json.dumps(value)}\n" for name, value in asdict(found).items() if name not in TABLES)
    keys = "".join(f"{_quoted(name)} = [{', '.join(map(_quoted, keys))}]\n" for name, keys in found.keys.items())
    return f"{text}[keys]\n{keys}"


def _quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(character):08x}" for character in text) + '"'


# The file that explains itself


def test_the_default_file_changes_nothing_and_names_everything(file: Path) -> None:
    text = render_default()
    assert read(file, text) == (Settings(), ())
    assert all(f"# {name} = " in text or f"# [{name}]" in text for name in asdict(Settings()))


def test_what_the_default_file_shows_is_the_default(file: Path) -> None:
    text, _, _ = render_default().partition("\n# [passpack]\n")
    shown = [line[2:] for line in text.splitlines() if line.startswith(("# ", '# "')) and "= " in line]
    found, problems = read(file, "\n".join(line for line in shown if not line.startswith('"')))
    assert (found, problems) == (Settings(), ())
    keys, problems = read(file, "[keys]\n" + "\n".join(line for line in shown if line.startswith('"')))
    assert problems == ()
    assert keys.keys == {"items.edit": ("E",), "app.audit": ("g a", "f6")}


# Saving


def test_saving_the_first_setting_makes_the_file_that_explains_itself(file: Path) -> None:
    save_value(file, "theme", "nord")
    assert load(file) == (Settings(theme="nord"), ())
    text = file.read_text(encoding="utf-8")
    assert '# theme = "strongroom-dark"\ntheme = "nord"\n' in text
    assert text.replace('theme = "nord"\n', "") == render_default()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('# mine\ntheme = "old" # why\nsort = "title"\n', '# mine\ntheme = "nord" # why\nsort = "title"\n'),
        ("\ttheme='old#' #x", '\ttheme="nord" #x'),
        ('"theme" = "a\\"#b"\r\nsort = "title"\r\n', '"theme" = "nord"\r\nsort = "title"\r\n'),
        ('theme = """old"""\n', 'theme = "nord"\n'),
        ("theme = 3\n", 'theme = "nord"\n'),
        ('[keys]\ntheme = "x"\n', 'theme = "nord"\n[keys]\ntheme = "x"\n'),
        ('clipboard = """\ntheme = "old"\n"""\n', 'theme = "nord"\nclipboard = """\ntheme = "old"\n"""\n'),
        ("#theme = 'old'\n[keys]\n", "#theme = 'old'\ntheme = \"nord\"\n[keys]\n"),
        ("[keys]\n# theme = 'old'\n", "theme = \"nord\"\n[keys]\n# theme = 'old'\n"),
        ("x = nan\n", 'theme = "nord"\nx = nan\n'),
        ("", 'theme = "nord"\n'),
    ],
)
def test_saving_changes_one_value_and_nothing_else(file: Path, before: str, after: str) -> None:
    file.write_bytes(before.encode())
    save_value(file, "theme", "nord")
    assert file.read_bytes().decode() == after


@pytest.mark.parametrize(
    ("name", "value"), [("clear_clipboard_after", 12.5), ("half_page_scrolling", True), ("keep_versions", 9)]
)
def test_every_kind_of_value_can_be_saved(file: Path, name: str, value: Value) -> None:
    save_value(file, name, value)
    assert asdict(load(file)[0]) == {**asdict(Settings()), name: value}


@settings(max_examples=examples(200), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    text=st.lists(sound_lines, max_size=5).map("\n".join) | st.lists(lines, max_size=3).map("\n".join),
    theme=st.text(min_size=1, max_size=8).filter(str.isprintable),
)
def test_saving_keeps_all_else_whatever_the_file_says(file: Path, text: str, theme: str) -> None:
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    before, problems = load(file)
    try:
        save_value(file, "theme", theme)
    except Invalid as refused:
        assert "not TOML" in str(refused) or "not UTF-8" in str(refused) or "over several lines" in str(refused)
        assert file.read_bytes() == text.encode("utf-8", "surrogatepass")
        return
    after, left = load(file)
    assert asdict(after) == {**asdict(before), "theme": theme}
    assert set(left) <= set(problems)


@pytest.mark.parametrize(
    ("name", "value"), [("theme", ""), ("theme", "a\x1b"), ("theme", 3), ("sort", "size"), ("keys", "x"), ("them", "x")]
)
def test_what_cannot_be_a_setting_is_not_saved(file: Path, name: str, value: Value) -> None:
    with pytest.raises(Invalid, match=r"must be|there is no"):
        save_value(file, name, value)
    assert not file.exists()


def test_a_broken_file_is_not_written_over(file: Path) -> None:
    file.write_text("theme = = 1\n")
    with pytest.raises(Invalid, match=r"not saved.*line 1"):
        save_value(file, "theme", "nord")
    assert file.read_text() == "theme = = 1\n"
    file.write_bytes(b"\xff")
    with pytest.raises(Invalid, match=r"not UTF-8"):
        save_value(file, "theme", "nord")
    file.unlink()
    file.mkdir()
    with pytest.raises(Unreachable, match=r"cannot be read"):
        save_value(file, "theme", "nord")


def test_a_value_over_several_lines_is_left_to_the_user(file: Path) -> None:
    file.write_text('theme = """\nold"""\n')
    with pytest.raises(Invalid, match=r"over several lines"):
        save_value(file, "theme", "nord")
    assert file.read_text() == 'theme = """\nold"""\n'
