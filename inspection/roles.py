"""Who people are, and what each role may do at all. Where they may do it is their scope."""

OFFICER = "officer"  # 执法人员: certified, of the street
EXPERT = "expert"  # 第三方专家: of the contracted safety company
STATION = "station"  # 村社区安全站管理员: station keeper
OFFICE = "office"  # 内勤
LEADER = "leader"  # 负责人, signs
ADMIN = "admin"  # 系统管理员: people and settings, no hazards

ROLES = (OFFICER, EXPERT, STATION, OFFICE, LEADER, ADMIN)

INSPECTION = "inspection"  # 执法检查
SERVICE = "service"  # 技术服务
TRACKS = (INSPECTION, SERVICE)

# 国办发〔2024〕54号: an inspection is for certified officers only; a contracted company, an assistant
# or a station keeper may never carry one out. A station keeper's round is a service visit.
TRACKS_OF = {OFFICER: (INSPECTION, SERVICE), EXPERT: (SERVICE,), STATION: (SERVICE,)}

WITH_PHONE = (OFFICER, EXPERT, STATION, LEADER)
AT_DESK = (OFFICER, OFFICE, LEADER, ADMIN)  # may sign in to the office pages

# what may be done at the desk
POWERS = {
    "see": (OFFICER, OFFICE, LEADER),
    "review": (OFFICER, OFFICE, LEADER),
    "order": (OFFICER, LEADER),
    "draft_order": (OFFICER, OFFICE, LEADER),
    "close": (OFFICER, LEADER),
    "sign_off": (LEADER,),
    "import": (OFFICE, ADMIN),
    "plan": (OFFICER, OFFICE, LEADER),
    "people": (ADMIN,),
    "audit": (LEADER, ADMIN),
    "attend": (OFFICER, OFFICE, LEADER, ADMIN),
}


def tracks_of(role: str) -> tuple[str, ...]:
    """The tracks a person of this role may open a visit on; empty for desk roles."""
    return TRACKS_OF.get(role, ())


def may(role: str, power: str) -> bool:
    return role in POWERS[power]
