"""The cast: who lives in the estate on the first day. Ages are in whole days at noon of that day.

A row: slot of the account, user name, then what is unusual. `who` names a Slack user; tags follow from it.
"""

import unicodedata

# id suffix → real name. What is unusual about them is in SLACK_ODDITIES.
SLACK_USERS = {
    "U0RELEVO001": "Ana Ruiz",
    "U0RELEVO002": "Bruno Díaz",
    "U0RELEVO003": "Carla Méndez",
    "U0RELEVO004": "Darío Paz",
    "U0RELEVO005": "Elif Kaya",
    "U0RELEVO006": "Zoë Ünïcode",
    "U0RELEVO007": "山田 花子",
    "U0RELEVO009": "Felix Uno",
    "U0RELEVO010": "Julio Prado",
    "U0RELEVO011": "Karen Bot",
    "U0RELEVO012": "Lucía Torres",
    "U0RELEVO013": "Marco León",
    "U0RELEVO014": "Nora Campos",
    "U0RELEVO015": "Óscar Núñez",
    "U0RELEVO016": "Quique Mora",
    "U0RELEVO017": "Rosa León",
    "U0RELEVO018": "Sergio Vidal",
    "U0RELEVO019": "Tania Ríos",
    "U0RELEVO020": "Ulises Fuera",
    "U0RELEVO021": "Vera Soto",
    "U0RELEVO022": "Xavi Pérez",
    "U0RELEVO023": "Yuri Sol",
    "U0RELEVO024": "Tomás Egea",
    "U0RELEVO025": "Gustavo Rojas",
    "U0RELEVO026": "Ximena Luna",
    "W0RELEVO027": "Wanda Grid",
    "U0RELEVO028": "Paula Gil",
}
SLACK_ODDITIES = {
    "U0RELEVO010": {"deleted": True},
    "U0RELEVO011": {"isBot": True},
    "U0RELEVO020": {"teamId": "T0OTHER"},
    "U0RELEVO007": {"tz": "Asia/Tokyo"},
    "U0RELEVO001": {"tz": "America/Lima"},
}
CHANNELS = [
    {"id": "C0RELEVO000", "name": "key-guard", "private": True, "member": True},
    {"id": "C0PAYMENTS0", "name": "team-payments", "member": True},
    {"id": "C0DATATEAM0", "name": "team-data", "member": True},
    {"id": "C0ARCHIVED0", "name": "team-bygone", "archived": True, "member": False},
]
SECURITY_CHANNEL = "C0RELEVO000"
TEAMS = {"payments": "C0PAYMENTS0", "data": "C0DATATEAM0"}


def _engineer(slot, name, who, *ages, **more):
    full_name = more.pop("full_name", SLACK_USERS.get(who))
    tags = {"type": "engineer", "slack-id": who, "full-name": full_name, **more.pop("tags", {})}
    return {"slot": slot, "name": name, "tags": {k: v for k, v in tags.items() if v}, "ages": ages, **more}


def _machine(slot, name, tags, *ages, **more):
    return {"slot": slot, "name": name, "tags": {"type": "machine", **tags}, "ages": ages, **more}


