/** Generated from openapi.json by `npm run api:generate`. Do not edit. */

export interface paths {
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Audit
         * @description List what staff did, newest first.
         */
        get: operations["audit_list_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Audit Actions
         * @description List the actions that there are entries of.
         */
        get: operations["audit_list_audit_actions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/export.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Audit
         * @description Give the entries of the list as CSV, newest first.
         */
        get: operations["audit_export_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check Books
         * @description Check that ledger, orders, payments and refunds add up; changes nothing.
         */
        get: operations["operations_check_books"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/buyers/{viewer_id}/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Buyer
         * @description Give all that is held about a buyer, as a file, for staff to hand over.
         */
        get: operations["viewers_export_buyer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/buyers/{viewer_id}/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase Buyer
         * @description Erase a buyer on their wish, for good; the reason stands in the audit log.
         */
        post: operations["viewers_erase_buyer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/buyers/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find Buyer
         * @description Find a buyer by e-mail address or order number.
         */
        post: operations["viewers_find_buyer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clips/{clip_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Clip
         * @description Give one clip, with its progress.
         */
        get: operations["recordings_get_clip"];
        put?: never;
        post?: never;
        /**
         * Delete Clip
         * @description Delete a clip; one that is being cut is given up.
         */
        delete: operations["recordings_delete_clip"];
        options?: never;
        head?: never;
        /**
         * Change Clip
         * @description Change a clip's title or the picture that is its cover.
         */
        patch: operations["recordings_change_clip"];
        trace?: never;
    };
    "/api/v1/database-copies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Copy Database
         * @description Write a copy of the SQLite database as of now; selling goes on meanwhile.
         */
        post: operations["operations_copy_database"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Mails
         * @description List mails, newest first.
         */
        get: operations["mail_list_mails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mail/{mail_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry Mail
         * @description Send a failed mail again.
         */
        post: operations["mail_retry_mail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mail/previews/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Preview Mail
         * @description Show a template's subject and text, with made-up facts.
         */
        get: operations["mail_preview_mail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mail/previews/{kind}/page": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Preview Mail Page
         * @description Show a template as a mail program does, with made-up facts.
         */
        get: operations["mail_preview_mail_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mail/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Mail Setup
         * @description Tell how mail leaves.
         */
        get: operations["mail_mail_setup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mail/tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send Test Mail
         * @description Send a template, with made-up facts, to the address of whoever asks.
         */
        post: operations["mail_send_test_mail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media/heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Heartbeat
         * @description Report health; learn which encoders to drop and which streams to record.
         */
        post: operations["media_server_heartbeat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media/hooks/{server_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take Hook
         * @description Take a webhook of an external media server, in that server's own form.
         */
        post: operations["media_server_take_hook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media/hooks/{server_id}/play": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * May Play
         * @description Tell whether a viewer may watch, for a web server that asks before it gives out files.
         */
        get: operations["media_server_may_play"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media/playable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Playable
         * @description Tell that viewers can watch, and what.
         */
        post: operations["media_server_playable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish
         * @description Ask whether an encoder may push.
         */
        post: operations["media_server_publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media/recorded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Recorded
         * @description Tell how a recording ended.
         */
        post: operations["media_server_recorded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media/refused": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refused
         * @description Tell that a second encoder with a key in use was turned away, without asking first.
         */
        post: operations["media_server_refused"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media/stalled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stalled
         * @description Tell that an input has fallen silent, or flows again.
         */
        post: operations["media_server_stalled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media/started": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Started
         * @description Forget the streams this server carried before it started.
         */
        post: operations["media_server_started"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media/unpublish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unpublish
         * @description Tell that a stream has ended, and why.
         */
        post: operations["media_server_unpublish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Orders
         * @description List orders, newest first; ``q`` finds numbers, names and phones.
         *
         *     A name is found in simplified and traditional characters alike.
         */
        get: operations["orders_list_orders"];
        put?: never;
        /**
         * Create Order
         * @description Order: the stock is reserved until ``expires_at``, within which the buyer pays.
         *
         *     The key is kept with the order itself: a repeat gives the order as it stands now.
         */
        post: operations["orders_create_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Order
         * @description Give one order, to its buyer or to staff.
         */
        get: operations["orders_get_order"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{order_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel
         * @description Cancel an unpaid order, by its buyer or by staff; its stock is given back.
         */
        post: operations["orders_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{order_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm Receipt
         * @description Confirm, as its buyer, that the order arrived and is complete.
         */
        post: operations["orders_confirm_receipt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{order_id}/delivered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark Delivered
         * @description Note that the parcel arrived.
         */
        post: operations["orders_mark_delivered"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{order_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get History
         * @description Give what happened to an order, and who did it.
         */
        get: operations["orders_get_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{order_id}/pages/{page_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Page
         * @description Give a product page as it was when the order was placed, to its buyer or to staff.
         */
        get: operations["orders_get_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{order_id}/parcels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ship
         * @description Ship a paid order; its buyer sees carrier and number.
         */
        post: operations["orders_ship"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{order_id}/parcels/{parcel_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Correct
         * @description Correct carrier and number of a parcel that is on its way; its buyer is told by mail.
         */
        put: operations["orders_correct"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{order_id}/payment-checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Payment
         * @description Ask the gateway what became of an unpaid order, for a buyer who came back from its page.
         *
         *     Its webhook brings the same news, but may be late. Who asks more than 20 times a minute is
         *     told what is known.
         */
        post: operations["orders_check_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{order_id}/payment-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open Payment
         * @description Open the gateway's page for an unpaid order; asking again gives the same page.
         */
        post: operations["orders_open_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{order_id}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refund
         * @description Give money back; the gateway is asked at once, and the order tells what came of it.
         *
         *     The key is kept with the refund itself, so that a repeat after a crash is no second one.
         */
        post: operations["orders_refund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{order_id}/refunds/{refund_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry
         * @description Ask the gateway again for a refund that it refused.
         */
        post: operations["orders_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/export.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Orders
         * @description Give the orders of the list as CSV for spreadsheets: a row for each line, newest order first.
         *
         *     Money in major units; what an order comes to stands in the row of its first line only.
         *     ``language`` is that of heads and states; left out, the request's own.
         */
        get: operations["orders_export_orders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look Up Order
         * @description Find an order from any browser; whom it goes to and where is told masked.
         *
         *     A wrong number and a wrong telephone are answered alike.
         */
        post: operations["orders_look_up_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/mine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List My Orders
         * @description List the calling viewer's orders, newest first.
         */
        get: operations["orders_list_my_orders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/webhooks/{gateway}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Receive Webhook
         * @description Take a webhook: verify the raw bytes, store it once, answer; the rest comes later.
         */
        post: operations["payments_receive_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Products
         * @description List products, newest first; ``low`` gives those that are low or sold out.
         *
         *     ``q`` asks for words in title, values, SKUs, category and tags: all of them, the last one
         *     perhaps unfinished, and Chinese from one character on, in simplified and traditional
         *     characters alike.
         */
        get: operations["products_list_products"];
        put?: never;
        /**
         * Create Product
         * @description Create a product.
         */
        post: operations["products_create_product"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/{product_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Product
         * @description Give one product.
         */
        get: operations["products_get_product"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Product
         * @description Change a product; the live room shows the change at once.
         */
        patch: operations["products_change_product"];
        trace?: never;
    };
    "/api/v1/products/{product_id}/allocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Allocations
         * @description List what shows hold of a product for themselves.
         */
        get: operations["products_list_allocations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/{product_id}/archived": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Archive Product
         * @description Take a product off the shelves, or put it back.
         */
        put: operations["products_archive_product"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/{product_id}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Picture
         * @description Set the first picture: the body is a PNG, JPEG or WebP file of 5 MB at most.
         */
        put: operations["products_set_picture"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/{product_id}/pictures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Order Pictures
         * @description Set which pictures are shown, and in which order.
         */
        put: operations["products_order_pictures"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/{product_id}/pictures/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Picture
         * @description Add a picture after those that are there; the body as for the first one.
         */
        post: operations["products_add_picture"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/{product_id}/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Prices
         * @description List every price that a product's variants had, newest first.
         */
        get: operations["products_list_prices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/{product_id}/stock-adjustments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adjust Stock
         * @description Add or remove units by hand.
         */
        post: operations["products_adjust_stock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/{product_id}/stock-movements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Movements
         * @description List the ledger of a product's variants, newest first.
         */
        get: operations["products_list_movements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/by-variant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Products Of Variants
         * @description Give the products that these variants are of, those off the shelves too.
         */
        get: operations["products_list_products_of_variants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Categories
         * @description List all categories by path.
         */
        get: operations["products_list_categories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Products
         * @description Give the products of the list as a sheet, one row a variant; an import takes it back.
         */
        get: operations["products_export_products"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Imports
         * @description List imports, newest first, without their rows.
         */
        get: operations["products_list_imports"];
        put?: never;
        /**
         * Upload Import
         * @description Upload a CSV or XLSX of 20 MB at most; it is checked, and nothing is changed yet.
         */
        post: operations["products_upload_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/imports/{import_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Import
         * @description Give an import with its first rows.
         */
        get: operations["products_get_import"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/imports/{import_id}/errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Import Errors
         * @description List what is wrong with an import's rows.
         */
        get: operations["products_list_import_errors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/imports/{import_id}/errors/sheet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Import Errors
         * @description Give what is wrong with an import's rows as a sheet.
         */
        get: operations["products_export_import_errors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/imports/{import_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Import
         * @description Start an import that was checked, or take one up that was stopped.
         */
        post: operations["products_start_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/imports/{import_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop Import
         * @description Stop an import; what was done stays, and it can be taken up again.
         */
        post: operations["products_stop_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/imports/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Template
         * @description Give an empty sheet with the headings and an example.
         */
        get: operations["products_get_template"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tags
         * @description List every tag in use.
         */
        get: operations["products_list_tags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recordings/{recording_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Recording
         * @description Delete one recording of a show that is not on air; the replay closes up.
         */
        delete: operations["recordings_delete_recording"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recordings/storage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Storage
         * @description Tell how much room recordings take and have.
         */
        get: operations["recordings_get_storage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Retention
         * @description Give how long what is kept, and what the last days' removals took out.
         */
        get: operations["retention_get_retention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Retention
         * @description Change how long what is kept; what is then too old goes with the next daily removal.
         */
        patch: operations["retention_change_retention"];
        trace?: never;
    };
    "/api/v1/rooms/{show}/announcement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Announce Line
         * @description Hold a line of talk up for all; one at a time.
         */
        put: operations["rooms_announce_line"];
        post?: never;
        /**
         * Take Announcement Down
         * @description Hold no line of talk up any more.
         */
        delete: operations["rooms_take_announcement_down"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{show}/explaining": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Explain
         * @description Say that the host explains this product now; ends the explanation of another.
         */
        put: operations["rooms_explain"];
        post?: never;
        /**
         * Stop Explaining
         * @description Say that the host explains no product now.
         */
        delete: operations["rooms_stop_explaining"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{show}/hidden-lines/{danmaku_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Hide Line
         * @description Let nobody see this line of talk, those who come later neither.
         */
        put: operations["rooms_hide_line"];
        post?: never;
        /**
         * Restore Line
         * @description Let everybody see this line of talk again.
         */
        delete: operations["rooms_restore_line"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{show}/moderation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Moderation
         * @description Give what is hidden, who may not speak, and what is held up, now.
         */
        get: operations["rooms_get_moderation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{show}/mutes/{viewer_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Mute Viewer
         * @description Let a viewer not speak in this show for a while, or to its end.
         */
        put: operations["rooms_mute_viewer"];
        post?: never;
        /**
         * Unmute Viewer
         * @description Let a viewer speak again.
         */
        delete: operations["rooms_unmute_viewer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{show}/pins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pin
         * @description Hold a product up.
         */
        post: operations["rooms_pin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{show}/pins/{product_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Unpin
         * @description Put a product back.
         */
        delete: operations["rooms_unpin"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{show}/snapshot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Snapshot
         * @description Give what a newcomer's socket would be greeted with (see docs/protocol.md).
         */
        get: operations["rooms_get_snapshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rooms/{show}/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make Ticket
         * @description Give a ticket that opens the room's socket within ninety seconds.
         */
        post: operations["rooms_make_ticket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/saved-views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Views
         * @description Give the views that the caller has saved, of all lists.
         */
        get: operations["workplace_list_views"];
        /**
         * Save View
         * @description Save a view; one of the same list and name is replaced.
         */
        put: operations["workplace_save_view"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/saved-views/{view_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Forget View
         * @description Forget a view of the caller's own.
         */
        delete: operations["workplace_forget_view"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Setup State
         * @description Tell whether the installation still waits for its store and first owner.
         */
        get: operations["identity_setup_state"];
        put?: never;
        /**
         * Set Up
         * @description Create the store and its first owner, who is signed in.
         */
        post: operations["identity_set_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Shows
         * @description List shows, newest first.
         */
        get: operations["shows_list_shows"];
        put?: never;
        /**
         * Create Show
         * @description Plan a show.
         */
        post: operations["shows_create_show"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Show
         * @description Give one show, by id or address.
         */
        get: operations["shows_get_show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Show
         * @description Change a show that is not over.
         */
        patch: operations["shows_change_show"];
        trace?: never;
    };
    "/api/v1/shows/{show}/acts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take Acts
         * @description Take what a viewer did; answered alike whether or not it is counted.
         *
         *     Acts of nobody, of unknown shows and of products that the show does not sell are not counted,
         *     nor those beyond a person's pace.
         */
        post: operations["analytics_take_acts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/allocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Allocations
         * @description List what a show holds for itself.
         */
        get: operations["shows_list_allocations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/allocations/{variant_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Allocate
         * @description Set units aside for this show alone; what it has not sold is freed at its end.
         */
        put: operations["shows_allocate"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/attendance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Attendance
         * @description Give who came to the show and for how long, up to now.
         */
        get: operations["rooms_get_attendance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/beacons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take Beacon
         * @description Take a player's report, about every ten seconds; no account is needed.
         *
         *     Answered alike whether the show exists, is over, or the report is not believed: it says
         *     nothing about shows that the caller may not see.
         */
        post: operations["quality_take_beacon"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/booking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Book
         * @description Say that you want to come; saying it again changes nothing.
         */
        put: operations["bookings_book"];
        post?: never;
        /**
         * Unbook
         * @description Say that you do not want to come after all.
         */
        delete: operations["bookings_unbook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/calendar.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Calendar
         * @description Give the show as a calendar file; 404 while it has no time.
         */
        get: operations["bookings_get_calendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/captions/{captions}.vtt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Captions
         * @description Give captions of the replay (WebVTT); take the address from the replay.
         */
        get: operations["replay_get_captions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/captions/{language}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Captions
         * @description Set the replay's captions in one language: WebVTT or SubRip in UTF-8, of 2 MB at most.
         */
        put: operations["recordings_set_captions"];
        post?: never;
        /**
         * Remove Captions
         * @description Remove the replay's captions in one language.
         */
        delete: operations["recordings_remove_captions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/cart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Cart
         * @description Give the calling viewer's cart in this show.
         */
        get: operations["orders_get_cart"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/cart/{variant_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put In Cart
         * @description Have the cart hold this many pieces; none takes the line out.
         */
        put: operations["orders_put_in_cart"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/chain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Chain
         * @description Give the picture's way from encoder to player, and the one stage at fault.
         *
         *     ``after`` asks only for the history since then; otherwise it is the last hour's.
         */
        get: operations["quality_get_chain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/clips": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Clips
         * @description List a show's clips, newest first.
         */
        get: operations["recordings_list_clips"];
        put?: never;
        /**
         * Cut Clip
         * @description Order a clip; it is cut in the background.
         */
        post: operations["replay_cut_clip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/cover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Cover
         * @description Set the cover: the body is a PNG, JPEG or WebP file of 5 MB at most.
         */
        put: operations["shows_set_cover"];
        post?: never;
        /**
         * Remove Cover
         * @description Remove the cover; pictures of the products stand for it then.
         */
        delete: operations["shows_remove_cover"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/deals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Deals
         * @description List every deal of a show, newest first.
         */
        get: operations["promotions_list_deals"];
        put?: never;
        /**
         * Announce Deal
         * @description Announce a deal: viewers see it count down, then buy at its price.
         */
        post: operations["promotions_announce_deal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/deals/{deal_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop Deal
         * @description End a deal now; orders sent before still count for three seconds.
         */
        post: operations["promotions_stop_deal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End
         * @description End the show for good; repeating it changes nothing. Unpaid orders can still be paid.
         */
        post: operations["shows_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/go-on-air": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin
         * @description Begin the show, with or without a picture yet; repeating it changes nothing.
         */
        post: operations["shows_begin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Picture
         * @description Give the state and health of the show's picture: what viewers get, and both inputs.
         */
        get: operations["media_get_picture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/picture/server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Choose Server
         * @description Choose the media server whose addresses the keys show, on air too.
         */
        put: operations["media_choose_server"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/picture/source": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Choose Source
         * @description Choose what viewers get; ``auto`` also gives back from the backup to the main input.
         */
        put: operations["media_choose_source"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Products
         * @description Set which products the show sells, and in which order.
         */
        put: operations["shows_set_products"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/products/{product_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Product Page
         * @description Give all that a buyer may read of a product that the show sells.
         */
        get: operations["rooms_get_product_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/public": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Public Show
         * @description Give everything a viewer's page needs to begin.
         */
        get: operations["rooms_get_public_show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/public/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Public Replay
         * @description Give the replay to viewers, once the show is over and while it is published.
         */
        get: operations["replay_get_public_replay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Erase Recordings
         * @description Delete all recordings of a show that is not on air. Clips stay.
         */
        delete: operations["recordings_erase_recordings"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Replay
         * @description Give the replay with chapters, attention and recordings; during the show, up to now.
         */
        get: operations["replay_get_replay"];
        /**
         * Set Replay
         * @description Publish the replay, or take it back; without a decision it is published at the end.
         */
        put: operations["replay_set_replay"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/replay.m3u8": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Playlist
         * @description Give the replay as a playlist of byte ranges into recordings (HLS, VOD).
         */
        get: operations["replay_get_playlist"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/replay/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Export
         * @description Order the whole replay as one MP4.
         *
         *     Where the picture's format changes it becomes several; the first is given, all are listed.
         */
        post: operations["replay_export"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/signals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Signals
         * @description List what looked as if no person did it, newest first.
         */
        get: operations["rooms_list_signals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/stream-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Stream Keys
         * @description Give what to enter in the encoders; the keys are made on first use.
         */
        get: operations["media_get_stream_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/stream-keys/{role}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate Stream Key
         * @description Replace an input's key; the old one stops working at once.
         */
        post: operations["media_rotate_stream_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Summary
         * @description Give the show in figures, each with its definition; on air, up to now.
         */
        get: operations["summary_get_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/summary.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Summary
         * @description Give one table of the show's figures as CSV: metrics, products, minutes (in UTC) or both.
         */
        get: operations["summary_export_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/summary/products/{product_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Product Minutes
         * @description Give what happened with one of the show's products, by the minute.
         */
        get: operations["summary_get_product_minutes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{show}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Timeline
         * @description Give what happened in the show, oldest first.
         *
         *     Signals, which tell somebody's words and network, are for who has `rooms:review`; others are
         *     given all else.
         */
        get: operations["shows_get_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/lobby": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Lobby
         * @description Give the public shows: on air, to come, and to see again.
         */
        get: operations["lobby_get_lobby"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/public": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Public Shows
         * @description List the shows on air and to come.
         */
        get: operations["rooms_list_public_shows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Staff
         * @description List the members of staff.
         */
        get: operations["identity_list_staff"];
        put?: never;
        /**
         * Add Staff
         * @description Create an account.
         */
        post: operations["identity_add_staff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/{staff_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Staff
         * @description Change somebody's name or role; nobody changes their own role.
         */
        patch: operations["identity_change_staff"];
        trace?: never;
    };
    "/api/v1/staff/{staff_id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deactivate Staff
         * @description Take somebody's access away at once, and end their sessions and links.
         */
        post: operations["identity_deactivate_staff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/{staff_id}/reactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reactivate Staff
         * @description Let somebody in again.
         */
        post: operations["identity_reactivate_staff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/{staff_id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign Out Staff
         * @description End every session of somebody.
         */
        delete: operations["identity_sign_out_staff"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite Staff
         * @description Create an account without a password, and a link that works once within seven days.
         */
        post: operations["identity_invite_staff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who Am I
         * @description Give the member of staff who asks.
         */
        get: operations["identity_who_am_i"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change Own Password
         * @description Set one's own password; every other session ends.
         */
        put: operations["identity_change_own_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Own Sessions
         * @description List where one is signed in, newest first.
         */
        get: operations["identity_list_own_sessions"];
        put?: never;
        post?: never;
        /**
         * Sign Out Own Sessions
         * @description Sign out everywhere, here too.
         */
        delete: operations["identity_sign_out_own_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/me/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign Out Own Session
         * @description Sign out at one of the places where one is signed in.
         */
        delete: operations["identity_sign_out_own_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Roles
         * @description List what each role may do.
         */
        get: operations["identity_list_roles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign In
         * @description Sign in by e-mail and password.
         */
        post: operations["identity_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign Out
         * @description Sign out.
         */
        delete: operations["identity_sign_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/sessions/one-time": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign In By Link
         * @description Sign in by a one-time link.
         */
        post: operations["identity_sign_in_by_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/sign-in-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make Sign In Link
         * @description Make a link that signs a member of staff in once, within thirty minutes.
         */
        post: operations["identity_make_sign_in_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/store": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Store
         * @description Give the store, as buyers see it.
         */
        get: operations["identity_get_store"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Store
         * @description Change the store's profile.
         */
        patch: operations["identity_change_store"];
        trace?: never;
    };
    "/api/v1/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * System State
         * @description Tell how the installation is: processes, database, work, disk, and the last half hour.
         */
        get: operations["operations_system_state"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/viewers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enter
         * @description Come in as a guest.
         */
        post: operations["viewers_enter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/viewers/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who Am I
         * @description Give the viewer who asks.
         */
        get: operations["viewers_who_am_i"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Viewer
         * @description Change the name the room sees, or the language of mails.
         */
        patch: operations["viewers_change_viewer"];
        trace?: never;
    };
    "/api/v1/viewers/me/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My Account
         * @description Give the viewer who asks as only they may see them.
         */
        get: operations["viewers_my_account"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/viewers/me/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export My Data
         * @description Give all that is held about the buyer who asks, as a file.
         */
        get: operations["viewers_export_my_data"];
        put?: never;
        post?: never;
        /**
         * Erase My Data
         * @description Erase the buyer who asks, for good; orders stay for the books without a name.
         */
        delete: operations["viewers_erase_my_data"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/viewers/me/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Avatar
         * @description Set one's picture: the body is a PNG, JPEG or WebP file of 5 MB at most.
         */
        put: operations["viewers_set_avatar"];
        post?: never;
        /**
         * Remove Avatar
         * @description Go back to initials.
         */
        delete: operations["viewers_remove_avatar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/viewers/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My Sessions
         * @description List where the account is open, last used first.
         */
        get: operations["viewers_my_sessions"];
        put?: never;
        post?: never;
        /**
         * Sign Out Everywhere
         * @description Sign out on every device, this one too.
         */
        delete: operations["viewers_sign_out_everywhere"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/viewers/me/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign Out There
         * @description Sign out on another device.
         */
        delete: operations["viewers_sign_out_there"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/viewers/me/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign Out Here
         * @description Sign out on this device; a guest, who cannot come back, stays.
         */
        delete: operations["viewers_sign_out_here"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/viewers/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign In By Code
         * @description Sign in by a code; what the guest had goes along.
         */
        post: operations["viewers_sign_in_by_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/viewers/sign-in-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask For Code
         * @description Have a code sent, unless one was just now: then that one answers this request, too.
         *
         *     The answer is the same whether or not the address is known, and whether or not mail is sent.
         */
        post: operations["viewers_ask_for_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Dead Letters
         * @description List what was given up, newest first (a hundred at most).
         */
        get: operations["work_list_dead_letters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/dead-letters/{item_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Discard
         * @description Give one up for good: what it was to do is not done.
         */
        delete: operations["work_discard"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/dead-letters/{item_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay
         * @description Try it again, from the first attempt.
         */
        post: operations["work_replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/dead-letters/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay All
         * @description Try all of them again, or all of one handler.
         */
        post: operations["work_replay_all"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Queues
         * @description List what waits in the outbox, by handler.
         */
        get: operations["work_list_queues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/api/checkouts/{checkout_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Checkout
         * @description Give what the page shows.
         */
        get: operations["sandbox_gateway_(simulation)_get_checkout"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/api/checkouts/{checkout_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve
         * @description Pay, or authorise while the gateway captures when asked; the webhook follows in its time.
         *
         *     While the gateway declines, this does, too.
         */
        post: operations["sandbox_gateway_(simulation)_approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/api/checkouts/{checkout_id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decline
         * @description Refuse to pay: the webhook follows on its own time.
         */
        post: operations["sandbox_gateway_(simulation)_decline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/api/controls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Controls
         * @description Tell how the simulated gateway behaves.
         */
        get: operations["sandbox_gateway_(simulation)_get_controls"];
        /**
         * Set Controls
         * @description Have the simulated gateway behave so, from its next call on.
         */
        put: operations["sandbox_gateway_(simulation)_set_controls"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/api/controls/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Activity
         * @description Give the last checkouts with their refunds and how their webhooks stand.
         */
        get: operations["sandbox_gateway_(simulation)_get_activity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Access
         * @description Who may come: everybody, or those who hold the invitation.
         * @enum {string}
         */
        Access: "public" | "invited";
        /**
         * Account
         * @description A viewer as they see themselves; without an ``email`` a guest.
         *
         *     ``language`` is that of their mails. ``mail`` tells whether codes can be sent: ``smtp``,
         *     ``simulated`` or ``none``.
         */
        Account: {
            /** Email */
            email: string | null;
            /** Language */
            language: string | null;
            /** Mail */
            mail: string;
            viewer: components["schemas"]["Viewer"];
        };
        /**
         * ActInput
         * @description What was done, with which product; a share names none.
         */
        ActInput: {
            kind: components["schemas"]["ActKind"];
            /**
             * Product Id
             * @default
             */
            product_id: string;
        };
        /**
         * ActKind
         * @description What a viewer did on the shop's page.
         * @enum {string}
         */
        ActKind: "shown" | "opened" | "carted" | "checkout" | "shared";
        /**
         * ActsInput
         * @description What one viewer did since the last report.
         */
        ActsInput: {
            /** Acts */
            acts: components["schemas"]["ActInput"][];
        };
        /**
         * Address
         * @description Where to deliver; ``country`` is ISO 3166-1 alpha-2.
         */
        Address: {
            /** City */
            city: string;
            /** Country */
            country: string;
            /** Line1 */
            line1: string;
            /** Line2 */
            line2: string;
            /** Postal Code */
            postal_code: string;
            /** Region */
            region: string;
        };
        /**
         * AddressInput
         * @description Where to deliver; ``country`` is ISO 3166-1 alpha-2.
         */
        AddressInput: {
            /**
             * City
             * @default
             */
            city: string;
            /** Country */
            country: string;
            /** Line1 */
            line1: string;
            /**
             * Line2
             * @default
             */
            line2: string;
            /**
             * Postal Code
             * @default
             */
            postal_code: string;
            /**
             * Region
             * @default
             */
            region: string;
        };
        /**
         * Advice
         * @description What to do; worst first.
         */
        Advice: {
            /** Code */
            code: string;
            /** Params */
            params: {
                [key: string]: number | string | boolean | null;
            };
        };
        /**
         * Allocation
         * @description Units of a variant that one show alone may sell.
         */
        Allocation: {
            /** Remaining */
            remaining: number;
            /** Show Id */
            show_id: string;
            /** Units */
            units: number;
            /** Variant Id */
            variant_id: string;
        };
        /**
         * AllocationInput
         * @description How many units the show holds for itself, those it sold already included.
         */
        AllocationInput: {
            /** Units */
            units: number;
        };
        /**
         * Announcement
         * @description A line of talk that is held up for all.
         */
        Announcement: {
            /** Danmaku Id */
            danmaku_id: string;
            /** Name */
            name: string;
            /**
             * Pinned At
             * Format: date-time
             */
            pinned_at: string;
            /** Role */
            role: string;
            /** Text */
            text: string;
            /** Viewer Id */
            viewer_id: string;
        };
        /**
         * ArchiveInput
         * @description Whether the product is off the shelves.
         */
        ArchiveInput: {
            /** Archived */
            archived: boolean;
        };
        /**
         * Attendance
         * @description Who came to a show, and for how long; ``definitions`` says what each figure means.
         *
         *     Times are in ms. Null: nothing to divide by yet. ``settled``: the show is over, and the figures
         *     stay as they are.
         */
        Attendance: {
            /** Average */
            average: number | null;
            /** Counted Ms */
            counted_ms: number;
            /** Definitions */
            definitions: {
                [key: string]: components["schemas"]["Definition"];
            };
            /** Dwell Ms */
            dwell_ms: number | null;
            /** Peak */
            peak: number;
            /** Settled */
            settled: boolean;
            /** Viewers */
            viewers: number;
            /** Viewers Estimated */
            viewers_estimated: boolean;
            /** Views */
            views: number;
            /** Watched Ms */
            watched_ms: number;
            /** Watching */
            watching: number;
        };
        /**
         * Attention
         * @description The attention a show got, in steps of ``step_ms``.
         */
        Attention: {
            /** Points */
            points: components["schemas"]["AttentionPoint"][];
            /** Step Ms */
            step_ms: number;
        };
        /**
         * AttentionPoint
         * @description What happened in the step that begins at ``at_ms``; ``watching`` is the most at once.
         */
        AttentionPoint: {
            /** At Ms */
            at_ms: number;
            /** Danmaku */
            danmaku: number;
            /** Likes */
            likes: number;
            /** Orders */
            orders: number;
            /** Watching */
            watching: number;
        };
        /**
         * AudioInfo
         * @description The sound; rate in hertz.
         */
        AudioInfo: {
            /** Channels */
            channels: number;
            /** Codec */
            codec: string;
            /** Sample Rate */
            sample_rate: number;
        };
        /**
         * AuditLine
         * @description One act: ``target`` is the id of what it was done to, ``label`` that thing's name then.
         *
         *     ``things`` are those that target and details speak of, as they are called now.
         */
        AuditLine: {
            /** Action */
            action: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Details */
            details: {
                [key: string]: unknown;
            };
            /** Id */
            id: string;
            /** Label */
            label: string;
            /** Network */
            network: string;
            /** Request Id */
            request_id: string;
            /** Staff Id */
            staff_id: string;
            /** Staff Name */
            staff_name: string;
            /** Target */
            target: string;
            /** Things */
            things: components["schemas"]["Thing"][];
        };
        /**
         * BackupState
         * @description The last backup that was verified; none when the command has never run here.
         */
        BackupState: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Rows */
            rows: number;
            /** Size Bytes */
            size_bytes: number;
        };
        /**
         * BeaconInput
         * @description What a player saw since its last report; times in milliseconds.
         */
        BeaconInput: {
            /** Bitrate Kbps */
            bitrate_kbps?: number | null;
            /**
             * Dropped Frames
             * @default 0
             */
            dropped_frames: number;
            /** First Frame Ms */
            first_frame_ms?: number | null;
            /** Height */
            height?: number | null;
            /** Latency Ms */
            latency_ms?: number | null;
            /**
             * Leaving
             * @default false
             */
            leaving: boolean;
            /**
             * Played Ms
             * @default 0
             */
            played_ms: number;
            /** Player Id */
            player_id: string;
            protocol: components["schemas"]["kaibo__modules__quality__contracts__Protocol"];
            /**
             * Stalled Ms
             * @default 0
             */
            stalled_ms: number;
            /**
             * Stalls
             * @default 0
             */
            stalls: number;
        };
        /**
         * Booking
         * @description Whether the viewer who asks wants to come to the show, and how many want to.
         */
        Booking: {
            /** Booked */
            booked: boolean;
            /** Bookings */
            bookings: number;
        };
        /**
         * Books
         * @description Whether all adds up; ``takings`` is one number found in three ways, in minor units.
         */
        Books: {
            /** Checks */
            checks: components["schemas"]["Checked"][];
            /** Is Right */
            is_right: boolean;
            /** Movements */
            movements: number;
            /** Orders */
            orders: number;
            /** Takings */
            takings: {
                [key: string]: number;
            };
        };
        /**
         * BuyerSought
         * @description Whom to find: an e-mail address, or the number of an order.
         */
        BuyerSought: {
            /** Buyer */
            buyer: string;
        };
        /**
         * CancelReason
         * @description Why an order was cancelled.
         * @enum {string}
         */
        CancelReason: "buyer" | "expired" | "staff";
        /**
         * Captions
         * @description The captions of a replay in one language; another file has another ``id``.
         *
         *     ``label`` is the language's own name. ``ends_ms`` is when the last caption ends;
         *     ``replay_ms`` is how long the replay was when they came.
         */
        Captions: {
            /** Bytes */
            bytes: number;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Cues */
            cues: number;
            /** Ends Ms */
            ends_ms: number;
            /** Id */
            id: string;
            /** Label */
            label: string;
            /**
             * Language
             * @enum {string}
             */
            language: "en" | "zh-CN" | "zh-TW";
            /** Replay Ms */
            replay_ms: number;
            /** Show Id */
            show_id: string;
        };
        /**
         * CaptionTrack
         * @description Captions to choose; ``label`` is the language's own name, ``url`` opens for some hours.
         */
        CaptionTrack: {
            /** Label */
            label: string;
            /**
             * Language
             * @enum {string}
             */
            language: "en" | "zh-CN" | "zh-TW";
            /** Url */
            url: string;
        };
        /**
         * CartInput
         * @description How many pieces the cart is to hold, and the unit price the buyer saw; none takes it out.
         */
        CartInput: {
            /** Quantity */
            quantity: number;
            /** Unit Price */
            unit_price: number;
        };
        /**
         * CartItem
         * @description A line of the cart; ``product`` and ``variant`` as they are now, or none when gone.
         *
         *     What the show no longer sells has a product, to tell it by, and no variant.
         */
        CartItem: {
            product: components["schemas"]["ProductCard"] | null;
            /** Product Id */
            product_id: string;
            /** Quantity */
            quantity: number;
            /** Unit Price */
            unit_price: number;
            variant: components["schemas"]["VariantCard"] | null;
            /** Variant Id */
            variant_id: string;
        };
        /**
         * Category
         * @description A shelf; ``path`` names those above it as well, ``Tea/Green``.
         */
        Category: {
            /** Id */
            id: string;
            /** Path */
            path: string;
        };
        /**
         * Certificate
         * @description A certificate that the product bears; ``valid_until`` may be open.
         */
        Certificate: {
            /** Issuer */
            issuer: string;
            /** Name */
            name: string;
            /** Number */
            number: string;
            /** Valid Until */
            valid_until?: string | null;
        };
        /**
         * CertificateInput
         * @description A certificate that the product bears.
         */
        CertificateInput: {
            /**
             * Issuer
             * @default
             */
            issuer: string;
            /** Name */
            name: string;
            /**
             * Number
             * @default
             */
            number: string;
            /** Valid Until */
            valid_until?: string | null;
        };
        /**
         * Chain
         * @description The whole way of a show's picture.
         *
         *     ``fault`` is the one stage that explains what is wrong, ``since`` when it began to (or when the
         *     chain was last found without fault).
         */
        Chain: {
            /** Advice */
            advice: components["schemas"]["Advice"][];
            fault: components["schemas"]["Stage"] | null;
            /** History */
            history: components["schemas"]["HistoryPoint"][];
            /** Since */
            since: string | null;
            /** Stages */
            stages: components["schemas"]["StageReport"][];
        };
        /**
         * Chapter
         * @description A product was held up from ``at_ms``; to the end when ``end_ms`` is null.
         */
        Chapter: {
            /** At Ms */
            at_ms: number;
            /** End Ms */
            end_ms: number | null;
            /** Picture Url */
            picture_url: string | null;
            /** Product Id */
            product_id: string;
            /** Title */
            title: string;
        };
        /**
         * Checked
         * @description A rule, and what breaks it: how many, and the first of them.
         */
        Checked: {
            /** Broken */
            broken: number;
            /** Differences */
            differences: components["schemas"]["Difference"][];
            /** Name */
            name: string;
        };
        /**
         * Choice
         * @description What the crew chose: ``auto`` is the main input, or the backup when that is lost.
         * @enum {string}
         */
        Choice: "auto" | "backup" | "outside";
        /**
         * Clip
         * @description A cut of the replay; ``in_ms`` and ``out_ms`` lie on segment boundaries.
         *
         *     ``progress`` runs from 0 to 1. ``error_code`` names a sentence of the catalogs.
         */
        Clip: {
            /** Bytes */
            bytes: number;
            /** Cover At Ms */
            cover_at_ms: number;
            /** Cover Url */
            cover_url: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Download Url */
            download_url: string | null;
            /** Duration Ms */
            duration_ms: number;
            /** Error Code */
            error_code: string | null;
            /** Id */
            id: string;
            /** In Ms */
            in_ms: number;
            kind: components["schemas"]["ClipKind"];
            /** Out Ms */
            out_ms: number;
            /** Progress */
            progress: number;
            /** Show Id */
            show_id: string;
            state: components["schemas"]["ClipState"];
            /** Title */
            title: string;
            /** Url */
            url: string | null;
        };
        /**
         * ClipChanges
         * @description Fields to change; those left out stay. ``cover_at_ms`` is on the replay's time line.
         */
        ClipChanges: {
            /** Cover At Ms */
            cover_at_ms?: number | null;
            /** Title */
            title?: string | null;
        };
        /**
         * ClipInput
         * @description The range to cut, in ms on the replay's time line; its ends move outwards to boundaries.
         */
        ClipInput: {
            /** Cover At Ms */
            cover_at_ms?: number | null;
            /** In Ms */
            in_ms: number;
            /** Out Ms */
            out_ms: number;
            /** Title */
            title: string;
        };
        /**
         * ClipKind
         * @description A cut chosen by staff, or the whole replay as one file.
         * @enum {string}
         */
        ClipKind: "clip" | "whole";
        /**
         * ClipState
         * @description The life of a clip.
         * @enum {string}
         */
        ClipState: "queued" | "cutting" | "done" | "failed";
        /**
         * CodeInput
         * @description Where to send a code.
         */
        CodeInput: {
            /** Email */
            email: string;
        };
        /**
         * CodeRequest
         * @description A code is on its way to an address; ``id`` goes with the code when it is typed.
         */
        CodeRequest: {
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Id */
            id: string;
        };
        /**
         * CodeTyped
         * @description A code as it was typed, and the request it answers.
         */
        CodeTyped: {
            /** Code */
            code: string;
            /** Request Id */
            request_id: string;
        };
        /**
         * CompareKind
         * @description What a struck-through price rests on.
         *
         *     ``stated``: staff name price and basis. ``lowest_paid``: the lowest price really paid in the
         *     seven days before the present price began, else the last one paid; without one, none is shown.
         * @enum {string}
         */
        CompareKind: "stated" | "lowest_paid";
        /**
         * Component
         * @description What one piece of a bundle draws.
         */
        Component: {
            /** Units */
            units: number;
            /** Variant Id */
            variant_id: string;
        };
        /**
         * ComponentInput
         * @description What one piece of a bundle draws.
         */
        ComponentInput: {
            /** Units */
            units: number;
            /** Variant Id */
            variant_id: string;
        };
        /**
         * Contact
         * @description Whom to call about a delivery, and where to write; without ``email`` nowhere.
         */
        Contact: {
            /**
             * Email
             * @default
             */
            email: string;
            /** Name */
            name: string;
            /** Phone */
            phone: string;
        };
        /**
         * ContactInput
         * @description Whom to call about the delivery; what happens to the order is told to ``email``.
         */
        ContactInput: {
            /** Email */
            email?: string | null;
            /** Name */
            name: string;
            /** Phone */
            phone: string;
        };
        /**
         * CopyRequest
         * @description How to name the copy, inside the data folder.
         */
        CopyRequest: {
            /** Name */
            name: string;
        };
        /**
         * Counts
         * @description Rows by what becomes of them, or became; ``stock`` is how many replace one.
         */
        Counts: {
            /** Changed */
            changed: number;
            /** New */
            new: number;
            /** Stock */
            stock: number;
            /** Unchanged */
            unchanged: number;
            /** Wrong */
            wrong: number;
        };
        /**
         * Credentials
         * @description E-mail and password.
         */
        Credentials: {
            /** Email */
            email: string;
            /** Password */
            password: string;
        };
        /**
         * DatabaseCopy
         * @description Where the copy is, relative to the data folder.
         */
        DatabaseCopy: {
            /** Path */
            path: string;
        };
        /**
         * DatabaseState
         * @description The database; ``revision`` is that of its tables.
         */
        DatabaseState: {
            /** Kind */
            kind: string;
            /** Revision */
            revision: string;
            /** Size Bytes */
            size_bytes: number;
        };
        /**
         * DeadLetter
         * @description An event or a job that was given up after its last attempt; ``payload`` without secrets.
         */
        DeadLetter: {
            /** Attempts */
            attempts: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Handler */
            handler: string;
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Last Error */
            last_error: string | null;
            /** Name */
            name: string;
            /** Payload */
            payload: {
                [key: string]: unknown;
            };
        };
        /**
         * DealInput
         * @description The deal to announce: price in minor units, limits in pieces, times in seconds.
         *
         *     A deal never gives anything away: ``price`` is at least one minor unit.
         */
        DealInput: {
            /** Buyer Limit */
            buyer_limit?: number | null;
            /**
             * Countdown S
             * @default 10
             */
            countdown_s: number;
            /**
             * Duration S
             * @default 300
             */
            duration_s: number;
            /** Price */
            price: number;
            /** Product Id */
            product_id: string;
            /** Total Limit */
            total_limit: number;
            /** Variant Id */
            variant_id?: string | null;
        };
        /**
         * Definition
         * @description How a figure is made; ``denominator`` is empty for what is counted, not divided.
         */
        Definition: {
            /** Denominator */
            denominator: string;
            /** Numerator */
            numerator: string;
            /** Unit */
            unit: string;
        };
        /**
         * DeletionCause
         * @description Why a recording was deleted.
         * @enum {string}
         */
        DeletionCause: "staff" | "retention" | "quota";
        /**
         * Delivery
         * @description How a webhook stands; one that failed is tried again by itself.
         * @enum {string}
         */
        Delivery: "waiting" | "failing" | "delivered";
        /**
         * DeskCaptions
         * @description Captions as the crew sees them.
         *
         *     ``fits`` is false when the replay has another length now than when they came: their times
         *     may be others.
         */
        DeskCaptions: {
            /** Bytes */
            bytes: number;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Cues */
            cues: number;
            /** Ends Ms */
            ends_ms: number;
            /** Fits */
            fits: boolean;
            /** Label */
            label: string;
            /**
             * Language
             * @enum {string}
             */
            language: "en" | "zh-CN" | "zh-TW";
            /** Url */
            url: string;
        };
        /**
         * Device
         * @description A session of an account: where it was opened, and when it was last seen (to six hours).
         */
        Device: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Device */
            device: string;
            /** Id */
            id: string;
            /** Is This */
            is_this: boolean;
            /**
             * Seen At
             * Format: date-time
             */
            seen_at: string;
        };
        /**
         * Difference
         * @description Something that does not add up.
         */
        Difference: {
            /** Found */
            found: number;
            /** Reference */
            reference: string;
            /** Wanted */
            wanted: number;
        };
        /**
         * DiskState
         * @description The disk of the data folder.
         */
        DiskState: {
            /** Free Bytes */
            free_bytes: number;
            /** Total Bytes */
            total_bytes: number;
        };
        /**
         * EndReason
         * @description Why a stream ended; ``refused``: it never began.
         * @enum {string}
         */
        EndReason: "ended" | "connection_lost" | "unsupported_codec" | "bad_data" | "kicked" | "too_slow" | "replaced" | "refused";
        /**
         * EntryKind
         * @description What an entry of a show's timeline tells, with its subject and data.
         *
         *     - ``on_air``, ``closed``: the show began, ended.
         *     - ``picture_came`` (subject: its source; also when it is another one), ``picture_went``.
         *     - ``pinned``, ``unpinned``: a product (subject) was held up, put back.
         *     - ``explaining``, ``explained``: the host began, ended explaining a product (subject).
         *     - ``deal_announced``, ``deal_over``: a flash deal (subject); ``product_id``, when announced also
         *       ``starts_at`` and ``ends_at`` in ms.
         *     - ``stock_low``, ``sold_out``: what the show can sell of a variant (subject) fell to its mark,
         *       or to nothing; ``own``: whether of the part that it set aside; ``available`` in units.
         *     - ``room_opened``: a process began to count in an empty room; who was there before is gone,
         *       with or without a ``left``.
         *     - ``joined``, ``left``: a viewer (subject) came, went; ``left`` with ``stayed_ms`` and
         *       ``watched_ms``, of this stay.
         *     - ``attendance``: the room's figures up to now, kept every minute that somebody is there.
         *     - ``crowd``: the figures that were made of comings, goings and acts, kept for good before these
         *       are removed.
         *     - ``attention``: what happened in ten seconds: ``watching`` (the most), ``danmaku``, ``likes``;
         *       several of the same ten seconds add up.
         *     - ``danmaku_hidden``, ``danmaku_restored``: a line of talk (subject), with its ``viewer_id`` and
         *       ``text``; ``danmaku_pinned``, ``danmaku_unpinned``: one held up for all; ``muted``,
         *       ``unmuted``: a viewer (subject), ``until`` in ms, null to the end of the show. Each with who
         *       did it, ``by`` and ``by_name``. Of an erased viewer ``text`` is empty, and ``erased`` true.
         *     - ``signal``: something of a viewer (subject) looked as if no person did it, for review:
         *       ``signal`` says what, ``network`` from where.
         * @enum {string}
         */
        EntryKind: "on_air" | "closed" | "picture_came" | "picture_went" | "pinned" | "unpinned" | "explaining" | "explained" | "deal_announced" | "deal_over" | "stock_low" | "sold_out" | "danmaku_hidden" | "danmaku_restored" | "danmaku_pinned" | "danmaku_unpinned" | "muted" | "unmuted" | "room_opened" | "joined" | "left" | "attendance" | "attention" | "crowd" | "signal";
        /**
         * Erasure
         * @description Why a buyer is erased, for the audit log; name nobody in it.
         */
        Erasure: {
            /** Reason */
            reason: string;
        };
        /**
         * Explanation
         * @description The product that the host explains, since ``since``.
         */
        Explanation: {
            /** Product Id */
            product_id: string;
            /**
             * Since
             * Format: date-time
             */
            since: string;
        };
        /**
         * FieldProblem
         * @description What is wrong with one field.
         */
        FieldProblem: {
            /** Code */
            code: string;
            /** Field */
            field: string;
            /** Message */
            message: string;
        };
        /**
         * Finding
         * @description Something worth saying about a stage; texts and advice are found by ``code``.
         */
        Finding: {
            /** Code */
            code: string;
            level: components["schemas"]["Level"];
            /** Params */
            params: {
                [key: string]: number | string | boolean | null;
            };
            /**
             * Since
             * Format: date-time
             */
            since: string;
        };
        /**
         * FlashDeal
         * @description A price that holds from ``starts_at`` to ``ends_at`` for some pieces, in one show.
         *
         *     ``variant_id`` names one variant, or none for all of the product's. ``compare_at`` is what
         *     may be struck through, by variant, in minor units. ``version`` grows with each change.
         */
        FlashDeal: {
            /**
             * Announced At
             * Format: date-time
             */
            announced_at: string;
            /** Buyer Limit */
            buyer_limit: number | null;
            /** Compare At */
            compare_at: {
                [key: string]: number;
            };
            /**
             * Ends At
             * Format: date-time
             */
            ends_at: string;
            /** Id */
            id: string;
            price: components["schemas"]["Money"];
            /** Product Id */
            product_id: string;
            /** Show Id */
            show_id: string;
            /** Sold */
            sold: number;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
            /** Stopped At */
            stopped_at: string | null;
            /** Total Limit */
            total_limit: number;
            /** Variant Id */
            variant_id: string | null;
            /** Version */
            version: number;
        };
        /**
         * FoundBuyer
         * @description A buyer as staff find them; without ``email`` and ``since`` a guest.
         *
         *     ``open_orders`` of the orders are on their way.
         */
        FoundBuyer: {
            /** Avatar Url */
            avatar_url: string | null;
            /** Email */
            email: string | null;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Open Orders */
            open_orders: number;
            /** Orders */
            orders: number;
            /** Since */
            since: string | null;
        };
        /**
         * FoundLine
         * @description A line of a found order: what was bought, without the way to its page.
         */
        FoundLine: {
            /** Picture Url */
            picture_url: string | null;
            /** Quantity */
            quantity: number;
            /** Refunded Quantity */
            refunded_quantity: number;
            /** Title */
            title: string;
            total: components["schemas"]["Money"];
            unit_price: components["schemas"]["Money"];
            /** Values */
            values: string;
        };
        /**
         * FoundOrder
         * @description An order as whoever knows its number and telephone sees it.
         *
         *     ``recipient`` and ``phone`` are masked and of the address only country and city are told: a
         *     number on a parcel's label must not lead to its buyer's door.
         */
        FoundOrder: {
            cancel_reason: components["schemas"]["CancelReason"] | null;
            /** Cancelled At */
            cancelled_at: string | null;
            /** City */
            city: string;
            /** Completed At */
            completed_at: string | null;
            /** Country */
            country: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Delivered At */
            delivered_at: string | null;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Lines */
            lines: components["schemas"]["FoundLine"][];
            /** Number */
            number: string;
            /** Paid At */
            paid_at: string | null;
            /** Parcels */
            parcels: components["schemas"]["Parcel"][];
            payment: components["schemas"]["OrderPayment"];
            /** Phone */
            phone: string;
            /** Recipient */
            recipient: string;
            /** Refund Pending */
            refund_pending: boolean;
            refund_standing: components["schemas"]["RefundStanding"];
            refunded: components["schemas"]["Money"];
            /** Refunded At */
            refunded_at: string | null;
            /** Shipped At */
            shipped_at: string | null;
            /** Show Slug */
            show_slug: string;
            /** Show Title */
            show_title: string;
            state: components["schemas"]["OrderState"];
            total: components["schemas"]["Money"];
        };
        /**
         * Heartbeat
         * @description What a media server carries now, and how it does.
         */
        Heartbeat: {
            server?: components["schemas"]["ServerReport"] | null;
            /** Server Id */
            server_id: string;
            /**
             * Streams
             * @default []
             */
            streams: components["schemas"]["StreamReport"][];
        };
        /**
         * HiddenLine
         * @description A line of talk that nobody sees; ``text`` is empty when the room did not know it any more.
         */
        HiddenLine: {
            /** Danmaku Id */
            danmaku_id: string;
            /**
             * Hidden At
             * Format: date-time
             */
            hidden_at: string;
            /** Hidden By */
            hidden_by: string;
            /** Text */
            text: string;
            /** Viewer Id */
            viewer_id: string;
        };
        /**
         * HistoryPoint
         * @description One moment of the last hour; null is unknown.
         */
        HistoryPoint: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** First Frame P50 Ms */
            first_frame_p50_ms: number | null;
            /** Frame Rate */
            frame_rate: number | null;
            /** Jitter Ms */
            jitter_ms: number | null;
            /** Latency P50 Ms */
            latency_p50_ms: number | null;
            /** Players */
            players: number;
            /** Stalled Ratio */
            stalled_ratio: number | null;
            /** Video Kbps */
            video_kbps: number | null;
        };
        /**
         * ImportProblem
         * @description What is wrong with the file as a whole, in the reader's language.
         */
        ImportProblem: {
            /** Code */
            code: string;
            /** Message */
            message: string;
        };
        /**
         * ImportState
         * @description Where an import stands; ``ready`` waits for staff to start it.
         * @enum {string}
         */
        ImportState: "checking" | "ready" | "running" | "stopped" | "done" | "failed";
        /**
         * Input
         * @description One of a show's inputs as staff see it; addresses open the crew's own view of it.
         */
        Input: {
            audio?: components["schemas"]["AudioInfo"] | null;
            health?: components["schemas"]["StreamHealth"] | null;
            /** Hls Url */
            hls_url?: string | null;
            last_refusal?: components["schemas"]["Refusal"] | null;
            protocol?: components["schemas"]["Protocol-Output"] | null;
            /**
             * Recording
             * @default false
             */
            recording: boolean;
            /** Renditions */
            renditions?: string[];
            role: components["schemas"]["kaibo__modules__media__contracts__Role"];
            /** Server Id */
            server_id?: string | null;
            /** Since */
            since?: string | null;
            state: components["schemas"]["InputState"];
            /** Stream Id */
            stream_id?: string | null;
            video?: components["schemas"]["VideoInfo"] | null;
            /** Whep Url */
            whep_url?: string | null;
        };
        /**
         * InputState
         * @description ``connecting``: nothing can be watched yet; ``stalled``: nothing comes any more.
         * @enum {string}
         */
        InputState: "offline" | "connecting" | "live" | "stalled";
        /**
         * Invitation
         * @description A new account, and the link by which its owner comes in for the first time.
         */
        Invitation: {
            link: components["schemas"]["SignInLink"];
            staff: components["schemas"]["Staff"];
        };
        /**
         * InvitationInput
         * @description Whom to invite, and as what.
         */
        InvitationInput: {
            /** Email */
            email: string;
            /** Name */
            name: string;
            /** @default operator */
            role: components["schemas"]["kaibo__modules__identity__contracts__Role"];
        };
        /**
         * LineInput
         * @description A variant, how many pieces, and the unit price the buyer saw, in minor units.
         */
        kaibo__flows__place_order__routes__LineInput: {
            /** Quantity */
            quantity: number;
            /** Unit Price */
            unit_price: number;
            /** Variant Id */
            variant_id: string;
        };
        /**
         * Role
         * @description What a member of staff does; see ``SCOPES`` for what each may.
         * @enum {string}
         */
        kaibo__modules__identity__contracts__Role: "owner" | "operator" | "service" | "warehouse" | "floor" | "analyst" | "compliance";
        /**
         * Protocol
         * @description How an encoder pushes.
         * @enum {string}
         */
        kaibo__modules__media__contracts__Protocol: "rtmp" | "whip";
        /**
         * Role
         * @description A show's two inputs, each with a key of its own.
         * @enum {string}
         */
        kaibo__modules__media__contracts__Role: "main" | "backup";
        /**
         * Protocol
         * @description How a player gets the picture; ``native`` is a browser's own HLS.
         * @enum {string}
         */
        kaibo__modules__quality__contracts__Protocol: "ll_hls" | "hls" | "whep" | "native";
        /**
         * LineInput
         * @description A line of talk, by the id that the room gave it.
         */
        kaibo__modules__rooms__moderation_routes__LineInput: {
            /** Danmaku Id */
            danmaku_id: string;
        };
        /**
         * Keeping
         * @description How long one kind of record is kept, in days.
         */
        Keeping: {
            /** Days */
            days: number;
            /** Least */
            least: number;
            /** Most */
            most: number;
            rule: components["schemas"]["Rule"];
            /** Usual */
            usual: number;
        };
        /**
         * Level
         * @description How much a finding matters; a note is worth knowing and colours nothing.
         * @enum {string}
         */
        Level: "note" | "warn" | "fault";
        /**
         * LinkRequest
         * @description For whom to make a one-time link.
         */
        LinkRequest: {
            /** Email */
            email: string;
        };
        /**
         * LinkToken
         * @description The token of a one-time link.
         */
        LinkToken: {
            /** Token */
            token: string;
        };
        /**
         * ListName
         * @description A list of the console whose views can be saved.
         * @enum {string}
         */
        ListName: "orders" | "products" | "shows";
        /**
         * Lobby
         * @description Public shows: on air, to come (the next first), and to see again (the last first).
         */
        Lobby: {
            /** Live */
            live: components["schemas"]["LobbyShow"][];
            /** Replays */
            replays: components["schemas"]["LobbyShow"][];
            /** Upcoming */
            upcoming: components["schemas"]["LobbyShow"][];
        };
        /**
         * LobbyShow
         * @description A show on a tile.
         *
         *     ``pictures`` is its cover alone, else up to three pictures of its products. ``watching`` is
         *     known while it is on air, ``viewers`` (different ones who came) and ``replay_ms`` (about how
         *     long its replay is) once it is over.
         */
        LobbyShow: {
            booking: components["schemas"]["Booking"];
            /** Closed At */
            closed_at: string | null;
            /** Description */
            description: string;
            /** Host Name */
            host_name: string;
            /** Id */
            id: string;
            /** On Air At */
            on_air_at: string | null;
            /** Pictures */
            pictures: string[];
            /** Products */
            products: number;
            /** Replay Ms */
            replay_ms: number | null;
            /** Slug */
            slug: string;
            /** Starts At */
            starts_at: string | null;
            state: components["schemas"]["ShowState"];
            /** Title */
            title: string;
            /** Viewers */
            viewers: number | null;
            /** Watching */
            watching: number | null;
        };
        /**
         * LookupInput
         * @description An order's number, and the telephone it was placed with, or its last six digits.
         */
        LookupInput: {
            /** Number */
            number: string;
            /** Phone */
            phone: string;
        };
        /**
         * Mail
         * @description A mail in the list; ``cause`` is why it was not sent so far, ``error`` in whose words.
         */
        Mail: {
            /** Address */
            address: string;
            cause: components["schemas"]["MailCause"] | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Error */
            error: string | null;
            /** Id */
            id: string;
            kind: components["schemas"]["MailKind"];
            /** Language */
            language: string;
            /** Sent At */
            sent_at: string | null;
            state: components["schemas"]["MailState"];
        };
        /**
         * MailCause
         * @description Why a mail was not sent.
         *
         *     ``not_set_up``: there was no mail server. ``server_down``: it could not be reached, did not know
         *     the password, or asked to be tried later. ``refused``: it refused this mail for good.
         *     ``broke``: Kaibo failed at it.
         * @enum {string}
         */
        MailCause: "not_set_up" | "server_down" | "refused" | "broke";
        /**
         * MailKind
         * @description What a mail is about; each kind has a template.
         * @enum {string}
         */
        MailKind: "sign_in_code" | "order_paid" | "order_shipped" | "order_refunded" | "show_reminder" | "test";
        /**
         * MailPreview
         * @description A template filled with made-up facts.
         */
        MailPreview: {
            kind: components["schemas"]["MailKind"];
            /** Subject */
            subject: string;
            /** Text */
            text: string;
        };
        /**
         * MailSetup
         * @description How mail leaves: ``smtp``, ``simulated`` (under ``kaibo demo``) or ``none``.
         *
         *     ``sender`` is its From; ``has_links`` says whether mails can link to the shop.
         */
        MailSetup: {
            /** Has Links */
            has_links: boolean;
            /** Sender */
            sender: string;
            /** Transport */
            transport: string;
        };
        /**
         * MailState
         * @description What became of a mail.
         *
         *     ``queued`` is waiting or being tried again, ``failed`` was refused for good or tried in vain
         *     for a day, ``dropped`` had nothing to say any more when its turn came.
         * @enum {string}
         */
        MailState: "queued" | "sent" | "failed" | "dropped";
        /**
         * Mark
         * @description Something of the timeline to see the minutes against; without ``to_ms`` it goes on.
         *
         *     ``kind``: ``pinned``, ``explained``, ``deal``, ``interrupted``; and of one moment, ``from_ms``
         *     and ``to_ms`` alike, ``stock_low`` and ``sold_out``, titled by the variant. ``product_id`` is
         *     empty for ``interrupted``.
         */
        Mark: {
            /** From Ms */
            from_ms: number;
            /** Kind */
            kind: string;
            /** Product Id */
            product_id: string;
            /** Title */
            title: string;
            /** To Ms */
            to_ms: number | null;
        };
        /**
         * Metric
         * @description A figure's definition: ``numerator`` / ``denominator`` x ``scale``, both figures' names.
         *
         *     What is counted and not divided has neither.
         */
        Metric: {
            /**
             * Denominator
             * @default
             */
            denominator: string;
            /** Name */
            name: string;
            /**
             * Numerator
             * @default
             */
            numerator: string;
            /**
             * Scale
             * @default 1
             */
            scale: number;
            settles: components["schemas"]["Settles"];
            unit: components["schemas"]["Unit"];
        };
        /**
         * Minute
         * @description What happened in the minute from ``at_ms``; ``online`` is the most at once.
         *
         *     ``orders`` were placed in it, ``orders_paid`` paid.
         */
        Minute: {
            /** At Ms */
            at_ms: number;
            /** Clicks */
            clicks: number;
            /** Danmaku */
            danmaku: number;
            /** Gmv Paid */
            gmv_paid: {
                [key: string]: number;
            };
            /** Likes */
            likes: number;
            /** Online */
            online: number;
            /** Orders */
            orders: number;
            /** Orders Paid */
            orders_paid: number;
        };
        /**
         * Moderation
         * @description What the crew has done about the talk of a show, as it is now; newest first.
         */
        Moderation: {
            announcement: components["schemas"]["Announcement"] | null;
            /** Hidden */
            hidden: components["schemas"]["HiddenLine"][];
            /** Mutes */
            mutes: components["schemas"]["Mute"][];
        };
        /**
         * Money
         * @description An amount in integer minor units (fen, cents), never a float.
         *
         *     ``Money(1990, "CNY")`` is 19.90 yuan. Arithmetic across currencies raises
         *     ``CurrencyMismatchError``.
         */
        Money: {
            /** Amount */
            amount: number;
            /** Currency */
            currency: string;
        };
        /**
         * MovementKind
         * @description Why stock moved.
         * @enum {string}
         */
        MovementKind: "adjust" | "reserve" | "release" | "take" | "return" | "allocate" | "deallocate";
        /**
         * Mute
         * @description A viewer who may not speak in the show; without ``until``, to its end.
         */
        Mute: {
            /**
             * Muted At
             * Format: date-time
             */
            muted_at: string;
            /** Muted By */
            muted_by: string;
            /** Name */
            name: string;
            /** Until */
            until: string | null;
            /** Viewer Id */
            viewer_id: string;
        };
        /**
         * MuteInput
         * @description For how long, or until when (as an earlier mute was to end); neither: to the show's end.
         */
        MuteInput: {
            /** Minutes */
            minutes?: 5 | null;
            /** Until */
            until?: string | null;
        };
        /**
         * Noticed
         * @description What looked as if no person did it, ``at_ms`` since the epoch; nothing was done for it.
         *
         *     ``id`` is its place in the list. ``network`` is where the viewer came from, /24 or /48.
         *     ``viewers``: of one device, or who said the same ``text``; null for other kinds. ``name`` is
         *     null when the viewer is not known any more.
         */
        Noticed: {
            /** At Ms */
            at_ms: number;
            /** Id */
            id: string;
            /** Name */
            name: string | null;
            /** Network */
            network: string;
            signal: components["schemas"]["SignalKind"];
            /** Text */
            text: string | null;
            /** Viewer Id */
            viewer_id: string;
            /** Viewers */
            viewers: number | null;
        };
        /**
         * Order
         * @description An order; ``expires_at`` matters while it is unpaid.
         *
         *     ``refunded`` is what was given back, ``refunds`` tells also of what is on its way.
         */
        Order: {
            address: components["schemas"]["Address"];
            cancel_reason: components["schemas"]["CancelReason"] | null;
            /** Cancelled At */
            cancelled_at: string | null;
            /** Completed At */
            completed_at: string | null;
            contact: components["schemas"]["Contact"];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Delivered At */
            delivered_at: string | null;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Id */
            id: string;
            /** Lines */
            lines: components["schemas"]["OrderLine"][];
            /** Note */
            note: string;
            /** Number */
            number: string;
            /** Paid At */
            paid_at: string | null;
            /** Parcels */
            parcels: components["schemas"]["Parcel"][];
            payment: components["schemas"]["OrderPayment"];
            refund_standing: components["schemas"]["RefundStanding"];
            refunded: components["schemas"]["Money"];
            /** Refunded At */
            refunded_at: string | null;
            /** Refunds */
            refunds: components["schemas"]["Refund"][];
            /** Shipped At */
            shipped_at: string | null;
            /** Show Id */
            show_id: string;
            /** Show Slug */
            show_slug: string;
            /** Show Title */
            show_title: string;
            state: components["schemas"]["OrderState"];
            total: components["schemas"]["Money"];
            /** Viewer Name */
            viewer_name: string;
        };
        /**
         * OrderHistory
         * @description What happened to an order, oldest first.
         */
        OrderHistory: {
            /** Moves */
            moves: components["schemas"]["OrderMove"][];
        };
        /**
         * OrderInput
         * @description What the buyer asks for; ``show`` is an id or an address.
         *
         *     ``accepts_no_return`` confirms products that cannot be sent back, or only under conditions.
         *     ``from_cart`` takes what was ordered out of the buyer's cart.
         */
        OrderInput: {
            /**
             * Accepts No Return
             * @default false
             */
            accepts_no_return: boolean;
            address: components["schemas"]["AddressInput"];
            contact: components["schemas"]["ContactInput"];
            /**
             * From Cart
             * @default false
             */
            from_cart: boolean;
            /** Lines */
            lines: components["schemas"]["kaibo__flows__place_order__routes__LineInput"][];
            /**
             * Note
             * @default
             */
            note: string;
            /** Show */
            show: string;
        };
        /**
         * OrderLine
         * @description A line, frozen at purchase; ``refunded_quantity`` in pieces.
         */
        OrderLine: {
            /** Deal Id */
            deal_id: string | null;
            list_price: components["schemas"]["Money"];
            /** Page Id */
            page_id: string;
            /** Picture Url */
            picture_url: string | null;
            /** Position */
            position: number;
            /** Product Id */
            product_id: string;
            /** Quantity */
            quantity: number;
            /** Refunded Quantity */
            refunded_quantity: number;
            /** Return Class */
            return_class: string;
            /** Sku */
            sku: string | null;
            /** Title */
            title: string;
            total: components["schemas"]["Money"];
            unit_price: components["schemas"]["Money"];
            /** Values */
            values: string;
            /** Variant Id */
            variant_id: string;
        };
        /**
         * OrderMove
         * @description A line of an order's audit: what happened, when, by whom, and why.
         *
         *     ``actor`` is ``buyer``, ``system`` or the name of a member of staff.
         */
        OrderMove: {
            /** Actor */
            actor: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Detail */
            detail: string;
            /** Move */
            move: string;
        };
        /**
         * OrderPayment
         * @description How the payment stands.
         */
        OrderPayment: {
            /** Gateway */
            gateway: string;
            state: components["schemas"]["PaymentState"];
        };
        /**
         * Orders
         * @description What the media server must do.
         *
         *     Drop the encoders of ``kick``; ``record`` is everything to be recorded now, so what it
         *     leaves out is recorded no longer; ``protected`` are all that play at signed addresses only.
         */
        Orders: {
            /** Kick */
            kick: string[];
            /** Protected */
            protected: string[];
            /** Record */
            record: components["schemas"]["RecordOrder"][];
        };
        /**
         * OrderState
         * @description The life of an order; ``domain.STATES`` declares the moves.
         *
         *     ``refunded`` is an order whose money was given back as a whole; a part that was given back
         *     leaves the state as it is and shows in ``refunded`` (see ``RefundStanding``).
         * @enum {string}
         */
        OrderState: "created" | "paid" | "shipped" | "delivered" | "completed" | "cancelled" | "refunded";
        /**
         * Outcome
         * @description What becomes of a row.
         * @enum {string}
         */
        Outcome: "new" | "changed" | "unchanged" | "wrong";
        /**
         * OwnerInput
         * @description The first owner.
         */
        OwnerInput: {
            /** Email */
            email: string;
            /** Name */
            name: string;
            /** Password */
            password: string;
        };
        /** Page[AuditLine] */
        Page_AuditLine_: {
            /** Items */
            items: components["schemas"]["AuditLine"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[Clip] */
        Page_Clip_: {
            /** Items */
            items: components["schemas"]["Clip"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[DeadLetter] */
        Page_DeadLetter_: {
            /** Items */
            items: components["schemas"]["DeadLetter"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[FlashDeal] */
        Page_FlashDeal_: {
            /** Items */
            items: components["schemas"]["FlashDeal"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[Mail] */
        Page_Mail_: {
            /** Items */
            items: components["schemas"]["Mail"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[Noticed] */
        Page_Noticed_: {
            /** Items */
            items: components["schemas"]["Noticed"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[Order] */
        Page_Order_: {
            /** Items */
            items: components["schemas"]["Order"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[Product] */
        Page_Product_: {
            /** Items */
            items: components["schemas"]["Product"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[ProductImport] */
        Page_ProductImport_: {
            /** Items */
            items: components["schemas"]["ProductImport"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[RowProblem] */
        Page_RowProblem_: {
            /** Items */
            items: components["schemas"]["RowProblem"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[Show] */
        Page_Show_: {
            /** Items */
            items: components["schemas"]["Show"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[ShowCard] */
        Page_ShowCard_: {
            /** Items */
            items: components["schemas"]["ShowCard"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[Staff] */
        Page_Staff_: {
            /** Items */
            items: components["schemas"]["Staff"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[StockMovement] */
        Page_StockMovement_: {
            /** Items */
            items: components["schemas"]["StockMovement"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[TimelineEntry] */
        Page_TimelineEntry_: {
            /** Items */
            items: components["schemas"]["TimelineEntry"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /**
         * Parcel
         * @description A parcel on its way; ``tracking_url`` is its carrier's public page on it, if one is known.
         */
        Parcel: {
            /** Carrier */
            carrier: string;
            /** Id */
            id: string;
            /**
             * Shipped At
             * Format: date-time
             */
            shipped_at: string;
            /** Tracking Number */
            tracking_number: string;
            /** Tracking Url */
            tracking_url: string | null;
        };
        /**
         * ParcelInput
         * @description A parcel: who carries it, and its number there.
         */
        ParcelInput: {
            /** Carrier */
            carrier: string;
            /** Tracking Number */
            tracking_number: string;
        };
        /**
         * PasswordChange
         * @description The password so far (empty for whoever has none yet), and the new one.
         */
        PasswordChange: {
            /**
             * Current
             * @default
             */
            current: string;
            /** Password */
            password: string;
        };
        /**
         * PaymentSession
         * @description Where the buyer pays; an address on this site may be relative.
         */
        PaymentSession: {
            /** Redirect Url */
            redirect_url: string;
        };
        /**
         * PaymentState
         * @description ``pending`` until the gateway says otherwise; ``domain.STATES`` declares the moves.
         *
         *     ``authorized``: the gateway holds the money for us and takes it once it is asked to capture.
         * @enum {string}
         */
        PaymentState: "pending" | "declined" | "authorized" | "captured" | "closed" | "refunded";
        /**
         * Picture
         * @description Everything about a show's picture, for the crew.
         */
        Picture: {
            choice: components["schemas"]["Choice"];
            /** Inputs */
            inputs: components["schemas"]["Input"][];
            /** Outside Url */
            outside_url: string | null;
            program: components["schemas"]["Program"];
            /** Protected */
            protected: boolean;
            /** Server Id */
            server_id: string;
            /** Servers */
            servers: components["schemas"]["ServerInfo"][];
        };
        /**
         * PictureOrder
         * @description The pictures to show, in this order; those left out are removed.
         */
        PictureOrder: {
            /** Picture Ids */
            picture_ids: string[];
        };
        /**
         * Pin
         * @description A product held up since ``pinned_at``.
         */
        Pin: {
            /**
             * Pinned At
             * Format: date-time
             */
            pinned_at: string;
            /** Product Id */
            product_id: string;
        };
        /**
         * PinInput
         * @description The product to hold up, or to explain.
         */
        PinInput: {
            /** Product Id */
            product_id: string;
        };
        /**
         * Playable
         * @description The first parts of a stream can be fetched, or its form has changed.
         *
         *     ``whep``: it can be watched by WHEP, too; ``renditions`` names those beside the source.
         */
        Playable: {
            audio?: components["schemas"]["AudioInfo"] | null;
            /**
             * Renditions
             * @default []
             */
            renditions: string[];
            /** Server Id */
            server_id: string;
            /** Stream Id */
            stream_id: string;
            video?: components["schemas"]["VideoInfo"] | null;
            /**
             * Whep
             * @default false
             */
            whep: boolean;
        };
        /**
         * Playback
         * @description The picture as viewers see it.
         *
         *     Without a configured address for it, one of the built-in server that is meant for
         *     everybody says only port and path (``:8001/live/…``): the host is the page's own.
         */
        Playback: {
            /** Hls Url */
            hls_url: string | null;
            state: components["schemas"]["PlaybackState"];
            /** Whep Url */
            whep_url: string | null;
        };
        /**
         * PlaybackState
         * @description What viewers are told.
         * @enum {string}
         */
        PlaybackState: "offline" | "live";
        /**
         * PricePoint
         * @description The price of a variant from ``at`` on.
         */
        PricePoint: {
            /** Actor */
            actor: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            compare_at: components["schemas"]["Money"] | null;
            price: components["schemas"]["Money"];
            /** Variant Id */
            variant_id: string;
        };
        /**
         * Problem
         * @description A problem document (RFC 9457); ``code`` is stable, the texts are for people.
         */
        Problem: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /** Errors */
            errors?: components["schemas"]["FieldProblem"][] | null;
            /** Instance */
            instance: string;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
        };
        /**
         * ProcessState
         * @description A process: ``core``, ``media``, or an external media server by its name.
         *
         *     ``is_up`` is null where nobody can tell: some media servers report only what they carry.
         */
        ProcessState: {
            /**
             * Detail
             * @default
             */
            detail: string;
            /** Is Up */
            is_up: boolean | null;
            /** Name */
            name: string;
        };
        /**
         * Product
         * @description A product as staff see it; ``price`` is its lowest and ``stock`` sums its variants'.
         */
        Product: {
            /** Archived At */
            archived_at: string | null;
            category: components["schemas"]["Category"] | null;
            /** Certificates */
            certificates: components["schemas"]["Certificate"][];
            compare_at: components["schemas"]["Money"] | null;
            /** Compare Basis */
            compare_basis: string;
            compare_kind: components["schemas"]["CompareKind"];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Description */
            description: string;
            /** Id */
            id: string;
            /** Limit Per Buyer */
            limit_per_buyer: number | null;
            /** Options */
            options: string[];
            /** Picture Url */
            picture_url: string | null;
            /** Pictures */
            pictures: components["schemas"]["ProductPicture"][];
            price: components["schemas"]["Money"];
            return_class: components["schemas"]["ReturnClass"];
            /** Sale From */
            sale_from: string | null;
            /** Sale Until */
            sale_until: string | null;
            /** Specifications */
            specifications: components["schemas"]["Specification"][];
            stock: components["schemas"]["Stock"];
            /** Tags */
            tags: string[];
            /** Title */
            title: string;
            /** Variants */
            variants: components["schemas"]["Variant"][];
        };
        /**
         * ProductCard
         * @description A product as buyers see it in a list or a room.
         *
         *     ``price`` is the lowest of its variants. ``stock_version`` grows with every change of stock.
         *     What ``is_archived`` is not sold any more, and nothing of it is to be had.
         */
        ProductCard: {
            /** Available */
            available: number;
            compare_at: components["schemas"]["Money"] | null;
            /** Compare Basis */
            compare_basis: string;
            compare_kind: components["schemas"]["CompareKind"];
            /** Description */
            description: string;
            /** Id */
            id: string;
            /**
             * Is Archived
             * @default false
             */
            is_archived: boolean;
            /** Limit Per Buyer */
            limit_per_buyer: number | null;
            /** Options */
            options: string[];
            /** Picture Url */
            picture_url: string | null;
            price: components["schemas"]["Money"];
            return_class: components["schemas"]["ReturnClass"];
            /** Stock Version */
            stock_version: number;
            /** Title */
            title: string;
            /** Variants */
            variants: components["schemas"]["VariantCard"][];
        };
        /**
         * ProductChanges
         * @description Fields to change; those left out stay. ``variants`` is the whole new list.
         */
        ProductChanges: {
            /** Category */
            category?: string | null;
            /** Certificates */
            certificates?: components["schemas"]["CertificateInput"][] | null;
            /** Compare At */
            compare_at?: number | null;
            /** Compare Basis */
            compare_basis?: string | null;
            compare_kind?: components["schemas"]["CompareKind"] | null;
            /** Description */
            description?: string | null;
            /** Limit Per Buyer */
            limit_per_buyer?: number | null;
            /** Options */
            options?: string[] | null;
            /** Price */
            price?: number | null;
            return_class?: components["schemas"]["ReturnClass"] | null;
            /** Sale From */
            sale_from?: string | null;
            /** Sale Until */
            sale_until?: string | null;
            /** Specifications */
            specifications?: components["schemas"]["SpecificationInput"][] | null;
            /** Tags */
            tags?: string[] | null;
            /** Title */
            title?: string | null;
            /** Variants */
            variants?: components["schemas"]["VariantInput"][] | null;
        };
        /**
         * ProductCounts
         * @description What happened with a product: how often it was opened, orders placed with it, and paid.
         */
        ProductCounts: {
            /** Clicks */
            clicks: number;
            /** Gmv Paid */
            gmv_paid: {
                [key: string]: number;
            };
            /** Orders */
            orders: number;
            /** Orders Paid */
            orders_paid: number;
            /** Pieces */
            pieces: number;
        };
        /**
         * ProductFigures
         * @description A product in the show; money by currency, of paid orders.
         *
         *     ``shown``, ``opened``, ``order_people`` and ``buyers`` are people, ``clicks`` times; ``orders``
         *     are those with it, ``orders_paid`` and ``pieces`` what was paid of them. ``explained_ms`` is
         *     how long the host explained it, ``explained_views`` the visits that met it, ``explained_gmv``
         *     what was ordered of it meanwhile and paid, and ``explained_gpm`` that per 1000 of these visits.
         */
        ProductFigures: {
            /** Buyers */
            buyers: number;
            /** Clicks */
            clicks: number;
            /** Explained Gmv */
            explained_gmv: {
                [key: string]: number;
            };
            /** Explained Gpm */
            explained_gpm: {
                [key: string]: number | null;
            };
            /** Explained Ms */
            explained_ms: number;
            /** Explained Views */
            explained_views: number;
            /** Gmv Paid */
            gmv_paid: {
                [key: string]: number;
            };
            /** Opened */
            opened: number;
            /** Order People */
            order_people: number;
            /** Orders */
            orders: number;
            /** Orders Paid */
            orders_paid: number;
            /** Pieces */
            pieces: number;
            /** Product Id */
            product_id: string;
            /** Shown */
            shown: number;
            /** Title */
            title: string;
        };
        /**
         * ProductImport
         * @description An import; ``counts`` are what a start would do, and from then on what was done.
         */
        ProductImport: {
            /** Actor */
            actor: string;
            /** Columns */
            columns: string[];
            counts: components["schemas"]["Counts"];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Finished At */
            finished_at: string | null;
            /** Id */
            id: string;
            /** Name */
            name: string;
            problem: components["schemas"]["ImportProblem"] | null;
            /** Rows */
            rows: number;
            /** Rows Done */
            rows_done: number;
            /** Sample */
            sample: components["schemas"]["SampleRow"][];
            /** Seconds Left */
            seconds_left: number | null;
            state: components["schemas"]["ImportState"];
            /** Unknown Columns */
            unknown_columns: string[];
        };
        /**
         * ProductInput
         * @description The product to create; prices in minor units of the store's currency.
         *
         *     Either ``variants`` (with one value for each of ``options``), or ``price`` and ``stock`` of
         *     the only one.
         */
        ProductInput: {
            /**
             * Category
             * @default
             */
            category: string;
            /**
             * Certificates
             * @default []
             */
            certificates: components["schemas"]["CertificateInput"][];
            /** Compare At */
            compare_at?: number | null;
            /**
             * Compare Basis
             * @default
             */
            compare_basis: string;
            /** @default stated */
            compare_kind: components["schemas"]["CompareKind"];
            /**
             * Description
             * @default
             */
            description: string;
            /** Limit Per Buyer */
            limit_per_buyer?: number | null;
            /**
             * Options
             * @default []
             */
            options: string[];
            /** Price */
            price?: number | null;
            /** @default seven_days */
            return_class: components["schemas"]["ReturnClass"];
            /** Sale From */
            sale_from?: string | null;
            /** Sale Until */
            sale_until?: string | null;
            /**
             * Specifications
             * @default []
             */
            specifications: components["schemas"]["SpecificationInput"][];
            /**
             * Stock
             * @default 0
             */
            stock: number;
            /**
             * Tags
             * @default []
             */
            tags: string[];
            /** Title */
            title: string;
            /** Variants */
            variants?: components["schemas"]["VariantInput"][] | null;
        };
        /**
         * ProductMinute
         * @description What happened with a product in the minute from ``at_ms``.
         */
        ProductMinute: {
            /** At Ms */
            at_ms: number;
            /** Clicks */
            clicks: number;
            /** Gmv Paid */
            gmv_paid: {
                [key: string]: number;
            };
            /** Orders */
            orders: number;
            /** Orders Paid */
            orders_paid: number;
            /** Pieces */
            pieces: number;
        };
        /**
         * ProductMinutes
         * @description A product through the show; of ``minutes`` there are those in which something happened.
         *
         *     ``earlier`` and ``later`` is what happened before and after the show's minutes, as late payments
         *     do: with them, the minutes add up to the product's figures. Clicks in the replay go on being
         *     counted here when the show's own clicks are settled, once who opened what has been removed.
         */
        ProductMinutes: {
            earlier: components["schemas"]["ProductCounts"];
            later: components["schemas"]["ProductCounts"];
            /** Minutes */
            minutes: components["schemas"]["ProductMinute"][];
            /** Product Id */
            product_id: string;
            /** Title */
            title: string;
        };
        /**
         * ProductPage
         * @description All that a buyer may read of a product.
         */
        ProductPage: {
            card: components["schemas"]["ProductCard"];
            /** Category */
            category: string;
            /** Certificates */
            certificates: components["schemas"]["Certificate"][];
            /** Pictures */
            pictures: string[];
            /** Sale From */
            sale_from: string | null;
            /** Sale Until */
            sale_until: string | null;
            /** Specifications */
            specifications: components["schemas"]["Specification"][];
        };
        /**
         * ProductPicture
         * @description A picture of a product.
         */
        ProductPicture: {
            /** Id */
            id: string;
            /** Url */
            url: string;
        };
        /**
         * Program
         * @description What viewers get while the show is on air.
         *
         *     ``on_backup``: the backup has taken over and keeps the program until it is given back.
         */
        Program: {
            /** Hls Url */
            hls_url: string | null;
            /** On Backup */
            on_backup: boolean;
            /** Since */
            since: string | null;
            source: components["schemas"]["Source"] | null;
            /** Stream Id */
            stream_id: string | null;
            /** Whep Url */
            whep_url: string | null;
        };
        /**
         * Protocol
         * @description How an encoder pushes.
         * @enum {string}
         */
        "Protocol-Output": "rtmp" | "whip";
        /**
         * Publication
         * @description Whether viewers may watch the replay.
         */
        Publication: {
            /** Published */
            published: boolean;
        };
        /**
         * PublicReplay
         * @description The replay as viewers see it.
         */
        PublicReplay: {
            /** Captions */
            captions: components["schemas"]["CaptionTrack"][];
            /** Chapters */
            chapters: components["schemas"]["Chapter"][];
            /** Duration Ms */
            duration_ms: number;
            /** Playlist Url */
            playlist_url: string;
        };
        /**
         * PublicShow
         * @description Everything a viewer's page needs to begin; ``share_url`` is its address for others.
         */
        PublicShow: {
            booking: components["schemas"]["Booking"];
            /** Cover Url */
            cover_url: string | null;
            /** Deals */
            deals: components["schemas"]["FlashDeal"][];
            /** Description */
            description: string;
            explaining: components["schemas"]["Explanation"] | null;
            /** Host Name */
            host_name: string;
            /** Id */
            id: string;
            /** Pins */
            pins: components["schemas"]["Pin"][];
            playback: components["schemas"]["Playback"];
            /** Products */
            products: components["schemas"]["ProductCard"][];
            /** Share Url */
            share_url: string;
            /** Slug */
            slug: string;
            /** Starts At */
            starts_at: string | null;
            state: components["schemas"]["ShowState"];
            store: components["schemas"]["Store"];
            /** Title */
            title: string;
        };
        /**
         * Published
         * @description The encoder may push; ``play_path`` is below the media server's address.
         *
         *     ``protected``: only those may watch who hold a signed address.
         */
        Published: {
            /** Play Path */
            play_path: string;
            /** Protected */
            protected: boolean;
            /** Stream Id */
            stream_id: string;
        };
        /**
         * PublishRequest
         * @description An encoder asks to push.
         */
        PublishRequest: {
            /**
             * App
             * @default
             */
            app: string;
            /** Client Addr */
            client_addr: string;
            /** Encoder */
            encoder?: string | null;
            /** @default rtmp */
            protocol: components["schemas"]["kaibo__modules__media__contracts__Protocol"];
            /** Server Id */
            server_id: string;
            /** Stream Key */
            stream_key: string;
        };
        /**
         * Queue
         * @description What waits for one handler: ``due`` now, ``later`` by its time; the next at ``next_at``.
         */
        Queue: {
            /** Due */
            due: number;
            /** Handler */
            handler: string;
            /** Later */
            later: number;
            /** Next At */
            next_at: string | null;
        };
        /**
         * Recorded
         * @description A recording was closed, or repaired when its media server came back.
         */
        Recorded: {
            /** Bytes */
            bytes: number;
            /** Duration Ms */
            duration_ms: number;
            /** Problem */
            problem?: string | null;
            /** Recording Id */
            recording_id: string;
            /** Server Id */
            server_id: string;
            /** Started At Ms */
            started_at_ms?: number | null;
            /**
             * State
             * @enum {string}
             */
            state: "complete" | "recovered" | "failed";
            /** Stream Id */
            stream_id: string;
        };
        /**
         * Recording
         * @description One stream's recording. Counts grow while it is being recorded.
         */
        Recording: {
            /** Bytes */
            bytes: number;
            /** Deleted At */
            deleted_at: string | null;
            deletion_cause: components["schemas"]["DeletionCause"] | null;
            /** Duration Ms */
            duration_ms: number;
            /** Ended At */
            ended_at: string | null;
            /** Id */
            id: string;
            /** Problem */
            problem: string | null;
            /** Role */
            role: string;
            /** Show Id */
            show_id: string;
            /** Started At */
            started_at: string | null;
            state: components["schemas"]["RecordingState"];
        };
        /**
         * RecordingState
         * @description The life of a recording.
         *
         *     ``recovered``: its media server died, and the recording was repaired. ``deleted``: the row
         *     stays to tell that there was one.
         * @enum {string}
         */
        RecordingState: "recording" | "complete" | "recovered" | "failed" | "deleted";
        /**
         * RecordOrder
         * @description Record this stream now; ``since_ms`` is when its show went on air (since the epoch).
         */
        RecordOrder: {
            /** Recording Id */
            recording_id: string;
            /** Since Ms */
            since_ms: number;
            /** Stream Id */
            stream_id: string;
        };
        /**
         * Refund
         * @description Money on its way back, or there; ``error`` says why the gateway refused it.
         */
        Refund: {
            /** Actor */
            actor: string;
            amount: components["schemas"]["Money"];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Error */
            error: string | null;
            /** Id */
            id: string;
            /** Order Id */
            order_id: string;
            /** Payment Id */
            payment_id: string;
            /** Pieces */
            pieces: {
                [key: string]: number;
            };
            /** Reason */
            reason: string;
            /** Restocks */
            restocks: boolean;
            /** Settled At */
            settled_at: string | null;
            state: components["schemas"]["RefundState"];
        };
        /**
         * RefundInput
         * @description What to give back: pieces, or an amount in minor units; neither means all that is left.
         */
        RefundInput: {
            /** Amount */
            amount?: number | null;
            /**
             * Lines
             * @default []
             */
            lines: components["schemas"]["RefundLine"][];
            /** Reason */
            reason: string;
            /**
             * Restock
             * @default false
             */
            restock: boolean;
        };
        /**
         * RefundLine
         * @description Pieces of one line, by its position in the order.
         */
        RefundLine: {
            /** Position */
            position: number;
            /** Quantity */
            quantity: number;
        };
        /**
         * RefundStanding
         * @description How much of an order's money was given back.
         * @enum {string}
         */
        RefundStanding: "none" | "part" | "whole";
        /**
         * RefundState
         * @description ``pending`` until the gateway says otherwise; a failed one may be tried again.
         * @enum {string}
         */
        RefundState: "pending" | "succeeded" | "failed";
        /**
         * Refusal
         * @description The last stream that was turned away or broken off, and why.
         *
         *     ``code`` names the sentence ``media.refusal.<code>`` of the catalogs, with ``params`` in
         *     it; ``detail`` is that sentence in the reader's language, or the media server's own.
         */
        Refusal: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Code */
            code: string | null;
            /** Detail */
            detail: string;
            /** Params */
            params: {
                [key: string]: string | number;
            };
            reason: components["schemas"]["EndReason"];
        };
        /**
         * RefusedRequest
         * @description An encoder was turned away.
         */
        RefusedRequest: {
            /** Server Id */
            server_id: string;
            /** Stream Key */
            stream_key: string;
        };
        /**
         * Removal
         * @description One daily removal: how many records of each kind went, over all ``tries``.
         *
         *     Without an end it was cut short, or could not remove everything yet: ``error`` tells what was
         *     in the way of the last try.
         */
        Removal: {
            /** Ended At */
            ended_at: string | null;
            /** Error */
            error: string | null;
            /** Id */
            id: string;
            /** Removed */
            removed: {
                [key: string]: number;
            };
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Tries */
            tries: number;
        };
        /**
         * ReplayDesk
         * @description The replay as the crew sees it.
         *
         *     ``ready``: the show is over and there is a picture. ``published``: what staff decided, or
         *     what will be without a decision. ``starts_at`` is when the first picture was filmed.
         *     ``segments`` are the moments at which clips can begin or end, the end of the replay included.
         */
        ReplayDesk: {
            attention: components["schemas"]["Attention"];
            /** Bytes */
            bytes: number;
            /** Captions */
            captions: components["schemas"]["DeskCaptions"][];
            /** Chapters */
            chapters: components["schemas"]["Chapter"][];
            /** Duration Ms */
            duration_ms: number;
            /** Playlist Url */
            playlist_url: string | null;
            /** Published */
            published: boolean;
            /** Ready */
            ready: boolean;
            /** Recordings */
            recordings: components["schemas"]["Recording"][];
            /** Segments */
            segments: number[];
            /** Starts At */
            starts_at: string | null;
        };
        /**
         * Replayed
         * @description How many are tried again.
         */
        Replayed: {
            /** Count */
            count: number;
        };
        /**
         * ReplayInput
         * @description Whose dead letters to try again; of every handler when left out.
         */
        ReplayInput: {
            /** Handler */
            handler?: string | null;
        };
        /**
         * Retention
         * @description How long what is kept, and the last removals, the newest first.
         */
        Retention: {
            /** Kept */
            kept: components["schemas"]["Keeping"][];
            /** Removals */
            removals: components["schemas"]["Removal"][];
        };
        /**
         * RetentionChanges
         * @description How many days to keep what; what is left out stays.
         */
        RetentionChanges: {
            /** Days */
            days: {
                [key: string]: number;
            };
        };
        /**
         * ReturnClass
         * @description Whether a product may be sent back within seven days of its arrival.
         *
         *     ``conditional`` and ``excluded`` must be confirmed by the buyer at each purchase.
         * @enum {string}
         */
        ReturnClass: "seven_days" | "conditional" | "excluded";
        /**
         * RoleInfo
         * @description What a role may do.
         */
        RoleInfo: {
            role: components["schemas"]["kaibo__modules__identity__contracts__Role"];
            /** Scopes */
            scopes: string[];
        };
        /**
         * RoomTicket
         * @description Opens the room's socket until ``expires_at``; ``path`` carries the ticket.
         */
        RoomTicket: {
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Path */
            path: string;
            /** Ticket */
            ticket: string;
        };
        /**
         * RowProblem
         * @description What is wrong with a row; ``column`` is a key or empty, ``cell`` as spreadsheets name it.
         */
        RowProblem: {
            /** Cell */
            cell: string;
            /** Code */
            code: string;
            /** Column */
            column: string;
            /** Message */
            message: string;
            /** Row */
            row: number;
            /** Value */
            value: string;
        };
        /**
         * Rule
         * @description What is removed when it is old enough.
         *
         *     - ``mails``: whom a mail went to, and what became of it; counted from when it was asked for.
         *     - ``webhooks``: that a payment gateway called; counted from then.
         *     - ``visits``: which viewer came to a show and went, and what looked automatic; counted from the
         *       show's end.
         *     - ``acts``: which viewer saw and opened which product; counted from the show's end.
         * @enum {string}
         */
        Rule: "mails" | "webhooks" | "visits" | "acts";
        /**
         * Sample
         * @description One moment. ``latency_ms`` is a read's, ``oldest_seconds`` how long due work has waited.
         */
        Sample: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Free Bytes */
            free_bytes: number;
            /** Latency Ms */
            latency_ms: number;
            /** Memory Bytes */
            memory_bytes: number;
            /** Oldest Seconds */
            oldest_seconds: number;
            /** Sockets */
            sockets: number;
            /** Waiting */
            waiting: number;
        };
        /**
         * SampleRow
         * @description One of the first rows: its cells by key, what becomes of it, and which cells change.
         */
        SampleRow: {
            /** Cells */
            cells: {
                [key: string]: string;
            };
            /** Changed */
            changed: string[];
            /** Errors */
            errors: components["schemas"]["RowProblem"][];
            outcome: components["schemas"]["Outcome"];
            /** Row */
            row: number;
        };
        /**
         * SandboxAct
         * @description A checkout as the simulated gateway knows it, with what it gave back and told.
         */
        SandboxAct: {
            amount: components["schemas"]["Money"];
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Description */
            description: string;
            /** Id */
            id: string;
            /** Refunds */
            refunds: components["schemas"]["SandboxRefund"][];
            /**
             * State
             * @enum {string}
             */
            state: "open" | "authorized" | "approved" | "declined" | "expired" | "refunded";
            /** Webhooks */
            webhooks: components["schemas"]["SandboxWebhook"][];
        };
        /**
         * SandboxActivity
         * @description What happened at the gateway last, the latest checkout first.
         */
        SandboxActivity: {
            /** Items */
            items: components["schemas"]["SandboxAct"][];
        };
        /**
         * SandboxCheckout
         * @description A hosted page's content.
         */
        SandboxCheckout: {
            amount: components["schemas"]["Money"];
            /** Description */
            description: string;
            /** Id */
            id: string;
            /** Merchant */
            merchant: string;
            /** Return Url */
            return_url: string;
            /**
             * State
             * @enum {string}
             */
            state: "open" | "authorized" | "approved" | "declined" | "expired" | "refunded";
        };
        /**
         * SandboxControls
         * @description How the simulated gateway behaves; as it is made, it behaves well. Times in milliseconds.
         *
         *     ``is_down``: nothing answers and no webhook leaves. ``declines``: who approves is declined,
         *     and what was authorised is when it is to be captured. ``captures_when_asked``: who approves
         *     only authorises, and the shop has to ask for the money. ``refuses_refunds``: no money is given
         *     back. ``latency_ms``: every answer takes that long. ``webhook_copies``: each webhook is sent so
         *     often. ``webhook_delay_ms``: so much later. ``shuffles_webhooks``: each at a moment of its own,
         *     so that later ones overtake.
         */
        SandboxControls: {
            /**
             * Captures When Asked
             * @default false
             */
            captures_when_asked: boolean;
            /**
             * Declines
             * @default false
             */
            declines: boolean;
            /**
             * Is Down
             * @default false
             */
            is_down: boolean;
            /**
             * Latency Ms
             * @default 0
             */
            latency_ms: number;
            /**
             * Refuses Refunds
             * @default false
             */
            refuses_refunds: boolean;
            /**
             * Shuffles Webhooks
             * @default false
             */
            shuffles_webhooks: boolean;
            /**
             * Webhook Copies
             * @default 1
             */
            webhook_copies: number;
            /**
             * Webhook Delay Ms
             * @default 0
             */
            webhook_delay_ms: number;
        };
        /**
         * SandboxControlsInput
         * @description How the gateway is to behave; what is left out behaves well. Times in milliseconds.
         */
        SandboxControlsInput: {
            /**
             * Captures When Asked
             * @default false
             */
            captures_when_asked: boolean;
            /**
             * Declines
             * @default false
             */
            declines: boolean;
            /**
             * Is Down
             * @default false
             */
            is_down: boolean;
            /**
             * Latency Ms
             * @default 0
             */
            latency_ms: number;
            /**
             * Refuses Refunds
             * @default false
             */
            refuses_refunds: boolean;
            /**
             * Shuffles Webhooks
             * @default false
             */
            shuffles_webhooks: boolean;
            /**
             * Webhook Copies
             * @default 1
             */
            webhook_copies: number;
            /**
             * Webhook Delay Ms
             * @default 0
             */
            webhook_delay_ms: number;
        };
        /**
         * SandboxRefund
         * @description Money that the simulated gateway gave back; ``id`` is the shop's id of the refund.
         */
        SandboxRefund: {
            amount: components["schemas"]["Money"];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Id */
            id: string;
        };
        /**
         * SandboxWebhook
         * @description One sending of a webhook; ``error`` is of its last try.
         */
        SandboxWebhook: {
            /** Attempts */
            attempts: number;
            /** Delivered At */
            delivered_at: string | null;
            delivery: components["schemas"]["Delivery"];
            /**
             * Due At
             * Format: date-time
             */
            due_at: string;
            /** Error */
            error: string;
            /** Event Id */
            event_id: string;
            /** Id */
            id: string;
            /** Type */
            type: string;
        };
        /**
         * SavedView
         * @description A list as a person wants to see it again: ``filters`` is what its address holds.
         */
        SavedView: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Filters */
            filters: string;
            /** Id */
            id: string;
            list: components["schemas"]["ListName"];
            /** Name */
            name: string;
        };
        /**
         * ServerChoice
         * @description The media server to push to.
         */
        ServerChoice: {
            /** Server Id */
            server_id: string;
        };
        /**
         * ServerInfo
         * @description A media server that a show can use; ``takes_browsers``: pictures by WHIP too.
         */
        ServerInfo: {
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
            /** Takes Browsers */
            takes_browsers: boolean;
        };
        /**
         * ServerReport
         * @description How a media server itself does; counters grow from its start.
         */
        ServerReport: {
            /**
             * Cpu Percent
             * @default 0
             */
            cpu_percent: number;
            /** Disk Free Bytes */
            disk_free_bytes?: number | null;
            /**
             * Http Bytes
             * @default 0
             */
            http_bytes: number;
            /**
             * Http Connections
             * @default 0
             */
            http_connections: number;
            /**
             * Http Requests
             * @default 0
             */
            http_requests: number;
            /**
             * Late Parts
             * @default 0
             */
            late_parts: number;
            /**
             * Loop Lag Ms
             * @default 0
             */
            loop_lag_ms: number;
            /** Recording Failed */
            recording_failed?: string | null;
            /**
             * Slow Clients
             * @default 0
             */
            slow_clients: number;
            /**
             * Whep Cap
             * @default 0
             */
            whep_cap: number;
            /**
             * Whep Viewers
             * @default 0
             */
            whep_viewers: number;
        };
        /**
         * SessionInfo
         * @description Where somebody is signed in; ``device`` is what its browser calls itself.
         */
        SessionInfo: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Device */
            device: string;
            /** Id */
            id: string;
            /** Is Current */
            is_current: boolean;
            /**
             * Last Seen At
             * Format: date-time
             */
            last_seen_at: string;
            /** Network */
            network: string;
        };
        /**
         * Settles
         * @description From when on a figure stays as it is.
         *
         *     ``end``: the show's end. ``payment``: then, and no order of it waits for its payment.
         *     ``refund``: then, and every paid order is completed or given back.
         * @enum {string}
         */
        Settles: "end" | "payment" | "refund";
        /**
         * SetupInput
         * @description Everything the first start needs.
         */
        SetupInput: {
            owner: components["schemas"]["OwnerInput"];
            store: components["schemas"]["StoreInput"];
            /** Token */
            token: string;
        };
        /**
         * SetupState
         * @description Whether the installation still waits for its store and first owner.
         */
        SetupState: {
            /** Needed */
            needed: boolean;
        };
        /**
         * SheetFormat
         * @description The kinds of files that are written.
         * @enum {string}
         */
        SheetFormat: "xlsx" | "csv";
        /**
         * Show
         * @description A show as staff see it; both paths are relative to the public address.
         *
         *     ``invite_path`` holds the invitation, a secret; a public show has none. ``revision`` counts the
         *     changes of what stands in calendars.
         */
        Show: {
            access: components["schemas"]["Access"];
            /** Closed At */
            closed_at: string | null;
            /** Cover Url */
            cover_url: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Description */
            description: string;
            /** Host Name */
            host_name: string;
            /** Id */
            id: string;
            /** Invite Path */
            invite_path: string | null;
            /** On Air At */
            on_air_at: string | null;
            /** Product Ids */
            product_ids: string[];
            /** Revision */
            revision: number;
            /** Slug */
            slug: string;
            /** Starts At */
            starts_at: string | null;
            state: components["schemas"]["ShowState"];
            /** Title */
            title: string;
            /** Viewer Path */
            viewer_path: string;
        };
        /**
         * ShowCard
         * @description A show in the public list.
         */
        ShowCard: {
            /** Cover Url */
            cover_url: string | null;
            /** Host Name */
            host_name: string;
            /** Id */
            id: string;
            /** Slug */
            slug: string;
            /** Starts At */
            starts_at: string | null;
            state: components["schemas"]["ShowState"];
            /** Title */
            title: string;
        };
        /**
         * ShowChanges
         * @description Fields to change; those left out stay.
         */
        ShowChanges: {
            access?: components["schemas"]["Access"] | null;
            /** Description */
            description?: string | null;
            /** Host Name */
            host_name?: string | null;
            /** Starts At */
            starts_at?: string | null;
            /** Title */
            title?: string | null;
        };
        /**
         * ShowInput
         * @description The show to plan.
         */
        ShowInput: {
            /** @default public */
            access: components["schemas"]["Access"];
            /**
             * Cover Of
             * @description A show whose cover this one takes over.
             */
            cover_of?: string | null;
            /**
             * Description
             * @default
             */
            description: string;
            /**
             * Host Name
             * @default
             */
            host_name: string;
            /**
             * Product Ids
             * @default []
             */
            product_ids: string[];
            /** Slug */
            slug?: string | null;
            /** Starts At */
            starts_at?: string | null;
            /** Title */
            title: string;
        };
        /**
         * ShowState
         * @description The life of a show: planned, live, over.
         * @enum {string}
         */
        ShowState: "ready" | "on_air" | "closed";
        /**
         * ShowSummary
         * @description A show in figures; ``until`` is when they were made.
         */
        ShowSummary: {
            /** Currencies */
            currencies: string[];
            /** From Ms */
            from_ms: number | null;
            /** Marks */
            marks: components["schemas"]["Mark"][];
            /** Metrics */
            metrics: components["schemas"]["Metric"][];
            /** Minutes */
            minutes: components["schemas"]["Minute"][];
            /** Previous Title */
            previous_title: string | null;
            /** Products */
            products: components["schemas"]["ProductFigures"][];
            /** Settled */
            settled: boolean;
            /** Show Id */
            show_id: string;
            /** Title */
            title: string;
            /** To Ms */
            to_ms: number | null;
            /**
             * Until
             * Format: date-time
             */
            until: string;
            /** Values */
            values: components["schemas"]["Value"][];
            /** Viewers Estimated */
            viewers_estimated: boolean;
        };
        /**
         * SignalKind
         * @description What was noticed.
         *
         *     - ``likes_too_fast``: likes beyond a human's rate for ten seconds on end.
         *     - ``many_on_device``: more viewers in one room on one device than a household has.
         *     - ``many_sockets``: a device opened more sockets than are let in.
         *     - ``flooding``: frames, pings, pieces or garbage without end; the socket was closed.
         *     - ``address_busy``: one address said more than a crowd would.
         *     - ``same_text``: one longer line, said by several viewers within a minute.
         * @enum {string}
         */
        SignalKind: "likes_too_fast" | "many_on_device" | "many_sockets" | "flooding" | "address_busy" | "same_text";
        /**
         * SignInLink
         * @description A link that signs in once; ``path`` is relative to the public address.
         */
        SignInLink: {
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Path */
            path: string;
            /** Token */
            token: string;
        };
        /**
         * Source
         * @description Where the picture that viewers get comes from.
         * @enum {string}
         */
        Source: "main" | "backup" | "outside";
        /**
         * SourceChoice
         * @description What viewers are to get; ``url`` is the HLS playlist of a picture from ``outside``.
         */
        SourceChoice: {
            kind: components["schemas"]["Choice"];
            /** Url */
            url?: string | null;
        };
        /**
         * Specification
         * @description One line of a product's data sheet.
         */
        Specification: {
            /** Name */
            name: string;
            /** Value */
            value: string;
        };
        /**
         * SpecificationInput
         * @description A line of the data sheet.
         */
        SpecificationInput: {
            /** Name */
            name: string;
            /** Value */
            value: string;
        };
        /**
         * Staff
         * @description A member of staff; ``is_pending``: invited, and without a password yet.
         */
        Staff: {
            /** Email */
            email: string;
            /** Id */
            id: string;
            /**
             * Is Active
             * @default true
             */
            is_active: boolean;
            /**
             * Is Pending
             * @default false
             */
            is_pending: boolean;
            /** Last Seen At */
            last_seen_at?: string | null;
            /** Name */
            name: string;
            role: components["schemas"]["kaibo__modules__identity__contracts__Role"];
            /** Scopes */
            scopes: string[];
        };
        /**
         * StaffChanges
         * @description What to change of an account; what is left out stays.
         */
        StaffChanges: {
            /** Name */
            name?: string | null;
            role?: components["schemas"]["kaibo__modules__identity__contracts__Role"] | null;
        };
        /**
         * StaffInput
         * @description The account to create.
         */
        StaffInput: {
            /** Email */
            email: string;
            /** Name */
            name: string;
            /** Password */
            password: string;
            /** @default operator */
            role: components["schemas"]["kaibo__modules__identity__contracts__Role"];
        };
        /**
         * StaffSession
         * @description A signed-in member of staff; ``token`` works as a bearer token.
         */
        StaffSession: {
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            staff: components["schemas"]["Staff"];
            /** Token */
            token: string;
        };
        /**
         * Stage
         * @description The picture's way, in its order.
         * @enum {string}
         */
        Stage: "encoder" | "ingest" | "packaging" | "delivery" | "player";
        /**
         * StageReport
         * @description One stage now.
         */
        StageReport: {
            /** Figures */
            figures: {
                [key: string]: number | string | boolean | null;
            };
            /** Findings */
            findings: components["schemas"]["Finding"][];
            /** Since */
            since: string | null;
            stage: components["schemas"]["Stage"];
            state: components["schemas"]["StageState"];
        };
        /**
         * StageState
         * @description ``idle``: nothing passes, and nothing should.
         * @enum {string}
         */
        StageState: "ok" | "warn" | "fault" | "idle";
        /**
         * Stalled
         * @description Nothing has come for ``silent_ms`` milliseconds; 0 when data flows again.
         */
        Stalled: {
            /** Server Id */
            server_id: string;
            /** Silent Ms */
            silent_ms: number;
            /** Stream Id */
            stream_id: string;
        };
        /**
         * Started
         * @description A media server has started and carries nothing.
         */
        Started: {
            /** Server Id */
            server_id: string;
        };
        /**
         * Stock
         * @description Units: on hand in the warehouse, reserved by unpaid orders, set aside for shows, to sell.
         */
        Stock: {
            /** Allocated */
            allocated: number;
            /** Available */
            available: number;
            /** On Hand */
            on_hand: number;
            /** Reserved */
            reserved: number;
        };
        /**
         * StockAdjustment
         * @description Units to add (or, negative, to remove) and why; ``variant_id`` where there are several.
         */
        StockAdjustment: {
            /** Delta */
            delta: number;
            /** Reason */
            reason: string;
            /** Variant Id */
            variant_id?: string | null;
        };
        /**
         * StockMovement
         * @description A line of the ledger; deltas in units.
         */
        StockMovement: {
            /** Actor */
            actor: string;
            /** Allocated Delta */
            allocated_delta: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Id */
            id: string;
            kind: components["schemas"]["MovementKind"];
            /** On Hand Delta */
            on_hand_delta: number;
            /** Reference */
            reference: string;
            /** Reserved Delta */
            reserved_delta: number;
            /** Variant Id */
            variant_id: string;
        };
        /**
         * Storage
         * @description How much room recordings take and have.
         */
        Storage: {
            /** Bytes */
            bytes: number;
            /** Free Bytes */
            free_bytes: number;
            /** Quota Bytes */
            quota_bytes: number | null;
            /** Retention Days */
            retention_days: number | null;
            state: components["schemas"]["StorageState"];
        };
        /**
         * StorageState
         * @description ``low``: the alarm; ``full``: recorders write nothing more.
         * @enum {string}
         */
        StorageState: "ok" | "low" | "full";
        /**
         * Store
         * @description The seller, as buyers see it; name, address and contact are shown on the live page.
         */
        Store: {
            /** Address */
            address: string;
            /** Contact */
            contact: string;
            /** Currency */
            currency: string;
            /** Languages */
            languages: string[];
            /** Legal Name */
            legal_name: string;
            mode: components["schemas"]["StoreMode"];
            /** Name */
            name: string;
        };
        /**
         * StoreChanges
         * @description Fields of the store to change; those left out stay.
         *
         *     ``mode`` ``live`` is refused while no gateway moves real money.
         */
        StoreChanges: {
            /** Address */
            address?: string | null;
            /** Contact */
            contact?: string | null;
            /** Legal Name */
            legal_name?: string | null;
            mode?: components["schemas"]["StoreMode"] | null;
            /** Name */
            name?: string | null;
        };
        /**
         * StoreInput
         * @description The store to create.
         */
        StoreInput: {
            /**
             * Address
             * @default
             */
            address: string;
            /**
             * Contact
             * @default
             */
            contact: string;
            /**
             * Currency
             * @default CNY
             * @enum {string}
             */
            currency: "CNY" | "TWD" | "HKD" | "USD" | "EUR" | "GBP" | "JPY" | "KRW" | "SGD" | "MYR" | "THB" | "AUD" | "CAD" | "NZD";
            /**
             * Legal Name
             * @default
             */
            legal_name: string;
            /** Name */
            name: string;
        };
        /**
         * StoreMode
         * @description ``test``: no real money can move, and every page says so.
         * @enum {string}
         */
        StoreMode: "test" | "live";
        /**
         * StreamHealth
         * @description Measured by the media server over the last seconds.
         *
         *     ``av_drift_ms`` is how far the sound is behind the picture; ``jitter_ms`` how unevenly
         *     data comes in; ``silent_ms`` for how long nothing has; ``part_late_ms`` how late the
         *     last parts were published.
         */
        StreamHealth: {
            /**
             * Audio Kbps
             * @default 0
             */
            audio_kbps: number;
            /**
             * Av Drift Ms
             * @default 0
             */
            av_drift_ms: number;
            /**
             * Dropped Frames
             * @default 0
             */
            dropped_frames: number;
            /**
             * Duration Ms
             * @default 0
             */
            duration_ms: number;
            /**
             * Frame Rate
             * @default 0
             */
            frame_rate: number;
            /**
             * Jitter Ms
             * @default 0
             */
            jitter_ms: number;
            /**
             * Keyframe Interval Ms
             * @default 0
             */
            keyframe_interval_ms: number;
            /**
             * Part Late Ms
             * @default 0
             */
            part_late_ms: number;
            /**
             * Received Bytes
             * @default 0
             */
            received_bytes: number;
            /**
             * Silent Ms
             * @default 0
             */
            silent_ms: number;
            /**
             * Video Kbps
             * @default 0
             */
            video_kbps: number;
            /**
             * Whep Viewers
             * @default 0
             */
            whep_viewers: number;
        };
        /**
         * StreamKey
         * @description What to enter in an encoder. The key is a secret, and so is ``whip_url`` if it has it.
         */
        StreamKey: {
            role: components["schemas"]["kaibo__modules__media__contracts__Role"];
            /** Rtmp Url */
            rtmp_url: string;
            /** Server Id */
            server_id: string;
            /** Stream Key */
            stream_key: string;
            /** Whip Url */
            whip_url: string | null;
        };
        /**
         * StreamKeys
         * @description The keys of a show's two inputs.
         */
        StreamKeys: {
            backup: components["schemas"]["StreamKey"];
            main: components["schemas"]["StreamKey"];
        };
        /**
         * StreamReport
         * @description Health of one stream, measured over the last seconds; see ``StreamHealth``.
         */
        StreamReport: {
            /**
             * Audio Kbps
             * @default 0
             */
            audio_kbps: number;
            /**
             * Av Drift Ms
             * @default 0
             */
            av_drift_ms: number | null;
            /**
             * Dropped Frames
             * @default 0
             */
            dropped_frames: number;
            /**
             * Duration Ms
             * @default 0
             */
            duration_ms: number;
            /**
             * Frame Rate
             * @default 0
             */
            frame_rate: number;
            /**
             * Jitter Ms
             * @default 0
             */
            jitter_ms: number | null;
            /**
             * Keyframe Interval Ms
             * @default 0
             */
            keyframe_interval_ms: number | null;
            /**
             * Part Late Ms
             * @default 0
             */
            part_late_ms: number | null;
            /**
             * Received Bytes
             * @default 0
             */
            received_bytes: number;
            /**
             * Silent Ms
             * @default 0
             */
            silent_ms: number | null;
            /** Stream Id */
            stream_id: string;
            /**
             * Video Kbps
             * @default 0
             */
            video_kbps: number;
            /**
             * Whep Viewers
             * @default 0
             */
            whep_viewers: number;
        };
        /**
         * SystemState
         * @description Everything, now; ``history`` is the last half hour, oldest first.
         */
        SystemState: {
            database: components["schemas"]["DatabaseState"];
            disk: components["schemas"]["DiskState"];
            /** Gateways */
            gateways: number | null;
            /** History */
            history?: components["schemas"]["Sample"][];
            last_backup: components["schemas"]["BackupState"] | null;
            /** Processes */
            processes: components["schemas"]["ProcessState"][];
            /** Python */
            python: string;
            /** Rooms */
            rooms: number;
            /** Sockets */
            sockets: number;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Version */
            version: string;
            work: components["schemas"]["WorkState"];
        };
        /**
         * TestMailInput
         * @description Which template to send to oneself.
         */
        TestMailInput: {
            /** @default test */
            kind: components["schemas"]["MailKind"];
            /**
             * Language
             * @default en
             * @enum {string}
             */
            language: "en" | "zh-CN" | "zh-TW";
        };
        /**
         * Thing
         * @description Something that was acted on, and what it is called now: nothing, when it is gone.
         *
         *     ``id`` is that of its page: a variant's and a deal's is their product's.
         */
        Thing: {
            /** Id */
            id: string;
            kind: components["schemas"]["ThingKind"];
            /** Name */
            name: string;
        };
        /**
         * ThingKind
         * @description Where a thing is shown, the nearest to an act first: a product is pinned in a show.
         * @enum {string}
         */
        ThingKind: "order" | "product" | "viewer" | "staff" | "show";
        /**
         * TicketRequest
         * @description As whom to enter; without a wish a viewer enters as one, staff as staff.
         */
        TicketRequest: {
            /** Role */
            role?: ("viewer" | "staff") | null;
        };
        /**
         * TimelineEntry
         * @description Something that happened in a show at ``at_ms`` (since the epoch); never changed.
         */
        TimelineEntry: {
            /** At Ms */
            at_ms: number;
            /** Data */
            data: {
                [key: string]: unknown;
            };
            kind: components["schemas"]["EntryKind"];
            /** Show Id */
            show_id: string;
            /** Subject */
            subject: string;
        };
        /**
         * Tray
         * @description The products of a show, in order.
         */
        Tray: {
            /** Product Ids */
            product_ids: string[];
        };
        /**
         * Unit
         * @description What a figure is counted in; money is in minor units, a rate from 0 to 1, time in ms.
         * @enum {string}
         */
        Unit: "people" | "count" | "money" | "rate" | "time";
        /**
         * Unpublish
         * @description A stream has ended.
         *
         *     ``code`` names a sentence of the catalogs (``media.refusal.<code>``), ``params`` fill it;
         *     ``detail`` is what the encoder was told.
         */
        Unpublish: {
            /** Code */
            code?: string | null;
            /** Detail */
            detail?: string | null;
            /** Params */
            params?: {
                [key: string]: string | number;
            } | null;
            reason: components["schemas"]["EndReason"];
            /** Server Id */
            server_id: string;
            /** Stream Id */
            stream_id: string;
        };
        /**
         * Value
         * @description A figure; ``currency`` for money only. Null: there is nothing to divide by.
         *
         *     ``before`` is the same of the previous show.
         */
        Value: {
            /** Before */
            before: number | null;
            /** Currency */
            currency: string | null;
            /** Name */
            name: string;
            /** Settled */
            settled: boolean;
            /** Value */
            value: number | null;
        };
        /**
         * Variant
         * @description A variant as staff see it; ``values`` follows the product's ``options``.
         */
        Variant: {
            compare_at: components["schemas"]["Money"] | null;
            /** Components */
            components: components["schemas"]["Component"][];
            /** Id */
            id: string;
            /** Low At */
            low_at: number;
            /** Picture Url */
            picture_url: string | null;
            price: components["schemas"]["Money"];
            /** Sku */
            sku: string | null;
            stock: components["schemas"]["Stock"];
            /** Values */
            values: string[];
        };
        /**
         * VariantCard
         * @description A variant as buyers see it; ``available`` is in units.
         */
        VariantCard: {
            /** Available */
            available: number;
            compare_at: components["schemas"]["Money"] | null;
            /** Id */
            id: string;
            /** Picture Url */
            picture_url: string | null;
            price: components["schemas"]["Money"];
            /** Values */
            values: string[];
        };
        /**
         * VariantInput
         * @description A variant; ``id`` names one that exists, whose stock then stays as it is.
         *
         *     ``stock`` is the first stock of a new one. ``components`` makes a bundle.
         */
        VariantInput: {
            /** Compare At */
            compare_at?: number | null;
            /**
             * Components
             * @default []
             */
            components: components["schemas"]["ComponentInput"][];
            /** Id */
            id?: string | null;
            /**
             * Low At
             * @default 0
             */
            low_at: number;
            /** Picture Id */
            picture_id?: string | null;
            /** Price */
            price: number;
            /** Sku */
            sku?: string | null;
            /**
             * Stock
             * @default 0
             */
            stock: number;
            /**
             * Values
             * @default []
             */
            values: string[];
        };
        /**
         * VideoInfo
         * @description The picture; size in pixels, rate in frames a second.
         */
        VideoInfo: {
            /**
             * B Frames
             * @default false
             */
            b_frames: boolean;
            /** Codec */
            codec: string;
            /** Frame Rate */
            frame_rate?: number | null;
            /** Height */
            height: number;
            /** Width */
            width: number;
        };
        /**
         * Viewer
         * @description A person who watches; ``display_name`` is what the room sees.
         */
        Viewer: {
            /** Avatar Url */
            avatar_url?: string | null;
            /** Display Name */
            display_name: string;
            /** Id */
            id: string;
        };
        /**
         * ViewerChanges
         * @description What a viewer may change; ``language`` is that of their mails.
         */
        ViewerChanges: {
            /** Display Name */
            display_name?: string | null;
            /** Language */
            language?: ("en" | "zh-CN" | "zh-TW") | null;
        };
        /**
         * ViewerInput
         * @description The guest to be; a name is made up when none is given.
         */
        ViewerInput: {
            /** Display Name */
            display_name?: string | null;
        };
        /**
         * ViewerSession
         * @description A viewer and the token that works as a bearer token.
         */
        ViewerSession: {
            /** Token */
            token: string;
            viewer: components["schemas"]["Viewer"];
        };
        /**
         * ViewInput
         * @description The view to save; ``filters`` is the part of the list's address after the question mark.
         */
        ViewInput: {
            /** Filters */
            filters: string;
            list: components["schemas"]["ListName"];
            /** Name */
            name: string;
        };
        /**
         * WorkState
         * @description The queue: due and waiting, given up, and how long the oldest due has waited.
         */
        WorkState: {
            /** Dead */
            dead: number;
            /** Oldest Seconds */
            oldest_seconds: number;
            /** Waiting */
            waiting: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    audit_list_audit: {
        parameters: {
            query?: {
                action?: string | null;
                /** @description `next_cursor` of the last page. */
                cursor?: string | null;
                limit?: number;
                q?: string | null;
                since?: string | null;
                staff?: string | null;
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AuditLine_"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    audit_list_audit_actions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    audit_export_audit: {
        parameters: {
            query?: {
                action?: string | null;
                q?: string | null;
                since?: string | null;
                staff?: string | null;
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    operations_check_books: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Books"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewers_export_buyer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                viewer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewers_erase_buyer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                viewer_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Erasure"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewers_find_buyer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BuyerSought"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundBuyer"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordings_get_clip: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clip_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clip"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordings_delete_clip: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clip_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordings_change_clip: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clip_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClipChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clip"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    operations_copy_database: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CopyRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatabaseCopy"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mail_list_mails: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the last page. */
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Mail_"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mail_retry_mail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mail_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mail_preview_mail: {
        parameters: {
            query?: {
                language?: "en" | "zh-CN" | "zh-TW";
            };
            header?: never;
            path: {
                kind: components["schemas"]["MailKind"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailPreview"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mail_preview_mail_page: {
        parameters: {
            query?: {
                language?: "en" | "zh-CN" | "zh-TW";
            };
            header?: never;
            path: {
                kind: components["schemas"]["MailKind"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Problem"];
                };
            };
        };
    };
    mail_mail_setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailSetup"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mail_send_test_mail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestMailInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mail"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    media_server_heartbeat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Heartbeat"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Orders"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    media_server_take_hook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    media_server_may_play: {
        parameters: {
            query: {
                name: string;
                sig?: string;
            };
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    media_server_playable: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Playable"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    media_server_publish: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Published"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    media_server_recorded: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Recorded"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    media_server_refused: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefusedRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    media_server_stalled: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Stalled"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    media_server_started: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Started"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    media_server_unpublish: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Unpublish"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_list_orders: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the last page. */
                cursor?: string | null;
                limit?: number;
                product?: string | null;
                q?: string | null;
                refunded?: boolean;
                show?: string | null;
                since?: string | null;
                state?: components["schemas"]["OrderState"][] | null;
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Order_"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_create_order: {
        parameters: {
            query?: {
                /** @description For players, which set no headers. */
                invite?: string | null;
            };
            header?: {
                "idempotency-key"?: string | null;
                "x-kaibo-invite"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_get_order: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_confirm_receipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_mark_delivered: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_get_history: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderHistory"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_get_page: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
                page_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_ship: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParcelInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_correct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
                parcel_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParcelInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_check_payment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_open_payment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentSession"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_refund: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_retry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
                refund_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_export_orders: {
        parameters: {
            query?: {
                language?: ("en" | "zh-CN" | "zh-TW") | null;
                product?: string | null;
                q?: string | null;
                refunded?: boolean;
                show?: string | null;
                since?: string | null;
                state?: components["schemas"]["OrderState"][] | null;
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_look_up_order: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LookupInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundOrder"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_list_my_orders: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the last page. */
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Order_"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    payments_receive_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gateway: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_list_products: {
        parameters: {
            query?: {
                archived?: boolean;
                category?: string | null;
                /** @description `next_cursor` of the last page. */
                cursor?: string | null;
                limit?: number;
                low?: boolean;
                q?: string | null;
                tag?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Product_"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_create_product: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProductInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_get_product: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                product_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_change_product: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                product_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProductChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_list_allocations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                product_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Allocation"][];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_archive_product: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                product_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArchiveInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_set_picture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                product_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": string;
                "image/png": string;
                "image/webp": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_order_pictures: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                product_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PictureOrder"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_add_picture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                product_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": string;
                "image/png": string;
                "image/webp": string;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_list_prices: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                product_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PricePoint"][];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_adjust_stock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                product_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StockAdjustment"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_list_movements: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the last page. */
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                product_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_StockMovement_"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_list_products_of_variants: {
        parameters: {
            query: {
                id: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"][];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_list_categories: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Category"][];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_export_products: {
        parameters: {
            query?: {
                archived?: boolean;
                category?: string | null;
                format?: components["schemas"]["SheetFormat"];
                low?: boolean;
                q?: string | null;
                tag?: string | null;
                /** @description Of moments without an offset: `Asia/Taipei`, `+08:00` */
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    "text/csv; charset=utf-8": string;
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_list_imports: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the last page. */
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ProductImport_"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_upload_import: {
        parameters: {
            query?: {
                name?: string;
                /** @description Of moments without an offset: `Asia/Taipei`, `+08:00` */
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductImport"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_get_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductImport"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_list_import_errors: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the last page. */
                cursor?: number;
                limit?: number;
            };
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_RowProblem_"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_export_import_errors: {
        parameters: {
            query?: {
                format?: components["schemas"]["SheetFormat"];
            };
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    "text/csv; charset=utf-8": string;
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_start_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductImport"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_stop_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductImport"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_get_template: {
        parameters: {
            query?: {
                format?: components["schemas"]["SheetFormat"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    "text/csv; charset=utf-8": string;
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    products_list_tags: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordings_delete_recording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                recording_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordings_get_storage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Storage"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retention_get_retention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retention"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retention_change_retention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetentionChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retention"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rooms_announce_line: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["kaibo__modules__rooms__moderation_routes__LineInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rooms_take_announcement_down: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rooms_explain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PinInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explanation"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rooms_stop_explaining: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rooms_hide_line: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                danmaku_id: string;
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rooms_restore_line: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                danmaku_id: string;
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rooms_get_moderation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Moderation"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rooms_mute_viewer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
                viewer_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MuteInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mute"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rooms_unmute_viewer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
                viewer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rooms_pin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PinInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pin"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rooms_unpin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                product_id: string;
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rooms_get_snapshot: {
        parameters: {
            query?: {
                /** @description For players, which set no headers. */
                invite?: string | null;
            };
            header?: {
                "x-kaibo-invite"?: string | null;
            };
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rooms_make_ticket: {
        parameters: {
            query?: {
                /** @description For players, which set no headers. */
                invite?: string | null;
            };
            header?: {
                "x-kaibo-invite"?: string | null;
            };
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TicketRequest"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomTicket"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    workplace_list_views: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"][];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    workplace_save_view: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    workplace_forget_view: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                view_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity_setup_state: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupState"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity_set_up: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetupInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffSession"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    shows_list_shows: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the last page. */
                cursor?: string | null;
                limit?: number;
                /** @description Only shows that begin then or later. */
                since?: string | null;
                /** @description Only shows that begin earlier. */
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Show_"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    shows_create_show: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShowInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Show"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    shows_get_show: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Show"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    shows_change_show: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShowChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Show"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    analytics_take_acts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActsInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    shows_list_allocations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Allocation"][];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    shows_allocate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
                variant_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AllocationInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Allocation"][];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rooms_get_attendance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attendance"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quality_take_beacon: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeaconInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bookings_book: {
        parameters: {
            query?: {
                /** @description For players, which set no headers. */
                invite?: string | null;
            };
            header?: {
                "x-kaibo-invite"?: string | null;
            };
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Booking"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bookings_unbook: {
        parameters: {
            query?: {
                /** @description For players, which set no headers. */
                invite?: string | null;
            };
            header?: {
                "x-kaibo-invite"?: string | null;
            };
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Booking"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bookings_get_calendar: {
        parameters: {
            query?: {
                /** @description For players, which set no headers. */
                invite?: string | null;
            };
            header?: {
                "x-kaibo-invite"?: string | null;
            };
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_get_captions: {
        parameters: {
            query: {
                /** @description From the address you were given. */
                opens: string;
            };
            header?: never;
            path: {
                captions: string;
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordings_set_captions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                language: "en" | "zh-CN" | "zh-TW";
                show: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-subrip": string;
                "text/vtt": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Captions"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordings_remove_captions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                language: "en" | "zh-CN" | "zh-TW";
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_get_cart: {
        parameters: {
            query?: {
                /** @description For players, which set no headers. */
                invite?: string | null;
            };
            header?: {
                "x-kaibo-invite"?: string | null;
            };
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartItem"][];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_put_in_cart: {
        parameters: {
            query?: {
                /** @description For players, which set no headers. */
                invite?: string | null;
            };
            header?: {
                "x-kaibo-invite"?: string | null;
            };
            path: {
                show: string;
                variant_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CartInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartItem"][];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quality_get_chain: {
        parameters: {
            query?: {
                after?: string | null;
            };
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chain"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordings_list_clips: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Clip_"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_cut_clip: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClipInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clip"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    shows_set_cover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": string;
                "image/png": string;
                "image/webp": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Show"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    shows_remove_cover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Show"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    promotions_list_deals: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_FlashDeal_"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    promotions_announce_deal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DealInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlashDeal"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    promotions_stop_deal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                deal_id: string;
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlashDeal"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    shows_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Show"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    shows_begin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Show"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    media_get_picture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Picture"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    media_choose_server: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServerChoice"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Picture"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    media_choose_source: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceChoice"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Picture"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    shows_set_products: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Tray"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Show"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rooms_get_product_page: {
        parameters: {
            query?: {
                /** @description For players, which set no headers. */
                invite?: string | null;
            };
            header?: {
                "x-kaibo-invite"?: string | null;
            };
            path: {
                product_id: string;
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductPage"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rooms_get_public_show: {
        parameters: {
            query?: {
                /** @description For players, which set no headers. */
                invite?: string | null;
            };
            header?: {
                "x-kaibo-invite"?: string | null;
            };
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicShow"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_get_public_replay: {
        parameters: {
            query?: {
                /** @description For players, which set no headers. */
                invite?: string | null;
            };
            header?: {
                "x-kaibo-invite"?: string | null;
            };
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicReplay"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordings_erase_recordings: {
        parameters: {
            query: {
                /** @description The show's address (slug). */
                confirm: string;
            };
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_get_replay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayDesk"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_set_replay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Publication"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayDesk"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_get_playlist: {
        parameters: {
            query: {
                /** @description From the address you were given. */
                opens: string;
            };
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_export: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clip"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rooms_list_signals: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the last page. */
                cursor?: string | null;
                /** @description Only this kind; all when left out. */
                kind?: components["schemas"]["SignalKind"] | null;
                limit?: number;
            };
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Noticed_"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    media_get_stream_keys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamKeys"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    media_rotate_stream_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                role: components["schemas"]["kaibo__modules__media__contracts__Role"];
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamKey"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    summary_get_summary: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShowSummary"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    summary_export_summary: {
        parameters: {
            query?: {
                table?: "metrics" | "products" | "minutes" | "product_minutes";
            };
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    summary_get_product_minutes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                product_id: string;
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductMinutes"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    shows_get_timeline: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the last page. */
                cursor?: string | null;
                /** @description Only these; all when left out. */
                kind?: components["schemas"]["EntryKind"][];
                limit?: number;
            };
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TimelineEntry_"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lobby_get_lobby: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lobby"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rooms_list_public_shows: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ShowCard_"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity_list_staff: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Staff_"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity_add_staff: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StaffInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Staff"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity_change_staff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                staff_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StaffChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Staff"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity_deactivate_staff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                staff_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Staff"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity_reactivate_staff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                staff_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Staff"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity_sign_out_staff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                staff_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Staff"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity_invite_staff: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity_who_am_i: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Staff"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity_change_own_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Staff"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity_list_own_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionInfo"][];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity_sign_out_own_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity_sign_out_own_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity_list_roles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleInfo"][];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffSession"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity_sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity_sign_in_by_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkToken"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffSession"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity_make_sign_in_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInLink"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity_get_store: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Store"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identity_change_store: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StoreChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Store"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    operations_system_state: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemState"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewers_enter: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewerInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewerSession"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewers_who_am_i: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Viewer"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewers_change_viewer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewerChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Viewer"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewers_my_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewers_export_my_data: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewers_erase_my_data: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewers_set_avatar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": string;
                "image/png": string;
                "image/webp": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Viewer"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewers_remove_avatar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Viewer"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewers_my_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"][];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewers_sign_out_everywhere: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewers_sign_out_there: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewers_sign_out_here: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewers_sign_in_by_code: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeTyped"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewerSession"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewers_ask_for_code: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeRequest"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    work_list_dead_letters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DeadLetter_"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    work_discard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    work_replay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    work_replay_all: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replayed"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    work_list_queues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"][];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "sandbox_gateway_(simulation)_get_checkout": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                checkout_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxCheckout"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "sandbox_gateway_(simulation)_approve": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                checkout_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxCheckout"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "sandbox_gateway_(simulation)_decline": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                checkout_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxCheckout"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "sandbox_gateway_(simulation)_get_controls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxControls"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "sandbox_gateway_(simulation)_set_controls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SandboxControlsInput"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxControls"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "sandbox_gateway_(simulation)_get_activity": {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxActivity"];
                };
            };
            /** @description Problem details (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
