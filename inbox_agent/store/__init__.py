"""What is remembered: tables, the unit of work, and small functions over them.

with store.begin() as uow:        # leaving without commit rolls back
    ...
    uow.commit()
"""

from inbox_agent.store.database import Store, open_store

__all__ = ["Store", "open_store"]
