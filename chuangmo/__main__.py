"""``python -m chuangmo``: the command line."""

import sys

from chuangmo.cli.main import main

sys.exit(main())
