# language: zh-CN
@P5
功能: 污点让 Pod 不来，或者把它赶走
  NoSchedule 挡住新的 Pod。NoExecute 还会驱逐已经在那里运行的。
  容忍度可以豁免一个 Pod：永久豁免，或豁免若干秒。

  @node:worker3
  场景: NoSchedule 挡住不容忍它的 Pod
    假如 给节点 "worker3" 添加污点 "gherkind-dedicated=db:NoSchedule"
    当 应用清单 "startup/two-replicas.yaml"
    而且 应用清单 "scheduling/database.yaml"
    那么 Deployment "two-replicas" 上线完成
    而且 Deployment "two-replicas" 从未有 Pod 位于节点 "worker3"
    而且 Pod "database" 的状态为 Running
    而且 Pod "database" 位于节点 "worker3"

  @exclusive @node:worker2
  场景: NoExecute 驱逐 Pod，容忍度推迟驱逐
    假如 应用清单 "scheduling/on-worker2.yaml"
    而且 Pod "intolerant" 的状态为 Running
    而且 Pod "patient" 的状态为 Running
    而且 Pod "tolerant" 的状态为 Running
    当 给节点 "worker2" 添加污点 "gherkind-repair=now:NoExecute"
    那么 Pod "intolerant" 不存在
    而且 Pod "intolerant" 的原因是 POD_EVICTED，说明包含 "does not tolerate a NoExecute taint of node"
    而且 Pod "patient" 存在，持续 2s
    而且 Pod "patient" 不存在
    而且 Pod "tolerant" 的状态为 Running，持续 2s
    而且 Pod "tolerant" 位于节点 "worker2"
