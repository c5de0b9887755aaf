"""Given data, they show it; touched, they say so; they never fetch."""
