"""What phones call, as docs/protocol.md describes it."""

from starlette.routing import BaseRoute, Route

from sync_server.api import health, photos, records, sign_in, uploads


def routes() -> list[BaseRoute]:
    """All routes below /api."""
    return [
        Route("/sign-in", sign_in.sign_in, methods=["POST"]),
        Route("/token", sign_in.renew, methods=["POST"]),
        Route("/push", records.push, methods=["POST"]),
        Route("/pull", records.pull, methods=["POST"]),
        Route("/records/status", records.status, methods=["POST"]),
        Route("/photos/need", photos.need, methods=["POST"]),
        Route("/photos/{sha256}", photos.photo, methods=["GET"]),
        Route("/uploads", uploads.options, methods=["OPTIONS"]),
        Route("/uploads", uploads.create, methods=["POST"]),
        Route("/uploads/{id}", uploads.options, methods=["OPTIONS"]),
        Route("/uploads/{id}", uploads.head, methods=["HEAD"]),
        Route("/uploads/{id}", uploads.patch, methods=["PATCH"]),
        Route("/uploads/{id}", uploads.delete, methods=["DELETE"]),
        Route("/health", health.health, methods=["GET"]),
    ]
