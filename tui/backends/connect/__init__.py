"""1Password Connect: a server of one's own that shows some vaults of a 1Password account over REST."""
