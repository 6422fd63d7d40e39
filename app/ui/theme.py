"""Light and dark, from teal, in the one bundled font; sizes for eyes of fifty, contrast for sunlight."""

import flet as ft

FONT = "AnjianSans"
FONTS = {FONT: "/fonts/AnjianSans.otf"}
TOUCH = 56  # px, smallest height of what a gloved finger has to hit
GAP = 12
ROUND = 14

LIGHT = ft.ColorScheme(
    primary="#00695C", on_primary="#FFFFFF", primary_container="#B4E4DC", on_primary_container="#00251F",
    secondary="#37504B", on_secondary="#FFFFFF", secondary_container="#D5E6E2", on_secondary_container="#0B1F1B",
    tertiary="#7A4B00", on_tertiary="#FFFFFF", tertiary_container="#FFDDA8", on_tertiary_container="#2B1900",
    error="#B3140C", on_error="#FFFFFF", error_container="#FFD9D4", on_error_container="#410200",
    surface="#FFFFFF", on_surface="#0B1211", on_surface_variant="#33403D", outline="#56625F", outline_variant="#BCC7C4",
    surface_container_lowest="#FFFFFF", surface_container_low="#F4F8F7", surface_container="#EDF3F1",
    surface_container_high="#E5EDEA", surface_container_highest="#DCE6E3",
    inverse_surface="#1D2826", on_inverse_surface="#F0F6F4",
)  # fmt: skip
DARK = ft.ColorScheme(
    primary="#72DECB", on_primary="#00201B", primary_container="#00504A", on_primary_container="#B9F5EA",
    secondary="#B5CCC6", on_secondary="#12211E", secondary_container="#334A45", on_secondary_container="#DDF1EC",
    tertiary="#FFC46B", on_tertiary="#2B1900", tertiary_container="#5E3F00", on_tertiary_container="#FFE3B8",
    error="#FFB4AA", on_error="#4A0300", error_container="#8A1009", on_error_container="#FFE3DF",
    surface="#0C1312", on_surface="#F2F8F6", on_surface_variant="#CBD8D4", outline="#93A29E", outline_variant="#40504C",
    surface_container_lowest="#080D0C", surface_container_low="#121A18", surface_container="#17211F",
    surface_container_high="#1F2A28", surface_container_highest="#2A3633",
    inverse_surface="#E3ECE9", on_inverse_surface="#16201E",
)  # fmt: skip

# sizes at scale 1.0; the phone's own text size comes on top by itself
SIZES = {
    "headline_medium": 30, "headline_small": 25, "title_large": 21, "title_medium": 18, "title_small": 16,
    "body_large": 18, "body_medium": 16, "body_small": 14, "label_large": 17, "label_medium": 15, "label_small": 13,
}  # fmt: skip
STRONG = ("headline_medium", "headline_small", "title_large", "title_medium", "label_large")


def theme(scheme: ft.ColorScheme, scale: float) -> ft.Theme:
    """`scale` is 1.0, 1.15 or 1.3. Styles replace those of Flutter, so each names font and colour."""

    def style(name: str, factor: float = scale, color: str | None = ft.Colors.ON_SURFACE) -> ft.TextStyle:
        weight = ft.FontWeight.W_600 if name in STRONG else ft.FontWeight.NORMAL
        return ft.TextStyle(size=SIZES[name] * factor, font_family=FONT, color=color, weight=weight)

    def button(padding: int = 20, color: str | None = None) -> ft.ButtonStyle:
        return ft.ButtonStyle(
            text_style=style("label_large", color=color),
            padding=ft.Padding.symmetric(horizontal=padding, vertical=16),
            shape=ft.RoundedRectangleBorder(radius=ROUND),
            icon_size=24 * scale,
        )

    return ft.Theme(
        font_family=FONT,
        color_scheme_seed=ft.Colors.TEAL,
        color_scheme=scheme,
        scaffold_bgcolor=scheme.surface,
        visual_density=ft.VisualDensity.STANDARD,
        text_theme=ft.TextTheme(**{name: style(name) for name in SIZES}),
        filled_button_theme=ft.FilledButtonTheme(style=button()),
        outlined_button_theme=ft.OutlinedButtonTheme(style=button()),
        text_button_theme=ft.TextButtonTheme(style=button(12)),
        appbar_theme=ft.AppBarTheme(
            bgcolor=scheme.surface, color=scheme.on_surface, elevation=0, elevation_on_scroll=2,
            title_text_style=style("title_large", min(scale, 1.15), scheme.on_surface),
        ),
        navigation_bar_theme=ft.NavigationBarTheme(
            bgcolor=scheme.surface_container, height=76,
            label_text_style=style("label_small", min(scale, 1.15), scheme.on_surface),
        ),
        card_theme=ft.CardTheme(elevation=0, color=scheme.surface_container_low),
        snackbar_theme=ft.SnackBarTheme(content_text_style=style("body_medium", color=scheme.on_inverse_surface)),
    )  # fmt: skip


def light(scale: float) -> ft.Theme:
    return theme(LIGHT, scale)


def dark(scale: float) -> ft.Theme:
    return theme(DARK, scale)


MODES = {"system": ft.ThemeMode.SYSTEM, "light": ft.ThemeMode.LIGHT, "dark": ft.ThemeMode.DARK}
