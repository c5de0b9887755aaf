"""Tests of the widgets, in tiny apps of their own."""
