"""The catalogues: what Parley says, in each language."""
