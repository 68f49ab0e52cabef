"""What may stand on the command line."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from dialer import __version__
from dialer.cli.call_backs_parser import add_call_backs
from dialer.cli.history_parser import add_history
from dialer.cli.settings_parser import add_settings
from dialer.cli.usage import Parser, Show
from dialer.cli.values import count, moment, pair, port, region, seconds
from dialer.cli.versions_parser import add_versions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialer.core.strings import Strings

_LIMIT = 50


def build_parser(strings: Strings) -> Parser:
    """Return the parser of the whole command line, in the user's language."""
    root = Parser(strings=strings, prog="dialer", description=strings.text("cli.help.dialer"))
    _add_general(root)
    root.set_defaults(
        home=None, demo=False, safe_mode=False, hidden=False, json=False, command=None, subcommand=None
    )
    root.take("--version", help_key="cli.help.version", action=Show, const=f"dialer {__version__}")
    commands = _Commands(root, "command")
    _add_calls(commands)
    _add_contacts(commands)
    _add_meetings(commands)
    _add_history(commands)
    _add_call_backs(commands)
    _add_accounts(commands)
    _add_repairs(commands)
    _add_api(commands)
    sandbox = commands.add("sandbox")
    sandbox.take("--port", help_key="cli.help.port", type=port, default=0, metavar="N")
    _add_scaffold(commands)
    commands.add("self-test")
    settings = commands.add("settings")
    add_settings(settings, _Commands(settings, "subcommand"))
    add_versions(commands.add)
    return root


def parse(argv: Sequence[str], strings: Strings) -> argparse.Namespace:
    """Return what a command line says.

    Raises:
        UsageError: it cannot be understood.
        PrintAndLeave: it asks for help or the version.
    """
    return build_parser(strings).parse_args(argv)


class _Commands:
    """The commands of the program, or the parts of one command."""

    def __init__(self, parser: Parser, dest: str, *, required: bool = False) -> None:
        self._strings = parser.strings
        self._prefix = parser.prog.removeprefix("dialer").strip().replace("-", "_")
        self._actions = parser.add_subparsers(
            title=parser.strings.text("cli.help.commands"),
            dest=dest,
            required=required,
            metavar=parser.strings.text("cli.help.command"),
        )

    def add(self, name: str, *, general: bool = True) -> Parser:
        key = "cli.help." + ".".join(filter(None, (self._prefix, name.replace("-", "_"))))
        text = self._strings.text(key)
        parser: Parser = self._actions.add_parser(name, help=text, description=text, strings=self._strings)
        if general:
            _add_general(parser)
        return parser


def _add_general(parser: Parser) -> None:
    """Add what may stand before or after the command; after it, nothing given leaves what stood before."""
    unset = argparse.SUPPRESS
    parser.take("-h", "--help", help_key="cli.help.help", action=Show)
    parser.take("--home", help_key="cli.help.home", metavar="DIR", default=unset)
    parser.take("--demo", help_key="cli.help.demo", action="store_true", default=unset)
    parser.take("--safe-mode", help_key="cli.help.safe_mode", action="store_true", default=unset)
    parser.take("--hidden", help_key="cli.help.hidden", action="store_true", default=unset)
    parser.take("--json", help_key="cli.help.json", action="store_true", default=unset)


def _add_region(parser: Parser) -> None:
    parser.take("--region", help_key="cli.help.region", metavar="NL", type=region)


def _add_calls(commands: _Commands) -> None:
    call = commands.add("call")
    call.take("target", help_key="cli.help.target", metavar="TARGET")
    call.take("--account", help_key="cli.help.account", metavar="A")
    call.take("--from", help_key="cli.help.from", metavar="NUMBER", dest="source")
    call.take("--both-at-once", help_key="cli.help.both_at_once", action="store_true")
    call.take("--private", help_key="cli.help.call.private", action="store_true")
    call.take("--hang-up-after", help_key="cli.help.hang_up_after", metavar="S", type=seconds)
    call.take("--yes", help_key="cli.help.yes", action="store_true")
    _add_region(call)
    commands.add("hang-up")
    commands.add("status")
    # What a web page chose comes last: nothing in it may be taken for an option (SAFETY T26).
    link = commands.add("link", general=False)
    link.take("url", help_key="cli.help.url", metavar="URL")
    number = commands.add("number")
    number.take("text", help_key="cli.help.text", metavar="TEXT")
    _add_region(number)


