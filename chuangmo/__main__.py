"""``python -m chuangmo``: the command line."""

import sys

from chuangmo.cli import main

sys.exit(main())
