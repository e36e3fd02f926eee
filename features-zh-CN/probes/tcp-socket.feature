# language: zh-CN
@L4
功能: TCP 探针
  kubelet 与 Pod IP 建立连接。有程序监听的端口接受连接，其他端口拒绝连接。

  场景: 8080 接受，8090 拒绝
    假如 应用清单 "services/client.yaml"
    而且 Pod "client" 的状态为 Running
    当 应用清单 "probes/goproxy.yaml"
    那么 Pod "goproxy" 就绪
    而且 Pod "goproxy" 的端口 8080 接受来自节点 "worker2" 的 TCP 连接
    而且 Pod "goproxy" 的端口 8090 拒绝来自节点 "worker2" 的 TCP 连接
    而且 Pod "goproxy" 的端口 8080 接受来自 Pod "client" 的 TCP 连接
    而且 Pod "goproxy" 的端口 8090 拒绝来自 Pod "client" 的 TCP 连接
    而且 Pod "goproxy" 的容器 "goproxy" 重启了 0 次，持续 5s
    而且 Pod "goproxy" 与以下内容匹配：
      """
      spec:
        containers:
          - readinessProbe: {tcpSocket: {port: 8080}}
            livenessProbe: {tcpSocket: {port: 8080}}
      """

  场景: 对拒绝连接的端口做存活探测，会重启容器
    当 应用清单 "probes/goproxy-wrong-port.yaml"
    那么 Pod "goproxy" 的端口 8080 接受来自节点 "worker2" 的 TCP 连接
    而且 Pod "goproxy" 的容器 "goproxy" 因存活探针失败而重启
    而且 Pod "goproxy" 出现事件 "Unhealthy"，消息包含 "Liveness probe failed: dial tcp"
    而且 Pod "goproxy" 出现事件 "Unhealthy"，消息包含 ":8090: connect: connection refused"

  @slow
  场景: 按讲义中的时间，就绪且从未重启
    当 应用清单 "probes/goproxy-original.yaml"
    那么 Pod "goproxy" 就绪
    而且 Pod "goproxy" 的容器 "goproxy" 重启了 0 次，持续 90s
    而且 Pod "goproxy" 就绪
