"""Wherever a bug is: the terminal is as it was, what is told has not one value, and what was typed is kept."""

from __future__ import annotations

import inspect
import json
import re
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

import pytest

from tests.app.person import MASTER, Stocked
from tests.conftest import SoakScale
from tests.endtoend.conftest import Environment
from tests.endtoend.terminal import Terminal
from tests.endtoend.test_secrets import files_with
from tests.security.story import PASSWORD, STORY, TITLE, Ended, Step, tell

pytestmark = pytest.mark.security

BOMB = (sys.executable, str(Path(__file__).with_name("bomb.py")))
SECRETS = (MASTER, PASSWORD, "s3cret-Mail", "s3cret-Bank", "user-Mail", TITLE)
POINTS = 200
PARTS = 4
"""How many runs of the test share them."""

PLAIN = (
    ("unlock", "services/gate.py", "unlock"),  # in a worker
    ("unlock", "store/keys.py", "unseal"),  # in the store's thread
    ("audit", "screens/audit.py", "<module>"),  # while something is imported, which is not loaded ahead
    ("browse", "widgets/item_list.py", "render_row"),
    ("typing", "widgets/secret_input.py", "render_line"),
    ("typing", "meanwhile.py", "_look"),  # by a timer
    ("help", "screens/help.py", "_parts"),  # a generator
    ("lock", "app.py", "on_event"),  # a handler
)

SEALING = (
    "services/drafts.py",
    "services/home.py",
    "services/worker.py",
    "services/bridge.py",
    "backends/",
    "store/",
    "model/draft.py",
    "model/edit.py",
    "screens/editor_saving.py",
)
"""Files that have a hand in sealing a draft: where they are broken, what was typed last may be lost."""

SWALLOWING = "palette.py"
"""Textual drops what is raised where it searches for the palette: nothing is told then, and nothing must lie about."""


PEN = ("guard/driver.py", ("write", "flush"))
"""Nothing can be put in order on the terminal by what writes there when that is broken itself."""

BLIND = "Strongroom has ended because of an error in the terminal's input."
"""What is told where reading keys breaks: Textual hands over a picture of the error only, with all values in it."""


@dataclass(frozen=True, slots=True)
class Point:
    """Where it breaks: at the first call of a function in a phase of the story. Line 0: whatever its line is."""

    phase: str
    file: str
    function: str
    line: int = 0
    flags: int = 0

    @property
    def kind(self) -> str:
        """What sort of a function it is."""
        if self.function == "<module>":
            return "import"
        if self.function == "<lambda>" or self.flags & inspect.CO_NESTED:
            return "callback"
        if self.flags & inspect.CO_COROUTINE:
            return "coroutine"
        if self.flags & (inspect.CO_GENERATOR | inspect.CO_ASYNC_GENERATOR):
            return "generator"
        if self.function.startswith(("on_", "_on_", "action_", "watch_")):
            return "handler"
        return "render" if "render" in self.function else "function"


