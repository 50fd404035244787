"""OpenPGP in the text (RFC 9580): what is signed is read, its armour taken off; what is encrypted is said to be.

Whether a signature is good is not asked: the receiving server's results are what the sender's trust rests on."""

import re

_SIGNED, _SIGNATURE = "-----BEGIN PGP SIGNED MESSAGE-----\n", "\n-----BEGIN PGP SIGNATURE-----\n"
_SIGNATURE_END = "-----END PGP SIGNATURE-----"
_ENCRYPTED = re.compile(r"^-----BEGIN PGP MESSAGE(?:, PART [0-9/]{1,9})?-----$", re.MULTILINE)
_ENCRYPTED_END = "-----END PGP MESSAGE-----"
_FILE = b"-----BEGIN PGP MESSAGE-----"
_SEALS = (b"-----BEGIN PGP SIGNATURE-----", b"-----BEGIN PGP PUBLIC KEY BLOCK-----")
_ENDINGS = (".pgp", ".gpg")


def without_signature(text: str) -> str:
    """The text with each signed message in its place, without the armour and its escaped dashes (section 7)."""
    done: list[str] = []
    while (start := text.find(_SIGNED)) >= 0:
        signature = text.find(_SIGNATURE, start)
        end = text.find(_SIGNATURE_END, signature)
        if signature < 0 or end < 0:
            break
        armoured = "\n" + text[start + len(_SIGNED) : signature]
        signed = armoured.partition("\n\n")[2]  # below the armour's own header
        done += [text[:start], re.sub(r"^- ", "", signed, flags=re.MULTILINE)]
        text = text[end + len(_SIGNATURE_END) :]
    return "".join([*done, text])


def without_encrypted(text: str) -> tuple[str, str]:
    """(the text that can be read, the first encrypted message in it and all below it up to its end)."""
    begin = _ENCRYPTED.search(text)
    if begin is None:
        return text, ""
    end = text.find(_ENCRYPTED_END, begin.end())
    stop = end + len(_ENCRYPTED_END) if end >= 0 else len(text)
    return text[: begin.start()] + text[stop:], text[begin.start() : stop]


def is_encrypted_file(name: str, data: bytes) -> bool:
    return name.lower().endswith(_ENDINGS) or data[:200].lstrip().startswith(_FILE)


def is_seal(data: bytes) -> bool:
    """Whether a file is a signature or a key: about the mail, not of it."""
    return data[:200].lstrip().startswith(_SEALS)
