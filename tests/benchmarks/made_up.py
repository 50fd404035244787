"""A catalogue of any size, and what customers say of it: a wholesaler for everything, near-twins included."""

import random
from collections.abc import Iterator
from decimal import Decimal

from inbox_agent.catalogue.records import Product

THINGS = """
    hexbolt woodscrew washer hinge padlock hammer chisel file clamp ladder bucket broom brush roller
    tray tape rope chain hook bracket shelf hose valve tap pipe elbow flange gasket pump filter cable
    socket switch fuse lamp torch battery charger glove helmet boot jacket trousers apron mask goggles
    soap detergent sponge towel bin sack carton envelope label pen pencil notebook folder stapler
    Schraube Mutter Dichtung Rohrschelle Dübel Winkel Leiter Eimer Pinsel Farbrolle Klebeband Seil Kette
    Haken Schlauch Ventil Wasserhahn Kabelbinder Steckdose Schalter Sicherung Glühbirne Arbeitshandschuh
    Schutzhelm Stiefel Jacke Schürze Seife Reiniger Schwamm Handtuch Müllsack Umschlag Etikett Bleistift
    Ordner Hefter
""".split()  # noqa: SIM905
KINDS = """
    light heavy flat round deep narrow wide long short double premium classic eco industrial garden
""".split()  # noqa: SIM905
MATERIALS = """
    steel stainless brass plastic rubber cotton leather aluminium copper nylon oak beech
""".split()  # noqa: SIM905
COLOURS = """
    red blue green black white yellow grey orange
""".split()  # noqa: SIM905
SIZES = ("M6x20", "M8x40", "10 mm", "20 mm", "50 cm", "2 m", "5 l", "10 l", "500 ml", "1 kg", "25 kg", "XL", "size 9")


def products(count: int, seed: int = 1) -> Iterator[Product]:
    """Distinct products: a thing of a kind, a material, a colour and a size."""
    rng = random.Random(seed)
    room = len(THINGS) * len(KINDS) * len(MATERIALS) * len(COLOURS) * len(SIZES)
    for number, at in enumerate(rng.sample(range(room), count)):
        words = []
        for choices in (SIZES, COLOURS, MATERIALS, KINDS, THINGS):
            at, choice = divmod(at, len(choices))
            words.append(choices[choice])
        size, colour, material, kind, thing = words
        yield Product(
            sku=f"{thing[:2].upper()}-{number:06d}",
            name=f"{thing} {kind} {material} {colour} {size}",
            aliases=(f"{4006381000000 + number}",),
            unit="each",
            packs={"box": Decimal(12)},
            price=Decimal("1.50"),
        )


def queries(catalogue: list[Product], count: int, seed: int = 2) -> list[str]:
    """Names in other order, with words left out, typing errors, plurals; some product numbers; some unknown things."""
    rng = random.Random(seed)
    found = []
    for _ in range(count):
        words = rng.choice(catalogue).name.split()
        rng.shuffle(words)
        words = words[: rng.randint(2, len(words))]
        if rng.random() < 0.3:
            at = rng.randrange(len(words))
            cut = rng.randrange(len(words[at]))
            words[at] = words[at][:cut] + words[at][cut + 1 :]
        if rng.random() < 0.2:
            words.append(rng.choice(("please", "thing", "gadget", "flibbertigibbet", rng.choice(catalogue).sku)))
        found.append(" ".join(words))
    return found
