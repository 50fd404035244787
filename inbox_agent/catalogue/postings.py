"""Which products have a key, and which keys a product has: an inverted index in a few flat arrays.

A catalogue of 200,000 products has two million entries; as Python sets they would take a gigabyte."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Positions: TypeAlias = NDArray[np.int32]  # of products, ascending
_END = -1  # closes a name
_FEW = 4000  # entries: with more it is quicker to mark all products once


class Postings:
    """Built once from (names, further keys) of each product; ``names`` are the keys of its name and of each alias."""

    def __init__(self, products: Iterable[tuple[Sequence[Collection[str]], Collection[str]]]) -> None:
        self._ids: dict[str, int] = {}
        keys, names, shortest = array("i"), array("i"), array("i")
        key_ends, name_ends = array("q", [0]), array("q", [0])
        for names_of_product, rest in products:
            everything = set(rest).union(*names_of_product)
            keys.extend(sorted(self._id(key) for key in everything))
            for name in names_of_product:
                names.extend(self._ids[key] for key in name)
                names.append(_END)
            shortest.append(min(map(len, names_of_product), default=0))
            key_ends.append(len(keys))
            name_ends.append(len(names))
        self._keys, self._key_ends = np.frombuffer(keys, np.int32), np.frombuffer(key_ends, np.int64)
        self._names, self._name_ends = np.frombuffer(names, np.int32), np.frombuffer(name_ends, np.int64)
        self.shortest: NDArray[np.int32] = np.frombuffer(shortest, np.int32)  # keys of each product's shortest name
        self._written = tuple(self._ids)
        self._invert()

    def __contains__(self, key: str) -> bool:
        return key in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        """How many products."""
        return len(self.shortest)

    def ids(self, weights: Mapping[str, float]) -> dict[int, float]:
        """The same mapping by the number that stands for each key here."""
        return {self._ids[key]: weight for key, weight in weights.items()}

    def keys_of(self, position: int) -> frozenset[int]:
        """Everything that is said of a product, as numbers."""
        return frozenset(self._keys[self._key_ends[position] : self._key_ends[position + 1]].tolist())

    def names_of(self, position: int) -> list[set[int]]:
        """The keys of a product's name and of each alias, as numbers; one empty set when it has none."""
        names: list[set[int]] = [set()]
        for key in self._names[self._name_ends[position] : self._name_ends[position + 1]].tolist():
            if key == _END:
                names.append(set())
            else:
                names[-1].add(key)
        return names[:-1] or names

    def named(self, ids: Iterable[int]) -> frozenset[str]:
        """The keys that some numbers stand for."""
        return frozenset(self._written[i] for i in ids)

    def has(self, position: int, keys: Iterable[str]) -> bool:
        """Whether any of the keys is said of a product."""
        own = self.keys_of(position)
        return any(self._ids.get(key, _END) in own for key in keys)

    def count(self, keys: Collection[str]) -> int:
        """How many products have the keys, those with several counted for each."""
        return int(sum(self._lists_ends[i + 1] - self._lists_ends[i] for i in map(self._ids.__getitem__, keys)))

    def any_of(self, keys: Collection[str]) -> Positions:
        """Products that have at least one of the keys."""
        lists = [self._list(key) for key in keys]
        if len(lists) == 1:
            return lists[0]
        if sum(map(len, lists)) < _FEW:
            return np.unique(np.concatenate(lists)) if lists else np.empty(0, np.int32)
        return np.flatnonzero(self._marked(lists)).astype(np.int32)

    def all_of(self, groups: Sequence[Collection[str]]) -> Positions:
        """Products that have a key of each group."""
        smallest, *others = sorted(groups, key=self.count)
        found = self.any_of(smallest)
        for group in others:
            lists = [self._list(key) for key in group]
            if len(found) * len(lists) < _FEW:
                found = found[np.logical_or.reduce([_within(found, one) for one in lists])]
            else:
                found = found[self._marked(lists)[found]]
        return found

    def _marked(self, lists: Iterable[Positions]) -> NDArray[np.bool_]:
        """For every product whether it is in any of the lists."""
        has = np.zeros(len(self), np.bool_)
        for one in lists:
            has[one] = True
        return has

    def _list(self, key: str) -> Positions:
        number = self._ids[key]
        return self._lists[self._lists_ends[number] : self._lists_ends[number + 1]]

    def _id(self, key: str) -> int:
        return self._ids.setdefault(key, len(self._ids))

    def _invert(self) -> None:
        order = np.argsort(self._keys, kind="stable")
        products = np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self._key_ends))
        self._lists: Positions = products[order]
        counts = np.bincount(self._keys, minlength=len(self._ids))
        self._lists_ends = np.concatenate(([0], np.cumsum(counts)))


def _within(asked: Positions, listed: Positions) -> NDArray[np.bool_]:
    """Which of the asked are in an ascending list."""
    at = np.minimum(np.searchsorted(listed, asked), len(listed) - 1)
    found: NDArray[np.bool_] = listed[at] == asked
    return found
