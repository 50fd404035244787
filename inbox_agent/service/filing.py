"""Moves messages to the folder of their state: all of one mailbox together, over one connection."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from inbox_agent.config import Mailbox as Config
from inbox_agent.errors import InboxAgentError
from inbox_agent.mailbox import Filed, Mailbox, Place, open_mailbox
from inbox_agent.service.context import Service
from inbox_agent.store.tables import Message, Sighting


@dataclass(frozen=True, slots=True)
class Move:
    """An effect that moves every copy of a message."""

    effect_id: int
    mail_id: int
    folder: str


def move_all(service: Service, moves: Sequence[Move]) -> Iterator[tuple[int, str]]:
    """Moves them; gives each effect's id with its problem ("" when it is done). Copies in a mailbox that config.toml
    no longer names stay where they are."""
    problems: dict[int, str] = {move.effect_id: "" for move in moves}
    for box in service.settings.mailbox:
        by_folder = _here(service, box, moves)
        if not by_folder:
            continue
        try:
            mailbox = open_mailbox(box, service.settings)
        except InboxAgentError as error:
            problems |= {move.effect_id: str(error) for these in by_folder.values() for move in these}
            continue
        try:
            for folder, these in by_folder.items():
                problems |= _move(service, box, mailbox, folder, these)
        finally:
            mailbox.close()
    yield from problems.items()


def _here(service: Service, box: Config, moves: Sequence[Move]) -> dict[str, list[Move]]:
    """The moves that concern this mailbox, by target folder."""
    found: dict[str, list[Move]] = defaultdict(list)
    with service.store.read() as uow:
        query = select(Sighting.mail_id).where(Sighting.mailbox == box.name, Sighting.folder == box.folder)
        seen = set(uow.scalars(query.where(Sighting.mail_id.in_([move.mail_id for move in moves]))))
    for move in moves:
        if move.mail_id in seen:
            found[move.folder].append(move)
    return found


def _move(service: Service, box: Config, mailbox: Mailbox, folder: str, moves: Sequence[Move]) -> dict[int, str]:
    """The server first, then the note of it: a crash in between repeats the move, which finds nothing to do."""
    query = select(Sighting, Message.message_id).join(Message).where(Sighting.mailbox == box.name)
    with service.store.read() as uow:
        rows = list(uow.execute(query.where(Sighting.mail_id.in_([move.mail_id for move in moves]))))
    try:
        mailbox.move([Place(s.uidvalidity, s.uid) for s, _ in rows if s.moved_to is None], folder)
        filed = [Filed(s.moved_to, s.uid, message_id) for s, message_id in rows if s.moved_to not in (None, folder)]
        mailbox.refile(filed, folder)
    except InboxAgentError as error:
        return {move.effect_id: str(error) for move in moves}
    with service.store.begin() as uow:
        uow.execute(update(Sighting).where(Sighting.id.in_([s.id for s, _ in rows])).values(moved_to=folder))
        uow.commit()
    return {}
