"""A complaint in passing within an order is found; a harmless word about what came before leaves the order an order."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.prices import PriceList
from inbox_agent.catalogue.records import Product
from inbox_agent.extract.reading import extract
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Intent, ParsedMail, Person, Reading

GOODS = (
    "Masking tape", "Kreppband", "Rye flour", "Roggenmehl", "Hose clamp 16 mm", "Schlauchschelle 16 mm",
    "Printer paper", "Druckerpapier", "Candle", "Kerze", "Work gloves L", "Arbeitshandschuhe L", "Coffee beans",
    "Kaffeebohnen", "Paint brush", "Pinsel", "Broom", "Besen",
)  # fmt: skip

IN_PASSING = [
    ("en", "Please send 10 rolls of masking tape. The last lot was short by two, by the way."),
    (
        "en",
        "Usual 6 bags rye flour for Thursday pls. And tell your lad the top one was all torn again last time, "
        "lost half of it on the floor",
    ),
    ("en", "Could we have 20 hose clamps, 16 mm. Of the twenty you sent in May four have stripped threads."),
    (
        "en",
        "Morning! 4 boxes printer paper please. One of the reams on Tuesday had a footprint on it, which my "
        "boss found funny and I less so.",
    ),
    ("en", "I'd like to order 3 candles. The previous ones burned down in an hour although the label says eight."),
    ("en", "12 pairs work gloves size L. PS we counted only 10 pairs in the last carton."),
    (
        "en",
        "Hi both, need 5 bags of coffee beans. Last week's bag had a hole in it and there were beans all over the van.",
    ),
    (
        "en",
        "Please supply 30 paint brushes. I still haven't had credit for the brushes that shed their hair all "
        "over a customer's door.",
    ),
    ("en", "We order 8 bags of rye flour. We note that invoice 4471 charges for ten although eight were delivered."),
    ("en", "2 brooms please. Make sure they have handles this time, the last ones came without."),
    ("en", "Same again, 6 masking tape. Hopefully this batch actually sticks to something, the last one didn't."),
    ("en", "Ten candles please love. Two of them candles wor bent like bananas last time, just so tha knows."),
    ("en", "Kindly supply 40 hose clamps. In our previous consignment some pieces were found rusted."),
    (
        "en",
        "Please could you send us 2 boxes of printer paper? The paper we had from you in March jams in both machines.",
    ),
    ("en", "4 bags coffee beans. You sent decaf last time, nobody here slept better but nobody was awake either."),
    ("en", "Order: 15 paint brushes\n\nAlso: Friday's delivery never showed, so please put those 15 on the same van."),
    (
        "en",
        "I need 6 pairs of work gloves. Not being funny but the seams went on the first morning with the last ones.",
    ),
    (
        "en",
        "Send 3 bags rye flour please and can you have a word with the driver, he left everything by the road "
        "in the rain.",
    ),
    (
        "en",
        "Would you be so good as to send 24 candles for the chapel. I fear several of the previous dozen had no wick.",
    ),
    ("en", "5 brooms, 5 masking tape. Incidentally you've billed us for delivery twice this month."),
    ("en", "Please send 10 hose clamps.\n\nThanks also for the 16 mm ones on Monday, though we'd asked for 12."),
    (
        "en",
        "100 paint brushes for the school please. About a third of the last hundred lost their bristles within a day.",
    ),
    ("de", "Bitte 10 Rollen Kreppband. Beim letzten Mal waren übrigens zwei zu wenig drin."),
    (
        "de",
        "Moin, 6 Sack Roggenmehl für Donnerstag. Ein Sack vom letzten Mal war wieder aufgeplatzt, nur dass ihrs wisst.",
    ),
    ("de", "Wir bestellen 20 Schlauchschellen 16 mm. Von den letzten zwanzig waren vier ohne Schraube."),
    ("de", "Bitte liefern Sie 4 Kartons Druckerpapier. Am Dienstag kamen nur drei von vier an."),
    ("de", "Ich hätte gern 3 Kerzen. Die vorigen haben so gerußt, dass die Decke schwarz ist."),
    ("de", "12 Paar Arbeitshandschuhe Gr. L bitte, und diesmal bitte wirklich L und nicht wieder M."),
    ("de", "Brauch ma wieder 5 Sack Kaffeebohnen. Der letzte hat nach Diesel gschmeckt, des geht fei ned."),
    ("de", "Wir bestellen 8 Sack Roggenmehl. Auf der Rechnung 4471 stehen zehn, bekommen haben wir acht."),
    ("de", "2 Besen bitte, aber mit Henkel, die vom März hatten keinen."),
    ("de", "Nochmal 6 Kreppband wie letzte Woche. Hoffentlich klebt es diesmal auch."),
    ("de", "Zehn Kerzen bitte. Zwei von den letzten waren krumm wie Bananen, aber lustig fanden wir's nicht."),
    (
        "de",
        "Guten Tag, wir benötigen 40 Schlauchschellen. Die Lieferung vom 3. kam leider erst am 12. an, unsere "
        "Monteure standen so lange still.",
    ),
    ("de", "Bitte senden Sie uns 2 Kartons Druckerpapier. Mit dem letzten haben wir nur Papierstau."),
    ("de", "4 Sack Kaffeebohnen. Statt Bohnen hattet ihr uns zuletzt gemahlenen geschickt."),
    ("de", "Bstelle 15 Pinsel. Übrigens isch d Lieferig vom Fritig nie aacho."),
    (
        "de",
        "6 Paar Arbeitshandschuhe bitte. Bei den letzten ist gleich am ersten Tag die Naht aufgegangen, das nur "
        "nebenbei.",
    ),
    ("de", "Schickts uns 3 Sack Roggenmehl und sagts dem Fahrer, er soll's nicht wieder in die Pfütze stellen."),
    ("en", "Can we get 12 hose clamps by Tuesday? You forgot the washers with the last ones."),
    ("en", "4 candles please. The scent on the last order was so faint nobody noticed it."),
    ("en", "We need 3 rolls masking tape. It took you nine days last time, which is eight too many."),
    ("en", "Please send 2 boxes printer paper. One ream short on Monday, fyi."),
    ("en", "10 paint brushes. I paid for ten last month and got eight."),
    ("en", "Another 5 bags of coffee beans, and could somebody finally answer my mail about the burnt ones?"),
    ("en", "20 hose clamps pls, and no substitutes, you gave us the wrong brand on Friday."),
    ("en", "Please supply 6 work gloves L. Two lefts in one of the packs is no use to anybody."),
    ("en", "8 bags rye flour. We had to sieve out little beetles from the bag before."),
    ("en", "15 candles please, and mind the packaging, half of them were crumbs in June."),
    ("en", "Order for 4 masking tape. Your invoice 883 has the wrong VAT on it by the way."),
    (
        "en",
        "I would like 2 boxes of printer paper. The colour of the sheets has changed and our customers do "
        "comment on it.",
    ),
    ("en", "We'll take 30 paint brushes. They do lose bristles rather badly, I must say."),
    ("en", "6 coffee beans please. The bags came open on the way here, smelled nice at least."),
    (
        "de",
        "Können wir bis Dienstag 12 Schlauchschellen haben? Bei den letzten habt ihr die Unterlegscheiben vergessen.",
    ),
    ("de", "4 Kerzen bitte. Von Duft war bei den letzten nichts zu merken."),
    ("de", "Wir brauchen 3 Rollen Kreppband. Letztes Mal hat es neun Tage gedauert, acht zu viel."),
    ("de", "Bitte 2 Kartons Druckerpapier. Am Montag war ein Ries zu wenig dabei."),
    ("de", "10 Pinsel bitte. Letzten Monat zehn bezahlt und acht gekriegt."),
    ("de", "Noch 5 Sack Kaffeebohnen, und könnte endlich jemand auf meine Mail wegen der verbrannten antworten?"),
    ("de", "20 Schlauchschellen bitte, aber keine von der Sorte wie am Freitag, die passen nirgends."),
    ("de", "8 Sack Roggenmehl. Aus dem letzten Sack mussten wir Käfer heraussieben."),
    ("de", "15 Kerzen bitte und besser einpacken, im Juni war die Hälfte Brösel."),
    ("de", "Bestellung: 4 Kreppband. Auf eurer Rechnung 883 stimmt übrigens die Mehrwertsteuer nicht."),
    (
        "de",
        "Ich hätte gern 2 Kartons Druckerpapier. Das Papier ist dünner geworden, unsere Kunden sprechen uns darauf an.",
    ),
    ("de", "Wir nehmen 30 Pinsel. Sie verlieren allerdings ganz schön Haare, muss ich sagen."),
    ("de", "6 Sack Kaffeebohnen bitte. Die Tüten sind unterwegs aufgegangen, hat wenigstens gut gerochen."),
    ("en", "6 candles please. One out of the previous box wouldn't stay lit."),
    ("en", "Please send 20 hose clamps; a couple of the ones delivered in May sheared off."),
    ("en", "Could I get 2 rolls masking tape? The glue stayed on my wall after I peeled off the last lot."),
    ("en", "5 bags rye flour. Your website took my money twice last time so please check."),
    ("en", "We need 10 work gloves. Last order took three phone calls to get here."),
    ("en", "3 printer paper pls. Got A5 instead of A4 on Thursday."),
    ("de", "6 Kerzen bitte. Eine aus der vorigen Packung ging immer wieder aus."),
    ("de", "Bitte 20 Schlauchschellen, ein paar von denen aus dem Mai sind abgerissen."),
    ("de", "2 Rollen Kreppband hätt ich gern. Vom letzten klebt der halbe Leim noch an der Wand."),
    ("de", "5 Sack Roggenmehl. Letztes Mal wurde doppelt abgebucht, bitte mal schauen."),
    ("de", "Wir brauchen 10 Paar Arbeitshandschuhe. Für die letzte Bestellung musste ich dreimal anrufen."),
    ("de", "3 Kartons Druckerpapier bitte. Donnerstag kam A5 statt A4."),
]
HARMLESS = [
    ("en", "Last Tuesday's delivery was spot on, thank you. Please send another 10 rolls of masking tape."),
    ("en", "6 bags of rye flour please, same as last week's lot, bakes lovely."),
    ("en", "We had 20 hose clamps from you in May and they're all used up. 20 more please."),
    ("en", "Please send 4 boxes of printer paper. No need to worry about the delay last month, all sorted."),
    ("en", "I dropped one of the candles and broke it, silly me. One candle please."),
    ("en", "12 pairs of work gloves. The lads wear through them in no time, it's rough work."),
    ("en", "Could we have 5 bags of coffee beans? Your driver last time was a star, carried it all upstairs."),
    ("en", "30 paint brushes please, fine ones, no others."),
    ("en", "We're down to the last bag, so 8 bags rye flour please."),
    ("en", "The old broom has a hole in it. 2 brooms please."),
    ("en", "Please send 6 masking tape. Please pack them well so nothing gets crushed."),
    ("en", "Ten candles please, my order from March was perfect and so was the one before."),
    ("en", "40 hose clamps please, just the 16 mm, nothing else this time."),
    ("de", "Die Lieferung am Dienstag war tadellos, danke. Bitte nochmal 10 Rollen Kreppband."),
    ("de", "6 Sack Roggenmehl bitte, das gleiche wie letzte Woche, bäckt sich wunderbar."),
    ("de", "Im Mai hatten wir 20 Schlauchschellen von Ihnen, die sind jetzt verbraucht. Bitte wieder 20 Stück."),
    ("de", "Bitte 4 Kartons Druckerpapier. Die Sache mit der Verspätung ist längst erledigt."),
    ("de", "Mir ist eine Kerze runtergefallen und zerbrochen. Eine Kerze bitte."),
    ("de", "12 Paar Arbeitshandschuhe bitte. Die Jungs verschleißen die wie nix."),
    ("de", "Wir brauchen 5 Sack Kaffeebohnen, unser Vorrat ist fast leer."),
    ("de", "30 Pinsel bitte, nur die feinen, keine anderen."),
    ("de", "Der alte Besen hat ein Loch. 2 Besen bitte."),
    ("de", "Bitte 6 Kreppband und gut einpacken, damit nichts zerdrückt wird."),
    ("de", "Zehn Kerzen bitte. Die vom März waren ein Traum, alle Gäste haben gefragt."),
    ("de", "40 Schlauchschellen bitte, mehr brauchen wir diesmal nicht."),
    ("en", "Please send 10 masking tape like the ones we had in June."),
    ("en", "The last order was so good that we need 12 candles more already."),
    ("en", "20 hose clamps please. We ran short last week because a job took longer than planned."),
    ("en", "4 boxes printer paper. Our copier broke down on Monday but is running again."),
    ("en", "Please send 6 bags of rye flour to the bakery. No rush."),
    ("en", "5 coffee beans please. If there's no one in the shop, leave them with the florist."),
    ("en", "We need 8 work gloves. The old ones are torn."),
    ("en", "Last time we took 12 candles, this time we need 24 candles."),
    ("en", "30 paint brushes please, the same as you delivered in March. Leave with reception if I'm out."),
    ("en", "Could you send 3 candles? My previous ones were a present and everyone loved them."),
    ("de", "Bitte 10 Kreppband, wie die im Juni."),
    ("de", "Die letzte Lieferung war so gut, dass wir schon wieder 12 Kerzen brauchen."),
    ("de", "20 Schlauchschellen bitte. Letzte Woche sind sie uns ausgegangen, weil eine Baustelle länger dauerte."),
    ("de", "4 Kartons Druckerpapier. Unser Kopierer war am Montag kaputt, läuft aber wieder."),
    ("de", "Bitte 6 Sack Roggenmehl an die Backstube. Eilt nicht."),
    ("de", "5 Sack Kaffeebohnen bitte. Wenn niemand im Laden ist, bitte beim Floristen abgeben."),
    ("de", "Wir brauchen 8 Paar Arbeitshandschuhe. Die alten sind zerrissen."),
    ("de", "Letztes Mal haben wir 12 Kerzen genommen, diesmal brauchen wir 24 Kerzen."),
    ("de", "30 Pinsel bitte, die gleichen wie im März geliefert. Wenn ich nicht da bin, bitte am Empfang abgeben."),
    ("de", "Könnten Sie 3 Kerzen schicken? Die vorigen waren ein Geschenk und alle waren begeistert."),
    ("en", "12 candles please, the last dozen sold within a day!"),
    ("de", "12 Kerzen bitte, die letzten waren nach einem Tag ausverkauft!"),
    ("en", "4 printer paper please. I was away last week, so a bit late with this."),
    ("de", "4 Kartons Druckerpapier bitte. War letzte Woche im Urlaub, daher etwas spät."),
]


@pytest.fixture(scope="module")
def read_in_store(rules: Rules) -> Callable[[str, str], Reading]:
    products = [Product(f"S-{number:03}", name, "each", Decimal("9.90")) for number, name in enumerate(GOODS)]
    store = Knowledge(ProductIndex(products, rules), Customers(), PriceList((), "EUR"), rules)

    def read(language: str, body: str) -> Reading:
        writer = Person("R. Blom", "r.blom@workshop.example")
        return extract(ParsedMail("1.eml", "<1@x.example>", writer, "", None, None, body, language=language), (), store)

    return read


@pytest.mark.parametrize(("language", "body"), IN_PASSING)
def test_complaint_in_passing_is_found(read_in_store, language, body):
    assert read_in_store(language, body).intent.value is Intent.COMPLAINT


@pytest.mark.parametrize(("language", "body"), HARMLESS)
def test_word_about_the_past_is_no_complaint(read_in_store, language, body):
    reading = read_in_store(language, body)
    assert Intent.COMPLAINT not in {finding.value for finding in (reading.intent, *reading.also)}
    assert reading.intent.value is Intent.ORDER or not reading.lines


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "Please send 6 candles. I have things to say about the last ones."),
        ("de", "Bitte 6 Kerzen schicken. Zu den letzten sage ich lieber am Telefon etwas."),
    ],
)
def test_unclear_word_about_the_last_lot_keeps_an_order_from_being_certain(read_in_store, language, body):
    plain = "Please send 6 candles." if language == "en" else "Bitte 6 Kerzen schicken."
    assert read_in_store(language, body).intent.confidence < 0.9 <= read_in_store(language, plain).intent.confidence
