"""Over mobile data words and small photos travel at once; large ones wait for Wi-Fi, unless set otherwise."""

from app.storage import outbox, settings
from tests.journey.agreement import agree
from tests.journey.test_bad_lines import a_visit_with


def large_visit(phone, kb: int) -> str:
    """A photo of noise is larger than `kb`."""
    with phone.store.write("settings") as s:
        settings.put(s, "mobile_photo_kb", str(kb))
    record, _ = a_visit_with(phone, photos=1, noise=True)
    return record


def waiting(phone) -> list[tuple[str, int, int]]:
    return [(row.state, row.photos_total, row.photos_sent) for row in phone.read(outbox.items)]


def test_large_photos_wait_for_wifi_and_go_as_soon_as_it_is_there(office, phone):
    li = phone("li").sign_in("lina")
    li.services.sync.network(["mobile"])
    li.sync()
    large_visit(li, kb=20)
    status = li.sync()
    assert (status.state, status.for_wifi) == ("idle", 1)
    assert waiting(li) == [("photos", 3, 2)]  # the signatures are small
    li.services.sync.network(["wifi"])
    assert li.sync().for_wifi == 0
    assert waiting(li) == [("applied", 3, 3)]
    agree(office, li)


def test_who_wants_it_so_sends_everything_over_mobile_data(office, phone):
    li = phone("li").sign_in("lina")
    li.services.sync.network(["mobile"])
    li.sync()
    large_visit(li, kb=0)
    assert li.sync().for_wifi == 0
    assert waiting(li) == [("applied", 3, 3)]


def test_where_the_device_does_not_say_nothing_waits(office, phone):
    li = phone("li").sign_in("lina")
    li.sync()
    large_visit(li, kb=20)
    assert li.sync().for_wifi == 0
    assert waiting(li) == [("applied", 3, 3)]
