"""What is noted of an item in a column of bytes: one bit each."""

FAVOURITE = 1
ARCHIVED = 2
HAS_OTP = 4
SYNCING = 16
