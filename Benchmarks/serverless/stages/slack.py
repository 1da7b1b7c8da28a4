"""Slack's Web API as far as a run uses it: one workspace in which everybody of the population is, without rate limits.

Relevo keeps Slack's limits by itself; `dev/tests` and the local Slack check what messages may look like.
"""

import json
from urllib.parse import parse_qsl

from stages.population import SECURITY_CHANNEL, TEAMS

TEAM, BOT_USER, BOT = "T0BENCH", "U0BOT", "B0BOT"
SCOPES = "chat:write,im:write,users:read,im:history,channels:history,groups:history,channels:read,groups:read"


class Failed(Exception):
    """Slack's `ok: false`, by its code."""


class Slack:
    def __init__(self, token, now):
        self._token, self._now = token, now
        self._messages = {}
        self._last = 0.0

    def answer(self, method, authorization, content_type, body):
        """The body of the answer; every one has the status 200."""
        try:
            if authorization != f"Bearer {self._token}":
                raise Failed("invalid_auth")
            if method not in self.METHODS:
                raise Failed("unknown_method")
            asked = json.loads(body) if content_type.startswith("application/json") else dict(parse_qsl(body.decode()))
            return json.dumps({"ok": True, **self.METHODS[method](self, asked)})
        except Failed as no:
            return json.dumps({"ok": False, "error": str(no)})

    @property
    def posted(self):
        """How many messages there are in each kind of conversation."""
        counts = {}
        for channel, messages in self._messages.items():
            kind = "direct" if channel.startswith("D") else "security" if channel == SECURITY_CHANNEL else "team"
            counts[kind] = counts.get(kind, 0) + len(messages)
        return counts

    def _auth_test(self, _):
        return {"url": "https://bench.slack.com/", "team": "Bench", "team_id": TEAM, "user": "relevo",
                "user_id": BOT_USER, "bot_id": BOT}  # fmt: skip

    def _user(self, asked):
        person = self._person(asked.get("user"))
        return {"user": {"id": person, "team_id": TEAM, "name": person.lower(), "deleted": False, "is_bot": False,
                         "real_name": person, "profile": {"real_name": person}, "tz": "Etc/UTC"}}  # fmt: skip

    @staticmethod
    def _person(person):
        if not person or not person.startswith("U0"):
            raise Failed("user_not_found")
        return person

    def _open(self, asked):
        return {"channel": {"id": "D" + self._person(asked.get("users"))[1:]}}

    @staticmethod
    def _channel(channel):
        if channel not in (SECURITY_CHANNEL, *TEAMS.values()) and not (channel or "").startswith("D0"):
            raise Failed("channel_not_found")
        return channel

    def _info(self, asked):
        channel = self._channel(asked.get("channel"))
        if channel.startswith("D"):
            return {"channel": {"id": channel, "is_im": True}}
        return {"channel": {"id": channel, "name": channel.lower(), "is_private": True, "is_im": False, "is_member": True,
                            "is_archived": False, "is_shared": False, "is_ext_shared": False, "is_org_shared": False,
                            "is_pending_ext_shared": False}}  # fmt: skip

    def _post(self, asked):
        channel = asked.get("channel") or ""
        channel = "D" + channel[1:] if channel.startswith("U0") else self._channel(channel)
        if not asked.get("text") and not asked.get("blocks"):
            raise Failed("no_text")
        if len(asked.get("blocks") or []) > 50:
            raise Failed("invalid_blocks")
        thread = asked.get("thread_ts")
        if thread and thread not in self._messages.get(channel, {}):
            raise Failed("thread_not_found")
        # Times are the estate's, whole microseconds apart.
        self._last = max(self._now(), self._last + 0.000001)
        ts = f"{self._last:.6f}"
        message = {"type": "message", "ts": ts, "user": BOT_USER, "bot_id": BOT, "team": TEAM,
                   "text": asked.get("text", ""), "blocks": asked.get("blocks") or []}  # fmt: skip
        if thread:
            message["thread_ts"] = thread
        if asked.get("metadata"):
            message["metadata"] = asked["metadata"]
        self._messages.setdefault(channel, {})[ts] = message
        return {"channel": channel, "ts": ts, "message": message}

    def _update(self, asked):
        channel = self._channel(asked.get("channel"))
        message = self._messages.get(channel, {}).get(asked.get("ts"))
        if message is None:
            raise Failed("message_not_found")
        message.update(text=asked.get("text", ""), blocks=asked.get("blocks") or [])
        if asked.get("metadata"):
            message["metadata"] = asked["metadata"]
        return {"channel": channel, "ts": message["ts"], "text": message["text"], "message": message}

    def _history(self, asked):
        messages = self._messages.get(self._channel(asked.get("channel")), {})
        return self._page([one for one in reversed(messages.values()) if "thread_ts" not in one], asked)

    def _replies(self, asked):
        messages = self._messages.get(self._channel(asked.get("channel")), {})
        parent = messages.get(asked.get("ts"))
        if parent is None:
            raise Failed("thread_not_found")
        return self._page([one for one in messages.values() if one.get("thread_ts") == parent["ts"]], asked, [parent])

    @staticmethod
    def _page(messages, asked, first=()):
        oldest, latest = float(asked.get("oldest", 0)), float(asked.get("latest", "inf"))
        among = asked.get("inclusive") == "true"
        fitting = [one for one in messages if oldest < float(one["ts"]) < latest
                   or among and float(one["ts"]) in (oldest, latest)]  # fmt: skip
        begin, limit = int(asked.get("cursor") or 0), int(asked.get("limit", 100))
        more = begin + limit < len(fitting)
        answer = {"messages": [*first, *fitting[begin : begin + limit]], "has_more": more}
        if more:
            answer["response_metadata"] = {"next_cursor": str(begin + limit)}
        return answer

    METHODS = {
        "auth.test": _auth_test,
        "users.info": _user,
        "conversations.open": _open,
        "conversations.info": _info,
        "conversations.history": _history,
        "conversations.replies": _replies,
        "chat.postMessage": _post,
        "chat.update": _update,
    }
