"""Reports of something that went wrong are complaints, also without a word of complaint; praise and worries are not."""

import pytest

from inbox_agent.model import Attachment, Intent

PHOTO = Attachment("IMG_1.jpg", "image/jpeg", b"")

ENGLISH = [
    "The parcel came this morning and two of the kites are snapped clean in half.",
    "We ordered twelve red balls and got twelve green ones.",
    "I'm sorry to bother you, but the teddy bear arrived without its left ear.",
    "Half of the puzzles had pieces missing when we opened them.",
    "There were only nine trains in the box, the delivery note says twelve.",
    "Could you please tell me how I can return the puzzle? One corner was chewed when I unpacked it.",
    "Well done, you have invented the puzzle without a picture. We ordered the one with the lighthouse.",
    "Hello, the wheels came off the train on the first day.",
    "I would like a refund for the kite, it doesn't fly and the seam is torn.",
    "You charged us twice for order 8812.",
    "The invoice is wrong: we received ten and you billed twenty.",
    "Who is going to pay for the two hours my staff spent sorting your mix-up?",
    "This is the third time that your driver left the boxes in the rain.",
    "The paint on the blocks is peeling and my daughter had flakes of it in her mouth.",
    "The box was soaked through and everything inside is mouldy.",
    "Not what we ordered: these are the small ones.",
    "I was expecting the large bear. What came is barely the size of a mouse.",
    "Your parcel arrived yesterday, thank you. Sadly one of the spinning tops is cracked.",
    "All arrived on time except that the kite strings were missing.",
    "We never received the second box although it was invoiced.",
    "The glue smells so strong that we had to put the puzzles outside. Can you take them back?",
    "Please send us the missing wheels as soon as possible, the set was incomplete.",
    "Just to let you know, three of the balls were flat and won't hold air. Photo attached.",
    "The zip of the bag is broken, it came like that.",
    "Nobody has called back since Monday and the school fair is tomorrow. I am really annoyed.",
    "Imagine our surprise when we opened the box and found somebody else's order.",
    "I paid for the express service and the package turned up four days late.",
    "The bear's seam had burst and the stuffing was all over the box.",
    "We found a sharp piece of metal in one of the sand toys.",
    "The puzzle was supposed to have 500 pieces. We counted 478.",
    "Dear team, one of the trains we got from you does not work. What can we do?",
    "Your colleague promised a credit note for the damaged kites and we are still waiting for it.",
    "The colour is completely different from the picture, I'm rather disappointed.",
]
GERMAN = [
    "Bei der Lieferung von heute waren zwei Drachen zerbrochen.",
    "Wir hatten rote Bälle bestellt, gekommen sind grüne.",
    "Leider fehlen im Karton drei Kreisel.",
    "Der Teddybär ist heute angekommen, aber ein Auge fehlt.",
    "Auf dem Lieferschein stehen zwölf Stück, im Paket waren nur zehn.",
    "Ich möchte die Holzeisenbahn reklamieren, die Räder gehen ab.",
    "Herzlichen Glückwunsch zu Ihrer neuen Erfindung: ein Puzzle ohne Rand. Bestellt hatten wir eines mit.",
    "Könnten Sie die falschen Spiele bitte wieder abholen?",
    "Das Paket war völlig durchnässt, der Inhalt ist unbrauchbar.",
    "Die Hälfte der Bälle hatte Risse, als wir sie ausgepackt haben.",
    "Bitte tauschen Sie den Drachen um, die Schnur ist gerissen.",
    "Sie haben uns die Rechnung doppelt abgebucht.",
    "Wer zahlt uns jetzt die Stunden für das Umpacken?",
    "So geht das nicht: schon wieder zu spät geliefert und keiner geht ans Telefon.",
    "Die Farbe ist bei zwei Kreiseln abgeplatzt. Nichts für ungut, aber so können wir sie nicht verkaufen.",
    "Der Bär riecht nach Benzin, das können wir keinem Kind geben.",
    "Wir hätten gern unser Geld zurück, das Spiel entspricht nicht der Beschreibung.",
    "In einem Sandeimer haben wir beim Auspacken einen Glassplitter gefunden.",
    "Alles kam pünktlich, nur leider war ein Kreisel kaputt.",
    "Eigentlich sollten es 20 Drachen sein, geliefert wurden 12, berechnet aber 20.",
    "Ich bin enttäuscht, das Holz ist voller Splitter und die Kanten sind rau.",
    "Kurze Meldung: eine Schachtel war schon geöffnet und es fehlten Teile. Ein Foto liegt bei.",
    "Die Naht am Teddy ist aufgeplatzt, so kam er hier an.",
    "Unser Fahrer hat die Palette nicht angenommen, sie war beschädigt.",
    "Die Ware ist leider mangelhaft, wir bitten um Gutschrift.",
    "Statt der Holzeisenbahn lag ein Brettspiel im Karton.",
    "Danke für die Lieferung, aber die Schrauben passen nicht in die Löcher.",
    "Beim ersten Spielen ist das Rad abgebrochen.",
    "Das zweite Paket ist nie angekommen, bezahlt haben wir es.",
    "Ihr Fahrer hat die Kisten einfach im Regen stehen lassen, alles nass.",
    "Tolle Überraschung: zwölf Bären bestellt, zwölf Hasen bekommen.",
    "Der Ball hält keine Luft, können Sie Ersatz schicken?",
]
NO_COMPLAINT = [
    ("en", "All arrived fine, thanks. Please send 12 more kites."),
    ("en", "No complaints at all, the children love the train. Could we have two more?"),
    ("en", "Nothing was broken this time, well packed! We need 5 puzzles."),
    ("en", "Please pack the bears well so that nothing gets damaged. 3 teddy bears please."),
    ("en", "Our old train is broken, so we would like to order a new wooden train."),
    ("en", "My son lost his kite, so please send us one kite."),
    ("en", "Last time one ball was flat, no matter, it happens. This week 10 balls please."),
    ("en", "If anything is out of stock just leave it out. 4 kites, 2 puzzles."),
    ("en", "What happens if a toy arrives damaged? Do you replace it?"),
    ("en", "The delivery was right on time and the bear is lovely, thank you so much."),
    ("en", "I am not disappointed at all, quite the contrary: a wonderful shop."),
    ("en", "Could you deliver 6 puzzles by Friday? No problem if it is Monday."),
    ("en", "Where is my order of last week? It was due on Monday."),
    ("en", "We dropped our spinning top and it cracked, please send us another one, one spinning top."),
    ("en", "Not only the kites, also the balls sold out at once. Please supply 24 balls."),
    ("en", "Do you have spare wheels for the wooden train? Ours are worn out."),
    ("en", "We only need 3 kites this time."),
    ("en", "Please send 5 puzzles, not the large ones."),
    ("en", "Please leave the parcel with the neighbour if nobody is in. 2 kites."),
    ("en", "We received your invoice, thanks, it will be paid on Friday."),
    ("en", "It was entirely my mistake, I ordered the wrong size. Please send us two balls in addition."),
    ("en", "Everything came in one piece. Same again please: 12 balls."),
    ("en", "The cat broke one of the puzzles, so could we have one more puzzle?"),
    ("de", "Alles heil angekommen, danke! Bitte schicken Sie uns 5 Drachen."),
    ("de", "Keine Beanstandungen, alles bestens. Wir brauchen 10 Bälle."),
    ("de", "Es hat nichts gefehlt. Bitte noch 3 Kreisel."),
    ("de", "Bitte gut verpacken, damit nichts kaputt geht: 2 Teddybären."),
    ("de", "Unser alter Drachen ist gerissen, deshalb bräuchten wir einen neuen Drachen."),
    ("de", "Letztes Mal war ein Ball platt, macht nichts, kann passieren. Diesmal bitte 6 Bälle."),
    ("de", "Was passiert, wenn ein Spiel beschädigt ankommt? Tauschen Sie auch um?"),
    ("de", "Die Lieferung kam pünktlich und alles war da, vielen Dank an Ihr Team."),
    ("de", "Wir sind sehr zufrieden und bestellen gleich wieder 12 Kreisel."),
    ("de", "Falls etwas fehlt, melde ich mich. Bitte 4 Brettspiele liefern."),
    ("de", "Wann kommt unsere Bestellung von letzter Woche?"),
    ("de", "Mein Sohn hat seinen Ball verloren, bitte schicken Sie uns einen Ball."),
    ("de", "Wir brauchen nur 3 Drachen, keine Brettspiele."),
    ("de", "Das war mein Fehler, ich hatte zu wenig bestellt. Bitte noch 5 Kreisel schicken."),
    ("de", "Ihre Rechnung haben wir erhalten und heute überwiesen."),
    ("de", "Hoffentlich ist diesmal nichts beschädigt. Bitte liefern Sie 3 Kreisel."),
    ("de", "Kein Problem, wenn es erst am Montag kommt. 2 Brettspiele bitte."),
    ("de", "Der Hund hat unseren Teddy zerbissen, wir hätten gern einen neuen Teddybär."),
]

