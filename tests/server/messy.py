"""Lists of enterprises as they really arrive: thousands of rows, every kind of mess, made from a seed."""

import csv
import io
import random

import xlsxwriter

from inspection.credit_code import ALPHABET, check_character

HEADINGS = [
    "序号",
    "企业名称*",
    "统一社会\n信用代码（必填）",
    "注册地址",
    "经营范围",
    "所在村（社区）",
    "法定代表人",
    "联 系 人",
    "联系电话",
    "行业类别",
    "从业人数",
    "风险等级",
    "备注",
    "消防验收文号",
]
WORDS = ["云雀", "青藤", "白露", "松针", "竹影", "星屿", "麦浪", "溪石", "晨帆", "远岫"]
MIDDLES = "一二三四五六七八九十百千万亿甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥金木水火土"
TRADES = ["精密机械", "塑料制品", "家具", "食品", "纺织", "五金制品", "纸制品", "包装材料"]


def credit_code(rng: random.Random) -> str:
    first = "91" + "339900" + "MA" + "".join(rng.choice(ALPHABET) for _ in range(7))
    return first + check_character(first)


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def rows(count: int, seed: int = 7) -> tuple[list, dict]:
    """(rows of cells, how many of each mess were put in)."""
    rng = random.Random(seed)
    made, put = (
        [],
        dict.fromkeys(("old", "missing", "damaged", "wrong_check", "twice", "total", "empty", "nameless"), 0),
    )
    names = [f"{a}{b}{t}有限公司" for a in WORDS for b in MIDDLES for t in TRADES]
    rng.shuffle(names)
    for number in range(1, count + 1):
        code = credit_code(rng)
        cells = [
            number,
            names[number - 1],
            code,
            f"示例路{number}号",
            "生产、销售",
            rng.choice(["云溪村", "云溪村委会", "松岭社区", "松岭"]),
            "测试人",
            "联系人甲",
            13900000000 + number,
            rng.choice(["金属制品业", "C18 服装", "食品制造"]),
            rng.choice([12, "30人", "约 45"]),
            rng.choice(["红", "橙色", "较大风险", "蓝"]),
            "",
            "无",
        ]
        spell = number % 40
        if spell == 1:
            cells[2] = "330199000" + f"{number:06d}"
            put["old"] += 1
        elif spell == 2:
            cells[2] = rng.choice(["", "无", "/"])
            put["missing"] += 1
        elif spell == 3:
            cells[2] = rng.choice([913399000000000000.0 + number * 1000, "9.13399E+17"])
            put["damaged"] += 1
        elif spell == 4:
            cells[2] = code[:17] + ("0" if code[17] != "0" else "1")
            put["wrong_check"] += 1
        elif spell == 5:
            cells[2] = full_width(code.lower())
        elif spell == 6:
            cells[2] = f"'{code[:8]} {code[8:]}"
        elif spell == 7:
            cells[1] = f" {cells[1]}　"
        elif spell == 8 and number > 40:
            cells[1], cells[2] = made[-30][1], made[-30][2]
            put["twice"] += 1
        elif spell == 9:
            cells[1] = ""
            put["nameless"] += 1
        elif spell == 10:
            cells[12] = '=HYPERLINK("http://a")'
        made.append(cells)
        if number % 500 == 0:
            made.append([""] * len(HEADINGS))
            put["empty"] += 1
    made.append(["合计", "", "", "", "", "", "", "", "", "", str(count), "", "", ""])
    put["total"] = 1
    return made, put


def xlsx(made: list, title: str = "青禾街道企业名单") -> bytes:
    """With a merged title, a blank line, and numbers as numbers."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("填表说明").write(0, 0, "请按要求填写")
        sheet = book.add_worksheet("名单")
        sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, title)
        sheet.write_row(2, 0, HEADINGS)
        for place, cells in enumerate(made, 3):
            for column, cell in enumerate(cells):
                if cell != "":
                    (sheet.write_string if isinstance(cell, str) else sheet.write_number)(place, column, cell)
    return out.getvalue()


def csv_text(made: list, delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["青禾街道企业名单"])
    writer.writerow(HEADINGS)
    writer.writerows(made)
    return out.getvalue()
