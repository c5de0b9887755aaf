"""What we change in Textual: the only place that touches its private names.

At start it checks that each of them exists, and otherwise refuses with a sentence. What is changed: nothing that is
painted has a control in it; a crash prints type, file, line and function names and not one value; Textual keeps no copy
of what is selected and copied; a key goes where it was meant to go, however fast one types.
"""

from tui.guard import strips
from tui.guard.app import GuardedApp
from tui.guard.known import refusal

__all__ = ["GuardedApp", "refusal"]

strips.install()
