"""Argument types: one class per type, one alias per use in a signature."""
