"""An invented street with its works, people and eighteen months behind it. Nothing here is real."""

from sync_server.demo.build import build

__all__ = ["build"]
