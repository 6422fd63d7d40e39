"""Fire safety as a phone sees it: extinguishers, exits, stairs, lamps, goods piled too high."""

from sync_server.demo.pictures.canvas import (
    BLACK,
    GREEN,
    RED,
    STEELS,
    WHITE,
    YELLOW,
    H,
    Scene,
    W,
    font,
    shade,
)


def extinguisher(s: Scene, after: bool) -> None:
    s.room()
    floor = s.horizon + s.about(150)
    s.sign(s.about(420, 60), 180, "灭火器", RED)
    for place in range(2):
        _bottle(s, s.about(420) + place * 130, floor, good=after)
    if after:
        s.floor_line(360, 760, floor + 30)
        s.draw.rectangle((700, floor - 190, 780, floor - 80), WHITE, outline=BLACK, width=2)
        for line in range(5):
            s.draw.line((710, floor - 175 + line * 20, 768, floor - 175 + line * 20), (90, 90, 110), 3)
    else:
        s.pile(s.about(560, 90), floor + 130, s.rng.randint(2, 4), s.rng.randint(1, 3), s.about(130, 20))


def _bottle(s: Scene, x: int, y: int, good: bool) -> None:
    d, red = s.draw, shade(RED, s.rng.uniform(0.85, 1.1))
    d.rounded_rectangle((x, y - 230, x + 84, y), 26, red, outline=shade(red, 0.6), width=3)
    d.rectangle((x + 14, y - 200, x + 24, y - 20), shade(red, 1.5))
    d.rectangle((x + 30, y - 262, x + 56, y - 224), BLACK)
    d.polygon((x + 20, y - 270, x + 92, y - 292, x + 96, y - 278, x + 30, y - 254), BLACK)
    s.wire((x + 56, y - 250), (x + 92, y - 60), BLACK, 20, 9)
    d.ellipse((x + 6, y - 268, x + 44, y - 230), WHITE, outline=BLACK, width=3)
    d.pieslice((x + 10, y - 264, x + 40, y - 234), 200, 340, GREEN if good else RED)
    d.line((x + 25, y - 249, x + (36 if good else 13), y - 258), BLACK, 3)
    d.rectangle((x + 12, y - 150, x + 72, y - 70), WHITE)
    d.text((x + 18, y - 140), "干粉", BLACK, font(24))


def exit_door(s: Scene, after: bool) -> None:
    s.room(windows=False)
    left, top, floor = s.about(430, 80), 170, s.horizon + 40
    color = s.pick(STEELS)
    s.draw.rectangle((left - 20, top - 20, left + 420, floor), shade(color, 0.7))
    for leaf in range(2):
        x = left + leaf * 200
        s.draw.rectangle((x, top, x + 194, floor), color, outline=shade(color, 0.6), width=4)
        s.draw.rectangle(
            (x + 30, top + 40, x + 164, top + 150), shade(color, 1.1), outline=shade(color, 0.8), width=3
        )
        s.draw.rectangle((x + 20, top + 210, x + 174, top + 236), (150, 154, 150), outline=BLACK, width=2)
    s.sign(
        left + 90, 60, "安全出口", GREEN if after else (92, 112, 98), WHITE if after else (170, 176, 170), 46
    )
    if after:
        s.floor_line(left - 40, left + 400, floor + 60)
        s.floor_line(left - 120, left + 420, floor + 220)
    else:
        s.wire((left + 150, top + 226), (left + 250, top + 226), (120, 120, 124), 90, 14)
        s.draw.rectangle(
            (left + 176, top + 270, left + 224, top + 330), (178, 150, 60), outline=BLACK, width=3
        )
        s.pile(s.about(330, 90), floor + 200, s.rng.randint(2, 5), s.rng.randint(1, 3), s.about(140, 20))


