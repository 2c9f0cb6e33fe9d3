"""`python -m laeringslean` is the same as the `laeringslean` command."""

import sys

from laeringslean.config.command import main

sys.exit(main())
