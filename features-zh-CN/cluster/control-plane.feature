# language: zh-CN
@C1
功能: 控制平面不运行业务 Pod
  kubeadm 会给控制平面节点加上污点
  node-role.kubernetes.io/control-plane:NoSchedule。不容忍它的 Pod
  永远不会被调度到那里：节点留给集群自己的组件。

  场景: 三个副本只在工作节点上运行
    假如 节点 "control-plane" 有污点 "node-role.kubernetes.io/control-plane:NoSchedule"
    当 应用清单 "cluster/business.yaml"
    那么 Deployment "business" 上线完成
    而且 Deployment "business" 有 3 个就绪副本
    而且 Deployment "business" 从未有 Pod 位于节点 "control-plane"

  场景: 要求控制平面节点的 Pod 因为污点而一直 Pending
    当 应用清单 "cluster/on-the-master.yaml"
    那么 Pod "on-the-master" 出现事件 "FailedScheduling"，消息包含 "untolerated taint"
    而且 Pod "on-the-master" 的状态为 Pending，持续 3s
