"""What these tests need is what the tests with a real terminal need."""

from tests.endtoend.conftest import env, home, stocked

__all__ = ["env", "home", "stocked"]
