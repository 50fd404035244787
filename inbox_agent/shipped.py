"""The default rules/, templates/ and config.toml: within the installed package, or at the top of a checkout."""

from pathlib import Path


def folder() -> Path:
    """The folder that has rules/, templates/ and config.toml."""
    package = Path(__file__).parent
    return package / "defaults" if (package / "defaults").is_dir() else package.parent
