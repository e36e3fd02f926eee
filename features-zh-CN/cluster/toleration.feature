# language: zh-CN
@C2
功能: 容忍该污点的 Pod 可以在控制平面上运行
  容忍度只是解除污点的限制，并没有吸引力：Pod 还需要一个
  去那里的理由，这里用的是 nodeSelector。

  场景: 有了容忍度，它在控制平面上运行
    假如 节点 "control-plane" 有污点 "node-role.kubernetes.io/control-plane:NoSchedule"
    当 应用清单 "cluster/tolerates.yaml"
    那么 Pod "tolerates" 的状态为 Running
    而且 Pod "tolerates" 位于节点 "control-plane"
