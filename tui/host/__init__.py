"""The process and the terminal we are guests in. No Textual."""
