extension SlackError {
    /// The one rule for what is certain: a definite refusal is HTTP 429, or Slack's own JSON with `ok: false`, a status
    /// below 500 and a code listed here.
    ///
    /// Everything else may have been carried out. Slack's edge can answer 5xx after the message was stored, and a
    /// proxy's page, garbage or a missing answer prove nothing. A code that isn't listed is a refusal whose meaning is
    /// unknown.
    ///
    /// - Parameter saysNo: whether the answer is Slack's JSON with `ok: false` and a code.
    init(_ failure: SlackFailure, saysNo: Bool) {
        let code = failure.code
        guard failure.status != 429 else {
            self = .notDelivered(failure)
            return
        }
        guard saysNo, (failure.status ?? 200) < 500 else {
            self = .ambiguous(failure)
            return
        }
        if Self.tokenCodes.contains(code) {
            self = .tokenRefused(failure)
        } else if Self.recipientCodes.contains(code) || code.hasPrefix("restricted_action") {
            self = .recipientUnreachable(failure)
        } else if Self.missingCodes.contains(code) {
            self = .messageMissing(failure)
        } else if Self.payloadCodes.contains(code) || code.hasPrefix("invalid_metadata") {
            self = .payload(failure)
        } else if Self.temporaryCodes.contains(code) {
            self = .notDelivered(failure)
        } else if Self.ambiguousCodes.contains(code) {
            self = .ambiguous(failure)
        } else {
            self = .unlisted(failure)
        }
    }

    private static let tokenCodes: Set<String> = [
        "accesslimited", "account_inactive", "app_access_restricted", "ekm_access_denied", "enterprise_is_restricted",
        "invalid_auth", "missing_scope", "not_allowed_token_type", "not_authed", "org_login_required",
        "team_access_not_granted", "token_expired", "token_revoked", "two_factor_setup_required",
    ]

    private static let recipientCodes: Set<String> = [
        "cannot_dm_bot", "cannot_reply_to_message", "channel_not_found", "invalid_user_combination", "is_archived",
        "messages_tab_disabled", "method_not_supported_for_channel_type", "no_permission", "not_in_channel",
        "user_disabled", "user_not_found", "user_not_visible", "users_not_found",
    ]

    private static let missingCodes: Set<String> = [
        "cant_update_message", "edit_window_closed", "message_not_found", "thread_not_found",
    ]

    private static let payloadCodes: Set<String> = [
        "as_user_not_supported", "attachment_payload_limit_exceeded", "deprecated_endpoint", "invalid_arg_name",
        "invalid_arguments", "invalid_array_arg", "invalid_blocks", "invalid_blocks_format",
        "invalid_charset", "invalid_cursor", "invalid_form_data", "invalid_json", "invalid_limit", "invalid_post_type",
        "invalid_ts_latest", "invalid_ts_oldest", "json_not_object", "markdown_text_conflict",
        "metadata_must_be_sent_from_app",
        "metadata_too_large", "method_deprecated", "missing_post_type", "msg_blocks_too_long", "msg_too_long",
        "no_text", "not_enough_users", "too_many_attachments", "too_many_users", "unknown_method",
        "users_list_not_supplied",
    ]

    private static let temporaryCodes: Set<String> = [
        "message_limit_exceeded", "rate_limited", "ratelimited", "team_added_to_org",
    ]

    /// Slack says of the first two: "It's possible some aspect of the operation succeeded before the error was raised."
    /// The others come from proxies in front of Slack's servers.
    private static let ambiguousCodes: Set<String> = [
        "fatal_error", "internal_error", "request_timeout", "service_unavailable",
    ]
}
