"""`python -m sync_server …`: serve, migrate, demo, people, imports, backup, restore, verify."""

import argparse
import contextlib
import logging
import signal
import sqlite3
import sys

import uvicorn
from sqlalchemy.exc import SQLAlchemyError

from inspection.days import china_day
from inspection.problems import Problem
from inspection.roles import ROLES
from inspection.texts import LANGUAGES
from sync_server import accounts, areas, commands, first_start, listening, troubles
from sync_server import migrate as migration
from sync_server.app import create_app, make_context, prepare
from sync_server.config import Config
from sync_server.context import Context
from sync_server.terminal import Terminal

log = logging.getLogger("anjian")
GRACE_S = 10  # for requests under way when we are told to stop


class Parser(argparse.ArgumentParser):
    """argparse with our own sentence for what it does not understand."""

    terminal: Terminal

    def error(self, message: str):
        self.terminal.problem(Problem("cli.arguments", message=message, program=self.prog))
        sys.exit(2)


def arguments(terminal: Terminal) -> argparse.ArgumentParser:
    Parser.terminal = terminal
    t = terminal.text
    common = Parser(add_help=False)
    common.add_argument("--data", default="", metavar="DIR", help=t("cli.help.data"))
    common.add_argument("--language", choices=LANGUAGES, default="", help=t("cli.help.language"))
    parser = Parser(prog="python -m sync_server", description=t("cli.help.program"))
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="…")

    def verb(name: str, act):
        one = verbs.add_parser(
            name, parents=[common], help=t(f"cli.help.{name}"), description=t(f"cli.help.{name}")
        )
        one.set_defaults(act=act)
        return one

    serving = verb("serve", serve)
    serving.add_argument("--host", default="127.0.0.1", help=t("cli.help.host"))
    serving.add_argument("--port", type=int, default=8000, help=t("cli.help.port"))
    verb("migrate", migrate)
    verb("demo", demo)
    adding = verb("add-user", commands.add_user)
    adding.add_argument("login", help=t("cli.help.login"))
    adding.add_argument("--name", required=True, help=t("cli.help.name"))
    adding.add_argument("--role", required=True, choices=ROLES, help=t("cli.help.role"))
    adding.add_argument("--area", action="append", default=[], help=t("cli.help.area"))
    adding.add_argument("--organisation", default="", help=t("cli.help.organisation"))
    adding.add_argument("--certificate", default="", help=t("cli.help.certificate"))
    adding.add_argument(
        "--certificate-until", default="", metavar="YYYY-MM-DD", help=t("cli.help.certificate_until")
    )
    adding.add_argument("--post", default="", help=t("cli.help.post"))
    adding.add_argument("--phone", default="", help=t("cli.help.phone"))
    adding.add_argument(
        "--person-language", choices=LANGUAGES, default=LANGUAGES[0], help=t("cli.help.person_language")
    )
    adding.add_argument("--password-stdin", action="store_true", help=t("cli.help.password_stdin"))
    placing = verb("add-area", commands.add_area)
    placing.add_argument("area", metavar="name", help=t("cli.help.area_name"))
    placing.add_argument("--under", default="", metavar="NAME", help=t("cli.help.under"))
    placing.add_argument("--kind", choices=areas.KINDS, default="village", help=t("cli.help.kind"))
    setting = verb("set-password", commands.set_password)
    setting.add_argument("login", help=t("cli.help.login"))
    setting.add_argument("--password-stdin", action="store_true", help=t("cli.help.password_stdin"))
    enterprises = verb("import-enterprises", commands.import_enterprises)
    enterprises.add_argument("file", help=t("cli.help.table"))
    enterprises.add_argument("--yes", action="store_true", help=t("cli.help.yes"))
    enterprises.add_argument("--create-areas", action="store_true", help=t("cli.help.create_areas"))
    enterprises.add_argument("--by", default="", metavar="LOGIN", help=t("cli.help.by"))
    verb("import-checklists", commands.import_checklists).add_argument("file", help=t("cli.help.checklists"))
    rescuing = verb("import-bundle", commands.import_bundle)
    rescuing.add_argument("file", help=t("cli.help.bundle"))
    rescuing.add_argument("--yes", action="store_true", help=t("cli.help.yes"))
    rescuing.add_argument("--by", default="", metavar="LOGIN", help=t("cli.help.by"))
    verb("backup", commands.make_backup).add_argument("folder", help=t("cli.help.folder"))
    restoring = verb("restore", restore)
    restoring.add_argument("folder", help=t("cli.help.folder"))
    restoring.add_argument("--replace", action="store_true", help=t("cli.help.replace"))
    verb("verify", commands.check)
    return parser


