"""`parley` and `python -m bot`."""

import gc
import os
import sys
from typing import NoReturn

import typer

# Typer carries its own copy of click and names only this one of its complaints in public.
UsageError: type[typer.BadParameter] = typer.BadParameter.__bases__[0]


def main() -> None:
    """Run the command line: every complaint is one sentence on stderr, never a traceback."""
    gc.disable()  # what is imported stays: to look through it for garbage is a third of the start
    from bot import collectors, complaints, incident_logs  # noqa: PLC0415 (start-up time)
    from bot.commands import app  # noqa: PLC0415
    from handlers.languages import LANGUAGES, SOURCE, Voice, speaking  # noqa: PLC0415
    from store.errors import CrmError  # noqa: PLC0415

    collectors.spare()
    gc.enable()
    incident_logs.to_stderr()
    wished = os.environ.get("PARLEY_LOCALE", SOURCE)
    language = wished if wished in LANGUAGES else SOURCE
    with speaking(Voice(language=language)):
        try:
            code = app(standalone_mode=False)
        except UsageError as error:
            _leave(f"{error.format_message()} See `parley --help`.", 2)
        except (typer.Abort, KeyboardInterrupt):
            sys.exit(130)
        except CrmError as error:
            _leave(complaints.sentence(error), 1)
        except BrokenPipeError:
            # Whoever read us has left; Python would complain once more at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def _leave(sentence: str, code: int) -> NoReturn:
    print(sentence, file=sys.stderr)  # noqa: T201 (this is the command line)
    sys.exit(code)


if __name__ == "__main__":
    main()
