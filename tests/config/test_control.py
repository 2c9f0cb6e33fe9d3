import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from laeringslean import __version__
from laeringslean.config import control
from laeringslean.config.control import ControlSocket, Failure, Request, ask
from laeringslean.config.server_lock import ServerLock, Taken
from laeringslean.config.work import CannotPerform, InputFile

pytestmark = [pytest.mark.only_sqlite, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(monkeypatch):
    """Stands for the commands: `work.perform` is what they do."""

    class Work:
        perform = staticmethod(lambda options, files, progress: {"done": True})

    monkeypatch.setattr(control, "PERFORM", {"do": lambda *given: Work.perform(*given)})
    return Work


@pytest.fixture
def served(tmp_path):
    with ControlSocket(tmp_path) as opened:
        yield str(opened.path)


def request(command="do", files=(), **options):
    return Request(command, options, list(files), "nb")


def test_work_is_done_by_the_server_and_told_on_the_way(work, served):
    told = []

    def perform(options, files, progress):
        progress("reading")
        progress("saving")
        return {"options": options, "sizes": [len(file.content) for file in files], "names": [f.name for f in files]}

    work.perform = perform
    files = [InputFile("æ.csv", b"x" * 300_000), InputFile("empty.csv", b"")]
    result = ask(served, request(files=files, dry_run=True), told.append)
    assert result == {"options": {"dry_run": True}, "sizes": [300_000, 0], "names": ["æ.csv", "empty.csv"]}
    assert told == ["reading", "saving"]


def test_refusal_and_fault_of_the_work_reach_whoever_asked(work, served, caplog):
    def refuses(*_):
        raise CannotPerform("there is no municipality")

    def fails(*_):
        raise RuntimeError("secret")

    work.perform = refuses
    with pytest.raises(Failure, match="there is no municipality"):
        ask(served, request(), print)
    work.perform = fails
    with pytest.raises(Failure, match="RuntimeError") as failure:
        ask(served, request(), print)
    assert "secret" not in str(failure.value)
    assert "secret" in caplog.text
    work.perform = lambda *_: {}
    assert ask(served, request(), print) == {}


def test_unknown_command_and_other_version_are_refused(work, served, monkeypatch):
    with pytest.raises(Failure, match="does not know"):
        ask(served, request("dance"), print)
    real = json.dumps
    monkeypatch.setattr(
        control.json, "dumps", lambda value: real({**value, "release": "0.0"} if "command" in value else value)
    )
    with pytest.raises(Failure, match=f"version {__version__}"):
        ask(served, request(), print)


@pytest.mark.parametrize("rubbish", [b"", b"\n", b"[]\n", b"{}\n", b"\xff\n", b'{"release": 1}\n', b"x" * 100_000])
def test_rubbish_is_answered_or_hung_up_and_does_no_harm(work, served, rubbish):
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(served)
        caller.sendall(rubbish)
        caller.shutdown(socket.SHUT_WR)
        answer = caller.makefile("rb").read()
    assert answer == b"" or "failure" in json.loads(answer)
    assert ask(served, request(), print) == {"done": True}


def test_socket_is_the_owners_alone_and_gone_afterwards(tmp_path):
    with ControlSocket(tmp_path) as opened:
        assert opened.path.parent == tmp_path
        assert opened.path.stat().st_mode & 0o777 == 0o600
    assert not opened.path.exists()
    with pytest.raises(Failure, match="does not answer"):
        ask(str(opened.path), request(), print)


def test_folder_with_a_long_name_has_its_socket_elsewhere_and_private(work, tmp_path):
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    with ControlSocket(folder) as opened:
        assert opened.path.parent != folder
        assert opened.path.parent.stat().st_mode & 0o777 == 0o700
        assert ask(str(opened.path), request(), print) == {"done": True}
    assert not opened.path.parent.exists()


HOLDER = """
import sys
from pathlib import Path
from laeringslean.config.server_lock import ServerLock
with ServerLock(Path(sys.argv[1])) as lock:
    lock.tell("/somewhere/control.sock")
    print("held", flush=True)
    sys.stdin.read()
"""


def test_lock_is_held_by_one_process_and_freed_when_it_is_killed(tmp_path):
    database = tmp_path / "laeringslean.sqlite3"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(Taken) as taken, ServerLock(database):
        pass
    assert (taken.value.pid, taken.value.control) == (str(holder.pid), "/somewhere/control.sock")
    holder.kill()
    holder.communicate()
    with ServerLock(database):
        assert Path(f"{database}.lock").read_text().split() == [str(os.getpid())]
    assert Path(f"{database}.lock").read_text() == ""
