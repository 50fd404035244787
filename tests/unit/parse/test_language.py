"""Which language a customer writes, also in three words."""

import pytest

from inbox_agent.lexicon import Rules
from inbox_agent.parse.language import language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Please send us three boxes of the blue pens by Friday.", "en"),
        ("Bitte schicken Sie uns bis Freitag drei Kartons Stifte.", "de"),
        ("3 boxes please", "en"),
        ("3 Kisten bitte", "de"),
        ("Moin, wie immer. Danke", "de"),
        ("bite schiken sie uns 3 säke mehl", "de"),
        ("Mornin need 6 bags o layers pellets ta", "en"),
        ("Grüezi mitenand, bitte 40 Stück Schneeheide bis Mäntig", "de"),
        ("Hallo, we need 3 Kisten of the Bergkäse and 2 boxes of your Landjäger, please", "en"),
        ("Graag willen wij het volgende bestellen voor onze stal, met vriendelijke groet", "nl"),
        ("Bonjour, nous souhaitons commander trois cartons de stylos bleus pour vendredi, merci d'avance", "fr"),
        ("Buongiorno, vorremmo ordinare tre scatole di penne blu per venerdì, grazie mille", "it"),
        ("Hola, quisiéramos pedir tres cajas de bolígrafos azules para el viernes, muchas gracias", "es"),
        ("Dzień dobry, chcielibyśmy zamówić trzy pudełka niebieskich długopisów na piątek", "pl"),
    ],
)
def test_language_of_a_text(rules: Rules, text: str, code: str) -> None:
    assert language(rules, text) == code


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (("", "Unsere Bestellung für die Küche"), "de"),
        (("4711 / 12", "our order for the kitchen"), "en"),
        (("5 x Espresso", "Mit freundlichen Grüßen"), "de"),
        (("", ""), "en"),
        (("12345",), "en"),
    ],
)
def test_without_words_the_next_text_tells(rules: Rules, texts: tuple[str, ...], code: str) -> None:
    assert language(rules, *texts) == code


def test_a_list_of_names_is_not_taken_for_a_third_language(rules: Rules) -> None:
    assert language(rules, "Mozzarella di Bufala, Parmigiano, Prosciutto", "Bestellung für morgen") == "de"
