import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements"
LOCKS = sorted(REQUIREMENTS.glob("*.lock"))
SOURCES = [
    "LICENSE",
    "README.md",
    ".npmrc",
    "build.mjs",
    "hatch_build.py",
    "package.json",
    "package-lock.json",
    "pyproject.toml",
]


def wanted(name: str) -> list[str]:
    """The requirements that an .in file asks for itself."""
    lines = (REQUIREMENTS / name).read_text().splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-"))]


def pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s\\;]+)", lock.read_text(), flags=re.MULTILINE))


def test_the_package_asks_for_what_the_lock_was_made_from():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["dependencies"] == wanted("runtime.in")


@pytest.mark.parametrize("name", ["installer", "runtime", "build", "dev"])
def test_a_lock_pins_everything_asked_for(name):
    names = {re.split(r"[\[<>=; ]", line)[0].lower() for line in wanted(f"{name}.in")}
    assert names - pins(REQUIREMENTS / f"{name}.lock").keys() == set()


def test_development_has_the_versions_that_run():
    dev = pins(REQUIREMENTS / "dev.lock")
    for name in ("runtime", "build"):
        assert pins(REQUIREMENTS / f"{name}.lock").items() <= dev.items()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_place_to_download_from(lock):
    assert "://" not in lock.read_text()


def test_the_front_ends_lock_names_no_place_and_every_content():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    installed = [entry for path, entry in packages.items() if path]
    assert installed
    assert [entry for entry in installed if "resolved" in entry or "integrity" not in entry] == []


def test_the_front_ends_packages_are_pinned_exactly():
    package = json.loads((ROOT / "package.json").read_text())
    versions = [*package["dependencies"].values(), *package["devDependencies"].values()]
    assert [version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def without_what_is_built(folder: str, names: list[str]) -> list[str]:
    bundled = {"files", "pages", "chunks"} if folder.endswith("static/foundation") else set()
    built = (".css", ".js", ".br", ".gz", ".mo") if bundled else (".mo",)
    return [name for name in names if name in bundled or name == "__pycache__" or name.endswith(built)]


def test_a_wheel_holds_the_product_with_everything_built(tmp_path):
    copy = tmp_path / "project"
    copy.mkdir()
    for name in SOURCES:
        shutil.copy(ROOT / name, copy / name)
    for name in ("src", "tools", "docs/manual"):
        shutil.copytree(ROOT / name, copy / name, ignore=without_what_is_built)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    built = subprocess.run(command, cwd=copy, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    [wheel] = (copy / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
        metadata = archive.read(next(name for name in held if name.endswith("entry_points.txt"))).decode()
    manual = {f"laeringslean/manual/{path.name}" for path in (ROOT / "docs/manual").glob("*.md")}
    assert manual and manual <= held
    assert "laeringslean = laeringslean.config.command:main" in metadata
    sources = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src").rglob("*") if path.is_file()}
    pages = {name for name in sources if re.search(r"\.(py|html|txt|json|csv|svg)$", name)}
    words = {name.removesuffix(".po") + ".mo" for name in sources if name.endswith(".po")}
    static = "laeringslean/foundation/static/foundation"
    bundles = {f"{static}/{name}{ending}" for name in ("app.css", "app.js") for ending in ("", ".br", ".gz")}
    assert (pages | words | bundles) - held == set()
    assert any(name.startswith(f"{static}/files/inter-latin") for name in held)
