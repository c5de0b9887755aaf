"""The one encrypted file: keys, and sealed records of every kind."""
