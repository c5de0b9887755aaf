"""Pure functions over the model: they may use libraries, never files or the network."""
