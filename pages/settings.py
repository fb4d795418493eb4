"""设置: what the city is set up as, and the workbook that changes it."""

from chuangmo.ui.parts.outcome import tell_result
from chuangmo.ui.settings.changing import offer_workbook, take_workbook
from chuangmo.ui.settings.mail import offer_mail
from chuangmo.ui.settings.renaming import offer_district_changes
from chuangmo.ui.settings.review import offer_review
from chuangmo.ui.settings.shown import offer_steps, show_head, show_tables
from chuangmo.ui.settings.templates import offer_templates

show_head()
offer_steps()
tell_result()
offer_workbook()
offer_district_changes()
offer_review()
offer_mail()
take_workbook()
offer_templates()
show_tables()
