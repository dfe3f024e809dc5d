"""The one place that knows every part and joins them.

Everything else sees its neighbours through narrow doors; here models are gathered for the
migrations, routes for the application, handlers and jobs for the work queue, and adapters
for the ports.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter

from kaibo.adapters.email.simulated.transport import SimulatedTransport
from kaibo.adapters.email.smtp.transport import SmtpTransport
from kaibo.adapters.media.builtin.recording.shelf import LocalShelf
from kaibo.adapters.media.hooks import routes as media_hook_routes
from kaibo.adapters.media.hooks.desk import IMPORT_JOB
from kaibo.adapters.media.hooks.servers import HookedServers
from kaibo.adapters.media.importing.jobs import import_file
from kaibo.adapters.media.kinds import hooked_servers
from kaibo.adapters.media.remux.cutter import RemuxCutter
from kaibo.adapters.payments.sandbox import control_routes as sandbox_control_routes
from kaibo.adapters.payments.sandbox import jobs as sandbox_jobs
from kaibo.adapters.payments.sandbox import models as sandbox_models
from kaibo.adapters.payments.sandbox import routes as sandbox_routes
from kaibo.adapters.payments.sandbox.gateway import SandboxGateway
from kaibo.apps.callers import StaffOfInstallation, ViewersOfInstallation
from kaibo.apps.gateway.wiring import TICKETS, handshake_rules, link_of
from kaibo.apps.supervised import is_demo
from kaibo.apps.system import SystemWatch
from kaibo.flows.buyer_data import routes as buyer_data_routes
from kaibo.flows.buyer_mail import handlers as buyer_mail_handlers
from kaibo.flows.buyer_mail import sources as buyer_mail_sources
from kaibo.flows.cancel_order import jobs as cancel_order_jobs
from kaibo.flows.cancel_order import routes as cancel_order_routes
from kaibo.flows.cart import routes as cart_routes
from kaibo.flows.end_show import routes as end_show_routes
from kaibo.flows.follow_order import jobs as follow_order_jobs
from kaibo.flows.follow_order import routes as follow_order_routes
from kaibo.flows.go_on_air import routes as go_on_air_routes
from kaibo.flows.lobby import routes as lobby_routes
from kaibo.flows.media_report import routes as media_report_routes
from kaibo.flows.media_report.quality_facts import quality_listener
from kaibo.flows.order_desk import routes as order_desk_routes
from kaibo.flows.order_desk.lookup import LookupThrottle
from kaibo.flows.pay_order import handlers as pay_order_handlers
from kaibo.flows.pay_order import routes as pay_order_routes
from kaibo.flows.place_order import facade as place_order
from kaibo.flows.place_order import handlers as place_order_handlers
from kaibo.flows.place_order import routes as place_order_routes
from kaibo.flows.place_order.intake import OrderIntake
from kaibo.flows.place_order.service import Terms
from kaibo.flows.refund_order import routes as refund_order_routes
from kaibo.flows.refund_order import service as refund_order
from kaibo.flows.remove_old import service as remove_old
from kaibo.flows.ship_order import routes as ship_order_routes
from kaibo.flows.show_replay import routes as show_replay_routes
from kaibo.flows.show_stock import routes as show_stock_routes
from kaibo.flows.show_summary import routes as show_summary_routes
from kaibo.flows.sign_in_viewer import routes as sign_in_viewer_routes
from kaibo.flows.sign_in_viewer import service as sign_in_viewer
from kaibo.kernel.clock import Clock, SystemClock, epoch_ms
from kaibo.modules.analytics import models as analytics_models
from kaibo.modules.analytics import routes as analytics_routes
from kaibo.modules.analytics import service as analytics_service
from kaibo.modules.analytics.contracts import Act
from kaibo.modules.analytics.keeper import ActKeeper
from kaibo.modules.audience import codes as audience_codes
from kaibo.modules.audience import facade as audience
from kaibo.modules.audience import models as audience_models
from kaibo.modules.audience import routes as audience_routes
from kaibo.modules.catalog import models as catalog_models
from kaibo.modules.catalog import routes as catalog_routes
from kaibo.modules.catalog import stock_routes as catalog_stock_routes
from kaibo.modules.catalog.events import ProductChanged, ProductsChanged, StockChanged
from kaibo.modules.catalog.service import search as catalog_search
from kaibo.modules.catalog.transfer import jobs as catalog_transfer_jobs
from kaibo.modules.catalog.transfer import models as catalog_transfer_models
from kaibo.modules.catalog.transfer import routes as catalog_transfer_routes
from kaibo.modules.catalog.transfer import service as catalog_transfer
from kaibo.modules.fulfilment import models as fulfilment_models
from kaibo.modules.identity import facade as identity
from kaibo.modules.identity import models as identity_models
from kaibo.modules.identity import routes as identity_routes
from kaibo.modules.identity import staff_routes as identity_staff_routes
from kaibo.modules.identity.throttle import SignInThrottle
from kaibo.modules.mail import facade as mail
from kaibo.modules.mail import jobs as mail_jobs
from kaibo.modules.mail import models as mail_models
from kaibo.modules.mail import routes as mail_routes
from kaibo.modules.mail import service as mail_service
from kaibo.modules.mail.contracts import Letterhead, MailKind
from kaibo.modules.mail.ports import MailTransport
from kaibo.modules.mail.post import PostOffice
from kaibo.modules.media import facade as media
from kaibo.modules.media import models as media_models
from kaibo.modules.media import routes as media_routes
from kaibo.modules.media import server_routes as media_server_routes
from kaibo.modules.media.events import PlaybackChanged
from kaibo.modules.media.health import HealthBoard
from kaibo.modules.media.ports import ExternalServers, ReportListeners
from kaibo.modules.media.servers import MediaServers
from kaibo.modules.orders import models as orders_models
from kaibo.modules.orders.events import OrderPaid, OrderRefunded, OrderShipped
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments import handlers as payments_handlers
from kaibo.modules.payments import models as payments_models
from kaibo.modules.payments import routes as payments_routes
from kaibo.modules.payments.events import (
    RefundAsked,
    RefundFailed,
    RefundSucceeded,
    WebhookReceived,
)
from kaibo.modules.payments.ports import Gateways
from kaibo.modules.promotions import jobs as promotions_jobs
from kaibo.modules.promotions import models as promotions_models
from kaibo.modules.promotions import routes as promotions_routes
from kaibo.modules.promotions import service as promotions_service
from kaibo.modules.promotions.events import DealChanged
from kaibo.modules.quality import models as quality_models
from kaibo.modules.quality import routes as quality_routes
from kaibo.modules.quality.acquaintance import Acquaintance
from kaibo.modules.quality.board import QualityBoard
from kaibo.modules.quality.keeper import QualityKeeper
from kaibo.modules.recordings import clips as recordings_clips
from kaibo.modules.recordings import jobs as recordings_jobs
from kaibo.modules.recordings import models as recordings_models
from kaibo.modules.recordings import routes as recordings_routes
from kaibo.modules.recordings import service as recordings_service
from kaibo.modules.recordings.events import ClipDeleted, RecordingDeleted
from kaibo.modules.recordings.ports import Cutter, RecordingShelf
from kaibo.modules.recordings.replay import Replays
from kaibo.modules.recordings.storage import StorageWatch
from kaibo.modules.retention import models as retention_models
from kaibo.modules.retention import routes as retention_routes
from kaibo.modules.rooms import handlers as rooms_handlers
from kaibo.modules.rooms import models as rooms_models
from kaibo.modules.rooms import moderating as rooms_moderating
from kaibo.modules.rooms import moderation_routes as rooms_moderation_routes
from kaibo.modules.rooms import routes as rooms_routes
from kaibo.modules.rooms import service as rooms_service
from kaibo.modules.rooms import timeline as rooms_timeline
from kaibo.modules.rooms import visits as rooms_visits
from kaibo.modules.rooms.attendance import AttendanceKeeper
from kaibo.modules.rooms.attention import AttentionSampler
from kaibo.modules.rooms.contracts import AttentionSample
from kaibo.modules.rooms.events import (
    ExplanationChanged,
    ProductPinned,
    ProductUnpinned,
    TalkModerated,
)
from kaibo.modules.rooms.frames import RoomSnapshot
from kaibo.modules.rooms.hub import RoomHub
from kaibo.modules.rooms.link.core import CoreEnd
from kaibo.modules.rooms.muting import Mutes
from kaibo.modules.rooms.refresh import RoomRefresher
from kaibo.modules.rooms.signal_keeper import SignalKeeper
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows import models as shows_models
from kaibo.modules.shows import public_routes as shows_public_routes
from kaibo.modules.shows import routes as shows_routes
from kaibo.modules.shows.contracts import TimelineEntry
from kaibo.modules.shows.events import ShowChanged, ShowClosed, ShowWentOnAir
from kaibo.modules.workplace import models as workplace_models
from kaibo.modules.workplace import routes as workplace_routes
from kaibo.platform.audit import models as audit_models
from kaibo.platform.audit import routes as audit_routes
from kaibo.platform.audit import write_down
from kaibo.platform.auth.secrets import load_secret_key
from kaibo.platform.blobs import BlobStore, LocalBlobStore
from kaibo.platform.db import Base, Database
from kaibo.platform.http import idempotency
from kaibo.platform.http.callers import StaffAuthenticator, ViewerAuthenticator
from kaibo.platform.http.context import Context
from kaibo.platform.i18n import translate
from kaibo.platform.realtime import RealtimeEndpoint, TicketSigner
from kaibo.platform.settings import Settings
from kaibo.platform.work import Outbox, Registry
from kaibo.platform.work import models as work_models
from kaibo.platform.work import routes as work_routes

# Importing a module's models is what puts its tables into the metadata.
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

# The order matters where one address could be read as another's: `/shows/public` comes before
# `/shows/{show}`, `/products/imports` before `/products/{product_id}`.
API_ROUTERS: tuple[APIRouter, ...] = (
    identity_routes.router,
    identity_staff_routes.router,
    workplace_routes.router,
    sign_in_viewer_routes.router,
    buyer_data_routes.router,
    audience_routes.router,
    mail_routes.router,
    catalog_transfer_routes.router,
    catalog_routes.router,
    catalog_stock_routes.router,
    rooms_routes.router,
    lobby_routes.router,
    shows_public_routes.router,
    rooms_moderation_routes.router,
    shows_routes.router,
    go_on_air_routes.router,
    end_show_routes.router,
    media_routes.router,
    media_server_routes.router,
    media_hook_routes.router,
    media_report_routes.router,
    promotions_routes.router,
    show_stock_routes.router,
    show_summary_routes.router,
    analytics_routes.router,
    cart_routes.router,
    place_order_routes.router,
    order_desk_routes.router,
    pay_order_routes.router,
    cancel_order_routes.router,
    ship_order_routes.router,
    follow_order_routes.router,
    refund_order_routes.router,
    payments_routes.router,
    quality_routes.router,
    recordings_routes.router,
    show_replay_routes.router,
    work_routes.router,
    audit_routes.router,
    retention_routes.router,
)
ROOT_ROUTERS: tuple[APIRouter, ...] = (sandbox_routes.router, sandbox_control_routes.router)


def build_registry() -> Registry:
    """Say who reacts to what."""
    registry = Registry()
    registry.on_effect(ShowChanged, rooms_handlers.refresh_room)
    registry.on_effect(ShowWentOnAir, rooms_handlers.refresh_room)
    registry.on_effect(ShowClosed, rooms_handlers.refresh_room)
    registry.on_effect(PlaybackChanged, rooms_handlers.refresh_room)
    registry.on_effect(ProductPinned, rooms_handlers.refresh_room)
    registry.on_effect(ProductUnpinned, rooms_handlers.refresh_room)
    registry.on_effect(ExplanationChanged, rooms_handlers.refresh_room)
    registry.on_effect(TalkModerated, rooms_handlers.refresh_room)
    registry.on_effect(ProductChanged, rooms_handlers.refresh_rooms_selling)
    registry.on_effect(StockChanged, rooms_handlers.refresh_rooms_selling)
    registry.on_effect(ProductsChanged, rooms_handlers.refresh_rooms_selling_any)
    registry.on_effect(OrderPaid, rooms_handlers.tell_of_purchase)
    registry.on(ShowClosed, rooms_handlers.put_everything_back)
    registry.on(ShowChanged, rooms_handlers.put_back_what_left)
    registry.on_effect(WebhookReceived, pay_order_handlers.ask_gateway)
    registry.on_effect(StockChanged, place_order_handlers.forget_sold_out)
    registry.on_effect(ProductsChanged, place_order_handlers.forget_all_sold_out)
    registry.on_effect(DealChanged, rooms_handlers.refresh_room)
    registry.slow_job(catalog_transfer.CHECK_JOB, catalog_transfer_jobs.check)
    registry.slow_job(catalog_transfer.RUN_JOB, catalog_transfer_jobs.run)
    registry.job(promotions_service.OVER_JOB, promotions_jobs.over)
    registry.on_effect(RefundAsked, payments_handlers.refund)
    registry.on(RefundSucceeded, refund_order.take_over)
    registry.on(RefundFailed, refund_order.note_failure)
    registry.job(catalog_search.STORE_JOB, catalog_search.store_some)
    registry.job(place_order.SWEEP_JOB, cancel_order_jobs.sweep)
    registry.effect_job(cancel_order_jobs.EXPIRY_JOB, cancel_order_jobs.expire)
    registry.effect_job(place_order.CLOSE_JOB, cancel_order_jobs.close)
    registry.job(follow_order_jobs.COMPLETE_JOB, follow_order_jobs.complete)
    registry.effect_job("sandbox.send_webhook", sandbox_jobs.send_webhook)
    registry.on(OrderPaid, buyer_mail_handlers.tell_paid)
    registry.on(OrderShipped, buyer_mail_handlers.tell_shipped)
    registry.on(OrderRefunded, buyer_mail_handlers.tell_refunded)
    registry.on_effect(ShowWentOnAir, buyer_mail_handlers.remind_of_show)
    registry.job(remove_old.DAILY_JOB, remove_old.daily)
    registry.slow_job(remove_old.NOW_JOB, remove_old.remove)
    registry.job(audience_codes.FORGET_JOB, audience_codes.forget_past)
    for job, at_once in mail.LANES.items():
        registry.lane_job(job, mail_jobs.send, at_once)
    registry.on_effect(RecordingDeleted, recordings_jobs.remove_recording)
    registry.on_effect(ClipDeleted, recordings_jobs.remove_clip)
    registry.slow_job(recordings_clips.CUT_JOB, recordings_jobs.cut)
    registry.slow_job(IMPORT_JOB, import_file)
    registry.effect_job(recordings_clips.COVER_JOB, recordings_jobs.cover)
    registry.job(recordings_service.TIDY_JOB, recordings_jobs.tidy_again)
    registry.effect_job(recordings_jobs.TIDY_NOW_JOB, recordings_jobs.tidy)
    return registry


@dataclass(frozen=True, slots=True)
class Core:
    """The core process, joined but not started."""

    context: Context
    registry: Registry
    hub: RoomHub
    endpoint: RealtimeEndpoint
    gateways: CoreEnd | None = None
    """Where gateways are spoken to, when there may be any."""


def build_context(settings: Settings, registry: Registry, *, clock: Clock | None = None) -> Context:
    """Join settings, records, work and adapters; opens the database."""
    clock = clock or SystemClock()
    secret = load_secret_key(settings.secret.get_secret_value(), settings.data)
    blobs: BlobStore = LocalBlobStore(settings.data / "files")
    db = Database(settings.sqlalchemy_url, clock=clock, outbox=Outbox(registry), witness=write_down)
    context = Context(settings, clock, db, secret, blobs)
    # Declared by their ports, so that the types are checked against them.
    staff: StaffAuthenticator = StaffOfInstallation(context)
    viewers: ViewerAuthenticator = ViewersOfInstallation(context)
    context.provide(StaffAuthenticator, staff)
    context.provide(ViewerAuthenticator, viewers)
    context.provide(SignInThrottle, SignInThrottle())
    context.provide(audience.CodeThrottle, audience.CodeThrottle())
    context.provide(audience.SessionBook, audience.SessionBook(db, clock))
    context.provide(LookupThrottle, LookupThrottle())
    context.provide(HealthBoard, HealthBoard())
    media_servers = MediaServers.of(settings)
    context.provide(MediaServers, media_servers)
    hooked = hooked_servers(context, media_servers.external)
    context.provide(HookedServers, hooked)
    context.provide(ExternalServers, hooked.asked())
    context.provide(ReportListeners, ReportListeners())
    board = QualityBoard(is_direct=not settings.media_url)
    context.provide(QualityBoard, board)
    context.port(ReportListeners).append(quality_listener(context))
    context.provide(QualityKeeper, QualityKeeper(board, db, clock))
    context.provide(Acquaintance, Acquaintance(db))

    async def store_acts(acts: list[Act]) -> None:
        await db.run(analytics_service.keep, acts)

    context.provide(ActKeeper, ActKeeper(store_acts, steady=clock.steady))
    shelf: RecordingShelf = LocalShelf(settings.recordings_folder)
    context.provide(RecordingShelf, shelf)
    cutter: Cutter = RemuxCutter()
    context.provide(Cutter, cutter)
    context.provide(Replays, Replays(shelf))
    context.provide(StorageWatch, StorageWatch())
    context.provide(PostOffice, _post_office(settings, clock))
    context.provide(Gateways, Gateways(SandboxGateway(db, secret)))

    def terms() -> Terms:
        holds_for = timedelta(seconds=context.settings.order_expiry_seconds)
        return Terms(payments.default_gateway(context), holds_for)

    context.provide(OrderIntake, OrderIntake(db, clock, terms))
    context.provide(SystemWatch, SystemWatch(context))
    context.provide(TicketSigner, TicketSigner(secret.derive(TICKETS)))
    return context


def build_core(settings: Settings, *, clock: Clock | None = None) -> Core:
    """Join the core process: context, rooms and sockets."""
    registry = build_registry()
    context = build_context(settings, registry, clock=clock)

    async def load_room(show_id: str) -> RoomSnapshot | None:
        return await context.db.read(
            rooms_service.snapshot,
            show_id,
            media.addresses(context, None),
            at=context.clock.now(),
        )

    hub = RoomHub(load_room, translate=translate, now=lambda: epoch_ms(context.clock.now()))

    async def load_mutes(show_id: str) -> Mutes:
        return await context.db.read(rooms_moderating.mutes, show_id, context.clock.now())

    hub.mutes_loader = load_mutes
    context.provide(RoomHub, hub)

    async def store_attention(samples: list[AttentionSample]) -> None:
        await context.db.run(rooms_timeline.add_attention, samples)

    hub.add_listener(
        AttentionSampler(hub, store_attention, now=lambda: epoch_ms(context.clock.now()))
    )
    context.provide(AttendanceKeeper, _attendance_keeper(context, hub))
    context.provide(SignalKeeper, _signal_keeper(context, hub))
    context.provide(RoomRefresher, RoomRefresher(hub, load_room))
    endpoint = RealtimeEndpoint(
        hub.resolver(context.port(TicketSigner)), rules=handshake_rules(settings)
    )
    gateways = None
    if settings.redis_url:
        gateways = CoreEnd(hub, link_of(settings, context.secret))
    return Core(context, registry, hub, endpoint, gateways)


def _post_office(settings: Settings, clock: Clock) -> PostOffice:
    """Say who carries mails, and who tells what they are about."""
    transport: MailTransport | None = SimulatedTransport() if is_demo() else None
    if url := settings.smtp_url.get_secret_value():
        transport = SmtpTransport(url, settings.mail_from, clock)
    return PostOffice(
        transport,
        sources={
            MailKind.TEST: mail_service.sample_facts,
            MailKind.SIGN_IN_CODE: sign_in_viewer.code_facts,
            MailKind.ORDER_PAID: buyer_mail_sources.paid_order,
            MailKind.ORDER_SHIPPED: buyer_mail_sources.shipped_order,
            MailKind.ORDER_REFUNDED: buyer_mail_sources.refunded_order,
            MailKind.SHOW_REMINDER: buyer_mail_sources.show,
        },
        letterhead=_letterhead,
    )


async def _letterhead(context: Context) -> Letterhead:
    store = await context.db.read(identity.get_store)
    legal = (store.legal_name, store.address, store.contact)
    return Letterhead(store.name, " · ".join(filter(None, legal)), context.settings.public_url)


def _timeline(context: Context) -> Callable[[list[TimelineEntry]], Awaitable[None]]:
    """Give how entries are put on the shows' timelines."""

    async def store(entries: list[TimelineEntry]) -> None:
        await context.db.run(shows.append, entries)

    return store


def _attendance_keeper(context: Context, hub: RoomHub) -> AttendanceKeeper:
    """Have it counted who comes to rooms, and told to the shows' timelines."""

    def now() -> int:
        return epoch_ms(context.clock.now())

    async def recall(show_id: str, figures_only: bool) -> rooms_visits.Past:  # noqa: FBT001 -- as in Recall
        return await context.db.read(
            rooms_visits.recall, show_id, now_ms=now(), figures_only=figures_only
        )

    keeper = AttendanceKeeper(hub, _timeline(context), recall, now=now, steady=context.clock.steady)
    hub.add_listener(keeper)
    return keeper


def _signal_keeper(context: Context, hub: RoomHub) -> SignalKeeper:
    """Have it kept on the shows' timelines what looks as if no person did it."""
    keeper = SignalKeeper(
        _timeline(context), now=lambda: epoch_ms(context.clock.now()), steady=context.clock.steady
    )
    hub.add_listener(keeper)
    return keeper
