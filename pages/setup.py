"""设置我的城市: from the choice of the city to the first month, in steps."""

from chuangmo.ui.setup.setup import show_setup

show_setup()
