"""Scripts: in which signs something is written."""

import re

HAN = re.compile("[\u4e00-\u9fff]")
"""A Chinese character."""
