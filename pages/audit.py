"""审计: every act that was recorded."""

from chuangmo.ui.audit import show_audit

show_audit()
