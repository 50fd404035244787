"""What is done with mail, step by step: intake, processing, dispatch, review. The only transactions are here.

server -> intake (commit) -> processing (commit) -> dispatch -> SMTP, fulfilment, folders
"""

from inbox_agent.service.context import Service

__all__ = ["Service"]
