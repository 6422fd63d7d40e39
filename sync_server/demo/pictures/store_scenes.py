"""What is stored and what gathers: gas, pits, dust, paint, drums."""

from sync_server.demo.pictures.canvas import BLACK, RED, STEELS, WHITE, YELLOW, H, Scene, shade

GASES = ((40, 90, 170), (210, 214, 214), (60, 60, 64), (190, 70, 40))


def cylinders(s: Scene, after: bool) -> None:
    s.room()
    floor = s.horizon + s.about(230)
    count = s.rng.randint(3, 5)
    if after:
        for place in range(count):
            _cylinder(s, 380 + place * 110, floor, s.pick(GASES))
        s.draw.line((340, floor - 190, 420 + count * 110, floor - 190), (120, 122, 126), 10)
        for bar in range(340, 430 + count * 110, 40):
            s.draw.line((bar, floor - 330, bar, floor + 8), (200, 170, 40), 6)
        s.sign(420, 120, "气瓶存放处", (36, 88, 150), WHITE, 44)
        return
    for place in range(count - 1):
        _cylinder(s, s.about(320 + place * 150, 40), floor - place % 2 * 40, s.pick(GASES))
    color = s.pick(GASES)
    x, y = s.about(640, 70), floor + 130
    s.draw.rounded_rectangle((x, y - 84, x + 340, y), 40, color, outline=shade(color, 0.6), width=4)
    s.draw.rectangle((x + 330, y - 60, x + 380, y - 26), (150, 130, 60))
    s.wire((x + 380, y - 44), (1180, 930), s.pick(((180, 50, 40), (40, 60, 150))), 80, 12)


def _cylinder(s: Scene, x: int, floor: int, color) -> None:
    s.draw.rounded_rectangle((x, floor - 300, x + 82, floor), 30, color, outline=shade(color, 0.6), width=4)
    s.draw.rectangle((x + 12, floor - 270, x + 24, floor - 20), shade(color, 1.3))
    s.draw.rectangle((x + 28, floor - 340, x + 54, floor - 296), (150, 130, 60))
    s.draw.ellipse((x + 16, floor - 366, x + 66, floor - 336), (110, 110, 114))


def pit(s: Scene, after: bool) -> None:
    s.room(floor=s.pick(((128, 128, 122), (112, 118, 110))))
    x, y = s.about(440, 70), s.horizon + 180
    if after:
        s.draw.ellipse((x, y, x + 380, y + 170), (104, 108, 110), outline=BLACK, width=8)
        for bar in range(6):
            s.draw.line((x + 40 + bar * 60, y + 24, x + 40 + bar * 60, y + 146), (76, 80, 82), 6)
        for post in (x - 90, x + 460):
            s.draw.rectangle((post, y - 190, post + 20, y + 120), YELLOW, outline=BLACK, width=2)
        s.draw.line((x - 80, y - 150, x + 470, y - 150), RED, 14)
        s.warning(x + 470, 170, "有限空间 未经许可严禁入内", 130)
        return
    s.draw.ellipse((x, y, x + 380, y + 170), (24, 28, 26), outline=(90, 92, 88), width=16)
    s.draw.ellipse((x + 60, y + 60, x + 320, y + 160), (38, 52, 46))
    s.draw.polygon(
        (x + 420, y + 60, x + 700, y + 20, x + 720, y + 110, x + 440, y + 150), (98, 102, 104), outline=BLACK
    )
    if s.rng.random() < 0.6:
        for rail in (x + 120, x + 190):
            s.draw.line((rail, y - 170, rail + 20, y + 110), (170, 150, 90), 12)
        for rung in range(6):
            s.draw.line((x + 122, y - 150 + rung * 42, x + 206, y - 150 + rung * 42), (170, 150, 90), 8)


