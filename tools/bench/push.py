"""Records with photos pushed by several phones at once: how many a second, how long each takes, what it costs.

The baseline is the bare durable upload of the same bytes by the same client, taken just before.
"""

import json
from pathlib import Path

from sync_server import tables
from tools.bench import furnish, load, serving
from tools.bench.figures import Figure, at_least, at_most
from tools.bench.furnish import OFFICERS, PASSWORD
from tools.bench.meter import Meter
from tools.bench.places import folder, tell
from tools.bench.records import Item, Pictures, Sender

FIRMS = 64
AT_ONCE = 8  # deliveries of the same record at the same moment
GOOD = ("applied", "merged")


def measure(scale):
    pictures = Pictures()
    for engine in ("sqlite", "postgres") if scale.postgres else ("sqlite",):
        with serving.database(engine) as there, folder() as place:
            if there is None:
                yield Figure("push on PostgreSQL", "上传 PostgreSQL", None, "PostgreSQL is missing")
                continue
            url, pids = there
            furnish.office(place, FIRMS, url).close()
            with serving.office(place, url, pids) as office, serving.bare(place / "bare") as bare:
                yield from _of_engine(scale, engine, office, bare, pictures)
                yield _duplicates(scale, engine, office, pictures, place, url)


def _of_engine(scale, engine, office, bare, pictures):
    shown = {"sqlite": "SQLite", "postgres": "PostgreSQL"}[engine]
    _push(office, _phones(office, 2, 10, pictures))  # warm
    for count in scale.phones:
        phones = _phones(office, count, scale.pushed, pictures)
        with Meter(bare.pids) as least:
            baseline = _checked(load.together(bare.port, phones, _bare), "bare upload")
        load_of, meter = _push(office, phones)
        items = sum(len(one) for one in phones)
        at = f"push {shown} {count} phones"
        zh = f"上传 {count} 部手机"
        goal = count == 4
        yield Figure(
            f"{at}, per second",
            f"{zh} 每秒",
            load_of.per_s,
            "/s",
            baseline.per_s,
            at_least(150) if goal else None,
        )
        if goal:
            yield Figure(
                f"{at}, share of bare", f"{zh} 占裸写", load_of.per_s / baseline.per_s, "", 1.0, at_least(0.4)
            )
        yield Figure(f"{at}, p50", f"{zh} p50", load_of.ms(50), "ms", baseline.ms(50))
        yield Figure(
            f"{at}, p99", f"{zh} p99", load_of.ms(99), "ms", baseline.ms(99), at_most(100) if goal else None
        )
        yield Figure(
            f"{at}, server CPU per item",
            f"{zh} 处理器/条",
            meter.cpu_s * 1000 / items,
            "ms",
            least.cpu_s * 1000 / items,
        )
        reach = at_most(150) if engine == "sqlite" else None
        yield Figure(f"{at}, memory peak", f"{zh} 内存峰值", meter.peak_mb, "MB", meter.idle_mb, reach)
        again = _checked(load.together(office.port, phones, _record_only), "exact re-send")
        if goal or count == max(scale.phones):
            yield Figure(
                f"exact re-send {shown} {count} phones",
                f"重发 {count} 部手机",
                again.per_s,
                "/s",
                load_of.per_s,
            )


def _phones(office, count: int, items: int, pictures: Pictures) -> list[list[Item]]:
    """`items` in all, dealt out to `count` phones of four officers; each phone goes round the enterprises."""
    senders = [Sender(office.port, OFFICERS[n % len(OFFICERS)][0], PASSWORD) for n in range(count)]
    dealt = [[] for _ in senders]
    for number in range(items):
        turn = number % count
        firm = (number // count + turn * (FIRMS // count)) % FIRMS
        dealt[turn].append(senders[turn].item(pictures.photo(number), firm))
    first = dealt[0][0]
    tell(
        f"{count} phones × {len(dealt[0])}: record {first.plain} B ({len(first.push[1])} B gzip), photo {first.bytes} B"
    )
    return dealt


def _push(office, phones) -> tuple[load.Load, Meter]:
    with Meter(office.pids) as meter:
        meter.idle_mb = meter.peak_mb
        found = load.together(office.port, phones, _whole)
    return _checked(found, "push"), meter


def _checked(found: load.Load, what: str) -> load.Load:
    if found.faults:
        raise RuntimeError(
            f"{what}: {len(found.faults)} of {len(found.faults) + len(found.each)}: {found.faults[0]}"
        )
    return found


def _whole(wire: load.Wire, item: Item) -> None:
    _record(wire, item)
    status, head, body = wire.ask(*item.upload)
    if status != 201 or f"upload-offset: {len(item.upload[1]) + len(item.upload[2])}".encode() not in head:
        raise ValueError(f"upload: {status} {body[:200]!r}")


def _record(wire: load.Wire, item: Item) -> dict:
    status, _, body = wire.ask(*item.push)
    answers = json.loads(body).get("answers") if status == 200 else None
    if not answers or answers[0]["outcome"] not in GOOD:
        raise ValueError(f"push: {status} {body[:300]!r}")
    return answers[0]


def _record_only(wire: load.Wire, item: Item) -> None:
    if not _record(wire, item)["dup"]:
        raise ValueError("a record sent again was taken for a new one")


def _bare(wire: load.Wire, item: Item) -> None:
    packed, (_, picture, own) = item.push[1], item.upload
    head = load.request("/api/uploads", len(packed) + len(picture) + len(own))
    status, _, _ = wire.ask(head, packed, picture, own)
    if status != 200:
        raise ValueError(f"bare: {status}")


def _duplicates(scale, engine, office, pictures, place: Path, url: str) -> Figure:
    """Each record arrives eight times at the same moment: all are answered well and alike, one is kept."""
    (items,) = _phones(office, 1, scale.duplicated, pictures)
    good = 0
    for item in items:
        answers: list[tuple] = []
        load.together(
            office.port,
            [[item]] * AT_ONCE,
            lambda wire, one, said=answers: said.append(_told(_record(wire, one))),
        )
        good += len(answers) if len(set(answers)) == 1 else 0
    kept = _kept(place, url, items)
    shown = {"sqlite": "SQLite", "postgres": "PostgreSQL"}[engine]
    wanted = AT_ONCE * len(items)
    if kept != len(items):
        tell(f"{kept} records kept of {len(items)} sent")
        good = 0
    return Figure(
        f"8 duplicates at once {shown}, good answers",
        "同时重复 好答复",
        good,
        f"of {wanted}",
        wanted,
        at_least(wanted),
    )


def _told(answer: dict) -> tuple:
    return answer["id"], answer["outcome"], answer["code"]


def _kept(place: Path, url: str, items) -> int:
    """How many of these the office really has, each under its own id."""
    import gzip

    import sqlalchemy as sa

    from sync_server.store import Store

    ids = [json.loads(gzip.decompress(item.push[1]))["records"][0]["id"] for item in items]
    store = Store(url or f"sqlite:///{place / 'anjian.db'}")
    try:
        with store.read() as c:
            return c.scalar(
                sa.select(sa.func.count()).select_from(tables.visit).where(tables.visit.c.record_id.in_(ids))
            )
    finally:
        store.close()
