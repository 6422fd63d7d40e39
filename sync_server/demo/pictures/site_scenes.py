"""Small shops, bicycles, beds, scaffolds, papers, and a plain look around."""

from sync_server.demo.pictures.canvas import BLACK, GREEN, RED, STEELS, WHITE, H, Scene, W, font, shade


def shop(s: Scene, after: bool) -> None:
    s.room(wall=s.pick(((206, 198, 180), (190, 200, 196))), windows=False)
    s.box(80, s.horizon + 160, 640, 210, (190, 190, 188), 60)
    for pan in (170, 420):
        s.draw.ellipse(
            (pan, s.horizon - 100, pan + 190, s.horizon - 30), (56, 56, 58), outline=BLACK, width=5
        )
    floor = s.horizon + 250
    if after:
        s.draw.rectangle((900, 150, 990, 230), WHITE, outline=BLACK, width=3)
        s.draw.ellipse((930, 176, 958, 204), GREEN)
        s.pipe([(760, 560), (1060, 560), (1060, 120)], (196, 170, 60), 18)
    else:
        color = (150, 152, 150)
        s.draw.rounded_rectangle(
            (820, floor - 250, 980, floor), 50, color, outline=shade(color, 0.6), width=4
        )
        s.draw.rectangle((880, floor - 290, 920, floor - 246), (150, 130, 60))
        s.wire((900, floor - 280), (560, s.horizon - 20), (214, 120, 40), 130, 14)
        s.carton(1010, floor + 20, 170, 140)


def ebike(s: Scene, after: bool) -> None:
    s.room(windows=False)
    if after:
        s.sign(380, 150, "严禁电动自行车入内充电", RED, WHITE, 44)
        s.floor_line(200, 1000, s.horizon + 120)
        return
    x, y = s.about(380, 60), s.horizon + 260
    tone = s.pick(((190, 50, 44), (40, 90, 150), (50, 52, 56), (220, 220, 216)))
    for wheel in (x, x + 420):
        s.draw.ellipse((wheel - 100, y - 100, wheel + 100, y + 100), outline=BLACK, width=22)
        s.draw.ellipse((wheel - 20, y - 20, wheel + 20, y + 20), (130, 130, 130))
    s.draw.line((x, y, x + 130, y - 40, x + 300, y - 40, x + 420, y), tone, 34, joint="curve")
    s.draw.line((x + 400, y - 10, x + 340, y - 260, x + 290, y - 270), (70, 70, 74), 18, joint="curve")
    s.draw.rounded_rectangle((x + 10, y - 190, x + 200, y - 140), 20, BLACK)
    s.draw.rectangle((x + 100, y - 130, x + 210, y - 60), (60, 62, 66), outline=BLACK, width=3)
    s.wire((x + 160, y - 90), (s.about(1080), 260), (230, 230, 226), 160, 8)
    s.box(1040, 300, 150, 50, WHITE, 16)


def living(s: Scene, after: bool) -> None:
    s.room(wall=(198, 192, 178))
    if after:
        s.box(180, s.horizon + 220, 500, 180, s.pick(STEELS), 80)
        s.sign(760, 180, "生产区域 禁止住宿", RED, WHITE, 42)
        return
    y = s.horizon + 220
    for level in (0, 190):
        s.draw.rectangle((200, y - 90 - level, 720, y - 60 - level), (120, 100, 76))
        s.draw.rectangle(
            (210, y - 140 - level, 710, y - 90 - level),
            s.pick(((90, 130, 180), (190, 110, 110), (110, 150, 110))),
        )
        s.draw.rounded_rectangle((220, y - 176 - level, 340, y - 130 - level), 18, WHITE)
    for post in (190, 710):
        s.draw.rectangle((post, y - 380, post + 20, y), (90, 92, 96))
    s.pile(820, y + 60, 2, 3, 130)
    s.wire((190, 120), (900, 200), BLACK, 160, 6)


def scaffold(s: Scene, after: bool) -> None:
    s.draw.rectangle((0, 0, W, H), s.pick(((186, 206, 222), (206, 214, 218), (176, 190, 200))))
    wall = s.pick(((170, 150, 130), (188, 184, 174)))
    s.draw.rectangle((420, 80, W, H), wall)
    for row in range(9):
        s.draw.line((420, 80 + row * 100, W, 80 + row * 100), shade(wall, 0.85), 3)
    for x in range(160, W, 260):
        s.draw.line((x, 60, x, H), (150, 130, 60), 16)
    for level in (330, 640):
        s.draw.rectangle((100, level, W - 60, level + 26), (150, 116, 76))
        if after:
            for rail in (60, 120):
                s.draw.line((100, level - rail, W - 60, level - rail), (200, 60, 40), 14)
            s.draw.rectangle((100, level - 30, W - 60, level), (230, 190, 40))
    if after:
        for x in range(110, W - 60, 40):
            s.draw.line((x, 400, x, 640), (60, 140, 90), 2)
        for y in range(400, 640, 40):
            s.draw.line((100, y, W - 60, y), (60, 140, 90), 2)


def document(s: Scene, after: bool) -> None:
    table = s.pick(((150, 118, 84), (120, 122, 126), (186, 180, 168)))
    s.draw.rectangle((0, 0, W, H), table)
    x, y = s.about(290, 30), s.about(50, 16)
    s.draw.rectangle((x + 14, y + 14, x + 714, y + 874), shade(table, 0.6))
    s.draw.rectangle((x, y, x + 700, y + 860), (246, 245, 238))
    title = s.pick(("安全检查记录", "隐患排查台账", "教育培训记录", "应急演练记录", "设备检修记录"))
    s.draw.text((x + 220, y + 40), title, BLACK, font(44))
    for line in range(13):
        top = y + 130 + line * 54
        s.draw.line((x + 40, top, x + 660, top), (90, 90, 96), 3)
        if line < (12 if after else s.rng.randint(1, 3)):
            end = s.rng.randint(260, 600)
            points = [(x + 60 + step * 9, top + 30 + s.rng.randint(-9, 9)) for step in range((end - 60) // 9)]
            s.draw.line(points, (40, 50, 110), 3)
    for column in (40, 180, 480, 660):
        s.draw.line((x + column, y + 130, x + column, y + 778), (90, 90, 96), 3)
    if after:
        s.draw.ellipse((x + 470, y + 690, x + 640, y + 840), outline=(200, 50, 44), width=6)


def workshop(s: Scene, after: bool) -> None:
    """A look around the premises: nothing in particular."""
    s.room()
    for place in range(s.rng.randint(2, 4)):
        s.box(
            80 + place * 300,
            s.horizon + s.about(150, 50),
            s.about(220, 40),
            s.about(230, 60),
            s.pick(STEELS),
            70,
        )
    if after:
        s.floor_line(100, 1100, s.horizon + 220)
    if s.rng.random() < 0.5:
        s.pile(s.about(800), s.horizon + 320, 2, 2, 120)