def main(words: list[str] | None = None) -> int:
    words = sys.argv[1:] if words is None else words
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    terminal = Terminal(words[words.index("--language") + 1] if "--language" in words[:-1] else "")
    told = arguments(terminal).parse_args(words)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.WARNING)
    try:
        context = make_context(Config.from_env(data_dir=told.data))
        with contextlib.closing(context):
            return (
                told.act(context, told, terminal)
                if told.act in OWN_START
                else _prepared(context, told, terminal)
            )
    except Problem as problem:
        terminal.problem(problem)
        return 1
    except (SQLAlchemyError, sqlite3.Error, OSError) as fault:
        terminal.problem(troubles.in_a_terminal(fault))
        return 1
    except KeyboardInterrupt:
        terminal.say("cli.interrupted")
        return 130
    except Exception as fault:
        log.debug("unexpected", exc_info=True)
        terminal.problem(Problem("cli.fault", why=f"{type(fault).__name__}: {fault}"))
        return 70


def _prepared(context: Context, told: argparse.Namespace, terminal: Terminal) -> int:
    if told.verb in NOTHING_NEW and migration.is_empty(context.store):
        raise Problem("cli.no_office", place=context.store.url.render_as_string(hide_password=True))
    prepare(context)
    return told.act(context, told, terminal)


def migrate(context: Context, _told: argparse.Namespace, terminal: Terminal) -> int:
    terminal.say("cli.migrated" if prepare(context) else "cli.migrate_nothing")
    if first_start.furnish(context):
        terminal.say("setup.furnished")
    return 0


def demo(context: Context, _told: argparse.Namespace, terminal: Terminal) -> int:
    from sync_server import demo as demo_data  # here: nothing else needs it, and it takes a while to load

    demo_data.build(context, china_day(context.now()), terminal)
    return 0


def restore(context: Context, told: argparse.Namespace, terminal: Terminal) -> int:
    """Not under a running server: it would go on naming the epoch of before, and phones would offer nothing again."""
    with listening.alone(context):
        return commands.restore(context, told, terminal)


def serve(context: Context, told: argparse.Namespace, terminal: Terminal) -> int:
    """Until told to stop. One process for each SQLite office: two would not know of each other's uploads."""
    with listening.alone(context), listening.at(told.host, told.port) as door:
        if prepare(context):
            terminal.say("cli.migrated")
        if first_start.furnish(context):
            terminal.say("setup.furnished")
        with context.store.read() as c:
            if not accounts.has_admin(c):
                terminal.say("cli.no_admin")
        app = create_app(context)
        proxies = ",".join(context.config.trusted_proxies)
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                proxy_headers=bool(proxies),
                forwarded_allow_ips=proxies or None,
                server_header=False,
                timeout_keep_alive=30,
                timeout_graceful_shutdown=GRACE_S,
                lifespan="on",
            )
        )
        host, port = door.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        terminal.say("cli.serving", address=f"http://{shown}:{port}", office=context.config.office)
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: None)  # uvicorn ends in order and then raises the signal once more
        server.run(sockets=[door])
    terminal.say("cli.stopped")
    return 0


OWN_START = (serve, migrate)
NOTHING_NEW = (
    "backup",
    "verify",
)  # an office that is not there is not whole, and not made by asking after it

if __name__ == "__main__":
    sys.exit(main())
