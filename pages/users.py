"""用户与权限: accounts, roles, districts."""

from chuangmo.ui.admin.users import show_users

show_users()
