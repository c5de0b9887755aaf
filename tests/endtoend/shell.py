"""The least that a shell does for a program in a terminal: job control, and nothing for the terminal's modes.

It is started as `shell.py REPORTS PROGRAM ARGUMENT…` with the terminal as its standard input. What happens to the
program is told line by line on the file descriptor REPORTS: "started PID", "stopped", "ended CODE" (as
`subprocess.Popen.returncode`). While the program is stopped, the shell has the terminal and waits for the line "fg";
a real shell would put the terminal's modes right then, this one leaves them as they are, to be looked at. When the
terminal is gone the program is sent SIGHUP, unless SIGUSR1 came before ("disowned"). With "alone" before PROGRAM it
gets a session of its own, where no shell is.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import termios
from contextlib import suppress


def main() -> None:
    """Run the program to its end."""
    reports, command = int(sys.argv[1]), sys.argv[2:]
    alone = command[0] == "alone"
    if not alone:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    program = os.fork()
    if not program:
        os.close(reports)
        if alone:
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            command.pop(0)
        else:
            os.setpgid(0, 0)
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        os.tcsetpgrp(0, os.getpid())
        for number in (signal.SIGTTOU, signal.SIGPIPE):  # Python ignores the latter, and exec would keep that
            signal.signal(number, signal.SIG_DFL)
        os.execv(command[0], command)  # noqa: S606 - no shell is what is wanted here
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)

    def hang_up(*_: object) -> None:
        with suppress(ProcessLookupError):  # it has just ended
            os.killpg(program, signal.SIGHUP)

    signal.signal(signal.SIGHUP, hang_up)

    def disown(*_: object) -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        os.write(reports, b"disowned\n")

    signal.signal(signal.SIGUSR1, disown)
    os.write(reports, b"started %d\n" % program)
    code = _wait(program, reports)
    os.write(reports, b"ended %d\n" % code)


def _wait(program: int, reports: int) -> int:
    while True:
        _, status = os.waitpid(program, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            return os.waitstatus_to_exitcode(status)
        os.tcsetpgrp(0, os.getpid())
        os.write(reports, b"stopped\n")
        while os.read(0, 100).strip() not in (b"fg", b""):
            pass
        os.tcsetpgrp(0, program)
        os.killpg(program, signal.SIGCONT)


if __name__ == "__main__":
    main()
