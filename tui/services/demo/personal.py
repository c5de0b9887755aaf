"""What Mara keeps for herself. Every person, place, number and secret here is made up."""

from __future__ import annotations

from tui.model.edit import RemoveField, SetFavourite, SetTags, SetValue, SetWebsites
from tui.model.ids import FieldId
from tui.model.item import Website
from tui.model.secret import Secret
from tui.services.demo.everyday import EVERYDAY
from tui.services.demo.samples import (
    SampleVault,
    api,
    card_number,
    card_type,
    change,
    email,
    hidden,
    link,
    login,
    menu,
    month,
    new_password,
    phone,
    seed,
    shown,
    text,
    totp,
    url,
)

_MONEY = (
    login(
        "Alder Bank",
        "mara.lindqvist",
        "demo-harbour-42-candle-wick",
        "https://www.alderbank.example/login",
        "https://cards.alderbank.example",
        otp=totp("Alder%20Bank", "mara.lindqvist"),
        tags="money/bank",
        star=True,
        age=1210,
        notes="The branch at the old market closes at three on Wednesdays.\n\n"
        "Advisor: Mr Okonkwo, very patient with questions about mortgages.\n"
        "Standing orders: rent on the 1st, choir on the 15th.",
        more={
            "Phone banking": (
                hidden("telephone PIN", "demo-80417"),
                phone("service line", "+00 555 0100 20"),
                text("opening hours", "Mon–Fri 8:00–18:00"),
            ),
            "Security questions": (
                hidden("first pet", "a tortoise called Blitz"),
                hidden("favourite teacher", "demo: nobody, invent one each time"),
            ),
        },
        later=(
            change(840, new_password("demo-lantern-slow-river-7")),
            change(402, new_password("demo-Quartz!meadow?19"), SetTags(("money/bank", "important"))),
            change(
                23,
                new_password("demo-oak_Tundra_38_violin"),
                SetWebsites(
                    (
                        Website("https://www.alderbank.example/login", "online banking"),
                        Website("https://cards.alderbank.example", "cards", "Never"),
                        Website("https://help.alderbank.example", "help"),
                    )
                ),
            ),
        ),
    ),
    shown(
        "CREDIT_CARD",
        "Alder card",
        tags="money/cards",
        star=True,
        notes="Limit raised in spring. Block at once when lost: +00 555 0100 99",
        more={
            "": (
                text("cardholder name", "MARA LINDQVIST"),
                card_type("type", "visa"),
                card_number("number", "4111111111111111"),
                hidden("verification number", "000"),
                month("expiry date", "2031-02"),
                month("valid from", "2026-03"),
                link("account", "Alder Bank"),
            ),
            "Contact": (
                phone("phone (lost card)", "+00 555 0100 99"),
                url("website", "https://cards.example"),
            ),
            "More": (hidden("PIN", "demo-0417"), text("credit limit", "2,500"), text("issue number", "")),
        },
    ),
    shown(
        "BANK_ACCOUNT",
        "Savings at the credit union",
        tags="money/bank",
        more={
            "": (
                text("bank name", "Fieldmouse Credit Union"),
                text("owner", "Mara Lindqvist"),
                menu("type", "savings"),
                text("IBAN", "XX00 DEMO 0000 0000 0000 00"),
                text("BIC", "DEMOXX00"),
                hidden("telephone PIN", "demo-2290"),
            )
        },
    ),
    login(
        "Tax office",
        "ML-0000-1111",
        "demo-Gravel.Parsnip.604",
        "https://portal.taxes.example.org",
        otp=totp("Tax%20office", "ML-0000-1111", "&algorithm=SHA512&digits=8&period=60", 64),
        tags="money papers",
        notes="Return is due at the end of May. Receipts are in the blue folder.",
        later=(change(190, new_password("demo-Turnip/Basalt/771")), change(31, SetFavourite(True))),
        age=900,
    ),
    login("Tandem Insurance", "mara@lindqvist.example", "Sunflower2019!", "tandem.example.net", tags="papers"),
    login(
        "Pebble Pay",
        "+00 555 0142 77",
        "demo_74-otter-SILVER",
        "https://pebblepay.example",
        otp=totp("Pebble%20Pay", "mara", "&digits=8"),
        tags="money",
        more={"Recovery": tuple(hidden(f"backup code {n}", f"demo-{n * 7919 % 9000 + 1000}-{n}") for n in range(1, 7))},
        later=(change(17.2, RemoveField(FieldId("field4"))),),
        age=450,
    ),
)

_MAIL_AND_FILES = (
    login(
        "Larkmail",
        "mara@larkmail.example",
        "demo-bramble-comet-Stairs-55",
        "https://mail.larkmail.example",
        "https://larkmail.example/settings/security?tab=devices&from=demo",
        otp=totp("Larkmail", "mara@larkmail.example", "&algorithm=SHA256", 32),
        tags="mail important",
        star=True,
        age=1430,
        more={
            "Aliases": (
                email("newsletters", "news.mara@larkmail.example"),
                email("shops", "shop.mara@larkmail.example"),
            ),
            "Recovery": (
                email("recovery address", "jonas@lindqvist.example"),
                hidden("recovery key", "demo 7 owls 3 bells"),
            ),
            "App passwords": (hidden("phone", "demoabcdwxyzmail"), hidden("calendar", "demoefghstuvcald")),
        },
        later=(
            change(700, new_password("demo-bramble-comet-Stairs-56")),
            change(120, new_password("demo-fjord-Pencil-thirteen-moss"), SetTags(("mail", "important", "money"))),
        ),
    ),
    login(
        "Cumulus Drive",
        "mara@larkmail.example",
        "demo*Walnut*Ferry*2217",
        "https://drive.cumulus.example",
        otp=seed("Cumulus Drive"),
        tags="files",
        notes="200 GB, renews in November.",
    ),
    login("Old photo host", "mara_l", "123456", "photos.example.com", tags="old", archived=210.0, age=1390),
    login(
        "Cedarname (domain registrar)",
        "mara-l",
        "demo-Kite=Pumice=88",
        "https://cedarname.example",
        "https://manage.cedarname.example/domains",
        "https://dns.cedarname.example",
        "https://status.cedarname.example",
        otp=totp("Cedarname", "mara-l"),
        tags="web/domains",
        more={"Domains": (text("lindqvist.example", "renews 14 March"), hidden("transfer code", "demo-EPP-x9Tq-0042"))},
    ),
    api(
        "Weather station on the roof",
        "station-07",
        "demo_wx_5f2c9b71e0a84d63",
        "bearer token",
        "https://api.weather.example.net/v2",
        tags="home/garden api",
        notes="Sends every ten minutes. The token may write, not read.",
        later=(change(66, SetValue(FieldId("credential"), Secret("demo_wx_a81d4470c93e5b2f"))),),
        age=380,
    ),
)

PERSONAL = SampleVault("Personal", "What is only mine", 1440.0, (*_MONEY, *_MAIL_AND_FILES, *EVERYDAY))
