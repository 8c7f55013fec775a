"""The command line: `llm-pathfinder serve`, `prepare`, `backups` and `profiles`, from any folder.

The app's packages have general names (`components`, `pages`), so an installation keeps them in a
folder of its own, which is put on the path of this process alone.
"""

import argparse
import os
import runpy
import sys
from collections.abc import Sequence
from pathlib import Path

from llm_pathfinder import operating

_HERE = Path(__file__).resolve().parent
ROOT = _HERE / "tree" if (_HERE / "tree").is_dir() else _HERE.parent
"""Folder with `app.py`: inside an installation, or the checkout."""


_OPEN = "Everyone who can reach this machine can use the app and read /metrics.\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: Command line without the program's name; None for that of the process.

    Returns:
        Exit status.
    """
    _use_tree()
    from components.models.preparation.__main__ import add_arguments, prepare_models

    parser = argparse.ArgumentParser(
        prog="llm-pathfinder", description="See how language models work, on real models."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    serve = commands.add_parser("serve", help="serve the app")
    serve.add_argument("--port", type=_port, default=8501, help="default: 8501")
    serve.add_argument(
        "--host",
        default="127.0.0.1",
        help="address to listen on; 0.0.0.0 lets others visit and needs PATHFINDER_MODE=class",
    )
    add_arguments(commands.add_parser("prepare", help="fetch, check and convert models"))
    operating.add_commands(commands)
    options = parser.parse_args(arguments)
    if options.command == "serve":
        return _serve(options.host, options.port)
    return prepare_models(options) if options.command == "prepare" else operating.operate(options)


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{port} is not between 1 and 65535")
    return port


def _use_tree() -> None:
    """Let this process and those that it starts import the app's packages."""
    sys.path.insert(0, str(ROOT))
    inherited = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), *([inherited] if inherited else [])])


def _serve(host: str, port: int) -> int:
    """Serve until the process is told to end; settings are those of `.streamlit/config.toml`."""
    from components.accounts.mode import check_address

    try:
        check_address(host)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    name = "localhost" if host in ("0.0.0.0", "127.0.0.1") else host
    sys.stdout.write(f"Serving on http://{name}:{port}\n")
    if host not in ("127.0.0.1", "::1", "localhost"):
        sys.stdout.write(_OPEN)
    sys.stdout.flush()
    sys.argv = [
        *("streamlit", "run", str(ROOT / "app.py"), "--server.headless", "true"),
        *("--server.address", host, "--server.port", str(port)),
    ]
    # In this process, as `python -m streamlit` would: signals and the exit status stay its own.
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
