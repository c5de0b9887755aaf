"""They ask for data, hand it to widgets, and turn keys into requests."""
