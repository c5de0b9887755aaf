"""The clock by which times are kept counts what the machine slept, and nobody can set it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time

import pytest

from tui.host.clocks import steady

SLEPT = 86_400
AGREE = 30.0


def test_it_goes_on_whatever_the_time_of_day_is_set_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 0.0)
    begin = steady()
    time.sleep(0.05)
    assert steady() - begin > 0.04
    assert steady() - begin < AGREE


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can give a process another time since the start")
def test_time_that_the_machine_slept_counts() -> None:
    """In a time namespace that has been up for a day more, asleep: CLOCK_BOOTTIME is ahead, CLOCK_MONOTONIC is not."""
    asleep = ("unshare", "--user", "--map-root-user", "--time", "--boottime", str(SLEPT))
    if (
        shutil.which("unshare") is None
        or subprocess.run([*asleep, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("needs util-linux's unshare, and the right to have a time of one's own")
    code = "import time; from tui.host.clocks import steady; print(steady(), time.monotonic())"
    answer = subprocess.run([*asleep, sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    there, still = map(float, answer.split())
    assert abs(there - steady() - SLEPT) < AGREE
    assert abs(still - time.monotonic()) < AGREE
