# language: zh-CN
@P4
功能: Pod 之间的亲和与反亲和
  Pod 亲和性把 Pod 放到另一个 Pod 所在的地方；Pod 反亲和性让它避开那里。

  场景: 应用与它的缓存在一起
    假如 应用清单 "scheduling/cache.yaml"
    当 应用清单 "scheduling/beside-cache.yaml"
    那么 Pod "beside-cache" 的状态为 Running
    而且 Pod "cache" 的状态为 Running，持续 2s
    而且 Pod "beside-cache" 与 Pod "cache" 位于同一节点

  场景: 没有缓存，应用就没有去处
    当 应用清单 "scheduling/beside-cache.yaml"
    那么 Pod "beside-cache" 的状态为 Pending，持续 2s
    而且 Pod "beside-cache" 出现事件 "FailedScheduling"，消息包含 "didn't match pod affinity rules"

  @node:worker @node:worker2 @node:worker3
  场景: 每个工作节点一个副本，第四个没有去处
    当 应用清单 "scheduling/apart.yaml"
    那么 Deployment "apart" 上线完成
    而且 Deployment "apart" 的 Pod 分布在 3 个节点上
    当 将 Deployment "apart" 扩缩到 4 个副本
    那么 Deployment "apart" 的原因是 POD_UNSCHEDULABLE，说明包含 "anti-affinity"
    当 应用清单 "scheduling/apart-fourth.yaml"
    那么 Pod "fourth" 出现事件 "FailedScheduling"，消息包含 "didn't match pod anti-affinity rules"
    而且 Pod "fourth" 的状态为 Pending，持续 2s
