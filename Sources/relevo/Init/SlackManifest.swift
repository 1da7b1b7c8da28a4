import Doctor

/// The Slack app's manifest, for Slack's "From a manifest".
/// https://docs.slack.dev/reference/app-manifest
struct SlackManifest {
    var text: String {
        """
        # Relevo's Slack app, as `relevo init` wrote it: api.slack.com/apps → Create New App → From a manifest.
        _metadata:
          major_version: 2
          minor_version: 1
        display_information:
          name: Relevo
          description: Notifies owners of AWS access keys in time
          background_color: "#1f2937"
        features:
          app_home:
            home_tab_enabled: false
            # Direct messages need this tab.
            messages_tab_enabled: true
            messages_tab_read_only_enabled: true
          bot_user:
            display_name: relevo
            always_online: true
        oauth_config:
          scopes:
            bot:
        \(scopes)
        settings:
          org_deploy_enabled: false
          socket_mode_enabled: false
          token_rotation_enabled: false

        """
    }

    private var scopes: String {
        SlackScopes.all.map { "      # needed \($0.purpose)\n      - \($0.name)" }.joined(separator: "\n")
    }
}
