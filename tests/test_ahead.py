"""What is loaded while somebody reads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SLOW = """
import time
time.sleep(0.5)
print("whole")
"""
QUITS_MEANWHILE = """
import sys, time
from tui.ahead import Ahead
ahead = Ahead()
ahead.begin(["slow_library", "not_begun"])
while "slow_library" not in sys.modules:
    time.sleep(0.001)
ahead.end()
"""


def test_a_library_that_is_being_loaded_at_the_end_is_not_cut_off(tmp_path: Path) -> None:
    (tmp_path / "slow_library.py").write_text(SLOW)
    (tmp_path / "not_begun.py").write_text("print('begun')")
    root = Path(__file__).resolve().parent.parent
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(tmp_path)])}
    command = [sys.executable, "-c", QUITS_MEANWHILE]
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=60)
    assert (run.stdout, run.stderr) == ("whole\n", "")