CAST = [
    # Engineers whose keys come of age while we watch.
    _engineer(1, "ana.ruiz", "U0RELEVO001", 70),
    _engineer(1, "bruno.diaz", "U0RELEVO002", 68),  # rotates after his second notice
    _engineer(1, "carla.mendez", "U0RELEVO003", 75),  # her key is activated again after we deactivate it
    _engineer(2, "dario.paz", "U0RELEVO004", 200),  # first seen far too old: the late ladder
    _engineer(2, "elif.kaya", "U0RELEVO005", 88),
    _engineer(1, "zoe.unicode", "U0RELEVO006", 71, path="/team/a/"),
    _engineer(2, "hanako.yamada", "U0RELEVO007", 62, path="/team/b/"),
    # One person in three accounts.
    _engineer(2, "ana-ruiz", "U0RELEVO001", 69),
    _engineer(0, "ana.ruiz", "U0RELEVO001", 20),
    # Two people with one Slack id.
    _engineer(1, "felix.uno", "U0RELEVO009", 72),
    _engineer(2, "fiona.dos", "U0RELEVO009", 60, full_name="Fiona Dos"),
    # Machines: own channel, by team, by nobody, and one spelt otherwise.
    _machine(1, "ci-deploy", {"team": "payments", "slack-id": "C0PAYMENTS0"}, 120, path="/service/"),
    _machine(2, "nightly-report", {"team": "data"}, 73, path="/service/"),
    _machine(1, "legacy-ftp", {}, 400, path="/service/"),
    {"slot": 2, "name": "mailer", "path": "/service/", "tags": {"Type": " Machine", "Team": "data"}, "ages": (30, 10)},
    _machine(2, "automation-many", {"team": "data"}, 100, 90, 80, 70, 5, path="/service/"),
    # Tags that are missing or wrong.
    _engineer(1, "gustavo.rojas", None, 74, full_name="Gustavo Rojas", tags={"type": "Enginer"}),  # mended later
    {"slot": 1, "name": "contractor.tmp", "tags": {}, "ages": (95,)},
    _engineer(1, "hugo.silva", None, 71, full_name="Hugo Silva"),
    _engineer(2, "ines.vega", "U0NOBODY999", 70, full_name="Inés Vega"),
    _engineer(1, "julio.prado", "U0RELEVO010", 78),
    _engineer(2, "karen.bot", "U0RELEVO011", 72),
    _engineer(1, "ulises.fuera", "U0RELEVO020", 73),
    _engineer(1, "tania.rios", "U0RELEVO019", 66, tags={"type": None, "slack-id": None, "full-name": None,
              "Type": "Engineer", "Slack-ID": "U0RELEVO019", "Full-Name": "Tania Ríos"}),  # fmt: skip
    # More keys than one, inactive keys, keys never used.
    _engineer(1, "lucia.torres", "U0RELEVO012", 71, 15),
    _engineer(2, "marco.leon", "U0RELEVO013", 100, 71, 40),
    _engineer(1, "nora.campos", "U0RELEVO014", 300, 20, inactive=(0,)),
    _engineer(2, "oscar.nunez", "U0RELEVO015", 73, unused=True),
    # Passwords, and no keys at all.
    _engineer(1, "paula.gil", "U0RELEVO028", password={"age": 80, "used": 1}, mfa=True),
    _engineer(2, "quique.mora", "U0RELEVO016", 50, password={"age": 120, "used": None}),
    {"slot": 0, "name": "nobody.home", "tags": {"type": "engineer"}, "ages": ()},
    # For emergencies; protected, whatever its age.
    {"slot": 0, "name": "emergency.admin", "path": "/break-glass/", "ages": (150,), "unused": True,
     "tags": {"type": "engineer", "full-name": "Break Glass"}},  # fmt: skip
    # Keys whose report date is later than their creation.
    _engineer(1, "rosa.leon", "U0RELEVO017", 90, reported=5),
    _engineer(2, "sergio.vidal", "U0RELEVO018", 72, reported=10),
    # What the story needs.
    _engineer(1, "vera.soto", "U0RELEVO021", 70),
    _engineer(2, "xavi.perez", "U0RELEVO022", 72),  # deleted, and made again under the same name
    _engineer(1, "yuri.old", "U0RELEVO023", 74),  # renamed
    _engineer(2, "tomas.egea", "U0RELEVO024", 25),  # an unexpected second key
    _engineer(0, "ximena.luna", "U0RELEVO026", 70, tags={"language": "es"}),
    _engineer(0, "wanda.grid", "W0RELEVO027", 67),
]


def everyone(count):
    """The first `count` of the cast, and as many plain engineers and machines more as it takes."""
    people = list(CAST[:count])
    for number in range(len(people), count):
        team = ("payments", "data")[number % 2]
        name = f"{'svc' if number % 5 == 0 else 'dev'}.{number:05d}"
        age = (number * 37) % 140
        if number % 5 == 0:
            people.append(_machine(number, name, {"team": team}, age, path="/service/"))
        else:
            person = {"full_name": f"Dev {number:05d}"}
            people.append(_engineer(number, name, f"U1DEV{number:05d}", age, reported=3 if number % 7 == 0 else None,
                                    **person))  # fmt: skip
    return people


def slack(people):
    """The section of a Slack seed file that fits these people."""
    users = [
        {"id": slack_id, "name": _handle(name, slack_id), "realName": name, **SLACK_ODDITIES.get(slack_id, {})}
        for slack_id, name in SLACK_USERS.items()
    ]
    known = {user["id"] for user in users}
    for person in people:
        slack_id = person["tags"].get("slack-id", "")
        if slack_id.startswith("U1DEV") and slack_id not in known:
            name = person["tags"]["full-name"]
            users.append({"id": slack_id, "name": _handle(name, slack_id), "realName": name})
    return {"team": "T0RELEVO", "users": users, "channels": CHANNELS}


def _handle(name, slack_id):
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode().split()
    return ".".join(plain) or slack_id.lower()
