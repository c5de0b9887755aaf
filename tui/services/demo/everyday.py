"""What Mara needs every day, and odd things. Every person, place, number and secret here is made up."""

from __future__ import annotations

from tui.model.edit import AddField
from tui.model.field import Field, FieldKind
from tui.model.ids import FieldId
from tui.model.secret import Secret
from tui.services.demo.samples import (
    address,
    change,
    code,
    date,
    email,
    hidden,
    lines,
    login,
    menu,
    note,
    password,
    phone,
    seed,
    shown,
    text,
    totp,
    url,
)
from tui.tools.address import Address

_LONG_TITLE = (
    "The very long name of the society for the friends, keepers and restorers of small harbour lighthouses, fog bells, "
    "tide clocks and other aids to navigation on the northern coast and its islands, members' area for volunteers, "
    "with the rota for summer weekends and the list of who holds the keys to each"
)

EVERYDAY = (
    login("Moonreel", "mara@larkmail.example", "Sunflower2019!", "moonreel.example", tags="fun/films"),
    login("Brightwater Library", "20-4417", "password1", "library.brightwater.example.org", tags="books"),
    login("Green Basket groceries", "mara@larkmail.example", "Sunflower2019!", "greenbasket.example", tags="shopping"),
    login(
        "Tramline city transit",
        "mara.l",
        "demo-Signal8-viaduct",
        "tickets.tramline.example",
        tags="travel",
        more={"Season ticket": (text("number", "DEMO-77 410 220"), date("valid until", "2027-08-31"))},
    ),
    login(
        "Pixel Harbor games",
        "captain_mara",
        "demo-dragon-Teapot-9000",
        "https://play.pixelharbor.example",
        otp=f"steam://{seed('Pixel Harbor')}",
        tags="fun/games",
        star=True,
    ),
    login("Café Müller – Stempelkarte", "mara", "demo-Käsekuchen-zwölf", "café-müller.example", tags="fun/essen"),
    login(
        "日本語の図書館カード",
        "リンドクヴィスト真良",
        "demo-図書館-さくら-31",
        "https://toshokan.example/ログイン",
        tags="books 日本語",
    ),
    login("서울 여행 예약", "mara@larkmail.example", "demo-한강-Bicycle-5", "travel.example.net", tags="travel"),
    login(
        "مكتبة المدينة",
        "مارا",
        "demo-كتاب-Lamp-17",
        "https://maktaba.example",
        tags="books",
        notes="بطاقة القراءة صالحة حتى الربيع.",
    ),
    login("קורס עברית בערב", "mara.l", "demo-עברית-Chalk-3", "ulpan.example.org", tags="learning/languages"),
    login(_LONG_TITLE, "volunteer-118", "demo-foghorn-Granite-61", "lighthouses.example.org", tags="clubs"),
    login(
        "Kiln & Clay pottery <evening [class]>",
        "mara+pottery@larkmail.example",
        "demo-glaze-Marrow-40",
        "kilnandclay.example",
        tags="learning/pottery",
        notes="The title is spelt like this on their site, brackets and all.",
    ),
    login("Running club 🏃‍♀️", "mara", "qwerty", "runners.example.org", tags="clubs"),
    login("Daily Ledger newspaper", "mara@larkmail.example", "demo-inkblot-Sunday", "dailyledger.example", tags="news"),
    login(
        "Driftwood marketplace",
        "seamara",
        "letmein",
        "driftwood.example.com",
        tags="shopping",
        archived=31.0 / 24,
        age=800,
    ),
    login(
        "Ticket booth",
        "",
        "",
        "https://ticketbooth.example",
        tags="fun",
        notes="Asks for a phone number each time; no account yet.",
    ),
    password("Laptop disk", "demo correct horse stays in the barn", tags="devices", star=True),
    password("Bike lock", "4711", tags="devices"),
    password(
        "Cabin Wi-Fi",
        "demo-Pine.Needle.Tea.2",
        tags="home/network",
        notes="Network: moosehut-5G\nReset: hold the button for 12 s.",
    ),
    shown(
        "PASSPORT",
        "Passport",
        tags="papers",
        more={
            "": (
                text("type", "P"),
                text("issuing country", "Demoland"),
                text("number", "X0000000"),
                text("full name", "Mara Sofia Lindqvist"),
                menu("gender", "female", "GENDER"),
                date("date of birth", "1988-02-29"),
                date("issued on", "2021-06-14"),
                date("expires on", "2031-06-13"),
            )
        },
    ),
    shown(
        "IDENTITY",
        "Mara Lindqvist",
        tags="papers",
        more={
            "Identification": (
                text("first name", "Mara"),
                text("last name", "Lindqvist"),
                date("birth date", "1988-02-29"),
            ),
            "Address": (
                address("address", Address("17 Lighthouse Lane", "Sampleton", zip="00000", country="Demoland")),
                phone("cell", "+00 555 0142 77"),
            ),
            "Internet": (email("e-mail", "mara@larkmail.example"), url("website", "https://mara.lindqvist.example")),
        },
    ),
    shown(
        "SOFTWARE_LICENSE",
        "Inkwell Pro",
        tags="software",
        more={
            "": (
                text("version", "7"),
                hidden("licence key", "DEMO-INKW-0000-7777-ELLP"),
                text("licensed to", "Mara Lindqvist"),
                email("registered e-mail", "mara@larkmail.example"),
                date("purchase date", "2025-11-02"),
            )
        },
    ),
    note(
        "Where things are",
        notes="Passports: grey box, second shelf.\nSpare keys: with Mrs Adeyemi across the hall.\n"
        "Water main: behind the washing machine, turn right.\n\nWill and insurance: blue folder, desk.\n"
        "Photos: Cumulus Drive, and the small disk in the cabin.",
        tags="home important",
        star=True,
        later=(
            change(
                44,
                AddField(
                    Field(FieldId("box"), FieldKind.CONCEALED, "code of the grey box", Secret("demo-58-16-02")), 1
                ),
            ),
        ),
        age=610,
    ),
    note(
        "Gift ideas",
        notes="Jonas: the blue teapot 🫖\nIda: stilts\nEmil: a map of the moon, framed",
        tags="family/gifts",
    ),
    note("Note without a word", tags="odd"),
    note(
        "Copied from an old file",
        notes="This text came with \x1b[31mcolour codes\x1b[0m, a bell \x07, a \u202edrawkcab\u202c word\tand a "
        "tab.\r\nIt is shown so that it can do no harm, and copied as it is.",
        tags="odd",
        more={"": (text("label with a\nline break", "value with a\nline break"), lines("", "a field without a label"))},
    ),
    login("", "nobody@example.com", "demo-untitled-1", tags="odd", archived=12.0, age=300),
    login(
        "Two codes, one login",
        "mara",
        "demo-double-Decker-22",
        "https://doubledecker.example",
        otp=totp("Double%20Decker", "mara"),
        tags="odd",
        more={"Second device": (code("code of the spare phone", totp("Double%20Decker", "spare", "&period=45")),)},
    ),
)
