"""Catalogue files and the store."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from inbox_agent.config import Settings
from inbox_agent.errors import CatalogueError
from inbox_agent.lexicon import Rules
from inbox_agent.service import catalogue
from inbox_agent.store import Store, open_store

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
COMPANY = {"name": "Rope Works", "email": "o@rope.example", "country": "AT", "currency": "EUR"}
HEADER = "sku,name,unit,price,packs\n"
ROPE, CLEAT, BAD = "R-1,Rope,m,1.20,coil=50\n", "C-2,Cleat,each,6.50,\n", "X-3,,each,cheap,\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store("sqlite:///test.db", tmp_path)
    yield opened
    opened.close()


def settings(folder: Path, **files: str) -> Settings:
    return Settings.model_validate({"company": COMPANY, "base": folder, "catalogue": files})


def known(store: Store, folder: Path, rules: Rules) -> dict[str, Any]:
    found = catalogue.knowledge(store, settings(folder), rules, {}).products
    return {sku: product.active for sku in ("R-1", "C-2") if (product := found.get(sku))}


def test_a_named_file_is_read_when_it_changed_and_then_is_the_truth(store: Store, tmp_path: Path, rules: Rules) -> None:
    named = settings(tmp_path, products="products.csv")
    (tmp_path / "products.csv").write_text(HEADER + ROPE + CLEAT)
    catalogue.sync(store, named, NOON)
    assert known(store, tmp_path, rules) == {"R-1": True, "C-2": True}
    (tmp_path / "products.csv").write_text(HEADER + ROPE)
    catalogue.sync(store, named, NOON)
    assert known(store, tmp_path, rules) == {"R-1": True, "C-2": False}
    (tmp_path / "products.csv").write_text(HEADER + CLEAT + ROPE)
    catalogue.sync(store, named, NOON)
    assert known(store, tmp_path, rules) == {"R-1": True, "C-2": True}


def test_a_file_with_a_bad_row_changes_nothing(store: Store, tmp_path: Path, rules: Rules) -> None:
    named = settings(tmp_path, products="products.csv")
    (tmp_path / "products.csv").write_text(HEADER + ROPE)
    catalogue.sync(store, named, NOON)
    (tmp_path / "products.csv").write_text(HEADER + CLEAT + BAD)
    with pytest.raises(CatalogueError, match=r"products\.csv:3"):
        catalogue.sync(store, named, NOON)
    assert known(store, tmp_path, rules) == {"R-1": True}


def test_a_missing_file_is_named(store: Store, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"gone\.csv: cannot be read.*catalogue\.products"):
        catalogue.sync(store, settings(tmp_path, products="gone.csv"), NOON)


def test_an_import_adds_and_changes(store: Store, tmp_path: Path, rules: Rules) -> None:
    (tmp_path / "one.csv").write_text(HEADER + ROPE)
    (tmp_path / "two.csv").write_text(HEADER + CLEAT + BAD)
    assert catalogue.import_file(store, settings(tmp_path), "products", tmp_path / "one.csv") == (1, ())
    taken, problems = catalogue.import_file(store, settings(tmp_path), "products", tmp_path / "two.csv", skip_bad=True)
    assert taken == 1
    assert all("two.csv:3" in problem for problem in problems)
    assert known(store, tmp_path, rules) == {"R-1": True, "C-2": True}


def test_an_import_beside_a_named_file_is_refused(store: Store, tmp_path: Path) -> None:
    named = settings(tmp_path, products="products.csv")
    with pytest.raises(CatalogueError, match=r"catalogue\.products in config\.toml names the file"):
        catalogue.import_file(store, named, "products", tmp_path / "other.csv")


def test_the_version_tells_one_catalogue_from_another(store: Store, tmp_path: Path, rules: Rules) -> None:
    def version() -> str:
        return catalogue.knowledge(store, settings(tmp_path), rules, {"program": "1"}).versions["catalogue"]

    (tmp_path / "one.csv").write_text(HEADER + ROPE)
    before = version()
    catalogue.import_file(store, settings(tmp_path), "products", tmp_path / "one.csv")
    assert version() != before
    assert version() == version()
