"""The machines, keys and notes of Halden Instruments. Every company, host and secret here is made up."""

from __future__ import annotations

from tui.model.edit import AddField, MoveField, SetKind, SetLabel, SetSections, SetTitle, SetValue
from tui.model.field import Field, FieldKind, Section
from tui.model.ids import FieldId, SectionId
from tui.model.secret import Secret
from tui.services.demo.samples import (
    Row,
    api,
    change,
    code,
    hidden,
    link,
    login,
    menu,
    new_password,
    note,
    other,
    password,
    sealed,
    seed,
    shown,
    ssh_key,
    text,
    url,
)

MACHINES = (
    api(
        "Build runner token",
        "runner-eu-3",
        "demo_runner_41c7e0d2b8f94a6690ab",
        "registration token",
        "https://git.halden.example/api/v4",
        tags="work/ops/ci api",
        age=420,
        later=(
            change(210, SetValue(FieldId("credential"), Secret("demo_runner_7be03f5512d94c08aa61"))),
            change(12, SetValue(FieldId("credential"), Secret("demo_runner_d06f9c3ae8b2471794c5"))),
        ),
    ),
    api(
        "Object storage – backups",
        "halden-backup",
        "demo/obj/kV8x2nQwErTyUiOpAsDfGh",
        "access key pair",
        "https://s3.storage.example",
        tags="work/ops/backup api",
        more={"Bucket": (text("name", "halden-nightly"), text("region", "north-2"), text("retention", "35 days"))},
    ),
    api(
        "Payments sandbox",
        "merchant_demo_5512",
        "demo_sk_test_never_real_0042",
        "secret key",
        "https://sandbox.pebblepay.example",
        tags="work/testing api",
        more={
            "Webhook": (
                url("endpoint", "https://hooks.halden.example/pebble"),
                hidden("signing secret", "demo_whsec_tangerine"),
            )
        },
    ),
    api(
        "SMS gateway",
        "halden-alerts",
        "demo." + ".".join(f"{n * 2654435761 % 2**32:08x}" for n in range(1, 61)),
        "signed token",
        "https://sms.example.net",
        tags="work/ops/on-call api",
        notes="A long token: it has to be pasted whole.",
    ),
    api("Map tiles", "", "demo-tiles-9Q2M", "", "", tags="work/dev api"),
    shown(
        "DATABASE",
        "Measurements DB",
        tags="work/ops/db important",
        star=True,
        notes="Read the runbook before touching this one.",
        more={
            "": (
                menu("type", "postgresql"),
                text("server", "db1.halden.example"),
                text("port", "5432"),
                text("database", "measurements"),
                text("username", "app_rw"),
                hidden("password", "demo-Basin-Thermos-Igloo-81"),
                text("connection options", "sslmode=verify-full"),
            ),
            "Replica": (text("server", "db2.halden.example"), hidden("password", "demo-Basin-Thermos-Igloo-82")),
        },
        age=700,
        later=(
            change(365, SetValue(FieldId("field6"), Secret("demo-Basin-Thermos-Igloo-83"))),
            change(88, SetLabel(FieldId("field7"), "options"), SetTitle("Measurements database (production)")),
        ),
    ),
    shown(
        "SERVER",
        "Jump host",
        tags="work/ops",
        more={
            "": (
                url("URL", "ssh://jump.halden.example:2222"),
                text("username", "mlindqvist"),
                hidden("password", "demo-Drawbridge-52"),
            ),
            "Admin console": (
                url("admin console URL", "https://203.0.113.7:8443"),
                text("admin console username", "root"),
                hidden("console password", "demo-Portcullis-53"),
            ),
        },
    ),
    shown(
        "SSH_KEY",
        "Deploy key",
        tags="work/ops/ci",
        notes="A key that was made for this demo: no server takes it.",
        more={
            "": (
                *ssh_key(
                    "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\n"
                    "QyNTUxOQAAACCR9ViLtBJmwHOxsjCRfIcPmOHv0qyZbzEqU8KIx7F0QAAAAJiRlNxYkZTc\n"
                    "WAAAAAtzc2gtZWQyNTUxOQAAACCR9ViLtBJmwHOxsjCRfIcPmOHv0qyZbzEqU8KIx7F0QA\n"
                    "AAAEBWQKUeVsN7CfUURjSjE+thS9FspKVliXaz23zbvuxPUZH1WIu0EmbAc7GyMJF8hw+Y\n"
                    "4e/SrJlvMSpTwojHsXRAAAAAE2RlbW8sIG9wZW5zIG5vdGhpbmcBAg==",
                    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJH1WIu0EmbAc7GyMJF8hw+Y4e/SrJlvMSpTwojHsXRA "
                    "demo, opens nothing",
                    "SHA256:377z/y+eRj5A5SQMzuGQHTyv0ROFU5J0aGoLiGT+0hQ",
                ),
                link("used on", "Jump host"),
            )
        },
    ),
    shown(
        "DOCUMENT",
        "Supplier contract (signed).pdf",
        tags="work/suppliers",
        files={"Supplier contract (signed).txt": "A picture of a contract, not a contract: nobody has signed it.\n"},
        more={
            "": (
                Row(FieldKind.FILE, "file", "contract-signed.pdf, 214 kB", "FILE"),
                link("see also", "Ironwood Supplies (shop)"),
            )
        },
    ),
    shown(
        "CRYPTO_WALLET",
        "Research grant wallet",
        tags="work/admin",
        more={
            "": (
                sealed("RECOVERY_PHRASE", "recovery phrase", "demo twelve words that no wallet was ever made from"),
                text("address", "demo0x0000"),
            )
        },
    ),
    shown(
        "GREENHOUSE_SENSOR",
        "Sensor 12 (a category nobody knows)",
        tags="work/lab",
        more={"": (text("serial", "HI-S12-0007"), other("CALIBRATION", "calibration", "2026-03-01 · 0.02 K"))},
    ),
    password(
        "Passphrase of the backups",
        "demo seven small boats cross the quiet bay at dawn",
        tags="work/ops/backup",
        star=True,
        notes="Printed copy: safe, top drawer.",
    ),
    password(
        "Firmware signing",
        "demo-Rivet-Ocelot-Spruce-9",
        tags="work/dev",
        files={
            "who may sign.txt": "Mara, Priya, Tomas. Two of them, together, in the lab.\n",
            "release 4.2 checksums.txt": "".join(f"{n:02x}{'demo' * 7} board-{n}.bin\n" for n in range(12)),
        },
        later=(
            change(150, new_password("demo-Rivet-Ocelot-Spruce-10")),
            change(149.5, new_password("demo-Rivet-Ocelot-Spruce-11")),
        ),
        age=480,
    ),
    password("Lab cupboard", "1234", tags="work/office"),
    note(
        "On-call runbook",
        tags="work/ops/on-call",
        star=True,
        notes="1. Acknowledge the page within five minutes.\n2. Open Beacon, look at “ingest lag” first.\n"
        "3. If db1 is read-only: fail over with `halden db promote db2`.\n"
        "4. Tell #incidents what you are about to do, then do it.\n"
        "5. No heroics after midnight: wake Priya.\n\nUseful\n  – logs: https://logs.halden.example\n"
        "  – status page: https://status.halden.example\n  – phone tree: see the wiki\n\n"
        "Machines\n" + "\n".join(f"  node{n:02}.halden.example   rack {'ABC'[n % 3]}{n // 3 + 1}" for n in range(30)),
        age=520,
        later=(
            change(
                130,
                AddField(Field(FieldId("bridge"), FieldKind.TEXT, "conference bridge", "00 555 0161, PIN demo-77"), 0),
            ),
            change(129, SetKind(FieldId("bridge"), FieldKind.CONCEALED), SetLabel(FieldId("bridge"), "conference PIN")),
            change(
                5,
                SetSections((Section(SectionId("calls"), "Calls"),)),
                MoveField(FieldId("bridge"), SectionId("calls"), 1),
            ),
        ),
    ),
    note("Printer, third floor", tags="work/office", notes="It jams when it rains."),
    login(
        "Shared scanner",
        "scan",
        "scan",
        "http://198.51.100.20",
        tags="work/office",
        more={"": (code("service code", f"otpauth://hotp/Scanner:service?secret={seed('scanner')}&counter=41"),)},
    ),
)
