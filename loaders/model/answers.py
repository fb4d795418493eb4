"""The fixed answers that a question may be given."""

KEEP_VALUES, REMOVE_VALUES = "keep", "remove"


KEEP_ROWS = "以数据行的日期为准"


KEEP_HEADER = "以表头写的时段为准"


LEAVE_OUT = "不读这一列"


REGISTER = "登记为目标"


LEAVE_CELLS = "不读这几格"


LEAVE_ROWS = "不读这些行"


LEAVE_TABLE = "不读这张表"


ABOVE, LEFT = "表头在上", "表头在左"


LAST_YEAR, RANK, IGNORE = "上年同期", "排名", "忽略"


FRACTION, PERCENT = "小数，乘以100", "百分数，照原样"


#: Whether a name above a table is that of a site.
IS_SITE, NO_SITE = "是点位", "不是点位"


#: The topic of the question what a label is that is not explained whole.
LABEL_TOPIC = "label"


#: The topic of the question whether single cells stand in the other unit.
SLIP_TOPIC = "slip"
