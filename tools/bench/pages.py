"""The office's pages over HTTP by somebody signed in: with a million findings, beside the same with ten thousand."""

import time
from contextlib import contextmanager
from datetime import UTC, datetime

import requests

from inspection.days import china_day
from tools.bench import fill, furnish, serving
from tools.bench.figures import Figure, at_most, percentile
from tools.bench.furnish import PASSWORD, enterprise_id
from tools.bench.places import folder, tell

LIST_MS, FILE_MS = 300, 200
FLAT = 2.0  # a page of the large office over the same page of the small one

# name, Chinese, address; {firm}, {visit}, {hazard} differ at every opening
LISTS = (
    ("overview, counted anew", "总览 重新计数", "/office/?fresh=1"),
    ("enterprises", "企业列表", "/office/enterprises"),
    ("enterprises, searched", "企业 搜索", "/office/enterprises?q=云雀"),
    ("enterprises, with open major", "企业 有重大隐患", "/office/enterprises?with=major"),
    ("visits", "检查列表", "/office/visits"),
    ("visits, to be looked at", "检查 待阅", "/office/visits?review=new"),
    ("visits, of one village", "检查 一个村", "/office/visits?area=village-03"),
    ("hazards", "隐患列表", "/office/hazards"),
    ("hazards, open", "隐患 未销号", "/office/hazards?state=open"),
    ("hazards, overdue", "隐患 超期", "/office/hazards?overdue=1"),
    ("hazards, major and open", "隐患 重大未销", "/office/hazards?state=open&severity=major"),
    ("hazards, repeated", "隐患 反复", "/office/hazards?flag=repeat"),
    ("hazards, of one village", "隐患 一个村", "/office/hazards?area=village-03&state=open"),
    ("advice", "整改建议", "/office/advice"),
    ("needs attention", "待处理", "/office/attention"),
    ("audit", "操作记录", "/office/audit"),
)
SINGLE = (
    ("enterprise file", "企业档案", "/office/enterprises/{firm}"),
    ("visit", "检查详情", "/office/visits/{visit}"),
    ("hazard", "隐患详情", "/office/hazards/{hazard}"),
)
OF_VILLAGES = ("hazards, open, officer of 3 villages", "隐患 三村执法员", "/office/hazards?state=open")


def measure(scale):
    with _office(scale.findings_before) as few, _office(scale.findings) as many:
        small, large = _times((few, many), scale.page_rounds)
    worst = ("", 0.0)
    for name, zh, _ in (*LISTS, OF_VILLAGES, *SINGLE):
        fifty, ninety = (percentile(large[name], percent) for percent in (50, 95))
        before = percentile(small[name], 50)
        limit = FILE_MS if name == "enterprise file" else LIST_MS
        yield Figure(f"page {name}, p50", f"{zh} p50", fifty, "ms", before)
        yield Figure(
            f"page {name}, p95", f"{zh} p95", ninety, "ms", percentile(small[name], 95), at_most(limit)
        )
        worst = max(worst, (name, fifty / before), key=lambda one: one[1])
    shown = f"{scale.findings:,} findings beside {scale.findings_before:,}"
    yield Figure(
        f"page that grew most, {shown}: {worst[0]}", "增长最多的页", worst[1], "×", 1.0, at_most(FLAT)
    )


def _times(offices, rounds: int) -> tuple[dict[str, list[float]], ...]:
    """Milliseconds of each page in each office; they take turns, so that what disturbs one disturbs the other."""
    taken: tuple[dict[str, list[float]], ...] = tuple({} for _ in offices)
    for turn in range(rounds + 1):
        for name, _, address in (*LISTS, *SINGLE, OF_VILLAGES):
            for times, (findings, leader, villager) in zip(taken, offices, strict=True):
                who = villager if name == OF_VILLAGES[0] else leader
                took = who.open(address.format(**_ids(turn, findings)))
                if turn:  # the first round only warms up
                    times.setdefault(name, []).append(took)
    return taken


def _ids(turn: int, findings: int) -> dict[str, str]:
    visits = findings // fill.PER_VISIT
    visit = (turn * 104_729 + visits // 3) % visits
    return {
        "firm": enterprise_id(visit * 7919 % fill.firms_for(findings)),
        "visit": fill.visit_id(visit),
        "hazard": fill.hazard_id(visit * fill.PER_VISIT + 2),
    }


@contextmanager
def _office(findings: int):
    """(findings, a leader, an officer of three villages) of an office that is served."""
    with folder() as place:
        _filled(place, findings)
        with serving.office(place) as office:
            yield findings, Reader(office.address, "linlan"), Reader(office.address, "zhouwei")


def _filled(place, findings: int) -> None:
    began = time.monotonic()
    furnish.office(place, fill.firms_for(findings)).close()
    furnished = time.monotonic() - began
    fill.filled(place / "anjian.db", findings, china_day(datetime.now(UTC)).isoformat())
    size = (place / "anjian.db").stat().st_size / 1e6
    tell(
        f"{findings:,} findings: {furnished:.0f} s furnished, {time.monotonic() - began:.0f} s in all, {size:,.0f} MB"
    )


class Reader:
    """Somebody at the desk, signed in through the form."""

    def __init__(self, address: str, login: str):
        self.address, self.session = address, requests.Session()
        self.session.trust_env = False
        answer = self.session.post(
            f"{address}/office/sign-in",
            {"login": login, "password": PASSWORD},
            timeout=60,
            allow_redirects=False,
        )
        if answer.status_code != 303:
            raise RuntimeError(f"{login} could not sign in: {answer.status_code}")

    def open(self, path: str) -> float:
        began = time.perf_counter()
        answer = self.session.get(self.address + path, timeout=300, allow_redirects=False)
        took = (time.perf_counter() - began) * 1000
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.text[-300:]}")
        return took
