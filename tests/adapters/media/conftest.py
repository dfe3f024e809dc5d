"""A media server's interface, over sockets."""

from collections.abc import Iterator

import pytest

from tests.support.media_api import MediaApi, media_api


@pytest.fixture
def api() -> Iterator[MediaApi]:
    with media_api() as served:
        yield served
