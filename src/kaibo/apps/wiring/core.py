"""Joining the core process: its context, what stands behind each port, its rooms and sockets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from kaibo.adapters.email.simulated.transport import SimulatedTransport
from kaibo.adapters.email.smtp.transport import SmtpTransport
from kaibo.adapters.media.builtin.recording.shelf import LocalShelf
from kaibo.adapters.media.hooks.servers import HookedServers
from kaibo.adapters.media.kinds import hooked_servers
from kaibo.adapters.media.remux.cutter import RemuxCutter
from kaibo.adapters.payments.sandbox.gateway import SandboxGateway
from kaibo.apps.callers import StaffOfInstallation, ViewersOfInstallation
from kaibo.apps.gateway.wiring import TICKETS, handshake_rules, link_of
from kaibo.apps.supervised import is_demo
from kaibo.apps.system import SystemWatch
from kaibo.apps.wiring.reactions import build_registry
from kaibo.flows.audit_names import facade as audit_names
from kaibo.flows.buyer_data.throttle import ExportThrottle
from kaibo.flows.buyer_mail import sources as buyer_mail_sources
from kaibo.flows.media_report.quality_facts import quality_listener
from kaibo.flows.order_desk.lookup import LookupThrottle
from kaibo.flows.pay_order.throttle import CheckThrottle
from kaibo.flows.place_order.intake import OrderIntake
from kaibo.flows.place_order.service import Terms
from kaibo.flows.show_summary.remembering import Summaries
from kaibo.flows.sign_in_viewer import service as sign_in_viewer
from kaibo.kernel.clock import Clock, SystemClock, epoch_ms
from kaibo.modules.analytics import service as analytics_service
from kaibo.modules.analytics.contracts import Act
from kaibo.modules.analytics.keeper import ActKeeper
from kaibo.modules.audience import facade as audience
from kaibo.modules.identity import facade as identity
from kaibo.modules.identity.throttle import SignInThrottle
from kaibo.modules.mail import service as mail_service
from kaibo.modules.mail.contracts import Letterhead, MailKind
from kaibo.modules.mail.ports import MailTransport
from kaibo.modules.mail.post import PostOffice
from kaibo.modules.media import facade as media
from kaibo.modules.media.health import HealthBoard
from kaibo.modules.media.ports import ExternalServers, ReportListeners
from kaibo.modules.media.servers import MediaServers
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.ports import Gateways
from kaibo.modules.quality.acquaintance import Acquaintance
from kaibo.modules.quality.board import QualityBoard
from kaibo.modules.quality.keeper import QualityKeeper
from kaibo.modules.recordings.ports import Cutter, RecordingShelf
from kaibo.modules.recordings.replay import Replays
from kaibo.modules.recordings.storage import StorageWatch
from kaibo.modules.rooms import moderating as rooms_moderating
from kaibo.modules.rooms import service as rooms_service
from kaibo.modules.rooms import timeline as rooms_timeline
from kaibo.modules.rooms import visits as rooms_visits
from kaibo.modules.rooms.attendance import AttendanceKeeper
from kaibo.modules.rooms.attention import AttentionSampler
from kaibo.modules.rooms.contracts import AttentionSample
from kaibo.modules.rooms.frames import RoomSnapshot
from kaibo.modules.rooms.hub import RoomHub
from kaibo.modules.rooms.link.core import CoreEnd
from kaibo.modules.rooms.muting import Mutes
from kaibo.modules.rooms.refresh import RoomRefresher
from kaibo.modules.rooms.signal_keeper import SignalKeeper
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import TimelineEntry
from kaibo.platform.audit import write_down
from kaibo.platform.audit.things import Naming
from kaibo.platform.auth.secrets import load_secret_key
from kaibo.platform.blobs import BlobStore, LocalBlobStore
from kaibo.platform.db import Database
from kaibo.platform.http.callers import StaffAuthenticator, ViewerAuthenticator
from kaibo.platform.http.context import Context
from kaibo.platform.i18n import translate
from kaibo.platform.realtime import RealtimeEndpoint, TicketSigner
from kaibo.platform.settings import Settings
from kaibo.platform.work import Outbox, Registry


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
    naming: Naming = audit_names.name
    context.provide(Naming, naming)
    context.provide(SignInThrottle, SignInThrottle())
    context.provide(audience.CodeThrottle, audience.CodeThrottle())
    context.provide(audience.SessionBook, audience.SessionBook(db, clock))
    context.provide(LookupThrottle, LookupThrottle())
    context.provide(CheckThrottle, CheckThrottle())
    context.provide(ExportThrottle, ExportThrottle())
    context.provide(Summaries, Summaries(clock.steady))
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
