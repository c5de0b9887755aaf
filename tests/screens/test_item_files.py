"""Files of an item: chosen, looked at, named safely, saved whole or not at all."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.screens.remote_items import browsing
from tests.screens.service import DEPLOY, PIECE, Service, saved
from tests.screens.support import until
from tests.security.hostile import Hostile, one_of_each
from tests.security.sieve import odd
from tui.host.display import display_text
from tui.model.audit import AuditAction, AuditResult
from tui.model.errors import Invalid, Unreachable
from tui.screens.export_path import LARGEST, LONGEST, STRANGE, free_path, path_problem, safe_name, typed_path
from tui.screens.facts import FactsDialog
from tui.screens.file_choice import FileChoice


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory of our own, with a folder for downloads."""
    path = tmp_path / "person"
    (path / "Downloads").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(path))
    return path


def attached(content: bytes = b"s3cret-key " * 1000) -> Service:
    """Return a service whose item has two files."""
    service = Service()
    service.attach("key.pem", content, section="deploy")
    service.attach("readme.txt", b"hello")
    return service


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_file_is_chosen_and_saved_for_its_owner_alone(
    tmp_path: Path, home: Path, size: tuple[int, int]
) -> None:
    service = attached()
    async with browsing(tmp_path, service, size=size) as opened:
        page = await opened.press("S")
        assert "key.pem" in page
        assert "11 kB in Deploy" in page
        assert "5 bytes" in page
        page = await opened.press("1")
        assert "~/Downloads/key.pem" in page
        await opened.press("enter")
        path = home / "Downloads" / "key.pem"
        await opened.sees("Saved to ~/Downloads/key.pem (0600).")
        assert path.read_bytes() == b"s3cret-key " * 1000
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        event = await opened.noted()
        assert (event.action, event.result, event.ref) == (AuditAction.SAVE_FILE, AuditResult.OK, DEPLOY)
        assert (event.title, event.field, event.detail) == ("Deploy", "key.pem", str(path))
        assert "~/Downloads/key-2.pem" in await opened.press("S", "1")


async def test_details_of_a_file_are_asked_of_the_service_and_shown(tmp_path: Path, home: Path) -> None:
    service = attached()
    async with browsing(tmp_path, service) as opened:
        await opened.press("S", "j", "k", "i")
        page = await opened.sees("File id")
        assert isinstance(opened.app.screen, FactsDialog)
        for part in ("key.pem", "11 kB, 11,000 bytes", "Deploy", "file/0␛[31m"):
            assert part in page
        assert "file file/0\x1b[31m" in service.asked
        await opened.press("escape")
        assert isinstance(opened.app.screen, FileChoice)
        service.problem = Unreachable("The service does not answer.")
        assert "The service does not answer." in await opened.press("i")
        await opened.press("escape")
        assert saved(home / "Downloads") == []


async def test_progress_is_told_and_esc_stops_and_leaves_nothing(tmp_path: Path, home: Path) -> None:
    service = attached(b"x" * 4 * PIECE)
    service.stops = True
    async with browsing(tmp_path, service) as opened:
        await opened.press("S", "1")
        await opened.pilot.press("enter")
        await opened.sees("Saving “key.pem” … 25 %")
        assert [name.startswith(".key.pem.") for name in saved(home / "Downloads")] == [True]
        await opened.pilot.press("escape")
        await opened.sees("Stopped; nothing of “key.pem” was saved.")
        await until(opened.pilot, lambda: saved(home / "Downloads") == [])
        assert opened.app.kept == [], "Esc left the screen, too"
        event = await opened.noted()
        assert (event.action, event.result) == (AuditAction.SAVE_FILE, AuditResult.FAILED)


async def test_leaving_the_screen_leaves_nothing(tmp_path: Path, home: Path) -> None:
    service = attached(b"x" * 4 * PIECE)
    service.stops = True
    async with browsing(tmp_path, service) as opened:
        await opened.press("S", "1")
        await opened.pilot.press("enter")
        await opened.sees("25 %")
        await opened.pilot.press("S")
        await opened.sees("A file is being saved just now; Esc stops it.")
        await opened.app.pop_screen()
        await until(opened.pilot, lambda: saved(home / "Downloads") == [])


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (Invalid("The file is too large for the server to send."), "The file is too large for the server to send."),
        (Unreachable("The service does not answer."), "The service does not answer."),
    ],
)
async def test_trouble_is_told_and_noted(tmp_path: Path, home: Path, problem: Invalid | Unreachable, told: str) -> None:
    service = attached()
    async with browsing(tmp_path, service) as opened:
        await opened.press("S", "1")
        service.problem = problem
        await opened.press("enter")
        await opened.sees(told)
        event = await opened.noted()
        assert (event.action, event.result, event.detail) == (AuditAction.SAVE_FILE, AuditResult.FAILED, told)
        assert saved(home / "Downloads") == []


