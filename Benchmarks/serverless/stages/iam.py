"""The Query calls of a run: STS and IAM, forms in and XML out."""

import base64
import datetime
import re
from xml.sax.saxutils import escape

from stages.estate import arn
from stages.population import AUDIT, ENFORCE, EXTERNAL_ID, HUB, iso

SPACES = {
    "iam": "https://iam.amazonaws.com/doc/2010-05-08/",
    "sts": "https://sts.amazonaws.com/doc/2011-06-15/",
}
ROLE = re.compile(r"arn:aws:iam::(\d{12}):role/(\w+)")
DENIALS = {"ReportNotPresent": 410, "ReportExpired": 410, "ReportInProgress": 404}


class Denied(Exception):
    """A call that AWS refuses: code, message and status."""

    def __init__(self, code, message, status=400):
        super().__init__(code)
        self.code, self.message, self.status = code, message, status


def session_key(account, number):
    """A session's key id, which says its account."""
    return f"ASIA{account}{number % 10000:04d}"


def account_of(key):
    """The account of whoever signed: a session's own, else the hub's."""
    return key[4:16] if key.startswith("ASIA") and key[4:].isdigit() else HUB


class QueryServices:
    def __init__(self, estate):
        self._estate = estate
        self._sessions = 0

    def answer(self, service, account, form):
        """(status, body)."""
        action = form.get("Action", "")
        try:
            method = self.CALLS.get((service, action))
            if method is None:
                raise Denied("InvalidAction", f"There is no {action} here", 400)
            result = method(self, account, form)
        except Denied as no:
            return no.status, (
                f'<ErrorResponse xmlns="{SPACES.get(service, SPACES["iam"])}"><Error><Type>Sender</Type><Code>{no.code}'
                f"</Code><Message>{escape(no.message)}</Message></Error><RequestId>{_ID}</RequestId></ErrorResponse>"
            )
        body = f"<{action}Result>{result}</{action}Result>" if result is not None else ""
        return 200, (f'<{action}Response xmlns="{SPACES[service]}">{body}<ResponseMetadata><RequestId>{_ID}</RequestId>'
                     f"</ResponseMetadata></{action}Response>")  # fmt: skip

    def _identity(self, account, _):
        who = f"arn:aws:sts::{account}:assumed-role/RelevoHub/relevo"
        return f"<Arn>{who}</Arn><UserId>AROAHUB:relevo</UserId><Account>{account}</Account>"

    def _assume(self, _, form):
        found = ROLE.fullmatch(form.get("RoleArn", ""))
        known = found and self._estate.users(found[1]) is not None and found[2] in (AUDIT, ENFORCE)
        # AWS doesn't tell a role that isn't there from one that won't have you.
        if not known or form.get("ExternalId") != EXTERNAL_ID:
            raise Denied("AccessDenied", f"not authorized to perform: sts:AssumeRole on {form.get('RoleArn')}", 403)
        self._sessions += 1
        account, role = found.groups()
        # Signatures and sessions are of the real day.
        until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(
            seconds=int(form.get("DurationSeconds", 3600)))  # fmt: skip
        name = escape(form["RoleSessionName"])
        return (f"<Credentials><AccessKeyId>{session_key(account, self._sessions)}</AccessKeyId>"
                f"<SecretAccessKey>{'s' * 40}</SecretAccessKey><SessionToken>{'t' * 300}</SessionToken>"
                f"<Expiration>{iso(until)}</Expiration></Credentials><AssumedRoleUser><Arn>arn:aws:sts::{account}:"
                f"assumed-role/{role}/{name}</Arn><AssumedRoleId>AROABENCH:{name}</AssumedRoleId></AssumedRoleUser>")  # fmt: skip

    def _generate(self, account, _):
        return f"<State>{self._estate.report_state(account)}</State>"

    def _report(self, account, _):
        state, generated, content = self._estate.report(account)
        if state in DENIALS:
            raise Denied(state, f"The credential report can't be read: {state}", DENIALS[state])
        return (f"<Content>{base64.b64encode(content.encode()).decode()}</Content><ReportFormat>text/csv</ReportFormat>"
                f"<GeneratedTime>{iso(generated)}</GeneratedTime>")  # fmt: skip

    def _details(self, account, form):
        users = sorted(self._estate.users(account).values(), key=lambda user: user.name)
        wanted = [value for name, value in form.items() if name.startswith("Filter.member.")]
        limit = int(form.get("MaxItems", 100))
        if not 1 <= limit <= 1000:
            raise Denied("ValidationError", "MaxItems is from 1 to 1000")
        begin = _position(form.get("Marker"))
        listed = users if not wanted or "User" in wanted else []
        shown = "".join(f"<member>{self._user(account, user)}</member>" for user in listed[begin : begin + limit])
        more = begin + limit < len(listed)
        marker = f"<Marker>{_marker(begin + limit)}</Marker>" if more else ""
        return (f"<IsTruncated>{'true' if more else 'false'}</IsTruncated>{marker}<UserDetailList>{shown}</UserDetailList>"
                "<GroupDetailList/><RoleDetailList/><Policies/>")  # fmt: skip

    def _user(self, account, user):
        tags = "".join(f"<member><Key>{escape(name)}</Key><Value>{escape(value)}</Value></member>"
                       for name, value in user.tags.items())  # fmt: skip
        return (f"<Path>/</Path><UserName>{user.name}</UserName><UserId>{user.id}</UserId><Arn>{arn(account, user.name)}</Arn>"
                f"<CreateDate>{iso(user.created)}</CreateDate><Tags>{tags}</Tags>")  # fmt: skip

    def _named(self, account, form):
        user = self._estate.users(account).get(form.get("UserName", ""))
        if user is None:
            raise Denied("NoSuchEntity", f"The user with name {form.get('UserName')} cannot be found.", 404)
        return user

    def _get_user(self, account, form):
        return f"<User>{self._user(account, self._named(account, form))}</User>"

    def _keys(self, account, form):
        user = self._named(account, form)
        keys = "".join(f"<member><UserName>{user.name}</UserName><AccessKeyId>{key.id}</AccessKeyId><Status>{key.status}"
                       f"</Status><CreateDate>{iso(key.created)}</CreateDate></member>"
                       for key in sorted(user.keys, key=lambda key: key.id))  # fmt: skip
        return f"<IsTruncated>false</IsTruncated><AccessKeyMetadata>{keys}</AccessKeyMetadata><UserName>{user.name}</UserName>"

    def _last_used(self, account, form):
        found = self._estate.key(account, form.get("AccessKeyId", ""))
        if found is None:
            raise Denied("AccessDenied", "not authorized to perform: iam:GetAccessKeyLastUsed", 403)
        user, key = found
        date, service, region = key.used or (None, "N/A", "N/A")
        at = f"<LastUsedDate>{iso(date)}</LastUsedDate>" if date else ""
        return (f"<UserName>{user.name}</UserName><AccessKeyLastUsed>{at}<ServiceName>{service}</ServiceName><Region>{region}"
                "</Region></AccessKeyLastUsed>")  # fmt: skip

    def _update(self, account, form):
        user, status = self._named(account, form), form.get("Status")
        key = next((key for key in user.keys if key.id == form.get("AccessKeyId")), None)
        if key is None:
            raise Denied("NoSuchEntity", f"The Access Key with id {form.get('AccessKeyId')} cannot be found.", 404)
        if status not in ("Active", "Inactive"):
            raise Denied("ValidationError", "Status is Active or Inactive")
        key.status = status

    CALLS = {
        ("sts", "GetCallerIdentity"): _identity,
        ("sts", "AssumeRole"): _assume,
        ("iam", "GenerateCredentialReport"): _generate,
        ("iam", "GetCredentialReport"): _report,
        ("iam", "GetAccountAuthorizationDetails"): _details,
        ("iam", "GetUser"): _get_user,
        ("iam", "ListAccessKeys"): _keys,
        ("iam", "GetAccessKeyLastUsed"): _last_used,
        ("iam", "UpdateAccessKey"): _update,
    }


_ID = "00000000-0000-4000-8000-000000000000"


def _marker(position):
    return base64.urlsafe_b64encode(f"from:{position}".encode()).decode()


def _position(marker):
    if marker is None:
        return 0
    try:
        word, _, number = base64.urlsafe_b64decode(marker.encode()).decode().partition(":")
        if word == "from":
            return int(number)
    except ValueError:
        pass
    raise Denied("ValidationError", "Invalid Marker.")
