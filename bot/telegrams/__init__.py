"""Telegram, spoken to with python-telegram-bot as client and parser."""

import os

# Lengths of time come as timedelta, as they always will in its next major version.
os.environ.setdefault("PTB_TIMEDELTA", "true")
