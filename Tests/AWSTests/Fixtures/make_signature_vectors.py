"""Writes signatures.json: awkward requests and the signatures botocore gives them.

    python3 make_signature_vectors.py > signatures.json

botocore is the reference; its clock is pinned. Keys and tokens are made up.
"""

import base64
import datetime
import json
import sys
from urllib.parse import quote, urlencode

import botocore
import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

KEY = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TOKEN = "FwoGZXIvYXdzEJr//////////wEaDHk+/=e2Vn+ZmFrZQ=="
FORM = [("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")]
JSON = [("Content-Type", "application/x-amz-json-1.1")]
IAM = "https://iam.amazonaws.com/"

rows = []


def row(name, url=IAM, method="GET", headers=(), body=b"", service="iam", region="us-east-1",
        date="2026-11-24T06:39:00", token=None, key=KEY, secret=SECRET):
    if isinstance(body, str):
        body = body.encode()
    when = datetime.datetime.fromisoformat(date)
    botocore.auth.get_current_datetime = lambda remove_tzinfo=True: when
    request = AWSRequest(method=method, url=url, data=body)
    for header, value in headers:
        request.headers[header] = value
    signer = botocore.auth.SigV4Auth(Credentials(key, secret, token), service, region)
    signer.add_auth(request)
    # The canonical request is made again from what was signed: the Authorization header isn't part of it.
    authorization = request.headers["Authorization"]
    del request.headers["Authorization"]
    canonical = signer.canonical_request(request)
    rows.append({
        "name": name, "method": method, "url": url, "headers": [list(h) for h in headers],
        "body": base64.b64encode(body).decode(), "service": service, "region": region, "date": date + "Z",
        "key": key, "secret": secret, "token": token, "canonical": canonical, "authorization": authorization,
    })


def form(*pairs):
    return urlencode(list(pairs))


# Every method.
for method in ["GET", "PUT", "POST", "PATCH", "HEAD", "DELETE", "OPTIONS"]:
    row(f"method {method}", "https://example.amazonaws.com/thing", method, body=b"x" if method in ("PUT", "POST", "PATCH") else b"")
row("method in lower case", "https://example.amazonaws.com/thing", "get")

# Query strings.
for name, query in [
    ("none", ""), ("one", "Action=ListUsers"), ("unsorted", "b=2&a=1&c=3"), ("duplicate names", "a=2&a=1&a=10&a=1"),
    ("empty value", "a=&b"), ("name alone", "acl"), ("only an equals sign", "="), ("two equals signs", "a=b=c"),
    ("empty pairs", "a=1&&b=2&"), ("space as %20", "q=a%20b"), ("space as plus", "q=a+b"), ("plus", "q=a%2Bb"),
    ("slash", "q=a/b"), ("encoded slash", "q=a%2Fb"), ("tilde", "q=~a"), ("encoded tilde", "q=%7Ea"),
    ("upper before lower", "b=1&B=2&a=3&A=4"), ("digits before letters", "a=1&1=a&-=b&_=c&~=d&.=e"),
    ("prefix names", "aa=1&a=2&a.b=3&a-b=4"), ("unicode", "q=" + quote("ñandú ü")), ("emoji", "q=" + quote("🔑🗝️")),
    ("raw unicode", "ü=1&z=2&é=3"), ("combining accents", "q=" + quote("e\u0301") + "&" + quote("é") + "=1"),
    ("raw combining accents", "e\u0301=1&é=2"), ("quotes", "q=%22a%27"), ("backslash", "q=a%5Cb"),
    ("lower-case escapes", "q=%e2%82%ac"), ("percent", "q=100%25"), ("brackets", "q=a[0]&q=(b)*!"),
    ("colon and at", "t=10:30@x,y;z"), ("long", "&".join(f"k{i}={i}" for i in range(60))),
]:
    row(f"query: {name}", f"https://example.amazonaws.com/{'?' if query else ''}{query}")

# Paths.
for name, path in [
    ("empty", ""), ("root", "/"), ("plain", "/a/b"), ("trailing slash", "/a/b/"), ("dot", "/a/./b"),
    ("dot dot", "/a/b/../c"), ("dot dot past the root", "/../../a"), ("ends in dot dot", "/a/b/.."),
    ("double slash", "//a//b///c"), ("only slashes", "////"), ("space", "/a%20b"), ("plus", "/a+b"),
    ("encoded plus", "/a%2Bb"), ("encoded slash", "/a%2Fb"), ("tilde", "/~a/%7Eb"), ("star and others", "/a*b!c'd(e)"),
    ("unicode, encoded", "/" + quote("ñandú")), ("unicode, raw", "/ñandú"), ("emoji, encoded", "/" + quote("🔑")),
    ("emoji, raw", "/🔑"), ("slash with a combining accent", "/a/\u0301b"), ("colon", "/2015-03-31/functions/arn:aws:lambda"),
    ("at, comma, semicolon, equals", "/a@b,c;d=e"), ("percent", "/100%25"), ("dots inside names", "/a..b/.c/d."),
    ("quotes and backslash", "/%22a%22%5Cb"), ("dot segments, encoded", "/a/%2E%2E/b"),
]:
    row(f"path: {name}", f"https://example.amazonaws.com{path}")

