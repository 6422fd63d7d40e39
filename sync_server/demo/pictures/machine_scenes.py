"""Machines and power: cabinets, cables, belts, grinders, presses, cranes, trucks."""

from sync_server.demo.pictures.canvas import BLACK, RED, STEELS, WHITE, YELLOW, Scene, W, shade


def cable(s: Scene, after: bool) -> None:
    s.room()
    s.box(s.about(90, 40), s.horizon + 120, 330, 260, s.pick(STEELS), 70)
    s.box(s.about(860, 40), s.horizon + 130, 300, 230, s.pick(STEELS), 70)
    if after:
        s.pipe([(260, s.horizon - 20), (260, 330), (1000, 330), (1000, s.horizon - 20)], (196, 198, 196), 26)
        for clip in range(300, 1000, 120):
            s.draw.rectangle((clip, 312, clip + 20, 350), (150, 150, 150))
        return
    for color in ((24, 24, 26), s.pick(((196, 92, 40), (170, 30, 30), (40, 60, 120))), (44, 44, 46)):
        s.wire((s.about(300), s.horizon + 60), (s.about(980), s.horizon + 120), color, s.about(360, 60), 9)
    x, y = s.about(600, 70), s.horizon + 250
    s.box(x, y, 190, 46, WHITE, 20)
    for hole in range(4):
        s.draw.ellipse((x + 18 + hole * 44, y - 34, x + 38 + hole * 44, y - 14), BLACK)
    s.draw.rectangle((x - 130, y - 20, x - 80, y + 2), (40, 40, 44))
    s.wire((x - 110, y - 10), (s.about(200), 940), BLACK, 60, 10)


