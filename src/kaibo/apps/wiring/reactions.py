"""Who reacts to what: the handlers of events, and the jobs."""

from __future__ import annotations

from kaibo.adapters.media.hooks.desk import IMPORT_JOB
from kaibo.adapters.media.importing.jobs import import_file
from kaibo.adapters.payments.sandbox import jobs as sandbox_jobs
from kaibo.flows.buyer_data import jobs as buyer_data_jobs
from kaibo.flows.buyer_mail import handlers as buyer_mail_handlers
from kaibo.flows.cancel_order import jobs as cancel_order_jobs
from kaibo.flows.follow_order import jobs as follow_order_jobs
from kaibo.flows.pay_order import handlers as pay_order_handlers
from kaibo.flows.place_order import facade as place_order
from kaibo.flows.place_order import handlers as place_order_handlers
from kaibo.flows.refund_order import service as refund_order
from kaibo.flows.remove_old import service as remove_old
from kaibo.modules.audience import codes as audience_codes
from kaibo.modules.catalog.events import (
    ProductChanged,
    ProductsChanged,
    SoldOut,
    StockChanged,
    StockLow,
)
from kaibo.modules.catalog.service import search as catalog_search
from kaibo.modules.catalog.transfer import jobs as catalog_transfer_jobs
from kaibo.modules.catalog.transfer import service as catalog_transfer
from kaibo.modules.fulfilment.events import ParcelCorrected
from kaibo.modules.mail import facade as mail
from kaibo.modules.mail import jobs as mail_jobs
from kaibo.modules.media.events import PlaybackChanged
from kaibo.modules.orders.events import OrderPaid, OrderRefunded, OrderShipped
from kaibo.modules.payments import handlers as payments_handlers
from kaibo.modules.payments.events import (
    PaymentAuthorized,
    RefundAsked,
    RefundFailed,
    RefundSucceeded,
    WebhookReceived,
)
from kaibo.modules.promotions import jobs as promotions_jobs
from kaibo.modules.promotions import service as promotions_service
from kaibo.modules.promotions.events import DealChanged
from kaibo.modules.recordings import clips as recordings_clips
from kaibo.modules.recordings import jobs as recordings_jobs
from kaibo.modules.recordings import service as recordings_service
from kaibo.modules.recordings.events import CaptionsRemoved, ClipDeleted, RecordingDeleted
from kaibo.modules.rooms import handlers as rooms_handlers
from kaibo.modules.rooms.events import (
    ExplanationChanged,
    ProductPinned,
    ProductUnpinned,
    TalkModerated,
)
from kaibo.modules.shows.events import ShowChanged, ShowClosed, ShowWentOnAir
from kaibo.platform.work import Registry


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
    registry.on_effect(PaymentAuthorized, pay_order_handlers.capture)
    _react_to_stock(registry)
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
    _tell_buyers(registry)
    registry.job(buyer_data_jobs.AGAIN_JOB, buyer_data_jobs.again)
    registry.effect_job(buyer_data_jobs.LET_GO_JOB, buyer_data_jobs.let_go_of)
    registry.job(remove_old.DAILY_JOB, remove_old.daily)
    registry.slow_job(remove_old.NOW_JOB, remove_old.remove)
    registry.job(audience_codes.FORGET_JOB, audience_codes.forget_past)
    for job, at_once in mail.LANES.items():
        registry.lane_job(job, mail_jobs.send, at_once, given_up=mail_jobs.given_up)
    registry.on_effect(RecordingDeleted, recordings_jobs.remove_recording)
    registry.on_effect(ClipDeleted, recordings_jobs.remove_clip)
    registry.on_effect(CaptionsRemoved, recordings_jobs.remove_captions)
    registry.slow_job(recordings_clips.CUT_JOB, recordings_jobs.cut)
    registry.slow_job(IMPORT_JOB, import_file)
    registry.effect_job(recordings_clips.COVER_JOB, recordings_jobs.cover)
    registry.job(recordings_service.TIDY_JOB, recordings_jobs.tidy_again)
    registry.effect_job(recordings_jobs.TIDY_NOW_JOB, recordings_jobs.tidy)
    return registry


def _tell_buyers(registry: Registry) -> None:
    registry.on(OrderPaid, buyer_mail_handlers.tell_paid)
    registry.on(OrderShipped, buyer_mail_handlers.tell_shipped)
    registry.on(ParcelCorrected, buyer_mail_handlers.tell_corrected)
    registry.on(OrderRefunded, buyer_mail_handlers.tell_refunded)
    registry.on_effect(ShowWentOnAir, buyer_mail_handlers.remind_of_show)


def _react_to_stock(registry: Registry) -> None:
    registry.on_effect(StockChanged, place_order_handlers.forget_sold_out)
    registry.on_effect(ProductsChanged, place_order_handlers.forget_all_sold_out)
    registry.on(StockLow, rooms_handlers.note_stock)
    registry.on(SoldOut, rooms_handlers.note_stock)
