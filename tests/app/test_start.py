"""The clock, the identities and the secrets of a phone."""

import stat

from app.private_file import PrivateFile
from app.start import Clock, new_id


def test_identities_sort_by_the_time_they_were_made_and_never_repeat():
    made = [new_id() for _ in range(2000)]
    assert len(set(made)) == 2000
    assert all(one[14] == "7" and one[19] in "89ab" for one in made)
    assert sorted(made, key=lambda one: one[:13]) == made


def test_a_moment_carries_what_shows_a_wrong_clock_later():
    clock = Clock()
    assert clock().offset is None
    clock.differs(-1840)
    one, other = clock(), clock()
    assert other.mono >= one.mono
    assert (one.offset, one.boot) == (-1840, other.boot)


def test_secrets_lie_in_a_file_that_only_its_owner_may_read(tmp_path):
    place = PrivateFile(tmp_path / "secrets.json")
    assert place.fetch("tokens-li") is None
    place.keep("tokens-li", "一")
    place.keep("tokens-wang", "二")
    assert PrivateFile(tmp_path / "secrets.json").fetch("tokens-li") == "一"
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