def cabinet(s: Scene, after: bool) -> None:
    s.room(windows=False)
    x, y, w, h = s.about(430, 60), 120, 400, 520
    color = s.pick(((190, 192, 186), (206, 200, 176), (150, 168, 170)))
    s.box(x, y + h, w, h, color, 50)
    if after:
        s.draw.line((x + w // 2, y + 10, x + w // 2, y + h - 10), shade(color, 0.6), 5)
        s.warning(x + w // 2 - 60, y + 110, "有电危险", 120)
        s.draw.rectangle((x + w - 50, y + 250, x + w - 30, y + 320), BLACK)
        s.floor_line(x - 90, x + w + 40, s.horizon + 150)
        return
    s.draw.rectangle((x + 14, y + 14, x + w - 14, y + h - 14), (58, 60, 62))
    s.draw.polygon(
        (x, y, x - 190, y + 40, x - 190, y + h + 50, x, y + h), shade(color, 0.85), outline=shade(color, 0.5)
    )
    for bar, tone in enumerate(((196, 150, 40), (40, 130, 70), (180, 46, 40))):
        s.draw.rectangle((x + 60 + bar * 100, y + 40, x + 84 + bar * 100, y + 190), tone)
    for row in range(2):
        for place in range(5):
            px, py = x + 40 + place * 66, y + 220 + row * 120
            s.draw.rectangle(
                (px, py, px + 52, py + 80),
                WHITE if s.rng.random() < 0.8 else (70, 70, 74),
                outline=BLACK,
                width=2,
            )
            s.draw.rectangle((px + 18, py + 24, px + 34, py + 50), BLACK)
    for _ in range(s.rng.randint(9, 14)):
        tone = s.pick(((190, 50, 40), (40, 60, 140), (220, 190, 60), BLACK, (50, 120, 60)))
        s.wire(
            (x + s.rng.randint(40, 340), y + 300),
            (x + s.rng.randint(40, 340), y + h - 20),
            tone,
            s.rng.randint(-40, 80),
            5,
        )
    if s.rng.random() < 0.7:
        s.pile(s.about(480, 90), s.horizon + 300, s.rng.randint(2, 4), s.rng.randint(1, 2), 130)


def belt_guard(s: Scene, after: bool) -> None:
    s.room()
    body = s.pick(STEELS)
    s.box(s.about(150, 30), s.horizon + 190, 560, 330, body, 90)
    x, y = s.about(790, 40), s.horizon - 40
    for cx, cy, r in ((x, y, 130), (x + 210, y + 150, 80)):
        s.draw.ellipse((cx - r, cy - r, cx + r, cy + r), (92, 96, 100), outline=BLACK, width=5)
        s.draw.ellipse(
            (cx - r // 3, cy - r // 3, cx + r // 3, cy + r // 3), (150, 154, 156), outline=BLACK, width=3
        )
    for shift in (-10, 10):
        s.draw.line((x + shift, y - 130, x + 220 + shift, y + 72), (34, 30, 28), 15)
        s.draw.line((x + shift - 40, y + 124, x + 180 + shift, y + 226), (34, 30, 28), 15)
    if after:
        s.draw.rounded_rectangle((x - 160, y - 160, x + 310, y + 250), 30, outline=YELLOW, width=22)
        for mesh in range(-150, 310, 24):
            s.draw.line((x + mesh, y - 150, x + mesh, y + 240), shade(YELLOW, 0.9), 3)
        for mesh in range(-150, 250, 24):
            s.draw.line((x - 150, y + mesh, x + 300, y + mesh), shade(YELLOW, 0.9), 3)
        s.warning(330, s.horizon - 60, "当心卷入", 90)


def grinder(s: Scene, after: bool) -> None:
    s.room()
    y = s.horizon + 110
    s.box(s.about(300, 40), y + 230, 640, 90, (120, 96, 72), 80)
    s.box(480, y + 140, 260, 150, s.pick(STEELS), 40)
    for cx in (430, 800):
        s.draw.ellipse((cx - 110, y - 60, cx + 110, y + 160), (150, 144, 134), outline=(96, 92, 86), width=6)
        s.draw.ellipse((cx - 24, y + 26, cx + 24, y + 74), (70, 70, 72))
        if after:
            s.draw.arc((cx - 128, y - 78, cx + 128, y + 178), 150, 30, (70, 90, 100), 40)
            s.draw.rectangle((cx - 96, y - 120, cx + 96, y - 60), (176, 210, 220), outline=BLACK, width=3)
        s.draw.rectangle((cx - 120, y + 92, cx - 60, y + 108), (90, 92, 96))


def press(s: Scene, after: bool) -> None:
    s.room()
    color, x = s.pick(((74, 118, 96), (66, 98, 134), (132, 138, 128))), s.about(420, 60)
    s.box(x, s.horizon + 240, 420, 150, shade(color, 0.9), 80)
    s.box(x + 30, s.horizon + 90, 90, 380, color, 60)
    s.box(x + 300, s.horizon + 90, 90, 380, color, 60)
    s.box(x + 10, s.horizon - 230, 410, 170, color, 80)
    s.draw.rectangle(
        (x + 140, s.horizon - 230, x + 280, s.horizon - 90), (150, 154, 156), outline=BLACK, width=4
    )
    s.draw.ellipse((x + 350, s.horizon - 30, x + 390, s.horizon + 10), RED)
    if after:
        for edge in (x + 100, x + 312):
            s.draw.rectangle(
                (edge, s.horizon - 120, edge + 22, s.horizon + 80), YELLOW, outline=BLACK, width=3
            )
        for beam in range(6):
            s.draw.line(
                (x + 122, s.horizon - 100 + beam * 32, x + 312, s.horizon - 100 + beam * 32), (236, 80, 60), 2
            )
        s.warning(x + 560, s.horizon - 200, "当心压手", 100)
    else:
        s.draw.rectangle((x + 120, s.horizon + 70, x + 260, s.horizon + 90), (200, 178, 130))


def crane_hook(s: Scene, after: bool) -> None:
    s.room()
    s.draw.rectangle((0, 70, W, 130), YELLOW if s.rng.random() < 0.6 else (190, 80, 50))
    x = s.about(620, 120)
    for rope in (-16, 16):
        s.draw.line((x + rope, 130, x + rope, 330), (90, 90, 92), 8)
    s.box(x - 70, 440, 140, 110, (206, 160, 40), 30)
    s.draw.arc((x - 90, 460, x + 90, 680), 320, 210, (84, 86, 90), 40)
    s.draw.rectangle((x - 16, 440, x + 16, 500), (84, 86, 90))
    if after:
        s.draw.line((x - 60, 520, x + 40, 480), (200, 60, 40), 14)
    s.draw.rectangle((x - 130, 640, x + 130, 660), (120, 110, 90))
    s.box(x - 200, s.horizon + 260, 420, 120, s.pick(STEELS), 60)


def forklift(s: Scene, after: bool) -> None:
    s.room()
    y, x = s.horizon + 260, s.about(420, 60)
    color = s.pick(((226, 140, 30), (206, 60, 40), (70, 130, 80)))
    s.box(x, y - 40, 360, 150, color, 70)
    s.draw.line((x + 40, y - 190, x + 70, y - 400, x + 300, y - 400, x + 330, y - 190), (50, 52, 54), 18)
    for wheel in (x + 60, x + 290):
        s.draw.ellipse((wheel - 62, y - 80, wheel + 62, y + 44), BLACK)
        s.draw.ellipse((wheel - 26, y - 44, wheel + 26, y + 8), (150, 150, 150))
    s.draw.rectangle((x - 70, y - 420, x - 44, y), (70, 72, 76))
    s.draw.rectangle((x - 300, y - 14, x - 60, y), (110, 112, 116))
    s.draw.rectangle((x + 150, y - 300, x + 190, y - 190), (40, 40, 44))
    if after:
        s.draw.line((x + 155, y - 300, x + 240, y - 200), (220, 110, 30), 12)
        s.draw.ellipse((x + 230, y - 440, x + 280, y - 400), (60, 110, 220))
    else:
        s.pile(x - 300, y - 14, 2, 5, 118)


def noticeboard(s: Scene, after: bool) -> None:
    s.room(windows=False)
    x, y = s.about(250, 40), 110
    s.draw.rectangle((x, y, x + 780, y + 430), (150, 118, 80))
    s.draw.rectangle((x + 18, y + 18, x + 762, y + 412), (206, 216, 222) if after else (176, 184, 176))
    s.sign(x + 250, y - 50, "安全公示栏", (36, 88, 150), WHITE, 40)
    for place in range(6 if after else s.rng.randint(0, 2)):
        px, py = x + 40 + place % 3 * 240, y + 40 + place // 3 * 190
        s.draw.rectangle((px, py, px + 200, py + 165), WHITE, outline=(150, 150, 150), width=2)
        s.draw.rectangle((px + 14, py + 12, px + 186, py + 32), s.pick((RED, (36, 88, 150), (230, 150, 40))))
        for line in range(6):
            s.draw.line(
                (px + 16, py + 48 + line * 18, px + s.rng.randint(110, 184), py + 48 + line * 18),
                (120, 120, 130),
                4,
            )
    s.box(s.about(420, 80), s.horizon + 190, 400, 60, (140, 112, 84), 60)
