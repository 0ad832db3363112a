"""Takes the webhooks of Sops.Grpc, and believes those alone that are signed with the secret of the webhook.

WEBHOOK_SECRET is the secret that create_webhook gave, PORT where to listen (9000). With a number as its argument it ends
after that many events.
"""

import base64
import hashlib
import hmac
import http.server
import json
import os
import sys
import time

KEY = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))
TOLERANCE = 5 * 60
seen = set()


def is_genuine(headers, body):
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    expected = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    # After a rotation there are two signatures for a day.
    given = (s.removeprefix("v1,") for s in headers["webhook-signature"].split() if s.startswith("v1,"))
    is_fresh = abs(time.time() - int(headers["webhook-timestamp"])) < TOLERANCE
    return any(hmac.compare_digest(expected, s) for s in given) and is_fresh


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            genuine = is_genuine(self.headers, body)
        except (AttributeError, TypeError, ValueError):
            genuine = False
        if genuine:
            event = json.loads(body)
            # The same event may come more than once; by its id it is known again.
            if event["id"] not in seen:
                seen.add(event["id"])
                print(event["type"], event["subject"], event["data"].get("node", {}).get("name", ""), flush=True)
        # What took long would be sent again: answer first, work later.
        self.send_response(204 if genuine else 401)
        self.end_headers()

    def log_message(self, *_):
        pass


with http.server.HTTPServer(("127.0.0.1", int(os.environ.get("PORT", "9000"))), Receiver) as server:
    print("listening", flush=True)
    most = int(sys.argv[1]) if len(sys.argv) > 1 else sys.maxsize
    while len(seen) < most:
        server.handle_request()
