"""The `backfile` command: which commands are there, and how do their errors end?"""

import atexit
import gc
import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, NoReturn

import click

from indexer.terminal.archives import warn_of_damage
from indexer.terminal.console import clean
from indexer.terminal.exits import EXIT_CODES, Exit, exit_code
from search import BackfileError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "backfile.commands"
#: Our own commands, each in a module of its name. They are found without searching all installed
#: packages for entry points, which takes a while.
OURS = ("check", "copy", "export", "index", "info", "ledger", "search", "stories")

#: Objects that a command makes before the garbage collector looks which are still in use.
GARBAGE_LOOKED_FOR_AFTER = 100_000

HELP = """\
Turn folders of archived news items into an archive that people search: full text,
exact counts, a timeline, and who covered what.

\b
  backfile index news/            read the items, make the archive
  backfile serve                  search it on http://127.0.0.1:8000/
  backfile search 'port strike'   search it from here
  backfile info                   what is in it

The archive is a folder, ./backfile-index unless --index or BACKFILE_INDEX names another.
“backfile COMMAND --help” is the manual of a command.
"""

EPILOG = f"""\
\b
Environment:
  BACKFILE_INDEX and others stand in for options; each command's help
  names its own. NO_COLOR turns colours off.

\b
Completion of commands, options, outlets and tags:
  bash   eval "$(_BACKFILE_COMPLETE=bash_source backfile)"
  zsh    eval "$(_BACKFILE_COMPLETE=zsh_source backfile)"
  fish   _BACKFILE_COMPLETE=fish_source backfile | source

{EXIT_CODES}
"""


class EntryPointGroup(click.Group):
    """A group whose commands are the entry points of GROUP, each loaded when it is called.

    Every error of a command becomes a message and an exit code here.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, without loading them."""
        from importlib.metadata import entry_points

        return sorted({*self.commands, *OURS, *entry_points(group=GROUP).names})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command; return one that prints the error if it cannot be loaded."""
        if cmd_name in OURS and cmd_name not in self.commands:
            module = import_module(f"indexer.commands.{cmd_name}")
            self.add_command(getattr(module, cmd_name), cmd_name)
        elif cmd_name not in self.commands:
            from importlib.metadata import entry_points

            for entry in entry_points(group=GROUP, name=cmd_name):
                self.add_command(_loaded(entry), cmd_name)
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called, or name those with a similar name."""
        name = args[0]
        if self.get_command(ctx, name) is None and not ctx.resilient_parsing:
            import difflib

            names = self.list_commands(ctx)
            near = difflib.get_close_matches(name, names)
            hint = (
                f"Did you mean {' or '.join(near)}?" if near else f"There are {', '.join(names)}."
            )
            ctx.fail(f"There is no command {name!r}. {hint}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn its errors into a message and an exit code."""
        _replace_unencodable()
        if os.environ.get("NO_COLOR"):
            ctx.color = False
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            ctx.exit()  # the reader of the pipe, such as head, has enough
        except (BackfileError, OSError) as error:
            click.echo(f"Error: {clean(_explained(error))}", err=True)
            ctx.exit(exit_code(error))
        except KeyboardInterrupt as interruption:
            click.echo(err=True)  # end the line on which the terminal printed ^C
            click.echo(str(interruption) or "Interrupted.", err=True)
            ctx.exit(Exit.INTERRUPTED)


def _loaded(entry: "EntryPoint") -> click.Command:
    try:
        command = entry.load()
        if not isinstance(command, click.Command):
            raise TypeError(f"{entry.value} is not a command of click")
        return command
    except Exception as error:  # another's package: no error of it may break our commands
        cause = f"{type(error).__name__}: {error}"
        owner = entry.dist.name if entry.dist else entry.value
        return _broken(
            f"{entry.name}: the command cannot be loaded ({cause}); reinstall or remove {owner}"
        )


def _broken(message: str) -> click.Command:
    def fail() -> NoReturn:
        raise BackfileError(message)

    return click.Command(
        None,
        callback=fail,
        short_help="(cannot be loaded; call it to see why)",
        add_help_option=False,
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    )


def _explained(error: BackfileError | OSError) -> str:
    if isinstance(error, BackfileError):
        return str(error)
    path = f"{error.filename}: " if error.filename else ""
    return f"{path}{error.strerror or error}; put that right, then try again"


def _replace_unencodable() -> None:
    """Have output replace characters that its encoding lacks, rather than raise an exception."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


@click.group(cls=EntryPointGroup, name="backfile", help=HELP, epilog=EPILOG)
@click.version_option(package_name="backfile", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Run the command that is called."""
    # Commands of other packages say in the same words what is wrong with an archive.
    ctx.obj = warn_of_damage
    # Otherwise numpy starts a thread for each processor, to multiply matrices.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Most of what a start makes stays; looking again and again whether it does takes a twentieth.
    gc.set_threshold(GARBAGE_LOOKED_FOR_AFTER)
    # At the end all goes anyway; Python would look through it for cycles several times, which takes
    # a tenth of a short command.
    atexit.register(gc.freeze)
