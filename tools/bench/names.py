"""Names and codes of invented enterprises, any number of them, the same at every run."""

from inspection.credit_code import check_character

FIRST = "云青白松竹星麦溪晨远金恒顺福华永兴盛宏达"
SECOND = "雀藤露针影屿浪石帆岫泰隆发裕丰康瑞源通鑫"
THIRD = "甲乙丙丁戊己庚辛壬癸东南西北中新大一二三"
TRADES = (
    "精密机械有限公司",
    "塑料制品厂",
    "家具有限公司",
    "五金制品厂",
    "纺织有限公司",
    "包装材料厂",
    "食品有限公司",
)


def name_of(number: int) -> str:
    first, rest = number % len(FIRST), number // len(FIRST)
    second, rest = rest % len(SECOND), rest // len(SECOND)
    third, rest = rest % len(THIRD), rest // len(THIRD)
    more = str(rest) if rest else ""
    return f"{FIRST[first]}{SECOND[second]}{THIRD[third]}{more}{TRADES[number % len(TRADES)]}"


def code_of(number: int) -> str:
    body = f"91330199MA{number:07d}"
    return body + check_character(body)
