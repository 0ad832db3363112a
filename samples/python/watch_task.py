"""Makes a task from ../tree.json, watches it, lets its pause node go on, and ends once it is FINISHED."""

import json
import os
import pathlib
import sys

import grpc

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(os.environ.get("SOPS_STUBS", str(HERE / "stubs")))
from sops.v1 import callback_service_pb2 as callback_pb, callback_service_pb2_grpc as callback_grpc
from sops.v1 import pipeline_pb2 as pb, task_service_pb2 as task_pb, task_service_pb2_grpc as task_grpc
from sops.v1 import template_service_pb2 as template_pb, template_service_pb2_grpc as template_grpc

business = dict(bk_biz_id=2)
tree = pb.JsonValue(json=(HERE.parent / "tree.json").read_text(encoding="utf-8"))

with grpc.insecure_channel(os.environ.get("SOPS_GRPC", "127.0.0.1:8081")) as channel:
    templates = template_grpc.TemplateServiceStub(channel)
    tasks = task_grpc.TaskServiceStub(channel)
    callbacks = callback_grpc.CallbackServiceStub(channel)

    template = templates.CreateTemplate(template_pb.CreateTemplateRequest(**business, name="sample", pipeline_tree=tree))
    task = tasks.CreateTask(
        task_pb.CreateTaskRequest(**business, template_id=template.template_id, name="from Python")
    )
    activities = json.loads(task.pipeline_tree.json)["activities"].values()
    pauses = {a["id"] for a in activities if a["component"]["code"] == "pause_node"}
    print(f"task {task.task_id}")

    watch = tasks.WatchTaskStatus(task_pb.WatchTaskStatusRequest(**business, task_id=task.task_id))
    tasks.StartTask(task_pb.StartTaskRequest(**business, task_id=task.task_id))
    state = ""
    for message in watch:
        event = message.WhichOneof("event")
        if event == "heartbeat":
            continue
        state = getattr(message, event).state
        nodes = message.snapshot.children.values() if event == "snapshot" else message.change.nodes
        print(f"revision {message.revision}: {state}")
        for node in nodes:
            print(f"  {node.name or node.id}: {node.state}")
            if node.id in pauses and node.state == "RUNNING":
                # With the attempt as request id a second sight of the waiting node is not a second callback.
                callbacks.NodeCallback(
                    callback_pb.NodeCallbackRequest(
                        **business, task_id=task.task_id, node_id=node.id, request_id=node.version
                    )
                )

sys.exit(0 if state == "FINISHED" else 1)
