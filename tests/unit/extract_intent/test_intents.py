"""Orders in every politeness; and mail that names goods and orders none of them."""

import pytest

from inbox_agent.extract.reading import extract
from inbox_agent.model import Automatic, Evidence, Intent, ParsedMail, Person

ORDERS = [
    ("en", "Could we have 12 kites by Friday, please?"),
    ("en", "Can you send us 5 puzzles and 2 balls?"),
    ("en", "Put me down for three teddy bears."),
    ("en", "We'll take 24 balls, usual address."),
    ("en", "Please supply the following:\n\n- 10 kites\n- 4 puzzles"),
    ("en", "I'd like to order a wooden train for my nephew. How are you all, by the way?"),
    ("en", "We hereby order 12 kites. Could you confirm the delivery date?"),
    ("en", "Would you be so kind as to send 2 puzzles? Is Friday possible, does that work?"),
    ("en", "2 teddy bears\n6 balls\n1 puzzle\n\nthanks, Jo"),
    ("en", "Thanks for the last parcel, all fine. Now we need 10 kites."),
    ("en", "I should be obliged if you would send me one wooden train."),
    ("en", "can i get 4 balls pls"),
    ("en", "Let us have another 12 puzzles on account. Please quote our order number 4411 on the invoice."),
    ("en", "My daughter wants a kite, so one kite please, and could you wrap it? Thanks!"),
    ("en", "Please go ahead with the 12 balls as quoted."),
    ("de", "Bitte schicken Sie uns 5 Drachen."),
    ("de", "Wir bräuchten bis Freitag 12 Bälle, geht das?"),
    ("de", "Ich hätte gern zwei Teddybären."),
    ("de", "Hiermit bestellen wir 10 Kreisel. Könnten Sie den Termin kurz bestätigen?"),
    ("de", "Schickts uns bitte 6 Brettspiele, Adresse wie immer."),
    ("de", "Könnten wir noch 4 Drachen haben? Liefern Sie auch bis Donnerstag?"),
    ("de", "12 Bälle\n3 Kreisel\n1 Drachen\n\nGruß, Uwe"),
    ("de", "Alles gut angekommen, danke. Dann nehmen wir noch 8 Brettspiele."),
    ("de", "Wir möchten folgende Artikel bestellen:\n\n- 5 Kreisel\n- 2 Drachen"),
    ("de", "Für nächste Woche benötigen wir 20 Bälle. Wie geht es Ihnen?"),
    ("de", "Notieren Sie bitte für uns 3 Teddybären, Rechnung wie üblich."),
    ("de", "Ihr Angebot nehmen wir an, bitte 12 Kreisel liefern."),
    ("de", "Kannst du uns morgen 4 Bälle mitschicken?"),
]
NO_ORDERS = [
    ("en", "Where is my order of 12 kites? It should have been here on Monday.", Intent.STATUS),
    ("en", "Could you give me an update on order 4711 (6 puzzles)? Has it left your warehouse?", Intent.STATUS),
    ("en", "When will the 24 balls we ordered last week be delivered? Is there a tracking number?", Intent.STATUS),
    ("en", "Any news on our order from Monday, 10 kites?", Intent.STATUS),
    ("en", "I'm still waiting for the 2 teddy bears, can you tell me whether they are on their way?", Intent.STATUS),
    ("en", "What would 20 puzzles cost, including delivery to Leeds?", Intent.QUOTE_REQUEST),
    ("en", "Please quote for 100 kites and 50 balls.", Intent.QUOTE_REQUEST),
    ("en", "Could we have a quotation for 30 wooden trains? Not an order yet.", Intent.QUOTE_REQUEST),
    ("en", "How much is the teddy bear, and is there a discount on 12?", Intent.QUOTE_REQUEST),
    ("en", "We are comparing suppliers and need your best price for 200 balls.", Intent.QUOTE_REQUEST),
    ("en", "Please change yesterday's order to 12 kites instead of 10.", Intent.CHANGE),
    ("en", "Could you add 2 puzzles to the order I placed this morning?", Intent.CHANGE),
    ("en", "In our order of Tuesday please swap the 6 balls for 6 kites.", Intent.CHANGE),
    ("en", "I need to change the delivery address of my order, the 3 teddy bears.", Intent.CHANGE),
    ("en", "Please cancel our order for 12 kites.", Intent.CANCELLATION),
    ("en", "I'd like to cancel the order of yesterday, 2 wooden trains.", Intent.CANCELLATION),
    ("en", "We no longer need the order with the 5 puzzles, please cancel it.", Intent.CANCELLATION),
    ("en", "Do you have the wooden train in green as well?", Intent.QUESTION),
    ("en", "I was wondering whether the puzzle is suitable for a child of 3.", Intent.QUESTION),
    ("en", "Which of the 4 puzzles is the most difficult one?", Intent.QUESTION),
    ("en", "Could you send me your catalogue and a sample of the wood?", Intent.QUESTION),
    ("en", "Do you ship to Norway, and how long does it take?", Intent.QUESTION),
    ("en", "Just wanted to say thank you, the 12 kites were a great success at the party.", Intent.OTHER),
    ("en", "Please find attached our invoice 2231 for the delivery of 5 pallets.", Intent.OTHER),
    ("en", "We have moved. Our new address is 4 Mill Road, Hull.", Intent.OTHER),
    ("en", "I would like to apply for the position in your warehouse, my CV is attached.", Intent.OTHER),
    ("en", "Please note that our bank details have changed, use the new account from now on.", Intent.OTHER),
    ("de", "Wo bleibt unsere Bestellung mit den 10 Drachen?", Intent.STATUS),
    ("de", "Könnten Sie mir den Stand unserer Bestellung 4711 mitteilen (6 Kreisel)?", Intent.STATUS),
    ("de", "Sind die 5 Brettspiele schon unterwegs?", Intent.STATUS),
    ("de", "Wann kommt meine Lieferung vom Montag, die 2 Teddybären?", Intent.STATUS),
    ("de", "Bitte um ein Angebot über 100 Bälle und 20 Kreisel.", Intent.QUOTE_REQUEST),
    ("de", "Was würden 30 Drachen kosten, frei Haus?", Intent.QUOTE_REQUEST),
    ("de", "Nennen Sie uns bitte Ihren besten Preis für 50 Brettspiele.", Intent.QUOTE_REQUEST),
    ("de", "Bitte ändern Sie unsere Bestellung von gestern: statt 10 bitte 12 Drachen.", Intent.CHANGE),
    ("de", "Können Sie zu unserer gestrigen Bestellung noch 3 Bälle dazunehmen?", Intent.CHANGE),
    ("de", "Bitte stornieren Sie die Bestellung über 4 Teddybären.", Intent.CANCELLATION),
    ("de", "Leider müssen wir unsere Bestellung absagen, die 12 Kreisel.", Intent.CANCELLATION),
    ("de", "Haben Sie den Drachen auch in Blau?", Intent.QUESTION),
    ("de", "Ich wollte fragen, ob die Kreisel aus Buche sind.", Intent.QUESTION),
    ("de", "Könnten Sie uns bitte noch eine Rechnungskopie zuschicken?", Intent.QUESTION),
    ("de", "Vielen Dank, die 5 Drachen waren pünktlich da und die Kinder sind begeistert.", Intent.OTHER),
    ("de", "Anbei erhalten Sie unsere Rechnung 881 über 3 Paletten.", Intent.OTHER),
    ("de", "Wir haben geschlossen vom 24.12. bis 6.1. und wünschen frohe Weihnachten.", Intent.OTHER),
]


