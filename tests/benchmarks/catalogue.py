"""How long finding a product takes, how long loading a catalogue takes (processor time), and in how much memory.

python tests/benchmarks/catalogue.py [PRODUCTS ...]      default: 1000 10000 200000"""

import resource
import subprocess
import sys
import time
from statistics import median

from made_up import products, queries

from inbox_agent import lexicon, shipped
from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.extract.items import identify


def measure(count: int) -> str:
    catalogue = list(products(count))
    rules = lexicon.load(shipped.folder() / "rules")
    asked = queries(catalogue, 2000)
    before = memory()
    start = time.process_time()
    index = ProductIndex(catalogue, rules)
    built = time.process_time() - start
    for text in asked[:200]:
        identify(text, None, index)
    took = []
    for text in asked:
        start = time.process_time()
        identify(text, None, index)
        took.append((time.process_time() - start) * 1000)
    took.sort()
    times = f"{median(took):8.3f} {sum(took) / len(took):8.3f} {took[int(len(took) * 0.99)]:8.3f}"
    return f"{count:>9} {built:8.2f} {memory() - before:8.0f} {times}"


def memory() -> float:
    """Peak resident memory so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """One process a size, so that each has its own peak of memory."""
    if len(sys.argv) == 2:
        print(measure(int(sys.argv[1])))
        return
    print(" products   load s   + MB    median     mean     99 %   (ms a query)")
    for count in sys.argv[1:] or ("1000", "10000", "200000"):
        print(
            subprocess.run([sys.executable, __file__, count], capture_output=True, text=True, check=True).stdout, end=""
        )


if __name__ == "__main__":
    main()