async def test_nothing_is_written_over_and_a_folder_must_be_there(tmp_path: Path, home: Path) -> None:
    (home / "mine.txt").write_text("mine")
    async with browsing(tmp_path, attached()) as opened:
        await opened.press("S", "2")
        page = await opened.press("home", "ctrl+k", "=mine.txt", "enter")
        assert "exists already" in page
        await opened.press("home", "ctrl+k", "=no/such/place", "enter")
        await opened.sees("cannot be written: No such file or directory.")
        assert (home / "mine.txt").read_text() == "mine"


async def test_an_item_without_files_says_so(tmp_path: Path, home: Path) -> None:
    async with browsing(tmp_path, Service()) as opened:
        assert "This item has no files." in await opened.press("S")


async def test_the_file_under_the_cursor_is_not_asked_for(tmp_path: Path, home: Path) -> None:
    service = attached()
    async with browsing(tmp_path, service) as opened:
        await opened.press("tab", "G")
        page = await opened.press("S")
        assert "Save “readme.txt”" in page
        await opened.press("enter")
        await opened.sees("Saved to ~/Downloads/readme.txt (0600).")
        assert (home / "Downloads" / "readme.txt").read_bytes() == b"hello"
        assert not [one for one in service.asked if one.startswith("files")]


async def test_a_wrong_size_is_not_believed(tmp_path: Path, home: Path) -> None:
    service = Service()
    service.attach("big", b"x" * 3 * PIECE, size=10)
    service.stops = True
    async with browsing(tmp_path, service) as opened:
        await opened.press("S", "1")
        await opened.pilot.press("enter")
        await opened.sees("Saving “big” … 1.0 kB")
        await opened.pilot.press("escape")
        await opened.sees("Stopped")


# Names that a service gives


@pytest.mark.parametrize(
    ("foreign", "name"),
    [
        ("key.pem", "key.pem"),
        ("../../.ssh/authorized_keys", "authorized_keys"),
        ("/etc/passwd", "passwd"),
        ("C:\\Windows\\evil.exe", "evil.exe"),
        (".bashrc", "bashrc"),
        ("..", "file"),
        ("", "file"),
        ("a/..", "file"),
        ("folder/", "folder"),
        ("~root", "root"),
        ("-rf", "rf"),
        ("a\nb\tc", "a b c"),
        ("\x1b[2Jx\x00y", "[2Jxy"),
        ("txt.\u202egpj", "txt.gpj"),
        ("Zugänge 漢字.pdf", "Zugänge 漢字.pdf"),
        ("x" * 200 + ".pem", "x" * 96 + ".pem"),
        ("漢" * 100 + ".pem", "漢" * 65 + ".pem"),
    ],
)
def test_a_name_from_afar_becomes_a_name_that_does_no_harm(foreign: str, name: str) -> None:
    assert safe_name(foreign) == name


def test_no_hostile_name_leaves_the_folder_or_hides() -> None:
    names = [*one_of_each(), *Hostile(7).texts(500), *(f"{text}/../.x" for text in one_of_each())]
    for foreign in names:
        name = safe_name(foreign)
        assert name == name.strip()
        assert name not in ("", ".", "..")
        assert not set(name) & {"/", "\\", "\x00"}
        assert name[0] not in ".-~"
        assert name.isprintable()
        assert len(name) <= LONGEST
        assert len(name.encode()) <= LARGEST


def test_a_free_path_is_in_the_folder_where_there_is_one(home: Path) -> None:
    assert free_path("a.tar.gz", "Downloads") == "~/Downloads/a.tar.gz"
    assert free_path("a.tar.gz", "Nowhere") == "~/a.tar.gz"
    (home / "Downloads" / "a.pem").symlink_to("/nowhere")
    assert free_path("a.pem", "Downloads") == "~/Downloads/a-2.pem"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("~//srv/a b.csv", "/srv/a b.csv"),
        ("~/.ssh//etc/ssh/id", "/etc/ssh/id"),
        ("~/Downloads/~/a", "{home}/a"),
        ("/srv/a~/b", "/srv/a~/b"),
        ("a/b", "{home}/a/b"),
        ("~/", "{home}"),
    ],
)
def test_who_writes_a_whole_path_behind_the_one_that_stands_there_means_that(home: Path, text: str, path: str) -> None:
    assert typed_path(text) == Path(path.format(home=home))


@pytest.mark.parametrize("text", ["~/a\0b", "~nobody-here/a", "/" + "x" * 5000])
def test_what_can_be_no_path_is_told(home: Path, text: str) -> None:
    assert path_problem(text) == STRANGE


async def test_hostile_names_are_shown_as_text_and_saved_under_safe_names(tmp_path: Path, home: Path) -> None:
    service = Service()
    for text in one_of_each():
        service.attach(text, b"x")
    async with browsing(tmp_path, service) as opened:
        page = await opened.press("S")
        assert odd(page.replace("\n", "").encode()) == []
        for _ in range(6):
            page = await opened.press("j", "i")
            assert odd(page.replace("\n", "").encode()) == []
            await opened.press("escape")
        await opened.press("1")
        await opened.pilot.press("enter")
        await opened.sees("Saved to")
        (name,) = saved(home / "Downloads")
        assert display_text(name) == name
        assert not name.startswith(".")
