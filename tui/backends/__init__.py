"""Where vaults live: one protocol, one room per service."""
