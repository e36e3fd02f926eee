# language: zh-CN
@simulated-nodes:10
功能: 十个不需要机器的节点
  模拟节点是一个 Node 对象，由控制器代替它的 kubelet。调度器对它与其他节点
  一视同仁。那里不运行容器：这里得出的结论适用于调度，与容器的行为无关。

  场景: 两个副本位于所在可用区的两个节点上
    当 应用清单 "scheduling/simulated-zone.yaml"
    那么 Deployment "zoned" 上线完成
    而且 Deployment "zoned" 有 2 个就绪副本
    而且 Deployment "zoned" 的 Pod 分布在 2 个节点上
    而且 Deployment "zoned" 的每个 Pod 都位于带标签 "topology.kubernetes.io/zone=zone-3" 的节点

  场景: 节点没有更多
    当 应用清单 "scheduling/simulated-apart.yaml"
    那么 Deployment "apart" 的原因是 POD_UNSCHEDULABLE，说明包含 "anti-affinity"
    而且 Deployment "apart" 有 10 个就绪副本

  场景: 不容忍污点的 Pod 去不了
    当 应用清单 "scheduling/simulated-untolerated.yaml"
    那么 Pod "untolerated" 出现事件 "FailedScheduling"，消息包含 "untolerated taint"
    而且 Pod "untolerated" 的状态为 Pending，持续 2s

  @node:simulated-7
  场景: 其中一个得到标签，也就得到等待它的 Pod
    假如 应用清单 "scheduling/simulated-needs-gpu.yaml"
    而且 Pod "needs-gpu" 出现事件 "FailedScheduling"，消息包含 "didn't match Pod's node affinity/selector"
    当 给节点 "simulated-7" 添加标签 "gherkind-gpu=yes"
    那么 Pod "needs-gpu" 的状态为 Running
    而且 Pod "needs-gpu" 位于节点 "simulated-7"
