"""Photos for the demo: scenes drawn from a seed, each as it was found and as it was put right."""

from sync_server.demo.pictures import fire_scenes, machine_scenes, site_scenes, store_scenes
from sync_server.demo.pictures.canvas import HIGH, WIDE, Scene

SCENES = {
    drawn.__name__: drawn
    for drawn in (
        *(fire_scenes.extinguisher, fire_scenes.exit_door, fire_scenes.stairs, fire_scenes.emergency_lamp),
        *(fire_scenes.stacks, fire_scenes.hydrant),
        *(machine_scenes.cable, machine_scenes.cabinet, machine_scenes.belt_guard, machine_scenes.grinder),
        *(
            machine_scenes.press,
            machine_scenes.crane_hook,
            machine_scenes.forklift,
            machine_scenes.noticeboard,
        ),
        *(store_scenes.cylinders, store_scenes.pit, store_scenes.dust_duct, store_scenes.paint_room),
        *(store_scenes.drums, site_scenes.shop, site_scenes.ebike, site_scenes.living),
        *(site_scenes.scaffold, site_scenes.document, site_scenes.workshop),
    )
}
SIZE = (WIDE, HIGH)


def photo(scene: str, seed: str, after: bool = False) -> bytes:
    """A JPEG of the scene; the same seed shows the same place before and after."""
    canvas = Scene(f"{scene}|{seed}")
    SCENES[scene](canvas, after)
    return canvas.taken(1.04 if after else 1.0)
