# language: zh-CN
@S3
功能: 节点断电
  没有人能问一个死掉的节点它的 Pod 是否已经结束。所以这些 Pod 一直 Terminating，
  直到节点恢复；替代的 Pod 在别处运行。

  @exclusive @node:worker3
  场景: 它的 Pod 停在 Terminating，替代者在别处启动，节点恢复
    假如 应用清单 "states/survivor.yaml"
    而且 将 Deployment "survivor" 的 Pod 称为 "first"
    而且 Pod "first" 位于节点 "worker3"
    而且 Deployment "survivor" 上线完成
    当 关闭节点 "worker3" 的电源
    那么 节点 "worker3" 未就绪
    而且 Node "worker3" 的原因是 NODE_NOT_READY，说明包含 "its kubelet has stopped reporting"
    而且 Pod "first" 的原因是 NODE_NOT_READY
    而且 Pod "first" 的状态为 Terminating
    而且 Deployment "survivor" 没有 Pod 位于节点 "worker3"
    而且 Deployment "survivor" 上线完成
    而且 Pod "first" 的状态为 Terminating，持续 3s
    当 开启节点 "worker3" 的电源
    那么 节点 "worker3" 就绪
    而且 Pod "first" 不存在
