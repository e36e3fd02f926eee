# language: zh-CN
@V8
功能: 外部流量策略：Cluster 与 Local
  策略为 Cluster 时，每个节点都把请求转给任何地方的 Pod。策略为 Local 时，
  节点只用自己上面的 Pod 来响应，并因此保留客户端的地址。

  场景: Cluster：每个节点都响应
    当 应用清单 "services/one-pod-cluster.yaml"
    那么 Pod "page" 就绪
    而且 Service "page" 在每个节点的节点端口上返回 HTTP 200，内容包含 "Welcome to nginx!"

  场景: Local：只有运行着该 Pod 的节点响应
    当 应用清单 "services/one-pod-local.yaml"
    那么 Pod "page" 就绪
    而且 Service "page" 在节点 "worker2" 的节点端口上返回 HTTP 200，内容包含 "Welcome to nginx!"
    而且 Pod "page" 位于节点 "worker2"
    而且 Service "page" 在节点 "worker" 的节点端口上没有响应，持续 3s
    而且 Service "page" 在节点 "worker3" 的节点端口上没有响应，持续 3s
    而且 Service "page" 在节点 "control-plane" 的节点端口上没有响应，持续 3s
