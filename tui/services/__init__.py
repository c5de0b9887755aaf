"""What outlives a screen. No Textual."""
