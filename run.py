#!/usr/bin/env python3
"""Install what Læringslean needs and run it, or test it. Nothing but Python 3.11 or newer has to be there already.

    python3 run.py                start the product with the demo municipality on http://localhost:8000 (or $PORT)
    python3 run.py test           run every check and every test, browser and PostgreSQL tests included
    python3 run.py test ARGS      run pytest with these arguments on SQLite, e.g. `test tests/calc -q`
    python3 run.py install        only install what development needs and build the assets
    python3 run.py lock           make requirements/*.lock anew from requirements/*.in (--upgrade: newest)

Every step is skipped when nothing that it depends on has changed, so the second start is quick.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit("Læringslean needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])

import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import time
import venv
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
SOURCE = ROOT / "src"
ASSETS = SOURCE / "laeringslean/foundation/static/foundation"
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
LOCKS = ROOT / "requirements"


class Failed(Exception):
    """A step could not be done; the message is one line that says what to do about it."""


# Steps


def fingerprint(inputs: Iterable[Path | str]) -> str:
    """A hash of texts and of the contents of files; a folder counts with all files below it."""
    sum_ = hashlib.sha256()
    for item in inputs:
        if isinstance(item, str):
            sum_.update(item.encode() + b"\0")
            continue
        files = sorted(path for path in item.rglob("*") if path.is_file()) if item.is_dir() else [item]
        for file in files:
            sum_.update(str(file.relative_to(ROOT)).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return sum_.hexdigest()


class Step:
    """Something to do unless its stamp says that it was done with the same inputs and its outputs are still there."""

    def __init__(self, stamp: Path, inputs: Iterable[Path | str], outputs: Iterable[Path] = ()) -> None:
        self._stamp = stamp
        self._inputs = fingerprint(inputs)
        self._outputs = list(outputs)

    @property
    def is_done(self) -> bool:
        """Whether there is nothing to do."""
        same = self._stamp.is_file() and self._stamp.read_text() == self._inputs
        return same and all(output.exists() for output in self._outputs)

    def done(self) -> None:
        """Remember that it was done."""
        self._stamp.parent.mkdir(parents=True, exist_ok=True)
        self._stamp.write_text(self._inputs)


def say(text: str) -> None:
    """One line of progress."""
    print(text, flush=True)


def call(
    *command: Path | str, quiet: bool = False, environment: dict[str, str] | None = None, folder: Path = ROOT
) -> None:
    """Run a program in a folder. Raises CalledProcessError when it fails."""
    subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        check=True,
        stdout=subprocess.DEVNULL if quiet else None,
    )


# Installing


def make_virtual_environment() -> None:
    """Make .venv with this Python, unless it is there already."""
    step = Step(VENV / "steps/venv", [sys.version, sys.base_prefix, str(ROOT)], [PYTHON])
    if step.is_done:
        return
    if importlib.util.find_spec("ensurepip") is None:
        raise Failed("This Python has no ensurepip; on Debian and Ubuntu: apt-get install python3-venv")
    say("Making the virtual environment …")
    try:
        venv.create(VENV, with_pip=True, clear=True)
    except subprocess.CalledProcessError:
        raise Failed("Python could not make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv")
    _make_importable()
    step.done()


def _make_importable() -> None:
    """Let the virtual environment find the package in src, and give it the `laeringslean` command."""
    library = subprocess.check_output(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
    ).strip()
    Path(library, "laeringslean.pth").write_text(f"{SOURCE}\n", encoding="utf-8")
    if os.name == "nt":
        (SCRIPTS / "laeringslean.bat").write_text('@"%~dp0python.exe" -m laeringslean %*\r\n')
        return
    command = SCRIPTS / "laeringslean"
    command.write_text('#!/bin/sh\nexec "$(dirname "$0")/python" -m laeringslean "$@"\n')
    command.chmod(0o755)


def install_python_packages(*names: str) -> None:
    """Install exactly what the named locks hold; what development needs also covers what the product needs."""
    if names != ("dev",) and _packages_step("dev").is_done:
        return
    step = _packages_step(*names)
    if step.is_done:
        return
    say("Installing Python packages …")
    locks = [LOCKS / f"{name}.lock" for name in names]
    try:
        call(PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes",
             "-r", LOCKS / "installer.lock")  # fmt: skip
        call(PYTHON, "-m", "uv", "pip", "sync", "-q", "--require-hashes", *locks,
             environment={"VIRTUAL_ENV": str(VENV), **_uv_settings()})  # fmt: skip
    except subprocess.CalledProcessError:
        say("uv could not install them here; trying pip, which is slower …")
        each = [part for lock in locks for part in ("-r", lock)]
        call(PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes", *each)
    step.done()


def _packages_step(*names: str) -> Step:
    stamp = VENV / "steps/packages"
    return Step(stamp, [VENV / "pyvenv.cfg", *(LOCKS / f"{name}.lock" for name in names)] if VENV.exists() else [])


def _uv_settings() -> dict[str, str]:
    """uv's settings for the package index that pip is set up to use, where uv has not been told itself."""
    lines = subprocess.check_output([PYTHON, "-m", "pip", "config", "list"], text=True).splitlines()
    told = {}
    for line in lines:
        name, _, value = line.partition("=")
        told[name.rpartition(".")[2].replace("_", "-")] = " ".join(value.strip("'\"").replace("\\n", " ").split())
    names = {
        "UV_DEFAULT_INDEX": "index-url",
        "UV_INDEX": "extra-index-url",
        "UV_FIND_LINKS": "find-links",
        "UV_INSECURE_HOST": "trusted-host",
        "SSL_CERT_FILE": "cert",
    }
    settings = {name: told[key] for name, key in names.items() if key in told}
    settings["UV_FIND_LINKS"] = settings.get("UV_FIND_LINKS", "").replace(" ", ",")
    settings["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return {name: value for name, value in settings.items() if value and name not in os.environ}


def build_assets() -> None:
    """Install the front end's packages and bundle it."""
    packages = Step(ROOT / "node_modules/.installed", [ROOT / "package-lock.json", ROOT / ".npmrc"])
    if not packages.is_done:
        say("Installing front-end packages …")
        call(PYTHON, "tools/assets.py", "packages", quiet=True)
        packages.done()
    inputs = [ROOT / "package-lock.json", ROOT / "build.mjs", SOURCE / "laeringslean/frontend"]
    bundle = Step(ROOT / ".cache/steps/assets", inputs, [ASSETS / "app.css", ASSETS / "app.js"])
    if not bundle.is_done:
        say("Building the front end …")
        call(PYTHON, "tools/assets.py", "bundle", quiet=True)
        bundle.done()


def compile_translations() -> None:
    """Turn the catalogues that people edit into those that the product reads."""
    catalogues = sorted(SOURCE.glob("laeringslean/**/locale/*/LC_MESSAGES/*.po"))
    compiled = [path.with_suffix(".mo") for path in catalogues]
    step = Step(ROOT / ".cache/steps/translations", catalogues, compiled)
    if not step.is_done:
        call(PYTHON, "tools/translations.py", "compile")
        step.done()


def install(*locks: str) -> None:
    """Everything that must be in place before the product can run (locks runtime and build) or be tested (dev)."""
    make_virtual_environment()
    install_python_packages(*locks)
    build_assets()
    compile_translations()


def make_locks(arguments: list[str]) -> None:
    """Resolve what the .in files ask for into hashed locks that name no place to download from."""
    install("dev")
    for name in ("installer", "runtime", "build", "dev"):
        call(PYTHON, "-m", "uv", "pip", "compile", "-q", "--universal", "--python-version", "3.11", "--generate-hashes",
             "--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header", *arguments,
             f"{name}.in", "-o", f"{name}.lock", folder=LOCKS)  # fmt: skip


# Starting


def start() -> int:
    """Install, then become the demo server, so that signals and the exit code are the server's own."""
    install("runtime", "build")
    command = [str(PYTHON), "-m", "laeringslean", "demo", "--port", os.environ.get("PORT", "8000"),
               "--data", str(ROOT / ".data/demo")]  # fmt: skip
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(command[0], command)
    return subprocess.run(command).returncode


# Testing


def find_chromium() -> str:
    """The path of a Chromium or Chrome; installs Debian's when we are root there. Raises Failed when there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    places = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
              "/Applications/Chromium.app/Contents/MacOS/Chromium")  # fmt: skip
    named = os.environ.get("CHROMIUM")
    if named and not shutil.which(named):
        raise Failed(f"CHROMIUM names {named}, and no such program is there.")
    found = _first_program(named, *names, *places)
    if found:
        return found
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        say("Installing Chromium for the browser tests …")
        unasked = {"DEBIAN_FRONTEND": "noninteractive"}
        try:
            call("apt-get", "update", "-qq", quiet=True, environment=unasked)
            install = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")
            call(*install, quiet=True, environment=unasked)
        except subprocess.CalledProcessError as error:
            raise Failed(f"apt-get could not install Chromium (exit {error.returncode}); install it, or set CHROMIUM.")
        found = _first_program("chromium")
        if found:
            return found
    raise Failed("The browser tests need Chromium or Chrome: install it (Debian: apt-get install chromium), "
                 "or set CHROMIUM to its path.")  # fmt: skip


def _first_program(*names: "str | None") -> "str | None":
    """The path of the first of these programs that is there."""
    return next((path for path in map(shutil.which, filter(None, names)) if path), None)


CHECKS = {
    "ruff": ("-m", "ruff", "check", "."),
    "import contracts": ("-c", "from importlinter.cli import lint_imports_command as run; run()"),
    "types": ("-m", "mypy"),
    "translations": ("tools/translations.py", "check"),
}


def run_part(name: str, arguments: Iterable[str], summary: list[str], **environment: str) -> bool:
    """Run one part of the tests and add its line to the summary. Returns whether it passed."""
    say(f"\n── {name} ──")
    began = time.monotonic()
    code = run_until_told_to_stop([str(PYTHON), *arguments], **environment)
    word = "passed" if code == 0 else f"FAILED (exit {code})"
    summary.append(f"{name}: {word}, {time.monotonic() - began:.0f} s")
    return code == 0


def run_until_told_to_stop(command: list[str], **environment: str) -> int:
    """Run a program and return its exit code. When we are told to stop, it may first stop what it has started."""
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        return process.wait()
    except BaseException:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
        raise


def test_everything() -> int:
    """All checks, all tests on SQLite, and all tests that a database can change the outcome of on PostgreSQL."""
    install("dev")
    chromium = find_chromium()
    if subprocess.run([PYTHON, "-m", "tests.database.postgresql"], cwd=ROOT).returncode:
        return 1  # it has said how to get PostgreSQL
    summary: list[str] = []
    passed = [run_part(name, arguments, summary) for name, arguments in CHECKS.items()]
    for database, title in (("sqlite", "tests on SQLite"), ("postgresql", "tests on PostgreSQL")):
        passed.append(
            run_part(
                title,
                ["-m", "pytest", "-n", "2", "--dist", "loadgroup"],
                summary,
                CHROMIUM=chromium,
                LAERINGSLEAN_TEST_DATABASE=database,
                # Told by the last run just above its closing line, which thereby stays the last line of all.
                LAERINGSLEAN_TEST_EARLIER="\n".join(summary),
            )
        )
    return 0 if all(passed) else 1


def test_some(arguments: list[str]) -> int:
    """pytest with a developer's own arguments, on SQLite unless LAERINGSLEAN_TEST_DATABASE says otherwise."""
    install("dev")
    return run_until_told_to_stop([str(PYTHON), "-m", "pytest", *arguments])


def main(arguments: list[str]) -> int:
    """Do what the command line asks for and return the exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        if not arguments:
            return start()
        if arguments == ["install"]:
            install("dev")
            return 0
        if arguments[0] == "lock":
            make_locks(arguments[1:])
            return 0
        if arguments == ["test"]:
            return test_everything()
        if arguments[0] == "test":
            return test_some(arguments[1:])
        print(__doc__)
        return 0 if arguments[0] in ("-h", "--help", "help") else 2
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        program = re.sub(r"\s+", " ", " ".join(str(part) for part in error.cmd))
        print(f"Failed (exit {error.returncode}): {program}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
