"""Moving in by CSV: the exports of other programs and plain lists become items, nothing is lost, nothing is shown."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.interchange.csv_columns import Target
from tui.interchange.csv_import import Preview, preview
from tui.model.errors import Invalid
from tui.model.field import FieldKind
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.item import Item, ItemState
from tui.model.secret import Secret
from tui.tools import totp

HOME, VAULT = AccountId("home"), VaultId("v")
SEED = "JBSWY3DPEHPK3PXP"
URI = f"otpauth://totp/GitHub:ada?secret={SEED}&issuer=GitHub"


def look(text: str, mapping: dict[int, Target] | None = None) -> Preview:
    return preview(text.encode(), mapping)


def value(item: Item, label: str) -> str:
    """Return the value of the field with a label, "" where there is none."""
    found = next((field.value for field in item.fields if field.label == label), "")
    return found.reveal() if isinstance(found, Secret) else found


def kind(item: Item, label: str) -> FieldKind:
    return next(field.kind for field in item.fields if field.label == label)


def targets(seen: Preview) -> str:
    return " ".join(column.target.name.lower() for column in seen.columns)


# What one login is in each program's export: the program, the file, the mapping.
EXPORTS = [
    (
        "1Password",
        "Title,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes\n"
        f"GitHub,https://github.com/login,ada,s3cret-1,{URI},true,false,Work;Dev,first line\n",
        "title url username password otp favourite archived tags notes",
    ),
    (
        "Bitwarden",
        "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n"
        f'Work,1,login,GitHub,first line,"PIN: 1234",0,https://github.com/login,ada,s3cret-1,{URI}\n',
        "folder favourite type title notes fields ignore url username password otp",
    ),
    (
        "Bitwarden",
        "collections,type,name,notes,fields,reprompt,archivedDate,login_uri,login_username,login_password,login_totp\n"
        f"Work,login,GitHub,first line,,0,,https://github.com/login,ada,s3cret-1,{URI}\n",
        "folder type title notes fields ignore archived url username password otp",
    ),
    (
        "KeePassXC",
        '"Group","Title","Username","Password","URL","Notes","TOTP","Icon","Last Modified","Created"\n'
        f'"Root/Work","GitHub","ada","s3cret-1","https://github.com/login","first line","{URI}","0","2024",""\n',
        "folder title username password url notes otp ignore ignore ignore",
    ),
    (
        "KeePass",
        '"Account","Login Name","Password","Web Site","Comments"\r\n'
        '"GitHub","ada","s3cret-1","https://github.com/login","first line"\r\n',
        "title username password url notes",
    ),
    (
        "Chrome, Edge or Brave",
        "name,url,username,password,note\nGitHub,https://github.com/login,ada,s3cret-1,first line\n",
        "title url username password notes",
    ),
    (
        "Firefox",
        '"url","username","password","httpRealm","formActionOrigin","guid","timeCreated","timeLastUsed",'
        '"timePasswordChanged"\n'
        '"https://github.com/login","ada","s3cret-1","","https://github.com","{5ec0d12f}","1589617814635","1589","1589"\n',
        "url username password field ignore ignore ignore ignore ignore",
    ),
    (
        "Safari",
        f"Title,URL,Username,Password,Notes,OTPAuth\nGitHub,https://github.com/login,ada,s3cret-1,first line,{URI}\n",
        "title url username password notes otp",
    ),
    (
        "LastPass",
        "url,username,password,totp,extra,name,grouping,fav\n"
        f"https://github.com/login,ada,s3cret-1,{SEED},first line,GitHub,Work\\Dev,1\n",
        "url username password otp notes title folder favourite",
    ),
    (
        "Dashlane",
        "username,username2,username3,title,password,note,url,category,otpSecret\n"
        f"ada,,,GitHub,s3cret-1,first line,https://github.com/login,Work,{SEED}\n",
        "username username username title password notes url folder otp",
    ),
    (
        "NordPass",
        "name,url,additional_urls,username,password,note,cardholdername,cardnumber,cvc,expirydate,zipcode,folder,"
        "full_name,phone_number,email,address1,address2,city,country,state,type,custom_fields\n"
        'GitHub,https://github.com/login,"[""https://gist.github.com""]",ada,s3cret-1,first line,,,,,,Work,,,,,,,,,'
        'password,"[{""type"":""hidden"",""label"":""PIN"",""value"":""1234""}]"\n',
        "title url url username password notes card_holder card_number card_code card_expiry field folder field field "
        "email field field field field field type fields",
    ),
    (
        "Proton Pass",
        "type,name,url,email,username,password,note,totp,createTime,modifyTime,vault\n"
        f"login,GitHub,https://github.com/login,,ada,s3cret-1,first line,{URI},1700000000,1700000000,Work\n",
        "type title url email username password notes otp ignore ignore folder",
    ),
    (
        "RoboForm",
        "Name,Url,MatchUrl,Login,Pwd,Note,Folder,RfFieldsV2\n"
        "GitHub,https://github.com/login,https://github.com,ada,s3cret-1,first line,Work,\n",
        "title url field username password notes folder field",
    ),
    (
        "",
        "Website;Titel;Benutzername;Kennwort;Bemerkung\nhttps://github.com/login;GitHub;ada;s3cret-1;first line\n",
        "url title username password notes",
    ),
]


@pytest.mark.parametrize(("source", "file", "mapping"), EXPORTS)
def test_a_login_of_every_program(source: str, file: str, mapping: str) -> None:
    seen = look(file)
    assert (seen.source, seen.header, targets(seen)) == (source, True, mapping)
    assert not seen.problems
    (item,) = seen.items(HOME, VAULT)
    assert item.ref == ItemRef(HOME, VAULT, ItemId(""))
    assert item.title == ("GitHub" if "GitHub" in file else "github.com")
    assert item.category.id == "LOGIN"
    assert (value(item, "user name"), value(item, "password")) == ("ada", "s3cret-1")
    assert item.websites[0].url == "https://github.com/login"
    assert value(item, "notes") == ("first line" if "first line" in file else "")
    assert (item.otp is not None) is (SEED in file)
    if item.otp:
        assert totp.parse(value(item, "one-time password")).code(0) == totp.parse(SEED).code(0)
    assert item.favourite is ("fav" in file.lower() and source in ("1Password", "Bitwarden", "LastPass") and "1" in file
                              and "collections" not in file)  # fmt: skip
    assert item.tags == {"1Password": ("Work", "Dev"), "LastPass": ("Work/Dev",)}.get(
        source, ("Work",) if "Work" in file else ()
    )
    if "PIN" in file:
        assert (value(item, "PIN"), kind(item, "PIN")) == ("1234", FieldKind.CONCEALED)
    for shown in (repr(seen), str(seen), f"{seen.rows[0]}"):
        assert "s3cret" not in shown
        assert SEED not in shown
        assert "1234" not in shown.replace("1589617814635", "")


def test_notes_cards_and_folders_are_what_they_are() -> None:
    bitwarden = look(
        "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n"
        ',,note,Alarm,"code on the\r\ndoor","Key: a: b\nand more\nother: 2",0,,,,\n'
        ',,login,Two,,,0,"https://a.example,https://b.example?x=1,2",,s3cret-2,\n'
    )
    note, two = bitwarden.items(HOME, VAULT)
    assert note.category.id == "SECURE_NOTE"
    assert value(note, "notes") == "code on the\ndoor"
    assert (value(note, "Key"), value(note, "other")) == ("a: b\nand more", "2")
    assert [site.url for site in two.websites] == ["https://a.example", "https://b.example?x=1,2"]
    lastpass = look(
        "url,username,password,totp,extra,name,grouping,fav\nhttp://sn,,,,NoteType:Server,Box,(none),0\n"
    ).items(HOME, VAULT)
    assert (lastpass[0].category.id, lastpass[0].websites, lastpass[0].tags) == ("SECURE_NOTE", (), ())
    nordpass = look(
        "name,url,username,password,note,cardholdername,cardnumber,cvc,expirydate,folder,type\n"
        "Visa,,,,,Ada L,4111111111111111,s3cret-123,12/28,,credit_card\n"
        "Old,,,,,Ada L,4111111111111112,s3cret-124,soon,,credit_card\n"
        "Work,,,,,,,,,,folder\n"
    )
    visa, old = nordpass.items(HOME, VAULT)
    assert (visa.category.id, value(visa, "number")) == ("CREDIT_CARD", "4111111111111111")
    assert (value(visa, "expiry date"), value(visa, "verification number")) == ("2028-12", "s3cret-123")
    assert (value(old, "expiry date"), kind(old, "expiry date")) == ("soon", FieldKind.TEXT)
    assert [(problem.row, problem.fatal) for problem in nordpass.problems] == [(3, False), (4, False)]
    assert "folder" in nordpass.problems[1].sentence
    (ada,) = look(
        "name,url,username,password,note,cardholdername,full_name,email,type\nHome,,,,,,Ada L,ada@x.example,identity\n"
    ).items(HOME, VAULT)
    assert (ada.category.id, value(ada, "full_name"), value(ada, "email")) == ("IDENTITY", "Ada L", "ada@x.example")


@pytest.mark.parametrize(
    "names", ["", "Folder,Title,Login,Password,Website Address,Notes,Shared Folder,Custom Fields\n"]
)
def test_keeper_writes_its_own_fields_in_pairs_behind_the_rest(names: str) -> None:
    seen = look(
        names + f"Infra\\DB,Prod,dba,s3cret-1,https://db.example,primary,Team\\Ops,TFC:Keeper,{URI},Port,5432\n"
        ",Wiki,wiki,s3cret-2,wiki.example,,\n"
        ",Odd,wiki,s3cret-3,,,,name without a value\n"
    )
    assert (seen.source, seen.header) == ("Keeper", bool(names))
    assert targets(seen) == "folder title username password url notes folder"
    assert [problem.fatal for problem in seen.problems] == [True]
    prod, wiki = seen.items(HOME, VAULT, seen.unreadable)
    assert prod.otp is not None
    assert (value(prod, "Port"), kind(prod, "Port"), prod.tags) == (
        "5432",
        FieldKind.CONCEALED,
        ("Infra/DB", "Team/Ops"),
    )
    assert (value(wiki, "password"), wiki.tags) == ("s3cret-2", ())


def test_several_collections_are_several_tags() -> None:
    file = 'collections,type,name,login_uri,login_username,login_password\n"Social, Marketing",login,A,,a,s3cret-1\n'
    (row,) = look(file).rows
    assert (row.folder, row.item.tags) == ("Social", ("Social", "Marketing"))


def test_a_password_alone_is_a_password() -> None:
    (item,) = look("title,username,password\nWiFi,,s3cret-wifi\n").items(HOME, VAULT)
    assert (item.category.id, value(item, "password")) == ("PASSWORD", "s3cret-wifi")


def test_an_email_is_the_user_name_where_there_is_no_other() -> None:
    file = "type,name,url,email,username,password,note,totp\nlogin,A,a.example,ada@x.example,%s,s3cret-1,,\n"
    (without,) = look(file % "").items(HOME, VAULT)
    assert value(without, "user name") == "ada@x.example"
    (beside,) = look(file % "ada").items(HOME, VAULT)
    assert (value(beside, "user name"), value(beside, "email")) == ("ada", "ada@x.example")
    assert kind(beside, "email") is FieldKind.EMAIL


def test_unknown_columns_are_kept_and_hidden_where_they_sound_secret() -> None:
    file = "name,password,Owner,Security answer,Recovery codes,Serial\nA,s3cret-1,Ada,s3cret-2,s3cret-3,Xy7!s3cret-4\n"
    seen = look(file)
    assert targets(seen) == "title password field hidden hidden hidden"
    (item,) = seen.items(HOME, VAULT)
    assert (value(item, "Owner"), value(item, "Security answer")) == ("Ada", "s3cret-2")
    assert "s3cret" not in repr(seen)
    without = preview(file.encode(), keep_unknown=False)
    assert targets(without) == "title password ignore ignore ignore ignore"
    assert len(without.items(HOME, VAULT)[0].fields) == 2  # the password and the notes, which every item has


def test_a_second_value_for_a_role_becomes_a_field() -> None:
    (item,) = look("title,password,username,login,password,notes,comment\nA,s3cret-1,ada,bob,s3cret-2,n,m\n").items(
        HOME, VAULT
    )
    passwords = [field.value for field in item.fields if field.label == "password"]
    assert passwords == [Secret("s3cret-1"), Secret("s3cret-2")]
    assert (value(item, "user name"), value(item, "login")) == ("ada", "bob")
    assert (value(item, "notes"), value(item, "comment")) == ("n", "m")


def test_what_makes_no_codes_is_kept_hidden_and_told() -> None:
    seen = look(f"title,password,totp\nA,s3cret-1,JBSW-Y3DP\nB,s3cret-2,s3cret-no-seed!\nC,s3cret-3,{SEED}\n")
    assert [(problem.row, problem.line, problem.fatal) for problem in seen.problems] == [(3, 3, False)]
    assert seen.problems[0].sentence.startswith("Row 3 (line 3): its one-time password makes no codes")
    assert "s3cret" not in repr(seen)
    first, second, third = seen.items(HOME, VAULT)
    assert (value(first, "one-time password"), value(third, "one-time password")) == ("JBSW-Y3DP", SEED)
    assert (value(second, "totp"), kind(second, "totp")) == ("s3cret-no-seed!", FieldKind.CONCEALED)
    assert second.otp is None


def test_archived_rows_say_so() -> None:
    file = "Title,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes\nA,,a,s3cret-1,,false,true,,\n"
    assert look(file).items(HOME, VAULT)[0].state is ItemState.ARCHIVED
    file = "name,archivedDate,login_uri,login_username,login_password\nA,2026-01-02T03:04:05Z,,a,s3cret-1\n"
    assert look(file).items(HOME, VAULT)[0].state is ItemState.ARCHIVED


@pytest.mark.parametrize(
    ("file", "mapping"),
    [
        ("GitHub,https://github.com,ada@x.example,Tr0ub4dor&3\nPost,post.de,bob@x.example,h4ndLe-me\n",
         "title url username password"),
        ("https://github.com;ada;hunter\nhttps://post.de;bob;letmein\n", "url username password"),
        ("github.com\thunter\npost.de\tletmein\n", "url password"),
        ("a@x.example,hunter,Mail\nb@x.example,letmein,Post\n", "username password title"),
        ("Mail,a@x.example,hunter\nPost,b@x.example,letmein\n", "title username password"),
        ("Mail,Xy7#kk!p\nPost,9Tr-aa.Q\n", "title password"),
        (f"GitHub,ada,Tr0ub4dor&3,{URI}\n", "title username password otp"),
        ("A,ada,Tr0ub4dor&3,https://a.example,x,y\nB,bob,s3cret-Xy7,https://b.example,z,w\n",
         "title username password url hidden hidden"),
        ("A,ada,hunter,\"a note of several words here\"\n", "title username password notes"),
    ],
)  # fmt: skip
def test_lists_without_names_are_guessed_by_what_is_in_them(file: str, mapping: str) -> None:
    seen = look(file)
    assert (seen.header, seen.source, targets(seen)) == (False, "", mapping)
    assert [column.name for column in seen.columns][:2] == ["column 1", "column 2"]
    assert len(seen.items(HOME, VAULT)) == file.count("\n")


@pytest.mark.parametrize(
    "first", ["Router,admin,password", "user,Tr0ub4dor", "Login,ada,Tr0ub4dor&3,https://a.example"]
)
def test_a_first_row_is_no_header_by_one_word(first: str) -> None:
    """It may hold a password, and the names of columns are shown."""
    seen = look(f"{first}\n")
    assert not seen.header
    assert "Tr0ub4dor" not in repr(seen)


def test_a_wrong_guess_is_corrected() -> None:
    file = b"ada,Mail,hunter\nbob,Post,letmein\n"
    seen = preview(file)
    assert targets(seen) == "title username password"
    mended = preview(file, {**seen.mapping, 0: Target.USERNAME, 1: Target.TITLE})
    assert [item.title for item in mended.items(HOME, VAULT)] == ["Mail", "Post"]
    assert preview(file, {2: Target.IGNORE}).items(HOME, VAULT)[0].category.id == "LOGIN"
    with pytest.raises(Invalid, match="3 columns"):
        preview(file, {3: Target.TITLE})


def test_whether_there_are_names_can_be_said() -> None:
    file = b"Asunto,Clave\nA,s3cret-1\n"
    assert len(preview(file).rows) == 2
    seen = preview(file, {0: Target.TITLE, 1: Target.PASSWORD}, header=True)
    assert [row.item.title for row in seen.rows] == ["A"]
    assert [column.name for column in seen.columns] == ["Asunto", "Clave"]
    assert len(preview(b"title,password\nA,s3cret-1\n", header=False).rows) == 2


def test_rows_that_cannot_be_read_are_told_and_stop_everything() -> None:
    seen = look('title,user,password\nA,ada,s3cret-1\n\nB,bob\nC,c,s3cret-3,more\nD,d,s3cret-4,,\nE,e,"s3cret"-5\n')
    assert [(problem.row, problem.line, problem.fatal) for problem in seen.problems] == [
        (4, 4, True), (5, 5, True), (7, 7, True)
    ]  # fmt: skip
    assert seen.problems[0].sentence == "Row 4 (line 4) has 2 columns and not 3."
    assert "closing quote" in seen.problems[2].sentence
    with pytest.raises(Invalid, match=r"Row 4 \(line 4\) has 2 columns and not 3. Leave it out"):
        seen.items(HOME, VAULT)
    with pytest.raises(Invalid, match="Row 5"):
        seen.items(HOME, VAULT, {4})
    assert [item.title for item in seen.items(HOME, VAULT, seen.unreadable)] == ["A", "D"]
    with pytest.raises(Invalid, match="No row is left"):
        seen.items(HOME, VAULT, {2, *seen.unreadable, 6})


def test_a_header_alone_is_nothing() -> None:
    with pytest.raises(Invalid, match="no rows"):
        look("title,username,password\n")


def test_an_item_without_a_title_gets_one() -> None:
    seen = look("title,url,username,password\n,https://www.a.example/x,,s3cret-1\n,,ada,s3cret-2\n,,,s3cret-3\n")
    assert [row.item.title for row in seen.rows] == ["a.example", "ada", "Untitled, row 4"]


def test_duplicates_are_told_and_left_out_by_name() -> None:
    file = (
        b"title,url,username,password\n"
        b"Mail,https://mail.example/a,ada,s3cret-1\n"
        b"mail ,https://www.mail.example/b,ADA,s3cret-2\n"
        b"Mail,https://mail.example,bob,s3cret-3\n"
        b"Post,https://post.example,ada,s3cret-4\n"
    )
    there = replace(preview(file).rows[3].item, ref=ItemRef(HOME, VAULT, ItemId("p"))).summary()
    seen = preview(file, existing=[there])
    assert [(row.row, row.same_as_row, row.same_as) for row in seen.rows] == [
        (2, 0, None), (3, 2, None), (4, 0, None), (5, 0, there.ref)
    ]  # fmt: skip
    assert seen.duplicates == {3, 5}
    assert len(seen.items(HOME, VAULT)) == 4
    assert [value(item, "password") for item in seen.items(HOME, VAULT, seen.duplicates)] == ["s3cret-1", "s3cret-3"]


def test_the_folder_is_a_tag_or_left_to_the_caller() -> None:
    file = b"Group,Title,Username,Password,URL,Notes\nRoot,A,a,s3cret-1,,\nRoot/B/C,D,d,s3cret-2,,\n"
    assert [(row.folder, row.item.tags) for row in preview(file).rows] == [("", ()), ("B/C", ("B/C",))]
    assert [(row.folder, row.item.tags) for row in preview(file, folder_tags=False).rows] == [("", ()), ("B/C", ())]
    assert "the group Root" in preview(file).remarks[0]
    passwords = preview(file.replace(b"Root", b"Passwords"))
    assert [row.folder for row in passwords.rows] == ["", "B/C"]
    assert [row.folder for row in preview(file.replace(b"Root,", b"Rooted,")).rows] == ["Rooted", "Root/B/C"]


HOSTILE = [
    "=cmd|'/c calc'!A1", "+1+1", "-2", "@SUM(1)", "'=1", ' "quoted" ', '"', '""', ",;\t", "\r", "a\r\nb", "\n",
    "\x1b[31m", "\u202eabc", "\ufeffx", "\u2028", "  spaces  ", "\\", '\\"', "\x7f", "null", "true", "0", "€ßé字🔐",
]  # fmt: skip


@pytest.mark.parametrize("password", HOSTILE)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_hostile_cells_are_kept_to_the_last_character(password: str, encoding: str) -> None:
    file = io.StringIO()
    rows = [["title", "username", "password", "url", "extra thing"], ["A", password, password, "", password]]
    csv.writer(file).writerows(rows)
    (item,) = preview(file.getvalue().encode(encoding), {4: Target.FIELD}).items(HOME, VAULT)
    assert [value(item, label) for label in ("user name", "password", "extra thing")] == [password] * 3


def test_no_cell_is_lost() -> None:
    names = ["title", "username", "password", "url", "notes", "login", "folder", "tags", "x", "pin", "email", "fields"]
    row = [f"value{at}" for at in range(len(names))]
    (item,) = look(f"{','.join(names)}\n{','.join(row)}\n").items(HOME, VAULT)
    held = [field.value.reveal() if isinstance(field.value, Secret) else field.value for field in item.fields]
    held += [item.title, *item.tags, *(site.url for site in item.websites)]
    assert sorted(filter(None, held)) == sorted(row)


@given(st.binary(max_size=200) | st.text(st.sampled_from('aé,;\t"\r\n\\[{:'), max_size=80).map(str.encode))
def test_any_bytes_are_a_preview_or_a_sentence(data: bytes) -> None:
    try:
        seen = preview(data)
    except Invalid as error:
        assert str(error).endswith(".")
        return
    assert all(problem.sentence.endswith(".") for problem in seen.problems)
    assert seen.mapping.keys() == set(range(len(seen.columns)))
    assert {row.row for row in seen.rows} | seen.unreadable


CELLS = st.text(st.sampled_from("aZ7 é,;\"'\r\n\t:/.@=-[{}]"), max_size=14)
NAMES = st.sampled_from(["title", "url", "username", "password", "notes", "totp", "fields", "tags", "folder", "type",
                         "cvc", "cardnumber", "expirydate", "email", "archived", "pin", "x", ""])  # fmt: skip


@given(st.integers(2, 6).flatmap(lambda width: st.tuples(
    st.lists(NAMES, min_size=width, max_size=width),
    st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=4),
)), st.booleans())  # fmt: skip
def test_any_list_becomes_items_that_can_be_kept(table: tuple[list[str], list[list[str]]], header: bool) -> None:
    file = io.StringIO("sep=,\n")
    file.seek(0, io.SEEK_END)
    csv.writer(file).writerows([table[0], *table[1]])
    try:
        seen = preview(file.getvalue().encode(), header=header)
    except Invalid:
        return
    for row in seen.rows:
        assert row.item.title
        assert row.item.category.creatable
        ids = [field.id for field in row.item.fields]
        assert len(ids) == len(set(ids))
