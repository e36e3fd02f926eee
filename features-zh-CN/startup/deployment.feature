# language: zh-CN
功能: 从 Deployment 到 Pod
  Deployment 自己不创建 Pod。它的控制器创建 ReplicaSet，ReplicaSet 的控制器创建 Pod；
  它们都从 API 服务器得知该做什么。

  @B1
  场景: 先十个副本，再十六个
    当 应用清单 "startup/k8s-nginx.yaml"
    那么 Deployment "k8s-nginx" 有 10 个就绪副本
    而且 Deployment "k8s-nginx" 上线完成
    而且 有 10 个带标签 "app=k8s-nginx" 的 Pod
    当 将 Deployment "k8s-nginx" 扩缩到 16 个副本
    那么 Deployment "k8s-nginx" 有 16 个就绪副本
    而且 Deployment "k8s-nginx" 上线完成

  @B2
  场景: Deployment 创建 ReplicaSet，ReplicaSet 创建 Pod
    当 应用清单 "startup/two-replicas.yaml"
    那么 Deployment "two-replicas" 拥有 1 个 ReplicaSet，后者拥有它的 Pod
    而且 Deployment "two-replicas" 出现事件 "ScalingReplicaSet"，消息包含 "Scaled up replica set"
    而且 Deployment "two-replicas" 上线完成
    而且 有 2 个带标签 "app=two-replicas" 的 Pod
