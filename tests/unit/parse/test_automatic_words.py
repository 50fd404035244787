"""Machines that do not mark their mail are told by their words; people who write about the same things are not."""

import pytest

from inbox_agent.model import ParsedMail, Person
from inbox_agent.parse.automatic import automatic
from inbox_agent.parse.report import Report

# (sender, subject, text) of absence notices, acknowledgements, challenges, answers to invitations
ANSWERS = [
    ("jo@mill.example", "Out of Office Re: Your invoice 2231",
     "I am away until the 14th. My phone is switched off. Ask for Lena at reception."),
    ("jo@mill.example", "Re: Delivery note 88",
     "Thanks for writing. The workshop is closed for stocktaking from 3 to 7 August. We will get back to you when "
     "we reopen."),
    ("jo@mill.example", "Re: Order confirmation",
     "Hello, I'm on paternity leave until 2 March. In the meantime please contact office@joiner.example. Your mail "
     "will not be forwarded."),
    ("jo@mill.example", "Re: Your parcel",
     "I no longer work at Brook Joinery. For anything to do with purchasing please write to buying@brook.example."),
    ("jo@mill.example", "AUTO: Re: Quotation",
     "I have limited access to email this week and will reply on my return on Monday."),
    ("jo@mill.example", "Away from the office Re: your confirmation",
     "Back at my desk on Tuesday. For urgent matters call Sue on 01632 960 001."),
    ("jo@mill.example", "Re: Thank you for your order",
     "Our offices are closed between Christmas and New Year. Messages will be dealt with on our return in January. "
     "Happy holidays!"),
    ("jo@mill.example", "Re: Shipping notice",
     "I am currently travelling with limited access to email. If it can't wait, my colleague Rob will help."),
    ("jo@mill.example", "Abwesend: Ihre Auftragsbestätigung",
     "Ich bin bis zum 12. Mai nicht im Hause und lese keine Mails. Meine Vertretung ist Frau Kolb."),
    ("jo@mill.example", "AW: Ihre Rechnung",
     "Sehr geehrte Damen und Herren, unser Betrieb macht vom 1. bis 21. August Betriebsferien. Ihre Nachricht wird "
     "danach bearbeitet."),
    ("jo@mill.example", "AW: Versandbestätigung",
     "Hallo, ich bin derzeit in Elternzeit. Bitte wenden Sie sich an meinen Kollegen Jan Voss, er hilft Ihnen "
     "gern."),
    ("jo@mill.example", "Re: Bestellbestätigung",
     "Herr Krause ist nicht mehr in unserem Unternehmen tätig. Bitte richten Sie Ihre Mails künftig an "
     "einkauf@tischlerei.example."),
    ("jo@mill.example", "AW: Lieferschein",
     "Vielen Dank für Ihre E-Mail. Ich bin am Montag, den 4. Mai wieder im Büro. In dringenden Fällen erreichen "
     "Sie die Zentrale unter 0551 555 010."),
    ("jo@mill.example", "Urlaub! Re: Ihre Bestellung",
     "Wir machen Urlaub und sind ab dem 20. wieder für Sie da. Mails beantworten wir danach."),
    ("jo@mill.example", "AW: Danke für Ihren Auftrag",
     "Guten Tag, das Büro bleibt am Freitag wegen Umzugs geschlossen. Ab Montag sind wir wieder persönlich "
     "erreichbar."),
    ("jo@mill.example", "AW: Terminbestätigung",
     "Ich bin krank und weiß noch nicht, wann ich wieder da bin. Ihre Mail wird nicht weitergeleitet, bitte wenden "
     "Sie sich an das Sekretariat."),
    ("jo@mill.example", "Your enquiry (ref 55127)",
     "Hello, thank you for getting in touch. Your enquiry has been logged as ticket 55127. A member of our team "
     "will respond within 24 hours. This is an automated message."),
    ("jo@mill.example", "[Brook IT] Ticket #90112 opened: Order confirmation",
     "Your ticket has been opened. Please quote the ticket number in the subject of any further mail."),
    ("jo@mill.example", "We got your message",
     "Thanks for contacting Harbour Rentals. We have received your message and aim to reply within two working "
     "days. Please do not reply to this email."),
    ("jo@mill.example", "Case 00019283 created",
     "A new case has been created for your request. Case number 00019283. You can follow it in our customer "
     "portal. This mailbox is not monitored."),
    ("jo@mill.example", "Thank you for your application",
     "We have received your e-mail. Owing to the large number of mails an answer may take a while. This message "
     "was generated automatically, please do not reply."),
    ("jo@mill.example", "Ihre Anfrage [Ticket: 2026-3311]",
     "Guten Tag, Ihre Anfrage ist eingegangen und hat die Ticketnummer 2026-3311 erhalten. Bitte lassen Sie den "
     "Betreff unverändert."),
    ("jo@mill.example", "Eingangsbestätigung",
     "Wir bestätigen den Eingang Ihrer E-Mail. Die Bearbeitung kann einige Tage dauern. Dies ist eine automatisch "
     "versendete Nachricht."),
    ("jo@mill.example", "Vorgang 77120 wurde angelegt",
     "Vielen Dank für Ihre Nachricht. Wir haben unter der Vorgangsnummer 77120 einen Vorgang angelegt und melden "
     "uns schnellstmöglich."),
    ("jo@mill.example", "Danke für Ihre E-Mail",
     "Ihre E-Mail ist bei uns angekommen. Unser Team bearbeitet alle Anfragen in der Reihenfolge ihres Eingangs. "
     "Bitte antworten Sie nicht auf diese automatische E-Mail."),
    ("jo@mill.example", "Please confirm your message",
     "I use a spam filter that asks for a one-time confirmation. Click the link below to have your message "
     "delivered: https://filter.example/c/81."),
    ("jo@mill.example", "Your message to packing-list awaits moderator approval",
     "Your mail with the subject 'Your order' is being held until the list moderator can review it for approval."),
    ("jo@mill.example", "Bitte bestätigen Sie Ihre Nachricht",
     "Zum Schutz vor Spam wird Ihre Nachricht zurückgehalten. Sie wird zugestellt, sobald Sie bestätigen, dass Sie "
     "ein Mensch sind: https://filter.example/c/82"),
    ("jo@mill.example", "Declined: Stock review", "Paul Reed has declined this invitation."),
    ("jo@mill.example", "Zugesagt: Jahresgespräch", "Petra Kahl hat die Einladung angenommen."),
    ("jo@mill.example", "Automatic reply: your invoice", "I am away."),
    ("jo@mill.example", "Out of Office: Re: order 12", "Back on Monday."),
    ("jo@mill.example", "Abwesenheitsnotiz: Ihre Sendung", "Bin am Montag wieder da."),
    ("jo@mill.example", "Automatische Antwort: Auftrag 7", "Danke."),
    ("jo@mill.example", "Auto-Reply", "Thanks."),
    ("jo@mill.example", "Re: your parcel",
     "Thank you for your email. I am out of the office until 5 May. In urgent cases contact my colleague."),
    ("jo@mill.example", "Re: confirmation",
     "I'm on annual leave until Monday and will reply to your email on my return."),
    ("jo@mill.example", "AW: Rechnung",
     "Vielen Dank für Ihre Nachricht. Ich bin bis 4.5. nicht im Büro. Ihre E-Mail wird nicht weitergeleitet."),
    ("jo@mill.example", "AW: Lieferung", "Ich bin vom 2. bis 9. Mai im Urlaub und danach wieder für Sie da."),
    ("jo@mill.example", "Re: delivery",
     "Thanks for your message. Our office is closed for the holidays. If it is urgent, please contact the "
     "warehouse."),
    ("jo@mill.example", "Re: Hinweis",
     "Danke für Ihre Mail. Wegen Betriebsurlaub bearbeiten wir Anfragen ab dem 7. Januar. In dringenden Fällen "
     "rufen Sie an."),
    ("jo@mill.example", "[Ticket #4411] We received your request",
     "Hello, your request has been received. One of our agents will get back to you within a day."),
    ("jo@mill.example", "Case number 10045: question about freight",
     "A ticket has been created. Please keep the subject line. This is an automated message."),
    ("jo@mill.example", "Ticket 8823 - Ihre Anfrage",
     "Ihre Anfrage wurde unter der Ticketnummer 8823 erfasst. Wir melden uns so bald wie möglich."),
    ("jo@mill.example", "Ihre Nachricht [#5512]",
     "Ihre Nachricht ist bei uns eingegangen, Vorgangsnummer 5512. Diese Nachricht wurde automatisch erstellt."),
    ("jo@mill.example", "Re: Your confirmation",
     "Hello,\n\nI'm away from the office this week and will be picking up messages again from Monday 12th. If it "
     "can't wait, try the front desk on 01234 567890."),
    ("office@mill.example", "We have received your email",
     "This is to let you know that your email has reached us. We aim to answer within two working days. Please do "
     "not reply to this message."),
    ("helpdesk@mill.example", "[#88231] Your confirmation",
     "Hi, your message has been received and assigned the reference 88231. A colleague will get back to you as "
     "soon as possible."),
    ("jo@mill.example", "Accepted: Stock call", "Jo Mill has accepted this meeting invitation."),
    ("jo@muehle.example", "AW: Ihre Bestellung",
     "Guten Tag,\n\nich bin diese Woche unterwegs und lese meine Mails erst ab Montag wieder. Wenn es eilt, hilft "
     "Ihnen die Zentrale unter 01234 5678 weiter."),
    ("jo@muehle.example", "AW: Auftragsbestätigung",
     "Ich arbeite nicht mehr für die Mühle GmbH. Bitte wenden Sie sich künftig an info@muehle.example."),
    ("info@muehle.example", "Ihre Nachricht an uns",
     "Vielen Dank, Ihre E-Mail ist bei uns angekommen. Wir bemühen uns, sie innerhalb von zwei Werktagen zu "
     "beantworten. Dies ist eine automatische Nachricht, bitte antworten Sie nicht darauf."),
    ("support@muehle.example", "[Vorgang #88231] Auftragsbestätigung",
     "Guten Tag, wir haben Ihre Nachricht erhalten und unter 88231 abgelegt. Ein Kollege meldet sich bei Ihnen."),
    ("jo@muehle.example", "Angenommen: Termin Lager", "Jo Müller hat diese Besprechung angenommen."),
    ("jo@mill.example", "Re: delivery",
     "I'm off until Thursday and won't see this before then. Ask Pat on extension 12 if it's urgent. Thank you for "
     "your email."),
    ("support@desk.example", "Request received: 99812",
     "Your request (99812) has been received and is being reviewed by our support staff. To add additional "
     "comments, reply to this email."),
    ("jo@muehle.example", "AW: Lieferung",
     "Bis Donnerstag bin ich nicht da und sehe Ihre Mail vorher nicht. In dringenden Fällen fragen Sie bitte Frau "
     "Pätzold, Durchwahl 12. Danke für Ihre Nachricht."),
    ("support@desk.example", "Anfrage 99812 eingegangen",
     "Ihre Anfrage (99812) wurde aufgenommen und wird von unserem Team geprüft. Ticketnummer: 99812."),
    ("jo@mill.example", "Re: Rechnung 443",
     "Hi, I'm climbing in Norway until 22 June and have no signal most of the time. Tom looks after everything "
     "while I am gone: tom@gipfel.example"),
    ("jo@mill.example", "Re: Confirmation of your order",
     "We are on our summer break. The office reopens on Monday 24 August. Orders placed until then will be shipped "
     "in the week after."),
    ("jo@mill.example", "Your message",
     "Thank you for your mail. Due to illness I cannot answer at the moment. Mrs Lind (ext. 44) is standing in for "
     "me."),
    ("jo@mill.example", "Re: Invoice",
     "Dear sender, this address is no longer in use. Please use accounts@fjord.example from now on."),
    ("jo@mill.example", "Maternity leave Re: your quotation",
     "I'm on maternity leave until next spring. Please contact my colleague Ana Ruiz, ana@fjord.example."),
    ("jo@mill.example", "AW: Auftragsbestätigung 7781",
     "Hallo, ich bin vom 3. bis 14. Juni auf Radtour und schaue nicht in meine Mails. Notfälle bitte an Heike, "
     "0171 555 01."),
    ("jo@mill.example", "AW: Ihre Bestellung",
     "Sehr geehrte Damen und Herren, wegen einer Fortbildung bin ich heute nicht zu sprechen. Ich antworte Ihnen "
     "morgen."),
    ("jo@mill.example", "AW: Versand",
     "Diese Adresse wird nicht mehr verwendet. Bitte schreiben Sie ab jetzt an buero@ofenbau.example. Ihre "
     "Nachricht wurde nicht weitergeleitet."),
    ("jo@mill.example", "Re: AW: Angebot",
     "Liebe Kunden, unser Atelier macht Winterschlaf. Ab dem 10. Januar sind wir zurück und beantworten alle Mails "
     "der Reihe nach."),
    ("jo@mill.example", "AW: Rechnung 12",
     "Vielen Dank für Ihre Mail. Heute ist Feiertag in Bayern, wir sind morgen wieder für Sie erreichbar."),
    ("jo@mill.example", "We have got your request (#77281)",
     "Hello! Your request was registered under number 77281 and passed to the responsible department. You'll hear "
     "from us soon."),
    ("jo@mill.example", "Thanks for contacting Alder Support",
     "Hi there, just a quick note that we've got your message and someone will be in touch shortly. Our hours are "
     "9 to 5. Your ticket: ALD-5519."),
    ("jo@mill.example", "Ticket received",
     "This is to confirm that your mail has been added to ticket AB-1123. Replies to this mail will be added to "
     "the ticket."),
    ("jo@mill.example", "Ihre E-Mail an die Stadtwerke",
     "Guten Tag, vielen Dank, dass Sie uns geschrieben haben. Ihr Schreiben wird so bald wie möglich beantwortet. "
     "Bitte sehen Sie von Rückfragen ab. Diese Mail wurde automatisch erzeugt."),
    ("jo@mill.example", "Bestätigung Ihrer Nachricht (Vorgang 2026/118)",
     "Ihre Nachricht haben wir am 4. Mai erhalten. Sie wird unter dem Zeichen 2026/118 geführt."),
    ("info@tannenhof.example", "AW: Ihre Auftragsbestätigung AB-1201",
     "Grüß Gott,\n\ndas Büro ist von Donnerstag, 1. Oktober, bis Sonntag, 4. Oktober nicht besetzt. Eilige Sachen "
     "bitte telefonisch unter 08362 555 0.\n\nFamilie Rauch"),
    ("b.keller@metallbau.example", "Abwesenheitsnotiz: Ihre Rechnung 5512",
     "Ich habe Urlaub bis 30.09. Herr Lutz übernimmt: lutz@metallbau.example"),
    ("b.keller@metallbau.example", "Re: Ihre Bestellung ist unterwegs",
     "Guten Tag! Dies ist eine automatische Antwort. Frau Keller arbeitet nur dienstags und donnerstags und meldet "
     "sich dann bei Ihnen."),
    ("office@stage.example", "Re: Order 5520 confirmed",
     "Hello there! The production is on tour through November and this inbox is only looked at on Sundays. Stage "
     "manager: +44 7700 900123."),
    ("s.ito@lab.example", "Out of the lab Re: Shipping",
     "In the field till 9 Oct, back in the lab the day after. If the freezer breaks call facilities."),
    ("kontakt@verein.example", "Ihre E-Mail an den Verein",
     "Herzlichen Dank für Ihre Zuschrift. Da wir ehrenamtlich arbeiten, kann die Antwort ein paar Tage dauern. "
     "(Diese Antwort wird automatisch verschickt.)"),
    ("service@fleet.example", "[FLEET-8812] Van rental enquiry",
     "Hello, thanks for your message. A request has been opened for you with the reference FLEET-8812; please "
     "leave it in the subject line. Our agents work Monday to Friday."),
    ("noreply@bank.example", "Your message to us",
     "We confirm receipt of your message. You cannot answer this e-mail. An adviser will contact you."),
    ("helpdesk@uni.example", "RE: Delivery slip [Incident INC0049210]",
     "Your incident INC0049210 has been recorded with priority 4 - low. You can view its status at any time."),
    ("buchhaltung@kran.example", "Automatische Eingangsbestätigung",
     "Rechnungen werden nur als PDF an rechnung@kran.example verarbeitet. Ihre Mail wurde nicht gelesen."),
    ("jo@olive.example", "Wir sind umgezogen! Re: Bestätigung",
     "Unsere neue Mailadresse lautet hallo@olive.example. Die alte wird nicht mehr abgerufen."),
    ("t.brandt@forst.example", "AW: Angebot 7", "Bin auf Elternzeit. Es vertritt mich: Ulla Timm, Tel. 04551 555 17."),
    ("r.kurz@werk.example", "Robert Kurz ist außer Haus (Rückkehr am 04.05.2026)",
     'Ich werde ab 01.05.2026 nicht im Büro sein. Ich kehre zurück am 04.05.2026.\n\nIch werde Ihre Nachricht nach '
     'meiner Rückkehr beantworten.\n\nHinweis: Dies ist eine automatische Antwort auf Ihre Nachricht "Ihre '
     'Bestellung" gesendet am 02.05.2026 10:11:12.'),
    ("r.short@works.example", "Robert Short is out of the office.",
     "I will be out of the office starting 01/05/2026 and will not return until 04/05/2026.\n\nI will respond to "
     "your message when I return."),
    ("sam@print.example", "Your order is confirmed [Auto-Reply]",
     "Hey! Sam here. I'm recharging the batteries and will be back at the press on Monday 4 May."),
    ("kanzlei@notar.example", "Ihr Schreiben vom 2. Mai",
     "Sehr geehrte Damen und Herren,\n\nwir bestätigen den Erhalt Ihrer E-Mail. Aus rechtlichen Gründen weisen wir "
     "darauf hin, dass fristwahrende Schriftsätze nicht per E-Mail eingereicht werden können.\n\nDiese Bestätigung "
     "wurde automatisch erstellt."),
    ("contact@airline.example", "Thank you for writing to us (Ref: 20-88121)",
     "Thank you for contacting customer relations. We're receiving more messages than usual, so it might take up "
     "to 21 days to respond. Your reference number is 20-88121."),
    ("hr@plant.example", "Automatic answer",
     "The person you are writing to is no longer employed here. Mails are not forwarded for reasons of data "
     "protection."),
]  # fmt: skip
BOUNCES = [
    ("postmaster@brook.example", "Undeliverable: Your order",
     "Your message to buyer@brook.example couldn't be delivered. buyer wasn't found at brook.example. Error code "
     "550 5.1.10."),
    ("noreply@mailguard.example", "Message rejected",
     "The mail you sent to jo@mill.example was rejected by the recipient's mail server. Reason: 554 5.7.1 message "
     "refused by policy."),
    ("system@hostbox.example", "Mail delivery failed: returning message to sender",
     "A message that you sent could not be delivered to one or more of its recipients. This is a permanent error. "
     "jo@mill.example: mailbox is full."),
    ("support@hostbox.example", "Your mail to kim@mill.example",
     "We could not deliver your e-mail to kim@mill.example: unknown user. No further attempt will be made."),
    ("mailgate@mill.example", "Delivery delayed",
     "Your message to kim@mill.example has not yet been delivered. The server will try again for 2 more days. You "
     "do not need to resend it."),
    ("postmaster@mill.example", "Mailbox full",
     "The recipient's mailbox kim@mill.example is over quota and cannot accept your message. Please try again "
     "later."),
    ("postmaster@muehle.example", "Unzustellbar: Ihre Bestellung",
     "Die Nachricht an kim@muehle.example konnte nicht zugestellt werden. Der Empfänger wurde nicht gefunden (550 "
     "5.1.1)."),
    ("system@postbote.example", "Ihre E-Mail konnte nicht zugestellt werden",
     "Ihre E-Mail an kim@muehle.example konnte nicht zugestellt werden. Fehlermeldung des Servers: 552 Postfach "
     "voll."),
    ("mailadmin@muehle.example", "Nachricht abgewiesen",
     "Ihre Nachricht an kim@muehle.example wurde von unserem Spamfilter abgewiesen und dem Empfänger nicht "
     "zugestellt."),
    ("postmaster@muehle.example", "Zustellung verzögert",
     "Ihre Nachricht an kim@muehle.example wurde noch nicht zugestellt. Der Server wird es weiter versuchen, Sie "
     "brauchen die Mail nicht neu zu senden."),
    ("postfach@anbieter.example", "Postfach des Empfängers voll",
     "Ihre Nachricht an kim@muehle.example konnte nicht angenommen werden, das Postfach ist voll."),
    ("mailer-daemon@mx.example", "Undelivered Mail Returned to Sender", "This is the mail system at host mx.example."),
    ("mailer-daemon@mx.example", "failure notice", "Sorry, no such user."),
    ("postmaster@mx.example", "Undeliverable: order confirmation", "Delivery has failed to these recipients"),
    ("postmaster@mx.example", "Unzustellbar: Auftragsbestätigung", "Die Nachricht konnte nicht zugestellt werden."),
    ("anna@client.example", "Delivery Status Notification (Failure)", "550 5.1.1 user unknown"),
    ("postmaster@mx.example", "Message blocked",
     "Your message to buyer@mill.example has been blocked. The address couldn't be found or is unable to receive "
     "mail. 550 5.1.1"),
    ("mailer-daemon@mx.example", "Delivery incomplete",
     "There was a temporary problem delivering your message to buyer@mill.example. We will retry for 45 more "
     "hours."),
    ("postmaster@mx.example", "Zustellung nicht möglich",
     "Ihre Nachricht an einkauf@muehle.example konnte nicht übermittelt werden: Der Empfänger ist auf diesem "
     "Server nicht bekannt. 550 5.1.1"),
    ("postmaster@ofen.example", "Mail returned: user has moved",
     "Your email to lars@fjord.example was returned because this user no longer has an account here. SMTP 550."),
    ("postmaster@ofen.example", "Undeliverable mail",
     "Sorry, your message to lars@fjord.example can't be delivered: the domain fjord.example does not accept mail. "
     "(554 5.4.4)"),
    ("postmaster@ofen.example", "Email blocked",
     "Our security system has blocked an e-mail you sent to lars@fjord.example because the attachment type PDF is "
     "not permitted."),
    ("postmaster@ofen.example", "Rückmeldung des Mailservers",
     "Leider war es nicht möglich, Ihre Nachricht an lars@ofen.example zuzustellen. Ursache: Das Konto ist "
     "deaktiviert. Es werden keine weiteren Versuche unternommen."),
    ("postmaster@ofen.example", "Mail nicht zustellbar",
     "Ihre Mail mit dem Betreff „Auftragsbestätigung“ konnte dem Empfänger lars@ofen.example nicht übergeben "
     "werden, da dessen Postfach den zulässigen Speicher überschreitet."),
    ("postmaster@vale.example", "Rejected: Your invoice 771",
     "The following message to pat@vale.example was undeliverable.\nThe reason for the problem:\n5.1.0 - Unknown "
     "address error 550-'Invalid recipient'"),
    ("mailer@shared.example", "Mail could not be sent",
     "Dear user,\nthe message you sent to pat@vale.example on 3 May could not be transferred because the receiving "
     "server could not be found (DNS error).\nYour mail service"),
    ("postmaster@tal.example", "Unzustellbarkeitsnachricht",
     "Folgende Empfänger konnten nicht erreicht werden:\n\n'pat@tal.example' am 03.05.2026 10:11\n550 5.1.1 "
     "RESOLVER.ADR.RecipNotFound; not found"),
    ("admin@tal.example", "Ihre Mail an pat@tal.example",
     "Diese E-Mail-Adresse gibt es nicht mehr. Ihre Nachricht wurde nicht zugestellt und nicht weitergeleitet."),
    ("complaints@isp.example", "Warning: message delayed 24 hours",
     "This message was created automatically. Your message to pat@vale.example has been delayed for 24 hours. It "
     "will be tried again for four days."),
    ("postmaster@strato-mail.example", "Undelivered Mail Returned to Sender",
     "Dies ist der Mailserver. Ihre Nachricht konnte nicht zugestellt werden.\n<uwe@hof.example>: Recipient "
     "address rejected: undeliverable address: host said: 550 No such recipient here"),
    ("noreply@mimeguard.example", "[Postmaster] Email Delivery Failure",
     "This is a delivery failure notification message. An email sent to uwe@hof.example could not be delivered "
     "because: 550 Invalid Recipient."),
    ("mailer-daemon@yah.example", "Failure Notice",
     "Sorry, we were unable to deliver your message to the following address.\n\n<uwe@hof.example>:\n554: delivery "
     "error: dd This user doesn't have an account"),
    ("postmaster@works.example", "Undeliverable: Your order",
     "Delivery has failed to these recipients or groups:\n\nuwe@works.example\nThe recipient's mailbox is full and "
     "can't accept messages now. Please try resending your message later."),
    ("administrator@hof.example", "Nachricht unzustellbar",
     "Die E-Mail vom 2. Mai an uwe@hof.example war zu groß und wurde vom Server nicht angenommen. Maximale Größe: "
     "10 MB."),
]  # fmt: skip
RECEIPTS = [
    ("jo@mill.example", "Read: Your order confirmation",
     "Your message\n\nTo: Kim\nSubject: Your order confirmation\n\nwas read on 4 May 2026 10:12."),
    ("jo@mill.example", "Not read: Your invoice",
     "Your message\nTo: Kim\nwas deleted without being read on 4 May 2026."),
    ("jo@mill.example", "Gelesen: Ihre Rechnung",
     "Ihre Nachricht\nAn: Kim\nBetreff: Ihre Rechnung\nwurde am Montag, 4. Mai 2026 gelesen."),
    ("jo@mill.example", "Ungelesen: Versandbestätigung", "Ihre Nachricht an Kim wurde am 4. Mai ungelesen gelöscht."),
    ("jo@mill.example", "Lesebestätigung: Auftrag 7",
     "Dies ist eine Lesebestätigung für die Nachricht, die Sie an kim@muehle.example gesendet haben."),
    ("jo@mill.example", "Delivered: Order",
     "Your message has been successfully delivered to the following recipients: kim@mill.example"),
    ("jo@mill.example", "DMARC aggregate report",
     "Report domain: ropes.example. Aggregate report for 4 May 2026 attached."),
    ("jo@mill.example", "Read: your offer", "Your message to: sales was read on Monday."),
    ("jo@mill.example", "Gelesen: Auftragsbestätigung 12", "Ihre Nachricht an Einkauf wurde gelesen am 3. Mai."),
    ("jo@mill.example", "Lesebestätigung: Lieferung", ""),
    ("jo@mill.example", "Delivered: receipt", "Your message was delivered to the following recipients."),
    ("jo@mill.example", "Read receipt: your invoice",
     "Confirmation of reading: your message of 4 May to Lars was opened at 10:11."),
    ("jo@mill.example", "Ihre Nachricht wurde geöffnet",
     "Die Nachricht mit dem Betreff „Auftragsbestätigung“ wurde am 4.5. um 10:11 auf dem Rechner des Empfängers "
     "angezeigt. Das heißt nicht, dass sie gelesen wurde."),
    ("pat@vale.example", "Read: Your order 5520",
     "This is a confirmation that your message 'Your order 5520' was displayed on the recipient's computer on 4 "
     "May at 08:12."),
    ("pat@tal.example", "Gelesen: Auftragsbestätigung AB-1201",
     "Nachricht gelesen am 04.05.2026 um 08:12 Uhr durch Pat Thoma."),
    ("uwe@hof.example", "Gelesen: Ihre Bestellung",
     "Ihre Nachricht\n\n   An:  Uwe\n   Betreff:  Ihre Bestellung\n   Gesendet:  02.05.2026\n\n wurde am "
     "04.05.2026 08:00 gelesen."),
]  # fmt: skip
NEWSLETTERS = [
    ("promo@packs.example", "Autumn deals inside",
     "Up to 40% off all tape this week only! Shop now. Use code AUTUMN at checkout. You are receiving this because "
     "you bought from us. Unsubscribe here."),
    ("angebote@kartons.example", "Herbstpreise",
     "Nur diese Woche: bis zu 40% Rabatt auf alles. Jetzt zugreifen! Gutscheincode HERBST. Sie erhalten diese "
     "E-Mail, weil Sie bei uns eingekauft haben. Hier abmelden."),
    ("info@garten-post.example", "Ihr Garten im Oktober",
     "Liebe Gartenfreunde, jetzt ist Pflanzzeit! Entdecken Sie unsere neuen Rosen, bis Sonntag versandkostenfrei. "
     "Zum Shop. Newsletter abbestellen."),
    ("hello@paperclub.example", "October at the Paper Club",
     "Dear members, here is what is new this month: three workshops and a members' discount of 15 %. Book now. "
     "Unsubscribe at any time."),
    ("presse@messe.example", "Save the date: Fachmesse Verpackung",
     "Sehr geehrte Damen und Herren, besuchen Sie uns vom 4. bis 6. November in Halle 7. Jetzt Gratisticket "
     "sichern. Wenn Sie keine Einladungen mehr erhalten möchten, klicken Sie hier."),
    ("verband@gastro.example", "Verbandsnachrichten Mai",
     "Liebe Mitglieder, in dieser Ausgabe: neue Hygieneregeln, Tarifabschluss, Termine. Diese Nachricht ging an "
     "alle Mitglieder des Verbands. Abmeldung jederzeit möglich."),
    ("team@toolshop.example", "Last chance: 20% off everything",
     "Our spring sale ends tonight! Use code SPRING at checkout. Shop now. You're receiving this email because you "
     "created an account. Unsubscribe."),
]  # fmt: skip
# (subject, text) of people who want something and write of such mail beside it
ORDERS = [
    ("Holiday", "I'm away from the 3rd, so could you deliver the cleats before? Leave them with my colleague Dan."),
    ("Re: delivery date", "We are closed on Friday, any other day is fine. Please tell the driver to use gate 2."),
    ("Out of office next week",
     "I am out of the office next week. Please send 3 coils of rope to the yard by Thursday."),
    ("Re: your question",
     "Thanks for your message. I'm on holiday until Monday but yes, the blue one is right. Go ahead with 12 of "
     "them."),
    ("New contact", "I have left purchasing, Mia does it now. She asked me to order 40 candles for the hall."),
    ("Urlaub", "Wir haben ab Montag Betriebsferien. Bitte liefern Sie die 6 Kisten noch diese Woche."),
    ("AW: Lieferung", "Ich bin ab morgen nicht mehr im Büro, deshalb heute noch: 4 Rollen Garn und 2 Scheren."),
    ("Geschlossen", "Am 2. ist bei uns geschlossen, kann die Ware am 3. kommen?"),
    ("Vertretung",
     "Während meines Urlaubs vertritt mich Frau Abel, sie bestellt dann selbst. Heute brauche ich noch 10 Sack "
     "Mehl."),
    ("AW: Angebot",
     "Danke für Ihre Nachricht, ich bin erst ab Montag wieder im Büro und melde mich dann wegen der Farbe. Was "
     "kostet die Variante in Grün?"),
    ("Bounce", "Your confirmation bounced, our old address is gone. Please use this one from now on."),
    ("Undeliverable: our last order",
     "I sent you this on Monday and it came back, so here it is again: 20 mugs, white."),
    ("Mail problem",
     "Every mail I send you comes back with 550 5.1.1. Is your mailbox full? We need 30 metres of chain."),
    ("Delivery failed", "Delivery failed again, the driver wrote 'address not found'. When will you try again?"),
    ("Returned to sender", "The parcel came back to you, says the courier. Please send it again to the same address."),
    ("Mail kam zurück", "Ihre Rechnung kam bei uns nicht an, das Postfach war voll. Bitte noch einmal schicken."),
    ("Unzustellbar?",
     "Meine Mail von gestern kam als unzustellbar zurück. Haben Sie die Bestellung über 8 Eimer trotzdem?"),
    ("Zustellung fehlgeschlagen",
     "DPD schreibt „Zustellung fehlgeschlagen, Empfänger unbekannt“. Wir wohnen seit Jahren hier. Wo ist das "
     "Paket?"),
    ("Ticket 4411", "You keep sending me automatic replies. I want to know where my 5 lamps are."),
    ("Re: [Ticket #90112] Your request", "Thank you for contacting me, but nobody called. The lamp is still broken."),
    ("Re: We have received your message", "Good. Then please add 2 more reels to it."),
    ("AW: Ihre Anfrage [Ticket: 2026-3311]", "Danke für die schnelle Antwort. Passt so, bitte liefern."),
    ("Read receipt", "I asked for a read receipt and got none. Did you get my order for 15 brushes?"),
    ("Lesebestätigung", "Bitte bestätigen Sie kurz, dass Sie unsere Bestellung über 12 Pinsel bekommen haben."),
    ("Newsletter", "Please take me off the mailing list. And send 2 boxes of tea, as in the newsletter."),
    ("Ihr Rundschreiben", "In Ihrem Rundschreiben stand ein Rabatt auf Garn. Gilt er auch für 50 Spulen?"),
    ("Accepted", "We accept your offer. Please deliver 200 units in week 20."),
    ("Zusage", "Wir nehmen Ihr Angebot an: 60 Stück zum genannten Preis."),
    ("Confirmation", "Please confirm my message. I'm a human and I need 4 new blades."),
    ("Order",
     "This order was generated from our spreadsheet, sorry for the format: 4 x 100 blades, 2 x handle. Thanks, Kim"),
    ("Do not reply to this address",
     "Please do not reply to this address, use my private one. 3 jars of honey, please."),
    ("Hello", "Sorry, I was out of office last week; please send 5 boxes of candles."),
    ("Hello",
     "I am out of the office until Monday, so please deliver the 10 bags to the workshop. In urgent cases contact "
     "my colleague."),
    ("Hello", "We are closed on Friday, please deliver 20 boxes on Thursday."),
    ("Hello", "I got your automatic reply, thank you. We need 5 sacks of flour."),
    ("Hello", "Our mail to Mr Miller came back as undeliverable, so I am writing to you: please send 12 mugs."),
    ("Hello", "My last email bounced. Here is the order again: 5 x candles, 3 x soap."),
    ("Hello", "Your newsletter says 10 % off, does that go for the candles too? We'd like 24."),
    ("Hello", "I opened ticket #4411 on your page and nobody answered. Where are my candles?"),
    ("Hello", "You said a ticket has been created, but I need an answer today about invoice 7781."),
    ("Hello", "Please do not reply to this address but to my private one. I need two candles."),
    ("Hello", "Please unsubscribe me from the newsletter, and send us 4 boxes of tea."),
    ("Hello", "Thank you for your email. I will check with my colleague and get back to you on Monday."),
    ("Hello", "I am on holiday from Saturday on, so could you send the 12 mugs this week?"),
    ("Hello", "Read your offer, looks good. We'll take 40."),
    ("Hello", "This is urgent: we need 200 candles, please contact me by phone."),
    ("Hello", "Purchase order 4500123 from our ERP system:\n10 x 4411 Candle\n20 x 4412 Soap"),
    ("Hello", "New order #10044 placed in our web shop, please ship:\n3 x Tea\n2 x Mug"),
    ("Hello", "The delivery to our branch could not be delivered to the door, the driver left again. What now?"),
    ("Hello", "Ich war letzte Woche nicht im Büro, bitte liefern Sie die 5 Kisten erst jetzt."),
    ("Hello", "Bin bis Freitag im Urlaub, bitte schicken Sie die 10 Sack an meine Vertretung."),
    ("Hello", "Wir haben ab dem 24. geschlossen, wir brauchen die 12 Kartons also vorher."),
    ("Hello", "Ihre Abwesenheitsnotiz habe ich bekommen, trotzdem: wir bestellen 20 Kerzen."),
    ("Hello", "Meine letzte Mail kam als unzustellbar zurück, darum noch einmal: 5 Kisten Tee bitte."),
    ("Hello", "Im Ticket 8823 stand, Sie melden sich. Bisher habe ich nichts gehört, wo bleibt die Ware?"),
    ("Hello", "In Ihrem Newsletter stand Tee im Angebot, davon hätten wir gern 12 Dosen."),
    ("Hello", "Vielen Dank für Ihre Nachricht. Die 5 Kisten nehmen wir gern."),
    ("Hello", "Bitte nicht an diese Adresse antworten, sondern an meine Kollegin. Wir benötigen 3 Eimer."),
    ("Hello", "Nach meinem Urlaub brauche ich 40 Kerzen, Lieferung ab dem 12."),
    ("Hello", "Danke für die schnelle Antwort! Wir bestellen 6 Tassen."),
    ("Hello", "Wir melden uns ab dem 7. Januar wegen der nächsten Lieferung, bis dahin alles Gute."),
    ("Hello", "Unser Büro ist umgezogen, bitte liefern Sie die 4 Pakete an die neue Adresse."),
    ("Hello", "Das Postfach meiner Kollegin ist voll, ihre Mail kam nicht an. Hier die Bestellung: 3 Kisten Tee."),
    ("Order #88231", "Parcel #88231 has been received with two broken jars, reference number 5512. Please call me."),
    ("Undelivered order 8812", "Our order was not delivered. 550 pieces are still missing."),
    ("Delivery incomplete", "Half of the delivery could not be found on the pallet."),
    ("Accepted: your offer of Monday", "Please go ahead."),
    ("Re: Lieferung", "Wir haben bis Montag geschlossen. Die Ware ist beschädigt, bitte wenden Sie sich an Herrn Ott."),
    ("Re: Confirmation", "Hi, I'm back from Norway. The order is right, but please send it to the new workshop."),
    ("Re: Invoice", "I will be on leave from Monday, so I'd be glad of the credit note this week."),
    ("Summer break", "Do you close in August? We would need 30 boards in the second week."),
    ("Re: Confirmation of your order",
     "Our office reopens on 24 August, so nobody can sign before. Can the delivery wait until then?"),
    ("Address change",
     "This address will no longer be in use after May. Please change it to accounts@fjord.example on our account."),
    ("Re: Ticket ALD-5519", "That did not solve it, the second crate is also cracked."),
    ("Your mail server",
     "Your mail server rejects my messages with 554. Could you check? I'd like to reorder the usual."),
    ("Blocked?", "Was my mail with the PDF blocked? It had our order for the school in it."),
    ("AW: Auftragsbestätigung 7781", "Stimmt alles, danke. Ich bin ab 3. Juni auf Radtour, bitte vorher liefern."),
    ("AW: Rechnung 12", "Morgen ist bei uns Feiertag, die Überweisung kommt am Donnerstag."),
    ("Neue Adresse",
     "Diese Mailadresse gilt ab Juni nicht mehr, bitte schreiben Sie dann an buero@ofenbau.example. Unsere "
     "Kundennummer bleibt."),
    ("Winterpause", "Wann macht Ihre Werkstatt Winterpause? Wir brauchen vorher noch Ersatzteile."),
    ("AW: Ihre Nachricht (Vorgang 2026/118)", "Und? Seit zwei Wochen liegt der Vorgang bei Ihnen."),
    ("Betreff vergessen",
     "Ihre Mail an lars@ofen.example hat mich nicht erreicht, schicken Sie sie bitte an diese Adresse."),
    ("Re: Out of stock", "If the oak is out of stock take beech, otherwise keep everything as it is."),
    ("Delivery Status", "What is the delivery status of our pallets? The system only says failed."),
    ("Automatic watering", "We have a question on automatic watering sets: do they reply to rain sensors?"),
    ("Abwesenheit am Montag", "Am Montag ist niemand da, stellen Sie die Ware bitte in die Garage."),
    ("Gelesen und unterschrieben", "Anbei die Vereinbarung, gelesen und unterschrieben zurück."),
    ("Zugestellt?", "Laut DHL zugestellt, hier ist aber nichts angekommen."),
    ("Re: Order 5520 confirmed",
     "We're on tour through November, so send the second half to the theatre in Leeds instead."),
    ("Kurz vor dem Urlaub", "Ich habe ab morgen Urlaub. 20 Scheren und 10 Pinzetten hätte ich gern noch vorher."),
    ("Dienstags und donnerstags",
     "Frau Keller ist nur dienstags und donnerstags da, liefern Sie bitte an einem dieser Tage."),
    ("AW: Ihre Auftragsbestätigung AB-1201",
     "Das Büro ist bis Sonntag nicht besetzt, klingeln Sie bitte bei der Werkstatt."),
    ("Re: Shipping", "I am in the field till 9 Oct. Leave the box at the porter's lodge, he knows."),
    ("Incident INC0049210",
     "Your driver damaged our gate, we opened incident INC0049210 with our insurer. Please call."),
    ("Invoice",
     "You sent the invoice to an address that does not exist any more. Please resend to accounts@vale.example."),
    ("Mail could not be sent",
     "My mail program says mail could not be sent, so I use the web form. Do you have the green mugs?"),
    ("Neue Adresse", "Unsere neue Mailadresse lautet hallo@olive.example. Bitte ändern Sie sie für die Rechnungen."),
    ("Wir sind umgezogen", "Wir sind umgezogen! Lieferungen ab sofort an die Hafenstraße 3, 24103 Kiel."),
    ("Read: and agreed", "Read and agreed, here is the signed offer."),
    ("Gelesen", "Ich habe Ihr Angebot gelesen und nehme die große Ausführung."),
    ("Ihr Garten-Newsletter", "Die Rosen aus dem Newsletter: zwei rote und eine weiße, bitte."),
    ("Members' discount", "Does the members' discount of 15 % also hold for paper? I'd take 3 reams."),
    ("Messe", "Wir kommen am 5. November zu Ihnen an den Stand. Können Sie die Muster mitbringen?"),
    ("PO-99120", "Our PO-99120 in the portal has the wrong unit: 24 single mugs, not boxes."),
    ("Bestellung Nr. 88120", "Zur Bestellung 88120: Die Pinzetten bitte stornieren."),
    ("Vertretung", "Ich vertrete Frau Timm bis Ende Mai. Die übliche Bestellung bitte, an dieselbe Adresse."),
    ("Auto", "Do you deliver with your own van?"),
    ("Urlaubsgrüße", "Viele Grüße aus dem Urlaub! Die Kerzen waren großartig."),
    ("Re: delay", "The delay is fine, thank you for telling me."),
    ("Zustellversuch", "Gestern war ein Zustellversuch, wir waren nicht da. Heute ab 12 Uhr ist jemand im Haus."),
    ("Rejected goods", "We rejected 3 of the 20 crates at the gate, see the delivery note."),
    ("Error 550", "Our printer shows error 550 since we use your toner."),
    ("Postfach voll", "Unser Paketkasten ist voll, bitte beim Nachbarn abgeben."),
    ("Queue", "Where am I in the queue for the blue chairs?"),
    ("Confirmation", "Please confirm the order of last week, I got no mail from you."),
    ("AW: Ihre Bestellung TB-1", "Passt. Wann kommt es?"),
    ("Fwd: Out of office", "See below, Kim is away. Please take the order from me: 5 rolls of tape."),
    ("Automatisch", "Können wir das automatisch jeden Monat bekommen, 2 Kartons?"),
    ("Re: Your order is confirmed",
     "Sam here. Back at the press on Monday, so any time from then is fine for delivery."),
    ("AW: Lieferavis", "Wir sind gerade mitten in der Ernte, am besten abends liefern."),
    ("Ihr Schreiben", "Wir haben Ihre Nachricht erhalten und sind mit dem Preis einverstanden."),
    ("Re: Offer", "We have received your offer and will get back to you next week when the board has met."),
    ("Reference 20-88121", "With reference to 20-88121: the second parcel never came."),
    ("Zu groß", "Die Kartons waren zu groß für unser Regal, können wir die kleinen bekommen?"),
    ("Re: Delivery advice", "Back ashore on 11 May. Could the delivery be put in the boathouse?"),
    ("Failure", "The pump failure is the third this year. Please send a technician."),
    ("Mailbox", "We'd like two of the green mailboxes, the large ones."),
    ("Returned", "I returned the lamp on Friday, has it reached you?"),
    ("Mitgliedschaft", "Liebe Leute, ich möchte Mitglied im Teeclub werden. Wie geht das?"),
    ("Sale", "Is the spring sale still on? I'd take the blue set."),
    ("AW: Ihre Bestellung",
     "Vielen Dank für die Nachricht. Bitte an den Seiteneingang, der Haupteingang ist gesperrt."),
    ("Bestätigung", "Hiermit bestätige ich den Auftrag vom 2. Mai."),
    ("Ticket", "Do you sell the ticket printer rolls again?"),
    ("Data protection", "Please delete my account and my data."),
    ("Re: Invoice 7781", "Paid today. Sorry for the delay, I was on leave."),
    ("AW: Rechnung", "Ist bezahlt. Entschuldigung für die Verzögerung, ich war im Urlaub."),
    ("Ansprechpartner", "Frau Kolb ist nicht mehr bei uns, neue Ansprechpartnerin bin ich: Lena Voigt."),
    ("New buyer", "Rosalind has left the company. I am the new buyer and would like your price list."),
]  # fmt: skip
# No orders, and yet a person's: nobody may file them unread.
REMARKS = [
    ("Re: Your invoice",
     "The invoice is wrong, we were charged twice. Please call me back, I am in the office until four."),
    ("Re: order", "Thank you for your message. That is fine with me."),
    ("Question", "Is your shop closed on Saturdays?"),
    ("Re: Shipping notice", "It arrived, thank you! The office was closed, so the neighbour took it."),
    ("AW: Rechnung", "Vielen Dank für Ihre Mail. Die Rechnung ist bezahlt."),
    ("Frage", "Sind Sie zwischen den Jahren erreichbar oder haben Sie geschlossen?"),
    ("AW: Versand", "Danke, ist angekommen. Unser Büro ist übrigens umgezogen."),
    ("Adresse", "Unsere neue Mailadresse ist kim@muehle.example, das alte Postfach ist voll und wird gelöscht."),
]  # fmt: skip


def judged(rules, sender, subject, body):
    mail = ParsedMail("1.eml", "<1@x>", Person("", sender), subject, None, None, body, return_path=sender)
    return automatic(mail, {}, Report(), rules, frozenset())


@pytest.mark.parametrize(("expected", "sender", "subject", "body"), [
    *(("auto_reply", *row) for row in ANSWERS), *(("bounce", *row) for row in BOUNCES),
    *(("report", *row) for row in RECEIPTS), *(("newsletter", *row) for row in NEWSLETTERS),
])  # fmt: skip
def test_machine_by_its_words(rules, expected, sender, subject, body):
    found = judged(rules, sender, subject, body)
    assert found is not None and found.kind == expected
    assert found.evidence


@pytest.mark.parametrize(("subject", "body"), [*ORDERS, *REMARKS])
def test_person(rules, subject, body):
    assert judged(rules, "anna@client.example", subject, body) is None


def test_only_the_beginning_of_a_long_mail_is_looked_at(rules):
    notice = "I'm on annual leave until Monday and will reply to your email on my return."
    assert judged(rules, "anna@client.example", "Re: parcel", notice + " word" * 60_000)
    assert judged(rules, "anna@client.example", "Re: parcel", "word " * 60_000 + notice) is None
