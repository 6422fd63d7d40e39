"""POST /api/sign-in with a password, POST /api/token with a refresh token: both answer tokens and who it is."""

from datetime import datetime

import msgspec
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from inspection import roles
from inspection.days import china_day, to_text
from inspection.problems import Problem
from inspection.record import PROTOCOL
from inspection.shapes import Shape, clean
from sync_server import accounts, audit, meta, people, scope, tokens
from sync_server.api.answers import json_answer
from sync_server.api.bodies import read_json
from sync_server.context import Context
from sync_server.tables import device, organisation


class Device(msgspec.Struct):
    id: str
    name: str = ""
    platform: str = ""
    app_version: str = ""


class SignIn(msgspec.Struct):
    login: str
    password: str
    device: Device


class Renew(msgspec.Struct):
    refresh: str
    nonce: str


async def sign_in(request: Request) -> Response:
    told = await read_json(request, SignIn)
    Shape({"device.id": told.device.id}).identity("device.id")
    address = request.client.host if request.client else ""
    body = await run_in_threadpool(_sign_in, request.app.state.context, told, address)
    return json_answer(request, body)


def _sign_in(context: Context, told: SignIn, address: str) -> dict:
    at = context.now()
    person_id = accounts.sign_in(context.store, told.login, told.password, address, at)
    try:
        return _signed_in(context, told, person_id, address, at)
    except IntegrityError:  # the same phone at the same moment: it is registered by now
        return _signed_in(context, told, person_id, address, at)


def _signed_in(context: Context, told: SignIn, person_id: str, address: str, at: datetime) -> dict:
    with context.store.write() as c:
        person = people.by_id(c, person_id, china_day(at))
        if person.role not in roles.WITH_PHONE:
            raise Problem("sign_in.no_phone")
        _register(c, person, told.device, at)
        pair = tokens.begin(c, told.device.id, person_id, at)
        audit.write(
            c,
            person_id,
            "phone.sign_in",
            "device",
            told.device.id,
            {"name": told.device.name[:100]},
            address,
            at,
        )
        return _answer(c, context, pair, person)


def _register(c, person: people.Person, told: Device, at: datetime) -> None:
    """A device is one person's data on one phone, and stays that person's."""
    known = c.execute(
        select(device.c.person_id, device.c.state).where(device.c.id == told.id).with_for_update()
    ).one_or_none()
    described = {
        "name": clean(told.name)[:100],
        "platform": clean(told.platform)[:40],
        "app_version": clean(told.app_version)[:40],
        "seen_at": to_text(at),
    }
    if known is None:
        own = {"id": told.id, "person_id": person.id, "state": "active", "made_at": to_text(at)}
        c.execute(insert(device).values(**own, **described))
    elif known.person_id != person.id:
        raise Problem("device.belongs_to_another")
    elif tokens.is_blocked(known.state, person.active):
        raise Problem("device.blocked")
    else:
        c.execute(device.update().where(device.c.id == told.id).values(**described))


async def renew(request: Request) -> Response:
    told = await read_json(request, Renew)
    return json_answer(request, await run_in_threadpool(_renew, request.app.state.context, told))


def _renew(context: Context, told: Renew) -> dict:
    at = context.now()
    pair = tokens.refresh(context.store, told.refresh, told.nonce[:100], at)
    with context.store.read() as c:
        return _answer(c, context, pair, people.by_id(c, pair.person_id, china_day(at)))


def _answer(c, context: Context, pair: tokens.Pair, person: people.Person) -> dict:
    company = select(organisation.c.name).where(organisation.c.id == person.organisation_id)
    own = ("id", "login", "name", "role", "certificate_no", "certificate_until", "language")
    return {
        "access": pair.access,
        "access_until": pair.access_until,
        "refresh": pair.refresh,
        "person": {name: getattr(person, name) for name in own} | {"organisation": c.scalar(company) or ""},
        "tracks": list(roles.tracks_of(person.role)),
        "buckets": scope.buckets_of(c, person),
        "office": {"name": meta.get(c, "office") or context.config.office},
        "protocol": PROTOCOL,
    }
