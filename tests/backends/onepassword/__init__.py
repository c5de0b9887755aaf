"""What 1Password without a server is to us: calls, their errors, their count, and the desktop app."""
