"""What phones call, as docs/protocol.md describes it."""

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sync_server.api import described, health, photos, records, sign_in, uploads


class Sha256(Convertor[str]):
    """Only a hash is the address of a photo: /photos/need is none, whatever the method."""

    regex = "[0-9a-f]{64}"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("sha256", Sha256())


def routes() -> list[BaseRoute]:
    """All routes below /api."""
    return [
        Route("/sign-in", sign_in.sign_in, methods=["POST"]),
        Route("/token", sign_in.renew, methods=["POST"]),
        Route("/push", records.push, methods=["POST"]),
        Route("/pull", records.pull, methods=["POST"]),
        Route("/records/status", records.status, methods=["POST"]),
        Route("/photos/need", photos.need, methods=["POST"]),
        Route("/photos/{sha256:sha256}", photos.photo, methods=["GET"]),
        _by_method("/uploads", OPTIONS=uploads.options, POST=uploads.create),
        _by_method(
            "/uploads/{id}",
            OPTIONS=uploads.options,
            HEAD=uploads.head,
            PATCH=uploads.patch,
            DELETE=uploads.delete,
        ),
        Route("/health", health.health, methods=["GET"]),
        Route("/openapi.json", described.openapi, methods=["GET"]),
    ]


def _by_method(path: str, **calls) -> Route:
    """One route for several methods, so that a wrong one is answered with all that are allowed."""

    async def chosen(request: Request) -> Response:
        return await calls[request.method](request)

    return Route(path, chosen, methods=list(calls))
