# language: zh-CN
@P6
功能: 腾空的节点上没有 Pod
  腾空节点就是先把它标记为不可调度，不再接收新 Pod，再驱逐上面的 Pod：
  它们的控制器会在别处重建。只要 PodDisruptionBudget 不允许驱逐，Pod 就留下。

  @exclusive @node:worker2 @node:worker3
  场景: 它的 Pod 在别处运行；恢复可调度之前，没有新 Pod 过来
    假如 应用清单 "scheduling/moves-on.yaml"
    而且 Deployment "moves-on" 上线完成
    而且 Deployment "moves-on" 有 2 个就绪副本
    而且 Deployment "moves-on" 的每个 Pod 都位于节点 "worker2"
    而且 全程，Deployment "moves-on" 至少有 1 个可用副本
    当 腾空节点 "worker2"
    那么 Deployment "moves-on" 没有 Pod 位于节点 "worker2"
    而且 Deployment "moves-on" 上线完成
    当 应用清单 "scheduling/only-worker2.yaml"
    那么 Pod "only-worker2" 出现事件 "FailedScheduling"，消息包含 "were unschedulable"
    当 将节点 "worker2" 恢复为可调度
    那么 Pod "only-worker2" 的状态为 Running
