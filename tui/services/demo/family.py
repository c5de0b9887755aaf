"""What the Lindqvists share at home. Every person, place, number and secret here is made up."""

from __future__ import annotations

from tui.model.edit import SetTitle, SetValue
from tui.model.ids import FieldId
from tui.model.secret import Secret
from tui.services.demo.samples import (
    SampleVault,
    change,
    date,
    email,
    hidden,
    login,
    menu,
    month,
    new_password,
    note,
    password,
    phone,
    shown,
    text,
    totp,
    url,
)

FAMILY = SampleVault(
    "Family",
    "Shared at home: Mara, Jonas, Ida and Emil",
    1440.0,
    (
        shown(
            "WIRELESS_ROUTER",
            "Router in the hall",
            tags="home/network",
            star=True,
            notes="Restart: pull the plug, count to twenty, have a biscuit.",
            more={
                "": (
                    text("network name", "Lindqvist & friends 🛜"),
                    hidden("wireless network password", "demo-saffron-Walrus-tango-8"),
                    menu("wireless security", "wpa3p"),
                    text("server / IP address", "192.0.2.1"),
                    hidden("base station password", "demo-admin-Not-admin-5"),
                ),
                "Guests": (text("network name", "Lindqvist guests"), hidden("password", "demo-come-on-in")),
            },
        ),
        login(
            "Hillside School portal",
            "lindqvist.family",
            "demo-Abacus-Mitten-73",
            "https://portal.hillside.example.org",
            "https://lunch.hillside.example.org",
            otp=totp("Hillside", "lindqvist.family"),
            tags="kids/school",
            star=True,
            age=780,
            more={
                "Class teachers": (
                    email("Ida", "a.bergmann@hillside.example.org"),
                    email("Emil", "t.sato@hillside.example.org"),
                )
            },
            later=(
                change(415, SetTitle("Hillside School")),
                change(414, SetTitle("Hillside School portal"), new_password("demo-Abacus-Mitten-74")),
                change(9, new_password("demo-Crayon-Orbit-Seven")),
            ),
        ),
        login(
            "Kindergarten app",
            "jonas@lindqvist.example",
            "Sunflower2019!",
            "littleowls.example",
            tags="kids",
            archived=330.0,
            age=1090,
        ),
        login(
            "👩‍👩‍👧‍👦 Photo album",
            "family",
            "demo-cheese-Shutter-12",
            "album.cumulus.example",
            tags="photos",
            star=True,
        ),
        login(
            "🏳️‍🌈 Rainbow Choir",
            "jonas",
            "demo-Alto-Gravel-90",
            "choir.example.org",
            tags="clubs",
            notes="Rehearsals on Tuesdays, 19:30 🎶",
        ),
        login(
            "At home: doors and alarm",
            "home@lindqvist.example",
            "demo-Ember=Kettle=416",
            "https://my.hearth.example",
            "http://192.0.2.40:8123",
            otp=totp("Hearth", "home", "&algorithm=SHA256"),
            tags="home/devices",
            more={
                "Alarm": (
                    hidden("code to arm", "demo-2580"),
                    hidden("code under duress", "demo-0852"),
                    phone("centre", "+00 555 0170 00"),
                )
            },
        ),
        login("Ida's library card", "ida.l", "password1", "library.brightwater.example.org", tags="kids books"),
        login(
            "Emil – Block Valley",
            "emil_the_miner",
            "abc123",
            "https://blockvalley.example/server?realm=owls",
            tags="kids/games",
        ),
        login(
            "Riverbend Energy",
            "LQ-55 0192",
            "demo-Turbine-Clover-64",
            "kunden.riverbend.example",
            tags="home/bills",
            notes="Meter reading every January.\n2025: 41 882\n2026: 44 107",
        ),
        login("Waste collection calendar ♻️", "", "", "sampleton.example.org/waste", tags="home"),
        login(
            "Pawprint vet clinic",
            "lindqvist",
            "demo-Whisker-Thimble",
            "pawprint.example",
            tags="pets",
            more={"Miso the cat 🐈": (text("chip", "000 DEMO 000 417"), date("born", "2022-04-01"))},
        ),
        login(
            "Stay & Wander cabins",
            "jonas@lindqvist.example",
            "letmein-demo",
            "stayandwander.example.com",
            tags="travel",
        ),
        login("Rail & Ferry", "jonas@lindqvist.example", "letmein-demo", "railferry.example.net", tags="travel"),
        shown(
            "EMAIL_ACCOUNT",
            "Family mailbox",
            tags="mail",
            more={
                "": (
                    menu("type", "imap"),
                    text("username", "family@lindqvist.example"),
                    text("server", "imap.larkmail.example"),
                    text("port number", "993"),
                    hidden("password", "demo-envelope-Tulip-30"),
                ),
                "SMTP": (text("server", "smtp.larkmail.example"), text("port number", "465")),
            },
        ),
        shown(
            "MEMBERSHIP",
            "Swimming pool",
            tags="clubs",
            more={
                "": (
                    text("group", "Sampleton Baths"),
                    text("member name", "Family Lindqvist"),
                    text("member ID", "DEMO-4-4-2"),
                    month("member since", "2021-09"),
                    hidden("PIN", "demo-1234"),
                )
            },
        ),
        shown(
            "MEDICAL_RECORD",
            "Ida – allergies",
            tags="kids health",
            more={
                "": (
                    date("date", "2026-02-11"),
                    text("doctor", "Dr. Abebe"),
                    text("patient", "Ida Lindqvist"),
                    text("reason", "hazelnuts"),
                    text("medication", "drops, in the red bag"),
                )
            },
        ),
        shown(
            "OUTDOOR_LICENSE",
            "Jonas – fishing licence",
            tags="papers",
            more={
                "": (
                    text("full name", "Jonas Lindqvist"),
                    date("expires", "2027-12-31"),
                    text("wildlife", "trout"),
                    text("maximum quota", "3 a day"),
                )
            },
        ),
        shown(
            "REWARD_PROGRAM",
            "Points at the bakery",
            tags="shopping",
            more={
                "": (
                    text("company name", "Crumb & Co."),
                    text("member ID", "DEMO-BUN-12"),
                    url("website", "https://crumb.example"),
                )
            },
        ),
        password("Garage keypad", "0000", tags="home"),
        password(
            "Tablet in the kitchen",
            "demo-2468",
            tags="home/devices",
            later=(change(77, SetValue(FieldId("password"), Secret("demo-8642"))),),
            age=300,
        ),
        note(
            "In an emergency",
            star=True,
            tags="important health",
            notes="Doctor: Dr. Abebe, +00 555 0188 12\n"
            "Night pharmacy: corner of Mill Road\n"
            "Poison line: +00 555 0199 99\n\nIda: hazelnuts!\nEmil: nothing known\nMiso: bites when afraid",
        ),
        note(
            "Packing list for the sea",
            age=46.8 / 24,
            tags="travel",
            notes="☐ tent  ☐ pegs  ☐ mallet\n☐ sun hats ×4\n☐ cards, dice\n☐ kite 🪁\n☐ the good bread knife",
        ),
        login(
            "Old landline", "0055-1234", "demo-rotary-Dial-1", "phone.example.com", tags="old", archived=505.2, age=1100
        ),
    ),
)
