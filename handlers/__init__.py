"""The language: commands, arguments, conversation, replies."""
