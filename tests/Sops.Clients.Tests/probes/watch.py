"""Watches a task once for each revision given ("none": without one) and prints {after, message} per message."""

import json
import sys

import grpc
from google.protobuf.json_format import MessageToDict
from sops.v1 import task_service_pb2 as pb, task_service_pb2_grpc as stubs

address, business, task, *revisions = sys.argv[1:]
with grpc.insecure_channel(address) as channel:
    for after in revisions:
        request = pb.WatchTaskStatusRequest(bk_biz_id=int(business), task_id=int(task))
        if after != "none":
            request.after_revision = int(after)
        for message in stubs.TaskServiceStub(channel).WatchTaskStatus(request):
            shown = MessageToDict(message, preserving_proto_field_name=True)
            print(json.dumps({"after": after, "message": shown}), flush=True)
