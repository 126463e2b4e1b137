"""Slack, spoken to with slack-bolt and slack-sdk."""
