"""A weak reference to the builder, for objects that are kept as long as the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import ref

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


class BuilderReference:
    """Refers to the builder weakly, because the builder holds the environment, which keeps the site."""

    def __init__(self, builder: Builder) -> None:
        self._builder = ref(builder)

    @property
    def builder(self) -> Builder:
        """The builder of this build."""
        builder = self._builder()
        assert builder is not None
        return builder

    @property
    def env(self) -> BuildEnvironment:
        """The environment of this build."""
        return self.builder.env
