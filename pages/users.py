"""用户与权限: accounts, roles, districts."""

from chuangmo.ui.users import show_users

show_users()
