"""``python -m chuangmo``: the command line."""

import sys

from chuangmo.cli.main import main
from chuangmo.operating_system import keep_private

keep_private()
sys.exit(main())