IN_PASSING = [
    ("en", "Please send for Thursday:\n\n4 kites\n2 puzzles\n\nBy the way, last week's balls were far too soft, "
           "nobody could play with them."),
    ("en", "Next order: 10 puzzles.\n\nAnd can you please check the last invoice? You put 12 on it and we had 10."),
    ("en", "6 balls please. Of the previous six, two were cracked, so please keep an eye on that."),
    ("en", "We'd like 20 kites. I should mention that the driver refused to bring the parcels upstairs again."),
    ("en", "2 kites\n1 puzzle\n\nPS the ball arrived flat again, third one. Not a big thing but thought you "
     "should know"),
    ("en", "Please deliver 5 puzzles on Monday. We are still waiting for the credit for the ones that came "
     "back in March."),
    ("de", "Bitte liefern Sie:\n\n- 5 Drachen\n- 2 Kreisel\n\nÜbrigens waren bei der letzten Sendung drei "
     "Bälle geplatzt."),
    ("de", "Wir brauchen wieder 3 Drachen. Bitte diesmal rote, letztes Mal waren sie blau, obwohl wir rote "
     "bestellt hatten."),
    ("de", "4 Kreisel bitte. Die Rechnung vom letzten Monat stimmt übrigens nicht, da sind sechs drauf statt vier."),
    ("de", "Bestellung: 10 Drachen.\n\nDie Hälfte der letzten Packung war verknickt, das sollte nicht sein."),
]  # fmt: skip
PRAISE_IN_PASSING = [
    ("en", "Please send for Thursday:\n\n4 kites\n2 puzzles\n\nBy the way, last week's balls were a hit."),
    ("en", "Our order for next week: 10 puzzles. Not the large ones, we still have too many of those from the "
     "last delivery."),
    ("en", "6 kites please. The blue ones don't sell here, so none of those. We missed your van last time "
     "because nobody "
           "was in; please ring twice."),
    ("en", "We'd like 20 balls. The last delivery came to the back door, which is fine, but this time please "
     "use the front "
           "door as the yard is closed."),
    ("de", "Bitte liefern Sie:\n\n- 5 Drachen\n\nDie letzte Sendung kam schneller als gedacht, großes Lob an "
     "die Kollegen."),
    ("de", "Wir brauchen 3 Kreisel. Beim letzten Mal hat alles super geklappt, außer dass wir zu spät bestellt haben."),
    ("de", "4 Bälle bitte. Wenn keiner da ist, bitte nicht vor der Tür abstellen, dort wird alles nass."),
    ("de", "Bestellung: 10 Drachen.\n\nDie letzte Packung war schneller leer als gedacht, bei uns ist viel los."),
]  # fmt: skip