class Sitting:
    """A home with a store, and one run of the story there, to its end or to the crash."""

    def __init__(self, folder: Path, env: Environment, point: Point | None, *more: str) -> None:
        self.point, self.folder = point, folder
        for name in ("tmp", "run", "strongroom", "cwd"):
            (folder / name).mkdir(mode=0o700, parents=True)
        self.stocked = Stocked(folder / "strongroom" / "home.strongroom")
        self.stocked.add("Mail", "Bank")
        report = folder / "report"
        report.write_text("")
        where = (point.file, point.function, str(point.line), *more) if point else ()
        own = {"HOME": "", "TMPDIR": "tmp", "XDG_RUNTIME_DIR": "run", "STRONGROOM_HOME": "strongroom"}
        env = {**env, **{name: str(folder / value) for name, value in own.items()}}
        self.phase = STORY[0]
        with Terminal(report, *where, env=env, program=BOMB, cwd=folder / "cwd", echo=False) as terminal:
            terminal.sees("Master password")
            self._act(terminal)
            self.code = terminal.ends()
            self.report = report.read_text()
            self.told = MODES.sub("", bytes(terminal.written).rpartition(b"\x1b[?1049l")[2].decode())
            terminal.assert_restored()

    def _act(self, terminal: Terminal) -> None:
        needed = next((step.needs for step in reversed(self._before()) if step.needs), None)
        try:
            for step in STORY:
                self.phase = step
                if step.name == (self.point.phase if self.point else step.name) and step is not STORY[-1]:
                    terminal.kill(signal.SIGUSR1)
                if needed is None or step.name in needed or step.needs or step.draft:
                    tell(terminal, step)
        except Ended:
            pass
        except AssertionError as error:
            raise AssertionError(f"{self.point}: {(self.folder / 'report').read_text()}") from error

    def _before(self) -> Sequence[Step]:
        """Return the steps up to the point."""
        names = [step.name for step in STORY]
        return STORY[: names.index(self.point.phase) + 1] if self.point else ()

    @property
    def crashed(self) -> bool:
        """Whether it came to the point, and that was told."""
        return self.report.startswith("went off") and self.code == 1

    def assert_in_order(self) -> None:
        """Check how it ended."""
        assert self.crashed, f"{self.point}: exit code {self.code}, {self.report}"
        assert self.point is not None
        told = self.told.removeprefix(CLEARED).replace("\r\n", "\n").strip().splitlines()
        if told == [BLIND] and self.point.file.startswith("guard/"):
            return self.assert_nothing_lies_about()
        assert told and told[0].startswith("Strongroom has crashed"), f"{self.point}: {self.told!r}"
        for line in told[1:]:
            assert TYPE.fullmatch(line) or FRAME.fullmatch(line), f"{self.point}: {line}"
        assert any(line.endswith(".PlantedError") for line in told)
        assert any(line.endswith(f" in {self.point.function}") for line in told), self.told
        assert "s3cret" not in self.told
        assert not [secret for secret in SECRETS if secret in self.told]
        self.assert_nothing_lies_about()
        if self.phase.draft and not self.point.file.startswith(SEALING):
            with self.stocked.opened() as store:
                assert [draft.current.title for draft in store.drafts()] == [TITLE], self.point

    def assert_nothing_lies_about(self) -> None:
        """Check that there is no secret on the disk, and no file where it was started."""
        assert files_with(self.folder, SECRETS) == []
        assert list((self.folder / "cwd").iterdir()) == []


CLEARED = "\x1b]52;c;!\x07\x1b]52;c;IA==\x07"
"""What asks the terminal to clear its clipboard."""
MODES = re.compile(r"\x1b\[\?\d+[hl]")
TYPE = re.compile(r"[\w.]+")
FRAME = re.compile(r"  (/[\w./ +-]+|<frozen [\w.]+>):\d+ in [\w<>]+")


def points(census: str) -> list[Point]:
    """Return every point that a run of the story has come by, in an order of their own."""
    found = [
        Point(step.name, file, function, line, flags)
        for step, called in zip(STORY, json.loads(census)[1:], strict=False)  # the first is what the start called
        for (file, function, line), flags in called
    ]
    return sorted(found, key=lambda point: sha256(repr(point).encode()).digest())


def chosen(every: Sequence[Point]) -> list[Point]:
    """Return one point in each function."""
    functions: dict[tuple[str, str, int], Point] = {}
    for point in every:
        functions.setdefault((point.file, point.function, point.line), point)
    return [point for point in functions.values() if point.file != PEN[0] or point.function not in PEN[1]]


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
def test_wherever_it_breaks_no_value_is_told_and_what_was_typed_is_kept(
    part: int, tmp_path: Path, env: Environment, soak_scale: SoakScale
) -> None:
    if soak_scale(POINTS) < POINTS:
        for number, place in enumerate(PLAIN[part::PARTS]):
            Sitting(tmp_path / str(number), env, Point(*place)).assert_in_order()
        return
    whole = Sitting(tmp_path / "whole", env, None)
    assert whole.code == 0
    whole.assert_nothing_lies_about()
    every = chosen(points(whole.report))
    assert {point.kind for point in every} >= {"import", "callback", "coroutine", "generator", "handler", "render"}
    crashes = 0
    for point in every[part::PARTS]:
        sitting = Sitting(tmp_path / f"{crashes} {point.phase}", env, point)
        if sitting.crashed:
            sitting.assert_in_order()
            crashes += 1
        else:  # the story came by another way, or it is one of those
            came = sitting.report.split()
            assert not came or SWALLOWING in came, f"{point} went unseen: {sitting.code} {sitting.report}"
            sitting.assert_nothing_lies_about()
        rmtree(sitting.folder)
        if crashes == POINTS // PARTS:
            return
    raise AssertionError(f"only {crashes} points were come by")


def test_textual_alone_would_tell_secrets(tmp_path: Path, env: Environment) -> None:
    sitting = Sitting(tmp_path / "bare", env, Point("help", "screens/help.py", "_parts"), "bare")
    assert sitting.report.startswith("went off")
    for place in ("a-local", "the-message", "the-cause", "a-note"):
        assert f"s3cret-in-{place}" in sitting.told, place
