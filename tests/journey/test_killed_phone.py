"""The app may be ended at every single step of an exchange: nothing is lost, nothing arrives twice."""

import itertools
from contextlib import contextmanager

from tests.journey.agreement import agree, counts
from tests.journey.test_bad_lines import a_visit_with

NEVER = 10**6


class Killed(BaseException):
    """As abrupt as the real thing: no `except Exception` keeps it."""


class Death:
    """Ends the phone after its n-th step: a request that was answered, or a transaction on its disk."""

    def __init__(self, phone, n: int):
        self.left, self.dead = n, False
        client, store = phone.services.sync.client, phone.store
        exchange, write = client.exchange, store.write

        def dying_exchange(*given, **named):
            answer = exchange(*given, **named)
            self.step()
            return answer

        @contextmanager
        def dying_write(*topics):
            if self.dead:
                raise Killed
            with write(*topics) as s:
                yield s
            self.step()

        client.exchange, store.write = dying_exchange, dying_write

    def step(self) -> None:
        self.left -= 1
        if self.left <= 0:
            self.dead = True
            raise Killed


def test_a_phone_that_dies_at_any_step_of_the_exchange_loses_and_doubles_nothing(office, phone):
    li = phone("li").sign_in("lina")
    li.sync()
    opened = [li]
    try:
        for n in itertools.count(1):
            a_visit_with(li, photos=1)
            death = Death(li, n)
            try:
                li.sync()
            except Killed:
                li = li.switched_off_and_on()
                opened.append(li)
            death.left = NEVER
            assert li.sync().state == "idle"
            assert counts(office)["visit"] == counts(office)["inbox"] == n
            if not death.dead:
                break
        assert n > 8
        agree(office, li)
    finally:
        for one in opened[1:]:
            one.close()