def stairs(s: Scene, after: bool) -> None:
    s.room(windows=False)
    tone = s.pick(((158, 156, 150), (142, 150, 152), (168, 160, 148)))
    steps = 9
    for step in range(steps):
        y = H - 60 - step * 74
        x = 160 + step * 26
        s.draw.polygon((x, y, W - x, y, W - x - 18, y - 34, x + 18, y - 34), shade(tone, 1.1))
        s.draw.rectangle((x + 18, y - 74, W - x - 18, y - 34), shade(tone, 0.72 + 0.02 * step))
        s.draw.line((x + 2, y - 2, W - x - 2, y - 2), YELLOW if after else shade(tone, 0.9), 8)
    for side in (0, 1):
        rail = [(130 if side == 0 else W - 130, H - 260), (400 if side == 0 else W - 400, 120)]
        s.pipe(rail, (96, 104, 110), 18)
    if after:
        s.sign(530, 60, "安全出口", GREEN, WHITE, 36)
    else:
        for _ in range(s.rng.randint(3, 6)):
            step = s.rng.randint(0, 5)
            s.carton(s.rng.randint(220, 820), H - 70 - step * 74, s.about(120, 26), s.about(110, 26))
        if s.rng.random() < 0.5:
            s.draw.ellipse((850, H - 300, 1000, H - 150), outline=BLACK, width=16)


def emergency_lamp(s: Scene, after: bool) -> None:
    s.room(shade((196, 196, 188), 0.9 if after else 0.55), windows=False)
    x, y = s.about(470, 80), s.about(190, 30)
    s.draw.rectangle((x, y, x + 300, y + 90), WHITE, outline=(150, 150, 150), width=4)
    s.draw.rectangle((x + 110, y + 24, x + 190, y + 66), GREEN if after else (70, 80, 74))
    for lamp in (x + 10, x + 210):
        s.draw.ellipse((lamp, y - 60, lamp + 84, y + 24), (60, 62, 66), outline=BLACK, width=3)
        s.draw.ellipse((lamp + 14, y - 46, lamp + 70, y + 10), (255, 252, 214) if after else (96, 98, 100))
    if after:
        s.wire((x + 150, 0), (x + 150, y), (200, 200, 196), 10, 10)
    else:
        s.wire((x + 290, y + 80), (s.about(900), s.horizon - 20), BLACK, 140, 7)
        s.wire((x + 150, y + 90), (x + 190, y + 230), (170, 60, 50), 40, 6)
    s.box(s.about(140, 50), s.horizon + 160, 300, 220, s.pick(STEELS))


def stacks(s: Scene, after: bool) -> None:
    s.room()
    s.draw.rectangle(
        (s.about(420, 60), 26, s.about(860, 40), 54), (244, 246, 236), outline=(150, 150, 150), width=3
    )
    up = 2 if after else 5
    for aisle, x in ((0, 40), (1, 760)):
        s.pile(x, s.horizon + 300 + aisle * 20, 3, up, s.about(148, 8))
    if after:
        s.floor_line(500, 520, s.horizon + 40, 20)
        for step in range(6):
            y = s.horizon + 30 + step * 66
            s.draw.polygon(
                (548 - step * 14, y, 560 - step * 14, y, 540 - step * 16, y + 60, 526 - step * 16, y + 60),
                YELLOW,
            )
            s.draw.polygon(
                (706 + step * 10, y, 718 + step * 10, y, 734 + step * 12, y + 60, 720 + step * 12, y + 60),
                YELLOW,
            )
    else:
        s.pile(s.about(520, 30), s.horizon + 210, 2, 3, 118)


def hydrant(s: Scene, after: bool) -> None:
    s.room(windows=False)
    x, y, color = s.about(440, 60), s.about(190, 20), shade(RED, 0.95)
    s.draw.rectangle((x, y, x + 380, y + 440), color, outline=shade(color, 0.6), width=6)
    s.draw.rectangle((x + 30, y + 70, x + 350, y + 400), (206, 216, 220), outline=shade(color, 0.6), width=4)
    s.draw.text((x + 110, y + 10), "消火栓", WHITE, font(50))
    if after:
        s.draw.ellipse((x + 80, y + 130, x + 300, y + 350), outline=(230, 226, 210), width=30)
        s.draw.ellipse((x + 120, y + 170, x + 260, y + 310), outline=(214, 208, 190), width=24)
        s.floor_line(x - 60, x + 380, s.horizon + 60)
    else:
        s.draw.ellipse((x + 150, y + 300, x + 220, y + 370), (120, 120, 124))
        s.pile(x - 60, s.horizon + 210, 4, s.rng.randint(2, 3), 130)
