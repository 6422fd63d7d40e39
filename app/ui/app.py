"""The app as one tree: who is signed in, which screens there are, and how each page hears of changes."""

from urllib.parse import urlparse

import flet as ft

from app.services import Phone
from app.ui import guard, theme
from app.ui.live import Bag, go, hang_bag, use_services
from app.ui.parts.buttons import big_button
from app.ui.parts.says import empty
from app.ui.routes import routes
from app.ui.screens.sign_in import SignIn
from app.ui.topics import Ear, Topics
from inspection.texts import speaker

LOCALES = {"zh-CN": ft.Locale("zh", "CN"), "en": ft.Locale("en", "US")}


def show(page: ft.Page, phone: Phone) -> None:
    """Draws the app on one page (the phone's screen, or one browser tab)."""
    guard.install()
    page.fonts = theme.FONTS
    dress(page, (phone.services or phone).look)
    page.render_views(App, phone)


def dress(page: ft.Page, look) -> None:
    page.title = speaker(look.language)("app.name")
    page.theme, page.dark_theme = theme.light(look.scale), theme.dark(look.scale)
    page.theme_mode = theme.MODES[look.theme]
    page.locale_configuration = ft.LocaleConfiguration(
        supported_locales=list(LOCALES.values()), current_locale=LOCALES[look.language]
    )
    page.session.store.set(guard.LANGUAGE, look.language)


@ft.component
def App(phone: Phone):
    page = ft.context.page
    topics = ft.use_ref(lambda: Topics(lambda: urlparse(page.route).path)).current
    ear = ft.use_ref(lambda: Ear(page, topics)).current
    links = ft.use_ref(dict).current
    services, set_services = ft.use_state(lambda: phone.services)
    ft.use_state(topics["settings"])
    look = services.look if services else phone.look

    async def person_changed():
        set_services(phone.services)

    def page_opened():
        links["phone"] = phone.listen(lambda: ear.run(person_changed))
        page.on_connect = lambda _: ear.everything()
        page.on_close = lambda _: page_closed()
        page.on_app_lifecycle_state_change = resumed

    def page_closed():
        for stop in links.values():
            stop()
        links.clear()

    def resumed(e):
        if e.state == ft.AppLifecycleState.RESUME:
            topics.bump(["resumed"])
        if e.state in (ft.AppLifecycleState.RESUME, ft.AppLifecycleState.SHOW) and phone.services:
            phone.services.sync.resumed()

    def listen_to_person():
        links.pop("store", lambda: None)()
        if services:
            links["store"] = services.store.listen(ear.hear)
            ear.everything()  # a quick exchange may be over before anyone listens, and after all was drawn

    ft.use_effect(page_opened, [], cleanup=page_closed)
    ft.use_effect(listen_to_person, [services])
    ft.use_effect(lambda: dress(page, look), [look])
    watch_network(phone)

    hang_bag(page, Bag(phone, services, topics))
    if services is None:
        return [SignIn(key="sign-in")]
    return ft.Router(routes(), not_found=NotFound, manage_views=True, key=services.person.id)


@ft.component
def NotFound():
    """An address that leads nowhere, as after an update: home is one tap away."""
    text = use_services().text
    return ft.SafeArea(
        empty(
            ft.Icons.WRONG_LOCATION, text("app.nothing_here"), big_button(text("app.home"), lambda: go("/"))
        )
    )


def watch_network(phone: Phone) -> None:
    """Tells sync when the device says that the link came or went."""
    connectivity = ft.use_ref(ft.Connectivity).current

    def tell(kinds) -> None:
        if phone.services:
            phone.services.sync.network([getattr(kind, "value", str(kind)) for kind in kinds or []])

    async def ask():
        connectivity.on_change = lambda e: tell(e.connectivity)
        try:
            tell(await connectivity.get_connectivity())
        except (RuntimeError, TimeoutError, TypeError, ValueError):
            tell([])  # a device that does not say; sync finds out by trying

    ft.use_effect(ask, [])
