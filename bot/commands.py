"""The command line: `parley ...`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot import checks, set_ups
from bot.clocks import Clock
from bot.settings import Settings, aware, load
from handlers.texts import fmt
from store import installations, migrations
from store.engines import Database

app = typer.Typer(
    name="parley",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Parley: a CRM that people talk to.",
)

As = Annotated[str, typer.Option("--as", help="Who it is done as: a name, ref or e-mail.")]


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The company's database, brought to this version."""
    database = installations.open_installation(settings.database_url, settings.key_file)
    try:
        yield database
    finally:
        database.close()


@app.command()
def init(
    company: Annotated[str, typer.Option(help="The company's name.")],
    admin: Annotated[str, typer.Option(help="The first admin's name.")],
    locale: Annotated[str | None, typer.Option(help="en or zh.")] = None,
    timezone: Annotated[str | None, typer.Option(help="Such as Asia/Shanghai.")] = None,
    currency: Annotated[str | None, typer.Option(help="Such as CNY.")] = None,
    region: Annotated[str | None, typer.Option(help="For national phone numbers: CN.")] = None,
) -> None:
    """Make the database and the key file; the last line is the admin's link code."""
    settings = load()
    wishes = set_ups.Wishes(company, locale, timezone, currency, region)
    chosen = set_ups.habits(settings, wishes)
    now = Clock(settings.stands_at).now()
    database, code = installations.found(
        settings.database_url, settings.key_file, company=chosen, admin=admin, now=now
    )
    database.close()
    set_ups.tell(chosen["locale"], settings.key_file, admin, code)


@app.command()
def chat(
    who: As,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    clock: Annotated[str | None, typer.Option(help="ISO moment at which time stands.")] = None,
) -> None:
    """Chat in this terminal as an existing person."""
    from bot.terminals import Terminal  # noqa: PLC0415 (start-up time)

    settings = load()
    stands_at = _moment(clock) if clock else settings.stands_at
    with opened(settings) as database:
        terminal = Terminal(database, Clock(stands_at), everybody=as_json)
        if as_json:
            from bot.json_chats import JsonChat  # noqa: PLC0415 (start-up time)

            JsonChat(terminal, sys.stdout.buffer).run(who, sys.stdin.buffer)
        else:
            from bot import interactive_chats  # noqa: PLC0415 (start-up time)

            interactive_chats.run(terminal, who)


def _moment(text: str) -> datetime:
    try:
        return aware(datetime.fromisoformat(text))
    except ValueError:
        raise typer.BadParameter(f"“{text}” is no moment; write it as 2026-11-23T09:00") from None


@app.command()
def demo(
    *,
    folder: Annotated[Path, typer.Option("--dir", help="Where the demo company lives.")] = Path(
        "demo"
    ),
    fresh: Annotated[bool, typer.Option(help="Throw the old demo away first.")] = False,
) -> None:
    """Chat with a demo company, as a sales rep."""
    from bot import demo_runs, interactive_chats  # noqa: PLC0415 (start-up time)

    terminal = demo_runs.open_demo(folder, fresh=fresh, clock=Clock(load().stands_at))
    try:
        interactive_chats.run(terminal, demo_runs.REP)
    finally:
        terminal.database.close()


@app.command("import")
def import_file(
    file: Annotated[
        Path, typer.Argument(help="A CSV file, an Excel workbook (.xlsx) or vCards (.vcf).")
    ],
    who: As,
    *,
    kind: Annotated[
        str | None,
        typer.Option(
            help="contacts, companies, leads, deals, tickets, activities, products, staff or teams; else "
            "guessed, but for leads and activities."
        ),
    ] = None,
    maps: Annotated[
        list[str] | None,
        typer.Option("--map", help="FIELD=COLUMN or stage.NAME=STAGE, several times."),
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Only say what would happen.")] = False,
    report: Annotated[
        Path | None, typer.Option(help="A CSV of what was rejected or repaired.")
    ] = None,
) -> None:
    """Import contacts, companies, deals, products, staff or teams."""
    from bot import importing  # noqa: PLC0415 (start-up time)

    settings = load()
    with opened(settings) as database:
        code = importing.run(
            database,
            Clock(settings.stands_at).now,
            who,
            file,
            kind=kind,
            maps=maps or [],
            dry_run=dry_run,
            report=report,
        )
    raise typer.Exit(code)


@app.command("export")
def export_file(
    kind: Annotated[str, typer.Argument(help="contacts, companies or deals.")],
    file: Annotated[Path, typer.Argument(help="What is written: a .csv or .xlsx file.")],
    who: As,
    *,
    filters: Annotated[
        str, typer.Option("--filter", help="As in chat: stage:proposal closing:this month")
    ] = "",
) -> None:
    """Write contacts, companies or deals to a file, as far as somebody may see them."""
    from bot import exporting  # noqa: PLC0415 (start-up time)

    settings = load()
    with opened(settings) as database:
        wish = exporting.Wish(kind, file, filters)
        raise typer.Exit(exporting.run(database, Clock(settings.stands_at).now, who, wish))


@app.command()
def serve() -> None:
    """Run every configured channel until SIGTERM."""
    from bot import locks, serving  # noqa: PLC0415 (start-up time)

    settings = load()
    checks.demand_servable(settings)
    # The lock comes first: a second process must not even bring the database to its version.
    with locks.only_one(settings.database_url), opened(settings) as database:
        serving.run(settings, database)


@app.command()
def verify() -> None:
    """Check that nobody has altered the audit; exit 1 if it does not hold."""
    settings = load()
    with opened(settings) as database:
        raise typer.Exit(set_ups.verify(database))


@app.command()
def migrate() -> None:
    """Bring the database to this version."""
    with opened(load()) as database:
        revision = migrations.revision(database.engine)
        typer.echo(fmt("The database is at version {revision}.", revision=str(revision)))


@app.command()
def doctor() -> None:
    """Say what is configured, reachable, missing or unsafe; exit 1 if Parley could not run."""
    from bot import visits  # noqa: PLC0415 (start-up time)

    raise typer.Exit(visits.examine(load()))
