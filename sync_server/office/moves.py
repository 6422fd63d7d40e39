"""The moves of a hazard that are made at the desk, what each must be told, and how it is made."""

from datetime import date

from inspection import hazard as rules
from inspection.checklist import GENERAL, MAJOR
from inspection.problems import Problem
from sync_server import accounts, hazards, people
from sync_server.office.reads import hazards as reads

# the fields a form asks for; "*" behind a name: must be filled
FIELDS = {
    "grade": ("severity*", "rule", "reason"),
    "confirm_major": ("rule*", "reason"),
    "order": (),
    "advise": ("reason",),
    "receive": ("reason",),
    "return": ("reason*",),
    "close": ("reason",),
    "sign_off": ("reason",),
    "due": ("due*", "reason*"),
    "ask_extension": ("due*", "reason*"),
    "grant_extension": ("due*", "reason"),
    "refuse_extension": ("reason*",),
    "transfer": ("receiver*", "reason*"),
    "transfer_result": ("reason*",),
    "merge": ("into*", "reason*"),
    "void": ("reason*", "second*"),
    "repeat": ("answer*",),
    "acceptance": ("self_check", "expert_review", "government", "reason"),
    "list": ("reason*",),
    "unlist": ("reason*",),
}
ACCEPTED = ("self_check", "expert_review", "government")  # three separate steps of accepting a major hazard


def offered(c, row: dict, person) -> list[dict]:
    """[{"move", "blocked"}] of what may be asked for at the desk, those that are blocked with the reason."""
    found = [m for m in hazards.moves_for(c, row["id"], person) if m["move"] in FIELDS]
    beside = [name for name, fits in BESIDE.items() if fits(row) and person.role in DECIDERS[name]]
    if "confirm_major" in beside:
        found = [m for m in found if m["move"] != "grade"]
    names = {m["move"] for m in found}
    found += [{"move": name, "blocked": None} for name in beside if name not in names]
    others = [m for m in OTHERS if m not in names and row["state"] in rules.MOVES[m].leads]
    return found + [
        {"move": m, "blocked": Problem("hazard.not_your_move", move=m, role=person.role)} for m in others
    ]


OTHERS = ("order", "close", "sign_off", "void")  # shown, though greyed, to those whose move it is not


def _open(row: dict) -> bool:
    return row["state"] not in rules.ENDED


OFFICERS_AND_LEADER = (rules.OFFICER, rules.LEADER)
# decisions beside the moves: when they make sense, and whose they are
BESIDE = {
    "confirm_major": lambda row: _open(row) and row["severity"] == MAJOR and not row["major_confirmed"],
    "grade": lambda row: _open(row) and row["state"] != rules.REGISTERED,
    "due": lambda row: bool(row["due"]) and row["state"] in rules.OWED,
    "acceptance": lambda row: (
        row["severity"] == MAJOR and row["state"] == rules.PENDING and not row["accepted"]
    ),
    "repeat": lambda row: _open(row) and bool(row["repeat_of"]) and not row["repeat_confirmed"],
    "list": lambda row: _open(row) and row["severity"] == MAJOR and not row["listed"],
    "unlist": lambda row: _open(row) and bool(row["listed"]),
}
DECIDERS = dict.fromkeys(BESIDE, OFFICERS_AND_LEADER) | {
    "repeat": rules.DESK,
    "list": (rules.LEADER,),
    "unlist": (rules.LEADER,),
}


def make(desk, row: dict, move: str) -> None:
    """The move, with its audit row, in one transaction. Problems: those of hazards.make_move, office.*"""
    told = {
        name.rstrip("*"): desk.said(name.rstrip("*"))
        for name in FIELDS[move]
        if not name.startswith("second")
    }
    for name in FIELDS[move]:
        if name.endswith("*") and name != "second*" and not told[name.rstrip("*")]:
            raise Problem("office.field_needed", field=desk.text(f"office.field.{name.rstrip('*')}"))
    second = _second(desk) if "second*" in FIELDS[move] else None
    reading = desk.c
    try:
        with desk.context.store.write() as desk.c:
            _made_and_noted(desk, row, move, told, second)
    finally:
        desk.c = reading


def _made_and_noted(desk, row: dict, move: str, told: dict, second) -> None:
    _made(desk, row, move, told, second)
    facts = {name: value for name, value in told.items() if value}
    facts |= {"second": second.id} if second else {}
    after = reads.by_id(desk.c, row["id"])["state"]
    desk.note(
        f"hazard.{move}", "hazard", row["id"], number=row["number"], before=row["state"], after=after, **facts
    )


def _second(desk):
    """The second person says so with their own password, on the spot."""
    login = desk.said("second_login", 60)
    password = str(desk.form.get("second_password", ""))
    if not login or not password:
        raise Problem("hazard.second_person_needed")
    person_id = accounts.sign_in(desk.context.store, login, password, desk.origin, desk.at)
    second = people.by_id(desk.c, person_id)
    if second is None or second.id == desk.person.id or second.role not in rules.DESK:
        raise Problem("hazard.second_person_needed")
    return second


def _made(desk, row: dict, move: str, told: dict, second) -> None:
    c, actor, at, reason = desk.c, desk.person, desk.at, told.get("reason", "")
    if move in ("confirm_major", "grade"):
        severity = MAJOR if move == "confirm_major" else told["severity"]
        if severity not in (GENERAL, MAJOR) or (severity == MAJOR and not told["rule"]):
            raise Problem("office.field_needed", field=desk.text("office.field.rule"))
        hazards.set_grade(c, row["id"], severity, told["rule"], actor, at, reason)
    elif move == "due":
        hazards.change_due(c, row["id"], _due(desk, told["due"]), actor, at, reason)
    elif move == "repeat":
        hazards.confirm_repeat(c, row["id"], actor, at, told["answer"] == "yes")
    elif move in ("list", "unlist"):
        hazards.put_on_list(c, row["id"], actor, at, move == "list", reason)
    elif move == "acceptance":
        facts = {name: told[name] == "yes" for name in ACCEPTED}
        if not all(facts.values()):
            raise Problem("office.acceptance_incomplete")
        hazards.record_acceptance(c, row["id"], actor, at, facts | {"reason": reason})
    else:
        facts = {name: told[name] for name in ("receiver",) if told.get(name)}
        if told.get("due"):
            facts["due"] = _due(desk, told["due"]).isoformat()
        if told.get("into"):
            facts["into"] = _other(desk, row, told["into"])
        hazards.make_move(c, row["id"], move, actor, at, reason=reason, facts=facts or None, second=second)


def _due(desk, text: str) -> date:
    try:
        due = date.fromisoformat(text)
    except ValueError:
        raise Problem("office.day_unreadable") from None
    if due < desk.today:
        raise Problem("office.due_past")
    return due


def _other(desk, row: dict, number: str) -> str:
    """The id of the hazard with this number, which must belong to the same enterprise."""
    found = reads.by_number(desk.c, number.strip())
    other = reads.by_id(desk.c, found) if found else None
    if other is None or other["enterprise_id"] != row["enterprise_id"] or other["id"] == row["id"]:
        raise Problem("office.merge_other", number=number)
    return other["id"]
