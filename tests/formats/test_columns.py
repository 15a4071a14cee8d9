"""Headers that tell, columns that are searched, columns that are left alone, and cells that are not what they seem."""

import io

import pytest

from feedanon.errors import FormatError
from feedanon.formats.columns import Plain, Plan, Telling, Text, Untouched, make_plan
from feedanon.formats.csv_file import CsvSource
from feedanon.formats.headers import HARMLESS, PROSE, SOMEBODY, meaning


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Nom", "PERSON"),
        ("PRÉNOM", "PERSON"),
        ("nom_client", "PERSON"),
        ("nomConseiller", "PERSON"),
        ("Nom complet", "PERSON"),
        ("firstName", "PERSON"),
        ("E-mail", "EMAIL_ADDRESS"),
        ("adresse e-mail", "EMAIL_ADDRESS"),
        ("Adresse mail du client", "EMAIL_ADDRESS"),
        ("Tél.", "PHONE_NUMBER"),
        ("N° de téléphone", "PHONE_NUMBER"),
        ("mobile_phone_1", "PHONE_NUMBER"),
        ("Code postal", "FR_POSTCODE"),
        ("codePostal", "FR_POSTCODE"),
        ("CP", "FR_POSTCODE"),
        ("Ville de livraison", "CITY"),
        ("adresse", "STREET_ADDRESS"),
        ("adresse IP", "IP_ADDRESS"),
        ("n° client", "CUSTOMER_ID"),
        ("order_id", "CUSTOMER_ID"),
        ("SIRET", "FR_SIRET"),
        ("IBAN", "IBAN_CODE"),
        ("date de naissance", "DATE_OF_BIRTH"),
        ("Civilité", HARMLESS),
        ("Nom du produit", HARMLESS),
        ("date", HARMLESS),
        ("note", HARMLESS),
        ("Client", SOMEBODY),
        ("commentaire client", PROSE),
        ("x1", None),
        ("", None),
    ],
)
def test_headers(header: str, said: str | None) -> None:
    assert meaning(header) == said


def test_the_name_of_a_product_is_no_person() -> None:
    assert meaning("nom", "produit") == HARMLESS
    assert meaning("nom", "client") == "PERSON"


def plan(text: str, wanted: list[str] | None = None) -> Plan:
    source = CsvSource(io.StringIO(text, newline=""))
    return make_plan(list(source.records()), wanted, source.columns)


def table(header: str, *rows: str) -> str:
    return "\n".join([header, *rows]) + "\n"


def test_roles() -> None:
    channels = ["web", "appli", "magasin"]
    rows = [
        f"{i};0{i % 5},5;{channels[i % 3]};Luc Roux;oui;Texte n° {i} de quelqu'un;a{i}" for i in range(60)
    ]
    found = plan(table("ref;x;y;Nom;Mobile;z;w", *rows)).roles
    assert found["x"] == Plain()
    assert found["y"] == Plain(known=frozenset(channels))
    assert found["Nom"] == Telling("PERSON")
    assert found["Mobile"] == Text(), "a Mobile that says oui is no number"
    assert found["z"] == Text()
    assert found["w"] == Text()


def test_somebody_is_a_name_or_a_number() -> None:
    assert plan(table("client;a", "Luc Roux;1", "Zoé Bel;2")).roles["client"] == Telling("PERSON")
    assert plan(table("client;a", "C0012;1", "C0013;2")).roles["client"] == Telling("CUSTOMER_ID")
    assert (
        plan(table("client;a", "il a rappelé hier, très énervé;1", "rien;2", "ne paie pas (3 fois);3")).roles[
            "client"
        ]
        == Text()
    )


def test_what_the_sample_did_not_show_is_searched() -> None:
    rows = [f"{i};web;{i}" for i in range(40)]
    found = plan(table("ref;y;note", *rows))
    assert found.task("y", "web") == (False, None)
    assert found.task("y", "Sophie Martin") == (True, None)
    assert found.task("note", "8") == (False, None)
    assert found.task("note", "appelez le 06 39 98 12 34") == (True, None)
    assert found.task("ref", "zoe@free.example") == (True, None)


def test_nobody_is_not_masked() -> None:
    found = plan(table("Nom;note", "Luc;1", "Zoé;2"))
    assert found.task("Nom", "Luc") == (True, "PERSON")
    assert [found.task("Nom", value)[0] for value in ("-", "n/a", "Anonyme", "", "NC")] == [False] * 5


def test_only_the_wanted_columns() -> None:
    found = plan(table("Nom;Numéro;Avis client", "Luc;1;bien", "Zoé;2;mal"), ["avis CLIENT", "2"])
    assert found.roles == {"Nom": Untouched(), "Numéro": Text(), "Avis client": Text()}
    assert found.task("Nom", "Luc") == (False, None)
    with pytest.raises(FormatError, match="no column 'avi'; the columns are: Nom, Avis"):
        plan(table("Nom;Avis", "Luc;1"), ["avi"])
