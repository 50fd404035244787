"""A shop's files: what is taken, and what a person is told about a row that is not."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from inbox_agent.catalogue.files import load_customers, load_prices, load_products
from inbox_agent.errors import CatalogueError

HEAD = "sku,name,unit,price"


def write(folder: Path, text: str, name: str = "products.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def problems(path: Path) -> tuple[str, ...]:
    with pytest.raises(CatalogueError) as error:
        load_products(path)
    return error.value.problems


def test_a_full_row(tmp_path: Path) -> None:
    text = (
        "sku,name,aliases,unit,packs,price,currency,tax_class,weight_kg,min_quantity,quantity_step,stock,active,Shelf\n"
        "T-1,Garden hose,Gartenschlauch|4006381333931,m,roll=25|pallet=500,1.85,eur,Reduced,0.2,5,5,1000,no,A7\n"
    )
    (product,) = load_products(write(tmp_path, text))
    assert (product.sku, product.unit, product.price) == ("T-1", "m", Decimal("1.85"))
    assert product.aliases == ("Gartenschlauch", "4006381333931")
    assert dict(product.packs) == {"roll": Decimal(25), "pallet": Decimal(500)}
    assert (product.currency, product.tax_class, product.active) == ("EUR", "reduced", False)
    assert (product.weight_kg, product.min_quantity, product.quantity_step, product.stock) == (
        Decimal("0.2"), Decimal(5), Decimal(5), Decimal(1000),
    )  # fmt: skip
    assert dict(product.attributes) == {"shelf": "A7"}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("SKU;Name;Unit;Price\nT-1;Bürste;Each;4,50\n", "utf-8"),
        ("sku\tname\tunit\tprice\nT-1\tBürste\teach\t4.50\n", "utf-8"),
        ("sku,name,unit,price\nT-1,Bürste,each,4.50\n", "utf-8-sig"),
        ('price,unit,name,sku\n"4,50",each,Bürste,T-1\n', "utf-8"),
    ],
    ids=["semicolon and capitals", "tab", "byte order mark", "other order"],
)
def test_the_same_in_other_dress(tmp_path: Path, text: str, encoding: str) -> None:
    (product,) = load_products(write(tmp_path, text, encoding=encoding))
    assert (product.sku, product.name, product.unit, product.price) == ("T-1", "Bürste", "each", Decimal("4.50"))


def test_a_spreadsheet(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["sku", "name", "unit", "price", "active", "min_quantity"])
    book.active.append([10045, "Bürste", "each", 4.5, True, 10])
    path = tmp_path / "products.xlsx"
    book.save(path)
    (product,) = load_products(path)
    assert (product.sku, product.price, product.active, product.min_quantity) == ("10045", Decimal("4.5"), True, 10)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",Bürste,each,4.50,", "sku"),
        ("T-1,,each,4.50,", "name"),
        ("T-1,Bürste,,4.50,", "unit"),
        ("T-1,Bürste,each,,", "price"),
        ("T-1,Bürste,each,-4.50,", "price"),
        ("T-1,Bürste,each,cheap,", "price"),
        ('T-1,Bürste,each,"1,250",', "price"),
        ("T-1,Bürste,each,4.50,box", "packs"),
        ("T-1,Bürste,each,4.50,box=0", "packs"),
        ("T-1,Bürste,each,4.50,box=12|box=10", "packs"),
        ("T-1,Bürste,each,4.50,each=2", "packs"),
    ],
)
def test_a_bad_row_is_named_by_file_line_and_column(tmp_path: Path, row: str, column: str) -> None:
    path = write(tmp_path, f"{HEAD},packs\nT-0,Besen,each,9.90,\n{row}\n")
    (problem,) = problems(path)
    assert problem.startswith(f"products.csv:3: {column}: ")


def test_all_problems_are_told_at_once_and_nothing_is_imported(tmp_path: Path) -> None:
    path = write(
        tmp_path, f"{HEAD},active,tax_class\nT-1,Besen,each,x,perhaps,low\nT-2,Eimer,each,3.10,yes,\n,,each,1,,\n"
    )
    told = problems(path)
    places = [tuple(problem.split(": ")[:2]) for problem in told]
    assert sorted(places) == [
        ("products.csv:2", "active"), ("products.csv:2", "price"), ("products.csv:2", "tax_class"),
        ("products.csv:4", "name"), ("products.csv:4", "sku"),
    ]  # fmt: skip
    good, left = load_products(path, skip_bad=True)
    assert [product.sku for product in good] == ["T-2"]
    assert left == told


def test_the_same_sku_twice_names_both_lines_and_keeps_neither(tmp_path: Path) -> None:
    path = write(tmp_path, f"{HEAD}\nT-1,Besen,each,9.90\nT-2,Eimer,each,3.10\nt-1,Besen rot,each,8.90\n")
    (problem,) = problems(path)
    assert "2" in problem and "4" in problem and "sku" in problem
    good, _ = load_products(path, skip_bad=True)
    assert [product.sku for product in good] == ["T-2"]


@pytest.mark.parametrize(
    "text", ["", "sku,name,price\nT-1,Besen,9.90\n", f"{HEAD},price\nT-1,Besen,each,9.90,8\n"],
    ids=["empty", "column missing", "column twice"],
)  # fmt: skip
def test_a_file_that_cannot_be_a_catalogue(tmp_path: Path, text: str) -> None:
    with pytest.raises(CatalogueError, match=r"products\.csv"):
        load_products(write(tmp_path, text), skip_bad=True)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"missing\.csv"):
        load_products(tmp_path / "missing.csv")


def test_a_row_with_a_cell_too_many_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, f"{HEAD}\nT-1,Besen,each,9,90\n")  # a decimal comma in a file with commas
    (problem,) = problems(path)
    assert "5 cells" in problem


def test_customers(tmp_path: Path) -> None:
    text = (
        "email,name,company,language,price_group,vat_id,ship_street,ship_postcode,ship_city,ship_country,payment_terms\n"
        "Einkauf@Nordlicht.example,Ole Jansen,Nordlicht GmbH,de,trade,DE 123 456 789,Kai 3,24103,Kiel,Deutschland,"
        "14 Tage netto\n"
        "pat@home.example,,,,,,,,,,\n"
    )
    first, second = load_customers(write(tmp_path, text, "customers.csv"))
    assert (first.email, first.vat_id, first.price_group) == ("einkauf@nordlicht.example", "DE123456789", "trade")
    assert first.ship_to is not None
    assert (first.ship_to.company, first.ship_to.city, first.ship_to.country) == ("Nordlicht GmbH", "Kiel", "DE")
    assert first.bill_to is None
    assert (first.payment_terms.method, first.payment_terms.days) == ("invoice", 14)
    assert (second.email, second.ship_to, second.language) == ("pat@home.example", None, None)


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "a b@c.example", "a@b.example, c@d.example"])
def test_a_customer_without_a_usable_address_is_refused(tmp_path: Path, email: str) -> None:
    path = write(tmp_path, f'email,name\n"{email}",Ole\n', "customers.csv")
    with pytest.raises(CatalogueError, match=r"customers\.csv:2: email"):
        load_customers(path)


def test_prices(tmp_path: Path) -> None:
    head = "sku,price_group,customer_email,min_quantity,price,valid_from,valid_to\n"
    text = head + "T-1,trade,,10,3.90,1.1.2026,2026-12-31\n"
    (row,) = load_prices(write(tmp_path, text, "prices.csv"))
    assert (row.price, row.min_quantity, row.price_group) == (Decimal("3.90"), 10, "trade")
    assert (row.valid_from, row.valid_to) == (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize("row", ["T-1,3.90,2026-12-31,2026-01-01", "T-1,3.90,2026-02-30,", "T-1,3.90,soon,", "T-1,,,"])
def test_a_bad_price_row(tmp_path: Path, row: str) -> None:
    path = write(tmp_path, f"sku,price,valid_from,valid_to\n{row}\n", "prices.csv")
    with pytest.raises(CatalogueError, match=r"prices\.csv:2"):
        load_prices(path)
