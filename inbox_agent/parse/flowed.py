"""format=flowed: paragraphs that a mail program broke into lines, joined again (RFC 3676)."""


def unwrap(text: str, delete_space: bool = False) -> str:
    """Join each soft-broken line (it ends with a space) to the next of the same quote depth; "-- " is never joined.

    ``delete_space`` is DelSp=yes: the space at the break was put there by the sender's program."""
    paragraphs: list[tuple[int, list[str]]] = []
    soft = False
    for raw in text.replace("\r\n", "\n").split("\n"):
        depth = len(raw) - len(raw.lstrip(">"))
        line = raw[depth:].removeprefix(" ")  # space-stuffing, section 4.4
        joins = soft and paragraphs[-1][0] == depth and line != "-- "
        soft = line.endswith(" ") and line != "-- "
        piece = line[:-1] if soft and delete_space else line
        if joins:
            paragraphs[-1][1].append(piece)
        else:
            paragraphs.append((depth, [piece]))
    return "\n".join((">" * depth + " " if depth else "") + "".join(pieces) for depth, pieces in paragraphs)
