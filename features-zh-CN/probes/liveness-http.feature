# language: zh-CN
@L2
功能: HTTP 存活探针
  kubelet 带着探针自己的请求头请求 /healthz。状态码 200 到 399 表示健康；
  其他都是失败，连续第三次失败会重启容器。

  场景: 页面先返回 200，后返回 500，容器重启
    当 应用清单 "probes/liveness-http.yaml"
    那么 通过端口转发，Pod "liveness-http" 在 ":8080/healthz" 返回 HTTP 403，内容包含 "Forbidden"
    而且 Pod "liveness-http" 的容器 "liveness" 因存活探针失败而重启
    而且 Pod "liveness-http" 出现事件 "Unhealthy"，消息包含 "HTTP probe failed with statuscode: 500"
    而且 Pod "liveness-http" 的容器 "liveness" 上一次运行的日志包含 "/healthz \"Awesome\" 200"
    而且 Pod "liveness-http" 的容器 "liveness" 上一次运行的日志中有一行恰好为 "/healthz \"Awesome\" 500"

  @slow
  场景: 按讲义中的时间，健康十秒钟
    当 应用清单 "probes/liveness-http-original.yaml"
    那么 Pod "liveness-http" 的容器 "liveness" 重启了 0 次，持续 10s
    而且 在 90s 内，Pod "liveness-http" 的容器 "liveness" 因存活探针失败而重启
    而且 Pod "liveness-http" 出现事件 "Unhealthy"，消息包含 "HTTP probe failed with statuscode: 500"
