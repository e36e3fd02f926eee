# language: zh-CN
@L5
功能: gRPC 探针
  kubelet 询问容器中的 gRPC 健康检查服务。SERVING 表示健康；
  NOT_SERVING 是失败，没有这个服务也是失败。

  场景: 先是 SERVING，后是 NOT_SERVING，容器重启
    假如 应用清单 "services/client.yaml"
    而且 Pod "client" 的状态为 Running
    当 应用清单 "probes/grpc-health.yaml"
    那么 Pod "grpc-health" 就绪
    而且 Pod "grpc-health" 的容器 "health" 重启了 0 次，持续 6s
    而且 Pod "grpc-health" 从未出现事件 "Killing"
    当 Pod "client" 访问 Pod "grpc-health" 的 ":8080/make-not-serving" 得到 HTTP 200，内容包含 ""
    那么 Pod "grpc-health" 的容器 "health" 因存活探针失败而重启
    而且 Pod "grpc-health" 出现事件 "Unhealthy"，消息包含 "NOT_SERVING"
    而且 Pod "grpc-health" 出现事件 "Unhealthy"，消息包含 "Liveness probe failed: service unhealthy"
    而且 Pod "grpc-health" 出现事件 "Unhealthy"，消息包含 "Readiness probe failed: service unhealthy"
    而且 Pod "grpc-health" 就绪
