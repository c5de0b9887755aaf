"""1Password without a server of one's own: a service account's token, or the desktop app's approval."""
