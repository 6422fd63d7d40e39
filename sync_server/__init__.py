"""The office: receives what the phones made and keeps one file per enterprise."""

VERSION = "0.1.0"
