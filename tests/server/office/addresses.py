"""Every page of the office with a real address and, for forms, something to send: tests make their tables of it."""

from sync_server.office.page_table import PAGES
from tests.server.building import WORKS

# (method, path) → what to send. A page that is not here fails the test that counts them.
FORMS = {
    ("POST", "/office/sign-in"): {"login": "lina", "password": "wrong-password"},
    ("POST", "/office/sign-out"): {},
    ("POST", "/office/enterprises/new"): {
        "name": "新厂",
        "area_id": "a-yunxi",
        "kind": "production",
        "status": "operating",
    },
    ("POST", "/office/enterprises/{id}/edit"): {
        "name": "改名的厂",
        "area_id": "a-yunxi",
        "kind": "production",
        "status": "operating",
    },
    ("POST", "/office/enterprises/{id}/plan"): {
        "person_id": "p-lina",
        "day": "2026-11-30",
        "track": "inspection",
        "purpose": "routine",
    },
    ("POST", "/office/plans/{id}/drop"): {},
    ("POST", "/office/enterprises/{id}/order"): {"hazard": "?", "officer": ["p-lina", "p-zhouli"]},
    ("POST", "/office/visits/{id}/seen"): {},
    ("POST", "/office/visits/{id}/evidence"): {},
    ("POST", "/office/hazards/{id}/moves/{move}"): {"reason": "登记有误"},
    ("POST", "/office/attention/{id}/again"): {},
    ("POST", "/office/devices/{id}/state"): {"state": "blocked"},
    ("POST", "/office/people/new"): {
        "login": "qianjin",
        "name": "钱进",
        "role": "officer",
        "language": "zh-CN",
    },
    ("POST", "/office/people/{id}"): {
        "name": "李娜娜",
        "role": "officer",
        "language": "zh-CN",
        "areas": "a-yunxi",
    },
    ("POST", "/office/people/{id}/active"): {"active": "no"},
    ("POST", "/office/people/{id}/password"): {"password": "another-one-2026"},
    ("POST", "/office/settings/areas"): {
        "names": "杏林村\n梅园社区",
        "kind": "village",
        "parent_id": "a-street",
    },
    ("POST", "/office/settings/areas/order"): {"place_a-yunxi": "7"},
    ("POST", "/office/settings/areas/{id}"): {"name": "云溪社区", "parent_id": "a-street"},
    ("POST", "/office/settings/areas/{id}/remove"): {},
    ("POST", "/office/settings/contracts/new"): {
        "company": "o-safe",
        "name": "下半年",
        "starts_on": "2026-07-01",
    },
    ("POST", "/office/settings/contracts/{id}"): {"company": "o-rival", "name": "年度服务"},
    ("POST", "/office/settings/contracts/{id}/end"): {"last_day": "2026-12-31"},
    ("POST", "/office/settings/contracts/{id}/enterprises"): {"act": "all"},
    ("POST", "/office/settings/office"): {"office": "新名字", "order_pattern": "{office}〔{year}〕{n}"},
    ("POST", "/office/import"): {},
    ("POST", "/office/import/{token}"): {},
    ("POST", "/office/bundle"): {},
    ("POST", "/office/bundle/{token}"): {},
}
ADDRESSES = {
    "/office/language/{language}": "/office/language/en",
    "/office/enterprises/{id}": f"/office/enterprises/{WORKS}",
    "/office/enterprises/{id}/edit": f"/office/enterprises/{WORKS}/edit",
    "/office/enterprises/{id}/plan": f"/office/enterprises/{WORKS}/plan",
    "/office/enterprises/{id}/order": f"/office/enterprises/{WORKS}/order",
    "/office/plans/{id}/drop": "/office/plans/{plan}/drop",
    "/office/documents/{id}": "/office/documents/{document}",
    "/office/visits/{id}": "/office/visits/{visit}",
    "/office/visits/{id}/seen": "/office/visits/{visit}/seen",
    "/office/visits/{id}/evidence": "/office/visits/{visit}/evidence",
    "/office/hazards/{id}": "/office/hazards/{general}",
    "/office/hazards/{id}/moves/{move}": "/office/hazards/{general}/moves/void",
    "/office/attention/{id}": "/office/attention/{held}",
    "/office/attention/{id}/again": "/office/attention/{held}/again",
    "/office/checklists/{code}/{version}": "/office/checklists/FIRE/1",
    "/office/devices/{id}/state": "/office/devices/{device}/state",
    "/office/people/{id}": "/office/people/p-lina",
    "/office/people/{id}/active": "/office/people/p-lina/active",
    "/office/people/{id}/password": "/office/people/p-lina/password",
    "/office/settings/areas/{id}": "/office/settings/areas/a-yunxi",
    "/office/settings/areas/{id}/remove": "/office/settings/areas/a-yunxi/remove",
    "/office/settings/contracts/{id}": "/office/settings/contracts/k-own",
    "/office/settings/contracts/{id}/edit": "/office/settings/contracts/k-own/edit",
    "/office/settings/contracts/{id}/end": "/office/settings/contracts/k-own/end",
    "/office/settings/contracts/{id}/enterprises": "/office/settings/contracts/k-own/enterprises",
    "/office/import/{token}": "/office/import/{upload}",
    "/office/bundle/{token}": "/office/bundle/{upload}",
    "/office/photos/{sha256}": "/office/photos/{photo}?size=full",
    "/office/photos/{sha256}/about": "/office/photos/{photo}/about",
}


def address(path: str, ids: dict) -> str:
    given = ADDRESSES.get(path, path)
    assert "{" not in given or path in ADDRESSES, f"{path} needs a real address in addresses.py"
    return given.format(**{"upload": "0" * 32} | ids)


def form(path: str, ids: dict) -> dict:
    told = dict(FORMS["POST", path])
    if told.get("hazard") == "?":
        told |= {"hazard": ids["general"], f"due_{ids['general']}": "2026-11-30"}
    return told


def forms() -> list[str]:
    return [page.path for page in PAGES if page.method == "POST"]


def readable() -> list[str]:
    """Pages with a text to read."""
    return [page.path for page in PAGES if page.method == "GET" and page.path not in WITHOUT_TEXT]


WITHOUT_TEXT = (
    "/office/language/{language}",
    "/office/photos/{sha256}",
    "/office/import/{token}",
    "/office/bundle/{token}",
)


def of_admin(path: str) -> bool:
    """Whether only an administrator has the page at all."""
    return any(page.path == path and page.power == "people" for page in PAGES) or path.startswith(
        ("/office/import", "/office/bundle")
    )
