"""`python -m tests.bot.unpaced`: Parley without the pauses that the platforms ask for.

A storm takes hours otherwise: Telegram takes 20 messages a minute in a group.
"""

from bot.__main__ import main
from bot.paces import Pace
from bot.slacks import posts as slack_posts
from bot.telegrams import posts as telegram_posts


def _freely() -> Pace:
    return Pace(1000, 1.0)


if __name__ == "__main__":
    for name in ("_private_pace", "_overall_pace", "_group_pace"):
        setattr(telegram_posts, name, _freely)
    slack_posts._pace = _freely
    main()
