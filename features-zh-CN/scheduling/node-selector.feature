# language: zh-CN
@P2
功能: nodeSelector 按标签指定节点
  Pod 只能在带有这个标签的节点上运行。没有这样的节点时它一直 Pending；
  一旦有节点加上该标签，它就启动。

  @node:worker2
  场景: 没有这样的节点就 Pending，有了就运行
    当 应用清单 "scheduling/needs-ssd.yaml"
    那么 Pod "needs-ssd" 的状态为 Pending，持续 2s
    而且 Pod "needs-ssd" 出现事件 "FailedScheduling"，消息包含 "didn't match Pod's node affinity/selector"
    当 给节点 "worker2" 添加标签 "gherkind-disk=ssd"
    那么 Pod "needs-ssd" 的状态为 Running
    而且 Pod "needs-ssd" 位于节点 "worker2"
    当 应用清单 "scheduling/two-need-ssd.yaml"
    那么 Deployment "two-need-ssd" 上线完成
    而且 Deployment "two-need-ssd" 有 2 个就绪副本
    而且 Deployment "two-need-ssd" 的每个 Pod 都位于带标签 "gherkind-disk=ssd" 的节点
