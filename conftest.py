"""With CI=true nothing may be skipped: a run in which something was fails."""

import os

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and os.environ.get("CI") == "true":
        reporter.write_line(f"\nCI=true: {len(skipped)} skipped, and nothing may be (reasons: -rs)", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
