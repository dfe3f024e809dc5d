"""Every route of the core, in the order in which addresses are tried."""

from __future__ import annotations

from fastapi import APIRouter

from kaibo.adapters.media.hooks import routes as media_hook_routes
from kaibo.adapters.payments.sandbox import control_routes as sandbox_control_routes
from kaibo.adapters.payments.sandbox import routes as sandbox_routes
from kaibo.flows.buyer_data import routes as buyer_data_routes
from kaibo.flows.cancel_order import routes as cancel_order_routes
from kaibo.flows.cart import routes as cart_routes
from kaibo.flows.end_show import routes as end_show_routes
from kaibo.flows.follow_order import routes as follow_order_routes
from kaibo.flows.go_on_air import routes as go_on_air_routes
from kaibo.flows.lobby import routes as lobby_routes
from kaibo.flows.media_report import routes as media_report_routes
from kaibo.flows.order_desk import routes as order_desk_routes
from kaibo.flows.pay_order import routes as pay_order_routes
from kaibo.flows.place_order import routes as place_order_routes
from kaibo.flows.refund_order import routes as refund_order_routes
from kaibo.flows.ship_order import routes as ship_order_routes
from kaibo.flows.show_replay import routes as show_replay_routes
from kaibo.flows.show_stock import routes as show_stock_routes
from kaibo.flows.show_summary import routes as show_summary_routes
from kaibo.flows.sign_in_viewer import routes as sign_in_viewer_routes
from kaibo.modules.analytics import routes as analytics_routes
from kaibo.modules.audience import routes as audience_routes
from kaibo.modules.catalog import routes as catalog_routes
from kaibo.modules.catalog import stock_routes as catalog_stock_routes
from kaibo.modules.catalog.transfer import routes as catalog_transfer_routes
from kaibo.modules.identity import routes as identity_routes
from kaibo.modules.identity import staff_routes as identity_staff_routes
from kaibo.modules.mail import routes as mail_routes
from kaibo.modules.media import routes as media_routes
from kaibo.modules.media import server_routes as media_server_routes
from kaibo.modules.payments import routes as payments_routes
from kaibo.modules.promotions import routes as promotions_routes
from kaibo.modules.quality import routes as quality_routes
from kaibo.modules.recordings import routes as recordings_routes
from kaibo.modules.retention import routes as retention_routes
from kaibo.modules.rooms import moderation_routes as rooms_moderation_routes
from kaibo.modules.rooms import routes as rooms_routes
from kaibo.modules.shows import public_routes as shows_public_routes
from kaibo.modules.shows import routes as shows_routes
from kaibo.modules.workplace import routes as workplace_routes
from kaibo.platform.audit import routes as audit_routes
from kaibo.platform.work import routes as work_routes

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