def _add_contacts(commands: _Commands) -> None:
    contacts = _Commands(commands.add("contacts"), "subcommand", required=True)
    files = contacts.add("import")
    files.take("files", help_key="cli.help.files", metavar="FILE", nargs="+")
    files.take("--map", help_key="csv.help.map", metavar="COLUMN=FIELD", action="append", default=[])
    _add_region(files)
    contacts.add("export").take("file", help_key="cli.help.export_file", metavar="FILE")
    contacts.add("undo").take("--yes", help_key="cli.help.undo_yes", action="store_true")
    find = contacts.add("find")
    find.take("query", help_key="cli.help.query", metavar="QUERY", nargs="?", default="")
    find.take("--limit", help_key="cli.help.limit", metavar="N", type=count, default=_LIMIT)
    for name in ("source", "without-source"):
        find.take(f"--{name}", help_key=f"cli.help.{name}", metavar="ACCOUNT", action="append", default=[])
    add = contacts.add("add")
    for name in ("name", "organisation", "department", "title", "note"):
        add.take(f"--{name}", help_key=f"cli.help.contact_{name}", metavar=name.upper(), default="")
    add.take("--number", help_key="cli.help.contact_number", metavar="[LABEL=]N", action="append", default=[])
    add.take("--email", help_key="cli.help.contact_email", metavar="E", action="append", default=[])
    add.take("--tag", help_key="cli.help.contact_tag", metavar="T", action="append", default=[])
    add.take("--to", help_key="cli.help.contact_to", metavar="ACCOUNT")
    _add_region(add)
    change = contacts.add("change")
    change.take("id", help_key="cli.help.contact_id", metavar="ID")
    _add_set(change, "cli.help.contact_set", "field=value", required=True)
    _add_region(change)
    contacts.add("remove").take("id", help_key="cli.help.contact_id", metavar="ID")
    contacts.add("conflicts")
    settle = contacts.add("settle")
    settle.take("id", help_key="cli.help.conflict_id", metavar="ID", type=count)
    versions = ("mine", "theirs", "both")
    settle.take(
        "--keep", help_key="cli.help.conflict_keep", metavar="VERSION", choices=versions, required=True
    )
    duplicates = contacts.add("duplicates")
    duplicates.take("--limit", help_key="duplicates.help.limit", metavar="N", type=count, default=_LIMIT)
    merge = contacts.add("merge")
    merge.take("ids", help_key="duplicates.help.ids", metavar="ID", nargs="*")
    merge.take("--keep", help_key="duplicates.help.keep", metavar="ID")
    merge.take("--undo", help_key="duplicates.help.undo", action="store_true")
    contacts.add("distinct").take("ids", help_key="duplicates.help.ids", metavar="ID", nargs="+")
    sync = contacts.add("sync")
    sync.take("account", help_key="cli.help.account", metavar="ACCOUNT", nargs="?")
    sync.take("--yes", help_key="cli.help.sync_yes", action="store_true")
    who = contacts.add("who")
    who.take("number", help_key="cli.help.who_number", metavar="NUMBER")
    _add_region(who)


def _add_meetings(commands: _Commands) -> None:
    meet = commands.add("meet")
    meet.take("account", help_key="cli.help.account", metavar="ACCOUNT")
    _add_meeting(meet, people_required=True)
    meet.take("--open", help_key="cli.help.meet_open", action="store_true")
    parser = commands.add("meetings")
    meetings = _Commands(parser, "subcommand")
    coming = meetings.add("list")
    coming.take("--past", help_key="cli_meetings.help.past", action="store_true")
    coming.take("--limit", help_key="cli_meetings.help.limit", metavar="N", type=count, default=_LIMIT)
    parser.set_defaults(subcommand="list", past=False, limit=_LIMIT)
    for name in ("show", "change", "cancel", "end", "documents"):
        part = meetings.add(name)
        part.take("id", help_key="cli.help.meeting_id", metavar="ID")
        if name == "documents":
            part.take("--to", help_key="meeting_documents.help.to", metavar="FOLDER")
        if name == "show":
            part.take("--ics", help_key="cli_meetings.help.ics", metavar="FILE")
        elif name == "change":
            _add_meeting(part)
    _add_doings(meetings)