@pytest.mark.parametrize(("language", "text"), ORDERS)
def test_order_in_any_politeness(understand, language, text):
    reading = understand(text, language)
    assert reading.intent.value is Intent.ORDER
    assert reading.also == ()
    assert reading.intent.confidence >= 0.7


@pytest.mark.parametrize(("language", "text", "intent"), NO_ORDERS)
def test_goods_that_are_only_named_are_not_ordered(understand, language, text, intent):
    reading = understand(text, language)
    assert reading.intent.value is intent
    assert reading.lines == ()


def test_order_comes_first_and_the_question_beside_it_is_kept(understand):
    reading = understand("We would like to order 12 kites.\n\nDo you also have them in green?")
    assert reading.intent.value is Intent.ORDER
    assert [f.value for f in reading.also] == [Intent.QUESTION]


def test_correction_within_the_mail_changes_no_earlier_order(understand):
    reading = understand("Please send us 10 kites and 5 puzzles.\n\nPS make it 12 kites instead of 10.")
    assert reading.intent.value is Intent.ORDER
    assert reading.also == ()


def test_several_agreeing_signs_are_surer_than_one(understand):
    one = understand("I need 2 kites.").intent
    many = understand("We hereby order:\n\n- 2 kites\n- 5 balls\n- 3 puzzles", subject="Purchase order 4411").intent
    assert one.confidence < many.confidence
    assert many.confidence >= 0.97


SPAM = [
    "Dear customer, your mailbox is almost full. Verify your account within 24 hours: http://mail-check.example/login",
    "Dear user, your parcel could not be delivered. Pay the customs fee immediately: "
    "http://post-parcel.example/pay.html Otherwise your parcel will be deleted. Do not reply to this email.",
    "Sehr geehrter Kunde, Ihr Konto wurde eingeschränkt. "
    "Bestätigen Sie innerhalb von 24 Stunden Ihre Zugangsdaten: http://bank-sicher.example",
    "Special offer, today only! Save up to 60% on kites. Shop now: http://kites.example/sale. To unsubscribe "
    "click here.",
    "Nur bis Sonntag: Sonderangebote bei Drachen, jetzt zugreifen! http://drachenwelt.example Hier abmelden.",
    "Dear friend, I am a barrister and you are the beneficiary of an inheritance of 8 million dollars.",
    "Boost your sales! We offer SEO, web design and lead generation: first page of google. http://seo.example",
]


@pytest.mark.parametrize("text", SPAM)
def test_certain_spam(understand, text):
    intent = understand(text, "de" if "Sie " in text or "bei" in text else "en").intent
    assert intent.value is Intent.SPAM
    assert intent.confidence >= 0.95


@pytest.mark.parametrize("text", [
    "This is urgent: we need 12 kites within 24 hours, please confirm. www.playroom.example",
    "Please reset my password for the shop, I cannot log in to order 5 puzzles.",
    "We have a special offer week in our own shop, so please send 24 balls.",
    "Our newsletter mentioned your kites. We'd like to order 10 kites.",
])  # fmt: skip
def test_people_are_not_spam(understand, text):
    assert understand(text).intent.value is not Intent.SPAM


@pytest.mark.parametrize(("kind", "intent"), [
    ("auto_reply", Intent.AUTO_REPLY), ("report", Intent.AUTO_REPLY),
    ("bounce", Intent.BOUNCE), ("newsletter", Intent.SPAM),
])  # fmt: skip
def test_machine_is_taken_at_its_word(toys, kind, intent):
    sign = Evidence("header", "Auto-Submitted: auto-replied", "test")
    mail = ParsedMail("1.eml", "<1@x>", Person("", "a@b.example"), "Order", None, None, "Please send 5 kites.",
                      automatic=Automatic(kind, (sign,)))  # fmt: skip
    reading = extract(mail, (), toys)
    assert reading.intent.value is intent
    assert reading.lines == ()
