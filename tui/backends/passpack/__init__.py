"""Passpack, and services that are spoken to like it: entries, members, sharing, rotation, audit over REST."""
