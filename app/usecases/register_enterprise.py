"""Premises that no list knows are registered on the spot; the office confirms them later."""

from app.storage import enterprises, frozen
from app.storage.moment import Moment
from app.storage.store import Store
from app.usecases.drafts import words
from inspection.credit_code import kind_of, tidy
from inspection.new_enterprise import read_new_enterprise
from inspection.problems import Problem


def register_enterprise(store: Store, fields: dict, at: Moment, new_id: str) -> str:
    """The enterprise's id, the same as its record's.

    Fields: name, area_id, code, address, contact, phone, kind, position.

    A code that fails its check is kept as it stands on the licence. Problems: enterprise.name_needed, text.too_long.
    """
    name = words(fields.get("name"), 200)
    if not name or not fields.get("area_id"):
        raise Problem("enterprise.name_needed")
    body = {
        "enterprise_id": new_id,
        "name": name,
        "code": words(tidy(fields.get("code") or ""), 40),
        "area_id": fields["area_id"],
        "address": words(fields.get("address"), 300),
        "contact": words(fields.get("contact"), 60),
        "phone": words(fields.get("phone"), 40),
        "kind": fields.get("kind") or "production",
        "position": fields.get("position"),
    }
    read_new_enterprise(body)
    with store.write("enterprises", "outbox") as s:
        frozen.freeze(
            s,
            store.folder,
            record_id=new_id,
            kind="new_enterprise",
            entity=("enterprise", new_id),
            body=body,
            photos=[],
            at=at,
            title=name,
            enterprise_id=new_id,
        )
        own = {name: body[name] for name in ("name", "code", "area_id", "address", "contact", "kind")}
        enterprises.add_own(
            s, {**own, "id": new_id, "code_kind": kind_of(body["code"]), "contact_phone": body["phone"]}
        )
    return new_id
