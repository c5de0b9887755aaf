"""Real servers for the tests: each speaks on a port of 127.0.0.1, and can go wrong in every way a network can."""
