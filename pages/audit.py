"""审计: every act that was recorded."""

from chuangmo.ui.admin.audit import show_audit

show_audit()
