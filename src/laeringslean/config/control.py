"""Commands that write while a server runs are handed to it over a socket in the data folder.

On SQLite only one process may write. The socket belongs to whoever runs the server (mode 0600). A request is one line
of JSON ({command, options, files: [{name, size}], release, language}) and then the files' bytes; the answer is lines
of JSON: any number of {progress}, then {result} or {failure}.
"""

import contextlib
import json
import logging
import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Callable
from io import BufferedRWPair
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection
from django.utils import translation

from laeringslean import __version__
from laeringslean.config.work import PERFORM, CannotPerform, InputFile

_logger = logging.getLogger(__name__)

# The longest path that a Unix socket may have everywhere.
_LONGEST_PATH = 100
_LARGEST_HEADER = 64 * 1024
LARGEST_FILE = 64 * 1024 * 1024
_SECONDS_FOR_REQUEST = 30


class Failure(Exception):
    """The server did not do what was asked; the message is one line."""


class Request(NamedTuple):
    """What the server is asked to do."""

    command: str
    options: dict[str, Any]
    files: list[InputFile]
    language: str


class ControlSocket:
    """Takes commands, one after the other, in a thread of its own, within the block."""

    def __init__(self, folder: Path) -> None:
        self._private: Path | None = None
        self.path = folder / "control.sock"
        if len(os.fsencode(self.path)) > _LONGEST_PATH:
            self._private = Path(tempfile.mkdtemp(prefix="laeringslean-"))
            self.path = self._private / "control.sock"

    def __enter__(self) -> "ControlSocket":
        self.path.unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)
        try:
            self._listener.bind(str(self.path))
        finally:
            os.umask(before)
        self._listener.listen(8)
        threading.Thread(target=self._serve, name="control", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.path.unlink(missing_ok=True)
        if self._private is not None:
            shutil.rmtree(self._private, ignore_errors=True)

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            try:
                with caller:
                    _answer(caller)
            except OSError:
                _logger.warning("a command went away before it had its answer")
            except Exception:
                _logger.exception("a command could not be answered")
            finally:
                connection.close()


def _answer(caller: socket.socket) -> None:
    caller.settimeout(_SECONDS_FOR_REQUEST)
    stream = caller.makefile("rwb")

    def say(**message: Any) -> None:
        stream.write(json.dumps(message).encode() + b"\n")
        stream.flush()

    def progress(text: str) -> None:
        # Whoever asked may have gone; what they asked for is finished all the same.
        with contextlib.suppress(OSError):
            say(progress=text)

    try:
        request = _read(stream)
        with translation.override(request.language):
            result = PERFORM[request.command](request.options, request.files, progress)
    except (Failure, CannotPerform) as reason:
        say(failure=str(reason))
    except OSError:
        raise
    except Exception as error:
        _logger.exception("a command failed")
        say(failure=f"the server failed: {type(error).__name__}; its log says more")
    else:
        say(result=result)
    # A socket that is closed with something unread in it takes the answer with it.
    caller.shutdown(socket.SHUT_WR)
    while stream.read(65_536):
        pass


def _read(stream: BufferedRWPair) -> Request:
    try:
        header = json.loads(stream.readline(_LARGEST_HEADER))
        if header["release"] != __version__:
            raise Failure(f"the server runs version {__version__}; use the command of the same version")
        if header["command"] not in PERFORM:
            raise Failure("the server does not know this command")
        files = []
        for file in header["files"]:
            if not 0 <= file["size"] <= LARGEST_FILE:
                raise Failure(f"{file['name']} is larger than {LARGEST_FILE // 2**20} MB")
            content = stream.read(file["size"])
            if len(content) < file["size"]:
                raise Failure("the files did not arrive in full")
            files.append(InputFile(file["name"], content))
        return Request(header["command"], header["options"], files, header["language"])
    except (ValueError, KeyError, TypeError):
        raise Failure("the server does not understand the request")


def ask(path: str, request: Request, progress: Callable[[str], None]) -> dict[str, Any]:
    """Have the server at `path` do something; returns its result. Raises Failure with the reason when it did not."""
    header = {
        "command": request.command,
        "options": request.options,
        "files": [{"name": file.name, "size": len(file.content)} for file in request.files],
        "release": __version__,
        "language": request.language,
    }
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
            server.connect(path)
            with contextlib.suppress(BrokenPipeError):  # It has refused already, and its answer says why.
                server.sendall(json.dumps(header).encode() + b"\n")
                for file in request.files:
                    server.sendall(file.content)
            for line in server.makefile("rb"):
                message = json.loads(line)
                if "progress" in message:
                    progress(message["progress"])
                elif "failure" in message:
                    raise Failure(message["failure"])
                else:
                    return message["result"]
    except OSError as reason:
        raise Failure(f"the running server does not answer: {reason.strerror or reason}")
    raise Failure("the server ended before it was done; run the command again")
