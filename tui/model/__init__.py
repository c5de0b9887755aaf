"""The words of the app: frozen, standard library only, no I/O."""
