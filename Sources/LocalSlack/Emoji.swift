/// The emoji the page knows by name; others are shown as `:name:`.
enum Emoji {
    static let byName = [
        "white_check_mark": "✅", "warning": "⚠️", "key": "🔑", "closed_lock_with_key": "🔐", "lock": "🔒",
        "hourglass_flowing_sand": "⏳", "hourglass": "⌛", "no_entry": "⛔", "rotating_light": "🚨", "bell": "🔔",
        "calendar": "📅", "tada": "🎉", "information_source": "ℹ️", "x": "❌", "new": "🆕", "robot_face": "🤖",
        "wave": "👋", "red_circle": "🔴", "large_yellow_circle": "🟡", "large_green_circle": "🟢", "repeat": "🔁",
    ]
}
