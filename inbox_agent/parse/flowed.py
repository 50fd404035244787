"""format=flowed: paragraphs that a mail program broke into lines, joined again (RFC 3676)."""


def unwrap(text: str, delete_space: bool = False) -> str:
    """Join each soft-broken line (it ends with a space) to the next of the same quote depth; "-- " is never joined.

    ``delete_space`` is DelSp=yes: the space at the break was put there by the sender's program."""
    lines: list[tuple[int, str]] = []
    soft = False
    for raw in text.replace("\r\n", "\n").split("\n"):
        depth = len(raw) - len(raw.lstrip(">"))
        line = raw[depth:].removeprefix(" ")  # space-stuffing, section 4.4
        if soft and lines[-1][0] == depth and line != "-- ":
            before = lines[-1][1]
            lines[-1] = (depth, (before[:-1] if delete_space else before) + line)
        else:
            lines.append((depth, line))
        soft = line.endswith(" ") and line != "-- "
    return "\n".join((">" * depth + " " + line) if depth else line for depth, line in lines)
