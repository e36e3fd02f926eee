# language: zh-CN
@P3
功能: 节点亲和性：必须与优先
  必须满足的亲和性是条件：没有合适的节点，Pod 就一直 Pending。
  优先满足的亲和性是愿望：能去就去，去不了就到别处。

  @node:worker3
  场景: 所要求的可用区出现，Pod 在那里启动
    当 应用清单 "scheduling/requires-zone.yaml"
    那么 Pod "requires-zone" 出现事件 "FailedScheduling"，消息包含 "didn't match Pod's node affinity/selector"
    当 给节点 "worker3" 添加标签 "gherkind-zone=east"
    那么 Pod "requires-zone" 的状态为 Running
    而且 Pod "requires-zone" 位于节点 "worker3"

  @node:worker3
  场景: 有优先的可用区，就去那里
    假如 给节点 "worker3" 添加标签 "gherkind-zone=west"
    当 应用清单 "scheduling/prefers-zone.yaml"
    那么 Pod "prefers-zone" 的状态为 Running
    而且 Pod "prefers-zone" 位于节点 "worker3"
    而且 Pod "prefers-zone" 的 "{.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight}" 为 "100"

  场景: 没有优先的可用区，Pod 照样运行
    当 应用清单 "scheduling/prefers-nowhere.yaml"
    那么 Pod "prefers-nowhere" 的状态为 Running