# Headers.
for name, headers in [
    ("leading and trailing spaces", [("X-A", "   padded   ")]), ("double spaces inside", [("X-A", "a  b   c")]),
    ("tabs", [("X-A", "a\tb \t c")]), ("double spaces in quotes", [("X-A", '"a  b"')]), ("empty value", [("X-A", "")]),
    ("only spaces", [("X-A", "   ")]), ("twice", [("X-A", "2"), ("X-A", "1")]),
    ("twice, names differing in case", [("X-A", "b"), ("x-a", "a")]), ("order", [("Zebra", "1"), ("apple", "2"), ("X-Amz-Meta", "3")]),
    ("never signed", [("User-Agent", "a"), ("Expect", "100-continue"), ("X-Amzn-Trace-Id", "Root=1"), ("Connection", "close"),
                      ("TE", "x"), ("Trailer", "y"), ("Transfer-Encoding", "chunked"), ("Upgrade", "h2c"), ("Keep-Alive", "1")]),
    ("commas", [("X-A", "a,b, c")]), ("own host", [("Host", "other.example.com")]),
    ("latin letters", [("X-A", "ñandú")]), ("payload hash given", [("X-Amz-Content-SHA256", "UNSIGNED-PAYLOAD")]),
    ("stale date", [("X-Amz-Date", "20200101T000000Z")]), ("punctuation", [("X-A", "!#$%&'*+-.^_`|~:/?@[]")]),
    ("dashes and underscores", [("X_A", "1"), ("X-A", "2"), ("XA", "3")]),
]:
    row(f"headers: {name}", "https://example.amazonaws.com/", headers=headers)

# Hosts and ports.
for name, url in [
    ("port", "http://127.0.0.1:5000/"), ("default port of https", "https://iam.amazonaws.com:443/"),
    ("default port of http", "http://localhost:80/"), ("port 80 over https", "https://localhost:80/"),
    ("port 443 over http", "http://localhost:443/"), ("upper-case host", "https://IAM.AmazonAWS.com/"),
    ("IPv6", "http://[::1]:5000/"), ("IPv6 without a port", "http://[::1]/"),
]:
    row(f"host: {name}", url)

# Calls as they are made.
v = ("Version", "2010-05-08")
for name, service, url, pairs in [
    ("ListAccessKeys", "iam", IAM, [("Action", "ListAccessKeys"), v, ("UserName", "alice@ex+am=ple,1")]),
    ("UpdateAccessKey", "iam", IAM, [("Action", "UpdateAccessKey"), v, ("UserName", "bob"), ("AccessKeyId", KEY), ("Status", "Inactive")]),
    ("GetAccountAuthorizationDetails", "iam", IAM, [("Action", "GetAccountAuthorizationDetails"), v, ("Filter.member.1", "User"), ("MaxItems", "1000"), ("Marker", "AAEC/+==")]),
    ("TagUser in unicode", "iam", IAM, [("Action", "TagUser"), v, ("Tags.member.1.Key", "full-name"), ("Tags.member.1.Value", "Zoë Ñandú 王 🔑")]),
    ("AssumeRole with a policy", "sts", "https://sts.eu-west-1.amazonaws.com/",
     [("Action", "AssumeRole"), ("Version", "2011-06-15"), ("RoleArn", "arn:aws:iam::222222222222:role/RelevoAudit"), ("RoleSessionName", "relevo-1"),
      ("Policy", '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:List*", "Resource": "*"}]}')]),
    ("GetCallerIdentity", "sts", "https://sts.us-east-1.amazonaws.com/", [("Action", "GetCallerIdentity"), ("Version", "2011-06-15")]),
]:
    region = "eu-west-1" if "eu-west-1" in url else "us-east-1"
    row(f"form: {name}", url, "POST", FORM, form(*pairs), service, region)
    row(f"form, with a session: {name}", url, "POST", FORM, form(*pairs), service, region, token=TOKEN)
row("form: spaces as %20", IAM, "POST", FORM, "Action=ListUsers&PathPrefix=%2Fa%20b%2F")

organizations = "https://organizations.us-east-1.amazonaws.com/"
for name, body in [("ListAccounts", b"{}"), ("with a token", b'{"NextToken":"a/+="}'), ("in unicode", '{"a":"ñ🔑\\n"}'.encode()), ("binary", bytes(range(256)))]:
    target = [("X-Amz-Target", "AWSOrganizationsV20161128.ListAccounts")]
    row(f"json: {name}", organizations, "POST", JSON + target, body, "organizations")
    row(f"json, with a session: {name}", organizations, "POST", JSON + target, body, "organizations", token=TOKEN)

# Dates and keys.
for date in ["2026-12-31T23:59:59", "2027-01-01T00:00:00", "2028-02-29T12:00:00", "2000-02-29T00:00:01", "2026-03-01T00:00:00",
             "1999-12-31T23:59:59", "2100-03-01T00:00:00"]:
    row(f"date {date}", date=date)
row("token of one character", token="x")
row("token full of slashes, pluses and equals signs", token="/+=" * 40)
row("secret full of slashes and pluses", secret="/+" * 20)
row("other region and service", service="dynamodb", region="eusc-de-east-1", url="https://dynamodb.eusc-de-east-1.amazonaws.eu/")

names = [r["name"] for r in rows]
assert len(set(names)) == len(names), "names must differ"
json.dump({"botocore": botocore.__version__, "rows": rows}, sys.stdout, ensure_ascii=True, indent=1, sort_keys=True)
sys.stdout.write("\n")
print(f"{len(rows)} rows", file=sys.stderr)
