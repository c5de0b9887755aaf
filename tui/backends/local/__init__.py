"""A Backend over the embedded store, and no more."""