@pytest.mark.parametrize("text", ENGLISH)
def test_english_complaint_is_found(understand, text):
    assert understand(f"Hello,\n\n{text}\n\nKind regards\nAnna", subject="Hello").intent.value is Intent.COMPLAINT


@pytest.mark.parametrize("text", GERMAN)
def test_german_complaint_is_found(understand, text):
    reading = understand(f"Guten Tag,\n\n{text}\n\nViele Grüße\nAnna", "de", subject="Hallo")
    assert reading.intent.value is Intent.COMPLAINT


@pytest.mark.parametrize(("language", "text"), NO_COMPLAINT)
def test_praise_and_worries_are_no_complaint(understand, language, text):
    reading = understand(text, language)
    assert Intent.COMPLAINT not in {f.value for f in (reading.intent, *reading.also)}


@pytest.mark.parametrize(("language", "text"), IN_PASSING)
def test_complaint_beside_an_order_is_found(understand, language, text):
    assert understand(text, language).intent.value is Intent.COMPLAINT


@pytest.mark.parametrize(("language", "text"), PRAISE_IN_PASSING)
def test_word_about_the_last_delivery_is_no_complaint(understand, language, text):
    assert understand(text, language).intent.value is Intent.ORDER


def test_complaint_comes_before_the_order_in_the_same_mail(understand):
    wrong = "Two of the kites were torn when they arrived."
    reading = understand(f"{wrong}\n\nWe would also like to place a new order:\n\n- 5 puzzles\n- 3 balls\n")
    assert reading.intent.value is Intent.COMPLAINT
    assert [f.value for f in reading.also] == [Intent.ORDER]
    assert {line.name for line in reading.lines} == {"Puzzle", "Ball"}


def test_wanted_replacement_is_no_order(understand):
    reading = understand("Two of the kites were torn when they arrived. Please send us 2 kites as a replacement.")
    assert reading.intent.value is Intent.COMPLAINT
    assert not reading.lines


def test_photograph_of_damage_counts(understand):
    text = "Hello, this is how two of the bears looked when we opened the box. Regards"
    assert understand(text, attachments=(PHOTO,)).intent.value is Intent.COMPLAINT


def test_forwarded_complaint_is_one(understand):
    text = "The wooden train arrived in pieces. I want my money back."
    reading = understand("FYI", subject="Fwd: train", forwarded=text)
    assert reading.intent.value is Intent.COMPLAINT


def test_evidence_points_into_the_text(understand):
    text = "Hello,\n\nthe kite arrived\nbroken, I’d like my money back."
    evidence = understand(text).intent.evidence
    assert evidence
    assert all(text[e.start : e.end] == e.text for e in evidence if e.source == "body")
