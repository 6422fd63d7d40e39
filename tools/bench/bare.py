"""The least a server can do to keep an upload: hash it, write it, fsync, rename, fsync the folder, answer.

`python -m tools.bench.bare FOLDER` prints its address. No sign-in, no database, no questions asked.
"""

import hashlib
import os
import socket
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


def keep(folder: Path, content: bytes) -> str:
    name = hashlib.sha256(content).hexdigest()
    target = folder / name[:2] / name
    target.parent.mkdir(exist_ok=True)
    arriving = target.with_suffix(".part")
    with arriving.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(arriving, target)
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return name


def app(folder: Path) -> Starlette:
    async def kept(request: Request) -> JSONResponse:
        return JSONResponse({"sha256": await run_in_threadpool(keep, folder, await request.body())})

    async def health(_request: Request) -> JSONResponse:
        return JSONResponse({})

    return Starlette(routes=[Route("/api/health", health), Route("/api/uploads", kept, methods=["POST"])])


def main() -> None:
    door = socket.create_server(("127.0.0.1", 0), backlog=2048)
    print(f"http://127.0.0.1:{door.getsockname()[1]}", flush=True)
    server = uvicorn.Server(uvicorn.Config(app(Path(sys.argv[1])), log_config=None, access_log=False))
    server.run(sockets=[door])


if __name__ == "__main__":
    main()
