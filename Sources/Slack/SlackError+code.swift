extension SlackError {
    /// Classifies an answer `ok: false` by its error code.
    ///
    /// A code nobody has listed is `notDelivered`: Slack said it wasn't done, and an unknown reason is not a definite
    /// answer about the recipient.
    package init(_ failure: SlackFailure) {
        let code = failure.code
        if Self.tokenCodes.contains(code) {
            self = .tokenRefused(failure)
        } else if Self.recipientCodes.contains(code) || code.hasPrefix("restricted_action") {
            self = .recipientUnreachable(failure)
        } else if Self.missingCodes.contains(code) {
            self = .messageMissing(failure)
        } else if Self.payloadCodes.contains(code) || code.hasPrefix("invalid_metadata") {
            self = .payload(failure)
        } else if Self.ambiguousCodes.contains(code) {
            self = .ambiguous(failure)
        } else {
            self = .notDelivered(failure)
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
        "invalid_arg_name", "invalid_arguments", "invalid_array_arg", "invalid_blocks", "invalid_blocks_format",
        "invalid_charset", "invalid_cursor", "invalid_form_data", "invalid_json", "invalid_limit", "invalid_post_type",
        "invalid_ts_latest", "invalid_ts_oldest", "json_not_object", "metadata_must_be_sent_from_app",
        "metadata_too_large", "method_deprecated", "missing_post_type", "msg_blocks_too_long", "msg_too_long",
        "no_text", "too_many_attachments", "too_many_users", "unknown_method",
    ]

    /// Slack says of both: "It's possible some aspect of the operation succeeded before the error was raised."
    private static let ambiguousCodes: Set<String> = ["fatal_error", "internal_error"]
}
