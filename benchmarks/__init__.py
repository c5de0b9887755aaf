"""Speed, side by side with peers. Nothing here is a test."""
