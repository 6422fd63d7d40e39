"""What a person does, for screens: the use-cases without having to know the store, the clock and identities."""

import inspect
from collections.abc import Callable


class Actions:
    """The use-cases with store, clock and identities filled in: `actions.answer_item(visit_id, …)`.

    A use-case is asked for by its name; its parameters `store`, `at`, `new_id` are given here, the
    others by the screen, in order or by name.
    """

    def __init__(self, services, use_cases: dict[str, Callable]):
        self._services = services
        self._use_cases = use_cases

    def __getattr__(self, name: str) -> Callable:
        try:
            use_case = self._use_cases[name]
        except KeyError:
            raise AttributeError(name) from None
        bound = self._bind(use_case)
        setattr(self, name, bound)
        return bound

    def _bind(self, use_case: Callable) -> Callable:
        services, parameters = self._services, inspect.signature(use_case).parameters
        asked = [name for name in parameters if name not in ("store", "at", "new_id")]

        def act(*given, **named):
            if len(given) > len(asked):
                raise TypeError(f"{use_case.__name__} takes {asked}")
            named = dict(zip(asked, given, strict=False)) | named
            if "at" in parameters:
                named.setdefault("at", services.now())
            if "new_id" in parameters:
                named.setdefault("new_id", services.new_id())
            return use_case(services.store, **named)

        act.__name__ = use_case.__name__
        return act
