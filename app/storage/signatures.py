"""Who has signed a visit, and who would not. A signature belongs to a person, not to a name: two may share one."""

from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from app.storage import photos
from app.storage.tables import answer, finding, photo_use, signature
from inspection.canonical import digest


@dataclass(frozen=True)
class SignatureRow:
    """`who` is inspector or companion; `content` names what was signed, see `content_of`."""

    who: str
    name: str
    person_id: str | None
    sha256: str | None
    refused: bool
    reason: str
    witness: str
    at: str
    content: str = ""

    @property
    def signed(self) -> bool:
        return self.sha256 is not None and not self.refused

    def of(self, who: str, name: str, person_id: str | None) -> bool:
        """Whether it is theirs. A visit has one companion, whatever the name."""
        return self.who == who and (who == "companion" or signer_of(name, person_id) == self.signer)

    @property
    def signer(self) -> str:
        return signer_of(self.name, self.person_id)


def signer_of(name: str, person_id: str | None) -> str:
    """Whoever works at the office is told apart by their id, others only by their name."""
    return person_id or name


def of_visit(s, visit_id: str) -> list[SignatureRow]:
    rows = s.execute(
        select(signature)
        .where(signature.c.visit_id == visit_id)
        .order_by(signature.c.who.desc(), signature.c.at)
    )
    return [
        SignatureRow(
            r.who, r.name, r.person_id, r.sha256, bool(r.refused), r.reason, r.witness, r.at, r.content
        )
        for r in rows
    ]


def put(s, visit_id: str, who: str, name: str, person_id: str | None, at: str, **values) -> str:
    """In place of what this person signed before; the owner_id of its drawing. A visit has one companion."""
    signer = signer_of(name, person_id)
    clear(s, visit_id, who, None if who == "companion" else signer)
    row = {
        "visit_id": visit_id,
        "who": who,
        "signer": signer,
        "name": name,
        "person_id": person_id,
        "sha256": None,
        "refused": 0,
        "reason": "",
        "witness": "",
        "at": at,
        "content": "",
    }
    s.execute(insert(signature).values(row | values))
    return owner_id(visit_id, who, signer)


def clear(s, visit_id: str, who: str, signer: str | None = None) -> None:
    """Without a signer: whoever signed as `who`. The drawing goes with it."""
    theirs = [
        signature.c.visit_id == visit_id,
        signature.c.who == who,
        *([] if signer is None else [signature.c.signer == signer]),
    ]
    for one in list(s.scalars(select(signature.c.signer).where(*theirs))):
        photos.take_down(s, "signature", owner_id(visit_id, who, one))
    s.execute(signature.delete().where(*theirs))


def owner_id(visit_id: str, who: str, signer: str) -> str:
    """The owner_id under which the drawing hangs."""
    return f"{visit_id}/{who}/{signer}"


def content_of(s, row) -> str:
    """What stands above a signature, as one hash: it differs as soon as a word, an answer, a photo or a name does.

    `row` is the visit. Where one stands, the position that came late and the times of taps are not signed.
    """
    words = (
        finding.c.id, finding.c.checklist, finding.c.item, finding.c.hazard_id, finding.c.place, finding.c.text,
        finding.c.basis, finding.c.severity, finding.c.major_rule, finding.c.device_failed, finding.c.correction,
        finding.c.deadline_days, finding.c.fixed_on_site, finding.c.no_photo_reason,
    )  # fmt: skip
    given = (answer.c.checklist, answer.c.item, answer.c.result, answer.c.value, answer.c.note)
    shown = (photo_use.c.owner_kind, photo_use.c.owner_id, photo_use.c.role, photo_use.c.sha256)
    wanted = {
        "answers": select(*given).where(answer.c.visit_id == row.id).order_by(*given[:2]),
        "findings": select(*words).where(finding.c.visit_id == row.id).order_by(finding.c.id),
        "photos": select(*shown)
        .where(photo_use.c.visit_id == row.id, photo_use.c.owner_kind != "signature")
        .order_by(*shown),
    }
    head = {name: getattr(row, name) for name in ("track", "purpose", "remark")}
    people = {
        "participants": [asdict(one) for one in row.participants],
        "companion": asdict(row.companion),
        "checklists": [list(one) for one in row.checklists],
    }
    return digest(
        head | people | {name: [list(one) for one in s.execute(query)] for name, query in wanted.items()}
    )
