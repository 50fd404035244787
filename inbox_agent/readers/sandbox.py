"""The other side of worker.py: one worker, kept between calls, killed and replaced when it takes too long."""

import atexit
import contextlib
import os
import subprocess
import sys
import threading
import time
from typing import Any

from inbox_agent import codec
from inbox_agent.model import Attachment, Document
from inbox_agent.readers import worker

TIMEOUT = 20.0  # seconds for one file


class Sandbox:
    """A worker process, started at the first file. Safe to use from several threads: one file at a time."""

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)

    def read(self, kind: str, attachment: Attachment) -> Document:
        """Read a file in the worker. One that kills it or takes too long is a problem in words."""
        with self._lock:
            process = self._running()
            started = time.monotonic()
            timer = threading.Timer(self._timeout, process.kill)
            timer.start()
            try:
                answer = self._ask(process, {"kind": kind, "attachment": codec.dump(attachment)})
            finally:
                timer.cancel()
            if answer is not None:
                return codec.load(Document, answer)
            self._stop()
        if time.monotonic() - started >= self._timeout:
            return Document(attachment.name, kind, problem=f"reading took longer than {self._timeout:g} seconds")
        return Document(attachment.name, kind, problem="the file could not be read (its reader broke down)")

    def close(self) -> None:
        with self._lock:
            self._stop()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
            command = [sys.executable, "-m", worker.__name__]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
            )
        return self._process

    @staticmethod
    def _ask(process: subprocess.Popen[bytes], request: Any) -> Any:
        """The worker's answer; None when it died."""
        assert process.stdin is not None and process.stdout is not None
        try:
            worker.send(process.stdin, request)
            return worker.receive(process.stdout)
        except (OSError, ValueError):
            return None

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
