"""What the phone catches of the world: photos, signatures, where it stands. Bytes and hashes; no tables."""
