"""How a report itself says what counts as 부진: `※ 부진판정 기준 : 목표 대비 달성률 80% 이하`."""

import re

CRITERION = re.compile(r"부진.{0,20}?(\d+)\s?%?\s?(이하|미만)")
"""Group 1 is the limit in percent, group 2 the comparison."""
