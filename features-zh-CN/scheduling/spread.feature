# language: zh-CN
@P1
功能: 调度器分散 Deployment 的副本
  没有人指定 Pod 去哪里。调度器查看各节点剩余的资源，
  把同一个工作负载的副本放到不同的节点上。

  @node:worker @node:worker2 @node:worker3
  场景: 六个副本分布在全部三个工作节点上
    当 应用清单 "scheduling/six-replicas.yaml"
    那么 Deployment "six-replicas" 上线完成
    而且 Deployment "six-replicas" 有 6 个就绪副本
    而且 Deployment "six-replicas" 的 Pod 分布在 3 个节点上
