"""The demo: a throw-away store with rich sample data, of which nothing outlives the process."""
