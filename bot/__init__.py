"""The platforms: terminal, settings, command line, start-up."""