def dust_duct(s: Scene, after: bool) -> None:
    s.room()
    s.pipe([(0, 210), (860, 210), (980, 300), (980, s.horizon + 40)], (164, 170, 172), 90)
    s.box(s.about(860, 20), s.horizon + 230, 250, 260, s.pick(STEELS), 60)
    s.box(150, s.horizon + 200, 420, 170, (150, 120, 84), 90)
    dust = s.pick(((206, 186, 146), (190, 170, 130), (176, 178, 176)))
    if after:
        s.draw.rectangle((700, 160, 790, 260), (200, 70, 50), outline=BLACK, width=4)
        s.warning(260, 300, "粉尘防爆", 90)
        return
    for _ in range(420):
        x, y = s.rng.randint(0, 880), s.rng.randint(148, 176)
        s.draw.ellipse((x, y, x + s.rng.randint(10, 40), y + 14), shade(dust, s.rng.uniform(0.85, 1.08)))
    for _ in range(700):
        x, y = s.rng.randint(60, 1100), s.rng.randint(s.horizon + 120, H - 60)
        s.draw.ellipse((x, y, x + s.rng.randint(8, 46), y + 10), shade(dust, s.rng.uniform(0.8, 1.1)))


def paint_room(s: Scene, after: bool) -> None:
    s.room(wall=s.pick(((176, 178, 180), (196, 198, 188))), windows=False)
    if after:
        s.box(340, s.horizon + 200, 520, 480, (220, 180, 50), 70)
        s.draw.line((600, s.horizon - 270, 600, s.horizon + 190), shade(YELLOW, 0.6), 6)
        s.warning(400, s.horizon - 180, "易燃液体", 120)
        s.draw.ellipse((960, 120, 1100, 260), (120, 124, 128), outline=BLACK, width=6)
        return
    for _ in range(s.rng.randint(9, 15)):
        x, y = s.rng.randint(140, 1040), s.rng.randint(s.horizon + 90, H - 90)
        color = s.pick(((196, 198, 200), (210, 60, 50), (60, 110, 180), (230, 190, 60), (70, 140, 90)))
        s.draw.rectangle((x, y - 100, x + 92, y), color, outline=shade(color, 0.6), width=3)
        s.draw.ellipse(
            (x, y - 118, x + 92, y - 82),
            shade(color, 0.55 if s.rng.random() < 0.6 else 1.1),
            outline=BLACK,
            width=2,
        )
        s.draw.rectangle((x + 10, y - 70, x + 82, y - 26), WHITE)
    for _ in range(9):
        x, y = s.rng.randint(100, 1100), s.rng.randint(s.horizon + 60, H - 40)
        s.draw.ellipse(
            (x, y, x + s.rng.randint(40, 150), y + 30),
            s.pick(((190, 60, 50), (60, 90, 150), (220, 220, 214))),
        )


def drums(s: Scene, after: bool) -> None:
    s.room()
    count = s.rng.randint(3, 5)
    base = s.horizon + 260
    if after:
        s.box(170, base + 40, count * 190 + 40, 50, (210, 170, 40), 70)
        s.sign(300, 110, "危险化学品暂存区", (180, 50, 40), WHITE, 42)
    for place in range(count):
        x = 200 + place * 190
        color = s.pick(((40, 90, 150), (40, 120, 80), (176, 60, 44), (90, 92, 96)))
        s.draw.rectangle((x, base - 250, x + 160, base), color, outline=shade(color, 0.6), width=4)
        s.draw.ellipse(
            (x, base - 276, x + 160, base - 224), shade(color, 1.2), outline=shade(color, 0.6), width=4
        )
        for ring in (90, 170):
            s.draw.line((x, base - ring, x + 160, base - ring), shade(color, 0.7), 8)
        if after:
            s.draw.polygon(
                (x + 80, base - 200, x + 124, base - 156, x + 80, base - 112, x + 36, base - 156),
                WHITE,
                outline=RED,
            )
    if not after:
        for _ in range(5):
            x = s.rng.randint(180, 900)
            s.draw.ellipse((x, base + 10, x + s.rng.randint(90, 260), base + 70), (70, 66, 58))
