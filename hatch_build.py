"""What a wheel holds beyond the sources: the bundled front end and the compiled translations."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent / "tools"))


class Built(BuildHookInterface):
    """Builds what .gitignore leaves out, so that `pip install .` gives a product that is ready to run."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it packs the wheel; a failing build says what it was doing."""
        import assets
        import translations

        root = Path(self.root)
        if version != "editable":
            assets.install_packages(root)
            assets.bundle(root)
        translations.compile_all(root / "src/laeringslean")
