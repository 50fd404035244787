"""The other side of worker.py: one worker, kept between calls, killed and replaced when it takes too long."""

import atexit
import contextlib
import os
import subprocess
import sys
import threading
import time
from typing import Any

from inbox_agent.model import Attachment, Document
from inbox_agent.readers import limits, wire, worker

# What a reader needs of the environment; the rest, with its passwords, is none of its business.
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TESSDATA_PREFIX", "SYSTEMROOT")


class Sandbox:
    """A worker process, started at the first file. Safe to use from several threads: one file at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)

    def read(self, kind: str, attachment: Attachment, seconds: float = limits.MAX_SECONDS) -> Document:
        """Read a file in the worker. One that kills it or takes too long is a problem in words."""
        with self._lock:
            process = self._running()
            started = time.monotonic()
            timer = threading.Timer(seconds, process.kill)
            timer.start()
            try:
                answer = self._ask(process, kind, attachment)
            finally:
                timer.cancel()
            if answer is not None:
                return wire.load(answer)
            self._stop()
        if time.monotonic() - started >= seconds:
            return Document(attachment.name, kind, problem=f"reading took longer than {seconds:.2g} seconds")
        broken = "the file could not be read: it needs too much memory, or is damaged in a way that breaks its reader"
        return Document(attachment.name, kind, problem=broken)

    def close(self) -> None:
        with self._lock:
            self._stop()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
            environment |= {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OMP_THREAD_LIMIT": "1"}
            command = [sys.executable, "-m", worker.__name__]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
            )
        return self._process

    @staticmethod
    def _ask(process: subprocess.Popen[bytes], kind: str, attachment: Attachment) -> Any:
        """The worker's answer; None when it died."""
        assert process.stdin is not None and process.stdout is not None
        try:
            worker.send(process.stdin, wire.request(kind, attachment), attachment.data)
            answer = worker.receive(process.stdout)
        except (OSError, ValueError):
            return None
        return answer[0] if answer else None

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
