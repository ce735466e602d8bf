"""An invented company's status site."""

from __future__ import annotations

from datetime import UTC, datetime

from harvest.status.model import Component, Settings, Speaker

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

SETTINGS = Settings(
    name="Kettle Works",
    url="https://status.kettle-status.example/",
    service="https://kettle.example/",
    help="https://help.kettle.example/",
    components=(
        Component(id="uploads", name="Uploads", group="Photos", names={"de": "Hochladen"}),
        Component(id="website", name="Website"),
        Component(id="sync", name="Syncing"),
    ),
    speakers=(
        Speaker(key="ada", name="Ada Quill", role="Head of support"),
        Speaker(key="bo", name="Bo Reed", role="Engineer on call"),
    ),
    languages=("de", "ar"),
)
