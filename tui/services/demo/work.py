"""What Mara needs at Halden Instruments. Every company, host and secret here is made up."""

from __future__ import annotations

from tui.model.edit import SetTags, SetValue
from tui.model.ids import FieldId
from tui.model.secret import Secret
from tui.services.demo.machines import MACHINES
from tui.services.demo.samples import (
    SampleVault,
    change,
    email,
    hidden,
    lines,
    login,
    new_password,
    phone,
    text,
    totp,
    url,
)

_ACCOUNTS = (
    login(
        "GitForge",
        "mara-halden",
        "demo-anvil-Peppermint-204",
        "https://git.halden.example",
        "https://git.halden.example/settings/keys",
        "https://packages.halden.example",
        otp=totp("GitForge", "mara-halden"),
        tags="work/dev important",
        star=True,
        age=960,
        more={
            "Tokens": (hidden("command line", "demo_gf_Zt7w0Qk2"), hidden("mirror (read only)", "demo_gf_9sYp4LdV")),
            "Recovery codes": tuple(hidden(f"code {n}", f"demo{n * 104729 % 90000 + 10000}") for n in range(1, 9)),
        },
        later=(
            change(610, new_password("demo-anvil-Peppermint-205")),
            change(233, new_password("demo-Cobalt+Raft+plum"), SetTags(("work/dev", "important"))),
            change(40, SetValue(FieldId("field4"), Secret("demo_gf_Hm3x8Rb6"))),
            change(2.4, new_password("demo-Marble~Heron~1906")),
        ),
    ),
    login(
        "Halden VPN",
        "mlindqvist",
        "demo-Culvert9Oatmeal",
        "https://vpn.halden.example",
        otp=totp("Halden%20VPN", "mlindqvist", "&digits=8&period=60"),
        tags="work/access",
        star=True,
        more={
            "Client": (
                text("gateway", "gw2.vpn.halden.example:1194"),
                hidden("group secret", "demo-shared-Group-7"),
                lines("profile", "client\ndev tun\nproto udp\nremote gw2.vpn.halden.example 1194\nnobind\npersist-key"),
            )
        },
    ),
    login(
        "Beacon monitoring",
        "mara@halden.example",
        "demo-Lighthouse.Sprocket.3",
        "https://beacon.halden.example/dashboards/overview",
        otp=totp("Beacon", "mara", "&algorithm=SHA256", 32),
        tags="work/ops/on-call",
        star=True,
        age=655,
        notes="Silence an alarm for an hour at most, and say so in #incidents.\nThe weekly report goes out on Mondays.",
        more={
            "API": (
                url("endpoint", "https://beacon.halden.example/api/v1"),
                hidden("key, read only", "demo_beacon_r_7720f1"),
                hidden("key, may silence", "demo_beacon_w_b31c9e"),
            ),
            "Contacts": (email("on duty", "oncall@halden.example"), phone("Priya", "+00 555 0161 04")),
        },
        later=(change(260, new_password("demo-Lighthouse.Sprocket.4")),),
    ),
    login("Halden wiki", "mlindqvist", "demo-Quill4-Binder", "wiki.halden.example", tags="work"),
    login(
        "Harbor HR",
        "mara@halden.example",
        "demo-Payslip-Zebra-48",
        "https://hr.harbor.example",
        tags="work/admin",
        otp=totp("Harbor%20HR", "mara"),
    ),
    login("Mileage & expenses", "mara@halden.example", "Halden2024", "expenses.example.com", tags="work/admin"),
    login("Travel desk", "mara@halden.example", "Halden2024", "desk.travel.example.net", tags="work/admin"),
    login(
        "Ironwood Supplies (shop)",
        "purchasing@halden.example",
        "Halden2024",
        "shop.ironwood.example",
        tags="work/suppliers",
        more={"Account": (text("customer number", "HI-30 221"), phone("order line", "+00 555 0133 10"))},
    ),
    login(
        "Customer portal – test tenant",
        "tester@halden.example",
        "demo-Tester-Tester-1",
        "https://portal.test.halden.example",
        otp="JBSW Y3DP 0189 EHPK",
        tags="work/testing",
        notes="The seed was typed off a photo and cannot be right: ask Priya for the QR code again.",
    ),
    login(
        "Canvas & Grid design tool",
        "mara@halden.example",
        "demo-Bezier-Lilac-15",
        "canvasgrid.example",
        tags="work/design",
    ),
    login("Meeting room tablet", "room-4", "0000", tags="work/office"),
    login(
        "New supplier (fill in)",
        "",
        "",
        age=167.1 / 24,
        tags="work/suppliers",
        more={"Contract": (text("number", ""), email("contact", ""), url("portal", ""))},
    ),
    login("Старый форум инженеров", "мара", "demo-Шестерня-6", "forum.example.org", tags="work/community"),
    login(
        "測試環境 · staging 🧪",
        "qa-机器人",
        "demo-測試-Falcon-27",
        "https://staging.halden.example/登录",
        tags="work/testing",
    ),
    login(
        "Former build server",
        "builder",
        "changeme",
        "build.old.halden.example",
        tags="work/old",
        archived=61.0,
        age=1020,
    ),
    login("Former VPN", "mlindqvist", "Winter2022", "vpn1.halden.example", tags="work/old", archived=400.3, age=1030),
)

WORK = SampleVault("Work", "Halden Instruments: accounts, machines and keys", 1440.0, (*_ACCOUNTS, *MACHINES))
