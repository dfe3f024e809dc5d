"""Every table of the core: importing a module's models is what puts them into the metadata."""

from __future__ import annotations

from kaibo.adapters.payments.sandbox import models as sandbox_models
from kaibo.modules.analytics import models as analytics_models
from kaibo.modules.audience import models as audience_models
from kaibo.modules.catalog import models as catalog_models
from kaibo.modules.catalog.transfer import models as catalog_transfer_models
from kaibo.modules.fulfilment import models as fulfilment_models
from kaibo.modules.identity import models as identity_models
from kaibo.modules.mail import models as mail_models
from kaibo.modules.media import models as media_models
from kaibo.modules.orders import models as orders_models
from kaibo.modules.payments import models as payments_models
from kaibo.modules.promotions import models as promotions_models
from kaibo.modules.quality import models as quality_models
from kaibo.modules.recordings import models as recordings_models
from kaibo.modules.retention import models as retention_models
from kaibo.modules.rooms import models as rooms_models
from kaibo.modules.shows import models as shows_models
from kaibo.modules.workplace import models as workplace_models
from kaibo.platform.audit import models as audit_models
from kaibo.platform.db import Base
from kaibo.platform.http import idempotency
from kaibo.platform.work import models as work_models

_TABLES = (
    analytics_models,
    audience_models,
    audit_models,
    catalog_models,
    catalog_transfer_models,
    fulfilment_models,
    idempotency,
    identity_models,
    mail_models,
    media_models,
    orders_models,
    payments_models,
    promotions_models,
    quality_models,
    recordings_models,
    retention_models,
    rooms_models,
    sandbox_models,
    shows_models,
    work_models,
    workplace_models,
)
METADATA = Base.metadata