def _add_doings(meetings: _Commands) -> None:
    """What is done in a meeting that goes on, or asked about one that is over."""
    parts = {name: meetings.add(name) for name in ("dial", "message", "attendance", "upload")}
    for part in parts.values():
        part.take("id", help_key="cli.help.meeting_id", metavar="ID")
    dial = parts["dial"]
    dial.take("target", help_key="meeting_doings.phone.help_who", metavar="NUMBER|CONTACT")
    dial.take("--yes", help_key="meeting_doings.phone.help_yes", action="store_true")
    _add_region(dial)
    parts["message"].take("text", help_key="meeting_doings.message.help_text", metavar="TEXT")
    parts["upload"].take("file", help_key="meeting_doings.upload.help_file", metavar="FILE")


def _add_meeting(parser: Parser, *, people_required: bool = False) -> None:
    parser.take(
        "--with",
        help_key="cli.help.meeting_with",
        metavar="CONTACT",
        nargs="+",
        action="extend",
        dest="people",
        default=[],
        required=people_required,
    )
    parser.take("--subject", help_key="cli.help.meeting_subject", metavar="S")
    parser.take("--start", help_key="cli.help.meeting_start", metavar="ISO", type=moment)
    parser.take("--minutes", help_key="cli.help.meeting_minutes", metavar="N", type=count)
    _add_set(parser, "cli.help.meeting_set", "option=value")


def _add_history(commands: _Commands) -> None:
    parser = commands.add("history")
    add_history(parser, _Commands(parser, "subcommand").add)


def _add_call_backs(commands: _Commands) -> None:
    parser = commands.add("call-backs")
    add_call_backs(parser, _Commands(parser, "subcommand").add, _add_region)


def _add_accounts(commands: _Commands) -> None:
    parser = commands.add("accounts")
    accounts = _Commands(parser, "subcommand")
    parser.set_defaults(subcommand="list")
    add = accounts.add("add")
    add.take("domain", help_key="cli.help.domain", metavar="DOMAIN", nargs="?")
    add.take("--link", help_key="cli.help.setup_link", metavar="TEXT")
    _add_set(add, "cli.help.set", "key=value")
    _add_secret(add)
    accounts.add("list")
    change = accounts.add("change")
    change.take("account", help_key="cli.help.account", metavar="ACCOUNT")
    _add_set(change, "cli.help.set", "key=value")
    _add_secret(change)
    options = accounts.add("options")
    options.take("account", help_key="cli.help.account", metavar="ACCOUNT")
    _add_set(options, "cli.help.set", "key=value")
    sign_in = accounts.add("sign-in")
    sign_in.take("account", help_key="cli.help.account", metavar="ACCOUNT")
    _add_secret(sign_in)
    for name in ("retry", "disable", "enable", "remove"):
        accounts.add(name).take("account", help_key="cli.help.account", metavar="ACCOUNT")
    diagnostics = accounts.add("diagnostics")
    diagnostics.take("file", help_key="cli.help.diagnostics_file", metavar="FILE")
    diagnostics.take("--account", help_key="cli.help.account", metavar="A")


def _add_scaffold(commands: _Commands) -> None:
    scaffold = commands.add("scaffold")
    kinds = ("telephony", "meeting", "directory")
    scaffold.take("kind", help_key="cli.help.scaffold_kind", metavar="KIND", choices=kinds)
    scaffold.take("name", help_key="cli.help.scaffold_name", metavar="NAME")
    scaffold.take("--into", help_key="cli.help.scaffold_into", metavar="DIR", default=".")


def _add_repairs(commands: _Commands) -> None:
    parser = commands.add("repairs")
    repairs = _Commands(parser, "subcommand")
    repairs.add("list")
    repairs.add("numbers")
    repairs.add("add-certificate").take("file", help_key="cli.help.certificate_file", metavar="FILE")
    parser.set_defaults(subcommand="list")


def _add_api(commands: _Commands) -> None:
    api = commands.add("api")
    api.mix()
    api.take("account", help_key="cli.help.account", metavar="ACCOUNT")
    api.take("operation", help_key="cli_api.help.operation", metavar="OPERATION", nargs="?")
    api.take("values", help_key="cli_api.help.values", metavar="key=value", type=pair, nargs="*", default=[])
    api.take("--yes", help_key="cli_api.help.yes", action="store_true")


def _add_set(parser: Parser, help_key: str, metavar: str, **options: Any) -> None:
    parser.take(
        "--set",
        help_key=help_key,
        metavar=metavar,
        type=pair,
        action="append",
        dest="values",
        default=[],
        **options,
    )


def _add_secret(parser: Parser) -> None:
    parser.take(
        "--secret", help_key="cli.help.secret", metavar="KEY", action="append", dest="secrets", default=[]
    )
